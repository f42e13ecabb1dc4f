//! Signals become cancellation: the first asks, the second insists.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A token that the first SIGTERM or SIGINT cancels. The second ends the process at once, with the status that shells
/// give it (130 for SIGINT, 143 for SIGTERM): the operator who asks twice is not kept waiting for a grace.
///
/// Call it once, inside the runtime. The listening task lives as long as the process.
pub fn stop_on_signals() -> io::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        let first = next(&mut terminate, &mut interrupt).await;
        tracing::info!(signal = first, "stopping");
        asked.cancel();
        let second = next(&mut terminate, &mut interrupt).await;
        tracing::warn!(signal = second, "stopping at once");
        leave(second);
    });
    Ok(stop)
}

async fn next(terminate: &mut Signal, interrupt: &mut Signal) -> &'static str {
    tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    }
}

#[expect(clippy::exit, reason = "the second signal means: without waiting for anything")]
fn leave(signal: &str) {
    std::process::exit(if signal == "SIGINT" { 130 } else { 143 });
}
