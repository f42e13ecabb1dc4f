//! The embedded subnet of `gascli demo`.
