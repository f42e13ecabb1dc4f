//! The real validator's process on a local chain, and what it costs.
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gascli::chain::Axon;
use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::wallet;
use gascli::daemon::state_socket;
use gascli::protocol::daemon_state::{ChallengeCounters, DaemonState};
use gascli::types::{Hotkey, Netuid, Paths, Rao, ServiceName};

const GASCLI: &str = env!("CARGO_BIN_EXE_gascli");
const NETUID: Netuid = Netuid(34);

/// A chain, a wallet and the folders of one validator, in a home of its own.
pub(crate) struct World {
    home: tempfile::TempDir,
    pub(crate) hotkey: Hotkey,
}

impl World {
    pub(crate) fn new(name: &str) -> Self {
        let home = tempfile::Builder::new().prefix(&format!("gascli-bench-{name}-")).tempdir().unwrap();
        let new = NewLedger { netuid: NETUID, block_time: Duration::from_secs(1), ..NewLedger::default() };
        let mut ledger = Ledger::create(&home.path().join("chain.sqlite"), &new).unwrap();
        let settings = wallet::Settings::new(home.path().join("wallets"), "w", "h");
        let hotkey = wallet::create_hotkey(&settings).unwrap();
        let given = Registration {
            stake: Some(Rao::from_tao(20_000)),
            validator_permit: Some(true),
            ..Registration::default()
        };
        ledger.register(NETUID, &hotkey, &given).unwrap();
        Self { home, hotkey }
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::below(self.home.path())
    }

    pub(crate) fn seat(&self, hotkey: &Hotkey, address: Option<SocketAddr>) {
        let axon = address.map(|address| Axon { ip: address.ip(), port: address.port() });
        let mut ledger = Ledger::open(&self.home.path().join("chain.sqlite")).unwrap();
        ledger.register(NETUID, hotkey, &Registration { axon, ..Registration::default() }).unwrap();
    }

    /// Starts the validator; `CPUS` pins it, such as `CPUS=0`.
    pub(crate) fn start(&self, more: &[(&str, &str)]) -> Validator {
        let env_file = self.home.path().join("validator.env");
        let (chain, wallets) = (self.home.path().join("chain.sqlite"), self.home.path().join("wallets"));
        let mut lines = format!(
            "CHAIN_ENDPOINT=local:{}\nWALLET_PATH={}\nWALLET_NAME=w\nWALLET_HOTKEY=h\nCALLBACK_PORT=0\nEPOCH_LENGTH=1000000\n",
            chain.display(),
            wallets.display()
        );
        for (key, value) in more {
            writeln!(lines, "{key}={value}").unwrap();
        }
        let mut file = File::options().create(true).truncate(true).write(true).mode(0o600).open(&env_file).unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        let log = self.home.path().join("validator.log");
        let mut command = match std::env::var("CPUS") {
            Ok(cpus) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &cpus, GASCLI]);
                command
            }
            Err(_) => Command::new(GASCLI),
        };
        command.args(["run", "validator", "--env-file"]).arg(&env_file).env("GASCLI_HOME", self.home.path());
        let to = File::create(&log).unwrap();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(to).spawn().unwrap();
        let socket = self.paths().state_socket(&ServiceName::gas_validator());
        let mut validator = Validator { child, socket, log, listening: String::new() };
        validator.listening = validator.wait_for_start();
        validator
    }
}

/// A running validator.
pub(crate) struct Validator {
    child: Child,
    socket: PathBuf,
    log: PathBuf,
    pub(crate) listening: String,
}

impl Validator {
    fn wait_for_start(&mut self) -> String {
        let end = Instant::now() + Duration::from_mins(2);
        loop {
            if let Ok(state) = state_socket::read(&self.socket, Duration::from_secs(1)) {
                return state.node.listening.unwrap();
            }
            let log = fs::read_to_string(&self.log).unwrap();
            assert!(self.child.try_wait().unwrap().is_none(), "the validator ended: {log}");
            assert!(Instant::now() < end, "the validator does not answer: {log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn state(&self) -> DaemonState {
        state_socket::read(&self.socket, Duration::from_secs(10)).unwrap()
    }

    pub(crate) fn counters(&self) -> ChallengeCounters {
        self.state().challenges.unwrap()
    }

    pub(crate) fn cpu_seconds(&self) -> f64 {
        cpu_seconds(&PathBuf::from(format!("/proc/{}", self.child.id())))
    }

    /// `VmRSS` or `VmHWM`, the most that it ever was.
    pub(crate) fn memory_mib(&self, field: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Validator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU seconds of a process, by its folder in `/proc`.
pub(crate) fn cpu_seconds(folder: &Path) -> f64 {
    let stat = fs::read_to_string(folder.join("stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0 // USER_HZ is 100 wherever Linux runs Rust
}
