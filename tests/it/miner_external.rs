//! Under which address the miner tells validators to find it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use gascli::chain::{self, At, Axon};
use gascli::daemon::http;
use gascli::miner::{ExternalIp, Settings};
use gascli::protocol::daemon_state::{DaemonState, Health};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::miner_world::{LIMIT, NETUID, World, miner_hotkey};

/// Answers with this address once it knows it; gives where that is.
async fn serve(ip: &'static str, knows: &Arc<AtomicBool>) -> String {
    let knows = Arc::clone(knows);
    let answer = async move || {
        let status = if knows.load(Ordering::SeqCst) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        (status, format!("{ip}\n"))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/", get(answer));
    tokio::spawn(http::serve(listener, router, http::Limits::default(), CancellationToken::new()));
    address
}

async fn published(world: &World) -> Option<Axon> {
    let chain = chain::connect(&world.settings().endpoint).await.unwrap();
    let metagraph = chain.metagraph(NETUID, At::Finalized).await.unwrap();
    metagraph.by_hotkey(&miner_hotkey()).unwrap().axon
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_that_others_see_is_published() {
    let world = World::new();
    let ip_service = serve("8.8.4.4", &Arc::new(true.into())).await;
    let settings = Settings { axon_external_ip: ExternalIp::Ask, ip_service, ..world.settings() };
    let miner = world.start_with(settings).await;
    let expected = Axon { ip: "8.8.4.4".parse().unwrap(), port: miner.address.port() };
    assert_eq!(published(&world).await, Some(expected));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_miner_that_cannot_find_out_its_address_works_and_publishes_it_later() {
    let world = World::new();
    let knows = Arc::new(AtomicBool::new(false));
    let ip_service = serve("8.8.8.8", &knows).await;
    let settings = Settings { axon_external_ip: ExternalIp::Ask, ip_service, ..world.settings() };
    let miner = world.start_with(settings).await;
    assert_eq!(miner.get("/health").await.status, 200);
    assert_eq!(published(&world).await, None);
    let unpublished = |state: &DaemonState| match &state.health {
        Health::Degraded { reason } => reason.starts_with("the axon is not published") && reason.contains("HTTP 503"),
        _ => false,
    };
    miner.until("why it is not published", unpublished).await;
    knows.store(true, Ordering::SeqCst);
    let waiting = async {
        while published(&world).await.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, waiting).await.expect("the address is never published");
    assert_eq!(published(&world).await.unwrap().ip.to_string(), "8.8.8.8");
    miner.until("its health", |state| state.health == Health::Healthy).await;
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_address_is_published_without_asking_anybody() {
    let world = World::new();
    let given = "8.8.8.8".parse().unwrap();
    let settings = Settings { axon_external_ip: ExternalIp::Given(given), ..world.settings() };
    let miner = world.start_with(settings).await;
    assert_eq!(published(&world).await.unwrap().ip, given);
    miner.end().await;
}
