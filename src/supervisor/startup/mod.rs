//! What starts services when the machine starts: a unit of the machine's own service manager, which calls `gascli
//! resurrect`. What it must say ([`Unit`]), whether it is there and works ([`look`], [`inspect`]), and which services would
//! come up by it ([`saved`], [`problems`]).
//!
//! The one idea: after a reboot nothing is left of the shell that services were started from. What they need must be in the
//! unit, in env files or in tables.

mod boot;
mod here;
mod inspect;
mod saved;
mod tool;
mod unit;

pub use boot::{BootProblem, problems};
pub use here::{unit_in_use, unit_of};
pub use inspect::{Finding, Found, Verdict, inspect, look, without_manager};
pub use saved::{NotOnDisk, SavedService, Unreadable, bring_to_disk, saved};
pub use tool::{Said, ToolError, run as run_tool};
pub use unit::{Manager, Unit, UnitError};
