//! Stores with deliveries in them, and what must hold of every store at every start.

use std::collections::BTreeSet;
use std::path::Path;

use gascli::clip::Embedding;
use gascli::media::{Dimensions, Format, Tier};
use gascli::store::{
    AlignmentDecision, AlignmentEnd, AlignmentSettled, AwaitingMedium, AwaitingPlace, Delivered, EmbeddedBy, Ending,
    NewMedia, PendingChallenge, Settled, Store,
};
use gascli::types::{Hotkey, Modality, TaskId, Uid, UnixMillis};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

pub(crate) const FOLDERS: [&str; 6] = [
    "images/synthetic",
    "images/real",
    "images/semisynthetic",
    "videos/synthetic",
    "videos/real",
    "videos/semisynthetic",
];

/// A challenge that a miner accepted.
pub(crate) fn challenged(store: &mut Store, miner: u8, words: &str, at: UnixMillis) -> PendingChallenge {
    let challenge = PendingChallenge {
        task_id: TaskId::random(),
        uid: Uid(miner.into()),
        hotkey: Hotkey::from_bytes([miner; 32]),
        prompt: store.composed_prompt(Modality::Image, words, at).unwrap(),
        modality: Modality::Image,
        requested: Tier::K1,
        issued_at: at,
    };
    assert!(store.insert_pending(&challenge).unwrap());
    challenge
}

/// Takes a delivery in as the validator does: the body arrives in parts, its file gets its place and is made durable, then
/// medium and outcome are written.
pub(crate) fn deliver(store: &mut Store, challenge: PendingChallenge, body: &[u8], at: UnixMillis) -> Settled {
    let mut incoming = store.media().incoming().unwrap();
    for part in body.chunks(body.len().div_ceil(2).max(1)) {
        incoming.append(&[part]).unwrap();
    }
    let file = store.media().adopt(incoming, Modality::Image, Format::Png, at).unwrap();
    store.media().sync(Modality::Image).unwrap();
    let new = NewMedia {
        file,
        sha256: Sha256::digest(body).into(),
        perceptual_hash: "ff00".parse().unwrap(),
        format: Format::Png,
        dimensions: Dimensions { width: 1024, height: 1024 },
        has_audio: None,
        model_name: Some("dall-e-3".into()),
        c2pa_issuer: None,
    };
    let duplicate = ("Duplicate content detected".to_owned(), "duplicate".to_owned());
    let ending = Ending::Media { challenge: Box::new(challenge), new: Box::new(new.clone()), duplicate };
    let settled = store.settle(&[ending], at).unwrap()[0];
    if settled != Settled::Media(Delivered::Stored) {
        store.media().remove(&new.file).unwrap();
    }
    settled
}

/// Decides all that await the check of their prompt, as the validator does; what is decided already stays so.
pub(crate) fn align(store: &mut Store, at: UnixMillis) -> usize {
    let by = EmbeddedBy { model: "m".into(), digest: "d".into() };
    let pass = |medium: AwaitingMedium| {
        let embedding = Embedding::new(vec![1.0, 2.0]).unwrap();
        let end = AlignmentEnd::Verified(Some((by.clone(), embedding)));
        AlignmentDecision { media_id: medium.media_id, similarity: Some(0.5), end }
    };
    let waiting = store.awaiting_after(AwaitingPlace::START, 1_000).unwrap();
    let decisions: Vec<AlignmentDecision> = waiting.into_iter().map(pass).collect();
    let settled = store.settle_alignment(&decisions, at).unwrap();
    settled.iter().filter(|settled| **settled != AlignmentSettled::Gone).count()
}

/// Refuses a delivery as the validator does.
pub(crate) fn refuse(store: &mut Store, challenge: &PendingChallenge, body: &[u8], at: UnixMillis) {
    let mut incoming = store.media().incoming().unwrap();
    incoming.append(&[body]).unwrap();
    let ending = Ending::Failure {
        task_id: challenge.task_id,
        reason: "Corrupted or unreadable media".into(),
        class: "unreadable".into(),
    };
    store.settle(&[ending], at).unwrap();
    store.media().keep_failed(incoming, Path::new("1/corrupted/x.png")).unwrap();
}

/// What a query gives as one number.
pub(crate) fn number(folder: &Path, sql: &str) -> i64 {
    Connection::open(folder.join("prompts.db")).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Files below a folder, relative to `root`.
fn files(root: &Path, below: &str) -> BTreeSet<String> {
    let Ok(entries) = std::fs::read_dir(root.join(below)) else { return BTreeSet::new() };
    entries.map(|entry| format!("{below}/{}", entry.unwrap().file_name().to_str().unwrap())).collect()
}

/// Starts as a validator does, then demands that rows and files agree and that nothing is broken or counted twice.
pub(crate) fn start_and_demand_agreement(folder: &Path, when: &str) {
    let mut store = Store::open(folder, UnixMillis::now()).unwrap_or_else(|error| panic!("{when}: {error}"));
    drop(store.claim().unwrap());
    drop(store);
    let connection = Connection::open(folder.join("prompts.db")).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok", "{when}");
    assert_eq!(number(folder, "SELECT count(*) FROM pragma_foreign_key_check"), 0, "{when}");
    let mut statement = connection.prepare("SELECT file_path, sha256, file_size FROM media").unwrap();
    let rows: Vec<(String, Vec<u8>, i64)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (path, sha256, size) in &rows {
        let bytes = std::fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{when}: {path}: {error}"));
        assert_eq!(i64::try_from(bytes.len()).unwrap(), *size, "{when}: {path}");
        assert_eq!(&Sha256::digest(&bytes)[..], sha256, "{when}: {path}");
    }
    let known: BTreeSet<String> = rows.into_iter().map(|(path, _, _)| path).collect();
    let there: BTreeSet<String> = FOLDERS.iter().flat_map(|below| files(folder, below)).collect();
    assert_eq!(there, known, "{when}: a file without a row, or the reverse");
    assert_eq!(files(folder, "tmp"), BTreeSet::new(), "{when}");
    assert_eq!(number(folder, "SELECT count(*) FROM removals"), 0, "{when}");
    let twice = "SELECT count(*) FROM (SELECT media_id FROM generator_challenge_outcomes WHERE media_id IS NOT NULL
                                       GROUP BY media_id HAVING count(*) > 1)";
    assert_eq!(number(folder, twice), 0, "{when}: a medium counts for two outcomes");
}
