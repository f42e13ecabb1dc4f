//! Writes what an import brings: tables, env files, and what PM2 would need to have its processes again.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use super::error::ImportError;
use super::gone::Trace;
use super::journal::{Entry, Journal, Step, write};
use super::list::number;
use super::plan::Planned;
use super::{table, variables};
use crate::config::file;
use crate::daemon::socket;
use crate::types::{Paths, ServiceName};

const SECRET: u32 = 0o600;

/// Where PM2's own account of a process is kept.
pub(super) fn way_back(paths: &Paths, service: &ServiceName) -> PathBuf {
    paths.config.join("pm2").join(format!("{service}.json"))
}

fn env_file(paths: &Paths, service: &ServiceName) -> PathBuf {
    paths.config.join(table::env_file(service))
}

/// What stands where something would be written, by name; what an earlier import made is none of it.
pub(super) fn clashes(
    paths: &Paths,
    taken: &[&Planned],
    defined: &BTreeSet<ServiceName>,
    journal: &Journal,
) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for Planned { service, process, instance, .. } in taken.iter().copied() {
        if !seen.insert(service) {
            found.push(format!("`{service}` (a second process would be named so: {:?})", process.name));
        }
        if journal.find(&process.name, *instance).is_some_and(|entry| entry.service == *service) {
            continue;
        }
        if defined.contains(service) {
            found.push(format!("`{service}` (in gascli.toml)"));
        } else if paths.service(service).exists() {
            found.push(format!("`{service}` (a service)"));
        } else if env_file(paths, service).exists() {
            found.push(format!("`{}`", env_file(paths, service).display()));
        }
    }
    found
}

/// Writes all but the tables, which are only tried: a service whose table is there could be started by anybody.
pub(super) fn prepare(
    paths: &Paths,
    taken: &[&Planned],
    defined: &BTreeSet<ServiceName>,
    journal: &mut Journal,
) -> anyhow::Result<()> {
    let mut entries = Vec::new();
    for one in taken {
        let refused = |why| ImportError::Variables { service: one.service.to_string(), why };
        let variables = variables::file(&one.variables).map_err(refused)?;
        let begun = journal.find(&one.process.name, one.instance).filter(|entry| entry.step != Step::Done);
        entries.push((*one, variables, begun.cloned().unwrap_or_else(|| entry(one))));
    }
    let new: Vec<&Entry> =
        entries.iter().map(|(_, _, entry)| entry).filter(|entry| !defined.contains(&entry.service)).collect();
    socket::private_folder(&paths.config)?;
    if !new.is_empty() {
        Whole::with(paths, &new)?.keep_before()?;
    }
    for folder in [paths.config.join(table::ENV_FOLDER), paths.config.join("pm2")] {
        socket::own_folder(&folder)?;
    }
    for (one, variables, entry) in entries {
        let is_new = entry.step == Step::Planned && !defined.contains(&one.service);
        journal.put(entry)?; // before the files: it tells whose they are
        write(&way_back(paths, &one.service), table::way_back(one).as_bytes(), SECRET)?;
        if is_new && !one.variables.is_empty() {
            write(&env_file(paths, &one.service), variables.as_bytes(), SECRET)?;
        }
    }
    Ok(())
}

fn entry(one: &Planned) -> Entry {
    Entry {
        name: one.process.name.clone(),
        instance: one.instance,
        service: one.service.clone(),
        command: one.command.clone(),
        script: one.script.clone(),
        cwd: one.cwd.clone(),
        table: table::table(one),
        runs: one.process.is_wanted(),
        step: Step::Planned,
        trace: Trace::of(&one.process),
    }
}

/// Adds the table of a process that PM2 has no more.
pub(super) fn add_table(paths: &Paths, entry: &Entry) -> anyhow::Result<()> {
    let whole = Whole::with(paths, &[entry])?;
    write(&whole.path, whole.text.as_bytes(), whole.mode)
}

/// `gascli.toml` with more tables.
struct Whole {
    path: PathBuf,
    before: Option<String>,
    text: String,
    mode: u32,
}

impl Whole {
    /// Refuses what the reader of the file would refuse.
    fn with(paths: &Paths, entries: &[&Entry]) -> anyhow::Result<Self> {
        let path = paths.config.join(file::FILE_NAME);
        // A link stays one.
        let path = path.canonicalize().unwrap_or(path);
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(ImportError::Read { path, source }.into()),
        };
        let mode = std::fs::metadata(&path).map_or(SECRET, |facts| facts.permissions().mode() & 0o777);
        let mut text = before.clone().unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for entry in entries {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&entry.table);
        }
        let whole = Self { path, before, text, mode };
        whole.check(entries)?;
        Ok(whole)
    }

    fn check(&self, entries: &[&Entry]) -> anyhow::Result<()> {
        let folder = tempfile::Builder::new().prefix(".gascli-import-").tempdir();
        let folder = folder.context("cannot make a temporary folder")?;
        let tried = folder.path().join(file::FILE_NAME);
        write(&tried, self.text.as_bytes(), SECRET)?;
        let read = file::read(&tried).with_context(|| {
            format!("`{}` cannot be added to; is `service` an inline table there?", self.path.display())
        })?;
        let found = read.map(|file| file.services).unwrap_or_default();
        let is_lost = |entry: &&&Entry| {
            let spec = found.get(&entry.service).map(|defined| &defined.spec);
            spec.is_none_or(|spec| spec.command != entry.command || spec.cwd != entry.cwd)
        };
        let lost = entries.iter().find(is_lost);
        lost.map_or(Ok(()), |entry| anyhow::bail!("the table of `{}` would not be read as it is", entry.service))
    }

    /// Keeps the file as it was before this import, beside what earlier ones kept.
    fn keep_before(self) -> anyhow::Result<()> {
        let Some(before) = self.before else { return Ok(()) };
        let first = format!("{}.before-import", file::FILE_NAME);
        let later = (2..u32::MAX).map(|number| format!("{first}-{number}"));
        for name in std::iter::once(first.clone()).chain(later) {
            let kept = self.path.with_file_name(name);
            match std::fs::read(&kept) {
                Ok(bytes) if bytes == before.as_bytes() => return Ok(()),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return write(&kept, before.as_bytes(), self.mode);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Keeps a copy of PM2's dump as it was before the first import.
pub(super) fn keep_dump(dump: &Path) -> anyhow::Result<()> {
    let kept = dump.with_file_name("dump.pm2.before-gascli");
    if !dump.exists() || kept.exists() {
        return Ok(());
    }
    let bytes = std::fs::read(dump).with_context(|| format!("cannot read `{}`", dump.display()))?;
    write(&kept, &bytes, SECRET)
}

/// Takes a process off a dump that no PM2 uses now, and off the one before: a boot would bring it back beside ours. With
/// `keep`, it stays there as one that was stopped, which a boot lists and does not start.
pub(super) fn take_off_dump(dump: &Path, entry: &Entry, keep: bool) -> anyhow::Result<()> {
    let mut changed = Vec::new(); // written once both are read
    for path in [dump.to_owned(), dump.with_extension("pm2.bak")] {
        let refused = || format!("cannot take `{}` off PM2's dump `{}`", entry.name, path.display());
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            read => read.with_context(refused)?,
        };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let items: Vec<Value> = serde_json::from_slice(&bytes).with_context(refused)?;
        let is_it = |item: &Value| {
            let variable = item["instance_var"].as_str().unwrap_or("NODE_APP_INSTANCE");
            let instance = entry.instance.zip(number(item.get(variable)));
            item["name"].as_str() == Some(entry.name.as_str()) && instance.is_none_or(|(one, other)| one == other)
        };
        let mut left = items.clone();
        if keep {
            let its = left.iter_mut().filter(|item| is_it(item)).filter_map(Value::as_object_mut);
            its.for_each(|item| drop(item.insert("status".into(), "stopped".into())));
        } else {
            left.retain(|item| !is_it(item));
        }
        if left != items {
            let mode = std::fs::metadata(&path).map_or(SECRET, |facts| facts.permissions().mode() & 0o777);
            changed.push((path, serde_json::to_vec_pretty(&left)?, mode));
        }
    }
    changed.iter().try_for_each(|(path, bytes, mode)| write(path, bytes, *mode))
}
