//! Amounts of stake.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const PER_TAO: u64 = 1_000_000_000;

/// Smallest unit of stake; a TAO has 10⁹ of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rao(pub u64);

/// A text that is no amount of TAO.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no amount of TAO (a decimal number with at most 9 digits after the point)")]
pub struct RaoError(String);

impl Rao {
    /// Whole TAO; too many are capped at the largest amount there is.
    pub const fn from_tao(tao: u64) -> Self {
        Self(tao.saturating_mul(PER_TAO))
    }

    /// As a fraction of TAO, for display and for the network's float comparisons.
    #[expect(clippy::cast_precision_loss, reason = "the network itself compares stake as a float")]
    pub fn as_tao(self) -> f64 {
        self.0 as f64 / PER_TAO as f64
    }
}

impl fmt::Display for Rao {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / PER_TAO, self.0 % PER_TAO);
        if part == 0 {
            return f.pad(&whole.to_string());
        }
        let digits = format!("{part:09}");
        f.pad(&format!("{whole}.{}", digits.trim_end_matches('0')))
    }
}

impl FromStr for Rao {
    type Err = RaoError;

    /// Reads TAO, such as `20000` or `0.5`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || RaoError(text.chars().take(40).collect());
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > 9 || !digits(whole) || !digits(part) {
            return Err(fault());
        }
        let whole: u64 = whole.parse().map_err(|_| fault())?;
        let part: u64 = format!("{part:0<9}").parse().map_err(|_| fault())?;
        whole.checked_mul(PER_TAO).and_then(|rao| rao.checked_add(part)).map(Self).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tao_is_read_and_written_exactly() {
        for (text, rao) in [
            ("0", 0),
            ("1", PER_TAO),
            ("20000", 20_000 * PER_TAO),
            ("0.5", 500_000_000),
            ("1.000000001", 1_000_000_001),
        ] {
            assert_eq!(text.parse::<Rao>().unwrap(), Rao(rao));
            assert_eq!(Rao(rao).to_string(), text);
        }
        for text in ["", "-1", "1e3", ".5", "1.0000000001", "99999999999999", "x"] {
            assert!(text.parse::<Rao>().is_err(), "{text}");
        }
    }
}
