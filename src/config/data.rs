//! Fills the settings of the data service.

use reqwest::Url;

use super::keys::Role;
use super::resolve::Reader;
use super::{ConfigErrors, Origin, Resolved, Sources};
use crate::types::Paths;
use crate::validator::data::{Settings, TargetSettings, UploadUrl};
use crate::validator::gas_api;

/// The data service's settings, or everything that is wrong with them.
pub fn data(sources: &Sources, _paths: &Paths) -> Result<Resolved<Settings>, ConfigErrors> {
    debug_assert_eq!(sources.role, Role::Validator);
    let mut reader = Reader::new(sources);
    let endpoint = reader.endpoint("CHAIN_ENDPOINT");
    let local = endpoint.is_local();
    let api = reader.text("BENCHMARK_API_URL").or_else(|| (!local).then(|| gas_api::DEFAULT_URL.to_owned()));
    let settings = Settings {
        netuid: reader.netuid("NETUID", &endpoint),
        wallet: reader.wallet("WALLET_PATH", "WALLET_NAME", "WALLET_HOTKEY"),
        cache_dir: reader.path("SN34_CACHE_DIR"),
        min_free_bytes: reader.whole("MIN_FREE_BYTES"),
        target: target(&mut reader, local),
        check_every: reader.span("UPLOAD_CHECK_INTERVAL"),
        image_threshold: reader.whole("UPLOAD_IMAGE_THRESHOLD"),
        video_threshold: reader.whole("UPLOAD_VIDEO_THRESHOLD"),
        batch_size: reader.whole("UPLOAD_BATCH_SIZE"),
        max_batches: reader.whole("UPLOAD_MAX_BATCHES"),
        max_duration: reader.span("UPLOAD_MAX_DURATION"),
        images_per_archive: reader.whole("IMAGES_PER_ARCHIVE"),
        videos_per_archive: reader.whole("VIDEOS_PER_ARCHIVE"),
        cleanup_every: reader.span("CLEANUP_INTERVAL"),
        cleanup_min_age: reader.span("CLEANUP_MIN_AGE"),
        cleanup_batch_size: reader.whole("CLEANUP_BATCH_SIZE"),
        cleanup_rewarded_only: reader.switch("CLEANUP_REWARDED_ONLY").unwrap_or(true),
        benchmark_api_url: api,
        endpoint,
    };
    let level = reader.level("LOGLEVEL");
    reader.finish(settings, level)
}

/// Whether uploads are configured: what keeps media for them goes by this.
pub(super) fn has_target(reader: &Reader<'_>, local: bool) -> bool {
    let to_hub = reader.secret("HUGGINGFACE_HUB_TOKEN").is_some() && may_use_hub(reader, local);
    to_hub || reader.text("UPLOAD_URL").is_some()
}

/// What a local chain is tried out with has no business in the data sets of the network.
fn may_use_hub(reader: &Reader<'_>, local: bool) -> bool {
    let chosen = |name: &str| reader.origin(name) != Origin::Default;
    !local || (chosen("HF_IMAGE_REPO") && chosen("HF_VIDEO_REPO"))
}

/// `UPLOAD_URL` if it is set, else the Hub if there is a key for it.
fn target(reader: &mut Reader<'_>, local: bool) -> Option<TargetSettings> {
    let url = |reader: &Reader<'_>, name: &str| reader.text(name).and_then(|text| Url::parse(&text).ok());
    match reader.parsed("UPLOAD_URL") {
        Some(UploadUrl::Folder(path)) => return Some(TargetSettings::Folder(path)),
        Some(UploadUrl::S3 { bucket, prefix }) => {
            let keys = (reader.secret("AWS_ACCESS_KEY_ID"), reader.secret("AWS_SECRET_ACCESS_KEY"));
            let (Some(access_key_id), Some(secret_access_key)) = keys else {
                let text = "names a bucket, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set";
                reader.object("UPLOAD_URL", text.into());
                return None;
            };
            return Some(TargetSettings::S3 {
                bucket,
                prefix,
                endpoint: url(reader, "S3_ENDPOINT"),
                region: reader.text("AWS_REGION").unwrap_or_default(),
                access_key_id,
                secret_access_key,
                session_token: reader.secret("AWS_SESSION_TOKEN"),
            });
        }
        None => {}
    }
    if !may_use_hub(reader, local) {
        return None;
    }
    Some(TargetSettings::Hub {
        endpoint: url(reader, "HF_ENDPOINT")?,
        token: reader.secret("HUGGINGFACE_HUB_TOKEN")?,
        image_repository: reader.text("HF_IMAGE_REPO")?,
        video_repository: reader.text("HF_VIDEO_REPO")?,
    })
}
