//! Stores with something in them, for tests.

use sha2::{Digest, Sha256};

use super::{
    AlignmentDecision, AlignmentEnd, AwaitingMedium, AwaitingPlace, Delivered, Ending, NewMedia, PendingChallenge,
    Settled, Store,
};
use crate::media::{Dimensions, Format, Tier};
use crate::types::{Hotkey, Modality, TaskId, Uid, UnixMillis};

/// A challenge with these words that a miner accepted.
pub(crate) fn challenged(store: &mut Store, miner: u8, words: &str, at: UnixMillis) -> PendingChallenge {
    let challenge = PendingChallenge {
        task_id: TaskId::random(),
        uid: Uid(miner.into()),
        hotkey: Hotkey::from_bytes([miner; 32]),
        prompt: store.composed_prompt(Modality::Image, words, at).unwrap(),
        modality: Modality::Image,
        requested: Tier::K2,
        issued_at: at,
    };
    assert!(store.insert_pending(&challenge).unwrap());
    challenge
}

/// A medium whose file is written.
pub(crate) fn medium(store: &Store, content: &[u8]) -> NewMedia {
    let mut incoming = store.media().incoming().unwrap();
    incoming.append(&[content]).unwrap();
    NewMedia {
        file: store.media().adopt(incoming, Modality::Image, Format::Jpg, UnixMillis(5_000)).unwrap(),
        sha256: Sha256::digest(content).into(),
        perceptual_hash: "ff00".parse().unwrap(),
        format: Format::Jpg,
        dimensions: Dimensions { width: 1024, height: 1024 },
        has_audio: None,
        model_name: Some("m".into()),
        c2pa_issuer: None,
    }
}

/// Ends a challenge with a medium, as the validator does.
pub(crate) fn ended(store: &mut Store, challenge: &PendingChallenge, new: &NewMedia, at: UnixMillis) -> Delivered {
    let duplicate = ("Duplicate content detected".to_owned(), "duplicate".to_owned());
    let ending = Ending::Media { challenge: Box::new(challenge.clone()), new: Box::new(new.clone()), duplicate };
    match store.settle(&[ending], at).unwrap()[..] {
        [Settled::Media(delivered)] => delivered,
        ref other => panic!("{other:?}"),
    }
}

/// Lets all media pass that await the check of their prompt.
pub(crate) fn pass_all(store: &mut Store, at: UnixMillis) {
    let waiting = store.awaiting_after(AwaitingPlace::START, 1_000).unwrap();
    let pass = |medium: AwaitingMedium| AlignmentDecision {
        media_id: medium.media_id,
        similarity: None,
        end: AlignmentEnd::Verified(None),
    };
    store.settle_alignment(&waiting.into_iter().map(pass).collect::<Vec<_>>(), at).unwrap();
}

/// A challenge that ended with a medium which passed.
pub(crate) fn delivered(store: &mut Store, miner: u8, content: &str, at: UnixMillis) -> NewMedia {
    let challenge = challenged(store, miner, content, at);
    let new = medium(store, content.as_bytes());
    assert_eq!(ended(store, &challenge, &new, at), Delivered::Stored);
    pass_all(store, at);
    new
}

/// The one number that a query gives.
pub(crate) fn number(store: &Store, sql: &str) -> i64 {
    store.connection.query_row(sql, [], |row| row.get(0)).unwrap()
}
