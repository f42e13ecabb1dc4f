//! Looks at a medium as a validator would, before it is sent.
//!
//! The verdict is that of the validator's own code ([`ingest::check`]), with one difference: where only a trust anchor that
//! the network has is missing *here*, a validator would take what we refuse. Such a medium is sent, and the operator is
//! told how to get the anchor. Copies are not looked for: each validator compares with what it was sent itself.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use super::models::{self, Finding, Models, Named, Policy};
use super::task::Task;
use super::{CheckSettings, Miner};
use crate::media::Tier;
use crate::providers::{GeneratedMedia, GenerationRequest, Order, ProviderSet};
use crate::store::ModelRow;
use crate::types::{Hint as _, Modality, TaskId, UnixMillis};
use crate::verification::c2pa::{KnownAnchor, MissingAnchor, TrustSet, profile_of};
use crate::verification::ingest::{self, Delivery, Rejection};

/// What checking needs besides the medium.
#[derive(Debug)]
pub(super) struct Checks {
    /// Decoding takes a core and a lot of memory.
    places: Semaphore,
    /// For films, which take longer and more of both.
    films: Semaphore,
    policy: Policy,
    models: Mutex<Models>,
    /// Models and anchors that were warned about.
    warned: Mutex<HashSet<(String, String)>>,
}

/// What a look at a medium found.
struct Look {
    finding: Finding,
    /// Resolution in which the network will see it; `None` for what cannot be decoded here.
    tier: Option<Tier>,
    /// Why it would be refused, in the network's words; of an undecided one as well.
    rejection: Option<Rejection>,
}

impl Checks {
    pub(super) fn new(settings: &CheckSettings, models: Models) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            places: Semaphore::new(cores),
            films: Semaphore::new((cores / 2).max(1)),
            policy: Policy { pause_after: settings.pause_after, pause: settings.pause },
            models: Mutex::new(models),
            warned: Mutex::default(),
        }
    }

    pub(super) fn models(&self) -> MutexGuard<'_, Models> {
        // Every change under the lock is complete before anything that could panic.
        self.models.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_news(&self, model: &str, anchor: &str) -> bool {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        warned.insert((model.to_owned(), anchor.to_owned()))
    }
}

impl Miner {
    /// Whether the network would take this medium; else why not, in the words of `spec/gas.md` 8.6.
    pub(super) async fn check(&self, task: &Task, order: &Order, media: &GeneratedMedia) -> Result<(), String> {
        if !self.settings.check.before_sending {
            return Ok(());
        }
        // Whoever sold it, whichever service is configured by now.
        let bought = task.bought.as_ref().map(|bought| bought.service.as_str());
        let service = bought.or_else(|| Some(self.providers.of(task.modality)?.name())).unwrap_or_default();
        let named = Named { service, model: &order.model };
        let Some(mut look) = self.look(task, media.bytes.clone()).await else {
            self.checks.models().leave(task.id);
            return Ok(()); // our own fault, and no reason to lose what was paid for
        };
        if let (Finding::Passed { is_short }, Some(seen)) = (&mut look.finding, look.tier) {
            *is_short = compare(task, named, order, seen);
        }
        self.remember(named, look.finding).await;
        match (look.finding, look.rejection) {
            (Finding::Failed { class }, Some(rejection)) => {
                let (task_id, validator, reason) = (task.id, task.signed_by, rejection.to_string());
                let cause = cause(&rejection);
                tracing::warn!(
                    %task_id, %validator, service, model = order.model, class, ?reason, ?cause, bytes = media.bytes.len(),
                    "a medium is not sent: validators would refuse it"
                );
                Err(reason)
            }
            (Finding::Undecided, Some(Rejection::C2pa { missing_anchor: Some(missing), .. })) => {
                self.advise(task, named, &missing);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Has the medium judged on a thread of its own; `None` if that broke off.
    async fn look(&self, task: &Task, bytes: Bytes) -> Option<Look> {
        let places = if task.modality == Modality::Video { &self.checks.films } else { &self.checks.places };
        let _place = places.acquire().await.ok()?;
        let (modality, issued_at, now) = (task.modality, task.created_at, UnixMillis::now());
        let trust = Arc::clone(&self.trust);
        let looking =
            tokio::task::spawn_blocking(move || look(&Delivery { bytes: &bytes, modality, issued_at, now }, &trust));
        looking
            .await
            .inspect_err(|error| {
                tracing::error!(task_id = %task.id, %error, "the check of a medium broke off; it is sent unchecked");
            })
            .ok()
    }

    async fn remember(&self, named: Named<'_>, finding: Finding) {
        let (pause, health) = {
            let mut models = self.checks.models();
            let pause = models.note(named, finding, self.checks.policy, (self.clock)());
            (pause, models.health(named).cloned().unwrap_or_default())
        };
        if let Some(pause) = pause {
            tracing::error!(service = named.service, "{}", models::told(named.model, &pause.reason, pause.length));
        }
        let document = serde_json::to_string(&health).expect("it has text keys only");
        let row = ModelRow { service: named.service.to_owned(), model: named.model.to_owned(), document };
        if let Err(error) = self.store.save_model(row).await {
            tracing::warn!(%error, model = named.model, "what is known of a model could not be written");
        }
    }

    /// Tells once per model which anchor is missing, and how to get it.
    fn advise(&self, task: &Task, Named { service, model }: Named<'_>, missing: &MissingAnchor) {
        if self.checks.is_news(model, &missing.name) {
            let remedy = remedy(missing);
            tracing::warn!(
                task_id = %task.id, service, model, anchor = missing.name, remedy,
                "media of this model are sent unchecked: our trust store lacks an anchor that validators have"
            );
        } else {
            tracing::debug!(task_id = %task.id, service, model, anchor = missing.name, "sent unchecked");
        }
    }

    /// Whether the model that this request would be made with is in use; else for how long it is not. For what is not
    /// accepted yet: the first that asks after a pause becomes the one that tries, if it is accepted and no other `begins`
    /// before it.
    pub(super) fn enter_model(&self, request: &GenerationRequest, begins: bool) -> Result<(), Paused> {
        if !self.settings.check.before_sending || self.checks.policy.pause_after == 0 {
            return Ok(()); // nothing would ever end a pause that was begun under other settings
        }
        let Some(provider) = self.providers.of(request.modality) else { return Ok(()) };
        let Ok(order) = provider.order(request) else { return Ok(()) }; // fails by itself, at no cost
        let named = Named { service: provider.name(), model: &order.model };
        let entered = self.checks.models().enter(named, request.task_id, begins, (self.clock)());
        entered.map_err(|left| Paused { model: order.model, left })
    }

    /// A task ended without a medium to check.
    pub(super) fn leave_model(&self, task: TaskId) {
        self.checks.models().leave(task);
    }

    /// Says once which anchors are missing for the models that will be used.
    pub(super) fn warn_of_missing_anchors(&self) {
        if !self.settings.check.before_sending {
            return;
        }
        for known in needed(&self.providers, &self.trust) {
            let remedy = if known.address().is_some() { UPDATE } else { "gascli trust add --from FILE" };
            tracing::warn!(
                anchor = known.name,
                provider = known.provider,
                remedy,
                "our trust store lacks an anchor that validators have; media below it are sent unchecked"
            );
        }
    }
}

/// A model that is not used for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paused {
    pub(super) model: String,
    pub(super) left: std::time::Duration,
}

const UPDATE: &str = "gascli trust update";

fn look(delivery: &Delivery<'_>, trust: &TrustSet) -> Look {
    let checked = match ingest::check(delivery, trust, |_, _| None) {
        Ok(accepted) => Ok(Tier::classify(delivery.modality, accepted.dimensions)),
        // Validators may have other decoders and bounds, and it is paid for.
        Err(Rejection::Unreadable(error)) if !error.is_certain() => {
            let remedy = error.hint();
            tracing::warn!(%error, remedy, "a film is judged by its origin only, since validators may see more of it");
            ingest::check_origin(delivery, trust).map(|_| None)
        }
        Err(rejection) => Err(rejection),
    };
    let rejection = match checked {
        Ok(tier) => return Look { finding: Finding::Passed { is_short: false }, tier, rejection: None },
        Err(rejection) => rejection,
    };
    let finding = match &rejection {
        Rejection::C2pa { missing_anchor: Some(missing), .. } if missing.network => Finding::Undecided,
        Rejection::C2pa { missing_anchor: Some(_), .. } => Finding::Failed { class: models::UNTRUSTED_ANCHOR },
        other => Finding::Failed { class: other.class() },
    };
    Look { finding, tier: None, rejection: Some(rejection) }
}

/// Whether a medium is smaller than it should be, and says so.
fn compare(task: &Task, Named { service, model }: Named<'_>, order: &Order, seen: Tier) -> bool {
    let is_below = |tier: Option<Tier>| tier.is_some_and(|tier| seen.rank() < tier.rank());
    let asked = asked(task.modality, &task.parameters);
    let (task_id, asked_text, ordered) = (task.id, asked.map(Tier::as_str), order.tier.map(Tier::as_str));
    if is_below(order.tier) {
        tracing::warn!(
            %task_id, service, model, asked = asked_text, ordered, seen = seen.as_str(),
            "a medium is smaller than what was ordered; it earns less"
        );
    } else if is_below(asked) && order.tier.is_none() {
        tracing::warn!(
            %task_id, service, model, asked = asked_text, seen = seen.as_str(),
            "a medium is smaller than what was asked for; it earns less"
        );
    } else {
        return false; // less than asked, perhaps, but as ordered: the operator's choice, or the best that there is
    }
    true
}

/// What the network's words leave out: what is wrong with the file, or which root its signer stands below.
fn cause(rejection: &Rejection) -> Option<String> {
    match rejection {
        Rejection::Unreadable(error) => Some(error.to_string()),
        Rejection::C2pa { missing_anchor: Some(missing), .. } => Some(missing.to_string()),
        _ => None,
    }
}

fn remedy(missing: &MissingAnchor) -> String {
    missing.command(Path::new("FILE")).unwrap_or_else(|| missing.to_string())
}

fn asked(modality: Modality, parameters: &Map<String, Value>) -> Option<Tier> {
    Tier::parse(modality, parameters.get("resolution")?.as_str()?).ok()
}

/// The anchors that we lack of the providers whose media these services deliver, as far as names tell.
fn needed(providers: &ProviderSet, trust: &TrustSet) -> Vec<&'static KnownAnchor> {
    let mut profiles = BTreeSet::new();
    for modality in [Modality::Image, Modality::Video] {
        let Some(provider) = providers.of(modality) else { continue };
        let prompt = "a red fox".to_owned();
        let request = GenerationRequest { task_id: TaskId::random(), modality, prompt, parameters: Map::new() };
        let model = provider.order(&request).map(|order| order.model).unwrap_or_default();
        profiles.extend([profile_of(provider.name()), profile_of(&model)].into_iter().flatten());
    }
    let is_needed = |known: &&'static KnownAnchor| profiles.iter().any(|profile| known.provider.contains(profile));
    trust.lacks().into_iter().filter(is_needed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Dimensions;
    use crate::providers::demo::{Authority, encode_png, paint};

    fn judged(bytes: &[u8], modality: Modality, trust: &TrustSet) -> Finding {
        let now = UnixMillis::now();
        look(&Delivery { bytes, modality, issued_at: now, now }, trust).finding
    }

    fn signed() -> (Vec<u8>, TrustSet) {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
        let png = encode_png(&paint("a red circle", Dimensions { width: 64, height: 64 }, 1)).unwrap();
        let signed = authority.sign(&png, UnixMillis::now(), "a red circle").unwrap();
        (signed, TrustSet::network_names().with_demo(authority.root_pem()))
    }

    #[test]
    fn what_validators_take_passes_and_what_they_refuse_fails_in_their_words() {
        let (bytes, trust) = signed();
        assert_eq!(judged(&bytes, Modality::Image, &trust), Finding::Passed { is_short: false });
        let class = |finding| if let Finding::Failed { class } = finding { class } else { "passed" };
        assert_eq!(class(judged(&bytes[..bytes.len() / 2], Modality::Image, &trust)), "unreadable");
        assert_eq!(class(judged(&bytes, Modality::Video, &trust)), "unreadable", "a still image is no video");
        assert_eq!(class(judged(&bytes, Modality::Image, &TrustSet::network_names())), "signature-invalid");
    }

    #[test]
    fn a_paid_film_is_withheld_only_for_what_every_validator_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
        let trust = TrustSet::network_names().with_demo(authority.root_pem());
        let read =
            |name: &str| std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/films").join(name)).unwrap();
        let signed = |name: &str| authority.sign_as("video/mp4", &read(name), UnixMillis::now(), "").unwrap();
        let passed = Finding::Passed { is_short: false };
        let failed = |class| Finding::Failed { class };
        assert_eq!(judged(&signed("main.mp4"), Modality::Video, &trust), passed);
        // One frame a second is too few for our own validator; another may take it.
        assert_eq!(judged(&signed("slideshow.mp4"), Modality::Video, &trust), passed);
        assert_eq!(judged(&read("slideshow.mp4"), Modality::Video, &trust), failed("no-manifest"));
        for name in ["static.mp4", "one_frame.mp4", "no_pictures.mp4"] {
            assert_eq!(judged(&signed(name), Modality::Video, &trust), failed("unreadable"), "{name}");
        }
    }
}
