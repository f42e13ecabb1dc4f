//! Shares in 32.32 fixed point: the same on every machine, and what the chain computes in.

use std::iter::Sum;
use std::ops::{Add, Div, Mul, Sub};

use crate::types::Rao;

const FRACTION: u32 = 32;

/// A number from 0 on, rounded down to 2⁻³². Sums and differences stop at the ends of the range, which no share reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fixed(u64);

impl Fixed {
    pub(super) const ZERO: Self = Self(0);
    pub(super) const ONE: Self = Self(1 << FRACTION);

    /// `part / whole`; 0 where there is no whole. Both below 2⁹⁶.
    pub(super) fn ratio(part: u128, whole: u128) -> Self {
        let share = (part << FRACTION).checked_div(whole).unwrap_or(0);
        Self(u64::try_from(share).unwrap_or(u64::MAX))
    }

    /// Of 65535.
    pub(super) fn share(value: u16) -> Self {
        Self::ratio(value.into(), u16::MAX.into())
    }

    /// As it is stored: of 65535, rounded down.
    pub(super) fn to_u16(self) -> u16 {
        let scaled = (u128::from(self.0) * u128::from(u16::MAX)) >> FRACTION;
        u16::try_from(scaled).unwrap_or(u16::MAX)
    }

    /// This share of an amount.
    pub(super) fn of(self, amount: Rao) -> Rao {
        let part = (u128::from(self.0) * u128::from(amount.0)) >> FRACTION;
        Rao(u64::try_from(part).unwrap_or(u64::MAX))
    }
}

impl Add for Fixed {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Fixed {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Mul for Fixed {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = (u128::from(self.0) * u128::from(other.0)) >> FRACTION;
        Self(u64::try_from(product).unwrap_or(u64::MAX))
    }
}

impl Div for Fixed {
    type Output = Self;

    /// Nothing by nothing is nothing, as on the chain.
    fn div(self, other: Self) -> Self {
        Self::ratio(self.0.into(), other.0.into())
    }
}

impl Sum for Fixed {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::ZERO, Self::add)
    }
}

/// Scales to a sum of one; zeros stay zeros.
pub(super) fn normalise(values: &mut [Fixed]) {
    let sum: Fixed = values.iter().copied().sum();
    for value in values {
        *value = *value / sum;
    }
}
