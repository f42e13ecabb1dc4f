//! The machine itself, the journal of events, and trust anchors that run out.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use super::Hub;
use crate::dashboard::facts::{AnchorFact, Fact, HostFact};
use crate::supervisor::{EventReader, read_last};
use crate::types::{Paths, UnixMillis};
use crate::verification::c2pa::{Anchor, TrustStore, built_in};

/// Events that are told at the start.
const AT_START: usize = 100;
/// Events that are told at once later.
const AT_ONCE: usize = 200;
/// Between two looks at certificates.
const ANCHORS_EVERY: Duration = Duration::from_hours(1);
/// An anchor that is valid for longer needs nobody.
const SOON: Duration = Duration::from_hours(30 * 24);

/// Looks until nobody listens.
pub(super) fn run(paths: &Paths, hub: &Hub, tell: &SyncSender<Fact>) {
    let mut events = None;
    let mut anchors_at: Option<Instant> = None;
    loop {
        let mut facts = vec![Fact::Host(host(&paths.state))];
        facts.extend(news(&paths.state, &mut events).map(Fact::Events));
        if anchors_at.is_none_or(|at| at.elapsed() >= ANCHORS_EVERY) {
            anchors_at = Some(Instant::now());
            facts.push(Fact::Anchors(anchors(paths)));
        }
        for fact in facts {
            if tell.send(fact).is_err() {
                return;
            }
        }
        if !hub.pause() {
            return;
        }
    }
}

fn host(state: &Path) -> HostFact {
    let memory = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(memory).ok();
    let disk = nix::sys::statvfs::statvfs(state).ok();
    let bytes = |blocks: u64| disk.map(|disk| blocks.saturating_mul(disk.fragment_size()));
    HostFact {
        name: System::host_name().ok().unwrap_or_default(),
        version: env!("CARGO_PKG_VERSION").into(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        load: System::load_average().ok().map(|load| load.one),
        memory_total_bytes: system.as_ref().map(System::total_memory),
        memory_available_bytes: system.as_ref().map(System::available_memory),
        disk_total_bytes: disk.and_then(|disk| bytes(disk.blocks())),
        disk_free_bytes: disk.and_then(|disk| bytes(disk.blocks_available())),
    }
}

/// What was told since the last time; at first the newest. `None` if nothing was, but for the first time.
fn news(state: &Path, reader: &mut Option<EventReader>) -> Option<Vec<crate::supervisor::ServiceEvent>> {
    let Some(open) = reader else {
        let (newest, open) = read_last(state, AT_START, |_| true).ok()?;
        *reader = Some(open);
        return Some(newest);
    };
    let mut found = Vec::new();
    while let (true, Ok(Some(event))) = (found.len() < AT_ONCE, open.advance()) {
        found.push(event);
    }
    (!found.is_empty()).then_some(found)
}

/// Those that run out soon, or have.
fn anchors(paths: &Paths) -> Vec<AnchorFact> {
    let files = TrustStore::new(paths.trust_store()).files().unwrap_or_default();
    let stored = files.iter().filter_map(|file| file.anchors.as_ref().ok()).flatten();
    let limit = UnixMillis::now().after(SOON);
    let mut seen = BTreeSet::new();
    let expires = |anchor: &Anchor| {
        let at = UnixMillis(u64::try_from(anchor.not_after.as_millisecond()).unwrap_or(0));
        (at <= limit).then(|| AnchorFact { name: anchor.name.clone(), expires_at_ms: at })
    };
    let all = built_in().iter().chain(stored);
    all.filter(|anchor| seen.insert(anchor.sha256.clone())).filter_map(expires).collect()
}
