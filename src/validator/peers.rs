//! Which miners generate: what each answers to `GET /miner_info` (`spec/gas.md` 8.1).

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

use super::node::Node;
use crate::chain::{Axon, Metagraph, Neuron};
use crate::daemon::client::read_answer;
use crate::protocol::{epistula, gas};
use crate::types::{BlockNumber, Hotkey, UnixMillis, is_public};

/// Miners asked at once: as many as there are seats, so that those who never answer hold up nobody; and apart from them
/// those who did not answer the last time.
const AT_ONCE: usize = 256;
const SILENT_AT_ONCE: usize = 32;

/// Longest answer.
const LONGEST: usize = 64 << 10;

/// Longest wait for one answer.
const ASK: Duration = Duration::from_secs(30);

/// Whoever takes longer to be no generator is not waited for the next time, such as one that does not even connect.
const SILENCE: Duration = Duration::from_secs(1);

/// How long an answer counts on a remote chain.
const REMEMBERED: Duration = Duration::from_mins(5);

/// How long a round waits for answers; those that come later count for the next round. Nobody is waited for twice: not
/// while the answer of an earlier round is still awaited, nor after it did not come.
const PATIENCE: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(30)];

/// What is known of the miners.
pub(super) struct Peers {
    answers: HashMap<Hotkey, Answer>,
    asking: JoinSet<(Hotkey, Answer)>,
    asked: HashMap<Hotkey, Axon>,
    at_once: Arc<Semaphore>,
    silent_at_once: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy)]
struct Answer {
    axon: Axon,
    generates: bool,
    /// Whether it took long and brought nothing.
    is_silent: bool,
    block: BlockNumber,
    at: Instant,
}

impl Peers {
    pub(super) fn new() -> Self {
        Self {
            answers: HashMap::new(),
            asking: JoinSet::new(),
            asked: HashMap::new(),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            silent_at_once: Arc::new(Semaphore::new(SILENT_AT_ONCE)),
        }
    }

    /// The generators, as far as they answer in time. Asks those of whom nothing recent is known.
    pub(super) async fn generators(&mut self, node: &Arc<Node>, metagraph: &Metagraph) -> Vec<(Neuron, Axon)> {
        let local = node.settings.endpoint.is_local();
        let own = node.keypair.hotkey();
        while let Some(answered) = self.asking.try_join_next() {
            self.note(answered.ok());
        }
        self.answers.retain(|hotkey, _| metagraph.by_hotkey(hotkey).is_some());
        let peers: Vec<(&Neuron, Axon)> = metagraph
            .neurons
            .iter()
            .filter(|neuron| neuron.hotkey != own)
            .filter_map(|neuron| Some((neuron, neuron.axon.filter(|axon| is_callable(*axon, local))?)))
            .collect();
        let mut awaited: HashSet<Hotkey> = HashSet::new();
        for (neuron, axon) in &peers {
            let hotkey = neuron.hotkey;
            if self.is_known(node, &hotkey, *axon, metagraph.block) || self.asked.contains_key(&hotkey) {
                continue;
            }
            let was_silent = self.answers.get(&hotkey).is_some_and(|last| last.is_silent && last.axon == *axon);
            if !was_silent {
                awaited.insert(hotkey);
            }
            self.asked.insert(hotkey, *axon);
            self.ask(node, hotkey, *axon, metagraph.block, was_silent);
        }
        let deadline = Instant::now() + PATIENCE[usize::from(!local)];
        while !awaited.is_empty()
            && let Ok(Some(answered)) = timeout_at(deadline, self.asking.join_next()).await
        {
            let answered = answered.ok();
            if let Some((hotkey, _)) = &answered {
                awaited.remove(hotkey);
            }
            self.note(answered);
        }
        if !awaited.is_empty() {
            tracing::debug!(
                miners = awaited.len(),
                "the round begins without those who did not say in time what they are"
            );
        }
        let generates = |neuron: &Neuron, axon: &Axon| {
            self.answers.get(&neuron.hotkey).is_some_and(|answer| answer.generates && answer.axon == *axon)
        };
        peers.into_iter().filter(|(neuron, axon)| generates(neuron, axon)).map(|(n, axon)| (n.clone(), axon)).collect()
    }

    fn note(&mut self, answered: Option<(Hotkey, Answer)>) {
        match answered {
            Some((hotkey, answer)) => {
                self.asked.remove(&hotkey);
                self.answers.insert(hotkey, answer);
            }
            // Whoever's call panicked is not known by now; all are asked again rather than one never.
            None => self.asked.clear(),
        }
    }

    /// On a local chain nodes come and go by the second, so an answer counts for two rounds, and silence for none.
    fn is_known(&self, node: &Node, hotkey: &Hotkey, axon: Axon, block: BlockNumber) -> bool {
        let Some(answer) = self.answers.get(hotkey).filter(|answer| answer.axon == axon) else { return false };
        if node.settings.endpoint.is_local() {
            let rounds = node.settings.challenge_interval_blocks.saturating_mul(2);
            answer.generates && block.0.saturating_sub(answer.block.0) < rounds
        } else {
            answer.at.elapsed() < REMEMBERED
        }
    }

    fn ask(&mut self, node: &Arc<Node>, hotkey: Hotkey, axon: Axon, block: BlockNumber, was_silent: bool) {
        let at_once = Arc::clone(if was_silent { &self.silent_at_once } else { &self.at_once });
        let node = Arc::clone(node);
        self.asking.spawn(async move {
            let _place = at_once.acquire().await;
            let limit = ASK.min(node.settings.miner_timeout);
            let began = Instant::now();
            let generates = match timeout(limit, miner_type(&node, hotkey, axon)).await {
                Ok(Ok(kind)) => kind.eq_ignore_ascii_case("generator"),
                Ok(Err(reason)) => {
                    tracing::debug!(%hotkey, ?reason, "no answer to /miner_info");
                    false
                }
                Err(_) => {
                    tracing::debug!(%hotkey, ?limit, "no answer to /miner_info in time");
                    false
                }
            };
            let is_silent = !generates && began.elapsed() > SILENCE;
            (hotkey, Answer { axon, generates, is_silent, block, at: Instant::now() })
        });
    }
}

/// Whether an axon can be called at all. Addresses of private networks are only those of peers on a local chain: on a
/// public one anybody could have us call the operator's own machines.
fn is_callable(axon: Axon, local: bool) -> bool {
    axon.port != 0 && !axon.ip.is_unspecified() && (local || is_public(axon.ip))
}

/// Address of a path on a miner.
pub(super) fn url(axon: Axon, path: &str) -> String {
    match axon.ip {
        IpAddr::V4(ip) => format!("http://{ip}:{}{path}", axon.port),
        IpAddr::V6(ip) => format!("http://[{ip}]:{}{path}", axon.port),
    }
}

async fn miner_type(node: &Node, hotkey: Hotkey, axon: Axon) -> Result<String, String> {
    let mut request = node.client.get(url(axon, gas::path::MINER_INFO));
    for (name, value) in epistula::sign(&node.keypair, b"", Some(&hotkey), UnixMillis::now()) {
        request = request.header(name, value);
    }
    let answer = request.send().await.map_err(|error| crate::daemon::client::describe(&error))?;
    let status = answer.status();
    if status.as_u16() != 200 {
        return Err(format!("HTTP {}", status.as_u16()));
    }
    let body = read_answer(answer, LONGEST).await.map_err(|error| error.to_string())?;
    let body: Value = serde_json::from_slice(&body).map_err(|_| "no JSON".to_owned())?;
    body.get("miner_type").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| "no miner_type".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_called_on_a_local_chain_only() {
        let axon = |ip: &str, port| Axon { ip: ip.parse().unwrap(), port };
        for (ip, local, remote) in
            [("127.0.0.1", true, false), ("10.0.0.1", true, false), ("8.8.8.8", true, true), ("0.0.0.0", false, false)]
        {
            assert_eq!(is_callable(axon(ip, 8091), true), local, "{ip}");
            assert_eq!(is_callable(axon(ip, 8091), false), remote, "{ip}");
            assert!(!is_callable(axon(ip, 0), true));
        }
        assert_eq!(url(axon("::1", 80), "/x"), "http://[::1]:80/x");
    }
}
