//! Which services a miner uses (`spec/gas.md` 5.1).
//!
//! Unlike the reference, a service that cannot do what it is configured for is refused at start, not at each task.

use std::path::PathBuf;
use std::sync::Arc;

use super::demo::{Authority, DemoError, DemoProvider};
use super::openrouter::OpenRouter;
use super::{Provider, http};
use crate::media::Tier;
use crate::types::{Hint, Modality, Secret};

/// What an operator configures about services.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `IMAGE_SERVICE`, trimmed and lower case.
    pub image_service: Option<String>,
    /// `VIDEO_SERVICE`, likewise.
    pub video_service: Option<String>,
    /// `OPEN_ROUTER_API_KEY`.
    pub openrouter_api_key: Option<Secret<String>>,
    /// `OPENROUTER_BASE_URL`.
    pub openrouter_base_url: String,
    /// `OPENROUTER_IMAGE_MODEL`.
    pub openrouter_image_model: String,
    /// Folder of the demo's authority; `None` where the chain is not local, so that nobody can earn by accident
    /// with what the network refuses.
    pub demo_authority: Option<PathBuf>,
    /// `DEMO_MAX_RESOLUTION`: the highest tier that the demo provider paints.
    pub demo_max_tier: Tier,
}

/// Why the configured services cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// No service of that name.
    #[error("{variable} is `{service}`, which is no generation service")]
    Unknown {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        service: String,
    },
    /// A service of the network that this version does not speak to.
    #[error("{variable} is `{service}`, which this version does not support yet")]
    NotInBuild {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        service: String,
    },
    /// The service cannot make such media.
    #[error("{variable} is `{service}`, which cannot make {modality}s {extent}")]
    CannotDo {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        service: String,
        /// What is asked of it.
        modality: Modality,
        /// At all, or with this version.
        extent: &'static str,
    },
    /// The service wants a key.
    #[error("{variable} is `{service}`, but {key} is not set")]
    NoKey {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        service: &'static str,
        /// The setting that is missing.
        key: &'static str,
    },
    /// A key that no request can carry.
    #[error("{0} holds characters that no API key has")]
    BadKey(&'static str),
    /// No address.
    #[error("{variable} is `{value}`, which is not a http or https address")]
    BadUrl {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// The demo provider on a real network.
    #[error("{0} is `demo`, but the demo provider works on `local:` chains only")]
    DemoNotLocal(&'static str),
    /// The demo's authority cannot be had.
    #[error("the demo provider cannot be used")]
    Demo(#[source] DemoError),
    /// The HTTP client cannot be set up.
    #[error("cannot set up the HTTP client")]
    Client(#[source] reqwest::Error),
    /// Nothing to generate with.
    #[error("no generation service is configured")]
    Nothing,
}

impl Hint for SelectError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { .. } | Self::NotInBuild { .. } => {
                "this version knows openrouter (images), demo (images, on `local:` chains) and none".into()
            }
            Self::CannotDo { variable, .. } => format!("set {variable}=none, or another service"),
            Self::NoKey { key, variable, .. } => format!("set {key}, or {variable}=none"),
            Self::BadKey(key) => format!("copy {key} again, without quotes or line breaks"),
            Self::BadUrl { variable, .. } => format!("remove {variable} to use the service's own address"),
            Self::DemoNotLocal(_) => {
                "the network refuses what the demo paints: use BT_CHAIN_ENDPOINT=local:PATH".into()
            }
            Self::Demo(_) => {
                "check that the state folder is writable, or remove its `demo-authority` to make a new one".into()
            }
            Self::Client(_) => return None,
            Self::Nothing => "set IMAGE_SERVICE and OPEN_ROUTER_API_KEY".into(),
        })
    }
}

const IMAGE: &str = "IMAGE_SERVICE";
const VIDEO: &str = "VIDEO_SERVICE";

/// The services that the settings name; without any name, those that have a key.
pub fn select(settings: &Settings) -> Result<ProviderSet, SelectError> {
    let named = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
    let (image, video) = (named(&settings.image_service), named(&settings.video_service));
    let set = if image.is_none() && video.is_none() {
        let image = has_key(settings).then(|| openrouter(settings, IMAGE)).transpose()?;
        ProviderSet::new(image, None)
    } else {
        ProviderSet::new(
            image.map_or(Ok(None), |name| service(settings, IMAGE, &name, Modality::Image))?,
            video.map_or(Ok(None), |name| service(settings, VIDEO, &name, Modality::Video))?,
        )
    };
    if set.all().is_empty() { Err(SelectError::Nothing) } else { Ok(set) }
}

fn service(
    settings: &Settings,
    variable: &'static str,
    name: &str,
    modality: Modality,
) -> Result<Option<Arc<dyn Provider>>, SelectError> {
    let cannot = |extent| Err(SelectError::CannotDo { variable, service: name.to_owned(), modality, extent });
    match (name, modality) {
        ("none", _) => Ok(None),
        ("stabilityai", Modality::Video) | ("runway", Modality::Image) => cannot("at all"),
        ("openai" | "stabilityai" | "runway", _) => Err(SelectError::NotInBuild { variable, service: name.to_owned() }),
        ("openrouter", Modality::Image) => openrouter(settings, variable).map(Some),
        ("openrouter", Modality::Video) => cannot("with this version"),
        ("demo", Modality::Image) => demo(settings, variable).map(Some),
        ("demo", Modality::Video) => cannot("at all"),
        _ => Err(SelectError::Unknown { variable, service: name.chars().take(40).collect() }),
    }
}

fn has_key(settings: &Settings) -> bool {
    settings.openrouter_api_key.as_ref().is_some_and(|key| !key.expose().trim().is_empty())
}

fn openrouter(settings: &Settings, variable: &'static str) -> Result<Arc<dyn Provider>, SelectError> {
    const KEY: &str = "OPEN_ROUTER_API_KEY";
    let key = settings.openrouter_api_key.clone().filter(|_| has_key(settings)).ok_or(SelectError::NoKey {
        variable,
        service: "openrouter",
        key: KEY,
    })?;
    OpenRouter::authorization(&key).ok_or(SelectError::BadKey(KEY))?;
    let url = OpenRouter::url(&settings.openrouter_base_url).ok_or_else(|| SelectError::BadUrl {
        variable: "OPENROUTER_BASE_URL",
        value: settings.openrouter_base_url.clone(),
    })?;
    let client = http::client(&url).map_err(SelectError::Client)?;
    Ok(Arc::new(OpenRouter::new(client, url, key, settings.openrouter_image_model.clone())))
}

fn demo(settings: &Settings, variable: &'static str) -> Result<Arc<dyn Provider>, SelectError> {
    let folder = settings.demo_authority.as_ref().ok_or(SelectError::DemoNotLocal(variable))?;
    let authority = Authority::open_or_create(folder).map_err(SelectError::Demo)?;
    Ok(Arc::new(DemoProvider::new(authority, settings.demo_max_tier)))
}

/// The services in use.
#[derive(Clone, Default)]
pub struct ProviderSet {
    image: Option<Arc<dyn Provider>>,
    video: Option<Arc<dyn Provider>>,
}

impl ProviderSet {
    /// A set given by hand.
    pub fn new(image: Option<Arc<dyn Provider>>, video: Option<Arc<dyn Provider>>) -> Self {
        Self { image, video }
    }

    /// The service of a modality.
    pub fn of(&self, modality: Modality) -> Option<&Arc<dyn Provider>> {
        match modality {
            Modality::Image => self.image.as_ref(),
            Modality::Video => self.video.as_ref(),
        }
    }

    /// Each service once, images first.
    pub fn all(&self) -> Vec<&Arc<dyn Provider>> {
        let mut all: Vec<&Arc<dyn Provider>> = Vec::new();
        for provider in self.image.iter().chain(&self.video) {
            if !all.iter().any(|known| known.name() == provider.name()) {
                all.push(provider);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(image: &str, video: &str, key: &str) -> Settings {
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Settings {
            image_service: word(image),
            video_service: word(video),
            openrouter_api_key: word(key).map(Secret::new),
            openrouter_base_url: "https://openrouter.ai/api/v1".into(),
            openrouter_image_model: "m".into(),
            demo_authority: None,
            demo_max_tier: Tier::K1,
        }
    }

    #[test]
    fn services_are_those_that_are_named_or_those_with_a_key() {
        for (image, video, key) in [("openrouter", "", "k"), ("openrouter", "none", "k"), ("", "", "k")] {
            let set = select(&settings(image, video, key)).unwrap();
            assert_eq!(set.of(Modality::Image).unwrap().name(), "openrouter", "{image} {video}");
            assert!(set.of(Modality::Video).is_none());
        }
        let home = tempfile::tempdir().unwrap();
        let demo = Settings { demo_authority: Some(home.path().join("a")), ..settings("demo", "", "") };
        assert_eq!(select(&demo).unwrap().of(Modality::Image).unwrap().name(), "demo");
    }

    #[test]
    fn what_cannot_work_is_refused_at_start_with_the_reason_and_a_remedy() {
        for (image, video, key, text) in [
            ("", "", "", "no generation service is configured"),
            ("none", "none", "k", "no generation service is configured"),
            ("none", "", "k", "no generation service is configured"),
            ("openrouter", "", " ", "IMAGE_SERVICE is `openrouter`, but OPEN_ROUTER_API_KEY is not set"),
            ("openrouter", "", "a\nb", "OPEN_ROUTER_API_KEY holds characters that no API key has"),
            (
                "openrouter",
                "openrouter",
                "k",
                "VIDEO_SERVICE is `openrouter`, which cannot make videos with this version",
            ),
            ("", "stabilityai", "k", "VIDEO_SERVICE is `stabilityai`, which cannot make videos at all"),
            ("runway", "", "k", "IMAGE_SERVICE is `runway`, which cannot make images at all"),
            ("openai", "", "k", "IMAGE_SERVICE is `openai`, which this version does not support yet"),
            ("dalle", "", "k", "IMAGE_SERVICE is `dalle`, which is no generation service"),
            ("demo", "", "k", "IMAGE_SERVICE is `demo`, but the demo provider works on `local:` chains only"),
        ] {
            let Err(error) = select(&settings(image, video, key)) else { panic!("{text}") };
            assert_eq!(error.to_string(), text);
            assert!(error.hint().is_some());
        }
        let odd = Settings { openrouter_base_url: "openrouter.ai".into(), ..settings("openrouter", "", "k") };
        assert!(matches!(select(&odd), Err(SelectError::BadUrl { .. })));
    }
}
