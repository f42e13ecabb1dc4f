//! Files of configuration: there, private, understood.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::node::Node;
use super::{Check, Id, Request};
use crate::config::{Origin, Problem, Role, ShownValue, file};
use crate::dashboard::{KEY_FILE, read_key_file};
use crate::types::path_word;

/// How the env file of a node is.
#[derive(Debug, Clone)]
struct EnvFile {
    role: Role,
    path: Option<PathBuf>,
    mode: u32,
    owner: u32,
    own: u32,
    holds_secret: bool,
    /// Whether anything is set elsewhere, so that a node may do without the file.
    is_set_elsewhere: bool,
    config_folder: PathBuf,
}

pub(super) fn checks(request: &Request, nodes: &[Node]) -> Vec<Check> {
    let mut checks = Vec::new();
    for node in nodes {
        let file = EnvFile::of(request, node);
        checks.push(judge_file(&file));
        checks.extend(judge_mode(&file));
        checks.extend(judge_settings(node));
    }
    checks.extend(gascli_toml(&request.paths.config, &request.cwd));
    checks.extend(dashboard_keys(&request.paths.config.join(KEY_FILE)));
    checks
}

impl EnvFile {
    fn of(request: &Request, node: &Node) -> Self {
        let path = node.env_file();
        let facts = path.as_ref().and_then(|path| path.metadata().ok());
        let of_file = |value: &ShownValue| match &value.origin {
            Origin::File { path: of, .. } => Some(of) == path.as_ref(),
            Origin::Environment => path.is_some() && node.place(value.key) == path.as_deref(),
            _ => false,
        };
        let is_secret = |value: &&ShownValue| node.role.key(value.key).is_some_and(crate::config::Key::is_secret);
        let holds = |value: &ShownValue| value.value.is_some() && of_file(value);
        Self {
            role: node.role,
            mode: facts.as_ref().map_or(0, |facts| facts.mode() & 0o777),
            owner: facts.as_ref().map_or(0, MetadataExt::uid),
            own: nix::unistd::geteuid().as_raw(),
            holds_secret: node.values.iter().filter(is_secret).any(holds),
            is_set_elsewhere: node.values.iter().any(|value| value.origin != Origin::Default && !of_file(value)),
            config_folder: request.paths.config.clone(),
            path,
        }
    }
}

fn judge_file(file: &EnvFile) -> Check {
    let role = file.role;
    let check = match &file.path {
        Some(path) => Check::ok(Id::EnvFile, path.display().to_string()),
        None if file.is_set_elsewhere => {
            Check::ok(Id::EnvFile, "none; gascli.toml or the environment say what is needed")
        }
        None => Check::fail(
            Id::EnvFile,
            format!("there is no {}, neither here nor in {}", role.env_file(), file.config_folder.display()),
            format!("gascli {} init", role.as_str()),
        ),
    };
    check.of(role.as_str())
}

fn judge_mode(file: &EnvFile) -> Option<Check> {
    let path = file.path.as_ref()?;
    let (mode, word) = (file.mode, path_word(path));
    let chmod = format!("chmod 600 {word}");
    let check = if file.owner != file.own && file.own != 0 {
        let fix = format!("sudo chown {} {word}", file.own);
        Check::warn(Id::EnvFileMode, format!("it belongs to uid {}, and you are {}", file.owner, file.own), fix)
    } else if mode & 0o022 != 0 {
        Check::fail(Id::EnvFileMode, format!("mode {mode:04o}: others may change what the node runs with"), chmod)
    } else if mode & 0o044 != 0 && file.holds_secret {
        Check::fail(Id::EnvFileMode, format!("mode {mode:04o}: others can read the secrets in it"), chmod)
    } else if mode & 0o077 != 0 {
        Check::warn(Id::EnvFileMode, format!("mode {mode:04o}: others can read it"), chmod)
    } else {
        Check::ok(Id::EnvFileMode, format!("its owner alone (mode {mode:04o})"))
    };
    Some(check.of(file.role.as_str()))
}

fn judge_settings(node: &Node) -> Vec<Check> {
    let Node { role, problems, warnings, values, .. } = node;
    let edit = |problem: &Problem| edit(problem, problem.key.as_deref().and_then(|key| node.place(key)));
    let told = judge_problems(problems, warnings, values, edit);
    told.into_iter().map(|check| check.of(role.as_str())).collect()
}

fn judge_problems(
    problems: &[Problem],
    warnings: &[Problem],
    values: &[ShownValue],
    edit: impl Fn(&Problem) -> String,
) -> Vec<Check> {
    // Who reads the file is a check of its own.
    let warnings: Vec<&Problem> = warnings.iter().filter(|odd| !odd.text.contains("`chmod 600 ")).collect();
    if problems.is_empty() && warnings.is_empty() {
        let set = values.iter().filter(|value| value.origin != Origin::Default).count();
        return vec![Check::ok(Id::Settings, format!("{set} set, all of them valid"))];
    }
    let wrong = problems.iter().map(|problem| Check::fail(Id::Settings, problem.to_string(), edit(problem)));
    let odd = warnings.iter().map(|odd| Check::warn(Id::Settings, odd.to_string(), edit(odd)));
    wrong.chain(odd).collect()
}

/// Where a fault is mended; `place` is the file by which a service sets the variable.
fn edit(problem: &Problem, place: Option<&Path>) -> String {
    match (&problem.origin, &problem.key) {
        (Some(Origin::File { path, line: 0 }), _) => format!("correct {}", path.display()),
        (Some(Origin::File { path, line }), _) => format!("correct line {line} of {}", path.display()),
        (Some(Origin::Environment | Origin::OtherTools(_)), Some(key)) => match place {
            Some(place) => format!("correct {key} in {}", place.display()),
            None => format!("correct {key} in the environment, or `unset {key}`"),
        },
        (_, Some(key)) => format!("correct {key}"),
        _ => "correct the configuration".into(),
    }
}

fn gascli_toml(config: &Path, cwd: &Path) -> Vec<Check> {
    match file::load(config, Some(cwd)) {
        Ok(files) if files.is_empty() => vec![Check::ok(Id::GascliToml, "none, and none is needed")],
        Ok(files) => {
            let right = |file: &file::ConfigFile| {
                let count = file.services.len();
                let noun = if count == 1 { "service" } else { "services" };
                Check::ok(Id::GascliToml, format!("{}: {count} {noun}", file.path.display()))
            };
            files.iter().map(right).collect()
        }
        Err(errors) => {
            let wrong = |fault: &file::Fault| {
                let fix =
                    format!("correct line {} of {}; then `gascli config validate`", fault.line, fault.path.display());
                Check::fail(Id::GascliToml, fault.to_string(), fix)
            };
            errors.faults().iter().map(wrong).collect()
        }
    }
}

/// Nothing is said of a file that is not there: few have one.
fn dashboard_keys(path: &Path) -> Vec<Check> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            let reason = format!("{} cannot be read: {error}", path.display());
            return vec![Check::warn(Id::DashboardKeys, reason, format!("chmod 600 {}", path_word(path)))];
        }
    };
    judge_keys(path, &text)
}

fn judge_keys(path: &Path, text: &str) -> Vec<Check> {
    let name = path.display();
    match read_key_file(text) {
        Err(fault) => {
            let line = fault.line.map_or_else(String::new, |line| format!(" line {line}"));
            let fix = format!("correct{line} of {name}, or remove it to have the usual keys");
            vec![Check::fail(Id::DashboardKeys, format!("{name}{line}: {}", fault.reason), fix)]
        }
        Ok((_, clashes)) if clashes.is_empty() => vec![Check::ok(Id::DashboardKeys, name.to_string())],
        Ok((_, clashes)) => {
            let fix = format!("give one of the two another key in {name}");
            clashes.iter().map(|clash| Check::warn(Id::DashboardKeys, clash.to_string(), fix.clone())).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    fn file() -> EnvFile {
        EnvFile {
            role: Role::Generator,
            path: Some("/g/.env.gen_miner".into()),
            mode: 0o600,
            owner: 7,
            own: 7,
            holds_secret: true,
            is_set_elsewhere: false,
            config_folder: "/g".into(),
        }
    }

    #[test]
    fn an_env_file_is_its_owners_alone_the_more_so_with_a_secret_in_it() {
        for (mode, owner, own, holds_secret, expected) in [
            (0o600, 7, 7, true, Ok),
            (0o640, 7, 7, true, Fail),
            (0o644, 7, 7, false, Warn),
            (0o660, 7, 7, false, Fail),
            (0o600, 8, 7, true, Warn),
            (0o600, 8, 0, true, Ok),
        ] {
            let found = judge_mode(&EnvFile { mode, owner, own, holds_secret, ..file() }).unwrap();
            assert_eq!(found.severity, expected, "{mode:o} {owner} {own} {holds_secret}");
        }
        assert_eq!(judge_mode(&EnvFile { path: None, ..file() }), None);
    }

    #[test]
    fn a_missing_env_file_matters_unless_something_is_set_elsewhere() {
        let missing = judge_file(&EnvFile { path: None, ..file() });
        assert_eq!((missing.severity, missing.fix.as_deref()), (Fail, Some("gascli generator init")));
        let elsewhere = judge_file(&EnvFile { path: None, is_set_elsewhere: true, ..file() });
        assert_eq!(elsewhere.severity, Ok);
    }

    #[test]
    fn every_fault_of_the_settings_stands_alone_with_the_line_to_correct() {
        let at = |line| Some(Origin::File { path: "/e".into(), line });
        let problem = |line, text: &str| Problem { origin: at(line), key: Some("K".into()), text: text.into() };
        let found =
            judge_problems(&[problem(3, "is wrong")], &[problem(4, "is odd")], &[], |problem| edit(problem, None));
        let told: Vec<_> = found.iter().map(|c| (c.severity, c.reason.as_str(), c.fix.as_deref().unwrap())).collect();
        let expected =
            [(Fail, "/e:3: K is wrong", "correct line 3 of /e"), (Warn, "/e:4: K is odd", "correct line 4 of /e")];
        assert_eq!(told, expected);
    }

    #[test]
    fn keys_that_are_in_each_others_way_are_a_warning_and_a_broken_file_a_failure() {
        let judged = |text: &str| judge_keys(Path::new("/k.toml"), text);
        assert_eq!(judged("quit = \"ctrl-q\"\n")[0].severity, Ok);
        assert_eq!(judged("quit = \"x\"\nstop = \"x\"\n")[0].severity, Warn);
        assert_eq!(judged("fly = \"x\"\n")[0].severity, Fail);
    }
}
