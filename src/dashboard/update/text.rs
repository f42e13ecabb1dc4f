//! Panes as plain text for files, and times in words.

use std::fmt::Write as _;
use std::time::Duration;

use super::super::app::{App, Pane};
use super::super::rows;
use crate::types::{ServiceName, UnixMillis, size_words};

/// What the pane with the focus shows; of a table, cells are parted by tabs.
pub(super) fn of_pane(app: &App) -> String {
    match app.view.focus {
        Pane::Services => services(app),
        Pane::Gpus => gpus(app),
        Pane::Scores => scores(app),
        Pane::Log => app.log.shown_text(),
        Pane::Alerts => {
            let line =
                |it: &&super::super::Alert| format!("{}\t{:?}\t{}\t{}\n", it.at, it.severity, it.subject, it.text);
            rows::alerts(app).iter().map(line).collect()
        }
    }
}

/// Such as `gascli-log-sn34-validator-20261122T140231Z.txt`.
pub(super) fn file_name(app: &App) -> String {
    let service = app.view.service.as_ref().map(ServiceName::as_str);
    let what = match app.view.focus {
        Pane::Services => "services".into(),
        Pane::Gpus => "gpus".into(),
        Pane::Scores => format!("scores-{}", rows::scored(app).map_or("none", |(name, _)| name.as_str())),
        Pane::Log if app.view.is_merged => "log-merged".into(),
        Pane::Log => format!("log-{}", service.unwrap_or("none")),
        Pane::Alerts => "alerts".into(),
    };
    format!("gascli-{what}-{}.txt", stamp(app.now))
}

fn stamp(at: UnixMillis) -> String {
    let time = i64::try_from(at.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(|| at.0.to_string(), |time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
}

fn services(app: &App) -> String {
    let shown = rows::services(app);
    if shown.is_empty() {
        return String::new();
    }
    let mut text = "name\trole\tstate\thealth\tpid\trestarts\tcpu %\tmemory\treason\n".to_owned();
    for fact in shown {
        let status = &fact.status;
        let pid = status.pid.map(|pid| pid.to_string()).unwrap_or_default();
        let cpu = status.cpu_percent.map(|percent| format!("{percent:.0}")).unwrap_or_default();
        let memory = status.memory_bytes.map(size_words).unwrap_or_default();
        let (role, reason) = (fact.role.as_deref().unwrap_or_default(), status.reason.as_deref().unwrap_or_default());
        let (health, state) = (rows::health(app, fact), status.state.word());
        let (name, restarts) = (&status.name, status.restarts);
        let _ =
            writeln!(text, "{name}\t{role}\t{state}\t{}\t{pid}\t{restarts}\t{cpu}\t{memory}\t{reason}", health.word());
    }
    text
}

fn gpus(app: &App) -> String {
    let mut text = String::new();
    for gpu in rows::gpus(app) {
        let used = gpu.memory_used_bytes.map_or_else(|| "-".into(), size_words);
        let total = gpu.memory_total_bytes.map_or_else(|| "-".into(), size_words);
        let busy = gpu.utilization_percent.map_or_else(|| "-".into(), |percent| format!("{percent} %"));
        let _ = writeln!(text, "{}\t{}\t{}\t{busy}\t{used} of {total}", gpu.index, gpu.name, gpu.uuid);
    }
    text
}

fn scores(app: &App) -> String {
    let mut text = String::new();
    for it in rows::miners(app) {
        let rejected: u64 = it.rejected.values().sum();
        let (counts, score) = (format!("{}\t{}\t{rejected}", it.challenged, it.verified), it.score);
        let _ = writeln!(text, "{}\t{}\t{counts}\t{score:.4}\t{}", it.uid, it.hotkey, it.weight);
    }
    for it in rows::tasks(app) {
        let (model, error) = (it.model.as_deref().unwrap_or("-"), it.error.as_deref().unwrap_or_default());
        let what = format!("{}\t{}\t{}\t{}", it.accepted_at_ms, it.task_id, it.modality, it.status);
        let _ = writeln!(text, "{what}\t{}\t{model}\t{error}", it.validator);
    }
    text
}

/// A time and how long ago it was.
pub(super) fn moment(app: &App, at: UnixMillis) -> String {
    if at > app.now {
        format!("{at} (in {})", span(app.now.until(at)))
    } else {
        format!("{at} ({} ago)", span(at.until(app.now)))
    }
}

/// The time that a service has to end, which may be shorter than a second.
pub(super) fn patience(time: Duration) -> String {
    if time.subsec_millis() == 0 { span(time) } else { format!("{:.1} s", time.as_secs_f64()) }
}

/// A span in its two largest units.
pub(super) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) if seconds.is_multiple_of(60) => format!("{minutes} min"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}
