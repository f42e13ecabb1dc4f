//! What the dashboard wants done: by its feed ([`Ask`]), or by the terminal that it is drawn on ([`Effect`]).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::facts::Fact;
use crate::supervisor::logs::Stream;
use crate::types::ServiceName;

/// What happens to the dashboard. [`super::update`] takes one after the other.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// News.
    Fact(Fact),
    /// A key was pressed.
    Key(crossterm::event::KeyEvent),
    /// The mouse was used.
    Mouse(crossterm::event::MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// A second has gone by.
    Tick,
}

/// What follows from an event besides a new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the feed.
    Ask(Ask),
    /// Leave.
    Quit,
    /// Stop this process as Ctrl-Z does, and come back with `fg`.
    Suspend,
    /// Put a text into the clipboard (OSC 52).
    Copy(String),
    /// Write a text to a new file of this name in the working folder; the file's path becomes a notice.
    Export {
        /// File name without a folder.
        name: String,
        /// Its content.
        text: String,
    },
    /// Show a text in the pager.
    Page(String),
    /// Take the mouse, or leave it to the terminal so that text can be marked.
    Mouse(bool),
    /// Clear the terminal and draw every cell anew.
    Redraw,
}

/// What the feed is asked for. Answers are facts; none is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// Tell the last lines of these services' logs, merged by time, and then what comes. Ends the watch before.
    Watch {
        /// Its number; counts up.
        watch: u64,
        /// Whose logs.
        services: Vec<ServiceName>,
        /// How many lines at first.
        last: usize,
    },
    /// Tell so many lines that were written before a time, and all of that very time: some of these may be known.
    Earlier {
        /// Of which watch.
        watch: u64,
        /// Before this time, in microseconds since 1970.
        before_us: u64,
        /// How many.
        count: usize,
    },
    /// Tell all lines of a time, of which some may be known, and so many that were written after it.
    Later {
        /// Of which watch.
        watch: u64,
        /// At this time or later.
        from_us: u64,
        /// How many.
        count: usize,
    },
    /// Look for a text in the whole stored log.
    Search {
        /// In the services of which watch.
        watch: u64,
        /// Its number; counts up. Ends the search before.
        search: u64,
        /// Regular expression in the syntax of crate `regex`.
        pattern: String,
        /// Begin at this time, not counting the line that is there; `None` is the newer or older end.
        from_us: Option<u64>,
        /// Towards older lines.
        backwards: bool,
    },
    /// End a search.
    StopSearch {
        /// Which.
        search: u64,
    },
    /// Tell a whole line.
    Whole {
        /// Whose.
        service: ServiceName,
        /// When it began.
        time_us: u64,
        /// Which run wrote it.
        run: u32,
        /// Where it came from.
        stream: Stream,
    },
    /// Do something to a service.
    Act {
        /// Its number; counts up.
        action: u64,
        /// What.
        verb: Verb,
        /// To which; the supervisor itself for [`Verb::StartSupervisor`].
        service: Option<ServiceName>,
    },
    /// Look so often from now on.
    Refresh {
        /// Between two looks.
        every: Duration,
    },
}

/// What can be done to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Start it.
    Start,
    /// Ask it to end, and end it after its time.
    Stop,
    /// End it and start it.
    Restart,
    /// End it at once with SIGKILL.
    Kill,
    /// End it and forget it, its log included.
    Delete,
    /// Start the supervisor.
    StartSupervisor,
}

impl Verb {
    /// As an operator says it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Kill => "kill",
            Self::Delete => "delete",
            Self::StartSupervisor => "start the supervisor",
        }
    }
}
