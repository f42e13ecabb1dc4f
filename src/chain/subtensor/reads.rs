//! What is read from a network's chain: each call from one block, over one connection.

use std::time::Duration;

use futures_util::future::BoxFuture;
use subxt::ext::scale_decode::DecodeAsType;
use tokio::time::timeout;

use super::codec::Key;
use super::connection::Connection;
use super::snapshot::{Entry, Snapshot};
use super::{NodeError, Subtensor};
use crate::chain::rules::Epochs;
use crate::chain::{At, ChainError, ChainStatus, Hyperparameters, Runtime};
use crate::types::{BlockNumber, Netuid, Rao, Uid, UnixMillis};

/// Longest that one call may take, with a second try over a new connection.
const LIMIT: Duration = Duration::from_mins(1);

/// Mechanisms lie this far apart in storage (`spec/chain.md` 4).
const MECHANISM: u32 = 4096;

impl Subtensor {
    /// Reads; once more if the connection is lost while doing so, since reading twice does no harm.
    pub(super) async fn read<'a, T>(
        &'a self,
        look: impl Fn(std::sync::Arc<Connection>) -> BoxFuture<'a, Result<T, ChainError>> + Send,
    ) -> Result<T, ChainError> {
        let mut used = None;
        let reading = async {
            let connection = used.insert(self.connection().await?);
            match look(std::sync::Arc::clone(connection)).await {
                Err(ChainError::Node(error)) if error.is_of_connection() => {
                    look(std::sync::Arc::clone(used.insert(self.connection().await?))).await
                }
                answer => answer,
            }
        };
        let endpoint = || self.connection_state().endpoint;
        let answer = timeout(LIMIT, reading).await;
        let answer = answer.unwrap_or_else(|_| Err(NodeError::TimedOut { endpoint: endpoint(), after: LIMIT }.into()));
        if let Some(connection) = used {
            connection.judge(&answer);
        }
        answer
    }

    /// Reads at one block.
    pub(super) async fn read_at<'a, T>(
        &'a self,
        at: At,
        look: impl Fn(Snapshot) -> BoxFuture<'a, Result<T, ChainError>> + Send + Sync + 'a,
    ) -> Result<T, ChainError> {
        let look = std::sync::Arc::new(look);
        self.read(move |connection| {
            let look = std::sync::Arc::clone(&look);
            Box::pin(async move { look(Snapshot::take(connection, at).await?).await })
        })
        .await
    }
}

/// What is read of a subnet's rules and all runtimes have.
pub(super) const OF_SUBNET: [&str; 19] = [
    "NetworksAdded",
    "Tempo",
    "WeightsSetRateLimit",
    "MinAllowedWeights",
    "MaxWeightsLimit",
    "WeightsVersionKey",
    "CommitRevealWeightsEnabled",
    "RevealPeriodEpochs",
    "ActivityCutoff",
    "ImmunityPeriod",
    "ServingRateLimit",
    "MaxAllowedUids",
    "MaxAllowedValidators",
    "Kappa",
    "BondsMovingAverage",
    "BondsPenalty",
    "Yuma3On",
    "Burn",
    "NetworkRegistrationAllowed",
];

/// Of these, what setting weights depends on. A runtime may drop any other: it is shown as it is where nobody has set it.
const NEEDED: [&str; 8] = [
    "NetworksAdded",
    "Tempo",
    "WeightsSetRateLimit",
    "MinAllowedWeights",
    "MaxWeightsLimit",
    "WeightsVersionKey",
    "CommitRevealWeightsEnabled",
    "RevealPeriodEpochs",
];

/// Where a subnet's mechanism keeps what it has of its own; `None` where there is no such mechanism.
pub(super) fn storage_index(netuid: Netuid, mechanism: u8) -> Option<u16> {
    u16::try_from(u32::from(netuid.0) + MECHANISM * u32::from(mechanism)).ok()
}

pub(super) async fn block(chain: &Subtensor) -> Result<BlockNumber, ChainError> {
    // The heads that the node sends are enough: asking for each block is what public endpoints limit.
    chain.connection().await?;
    chain.newest().ok_or_else(|| unreachable_head(chain).into())
}

fn unreachable_head(chain: &Subtensor) -> NodeError {
    NodeError::Garbled { endpoint: chain.connection_state().endpoint, reason: "it has no newest block".into() }
}

/// The part of `System.Version` that is shown.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Version {
    spec_name: String,
}

pub(super) async fn status(chain: &Subtensor) -> Result<ChainStatus, ChainError> {
    let seen = chain.read_at(At::Best, |state| Box::pin(look(state))).await;
    let link = chain.connection_state();
    let Look { runtime, best, finalized, time, block_time } = seen?;
    Ok(ChainStatus {
        endpoint: link.endpoint,
        fallbacks: chain.fallbacks(),
        runtime: Some(runtime),
        best,
        finalized,
        time,
        block_time,
        reconnects: link.reconnects,
        last_error: link.last_error,
    })
}

struct Look {
    runtime: Runtime,
    best: BlockNumber,
    finalized: BlockNumber,
    time: Option<UnixMillis>,
    block_time: Duration,
}

async fn look(state: Snapshot) -> Result<Look, ChainError> {
    let (_, finalized) = state.connection.finalized_head().await?;
    let time = state.value::<u64>(Entry::of("Timestamp", "Now", [])).await?;
    let version: Version = state.codec.constant("System", "Version")?;
    Ok(Look {
        runtime: Runtime {
            name: super::error::quoted(&version.spec_name),
            spec_version: state.at.spec_version(),
            genesis: format!("{:?}", state.connection.api.genesis_hash()),
        },
        best: state.number(),
        finalized,
        time: time.filter(|ms| *ms > 0).map(UnixMillis),
        block_time: state.connection.block_time,
    })
}

pub(super) async fn hyperparameters(chain: &Subtensor, netuid: Netuid, at: At) -> Result<Hyperparameters, ChainError> {
    chain.read_at(at, move |state| Box::pin(async move { hyperparameters_of(&state, netuid).await })).await
}

/// The subnet's rules, from storage: the same items in all runtimes, unlike the structures that runtime APIs answer.
pub(super) async fn hyperparameters_of(state: &Snapshot, netuid: Netuid) -> Result<Hyperparameters, ChainError> {
    let of_subnet = |name| {
        let entry = Entry::new(name, [netuid.into()]);
        if NEEDED.contains(&name) { entry } else { entry.optional() }
    };
    let mut entries: Vec<Entry> = OF_SUBNET.map(of_subnet).into();
    entries.push(Entry::new("StakeThreshold", []));
    entries.push(Entry::new("ActivityCutoffFactorMilli", [netuid.into()]).optional());
    entries.push(Entry::new("MechanismCountCurrent", [netuid.into()]).optional());
    let values = state.values(entries).await?;
    state.exists(netuid, &values)?;
    let tempo: u16 = values.get("Tempo")?;
    let factor: Option<u32> = values.find("ActivityCutoffFactorMilli")?;
    Ok(Hyperparameters {
        tempo,
        weights_rate_limit: values.get("WeightsSetRateLimit")?,
        min_allowed_weights: values.get("MinAllowedWeights")?,
        max_weights_limit: values.get("MaxWeightsLimit")?,
        weights_version: values.get("WeightsVersionKey")?,
        commit_reveal: values.get("CommitRevealWeightsEnabled")?,
        reveal_period_epochs: values.get("RevealPeriodEpochs")?,
        stake_threshold: Rao(values.get("StakeThreshold")?),
        activity_cutoff: match factor {
            Some(factor) => activity_cutoff(factor, tempo),
            None => values.find::<u16>("ActivityCutoff")?.unwrap_or(5000).into(),
        },
        immunity_period: values.find("ImmunityPeriod")?.unwrap_or(4096),
        serving_rate_limit: values.find("ServingRateLimit")?.unwrap_or(50),
        max_uids: values.find("MaxAllowedUids")?.unwrap_or(256),
        max_validators: values.find("MaxAllowedValidators")?.unwrap_or(128),
        kappa: values.find("Kappa")?.unwrap_or(32767),
        bonds_moving_average: values.find("BondsMovingAverage")?.unwrap_or(900_000),
        bonds_penalty: values.find("BondsPenalty")?.unwrap_or(65535),
        yuma3: values.find("Yuma3On")?.unwrap_or(false),
        burn: Rao(values.find("Burn")?.unwrap_or(0)),
        registration_allowed: values.find("NetworkRegistrationAllowed")?.unwrap_or(true),
        mechanisms: values.find("MechanismCountCurrent")?.unwrap_or(1),
    })
}

/// The cutoff in force where the runtime counts it in thousandths of a tempo (`spec/chain.md` 5).
fn activity_cutoff(factor_milli: u32, tempo: u16) -> u64 {
    (u64::from(factor_milli) * u64::from(tempo) / 1000).max(1)
}

pub(super) async fn next_epoch(chain: &Subtensor, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError> {
    chain.read_at(At::Best, move |state| Box::pin(async move { next_epoch_of(&state, netuid).await })).await
}

/// When the next epoch runs (`spec/chain.md` 7.6), by what the runtime stores of the last one.
async fn next_epoch_of(state: &Snapshot, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError> {
    let of_subnet = |name| Entry::new(name, [netuid.into()]);
    let values = state
        .values(vec![
            of_subnet("NetworksAdded"),
            of_subnet("Tempo"),
            of_subnet("LastEpochBlock").optional(),
            of_subnet("PendingEpochAt").optional(),
        ])
        .await?;
    state.exists(netuid, &values)?;
    let tempo = values.get("Tempo")?;
    let epochs = match values.find("LastEpochBlock")? {
        Some(last) => {
            let pending: Option<u64> = values.find("PendingEpochAt")?;
            let pending = pending.filter(|block| *block > 0).map(BlockNumber);
            Epochs::SinceLast { tempo, last: BlockNumber(last), pending }
        }
        None => Epochs::ByNumber { netuid, tempo },
    };
    Ok(epochs.next(state.number()))
}

pub(super) async fn weights(
    chain: &Subtensor,
    netuid: Netuid,
    mechanism: u8,
    uid: Uid,
    at: At,
) -> Result<Vec<(Uid, u16)>, ChainError> {
    chain
        .read_at(at, move |state| {
            Box::pin(async move {
                let index = storage_index(netuid, mechanism).ok_or_else(|| state.no_subnet(netuid))?;
                let index = Key::Number(index.into());
                let entries =
                    vec![Entry::new("NetworksAdded", [netuid.into()]), Entry::new("Weights", [index, uid.into()])];
                let values = state.values(entries).await?;
                state.exists(netuid, &values)?;
                let weights: Vec<(u16, u16)> = values.get("Weights")?;
                Ok(weights.into_iter().map(|(uid, weight)| (Uid(uid), weight)).collect())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_activity_cutoff_grows_with_the_tempo_and_is_at_least_one_block() {
        assert_eq!(
            [(13_889, 360), (13_889, 100), (1, 1)].map(|(factor, tempo)| activity_cutoff(factor, tempo)),
            [5000, 1388, 1]
        );
    }

    #[test]
    fn a_mechanism_has_storage_of_its_own_as_far_as_there_are_numbers() {
        assert_eq!(storage_index(Netuid(34), 0), Some(34));
        assert_eq!(storage_index(Netuid(34), 2), Some(34 + 8192));
        assert_eq!(storage_index(Netuid(34), 16), None);
    }
}
