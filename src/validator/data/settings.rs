//! What an operator can set about the data service; `config` fills it (`spec/gas.md` 16.2 and 16.3).

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use reqwest::Url;

use crate::chain::{Endpoint, wallet};
use crate::types::{Modality, Netuid, Secret};

/// Everything the data service needs to know to run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `CHAIN_ENDPOINT` or `BT_CHAIN_ENDPOINT`; asked for our seat only, which metadata tell.
    pub endpoint: Endpoint,
    /// `NETUID` or `BT_NETUID`.
    pub netuid: Option<Netuid>,
    /// `WALLET_PATH`, `WALLET_NAME`, `WALLET_HOTKEY`.
    pub wallet: wallet::Settings,
    /// `SN34_CACHE_DIR`; `None` is the hotkey's own folder in the state folder.
    pub cache_dir: Option<PathBuf>,
    /// `MIN_FREE_BYTES`: bytes of the store's disk that the files of a batch leave free.
    pub min_free_bytes: u64,
    /// Where uploads go; `None` uploads nothing.
    pub target: Option<TargetSettings>,
    /// `UPLOAD_CHECK_INTERVAL`: between two looks at what waits.
    pub check_every: Duration,
    /// `UPLOAD_IMAGE_THRESHOLD`: so many images are worth an upload.
    pub image_threshold: u64,
    /// `UPLOAD_VIDEO_THRESHOLD`.
    pub video_threshold: u64,
    /// `UPLOAD_BATCH_SIZE`: media of one batch at most.
    pub batch_size: usize,
    /// `UPLOAD_MAX_BATCHES`: new batches of one modality in one cycle at most.
    pub max_batches: u64,
    /// `UPLOAD_MAX_DURATION`: a cycle that takes longer is broken off, and gone on with in the next.
    pub max_duration: Duration,
    /// `IMAGES_PER_ARCHIVE`.
    pub images_per_archive: usize,
    /// `VIDEOS_PER_ARCHIVE`.
    pub videos_per_archive: usize,
    /// `CLEANUP_INTERVAL`.
    pub cleanup_every: Duration,
    /// `CLEANUP_MIN_AGE`: younger media stay.
    pub cleanup_min_age: Duration,
    /// `CLEANUP_BATCH_SIZE`: media removed in one transaction.
    pub cleanup_batch_size: usize,
    /// `CLEANUP_REWARDED_ONLY`: media that were not rewarded yet stay.
    pub cleanup_rewarded_only: bool,
    /// `BENCHMARK_API_URL`: who is told how miners did; `None` is nobody.
    pub benchmark_api_url: Option<String>,
}

impl Settings {
    /// How many media of a modality are worth an upload.
    pub const fn threshold(&self, modality: Modality) -> u64 {
        match modality {
            Modality::Image => self.image_threshold,
            Modality::Video => self.video_threshold,
        }
    }

    /// How many media of a modality go into one archive.
    pub const fn per_archive(&self, modality: Modality) -> usize {
        match modality {
            Modality::Image => self.images_per_archive,
            Modality::Video => self.videos_per_archive,
        }
    }
}

/// Where uploads go.
#[derive(Debug, Clone)]
pub enum TargetSettings {
    /// Dataset repositories of the Hugging Face Hub, one per modality.
    Hub {
        /// `HF_ENDPOINT`.
        endpoint: Url,
        /// `HUGGINGFACE_HUB_TOKEN`, `HUGGING_FACE_TOKEN` or `HF_TOKEN`.
        token: Secret<String>,
        /// `HF_IMAGE_REPO`.
        image_repository: String,
        /// `HF_VIDEO_REPO`.
        video_repository: String,
    },
    /// A bucket of an S3-compatible store.
    S3 {
        /// Of `UPLOAD_URL`.
        bucket: String,
        /// Folder in the bucket; perhaps empty.
        prefix: String,
        /// `S3_ENDPOINT`; `None` is that of AWS.
        endpoint: Option<Url>,
        /// `AWS_REGION`.
        region: String,
        /// `AWS_ACCESS_KEY_ID`.
        access_key_id: Secret<String>,
        /// `AWS_SECRET_ACCESS_KEY`.
        secret_access_key: Secret<String>,
        /// `AWS_SESSION_TOKEN`.
        session_token: Option<Secret<String>>,
    },
    /// A folder of this machine.
    Folder(PathBuf),
}

/// The text of `UPLOAD_URL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadUrl {
    /// `s3://bucket/prefix`.
    S3 {
        /// Its name.
        bucket: String,
        /// Without slashes at its ends; perhaps empty.
        prefix: String,
    },
    /// `file:///path`.
    Folder(PathBuf),
}

/// A text that names no place for uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`s3://BUCKET/PREFIX` or `file:///FOLDER` is expected")]
pub struct UploadUrlError;

impl FromStr for UploadUrl {
    type Err = UploadUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| UploadUrlError)?;
        // An address with a password would be shown; keys have settings of their own.
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
            return Err(UploadUrlError);
        }
        match url.scheme() {
            "s3" => {
                let bucket = url.host_str().filter(|bucket| !bucket.is_empty()).ok_or(UploadUrlError)?.to_owned();
                let prefix = url.path().trim_matches('/').to_owned();
                if prefix.split('/').any(|part| matches!(part, "." | "..")) {
                    return Err(UploadUrlError);
                }
                Ok(Self::S3 { bucket, prefix })
            }
            "file" => {
                let path = url.to_file_path().map_err(|()| UploadUrlError)?;
                if path.parent().is_some() { Ok(Self::Folder(path)) } else { Err(UploadUrlError) }
            }
            _ => Err(UploadUrlError),
        }
    }
}

/// Whether a text is `owner/name` as the Hub writes repositories.
pub fn is_repository(text: &str) -> bool {
    let word = |word: &str| {
        (1..=96).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            && !word.starts_with(['-', '.'])
            && !word.ends_with(['-', '.'])
    };
    text.split_once('/').is_some_and(|(owner, name)| word(owner) && word(name))
}

impl fmt::Display for TargetSettings {
    /// Without secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hub { image_repository, video_repository, .. } => {
                write!(f, "huggingface:{image_repository}, huggingface:{video_repository}")
            }
            Self::S3 { bucket, prefix, .. } => write!(f, "s3:{bucket}/{prefix}"),
            Self::Folder(path) => write!(f, "file:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_url_names_a_bucket_or_a_folder_and_holds_no_password() {
        let s3 = |bucket: &str, prefix: &str| UploadUrl::S3 { bucket: bucket.into(), prefix: prefix.into() };
        assert_eq!("s3://b".parse(), Ok(s3("b", "")));
        assert_eq!("s3://b/media/of%20me/".parse(), Ok(s3("b", "media/of%20me")));
        assert_eq!("file:///srv/media".parse(), Ok(UploadUrl::Folder("/srv/media".into())));
        for text in
            ["", "/srv", "file:///", "file://host/x", "s3://", "s3://me:hunter2@b/x", "https://x/y", "s3://b/?k=1"]
        {
            assert_eq!(text.parse::<UploadUrl>(), Err(UploadUrlError), "{text}");
        }
    }

    #[test]
    fn a_repository_is_an_owner_and_a_name() {
        for text in ["gasstation/gs-images-v4", "a/b", "A_1/x.y"] {
            assert!(is_repository(text), "{text}");
        }
        for text in ["", "a", "a/", "/b", "a/b/c", "../x", "a/..", "a b/c", "a/-b", "a/b?x"] {
            assert!(!is_repository(text), "{text}");
        }
    }
}
