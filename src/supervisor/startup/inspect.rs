//! Whether the unit is there, and would do what it is for.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::tool;
use super::unit::{Manager, Unit, is_alike};

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
    /// What was looked at, for programs: `manager`, `unit`, `enabled`, `active`, `linger`, `user-timeout`, `program`,
    /// `network`, `service`.
    pub check: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// The same in words.
    pub text: String,
    /// What to do about it: a command, or a sentence with commands in backticks.
    pub fix: Option<String>,
}

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself, and all of them may hold")]
pub struct Found {
    /// Whether systemd started this machine; it does not start containers.
    pub booted: bool,
    /// Why the manager cannot be asked, if it cannot.
    pub no_manager: Option<String>,
    /// The text of the unit.
    pub text: Option<String>,
    /// Whether the manager starts it at boot.
    pub enabled: bool,
    /// Whether it is up now: only then its manager calls it when the machine goes down.
    pub active: bool,
    /// Whether the user's manager runs without a login; always true where that is not needed.
    pub linger: bool,
    /// How long the machine's systemd lets the user's end with all that it started; `None` if that is not known, or for ever.
    pub user_timeout: Option<Duration>,
    /// Whether the program can be run.
    pub runs: bool,
}

const INSTALL: &str = "gascli startup install";

/// Looks at the unit, and asks its manager. Changes nothing.
pub fn look(unit: &Unit) -> Found {
    let text = unit.installed();
    let no_manager = no_manager(unit.manager);
    let asked = |program: &str, arguments: &[&str]| tool::run(program, arguments).ok();
    let user = nix::unistd::getuid().to_string();
    let is_user = unit.manager == Manager::SystemdUser && no_manager.is_none();
    let (enabled, active) = match unit.manager {
        Manager::Launchd => (text.is_some(), text.is_some()), // what lies in that folder is loaded
        _ if no_manager.is_some() => (false, false),
        manager => {
            let is = |verb: &str| asked("systemctl", &[manager.scope(), &[verb, Unit::NAME]].concat());
            let enabled = is("is-enabled").is_some_and(|said| said.success && said.out == "enabled");
            (enabled, is("is-active").is_some_and(|said| ["active", "activating"].contains(&said.out.as_str())))
        }
    };
    // It knows everybody who is logged in or lingers.
    let lingers = || {
        let said = asked("loginctl", &["show-user", &user, "--property=Linger"]);
        said.is_some_and(|said| said.out == "Linger=yes")
    };
    let linger = if is_user { lingers() } else { unit.manager != Manager::SystemdUser };
    let user_timeout = is_user
        .then(|| asked("systemctl", &["show", &format!("user@{user}.service"), "--property=TimeoutStopUSec"]))
        .flatten()
        .and_then(|said| span(said.out.strip_prefix("TimeoutStopUSec=")?));
    let facts = std::fs::metadata(&unit.program);
    let runs = facts.is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0);
    let booted = Path::new("/run/systemd/system").is_dir(); // as sd_booted(3) asks
    Found { booted, no_manager, text, enabled, active, linger, user_timeout, runs }
}

/// A span as systemd writes it, such as `2min 30s`; `None` for one without an end.
fn span(text: &str) -> Option<Duration> {
    let part = |part: &str| {
        let (number, unit) = part.split_at(part.find(|character: char| !character.is_ascii_digit())?);
        let micros: u64 = match unit {
            "us" => 1,
            "ms" => 1_000,
            "s" => 1_000_000,
            "min" => 60_000_000,
            "h" => 3_600_000_000,
            "d" => 86_400_000_000,
            _ => return None,
        };
        Some(Duration::from_micros(number.parse::<u64>().ok()?.checked_mul(micros)?))
    };
    text.split_ascii_whitespace().map(part).sum::<Option<Duration>>().filter(|span| !span.is_zero())
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

/// What to do where no manager can be asked.
pub fn without_manager(manager: Manager, booted: bool) -> &'static str {
    match (booted, manager) {
        (true, Manager::SystemdUser) => {
            "`su` and `sudo -u` give no way to the user's systemd: log in as this user, or first \
             `sudo loginctl enable-linger $USER`"
        }
        (true, _) => "`systemctl status` says what is wrong with systemd",
        (false, _) => "run `gascli daemon run` under what starts programs here (a container's command, cron's @reboot)",
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
        let text = format!("systemd cannot be asked: {why}");
        add("manager", Verdict::Failure, text, Some(without_manager(unit.manager, found.booted).into()));
    }
    match &found.text {
        None => add("unit", Verdict::Failure, format!("there is no {path}"), Some(INSTALL.into())),
        // Programs that its PATH lacks are found missing by themselves.
        Some(text) if is_alike(text, &unit.text) => {
            add("unit", Verdict::Ok, format!("{path} is as it should be"), None);
        }
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
        if found.active {
            add("active", Verdict::Ok, "it is up, and ends services when the machine goes down".into(), None);
        } else if found.text.is_some() {
            let text = "it is not up: services are not ended gracefully when the machine goes down";
            let fix = format!("systemctl {}start --no-block {}", unit.manager.scope_text(), Unit::NAME);
            add("active", Verdict::Warning, text.into(), Some(fix));
        }
        if let Some(limit) = found.user_timeout.filter(|limit| *limit < unit.stop_within) {
            let (limit, needed) = (limit.as_secs(), unit.stop_within.as_secs());
            let text = format!(
                "systemd kills all that is yours {limit} s after the machine begins to go down; your services may need \
                 {needed} s to end"
            );
            let file = format!("/etc/systemd/system/user@{}.service.d/gascli.conf", nix::unistd::getuid());
            let fix = format!(
                "printf '[Service]\\nTimeoutStopSec={needed}\\n' | sudo install -D -m 644 /dev/stdin {file} && \
                 sudo systemctl daemon-reload"
            );
            add("user-timeout", Verdict::Warning, text, Some(fix));
        }
        if unit.manager == Manager::SystemdUser && found.linger {
            add("linger", Verdict::Ok, "it starts without a login (linger)".into(), None);
        } else if unit.manager == Manager::SystemdUser {
            let text = "linger is off: it starts at the first login, and ends with the last";
            add("linger", Verdict::Failure, text.into(), Some("sudo loginctl enable-linger $USER".into()));
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
        Unit {
            manager: Manager::SystemdUser,
            path: "/u/gascli.service".into(),
            text,
            program: "/opt/gascli".into(),
            stop_within: Duration::from_secs(150),
        }
    }

    fn whole() -> Found {
        Found {
            booted: true,
            no_manager: None,
            text: Some(unit().text),
            enabled: true,
            active: true,
            linger: true,
            user_timeout: span("2min 30s"),
            runs: true,
        }
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
            (Found { active: false, ..whole() }, "active", Verdict::Warning),
            (Found { user_timeout: span("2min"), ..whole() }, "user-timeout", Verdict::Warning),
            (Found { linger: false, ..whole() }, "linger", Verdict::Failure),
            (Found { runs: false, ..whole() }, "program", Verdict::Failure),
            (Found { no_manager: Some("no bus".into()), ..whole() }, "manager", Verdict::Failure),
        ] {
            assert_eq!(verdict(&found, check), Some(expected), "{check}");
            assert!(inspect(&unit(), &found).iter().all(|one| one.verdict == Verdict::Ok || one.fix.is_some()));
        }
    }

    #[test]
    fn spans_are_read_as_systemd_writes_them() {
        assert_eq!(span("1min 30s"), Some(Duration::from_secs(90)));
        assert_eq!(span("1h 500ms"), Some(Duration::from_millis(3_600_500)));
        assert_eq!(["infinity", "", "0", "5 parsecs"].map(span), [None; 4]);
    }
}
