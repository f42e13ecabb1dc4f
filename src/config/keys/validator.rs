//! The keys of the validator (`spec/gas.md` 16.2 and 16.3).

use super::kind::{Kind, Unit};
use super::{Key, UNUSED, key};

const CHAIN: &str = "Chain and wallet";
const CALLBACK: &str = "Callback server";
const ROUNDS: &str = "Rounds";
const SCORING: &str = "Scoring and weights";
const SERVICES: &str = "Services and their watch";
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
        CALLBACK,
        &["MIN_FREE_BYTES"],
        Kind::Whole { min: 0, max: 1 << 50 },
        "1073741824",
        "Bytes that stay free on the disk of the store; a delivery that would take them is put off",
    ),
    key(
        CALLBACK,
        &["STORE_FAILED_MEDIA"],
        Kind::Switch,
        "false",
        "Whether refused media are kept as well, below `failed_media` in the store's folder",
    ),
    key(
        ROUNDS,
        &["CHALLENGE_INTERVAL"],
        Kind::Whole { min: 1, max: 1_000_000 },
        "110",
        "Blocks between two challenge rounds",
    ),
    key(
        ROUNDS,
        &["CHALLENGE_EVERY"],
        seconds(0.1, 604_800.0),
        "",
        "Time between two challenge rounds; if set, instead of CHALLENGE_INTERVAL",
    ),
    key(ROUNDS, &["SAMPLE_SIZE"], Kind::Whole { min: 1, max: 65_536 }, "50", "Miners challenged in a round at most"),
    key(ROUNDS, &["PROMPT_MODALITIES"], Kind::Modalities, "image", "What is asked for"),
    key(ROUNDS, &["PROMPTS_FILE"], Kind::Path, "", "Prompts, one per line, instead of PROMPT_SOURCE"),
    key(
        ROUNDS,
        &["PROMPT_SOURCE"],
        Kind::OneOf(&["auto", "pool", "scenes"]),
        "auto",
        "Where prompts come from: the `pool` of the store, `scenes` of plain shapes, or scenes on `local:` chains only",
    ),
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
    key(SERVICES, &["START_VALIDATOR"], Kind::Switch, "true", "Whether `gascli validator start` starts sn34-validator"),
    key(SERVICES, &["START_GENERATOR"], Kind::Switch, "true", "Likewise sn34-generator, which keeps prompts ready"),
    key(SERVICES, &["START_DATA"], Kind::Switch, "true", "Likewise sn34-data, which uploads media and cleans up"),
    key(SERVICES, &["HEARTBEAT"], Kind::Switch, "true", "Whether a validator that hangs is ended and started anew"),
    key(
        SERVICES,
        &["HEARTBEAT_INTERVAL_SECONDS"],
        seconds(0.1, 3600.0),
        "60",
        "Time between two looks at whether it hangs",
    ),
    key(
        SERVICES,
        &["MAX_STUCK_COUNT"],
        Kind::Whole { min: 1, max: 1000 },
        "5",
        "Looks in a row that must find it hanging",
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
    key(OTHER, &["BT_LOGGING_LOGGING_DIR"], Kind::Text, "", UNUSED),
    key(OTHER, &["GENERATION_BATCH_SIZE"], Kind::Text, "", UNUSED),
    key(OTHER, &["DEVICE"], Kind::Text, "", UNUSED),
    key(OTHER, &["AUTO_UPDATE"], Kind::Text, "", UNUSED),
    key(OTHER, &["DATASET_INTERVAL"], Kind::Text, "", UNUSED),
    key(OTHER, &["BENCHMARK_API_URL"], Kind::Text, "", UNUSED),
    key(OTHER, &["PYTORCH_CUDA_ALLOC_CONF"], Kind::Text, "", UNUSED),
];
