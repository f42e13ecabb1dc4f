//! What the validator's reading commands share: its configuration, its store, and its chain, if that answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use tokio::runtime::Runtime;

use super::super::node::{self, ConfigArgs};
use super::super::{Context, password};
use crate::chain::rules::blocks_left;
use crate::chain::{self, At, Chain, ChainError, Hyperparameters, Metagraph, wallet};
use crate::config::{self, Role};
use crate::daemon::socket;
use crate::store::{Store, StoreError};
use crate::types::{BlockNumber, Hotkey, UnixMillis};
use crate::validator::{self, Settings};

/// A validator's configuration, and where its store is.
pub(in super::super) struct Stored {
    pub(in super::super) settings: Settings,
    pub(in super::super) hotkey: Option<Hotkey>,
    folder: PathBuf,
}

impl Stored {
    /// The configuration alone.
    pub(in super::super) fn settings(context: &Context, args: &ConfigArgs) -> anyhow::Result<Settings> {
        let sources = args.sources(context, Role::Validator)?;
        let mut settings = node::resolve(context, &sources, config::validator)?.settings;
        settings.wallet = settings.wallet.asking(password::asker());
        Ok(settings)
    }

    pub(in super::super) fn find(context: &Context, args: &ConfigArgs) -> anyhow::Result<Self> {
        let settings = Self::settings(context, args)?;
        let hotkey = wallet::public_hotkey(&settings.wallet);
        let folder = match (&settings.cache_dir, &hotkey) {
            (Some(folder), _) => folder.clone(),
            (None, Ok(hotkey)) => context.paths.validator(hotkey),
            (None, Err(_)) => {
                return Err(hotkey.map(drop).err().map_or_else(|| anyhow::anyhow!("no hotkey"), Into::into));
            }
        };
        Ok(Self { settings, hotkey: hotkey.ok(), folder })
    }

    /// The file in which the store is.
    pub(in super::super) fn database(&self) -> PathBuf {
        self.folder.join("prompts.db")
    }

    /// The store of a validator that has run.
    pub(in super::super) fn store(&self) -> anyhow::Result<Store> {
        if !self.database().is_file() {
            bail!(
                "there is no validator's store in `{}`: the validator has not run with this configuration",
                self.folder.display()
            );
        }
        Ok(Store::open_existing(&self.folder)?)
    }

    /// The store, made if need be.
    pub(in super::super) fn store_or_new(&self) -> anyhow::Result<Store> {
        existing_or_new(&self.folder)
    }
}

/// The store in a folder, made if need be. Tables of an older gascli, which may be running, are left alone.
pub(in super::super) fn existing_or_new(folder: &Path) -> anyhow::Result<Store> {
    socket::private_folder(folder)?;
    match Store::open_existing(folder) {
        Err(StoreError::Missing { .. }) => Ok(Store::open(folder, UnixMillis::now())?),
        other => Ok(other?),
    }
}

/// The subnet as the chain shows it now.
pub(in super::super) struct Subnet {
    pub(in super::super) chain: Arc<dyn Chain>,
    pub(in super::super) metagraph: Metagraph,
    pub(in super::super) rules: Hyperparameters,
    pub(in super::super) block: BlockNumber,
}

impl Subnet {
    pub(in super::super) async fn read(settings: &Settings) -> Result<Self, validator::ValidatorError> {
        let chain = chain::connect(&settings.endpoint).await?;
        let netuid = validator::netuid(settings, &*chain).await?;
        let metagraph = chain.metagraph(netuid, At::Finalized).await?;
        let rules = validator::weights::rules_for(&*chain, &metagraph).await?;
        let block = chain.block().await?;
        Ok(Self { chain, metagraph, rules, block })
    }

    /// Blocks until a hotkey may set weights; 0 if it may now. An error if it has no seat.
    pub(in super::super) fn blocks_left(&self, hotkey: Hotkey) -> Result<(BlockNumber, u64), ChainError> {
        let netuid = self.metagraph.netuid;
        let neuron = self.metagraph.by_hotkey(&hotkey).ok_or(ChainError::NotRegistered { hotkey, netuid })?;
        Ok((neuron.last_update, blocks_left(neuron.last_update, self.rules.weights_rate_limit, self.block)))
    }
}

/// For commands that ask over the network.
pub(in super::super) fn runtime() -> anyhow::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot set up the network")
}
