//! Puts scripts where shells look for them, takes them away again, and tells how it is.

use std::io::{ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use nix::unistd::geteuid;
use serde::Serialize;

use super::block;
use super::place::{Place, Rc};
use super::shell::Shell;
use super::{CompletionsError, InstallArgs, UninstallArgs};
use crate::cli::{Answer, Context, output};

/// How scripts of ours begin.
const OURS: &str = "# gascli completions: dynamic.";
/// Longest file that is read; nobody's start file is longer.
const LONGEST: u64 = 4 << 20;

/// How a file was found or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Just what this program would write.
    Current,
    /// Ours, of another version.
    Outdated,
    /// Not there.
    Absent,
    /// There, and not ours.
    Foreign,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Deed {
    Written,
    Removed,
    Unchanged,
    /// Nothing was done, and lines are told to whoever edits it.
    ByHand,
}

impl Deed {
    const fn word(self, dry_run: bool) -> &'static str {
        match (self, dry_run) {
            (Self::Written, false) => "written",
            (Self::Written, true) => "would be written",
            (Self::Removed, false) => "removed",
            (Self::Removed, true) => "would be removed",
            (Self::Unchanged, _) => "unchanged",
            (Self::ByHand, _) => "not edited",
        }
    }
}

/// A file with what was done to it.
#[derive(Debug, Serialize)]
struct Done {
    path: PathBuf,
    outcome: Deed,
}

/// What `install` and `uninstall` answer.
#[derive(Debug, Serialize)]
struct Outcome {
    schema: &'static str,
    shell: Shell,
    dry_run: bool,
    file: Option<Done>,
    rc: Option<Done>,
    /// Lines that are still to be put into the start file.
    lines: Vec<String>,
}

/// `completions install`.
pub(super) fn install(context: &Context, args: &InstallArgs) -> anyhow::Result<Answer> {
    let shell = super::chosen(context, args.shell)?;
    let place = Place::of(shell, context)?;
    if let Some(path) = &place.file
        && state(shell, path)? == State::Foreign
    {
        return Err(CompletionsError::NotOurs(path.clone()).into());
    }
    // The start file is looked at before anything is written: a torn block fails here.
    let edited = match &place.rc {
        Some(rc) if args.edit_rc => Some((rc, edited(rc)?)),
        _ => None,
    };
    let file = place.file.as_deref().map(|path| put(path, shell.script(), args.dry_run)).transpose()?;
    let rc = match (&place.rc, &edited) {
        (_, Some((rc, text))) => Some(put(&rc.path, text, args.dry_run)?),
        (Some(rc), None) if has_block(rc) => Some(Done { path: rc.path.clone(), outcome: Deed::Unchanged }),
        (Some(rc), None) if rc.reason.is_some() => Some(Done { path: rc.path.clone(), outcome: Deed::ByHand }),
        _ => None,
    };
    let is_by_hand = rc.as_ref().is_some_and(|done| done.outcome == Deed::ByHand);
    let lines = place.rc.as_ref().filter(|_| is_by_hand).map(|rc| rc.lines.clone()).unwrap_or_default();
    let outcome = Outcome { schema: output::SCHEMA, shell, dry_run: args.dry_run, file, rc, lines };
    if !is_on_path(context) {
        output::note("gascli is on no folder of PATH: the shell completes it once it is");
    }
    if context.json {
        output::json(&outcome)?;
        return Ok(Answer::Yes);
    }
    print_files(&outcome)?;
    if let Some(rc) = place.rc.as_ref().filter(|_| is_by_hand) {
        let reason = rc.reason.unwrap_or_default();
        output::line(format_args!("{reason}. Put this into `{}`:\n", shown(&rc.path)))?;
        for line in &rc.lines {
            output::line(format_args!("  {line}"))?;
        }
        output::line(format_args!("\n`gascli completions install --shell {} --edit-rc` does it", shell.word()))?;
    } else if !args.dry_run {
        output::line(format_args!("a new {} completes gascli", shell.word()))?;
    }
    Ok(Answer::Yes)
}

/// `completions uninstall`.
pub(super) fn uninstall(context: &Context, args: &UninstallArgs) -> anyhow::Result<Answer> {
    let shell = super::chosen(context, args.shell)?;
    let place = Place::of(shell, context)?;
    let mut outcome =
        Outcome { schema: output::SCHEMA, shell, dry_run: args.dry_run, file: None, rc: None, lines: Vec::new() };
    let without = match &place.rc {
        Some(rc) => block::without(&read(&rc.path)?.unwrap_or_default())
            .map_err(|_| CompletionsError::Torn(rc.path.clone()))?
            .map(|text| (&rc.path, text)),
        None => None,
    };
    if let Some(path) = &place.file {
        outcome.file = match state(shell, path)? {
            State::Absent => None,
            State::Foreign => return Err(CompletionsError::NotOurs(path.clone()).into()),
            State::Current | State::Outdated => {
                if !args.dry_run {
                    std::fs::remove_file(path).with_context(|| format!("cannot remove `{}`", path.display()))?;
                }
                Some(Done { path: path.clone(), outcome: Deed::Removed })
            }
        };
    }
    if let Some((path, text)) = without {
        outcome.rc = Some(put(path, &text, args.dry_run)?);
    }
    if context.json {
        output::json(&outcome)?;
        return Ok(Answer::Yes);
    }
    if outcome.file.is_none() && outcome.rc.is_none() {
        output::note(format_args!("nothing was installed for {}", shell.word()));
    }
    print_files(&outcome)?;
    Ok(Answer::Yes)
}

/// How it is with one shell.
#[derive(Debug, Serialize)]
struct Row {
    shell: Shell,
    /// Whether it is the one that `SHELL` names, or that was asked for.
    chosen: bool,
    /// `None` for a shell that loads no script by itself.
    file: Option<PathBuf>,
    state: State,
    /// Whether our block is in its start file; `None` if it has no need of one.
    rc_edited: Option<bool>,
    rc: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    shells: Vec<Row>,
}

/// `completions status`: yes, if the chosen shell has the script of this version.
pub(super) fn status(context: &Context, asked: Option<Shell>) -> anyhow::Result<Answer> {
    let chosen = super::chosen(context, asked).ok();
    let mut shells = Vec::new();
    for shell in Shell::ALL {
        let Place { file, rc } = Place::of(shell, context)?;
        let rc = rc.filter(|rc| rc.reason.is_some());
        let rc_edited = rc.as_ref().map(has_block);
        let state = match &file {
            Some(path) => state(shell, path)?,
            None if rc_edited == Some(true) => State::Current,
            None => State::Absent,
        };
        shells.push(Row { shell, chosen: chosen == Some(shell), file, state, rc_edited, rc: rc.map(|rc| rc.path) });
    }
    let is_current = |row: &Row| row.state == State::Current;
    let answer = match chosen {
        Some(_) => shells.iter().filter(|row| row.chosen).all(is_current),
        None => shells.iter().any(is_current),
    };
    if context.json {
        output::json(&Document { schema: output::SCHEMA, shells })?;
    } else {
        let rows: Vec<Vec<String>> = shells.iter().map(cells).collect();
        output::table(&["SHELL", "SCRIPT", "START FILE", "WHERE"], &rows)?;
    }
    Ok(if answer { Answer::Yes } else { Answer::No })
}

fn cells(row: &Row) -> Vec<String> {
    let name = format!("{}{}", row.shell.word(), if row.chosen { " *" } else { "" });
    let state = match row.state {
        State::Current => "installed",
        State::Outdated => "of another version",
        State::Absent => "-",
        State::Foreign => "not ours",
    };
    let rc = match (row.rc_edited, row.state) {
        (_, State::Absent) | (None, _) => "-",
        (Some(true), _) => "has our lines",
        (Some(false), _) => "without our lines",
    };
    let place = row.file.as_ref().or(row.rc.as_ref()).map(|path| shown(path)).unwrap_or_default();
    vec![name, state.into(), rc.into(), place]
}

fn print_files(outcome: &Outcome) -> std::io::Result<()> {
    for done in [&outcome.file, &outcome.rc].into_iter().flatten() {
        output::line(format_args!("{}: {}", shown(&done.path), done.outcome.word(outcome.dry_run)))?;
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    output::escaped(&path.display().to_string())
}

/// The start file with our block.
fn edited(rc: &Rc) -> anyhow::Result<String> {
    let text = read(&rc.path)?.unwrap_or_default();
    Ok(block::with(&text, &rc.lines).map_err(|_| CompletionsError::Torn(rc.path.clone()))?)
}

fn has_block(rc: &Rc) -> bool {
    let text = read(&rc.path).ok().flatten().unwrap_or_default();
    block::without(&text).is_ok_and(|without| without.is_some())
}

fn state(shell: Shell, path: &Path) -> anyhow::Result<State> {
    Ok(match read(path)? {
        None => State::Absent,
        Some(text) if text == shell.script() => State::Current,
        Some(text) if text.lines().take(2).any(|line| line.starts_with(OURS)) => State::Outdated,
        Some(_) => State::Foreign,
    })
}

fn read(path: &Path) -> anyhow::Result<Option<String>> {
    let refused = || format!("cannot read `{}`", path.display());
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(refused),
        Ok(facts) if !facts.is_file() || facts.len() > LONGEST => {
            return Err(CompletionsError::NotOurs(path.to_owned()).into());
        }
        Ok(_) => {}
    }
    std::fs::read_to_string(path).map(Some).with_context(refused)
}

/// Writes a text, if it is another than the one that is there. Where a link points to, and with the mode that it has.
fn put(path: &Path, text: &str, dry_run: bool) -> anyhow::Result<Done> {
    let done = |outcome| Ok(Done { path: path.to_owned(), outcome });
    if read(path)?.as_deref() == Some(text) {
        return done(Deed::Unchanged);
    }
    let target = target(path)?;
    if !dry_run {
        write(&target, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    done(Deed::Written)
}

/// The file that is replaced for this one: where its link points to. The new one is ours, so the old one must be.
fn target(path: &Path) -> Result<PathBuf, CompletionsError> {
    let Ok(target) = path.canonicalize() else {
        let is_link = path.symlink_metadata().is_ok_and(|facts| facts.is_symlink());
        return if is_link { Err(CompletionsError::DeadLink(path.to_owned())) } else { Ok(path.to_owned()) };
    };
    match target.metadata() {
        Ok(facts) if facts.uid() != geteuid().as_raw() => Err(CompletionsError::OtherOwner(target)),
        _ => Ok(target),
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    std::fs::create_dir_all(folder)?;
    let mode = match path.metadata() {
        Ok(facts) => facts.permissions(),
        Err(_) => std::os::unix::fs::PermissionsExt::from_mode(0o644),
    };
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(mode)?;
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn is_on_path(context: &Context) -> bool {
    let folders = context.environment.get("PATH").map(std::env::split_paths);
    folders.is_some_and(|mut folders| folders.any(|folder| folder.join("gascli").is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_and_no_file_of_another_user_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let (rc, link) = (home.path().join("dotfiles"), home.path().join(".zshrc"));
        std::os::unix::fs::symlink(&rc, &link).unwrap();
        assert!(matches!(target(&link), Err(CompletionsError::DeadLink(path)) if path == link));
        std::fs::write(&rc, "").unwrap();
        assert_eq!(target(&link).unwrap(), rc.canonicalize().unwrap());
        assert_eq!(target(&home.path().join("new")).unwrap(), home.path().join("new"));
        if geteuid().is_root() {
            std::os::unix::fs::chown(&rc, Some(12345), None).unwrap();
            assert!(matches!(target(&link), Err(CompletionsError::OtherOwner(_))));
        } else {
            assert!(matches!(target(Path::new("/etc/passwd")), Err(CompletionsError::OtherOwner(_))));
        }
    }
}
