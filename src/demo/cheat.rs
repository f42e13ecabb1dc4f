//! Miners that try to earn without generating, so that the demo shows them losing.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::media::Tier;
use crate::protocol::gas::ServiceInfo;
use crate::providers::demo::{Authority, DemoError, SERVICE, encode_png, off_thread, paint, seed_of, size_of};
use crate::providers::{GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError, ProviderSet};
use crate::types::{MicroUsd, UnixMillis};

/// How long before the challenge the replayed pictures were signed.
const STALE_BY: Duration = Duration::from_hours(1);

/// How a miner cheats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cheat {
    /// Sends pictures without a C2PA manifest.
    Unsigned,
    /// Sends pictures that were signed an hour before they were asked for.
    Replay,
    /// Sends pictures, painted anew and signed at once, of something else than was asked for.
    OffPrompt,
}

/// What a miner likes to paint, whatever it is asked for. Validators never compose such scenes.
const FAVOURITES: [&str; 3] = [
    "five small white stars at the top and a huge orange ring in the centre, on a green background",
    "four tiny pink diamonds at the bottom and a huge black square on the left, on a purple background",
    "three tiny yellow circles on the right and a huge brown triangle at the top left, on a red background",
];

/// What a miner paints instead of `prompt`: of what it likes, that which has the fewest words in common with it. Else chance
/// would now and then have it paint what it was asked for.
pub fn something_else(prompt: &str) -> &'static str {
    let asked: BTreeSet<&str> = words(prompt).collect();
    let in_common = |favourite: &&str| words(favourite).filter(|word| asked.contains(word)).count();
    FAVOURITES.into_iter().min_by_key(in_common).unwrap_or_default()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}

/// A word that names no cheat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cheat (`unsigned`, `replay` and `off-prompt` are)")]
pub struct CheatError(String);

impl fmt::Display for Cheat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Unsigned => "unsigned",
            Self::Replay => "replay",
            Self::OffPrompt => "off-prompt",
        })
    }
}

impl FromStr for Cheat {
    type Err = CheatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Unsigned, Self::Replay, Self::OffPrompt]
            .into_iter()
            .find(|cheat| cheat.to_string() == text)
            .ok_or_else(|| CheatError(text.chars().take(40).collect()))
    }
}

/// The services of a cheating miner; everything else about it is an ordinary miner.
pub fn providers(cheat: Cheat, authority: Authority) -> ProviderSet {
    ProviderSet::new(Some(Arc::new(CheatProvider { cheat, authority: Arc::new(authority) })), None)
}

struct CheatProvider {
    cheat: Cheat,
    authority: Arc<Authority>,
}

#[async_trait]
impl Provider for CheatProvider {
    fn name(&self) -> &'static str {
        "demo"
    }

    fn info(&self) -> ServiceInfo {
        ServiceInfo::of_images(SERVICE)
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn order(&self, _: &GenerationRequest) -> Result<Order, ProviderError> {
        let size = size_of(Tier::K1).to_string();
        Ok(Order { model: self.cheat.to_string(), size, tier: Some(Tier::K1), cost: Some(MicroUsd(0)) })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        journal.ordering(&self.order(request)?).await?;
        let (cheat, authority, prompt) = (self.cheat, Arc::clone(&self.authority), request.prompt.clone());
        let seed = seed_of(request.task_id.to_string().as_bytes());
        let work = move || -> Result<Vec<u8>, DemoError> {
            let shown = if cheat == Cheat::OffPrompt { something_else(&prompt) } else { &prompt };
            let picture = encode_png(&paint(shown, size_of(Tier::K1), seed))?;
            match cheat {
                Cheat::Unsigned => Ok(picture),
                Cheat::Replay => authority.sign(&picture, UnixMillis::now().before(STALE_BY), &prompt),
                Cheat::OffPrompt => authority.sign(&picture, UnixMillis::now(), &prompt),
            }
        };
        Ok(GeneratedMedia { bytes: off_thread(work).await?.into(), metadata: Vec::new() })
    }
}
