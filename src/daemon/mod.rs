//! What every daemon shares: signals to cancellation, the state socket, the bounded HTTP server and client, the log.
//! Knows no subnet.
//!
//! ```text
//!  SIGTERM ──signals──> CancellationToken ──> http::serve, state_socket::serve, and the daemon's own parts
//! ```

mod addresses;
pub mod client;
pub(crate) mod core_dump;
pub mod crash;
pub(crate) mod env_file;
pub mod heartbeat;
pub(crate) mod hours;
pub mod http;
pub(crate) mod lock;
pub mod log;
pub mod notify;
pub mod page;
pub(crate) mod replays;
pub(crate) mod seat;
pub mod signals;
pub(crate) mod signatures;
pub mod socket;
pub mod state_socket;
