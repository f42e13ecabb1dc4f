//! Every command with its name, its keys where no file says otherwise, and what the help says of it.

use super::Command;

/// What is fixed of a command.
pub(super) struct Row {
    pub(super) command: Command,
    pub(super) name: &'static str,
    /// Words of keys, separated by blanks; the first is the one that is shown.
    pub(super) keys: &'static str,
    pub(super) words: &'static str,
}

const fn is(command: Command, name: &'static str, keys: &'static str, words: &'static str) -> Row {
    Row { command, name, keys, words }
}

const ROWS: [Row; Command::Redraw as usize + 1] = [
    is(Command::Quit, "quit", "q ctrl-c", "leave; services keep running"),
    is(Command::Help, "help", "? f1", "all keys"),
    is(Command::Palette, "palette", ":", "commands by name"),
    is(Command::Up, "up", "up k", "up by a row"),
    is(Command::Down, "down", "down j", "down by a row"),
    is(Command::PageUp, "page-up", "pageup ctrl-b", "up by a page"),
    is(Command::PageDown, "page-down", "pagedown space", "down by a page"),
    is(Command::Top, "top", "home", "to the first row, or the oldest stored line"),
    is(Command::Bottom, "bottom", "G end", "to the last row, or follow the log"),
    is(Command::NextPane, "next-pane", "tab", "to the next pane"),
    is(Command::PreviousPane, "previous-pane", "shift-tab", "to the pane before"),
    is(Command::Open, "open", "enter", "what belongs to the row: its log, its details"),
    is(Command::Back, "back", "esc", "end a search, clear a filter, leave a zoom"),
    is(Command::Details, "details", "i", "all about the row"),
    is(Command::ShowServices, "services", "S", "the services alone, or all panes"),
    is(Command::ShowGpus, "gpus", "g", "the GPUs alone, or all panes"),
    is(Command::ShowScores, "scores", "w", "seat, miners and tasks alone, or all panes"),
    is(Command::ShowLog, "log", "l", "the log alone, or all panes"),
    is(Command::ShowAlerts, "alerts", "A", "the alerts alone, or all panes"),
    is(Command::Start, "start", "s", "start the service"),
    is(Command::Stop, "stop", "x", "stop the service"),
    is(Command::Restart, "restart", "r", "restart the service"),
    is(Command::Kill, "kill", "K", "kill the service with SIGKILL"),
    is(Command::Delete, "delete", "delete", "stop the service and forget it with its log"),
    is(Command::StartSupervisor, "start-supervisor", "d", "start the supervisor"),
    is(Command::Filter, "filter", "/", "filter the pane: text, re:REGEX, !not, -f fuzzy"),
    is(Command::Search, "search", "f ctrl-f", "search in the whole stored log"),
    is(Command::NextHit, "next-hit", "n", "to the next hit"),
    is(Command::PreviousHit, "previous-hit", "N", "to the hit before"),
    is(Command::SortLeft, "sort-left", "<", "sort by the column to the left"),
    is(Command::SortRight, "sort-right", ">", "sort by the column to the right"),
    is(Command::SortReverse, "sort-reverse", "o", "turn the order around"),
    is(Command::Follow, "follow", "F", "follow the log, or pause"),
    is(Command::Wrap, "wrap", "b", "break long lines, or cut them"),
    is(Command::Timestamps, "timestamps", "T", "times of lines: of day, with the date, none"),
    is(Command::ToggleErrors, "errors", "E", "show errors, or not"),
    is(Command::ToggleWarnings, "warnings", "W", "show warnings, or not"),
    is(Command::ToggleInfo, "info", "I", "show information, or not"),
    is(Command::ToggleDebug, "debug", "D", "show details for developers, or not"),
    is(Command::Merge, "merge", "L", "the log of all services, or of one"),
    is(Command::Mute, "mute", "1 2 3 4 5 6 7 8 9", "leave the service of this number out of the merged log, or not"),
    is(Command::Copy, "copy", "c", "copy the line or row"),
    is(Command::Export, "export", "e", "write what the pane shows to a file"),
    is(Command::Pager, "pager", "p", "the whole line in the pager"),
    is(Command::ActOnAlert, "act-on-alert", "a", "go where the alert leads"),
    is(Command::Snooze, "snooze", "z", "put the alert off for 10 minutes"),
    is(Command::ToggleUtc, "utc", "t", "times in UTC, or local"),
    is(Command::NextTheme, "next-theme", "ctrl-t", "the next theme"),
    is(Command::ToggleMouse, "mouse", "m", "leave the mouse to the terminal to mark text, or take it"),
    is(Command::SetRefresh, "refresh", "ctrl-r", "change the time between two looks"),
    is(Command::SplitDown, "split-down", "+", "a row more above the log"),
    is(Command::SplitUp, "split-up", "-", "a row less above the log"),
    is(Command::Suspend, "suspend", "ctrl-z", "back to the shell; `fg` returns"),
    is(Command::Redraw, "redraw", "ctrl-l", "draw all anew"),
];

/// The commands in the order of their rows. Rows are looked up by number: a table out of order does not compile.
pub(super) const COMMANDS: [Command; ROWS.len()] = {
    let mut commands = [Command::Quit; ROWS.len()];
    let mut at = 0;
    while at < ROWS.len() {
        assert!(ROWS[at].command as usize == at, "a row of a command is not where its number is");
        commands[at] = ROWS[at].command;
        at += 1;
    }
    commands
};

pub(super) fn row(command: Command) -> &'static Row {
    const TABLE: &[Row] = &ROWS;
    &TABLE[command as usize]
}
