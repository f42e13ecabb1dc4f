use std::time::Duration;

use super::*;
use crate::dashboard::facts::{AnchorFact, HostFact, LinkFact, SupervisorFact};
use crate::dashboard::fixture;
use crate::supervisor::{EventKind, GpuReport, ServiceEvent, ServiceState};
use crate::types::{BlockNumber, MicroUsd, UnixMillis};
