//! Rewards and weights of GAS (`spec/gas.md` 11).
