//! Values of a form of their own: signals, times of day.

use crate::supervisor::Schedule;
use crate::types::span_text;

/// The name of a signal, as in `SIGTERM`; `TERM` is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalName(pub String);

/// A text that names no signal.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no signal: SIGTERM, SIGINT, SIGQUIT and their like are expected")]
pub struct SignalNameError(String);

impl std::str::FromStr for SignalName {
    type Err = SignalNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let full = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
        let known = full.parse::<nix::sys::signal::Signal>().is_ok();
        if known { Ok(Self(full)) } else { Err(SignalNameError(shortened(text))) }
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A time of day such as `04:00`, or of a day of the week, such as `sun 03:30`.
pub(super) fn time(text: &str) -> Option<Schedule> {
    let (day, clock) = match text.split_once(' ') {
        Some((day, clock)) => (Some(day), clock.trim_start()),
        None => (None, text),
    };
    let weekday = match day {
        Some(day) => {
            let place = WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(day))?;
            Some(u8::try_from(place + 1).ok()?)
        }
        None => None,
    };
    let (hour, minute) = clock.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2)?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(Schedule::At { weekday, hour, minute })
}

/// A planned start as it is written in the file.
pub(in crate::config) fn time_text(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Every(span) => span_text(*span),
        Schedule::At { weekday, hour, minute } => {
            let day = weekday.and_then(|day| WEEKDAYS.get(usize::from(day).wrapping_sub(1)));
            let day = day.map(|day| format!("{day} ")).unwrap_or_default();
            format!("{day}{hour:02}:{minute:02}")
        }
    }
}

/// The beginning of a text that is refused.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(time("04:00"), Some(Schedule::At { weekday: None, hour: 4, minute: 0 }));
        assert_eq!(time("sun 03:30"), Some(Schedule::At { weekday: Some(7), hour: 3, minute: 30 }));
        for text in ["24:00", "4:00", "04:60", "someday 04:00", "04:00 sun", ""] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
