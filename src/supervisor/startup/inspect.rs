//! Whether the unit is there, and would do what it is for.

use std::os::unix::fs::PermissionsExt;

use serde::Serialize;

use super::tool;
use super::unit::{Manager, Unit};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Odd; services come up.
    Warning,
    /// They would not.
    Failure,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, for programs: `manager`, `unit`, `enabled`, `linger`, `program`, `network`, `service`.
    pub check: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// The same in words.
    pub text: String,
    /// What to do about it.
    pub fix: Option<String>,
}

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Why the manager cannot be asked, if it cannot.
    pub no_manager: Option<String>,
    /// The text of the unit.
    pub text: Option<String>,
    /// Whether the manager starts it at boot.
    pub enabled: bool,
    /// Whether the user's manager runs without a login; always true where that is not needed.
    pub linger: bool,
    /// Whether the program can be run.
    pub runs: bool,
}

const INSTALL: &str = "`gascli startup install`";

/// Looks at the unit, and asks its manager. Changes nothing.
pub fn look(unit: &Unit) -> Found {
    let text = std::fs::read_to_string(&unit.path).ok();
    let no_manager = no_manager(unit.manager);
    let asked = |program: &str, arguments: &[&str]| tool::run(program, arguments).ok();
    let (enabled, linger) = match unit.manager {
        Manager::Launchd => (text.is_some(), true), // what lies in that folder is loaded
        manager if no_manager.is_some() => (false, manager == Manager::System),
        manager => {
            let words = [manager.scope(), &["is-enabled", Unit::NAME]].concat();
            let enabled = asked("systemctl", &words).is_some_and(|said| said.success && said.out == "enabled");
            let linger = manager == Manager::System || {
                let user = nix::unistd::getuid().to_string();
                let said = asked("loginctl", &["show-user", &user, "--property=Linger"]);
                said.is_some_and(|said| said.out == "Linger=yes") || lingers_by_file()
            };
            (enabled, linger)
        }
    };
    let facts = std::fs::metadata(&unit.program);
    let runs = facts.is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0);
    Found { no_manager, text, enabled, linger, runs }
}

/// `loginctl` knows nobody who is not logged in and does not linger.
fn lingers_by_file() -> bool {
    let user = nix::unistd::User::from_uid(nix::unistd::getuid()).ok().flatten();
    user.is_some_and(|user| std::path::Path::new("/var/lib/systemd/linger").join(user.name).exists())
}

/// Why a manager cannot be asked; `None` if it can.
pub(super) fn no_manager(manager: Manager) -> Option<String> {
    if manager == Manager::Launchd {
        return None;
    }
    let words = [manager.scope(), &["show", "--property=Version"]].concat();
    match tool::run("systemctl", &words) {
        Ok(said) if said.success => None,
        Ok(said) => Some(said.complaint().to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

/// What is right and wrong. Pure.
pub fn inspect(unit: &Unit, found: &Found) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |check, verdict, text: String, fix: Option<String>| {
        findings.push(Finding { check, verdict, text, fix });
    };
    let path = unit.path.display();
    if let Some(why) = &found.no_manager {
        let fix = "run `gascli daemon run` under what starts programs here (a container's command, cron's @reboot)";
        add("manager", Verdict::Failure, format!("systemd cannot be asked: {why}"), Some(fix.into()));
    }
    match &found.text {
        None => add("unit", Verdict::Failure, format!("there is no {path}"), Some(INSTALL.into())),
        Some(text) if *text == unit.text => add("unit", Verdict::Ok, format!("{path} is as it should be"), None),
        Some(_) => {
            let text = format!("{path} is not what `gascli startup install` would write now");
            add("unit", Verdict::Warning, text, Some(INSTALL.into()));
        }
    }
    if unit.manager != Manager::Launchd && found.no_manager.is_none() {
        if found.enabled {
            add("enabled", Verdict::Ok, "it is enabled".into(), None);
        } else {
            add("enabled", Verdict::Failure, "it is not enabled".into(), Some(INSTALL.into()));
        }
        if unit.manager == Manager::SystemdUser && found.linger {
            add("linger", Verdict::Ok, "it starts without a login (linger)".into(), None);
        } else if unit.manager == Manager::SystemdUser {
            let text = "linger is off: it starts at the first login, and ends with the last";
            add("linger", Verdict::Failure, text.into(), Some("`sudo loginctl enable-linger $USER`".into()));
        }
    }
    let program = unit.program.display();
    let named = found.text.as_ref().is_none_or(|text| text.contains(&*unit.program.to_string_lossy()));
    match (found.runs, named) {
        (true, true) => add("program", Verdict::Ok, format!("{program} can be run"), None),
        (true, false) => {
            let text = format!("the unit runs another program than {program}");
            add("program", Verdict::Warning, text, Some(INSTALL.into()));
        }
        (false, _) => {
            let fix = "install gascli in a folder that stays, then `gascli startup install`";
            add("program", Verdict::Failure, format!("{program} cannot be run"), Some(fix.into()));
        }
    }
    if let Some(text) = found.text.as_ref().filter(|_| unit.manager != Manager::Launchd) {
        if text.contains("--after-network") || text.contains("After=network-online.target") {
            add("network", Verdict::Ok, "it waits for the network".into(), None);
        } else {
            add("network", Verdict::Warning, "it does not wait for the network".into(), Some(INSTALL.into()));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit() -> Unit {
        let text = "ExecStart=\"/opt/gascli\" resurrect --after-network=1m\n".to_owned();
        Unit { manager: Manager::SystemdUser, path: "/u/gascli.service".into(), text, program: "/opt/gascli".into() }
    }

    fn whole() -> Found {
        Found { no_manager: None, text: Some(unit().text), enabled: true, linger: true, runs: true }
    }

    fn verdict(found: &Found, check: &str) -> Option<Verdict> {
        inspect(&unit(), found).iter().find(|finding| finding.check == check).map(|finding| finding.verdict)
    }

    #[test]
    fn each_thing_that_keeps_services_from_starting_is_found_by_itself() {
        assert!(inspect(&unit(), &whole()).iter().all(|finding| finding.verdict == Verdict::Ok));
        for (found, check, expected) in [
            (Found { text: None, ..whole() }, "unit", Verdict::Failure),
            (Found { text: Some("another".into()), ..whole() }, "unit", Verdict::Warning),
            (Found { text: Some("another".into()), ..whole() }, "network", Verdict::Warning),
            (Found { text: Some("another".into()), ..whole() }, "program", Verdict::Warning),
            (Found { enabled: false, ..whole() }, "enabled", Verdict::Failure),
            (Found { linger: false, ..whole() }, "linger", Verdict::Failure),
            (Found { runs: false, ..whole() }, "program", Verdict::Failure),
            (Found { no_manager: Some("no bus".into()), ..whole() }, "manager", Verdict::Failure),
        ] {
            assert_eq!(verdict(&found, check), Some(expected), "{check}");
            assert!(inspect(&unit(), &found).iter().all(|one| one.verdict == Verdict::Ok || one.fix.is_some()));
        }
    }
}
