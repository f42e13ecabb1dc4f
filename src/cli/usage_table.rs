//! `gascli status --usage`: what all processes of each service use, with the GPUs.

use serde::Serialize;

use super::{Context, output};
use crate::supervisor::{GpuReport, GpuUse, ServiceStatus};
use crate::types::size_words;

const HEADS: [&str; 9] = ["NAME", "STATE", "CPU", "MEMORY", "PROCS", "FILES", "READ", "WRITTEN", "GPU"];

/// A service with its part of the GPUs.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    status: &'a ServiceStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu: Option<GpuUse>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    services: Vec<Row<'a>>,
    gpus: &'a GpuReport,
}

/// Prints services that tell their usage.
pub(super) fn print(context: &Context, services: &[ServiceStatus]) -> anyhow::Result<()> {
    let report = GpuReport::ask();
    let gpu_of = |service: &ServiceStatus| report.of(&service.usage.as_ref()?.pids);
    if context.json {
        let services = services.iter().map(|status| Row { status, gpu: gpu_of(status) }).collect();
        return output::json(&Document { schema: output::SCHEMA, services, gpus: &report });
    }
    let rows: Vec<Vec<String>> = services.iter().map(|service| cells(service, gpu_of(service))).collect();
    output::table(&HEADS, &rows)?;
    for gpu in &report.gpus {
        let memory = gpu.memory_used_bytes.zip(gpu.memory_total_bytes);
        let memory = memory
            .map_or_else(|| "n/a".into(), |(used, total)| format!("{} of {}", size_words(used), size_words(total)));
        let busy = gpu.utilization_percent.map_or_else(|| "n/a".into(), |percent| format!("{percent}%"));
        let divided = if gpu.mig { ", divided (MIG)" } else { "" };
        let name = output::escaped(&gpu.name);
        output::line(format_args!("GPU {}: {name}, {memory}, busy {busy}{divided}", gpu.index))?;
    }
    if report.gpus.is_empty() {
        for reason in &report.why_not {
            output::note(output::escaped(reason));
        }
    }
    Ok(())
}

fn cells(service: &ServiceStatus, gpu: Option<GpuUse>) -> Vec<String> {
    let dash = || "-".to_owned();
    let usage = service.usage.as_ref();
    let bytes = |bytes: Option<u64>| bytes.map_or_else(dash, size_words);
    vec![
        service.name.to_string(),
        service.state.word().into(),
        service.cpu_percent.map_or_else(dash, |percent| format!("{percent:.1}%")),
        bytes(usage.map(|it| it.memory_bytes)),
        usage.map_or_else(dash, |it| it.pids.len().to_string()),
        usage.and_then(|it| it.descriptors).map_or_else(dash, |count| count.to_string()),
        bytes(usage.and_then(|it| it.read_bytes)),
        bytes(usage.and_then(|it| it.written_bytes)),
        gpu.map_or_else(dash, |gpu| {
            let busy = gpu.utilization_percent.map_or_else(String::new, |percent| format!(" {percent}%"));
            format!("{}{busy}", size_words(gpu.memory_bytes))
        }),
    ]
}
