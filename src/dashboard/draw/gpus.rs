//! The GPUs: use, memory, heat and power with the curves of ten minutes, and who is on them.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::services::ago;
use super::{Scene, paint, words};
use crate::dashboard::app::{GpuHistory, LONGEST_HISTORY, Pane};
use crate::dashboard::rows;
use crate::dashboard::theme::Role;
use crate::supervisor::Gpu;
use crate::types::ServiceName;

/// Figures that are older are said to be.
const FRESH: Duration = Duration::from_secs(30);

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let gpus = rows::gpus(scene.app);
    let inner = scene.frame(buffer, area, Pane::Gpus, title(scene, &gpus));
    if gpus.is_empty() {
        return scene.put_all(buffer, inner, &why_none(scene));
    }
    let owners = owners(scene);
    let selected = rows::selected(scene.app, Pane::Gpus);
    let is_zoomed = scene.app.view.zoomed == Some(Pane::Gpus);
    let count = u16::try_from(gpus.len()).unwrap_or(u16::MAX);
    let each = if is_zoomed { u16::MAX } else { (inner.height / count).max(1) };
    let blocks: Vec<Vec<Line<'_>>> =
        gpus.iter().map(|gpu| lines(scene, gpu, &owners, inner.width - 1, each, gpus.len() > 1)).collect();
    // The selected one is among those that are shown.
    let mut first = 0;
    let height = |first: usize| blocks[first..=selected].iter().map(Vec::len).sum::<usize>();
    while first < selected && height(first) > usize::from(inner.height) {
        first += 1;
    }
    let mut y = inner.y;
    for (number, block) in blocks.iter().enumerate().skip(first) {
        let rest = Rect { x: inner.x + 1, y, width: inner.width - 1, height: inner.bottom().saturating_sub(y) };
        scene.put_all(buffer, rest, block);
        if number == selected && gpus.len() > 1 && rest.height > 0 && scene.has_focus(Pane::Gpus) {
            super::services::mark_selected(scene, buffer, Rect { y, height: 1, ..inner }, Pane::Gpus, true);
        }
        y = y.saturating_add(u16::try_from(block.len()).unwrap_or(u16::MAX)).min(inner.bottom());
    }
}

fn title(scene: &Scene<'_>, gpus: &[&Gpu]) -> Vec<Vec<Span<'static>>> {
    let mut parts = match gpus {
        [gpu] => {
            let index = vec![scene.say(format!("GPU {}", gpu.index), Role::Title)];
            let name = vec![scene.quote(short_name(&gpu.name), Role::Text)];
            [vec![index], heat(scene, gpu), vec![name]].concat()
        }
        gpus => vec![vec![scene.say(format!("GPUs {}", gpus.len()), Role::Title)]],
    };
    parts.insert(1, scene.filter_part(Pane::Gpus));
    if let Some(at) = scene.app.world.gpus_at.filter(|at| scene.since(*at) > FRESH) {
        parts.insert(1, vec![scene.say(format!("{} old", words::age(scene.since(at))), Role::Warn)]);
    }
    parts
}

fn why_none(scene: &Scene<'_>) -> Vec<Line<'static>> {
    let report = scene.app.world.gpus.as_ref();
    let reasons = report.map(|report| report.why_not.as_slice()).unwrap_or_default();
    match (report, reasons) {
        (None, _) => vec![Line::from(scene.say("Asking the driver", Role::Dim))],
        (Some(report), _) if !report.gpus.is_empty() => {
            vec![Line::from(scene.say("No GPU matches the filter.", Role::Text))]
        }
        (_, []) => vec![Line::from(scene.say("The driver tells of no GPU.", Role::Text))],
        (_, reasons) => reasons.iter().map(|reason| Line::from(scene.quote(reason, Role::Dim))).collect(),
    }
}

/// `NVIDIA H100 80GB HBM3` is an `H100 80GB HBM3` to everybody.
fn short_name(name: &str) -> &str {
    let name = name.strip_prefix("NVIDIA ").unwrap_or(name);
    name.strip_prefix("GeForce ").unwrap_or(name)
}

/// Which service a process is of.
fn owners<'a>(scene: &Scene<'a>) -> HashMap<u32, &'a ServiceName> {
    let services = scene.app.world.services.iter();
    services.filter_map(|fact| Some((&fact.status.name, fact.status.usage.as_ref()?))).fold(
        HashMap::new(),
        |mut owners, (name, usage)| {
            owners.extend(usage.pids.iter().map(|pid| (*pid, name)));
            owners
        },
    )
}

/// Heat, power and clock, as entries of a line.
fn heat(scene: &Scene<'_>, gpu: &Gpu) -> Vec<Vec<Span<'static>>> {
    let degrees = gpu.temperature_celsius.map(|degrees| {
        let (word, role) = match degrees {
            degrees if degrees >= rows::HOT_CELSIUS[1] => (" too hot", Role::Bad),
            degrees if degrees >= rows::HOT_CELSIUS[0] => (" hot", Role::Warn),
            _ => ("", Role::Text),
        };
        vec![scene.say(format!("{degrees}C{word}"), role)]
    });
    let power = gpu.power_watts.map(|watts| {
        let limit = gpu.power_limit_watts.map(|limit| format!("/{limit:.0}")).unwrap_or_default();
        vec![scene.say(format!("{watts:.0}{limit} W"), Role::Text)]
    });
    let clock = gpu.sm_clock_mhz.map(|clock| vec![scene.say(format!("{clock} MHz"), Role::Text)]);
    degrees.into_iter().chain(power).chain(clock).collect()
}

/// A GPU in one line, for many of them on a small screen.
fn one_line(scene: &Scene<'_>, gpu: &Gpu, history: Option<&GpuHistory>, width: u16) -> Line<'static> {
    let mut first = vec![scene.say(format!("{} ", gpu.index), Role::Title)];
    first.extend(busy(scene, gpu, history, width.saturating_sub(26).clamp(4, 24)).into_iter().skip(1));
    let mut entries = vec![first, memory(scene, gpu, history, 0).into_iter().skip(1).collect()];
    entries.extend(heat(scene, gpu));
    paint::entries(entries, width)
}

/// A GPU in so many lines at most.
fn lines(
    scene: &Scene<'_>,
    gpu: &Gpu,
    owners: &HashMap<u32, &ServiceName>,
    width: u16,
    most: u16,
    is_one_of_many: bool,
) -> Vec<Line<'static>> {
    let index = scene.say(format!("{} ", gpu.index), Role::Title);
    let history = scene.app.histories.gpus.get(&gpu.index);
    let mut lines = Vec::new();
    match (most, is_one_of_many) {
        (1, _) => return vec![one_line(scene, gpu, history, width)],
        (2, _) => {
            let curve = width.saturating_sub(34) / 2;
            let mut line = busy(scene, gpu, history, curve);
            line.push(Span::raw("  "));
            line.extend(memory(scene, gpu, history, curve));
            let first =
                if is_one_of_many { head(scene, gpu, index, width) } else { services(scene, gpu, owners, width) };
            return if is_one_of_many { vec![first, Line::from(line)] } else { vec![Line::from(line), first] };
        }
        (_, true) => lines.push(head(scene, gpu, index, width)),
        (_, false) => {}
    }
    lines.push(Line::from(busy(scene, gpu, history, width.saturating_sub(18))));
    if let Some(minutes) = lines.last_mut() {
        minutes.spans.push(scene.say(" 10 min", Role::Dim));
    }
    lines.push(Line::from(memory(scene, gpu, history, width.saturating_sub(18))));
    if most == u16::MAX {
        lines.extend(processes(scene, gpu, owners, width));
        lines.push(Line::default());
    } else if most > u16::try_from(lines.len()).unwrap_or(u16::MAX) {
        lines.push(services(scene, gpu, owners, width));
    }
    lines
}

fn head(scene: &Scene<'_>, gpu: &Gpu, index: Span<'static>, width: u16) -> Line<'static> {
    let name = vec![index, scene.quote(short_name(&gpu.name), Role::Title)];
    let divided = if gpu.mig { vec![scene.say("divided (MIG)", Role::Warn)] } else { vec![] };
    paint::entries([vec![name], heat(scene, gpu), vec![divided]].concat(), width)
}

/// `util  88%` and the curve of the last ten minutes.
fn busy(scene: &Scene<'_>, gpu: &Gpu, history: Option<&GpuHistory>, width: u16) -> Vec<Span<'static>> {
    let figure = gpu.utilization_percent.map_or_else(|| "   -".into(), |percent| format!("{percent:>3}%"));
    let figures = |it| ago(&history?.utilization_percent, it).flatten().map(f64::from);
    let curve = words::curve(scene.look, width, LONGEST_HISTORY, 100.0, figures);
    vec![scene.say("util ", Role::Dim), scene.say(format!("{figure} "), Role::Text), scene.say(curve, Role::Graph)]
}

#[expect(clippy::cast_precision_loss, reason = "a curve of eight levels")]
fn memory(scene: &Scene<'_>, gpu: &Gpu, history: Option<&GpuHistory>, width: u16) -> Vec<Span<'static>> {
    let used = gpu.memory_used_bytes.map_or_else(|| "-".into(), words::size);
    let total = gpu.memory_total_bytes.map(|total| format!("/{}", words::size(total))).unwrap_or_default();
    let is_full =
        gpu.memory_used_bytes.zip(gpu.memory_total_bytes).is_some_and(|(used, total)| used >= total / 20 * 19);
    let gap = if width > 0 { " " } else { "" };
    let top = gpu.memory_total_bytes.unwrap_or(0) as f64;
    let curve =
        words::curve(scene.look, width, LONGEST_HISTORY, top, |it| ago(&history?.memory_bytes, it).map(|it| it as f64));
    let role = if is_full { Role::Warn } else { Role::Text };
    vec![scene.say("mem  ", Role::Dim), scene.say(format!("{used}{total}{gap}"), role), scene.say(curve, Role::Graph)]
}

/// Services with their memory, and what is not ours, in one line.
fn services(scene: &Scene<'_>, gpu: &Gpu, owners: &HashMap<u32, &ServiceName>, width: u16) -> Line<'static> {
    let mut by_owner: BTreeMap<Option<&ServiceName>, (u64, usize)> = BTreeMap::new();
    for process in &gpu.processes {
        let (bytes, count) = by_owner.entry(owners.get(&process.pid).copied()).or_default();
        *bytes += process.memory_bytes.unwrap_or(0);
        *count += 1;
    }
    let entry = |(owner, (bytes, count)): (Option<&ServiceName>, (u64, usize))| {
        let share =
            gpu.memory_total_bytes.map(|total| format!(" {}", words::percent(bytes, total))).unwrap_or_default();
        let figures = scene.say(format!(" {}{share}", words::size(bytes)), Role::Text);
        match owner {
            Some(name) => vec![scene.quote(name.as_str(), Role::Accent), figures],
            None => vec![scene.say(format!("foreign x{count}"), Role::Warn), figures],
        }
    };
    let foreign = by_owner.remove(&None).map(|foreign| (None, foreign));
    let entries: Vec<_> = by_owner.into_iter().chain(foreign).map(entry).collect();
    if entries.is_empty() {
        return Line::from(scene.say("no process on it", Role::Dim));
    }
    paint::entries(entries, width)
}

/// Every process on a line of its own.
fn processes(scene: &Scene<'_>, gpu: &Gpu, owners: &HashMap<u32, &ServiceName>, width: u16) -> Vec<Line<'static>> {
    let line = |process: &crate::supervisor::GpuProcess| {
        let owner = match owners.get(&process.pid) {
            Some(name) => scene.quote(name.as_str(), Role::Accent),
            None => scene.say("foreign", Role::Warn),
        };
        let memory = process.memory_bytes.map_or_else(|| "memory not told".into(), words::size);
        let busy = process.utilization_percent.map(|percent| format!("{percent}%")).unwrap_or_default();
        let entries = [
            scene.say(format!("     pid {}", process.pid), Role::Dim),
            owner,
            scene.say(memory, Role::Text),
            scene.say(busy, Role::Text),
        ];
        paint::entries(entries.into_iter().map(|span| vec![span]).collect(), width)
    };
    let unknown = gpu.unknown.iter().map(|text| Line::from(scene.quote(text, Role::Dim)));
    gpu.processes.iter().map(line).chain(unknown).collect()
}
