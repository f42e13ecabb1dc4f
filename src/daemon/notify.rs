//! Tells the shim that this daemon is ready.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::socket;

/// How long the shim may take to listen.
const PATIENCE: Duration = Duration::from_secs(2);

/// Says "ready" to the shim. `notify` is the value of `GASCLI_NOTIFY`; without it there is no shim to tell, and nothing is
/// done.
pub fn ready(notify: Option<&str>) -> io::Result<()> {
    let Some(path) = notify.filter(|path| !path.is_empty()) else { return Ok(()) };
    let mut stream = socket::connect(Path::new(path), PATIENCE).map_err(io::Error::other)?;
    stream.write_all(b"{\"op\":\"ready\"}\n")
}
