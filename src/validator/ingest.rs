//! What becomes of a delivery: checked, then kept or refused, then durable, then answered (`spec/gas.md` 8.6 and 8.7).
//!
//! Checks take the processor, so there are as many of images at once as cores, and half as many of films; what follows waits
//! for the disk, so it happens beside them, and many endings are made durable together (`settle`).

use std::cell::RefCell;
use std::io::{BufRead, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use super::node::Node;
use super::open::Claim;
use super::receive::Received;
use super::settle::{Fault, Keep, Kept};
use super::tally::{Part, Tally};
use super::watched::Watched;
use crate::media::{DecodeError, MediaHash, video};
use crate::store::{Incoming, NewMedia, PendingChallenge, StoreError};
use crate::types::{Hint as _, Hotkey, Modality, TaskId, Uid, UnixMillis};
use crate::verification::duplicate::Known;
use crate::verification::ingest::{Accepted, Asked, Rejection, check_file};

/// So many deliveries of one challenge may fail to be examined through our own fault; then it is over for both.
const MAX_UNEXAMINED: u32 = 3;

/// What an operator is told of, until films are examined again.
const EXAMINING: &str = "films-examining";

/// What an operator is told of, until there is what films need ([`look_for_ffmpeg`]).
const DECODING: &str = "films-decoding";

/// Media up to here are read as a whole to be checked, which is faster.
const WHOLE: u64 = 8 << 20;

/// How a delivery ended.
#[derive(Debug)]
pub(super) enum Ingested {
    /// Medium and outcome are on the disk; the check of its prompt follows (`align`).
    Stored,
    /// Refused, with the reason for the miner. The outcome is on the disk.
    Rejected { reason: String, class: String },
    /// The challenge was over by then.
    Gone,
    /// We could not keep it. The challenge stays open, so that the miner can try again.
    Failed(Fault),
    /// Nothing could be learnt of it here: the challenge is over, and counts for nobody.
    Uncounted,
    /// A film could not be examined, through no fault of its own. The challenge stays open.
    Unexamined,
    /// The checks themselves broke. The challenge stays open.
    Broken,
}

/// Checks and keeps a delivery. Runs to its end whoever still listens.
pub(super) async fn ingest(
    node: Arc<Node>,
    claim: Claim,
    file: Incoming,
    body: Received,
    content_type: &str,
) -> Ingested {
    let challenge = claim.challenge().clone();
    let (uid, hotkey, task_id) = (challenge.uid, challenge.hotkey, challenge.task_id);
    let ended = match look_and_keep(&node, challenge, file, &body, content_type).await {
        Ingested::Unexamined if claim.unexamined() >= MAX_UNEXAMINED => forget(&node, task_id, hotkey).await,
        ended => ended,
    };
    drop(body); // its place is for others
    match &ended {
        Ingested::Stored => {
            tracing::info!(%uid, %hotkey, %task_id, "delivery stored");
            node.tally.store_works(Part::Deliveries);
            node.alignment.wake();
            claim.end();
        }
        Ingested::Rejected { reason, class } => {
            // Says nothing of the place of media that pass, so it ends no fault.
            tracing::info!(%uid, %hotkey, %task_id, class, ?reason, "delivery rejected");
            claim.end();
        }
        Ingested::Gone => claim.end(),
        Ingested::Uncounted => {
            tracing::warn!(%uid, %hotkey, %task_id, "a challenge counts for nobody, since its film cannot be judged here");
            claim.end();
        }
        Ingested::Unexamined => {} // said where the reason is known
        Ingested::Failed(Fault { error, cause }) => {
            tracing::error!(%uid, %task_id, error, cause, "a delivery could not be stored; its challenge stays open");
            node.tally.store_failed(Part::Deliveries, error.clone());
        }
        Ingested::Broken => tracing::error!(%uid, %hotkey, %task_id, "the check of a delivery broke off"),
    }
    ended
}

async fn look_and_keep(
    node: &Arc<Node>,
    challenge: PendingChallenge,
    file: Incoming,
    body: &Received,
    content_type: &str,
) -> Ingested {
    let checked = {
        let places = if challenge.modality == Modality::Video { &node.films } else { &node.checking };
        let Ok(_place) = places.acquire().await else { return Ingested::Broken };
        let (node, sha256) = (Arc::clone(node), body.sha256);
        let checking = tokio::task::spawn_blocking(move || {
            let verdict = judge(&node, &challenge, &file, sha256);
            (challenge, file, verdict)
        });
        checking.await
    };
    let Ok((challenge, file, verdict)) = checked else { return Ingested::Broken };
    let verdict = match verdict {
        Ok(verdict) => verdict,
        Err(error) => return Ingested::Failed((&error).into()),
    };
    match &verdict {
        Err(Rejection::Unreadable(error)) if error.is_ours() => {
            let (uid, task_id, remedy) = (challenge.uid, challenge.task_id, error.hint().unwrap_or_default());
            tracing::error!(%uid, %task_id, %error, remedy, "a film could not be examined, through no fault of its own");
            node.tally.alert(EXAMINING, Some(format!("films could not be examined: {error}; {remedy}")));
            return Ingested::Unexamined;
        }
        Err(Rejection::Unreadable(error)) if error.lacks_program() => {
            explain(&challenge, error);
            let remedy = error.hint().unwrap_or_default();
            node.tally.alert(DECODING, Some(format!("films cannot be judged and count for nobody: {error}; {remedy}")));
            return forget(node, challenge.task_id, challenge.hotkey).await;
        }
        // Others say nothing of whether films are examined: their origin may have ended the checks.
        Ok(_) if challenge.modality == Modality::Video => node.tally.alert(EXAMINING, None),
        _ => {}
    }
    let Ok(_place) = node.keeping.acquire().await else { return Ingested::Broken };
    let (node, extension) = (Arc::clone(node), extension(content_type));
    let keeping = tokio::task::spawn_blocking(move || match verdict {
        Ok(accepted) => keep(&node, challenge, file, *accepted, extension),
        Err(rejection) => reject(&node, &challenge, file, &rejection, extension),
    });
    keeping.await.unwrap_or(Ingested::Broken)
}

/// Ends a challenge of which nothing can be learnt, as those whose time ends while nobody listens (`spec/gas.md` 8.4).
async fn forget(node: &Node, task_id: TaskId, hotkey: Hotkey) -> Ingested {
    let forgotten = node.change(move |store, tally| {
        let is_forgotten = store.forget(task_id)?;
        if is_forgotten {
            tally.forgotten(&hotkey);
        }
        Ok(is_forgotten)
    });
    match forgotten.await {
        Ok(true) => Ingested::Uncounted,
        Ok(false) => Ingested::Gone,
        Err(error) => Ingested::Failed((&error).into()),
    }
}

/// No longer tells an operator that films need `ffmpeg`, once it is there. Blocks.
pub(super) fn look_for_ffmpeg(tally: &Tally) {
    if tally.is_alerted(DECODING) && video::has_ffmpeg() {
        tally.alert(DECODING, None);
    }
}

/// The checks; an error if the store could not be asked.
fn judge(
    node: &Node,
    challenge: &PendingChallenge,
    file: &Incoming,
    sha256: [u8; 32],
) -> Result<Result<Box<Accepted>, Rejection>, StoreError> {
    let asked = Asked { modality: challenge.modality, issued_at: challenge.issued_at, now: UnixMillis::now() };
    let fault = RefCell::new(None);
    let known = |sha256: &[u8; 32], hash: &MediaHash| {
        let found = node.duplicates.lock().find(&challenge.prompt.id, hash);
        found.or_else(|| match node.store.reader().knows_media(sha256) {
            // Such as a medium whose hash got lost.
            Ok(known) => known.then_some(Known::SamePrompt { distance: 0 }),
            Err(error) => {
                // Ends the checks early; the verdict is not used.
                *fault.borrow_mut() = Some(error);
                Some(Known::SamePrompt { distance: 0 })
            }
        })
    };
    let mut medium = Medium::open(file)?;
    let verdict = check_file(&mut medium, sha256, &asked, &node.trust, known);
    if let Some(source) = medium.fault() {
        return Err(file.fault(source));
    }
    fault.into_inner().map_or(Ok(verdict.map(Box::new)), Err)
}

fn keep(
    node: &Node,
    challenge: PendingChallenge,
    incoming: Incoming,
    accepted: Accepted,
    extension: &'static str,
) -> Ingested {
    let (uid, task_id, media) = (challenge.uid, challenge.task_id, node.store.media());
    let file = match media.adopt(incoming, challenge.modality, accepted.format, UnixMillis::now()) {
        Ok(file) => file,
        Err(error) => return Ingested::Failed((&error).into()),
    };
    let new = NewMedia {
        file: file.clone(),
        sha256: accepted.sha256,
        perceptual_hash: accepted.perceptual_hash,
        format: accepted.format,
        dimensions: accepted.dimensions,
        has_audio: accepted.has_audio,
        model_name: accepted.report.model_name,
        c2pa_issuer: accepted.report.issuer,
    };
    let ended = settled(node.settle(Keep::Media { challenge: Box::new(challenge), new: Box::new(new) }));
    let put_away = match &ended {
        Ingested::Stored => Ok(()),
        // The copy of a medium that was kept meanwhile.
        Ingested::Rejected { reason, .. } if node.settings.store_failed_media => {
            media.demote(&file, &failed_place(uid, task_id, reason, extension))
        }
        _ => media.remove(&file),
    };
    if let Err(error) = put_away {
        tracing::warn!(%error, "a file without a row stays until the next start");
    }
    ended
}

fn reject(
    node: &Node,
    challenge: &PendingChallenge,
    incoming: Incoming,
    rejection: &Rejection,
    extension: &'static str,
) -> Ingested {
    let (reason, class) = (rejection.to_string(), rejection.class().to_owned());
    if let Rejection::Unreadable(error) = rejection {
        explain(challenge, error);
    }
    let place = failed_place(challenge.uid, challenge.task_id, &reason, extension);
    let keep = Keep::Failure { task_id: challenge.task_id, hotkey: challenge.hotkey, reason, class };
    let ended = settled(node.settle(keep));
    if node.settings.store_failed_media && matches!(ended, Ingested::Rejected { .. }) {
        let media = node.store.media();
        let kept = match media.free_bytes() {
            Ok(free) if free < node.settings.min_free_bytes => {
                tracing::warn!(free, "a refused medium is not kept, since the disk is nearly full");
                Ok(())
            }
            Ok(_) => media.keep_failed(incoming, &place),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "a refused medium could not be kept");
        }
    }
    ended
}

/// Logs what the network's words leave out: what is wrong with the file. What another machine might read, an operator
/// should know of.
fn explain(challenge: &PendingChallenge, error: &DecodeError) {
    let (uid, task_id, cause) = (challenge.uid, challenge.task_id, error.to_string());
    if let Some(remedy) = error.hint() {
        tracing::warn!(%uid, %task_id, ?cause, remedy, "a delivery cannot be decoded here");
    } else {
        tracing::info!(%uid, %task_id, ?cause, "a delivery is unreadable");
    }
}

fn settled(kept: Kept) -> Ingested {
    match kept {
        Kept::Stored => Ingested::Stored,
        Kept::Rejected { reason, class } => Ingested::Rejected { reason, class },
        Kept::Gone => Ingested::Gone,
        Kept::Failed(fault) => Ingested::Failed(fault),
        Kept::Broken => Ingested::Broken,
    }
}

/// Where below `failed_media` a refused medium is kept (`spec/gas.md` 12.8). The task id is a UUID, and the rest is made
/// here, so it leads nowhere else.
fn failed_place(Uid(uid): Uid, task_id: TaskId, reason: &str, extension: &str) -> PathBuf {
    PathBuf::from(format!("{uid}/{}/{task_id}{extension}", slug(reason)))
}

/// A reason as the name of a folder: small letters, digits, `_` and `-`, at most 64.
fn slug(reason: &str) -> String {
    let kept = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '-') => c,
        _ => '_',
    };
    reason.chars().map(kept).take(64).collect()
}

/// The extension of a refused medium, by its content type (`spec/gas.md` 12.8).
fn extension(content_type: &str) -> &'static str {
    match content_type {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "video/webm" => ".webm",
        "video/quicktime" => ".mov",
        _ => ".bin",
    }
}

/// A file that is being checked.
enum Medium {
    Whole(Cursor<Vec<u8>>),
    File(Watched),
}

impl Medium {
    fn open(incoming: &Incoming) -> Result<Self, StoreError> {
        let mut file = incoming.reread()?;
        if incoming.len() > WHOLE {
            return Ok(Self::File(Watched::new(file)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(incoming.len()).unwrap_or(0));
        file.read_to_end(&mut bytes).map_err(|source| incoming.fault(source))?;
        Ok(Self::Whole(Cursor::new(bytes)))
    }

    /// What went wrong with our own disk while it was read: a verdict after that says nothing of the miner.
    fn fault(self) -> Option<std::io::Error> {
        match self {
            Self::Whole(_) => None,
            Self::File(file) => file.into_fault(),
        }
    }
}

impl Read for Medium {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Whole(bytes) => bytes.read(into),
            Self::File(file) => file.read(into),
        }
    }
}

impl BufRead for Medium {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        match self {
            Self::Whole(bytes) => bytes.fill_buf(),
            Self::File(file) => file.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Self::Whole(bytes) => bytes.consume(count),
            Self::File(file) => file.consume(count),
        }
    }
}

impl Seek for Medium {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        match self {
            Self::Whole(bytes) => bytes.seek(to),
            Self::File(file) => file.seek(to),
        }
    }

    fn seek_relative(&mut self, step: i64) -> std::io::Result<()> {
        match self {
            Self::Whole(bytes) => bytes.seek_relative(step),
            Self::File(file) => file.seek_relative(step),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::verification::c2pa::TrustSet;

    #[test]
    fn a_disk_that_cannot_be_read_is_told_from_a_medium_that_is_broken() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("broken.png");
        std::fs::write(&path, b"\x89PNG\r\n\x1a\n").unwrap();
        let asked = Asked { modality: Modality::Image, issued_at: UnixMillis(0), now: UnixMillis(0) };
        // A folder opens as a file does, and every read of it fails.
        for (path, is_fault) in [(path.as_path(), false), (home.path(), true)] {
            let mut medium = Medium::File(Watched::new(File::open(path).unwrap()));
            let verdict = check_file(&mut medium, [0; 32], &asked, &TrustSet::network_names(), |_, _| None);
            assert!(matches!(verdict, Err(Rejection::Unreadable(_))), "{verdict:?}");
            assert_eq!(medium.fault().is_some(), is_fault, "{}", path.display());
        }
    }

    #[test]
    fn a_reason_names_a_folder_and_never_a_way_out() {
        for (reason, name) in [
            ("Duplicate content detected", "duplicate_content_detected"),
            ("C2PA verification failed: ../../etc/passwd", "c2pa_verification_failed________etc_passwd"),
            ("..", "__"),
            ("ä\0\n", "___"),
        ] {
            assert_eq!(slug(reason), name);
        }
        assert_eq!(slug(&"x".repeat(1000)).len(), 64);
    }

    #[test]
    fn a_refused_medium_has_the_extension_of_its_content_type() {
        for (content_type, found) in [("image/jpeg", ".jpg"), ("video/quicktime", ".mov"), ("image/../x", ".bin")] {
            assert_eq!(extension(content_type), found);
        }
    }
}
