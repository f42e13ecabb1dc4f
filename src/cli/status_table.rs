//! Draws the status of services for people.

use super::output;
use crate::supervisor::{ServiceState, ServiceStatus};
use crate::types::{UnixMillis, size_words};

const HEADS: [&str; 8] = ["NAME", "STATE", "PID", "UPTIME", "RESTARTS", "CPU", "MEMORY", "REASON"];
const STATE: usize = 1;

/// A line for each service, below a head. Colour goes on the state alone, and never carries what the word does not say.
pub(super) fn draw(services: &[ServiceStatus], colour: bool) -> Vec<String> {
    let rows: Vec<[String; 8]> = services.iter().map(cells).collect();
    let mut widths = HEADS.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &[String; 8], state: Option<ServiceState>| {
        let mut text = String::new();
        for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let padded = format!("{cell:<width$}  ");
            match state.filter(|_| colour && index == STATE) {
                Some(state) => text.extend(["\x1b[", colour_of(state), "m", &padded, "\x1b[0m"]),
                None => text.push_str(&padded),
            }
        }
        text.trim_end().to_owned()
    };
    let head = line(&HEADS.map(str::to_owned), None);
    let rest = rows.iter().zip(services).map(|(row, service)| line(row, Some(service.state)));
    std::iter::once(head).chain(rest).collect()
}

fn cells(service: &ServiceStatus) -> [String; 8] {
    let dash = || "-".to_owned();
    let mut reason = service.reason.clone().unwrap_or_default();
    if let (ServiceState::WaitingRestart, Some(next)) = (service.state, service.next_start_at_ms) {
        reason = format!("{reason}, next start in {}", span(UnixMillis::now().until(next).as_secs()));
    }
    for problem in &service.problems {
        let comma = if reason.is_empty() { "" } else { ", " };
        reason = format!("{reason}{comma}{}: {}", problem.rule, problem.reason);
    }
    if let Some(trouble) = &service.log_trouble {
        let comma = if reason.is_empty() { "" } else { ", " };
        reason = format!("{reason}{comma}log: {trouble}");
    }
    [
        service.name.to_string(),
        service.state.word().into(),
        service.pid.map_or_else(dash, |pid| pid.to_string()),
        service.uptime_ms.map_or_else(dash, |ms| span(ms / 1000)),
        service.restarts.to_string(),
        service.cpu_percent.map_or_else(dash, |percent| format!("{percent:.1}%")),
        service.memory_bytes.map_or_else(dash, size_words),
        output::escaped(&reason),
    ]
}

fn colour_of(state: ServiceState) -> &'static str {
    match state {
        ServiceState::Online => "32",
        ServiceState::Errored => "31",
        ServiceState::WaitingDependency
        | ServiceState::Starting
        | ServiceState::Stopping
        | ServiceState::WaitingRestart => "33",
        ServiceState::Stopped => "2",
    }
}

/// Seconds as the two largest units.
pub(super) fn span(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, _) => format!("{minutes}m {}s", seconds % 60),
        (0, _, _) => format!("{hours}h {}m", minutes % 60),
        _ => format!("{days}d {}h", hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_the_way_people_say_them() {
        assert_eq!([0, 59, 61, 3_700, 90_061].map(span), ["0s", "59s", "1m 1s", "1h 1m", "1d 1h"]);
    }
}
