//! What an operator can set about the generation service; `config` fills it.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;

use crate::chain::{Endpoint, wallet};
use crate::types::{Modality, Netuid, Secret};

/// Everything that the generation service needs to know to run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `CHAIN_ENDPOINT`: only told; a local ledger is asked for its netuid.
    pub endpoint: Endpoint,
    /// `NETUID`; `None` goes by the endpoint.
    pub netuid: Option<Netuid>,
    /// `WALLET_PATH`, `WALLET_NAME`, `WALLET_HOTKEY`: whose store.
    pub wallet: wallet::Settings,
    /// `SN34_CACHE_DIR`; `None` is the hotkey's own folder in the state folder.
    pub cache_dir: Option<PathBuf>,
    /// `PROMPT_MODALITIES`.
    pub modalities: Vec<Modality>,
    /// `PROMPT_POOL_SIZE`: prompts of a modality that nobody used yet, and as many that were.
    pub pool_size: u64,
    /// `PROMPT_BATCH_SIZE`: how many are composed at a time.
    pub batch_size: usize,
    /// `PROMPT_SEED`; `None` is another one at each start.
    pub seed: Option<u64>,
    /// `PROMPT_CHECK_INTERVAL`: how often the pool is looked at.
    pub check_every: Duration,
    /// Who rewrites prompts; `None` without `PROMPT_LLM_URL`.
    pub model: Option<ModelSettings>,
}

/// A language model behind an OpenAI-compatible server.
#[derive(Debug, Clone)]
pub struct ModelSettings {
    /// `PROMPT_LLM_URL`, to which `chat/completions` is added.
    pub url: Url,
    /// `PROMPT_LLM_KEY`; servers at home need none.
    pub key: Option<Secret<String>>,
    /// `PROMPT_LLM_MODEL`.
    pub model: String,
    /// `PROMPT_LLM_TIMEOUT`: the whole time of one request.
    pub timeout: Duration,
    /// `PROMPT_LLM_SHARE`: share of prompts that are rewritten.
    pub share: f64,
}
