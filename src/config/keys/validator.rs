//! The keys of the validator (`spec/gas.md` 16.2 and 16.3).

use super::kind::{Kind, Unit};
use super::{Key, UNUSED, key};

const CHAIN: &str = "Chain and wallet";
const CALLBACK: &str = "Callback server";
const ROUNDS: &str = "Rounds";
const SCORING: &str = "Scoring and weights";
const SERVICES: &str = "Services and their watch";
const REWARDS: &str = "Prices, bonus and special hotkeys";
const FILES: &str = "Files and logs";
const UPLOADS: &str = "Uploads and cleanup";
const KEEPING: &str = "What is kept";
const OTHER: &str = "Accepted for the reference's files";

const fn hours(min_h: f64, max_h: f64) -> Kind {
    Kind::Span { unit: Unit::Hours, min_s: min_h * 3600.0, max_s: max_h * 3600.0 }
}

/// Ten years.
const LONG_H: f64 = 87_600.0;

const MOST_BYTES: Kind = Kind::Whole { min: 0, max: 1 << 60 };

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
        REWARDS,
        &["BENCHMARK_API_URL"],
        Kind::HttpUrl,
        "",
        "The GAS API, which tells how often miners fool discriminators and is told after uploads how they did; without it https://gas.bitmind.ai, on `local:` chains none",
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
    key(
        UPLOADS,
        &["HUGGINGFACE_HUB_TOKEN", "HUGGING_FACE_TOKEN", "HF_TOKEN"],
        Kind::Secret,
        "",
        "Key of the Hugging Face Hub, with the right to write; without it and UPLOAD_URL nothing is uploaded",
    ),
    key(UPLOADS, &["HF_ENDPOINT"], Kind::HttpUrl, "https://huggingface.co", "Where the Hub is"),
    key(
        UPLOADS,
        &["HF_IMAGE_REPO"],
        Kind::Repository,
        "gasstation/gs-images-v4",
        "Dataset repository for images, made if missing; on `local:` chains it must be set",
    ),
    key(
        UPLOADS,
        &["HF_VIDEO_REPO"],
        Kind::Repository,
        "gasstation/gs-videos-v4",
        "Dataset repository for videos; likewise",
    ),
    key(
        UPLOADS,
        &["UPLOAD_URL"],
        Kind::UploadUrl,
        "",
        "Bucket of an S3-compatible store (`s3://BUCKET/PREFIX`) or folder (`file:///FOLDER`) to upload to, instead of the Hub",
    ),
    key(
        UPLOADS,
        &["S3_ENDPOINT", "AWS_ENDPOINT_URL"],
        Kind::HttpUrl,
        "",
        "Where the S3-compatible store is; without it, AWS",
    ),
    key(UPLOADS, &["AWS_REGION", "AWS_DEFAULT_REGION"], Kind::Text, "us-east-1", "Region of the bucket"),
    key(UPLOADS, &["AWS_ACCESS_KEY_ID"], Kind::Secret, "", "Key of the S3-compatible store"),
    key(UPLOADS, &["AWS_SECRET_ACCESS_KEY"], Kind::Secret, "", "Its secret part"),
    key(UPLOADS, &["AWS_SESSION_TOKEN"], Kind::Secret, "", "Token of a temporary key"),
    key(
        UPLOADS,
        &["UPLOAD_CHECK_INTERVAL"],
        Kind::BlocksOrSpan { max_s: 2_592_000.0 },
        "300",
        "Between two looks at what waits, in blocks of 12 s or as a span such as `30m`",
    ),
    key(
        UPLOADS,
        &["UPLOAD_IMAGE_THRESHOLD"],
        Kind::Whole { min: 1, max: 1_000_000 },
        "50",
        "So many images are worth an upload",
    ),
    key(
        UPLOADS,
        &["UPLOAD_VIDEO_THRESHOLD"],
        Kind::Whole { min: 1, max: 1_000_000 },
        "10",
        "So many videos are worth an upload",
    ),
    key(UPLOADS, &["UPLOAD_BATCH_SIZE"], Kind::Whole { min: 1, max: 10_000 }, "1000", "Media of one batch at most"),
    key(
        UPLOADS,
        &["UPLOAD_MAX_BATCHES"],
        Kind::Whole { min: 1, max: 1000 },
        "5",
        "New batches of a modality in one cycle at most",
    ),
    key(
        UPLOADS,
        &["UPLOAD_MAX_DURATION"],
        Kind::Span { unit: Unit::Hours, min_s: 1.0, max_s: 604_800.0 },
        "2",
        "How long a cycle may take, in hours or as a span; the next one goes on where it was broken off",
    ),
    key(UPLOADS, &["IMAGES_PER_ARCHIVE"], Kind::Whole { min: 1, max: 10_000 }, "500", "Images in one archive at most"),
    key(UPLOADS, &["VIDEOS_PER_ARCHIVE"], Kind::Whole { min: 1, max: 10_000 }, "200", "Videos in one archive at most"),
    key(
        UPLOADS,
        &["CLEANUP_INTERVAL"],
        Kind::BlocksOrSpan { max_s: 2_592_000.0 },
        "7200",
        "Between two removals of uploaded media, in blocks of 12 s or as a span",
    ),
    key(
        UPLOADS,
        &["CLEANUP_MIN_AGE"],
        Kind::Span { unit: Unit::Hours, min_s: 0.0, max_s: 31_536_000.0 },
        "48",
        "How old uploaded media are when they are removed, in hours or as a span",
    ),
    key(
        UPLOADS,
        &["CLEANUP_BATCH_SIZE"],
        Kind::Whole { min: 1, max: 100_000 },
        "1000",
        "Media removed in one transaction",
    ),
    key(
        UPLOADS,
        &["CLEANUP_REWARDED_ONLY"],
        Kind::Switch,
        "true",
        "Whether media stay until they have earned their reward",
    ),
    key(KEEPING, &["OUTCOME_RETENTION"], hours(24.0, LONG_H), "30d", "How long it is kept how challenges ended"),
    key(
        KEEPING,
        &["MEDIA_RETENTION"],
        hours(24.0, LONG_H),
        "",
        "Media older than this go, uploaded or not; without it only MEDIA_MAX_BYTES decides",
    ),
    key(
        KEEPING,
        &["MEDIA_MAX_BYTES"],
        MOST_BYTES,
        "53687091200",
        "Bytes of media that are kept; beyond, the oldest go that neither count in rewards nor await an upload",
    ),
    key(
        KEEPING,
        &["KNOWN_MEDIA_RETENTION"],
        hours(0.0, LONG_H),
        "90d",
        "How long copies of media that are gone are recognised",
    ),
    key(
        KEEPING,
        &["FAILED_MEDIA_RETENTION"],
        hours(0.0, LONG_H),
        "14d",
        "How long refused media are kept that STORE_FAILED_MEDIA keeps",
    ),
    key(
        KEEPING,
        &["FAILED_MEDIA_MAX_BYTES"],
        MOST_BYTES,
        "5368709120",
        "Bytes of refused media that are kept; beyond, the oldest go",
    ),
    key(
        KEEPING,
        &["BACKUP_INTERVAL"],
        hours(0.0, LONG_H),
        "6h",
        "Time between two backups of the database, which the validator makes by itself; 0 makes none",
    ),
    key(KEEPING, &["BACKUPS_KEPT"], Kind::Whole { min: 1, max: 1000 }, "3", "Backups made by itself that are kept"),
    key(OTHER, &["WANDB_API_KEY"], Kind::Secret, "", UNUSED),
    key(OTHER, &["OPEN_ROUTER_API_KEY"], Kind::Secret, "", UNUSED),
    key(OTHER, &["HF_HOME"], Kind::Text, "", UNUSED),
    key(OTHER, &["BT_LOGGING_LOGGING_DIR"], Kind::Text, "", UNUSED),
    key(OTHER, &["GENERATION_BATCH_SIZE"], Kind::Text, "", UNUSED),
    key(OTHER, &["DEVICE"], Kind::Text, "", UNUSED),
    key(OTHER, &["AUTO_UPDATE"], Kind::Text, "", UNUSED),
    key(OTHER, &["DATASET_INTERVAL"], Kind::Text, "", UNUSED),
    key(OTHER, &["PYTORCH_CUDA_ALLOC_CONF"], Kind::Text, "", UNUSED),
];
