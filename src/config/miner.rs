//! Fills the miner's settings.

use super::keys::Role;
use super::resolve::Reader;
use super::{ConfigErrors, Resolved, Sources};
use crate::media::Tier;
use crate::miner::{Settings, WebhookSettings};
use crate::providers;
use crate::types::{Modality, Paths, Rao};

/// Stake that a caller needs (`spec/gas.md` 2.4).
const MINIMUM_STAKE: Rao = Rao::from_tao(20_000);

/// The miner's settings, or everything that is wrong with them.
pub fn miner(sources: &Sources, paths: &Paths) -> Result<Resolved<Settings>, ConfigErrors> {
    debug_assert_eq!(sources.role, Role::Generator);
    let mut reader = Reader::new(sources);
    let endpoint = reader.endpoint("BT_CHAIN_ENDPOINT");
    let services = services(&mut reader, endpoint.is_local(), paths);
    let saves = reader.switch("MINER_SAVE_LOCALLY") == Some(true);
    let output = reader.path("MINER_OUTPUT_DIR");
    let anyone = reader.switch("MINER_NO_FORCE_VALIDATOR_PERMIT") == Some(true);
    let settings = Settings {
        netuid: reader.netuid("BT_NETUID", &endpoint),
        wallet: reader.wallet("BT_WALLET_PATH", "BT_WALLET_NAME", "BT_WALLET_HOTKEY"),
        axon_ip: reader.ip("BT_AXON_IP"),
        axon_port: reader.whole("BT_AXON_PORT"),
        axon_external_ip: reader.maybe_ip("BT_AXON_EXTERNAL_IP"),
        services,
        max_concurrent_tasks: reader.whole("MINER_MAX_CONCURRENT_TASKS"),
        max_queued_tasks: reader.whole("MINER_MAX_QUEUED_TASKS"),
        task_timeout: reader.span("MINER_TASK_TIMEOUT"),
        max_task_age: reader.span("MINER_MAX_TASK_AGE_HOURS"),
        cleanup_interval: reader.span("MINER_CLEANUP_INTERVAL"),
        webhook: WebhookSettings {
            max_attempts: reader.whole("MINER_WEBHOOK_MAX_RETRIES"),
            retry_delay: reader.span("MINER_WEBHOOK_RETRY_DELAY"),
            timeout: reader.span("MINER_WEBHOOK_TIMEOUT"),
            // A validator on this machine is reached over loopback.
            allow_private: reader.switch("MINER_ALLOW_PRIVATE_WEBHOOKS").unwrap_or(endpoint.is_local()),
        },
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
    let tier = reader.text("DEMO_MAX_RESOLUTION").and_then(|text| Tier::parse(Modality::Image, &text).ok());
    providers::Settings {
        image_service: reader.word("IMAGE_SERVICE"),
        video_service: reader.word("VIDEO_SERVICE"),
        openrouter_api_key: reader.secret("OPEN_ROUTER_API_KEY"),
        openrouter_base_url: reader.text("OPENROUTER_BASE_URL").unwrap_or_default(),
        openrouter_image_model: reader.text("OPENROUTER_IMAGE_MODEL").unwrap_or_default(),
        demo_authority: local.then(|| paths.demo_authority()),
        demo_max_tier: tier.unwrap_or(Tier::K1),
    }
}
