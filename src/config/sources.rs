//! Where values come from: flags, the environment, an env file, `gascli.toml`, defaults.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::keys::{Key, Role};
use super::{Problem, Warning, toml_file};
use crate::chain::wallet;
use crate::daemon::crash;
use crate::daemon::env_file::{self, Entry};
use crate::types::{Paths, path_word};

/// Name of the TOML file, in the current folder or the config folder.
const TOML_FILE: &str = "gascli.toml";

/// Names that the network's own tools read from the environment. Somebody who set one there may have meant them alone: so it
/// counts only where no file says otherwise.
const OF_OTHER_TOOLS: [&str; 4] = ["BT_WALLET", "BT_NETWORK", "BT_SUBTENSOR_NETWORK", "BT_SUBTENSOR_CHAIN_ENDPOINT"];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command line, such as `--netuid`.
    Flag(&'static str),
    /// A variable of this process.
    Environment,
    /// A variable of this process that other tools read as well; files go before it.
    OtherTools(&'static str),
    /// A line of a file; line 0 is the file as a whole.
    File {
        /// Which file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
    /// Nobody set it.
    Default,
}

impl Origin {
    /// What goes before has the higher one. Files are alike.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 4,
            Self::Environment => 3,
            Self::File { .. } => 2,
            Self::OtherTools(_) => 1,
            Self::Default => 0,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "flag {flag}"),
            Self::Environment => f.write_str("environment"),
            Self::OtherTools(name) => write!(f, "environment ({name})"),
            Self::File { path, line: 0 } => write!(f, "{}", path.display()),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// How the flag is spelled, such as `--netuid`.
    pub flag: &'static str,
    /// The key that it sets. Never a secret one: command lines can be read by every user of a machine.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

/// What to read.
pub struct Request {
    /// Whose configuration.
    pub role: Role,
    /// `--env-file`; without it, the role's file in `cwd`, else in the config folder.
    pub env_file: Option<PathBuf>,
    /// Where the command was called.
    pub cwd: PathBuf,
    /// What `~` stands for.
    pub home: Option<PathBuf>,
    /// Variables of this process.
    pub environment: BTreeMap<String, String>,
    /// Values given on the command line.
    pub flags: Vec<Flag>,
}

/// All sources, read. Faults of files are kept, so that they are told together with those of the values.
pub struct Sources {
    pub(super) role: Role,
    pub(super) home: Option<PathBuf>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Warning>,
    flags: Vec<Flag>,
    environment: BTreeMap<String, String>,
    env_file: Option<File>,
    toml_file: Option<File>,
    config_folder: PathBuf,
}

/// A file of configuration, by key.
struct File {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values may be secrets.
        f.debug_struct("Sources")
            .field("role", &self.role)
            .field("env_file", &self.env_file())
            .field("toml_file", &self.toml_file())
            .finish_non_exhaustive()
    }
}

impl Sources {
    /// Reads the files. Never fails: what is wrong with them is told when the values are asked for.
    pub fn read(request: Request, paths: &Paths) -> Self {
        let Request { role, env_file, cwd, home, environment, flags } = request;
        let mut sources = Self {
            role,
            home,
            problems: Vec::new(),
            warnings: Vec::new(),
            flags,
            environment,
            env_file: None,
            toml_file: None,
            config_folder: paths.config.clone(),
        };
        let candidates = match &env_file {
            Some(path) => vec![cwd.join(path)],
            None => vec![cwd.join(role.env_file()), paths.config.join(role.env_file())],
        };
        if let Some((path, text)) = sources.first_file(&candidates, env_file.is_some()) {
            sources.take_env_file(path, &text);
        }
        if let Some((path, text)) = sources.first_file(&[cwd.join(TOML_FILE), paths.config.join(TOML_FILE)], false) {
            sources.take_toml_file(path, &text);
        }
        sources.conceal();
        sources
    }

    /// What is secret in the files stands in no report of a panic; what is in the environment is known there. Passwords are
    /// not kept in memory for that: they are forgotten as soon as the hotkey is open.
    fn conceal(&self) {
        let entries = [&self.env_file, &self.toml_file].into_iter().flatten().flat_map(|file| &file.entries);
        let is_kept = |name: &str| self.role.key(name).is_some_and(|key| key.is_secret() && !key.is_password());
        for (name, entry) in entries.filter(|(name, _)| is_kept(name)) {
            crash::conceal(name, &entry.value);
        }
    }

    /// Whose configuration this is.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The env file in use.
    pub fn env_file(&self) -> Option<&Path> {
        self.env_file.as_ref().map(|file| file.path.as_path())
    }

    /// The TOML file in use.
    pub(crate) fn toml_file(&self) -> Option<&Path> {
        self.toml_file.as_ref().map(|file| file.path.as_path())
    }

    /// The environment as it was given.
    pub(super) const fn environment(&self) -> &BTreeMap<String, String> {
        &self.environment
    }

    /// The value of a key and where it came from; an empty value counts as not set.
    pub(super) fn find(&self, key: &Key) -> Option<(&str, Origin)> {
        self.find_untrimmed(key).map(|(value, origin)| (value.trim(), origin))
    }

    /// The same, with the spaces around it.
    pub(super) fn find_untrimmed(&self, key: &Key) -> Option<(&str, Origin)> {
        let flag = self.flags.iter().find(|flag| key.names.contains(&flag.key) && !flag.value.trim().is_empty());
        if let Some(flag) = flag {
            return Some((&flag.value, Origin::Flag(flag.flag)));
        }
        let set = |name: &str| self.environment.get(name).filter(|value| !value.trim().is_empty());
        let (foreign, own): (Vec<&'static str>, Vec<_>) =
            key.names.iter().copied().partition(|name| OF_OTHER_TOOLS.contains(name));
        if let Some(value) = own.into_iter().find_map(set) {
            return Some((value, Origin::Environment));
        }
        let in_file = [&self.env_file, &self.toml_file].into_iter().flatten().find_map(|file| {
            let set = |name: &&str| file.entries.get(*name).filter(|entry| !entry.value.trim().is_empty());
            let entry = key.names.iter().find_map(set)?;
            Some((entry.value.as_str(), Origin::File { path: file.path.clone(), line: entry.line }))
        });
        in_file.or_else(|| foreign.into_iter().find_map(|name| Some((set(name)?.as_str(), Origin::OtherTools(name)))))
    }

    /// Variables whose names begin so, those of the env file before those of the environment, so that whoever takes them
    /// all in turn ends with the environment's.
    pub(super) fn beginning_with(&self, prefix: &'static str) -> impl Iterator<Item = (&String, &String)> {
        let of_file = self.env_file.iter().flat_map(|file| &file.entries).map(|(name, entry)| (name, &*entry.value));
        of_file.chain(&self.environment).filter(move |(name, _)| name.starts_with(prefix))
    }

    /// Where a relative path of this origin starts: at the folder of the file that holds it, else of the env file. Never
    /// at the current folder, which a daemon does not share with whoever started it.
    pub(super) fn base<'a>(&'a self, origin: &'a Origin) -> &'a Path {
        let of_file = match origin {
            Origin::File { path, .. } => path.parent(),
            _ => self.env_file().or_else(|| self.toml_file()).and_then(Path::parent),
        };
        of_file.unwrap_or(&self.config_folder)
    }

    /// The first of these files that exists; `demanded` makes it a problem if none does.
    fn first_file(&mut self, candidates: &[PathBuf], demanded: bool) -> Option<(PathBuf, Zeroizing<String>)> {
        for path in candidates {
            let origin = Some(Origin::File { path: path.clone(), line: 0 });
            match env_file::read_text(path) {
                Ok(text) => return Some((path.clone(), text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound && !demanded => {}
                Err(error) => {
                    self.problems.push(Problem { origin, key: None, text: format!("cannot be read: {error}") });
                    return None;
                }
            }
        }
        None
    }

    fn take_env_file(&mut self, path: PathBuf, text: &str) {
        let (entries, remarks) = env_file::parse(text);
        for remark in remarks {
            let origin = Some(Origin::File { path: path.clone(), line: remark.line });
            self.warnings.push(Problem { origin, key: remark.key, text: remark.fault.text() });
        }
        for (name, entry) in &entries {
            let Some(nearest) = self.role.key(name).is_none().then(|| self.role.nearest(name)).flatten() else {
                continue;
            };
            let origin = Some(Origin::File { path: path.clone(), line: entry.line });
            let text = format!("is not known: is `{nearest}` meant?");
            self.warnings.push(Problem { origin, key: Some(name.clone()), text });
        }
        let file = File { path, entries };
        self.warn_of_readers(&file);
        self.env_file = Some(file);
    }

    fn take_toml_file(&mut self, path: PathBuf, text: &str) {
        let at = |line| Some(Origin::File { path: path.clone(), line });
        let entries = match toml_file::parse(text, self.role.as_str()) {
            Ok((entries, faults)) => {
                let faults = faults.into_iter().map(|f| Problem { origin: at(f.line), key: None, text: f.text });
                self.problems.extend(faults);
                entries
            }
            Err(fault) => {
                self.problems.push(Problem { origin: at(fault.line), key: None, text: fault.text });
                return;
            }
        };
        let mut known = BTreeMap::new();
        for (name, entry) in entries {
            let upper = name.to_ascii_uppercase();
            if self.role.key(&upper).is_some() && name == name.to_ascii_lowercase() {
                known.insert(upper, entry);
                continue;
            }
            let nearest = self.role.key(&upper).map(|_| upper.as_str()).or_else(|| self.role.nearest(&name));
            let advice =
                nearest.map_or_else(String::new, |near| format!(": is `{}` meant?", near.to_ascii_lowercase()));
            let text = format!("`{name}` is no key of [{}]{advice}", self.role.as_str());
            self.problems.push(Problem { origin: at(entry.line), key: None, text });
        }
        let file = File { path, entries: known };
        self.warn_of_readers(&file);
        self.toml_file = Some(file);
    }

    /// Whether what a variable of this name holds must not be seen.
    fn is_secret(&self, name: &str) -> bool {
        self.role.key(name).is_some_and(Key::is_secret) || name.starts_with(wallet::FILE_PREFIX)
    }

    /// A file that holds a secret should be its owner's alone.
    fn warn_of_readers(&mut self, file: &File) {
        let holds_secret =
            file.entries.iter().any(|(name, entry)| !entry.value.trim().is_empty() && self.is_secret(name));
        let mode = std::fs::metadata(&file.path).map_or(0, |facts| facts.permissions().mode());
        if holds_secret && mode & 0o044 != 0 {
            self.warnings.push(Problem {
                origin: Some(Origin::File { path: file.path.clone(), line: 0 }),
                key: None,
                text: format!("holds a secret and can be read by others: `chmod 600 {}`", path_word(&file.path)),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_files_stand_in_no_report_of_a_panic() {
        let home = tempfile::tempdir().unwrap();
        let (cwd, role) = (home.path().to_owned(), Role::Generator);
        std::fs::write(cwd.join(role.env_file()), "OPENAI_API_KEY=plain words\nBT_NETUID=345678\n").unwrap();
        let environment = BTreeMap::new();
        let request = Request { role, env_file: None, cwd, home: None, environment, flags: Vec::new() };
        Sources::read(request, &Paths::below(home.path()));
        assert_eq!(crash::masked("has plain words, 345678"), "has <OPENAI_API_KEY>, 345678");
    }
}
