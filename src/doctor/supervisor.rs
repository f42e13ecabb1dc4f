//! The supervisor and the services that it keeps.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Check, Id, Request, with_causes};
use crate::daemon::crash::newest_report;
use crate::supervisor::{Client, ServiceSpec, ServiceState, ServiceStatus, SupervisorInfo, saved_spec};
use crate::types::{Hint, Paths, ServiceName, UnixMillis, path_word};

/// Days for which a crash report is news.
const NEWS: u64 = 7 * 24 * 3600;

/// A supervisor, and its services.
type Running = (SupervisorInfo, Vec<ServiceStatus>);

/// Why a supervisor did not answer, and what to do about it.
type Unheard = (String, Option<String>);

/// What was found of the supervisor.
pub(super) struct SupervisorFacts {
    /// `None` while none runs; else the supervisor and its services.
    running: Result<Option<Running>, Unheard>,
    /// Services that have a folder.
    pub(super) services: Vec<ServiceName>,
}

impl SupervisorFacts {
    pub(super) fn pid(&self) -> Option<u32> {
        self.running.as_ref().ok()?.as_ref().map(|(info, _)| info.pid)
    }

    /// The services that run, with their processes.
    pub(super) fn pids(&self) -> Vec<(&ServiceName, u32)> {
        let running = self.running.iter().flatten().flat_map(|(_, services)| services);
        running.filter_map(|service| Some((&service.name, service.pid?))).collect()
    }
}

/// Asks the supervisor, and starts none.
pub(super) fn look(paths: &Paths) -> SupervisorFacts {
    let ask = || {
        let Some(mut client) = Client::connect(paths)? else { return Ok(None) };
        Ok(Some((client.info()?, client.status()?)))
    };
    let running = ask().map_err(|error: crate::supervisor::ClientError| (with_causes(&error), error.hint()));
    let names = std::fs::read_dir(paths.services()).into_iter().flatten().flatten();
    let mut services: Vec<ServiceName> = names.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    services.sort();
    SupervisorFacts { running, services }
}

pub(super) fn checks(request: &Request, facts: &SupervisorFacts) -> Vec<Check> {
    let paths = &request.paths;
    let mut checks = judge(facts);
    checks.push(judge_private(&loose(paths)));
    checks.push(judge_crash(newest_report(paths).map(|path| {
        let at = path.metadata().and_then(|facts| facts.modified()).ok();
        let age = at.and_then(|at| SystemTime::now().duration_since(at).ok()).map_or(0, |age| age.as_secs());
        (path, age)
    })));
    checks.extend(facts.services.iter().filter_map(|name| interpreter(&saved_spec(paths, name)?)));
    checks
}

fn judge(facts: &SupervisorFacts) -> Vec<Check> {
    let own = env!("CARGO_PKG_VERSION");
    match &facts.running {
        Err((why, hint)) => {
            vec![Check::fail(Id::Supervisor, why, hint.clone().unwrap_or_else(|| "gascli daemon status".into()))]
        }
        Ok(None) if facts.services.is_empty() => {
            vec![Check::ok(Id::Supervisor, "does not run, as there is nothing to supervise; `start` starts it")]
        }
        Ok(None) => {
            let reason =
                format!("does not run; what is started of {} services lives on without it", facts.services.len());
            vec![Check::warn(Id::Supervisor, reason, "gascli daemon start")]
        }
        Ok(Some((info, services))) => {
            let up = jiff::SignedDuration::from_secs(
                i64::try_from(info.started_at_ms.until(UnixMillis::now()).as_secs()).unwrap_or(i64::MAX),
            );
            let mut checks = vec![Check::ok(Id::Supervisor, format!("runs for {up:#} (pid {})", info.pid))];
            checks.push(if info.version == own {
                Check::ok(Id::SupervisorVersion, format!("{own}, as this program"))
            } else {
                let reason = format!("{}, and this program is {own}", info.version);
                Check::warn(Id::SupervisorVersion, reason, "gascli daemon upgrade")
            });
            checks.extend(services.iter().map(judge_service));
            checks
        }
    }
}

fn judge_service(service: &ServiceStatus) -> Check {
    let (name, state) = (&service.name, service.state.word());
    let why = service.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
    let look = format!("gascli logs {name} -n 50");
    let check = match service.state {
        ServiceState::Errored => {
            Check::fail(Id::Service, format!("{state}{why}"), format!("{look}; gascli restart {name}"))
        }
        ServiceState::WaitingRestart => Check::warn(Id::Service, format!("{state}{why}"), look),
        _ => match service.problems.first() {
            Some(problem) => Check::warn(Id::Service, format!("{state}, but {}", problem.reason), look),
            None => match &service.log_trouble {
                Some(trouble) => Check::warn(Id::Service, format!("{state}, but its log: {trouble}"), "df -h"),
                None => Check::ok(Id::Service, state),
            },
        },
    };
    check.of(name.as_str())
}

/// Something of the supervisor's that others can get at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Loose {
    path: PathBuf,
    mode: u32,
    is_socket: bool,
    /// Whose it is, if that is not this user.
    owner: Option<u32>,
}

/// What of the state folder is not its owner's alone: the folder itself, and the sockets.
fn loose(paths: &Paths) -> Vec<Loose> {
    let mut all = vec![paths.state.clone(), paths.services(), paths.state.join("daemons")];
    for folder in all.clone().into_iter().chain(folders_in(&paths.services())) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        all.extend(entries.filter(|path| path.symlink_metadata().is_ok_and(|facts| facts.file_type().is_socket())));
    }
    all.into_iter().filter_map(|path| loose_at(&path)).collect()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

fn loose_at(path: &Path) -> Option<Loose> {
    let facts = path.metadata().ok()?;
    let (mode, own) = (facts.mode() & 0o777, nix::unistd::geteuid().as_raw());
    let owner = (facts.uid() != own).then(|| facts.uid());
    let is_socket = facts.file_type().is_socket();
    (mode & 0o077 != 0 || owner.is_some()).then(|| Loose { path: path.to_owned(), mode, is_socket, owner })
}

fn judge_private(loose: &[Loose]) -> Check {
    let worst = loose.iter().max_by_key(|one| (one.owner.is_some(), one.mode & 0o022));
    let Some(Loose { path, mode, is_socket, owner }) = worst else {
        return Check::ok(Id::PrivateFolders, "their owner's alone");
    };
    let (shown, word) = (path.display(), path_word(path));
    let chmod = format!("chmod {} {word}", if *is_socket { 600 } else { 700 });
    match owner {
        Some(owner) => {
            let reason = format!("{shown} belongs to uid {owner}");
            Check::fail(Id::PrivateFolders, reason, format!("run as that user, or: sudo chown -R $(id -u) {word}"))
        }
        None if mode & 0o022 != 0 => {
            Check::fail(Id::PrivateFolders, format!("{shown} has mode {mode:04o}: others could act as you"), chmod)
        }
        None => Check::warn(Id::PrivateFolders, format!("{shown} has mode {mode:04o}: others can look into it"), chmod),
    }
}

fn judge_crash(newest: Option<(PathBuf, u64)>) -> Check {
    match newest {
        None => Check::ok(Id::CrashReport, "none"),
        Some((path, age)) if age > NEWS => {
            Check::ok(Id::CrashReport, format!("none of this week (newest: {})", path.display()))
        }
        Some((path, _)) => {
            let shown = path.display();
            Check::warn(
                Id::CrashReport,
                format!("this program crashed: {shown}"),
                format!("report it with that file, then `rm {}`", path_word(&path)),
            )
        }
    }
}

/// Whether the interpreter of a service is there; `None` for what is no script.
fn interpreter(spec: &ServiceSpec) -> Option<Check> {
    let program = Path::new(spec.command.first()?);
    let name = program.file_name()?.to_str()?;
    if !name.starts_with("python") {
        return None;
    }
    let path = spec.cwd.join(program);
    let on_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
    };
    let found =
        if program.components().count() > 1 { Some(path.clone()).filter(|path| path.is_file()) } else { on_path() };
    let check = if let Some(found) = found {
        Check::ok(Id::Interpreter, found.display().to_string())
    } else {
        let name = &spec.name;
        let fix = format!("make the environment anew: `python3 -m venv FOLDER`, or start {name} with another command");
        Check::fail(Id::Interpreter, format!("`{}` is not there", program.display()), fix)
    };
    Some(check.of(spec.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    fn service(state: ServiceState) -> ServiceStatus {
        ServiceStatus::unknown("web".parse().unwrap(), state, None)
    }

    #[test]
    fn services_in_trouble_are_named_with_the_way_to_their_log() {
        for (state, expected) in [
            (ServiceState::Online, Ok),
            (ServiceState::Stopped, Ok),
            (ServiceState::WaitingRestart, Warn),
            (ServiceState::Errored, Fail),
        ] {
            assert_eq!(judge_service(&service(state)).severity, expected, "{state:?}");
        }
        assert_eq!(
            judge_service(&service(ServiceState::Errored)).fix.unwrap(),
            "gascli logs web -n 50; gascli restart web"
        );
    }

    #[test]
    fn a_supervisor_of_another_version_is_to_be_upgraded_and_a_missing_one_matters_with_services_alone() {
        let info = SupervisorInfo {
            pid: 7,
            version: "0.0.1".into(),
            started_at_ms: UnixMillis::now(),
            shims: std::collections::BTreeMap::new(),
            containment: None,
        };
        let web: ServiceName = "web".parse().unwrap();
        let of = |running, services| judge(&SupervisorFacts { running, services });
        let found = of(Result::Ok(Some((info, Vec::new()))), Vec::new());
        assert_eq!((found[1].id, found[1].severity), (Id::SupervisorVersion, Warn));
        assert_eq!(of(Result::Ok(None), Vec::new())[0].severity, Ok);
        assert_eq!(of(Result::Ok(None), vec![web])[0].severity, Warn);
        assert_eq!(of(Err(("silent".into(), None)), Vec::new())[0].severity, Fail);
    }

    #[test]
    fn what_others_can_get_at_is_told_the_worst_first() {
        let one = |mode, owner| Loose { path: "/s".into(), mode, is_socket: false, owner };
        assert_eq!(judge_private(&[]).severity, Ok);
        assert_eq!(judge_private(&[one(0o755, None)]).severity, Warn);
        assert_eq!(judge_private(&[one(0o755, None), one(0o777, None)]).severity, Fail);
        assert_eq!(judge_private(&[one(0o755, None), one(0o700, Some(9))]).severity, Fail);
        assert_eq!(judge_crash(Some(("/r".into(), 60))).severity, Warn);
        assert_eq!(judge_crash(Some(("/r".into(), NEWS + 1))).severity, Ok);
    }

    #[test]
    fn a_python_that_is_gone_is_told_before_the_service_fails() {
        let spec = |program: &str| ServiceSpec::new("web".parse().unwrap(), vec![program.into()], "/".into());
        assert_eq!(interpreter(&spec("/nonexistent/bin/python3")).unwrap().severity, Fail);
        assert_eq!(interpreter(&spec("/bin/sh")), None);
    }
}
