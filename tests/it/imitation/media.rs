//! Media that a local chain takes: painted, and signed by the demo's authority at the moment of the order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use gascli::media::Dimensions;
use gascli::providers::demo::{Authority, encode_png, paint};
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

    /// A film of no pictures, signed unless it must not be.
    pub(super) async fn film(&self, prompt: &str, signed: bool) -> Bytes {
        let (authority, prompt) = (Arc::clone(&self.authority), prompt.to_owned());
        let work = move || {
            let film = mp4();
            if signed { authority.sign_as("video/mp4", &film, UnixMillis::now(), &prompt).unwrap() } else { film }
        };
        tokio::task::spawn_blocking(work).await.unwrap().into()
    }
}

/// The smallest MP4 that has everything a file of this format must have.
pub(crate) fn mp4() -> Vec<u8> {
    fn part(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], &name, content].concat()
    }
    // Version and flags, two times, scale, duration, rate, volume, reserved, the unity matrix, reserved, next track.
    let mut header = Vec::new();
    for word in [0, 0, 0, 1000, 4000, 0x1_0000, 0x0100_0000, 0, 0, 0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000] {
        header.extend(u32::to_be_bytes(word));
    }
    header.extend([0; 24]);
    header.extend(1_u32.to_be_bytes());
    [
        part(*b"ftyp", b"isom\0\0\x02\0isomiso2mp41"),
        part(*b"moov", &part(*b"mvhd", &header)),
        part(*b"mdat", &vec![0x5a; 2 << 20]),
    ]
    .concat()
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
