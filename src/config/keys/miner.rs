//! The keys of the miner (`spec/gas.md` 16.1 and 16.3).

use super::kind::{Kind, Unit};
use super::{Key, UNUSED, key};

const SERVICES: &str = "Generation services";
const CHAIN: &str = "Chain and wallet";
const SERVER: &str = "Server";
const TASKS: &str = "Tasks";
const DELIVERY: &str = "Delivery";
const FILES: &str = "Files and logs";
const OTHER: &str = "Accepted for the reference's files";

const fn seconds(min_s: f64, max_s: f64) -> Kind {
    Kind::Span { unit: Unit::Seconds, min_s, max_s }
}

pub(super) const KEYS: &[Key] = &[
    key(
        SERVICES,
        &["IMAGE_SERVICE"],
        Kind::Word,
        "",
        "Service for images; `none` for no images. With neither this nor VIDEO_SERVICE, every service with an API key is used",
    ),
    key(SERVICES, &["VIDEO_SERVICE"], Kind::Word, "", "Service for videos; `none` for no videos"),
    key(SERVICES, &["OPENAI_API_KEY"], Kind::Secret, "", "API key of OpenAI, for images and videos"),
    key(SERVICES, &["OPEN_ROUTER_API_KEY"], Kind::Secret, "", "API key of OpenRouter, for images and videos"),
    key(SERVICES, &["STABILITY_API_KEY"], Kind::Secret, "", "API key of Stability AI, for images"),
    key(SERVICES, &["RUNWAYML_API_KEY", "RUNWAYML_API_SECRET"], Kind::Secret, "", "API key of Runway, for videos"),
    key(
        SERVICES,
        &["OPENROUTER_IMAGE_MODEL"],
        Kind::Text,
        "google/gemini-3-pro-image-preview",
        "Model that paints images on OpenRouter; the network wants one whose images carry C2PA",
    ),
    key(
        SERVICES,
        &["OPENROUTER_BASE_URL"],
        Kind::HttpUrl,
        "https://openrouter.ai/api/v1",
        "Where OpenRouter is reached",
    ),
    key(
        SERVICES,
        &["DEMO_MAX_RESOLUTION"],
        Kind::ImageTier,
        "4K",
        "Highest tier that the demo provider paints (`IMAGE_SERVICE=demo`, on `local:` chains only)",
    ),
    key(
        CHAIN,
        &["BT_NETUID", "NETUID"],
        Kind::Whole { min: 0, max: 65_535 },
        "",
        "Number of the subnet; without it, by the endpoint: 34 on finney, 379 on the test network, the one subnet of a local ledger",
    ),
    key(
        CHAIN,
        &["BT_CHAIN_ENDPOINT", "CHAIN_ENDPOINT"],
        Kind::Endpoint,
        "wss://test.finney.opentensor.ai:443",
        "Which chain",
    ),
    key(CHAIN, &["BT_WALLET_PATH", "WALLET_PATH"], Kind::Path, "~/.bittensor/wallets", "Folder of all wallets"),
    key(CHAIN, &["BT_WALLET_NAME", "WALLET_NAME"], Kind::Text, "default", "Wallet"),
    key(CHAIN, &["BT_WALLET_HOTKEY", "WALLET_HOTKEY"], Kind::Text, "default", "Hotkey within the wallet"),
    key(SERVER, &["BT_AXON_IP"], Kind::Ip, "0.0.0.0", "Address on which the miner listens"),
    key(
        SERVER,
        &["BT_AXON_PORT"],
        Kind::Whole { min: 0, max: 65_535 },
        "8093",
        "Port on which the miner listens, also published on the chain; 0 lets the system choose",
    ),
    key(
        SERVER,
        &["BT_AXON_EXTERNAL_IP"],
        Kind::ExternalIp,
        "",
        "Address that is published on the chain; without it (or with `auto`), BT_AXON_IP if that is the address of a host",
    ),
    key(
        SERVER,
        &["MINER_REQUESTS_PER_MINUTE"],
        Kind::Whole { min: 0, max: 100_000 },
        "60",
        "Challenges that one validator may send in a minute; 0 is unlimited",
    ),
    key(
        SERVER,
        &["MINER_MAX_BODY_BYTES"],
        Kind::Whole { min: 1024, max: 1 << 30 },
        "1048576",
        "Longest request body, in bytes",
    ),
    key(
        SERVER,
        &["MINER_NO_FORCE_VALIDATOR_PERMIT"],
        Kind::Switch,
        "false",
        "Let any registered hotkey send challenges, not only those with a stake of 20000 TAO",
    ),
    key(TASKS, &["MINER_MAX_CONCURRENT_TASKS"], Kind::Whole { min: 1, max: 1000 }, "5", "Tasks generated at once"),
    key(
        TASKS,
        &["MINER_MAX_QUEUED_TASKS"],
        Kind::Whole { min: 0, max: 100_000 },
        "100",
        "Tasks that may wait besides; more are refused with 503",
    ),
    key(TASKS, &["MINER_TASK_TIMEOUT"], seconds(1.0, 86_400.0), "300", "Whole time of one generation"),
    key(
        TASKS,
        &["MINER_MAX_TASK_AGE_HOURS"],
        Kind::Span { unit: Unit::Hours, min_s: 60.0, max_s: 31_536_000.0 },
        "24",
        "How long ended tasks are remembered",
    ),
    key(TASKS, &["MINER_CLEANUP_INTERVAL"], seconds(1.0, 604_800.0), "3600", "How often old tasks are forgotten"),
    key(
        TASKS,
        &["MINER_SHUTDOWN_GRACE"],
        seconds(0.0, 3600.0),
        "20",
        "How long tasks in work may go on after a stop before they are parked",
    ),
    key(
        DELIVERY,
        &["MINER_WEBHOOK_MAX_RETRIES"],
        Kind::Whole { min: 1, max: 100 },
        "3",
        "Attempts to deliver a result, in all",
    ),
    key(
        DELIVERY,
        &["MINER_WEBHOOK_RETRY_DELAY"],
        seconds(0.0, 3600.0),
        "2",
        "Time before the second attempt; doubled after each",
    ),
    key(
        DELIVERY,
        &["MINER_WEBHOOK_TIMEOUT"],
        seconds(0.1, 3600.0),
        "30",
        "Time to connect to a validator, and between bytes",
    ),
    key(
        DELIVERY,
        &["MINER_ALLOW_PRIVATE_WEBHOOKS"],
        Kind::Switch,
        "",
        "Whether loopback, link-local and private addresses may be posted to; without it, on `local:` chains only",
    ),
    key(FILES, &["MINER_SAVE_LOCALLY"], Kind::Switch, "false", "Keep a copy of delivered media"),
    key(
        FILES,
        &["MINER_OUTPUT_DIR"],
        Kind::Path,
        "./miner_generated_content",
        "Where these copies go; a relative path starts at the folder of the env file",
    ),
    key(
        FILES,
        &["MINER_STATE_DIR"],
        Kind::Path,
        "",
        "Where tasks and results are kept until delivered; without it, in the state folder. A relative path starts at the folder of the env file",
    ),
    key(FILES, &["BT_LOGGING_LEVEL", "LOGLEVEL"], Kind::Level, "info", "How much is logged"),
    key(OTHER, &["HUGGINGFACE_HUB_TOKEN"], Kind::Secret, "", UNUSED),
    key(OTHER, &["HF_HOME"], Kind::Text, "", UNUSED),
    key(OTHER, &["GOOGLE_CLOUD_PROJECT"], Kind::Text, "", UNUSED),
    key(OTHER, &["GOOGLE_CLOUD_LOCATION"], Kind::Text, "", UNUSED),
    key(OTHER, &["GOOGLE_APPLICATION_CREDENTIALS"], Kind::Text, "", UNUSED),
    key(OTHER, &["RUNWAYML_BASE_URL"], Kind::Text, "", UNUSED),
    key(OTHER, &["GAS_API_URL"], Kind::Text, "", UNUSED),
    key(OTHER, &["MINER_DEVICE"], Kind::Text, "", UNUSED),
    key(OTHER, &["MINER_WORKER_THREADS"], Kind::Text, "", UNUSED),
    key(OTHER, &["AUTO_UPDATE"], Kind::Text, "", UNUSED),
];
