//! The embedded provider: paints or films what the prompt says, signs it with a local C2PA authority.
//!
//! Needs no account and no network, so that a whole subnet runs on one machine. What it makes is signed in its own name,
//! which only a local chain trusts: nobody earns with it by accident.

mod authority;
mod film;
mod mp4;
mod paint;
pub mod scene;

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ImageEncoder, RgbImage};
use sha2::{Digest, Sha256};

use super::{GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError};
use crate::media::{Dimensions, Tier};
use crate::protocol::gas::ServiceInfo;
use crate::types::{Code, Hint, MicroUsd, Modality, UnixMillis};

pub use authority::Authority;
pub use film::film;
pub use paint::paint;

/// The name that `/miner_info` lists.
pub(crate) const SERVICE: &str = "DemoService";

/// What paints.
const MODEL: &str = "gascli-demo-painter";

/// Why the demo provider failed.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Files of the authority cannot be written.
    #[error("cannot write the demo authority `{}`", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Files of the authority cannot be read.
    #[error("cannot read the demo authority's `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Files of the authority are not what was once written.
    #[error("the demo authority's `{}` cannot be used: {reason}", path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong with it, without its content.
        reason: String,
    },
    /// Certificates could not be made.
    #[error("cannot make certificates: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The manifest could not be made or signed.
    #[error("cannot sign: {0}")]
    Sign(Box<c2pa::Error>),
    /// The picture could not be written as a file.
    #[error("cannot encode the picture")]
    Encode(#[from] image::ImageError),
    /// The film could not be encoded.
    #[error("cannot encode the film: {0}")]
    Film(String),
    /// The time lies outside of what a manifest can say.
    #[error("`{0}` is no time that a manifest can carry")]
    Time(UnixMillis),
    /// The thread that painted ended early.
    #[error("the painter was interrupted")]
    Interrupted,
}

impl Hint for DemoError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Broken { path, .. } => path.parent().map(|folder| {
                format!("remove the folder `{}`; a new authority is made at the next start", folder.display())
            }),
            Self::Write { .. } | Self::Read { .. } => {
                Some("the folder belongs to the user who runs the miner, with mode 0700".into())
            }
            _ => None,
        }
    }

    fn code(&self) -> Option<Code> {
        matches!(self, Self::Broken { .. }).then_some(Code::Damaged)
    }
}

/// Paints and signs images, or films, or both.
pub struct DemoProvider {
    authority: Arc<Authority>,
    max_tier: Tier,
    makes: Vec<Modality>,
}

impl DemoProvider {
    /// A painter whose pictures are signed by `authority` and have at most this resolution.
    pub fn new(authority: Authority, max_tier: Tier) -> Self {
        Self { authority: Arc::new(authority), max_tier, makes: vec![Modality::Image] }
    }

    /// Makes media of these modalities. Films have at most the tier of the same rank: 480p where images have 1K.
    #[must_use]
    pub fn making(self, modalities: &[Modality]) -> Self {
        Self { makes: modalities.to_vec(), ..self }
    }

    /// What is wished, as far as this painter goes; without a wish that it understands, the lowest.
    fn tier(&self, request: &GenerationRequest) -> Tier {
        let [lowest, middle, highest] = Tier::of(request.modality);
        let most = [lowest, middle, highest].into_iter().find(|tier| tier.rank() == self.max_tier.rank());
        request.tier().unwrap_or(lowest).min(most.unwrap_or(highest))
    }

    /// The tier of a request, and the size in which it is made.
    fn size(&self, request: &GenerationRequest) -> (Tier, Dimensions) {
        let tier = self.tier(request);
        match request.modality {
            Modality::Image => (tier, size_of(tier)),
            Modality::Video => (tier, film::size_of(tier)),
        }
    }
}

#[async_trait]
impl Provider for DemoProvider {
    fn name(&self) -> &'static str {
        "demo"
    }

    fn info(&self) -> ServiceInfo {
        let word = |modality, word| self.makes.contains(&modality).then_some(word);
        ServiceInfo::new(SERVICE, word(Modality::Image, "image_generation"), word(Modality::Video, "text_to_video"))
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if !self.makes.contains(&request.modality) {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        let (tier, size) = self.size(request);
        Ok(Order { model: MODEL.into(), size: size.to_string(), tier: Some(tier), cost: Some(MicroUsd(0)) })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        journal.ordering(&self.order(request)?).await?;
        let started = Instant::now();
        let (_, size) = self.size(request);
        let modality = request.modality;
        let (authority, prompt) = (Arc::clone(&self.authority), request.prompt.clone());
        let seed = seed_of(request.task_id.to_string().as_bytes());
        let work = move || -> Result<Vec<u8>, DemoError> {
            match modality {
                Modality::Image => {
                    authority.sign(&encode_png(&paint(&prompt, size, seed))?, UnixMillis::now(), &prompt)
                }
                Modality::Video => {
                    let film = film(&prompt, size, seed)?;
                    authority.sign_as("video/mp4", &film, UnixMillis::now(), &prompt)
                }
            }
        };
        let bytes = off_thread(work).await?;
        let metadata = vec![
            ("model".into(), MODEL.into()),
            ("provider".into(), "local".into()),
            ("format".into(), if modality == Modality::Video { "MP4" } else { "PNG" }.into()),
            ("width".into(), size.width.into()),
            ("height".into(), size.height.into()),
            ("generation_time".into(), started.elapsed().as_secs_f64().into()),
        ];
        Ok(GeneratedMedia { bytes: bytes.into(), metadata })
    }

    fn repeatable(&self) -> bool {
        true // paint costs nothing
    }
}

/// Paints on a thread that may block.
pub(crate) async fn off_thread(
    work: impl FnOnce() -> Result<Vec<u8>, DemoError> + Send + 'static,
) -> Result<Vec<u8>, ProviderError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(DemoError::Interrupted)).map_err(ProviderError::Demo)
}

/// The size in which a tier is painted; each is just large enough to count as its tier.
pub(crate) const fn size_of(tier: Tier) -> Dimensions {
    let side = match tier.rank() {
        0 => 1024,
        1 => 2048,
        _ => 3584,
    };
    Dimensions { width: side, height: side }
}

/// A seed that differs from task to task, so that two answers to one prompt are not the same bytes.
pub(crate) fn seed_of(task: &[u8]) -> u64 {
    let digest: [u8; 32] = Sha256::digest(task).into();
    digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// The picture as a PNG, quickly rather than small. Most pixels equal those above them, hence the filter.
pub fn encode_png(picture: &RgbImage) -> Result<Vec<u8>, DemoError> {
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up).write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(bytes.into_inner())
}
