//! The order of rows, by any of their columns.

use std::cmp::Ordering;

use super::super::app::{App, MinerColumn, ServiceColumn};
use super::super::facts::ServiceFact;
use super::{gpu_use, health};
use crate::protocol::daemon_state::MinerRow;

/// The columns that services can be sorted by, from the left.
pub(in crate::dashboard) const SERVICE_COLUMNS: [ServiceColumn; 14] = [
    ServiceColumn::State,
    ServiceColumn::Name,
    ServiceColumn::Role,
    ServiceColumn::Uptime,
    ServiceColumn::Restarts,
    ServiceColumn::LastExit,
    ServiceColumn::Cpu,
    ServiceColumn::Memory,
    ServiceColumn::Gpu,
    ServiceColumn::GpuMemory,
    ServiceColumn::Threads,
    ServiceColumn::Descriptors,
    ServiceColumn::LogAge,
    ServiceColumn::Health,
];

/// The same of miners.
pub(in crate::dashboard) const MINER_COLUMNS: [MinerColumn; 7] = [
    MinerColumn::Uid,
    MinerColumn::Hotkey,
    MinerColumn::Challenged,
    MinerColumn::Verified,
    MinerColumn::Rejected,
    MinerColumn::Score,
    MinerColumn::Weight,
];

/// Whether the largest comes first when services are first sorted by a column: of figures that is what one looks for.
pub(in crate::dashboard) const fn begins_descending(column: ServiceColumn) -> bool {
    use ServiceColumn::{Health, Name, Role, State};
    !matches!(column, State | Name | Role | Health)
}

/// By what a row is sorted. Rows without the figure come last, whichever way the others go.
#[derive(PartialEq)]
enum Key {
    Text(String),
    Figure(f64),
    Missing,
}

impl Key {
    fn figure(figure: Option<impl Into<f64>>) -> Self {
        figure.map_or(Self::Missing, |figure| Self::Figure(figure.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "rows that differ by one in 2^53 may stand either way")]
    fn of(count: Option<u64>) -> Self {
        Self::figure(count.map(|count| count as f64))
    }

    fn cmp(&self, other: &Self, is_descending: bool) -> Ordering {
        let ascending = match (self, other) {
            (Self::Missing, Self::Missing) => return Ordering::Equal,
            (Self::Missing, _) => return Ordering::Greater,
            (_, Self::Missing) => return Ordering::Less,
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Figure(one), Self::Figure(other)) => one.total_cmp(other),
            (Self::Text(_), Self::Figure(_)) => Ordering::Greater,
            (Self::Figure(_), Self::Text(_)) => Ordering::Less,
        };
        if is_descending { ascending.reverse() } else { ascending }
    }
}

pub(super) fn services(app: &App, shown: &mut Vec<&ServiceFact>) {
    let sort = app.view.service_sort;
    let mut keyed: Vec<_> = shown.drain(..).map(|fact| (service_key(app, fact, sort.by), fact)).collect();
    keyed.sort_by(|(one, of), (other, of_other)| {
        one.cmp(other, sort.is_descending).then_with(|| of.status.name.cmp(&of_other.status.name))
    });
    shown.extend(keyed.into_iter().map(|(_, fact)| fact));
}

fn service_key(app: &App, fact: &ServiceFact, column: ServiceColumn) -> Key {
    let status = &fact.status;
    let usage = status.usage.as_ref();
    match column {
        ServiceColumn::State => Key::figure(Some(health(app, fact).rank())),
        ServiceColumn::Name => Key::Text(status.name.as_str().to_owned()),
        ServiceColumn::Role => fact.role.clone().map_or(Key::Missing, Key::Text),
        // Of equally healthy ones those with the most broken rules come first.
        ServiceColumn::Health => {
            let rules = u32::try_from(status.problems.len()).unwrap_or(u32::MAX);
            Key::Figure(f64::from(health(app, fact).rank()) - f64::from(rules.min(99)) / 100.0)
        }
        ServiceColumn::Uptime => Key::of(status.uptime_ms),
        ServiceColumn::Restarts => Key::figure(Some(status.restarts)),
        ServiceColumn::LastExit => Key::of(status.last_exit.map(|exit| exit.at_ms.0)),
        ServiceColumn::Cpu => Key::figure(status.cpu_percent),
        ServiceColumn::Memory => Key::of(status.memory_bytes),
        ServiceColumn::Gpu => Key::figure(gpu_use(app, fact).and_then(|it| it.utilization_percent)),
        ServiceColumn::GpuMemory => Key::of(gpu_use(app, fact).map(|it| it.memory_bytes)),
        ServiceColumn::Threads => Key::of(usage.map(|it| it.threads)),
        ServiceColumn::Descriptors => Key::of(usage.and_then(|it| it.descriptors)),
        ServiceColumn::LogAge => Key::figure(fact.last_line_ms.map(|at| at.until(app.now).as_secs_f64())),
    }
}

pub(super) fn miners(app: &App, shown: &mut [&MinerRow]) {
    let sort = app.view.miner_sort;
    shown.sort_by(|one, other| {
        let (key, other_key) = (miner_key(one, sort.by), miner_key(other, sort.by));
        key.cmp(&other_key, sort.is_descending).then(one.uid.cmp(&other.uid))
    });
}

fn miner_key(row: &MinerRow, column: MinerColumn) -> Key {
    match column {
        MinerColumn::Uid => Key::figure(Some(row.uid.0)),
        MinerColumn::Hotkey => Key::Text(row.hotkey.to_string()),
        MinerColumn::Challenged => Key::of(Some(row.challenged)),
        MinerColumn::Verified => Key::of(Some(row.verified)),
        MinerColumn::Rejected => Key::of(Some(row.rejected.values().sum())),
        MinerColumn::Score => Key::figure(Some(row.score)),
        MinerColumn::Weight => Key::figure(Some(row.weight)),
    }
}
