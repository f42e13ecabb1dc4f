//! Points in time as the protocols write them.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub u64);

impl UnixMillis {
    /// The wall clock. A clock before 1970 reads as 1970.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Seconds with a fraction, as Python peers write times.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit 53 bits until the year 287396")]
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// `None` for a negative, infinite or unreadable number of seconds.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let span = Duration::try_from_secs_f64(seconds).ok()?;
        u64::try_from(span.as_millis()).ok().map(Self)
    }

    /// How long before `later` this is; zero if it is not.
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(later.0.saturating_sub(self.0))
    }

    /// 00:00 UTC of its day.
    #[must_use]
    pub const fn midnight(self) -> Self {
        const DAY_MS: u64 = 24 * 60 * 60 * 1000;
        Self(self.0 - self.0 % DAY_MS)
    }

    /// This much later.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)))
    }

    /// This much earlier; 1970 at the earliest.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// Up to a fifth longer, by chance: lest all that failed together come back together.
#[must_use]
pub fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(1.0 + 0.2 * rand::random::<f64>())
}

impl From<SystemTime> for UnixMillis {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for UnixMillis {
    /// RFC 3339 in UTC, with milliseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = i64::try_from(self.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        match time {
            Some(time) => write!(f, "{time:.3}"),
            None => write!(f, "{} ms", self.0),
        }
    }
}
