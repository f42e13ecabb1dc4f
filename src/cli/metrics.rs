//! `gascli metrics`: services, GPUs and the machine for Prometheus: printed, in a file, or served.

use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use sysinfo::{MemoryRefreshKind, RefreshKind, System};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{Answer, Context, output};
use crate::daemon::page::CONTENT_TYPE;
use crate::daemon::{http, signals};
use crate::supervisor::metrics::{Facts, Host, render};
use crate::supervisor::{Client, GpuReport};
use crate::types::{Code, Hint, Paths, Span};

/// Pages that are made at once; who asks beyond that waits.
const AT_ONCE: usize = 2;
/// Nobody needs it more often.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);

/// Arguments of `metrics`.
#[derive(Debug, clap::Args)]
pub(super) struct MetricsArgs {
    /// Write to this file instead, for the textfile collector of Prometheus' node exporter.
    #[arg(long, value_name = "PATH", conflicts_with = "listen")]
    textfile: Option<PathBuf>,
    /// Keep writing, so often.
    #[arg(long, value_name = "SPAN", requires = "textfile")]
    every: Option<Span>,
    /// Serve `/metrics` on this address of this machine, such as 127.0.0.1:9185, until Ctrl-C.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Why there are no metrics.
#[derive(Debug, thiserror::Error)]
pub(super) enum MetricsError {
    #[error("`{0}` is not an address of this machine alone: anybody could read how it is")]
    NotLoopback(SocketAddr),
    #[error("cannot listen on `{address}`")]
    Listen {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("`--every` takes 1s at least")]
    TooOften,
}

impl Hint for MetricsError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotLoopback(address) => {
                format!("listen on 127.0.0.1:{}, and let a proxy with a password stand before it", address.port())
            }
            Self::Listen { .. } => "choose a free port".into(),
            Self::TooOften => return None,
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NotLoopback(_) => Some(Code::Refused),
            Self::Listen { .. } => None,
            Self::TooOften => Some(Code::Usage),
        }
    }
}

/// Prints, writes or serves.
pub(super) fn run(context: &Context, args: &MetricsArgs) -> anyhow::Result<Answer> {
    match (&args.textfile, args.every, args.listen) {
        (Some(path), None, _) => write(path, &page(&context.paths)?)?,
        (Some(_), Some(Span(every)), _) if every < SHORTEST_INTERVAL => return Err(MetricsError::TooOften.into()),
        (Some(path), Some(Span(every)), _) => keep_writing(context, path, every)?,
        (None, _, Some(address)) => serve(context, address)?,
        (None, _, None) => output::bytes(page(&context.paths)?.as_bytes())?,
    }
    Ok(Answer::Yes)
}

/// The page as of now. A supervisor that does not run is not started: that is a figure, too.
fn page(paths: &Paths) -> anyhow::Result<String> {
    let mut facts = Facts { host: host(&paths.state), gpus: GpuReport::ask(), ..Facts::default() };
    if let Some(mut client) = Client::connect(paths)? {
        let info = client.info()?;
        facts.supervisor_pid = Some(info.pid);
        facts.supervisor_started_at_ms = Some(info.started_at_ms);
        facts.supervisor_version = Some(info.version);
        facts.services = client.usage()?;
        facts.log_bytes = facts.services.iter().map(|service| folder_bytes(&service.log_dir)).collect();
    }
    Ok(render(&facts))
}

/// Bytes of the files in a folder.
fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|it| it.len())
        .sum()
}

fn host(state: &Path) -> Host {
    let system =
        System::new_with_specifics(RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram())).ok();
    // Only this disk: a network disk that hangs elsewhere shall not hang us.
    let state_disk = nix::sys::statvfs::statvfs(state).ok().map(|disk| {
        let block = disk.fragment_size();
        (disk.blocks().saturating_mul(block), disk.blocks_available().saturating_mul(block))
    });
    Host {
        load: System::load_average().ok().map(|load| [load.one, load.five, load.fifteen]),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_total_bytes: system.as_ref().map(System::total_memory),
        memory_available_bytes: system.as_ref().map(System::available_memory),
        uptime_seconds: System::uptime().ok(),
        state_disk,
    }
}

/// Writes beside the file and renames, so that no reader sees a part. Others may read it: it holds no secret.
fn write(path: &Path, page: &str) -> anyhow::Result<()> {
    let whole = std::path::absolute(path)?;
    let folder = whole.parent().context("a file in a folder is expected")?;
    let put = || -> std::io::Result<()> {
        let mut beside = tempfile::Builder::new().prefix(".gascli-metrics-").tempfile_in(folder)?;
        beside.write_all(page.as_bytes())?;
        beside.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        beside.persist(&whole).map_err(|error| error.error)?;
        Ok(())
    };
    put().with_context(|| format!("cannot write `{}`", path.display()))
}

fn keep_writing(context: &Context, path: &Path, every: Duration) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start threads")?;
    let stop = {
        let _inside = runtime.enter();
        signals::stop_on_signals()?
    };
    write(path, &page(&context.paths)?)?; // what cannot be written at all is said at once
    runtime.block_on(async {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        ticks.tick().await;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let (paths, path) = (context.paths.clone(), path.to_owned());
            let written = tokio::task::spawn_blocking(move || write(&path, &page(&paths)?)).await;
            if let Ok(Err(error)) = written {
                output::note(output::escaped(&format!("{error:#}")));
            }
        }
    });
    Ok(())
}

fn serve(context: &Context, address: SocketAddr) -> anyhow::Result<()> {
    if !address.ip().is_loopback() {
        return Err(MetricsError::NotLoopback(address).into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(async {
        let stop = signals::stop_on_signals()?;
        let listener = TcpListener::bind(address).await.map_err(|source| MetricsError::Listen { address, source })?;
        let found = listener.local_addr().unwrap_or(address);
        output::note(format_args!("metrics on http://{found}/metrics"));
        serve_until(listener, context.paths.clone(), stop).await;
        anyhow::Ok(())
    })?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}

async fn serve_until(listener: TcpListener, paths: Paths, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let answer = async move || {
        let _place = places.acquire().await;
        let made = tokio::task::spawn_blocking(move || page(&paths)).await;
        match made {
            Ok(Ok(page)) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], page).into_response(),
            Ok(Err(error)) => http::detail(StatusCode::SERVICE_UNAVAILABLE, &format!("{error:#}")),
            Err(_) => http::detail(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made"),
        }
    };
    let limits = http::Limits { connections: 16, connections_per_address: 16, ..http::Limits::default() };
    http::serve(listener, Router::new().route("/metrics", get(answer)), limits, stop).await;
}
