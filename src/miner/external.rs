//! Under which address validators find this miner: given, or asked for, published on the chain, and kept true.
//!
//! A miner whose address cannot be found out still runs: the chain may hold the right one from an earlier run.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::seats::Seats;
use super::{ExternalIp, Settings};
use crate::chain::{Axon, Chain, ChainError, Metagraph};
use crate::daemon::client::{self, ClientError, Reach};
use crate::types::{Keypair, Netuid, is_public};

/// How long the service may take to tell our address, and a connection to it to come about.
const LIMIT: Duration = Duration::from_secs(10);

/// Longest answer; an address has 45 characters at most.
const LONGEST: usize = 256;

/// How long a start waits until an axon is published for good: some blocks where finality is well. Blocks that do not become
/// final, or a lost connection, take up to half an hour, for which nobody would answer on our port.
const PATIENCE: Duration = Duration::from_mins(2);

/// How often all is looked at again, an address that was asked for with it: it may be a dynamic one.
const AGAIN: Duration = Duration::from_hours(1);

/// Looks in a row at which the chain must lack an axon: one may have begun before it was published.
const LOOKS: u32 = 2;

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
    /// Why the chain does not tell where we are; `None` if it does, as far as is known.
    trouble: watch::Sender<Option<String>>,
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
            trouble: watch::Sender::new(None),
        })
    }

    /// Why validators may not find this miner, as it changes.
    pub(super) fn trouble(&self) -> watch::Receiver<Option<String>> {
        self.trouble.subscribe()
    }

    /// Publishes the address as far as it is known. A chain that refuses it is an error; a service that does not tell it is
    /// not, since it may later, nor is a chain that takes it later (its rate limit, a lost connection, blocks that do not
    /// become final). What was sent by then is remembered where it is sent (`submit::turn`), and looked up before it is tried
    /// again.
    pub(super) async fn announce(&mut self, metagraph: &Metagraph) -> Result<(), ChainError> {
        match self.find().await {
            Ok(ip) => match timeout(PATIENCE, self.publish(ip)).await {
                Ok(Err(ChainError::Submit(error))) if error.may_pass() || error.unknown_until().is_some() => {
                    tracing::warn!(%error, %ip, "the address is not published yet; it is tried again");
                    self.trouble.send_replace(Some(error.to_string()));
                    Ok(())
                }
                Ok(published) => published,
                Err(_) => {
                    let error = format!("it is not published for good after {PATIENCE:?}");
                    tracing::warn!(error, %ip, "the miner starts meanwhile; what became of it is looked up");
                    self.trouble.send_replace(Some(error));
                    Ok(())
                }
            },
            Err(error) => {
                let held = metagraph.by_hotkey(&self.keypair.hotkey()).and_then(|neuron| neuron.axon);
                let held = held.filter(|axon| axon.port != 0).map(|axon| SocketAddr::new(axon.ip, axon.port));
                tracing::warn!(
                    %error, held = held.map(tracing::field::display), remedy = REMEDY,
                    "the external address is not known yet; the chain keeps what it holds, and it is asked for again"
                );
                self.trouble.send_replace(Some(error.to_string()));
                Ok(())
            }
        }
    }

    /// Checks that the published address leads here and stays published, and asks for it again as long as the miner runs.
    pub(super) async fn keep(mut self, seats: &Seats, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.watch(seats) => {}
        }
    }

    async fn watch(&mut self, seats: &Seats) {
        let mut looks = seats.looks();
        self.look_from_outside().await;
        let (mut vain, mut told) = (u32::from(self.published.is_none()), false);
        let mut due = Instant::now() + pause(vain);
        let mut lost = 0;
        loop {
            let is_due = tokio::select! {
                () = sleep_until(due) => true,
                Ok(()) = looks.changed() => false,
            };
            if !is_due {
                lost = if self.is_lost(seats) { lost + 1 } else { 0 };
                // What failed a moment ago is not tried again at every look.
                if vain > 0 || lost < LOOKS {
                    continue;
                }
            }
            lost = 0;
            match self.renew(seats).await {
                Ok(()) => (vain, told) = (0, false),
                Err(error) => {
                    vain = vain.saturating_add(1);
                    if told {
                        tracing::debug!(error, vain, "the external address is still not certain");
                    } else {
                        told = true;
                        tracing::warn!(
                            error,
                            remedy = REMEDY,
                            "the external address could not be checked or published"
                        );
                    }
                }
            }
            // What was seen before it was published says nothing of it.
            looks.mark_unchanged();
            due = Instant::now() + pause(vain);
        }
    }

    /// Asks again, and publishes what has changed, or what the chain does not show any more.
    async fn renew(&mut self, seats: &Seats) -> Result<(), String> {
        let is_lost = self.is_lost(seats);
        let ip = match self.find().await {
            Ok(ip) => ip,
            Err(error) => {
                if is_lost || self.published.is_none() {
                    self.trouble.send_replace(Some(error.to_string()));
                }
                return Err(error.to_string());
            }
        };
        if self.published == Some(ip) && !is_lost {
            self.trouble.send_replace(None);
            return Ok(());
        }
        let before = self.published.map(|ip| ip.to_string());
        if is_lost {
            tracing::warn!(
                before,
                "the chain does not show the axon that was published, as after a new registration, or another process with this \
                 hotkey has changed it; it is published again"
            );
        }
        if let Err(error) = self.publish(ip).await {
            self.trouble.send_replace(Some(error.to_string()));
            return Err(error.to_string());
        }
        if self.published.map(|ip| ip.to_string()) != before {
            tracing::info!(%ip, before, "the external address has changed and was published");
        }
        self.look_from_outside().await;
        Ok(())
    }

    /// Whether our seat shows another axon than was published, or none. Without a seat nothing can be published.
    fn is_lost(&self, seats: &Seats) -> bool {
        let published = self.published.filter(|ip| !ip.is_unspecified()); // which takes an axon back
        let axon = |ip: IpAddr| Axon { ip: ip.to_canonical(), port: self.listening.port() };
        published.is_some_and(|ip| seats.lacks(&self.keypair.hotkey(), axon(ip)))
    }

    async fn publish(&mut self, ip: IpAddr) -> Result<(), ChainError> {
        let axon = Axon { ip, port: self.listening.port() };
        self.chain.serve_axon(self.netuid, &self.keypair, axon).await?;
        self.published = Some(ip);
        self.trouble.send_replace(None);
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
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    use async_trait::async_trait;
    use axum::Router;
    use axum::routing::get;
    use tokio::net::TcpListener;

    use super::*;
    use crate::chain::subtensor::SubmitError;
    use crate::chain::{At, ChainStatus, Commitment, Hyperparameters, Neuron, WeightsCall, WeightsPreview, WeightsSet};
    use crate::daemon::http;
    use crate::daemon::seat::Calendar;
    use crate::types::{BlockNumber, Hotkey, Uid, UnixMillis};

    const NETUID: Netuid = Netuid(34);

    /// A chain of one seat, each look at which shows a new block.
    struct OneSeat {
        hotkey: Hotkey,
        block: AtomicU64,
        axon: Mutex<Option<Axon>>,
        /// How often an axon was published.
        times: watch::Sender<u32>,
        /// How often it refuses before that.
        refusals: AtomicU32,
        /// Whether its blocks become final.
        is_final: watch::Sender<bool>,
    }

    const NOT_ASKED: &str = "only seats, axons and epochs are asked for";

    #[async_trait]
    impl Chain for OneSeat {
        async fn metagraph(&self, netuid: Netuid, _: At) -> Result<Metagraph, ChainError> {
            let seat = Neuron { axon: *self.axon.lock().unwrap(), ..Neuron::new(Uid(0), self.hotkey) };
            let block = BlockNumber(self.block.fetch_add(1, Ordering::SeqCst));
            Ok(Metagraph { netuid, block, neurons: vec![seat], stake_is_partial: false })
        }
        async fn serve_axon(&self, netuid: Netuid, _: &Keypair, axon: Axon) -> Result<(), ChainError> {
            let refuses = |left: u32| left.checked_sub(1);
            if self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, refuses).is_ok() {
                return Err(SubmitError::ServingTooOften { netuid, blocks_left: 40 }.into());
            }
            self.is_final.subscribe().wait_for(|is_final| *is_final).await.unwrap();
            *self.axon.lock().unwrap() = Some(axon);
            self.times.send_modify(|times| *times += 1);
            Ok(())
        }
        async fn block(&self) -> Result<BlockNumber, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn status(&self) -> Result<ChainStatus, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn hyperparameters(&self, _: Netuid, _: At) -> Result<Hyperparameters, ChainError> {
            Ok(Hyperparameters::default())
        }
        async fn next_epoch(&self, _: Netuid) -> Result<Option<BlockNumber>, ChainError> {
            Ok(None)
        }
        async fn weights(&self, _: Netuid, _: u8, _: Uid, _: At) -> Result<Vec<(Uid, u16)>, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn commitment(&self, _: Netuid, _: &Hotkey, _: At) -> Result<Option<Commitment>, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn commit(&self, _: Netuid, _: &Keypair, _: &[&[u8]]) -> Result<BlockNumber, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn preview_weights(&self, _: &Hotkey, _: &WeightsCall<'_>) -> Result<WeightsPreview, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn set_weights(&self, _: &Keypair, _: &WeightsCall<'_>) -> Result<WeightsSet, ChainError> {
            panic!("{NOT_ASKED}")
        }
    }

    /// A chain that refuses so many times, and a herald of its seat, whose address is known.
    async fn with_a_seat(refusals: u32) -> (Arc<OneSeat>, Herald, Metagraph) {
        let keypair = Keypair::from_seed(&[3; 32]);
        let chain = Arc::new(OneSeat {
            hotkey: keypair.hotkey(),
            block: AtomicU64::new(100),
            axon: Mutex::default(),
            times: watch::Sender::new(0),
            refusals: refusals.into(),
            is_final: watch::Sender::new(true),
        });
        let herald = Herald {
            chain: Arc::clone(&chain) as Arc<dyn Chain>,
            netuid: NETUID,
            keypair,
            client: client::client(Reach::Any).unwrap(),
            service: String::new(),
            source: Source::Known("203.0.113.7".parse().unwrap()),
            listening: "127.0.0.1:8091".parse().unwrap(),
            is_local: true,
            published: None,
            trouble: watch::Sender::new(None),
        };
        let metagraph = chain.metagraph(NETUID, At::Finalized).await.unwrap();
        (chain, herald, metagraph)
    }

    fn seats(metagraph: &Metagraph, own: Hotkey) -> Seats {
        Seats::new(metagraph, own, Calendar::default(), UnixMillis::now())
    }

    /// Lets it go on until the end of the test, with a look at the chain now and then.
    fn keeping(chain: &Arc<OneSeat>, herald: Herald, metagraph: &Metagraph) -> tokio_util::sync::DropGuard {
        let (seats, stop) = (Arc::new(seats(metagraph, chain.hotkey)), CancellationToken::new());
        let (looking, chain, stopping) = (Arc::clone(&seats), Arc::clone(chain) as Arc<dyn Chain>, stop.clone());
        tokio::spawn(async move { looking.refresh(chain, NETUID, stopping).await });
        let stopping = stop.clone();
        tokio::spawn(async move { herald.keep(&seats, stopping).await });
        stop.drop_guard()
    }

    #[tokio::test(start_paused = true)]
    async fn an_axon_that_the_chain_lost_is_published_again_and_one_that_it_shows_is_let_be() {
        let (chain, mut herald, metagraph) = with_a_seat(0).await;
        herald.announce(&metagraph).await.unwrap();
        let mut times = chain.times.subscribe();
        assert_eq!(*times.borrow(), 1);
        let _keeping = keeping(&chain, herald, &metagraph);
        tokio::time::sleep(3 * AGAIN).await;
        assert_eq!(*times.borrow(), 1, "published again though the chain shows it");
        // The seat was lost, and the hotkey has registered anew; then another process publishes its own.
        let elsewhere = Axon { ip: "203.0.113.8".parse().unwrap(), port: 8091 };
        for (count, shown) in [(2, None), (3, Some(elsewhere))] {
            let began = Instant::now();
            *chain.axon.lock().unwrap() = shown;
            timeout(AGAIN, times.wait_for(|times| *times == count)).await.expect("not published again").unwrap();
            assert!(began.elapsed() < Duration::from_mins(1), "after {:?}", began.elapsed());
            tokio::time::sleep(2 * AGAIN).await;
            assert_eq!(*times.borrow(), count, "published twice for one loss");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_start_waits_two_minutes_for_finality_and_the_axon_is_published_later() {
        let (chain, mut herald, metagraph) = with_a_seat(0).await;
        chain.is_final.send_replace(false);
        let began = Instant::now();
        timeout(AGAIN, herald.announce(&metagraph)).await.expect("the miner does not start").unwrap();
        assert_eq!(began.elapsed().as_secs(), 120);
        let mut trouble = herald.trouble();
        let told = trouble.borrow().clone().unwrap();
        assert!(told.contains("not published for good after 120s"), "{told}");
        let _keeping = keeping(&chain, herald, &metagraph);
        chain.is_final.send_replace(true);
        timeout(AGAIN, trouble.wait_for(Option::is_none)).await.expect("still told").unwrap();
        assert_eq!(*chain.times.borrow(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn why_an_axon_is_not_published_is_told_until_it_is() {
        let (chain, mut herald, metagraph) = with_a_seat(3).await;
        herald.announce(&metagraph).await.unwrap();
        let mut trouble = herald.trouble();
        let told = trouble.borrow().clone().unwrap();
        assert!(told.contains("can be changed again in 40 blocks"), "{told}");
        let _keeping = keeping(&chain, herald, &metagraph);
        timeout(AGAIN, trouble.wait_for(Option::is_none)).await.expect("still told").unwrap();
        assert_eq!(*chain.times.borrow(), 1);
    }

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
