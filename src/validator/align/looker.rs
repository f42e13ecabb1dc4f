//! The model at work: a walk over what awaits, batch by batch, the oldest first.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use rayon::prelude::*;
use tokio_util::sync::CancellationToken;

use super::faults::{Faults, TRIES};
use super::known::Known;
use super::prepare::{Prepared, Read, prepare};
use super::source::{Opened, SourceError};
use super::{Watch, in_full, own_store};
use crate::clip::{ClipError, Embedding, Encoder};
use crate::store::{
    AlignmentDecision, AlignmentEnd, AlignmentSettled, AwaitingMedium, EmbeddedBy, KnownEmbedding, Store, StoreError,
};
use crate::types::{Hint, Modality, UnixMillis};
use crate::validator::node::Node;
use crate::validator::tally::Tally;
use crate::verification::alignment::{Alignment, Batch, Candidates, Misaligned, Rules, Scope, Shown, align};

/// Pictures that are looked at together.
const BATCH: usize = 32;

/// Pictures of a film, at most (`spec/gas.md` 10.3).
const FRAMES: usize = 8;

/// Batches of one walk: then others have their turn.
const BATCHES: usize = 4;

/// No medium is begun later in a walk.
const WALK: Duration = Duration::from_mins(1);

/// Why nothing could be looked at; it is tried again.
#[derive(Debug, thiserror::Error)]
pub(super) enum LookError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Clip(#[from] ClipError),
    #[error(transparent)]
    Model(#[from] SourceError),
    #[error("no threads can be had")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error("the work broke off: {0}")]
    Broken(String),
}

impl Hint for LookError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Clip(error) => error.hint(),
            Self::Model(error) => error.hint(),
            Self::Threads(_) | Self::Broken(_) => None,
        }
    }
}

/// A model in memory, and what it knows.
pub(super) struct Looker {
    encoder: Encoder,
    by: EmbeddedBy,
    rules: Rules,
    pool: ThreadPool,
    /// What is known, if near-duplicates are looked for.
    known: Option<Arc<Known>>,
    faults: Arc<Faults>,
}

/// When a walk ends early.
#[derive(Clone)]
pub(super) struct Stops {
    /// Nothing more is begun.
    pub(super) stop: CancellationToken,
    /// Nobody waits for the walk any more: it changes nothing.
    pub(super) left: CancellationToken,
}

impl Looker {
    /// Reads what is known of earlier media, unless it is `kept` from before.
    pub(super) fn new(
        opened: Opened,
        pool: ThreadPool,
        kept: Option<Arc<Known>>,
        faults: Arc<Faults>,
        node: &Node,
    ) -> Result<Self, LookError> {
        let Opened { encoder, name, digest } = opened;
        let (by, rules) = (EmbeddedBy { model: name, digest }, node.settings.alignment.rules);
        let known = match (rules.near_duplicate, kept.filter(|kept| kept.is_of(&by, encoder.dimension()))) {
            (None, _) => None,
            (Some(_), Some(kept)) => Some(kept),
            (Some(_), None) => Some(Arc::new(Known::load(&own_store(node)?, &by, encoder.dimension(), &pool)?)),
        };
        let looker = Self { encoder, by, rules, pool, known, faults };
        node.alignment.loaded(true);
        looker.tell_size(&node.alignment);
        Ok(looker)
    }

    /// What it knows, which may be kept without it.
    pub(super) fn known(&self) -> Option<Arc<Known>> {
        self.known.clone()
    }

    fn tell_size(&self, watch: &Watch) {
        if let Some(known) = &self.known {
            known.tell_size(watch);
        }
    }

    /// Looks at some batches of what awaits and is not put off; returns whether there was any. Blocks. While one is looked
    /// at, the next is prepared; no more are in memory.
    pub(super) fn walk(&self, node: &Node, stops: &Stops) -> Result<bool, LookError> {
        let until = Instant::now() + WALK;
        let store = own_store(node)?;
        let mut due = self.faults.due(&store, BATCH * BATCHES, Instant::now())?;
        if due.is_empty() {
            return Ok(false);
        }
        let batches = batches(&mut due);
        let goes_on = || !stops.stop.is_cancelled() && Instant::now() < until;
        std::thread::scope(|scope| {
            let (sender, prepared) = sync_channel(0);
            scope.spawn(move || {
                for batch in batches {
                    if !goes_on() || sender.send(self.prepare(batch, &goes_on)).is_err() {
                        return;
                    }
                }
            });
            self.look_at_all(&prepared, node, &store, stops)
        })?;
        if let Some(known) = &self.known {
            known.grow(&store, &self.pool)?;
        }
        self.tell_size(&node.alignment);
        Ok(true)
    }

    /// Those that are not begun while it `goes_on` are left out.
    fn prepare(&self, batch: Vec<AwaitingMedium>, goes_on: &(impl Fn() -> bool + Sync)) -> Vec<Prepared> {
        let preprocess = self.encoder.preprocess();
        let prepare = |medium| goes_on().then(|| prepare(preprocess, medium));
        self.pool.install(|| batch.into_par_iter().filter_map(prepare).collect())
    }

    fn look_at_all(
        &self,
        prepared: &Receiver<Vec<Prepared>>,
        node: &Node,
        store: &Store,
        stops: &Stops,
    ) -> Result<(), LookError> {
        while let Ok(batch) = prepared.recv() {
            if stops.stop.is_cancelled() {
                break;
            }
            let began = Instant::now();
            let judged = self.judge(batch, store)?;
            if stops.left.is_cancelled() {
                break;
            }
            self.settle(node, judged, began)?;
        }
        Ok(())
    }

    /// What becomes of each medium; those that cannot be looked at are left out, and wait.
    fn judge(&self, batch: Vec<Prepared>, store: &Store) -> Result<Vec<Judged>, LookError> {
        let (mut media, mut shown, mut decided) = (Vec::new(), Shown::default(), Vec::new());
        for Prepared { medium, read } in batch {
            match read {
                Read::Pixels(pictures) => {
                    shown.push(&medium.prompt, pictures);
                    media.push(medium);
                }
                Read::Lost(reason) => decided.push(Judged::lost(medium, &reason)),
                Read::Gone if store.has_older_files(medium.place)? => {
                    decided.push(Judged::lost(medium, "its file is gone"));
                }
                Read::Gone => {
                    self.put_off(&medium, "its file is not there, nor what came before it; is the volume mounted?");
                }
                Read::Unreadable(reason) => {
                    if self.put_off(&medium, &format!("it came whole and cannot be read any more: {reason}")) >= TRIES {
                        decided.push(Judged::lost(medium, &format!("it cannot be read any more: {reason}")));
                    }
                }
                Read::Fault(error) => {
                    self.put_off(&medium, &error);
                }
            }
        }
        let (media, aligned) = self.align(media, &shown)?;
        decided.extend(self.compare(media, aligned, store)?);
        Ok(decided)
    }

    /// How often the medium was tried by now.
    fn put_off(&self, medium: &AwaitingMedium, why: &str) -> u32 {
        let file = medium.path.display();
        let why_in_full = format!("`{file}` cannot be looked at: {why}");
        let attempts = self.faults.put_off(&medium.media_id, why_in_full, Instant::now());
        tracing::error!(%file, error = why, attempts, "a stored medium cannot be looked at yet");
        attempts
    }

    /// Asks the model, which has threads of its own. Should it fail at a medium, that one is left out and waits.
    fn align(
        &self,
        media: Vec<AwaitingMedium>,
        shown: &Shown,
    ) -> Result<(Vec<AwaitingMedium>, Vec<Alignment>), ClipError> {
        let error = match align(&self.encoder, shown, &self.rules) {
            Ok(aligned) => return Ok((media, aligned)),
            Err(error) => error,
        };
        let (mut kept, mut aligned) = (Vec::new(), Vec::new());
        for (at, medium) in media.into_iter().enumerate() {
            match align(&self.encoder, &shown.only(at), &self.rules) {
                Ok(found) => {
                    aligned.extend(found);
                    kept.push(medium);
                }
                Err(error) => {
                    self.put_off(&medium, &in_full(&error));
                }
            }
        }
        if kept.is_empty() { Err(error) } else { Ok((kept, aligned)) }
    }

    /// Of those that show what was asked for, those that are new pass (`spec/gas.md` 10.5).
    fn compare(
        &self,
        media: Vec<AwaitingMedium>,
        aligned: Vec<Alignment>,
        store: &Store,
    ) -> Result<Vec<Judged>, LookError> {
        let candidates = self.candidates(&aligned);
        let names: Vec<String> = media.iter().map(|medium| name(medium.task_id.as_deref(), &medium.media_id)).collect();
        let mut batch = Batch::default();
        let mut refusals = Vec::with_capacity(media.len());
        for (((medium, aligned), name), candidates) in media.iter().zip(&aligned).zip(&names).zip(&candidates) {
            let refusal = self.refusal(medium, aligned, &batch, candidates, store)?;
            if refusal.is_none() {
                batch.push(name, &aligned.embedding);
            }
            refusals.push(refusal);
        }
        let judged = media.into_iter().zip(aligned).zip(refusals).map(|((medium, aligned), refusal)| match refusal {
            Some(refusal) => Judged::refused(medium, Some(aligned.similarity), &refusal),
            None => Judged {
                medium,
                similarity: Some(aligned.similarity),
                end: AlignmentEnd::Verified(Some((self.by.clone(), aligned.embedding))),
            },
        });
        Ok(judged.collect())
    }

    fn candidates(&self, aligned: &[Alignment]) -> Vec<Candidates> {
        let (Some(known), Some(above)) = (&self.known, self.rules.near_duplicate) else {
            return vec![Candidates::default(); aligned.len()];
        };
        let questions: Vec<&Embedding> = aligned.iter().map(|aligned| &aligned.embedding).collect();
        known.media().candidates(&questions, above)
    }

    fn refusal(
        &self,
        medium: &AwaitingMedium,
        aligned: &Alignment,
        batch: &Batch<'_>,
        candidates: &Candidates,
        store: &Store,
    ) -> Result<Option<Misaligned>, LookError> {
        if !aligned.passes {
            let (similarity, threshold) = (aligned.similarity, self.rules.threshold);
            return Ok(Some(Misaligned::Alignment { similarity, threshold }));
        }
        let Some(above) = self.rules.near_duplicate else { return Ok(None) };
        if let Some((of, similarity)) = batch.first_near(&aligned.embedding, above) {
            return Ok(Some(Misaligned::NearDuplicate { of: of.to_owned(), similarity, above, scope: Scope::Batch }));
        }
        // A medium that was put off does not lose to its own copy, which came later and was decided earlier.
        let is_older = |known: &KnownEmbedding| known.created_at.is_none_or(|at| at <= medium.place.created_at());
        let exact = |id| store.embedding(id).map(|known| known.filter(is_older).map(|known| known.embedding));
        let Some(near) = candidates.nearest(&aligned.embedding, above, exact)? else { return Ok(None) };
        let of = store.embedding(near.id)?.map(|known| name(known.task_id.as_deref(), &known.media_id));
        let of = of.unwrap_or_else(|| "a medium that was just removed".into());
        Ok(Some(Misaligned::NearDuplicate { of, similarity: near.cosine, above, scope: Scope::Stored }))
    }

    /// Makes a batch durable; then what passed is known.
    fn settle(&self, node: &Node, judged: Vec<Judged>, began: Instant) -> Result<(), LookError> {
        let (media, decisions): (Vec<AwaitingMedium>, Vec<AlignmentDecision>) =
            judged.into_iter().map(Judged::into_decision).unzip();
        if decisions.is_empty() {
            return Ok(());
        }
        let settled = {
            // Told while the store is held, so that a recount neither misses this nor has it twice.
            let mut store = node.store.lock();
            let settled = store.settle_alignment(&decisions, UnixMillis::now())?;
            tell(&node.alignment, &node.tally, &media, &decisions, &settled);
            settled
        };
        for medium in &media {
            self.faults.forget(&medium.media_id);
        }
        log(&media, &decisions, self.rules.threshold, began);
        let passed =
            decisions.into_iter().zip(&settled).filter_map(|(decision, settled)| match (decision.end, settled) {
                (AlignmentEnd::Verified(Some((_, embedding))), AlignmentSettled::Done(Some(id))) => {
                    Some((*id, embedding))
                }
                _ => None,
            });
        let passed: Vec<(i64, Embedding)> = passed.collect();
        if let Some(known) = &self.known {
            known.media().extend(&passed);
        }
        Ok(())
    }
}

/// What becomes of a medium.
struct Judged {
    medium: AwaitingMedium,
    similarity: Option<f32>,
    end: AlignmentEnd,
}

impl Judged {
    fn refused(medium: AwaitingMedium, similarity: Option<f32>, reason: &Misaligned) -> Self {
        let end = AlignmentEnd::Failed { reason: reason.to_string(), class: reason.class().to_owned() };
        Self { medium, similarity, end }
    }

    /// It counts for nobody: that is our loss, not the miner's.
    fn lost(medium: AwaitingMedium, reason: &str) -> Self {
        tracing::error!(file = %medium.path.display(), reason, "a stored medium is lost; it counts for nobody");
        Self { medium, similarity: None, end: AlignmentEnd::Lost }
    }

    fn into_decision(self) -> (AwaitingMedium, AlignmentDecision) {
        let Self { medium, similarity, end } = self;
        let decision = AlignmentDecision { media_id: medium.media_id.clone(), similarity, end };
        (medium, decision)
    }
}

/// As reasons name a medium.
fn name(task_id: Option<&str>, media_id: &str) -> String {
    task_id.map_or_else(|| format!("medium {media_id}"), |task_id| format!("task {task_id}"))
}

/// Cuts what awaits into batches of pictures; what is left over has its turn in the next walk.
fn batches(awaiting: &mut Vec<AwaitingMedium>) -> Vec<Vec<AwaitingMedium>> {
    let mut batches: Vec<Vec<AwaitingMedium>> = Vec::new();
    let mut room = 0;
    for medium in awaiting.drain(..) {
        let pictures = match medium.modality {
            Modality::Image => 1,
            Modality::Video => FRAMES,
        };
        if pictures > room {
            if batches.len() == BATCHES {
                break;
            }
            batches.push(Vec::new());
            room = BATCH;
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(medium);
        }
        room -= pictures;
    }
    batches
}

/// Tells the counters. While the store is held.
pub(super) fn tell(
    watch: &Watch,
    tally: &Tally,
    media: &[AwaitingMedium],
    decisions: &[AlignmentDecision],
    settled: &[AlignmentSettled],
) {
    for ((medium, decision), settled) in media.iter().zip(decisions).zip(settled) {
        if *settled == AlignmentSettled::Gone {
            continue; // the next recount has it
        }
        let ended = match &decision.end {
            AlignmentEnd::Lost => None,
            AlignmentEnd::Verified(_) => Some(Ok(())),
            AlignmentEnd::Failed { class, .. } => Some(Err(class.as_str())),
        };
        tally.aligned(medium.hotkey.as_ref(), ended);
        if let Some(ended) = ended {
            watch.ended(decision.similarity, ended);
        }
    }
}

/// A line for each medium and one for the batch, with what the reference logs (`spec/gas.md` 10.6).
fn log(media: &[AwaitingMedium], decisions: &[AlignmentDecision], threshold: f32, began: Instant) {
    let (mut passed, mut failed, mut sum, mut looked_at) = (0_u32, 0_u32, 0.0, 0_u32);
    for (medium, decision) in media.iter().zip(decisions) {
        let uid = medium.uid.map(|uid| uid.0);
        let hotkey = medium.hotkey.as_ref().map(ToString::to_string);
        let (modality, task_id, model) = (medium.modality.as_str(), &medium.task_id, &medium.model_name);
        let (issuer, similarity) = (&medium.c2pa_issuer, decision.similarity);
        if let Some(similarity) = similarity {
            sum += f64::from(similarity);
            looked_at += 1;
        }
        match &decision.end {
            AlignmentEnd::Verified(_) => {
                passed += 1;
                tracing::info!(uid, hotkey, task_id, modality, model, issuer, similarity, threshold, "medium verified");
            }
            AlignmentEnd::Failed { reason, class } => {
                failed += 1;
                tracing::info!(
                    uid,
                    hotkey,
                    task_id,
                    modality,
                    model,
                    issuer,
                    similarity,
                    threshold,
                    class,
                    ?reason,
                    "medium failed"
                );
            }
            AlignmentEnd::Lost => {}
        }
    }
    let mean_similarity = (looked_at > 0).then(|| sum / f64::from(looked_at));
    let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        media = media.len(),
        passed,
        failed,
        mean_similarity,
        elapsed_ms,
        "media compared with their prompts"
    );
}
