//! What every daemon shares: signals to cancellation, the state socket, the bounded HTTP server. Knows no subnet.

pub mod notify;
pub mod socket;
