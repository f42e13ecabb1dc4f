//! What kind an error is, for scripts.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $text:literal,)+) => {
        /// The kind of an error in words that stay: `error.code` of what `--json` prints. `docs/errors.md` lists them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])+ $name,)+
        }

        impl Code {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word for programs.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The chain's runtime is not as this version knows it.
    ChainIncompatible = "chain-incompatible",
    /// The chain refuses what was asked for.
    ChainRefused = "chain-refused",
    /// No endpoint of the chain answers as it should.
    ChainUnreachable = "chain-unreachable",
    /// Env file, gascli.toml or environment say what cannot be.
    ConfigInvalid = "config-invalid",
    /// A daemon does not tell its state.
    DaemonUnreachable = "daemon-unreachable",
    /// A file of ours is not whole, or another program's.
    Damaged = "damaged",
    /// No room where it was to be written.
    DiskFull = "disk-full",
    /// It would overwrite what is there.
    Exists = "exists",
    /// Nothing more exact is known.
    Failed = "failed",
    /// Another process has it.
    InUse = "in-use",
    /// Somebody would have to be asked.
    InputNeeded = "input-needed",
    /// A fault of gascli itself.
    Internal = "internal",
    /// A signal came first.
    Interrupted = "interrupted",
    /// What was given to be worked on cannot be.
    InvalidInput = "invalid-input",
    /// A file, folder or pipe cannot be used.
    Io = "io",
    /// A model is not on this machine, or nowhere.
    ModelMissing = "model-missing",
    /// A server does not answer, or not sensibly.
    Network = "network",
    /// No service has this name.
    NoSuchService = "no-such-service",
    /// What was named is not there.
    NotFound = "not-found",
    /// The hotkey has no seat on the subnet.
    NotRegistered = "not-registered",
    /// It was sent, and what became of it is not known.
    OutcomeUnknown = "outcome-unknown",
    /// A password is missing or wrong.
    Password = "password",
    /// This user may not, or others may what they should not.
    PermissionDenied = "permission-denied",
    /// It is not done, for a reason that the message tells.
    Refused = "refused",
    /// A server says no.
    ServerRefused = "server-refused",
    /// A service was started and did not come up.
    ServiceFailed = "service-failed",
    /// The supervisor cannot be started or does not answer.
    SupervisorUnreachable = "supervisor-unreachable",
    /// It took longer than it may.
    TimedOut = "timed-out",
    /// This machine or this build cannot.
    Unsupported = "unsupported",
    /// The command line cannot be understood.
    Usage = "usage",
    /// Another version of gascli wrote it or answers.
    VersionMismatch = "version-mismatch",
    /// There is no such wallet or hotkey file.
    WalletMissing = "wallet-missing",
    /// The wallet or hotkey file cannot be used as it is.
    WalletUnusable = "wallet-unusable",
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
