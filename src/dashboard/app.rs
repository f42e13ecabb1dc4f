//! The state from which each frame is drawn, and nothing else is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::ask::Verb;
use super::facts::{AnchorFact, HostFact, LinkFact, ServiceFact, SupervisorFact};
use super::filter::Filter;
use super::keys::{Command, Keymap};
use super::log::LogPane;
use super::theme::Look;
use crate::protocol::daemon_state::DaemonState;
use crate::supervisor::{GpuReport, ServiceEvent};
use crate::types::{ServiceName, UnixMillis};

/// Everything that the dashboard knows and shows.
#[derive(Debug, Clone)]
pub struct App {
    /// Now. Set by the caller before each [`super::update`] and [`super::draw`]: nothing here reads a clock.
    pub now: UnixMillis,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// `user@host` if another machine is looked at.
    pub remote: Option<String>,
    /// No action can be taken.
    pub is_read_only: bool,
    /// Names of keys, hosts and folders are not shown (`--snapshot`).
    pub is_masked: bool,
    /// What is known.
    pub world: World,
    /// What was known before, for sparklines.
    pub histories: Histories,
    /// What needs a person, as [`super::alerts`] found it when the world last changed; most urgent first.
    pub alerts: Vec<Alert>,
    /// Since when there is what alerts tell of, by [`Alert::id`], also of those that are put off.
    pub alerts_since: BTreeMap<String, UnixMillis>,
    /// Alerts that are put off until a time, by [`Alert::id`].
    pub snoozed: BTreeMap<String, UnixMillis>,
    /// What is looked at, and how.
    pub view: View,
    /// The log pane.
    pub log: LogPane,
    /// Whose logs it shows; `None` if they are to be asked for anew.
    pub watched: Option<Vec<ServiceName>>,
    /// What lies over the panes.
    pub dialog: Option<Dialog>,
    /// A text that is being typed in the bottom line.
    pub input: Option<Input>,
    /// What was last said about something that the operator did; gone after a while.
    pub notice: Option<Notice>,
    /// Actions of which no outcome is known yet, by number.
    pub actions: BTreeMap<u64, Action>,
    /// The number of the last action, watch or search.
    pub last_number: u64,
    /// Colours and characters.
    pub look: Look,
    /// Which key does what.
    pub keys: Keymap,
}

impl App {
    /// Nothing is known yet, and all is looked at as most operators want it.
    pub fn new(now: UnixMillis, look: Look, keys: Keymap) -> Self {
        Self {
            now,
            size: (80, 24),
            remote: None,
            is_read_only: false,
            is_masked: false,
            world: World::default(),
            histories: Histories::default(),
            alerts: Vec::new(),
            alerts_since: BTreeMap::new(),
            snoozed: BTreeMap::new(),
            view: View::default(),
            log: LogPane::default(),
            watched: None,
            dialog: None,
            input: None,
            notice: None,
            actions: BTreeMap::new(),
            last_number: 0,
            look,
            keys,
        }
    }
}

impl Default for View {
    fn default() -> Self {
        Self {
            focus: Pane::Services,
            zoomed: None,
            service: None,
            service_sort: Sort { by: ServiceColumn::State, is_descending: false },
            miner_sort: Sort { by: MinerColumn::Weight, is_descending: true },
            row: BTreeMap::new(),
            filters: BTreeMap::new(),
            filter_history: Vec::new(),
            is_utc: false,
            is_merged: false,
            muted: BTreeSet::new(),
            split: None,
            is_dragging: false,
            has_mouse: true,
            refresh: Duration::from_secs(1),
        }
    }
}

/// What is known, each with when it was told.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The machine.
    pub host: Option<HostFact>,
    /// The supervisor; `None` before the first word.
    pub supervisor: Option<SupervisorFact>,
    /// Since when it is not [`SupervisorFact::Up`].
    pub supervisor_down_since: Option<UnixMillis>,
    /// The connection to a remote machine; `None` is local.
    pub link: Option<LinkFact>,
    /// Since when it is not [`LinkFact::Up`].
    pub link_down_since: Option<UnixMillis>,
    /// Services in the order of their names.
    pub services: Vec<ServiceFact>,
    /// When they were told; `None` before.
    pub services_at: Option<UnixMillis>,
    /// What daemons last told of themselves.
    pub daemons: BTreeMap<ServiceName, DaemonEntry>,
    /// The GPUs.
    pub gpus: Option<GpuReport>,
    /// When they were told.
    pub gpus_at: Option<UnixMillis>,
    /// What happened, oldest first, [`LONGEST_JOURNAL`] at most.
    pub events: VecDeque<ServiceEvent>,
    /// Trust anchors that run out; `None` before the first word.
    pub anchors: Option<Vec<AnchorFact>>,
}

/// Events that are kept.
pub const LONGEST_JOURNAL: usize = 500;

/// What is known of a daemon.
#[derive(Debug, Clone, PartialEq)]
pub struct DaemonEntry {
    /// What it last told.
    pub state: Option<DaemonState>,
    /// When.
    pub state_at: Option<UnixMillis>,
    /// Why it does not tell any more.
    pub silent: Option<String>,
}

/// Figures over time, newest last.
#[derive(Debug, Clone, Default)]
pub struct Histories {
    /// Of services.
    pub services: BTreeMap<ServiceName, ServiceHistory>,
    /// Of GPUs, by index.
    pub gpus: BTreeMap<u32, GpuHistory>,
}

/// Of a service, one figure a look, [`LONGEST_HISTORY`] at most.
#[derive(Debug, Clone, Default)]
pub struct ServiceHistory {
    /// 100 is one core.
    pub cpu_percent: VecDeque<f64>,
    /// Resident memory.
    pub memory_bytes: VecDeque<u64>,
}

/// Of a GPU, one figure in 5 s, so that [`LONGEST_HISTORY`] are ten minutes.
#[derive(Debug, Clone, Default)]
pub struct GpuHistory {
    /// When the newest was added.
    pub at: Option<UnixMillis>,
    /// Use; `None` where the driver does not tell.
    pub utilization_percent: VecDeque<Option<u32>>,
    /// Memory in use.
    pub memory_bytes: VecDeque<u64>,
}

/// Figures that are kept of each.
pub const LONGEST_HISTORY: usize = 120;

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The services.
    Services,
    /// The GPUs.
    Gpus,
    /// The seat, and what came of the work: of the selected service if it is a daemon, else of the first one.
    Scores,
    /// The log.
    Log,
    /// What needs a person.
    Alerts,
}

impl Pane {
    /// Every pane, in the order in which Tab goes through them.
    pub const ALL: [Self; 5] = [Self::Services, Self::Gpus, Self::Scores, Self::Log, Self::Alerts];
}

/// What is looked at, and how.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent choices of the operator")]
pub struct View {
    /// The pane that keys are for.
    pub focus: Pane,
    /// A pane that fills the screen.
    pub zoomed: Option<Pane>,
    /// The selected service, by name so that it stays when others come and go.
    pub service: Option<ServiceName>,
    /// How services are sorted.
    pub service_sort: Sort<ServiceColumn>,
    /// How miners are sorted.
    pub miner_sort: Sort<MinerColumn>,
    /// Selected row of the miners, tasks, alerts or GPUs; beyond the last row, the last one is meant.
    pub row: BTreeMap<Pane, usize>,
    /// Filters of panes.
    pub filters: BTreeMap<Pane, Filter>,
    /// What was filtered by before, newest last.
    pub filter_history: Vec<String>,
    /// Times in UTC, else local.
    pub is_utc: bool,
    /// The log of all services.
    pub is_merged: bool,
    /// Services that the merged log leaves out.
    pub muted: BTreeSet<ServiceName>,
    /// Rows of the panes above the log; `None` is as many as they need.
    pub split: Option<u16>,
    /// The boundary above the log is being drawn with the mouse.
    pub is_dragging: bool,
    /// Whether the mouse is ours.
    pub has_mouse: bool,
    /// Between two looks.
    pub refresh: Duration,
}

/// How rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<C> {
    /// By what.
    pub by: C,
    /// The largest first.
    pub is_descending: bool,
}

/// A column of the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceColumn {
    /// Failed first.
    State,
    /// By name.
    Name,
    /// By role.
    Role,
    /// Unhealthy first.
    Health,
    /// Since when it runs.
    Uptime,
    /// Restarts by policy.
    Restarts,
    /// How it last ended.
    LastExit,
    /// CPU.
    Cpu,
    /// Memory.
    Memory,
    /// Use of GPUs.
    Gpu,
    /// Memory on GPUs.
    GpuMemory,
    /// Threads.
    Threads,
    /// Open files.
    Descriptors,
    /// Age of the last log line.
    LogAge,
}

/// A column of a validator's miners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MinerColumn {
    /// Seat.
    Uid,
    /// Key.
    Hotkey,
    /// Challenges it accepted.
    Challenged,
    /// Deliveries that passed.
    Verified,
    /// Deliveries that did not.
    Rejected,
    /// Average over rounds.
    Score,
    /// Weight last set.
    Weight,
}

/// What lies over the panes.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// All keys.
    Help {
        /// Only those that contain this.
        filter: String,
        /// Lines above the first that is shown.
        scroll: u16,
    },
    /// Commands by name.
    Palette {
        /// What was typed.
        text: String,
        /// Which of those that fit is chosen.
        selected: usize,
    },
    /// An action is to be confirmed.
    Confirm {
        /// What.
        verb: Verb,
        /// To which service.
        service: ServiceName,
        /// What will happen, in sentences.
        lines: Vec<String>,
    },
    /// All about one thing: a service, a miner, a task, an alert.
    Details {
        /// Which.
        title: String,
        /// Name and value.
        lines: Vec<(String, String)>,
        /// Lines above the first that is shown.
        scroll: u16,
    },
}

/// A text that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What it is for.
    pub is_for: InputFor,
    /// So far.
    pub text: String,
    /// Characters before the cursor.
    pub cursor: usize,
    /// Entries of the history that were gone back.
    pub back: usize,
    /// Why it cannot be used as it is.
    pub problem: Option<String>,
}

/// What a typed text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFor {
    /// A filter of a pane.
    Filter(Pane),
    /// A search in the log.
    Search,
    /// The time between two looks.
    Refresh,
}

/// Something said about what the operator did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub text: String,
    /// Whether it went wrong.
    pub is_bad: bool,
    /// When it was said.
    pub at: UnixMillis,
}

/// An action under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What.
    pub verb: Verb,
    /// To which service.
    pub service: Option<ServiceName>,
    /// Since when.
    pub at: UnixMillis,
}

/// How urgent something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It costs income now.
    Failed,
    /// It will, or may.
    Warning,
    /// Good to know.
    Info,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// The same for the same thing, as long as it lasts.
    pub id: String,
    /// How urgent.
    pub severity: Severity,
    /// Since when.
    pub at: UnixMillis,
    /// A service, or `host`, `chain`, `trust`, `gpu`.
    pub subject: String,
    /// What is wrong, in one line.
    pub text: String,
    /// What leads there.
    pub leads_to: Option<Command>,
}
