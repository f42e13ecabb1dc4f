//! What stands in the way of an import.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::types::{Code, Hint, span_text};

/// Why nothing, or no more, was taken over.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum ImportError {
    #[error("neither PM2_HOME nor HOME is set: it cannot be told where PM2 keeps its files")]
    NoHome,
    #[error("no PM2 runs below `{}`, and there is no dump `{}`", home.display(), dump.display())]
    Nothing { home: PathBuf, dump: PathBuf },
    #[error("PM2's daemon (pid {pid}) lives, but does not listen on `{}`", socket.display())]
    Deaf { pid: u32, socket: PathBuf },
    #[error("PM2's daemon below `{}` has ended meanwhile", home.display())]
    Ended { home: PathBuf },
    #[error("PM2's socket `{}` cannot be used", socket.display())]
    Socket { socket: PathBuf, source: crate::daemon::socket::SocketError },
    #[error("cannot run `{}`", program.display())]
    Run { program: PathBuf, source: io::Error },
    #[error("`{command}` was not done within {}", span_text(*limit))]
    Slow { command: String, limit: Duration },
    #[error("`{command}` failed: {said}")]
    Failed { command: String, said: String },
    #[error("cannot read `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{of} is longer than {} MiB", super::list::LONGEST >> 20)]
    TooLong { of: String },
    #[error("{of} is no list of processes as PM2 writes it: {why}")]
    NoList { of: String, why: String },
    #[error("PM2 has no process `{0}`")]
    Unknown(String),
    #[error("nothing was written, as these exist already: {}", .0.join(", "))]
    Exist(Vec<String>),
    #[error("the variables of `{service}` cannot be written to an env file: {why}")]
    Variables { service: String, why: String },
    #[error("this ends processes, and nobody is there to be asked")]
    NeedsYes,
    #[error("another `gascli import pm2` runs")]
    Busy,
}

impl Hint for ImportError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoHome => "set PM2_HOME to PM2's folder".into(),
            Self::Nothing { .. } => {
                "run this as the user whose PM2 it is, set PM2_HOME, or name a dump with `--dump FILE`".into()
            }
            Self::Deaf { pid, .. } => format!("end it with its processes (`kill {pid}`), then start PM2 anew"),
            Self::Ended { .. } => {
                "look with `ps` what it left running, and end that; then the same command goes on where this one ended"
                    .into()
            }
            Self::Socket { .. } => "run this as the user whose PM2 it is".into(),
            Self::Run { .. } => "`--pm2 PROGRAM` names it; `which pm2` tells in the shell where you use it".into(),
            Self::Slow { .. } => "look with `pm2 list`; the same command goes on where this one ended".into(),
            Self::Failed { .. } => "look with `pm2 list`; `gascli import pm2` goes on where it ended".into(),
            Self::Read { .. } | Self::TooLong { .. } | Self::NoList { .. } => {
                "`pm2 jlist` prints the list; `pm2 save` writes the dump".into()
            }
            Self::Unknown(_) => "`gascli import pm2 --dry-run` lists what PM2 has".into(),
            Self::Exist(_) => {
                "take those that are not yours to keep away with `gascli delete` and from gascli.toml, or \
                               name the processes that are to be taken over: `gascli import pm2 NAME`"
                    .into()
            }
            Self::Variables { .. } => "shorten them in PM2, or take over the others: `gascli import pm2 NAME`".into(),
            Self::NeedsYes => "add `--yes`; `--dry-run` shows the plan".into(),
            Self::Busy => "wait until it has ended".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoHome => Some(Code::ConfigInvalid),
            Self::Nothing { .. } | Self::Unknown(_) => Some(Code::NotFound),
            Self::Socket { source, .. } => source.code(),
            Self::Slow { .. } => Some(Code::TimedOut),
            Self::TooLong { .. } | Self::NoList { .. } | Self::Variables { .. } => Some(Code::InvalidInput),
            Self::Exist(_) => Some(Code::Exists),
            Self::NeedsYes => Some(Code::InputNeeded),
            Self::Busy => Some(Code::InUse),
            Self::Deaf { .. } | Self::Ended { .. } | Self::Run { .. } | Self::Failed { .. } | Self::Read { .. } => None,
        }
    }
}
