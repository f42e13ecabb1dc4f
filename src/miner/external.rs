//! Under which address validators find this miner: given, or asked for, published on the chain, and kept true.
//!
//! A miner whose address cannot be found out still runs: the chain may hold the right one from an earlier run.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{ExternalIp, Settings};
use crate::chain::{Axon, Chain, ChainError, Metagraph};
use crate::daemon::client::{self, ClientError, Reach};
use crate::types::{Keypair, Netuid, is_public};

/// How long the service may take to tell our address, and a connection to it to come about.
const LIMIT: Duration = Duration::from_secs(10);

/// Longest answer; an address has 45 characters at most.
const LONGEST: usize = 256;

/// How often an address that was asked for is asked for again: it may be a dynamic one.
const AGAIN: Duration = Duration::from_hours(1);

/// The first pause after a question in vain; doubled each time, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// See [`FIRST_PAUSE`].
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

const REMEDY: &str = "set BT_AXON_EXTERNAL_IP to the address under which validators reach this machine";

/// Why the address is not known.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    #[error("{service} could not be asked: {reason}")]
    Unreachable { service: String, reason: String },
    #[error("{service} answered with HTTP {status}")]
    Refused { service: String, status: u16 },
    #[error("{service} answered `{answer}`, which is no public IP address")]
    NotPublic { service: String, answer: String },
    #[error("this machine is seen as {ip}, but the miner listens on {listening} only, and thus not there")]
    OtherFamily { ip: IpAddr, listening: IpAddr },
}

/// How the address is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Known(IpAddr),
    Service,
}

/// Publishes the address, and keeps it true.
pub(super) struct Herald {
    chain: Arc<dyn Chain>,
    netuid: Netuid,
    keypair: Keypair,
    client: reqwest::Client,
    service: String,
    source: Source,
    listening: SocketAddr,
    /// Whether others than this machine's own processes come: then a look from outside makes sense.
    is_local: bool,
    published: Option<IpAddr>,
}

impl Herald {
    pub(super) fn new(
        settings: &Settings,
        chain: Arc<dyn Chain>,
        netuid: Netuid,
        keypair: Keypair,
        listening: SocketAddr,
    ) -> Result<Self, ClientError> {
        Ok(Self {
            chain,
            netuid,
            keypair,
            // No proxy: the service would see that, and not us.
            client: client::client(Reach::Any)?,
            service: settings.ip_service.clone(),
            source: source(settings),
            listening,
            is_local: settings.endpoint.is_local(),
            published: None,
        })
    }

    /// Publishes the address as far as it is known. A chain that refuses it is an error; a service that does not tell it is
    /// not, since it may later.
    pub(super) async fn announce(&mut self, metagraph: &Metagraph) -> Result<(), ChainError> {
        match self.find().await {
            Ok(ip) => self.publish(ip).await,
            Err(error) => {
                let held = metagraph.by_hotkey(&self.keypair.hotkey()).and_then(|neuron| neuron.axon);
                let held = held.filter(|axon| axon.port != 0).map(|axon| SocketAddr::new(axon.ip, axon.port));
                tracing::warn!(
                    %error, held = held.map(tracing::field::display), remedy = REMEDY,
                    "the external address is not known yet; the chain keeps what it holds, and it is asked for again"
                );
                Ok(())
            }
        }
    }

    /// Checks that the published address leads here, and asks for it again as long as the miner runs.
    pub(super) async fn keep(mut self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.watch() => {}
        }
    }

    async fn watch(&mut self) {
        self.look_from_outside().await;
        if let Source::Known(_) = self.source {
            return std::future::pending().await;
        }
        let mut vain = u32::from(self.published.is_none());
        loop {
            sleep(pause(vain)).await;
            match self.renew().await {
                Ok(()) => vain = 0,
                Err(error) => {
                    vain = vain.saturating_add(1);
                    if vain == 1 {
                        tracing::warn!(error, remedy = REMEDY, "the external address could not be checked");
                    } else {
                        tracing::debug!(error, vain, "the external address is still not known");
                    }
                }
            }
        }
    }

    /// Asks again, and publishes what has changed.
    async fn renew(&mut self) -> Result<(), String> {
        let ip = self.find().await.map_err(|error| error.to_string())?;
        if self.published == Some(ip) {
            return Ok(());
        }
        let before = self.published.map(|ip| ip.to_string());
        self.publish(ip).await.map_err(|error| error.to_string())?;
        tracing::info!(%ip, before, "the external address has changed and was published");
        self.look_from_outside().await;
        Ok(())
    }

    async fn publish(&mut self, ip: IpAddr) -> Result<(), ChainError> {
        let axon = Axon { ip, port: self.listening.port() };
        self.chain.serve_axon(self.netuid, &self.keypair, axon).await?;
        self.published = Some(ip);
        tracing::info!(%ip, port = axon.port, "address published on the chain");
        Ok(())
    }

    async fn find(&self) -> Result<IpAddr, AskError> {
        match self.source {
            Source::Known(ip) => Ok(ip),
            Source::Service => {
                let ip = ask(&self.client, &self.service).await?;
                if ip.is_ipv6() && self.listening.is_ipv4() {
                    return Err(AskError::OtherFamily { ip, listening: self.listening.ip() });
                }
                Ok(ip)
            }
        }
    }

    async fn look_from_outside(&self) {
        let Some(ip) = self.published.filter(|_| !self.is_local) else { return };
        let address = SocketAddr::new(ip, self.listening.port());
        if let Err(reason) = reach(address, LIMIT).await {
            tracing::warn!(
                %address, reason,
                "the published address could not be reached from here: open or forward the port, unless the router merely \
                 refuses to lead back"
            );
        }
    }
}

fn pause(vain: u32) -> Duration {
    match vain {
        0 => AGAIN,
        vain => FIRST_PAUSE.saturating_mul(1 << (vain - 1).min(16)).min(LONGEST_PAUSE),
    }
}

/// On a local chain everybody is on this machine, so loopback stands in for `0.0.0.0`.
fn source(settings: &Settings) -> Source {
    let own = Some(settings.axon_ip).filter(|ip| !ip.is_unspecified());
    match (settings.axon_external_ip, own) {
        (ExternalIp::Given(ip), _) | (ExternalIp::AskUnlessLocal, Some(ip)) => Source::Known(ip),
        (ExternalIp::AskUnlessLocal, None) if settings.endpoint.is_local() => {
            Source::Known(IpAddr::V4(Ipv4Addr::LOCALHOST))
        }
        (ExternalIp::Ask | ExternalIp::AskUnlessLocal, _) => Source::Service,
    }
}

/// The address under which a service sees us: it answers with nothing else.
async fn ask(client: &reqwest::Client, service: &str) -> Result<IpAddr, AskError> {
    let unreachable = |reason| AskError::Unreachable { service: service.to_owned(), reason };
    let answer = client.get(service).timeout(LIMIT).send().await;
    let answer = answer.map_err(|error| unreachable(client::describe(&error)))?;
    let status = answer.status();
    if !status.is_success() {
        return Err(AskError::Refused { service: service.to_owned(), status: status.as_u16() });
    }
    let text = client::read_answer(answer, LONGEST).await.map_err(|error| unreachable(error.to_string()))?;
    let text = String::from_utf8_lossy(&text);
    let ip = text.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical()).filter(|ip| is_public(*ip));
    ip.ok_or_else(|| AskError::NotPublic {
        service: service.to_owned(),
        answer: text.trim().chars().take(60).map(|one| if one.is_control() { ' ' } else { one }).collect(),
    })
}

async fn reach(address: SocketAddr, limit: Duration) -> Result<(), String> {
    match timeout(limit, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("timed out".into()),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::net::TcpListener;

    use super::*;
    use crate::daemon::http;

    async fn service(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/ip", listener.local_addr().unwrap());
        let router = Router::new().route("/ip", get(async move || answer));
        tokio::spawn(http::serve(listener, router, http::Limits::default(), CancellationToken::new()));
        url
    }

    #[tokio::test]
    async fn a_service_is_believed_only_if_it_tells_a_public_address_and_nothing_else() {
        let client = client::client(Reach::Any).unwrap();
        for (answer, ip) in
            [("8.8.8.8\n", "8.8.8.8"), (" 2606:4700::1111 ", "2606:4700::1111"), ("::ffff:8.8.4.4", "8.8.4.4")]
        {
            assert_eq!(ask(&client, &service(answer).await).await.unwrap(), ip.parse::<IpAddr>().unwrap());
        }
        for answer in ["10.0.0.7", "127.0.0.1", "0.0.0.0", "", "<html>8.8.8.8</html>", "8.8.8.8 8.8.4.4"] {
            let error = ask(&client, &service(answer).await).await.unwrap_err();
            assert!(matches!(error, AskError::NotPublic { .. }), "{answer}: {error}");
        }
        let url = service("8.8.8.8").await.replace("/ip", "/elsewhere");
        assert!(ask(&client, &url).await.unwrap_err().to_string().ends_with("answered with HTTP 404"));
        let gone = ask(&client, "http://127.0.0.1:1/").await.unwrap_err();
        assert!(matches!(gone, AskError::Unreachable { .. }), "{gone}");
        let page: &'static str = Box::leak("x".repeat(10_000).into_boxed_str());
        assert!(matches!(ask(&client, &service(page).await).await, Err(AskError::Unreachable { .. })));
    }

    #[tokio::test]
    async fn an_address_that_nobody_listens_on_is_told_from_one_that_answers() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        reach(address, LIMIT).await.unwrap();
        drop(listener);
        reach(address, LIMIT).await.unwrap_err();
    }

    #[test]
    fn a_question_in_vain_is_repeated_soon_and_then_less_often() {
        let seconds: Vec<u64> = [1, 2, 3, 8, 99, 0].map(|vain| pause(vain).as_secs()).to_vec();
        assert_eq!(seconds, [2, 4, 8, 256, 600, 3600]);
    }
}
