//! The second way: the driver's own command, which comes with a library that we did not find.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Gpu, GpuProcess, GpuReport};

/// How long the command may take: a driver that has to wake up needs seconds.
const LIMIT: Duration = Duration::from_secs(8);
/// Longest answer.
const LONGEST: u64 = 1 << 20;
/// How often a command that runs is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

const GPUS: &str = "index,uuid,name,driver_version,memory.used,memory.total,utilization.gpu,mig.mode.current,\
                    temperature.gpu,power.draw,power.limit,clocks.sm";
const APPS: &str = "gpu_uuid,pid,used_memory";

/// All GPUs, or why there are none.
pub(super) fn read() -> Result<GpuReport, String> {
    let gpus = ask(&format!("--query-gpu={GPUS}"))?;
    let apps = ask(&format!("--query-compute-apps={APPS}")).unwrap_or_default();
    parse(&gpus, &apps)
}

fn parse(gpus: &str, apps: &str) -> Result<GpuReport, String> {
    let mut report = GpuReport { source: Some("nvidia-smi".into()), ..GpuReport::default() };
    for line in gpus.lines().filter(|line| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [index, uuid, name, driver, used, total, busy, mig, warmth, power, limit, clock] = fields[..] else {
            return Err("nvidia-smi answers what is not understood".into());
        };
        report.driver = Some(driver.to_owned());
        let utilization_percent = busy.parse().ok();
        let unknown = utilization_percent.is_none().then(|| format!("utilization: {busy}"));
        report.gpus.push(Gpu {
            index: index.parse().map_err(|_| "nvidia-smi answers what is not understood".to_owned())?,
            uuid: uuid.to_owned(),
            name: name.to_owned(),
            memory_used_bytes: mebibytes(used),
            memory_total_bytes: mebibytes(total),
            utilization_percent,
            temperature_celsius: warmth.parse().ok(),
            power_watts: power.parse().ok(),
            power_limit_watts: limit.parse().ok(),
            sm_clock_mhz: clock.parse().ok(),
            mig: mig == "Enabled",
            processes: Vec::new(),
            unknown: unknown.into_iter().collect(),
        });
    }
    for line in apps.lines() {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [uuid, pid, used] = fields[..] else { continue };
        let (Some(gpu), Ok(pid)) = (report.gpus.iter_mut().find(|gpu| gpu.uuid == uuid), pid.parse()) else { continue };
        gpu.processes.push(GpuProcess { pid, memory_bytes: mebibytes(used), utilization_percent: None });
    }
    Ok(report)
}

fn mebibytes(text: &str) -> Option<u64> {
    text.parse::<u64>().ok()?.checked_mul(1 << 20)
}

fn ask(query: &str) -> Result<String, String> {
    let mut child = Command::new("nvidia-smi")
        .args([query, "--format=csv,noheader,nounits"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("nvidia-smi cannot be run: {error}"))?;
    let end = Instant::now() + LIMIT;
    // Its answer is shorter than what a pipe takes; a longer one ends with the limit.
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < end => std::thread::sleep(LOOK_EVERY),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("nvidia-smi did not answer within {} s", LIMIT.as_secs()));
            }
            Err(error) => return Err(format!("nvidia-smi: {error}")),
        }
    };
    let mut text = String::new();
    if let Some(output) = child.stdout.take() {
        let _ = output.take(LONGEST).read_to_string(&mut text);
    }
    if status.success() { Ok(text) } else { Err(format!("nvidia-smi ended with {status}: {}", text.trim())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divided_gpu_shows_its_memory_and_no_utilization() {
        let gpus = "0, GPU-a, NVIDIA A100-SXM4-40GB, 550.54.15, 1024, 40960, [N/A], Enabled, 41, 62.10, 400.00, 1095\n\
                    1, GPU-b, NVIDIA H100, 550.54.15, 2, 81559, 97, Disabled, 71, [N/A], [N/A], 1980\n";
        let apps = "GPU-a, 4242, 512\nGPU-b, 77, [N/A]\nGPU-c, 1, 1\n";
        let report = parse(gpus, apps).unwrap();
        let [divided, whole] = &report.gpus[..] else { panic!("{report:?}") };
        assert_eq!((divided.mig, divided.utilization_percent, divided.memory_used_bytes), (true, None, Some(1 << 30)));
        assert_eq!((whole.mig, whole.utilization_percent), (false, Some(97)));
        assert_eq!((divided.temperature_celsius, divided.sm_clock_mhz), (Some(41), Some(1095)));
        assert_eq!((divided.power_watts, divided.power_limit_watts), (Some(62.1), Some(400.0)));
        assert_eq!((whole.power_watts, whole.power_limit_watts), (None, None));
        assert_eq!(report.of(&[4242, 77]).unwrap().memory_bytes, 512 << 20);
        assert_eq!(report.of(&[9]), None);
    }
}
