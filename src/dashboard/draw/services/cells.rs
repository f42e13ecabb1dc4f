//! What stands in each column of a service.

use std::collections::VecDeque;
use std::time::Duration;

use crate::dashboard::app::{LONGEST_HISTORY, ServiceColumn};
use crate::dashboard::draw::{Scene, words};
use crate::dashboard::facts::ServiceFact;
use crate::dashboard::rows::{self, Standing};
use crate::dashboard::theme::{Role, Symbol};
use crate::supervisor::{GpuUse, LastExit, ServiceState};

/// A log without a line for so long is worth a look while its service runs.
const QUIET: Duration = Duration::from_mins(3);
/// Columns from which a curve is drawn beside a figure.
const WITH_CURVE: u16 = 10;

/// Text of a column.
pub(in crate::dashboard::draw) struct Cell {
    pub(in crate::dashboard::draw) text: String,
    pub(in crate::dashboard::draw) role: Role,
    pub(in crate::dashboard::draw) is_right: bool,
}

/// A service in a row.
pub(super) struct Drawn<'a> {
    pub(super) fact: &'a ServiceFact,
    pub(super) standing: &'a Standing,
    pub(super) is_selected: bool,
    /// In the last hour.
    pub(super) restarts: usize,
}

/// The word over a column.
pub(super) const fn head(column: ServiceColumn) -> &'static str {
    match column {
        ServiceColumn::State => "STATE",
        ServiceColumn::Name => "NAME",
        ServiceColumn::Role => "ROLE",
        ServiceColumn::Health => "HEALTH",
        ServiceColumn::Uptime => "UP",
        ServiceColumn::Restarts => "RESTARTS",
        ServiceColumn::LastExit => "LAST EXIT",
        ServiceColumn::Cpu => "CPU",
        ServiceColumn::Memory => "MEM",
        ServiceColumn::Gpu => "GPU",
        ServiceColumn::GpuMemory => "VRAM",
        ServiceColumn::Threads => "THRDS",
        ServiceColumn::Descriptors => "FILES",
        ServiceColumn::LogAge => "LOG",
    }
}

/// Whether it holds figures.
pub(super) const fn is_right(column: ServiceColumn) -> bool {
    use ServiceColumn::{Descriptors, Gpu, GpuMemory, LogAge, Restarts, Threads, Uptime};
    matches!(column, Uptime | Restarts | Gpu | GpuMemory | Threads | Descriptors | LogAge)
}

/// How a standing is drawn.
pub(super) const fn role(standing: &Standing) -> Role {
    match standing {
        Standing::Up => Role::Good,
        Standing::Starting | Standing::Degraded(_) => Role::Warn,
        Standing::Stopped => Role::Dim,
        Standing::Failed(_) => Role::Bad,
    }
}

/// Sign and word of a standing: no colour is needed to tell them apart.
fn state(scene: &Scene<'_>, drawn: &Drawn<'_>) -> String {
    let (symbol, word) = match (drawn.standing, drawn.fact.status.state) {
        (Standing::Up, _) => (Symbol::Up, "up"),
        (_, ServiceState::Stopping) => (Symbol::Starting, "stopping"),
        (_, ServiceState::WaitingDependency) => (Symbol::Starting, "waiting"),
        (Standing::Starting, _) => (Symbol::Starting, "starting"),
        (Standing::Degraded(_), _) => (Symbol::Degraded, "degraded"),
        (Standing::Stopped, _) => (Symbol::Stopped, "stopped"),
        (Standing::Failed(_), _) => (Symbol::Failed, "failed"),
    };
    format!("{} {word}", scene.symbol(symbol))
}

/// Why it is as it is.
pub(super) fn why(scene: &Scene<'_>, drawn: &Drawn<'_>) -> String {
    let status = &drawn.fact.status;
    let reason = match drawn.standing {
        Standing::Degraded(reason) | Standing::Failed(reason) => Some(reason.as_str()),
        Standing::Up => Some("ok"),
        Standing::Starting | Standing::Stopped => status.reason.as_deref(),
    };
    let text = scene.safe(reason.unwrap_or("-"));
    match (status.pid, status.next_start_at_ms, status.last_exit) {
        (_, Some(next), _) if status.state == ServiceState::WaitingRestart => {
            format!("next start in {}: {text}", words::age(scene.app.now.until(next)))
        }
        (None, _, Some(exit)) => {
            let ago = if drawn.is_selected { "" } else { " ago" };
            format!("{text}, {}{ago}", scene.age(exit.at_ms, drawn.is_selected))
        }
        _ => text.into_owned(),
    }
}

/// What stands in a column of this width.
pub(super) fn cell(scene: &Scene<'_>, column: ServiceColumn, width: u16, drawn: &Drawn<'_>) -> Cell {
    let (fact, status) = (drawn.fact, &drawn.fact.status);
    let usage = status.usage.as_ref();
    let figure = |text: Option<String>| text.map_or_else(|| ("-".to_owned(), Role::Dim), |text| (text, Role::Text));
    let (text, role) = match column {
        ServiceColumn::State => (state(scene, drawn), role(drawn.standing)),
        ServiceColumn::Name => (scene.safe(status.name.as_str()).into_owned(), Role::Title),
        ServiceColumn::Role => figure(fact.role.as_ref().map(|role| scene.safe(shown_role(role)).into_owned())),
        ServiceColumn::Health if *drawn.standing == Standing::Up => (why(scene, drawn), Role::Dim),
        ServiceColumn::Health => (why(scene, drawn), role(drawn.standing)),
        ServiceColumn::Uptime => figure(uptime(scene, drawn)),
        ServiceColumn::Restarts => {
            let role = if drawn.restarts > 0 { Role::Warn } else { Role::Text };
            (format!("{}/{}", drawn.restarts, status.restarts), role)
        }
        ServiceColumn::LastExit => match &status.last_exit {
            Some(exit) => last_exit(scene, exit, drawn.is_selected),
            None => figure(None),
        },
        ServiceColumn::Cpu => figure(cpu(scene, width, drawn)),
        ServiceColumn::Memory => memory(scene, width, drawn),
        ServiceColumn::Gpu => figure(gpu(scene, fact).and_then(|gpu| Some(format!("{}%", gpu.utilization_percent?)))),
        ServiceColumn::GpuMemory => figure(gpu(scene, fact).map(|gpu| words::size(gpu.memory_bytes))),
        ServiceColumn::Threads => figure(usage.map(|usage| usage.threads.to_string())),
        ServiceColumn::Descriptors => figure(usage.and_then(|usage| usage.descriptors).map(|count| count.to_string())),
        ServiceColumn::LogAge => log_age(scene, drawn),
    };
    Cell { text, role, is_right: is_right(column) }
}

/// A miner's daemon is called a generator by the network; operators say miner.
fn shown_role(role: &str) -> &str {
    if role == "generator" { "miner" } else { role }
}

fn gpu(scene: &Scene<'_>, fact: &ServiceFact) -> Option<GpuUse> {
    rows::gpu_use(scene.app, fact).filter(|gpu| gpu.memory_bytes > 0 || gpu.utilization_percent.is_some())
}

fn uptime(scene: &Scene<'_>, drawn: &Drawn<'_>) -> Option<String> {
    let status = &drawn.fact.status;
    status.pid?;
    let started = status.started_at_ms?;
    Some(if drawn.is_selected { scene.age(started, true) } else { words::span(scene.since(started)) })
}

fn last_exit(scene: &Scene<'_>, last: &LastExit, is_absolute: bool) -> (String, Role) {
    let how = if last.oom { "memory".into() } else { last.exit.to_string() };
    let role = if last.exit.code == Some(0) { Role::Dim } else { Role::Warn };
    (format!("{how} {}", scene.age(last.at_ms, is_absolute)), role)
}

/// The figure that is so many old.
pub(in crate::dashboard::draw) fn ago<T: Copy>(figures: &VecDeque<T>, ago: usize) -> Option<T> {
    figures.get(figures.len().checked_sub(ago + 1)?).copied()
}

fn cpu(scene: &Scene<'_>, width: u16, drawn: &Drawn<'_>) -> Option<String> {
    let percent = drawn.fact.status.cpu_percent?;
    let figure = format!("{percent:>3.0}%");
    if width < WITH_CURVE {
        return Some(figure);
    }
    let history = scene.app.histories.services.get(&drawn.fact.status.name).map(|history| &history.cpu_percent);
    let top = history.into_iter().flatten().fold(100.0, |top: f64, it| top.max(*it));
    let curve = words::curve(scene.look, width - 5, LONGEST_HISTORY, top, |it| ago(history?, it));
    Some(format!("{figure} {curve}"))
}

#[expect(clippy::cast_precision_loss, reason = "a curve of eight levels")]
fn memory(scene: &Scene<'_>, width: u16, drawn: &Drawn<'_>) -> (String, Role) {
    let Some(bytes) = drawn.fact.status.memory_bytes else { return ("-".into(), Role::Dim) };
    let limit = drawn.fact.memory_limit_bytes.filter(|limit| *limit > 0);
    let role = if limit.is_some_and(|limit| bytes >= limit / 10 * 9) { Role::Warn } else { Role::Text };
    let figure = format!("{:>5}", words::size(bytes));
    if width < WITH_CURVE {
        return (figure, role);
    }
    let of_limit = limit.map(|limit| format!("/{}", words::size(limit))).unwrap_or_default();
    let history = scene.app.histories.services.get(&drawn.fact.status.name).map(|history| &history.memory_bytes);
    let top = limit.unwrap_or_else(|| history.into_iter().flatten().copied().max().unwrap_or(bytes)).max(bytes);
    let figures = |it| ago(history?, it).map(|bytes| bytes as f64);
    let curve = words::curve(scene.look, width.saturating_sub(12), LONGEST_HISTORY, top as f64, figures);
    (format!("{figure}{of_limit:<6} {curve}"), role)
}

fn log_age(scene: &Scene<'_>, drawn: &Drawn<'_>) -> (String, Role) {
    let Some(at) = drawn.fact.last_line_ms else { return ("-".into(), Role::Dim) };
    let is_quiet = drawn.fact.status.pid.is_some() && scene.since(at) > QUIET;
    (scene.age(at, drawn.is_selected), if is_quiet { Role::Warn } else { Role::Text })
}
