//! When a service is started again as planned. Pure, but for the machine's time zone.

use std::time::Duration;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::spec::Schedule;
use crate::types::UnixMillis;

/// A time of day that was missed by more, as by a machine that slept, is left out.
pub(super) const LATE: Duration = Duration::from_hours(1);

/// The next planned start: of `Every` counted from the start of the run, and overdue if need be; of `At` the first one
/// after `from`.
pub(super) fn next(schedule: &Schedule, started: UnixMillis, from: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
    match schedule {
        Schedule::Every(span) => Some(started.after(*span)),
        Schedule::At { weekday, hour, minute } => {
            let time = Time::new(i8::try_from(*hour).ok()?, i8::try_from(*minute).ok()?, 0, 0).ok()?;
            let from = Timestamp::from_millisecond(i64::try_from(from.0).ok()?).ok()?;
            let mut day: Date = zone.to_datetime(from).date();
            // Eight days hold each weekday after any moment of the first.
            for _ in 0..=7 {
                let fits = weekday.is_none_or(|weekday| {
                    i8::try_from(weekday).is_ok_and(|weekday| day.weekday().to_monday_one_offset() == weekday)
                });
                // A time that the clock leaps over in spring is an hour later; of two in autumn it is the first.
                let at = day.to_datetime(time).to_zoned(zone.clone()).ok().map(|at| at.timestamp());
                if let Some(at) = at.filter(|at| fits && *at > from) {
                    return u64::try_from(at.as_millisecond()).ok().map(UnixMillis);
                }
                day = day.checked_add(1.day()).ok()?;
            }
            None
        }
    }
}

/// In words, for events.
pub(super) fn words(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Every(span) => format!("every {span:?}"),
        Schedule::At { weekday, hour, minute } => {
            let days = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
            let day = weekday.and_then(|day| days.get(usize::from(day).checked_sub(1)?));
            format!("at {hour:02}:{minute:02} {}", day.map_or("each day".to_owned(), |day| format!("on {day}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        let time: Timestamp = text.parse().unwrap();
        UnixMillis(u64::try_from(time.as_millisecond()).unwrap())
    }

    fn zone() -> TimeZone {
        // Central European time with its rules for summer, whatever the machine has.
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn daily(weekday: Option<u8>, hour: u8, minute: u8) -> Schedule {
        Schedule::At { weekday, hour, minute }
    }

    #[test]
    fn a_time_of_day_is_local_and_comes_once_a_day_through_both_changes_of_the_clock() {
        for (schedule, from, expected) in [
            (daily(None, 4, 30), "2026-01-10T03:29:59Z", "2026-01-10T03:30:00Z"),
            (daily(None, 4, 30), "2026-01-10T03:30:00Z", "2026-01-11T03:30:00Z"),
            (daily(None, 4, 30), "2026-07-10T00:00:00Z", "2026-07-10T02:30:00Z"),
            // On 2026-03-29 there is no 02:30.
            (daily(None, 2, 30), "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            (daily(None, 2, 30), "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"),
            // On 2026-10-25 there are two.
            (daily(None, 2, 30), "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
            (daily(None, 2, 30), "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
            // 2026-01-10 is a Saturday.
            (daily(Some(6), 12, 0), "2026-01-10T10:59:00Z", "2026-01-10T11:00:00Z"),
            (daily(Some(6), 12, 0), "2026-01-10T11:00:00Z", "2026-01-17T11:00:00Z"),
            (daily(Some(1), 0, 0), "2026-01-10T12:00:00Z", "2026-01-11T23:00:00Z"),
        ] {
            assert_eq!(next(&schedule, at(from), at(from), &zone()), Some(at(expected)), "{schedule:?} after {from}");
        }
    }

    #[test]
    fn a_span_counts_from_the_start_and_may_be_overdue() {
        let schedule = Schedule::Every(Duration::from_hours(1));
        let started = at("2026-01-10T03:00:00Z");
        assert_eq!(next(&schedule, started, at("2026-01-11T03:00:00Z"), &zone()), Some(at("2026-01-10T04:00:00Z")));
    }

    #[test]
    fn a_schedule_has_words() {
        assert_eq!(words(&daily(Some(7), 4, 5)), "at 04:05 on Sundays");
        assert_eq!(words(&daily(None, 4, 5)), "at 04:05 each day");
    }
}
