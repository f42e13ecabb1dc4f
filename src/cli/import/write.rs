//! Writes what an import brings: tables, env files, and what PM2 would need to have its processes again.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use super::error::ImportError;
use super::journal::{Entry, Journal, Step, write};
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
    for Planned { service, process, .. } in taken.iter().copied() {
        if !seen.insert(service) {
            found.push(format!("`{service}` (a second process would be named so: {:?})", process.name));
        }
        if journal.has(service) {
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
        trace: super::gone::Trace::default(),
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

    /// Keeps the file as it was before this import.
    fn keep_before(self) -> anyhow::Result<()> {
        let Some(before) = self.before else { return Ok(()) };
        let kept = self.path.with_file_name(format!("{}.before-import", file::FILE_NAME));
        write(&kept, before.as_bytes(), self.mode)
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

/// Takes a process off a dump that no PM2 uses now, and off the one before: a boot would bring it back beside ours.
pub(super) fn take_off_dump(dump: &Path, entry: &Entry) -> anyhow::Result<()> {
    for path in [dump.to_owned(), dump.with_extension("pm2.bak")] {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let Ok(mut items) = serde_json::from_slice::<Vec<Value>>(&bytes) else { continue };
        let count = items.len();
        items.retain(|item| {
            let variable = item["instance_var"].as_str().unwrap_or("NODE_APP_INSTANCE");
            let is_other = |instance| item[variable].as_u64().is_some_and(|other| other != instance);
            item["name"].as_str() != Some(entry.name.as_str()) || entry.instance.is_some_and(is_other)
        });
        if items.len() < count {
            let mode = std::fs::metadata(&path).map_or(SECRET, |facts| facts.permissions().mode() & 0o777);
            write(&path, &serde_json::to_vec_pretty(&items)?, mode)?;
        }
    }
    Ok(())
}
