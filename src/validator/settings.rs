//! What an operator can set about a validator; `config` fills it (`spec/gas.md` 16.2 and 16.3).

use std::path::PathBuf;
use std::time::Duration;

use crate::chain::{Endpoint, wallet, weights};
use crate::daemon::heartbeat::Heartbeat;
use crate::models::{Hub, Models};
use crate::scoring::gas::{ModalityWeights, Price, Purpose, UnregisteredShare};
use crate::store::Retention;
use crate::types::{Hotkey, Modality, Netuid};
use crate::verification::alignment::Rules;

/// Everything a validator needs to know to run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `CHAIN_ENDPOINT` or `BT_CHAIN_ENDPOINT`.
    pub endpoint: Endpoint,
    /// `NETUID` or `BT_NETUID`; `None` goes by the endpoint or takes the one subnet of a local ledger.
    pub netuid: Option<Netuid>,
    /// `WALLET_PATH`, `WALLET_NAME`, `WALLET_HOTKEY`.
    pub wallet: wallet::Settings,
    /// `CALLBACK_PORT`; 0 lets the system choose.
    pub callback_port: u16,
    /// `EXTERNAL_CALLBACK_PORT`: what miners are told; `None` is the port that listens.
    pub external_callback_port: Option<u16>,
    /// `EXTERNAL_IP`: what miners are told; on a local chain `127.0.0.1` by default.
    pub external_ip: Option<String>,
    /// `SN34_CACHE_DIR`; `None` is the hotkey's own folder in the state folder.
    pub cache_dir: Option<PathBuf>,
    /// `CHALLENGE_INTERVAL`: blocks between challenge rounds.
    pub challenge_interval_blocks: u64,
    /// `CHALLENGE_EVERY`: time between challenge rounds; if set, blocks do not count.
    pub challenge_every: Option<Duration>,
    /// `EPOCH_LENGTH`: blocks between two settings of weights.
    pub epoch_length_blocks: u64,
    /// `SAMPLE_SIZE`: miners challenged in a round at most.
    pub sample_size: usize,
    /// `PROMPT_MODALITIES`.
    pub modalities: Vec<Modality>,
    /// `PROMPTS_FILE`: one prompt per line, instead of the source.
    pub prompts_file: Option<PathBuf>,
    /// `PROMPT_SOURCE`: where prompts come from.
    pub prompt_source: PromptSource,
    /// `MINER_TOTAL_TIMEOUT`: the whole time of one request to a miner.
    pub miner_timeout: Duration,
    /// `TASK_EXPIRY`: how long a challenge may await its media.
    pub task_expiry: Duration,
    /// `MAX_MEDIA_BYTES`: longest delivery.
    pub max_media_bytes: usize,
    /// `MIN_FREE_BYTES`: what is left free on the disk; deliveries beyond are put off.
    pub min_free_bytes: u64,
    /// `STORE_FAILED_MEDIA`: whether refused media are kept too.
    pub store_failed_media: bool,
    /// `VERIFICATION_GLOBAL_DUP_HAMMING_THRESHOLD`: hashes of any two media that differ in at most so many bits are of one.
    pub global_duplicate_threshold: u32,
    /// How media are compared with their prompts.
    pub alignment: AlignmentSettings,
    /// `SCORING_IMAGE_WEIGHT`, `SCORING_VIDEO_WEIGHT`.
    pub image_weight: f64,
    /// See `image_weight`.
    pub video_weight: f64,
    /// Whose share of the weights is fixed; all `None` on a local chain unless set.
    pub special: SpecialHotkeys,
    /// `HEARTBEAT`, `HEARTBEAT_INTERVAL_SECONDS`, `MAX_STUCK_COUNT`: how soon a daemon that hangs is started anew; `None`
    /// leaves it.
    pub heartbeat: Option<Heartbeat>,
    /// What rewards and weights go by besides.
    pub rewards: RewardSettings,
    /// What is kept for how long.
    pub retention: Retention,
    /// `BACKUP_INTERVAL`: time between two backups of the database; `None` makes none.
    pub backup_interval: Option<Duration>,
    /// `BACKUPS_KEPT`.
    pub backups_kept: usize,
    /// Trust store folder and files given by hand; the demo's root besides on a local chain.
    pub trust_anchors: Vec<PathBuf>,
    /// Folder of the demo's authority; `None` where the chain is not local.
    pub demo_authority: Option<PathBuf>,
}

/// How media are compared with their prompts (`spec/gas.md` 10).
#[derive(Debug, Clone)]
pub struct AlignmentSettings {
    /// `CLIP_MODEL`: which model looks; `None` checks nothing, so that whatever is taken passes.
    pub model: Option<String>,
    /// `CLIP_THRESHOLD`, `CLIP_DUPLICATE_THRESHOLD`.
    pub rules: Rules,
    /// `CLIP_UNLOAD_AFTER`: how long the model stays in memory with nothing to look at; `None` keeps it.
    pub unload_after: Option<Duration>,
    /// `MINER_DEVICE`: what it runs on.
    pub device: String,
    /// Where models lie.
    pub models: Models,
    /// Where one is fetched from that is missing; `None` fetches nothing.
    pub hub: Option<Hub>,
}

/// Where prompts come from that no file gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptSource {
    /// The prompts of the store, which the generation service keeps filled.
    Pool,
    /// Scenes of a few plain shapes, which the demo's service can paint.
    Scenes,
}

/// Receivers of fixed shares (`spec/gas.md` 11.8).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SpecialHotkeys {
    /// Share 0.0.
    pub burn: Option<Hotkey>,
    /// Share 0.40.
    pub video_escrow: Option<Hotkey>,
    /// Share 0.40.
    pub image_escrow: Option<Hotkey>,
    /// Share 0.04.
    pub audio_escrow: Option<Hotkey>,
}

impl SpecialHotkeys {
    /// Those that are set, with what they are for.
    pub fn all(&self) -> Vec<(Purpose, Hotkey)> {
        let of = |purpose| match purpose {
            Purpose::Burn => self.burn,
            Purpose::VideoEscrow => self.video_escrow,
            Purpose::ImageEscrow => self.image_escrow,
            Purpose::AudioEscrow => self.audio_escrow,
        };
        Purpose::ALL.into_iter().filter_map(|purpose| Some((purpose, of(purpose)?))).collect()
    }
}

/// What rewards and weights go by besides outcomes (`spec/gas.md` 11).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RewardSettings {
    /// `BENCHMARK_API_URL`: who tells how often miners fool discriminators; `None` asks nobody, which is so on local
    /// chains unless it is set.
    pub benchmark_api: Option<String>,
    /// `VIDEO_PRICES`: in place of pinned and live ones, or besides.
    pub video_prices: Vec<Price>,
    /// Prices that are read from their seller.
    pub live_prices: LivePriceSettings,
    /// `UNREGISTERED_SHARE`.
    pub unregistered_share: UnregisteredShare,
    /// `WEIGHTS_RULES`: whose arithmetic makes whole weights of shares.
    pub weights_rules: weights::Rules,
}

/// Prices that are read from their seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivePriceSettings {
    /// `LIVE_PRICES_URL`.
    pub url: String,
    /// `LIVE_PRICES_INTERVAL`: how often, besides at the start; `None` unless `LIVE_PRICES` is on.
    pub every: Option<Duration>,
}

impl Default for LivePriceSettings {
    fn default() -> Self {
        Self { url: super::prices::DEFAULT_URL.into(), every: None }
    }
}

impl Settings {
    /// `SCORING_IMAGE_WEIGHT`, `SCORING_VIDEO_WEIGHT`.
    pub const fn modality_weights(&self) -> ModalityWeights {
        ModalityWeights { image: self.image_weight, video: self.video_weight }
    }
}
