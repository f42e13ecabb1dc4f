//! The checks of a delivery, in the validator's order (`spec/gas.md` 8.6).
