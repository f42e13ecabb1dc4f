//! The driver's library, opened at run time: a machine without it runs the same program.

use std::ffi::OsStr;
use std::path::Path;

use nvml_wrapper::enum_wrappers::device::{Clock, TemperatureSensor};
use nvml_wrapper::enums::device::UsedGpuMemory;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::{Device, Nvml};

use super::{Gpu, GpuProcess, GpuReport};
use crate::types::UnixMillis;

/// Where the library may be: as the loader finds it, then where containers, WSL and NixOS have it.
const PLACES: [&str; 6] = [
    "libnvidia-ml.so.1",
    "/usr/local/nvidia/lib64/libnvidia-ml.so.1",
    "/usr/lib/wsl/lib/libnvidia-ml.so.1",
    "/run/opengl-driver/lib/libnvidia-ml.so.1",
    "/usr/lib64/libnvidia-ml.so.1",
    "libnvidia-ml.so",
];
/// GPUs that are looked at.
const MOST_GPUS: u32 = 64;

/// All GPUs, or why there are none.
pub(super) fn read() -> Result<GpuReport, String> {
    let nvml = open()?;
    // Drivers before 510 tell memory and processes in a form that is read no more; their command still tells them.
    if nvml.lib().nvmlDeviceGetMemoryInfo_v2.is_err() {
        return Err("NVML: this driver is too old".into());
    }
    let count = nvml.device_count().map_err(|error| format!("NVML counts no GPUs: {}", words(&error)))?;
    let driver = nvml.sys_driver_version().ok();
    let gpus = (0..count.min(MOST_GPUS)).map(|index| gpu(&nvml, index)).collect();
    Ok(GpuReport { source: Some("nvml".into()), driver, gpus, why_not: Vec::new() })
}

fn open() -> Result<Nvml, String> {
    for place in PLACES {
        match Nvml::builder().lib_path(OsStr::new(place)).init() {
            Ok(nvml) => return Ok(nvml),
            Err(NvmlError::LibloadingError(_)) => {}
            Err(error) => return Err(format!("NVML does not start: {}{}", words(&error), device_trouble())),
        }
    }
    Err(why_no_library())
}

fn gpu(nvml: &Nvml, index: u32) -> Gpu {
    let mut gpu = Gpu { index, ..Gpu::default() };
    let device = match nvml.device_by_index(index) {
        Ok(device) => device,
        Err(error) => {
            gpu.unknown.push(format!("everything: {}", words(&error)));
            return gpu;
        }
    };
    gpu.name = device.name().unwrap_or_default();
    gpu.uuid = device.uuid().unwrap_or_default();
    gpu.mig = device.mig_mode().is_ok_and(|mode| mode.current == 1);
    match device.memory_info() {
        Ok(memory) => (gpu.memory_used_bytes, gpu.memory_total_bytes) = (Some(memory.used), Some(memory.total)),
        Err(error) => gpu.unknown.push(format!("memory: {}", words(&error))),
    }
    match device.utilization_rates() {
        Ok(rates) => gpu.utilization_percent = Some(rates.gpu),
        Err(_) if gpu.mig => gpu.unknown.push("utilization: a divided GPU (MIG) has none".into()),
        Err(error) => gpu.unknown.push(format!("utilization: {}", words(&error))),
    }
    // Many models have no sensor for one of these, and nobody waits for the reason.
    let watts = |milliwatts: u32| f64::from(milliwatts) / 1000.0;
    gpu.temperature_celsius = device.temperature(TemperatureSensor::Gpu).ok();
    gpu.power_watts = device.power_usage().ok().map(watts);
    gpu.power_limit_watts = device.enforced_power_limit().ok().map(watts);
    gpu.sm_clock_mhz = device.clock_info(Clock::SM).ok();
    gpu.processes = processes(&device, &mut gpu.unknown);
    gpu
}

/// Who computes or draws, once each, with the share of the last second.
fn processes(device: &Device<'_>, unknown: &mut Vec<String>) -> Vec<GpuProcess> {
    let mut found: Vec<GpuProcess> = Vec::new();
    for listed in [device.running_compute_processes(), device.running_graphics_processes()] {
        match listed {
            Ok(all) => {
                for info in all {
                    if !found.iter().any(|process| process.pid == info.pid) {
                        let memory_bytes = match info.used_gpu_memory {
                            UsedGpuMemory::Used(bytes) => Some(bytes),
                            UsedGpuMemory::Unavailable => None,
                        };
                        found.push(GpuProcess { pid: info.pid, memory_bytes, utilization_percent: None });
                    }
                }
            }
            Err(NvmlError::NotSupported) => {}
            Err(error) => unknown.push(format!("processes: {}", words(&error))),
        }
    }
    if found.is_empty() {
        return found;
    }
    let since_us = UnixMillis::now().0.saturating_sub(1000).saturating_mul(1000);
    let samples = match device.process_utilization_stats(since_us) {
        Ok(samples) => samples,
        Err(NvmlError::NotFound) => Vec::new(), // nothing has computed lately
        Err(NvmlError::NotSupported | NvmlError::FailedToLoadSymbol(_)) => return found,
        Err(error) => {
            unknown.push(format!("utilization of processes: {}", words(&error)));
            return found;
        }
    };
    for process in &mut found {
        let own = samples.iter().filter(|sample| sample.pid == process.pid);
        // Newest first or last, as the driver likes.
        let newest = own.max_by_key(|sample| sample.timestamp).map_or(0, |sample| sample.sm_util);
        process.utilization_percent = Some(newest.min(100));
    }
    found
}

fn words(error: &NvmlError) -> String {
    match error {
        NvmlError::FailedToLoadSymbol(_) | NvmlError::FunctionNotFound => "this driver is too old".into(),
        NvmlError::NoPermission => "no permission".into(),
        error => error.to_string(),
    }
}

/// Whether there is a driver, or the caller's variables name a place with its library.
pub(super) fn may_be_there() -> bool {
    let devices = ["/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg"];
    let named = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    devices.iter().any(|path| Path::new(path).exists())
        || std::env::split_paths(&named).any(|folder| folder.join("libnvidia-ml.so.1").exists())
}

fn why_no_library() -> String {
    let has_driver = Path::new("/proc/driver/nvidia/version").exists();
    let cause = if has_driver {
        "a driver is loaded, but its library is not to be seen: in a container, ask for the driver capability `utility`"
    } else {
        "no NVIDIA driver is loaded (`/proc/driver/nvidia` is not there)"
    };
    format!("NVML not found: {cause}; tried {}", PLACES.join(", "))
}

/// What is wrong with the device file, after a failure.
fn device_trouble() -> String {
    match std::fs::File::options().read(true).write(true).open("/dev/nvidiactl") {
        Ok(_) => String::new(),
        Err(error) => format!(" (`/dev/nvidiactl`: {error})"),
    }
}
