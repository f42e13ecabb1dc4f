//! What goes over wires and sockets: types, signing and checking. Opens no socket and does not know who calls.

pub mod daemon_state;
pub mod discriminator;
pub mod epistula;
pub mod gas;
