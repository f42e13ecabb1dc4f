//! Where files live, as pure path arithmetic. Who creates them sets their modes (folders 0700, sockets and secrets 0600).

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Hotkey;

/// The three folders of an installation; every other path is below one of them (`README.md`, "Where files live").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paths {
    /// Env files, `gascli.toml`, trust anchors.
    pub config: PathBuf,
    /// Locks, sockets, exit records, logs, databases.
    pub state: PathBuf,
    /// What can be fetched or computed again.
    pub cache: PathBuf,
}

impl Paths {
    /// Everything below one folder, as `GASCLI_HOME` asks for.
    pub fn below(home: &Path) -> Self {
        Self { config: home.join("config"), state: home.join("state"), cache: home.join("cache") }
    }

    /// The folder of PEM files that the C2PA check trusts.
    pub fn trust_store(&self) -> PathBuf {
        self.config.join("trust")
    }

    /// Control socket of the supervisor.
    pub fn supervisor_socket(&self) -> PathBuf {
        self.state.join("supervisor.sock")
    }

    /// Held by the one supervisor of this installation.
    pub fn supervisor_lock(&self) -> PathBuf {
        self.state.join("supervisor.lock")
    }

    /// What supervisors print about themselves.
    pub fn supervisor_log(&self) -> PathBuf {
        self.state.join("supervisor.log")
    }

    /// One folder per supervised service: its specification, lock, shim socket and exit records.
    pub fn services(&self) -> PathBuf {
        self.state.join("services")
    }

    /// Folder of one service.
    pub fn service(&self, name: &ServiceName) -> PathBuf {
        self.services().join(name.as_str())
    }

    /// Folder of a service's log segments and their indexes.
    pub fn logs(&self, name: &ServiceName) -> PathBuf {
        self.state.join("logs").join(name.as_str())
    }

    /// Socket on which the daemon of a service tells its state.
    pub fn state_socket(&self, name: &ServiceName) -> PathBuf {
        self.state.join("daemons").join(format!("{name}.sock"))
    }

    /// Where a miner keeps checkpoints and results unless `MINER_STATE_DIR` says otherwise.
    pub fn miner(&self, hotkey: &Hotkey) -> PathBuf {
        self.state.join("miner").join(hotkey.to_string())
    }

    /// Where a validator keeps its store and state.
    pub fn validator(&self, hotkey: &Hotkey) -> PathBuf {
        self.state.join("validator").join(hotkey.to_string())
    }

    /// What hotkeys have submitted as discriminators.
    pub fn discriminators(&self) -> PathBuf {
        self.state.join("discriminator")
    }

    /// Models that were fetched or added, unless `MODELS_DIR` says otherwise. Part of the state: without network they could
    /// not be fetched again.
    pub fn models(&self) -> PathBuf {
        self.state.join("models")
    }

    /// The C2PA authority that signs what the demo provider paints; only `local:` chains trust it.
    pub fn demo_authority(&self) -> PathBuf {
        self.state.join("demo-authority")
    }

    /// Ledgers, wallets and env files of `gascli demo`.
    pub fn demo(&self) -> PathBuf {
        self.state.join("demo")
    }

    /// Ledger that `gascli localnet` edits unless told otherwise.
    pub fn localnet(&self) -> PathBuf {
        self.state.join("localnet.sqlite")
    }
}

/// Name of a supervised service. It becomes folder and file names, so it is checked once, here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServiceName(String);

/// A text that is no service name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no service name: letters, digits, `.`, `_` and `-` are allowed, at most 64, the first a letter or digit"
)]
pub struct ServiceNameError(String);

impl ServiceName {
    /// The longest name; keeps socket paths short.
    pub const MAX: usize = 64;

    /// The GAS miner (`spec/gas.md` 1.3).
    pub fn gas_miner() -> Self {
        Self("bitmind-generative-miner".into())
    }

    /// The GAS validator (`spec/gas.md` 1.3).
    pub fn gas_validator() -> Self {
        Self("sn34-validator".into())
    }

    /// The service that keeps the GAS validator's prompts filled (`spec/gas.md` 1.3).
    pub fn gas_generation() -> Self {
        Self("sn34-generator".into())
    }

    /// The service that uploads the GAS validator's media (`spec/gas.md` 1.3).
    pub fn gas_data() -> Self {
        Self("sn34-data".into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for ServiceName {
    type Err = ServiceNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if starts && text.len() <= Self::MAX && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(ServiceNameError(text.chars().take(Self::MAX).collect()))
        }
    }
}

impl TryFrom<String> for ServiceName {
    type Error = ServiceNameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ServiceName> for String {
    fn from(name: ServiceName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_name_can_never_leave_its_folder() {
        for name in ["", ".", "..", "../x", "a/b", "-n", ".hidden", "a b", "é", &"a".repeat(65)] {
            assert!(name.parse::<ServiceName>().is_err(), "{name}");
        }
        for name in ["a", "sn34-validator", "miner_1.b", &"a".repeat(64)] {
            assert_eq!(name.parse::<ServiceName>().unwrap().as_str(), name);
        }
    }
}
