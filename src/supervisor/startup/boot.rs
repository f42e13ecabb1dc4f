//! Whether a service would come up at a boot, when nothing is left of the shell that it was started from.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::saved::SavedService;
use crate::daemon::env_file;
use crate::supervisor::spec::ServiceSpec;

/// What keeps a service from coming up as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BootProblem {
    /// It would not run; otherwise it would, but without something that it had.
    pub fails: bool,
    /// What it is, without any value of a variable.
    pub text: String,
    /// What to do.
    pub fix: String,
}

/// Variables of a session, which programs do not need to do the same work again. A `*` at the end stands for anything.
const OF_A_SESSION: [&str; 50] = [
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "PATH",
    "PWD",
    "OLDPWD",
    "SHLVL",
    "_",
    "LANG",
    "LANGUAGE",
    "LC_*",
    "TZ",
    "TERM*",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "LS_COLORS",
    "LESS*",
    "PAGER",
    "EDITOR",
    "VISUAL",
    "PS1",
    "PROMPT_COMMAND",
    "HIST*",
    "MAIL",
    "HOSTNAME",
    "HOSTTYPE",
    "OSTYPE",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_*",
    "DBUS_*",
    "SSH_*",
    "SUDO_*",
    "GPG_*",
    "TMUX*",
    "STY",
    "WINDOW*",
    "VTE_VERSION",
    "SYSTEMD_*",
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    "MANAGERPID*",
    "MEMORY_PRESSURE_*",
    "NO_COLOR",
    "GASCLI_HOME",
    "GASCLI_SERVICE",
    "GASCLI_NOTIFY",
];

/// As many names are told; more are nobody's to read.
const MOST_NAMES: usize = 12;

/// What would go wrong with a service that is wanted. `path` is the `PATH` of the unit; `table` gives the variables of the
/// table that defines it, or says why it cannot be read.
pub fn problems(
    service: &SavedService,
    path: &str,
    table: impl FnOnce(&ServiceSpec) -> Result<BTreeMap<String, String>, String>,
) -> Vec<BootProblem> {
    let name = &service.name;
    let mut found = Vec::new();
    let mut add = |fails: bool, text: String, fix: String| found.push(BootProblem { fails, text, fix });
    let Some(spec) = &service.spec else {
        let damage = service.damage.clone().unwrap_or_default();
        add(true, damage, format!("`gascli start {name} -- COMMAND` writes it anew"));
        return found;
    };
    if let Some(damage) = &service.damage {
        add(
            false,
            format!("{damage}; the generation before it counts"),
            format!("`gascli start {name}` writes it anew"),
        );
    }
    if !spec.cwd.is_dir() {
        add(true, format!("its working folder `{}` is missing", spec.cwd.display()), "make it again".into());
    }
    let mut has: BTreeMap<String, String> = BTreeMap::new();
    for file in spec.env_files.iter().cloned().chain(own_file(spec)) {
        match env_file::variables(&spec.cwd.join(file)) {
            Ok(variables) => has.extend(variables),
            Err(error) => add(true, error.to_string(), "put the file back, or correct it".into()),
        }
    }
    match table(spec) {
        Ok(variables) => has.extend(variables),
        Err(text) => add(true, text, format!("put it back, or `gascli start {name} -- COMMAND` without it")),
    }
    if let Some(program) = spec.command.first()
        && find(program, &spec.cwd, has.get("PATH").map_or(path, String::as_str)).is_none()
    {
        let fix = format!(
            "`gascli start {name} -- COMMAND` with an absolute path; or install it again; or, where \
             your shell finds it, `gascli startup install`"
        );
        add(true, format!("its program `{program}` is not found, or may not be run"), fix);
    }
    let lost = lost(service.variables.as_ref(), &has);
    if !lost.is_empty() {
        let more = lost.len().saturating_sub(MOST_NAMES);
        let names: Vec<&str> = lost.iter().take(MOST_NAMES).map(String::as_str).collect();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let text = format!("after a reboot it is without these variables of your shell: {}{more}", names.join(", "));
        add(false, text, fix_for(spec));
    }
    found
}

/// The env file that a daemon of gascli reads itself.
fn own_file(spec: &ServiceSpec) -> Option<PathBuf> {
    spec.command.windows(2).find(|pair| pair[0] == "--env-file").map(|pair| PathBuf::from(&pair[1]))
}

/// Where the variables that a service needs can be written.
fn fix_for(spec: &ServiceSpec) -> String {
    match own_file(spec).or_else(|| spec.env_files.last().map(|file| spec.cwd.join(file))) {
        Some(file) => format!("those that it needs go into `{}` (mode 0600)", file.display()),
        None => format!(
            "those that it needs go into an env file: `env_file` of `[service.{}]` in gascli.toml, then `gascli config apply`",
            spec.name
        ),
    }
}

/// Names of variables that only a shell had.
fn lost(variables: Option<&BTreeSet<String>>, has: &BTreeMap<String, String>) -> Vec<String> {
    let of_session = |name: &str| {
        OF_A_SESSION.iter().any(|one| match one.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => *one == name,
        })
    };
    let all = variables.into_iter().flatten();
    all.filter(|name| !has.contains_key(*name) && !of_session(name)).cloned().collect()
}

/// A program as the shim finds it.
fn find(program: &str, cwd: &Path, path: &str) -> Option<PathBuf> {
    let runs = |file: &Path| {
        std::fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
    };
    let places: Vec<PathBuf> = if program.contains('/') {
        vec![cwd.join(program)]
    } else {
        path.split(':').map(|folder| cwd.join(folder).join(program)).collect()
    };
    places.into_iter().find(|file| runs(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(spec: ServiceSpec, variables: &[&str]) -> SavedService {
        let variables = Some(variables.iter().map(|name| (*name).to_owned()).collect());
        SavedService { name: spec.name.clone(), wanted: true, spec: Some(spec), damage: None, variables }
    }

    fn spec(command: &str) -> ServiceSpec {
        ServiceSpec::new("web".parse().unwrap(), vec![command.into()], "/".into())
    }

    fn texts(found: &[BootProblem]) -> Vec<(bool, &str)> {
        found.iter().map(|problem| (problem.fails, problem.text.as_str())).collect()
    }

    #[test]
    fn variables_that_only_the_shell_has_are_named_and_those_of_files_and_sessions_are_not() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(".env"), "FROM_FILE=1\n").unwrap();
        let mut spec = spec("sh");
        (spec.cwd, spec.env_files) = (home.path().to_owned(), vec![".env".into()]);
        let all = ["FROM_FILE", "FROM_TABLE", "API_KEY", "TERM", "LC_ALL", "SSH_TTY", "HOME"];
        let table = BTreeMap::from([("FROM_TABLE".to_owned(), "x".to_owned())]);
        let found = problems(&service(spec, &all), "/bin:/usr/bin", |_| Ok(table));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(!found[0].fails && found[0].text.ends_with("of your shell: API_KEY"), "{found:?}");
        assert!(found[0].fix.contains(".env`"), "{found:?}");
    }

    #[test]
    fn what_would_not_run_is_told_with_its_reason() {
        let mut spec = spec("no-such-program");
        spec.env_files = vec!["/no/such/.env".into()];
        let found = problems(&service(spec, &[]), "/bin:/usr/bin", |_| Err("its table is gone".into()));
        let found = texts(&found);
        assert!(found.iter().all(|(fails, _)| *fails), "{found:?}");
        for (part, place) in [("env file `/no/such/.env`", 0), ("its table is gone", 1), ("`no-such-program`", 2)] {
            assert!(found[place].1.contains(part), "{found:?}");
        }
        assert_eq!(problems(&service(super::tests::spec("sh"), &[]), "/bin:/usr/bin", |_| Ok(BTreeMap::new())), []);
    }
}
