//! What GPUs do, and for which processes: from the driver's library (NVML), else from `nvidia-smi`, else why not.
//!
//! Never called in the supervisor or a shim: the driver's library is large, starts threads, and can hang. A command asks
//! in its own process; the supervisor starts a helper (`gascli gpu`) that prints a [`GpuReport`] as JSON and ends.

mod nvml;
mod smi;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde::{Deserialize, Serialize};

/// How long the helper may take; more than `nvidia-smi` may.
const HELPER_LIMIT: Duration = Duration::from_secs(20);
/// Longest report.
const LONGEST_REPORT: u64 = 4 << 20;

/// What is known of the GPUs of this machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GpuReport {
    /// Who told it: `nvml` or `nvidia-smi`.
    #[serde(default)]
    pub source: Option<String>,
    /// The driver's version.
    #[serde(default)]
    pub driver: Option<String>,
    /// Each GPU.
    #[serde(default)]
    pub gpus: Vec<Gpu>,
    /// Why there are no figures, one reason for each way that was tried.
    #[serde(default)]
    pub why_not: Vec<String>,
}

/// One GPU.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Gpu {
    /// Its number, as in `CUDA_VISIBLE_DEVICES` with `CUDA_DEVICE_ORDER=PCI_BUS_ID`.
    pub index: u32,
    /// Its identity.
    #[serde(default)]
    pub uuid: String,
    /// Its model.
    #[serde(default)]
    pub name: String,
    /// Memory in use.
    #[serde(default)]
    pub memory_used_bytes: Option<u64>,
    /// Memory in all.
    #[serde(default)]
    pub memory_total_bytes: Option<u64>,
    /// Share of the last second in which it computed. `None` where the driver does not tell, as with MIG.
    #[serde(default)]
    pub utilization_percent: Option<u32>,
    /// How warm it is.
    #[serde(default)]
    pub temperature_celsius: Option<u32>,
    /// Power that it draws.
    #[serde(default)]
    pub power_watts: Option<f64>,
    /// Power that it may draw.
    #[serde(default)]
    pub power_limit_watts: Option<f64>,
    /// Clock of its processors.
    #[serde(default)]
    pub sm_clock_mhz: Option<u32>,
    /// Whether it is divided (MIG).
    #[serde(default)]
    pub mig: bool,
    /// Who uses it.
    #[serde(default)]
    pub processes: Vec<GpuProcess>,
    /// What the driver did not tell, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// What one process uses of one GPU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GpuProcess {
    /// Which. In a container this is the number that the host knows it by.
    pub pid: u32,
    /// Memory; `None` where the driver does not tell (no permission, or Windows' driver model).
    #[serde(default)]
    pub memory_bytes: Option<u64>,
    /// Share of the last second in which it computed there.
    #[serde(default)]
    pub utilization_percent: Option<u32>,
}

/// What a service uses of all GPUs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GpuUse {
    /// Memory of all its processes.
    pub memory_bytes: u64,
    /// Share of the last second, of all GPUs together: two that compute all the time are 200.
    pub utilization_percent: Option<u32>,
}

impl GpuReport {
    /// Asks the driver. Takes up to some seconds where the driver has to wake up.
    pub fn read() -> Self {
        let mut why_not = Vec::new();
        match nvml::read() {
            Ok(report) => return report,
            Err(reason) => why_not.push(reason),
        }
        match smi::read() {
            Ok(report) => Self { why_not, ..report },
            Err(reason) => {
                why_not.push(reason);
                Self { why_not, ..Self::default() }
            }
        }
    }

    /// Asks a helper, so that a driver that hangs or crashes costs the caller no more than the wait.
    pub fn ask() -> Self {
        Self::ask_within(HELPER_LIMIT)
    }

    /// The same for a caller with less patience.
    pub fn ask_within(limit: Duration) -> Self {
        Self::from_helper(limit)
            .unwrap_or_else(|reason| Self { why_not: vec![format!("GPUs: {reason}")], ..Self::default() })
    }

    fn from_helper(limit: Duration) -> Result<Self, String> {
        let mut child = helper().spawn().map_err(|error| format!("no helper could be started: {error}"))?;
        let Some(mut output) = child.stdout.take() else { return Err("the helper is mute".into()) };
        let end = Instant::now() + limit;
        let mut text = Vec::new();
        let read = loop {
            let left = u16::try_from(end.saturating_duration_since(Instant::now()).as_millis()).unwrap_or(u16::MAX);
            let mut fds = [PollFd::new(std::os::fd::AsFd::as_fd(&output), PollFlags::POLLIN)];
            match poll(&mut fds, PollTimeout::from(left)) {
                Ok(0) => break Err(format!("the driver did not answer within {limit:?}")),
                Err(nix::errno::Errno::EINTR) => continue,
                Err(error) => break Err(error.to_string()),
                Ok(_) => {}
            }
            let mut part = [0; 16 << 10];
            match output.read(&mut part) {
                Ok(0) => break Ok(()),
                Ok(_) if text.len() as u64 > LONGEST_REPORT => break Err("the report is too long".into()),
                Ok(count) => text.extend_from_slice(part.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error.to_string()),
            }
        };
        let _ = child.kill(); // has ended by itself if all is well
        let ended = if read.is_ok() { child.wait().ok() } else { child.try_wait().ok().flatten() };
        if ended.is_none() {
            // One that is stuck in the driver does not even take SIGKILL: whoever asks goes on, and it is reaped when it ends.
            let _ = std::thread::Builder::new().name("gpu helper".into()).spawn(move || child.wait());
        }
        read?;
        let how = ended.map(|status| status.to_string()).unwrap_or_default();
        serde_json::from_slice(&text).map_err(|_| format!("the driver's library took the helper down ({how})"))
    }

    /// Whether a driver may be there. Looks at files only, and takes no time.
    pub fn has_driver() -> bool {
        nvml::may_be_there()
    }

    /// What these processes use; `None` if none of them is on a GPU.
    pub fn of(&self, pids: &[u32]) -> Option<GpuUse> {
        let mut found: Option<GpuUse> = None;
        // With several contexts on one GPU the driver names a process more than once.
        for gpu in &self.gpus {
            let mut seen: BTreeMap<u32, &GpuProcess> = BTreeMap::new();
            for process in gpu.processes.iter().filter(|process| pids.contains(&process.pid)) {
                seen.entry(process.pid).or_insert(process);
            }
            for process in seen.values() {
                let sum = found.get_or_insert_default();
                sum.memory_bytes += process.memory_bytes.unwrap_or(0);
                if let Some(percent) = process.utilization_percent {
                    sum.utilization_percent = Some(sum.utilization_percent.unwrap_or(0) + percent);
                }
            }
        }
        found
    }
}

/// The helper, ready to be started: prints a [`GpuReport`] as one line of JSON on standard output and ends.
pub(crate) fn helper() -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.arg0("gascli").arg("gpu").current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The helper itself.
pub(crate) fn run_helper() -> io::Result<()> {
    let mut line = serde_json::to_vec(&GpuReport::read())?;
    line.push(b'\n');
    io::stdout().lock().write_all(&line)
}
