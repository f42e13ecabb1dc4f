//! The driver's library, opened at run time: a machine without it runs the same program.
//!
//! Names, numbers and layouts are those of `nvml.h`; functions that a driver lacks cost their figure, not the rest.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::Path;

use libloading::Library;

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
/// Processes of one GPU that are looked at.
const MOST_PROCESSES: u32 = 1024;
/// Texts are shorter.
const TEXT: u32 = 96;
/// `NVML_ERROR_NOT_SUPPORTED`.
const NOT_SUPPORTED: c_int = 3;
/// `NVML_ERROR_NO_PERMISSION`.
const NO_PERMISSION: c_int = 4;
/// `NVML_ERROR_NOT_FOUND`: nothing has computed lately.
const NOT_FOUND: c_int = 6;
/// `NVML_VALUE_NOT_AVAILABLE`.
const NOT_AVAILABLE: u64 = u64::MAX;

/// `nvmlDevice_t`.
type Device = *mut c_void;
type Plain = unsafe extern "C" fn() -> c_int;
type ErrorString = unsafe extern "C" fn(c_int) -> *const c_char;
type SystemText = unsafe extern "C" fn(*mut c_char, u32) -> c_int;
type Count = unsafe extern "C" fn(*mut u32) -> c_int;
type ByIndex = unsafe extern "C" fn(u32, *mut Device) -> c_int;
type DeviceText = unsafe extern "C" fn(Device, *mut c_char, u32) -> c_int;
type DeviceStruct<T> = unsafe extern "C" fn(Device, *mut T) -> c_int;
type MigMode = unsafe extern "C" fn(Device, *mut u32, *mut u32) -> c_int;
type Processes = unsafe extern "C" fn(Device, *mut u32, *mut ProcessInfo) -> c_int;
type Samples = unsafe extern "C" fn(Device, *mut Sample, *mut u32, u64) -> c_int;

/// `nvmlMemory_t`.
#[repr(C)]
#[derive(Default, Clone, Copy)]
struct Memory {
    total: u64,
    free: u64,
    used: u64,
}

/// `nvmlUtilization_t`.
#[repr(C)]
#[derive(Default, Clone, Copy)]
struct Utilization {
    gpu: u32,
    memory: u32,
}

/// `nvmlProcessInfo_t` of the functions that end in `_v2` and `_v3`.
#[repr(C)]
#[derive(Default, Clone, Copy)]
struct ProcessInfo {
    pid: u32,
    used: u64,
    gpu_instance: u32,
    compute_instance: u32,
}

/// `nvmlProcessUtilizationSample_t`.
#[repr(C)]
#[derive(Default, Clone, Copy)]
struct Sample {
    pid: u32,
    at_us: u64,
    sm: u32,
    memory: u32,
    encoder: u32,
    decoder: u32,
}

/// Why a figure is missing.
enum Fault {
    /// This driver has no such function.
    Absent,
    /// It answered with this code.
    Code(c_int),
}

struct Nvml {
    library: Library,
}

/// All GPUs, or why there are none.
pub(super) fn read() -> Result<GpuReport, String> {
    let nvml = Nvml::open()?;
    let report = nvml.report();
    nvml.close();
    report
}

impl Nvml {
    fn open() -> Result<Self, String> {
        let found = PLACES.iter().find_map(|place| load(place));
        let Some(library) = found else { return Err(why_no_library()) };
        let nvml = Self { library };
        match nvml.plain(b"nvmlInit_v2\0") {
            Ok(()) => Ok(nvml),
            Err(fault) => Err(format!("NVML does not start: {}{}", nvml.words(&fault), device_trouble())),
        }
    }

    fn close(&self) {
        let _ = self.plain(b"nvmlShutdown\0"); // the process ends soon in any case
    }

    fn report(&self) -> Result<GpuReport, String> {
        let count = self.count().map_err(|fault| format!("NVML counts no GPUs: {}", self.words(&fault)))?;
        let driver = self.system_text(b"nvmlSystemGetDriverVersion\0").ok();
        let gpus = (0..count.min(MOST_GPUS)).map(|index| self.gpu(index)).collect();
        Ok(GpuReport { source: Some("nvml".into()), driver, gpus, why_not: Vec::new() })
    }

    fn gpu(&self, index: u32) -> Gpu {
        let mut gpu = Gpu { index, ..Gpu::default() };
        let device = match self.device(index) {
            Ok(device) => device,
            Err(fault) => {
                gpu.unknown.push(format!("everything: {}", self.words(&fault)));
                return gpu;
            }
        };
        gpu.name = self.device_text(b"nvmlDeviceGetName\0", device).unwrap_or_default();
        gpu.uuid = self.device_text(b"nvmlDeviceGetUUID\0", device).unwrap_or_default();
        gpu.mig = self.mig(device).unwrap_or(false);
        match self.fill::<Memory>(b"nvmlDeviceGetMemoryInfo\0", device) {
            Ok(memory) => (gpu.memory_used_bytes, gpu.memory_total_bytes) = (Some(memory.used), Some(memory.total)),
            Err(fault) => gpu.unknown.push(format!("memory: {}", self.words(&fault))),
        }
        match self.fill::<Utilization>(b"nvmlDeviceGetUtilizationRates\0", device) {
            Ok(rates) => gpu.utilization_percent = Some(rates.gpu),
            Err(_) if gpu.mig => gpu.unknown.push("utilization: a divided GPU (MIG) has none".into()),
            Err(fault) => gpu.unknown.push(format!("utilization: {}", self.words(&fault))),
        }
        gpu.processes = self.gpu_processes(device, &mut gpu.unknown);
        gpu
    }

    /// Who computes or draws, once each, with the share of the last second.
    fn gpu_processes(&self, device: Device, unknown: &mut Vec<String>) -> Vec<GpuProcess> {
        let mut found: Vec<GpuProcess> = Vec::new();
        for names in [
            [b"nvmlDeviceGetComputeRunningProcesses_v3\0", b"nvmlDeviceGetComputeRunningProcesses_v2\0"]
                .map(|n| &n[..]),
            [b"nvmlDeviceGetGraphicsRunningProcesses_v3\0", b"nvmlDeviceGetGraphicsRunningProcesses_v2\0"]
                .map(|n| &n[..]),
        ] {
            let listed = self.processes(names[0], device).or_else(|fault| match fault {
                Fault::Absent => self.processes(names[1], device),
                fault @ Fault::Code(_) => Err(fault),
            });
            match listed {
                Ok(all) => {
                    for info in all {
                        if !found.iter().any(|process| process.pid == info.pid) {
                            let memory_bytes = Some(info.used).filter(|used| *used != NOT_AVAILABLE);
                            found.push(GpuProcess { pid: info.pid, memory_bytes, utilization_percent: None });
                        }
                    }
                }
                Err(Fault::Code(NOT_SUPPORTED)) => {}
                Err(fault) => unknown.push(format!("processes: {}", self.words(&fault))),
            }
        }
        if found.is_empty() {
            return found;
        }
        match self.samples(device) {
            Ok(samples) => {
                for process in &mut found {
                    let own = samples.iter().filter(|sample| sample.pid == process.pid);
                    // Newest first or last, as the driver likes.
                    let newest = own.max_by_key(|sample| sample.at_us).map_or(0, |sample| sample.sm);
                    process.utilization_percent = Some(newest.min(100));
                }
            }
            Err(Fault::Code(NOT_SUPPORTED) | Fault::Absent) => {}
            Err(fault) => unknown.push(format!("utilization of processes: {}", self.words(&fault))),
        }
        found
    }

    fn words(&self, fault: &Fault) -> String {
        match fault {
            Fault::Absent => "this driver is too old".into(),
            Fault::Code(NO_PERMISSION) => "no permission".into(),
            Fault::Code(code) => self.error_string(*code).unwrap_or_else(|| format!("NVML error {code}")),
        }
    }

    fn done(code: c_int) -> Result<(), Fault> {
        if code == 0 { Ok(()) } else { Err(Fault::Code(code)) }
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn symbol<T: Copy>(&self, name: &[u8]) -> Result<T, Fault> {
        // SAFETY: every caller asks for a name of `nvml.h` with the type that stands there.
        unsafe { self.library.get::<T>(name) }.map(|found| *found).map_err(|_| Fault::Absent)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn plain(&self, name: &[u8]) -> Result<(), Fault> {
        let function: Plain = self.symbol(name)?;
        // SAFETY: it takes nothing and may be called at any time.
        Self::done(unsafe { function() })
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn error_string(&self, code: c_int) -> Option<String> {
        let function: ErrorString = self.symbol(b"nvmlErrorString\0").ok()?;
        // SAFETY: it takes any number.
        let text = unsafe { function(code) };
        // SAFETY: what it returns is a text of the library's own, which stays loaded.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn count(&self) -> Result<u32, Fault> {
        let function: Count = self.symbol(b"nvmlDeviceGetCount_v2\0")?;
        let mut count = 0;
        // SAFETY: it writes one number there.
        Self::done(unsafe { function(&raw mut count) }).map(|()| count)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn device(&self, index: u32) -> Result<Device, Fault> {
        let function: ByIndex = self.symbol(b"nvmlDeviceGetHandleByIndex_v2\0")?;
        let mut device: Device = std::ptr::null_mut();
        // SAFETY: it writes one handle there.
        Self::done(unsafe { function(index, &raw mut device) }).map(|()| device)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn system_text(&self, name: &[u8]) -> Result<String, Fault> {
        let function: SystemText = self.symbol(name)?;
        let mut text = [0_u8; TEXT as usize];
        // SAFETY: it writes at most as many bytes as it is told.
        Self::done(unsafe { function(text.as_mut_ptr().cast(), TEXT) }).map(|()| text_of(&text))
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn device_text(&self, name: &[u8], device: Device) -> Result<String, Fault> {
        let function: DeviceText = self.symbol(name)?;
        let mut text = [0_u8; TEXT as usize];
        // SAFETY: the handle is the library's own, and it writes at most as many bytes as it is told.
        Self::done(unsafe { function(device, text.as_mut_ptr().cast(), TEXT) }).map(|()| text_of(&text))
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn fill<T: Default>(&self, name: &[u8], device: Device) -> Result<T, Fault> {
        let function: DeviceStruct<T> = self.symbol(name)?;
        let mut value = T::default();
        // SAFETY: the handle is the library's own, and the callers' structs have the layout of `nvml.h`.
        Self::done(unsafe { function(device, &raw mut value) }).map(|()| value)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn mig(&self, device: Device) -> Result<bool, Fault> {
        let function: MigMode = self.symbol(b"nvmlDeviceGetMigMode\0")?;
        let (mut current, mut pending) = (0, 0);
        // SAFETY: the handle is the library's own, and it writes two numbers there.
        Self::done(unsafe { function(device, &raw mut current, &raw mut pending) }).map(|()| current == 1)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn processes(&self, name: &[u8], device: Device) -> Result<Vec<ProcessInfo>, Fault> {
        let function: Processes = self.symbol(name)?;
        let mut all = vec![ProcessInfo::default(); MOST_PROCESSES as usize];
        let mut count = MOST_PROCESSES;
        // SAFETY: the handle is the library's own, and it writes at most `count` structs of this layout.
        Self::done(unsafe { function(device, &raw mut count, all.as_mut_ptr()) })?;
        all.truncate(count as usize);
        Ok(all)
    }

    #[expect(unsafe_code, reason = "a function of a C library")]
    fn samples(&self, device: Device) -> Result<Vec<Sample>, Fault> {
        let function: Samples = self.symbol(b"nvmlDeviceGetProcessUtilization\0")?;
        let mut all = vec![Sample::default(); MOST_PROCESSES as usize];
        let mut count = MOST_PROCESSES;
        let since_us = UnixMillis::now().0.saturating_sub(1000).saturating_mul(1000);
        // SAFETY: the handle is the library's own, and it writes at most `count` structs of this layout.
        match unsafe { function(device, all.as_mut_ptr(), &raw mut count, since_us) } {
            NOT_FOUND => return Ok(Vec::new()),
            code => Self::done(code)?,
        }
        all.truncate(count as usize);
        Ok(all)
    }
}

/// Whether there is a driver, or the caller's variables name a place with its library.
pub(super) fn may_be_there() -> bool {
    let devices = ["/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg"];
    let named = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    devices.iter().any(|path| Path::new(path).exists())
        || std::env::split_paths(&named).any(|folder| folder.join("libnvidia-ml.so.1").exists())
}

#[expect(unsafe_code, reason = "opening a library runs its initialisers")]
fn load(place: &str) -> Option<Library> {
    // SAFETY: the driver's library is made for this; nothing of ours depends on what its initialisers change.
    unsafe { Library::new(place) }.ok()
}

fn text_of(bytes: &[u8]) -> String {
    CStr::from_bytes_until_nul(bytes).map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
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
