//! Fills the settings of the generation service.

use reqwest::Url;

use super::keys::{Role, modalities};
use super::resolve::Reader;
use super::{ConfigErrors, Resolved, Sources};
use crate::types::{Paths, is_public};
use crate::validator::generation::{ModelSettings, Settings};

/// The generation service's settings, or everything that is wrong with them.
pub fn generation(sources: &Sources, _paths: &Paths) -> Result<Resolved<Settings>, ConfigErrors> {
    debug_assert_eq!(sources.role, Role::Validator);
    let mut reader = Reader::new(sources);
    let endpoint = reader.endpoint("CHAIN_ENDPOINT");
    let settings = Settings {
        netuid: reader.netuid("NETUID", &endpoint),
        wallet: reader.wallet("WALLET_PATH", "WALLET_NAME", "WALLET_HOTKEY"),
        cache_dir: reader.path("SN34_CACHE_DIR"),
        modalities: reader
            .text("PROMPT_MODALITIES")
            .and_then(|text| modalities(&text, endpoint.is_local()))
            .unwrap_or_default(),
        pool_size: reader.whole("PROMPT_POOL_SIZE"),
        batch_size: reader.whole("PROMPT_BATCH_SIZE"),
        seed: reader.maybe_whole("PROMPT_SEED"),
        check_every: reader.span("PROMPT_CHECK_INTERVAL"),
        model: model(&mut reader),
        endpoint,
    };
    let level = reader.level("LOGLEVEL");
    reader.finish(settings, level)
}

fn model(reader: &mut Reader<'_>) -> Option<ModelSettings> {
    let url = reader.text("PROMPT_LLM_URL").and_then(|text| Url::parse(&text).ok())?;
    let key = reader.secret("PROMPT_LLM_KEY");
    let Some(model) = reader.text("PROMPT_LLM_MODEL") else {
        reader.object(
            "PROMPT_LLM_MODEL",
            "must be set: PROMPT_LLM_URL names a server, but not which of its models".into(),
        );
        return None;
    };
    if !url.username().is_empty() || url.password().is_some() {
        let text =
            "holds a user name or a password, which would be shown with it: PROMPT_LLM_KEY is for what is secret";
        reader.object("PROMPT_LLM_URL", text.into());
    }
    if key.is_some() && url.scheme() == "http" && !is_near(&url) {
        let text =
            "is an `http://` address outside this network, and PROMPT_LLM_KEY would be readable on the way: use https";
        reader.object("PROMPT_LLM_URL", text.into());
    }
    let (timeout, share) = (reader.span("PROMPT_LLM_TIMEOUT"), reader.number("PROMPT_LLM_SHARE"));
    Some(ModelSettings { url, key, model, timeout, share })
}

/// Whether an address is written as one of this machine or its network.
fn is_near(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|ip| !is_public(ip))
}
