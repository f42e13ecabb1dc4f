//! Amounts of money that services charge.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PER_DOLLAR: f64 = 1_000_000.0;

/// Millionths of a US dollar: a second of the cheapest video is 30,000 of them. Serialised as dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroUsd(pub u64);

impl MicroUsd {
    /// Dollars, rounded to a millionth; `None` for what is negative, infinite or no number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        (dollars.is_finite() && (0.0..=1e12).contains(&dollars)).then(|| Self((dollars * PER_DOLLAR).round() as u64))
    }

    /// As dollars, for display and JSON.
    #[expect(clippy::cast_precision_loss, reason = "exact below nine billion dollars")]
    pub fn as_dollars(self) -> f64 {
        self.0 as f64 / PER_DOLLAR
    }

    /// This many times as much.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }
}

impl Add for MicroUsd {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Nothing costs less than nothing: the difference ends at zero.
impl Sub for MicroUsd {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for MicroUsd {
    /// Dollars with at least two and at most six digits after the point, such as `$0.04` or `$0.1344`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.0 % 1_000_000);
        let (cents, rest) = part.split_at(2);
        f.pad(&format!("${}.{cents}{}", self.0 / 1_000_000, rest.trim_end_matches('0')))
    }
}

impl Serialize for MicroUsd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_dollars())
    }
}

impl<'de> Deserialize<'de> for MicroUsd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        Self::from_dollars(dollars).ok_or_else(|| serde::de::Error::custom("no amount of dollars"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_kept_to_the_millionth_and_shown_from_cents_on() {
        for (dollars, micro, text) in
            [(0.0, 0, "$0.00"), (0.04, 40_000, "$0.04"), (0.1344, 134_400, "$0.1344"), (12.5, 12_500_000, "$12.50")]
        {
            let amount = MicroUsd::from_dollars(dollars).unwrap();
            assert_eq!((amount, amount.to_string().as_str()), (MicroUsd(micro), text));
            assert_eq!(serde_json::from_str::<MicroUsd>(&serde_json::to_string(&amount).unwrap()).unwrap(), amount);
        }
        for odd in [-0.01, f64::NAN, f64::INFINITY, 1e13] {
            assert_eq!(MicroUsd::from_dollars(odd), None, "{odd}");
        }
        assert_eq!(MicroUsd(1) - MicroUsd(2), MicroUsd(0));
    }
}
