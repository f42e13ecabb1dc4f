//! `[notify.NAME]` of `gascli.toml`: what is written there, and the channel that it makes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use super::message;
use crate::supervisor::EventKind;
use crate::types::{Code, Hint, Secret, ServiceName, Span};

/// Told unless a table says otherwise: what an operator may have to act upon, and that it is over.
const USUAL: [EventKind; 9] = [
    EventKind::Crashed,
    EventKind::Errored,
    EventKind::Unhealthy,
    EventKind::Recovered,
    EventKind::LimitReached,
    EventKind::OutOfMemory,
    EventKind::LogTrouble,
    EventKind::ShimKilled,
    EventKind::SupervisorCrashed,
];
/// The same kind of event of the same service is told again after this.
const USUAL_INTERVAL: Duration = Duration::from_mins(1);
/// A delivery may take this long.
const USUAL_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest that a table may ask for: a helper that waits is a process more.
const LONGEST_TIMEOUT: Duration = Duration::from_mins(5);
/// A delivery is tried so often.
const USUAL_ATTEMPTS: u32 = 8;
/// The most that a table may ask for.
const MOST_ATTEMPTS: u32 = 20;
/// Channels that one file may have.
pub const MOST_CHANNELS: usize = 32;
/// Longest file with the address of a webhook.
const LONGEST_ADDRESS: u64 = 8 << 10;

/// A table as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotifyTable {
    /// Which events; bad news and their end without.
    pub events: Option<Vec<EventKind>>,
    /// Of which services; all without, and then also what is told of the supervisor itself.
    pub services: Option<Vec<ServiceName>>,
    /// Program and arguments.
    pub exec: Option<Vec<String>>,
    /// Address to post to. It may hold a secret.
    #[serde(default, deserialize_with = "secret")]
    pub webhook: Option<Secret<String>>,
    /// Variable that holds the address.
    pub webhook_env: Option<String>,
    /// File that holds the address.
    pub webhook_file: Option<PathBuf>,
    /// Text of the message, or, without `format`, the whole body.
    pub template: Option<String>,
    /// Shape of the body.
    pub format: Option<Format>,
    /// Telegram's chat.
    pub chat_id: Option<String>,
    /// The same kind of event of the same service is not told again before this: `30s`, `5m`.
    #[serde(default, deserialize_with = "span")]
    pub min_interval: Option<Duration>,
    /// How long a delivery may take.
    #[serde(default, deserialize_with = "span")]
    pub timeout: Option<Duration>,
    /// How often a delivery is tried.
    pub attempts: Option<u32>,
    /// Whether the address may be one of this machine or its network.
    #[serde(default)]
    pub allow_private: bool,
}

/// The shape of a webhook's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// The event itself.
    Json,
    /// What Slack's and Mattermost's incoming webhooks take.
    Slack,
    /// What Discord's webhooks take.
    Discord,
    /// What Telegram's `sendMessage` takes.
    Telegram,
}

/// A channel: a table that has been checked.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// Which events.
    pub events: Vec<EventKind>,
    /// Of which services; `None` for all.
    pub services: Option<Vec<ServiceName>>,
    /// Where to.
    pub target: Target,
    /// Text of the message, or the whole body if there is no `format`.
    pub template: Option<String>,
    /// Shape of the body.
    pub format: Option<Format>,
    /// Telegram's chat.
    pub chat_id: Option<String>,
    /// Between two of the same kind and service.
    pub min_interval: Duration,
    /// Limit of one attempt.
    pub timeout: Duration,
    /// How many.
    pub attempts: u32,
}

/// Where a channel leads.
#[derive(Debug, Clone)]
pub enum Target {
    /// A program with arguments.
    Exec(Vec<String>),
    /// An address that is posted to.
    Webhook {
        /// Where the address is found.
        address: Address,
        /// Whether it may be one of this machine or its network.
        allow_private: bool,
    },
}

/// Where the address of a webhook is found: it may hold a secret, which neither this nor anything made of it shows.
#[derive(Debug, Clone)]
pub enum Address {
    /// In the table.
    Given(Secret<String>),
    /// In a variable.
    Variable(String),
    /// In a file.
    File(PathBuf),
}

/// Why there are no channels.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{}:{line}: {message}", path.display())]
    Wrong {
        /// Which.
        path: PathBuf,
        /// Where.
        line: usize,
        /// What is wrong; quotes nothing of the file, which may hold a secret.
        message: String,
    },
    /// A table asks for what is not possible.
    #[error("{}: `[notify.{name}]` {message}", path.display())]
    Table {
        /// Which file.
        path: PathBuf,
        /// Which table.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// The address is not where the table says.
    #[error("the address of `[notify.{name}]` {message}")]
    Address {
        /// Which table.
        name: String,
        /// What is wrong, without the address.
        message: String,
    },
    /// There is no such channel.
    #[error("no channel is named `{0}`")]
    Unknown(String),
}

impl Hint for NotifyError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Read { .. } => return None,
            Self::Wrong { .. } | Self::Table { .. } => {
                "a channel is `[notify.NAME]` with webhook = \"https://…\" (or webhook_env, webhook_file) or exec = \
                 [\"program\"], and if need be events, services, format, template, min_interval, timeout, attempts, \
                 allow_private"
                    .into()
            }
            Self::Address { .. } => "the supervisor must be able to read it: `gascli notify test` tries".into(),
            Self::Unknown(_) => "`gascli notify list` shows all".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Read { .. } => None,
            Self::Unknown(_) => Some(Code::NotFound),
            _ => Some(Code::ConfigInvalid),
        }
    }
}

/// The channels of the `gascli.toml` in this folder; none if there is no file.
pub fn load(config: &Path) -> Result<Vec<Channel>, NotifyError> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        notify: BTreeMap<String, NotifyTable>,
    }
    let path = config.join("gascli.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(NotifyError::Read { path, source }),
    };
    let file: File = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        NotifyError::Wrong { path: path.clone(), line, message: error.message().trim().to_owned() }
    })?;
    if file.notify.len() > MOST_CHANNELS {
        let message = format!("is one of {}; {MOST_CHANNELS} are possible", file.notify.len());
        let name = file.notify.keys().next_back().cloned().unwrap_or_default();
        return Err(NotifyError::Table { path, name, message });
    }
    let checked = file.notify.into_iter().map(|(name, table)| {
        table.channel(&name, config).map_err(|message| NotifyError::Table { path: path.clone(), name, message })
    });
    checked.collect()
}

impl NotifyTable {
    /// The channel that it makes, or what is wrong with it. Paths start at `folder`.
    pub fn channel(self, name: &str, folder: &Path) -> Result<Channel, String> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if name.is_empty() || name.len() > 64 || !name.bytes().all(allowed) {
            return Err("has a name with characters other than letters, digits, `_` and `-`, or more than 64".into());
        }
        let addresses = [
            self.webhook.map(Address::Given),
            self.webhook_env.map(Address::Variable),
            self.webhook_file.map(|path| Address::File(folder.join(path))),
        ];
        let mut addresses = addresses.into_iter().flatten();
        let target = match (self.exec, addresses.next(), addresses.next()) {
            (Some(command), None, _) if !command.is_empty() => Target::Exec(command),
            (Some(_), None, _) => return Err("has an empty `exec`".into()),
            (None, Some(address), None) => Target::Webhook { address, allow_private: self.allow_private },
            _ => return Err("needs one of exec, webhook, webhook_env and webhook_file".into()),
        };
        if matches!(target, Target::Exec(_)) && self.format.is_some() {
            return Err("has a `format`, which only webhooks take: a program gets the event as JSON".into());
        }
        if (self.format == Some(Format::Telegram)) != self.chat_id.is_some() {
            return Err("needs `chat_id` with the format telegram, and only then".into());
        }
        if self.format == Some(Format::Json) && self.template.is_some() {
            return Err("has a `template` and the format json, which is the event itself: leave one of them out".into());
        }
        if let Some(template) = &self.template {
            message::check(template, self.format.is_none() && matches!(target, Target::Webhook { .. }))?;
        }
        let timeout = self.timeout.unwrap_or(USUAL_TIMEOUT);
        if timeout.is_zero() || timeout > LONGEST_TIMEOUT {
            return Err(format!("has a `timeout` that is not between 1ms and {} s", LONGEST_TIMEOUT.as_secs()));
        }
        let attempts = self.attempts.unwrap_or(USUAL_ATTEMPTS);
        if attempts == 0 || attempts > MOST_ATTEMPTS {
            return Err(format!("has `attempts` that are not between 1 and {MOST_ATTEMPTS}"));
        }
        Ok(Channel {
            name: name.to_owned(),
            events: self.events.unwrap_or_else(|| USUAL.to_vec()),
            services: self.services,
            target,
            template: self.template,
            format: self.format,
            chat_id: self.chat_id,
            min_interval: self.min_interval.unwrap_or(USUAL_INTERVAL),
            timeout,
            attempts,
        })
    }
}

impl Address {
    /// The address itself.
    pub(super) fn resolve(&self, name: &str) -> Result<Secret<String>, NotifyError> {
        let wrong = |message: String| NotifyError::Address { name: name.to_owned(), message };
        let text = match self {
            Self::Given(address) => return Ok(address.clone()),
            Self::Variable(variable) => std::env::var(variable)
                .map_err(|_| wrong(format!("shall be in `{variable}`, which the supervisor was not started with")))?,
            Self::File(path) => {
                let fault = |error: std::io::Error| wrong(format!("cannot be read from `{}`: {error}", path.display()));
                if std::fs::metadata(path).map_err(fault)?.len() > LONGEST_ADDRESS {
                    return Err(wrong(format!("cannot be what `{}` holds, which is too long", path.display())));
                }
                std::fs::read_to_string(path).map_err(fault)?
            }
        };
        let text = text.trim();
        if text.is_empty() { Err(wrong("is empty".into())) } else { Ok(Secret::new(text.to_owned())) }
    }
}

impl fmt::Display for Target {
    /// Where to, without what may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exec(command) => write!(f, "exec {}", command.first().map_or("", String::as_str)),
            Self::Webhook { address: Address::Given(_), .. } => f.write_str("webhook"),
            Self::Webhook { address: Address::Variable(name), .. } => write!(f, "webhook in ${name}"),
            Self::Webhook { address: Address::File(path), .. } => write!(f, "webhook in {}", path.display()),
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret<String>>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Secret::new))
}

fn span<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    // The error of a span quotes it, and what stands at the wrong place may be a secret.
    let wrong = |_| serde::de::Error::custom("no time span such as `500ms`, `30s`, `5m`, `1h` or `7d`");
    text.parse().map(|Span(span)| Some(span)).map_err(wrong)
}
