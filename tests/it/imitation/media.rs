//! Media that a local chain takes: painted, and signed by the demo's authority at the moment of the order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use gascli::media::Dimensions;
use gascli::providers::demo::{self, Authority, encode_png, paint};
use gascli::types::UnixMillis;

/// Paints and signs.
pub(super) struct Studio {
    authority: Arc<Authority>,
    /// Unsigned pictures by their side: painting takes longest.
    painted: Arc<Mutex<BTreeMap<u32, Vec<u8>>>>,
}

impl Studio {
    pub(super) fn new(folder: &Path) -> Self {
        Self { authority: Arc::new(Authority::open_or_create(folder).unwrap()), painted: Arc::default() }
    }

    /// A square picture, signed unless it must not be.
    pub(super) async fn picture(&self, prompt: &str, side: u32, signed: bool) -> Bytes {
        let (authority, painted, prompt) = (Arc::clone(&self.authority), Arc::clone(&self.painted), prompt.to_owned());
        let work = move || {
            let mut painted = painted.lock().unwrap();
            let png = painted.entry(side).or_insert_with(|| {
                encode_png(&paint("a red circle", Dimensions { width: side, height: side }, 1)).unwrap()
            });
            if signed { authority.sign(png, UnixMillis::now(), &prompt).unwrap() } else { png.clone() }
        };
        tokio::task::spawn_blocking(work).await.unwrap().into()
    }

    /// A film, signed unless it must not be.
    pub(super) async fn film(&self, prompt: &str, signed: bool) -> Bytes {
        let (authority, prompt) = (Arc::clone(&self.authority), prompt.to_owned());
        let work = move || {
            let film = mp4();
            if signed { authority.sign_as("video/mp4", &film, UnixMillis::now(), &prompt).unwrap() } else { film }
        };
        tokio::task::spawn_blocking(work).await.unwrap().into()
    }
}

/// A film, with room behind it for as many bytes as one of a service has.
pub(crate) fn mp4() -> Vec<u8> {
    static FILM: OnceLock<Vec<u8>> = OnceLock::new();
    let film = || demo::film("a red circle", Dimensions { width: 320, height: 180 }, 1).unwrap();
    let room = vec![0x5a; 2 << 20];
    let length = u32::try_from(room.len() + 8).unwrap().to_be_bytes();
    [FILM.get_or_init(film), &length[..], b"free", &room].concat()
}

#[test]
fn what_the_imitation_films_and_paints_carries_a_manifest_that_a_local_chain_trusts() {
    use gascli::verification::c2pa::{TrustSet, verify};
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(&folder.path().join("a"));
    let trust = TrustSet::network_names().with_demo(studio.authority.root_pem());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for medium in [runtime.block_on(studio.film("x", true)), runtime.block_on(studio.picture("x", 64, true))] {
        let verdict = verify(&medium, &trust);
        assert!(verdict.passes(), "{:?}", verdict.report);
    }
    assert!(!verify(&runtime.block_on(studio.film("x", false)), &trust).passes());
}
