//! What happens to files that are damaged, hostile or huge.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use gascli::media::Dimensions;
use gascli::providers::demo::{Authority, encode_png, paint};
use gascli::types::UnixMillis;
use gascli::verification::c2pa::{Check, RejectionClass, TrustSet, WeaknessClass, verify, verify_medium};
use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use crate::support::shared;

/// Memory that a check may map, in KiB: the program itself, and what a hostile file of a few megabytes may cost.
const MEMORY_KIB: u64 = 2 << 20;

/// Longest that a check of a hostile file may take here, where nothing is optimised and other tests run beside it.
const PATIENCE: Duration = Duration::from_mins(2);

/// A small picture that passes, and the set that trusts it.
fn signed_picture() -> (Vec<u8>, TrustSet) {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
    let png = encode_png(&paint("a red circle", Dimensions { width: 16, height: 16 }, 1)).unwrap();
    let bytes = authority.sign(&png, UnixMillis::now(), "").unwrap();
    (bytes, TrustSet::network_names().with_demo(authority.root_pem()))
}

/// Where the PNG chunk of this kind lies, its length, kind and checksum included.
fn chunk(png: &[u8], kind: [u8; 4]) -> Range<usize> {
    let mut at = 8;
    loop {
        let end = at + 12 + usize::try_from(u32::from_be_bytes(png[at..at + 4].try_into().unwrap())).unwrap();
        if png[at + 4..at + 8] == kind {
            return at..end;
        }
        at = end;
    }
}

/// The picture with another manifest store.
fn with_store(png: &[u8], store: &[u8]) -> Vec<u8> {
    let old = chunk(png, *b"caBX");
    let length = u32::try_from(store.len()).unwrap();
    // The SDK does not look at checksums.
    [&png[..old.start], &length.to_be_bytes(), b"caBX", store, &[0; 4], &png[old.end..]].concat()
}

fn part(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], &kind, content].concat()
}

/// A box of boxes with a label.
fn holder(uuid: [u8; 4], label: &str, content: &[u8]) -> Vec<u8> {
    let tail = [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
    let description = [&uuid[..], &tail, b"\x03", label.as_bytes(), b"\0"].concat();
    part(*b"jumb", &[part(*b"jumd", &description), content.to_vec()].concat())
}

/// The boxes in a box of boxes: its description, then the others.
fn inside(whole: &[u8]) -> Vec<&[u8]> {
    let (mut rest, mut found) = (&whole[8..], Vec::new());
    while rest.len() >= 8 {
        let (one, others) = rest.split_at(u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize);
        found.push(one);
        rest = others;
    }
    found
}

/// The store of a signed picture with something appended to the map that its claim is, and with more assertions.
fn store_with(png: &[u8], claim_entry: &[u8], assertions: &[u8]) -> Vec<u8> {
    let range = chunk(png, *b"caBX");
    let store = &png[range.start + 8..range.end - 4];
    let outer = inside(store);
    let parts = inside(outer[1]).into_iter().map(|found| {
        let is = |label: &[u8]| found.get(33..33 + label.len()) == Some(label);
        if is(b"c2pa.assertions") {
            part(*b"jumb", &[&found[8..], assertions].concat())
        } else if is(b"c2pa.claim") {
            let boxes = inside(found);
            let mut cbor = boxes[1][8..].to_vec();
            cbor[0] += u8::from(!claim_entry.is_empty());
            part(*b"jumb", &[boxes[0].to_vec(), part(*b"cbor", &[&cbor, claim_entry].concat())].concat())
        } else {
            found.to_vec()
        }
    });
    // The description is the first of them and comes through unchanged.
    let manifest = part(*b"jumb", &parts.collect::<Vec<_>>().concat());
    part(*b"jumb", &[outer[0], &manifest].concat())
}

fn assertion(index: usize, cbor: &[u8]) -> Vec<u8> {
    holder(*b"cbor", &format!("x.y{index}"), &part(*b"cbor", cbor))
}

/// `mp4` with one more box.
fn movie(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    [part(*b"ftyp", b"isom\0\0\0\0isom"), part(kind, content)].concat()
}

fn c2pa_box(purpose: &str, content: &[u8]) -> Vec<u8> {
    let user_type = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";
    movie(*b"uuid", &[&user_type[..], &[0; 4], purpose.as_bytes(), b"\0", content].concat())
}

/// Files that would cost a naive reader its stack, its memory or hours, and the class of their refusal.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let (png, _) = signed_picture();
    let tags = [vec![0xc1; 200_000], vec![1]].concat();
    let entry = |value: &[u8]| [b"\x62zz", value].concat();
    let claimed = |entry: &[u8]| with_store(&png, &store_with(&png, entry, &[]));
    let asserted = |assertions: &[u8]| with_store(&png, &store_with(&png, &[], assertions));
    let many: Vec<u8> = (0..50_000).flat_map(|index| assertion(index, b"\x01")).collect();
    let deep = |boxes: usize| (0..boxes).fold(Vec::new(), |inner, _| holder(*b"c2pa", "c2pa", &inner));
    let moov = |depth: usize| (0..depth).fold(Vec::new(), |inner, _| part(*b"moov", &inner));
    let lie = |head: &[u8]| claimed(&entry(head));
    vec![
        ("tags_in_claim.png", claimed(&entry(&tags)), "manifest-unreadable"),
        ("tags_in_assertion.png", asserted(&assertion(0, &tags)), "manifest-unreadable"),
        ("tags_in_hash_tree.mp4", c2pa_box("merkle", &tags), "manifest-unreadable"),
        (
            "tags_in_update.mp4",
            c2pa_box("update", &[vec![0; 8], store_with(&png, &entry(&tags), &[])].concat()),
            "manifest-unreadable",
        ),
        ("arrays_in_claim.png", claimed(&entry(&[vec![0x81; 200_000], vec![1]].concat())), "manifest-unreadable"),
        ("many_assertions.png", asserted(&many), "manifest-unreadable"),
        ("list_of_terabytes.png", lie(b"\x9b\0\0\x7f\xff\xff\xff\xff\xff"), "manifest-unreadable"),
        ("bytes_of_terabytes.png", lie(b"\x5b\0\0\x7f\xff\xff\xff\xff\xff"), "manifest-unreadable"),
        ("deep_boxes.png", with_store(&png, &deep(2000)), "manifest-unreadable"),
        ("deep_boxes.mp4", movie(*b"moov", &moov(4000)), "manifest-unreadable"),
        (
            "tiny_boxes.mp4",
            movie(*b"free", &[]).into_iter().chain(part(*b"free", &[]).repeat(500_000)).collect(),
            "manifest-unreadable",
        ),
        ("chunk_of_gigabytes.png", [&png[..8], b"\xff\xff\xff\xffcaBX", &[0; 64]].concat(), "manifest-unreadable"),
        (
            "riff_of_gigabytes.wav",
            b"RIFF\xf0\xff\xff\xffWAVEC2PA\xf0\xff\xff\xff\0\0\0\0".to_vec(),
            "manifest-unreadable",
        ),
        ("tag_of_megabytes.mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7fGEOB\x7f\x7f\x7f\x7f\0\0".to_vec(), "no-manifest"),
        (
            "tiff_of_entries.tiff",
            [&b"II*\0\x08\0\0\0\xff\xff"[..], &vec![0xff; 900_000]].concat(),
            "manifest-unreadable",
        ),
        (
            "no_end.gif",
            [&b"GIF89a\x01\0\x01\0\0\0\0"[..], &b"\x21\xf9\x01\0\0".repeat(300_000)].concat(),
            "manifest-unreadable",
        ),
    ]
}

#[test]
fn hostile_files_end_in_a_verdict_within_bounded_time_and_memory() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, class) in hostile() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let entry = judged_by_a_child(folder.path(), &path);
        assert_eq!(entry["class"], class, "{name}: {}", entry["result"]["error"]);
    }
}

/// The entry of one file in the JSON of a process that may neither map much memory nor take long. A stack that
/// overflows, memory that runs out and a process that was killed are no exit status of the program.
fn judged_by_a_child(home: &Path, path: &Path) -> Value {
    let script = format!("ulimit -v {MEMORY_KIB} && exec \"$0\" verify-c2pa --json \"$1\"");
    let output = assert_cmd::Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_gascli")])
        .arg(path)
        .env_clear()
        .env("GASCLI_HOME", home)
        .timeout(PATIENCE)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{}: {} {told}", path.display(), output.status);
    let entries: Value = serde_json::from_slice(&output.stdout).unwrap();
    entries[0].clone()
}

#[test]
fn the_refusal_of_a_hostile_file_says_which_bound_it_broke() {
    let all = hostile();
    for (name, words) in [
        ("tags_in_claim.png", "CBOR of the manifest has more than 16 tags around one value"),
        ("many_assertions.png", "the manifest has too many parts"),
        ("tiny_boxes.mp4", "the file is too laborious to read"),
    ] {
        let (_, bytes, _) = all.iter().find(|(found, ..)| *found == name).unwrap();
        let error = verify(bytes, &TrustSet::empty()).report.error.unwrap();
        assert_eq!(error, format!("No C2PA manifest found: Other: {words}"), "{name}");
    }
}

#[test]
fn a_cut_off_file_never_passes() {
    let (png, trust) = signed_picture();
    assert!(verify(&png, &trust).passes());
    for length in 0..png.len() {
        assert!(!verify(&png[..length], &trust).passes(), "{length} of {} bytes", png.len());
    }
}

#[test]
fn one_changed_byte_of_a_picture_never_passes_unless_the_manifest_says_the_same_or_is_called_invalid() {
    let (png, trust) = signed_picture();
    let manifest = chunk(&png, *b"caBX");
    let whole = verify(&png, &trust);
    assert!(whole.passes() && whole.weaknesses.iter().all(|weakness| weakness.class != WeaknessClass::ManifestInvalid));
    // All that is bound, and every seventh byte of the manifest.
    for at in (0..png.len()).filter(|at| !manifest.contains(at) || at % 7 == 0) {
        for flip in [0x01, 0x80] {
            let mut bytes = png.clone();
            bytes[at] ^= flip;
            let verdict = verify(&bytes, &trust);
            if !verdict.passes() {
                continue;
            }
            assert!(manifest.contains(&at), "byte {at} is bound but may change");
            // An assertion under another name counts as missing, which the network's policy overlooks.
            let is_called_invalid =
                verdict.weaknesses.iter().any(|weakness| weakness.class == WeaknessClass::ManifestInvalid);
            assert!(is_called_invalid || verdict.report == whole.report, "byte {at} changes what is reported");
        }
    }
}

/// Ranges of a file that no hash binds: the manifest store with what holds it, and for files of boxes (ISO 14496-12)
/// what the standard leaves out.
fn unbound(bytes: &[u8]) -> Vec<Range<usize>> {
    let big = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let mut found = Vec::new();
    if bytes.get(4..8) == Some(b"ftyp") {
        let mut at = 0;
        while at + 8 <= bytes.len() {
            let size = if big(at) == 0 { bytes.len() - at } else { big(at) };
            if matches!(&bytes[at + 4..at + 8], b"ftyp" | b"uuid" | b"free" | b"skip" | b"mfra") {
                found.push(at..at + size);
            }
            at += size;
        }
        return found;
    }
    if bytes.starts_with(&[0xff, 0xd8]) {
        let mut at = 2;
        while bytes[at] == 0xff && bytes[at + 1] != 0xda {
            let size = 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
            if bytes[at + 1] == 0xeb {
                found.push(at..at + size);
            }
            at += size;
        }
        return found;
    }
    // The other formats hold the store in one piece, but for the lengths between the blocks of a GIF.
    let start = bytes.windows(4).position(|window| window == b"jumb").unwrap() - 4;
    let length = if bytes.starts_with(b"GIF") { big_gif(bytes, start) } else { big(start) };
    found.push(start.saturating_sub(32)..start + length + 16);
    found
}

/// Bytes that blocks of 255 take for a store that begins here.
fn big_gif(bytes: &[u8], start: usize) -> usize {
    let length = u32::from_be_bytes(bytes[start..start + 4].try_into().unwrap()) as usize;
    length + length / 255 + 1
}

#[test]
fn one_changed_byte_of_bound_content_never_passes_in_any_container() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = TrustSet::network_names().with_anchors(&[dev.join("anchors/test")]).unwrap();
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    for name in [
        "cont_webp.webp",
        "cont_gif.gif",
        "cont_tiff.tiff",
        "cont_mp4.mp4",
        "cont_mov.mov",
        "cont_avi.avi",
        "cont_wav.wav",
        "cont_mp3.mp3",
        "cont_m4a.m4a",
        "cont_flac.flac",
        "cont_avif.avif",
        "alg_es384.jpg",
        "alg_ps256.jpg",
        "alg_ed25519.jpg",
        "tamper_intact.png",
    ] {
        let bytes = std::fs::read(dev.join("files").join(name)).unwrap();
        assert!(verify(&bytes, &trust).passes(), "{name}");
        let free = unbound(&bytes);
        let bound: Vec<usize> = (0..bytes.len()).filter(|at| !free.iter().any(|range| range.contains(at))).collect();
        assert!(!bound.is_empty(), "{name}");
        let (first, last) = (bound[0], bound[bound.len() - 1]);
        let chosen: Vec<usize> =
            (0..60).map(|_| bound[random.random_range(0..bound.len())]).chain([first, last]).collect();
        for at in chosen {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << random.random_range(0..8);
            assert!(!verify(&changed, &trust).passes(), "{name}: byte {at} of {} is bound but may change", bytes.len());
        }
    }
}

/// A medium of two gigabytes that is nothing but zeros after a beginning, and counts what is read of it.
struct Huge {
    start: Vec<u8>,
    length: u64,
    position: u64,
    read: u64,
}

impl Huge {
    fn new(start: &[u8]) -> Self {
        Self { start: start.to_vec(), length: 2 << 30, position: 0, read: 0 }
    }
}

impl Read for Huge {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.position)).unwrap();
        let count = buffer.len().min(left);
        let buffer = &mut buffer[..count];
        buffer.fill(0);
        let start = usize::try_from(self.position).ok().and_then(|at| self.start.get(at..)).unwrap_or_default();
        let head = start.len().min(count);
        buffer[..head].copy_from_slice(&start[..head]);
        (self.position, self.read) = (self.position + count as u64, self.read + count as u64);
        Ok(count)
    }
}

impl Seek for Huge {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.position.saturating_add_signed(by),
            SeekFrom::End(by) => self.length.saturating_add_signed(by),
        };
        Ok(self.position)
    }
}

#[test]
fn a_huge_file_is_judged_without_reading_it_whole_where_its_format_allows() {
    let mdat = [&part(*b"ftyp", b"isom\0\0\0\0isom")[..], b"\x7f\xff\xff\xecmdat"].concat();
    let wave = b"RIFF\xf8\xff\xff\x7fWAVEdata\xec\xff\xff\x7f".to_vec();
    let flac = b"fLaC\0\0\0\x22".to_vec();
    let (png, trust) = signed_picture();
    let manifest = chunk(&png, *b"caBX");
    let plain = [&png[..manifest.start], &png[manifest.end..]].concat();
    for (name, start) in [("mp4", mdat), ("wav", wave), ("flac", flac), ("png", plain)] {
        let mut medium = Huge::new(&start);
        let verdict = verify_medium(&mut medium, &Check::new(&trust));
        assert_eq!(verdict.class, Some(RejectionClass::NoManifest), "{name}: {:?}", verdict.report.error);
        assert!(medium.read < 1 << 20, "{name}: {} bytes were read", medium.read);
    }
}

#[test]
fn a_manifest_that_claims_the_whole_of_a_huge_file_is_not_read_into_memory() {
    let user_type = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";
    let ftyp = part(*b"ftyp", b"isom\0\0\0\0isom");
    for (name, start) in [
        ("wav", b"RIFF\xf8\xff\xff\x7fWAVEC2PA\xec\xff\xff\x7f".to_vec()),
        ("mp4", [&ftyp[..], b"\x7f\xff\xff\xecuuid", user_type, &[0; 4], b"manifest\0"].concat()),
    ] {
        let mut medium = Huge::new(&start);
        let verdict = verify_medium(&mut medium, &Check::new(&TrustSet::empty()));
        let error = verdict.report.error.unwrap();
        assert_eq!(error, "No C2PA manifest found: Other: the file is too laborious to read", "{name}");
        assert!(medium.read < 256 << 20, "{name}: {} bytes were read", medium.read);
    }
}

#[test]
fn a_jpeg_that_would_have_to_be_held_in_memory_is_refused_with_the_bound() {
    let mut medium = Huge::new(b"\xff\xd8\xff\xe0");
    let verdict = verify_medium(&mut medium, &Check::new(&TrustSet::empty()));
    assert_eq!(verdict.class, Some(RejectionClass::ManifestUnreadable));
    let error = verdict.report.error.unwrap();
    assert_eq!(error, "No C2PA manifest found: Other: a signed jpg file of more than 268435456 bytes is not read");
    assert!(medium.read < 1 << 20);
}
