//! Which services a miner uses (`spec/gas.md` 5.1).
//!
//! Unlike the reference, a service that cannot do what it is configured for is refused at start, not at each task.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::demo::{Authority, DemoError, DemoProvider};
use super::openrouter::OpenRouter;
use super::service::{Service, SetUpError};
use super::{PriceList, Provider, Wishes};
use crate::media::Tier;
use crate::types::{Hint, Modality, Secret};

/// What an operator configures about services.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `IMAGE_SERVICE`, trimmed and lower case.
    pub image_service: Option<String>,
    /// `VIDEO_SERVICE`, likewise.
    pub video_service: Option<String>,
    /// `OPENAI_API_KEY`, `OPENAI_BASE_URL`.
    pub openai: Account,
    /// `OPENAI_IMAGE_MODEL`.
    pub openai_image_model: String,
    /// `OPENAI_IMAGE_QUALITY`; `None` is the model's own default.
    pub openai_image_quality: Option<String>,
    /// `OPEN_ROUTER_API_KEY`, `OPENROUTER_BASE_URL`.
    pub openrouter: Account,
    /// `OPENROUTER_IMAGE_MODEL`.
    pub openrouter_image_model: String,
    /// `OPENROUTER_VIDEO_MODEL`.
    pub openrouter_video_model: String,
    /// `STABILITY_API_KEY`, `STABILITY_BASE_URL`.
    pub stability: Account,
    /// `STABILITY_MODEL`.
    pub stability_model: String,
    /// `RUNWAYML_API_KEY`, `RUNWAYML_BASE_URL`.
    pub runway: Account,
    /// `RUNWAY_MODEL`.
    pub runway_model: String,
    /// What is wanted of media, whoever makes them.
    pub wishes: Wishes,
    /// `MINER_MODEL_PRICES`.
    pub prices: PriceList,
    /// `MINER_POLL_INTERVAL`: how often a job is asked after; `None` is as often as each service likes.
    pub poll_interval: Option<Duration>,
    /// Folder of the demo's authority; `None` where the chain is not local, so that nobody can earn by accident
    /// with what the network refuses.
    pub demo_authority: Option<PathBuf>,
    /// `DEMO_MAX_RESOLUTION`: the highest tier that the demo provider paints.
    pub demo_max_tier: Tier,
}

/// No service and no key; for tests and for [`super::demo`] alone.
impl Default for Settings {
    fn default() -> Self {
        Self {
            image_service: None,
            video_service: None,
            openai: Account::default(),
            openai_image_model: String::new(),
            openai_image_quality: None,
            openrouter: Account::default(),
            openrouter_image_model: String::new(),
            openrouter_video_model: String::new(),
            stability: Account::default(),
            stability_model: String::new(),
            runway: Account::default(),
            runway_model: String::new(),
            wishes: Wishes::default(),
            prices: PriceList::default(),
            poll_interval: None,
            demo_authority: None,
            demo_max_tier: Tier::K1,
        }
    }
}

/// Where a service is, and as whom we ask.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Its key; `None` without one.
    pub key: Option<Secret<String>>,
    /// Its address, or that of a proxy.
    pub base_url: String,
}

impl Account {
    /// The key, if it is more than blanks.
    fn key(&self) -> Option<&Secret<String>> {
        self.key.as_ref().filter(|key| !key.expose().trim().is_empty())
    }

    /// The service behind `name`; faults name the settings.
    fn service(
        &self,
        name: &'static str,
        (variable, word): (&'static str, &'static str),
        (key, base): (&'static str, &'static str),
    ) -> Result<Service, SelectError> {
        let secret = self.key().ok_or(SelectError::NoKey { variable, service: word, key })?;
        Service::new(name, &self.base_url, secret.clone()).map_err(|error| match error {
            SetUpError::BadUrl => SelectError::BadUrl { variable: base, value: self.base_url.clone() },
            SetUpError::BadKey => SelectError::BadKey(key),
            SetUpError::Client(error) => SelectError::Client(error),
        })
    }
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
    /// A model that the service does not know, or whose media earn nothing.
    #[error("{variable}: {reason}")]
    Model {
        /// The setting that names it.
        variable: &'static str,
        /// What is wrong with it, and what is accepted.
        reason: String,
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
            Self::Model { variable, .. } => {
                format!("choose one of them with {variable}; `gascli generator price` compares them")
            }
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
        let image = settings.openrouter.key().map(|_| openrouter(settings, IMAGE)).transpose()?;
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

fn openrouter(settings: &Settings, variable: &'static str) -> Result<Arc<dyn Provider>, SelectError> {
    let keys = ("OPEN_ROUTER_API_KEY", "OPENROUTER_BASE_URL");
    let service = settings.openrouter.service("OpenRouter", (variable, "openrouter"), keys)?;
    Ok(Arc::new(OpenRouter::new(service, settings.openrouter_image_model.clone())))
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
            openrouter: Account { key: word(key).map(Secret::new), base_url: "https://openrouter.ai/api/v1".into() },
            openrouter_image_model: "m".into(),
            ..Settings::default()
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
        let odd = {
            let mut odd = settings("openrouter", "", "k");
            odd.openrouter.base_url = "openrouter.ai".into();
            odd
        };
        assert!(matches!(select(&odd), Err(SelectError::BadUrl { .. })));
    }
}
