//! What can be done, by name, and which key does it.

mod chord;
mod file;
mod keymap;
mod table;

pub use file::{KEY_FILE, KeyFileFault, read_key_file};
pub use keymap::{Clash, KeyFault, Keymap};

/// Everything that a key, a click or the palette can ask for. Each has a name for the palette and the file of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Leave; services run on.
    Quit,
    /// All keys.
    Help,
    /// Commands by name.
    Palette,
    /// Selection, or lines of a log, up.
    Up,
    /// Down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first row, or the oldest stored line.
    Top,
    /// To the last row, or to following the log.
    Bottom,
    /// The next pane.
    NextPane,
    /// The pane before.
    PreviousPane,
    /// What belongs to the selection: its log, its details.
    Open,
    /// Out of a dialog, a zoom, a filter, a search: one of them at a time.
    Back,
    /// Details of the selection: a service, miner, task or alert.
    Details,
    /// The services alone.
    ShowServices,
    /// The GPUs alone.
    ShowGpus,
    /// Scores, miners and tasks alone.
    ShowScores,
    /// The log alone.
    ShowLog,
    /// The alerts alone.
    ShowAlerts,
    /// Start the selected service.
    Start,
    /// Stop it.
    Stop,
    /// Restart it.
    Restart,
    /// Kill it.
    Kill,
    /// Delete it.
    Delete,
    /// Start the supervisor.
    StartSupervisor,
    /// Type a filter of the pane.
    Filter,
    /// Search in the log.
    Search,
    /// To the next hit.
    NextHit,
    /// To the hit before.
    PreviousHit,
    /// Sort by the column to the left.
    SortLeft,
    /// Sort by the column to the right.
    SortRight,
    /// Turn the order around.
    SortReverse,
    /// Follow the log, or pause.
    Follow,
    /// Wrap long lines, or cut them.
    Wrap,
    /// Times of lines: none, of day, with the date.
    Timestamps,
    /// Show errors, or not.
    ToggleErrors,
    /// Show warnings, or not.
    ToggleWarnings,
    /// Show information, or not.
    ToggleInfo,
    /// Show details for developers, or not.
    ToggleDebug,
    /// The log of all services, or of one.
    Merge,
    /// Leave the service of a digit out of the merged log, or not.
    Mute,
    /// Copy the selected line or row.
    Copy,
    /// Write what the pane shows to a file.
    Export,
    /// The selected line in the pager.
    Pager,
    /// The first alert's command.
    ActOnAlert,
    /// Put the alert off for 10 minutes.
    Snooze,
    /// UTC, or local time.
    ToggleUtc,
    /// The next theme.
    NextTheme,
    /// Leave the mouse to the terminal, or take it.
    ToggleMouse,
    /// Change the time between two looks.
    SetRefresh,
    /// More rows for what is above the log.
    SplitDown,
    /// Fewer.
    SplitUp,
    /// Stop this process as the shell's Ctrl-Z does.
    Suspend,
    /// Draw all anew.
    Redraw,
}

impl Command {
    /// All of them, in the order of the help.
    pub const ALL: &[Self] = &table::COMMANDS;

    /// As the palette and the file of keys write it, such as `next-hit`.
    pub fn name(self) -> &'static str {
        table::row(self).name
    }

    /// What it does, for the help.
    pub fn words(self) -> &'static str {
        table::row(self).words
    }

    /// Whether it does something to a service or the supervisor, and so is not there in read-only mode.
    pub const fn acts(self) -> bool {
        matches!(self, Self::Start | Self::Stop | Self::Restart | Self::Kill | Self::Delete | Self::StartSupervisor)
    }

    /// The command of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.name() == name)
    }
}
