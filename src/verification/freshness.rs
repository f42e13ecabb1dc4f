//! Whether a medium was made when it was asked for (`spec/gas.md` 8.6, check 4).

use std::time::Duration;

use jiff::Timestamp;

use crate::types::UnixMillis;

/// How far a signer's clock may be off, before the challenge and after now.
const TOLERANCE: Duration = Duration::from_mins(10);

/// Why a medium counts as not made for a challenge. The texts are the network's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untimely {
    /// Nothing says when it was signed.
    #[error("C2PA manifest has no signing timestamp")]
    NoTime,
    /// It was made before it was asked for.
    #[error("C2PA manifest signed before challenge was issued")]
    Stale,
    /// Its signer's clock is ahead.
    #[error("C2PA signing timestamp is in the future")]
    Future,
}

impl Untimely {
    /// The reason as a word for counters and scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoTime => "no-time",
            Self::Stale => "stale",
            Self::Future => "future",
        }
    }
}

/// Compares the time of signing with that of the challenge and with the wall clock.
pub fn check(signed: Option<Timestamp>, issued: UnixMillis, now: UnixMillis) -> Result<(), Untimely> {
    let signed = i128::from(signed.ok_or(Untimely::NoTime)?.as_millisecond());
    let tolerance = i128::from(TOLERANCE.as_secs()) * 1000;
    if signed < i128::from(issued.0) - tolerance {
        Err(Untimely::Stale)
    } else if signed > i128::from(now.0) + tolerance {
        Err(Untimely::Future)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_may_be_ten_minutes_older_than_the_challenge_and_no_more() {
        // spec/gas.md 8.6, 4a to 4c
        let at = |seconds: i64| Some(Timestamp::from_second(seconds).unwrap());
        let found = |signed| check(signed, UnixMillis(10_000_000), UnixMillis(10_060_000));
        assert_eq!(found(at(10_000)), Ok(()));
        assert_eq!(found(at(9_400)), Ok(()));
        assert_eq!(found(at(9_399)), Err(Untimely::Stale));
        assert_eq!(found(at(-5)), Err(Untimely::Stale));
        assert_eq!(found(at(10_660)), Ok(()));
        assert_eq!(found(at(10_661)), Err(Untimely::Future));
        assert_eq!(found(None), Err(Untimely::NoTime));
    }
}
