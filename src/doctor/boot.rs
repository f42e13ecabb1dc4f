//! Whether the services come back when the machine does.

use std::path::{Path, PathBuf};

use super::{Check, Id, Request};
use crate::types::ServiceName;

/// The unit that `gascli startup install` writes.
const UNIT: &str = "gascli.service";

/// What would happen at boot.
#[derive(Debug, Clone)]
struct BootFacts {
    services: usize,
    has_systemd: bool,
    user: String,
    unit: Option<Unit>,
}

/// The unit, as found.
#[derive(Debug, Clone)]
struct Unit {
    path: PathBuf,
    /// Whether it is one of the whole machine, which needs nobody to be logged in.
    is_system: bool,
    /// Whether it is wanted at boot.
    is_enabled: bool,
    /// Whether user units run without anybody being logged in.
    lingers: bool,
    /// The program that it starts, if that is gone.
    gone: Option<String>,
}

pub(super) fn check(request: &Request, services: &[ServiceName]) -> Check {
    let user = nix::unistd::User::from_uid(nix::unistd::getuid()).ok().flatten();
    let user = user.map_or_else(|| "$USER".into(), |user| user.name);
    let config = request.environment.get("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let config = config.or_else(|| request.home.as_ref().map(|home| home.join(".config")));
    let units = config.map(|config| (config.join("systemd/user"), false)).into_iter();
    let mut units = units.chain([(PathBuf::from("/etc/systemd/system"), true)]);
    let lingers = Path::new("/var/lib/systemd/linger").join(&user).exists();
    let unit = units.find_map(|(folder, is_system)| find(&folder, is_system, lingers));
    let has_systemd = Path::new("/run/systemd/system").exists();
    judge(&BootFacts { services: services.len(), has_systemd, user, unit })
}

fn find(folder: &Path, is_system: bool, lingers: bool) -> Option<Unit> {
    let path = folder.join(UNIT);
    let text = std::fs::read_to_string(&path).ok()?;
    let wants = ["default.target.wants", "multi-user.target.wants"];
    let is_enabled = wants.iter().any(|wants| folder.join(wants).join(UNIT).symlink_metadata().is_ok());
    let gone = program_of(&text).filter(|program| !Path::new(program).is_file());
    Some(Unit { path, is_system, is_enabled, lingers, gone })
}

/// The program of a unit's `ExecStart`, without the marks that systemd has for it.
fn program_of(unit: &str) -> Option<String> {
    let line = unit.lines().find_map(|line| line.trim().strip_prefix("ExecStart="))?;
    let line = line.trim_start_matches(['@', '-', ':', '+', '!']);
    match line.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().map(str::to_owned),
        None => line.split_whitespace().next().map(str::to_owned),
    }
}

fn judge(facts: &BootFacts) -> Check {
    const INSTALL: &str = "gascli startup install";
    let Some(unit) = &facts.unit else {
        return match facts {
            BootFacts { services: 0, .. } => Check::ok(Id::Boot, "there is no service to start"),
            BootFacts { has_systemd: false, .. } => Check::ok(
                Id::Boot,
                "no systemd runs here, as in a container: whatever starts it must run `gascli resurrect`",
            ),
            _ => Check::warn(Id::Boot, "the services will not start after a reboot", INSTALL),
        };
    };
    let path = unit.path.display();
    if let Some(gone) = &unit.gone {
        return Check::fail(Id::Boot, format!("{path} starts `{gone}`, which is not there"), INSTALL);
    }
    if !unit.is_enabled {
        let user = if unit.is_system { "sudo systemctl" } else { "systemctl --user" };
        return Check::warn(Id::Boot, format!("{path} is not enabled"), format!("{user} enable {UNIT}"));
    }
    if !unit.is_system && !unit.lingers {
        let reason = format!("{path} starts when you log in, and not before");
        return Check::warn(Id::Boot, reason, format!("loginctl enable-linger {}", facts.user));
    }
    Check::ok(Id::Boot, path.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    #[test]
    fn services_come_back_by_a_unit_that_is_enabled_lingers_and_starts_what_is_there() {
        let unit = Unit { path: "/u".into(), is_system: false, is_enabled: true, lingers: true, gone: None };
        let facts = |services, has_systemd, unit| BootFacts { services, has_systemd, user: "me".into(), unit };
        let severity = |facts: &BootFacts| judge(facts).severity;
        assert_eq!(severity(&facts(0, true, None)), Ok);
        assert_eq!(severity(&facts(1, false, None)), Ok);
        assert_eq!(severity(&facts(1, true, None)), Warn);
        assert_eq!(severity(&facts(1, true, Some(unit.clone()))), Ok);
        let idle = judge(&facts(1, true, Some(Unit { lingers: false, ..unit.clone() })));
        assert_eq!((idle.severity, idle.fix.as_deref()), (Warn, Some("loginctl enable-linger me")));
        assert_eq!(severity(&facts(1, true, Some(Unit { is_system: true, lingers: false, ..unit.clone() }))), Ok);
        assert_eq!(severity(&facts(1, true, Some(Unit { is_enabled: false, ..unit.clone() }))), Warn);
        assert_eq!(severity(&facts(1, true, Some(Unit { gone: Some("/x".into()), ..unit }))), Fail);
    }

    #[test]
    fn the_program_of_a_unit_is_found_behind_marks_and_quotes() {
        let of = |line: &str| program_of(&format!("[Service]\nType=notify\n{line}\n")).unwrap();
        assert_eq!(of("ExecStart=/usr/bin/gascli resurrect"), "/usr/bin/gascli");
        assert_eq!(of("ExecStart=-\"/opt/my programs/gascli\" resurrect"), "/opt/my programs/gascli");
    }
}
