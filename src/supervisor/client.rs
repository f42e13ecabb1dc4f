//! Talks to the supervisor, and starts one when there is none.

use std::collections::BTreeMap;

use super::{ServiceSpec, ServiceStatus};
use crate::types::{Hint, Paths, ServiceName};

/// A connection to the supervisor. Synchronous: a `status` must be back within milliseconds.
#[derive(Debug)]
pub struct Client {}

/// What a start did.
#[derive(Debug, Clone, PartialEq)]
pub enum StartOutcome {
    /// Now running.
    Started(ServiceStatus),
    /// It ran before; nothing was done.
    AlreadyRunning(ServiceStatus),
}

/// Why the supervisor did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Broken.
    #[error("not written")]
    NotWritten,
}

impl Hint for ClientError {}

impl Client {
    /// Connects; `None` when no supervisor runs.
    pub fn connect(_paths: &Paths) -> Result<Option<Self>, ClientError> {
        Err(ClientError::NotWritten)
    }

    /// Connects, starting a supervisor first when none runs.
    pub fn connect_or_start(_paths: &Paths) -> Result<Self, ClientError> {
        Err(ClientError::NotWritten)
    }

    /// Starts a service with this environment. Success also when it runs already.
    pub fn start(
        &mut self,
        _spec: &ServiceSpec,
        _environment: &BTreeMap<String, String>,
    ) -> Result<StartOutcome, ClientError> {
        Err(ClientError::NotWritten)
    }

    /// Stops a service and waits until it is gone. Success also when it does not run.
    pub fn stop(&mut self, _name: &ServiceName) -> Result<ServiceStatus, ClientError> {
        Err(ClientError::NotWritten)
    }

    /// Stops a service and forgets it, its log included.
    pub fn delete(&mut self, _name: &ServiceName) -> Result<(), ClientError> {
        Err(ClientError::NotWritten)
    }

    /// Ends the supervisor; services go on.
    pub fn shut_down(&mut self) -> Result<(), ClientError> {
        Err(ClientError::NotWritten)
    }

    /// All services, by name.
    pub fn status(&mut self) -> Result<Vec<ServiceStatus>, ClientError> {
        Err(ClientError::NotWritten)
    }
}
