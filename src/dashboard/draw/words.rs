//! Figures as people read them, short enough for columns.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::dashboard::theme::{Look, Symbol};
use crate::types::UnixMillis;

/// The two largest units, in six columns: `3d 04h`, `2h 03m`, `4m 05s`, `12s`.
pub(super) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, _) => format!("{minutes}m {:02}s", seconds % 60),
        (0, _, _) => format!("{hours}h {:02}m", minutes % 60),
        (1..=99, _, _) => format!("{days}d {:02}h", hours % 24),
        _ => format!("{days}d"),
    }
}

/// The largest unit, in four columns: `38s`, `4m`, `2h`, `12d`.
pub(super) fn age(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        _ => format!("{}d", (seconds / 86_400).min(9999)),
    }
}

/// A size in five columns: `512B`, `6.1G`, `412G`.
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return format!("{bytes}B");
    }
    let mut size = bytes as f64 / 1024.0;
    let mut units = ["K", "M", "G", "T", "P", "E"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for larger in units {
        if size < 999.5 {
            break;
        }
        (size, unit) = (size / 1024.0, larger);
    }
    if size < 99.95 { format!("{size:.1}{unit}") } else { format!("{size:.0}{unit}") }
}

/// With a comma after each three digits.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Percent of a whole; a dash without one.
pub(super) fn percent(part: u64, whole: u64) -> String {
    part.saturating_mul(100).checked_div(whole).map_or_else(|| "-".into(), |percent| format!("{percent}%"))
}

/// A span of milliseconds as seconds: `3.1 s`, `212 s`.
pub(super) fn seconds(ms: u64) -> String {
    if ms < 100_000 { format!("{}.{} s", ms / 1000, ms % 1000 / 100) } else { format!("{} s", ms / 1000) }
}

/// A time in a form of `strftime`; a dash for what no calendar holds.
pub(super) fn time(at: UnixMillis, is_utc: bool, form: &str) -> String {
    let time = i64::try_from(at.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let zone = || if is_utc { TimeZone::UTC } else { TimeZone::system() };
    time.map_or_else(|| "-".into(), |time| time.to_zoned(zone()).strftime(form).to_string())
}

/// In six columns: the time of today, else the day.
pub(super) fn short_time(at: UnixMillis, now: UnixMillis, is_utc: bool) -> String {
    let day = |at| time(at, is_utc, "%F");
    time(at, is_utc, if day(at) == day(now) { "%H:%M" } else { "%d %b" })
}

/// A curve of `width` columns over the last `span` figures; `at` tells the one that is so many old, 0 being the newest.
pub(super) fn curve(look: Look, width: u16, span: usize, top: f64, at: impl Fn(usize) -> Option<f64>) -> String {
    let width = usize::from(width);
    let column = |column: usize| {
        let newest = (width - 1 - column) * span / width;
        let oldest = ((width - column) * span / width).max(newest + 1);
        let (sum, count) =
            (newest..oldest).filter_map(&at).fold((0.0, 0_u32), |(sum, count), it| (sum + it, count + 1));
        if count == 0 { " " } else { look.bars()[level(sum / f64::from(count), top)] }
    };
    (0..width).map(column).collect()
}

/// Which of the eight bars.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=7; NaN becomes 0")]
fn level(figure: f64, top: f64) -> usize {
    if top > 0.0 { (figure / top * 7.0).round().clamp(0.0, 7.0) as usize } else { 0 }
}

/// A bar of so many columns that is filled by a share.
pub(super) fn bar(look: Look, width: u16, part: u64, whole: u64) -> String {
    let filled = (u64::from(width) * part.min(whole)).checked_div(whole).unwrap_or(0);
    let symbol = |column| look.symbol(if u64::from(column) < filled { Symbol::Full } else { Symbol::Empty });
    (0..width).map(symbol).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_fit_their_columns() {
        for exponent in 0..64 {
            for bytes in [1_u64 << exponent, (1 << exponent) - 1, 999 << (exponent % 50)] {
                assert!(size(bytes).len() <= 5, "{}", size(bytes));
                let time = Duration::from_secs(bytes >> 24);
                assert!(bytes >> 24 > 1 << 33 || (span(time).len() <= 7 && age(time).len() <= 5), "{}", span(time));
            }
        }
        assert_eq!(
            [273_600, 7380, 245, 12].map(|it| span(Duration::from_secs(it))),
            ["3d 04h", "2h 03m", "4m 05s", "12s"]
        );
        assert_eq!([999, 48_100_000_000, 5 << 40].map(size), ["999B", "44.8G", "5.0T"]);
        assert_eq!([7, 999, 1000, 4_812_377].map(number), ["7", "999", "1,000", "4,812,377"]);
    }

    #[test]
    fn a_curve_shows_the_newest_figure_on_the_right_and_nothing_where_nothing_is_known() {
        let look = Look::default();
        let figures = [100.0, 0.0]; // the newest first
        assert_eq!(curve(look, 4, 4, 100.0, |ago| figures.get(ago).copied()), "  ▁█");
        assert_eq!(curve(Look { is_ascii: true, ..look }, 4, 4, 100.0, |ago| figures.get(ago).copied()), "  _#");
        assert_eq!(curve(look, 3, 120, 0.0, |_| Some(f64::NAN)), "▁▁▁");
        assert_eq!(curve(look, 0, 120, 1.0, |_| Some(1.0)), "");
    }

    #[test]
    fn times_of_today_are_told_by_the_clock_and_others_by_the_day() {
        let now = crate::dashboard::fixture::NOW;
        assert_eq!(short_time(now, now, true), "14:02");
        assert_eq!(short_time(now.before(Duration::from_hours(30)), now, true), "06 Nov");
        assert_eq!(time(UnixMillis(u64::MAX), true, "%F"), "-");
    }
}
