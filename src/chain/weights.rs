//! From scores to the u16 weights of the chain (`spec/chain.md` 7.5).
