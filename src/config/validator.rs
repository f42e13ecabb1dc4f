//! Fills the validator's settings.

use super::data::has_target;
use super::keys::{Role, modalities, path_list};
use super::resolve::Reader;
use super::{ConfigErrors, Resolved, Sources};
use crate::daemon::heartbeat::Heartbeat;
use crate::media::Tier;
use crate::models::Models;
use crate::providers::PriceList;
use crate::scoring::gas::Price;
use crate::store::Retention;
use crate::types::Modality;
use crate::types::{Hotkey, Paths};
use crate::validator::align::source::{LOCAL_MODEL, NETWORK_MODEL};
use crate::validator::{
    AlignmentSettings, LivePriceSettings, PromptSource, RewardSettings, Settings, SpecialHotkeys, gas_api,
};
use crate::verification::alignment::Rules;

/// The network's receivers of fixed shares: burn, video, image and audio escrow (`spec/gas.md` 11.8).
const SPECIAL: [&str; 4] = [
    "5HjBSeeoz52CLfvDWDkzupqrYLHz1oToDPHjdmJjc4TF68LQ",
    "5G6BJ1Z6LeDptRn5GTw74QSDmG1FP3eqVque5JhUb5zeEyQa",
    "5EUJFyH4ZSSiD3C8sM698nsVE26Tq98LoBwkmopmWZqaZqCA",
    "5F9Qo4jqurfx3qHsC2kQtvge7Si5aW1BfYKwpxnnpVxouPyF",
];

/// Which of the validator's services are to run (`spec/gas.md` 16.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidatorServices {
    /// `START_VALIDATOR`.
    pub validator: bool,
    /// `START_GENERATOR`.
    pub generation: bool,
    /// `START_DATA`.
    pub data: bool,
}

/// Which services the operator wants; all, where a value is not allowed ([`validator`] names it).
pub fn validator_services(sources: &Sources) -> ValidatorServices {
    let reader = Reader::new(sources);
    let is_wanted = |name: &str| reader.switch(name).unwrap_or(true);
    ValidatorServices {
        validator: is_wanted("START_VALIDATOR"),
        generation: is_wanted("START_GENERATOR"),
        data: is_wanted("START_DATA"),
    }
}

/// The validator's settings, or everything that is wrong with them.
pub fn validator(sources: &Sources, paths: &Paths) -> Result<Resolved<Settings>, ConfigErrors> {
    debug_assert_eq!(sources.role, Role::Validator);
    let mut reader = Reader::new(sources);
    let endpoint = reader.endpoint("CHAIN_ENDPOINT");
    let local = endpoint.is_local();
    let trusted = reader.text("TRUST_ANCHORS").unwrap_or_default();
    let by_hand: Vec<_> =
        path_list(&trusted).iter().filter_map(|path| reader.absolute("TRUST_ANCHORS", path)).collect();
    let (image_weight, video_weight) = (reader.number("SCORING_IMAGE_WEIGHT"), reader.number("SCORING_VIDEO_WEIGHT"));
    if image_weight + video_weight <= 0.0 && reader.is_sound() {
        reader.object("SCORING_IMAGE_WEIGHT", "and SCORING_VIDEO_WEIGHT are both 0: nothing could be earned".into());
    }
    let settings = Settings {
        netuid: reader.netuid("NETUID", &endpoint),
        wallet: reader.wallet("WALLET_PATH", "WALLET_NAME", "WALLET_HOTKEY"),
        callback_port: reader.whole("CALLBACK_PORT"),
        external_callback_port: reader.maybe_whole("EXTERNAL_CALLBACK_PORT"),
        external_ip: reader.text("EXTERNAL_IP").or_else(|| local.then(|| "127.0.0.1".into())),
        cache_dir: reader.path("SN34_CACHE_DIR"),
        challenge_interval_blocks: reader.whole("CHALLENGE_INTERVAL"),
        challenge_every: reader.maybe_span("CHALLENGE_EVERY"),
        epoch_length_blocks: reader.whole("EPOCH_LENGTH"),
        sample_size: reader.whole("SAMPLE_SIZE"),
        modalities: reader.text("PROMPT_MODALITIES").and_then(|text| modalities(&text, local)).unwrap_or_default(),
        prompts_file: reader.path("PROMPTS_FILE"),
        prompt_source: match reader.word("PROMPT_SOURCE").as_deref() {
            Some("pool") => PromptSource::Pool,
            Some("scenes") => PromptSource::Scenes,
            // The demo's service paints nothing but scenes.
            _ if local => PromptSource::Scenes,
            _ => PromptSource::Pool,
        },
        miner_timeout: reader.span("MINER_TOTAL_TIMEOUT"),
        task_expiry: reader.span("TASK_EXPIRY"),
        max_media_bytes: reader.whole("MAX_MEDIA_BYTES"),
        min_free_bytes: reader.whole("MIN_FREE_BYTES"),
        store_failed_media: reader.switch("STORE_FAILED_MEDIA").unwrap_or_default(),
        global_duplicate_threshold: reader.whole("VERIFICATION_GLOBAL_DUP_HAMMING_THRESHOLD"),
        alignment: alignment(&mut reader, local, paths),
        image_weight,
        video_weight,
        special: special(&reader, local),
        heartbeat: heartbeat(&reader),
        rewards: rewards(&mut reader, local),
        retention: retention(&reader, local),
        backup_interval: Some(reader.span("BACKUP_INTERVAL")).filter(|span| !span.is_zero()),
        backups_kept: reader.whole("BACKUPS_KEPT"),
        trust_anchors: std::iter::once(paths.trust_store()).chain(by_hand).collect(),
        demo_authority: local.then(|| paths.demo_authority()),
        endpoint,
    };
    let level = reader.level("LOGLEVEL");
    reader.finish(settings, level)
}

/// How media are compared with their prompts.
fn alignment(reader: &mut Reader<'_>, local: bool, paths: &Paths) -> AlignmentSettings {
    let model = match reader.text("CLIP_MODEL").as_deref() {
        Some("none") => None,
        None | Some("auto") => Some(if local { LOCAL_MODEL } else { NETWORK_MODEL }.to_owned()),
        Some(name) => Some(name.to_owned()),
    };
    let defaults = Rules::default();
    let near_duplicate = match reader.text("CLIP_DUPLICATE_THRESHOLD").as_deref() {
        Some("none") => None,
        // It cannot tell a second picture of a scene from a copy of the first.
        None if model.as_deref() == Some(LOCAL_MODEL) => None,
        None => defaults.near_duplicate,
        Some(number) => number.parse().ok(),
    };
    let environment = reader.hub_environment();
    let models = super::models(&environment, paths).unwrap_or_else(|error| {
        reader.object("MODELS_DIR", format!("cannot be used: {error}"));
        Models::at(paths.models())
    });
    // Where no hub is asked, its variables are none of ours; and without it, a model that is here still does.
    let hub = match (!local && model.is_some()).then(|| super::hub(&environment)).transpose() {
        Ok(hub) => hub,
        Err(error) => {
            reader.remark(format!("{error}, so no model is fetched"));
            None
        }
    };
    let threshold = reader.parsed("CLIP_THRESHOLD").unwrap_or(defaults.threshold);
    AlignmentSettings {
        model,
        rules: Rules { threshold, near_duplicate },
        unload_after: Some(reader.span("CLIP_UNLOAD_AFTER")).filter(|span| !span.is_zero()),
        device: reader.word("MINER_DEVICE").unwrap_or_else(|| "auto".into()),
        models,
        hub,
    }
}

/// What is kept for how long.
fn retention(reader: &Reader<'_>, local: bool) -> Retention {
    let uploads = has_target(reader, local);
    Retention {
        outcomes: reader.span("OUTCOME_RETENTION"),
        known_media: reader.span("KNOWN_MEDIA_RETENTION"),
        media: reader.maybe_span("MEDIA_RETENTION"),
        media_bytes: reader.whole("MEDIA_MAX_BYTES"),
        awaits_upload: uploads && reader.switch("START_DATA").unwrap_or(true),
        failed_media: reader.span("FAILED_MEDIA_RETENTION"),
        failed_media_bytes: reader.whole("FAILED_MEDIA_MAX_BYTES"),
    }
}

/// How a daemon of the validator is watched.
fn heartbeat(reader: &Reader<'_>) -> Option<Heartbeat> {
    reader.switch("HEARTBEAT").unwrap_or(true).then(|| Heartbeat {
        interval: reader.span("HEARTBEAT_INTERVAL_SECONDS"),
        patience: reader.whole("MAX_STUCK_COUNT"),
    })
}

fn special(reader: &Reader<'_>, local: bool) -> SpecialHotkeys {
    let of = |name: &str, network: &str| -> Option<Hotkey> {
        reader.hotkey(name).or_else(|| if local { None } else { network.parse().ok() })
    };
    let [burn, video, image, audio] = SPECIAL;
    SpecialHotkeys {
        burn: of("BURN_HOTKEY", burn),
        video_escrow: of("VIDEO_ESCROW_HOTKEY", video),
        image_escrow: of("IMAGE_ESCROW_HOTKEY", image),
        audio_escrow: of("AUDIO_ESCROW_HOTKEY", audio),
    }
}

fn rewards(reader: &mut Reader<'_>, local: bool) -> RewardSettings {
    let network = || (!local).then(|| gas_api::DEFAULT_URL.to_owned());
    let live = reader.switch("LIVE_PRICES") == Some(true);
    RewardSettings {
        benchmark_api: reader.text("BENCHMARK_API_URL").or_else(network),
        video_prices: video_prices(reader),
        live_prices: LivePriceSettings {
            url: reader.text("LIVE_PRICES_URL").unwrap_or_default(),
            every: reader.maybe_span("LIVE_PRICES_INTERVAL").filter(|_| live),
        },
        unregistered_share: reader.parsed("UNREGISTERED_SHARE").unwrap_or_default(),
        weights_rules: reader.parsed("WEIGHTS_RULES").unwrap_or_default(),
    }
}

fn video_prices(reader: &mut Reader<'_>) -> Vec<Price> {
    let list: PriceList = reader.parsed("VIDEO_PRICES").unwrap_or_default();
    let of = |(model, tier, usd): (&str, Option<Tier>, f64)| Price { model: model.to_owned(), tier, usd };
    let prices: Vec<Price> = list.all().map(of).collect();
    let is_odd =
        |price: &&Price| price.usd <= 0.0 || price.tier.is_some_and(|tier| !Tier::of(Modality::Video).contains(&tier));
    if let Some(odd) = prices.iter().find(is_odd) {
        reader.object("VIDEO_PRICES", format!("holds `{odd}`, but prices above 0 and tiers of videos are expected"));
    }
    prices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_receivers_are_valid_keys() {
        for text in SPECIAL {
            assert!(text.parse::<Hotkey>().is_ok(), "{text}");
        }
    }
}
