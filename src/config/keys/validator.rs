//! The keys of the validator (`spec/gas.md` 16.2 and 16.3).

use super::kind::{Kind, Unit};
use super::{Key, UNUSED, key};

const CHAIN: &str = "Chain and wallet";
const CALLBACK: &str = "Callback server";
const ROUNDS: &str = "Rounds";
const SCORING: &str = "Scoring and weights";
const REWARDS: &str = "Prices, bonus and special hotkeys";
const FILES: &str = "Files and logs";
const OTHER: &str = "Accepted for the reference's files";

const fn seconds(min_s: f64, max_s: f64) -> Kind {
    Kind::Span { unit: Unit::Seconds, min_s, max_s }
}

pub(super) const KEYS: &[Key] = &[
    key(
        CHAIN,
        &["CHAIN_ENDPOINT", "BT_CHAIN_ENDPOINT"],
        Kind::Endpoint,
        "wss://entrypoint-finney.opentensor.ai:443",
        "Which chain",
    ),
    key(
        CHAIN,
        &["NETUID", "BT_NETUID"],
        Kind::Whole { min: 0, max: 65_535 },
        "",
        "Number of the subnet; without it, by the endpoint: 34 on finney, 379 on the test network, the one subnet of a local ledger",
    ),
    key(CHAIN, &["WALLET_PATH", "BT_WALLET_PATH"], Kind::Path, "~/.bittensor/wallets", "Folder of all wallets"),
    key(CHAIN, &["WALLET_NAME", "BT_WALLET_NAME"], Kind::Text, "default", "Wallet"),
    key(CHAIN, &["WALLET_HOTKEY", "BT_WALLET_HOTKEY"], Kind::Text, "default", "Hotkey within the wallet"),
    key(
        CALLBACK,
        &["CALLBACK_PORT"],
        Kind::Whole { min: 0, max: 65_535 },
        "10525",
        "Port on which deliveries arrive; 0 lets the system choose anew at each start, which loses what miners send after a restart",
    ),
    key(
        CALLBACK,
        &["EXTERNAL_CALLBACK_PORT"],
        Kind::Whole { min: 1, max: 65_535 },
        "",
        "Port that miners are told; without it, the one that listens",
    ),
    key(
        CALLBACK,
        &["EXTERNAL_IP"],
        Kind::Host,
        "",
        "Address that miners are told; on `local:` chains 127.0.0.1 without it",
    ),
    key(
        CALLBACK,
        &["MAX_MEDIA_BYTES"],
        Kind::Whole { min: 1024, max: 4 << 30 },
        "268435456",
        "Longest delivery, in bytes",
    ),
    key(
        ROUNDS,
        &["CHALLENGE_INTERVAL"],
        Kind::Whole { min: 1, max: 1_000_000 },
        "110",
        "Blocks between two challenge rounds",
    ),
    key(ROUNDS, &["SAMPLE_SIZE"], Kind::Whole { min: 1, max: 65_536 }, "50", "Miners challenged in a round at most"),
    key(ROUNDS, &["PROMPT_MODALITIES"], Kind::Modalities, "image", "What is asked for"),
    key(ROUNDS, &["PROMPTS_FILE"], Kind::Path, "", "Prompts, one per line; without it, scenes are composed"),
    key(ROUNDS, &["MINER_TOTAL_TIMEOUT"], seconds(1.0, 3600.0), "240", "Whole time of one request to a miner"),
    key(ROUNDS, &["TASK_EXPIRY"], seconds(1.0, 604_800.0), "7200", "How long a challenge may await its media"),
    key(
        SCORING,
        &["EPOCH_LENGTH"],
        Kind::Whole { min: 1, max: 1_000_000 },
        "360",
        "Blocks between two settings of weights",
    ),
    key(SCORING, &["SCORING_IMAGE_WEIGHT"], Kind::Number { max: 1000.0 }, "0.3", "Weight of images in a reward"),
    key(SCORING, &["SCORING_VIDEO_WEIGHT"], Kind::Number { max: 1000.0 }, "0.7", "Weight of videos in a reward"),
    key(
        SCORING,
        &["VERIFICATION_GLOBAL_DUP_HAMMING_THRESHOLD"],
        Kind::Whole { min: 0, max: 16 },
        "4",
        "Bits of 256 in which a medium may differ from any other one and still be a duplicate; within a prompt it is always 8",
    ),
    key(
        SCORING,
        &["TRUST_ANCHORS"],
        Kind::Paths,
        "",
        "PEM files or folders trusted besides the trust store; a relative path starts at the folder of the env file",
    ),
    key(
        SCORING,
        &["BURN_HOTKEY"],
        Kind::Hotkey,
        "",
        "Receiver of the burnt share; the network's own without it, none on `local:` chains",
    ),
    key(SCORING, &["VIDEO_ESCROW_HOTKEY"], Kind::Hotkey, "", "Receiver of the video escrow; likewise"),
    key(SCORING, &["IMAGE_ESCROW_HOTKEY"], Kind::Hotkey, "", "Receiver of the image escrow; likewise"),
    key(SCORING, &["AUDIO_ESCROW_HOTKEY"], Kind::Hotkey, "", "Receiver of the audio escrow; likewise"),
    key(
        REWARDS,
        &["BENCHMARK_API_URL"],
        Kind::HttpUrl,
        "",
        "The GAS API, which tells how often miners fool discriminators; without it https://gas.bitmind.ai, on `local:` chains none",
    ),
    key(
        REWARDS,
        &["VIDEO_PRICES"],
        Kind::Prices,
        "",
        "USD per second of video by model, in place of the pinned prices or besides; `gascli validator prices` shows all",
    ),
    key(
        REWARDS,
        &["LIVE_PRICES"],
        Kind::Switch,
        "false",
        "Whether prices are read from their seller at the start and at intervals; validators then differ by when they did",
    ),
    key(
        REWARDS,
        &["LIVE_PRICES_INTERVAL"],
        Kind::Span { unit: Unit::Hours, min_s: 60.0, max_s: 2_592_000.0 },
        "24",
        "How often",
    ),
    key(
        REWARDS,
        &["LIVE_PRICES_URL"],
        Kind::HttpUrl,
        "https://openrouter.ai/api/v1/videos/models",
        "Where prices are read, also by `gascli validator prices --refresh`",
    ),
    key(
        REWARDS,
        &["UNREGISTERED_SHARE"],
        Kind::OneOf(&["generators", "burn", "withheld"]),
        "generators",
        "Where the share of a special hotkey goes that is not registered",
    ),
    key(
        FILES,
        &["SN34_CACHE_DIR"],
        Kind::Path,
        "",
        "Where prompts, media and outcomes are kept; without it, in the state folder. A relative path starts at the folder of the env file",
    ),
    key(FILES, &["LOGLEVEL", "BT_LOGGING_LEVEL"], Kind::Level, "info", "How much is logged"),
    key(OTHER, &["WANDB_API_KEY"], Kind::Secret, "", UNUSED),
    key(OTHER, &["HUGGINGFACE_HUB_TOKEN"], Kind::Secret, "", UNUSED),
    key(OTHER, &["OPEN_ROUTER_API_KEY"], Kind::Secret, "", UNUSED),
    key(OTHER, &["HF_HOME"], Kind::Text, "", UNUSED),
    key(OTHER, &["HEARTBEAT"], Kind::Text, "", UNUSED),
    key(OTHER, &["BT_LOGGING_LOGGING_DIR"], Kind::Text, "", UNUSED),
    key(OTHER, &["GENERATION_BATCH_SIZE"], Kind::Text, "", UNUSED),
    key(OTHER, &["DEVICE"], Kind::Text, "", UNUSED),
    key(OTHER, &["AUTO_UPDATE"], Kind::Text, "", UNUSED),
    key(OTHER, &["START_VALIDATOR"], Kind::Text, "", UNUSED),
    key(OTHER, &["START_GENERATOR"], Kind::Text, "", UNUSED),
    key(OTHER, &["START_DATA"], Kind::Text, "", UNUSED),
    key(OTHER, &["STORE_FAILED_MEDIA"], Kind::Text, "", UNUSED),
    key(OTHER, &["DATASET_INTERVAL"], Kind::Text, "", UNUSED),
    key(OTHER, &["PYTORCH_CUDA_ALLOC_CONF"], Kind::Text, "", UNUSED),
];
