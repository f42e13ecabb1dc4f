//! `[service.NAME]` tables of `gascli.toml`, in the configuration folder and in the current one, which goes first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::Context;
use crate::supervisor::{LogPolicy, RestartPolicy, RestartRule, ServiceSpec, StopPolicy};
use crate::types::{Hint, ServiceName};

/// Why a file of tables cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error("cannot read `{}`", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}:{line}: {message}", path.display())]
    Wrong { path: PathBuf, line: usize, message: String },
}

impl Hint for TableError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Read { .. } => None,
            Self::Wrong { .. } => Some(
                "a service is `[service.NAME]` with command = [\"program\", \"argument\"], and if need be cwd, env, \
                 restart = { policy, max_restarts, delay }, stop_signal, kill_timeout, log_segment_bytes, \
                 log_total_bytes"
                    .into(),
            ),
        }
    }
}

/// A service as its table defines it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Defined {
    pub(super) spec: ServiceSpec,
    /// Set on top of the caller's environment.
    pub(super) env: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    service: BTreeMap<ServiceName, Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    command: Words,
    cwd: Option<PathBuf>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    restart: Restart,
    stop_signal: Option<SignalName>,
    kill_timeout: Option<Span>,
    log_segment_bytes: Option<u64>,
    log_total_bytes: Option<u64>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of program and arguments, or one line for `sh -c`")]
enum Words {
    List(Vec<String>),
    Line(String),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Restart {
    policy: Option<RestartRule>,
    max_restarts: Option<u32>,
    delay: Option<Span>,
}

/// A time span such as `500ms`, `30s`, `5m` or `1h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Span(pub(super) Duration);

/// A text that is no time span.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no time span: a number with ms, s, m or h is expected, as in `30s`")]
pub(super) struct SpanError(String);

impl std::str::FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let wrong = || SpanError(text.chars().take(40).collect());
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let in_ms: u64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return Err(wrong()),
        };
        number.checked_mul(in_ms).map(|ms| Self(Duration::from_millis(ms))).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// The name of a signal, as in `SIGTERM`; `TERM` is understood.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SignalName(pub(super) String);

/// A text that names no signal.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no signal: SIGTERM, SIGINT, SIGQUIT and their like are expected")]
pub(super) struct SignalNameError(String);

impl std::str::FromStr for SignalName {
    type Err = SignalNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let full = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
        let known = full.parse::<nix::sys::signal::Signal>().is_ok();
        if known { Ok(Self(full)) } else { Err(SignalNameError(text.chars().take(20).collect())) }
    }
}

impl TryFrom<String> for SignalName {
    type Error = SignalNameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// The rules that go with a restart policy: who takes PM2's restarts gets PM2's stop, too.
pub(super) fn rules_of(policy: RestartRule) -> (RestartPolicy, StopPolicy) {
    match policy {
        RestartRule::Pm2 => (RestartPolicy::pm2(), StopPolicy::pm2()),
        policy => (RestartPolicy { policy, ..RestartPolicy::default() }, StopPolicy::default()),
    }
}

/// Every service that a table defines.
pub(super) fn load(context: &Context) -> Result<BTreeMap<ServiceName, Defined>, TableError> {
    let mut all = read(&context.paths.config.join("gascli.toml"))?;
    if let Ok(here) = std::env::current_dir() {
        all.extend(read(&here.join("gascli.toml"))?);
    }
    Ok(all)
}

fn read(path: &Path) -> Result<BTreeMap<ServiceName, Defined>, TableError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(source) => Err(TableError::Read { path: path.to_owned(), source }),
    }
}

fn parse(path: &Path, text: &str) -> Result<BTreeMap<ServiceName, Defined>, TableError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        TableError::Wrong { path: path.to_owned(), line, message: error.message().trim().to_owned() }
    })?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    Ok(file.service.into_iter().map(|(name, table)| (name.clone(), defined(name, table, folder))).collect())
}

fn defined(name: ServiceName, table: Table, folder: &Path) -> Defined {
    let command = match table.command {
        Words::List(words) => words,
        Words::Line(line) => vec!["/bin/sh".into(), "-c".into(), line],
    };
    // `join` keeps an absolute path as it is.
    let cwd = table.cwd.map_or_else(|| folder.to_owned(), |cwd| folder.join(cwd));
    let mut spec = ServiceSpec::new(name, command, cwd);
    if let Some(policy) = table.restart.policy {
        (spec.restart, spec.stop) = rules_of(policy);
    }
    spec.restart.max_restarts = table.restart.max_restarts.or(spec.restart.max_restarts);
    if let Some(Span(delay)) = table.restart.delay {
        spec.restart.delay = delay;
    }
    if let Some(SignalName(signal)) = table.stop_signal {
        spec.stop.signal = signal;
    }
    if let Some(Span(timeout)) = table.kill_timeout {
        spec.stop.kill_timeout = timeout;
    }
    let usual = LogPolicy::default();
    spec.logs = LogPolicy {
        segment_bytes: table.log_segment_bytes.unwrap_or(usual.segment_bytes),
        total_bytes: table.log_total_bytes.unwrap_or(usual.total_bytes),
        ..usual
    };
    Defined { spec, env: table.env }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_how_a_service_is_run() {
        let text = r#"
            [generator]
            not = "ours"

            [service.web]
            command = ["python3", "-m", "http.server"]
            cwd = "www"
            env = { PORT = "80" }
            restart = { policy = "always", max_restarts = 3, delay = "500ms" }
            stop_signal = "int"
            kill_timeout = "2m"

            [service.line]
            command = "a | b"
        "#;
        let all = parse(Path::new("/srv/gascli.toml"), text).unwrap();
        let web = &all[&"web".parse::<ServiceName>().unwrap()];
        assert_eq!(web.spec.cwd, Path::new("/srv/www"));
        assert_eq!(web.spec.restart.policy, RestartRule::Always);
        assert_eq!(web.spec.restart.delay, Duration::from_millis(500));
        assert_eq!(
            web.spec.stop,
            StopPolicy { signal: "SIGINT".into(), kill_timeout: Duration::from_mins(2), ..StopPolicy::default() }
        );
        assert_eq!(web.env["PORT"], "80");
        let line = &all[&"line".parse::<ServiceName>().unwrap()];
        assert_eq!(line.spec.command, ["/bin/sh", "-c", "a | b"]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, line, says) in [
            ("[service.a]\ncommand = ['x']\ncommnd = 1\n", 3, "commnd"),
            ("[service.a]\ncommand = 7\n", 2, "list of program"),
            ("\n[service.a]\ncommand = ['x']\nkill_timeout = '5 parsecs'\n", 4, "5 parsecs"),
            ("[service.a]\ncommand = ['x']\nstop_signal = 'SIGNONE'\n", 3, "SIGNONE"),
            ("[service.a\n", 1, ""),
        ] {
            let error = parse(Path::new("g.toml"), text).unwrap_err();
            let TableError::Wrong { line: found, message, .. } = &error else { panic!("{error}") };
            assert_eq!(*found, line, "{error}");
            assert!(message.contains(says), "{error}");
        }
    }
}
