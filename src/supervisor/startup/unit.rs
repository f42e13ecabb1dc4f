//! The text of the unit, from the templates that are embedded, and where it belongs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::saved::Unreadable;
use crate::supervisor::order;
use crate::supervisor::spec::ServiceSpec;
use crate::types::{Code, Hint, ServiceName};

const SERVICE: &str = include_str!("../../../templates/gascli.service");
const PLIST: &str = include_str!("../../../templates/gascli.plist");

/// Variables that say where everything is. Others may be secret, and no unit is the place for secrets.
const KEPT: [&str; 5] = ["PATH", "GASCLI_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];

/// What ends services has at least this long, and this much more than they have themselves.
const LEAST_STOP: Duration = Duration::from_mins(2);
const MARGIN: Duration = Duration::from_secs(30);

/// What programs are looked for in by a unit that does not say.
const USUAL_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// No unit is longer.
const LONGEST: u64 = 1 << 20;

/// Who starts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manager {
    /// The systemd of a user, which runs without a login if linger is on.
    SystemdUser,
    /// The machine's systemd, for root.
    System,
    /// macOS.
    Launchd,
}

impl Manager {
    /// Arguments of `systemctl` that choose it.
    pub fn scope(self) -> &'static [&'static str] {
        if self == Self::SystemdUser { &["--user"] } else { &[] }
    }

    /// As it is typed before a verb.
    pub fn scope_text(self) -> &'static str {
        if self == Self::SystemdUser { "--user " } else { "" }
    }
}

/// What a unit is made of.
#[derive(Debug)]
pub(super) struct UnitPlan<'a> {
    /// Who starts it.
    pub(super) manager: Manager,
    /// This program.
    pub(super) program: &'a Path,
    /// The variables of the caller.
    pub(super) environment: &'a BTreeMap<String, String>,
    /// The user's home folder.
    pub(super) home: &'a Path,
    /// The state folder of gascli.
    pub(super) state: &'a Path,
    /// Its configuration folder.
    pub(super) config: &'a Path,
    /// How long the end of all services may take ([`stop_within`]).
    pub(super) stop_within: Duration,
}

/// A unit as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Who starts it.
    pub manager: Manager,
    /// Where it belongs.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The program that it runs.
    pub program: PathBuf,
    /// How long the end of all services may take.
    pub stop_within: Duration,
}

/// Why there can be no unit.
#[derive(Debug, thiserror::Error)]
pub enum UnitError {
    /// A manager has no current folder.
    #[error("`{}` cannot stand in a unit: an absolute path without line breaks is needed", .0.display())]
    Path(PathBuf),
    /// How long services take to end is not known.
    #[error(transparent)]
    Services(#[from] Unreadable),
}

impl Hint for UnitError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Path(_) => Some("install gascli in a folder such as `~/.local/bin` or `/usr/local/bin`".into()),
            Self::Services(error) => error.hint(),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Path(_) => Some(Code::InvalidInput),
            Self::Services(error) => error.code(),
        }
    }
}

impl Unit {
    /// The name by which its manager knows it.
    pub const NAME: &'static str = "gascli.service";

    /// The unit of this plan.
    pub(super) fn new(plan: &UnitPlan<'_>) -> Result<Self, UnitError> {
        let fits = |path: &Path| path.is_absolute() && path.to_str().is_some_and(|text| !text.contains(['\n', '\r']));
        for path in [plan.program, plan.home, plan.state] {
            if !fits(path) {
                return Err(UnitError::Path(path.to_owned()));
            }
        }
        let config = plan.environment.get("XDG_CONFIG_HOME").filter(|folder| Path::new(folder).is_absolute());
        let config = config.map_or_else(|| plan.home.join(".config"), PathBuf::from);
        let path = match plan.manager {
            Manager::SystemdUser => config.join("systemd/user").join(Self::NAME),
            Manager::System => Path::new("/etc/systemd/system").join(Self::NAME),
            Manager::Launchd => plan.home.join("Library/LaunchAgents/gascli.plist"),
        };
        let text = if plan.manager == Manager::Launchd { plist(plan) } else { service(plan) };
        Ok(Self { manager: plan.manager, path, text, program: plan.program.to_owned(), stop_within: plan.stop_within })
    }

    /// What lies in its place.
    pub fn installed(&self) -> Option<String> {
        let mut text = String::new();
        File::open(&self.path).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Where the programs of services are looked for at a boot; before there is a unit, where `callers` says.
    pub fn search_path(&self, callers: Option<&str>) -> String {
        let said = match self.installed() {
            Some(text) => path_in(&text),
            None => callers.map(str::to_owned),
        };
        said.unwrap_or_else(|| USUAL_PATH.into())
    }
}

/// How the line of a unit that says where programs are begins, up to the value.
const PATH_LINE: &str = "Environment=\"PATH=";
/// Likewise in a launchd agent; the value is in the next line.
const PATH_KEY: &str = "<key>PATH</key>";

/// The `PATH` that a unit sets.
fn path_in(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if let Some(value) = line.strip_prefix(PATH_LINE).and_then(|rest| rest.strip_suffix('"')) {
            return Some(value.replace("%%", "%").replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        if line == PATH_KEY {
            let value = lines.next()?.strip_prefix("<string>")?.strip_suffix("</string>")?;
            return Some(value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
    }
    None
}

/// Whether two units differ at most in their `PATH`, as the shells do that they were made in.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    let rest = |text: &str| {
        let mut after_key = false;
        let others = text.lines().filter(|line| {
            let is_value = std::mem::replace(&mut after_key, line.trim() == PATH_KEY);
            !is_value && !line.starts_with(PATH_LINE) && line.trim() != PATH_KEY
        });
        others.map(str::to_owned).collect::<Vec<_>>()
    };
    rest(one) == rest(other)
}

/// The variables that a unit sets.
fn variables(plan: &UnitPlan<'_>) -> BTreeMap<String, String> {
    let usable = |(name, value): (&String, &String)| {
        let fits = KEPT.contains(&name.as_str()) && !value.is_empty() && !value.contains(['\n', '\r']);
        fits.then(|| (name.clone(), value.clone()))
    };
    let mut all: BTreeMap<String, String> = plan.environment.iter().filter_map(usable).collect();
    if let Some(path) = all.get_mut("PATH") {
        // What is relative means nothing there.
        let folders: Vec<&str> = path.split(':').filter(|folder| folder.starts_with('/')).collect();
        *path = folders.join(":");
    }
    if plan.manager == Manager::System {
        all.insert("HOME".into(), plan.home.display().to_string()); // the machine's systemd sets none
    }
    all
}

fn service(plan: &UnitPlan<'_>) -> String {
    let mut environment = String::new();
    for (name, value) in variables(plan) {
        // Writing to a String cannot fail.
        let _ = writeln!(environment, "Environment={}", quoted(&format!("{name}={value}")));
    }
    let order = match plan.manager {
        Manager::System => "Wants=network-online.target\nAfter=network-online.target",
        // The manager of a user knows no such target: `--after-network` waits instead.
        _ => "# After the network: see ExecStart.",
    };
    let wanted_by = if plan.manager == Manager::System { "multi-user.target" } else { "default.target" };
    SERVICE
        .replace("@SCOPE@", plan.manager.scope_text())
        .replace("@ORDER@", order)
        .replace("@MOUNTS@", &mounts(plan))
        .replace("@ENVIRONMENT@\n", &environment)
        .replace("@STOP_SECONDS@", &plan.stop_within.as_secs().to_string())
        .replace("@WANTED_BY@", wanted_by)
        .replace("@PROGRAM@", &quoted(&plan.program.display().to_string()))
}

/// The folders that must be mounted before. A path that cannot be said there is left out.
fn mounts(plan: &UnitPlan<'_>) -> String {
    let folders = [Some(plan.state), Some(plan.config), plan.program.parent()];
    let usable = |folder: &&Path| folder.is_absolute() && !folder.to_string_lossy().contains(['"', '\\', '\n', '\r']);
    let folders: Vec<String> =
        folders.into_iter().flatten().filter(usable).map(|folder| quoted(&folder.display().to_string())).collect();
    folders.join(" ")
}

/// A word for a line of a unit. `%` stands for something there; `$` does not in a variable, nor in the path of a program.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%"))
}

fn plist(plan: &UnitPlan<'_>) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let variables: Vec<String> = variables(plan)
        .iter()
        .map(|(name, value)| format!("    <key>{}</key>\n    <string>{}</string>", escaped(name), escaped(value)))
        .collect();
    PLIST
        .replace("@ENVIRONMENT@", &variables.join("\n"))
        .replace("@STOP_SECONDS@", &plan.stop_within.as_secs().to_string())
        .replace("@STATE@", &escaped(&plan.state.display().to_string()))
        .replace("@PROGRAM@", &escaped(&plan.program.display().to_string()))
}

/// How long the end of these services may take: groups that need each other end one after the other.
pub(super) fn stop_within<'a>(specs: impl IntoIterator<Item = &'a ServiceSpec>) -> Duration {
    let specs: BTreeMap<&ServiceName, &ServiceSpec> = specs.into_iter().map(|spec| (&spec.name, spec)).collect();
    let names: Vec<ServiceName> = specs.keys().map(|name| (*name).clone()).collect();
    let needs = |name: &ServiceName| -> Vec<ServiceName> {
        specs.get(name).map(|spec| spec.after.keys().cloned().collect()).unwrap_or_default()
    };
    let longest = |group: &Vec<ServiceName>| {
        group.iter().filter_map(|name| specs.get(name)).map(|spec| spec.stop.kill_timeout).max().unwrap_or_default()
    };
    let all: Duration = order::stop_groups(&names, needs).iter().map(longest).sum();
    (all + MARGIN).max(LEAST_STOP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::health::Condition;

    fn unit(manager: Manager, program: &str) -> Result<Unit, UnitError> {
        let environment = [
            ("PATH", "/usr/bin:.:bin:/opt/v env/bin"),
            ("GASCLI_HOME", "/srv/100%"),
            ("OPENROUTER_API_KEY", "sk-secret"),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Unit::new(&UnitPlan {
            manager,
            program: Path::new(program),
            environment: &environment,
            home: Path::new("/home/me"),
            state: Path::new("/srv/state"),
            config: Path::new("/srv/my config"),
            stop_within: Duration::from_secs(150),
        })
    }

    #[test]
    fn a_unit_names_what_moves_gascli_and_nothing_secret() {
        let unit = unit(Manager::SystemdUser, "/opt/my $tools/gascli").unwrap();
        assert_eq!(unit.path, Path::new("/home/me/.config/systemd/user/gascli.service"));
        for line in [
            "Environment=\"GASCLI_HOME=/srv/100%%\"\n",
            "Environment=\"PATH=/usr/bin:/opt/v env/bin\"\n",
            "ExecStart=-\"/opt/my $tools/gascli\" resurrect --after-network=1m\n",
            "ExecStop=\"/opt/my $tools/gascli\" daemon stop --with-services --keep-wanted\n",
            "TimeoutStopSec=150\n",
            "RequiresMountsFor=\"/srv/state\" \"/srv/my config\" \"/opt/my $tools\"\n",
            "Delegate=yes\n",
            "WantedBy=default.target\n",
        ] {
            assert!(unit.text.contains(line), "{line}{}", unit.text);
        }
        assert!(!unit.text.contains("secret") && !unit.text.contains('@'), "{}", unit.text);
    }

    #[test]
    fn the_unit_of_root_belongs_to_the_machine_and_knows_the_network_and_a_home() {
        let unit = unit(Manager::System, "/usr/bin/gascli").unwrap();
        assert_eq!(unit.path, Path::new("/etc/systemd/system/gascli.service"));
        for part in ["After=network-online.target", "HOME=/home/me", "WantedBy=multi-user.target"] {
            assert!(unit.text.contains(part), "{}", unit.text);
        }
    }

    #[test]
    fn launchd_is_told_the_same() {
        let unit = unit(Manager::Launchd, "/opt/a&b/gascli").unwrap();
        assert!(unit.text.contains("<string>/opt/a&amp;b/gascli</string>"), "{}", unit.text);
        assert!(unit.text.contains("<key>GASCLI_HOME</key>") && !unit.text.contains('@'), "{}", unit.text);
    }

    #[test]
    fn a_program_without_an_absolute_path_has_no_unit() {
        assert!(unit(Manager::SystemdUser, "target/gascli").is_err());
        assert!(unit(Manager::SystemdUser, "/a\n[Service]/gascli").is_err());
    }

    #[test]
    fn units_of_two_shells_differ_in_their_path_alone_which_is_read_back() {
        for manager in [Manager::SystemdUser, Manager::System, Manager::Launchd] {
            let of = |path: &str, home: &str| {
                let environment = BTreeMap::from([("PATH".to_owned(), path.to_owned())]);
                let plan = UnitPlan {
                    manager,
                    program: Path::new("/opt/gascli"),
                    environment: &environment,
                    home: Path::new("/home/me"),
                    state: Path::new(home),
                    config: Path::new(home),
                    stop_within: Duration::from_secs(150),
                };
                Unit::new(&plan).unwrap().text
            };
            let (rich, poor) = (of("/usr/bin:/opt/100% \"a\"&b/bin", "/srv"), of("/usr/bin", "/srv"));
            assert!(rich != poor && is_alike(&rich, &poor), "{rich}");
            assert!(!is_alike(&rich, &of("/usr/bin", "/other")));
            assert_eq!(path_in(&rich).as_deref(), Some("/usr/bin:/opt/100% \"a\"&b/bin"), "{rich}");
            assert_eq!(path_in(&poor).as_deref(), Some("/usr/bin"));
        }
    }

    #[test]
    fn groups_that_end_one_after_the_other_have_their_times_together() {
        let spec = |name: &str, seconds: u64| {
            let mut spec = ServiceSpec::new(name.parse().unwrap(), vec!["x".into()], "/".into());
            spec.stop.kill_timeout = Duration::from_secs(seconds);
            spec
        };
        let (mut app, db, other) = (spec("app", 100), spec("db", 200), spec("other", 60));
        app.after.insert("db".parse().unwrap(), Condition::Ready);
        assert_eq!(stop_within([&app, &db, &other]), Duration::from_secs(330));
        assert_eq!(stop_within([&other]), Duration::from_mins(2));
    }
}
