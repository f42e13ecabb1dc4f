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

/// Writes all that is missing, the tables last: with them, a service exists.
pub(super) fn all(
    paths: &Paths,
    taken: &[&Planned],
    defined: &BTreeSet<ServiceName>,
    journal: &mut Journal,
) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    for one in taken {
        let refused = |why| ImportError::Variables { service: one.service.to_string(), why };
        texts.push(variables::file(&one.variables).map_err(refused)?);
    }
    let missing: Vec<&Planned> = taken.iter().copied().filter(|one| !defined.contains(&one.service)).collect();
    let whole = (!missing.is_empty()).then(|| Whole::new(paths, &missing)).transpose()?;
    socket::own_folder(&paths.state)?;
    for folder in [paths.config.join(table::ENV_FOLDER), paths.config.join("pm2")] {
        socket::own_folder(&folder)?;
    }
    for (one, text) in taken.iter().zip(texts) {
        // Before the files: what they are is told by this alone if the rest is cut off.
        let entry = journal.find(&one.process.name, one.instance);
        if entry.is_none_or(|entry| entry.step == Step::Done) {
            journal.put(Entry {
                name: one.process.name.clone(),
                instance: one.instance,
                service: one.service.clone(),
                script: one.script.clone(),
                runs: one.process.is_wanted(),
                step: Step::Written,
                trace: super::gone::Trace::default(),
            })?;
        }
        write(&way_back(paths, &one.service), table::way_back(one).as_bytes(), SECRET)?;
        if !defined.contains(&one.service) && !one.variables.is_empty() {
            write(&env_file(paths, &one.service), text.as_bytes(), SECRET)?;
        }
    }
    whole.map_or(Ok(()), Whole::put)
}

/// `gascli.toml` with the tables that are new.
struct Whole {
    path: PathBuf,
    text: String,
    mode: u32,
    is_new: bool,
}

impl Whole {
    /// Refuses what the reader of the file would refuse.
    fn new(paths: &Paths, missing: &[&Planned]) -> anyhow::Result<Self> {
        socket::private_folder(&paths.config)?;
        let path = paths.config.join(file::FILE_NAME);
        // A link stays one.
        let path = path.canonicalize().unwrap_or(path);
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(ImportError::Read { path, source }.into()),
        };
        let mode = std::fs::metadata(&path).map_or(SECRET, |facts| facts.permissions().mode() & 0o777);
        let is_new = before.is_none();
        let mut text = before.unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for one in missing {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&table::table(one));
        }
        let whole = Self { path, text, mode, is_new };
        whole.check(missing)?;
        Ok(whole)
    }

    fn check(&self, missing: &[&Planned]) -> anyhow::Result<()> {
        let tried =
            tempfile::Builder::new().prefix(".gascli-import-").tempdir().context("cannot make a temporary folder")?;
        let tried = tried.path().join(file::FILE_NAME);
        write(&tried, self.text.as_bytes(), SECRET)?;
        let read = file::read(&tried).with_context(|| {
            format!("`{}` cannot be added to; is `service` an inline table there?", self.path.display())
        })?;
        let found = read.map(|file| file.services).unwrap_or_default();
        let lost = missing.iter().find(|one| {
            found.get(&one.service).is_none_or(|it| it.spec.command != one.command || it.spec.cwd != one.cwd)
        });
        lost.map_or(Ok(()), |one| anyhow::bail!("the table of `{}` would not be read as it is", one.service))
    }

    fn put(self) -> anyhow::Result<()> {
        if !self.is_new {
            let kept = self.path.with_file_name(format!("{}.before-import", file::FILE_NAME));
            let before = std::fs::read(&self.path).with_context(|| format!("cannot read `{}`", self.path.display()))?;
            write(&kept, &before, self.mode)?;
        }
        write(&self.path, self.text.as_bytes(), self.mode)
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
