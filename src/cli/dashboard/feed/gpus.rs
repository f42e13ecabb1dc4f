//! What GPUs do. A helper asks the driver, so that one that hangs holds up nobody but this thread.

use std::sync::mpsc::SyncSender;
use std::time::Duration;

use super::Hub;
use crate::dashboard::facts::Fact;
use crate::supervisor::GpuReport;
use crate::types::Paths;

/// Between two looks; ten minutes of them fill a sparkline.
const EVERY: Duration = Duration::from_secs(5);
/// Whether a driver has come meanwhile.
const WITHOUT: Duration = Duration::from_mins(1);
/// How long the driver may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Looks until nobody listens.
pub(super) fn run(_: &Paths, hub: &Hub, tell: &SyncSender<Fact>) {
    loop {
        let has_driver = GpuReport::has_driver();
        let report = if has_driver {
            GpuReport::ask_within(LIMIT)
        } else {
            GpuReport { why_not: vec!["no GPU driver on this machine".into()], ..GpuReport::default() }
        };
        if tell.send(Fact::Gpus(report)).is_err() || !hub.pause_at_least(if has_driver { EVERY } else { WITHOUT }) {
            return;
        }
    }
}
