//! Which services a miner uses (`spec/gas.md` 5.1).
//!
//! Unlike the reference, a service that cannot do what it is configured for is refused at start, not at each task.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::demo::{Authority, DemoError, DemoProvider};
use super::openai::{self, OpenAi};
use super::openrouter::OpenRouter;
use super::runway::{self, Runway};
use super::service::{Service, SetUpError};
use super::stability::{self, Stability};
use super::{Offer, PriceList, Provider, Wishes, http, openrouter_images, openrouter_video};
use crate::media::Tier;
use crate::types::{Code, Hint, Modality, Secret};

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
    /// `OPENAI_IMAGE_QUALITY`; `None` is the cheapest that the model has.
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
    /// Whether it has a key.
    pub fn has_key(&self) -> bool {
        self.key().is_some()
    }

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
    /// The service cannot make such media.
    #[error("{variable} is `{service}`, which cannot make {modality}s{reason}")]
    CannotDo {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        service: &'static str,
        /// What is asked of it.
        modality: Modality,
        /// Why not; empty where it never could.
        reason: &'static str,
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
            Self::Unknown { variable, .. } => {
                let modality = if *variable == VIDEO { Modality::Video } else { Modality::Image };
                format!("{variable} can be {} or none", words(modality))
            }
            Self::CannotDo { variable, modality, .. } => format!("set {variable} to {} or none", words(*modality)),
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
            Self::Nothing => "set IMAGE_SERVICE or VIDEO_SERVICE and the API key of that service, such as \
                              OPEN_ROUTER_API_KEY"
                .into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Demo(error) => error.code(),
            Self::Client(_) => None,
            _ => Some(Code::ConfigInvalid),
        }
    }
}

const IMAGE: &str = "IMAGE_SERVICE";
const VIDEO: &str = "VIDEO_SERVICE";

/// A service by its word, in the order in which the reference tries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    OpenAi,
    OpenRouter,
    Stability,
    Runway,
    Demo,
}

impl Kind {
    const ALL: [Self; 5] = [Self::OpenAi, Self::OpenRouter, Self::Stability, Self::Runway, Self::Demo];

    const fn word(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::OpenRouter => "openrouter",
            Self::Stability => "stabilityai",
            Self::Runway => "runway",
            Self::Demo => "demo",
        }
    }

    /// Whether it makes such media; if not, why.
    const fn can(self, modality: Modality) -> Result<(), &'static str> {
        match (self, modality) {
            (Self::OpenRouter | Self::Demo, _)
            | (Self::OpenAi | Self::Stability, Modality::Image)
            | (Self::Runway, Modality::Video) => Ok(()),
            (Self::OpenAi, Modality::Video) => Err(": OpenAI shut its Videos API down on 2026-09-24"),
            (Self::Stability, Modality::Video) | (Self::Runway, Modality::Image) => Err(""),
        }
    }

    /// Where it is and as whom we ask; `None` where nobody is asked.
    const fn account(self, settings: &Settings) -> Option<&Account> {
        match self {
            Self::OpenAi => Some(&settings.openai),
            Self::OpenRouter => Some(&settings.openrouter),
            Self::Stability => Some(&settings.stability),
            Self::Runway => Some(&settings.runway),
            Self::Demo => None,
        }
    }

    /// The settings of the key and of the address, and the name in error texts.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::OpenAi => ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OpenAI"),
            Self::OpenRouter => ("OPEN_ROUTER_API_KEY", "OPENROUTER_BASE_URL", "OpenRouter"),
            Self::Stability => ("STABILITY_API_KEY", "STABILITY_BASE_URL", "Stability"),
            Self::Runway => ("RUNWAYML_API_KEY", "RUNWAYML_BASE_URL", "Runway"),
            Self::Demo => ("", "", "the demo"),
        }
    }
}

/// A service that an operator can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What `IMAGE_SERVICE` or `VIDEO_SERVICE` is set to.
    pub word: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The setting that holds its API key; `None` for the demo, which has none and works on `local:` chains only.
    pub key: Option<&'static str>,
}

/// The services that make such media, in the order in which they are tried.
pub fn known(modality: Modality) -> impl Iterator<Item = Known> {
    let able = Kind::ALL.into_iter().filter(move |kind| kind.can(modality).is_ok());
    able.map(|kind| {
        let (key, _, name) = kind.names();
        Known { word: kind.word(), name, key: (kind != Kind::Demo).then_some(key) }
    })
}

/// The services for a modality, as a list for people.
fn words(modality: Modality) -> String {
    let able = Kind::ALL.into_iter().filter(|kind| kind.can(modality).is_ok());
    let word = |kind: Kind| match kind {
        Kind::Demo => "demo (on `local:` chains)",
        kind => kind.word(),
    };
    able.map(word).collect::<Vec<_>>().join(", ")
}

/// The service of each modality: that which is named, or without any name the first with a key that can do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Uses {
    image: Option<Kind>,
    video: Option<Kind>,
}

impl Uses {
    fn of(settings: &Settings) -> Result<Self, SelectError> {
        let named = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
        let (image, video) = (named(&settings.image_service), named(&settings.video_service));
        if image.is_none() && video.is_none() {
            let first = |modality| {
                let has_key = |kind: &Kind| kind.account(settings).is_some_and(|account| account.key().is_some());
                Kind::ALL.into_iter().filter(has_key).find(|kind| kind.can(modality).is_ok())
            };
            return Ok(Self { image: first(Modality::Image), video: first(Modality::Video) });
        }
        let find =
            |name: Option<String>, variable, modality| name.map_or(Ok(None), |name| find(&name, variable, modality));
        Ok(Self { image: find(image, IMAGE, Modality::Image)?, video: find(video, VIDEO, Modality::Video)? })
    }

    fn of_modality(self, modality: Modality) -> Option<Kind> {
        match modality {
            Modality::Image => self.image,
            Modality::Video => self.video,
        }
    }
}

fn find(name: &str, variable: &'static str, modality: Modality) -> Result<Option<Kind>, SelectError> {
    if name == "none" {
        return Ok(None);
    }
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == name);
    let kind = kind.ok_or_else(|| SelectError::Unknown { variable, service: name.chars().take(40).collect() })?;
    let cannot = |reason| SelectError::CannotDo { variable, service: kind.word(), modality, reason };
    kind.can(modality).map_err(cannot)?;
    Ok(Some(kind))
}

/// The services that the settings name; without any name, those that have a key.
///
/// # Errors
/// What would make tasks fail later: a service that cannot do what it is named for, has no key, or whose model cannot be used.
pub fn select(settings: &Settings) -> Result<ProviderSet, SelectError> {
    let uses = Uses::of(settings)?;
    let (image, video) = match (uses.image, uses.video) {
        (None, None) => return Err(SelectError::Nothing),
        (Some(image), Some(video)) if image == video => {
            let shared = provider(settings, image, IMAGE, &Modality::ALL)?;
            (Some(Arc::clone(&shared)), Some(shared))
        }
        (image, video) => {
            let of = |kind: Option<Kind>, variable, modality| {
                kind.map(|kind| provider(settings, kind, variable, &[modality])).transpose()
            };
            (of(image, IMAGE, Modality::Image)?, of(video, VIDEO, Modality::Video)?)
        }
    };
    Ok(ProviderSet { image, video, warnings: warnings(settings, uses) })
}

fn provider(
    settings: &Settings,
    kind: Kind,
    variable: &'static str,
    modalities: &[Modality],
) -> Result<Arc<dyn Provider>, SelectError> {
    let service = || {
        let account = kind.account(settings).expect("only the demo has no account");
        let (key, base, name) = kind.names();
        account.service(name, (variable, kind.word()), (key, base))
    };
    Ok(match kind {
        Kind::OpenAi => Arc::new(OpenAi::new(service()?, settings)?),
        Kind::OpenRouter => Arc::new(OpenRouter::new(service()?, settings, modalities)?),
        Kind::Stability => Arc::new(Stability::new(service()?, settings)?),
        Kind::Runway => Arc::new(Runway::new(service()?, settings)?),
        Kind::Demo => demo(settings, variable, modalities)?,
    })
}

/// What works, but should be known before money is spent.
fn warnings(settings: &Settings, Uses { image, video }: Uses) -> Vec<String> {
    let mut warnings = match image {
        Some(Kind::OpenAi) => openai::warnings(settings),
        Some(Kind::OpenRouter) => openrouter_images::warnings(settings),
        _ => Vec::new(),
    };
    for kind in Kind::ALL.into_iter().filter(|kind| image == Some(*kind) || video == Some(*kind)) {
        let Some(account) = kind.account(settings) else { continue };
        let open =
            reqwest::Url::parse(&account.base_url).is_ok_and(|url| url.scheme() == "http" && !http::is_near(&url));
        if open {
            let (_, base, _) = kind.names();
            warnings.push(format!("{base} is a http address: the API key can be read on the way there"));
        }
    }
    warnings
}

/// Every known model of every service in each tier of its modality, with those that the settings choose.
pub fn offers(settings: &Settings) -> Vec<Offer> {
    let uses = Uses::of(settings).ok();
    let image = openai::offers(settings).into_iter();
    let image = image.chain(openrouter_images::offers(settings)).chain(stability::offers(settings));
    let all = image.chain(openrouter_video::offers(settings)).chain(runway::offers(settings));
    let in_use = |offer: &Offer| {
        let kind = uses.and_then(|uses| uses.of_modality(offer.modality));
        kind.is_some_and(|kind| kind.word() == offer.service)
    };
    all.map(|offer| Offer { configured: offer.configured && in_use(&offer), ..offer }).collect()
}

fn demo(
    settings: &Settings,
    variable: &'static str,
    modalities: &[Modality],
) -> Result<Arc<dyn Provider>, SelectError> {
    let folder = settings.demo_authority.as_ref().ok_or(SelectError::DemoNotLocal(variable))?;
    let authority = Authority::open_or_create(folder).map_err(SelectError::Demo)?;
    Ok(Arc::new(DemoProvider::new(authority, settings.demo_max_tier).making(modalities)))
}

/// The services in use.
#[derive(Clone, Default)]
pub struct ProviderSet {
    image: Option<Arc<dyn Provider>>,
    video: Option<Arc<dyn Provider>>,
    warnings: Vec<String>,
}

impl ProviderSet {
    /// A set given by hand.
    pub fn new(image: Option<Arc<dyn Provider>>, video: Option<Arc<dyn Provider>>) -> Self {
        Self { image, video, warnings: Vec::new() }
    }

    /// What works, but should be known before money is spent: a model that ends, one of which nothing is known.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
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
#[path = "select_tests.rs"]
mod tests;
