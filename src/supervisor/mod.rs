//! Starts, watches and restarts services. Knows no subnet.
//!
//! One supervisor per installation owns the table of services and talks to clients; one *shim* per service owns the
//! child: its pipes, its log, its exits and its restarts. A supervisor can die at any moment without a loss.

mod client;
mod spec;

pub mod logs;
pub mod policy;

pub use client::{Client, ClientError, StartOutcome};
pub use spec::{LogPolicy, Readiness, RestartPolicy, ServiceSpec, ServiceState, ServiceStatus, StopPolicy};
