//! `gascli info`: versions, folders and the machine, as one block for a bug report.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use super::{Answer, Context, node, output};
use crate::config::Role;
use crate::config::file::FILE_NAME;
use crate::daemon::crash::newest_report;
use crate::media::video;
use crate::supervisor::{Client, Containment, GpuReport};
use crate::types::{Build, size_words};

/// How long the GPU's driver may take.
const GPU_LIMIT: Duration = Duration::from_secs(3);

/// Show versions, folders and the machine: one block for a bug report, without secrets.
///
/// Starts nothing, asks nobody outside of this machine, and shows no setting. The home folder is written as `~`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gascli info\n  gascli info --json")]
pub(super) struct InfoArgs {}

/// Everything that is told. The text is drawn from it.
#[derive(Debug, Serialize)]
struct About {
    schema: &'static str,
    version: &'static str,
    /// `None` where the builder did not say (`GASCLI_COMMIT`).
    commit: Option<&'static str>,
    target: String,
    profile: &'static str,
    features: Vec<&'static str>,
    machine: Machine,
    folders: BTreeMap<&'static str, String>,
    files: Vec<String>,
    supervisor: Supervisor,
    services: Vec<Service>,
    gpu: Gpu,
    terminal: Output,
    /// What is there of the programs and parts of a system that gascli can use.
    has: BTreeMap<&'static str, bool>,
    newest_crash_report: Option<String>,
}

#[derive(Debug, Serialize)]
struct Machine {
    os: Option<String>,
    kernel: Option<String>,
    cores: usize,
    memory_bytes: Option<u64>,
    in_container: bool,
}

/// The supervisor, as far as it answers.
#[derive(Debug, Serialize)]
struct Supervisor {
    state: String,
    pid: Option<u32>,
    version: Option<String>,
    containment: Option<String>,
}

#[derive(Debug, Serialize)]
struct Service {
    name: String,
    state: &'static str,
    restarts: u32,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct Gpu {
    driver: Option<String>,
    names: Vec<String>,
    why_not: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Output {
    is_terminal: bool,
    kind: Option<String>,
    columns: Option<usize>,
    language: Option<String>,
}

pub(super) fn run(context: &Context, _: &InfoArgs) -> anyhow::Result<Answer> {
    let about = About::look(context);
    if context.json {
        output::json(&about)?;
    } else {
        about.print()?;
    }
    Ok(Answer::Yes)
}

impl About {
    fn look(context: &Context) -> Self {
        let home = node::home(context);
        let tilde = |text: &str| tilde(text, home.as_deref());
        let shown = |path: &Path| tilde(&path.display().to_string());
        let paths = &context.paths;
        let (report, has_ffmpeg) = std::thread::scope(|scope| {
            let ffmpeg = scope.spawn(video::has_ffmpeg);
            (GpuReport::ask_within(GPU_LIMIT), ffmpeg.join().unwrap_or(false))
        });
        let variable = |name: &str| context.environment.get(name).filter(|value| !value.is_empty()).cloned();
        let (supervisor, services) = supervisor(context, &tilde);
        let Build { version, commit, target, features } = Build::this();
        Self {
            schema: output::SCHEMA,
            version,
            commit,
            target,
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            features,
            machine: machine(),
            folders: [("config", &paths.config), ("state", &paths.state), ("cache", &paths.cache)]
                .map(|(name, path)| (name, shown(path)))
                .into(),
            files: files(context).iter().map(|path| shown(path)).collect(),
            supervisor,
            services,
            gpu: Gpu {
                driver: report.driver,
                names: report.gpus.into_iter().map(|gpu| gpu.name).collect(),
                why_not: report.why_not.iter().map(|why| tilde(why)).collect(),
            },
            terminal: Output {
                is_terminal: std::io::stdout().is_terminal(),
                kind: variable("TERM"),
                columns: output::width(),
                language: variable("LC_ALL").or_else(|| variable("LC_CTYPE")).or_else(|| variable("LANG")),
            },
            has: BTreeMap::from([
                ("ffmpeg", has_ffmpeg),
                ("systemd", Path::new("/run/systemd/system").exists()),
                ("cgroup v2", Path::new("/sys/fs/cgroup/cgroup.controllers").exists()),
                ("inotify", Path::new("/proc/sys/fs/inotify").exists()),
            ]),
            newest_crash_report: newest_report(paths).map(|path| shown(&path)),
        }
    }

    fn print(&self) -> std::io::Result<()> {
        let fact = |name: &str, value: &str| output::line(format_args!("{name:<13}{}", output::escaped(value)));
        let or_none = |words: String| if words.is_empty() { "none".to_owned() } else { words };
        let commit = self.commit.map_or_else(String::new, |commit| format!(" ({commit})"));
        let features = if self.features.is_empty() { String::new() } else { format!(", {}", self.features.join(", ")) };
        fact("gascli", &format!("{}{commit}, {}, {}{features}", self.version, self.target, self.profile))?;
        let Machine { os, kernel, cores, memory_bytes, in_container } = &self.machine;
        let unknown = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".into());
        let container = if *in_container { ", in a container" } else { "" };
        fact("system", &format!("{}, kernel {}{container}", unknown(os), unknown(kernel)))?;
        let memory = memory_bytes.map_or_else(|| "unknown".into(), size_words);
        fact("machine", &format!("{cores} cores, {memory} memory"))?;
        for (name, path) in &self.folders {
            fact(name, path)?;
        }
        fact("files", &or_none(self.files.join(", ")))?;
        let Supervisor { state, pid, version, containment } = &self.supervisor;
        let of = |word: &str, value: Option<String>| value.map_or_else(String::new, |value| format!(", {word}{value}"));
        let more = of("pid ", pid.map(|pid| pid.to_string())) + &of("version ", version.clone());
        fact("supervisor", &format!("{state}{more}{}", of("", containment.clone())))?;
        for Service { name, state, restarts, reason } in &self.services {
            let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            fact("service", &format!("{name} {state}, {restarts} restarts{reason}"))?;
        }
        let Gpu { driver, names, why_not } = &self.gpu;
        let gpu = if names.is_empty() { format!("none ({})", why_not.join("; ")) } else { names.join(", ") };
        fact("GPU", &format!("{gpu}{}", of("driver ", driver.clone())))?;
        let Output { is_terminal, kind, columns, language } = &self.terminal;
        let output = if *is_terminal { "a terminal" } else { "no terminal" };
        let columns = columns.map(|columns| columns.to_string());
        let more = of("", kind.clone()) + &of("columns ", columns) + &of("", language.clone());
        fact("output", &format!("{output}{more}"))?;
        let has = |is_there: bool| {
            let names: Vec<&str> =
                self.has.iter().filter(|(_, has)| **has == is_there).map(|(name, _)| *name).collect();
            or_none(names.join(", "))
        };
        fact("has", &has(true))?;
        fact("lacks", &has(false))?;
        fact("crash report", self.newest_crash_report.as_deref().unwrap_or("none"))
    }
}

fn machine() -> Machine {
    let memory = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let marks = ["/.dockerenv", "/run/.containerenv"];
    Machine {
        os: System::long_os_version().ok(),
        kernel: System::kernel_version().ok(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_bytes: System::new_with_specifics(memory).ok().map(|system| system.total_memory()),
        in_container: marks.iter().any(|mark| Path::new(mark).exists()),
    }
}

/// The files of configuration that would be read here.
fn files(context: &Context) -> Vec<PathBuf> {
    let here = node::current_folder().ok();
    let folders = || here.iter().chain(std::iter::once(&context.paths.config));
    let names = [Role::Generator.env_file(), Role::Validator.env_file(), FILE_NAME];
    names.iter().flat_map(|name| folders().map(move |folder| folder.join(name))).filter(|path| path.is_file()).collect()
}

/// The supervisor and its services; one that does not run is not started.
fn supervisor(context: &Context, tilde: &impl Fn(&str) -> String) -> (Supervisor, Vec<Service>) {
    let ask = || {
        let Some(mut client) = Client::connect(&context.paths)? else { return Ok(None) };
        Ok::<_, crate::supervisor::ClientError>(Some((client.info()?, client.status()?)))
    };
    let silent = |state: String| Supervisor { state, pid: None, version: None, containment: None };
    match ask() {
        Err(error) => (silent(tilde(&error.to_string())), Vec::new()),
        Ok(None) => (silent("does not run".into()), Vec::new()),
        Ok(Some((info, services))) => {
            let containment = info.containment.map(|containment| match containment {
                Containment::Cgroup { .. } => "control groups".to_owned(),
                Containment::Sweep { why } => format!("no control groups: {}", tilde(&why)),
            });
            let service = |status: crate::supervisor::ServiceStatus| Service {
                name: status.name.to_string(),
                state: status.state.word(),
                restarts: status.restarts,
                reason: status.reason.as_deref().map(tilde),
            };
            let state = "runs".to_owned();
            let supervisor = Supervisor { state, pid: Some(info.pid), version: Some(info.version), containment };
            (supervisor, services.into_iter().map(service).collect())
        }
    }
}

/// With the home folder as `~`: its name is often a person's.
fn tilde(text: &str, home: Option<&Path>) -> String {
    let home = home.and_then(Path::to_str).map(|home| home.trim_end_matches('/')).filter(|home| !home.is_empty());
    home.map_or_else(|| text.to_owned(), |home| text.replace(home, "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_person_stays_in_a_path() {
        assert_eq!(tilde("cannot read /home/ann/x: /home/ann", Some(Path::new("/home/ann/"))), "cannot read ~/x: ~");
        assert_eq!(tilde("/root/x", Some(Path::new("/"))), "/root/x");
    }
}
