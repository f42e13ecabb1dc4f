//! When to restart.
