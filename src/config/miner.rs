//! Fills the miner's settings.

use super::keys::{Role, path_list};
use super::resolve::Reader;
use super::{ConfigErrors, Resolved, Sources};
use crate::media::Tier;
use crate::miner::{CheckSettings, ExternalIp, Settings, WebhookSettings};
use crate::providers::{self, Account, Wishes};
use crate::types::{MicroUsd, Modality, Paths, Rao};

/// Stake that a caller needs (`spec/gas.md` 2.4).
pub(crate) const MINIMUM_STAKE: Rao = Rao::from_tao(20_000);

/// The miner's settings, or everything that is wrong with them.
pub fn miner(sources: &Sources, paths: &Paths) -> Result<Resolved<Settings>, ConfigErrors> {
    debug_assert_eq!(sources.role, Role::Generator);
    let mut reader = Reader::new(sources);
    let endpoint = reader.endpoint("BT_CHAIN_ENDPOINT");
    let services = services(&mut reader, endpoint.is_local(), paths);
    let saves = reader.switch("MINER_SAVE_LOCALLY") == Some(true);
    let output = reader.path("MINER_OUTPUT_DIR");
    let anyone = reader.switch("MINER_NO_FORCE_VALIDATOR_PERMIT") == Some(true);
    let trusted = reader.text("TRUST_ANCHORS").unwrap_or_default();
    let by_hand: Vec<_> =
        path_list(&trusted).iter().filter_map(|path| reader.absolute("TRUST_ANCHORS", path)).collect();
    let settings = Settings {
        netuid: reader.netuid("BT_NETUID", &endpoint),
        wallet: reader.wallet("BT_WALLET_PATH", "BT_WALLET_NAME", "BT_WALLET_HOTKEY"),
        axon_ip: reader.ip("BT_AXON_IP"),
        axon_port: reader.whole("BT_AXON_PORT"),
        axon_external_ip: external_ip(&reader),
        ip_service: reader.text("MINER_EXTERNAL_IP_URL").unwrap_or_default(),
        services,
        max_concurrent_tasks: reader.whole("MINER_MAX_CONCURRENT_TASKS"),
        max_queued_tasks: reader.whole("MINER_MAX_QUEUED_TASKS"),
        task_timeout: reader.span("MINER_TASK_TIMEOUT"),
        video_timeout: reader.span("MINER_VIDEO_TIMEOUT"),
        max_task_age: reader.span("MINER_MAX_TASK_AGE_HOURS"),
        cleanup_interval: reader.span("MINER_CLEANUP_INTERVAL"),
        webhook: WebhookSettings {
            max_attempts: reader.whole("MINER_WEBHOOK_MAX_RETRIES"),
            retry_delay: reader.span("MINER_WEBHOOK_RETRY_DELAY"),
            timeout: reader.span("MINER_WEBHOOK_TIMEOUT"),
            allow_private: reader.switch("MINER_ALLOW_PRIVATE_WEBHOOKS") == Some(true),
        },
        check: CheckSettings {
            before_sending: reader.switch("MINER_CHECK_BEFORE_SENDING") != Some(false),
            pause_after: reader.whole("MINER_PAUSE_AFTER_FAILURES"),
            pause: reader.span("MINER_PAUSE_TIME"),
            trust_anchors: std::iter::once(paths.trust_store()).chain(by_hand).collect(),
        },
        max_spend_per_day: reader.maybe_number("MINER_MAX_SPEND_PER_DAY").and_then(MicroUsd::from_dollars),
        metrics: reader.parsed("MINER_METRICS_ADDRESS"),
        requests_per_minute: reader.whole("MINER_REQUESTS_PER_MINUTE"),
        max_body_bytes: reader.whole("MINER_MAX_BODY_BYTES"),
        minimum_stake: (!anyone).then_some(MINIMUM_STAKE),
        state_dir: reader.path("MINER_STATE_DIR"),
        save_to: output.filter(|_| saves),
        shutdown_grace: reader.span("MINER_SHUTDOWN_GRACE"),
        endpoint,
    };
    let level = reader.level("BT_LOGGING_LEVEL");
    reader.finish(settings, level)
}

fn services(reader: &mut Reader<'_>, local: bool, paths: &Paths) -> providers::Settings {
    for name in ["IMAGE_SERVICE", "VIDEO_SERVICE"] {
        if !local && reader.word(name).as_deref() == Some("demo") {
            let advice = "the network refuses what the demo paints; it is for `local:` chains (BT_CHAIN_ENDPOINT) only";
            reader.object(name, format!("is `demo`, but {advice}"));
        }
    }
    let image_tier = |name| reader.tier(Modality::Image, name).unwrap_or(Tier::K4);
    let defaults = Wishes::default();
    providers::Settings {
        image_service: reader.word("IMAGE_SERVICE"),
        video_service: reader.word("VIDEO_SERVICE"),
        openai: account(reader, "OPENAI_API_KEY", "OPENAI_BASE_URL"),
        openai_image_model: reader.text("OPENAI_IMAGE_MODEL").unwrap_or_default(),
        openai_image_quality: reader.word("OPENAI_IMAGE_QUALITY"),
        openrouter: account(reader, "OPEN_ROUTER_API_KEY", "OPENROUTER_BASE_URL"),
        openrouter_image_model: reader.text("OPENROUTER_IMAGE_MODEL").unwrap_or_default(),
        openrouter_video_model: reader.text("OPENROUTER_VIDEO_MODEL").unwrap_or_default(),
        stability: account(reader, "STABILITY_API_KEY", "STABILITY_BASE_URL"),
        stability_model: reader.text("STABILITY_MODEL").unwrap_or_default(),
        runway: account(reader, "RUNWAYML_API_KEY", "RUNWAYML_BASE_URL"),
        runway_model: reader.text("RUNWAY_MODEL").unwrap_or_default(),
        wishes: Wishes {
            image_ratio: reader.parsed("MINER_IMAGE_ASPECT_RATIO").unwrap_or(defaults.image_ratio),
            video_ratio: reader.parsed("MINER_VIDEO_ASPECT_RATIO").unwrap_or(defaults.video_ratio),
            video_seconds: reader.whole("MINER_VIDEO_DURATION"),
            video_audio: reader.switch("MINER_VIDEO_AUDIO"),
            max_image: image_tier("MINER_MAX_IMAGE_RESOLUTION"),
            max_video: reader.tier(Modality::Video, "MINER_MAX_VIDEO_RESOLUTION").unwrap_or(defaults.max_video),
        },
        prices: reader.parsed("MINER_MODEL_PRICES").unwrap_or_default(),
        poll_interval: reader.maybe_span("MINER_POLL_INTERVAL"),
        demo_authority: local.then(|| paths.demo_authority()),
        demo_max_tier: image_tier("DEMO_MAX_RESOLUTION"),
    }
}

/// A local chain knows this machine, unless somebody asks to be told from outside.
fn external_ip(reader: &Reader<'_>) -> ExternalIp {
    match (reader.maybe_ip("BT_AXON_EXTERNAL_IP"), reader.text("BT_AXON_EXTERNAL_IP")) {
        (Some(ip), _) => ExternalIp::Given(ip),
        (None, Some(_)) => ExternalIp::Ask,
        (None, None) => ExternalIp::AskUnlessLocal,
    }
}

fn account(reader: &Reader<'_>, key: &str, base_url: &str) -> Account {
    Account { key: reader.secret(key), base_url: reader.text(base_url).unwrap_or_default() }
}
