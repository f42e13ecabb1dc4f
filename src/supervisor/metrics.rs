//! Services in the words of Prometheus (text format 0.0.4). Nothing of commands or environments stands here.

use super::gpu::GpuReport;
use super::status::{ServiceState, ServiceStatus, Usage};
use super::usage;
use crate::daemon::page::{Page, number};
use crate::types::UnixMillis;

const STATES: [ServiceState; 7] = [
    ServiceState::WaitingDependency,
    ServiceState::Starting,
    ServiceState::Online,
    ServiceState::Stopping,
    ServiceState::Stopped,
    ServiceState::Errored,
    ServiceState::WaitingRestart,
];

/// Everything that a page tells.
#[derive(Debug, Default)]
pub struct Facts {
    /// With what they use.
    pub services: Vec<ServiceStatus>,
    /// Bytes of the log folder of each service, in the same order.
    pub log_bytes: Vec<u64>,
    /// The supervisor's process, if it runs.
    pub supervisor_pid: Option<u32>,
    /// Since when it runs.
    pub supervisor_started_at_ms: Option<UnixMillis>,
    /// Its version.
    pub supervisor_version: Option<String>,
    /// The machine.
    pub host: Host,
    /// GPUs.
    pub gpus: GpuReport,
}

/// The machine. What the system does not tell is `None`.
#[derive(Debug, Default)]
pub struct Host {
    /// Load averages over 1, 5 and 15 minutes.
    pub load: Option<[f64; 3]>,
    /// Cores.
    pub cores: usize,
    /// Memory in all.
    pub memory_total_bytes: Option<u64>,
    /// Memory that programs can have.
    pub memory_available_bytes: Option<u64>,
    /// Seconds since it was started.
    pub uptime_seconds: Option<u64>,
    /// The disk of the state folder: size, and what is free for this user.
    pub state_disk: Option<(u64, u64)>,
}

/// The page.
pub fn render(facts: &Facts) -> String {
    let mut page = Page::new("gascli_");
    page.supervisor(facts);
    page.states(&facts.services);
    page.lives(&facts.services);
    page.usage(&facts.services);
    page.per_service("service_log_bytes", "gauge", "Bytes of the log on disk.", &facts.services, |index, _| {
        facts.log_bytes.get(index).map(|bytes| number(*bytes))
    });
    page.problems(&facts.services);
    page.gpus(facts);
    page.host(&facts.host);
    page.text
}

impl Page {
    /// A family with a sample for each service that has such a figure; none at all if no service has.
    fn per_service(
        &mut self,
        name: &str,
        kind: &str,
        help: &str,
        services: &[ServiceStatus],
        figure: impl Fn(usize, &ServiceStatus) -> Option<f64>,
    ) {
        let figures: Vec<(&str, f64)> = services
            .iter()
            .enumerate()
            .filter_map(|(index, service)| Some((service.name.as_str(), figure(index, service)?)))
            .collect();
        if figures.is_empty() {
            return;
        }
        self.family(name, kind, help);
        for (service, figure) in figures {
            self.sample(name, &[("service", service)], figure);
        }
    }

    fn supervisor(&mut self, facts: &Facts) {
        self.plain("supervisor_up", "gauge", "Whether a supervisor runs.", truth(facts.supervisor_pid.is_some()));
        if let Some(version) = &facts.supervisor_version {
            self.family("supervisor_info", "gauge", "The supervisor's version; always 1.");
            self.sample("supervisor_info", &[("version", version)], 1.0);
        }
        if let Some(started) = facts.supervisor_started_at_ms {
            let help = "When the supervisor began.";
            self.plain("supervisor_start_time_seconds", "gauge", help, started.as_seconds());
        }
        let own = facts.supervisor_pid.map(usage::of_one).filter(|own| !own.pids.is_empty());
        let Some(own) = own else { return };
        let help = "CPU time of the supervisor.";
        self.plain("supervisor_cpu_seconds_total", "counter", help, seconds(own.cpu_ms));
        let help = "Resident memory of the supervisor.";
        self.plain("supervisor_memory_bytes", "gauge", help, number(own.memory_bytes));
        if let Some(open) = own.descriptors {
            self.plain("supervisor_open_descriptors", "gauge", "Open files of the supervisor.", number(open));
        }
    }

    fn states(&mut self, services: &[ServiceStatus]) {
        self.plain("services", "gauge", "How many services there are.", number(services.len() as u64));
        self.per_service("service_up", "gauge", "Whether it runs and is ready.", services, |_, service| {
            Some(truth(service.state == ServiceState::Online))
        });
        if services.is_empty() {
            return;
        }
        self.family("service_state", "gauge", "1 for the state in which a service is.");
        for service in services {
            for state in STATES {
                let labels = [("service", service.name.as_str()), ("state", state.word())];
                self.sample("service_state", &labels, truth(service.state == state));
            }
        }
    }

    fn lives(&mut self, services: &[ServiceStatus]) {
        let help = "Restarts by policy since the operator's last start.";
        self.per_service("service_restarts_total", "counter", help, services, |_, it| Some(f64::from(it.restarts)));
        let help = "How often its command was run, ever.";
        self.per_service("service_runs_total", "counter", help, services, |_, it| Some(f64::from(it.run)));
        let help = "Since when it runs.";
        self.per_service("service_uptime_seconds", "gauge", help, services, |_, it| it.uptime_ms.map(seconds));
        let help = "When it last ended.";
        self.per_service("service_last_exit_time_seconds", "gauge", help, services, |_, it| {
            it.last_exit.map(|last| last.at_ms.as_seconds())
        });
        let help = "Exit status with which it last ended; 128 and the signal if a signal ended it.";
        self.per_service("service_last_exit_code", "gauge", help, services, |_, it| {
            let exit = it.last_exit?.exit;
            exit.code.or(exit.signal.map(|signal| 128 + signal)).map(f64::from)
        });
    }

    fn usage(&mut self, services: &[ServiceStatus]) {
        type Figure = fn(&Usage) -> Option<f64>;
        let figures: [(&str, &str, &str, Figure); 7] = [
            ("cpu_seconds_total", "counter", "CPU time of all its processes.", |it| Some(seconds(it.cpu_ms))),
            ("memory_bytes", "gauge", "Resident memory of all its processes.", |it| Some(number(it.memory_bytes))),
            ("processes", "gauge", "Its processes.", |it| Some(number(it.pids.len() as u64))),
            ("threads", "gauge", "Threads of all its processes.", |it| Some(number(it.threads))),
            ("open_descriptors", "gauge", "Open files of all its processes.", |it| it.descriptors.map(number)),
            ("io_read_bytes_total", "counter", "Read from disks.", |it| it.read_bytes.map(number)),
            ("io_written_bytes_total", "counter", "Written to disks.", |it| it.written_bytes.map(number)),
        ];
        for (name, kind, help, figure) in figures {
            let name = format!("service_{name}");
            self.per_service(&name, kind, help, services, |_, it| {
                it.usage.as_ref().filter(|usage| !usage.pids.is_empty()).and_then(figure)
            });
        }
    }

    fn problems(&mut self, services: &[ServiceStatus]) {
        let help = "Health rules that are broken.";
        self.per_service("service_problems", "gauge", help, services, |_, it| Some(number(it.problems.len() as u64)));
        if services.iter().any(|it| !it.problems.is_empty()) {
            self.family("service_problem_since_seconds", "gauge", "Since when a health rule is broken.");
            for service in services {
                for problem in &service.problems {
                    let labels = [("service", service.name.as_str()), ("rule", problem.rule.as_str())];
                    self.sample("service_problem_since_seconds", &labels, problem.since_ms.as_seconds());
                }
            }
        }
        let help = "Whether its log has trouble.";
        self.per_service("service_log_trouble", "gauge", help, services, |_, it| Some(truth(it.log_trouble.is_some())));
    }

    fn gpus(&mut self, facts: &Facts) {
        let report = &facts.gpus;
        self.plain("gpus", "gauge", "GPUs that the driver tells of.", number(report.gpus.len() as u64));
        self.of_gpus("gpu_memory_used_bytes", "Memory in use.", report, |gpu| gpu.memory_used_bytes.map(number));
        self.of_gpus("gpu_memory_total_bytes", "Memory in all.", report, |gpu| gpu.memory_total_bytes.map(number));
        let help = "Share of the last second in which it computed, of 100.";
        self.of_gpus("gpu_utilization_percent", help, report, |gpu| gpu.utilization_percent.map(f64::from));
        let warmth = "How warm it is.";
        self.of_gpus("gpu_temperature_celsius", warmth, report, |gpu| gpu.temperature_celsius.map(f64::from));
        self.of_gpus("gpu_power_watts", "Power that it draws.", report, |gpu| gpu.power_watts);
        self.of_gpus("gpu_power_limit_watts", "Power that it may draw.", report, |gpu| gpu.power_limit_watts);
        let clock = "Clock of its processors.";
        self.of_gpus("gpu_sm_clock_hertz", clock, report, |gpu| gpu.sm_clock_mhz.map(|clock| f64::from(clock) * 1e6));
        let used = |service: &ServiceStatus| report.of(&service.usage.as_ref()?.pids);
        let help = "GPU memory of all its processes.";
        self.per_service("service_gpu_memory_bytes", "gauge", help, &facts.services, |_, it| {
            used(it).map(|used| number(used.memory_bytes))
        });
        let help = "Share of the last second in which it computed, all GPUs added up.";
        self.per_service("service_gpu_utilization_percent", "gauge", help, &facts.services, |_, it| {
            used(it)?.utilization_percent.map(f64::from)
        });
    }

    fn of_gpus(&mut self, name: &str, help: &str, report: &GpuReport, figure: impl Fn(&super::Gpu) -> Option<f64>) {
        let figures: Vec<_> = report.gpus.iter().filter_map(|gpu| Some((gpu, figure(gpu)?))).collect();
        if figures.is_empty() {
            return;
        }
        self.family(name, "gauge", help);
        for (gpu, figure) in figures {
            let labels = [("gpu", gpu.index.to_string()), ("uuid", gpu.uuid.clone()), ("name", gpu.name.clone())];
            self.sample(name, &labels.each_ref().map(|(label, text)| (*label, text.as_str())), figure);
        }
    }

    fn host(&mut self, host: &Host) {
        if let Some(load) = host.load {
            self.family("host_load", "gauge", "Load average over so many minutes.");
            for (minutes, load) in ["1", "5", "15"].into_iter().zip(load) {
                self.sample("host_load", &[("minutes", minutes)], load);
            }
        }
        self.plain("host_cores", "gauge", "Cores.", number(host.cores as u64));
        for (name, help, figure) in [
            ("host_memory_total_bytes", "Memory in all.", host.memory_total_bytes),
            ("host_memory_available_bytes", "Memory that programs can have.", host.memory_available_bytes),
            ("host_uptime_seconds", "How long the machine runs.", host.uptime_seconds),
        ] {
            if let Some(figure) = figure {
                self.plain(name, "gauge", help, number(figure));
            }
        }
        if let Some((total, free)) = host.state_disk {
            self.plain("state_disk_total_bytes", "gauge", "Size of the disk of the state folder.", number(total));
            self.plain("state_disk_free_bytes", "gauge", "What is free on it for this user.", number(free));
        }
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn seconds(ms: u64) -> f64 {
    number(ms) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::{Gpu, GpuProcess, Problem};

    #[test]
    fn labels_that_hold_quotes_and_line_ends_stay_one_line() {
        let mut page = Page::new("gascli_");
        page.sample("x", &[("rule", "a \"b\"\\\nc")], 1.0);
        assert_eq!(page.text, "gascli_x{rule=\"a \\\"b\\\"\\\\\\nc\"} 1\n");
    }

    #[test]
    fn a_service_has_the_gpu_memory_of_all_its_processes_on_all_gpus() {
        let process = |pid, bytes| GpuProcess { pid, memory_bytes: Some(bytes), utilization_percent: Some(40) };
        let gpu = |index, processes| Gpu { index, uuid: format!("GPU-{index}"), processes, ..Gpu::default() };
        let gpus = vec![gpu(0, vec![process(7, 100), process(7, 100), process(8, 20)]), gpu(1, vec![process(9, 3)])];
        let name = "a".parse().unwrap();
        let usage = Usage { pids: vec![7, 9], cpu_ms: 1500, ..Usage::default() };
        let service = ServiceStatus {
            usage: Some(usage),
            problems: vec![Problem { rule: "r".into(), reason: "x".into(), since_ms: UnixMillis(2000) }],
            ..ServiceStatus::unknown(name, ServiceState::Online, None)
        };
        let facts = Facts {
            services: vec![service],
            log_bytes: vec![5],
            gpus: GpuReport { gpus, ..GpuReport::default() },
            ..Facts::default()
        };
        let page = render(&facts);
        for line in [
            "gascli_service_gpu_memory_bytes{service=\"a\"} 103",
            "gascli_service_gpu_utilization_percent{service=\"a\"} 80",
            "gascli_service_cpu_seconds_total{service=\"a\"} 1.5",
            "gascli_service_problem_since_seconds{service=\"a\",rule=\"r\"} 2",
            "gascli_service_log_bytes{service=\"a\"} 5",
            "gascli_service_state{service=\"a\",state=\"online\"} 1",
            "gascli_service_state{service=\"a\",state=\"errored\"} 0",
        ] {
            assert!(page.lines().any(|found| found == line), "{line}\n{page}");
        }
    }
}
