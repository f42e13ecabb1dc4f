//! The service that runs a node, whatever it is called: found by its command, in its folder or in `gascli.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Request, with_causes};
use crate::config::{Origin, Problem, Role, file};
use crate::daemon::env_file;
use crate::supervisor::{ServiceSpec, last_known_state, saved_spec};
use crate::types::ServiceName;

/// A service.
pub(super) struct Service {
    pub(super) name: ServiceName,
    /// `None` while there is none.
    pub(super) spec: Option<ServiceSpec>,
    /// What its table sets.
    env: BTreeMap<String, String>,
}

/// What a service gives its daemon besides what the shell does.
pub(super) struct Given {
    pub(super) variables: BTreeMap<String, String>,
    /// The file that sets a variable, by its name.
    pub(super) places: BTreeMap<String, PathBuf>,
    /// Files of the service that cannot be read.
    pub(super) problems: Vec<Problem>,
}

/// The service of a role: one that runs before one that does not, then the one of the usual name.
pub(super) fn find(request: &Request, role: Role) -> Service {
    let usual = match role {
        Role::Generator => ServiceName::gas_miner(),
        Role::Validator => ServiceName::gas_validator(),
    };
    let paths = &request.paths;
    // What is wrong with the files is a check of its own.
    let mut tables = file::services(&file::load(&paths.config, Some(&request.cwd)).unwrap_or_default());
    let folders = std::fs::read_dir(paths.services()).into_iter().flatten().flatten();
    let mut names: BTreeSet<ServiceName> =
        folders.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    names.extend(tables.keys().cloned());
    let mut found = Vec::new();
    for name in names {
        let spec = saved_spec(paths, &name).or_else(|| Some(tables.remove(&name)?.spec));
        let Some(spec) = spec.filter(|spec| name == usual || runs(&spec.command, role)) else { continue };
        // The demo's are nobody's nodes.
        let is_demo =
            value_of(&spec.command, "--env-file").is_some_and(|file| Path::new(file).starts_with(paths.demo()));
        if !is_demo {
            let is_up = last_known_state(paths, &name).is_some_and(|state| !state.is_final());
            found.push((!is_up, name != usual, name, spec));
        }
    }
    let Some((_, _, name, spec)) = found.into_iter().min_by_key(|(down, other, ..)| (*down, *other)) else {
        return Service { name: usual, spec: None, env: BTreeMap::new() };
    };
    let table = || file::read(spec.defined_in.as_deref()?).ok()??.services.remove(&name);
    Service { env: table().map(|table| table.env).unwrap_or_default(), name, spec: Some(spec) }
}

impl Service {
    pub(super) fn command(&self) -> &[String] {
        self.spec.as_ref().map_or(&[], |spec| &spec.command)
    }

    /// Name under which its daemon tells its state.
    pub(super) fn told_as(&self) -> ServiceName {
        value_of(self.command(), "--service").and_then(|name| name.parse().ok()).unwrap_or_else(|| self.name.clone())
    }

    /// Files of variables that the supervisor reads at each start, the last of which goes first.
    pub(super) fn env_files(&self) -> Vec<PathBuf> {
        let spec = self.spec.iter();
        spec.flat_map(|spec| spec.env_files.iter().map(|file| spec.cwd.join(file))).collect()
    }

    /// The variables of its daemon: those of a shell, over them those of its env files, over them those of its table.
    pub(super) fn variables(&self, shell: &BTreeMap<String, String>) -> Given {
        let mut given = Given { variables: shell.clone(), places: BTreeMap::new(), problems: Vec::new() };
        let mut set = |place: &Path, variables: BTreeMap<String, String>| {
            given.places.extend(variables.keys().map(|name| (name.clone(), place.to_owned())));
            given.variables.extend(variables);
        };
        for path in self.env_files() {
            match env_file::variables(&path) {
                Ok(variables) => set(&path, variables),
                Err(error) => {
                    let text = with_causes(&error);
                    given.problems.push(Problem { origin: Some(Origin::File { path, line: 0 }), key: None, text });
                }
            }
        }
        if let Some(table) = self.spec.as_ref().and_then(|spec| spec.defined_in.as_deref()) {
            set(table, self.env.clone());
        }
        given
    }
}

/// Whether a command is `gascli run ROLE`, perhaps behind other programs, such as `taskset` or `sh -c`.
pub(super) fn runs(command: &[String], role: Role) -> bool {
    let words: Vec<&str> = command.iter().flat_map(|word| word.split_whitespace()).collect();
    let is_program =
        |word: &&str| Path::new(word).file_name().is_some_and(|name| name.to_string_lossy().contains("gascli"));
    let verb = words.windows(2).position(|pair| pair == ["run", role.as_str()]);
    verb.is_some_and(|at| words[..at].iter().any(is_program))
}

/// The value of a flag among a command's words.
pub(super) fn value_of<'a>(command: &'a [String], flag: &str) -> Option<&'a str> {
    let behind = command.windows(2).find(|pair| pair[0] == flag).map(|pair| pair[1].as_str());
    behind.or_else(|| command.iter().find_map(|word| word.strip_prefix(flag)?.strip_prefix('=')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(Into::into).collect()
    }

    #[test]
    fn a_node_is_known_by_its_command_whatever_its_service_is_called() {
        for (command, is_one) in [
            ("gascli run validator", true),
            ("/opt/gascli-1.2 run validator --env-file x", true),
            ("taskset -c 0 gascli run validator", true),
            ("gascli run generator", false),
            ("gascli run data", false),
            ("docker run validator", false),
        ] {
            assert_eq!(runs(&words(command), Role::Validator), is_one, "{command}");
        }
        assert!(runs(&["sh".into(), "-c".into(), "exec gascli run validator".into()], Role::Validator));
    }

    #[test]
    fn a_flag_is_read_with_its_value_behind_it_or_in_it() {
        let value = |command: &str| value_of(&words(command), "--env-file").map(str::to_owned);
        assert_eq!(value("gascli run data --env-file a").as_deref(), Some("a"));
        assert_eq!(value("gascli run data --env-file=a=b").as_deref(), Some("a=b"));
        assert_eq!(value("gascli run data --env-files a"), None);
    }
}
