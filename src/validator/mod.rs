//! The validator daemon (`gascli run validator`): challenges miners, checks what they deliver, scores, sets weights.
//!
//! ```text
//!  chain ──clock──> round ──challenge──> miners
//!            │                             │ POST /generative_callback
//!            │         store <──ingest── callback
//!            │           └──align──> verified or failed
//!            └──> weights ──> chain
//! ```
//!
//! The idea needed to read on: a challenge is ended once, by whoever holds its claim (`open`), and the store says how.
//! Everything else (the rounds, the epochs, the servers) runs side by side and shares one `node`.

pub mod align;
mod benchmark;
mod callback;
mod challenge;
mod clock;
pub mod data;
mod draw;
mod error;
pub mod gas_api;
pub mod generation;
mod ingest;
mod known;
mod node;
mod open;
mod peers;
pub mod plan;
pub mod prices;
mod receive;
mod round;
mod seat;
mod settings;
mod settle;
mod start;
mod tally;
mod upkeep;
mod watched;
pub mod weights;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::daemon::heartbeat::Heart;
use crate::daemon::{http, state_socket};
use crate::types::{Paths, ServiceName, UnixMillis};
use crate::verification::c2pa::TrustSet;

pub use error::ValidatorError;
pub use settings::{AlignmentSettings, LivePriceSettings, PromptSource, RewardSettings, Settings, SpecialHotkeys};
pub use start::netuid;

use node::{Node, take_stock};

/// How long deliveries under way may go on after `stop`.
const GRACE: Duration = Duration::from_secs(20);

/// Most often that open challenges are looked through, and least often.
const EXPIRY_LOOKS: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(30)];

/// How often the challenges that still count are counted anew.
const RECOUNT: Duration = Duration::from_mins(1);

/// How far the wall clock may part from the time that passes between two looks.
const CLOCK_SLACK: Duration = Duration::from_mins(1);

/// Longest that a look through the open challenges, a challenge round or an epoch's sums may take. All of them have
/// time-outs of their own, which are shorter.
const WORK_LIMIT: Duration = Duration::from_mins(10);

/// Runs a validator until `stop`. Open challenges survive; what is being checked is finished first. `ready` is called
/// once, with the address on which it listens, when deliveries can arrive.
pub async fn run(
    settings: Settings,
    trust: TrustSet,
    paths: &Paths,
    service: &ServiceName,
    stop: CancellationToken,
    heart: Heart,
    ready: impl FnOnce(SocketAddr) + Send,
) -> Result<(), ValidatorError> {
    let stop = stop.child_token(); // ours to cancel, without touching the caller's other parts
    let started = tokio::select! {
        () = stop.cancelled() => {
            tracing::info!("stopped before the validator was ready");
            return Ok(());
        }
        started = start::start(settings, trust, paths, heart) => started?,
    };
    let start::Started { node, listener, chain, seen, round_due, epoch_due, epoch_unfinished, lock } = started;
    let socket = state_socket::bind(paths.state_socket(service))?; // before anybody hears that we are ready
    let mut parts: JoinSet<Result<(), ValidatorError>> = JoinSet::new();
    parts.spawn({
        let stop = stop.clone();
        let every = start::clock_interval(&node.settings);
        async move {
            clock::run(chain, every, seen, stop).await;
            Ok(())
        }
    });
    parts.spawn({
        let (router, stop) = (callback::router(Arc::clone(&node)), stop.clone());
        async move {
            http::serve(listener, router, http::Limits::default(), stop).await;
            Ok(())
        }
    });
    parts.spawn({
        let (told, stop) = (Arc::clone(&node), stop.clone());
        async move {
            socket.serve(move || told.state(), stop).await;
            Ok(())
        }
    });
    parts.spawn(always(round::run(Arc::clone(&node), round_due, stop.clone())));
    let (next_epoch, epoch_told) = watch::channel(epoch_due);
    parts.spawn(always(weights::run(Arc::clone(&node), next_epoch, epoch_unfinished, stop.clone())));
    parts.spawn(always(benchmark::run(Arc::clone(&node), epoch_told, stop.clone())));
    parts.spawn(always(prices::run(Arc::clone(&node), stop.clone())));
    parts.spawn(always(expire(Arc::clone(&node), stop.clone())));
    parts.spawn(always(upkeep::run(Arc::clone(&node), stop.clone())));
    parts.spawn(always(align::run(Arc::clone(&node), stop.clone())));
    parts.spawn(always(seat::run(Arc::clone(&node), stop.clone())));
    node.tally.ready();
    tracing::info!(hotkey = %node.keypair.hotkey(), netuid = %node.netuid, listening = %node.listening,
        callback_url = %node.callback_url, open_challenges = node.open.len(), "validator ready");
    ready(node.listening);
    let outcome = wait(parts, &node, &stop).await;
    node.work.close();
    if timeout(GRACE, node.work.wait()).await.is_err() {
        tracing::warn!(deliveries = node.work.len(), "deliveries are given up; their challenges stay open");
    }
    tracing::info!(open_challenges = node.open.len(), "validator stopped");
    drop(lock);
    outcome
}

async fn always(part: impl Future<Output = ()>) -> Result<(), ValidatorError> {
    part.await;
    Ok(())
}

/// Waits for all parts. The first that ends, for whatever reason, takes the others along.
async fn wait(
    mut parts: JoinSet<Result<(), ValidatorError>>,
    node: &Node,
    stop: &CancellationToken,
) -> Result<(), ValidatorError> {
    let mut outcome = Ok(());
    loop {
        let asked = stop.is_cancelled();
        let ended = tokio::select! {
            () = stop.cancelled(), if !asked => {
                node.tally.stopping();
                continue;
            }
            ended = parts.join_next() => ended,
        };
        let ended = match ended {
            None => return outcome,
            Some(Ok(Ok(()))) if stop.is_cancelled() => Ok(()),
            Some(Ok(Ok(()))) => Err(ValidatorError::Broken("it ended without being asked to".into())),
            Some(Ok(error)) => error,
            Some(Err(panic)) => Err(ValidatorError::Broken(panic.to_string())),
        };
        outcome = outcome.and(ended);
        stop.cancel();
        node.tally.stopping();
    }
}

/// Ends challenges that nobody answers in time (`spec/gas.md` 8.4).
async fn expire(node: Arc<Node>, stop: CancellationToken) {
    let expiry = node.settings.task_expiry;
    let [soonest, latest] = EXPIRY_LOOKS;
    let mut looks = interval((expiry / 4).clamp(soonest, latest));
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut counted = Instant::now();
    let mut time = Time::at(UnixMillis::now(), Instant::now());
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        node.has_space().await;
        let now = UnixMillis::now();
        let before = now.before(expiry);
        let uncounted = time.jumped(now, Instant::now()).map(|jump| jump.min(before));
        let recount = counted.elapsed() >= RECOUNT;
        if recount {
            counted = Instant::now();
        }
        let expired = node.change(move |store, tally| {
            if let Some(uncounted) = uncounted {
                store.forget_overdue(uncounted)?;
            }
            let expired = store.expire(before, "challenge_timeout", "timeout", now)?;
            tally.expired(expired.len());
            if recount || !expired.is_empty() {
                take_stock(store, tally);
            }
            Ok(expired)
        });
        match node.heart.watch("the look through open challenges", WORK_LIMIT, expired).await {
            Ok(expired) => {
                if let Some(uncounted) = uncounted {
                    node.open.remove_before(uncounted);
                }
                for task_id in expired {
                    if let Some(challenge) = node.open.remove(task_id) {
                        tracing::info!(uid = %challenge.uid, hotkey = %challenge.hotkey, %task_id, "challenge not answered in time");
                    }
                }
            }
            Err(error) => tracing::error!(%error, "open challenges could not be looked through"),
        }
    }
}

/// Compares the wall clock, by which challenges expire, with the time that passes. Where the machine slept or its clock was
/// set, miners had less time than their challenges are old.
struct Time {
    wall: UnixMillis,
    passed: Instant,
    /// Up to where the wall clock was when it last jumped ahead.
    jump: Option<UnixMillis>,
}

impl Time {
    const fn at(wall: UnixMillis, passed: Instant) -> Self {
        Self { wall, passed, jump: None }
    }

    /// Before when challenges were sent that are older than the time that their miners had, if there are such.
    fn jumped(&mut self, wall: UnixMillis, passed: Instant) -> Option<UnixMillis> {
        let (by_wall, by_time) = (self.wall.until(wall), passed.duration_since(self.passed));
        if by_wall > by_time + CLOCK_SLACK {
            tracing::warn!(
                ahead_s = by_wall.saturating_sub(by_time).as_secs(),
                "the clock jumped ahead: open challenges count for nobody"
            );
            self.jump = Some(self.wall.after(by_time));
        }
        (self.wall, self.passed) = (wall, passed);
        self.jump
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_that_a_jump_of_the_clock_made_old_are_told_from_those_that_were_sent_later() {
        let (start, wall) = (Instant::now(), UnixMillis(1_000_000_000));
        let mut time = Time::at(wall, start);
        let minute = Duration::from_mins(1);
        assert_eq!(time.jumped(wall.after(minute), start + minute), None);
        assert_eq!(time.jumped(wall.after(minute * 20), start + minute * 20), None, "a long look is no jump");
        let awake = wall.after(minute * 200);
        let before = time.jumped(awake, start + minute * 21).expect("the machine slept");
        assert!(wall.after(minute * 21) <= before && before < awake);
        assert_eq!(time.jumped(awake.after(minute), start + minute * 22), Some(before), "they expire later");
        assert_eq!(time.jumped(wall, start + minute * 23), Some(before), "a clock that is set back ends none early");
    }
}
