//! Films as encoders make them (`tests/films/make.sh`), and what becomes of them in the hands of strangers.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::DynamicImage;

use super::tables::Track;
use super::*;
use crate::media::{DecodeError, Dimensions, Format, View, sniff, view};
use crate::types::{Hint as _, Modality};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/films").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

fn film(bytes: &[u8]) -> Result<Film, FilmError> {
    match view(&mut Cursor::new(bytes), Modality::Video) {
        Ok(View::Film(film)) => Ok(film),
        Ok(View::Image(_)) => panic!("an image"),
        Err(DecodeError::Film { reason, .. }) => Err(reason),
        Err(other) => panic!("{other}"),
    }
}

/// Films of H.264 that need no other program: 30 frames in 2 seconds.
const PLAIN: [&str; 9] = [
    "baseline.mp4",
    "main.mp4",
    "high.mp4",
    "open_gop.mp4",
    "moov_at_end.mp4",
    "fragmented.mp4",
    "film.mov",
    "rotated.mp4",
    "sound.mp4",
];

#[test]
fn films_of_every_profile_and_container_of_h264_are_seen_without_another_program() {
    for name in PLAIN {
        let film = film(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(film.dimensions, Dimensions { width: 160, height: 120 }, "{name}: as stored, also if turned");
        assert_eq!((film.frame_count, film.frames.len(), &film.codec), (30, 8, &Codec::H264), "{name}");
        let off = film.duration.abs_diff(Duration::from_secs(2));
        assert!(off < Duration::from_millis(70), "{name}: {:?}", film.duration);
        assert_eq!(film.has_audio, name == "sound.mp4", "{name}");
        let sizes = film.frames.iter().all(|frame| (frame.width(), frame.height()) == (160, 120));
        assert!(sizes && film.frames.windows(2).all(|pair| pair[0] != pair[1]), "{name}: frames that differ");
    }
}

/// Mean difference of two pictures, in levels of 256.
fn difference(one: &DynamicImage, two: &DynamicImage) -> f64 {
    let (one, two) = (one.to_luma8(), two.to_luma8());
    let sum: u32 = one.iter().zip(two.iter()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    f64::from(sum) / f64::from(one.width() * one.height())
}

#[test]
fn each_frame_is_the_one_that_ffmpeg_sees_at_that_place() {
    if !has_ffmpeg() {
        return;
    }
    for name in PLAIN {
        let mut file = File::open(path(name)).unwrap();
        let length = file.metadata().unwrap().len();
        let track = Track::read(&mut BufReader::new(&file), length).unwrap();
        let sets = track.sets.as_ref().unwrap();
        let size = h264::look(sets).unwrap().dimensions;
        for wanted in [vec![0, 1, 2, 3, 4], vec![0, 7, 8, 9, 10, 21, 28, 29], vec![15], vec![29]] {
            let ours = h264::frames(&mut file, &track, sets, size, &wanted).unwrap();
            let theirs = ffmpeg::frames(&file, sniff(&bytes(name)), size, &wanted).unwrap().unwrap();
            assert_eq!((ours.len(), theirs.len()), (wanted.len(), wanted.len()), "{name} {wanted:?}");
            for ((one, two), frame) in ours.iter().zip(&theirs).zip(&wanted) {
                let difference = difference(one, two);
                assert!(difference < 2.0, "{name}: frame {frame} differs by {difference}");
            }
        }
    }
}

#[test]
fn other_codecs_are_seen_with_ffmpeg_and_named_without() {
    let cases = [
        ("hevc.mp4", Codec::Hevc, "HEVC"),
        ("vp9.mp4", Codec::Vp9, "VP9"),
        ("vp9.webm", Codec::Vp9, "VP9"),
        ("av1.mp4", Codec::Av1, "AV1"),
        ("mpeg4.avi", Codec::Other("mpeg4".into()), "FMP4"),
        ("interlaced.mp4", Codec::H264, "H.264"),
        ("ten_bit.mp4", Codec::H264, "H.264"),
    ];
    for (name, codec, word) in cases {
        match film(&bytes(name)) {
            Ok(film) => {
                assert!(has_ffmpeg(), "{name}");
                assert_eq!((film.codec, film.frame_count, film.frames.len()), (codec, 30, 8), "{name}");
            }
            Err(error) => {
                assert!(!has_ffmpeg(), "{name}: {error}");
                assert!(error.is_undecided() && error.to_string().contains(word), "{name}: {error}");
            }
        }
    }
}

#[test]
fn what_is_no_film_is_told_and_why() {
    let said = |bytes: &[u8]| film(bytes).unwrap_err();
    assert_eq!(said(&bytes("static.mp4")), FilmError::Static);
    assert_eq!(said(&bytes("one_frame.mp4")), FilmError::FewFrames(1));
    assert_eq!(said(&bytes("two_frames.mp4")), FilmError::FewFrames(2));
    assert_eq!(said(&bytes("slideshow.mp4")), FilmError::Rate(1.0));
    assert_eq!(said(&bytes("no_pictures.mp4")), FilmError::NoPictures);
    let whole = bytes("main.mp4");
    assert!(
        matches!(said(&whole[..whole.len() * 2 / 3]), FilmError::Cut(_)),
        "{}",
        said(&whole[..whole.len() * 2 / 3])
    );
    let whole = bytes("moov_at_end.mp4");
    assert!(matches!(said(&whole[..whole.len() / 2]), FilmError::Cut(_)));
    let still = view(&mut Cursor::new(b"\x89PNG\r\n\x1a\n....".as_slice()), Modality::Video).unwrap_err();
    assert_eq!(still.to_string(), "png is no video");
}

/// The place of a box's content, by its name.
fn inside(film: &[u8], name: [u8; 4]) -> usize {
    memchr::memmem::find(film, &name).unwrap() + 4
}

fn put(film: &mut [u8], at: usize, number: u32) {
    film[at..at + 4].copy_from_slice(&number.to_be_bytes());
}

#[test]
fn tables_that_lie_are_refused_before_they_cost_memory() {
    // One picture, passed off as 4,000,000,000: all of one size, at one place.
    let mut many = bytes("baseline.mp4");
    let sizes = inside(&many, *b"stsz");
    put(&mut many, sizes + 4, 100);
    put(&mut many, sizes + 8, 4_000_000_000);
    assert_eq!(film(&many), Err(FilmError::ManyFrames(4_000_000_000)));

    // The chunks of the film, all at the place of the first.
    let mut same = bytes("sound.mp4");
    let chunks = inside(&same, *b"stco");
    let count = u32::from_be_bytes(same[chunks + 4..chunks + 8].try_into().unwrap());
    let first = u32::from_be_bytes(same[chunks + 8..chunks + 12].try_into().unwrap());
    assert!(count > 1);
    for chunk in 0..count as usize {
        put(&mut same, chunks + 8 + 4 * chunk, first);
    }
    assert!(matches!(film(&same), Err(FilmError::Overlap(_))), "{:?}", film(&same).err());

    let mut away = bytes("baseline.mp4");
    let chunks = inside(&away, *b"stco");
    put(&mut away, chunks + 8, u32::MAX - 5);
    assert!(matches!(film(&away), Err(FilmError::Cut(_))));

    // A minute's wait between two frames of a film of 2 s.
    let mut slow = bytes("baseline.mp4");
    let times = inside(&slow, *b"stts");
    put(&mut slow, times + 12, u32::MAX / 4);
    assert!(matches!(film(&slow), Err(FilmError::Duration(_))), "{:?}", film(&slow).err());

    for number in [0_u32, 1, 7, u32::MAX] {
        for name in [*b"stsz", *b"stsc", *b"stco", *b"stts", *b"mdhd", *b"trak", *b"avcC", *b"stsd"] {
            for field in 0..6 {
                let mut odd = bytes("baseline.mp4");
                let at = inside(&odd, name) + 4 * field;
                put(&mut odd, at, number);
                let _ = Track::read(&mut Cursor::new(&odd), odd.len() as u64); // any verdict, but a verdict
            }
        }
    }
}

/// Bytes that count how many of them are read.
struct Counted<'a> {
    bytes: Cursor<&'a [u8]>,
    read: &'a Cell<usize>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.read.set(self.read.get() + read);
        Ok(read)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[test]
fn boxes_that_lead_in_circles_cost_next_to_nothing() {
    // A box without length, behind which its reader looks for the next one: in notes, and in what H.264 needs.
    let mut notes = bytes("baseline.mp4");
    let at = inside(&notes, *b"udta");
    let meta = u32::from_be_bytes(notes[at..at + 4].try_into().unwrap()) as usize;
    insert(&mut notes, at + meta, b"\0\0\0\0none", &[*b"moov", *b"udta"]);
    let mut config = bytes("baseline.mp4");
    let at = inside(&config, *b"avcC");
    config[at - 8..at].copy_from_slice(b"\0\0\0\0none");
    for circle in [notes, config] {
        let read = Cell::new(0);
        let mut file = BufReader::with_capacity(64 << 10, Counted { bytes: Cursor::new(&circle), read: &read });
        let error = Track::read(&mut file, circle.len() as u64).unwrap_err().to_string();
        assert!(error.contains("circles"), "{error}");
        assert!(read.get() < 20 * circle.len(), "{} bytes of {} were read", read.get(), circle.len());
    }
}

/// Puts `new` into boxes that it makes longer. For films whose frames lie before it.
fn insert(film: &mut Vec<u8>, at: usize, new: &[u8], boxes: &[[u8; 4]]) {
    for name in boxes {
        let size = inside(film, *name) - 8;
        let length = u32::from_be_bytes(film[size..size + 4].try_into().unwrap());
        put(film, size, length + u32::try_from(new.len()).unwrap());
    }
    film.splice(at..at, new.iter().copied());
}

#[test]
fn a_film_that_our_reader_of_tables_does_not_know_is_left_to_ffmpeg() {
    // Another box stands before the one that HEVC needs.
    let mut odd = bytes("hevc.mp4");
    let config = inside(&odd, *b"hvcC") - 8;
    let boxes = [*b"moov", *b"trak", *b"mdia", *b"minf", *b"stbl", *b"stsd", *b"hvc1"];
    assert!(inside(&odd, *b"mdat") < config);
    insert(&mut odd, config, b"\0\0\0\x0afiel\x01\0", &boxes);
    let read = Track::read(&mut Cursor::new(&odd), odd.len() as u64);
    assert!(matches!(read, Err(FilmError::Structure(_))), "{read:?}");
    match film(&odd) {
        Ok(film) => assert_eq!((film.codec, film.frame_count, film.frames.len()), (Codec::Hevc, 30, 8)),
        Err(error) => assert!(!has_ffmpeg() && error.lacks_program() && error.hint().is_some(), "{error}"),
    }
}

#[test]
fn frames_that_an_edit_list_hides_are_seen_with_and_without_ffmpeg() {
    for name in ["hevc.mp4", "moov_at_end.mp4"] {
        if name == "hevc.mp4" && !has_ffmpeg() {
            continue;
        }
        let mut trimmed = bytes(name);
        let scale = inside(&trimmed, *b"mdhd") + 12;
        let scale = u32::from_be_bytes(trimmed[scale..scale + 4].try_into().unwrap());
        let edits = inside(&trimmed, *b"elst");
        put(&mut trimmed, edits + 8, 200); // thousandths of a second are played
        put(&mut trimmed, edits + 12, scale * 9 / 5);
        let (film, whole) = (film(&trimmed).unwrap(), film(&bytes(name)).unwrap());
        assert_eq!((film.frame_count, film.frames.len()), (30, 8), "{name}");
        assert_eq!(film.frames, whole.frames, "{name}");
    }
}

#[test]
fn a_size_that_nobody_decodes_is_refused() {
    let mut huge = bytes("baseline.mp4");
    let config = inside(&huge, *b"avcC");
    let length = usize::from(u16::from_be_bytes([huge[config + 6], huge[config + 7]]));
    // profile, flags, level; id 0, 16 frames' numbers, order 2, 1 reference, no gaps; 2,000 by 2,000 blocks; whole frames.
    let set = [0x67, 66, 0, 51, 0b1110_1110, 0, 0, 0, 0];
    let mut bits = String::from("1110111010");
    for number in [2_000_u32, 2_000] {
        let binary = format!("{number:b}");
        bits += &"0".repeat(binary.len() - 1);
        bits += &binary;
    }
    bits += "1101";
    let packed = bits
        .as_bytes()
        .chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0_u8, |sum, (at, bit)| sum | (bit - b'0') << (7 - at)));
    let unit: Vec<u8> = set[..4].iter().copied().chain(packed).collect();
    assert!(unit.len() <= length, "{} {length}", unit.len());
    huge[config + 8..config + 8 + unit.len()].copy_from_slice(&unit);
    let said = film(&huge);
    // Who reads no such head leaves it to ffmpeg, which tells the size.
    let left_to_ffmpeg = matches!(said, Err(FilmError::NoDecoder { .. })) && !super::has_ffmpeg();
    assert!(matches!(said, Err(FilmError::Size(_))) || left_to_ffmpeg, "{said:?}");
}

#[test]
fn the_same_film_in_another_container_has_the_same_hash() {
    let hash = |bytes: &[u8]| view(&mut Cursor::new(bytes), Modality::Video).unwrap().into_hash().unwrap();
    let mp4 = bytes("moov_at_end.mp4");
    assert_eq!(hash(&mp4), hash(&bytes("rotated.mp4")));
    assert_eq!(hash(&mp4), hash(&bytes("film.mov")));
    assert!(hash(&mp4).to_string().ends_with("_8"));
    // Bytes that no frame is made of, such as another manifest.
    let mut other = mp4.clone();
    other.write_all(b"\0\0\0\x10free-another").unwrap();
    assert_eq!(hash(&mp4), hash(&other));
}

/// A cheap generator for places and values.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end
    }
}

#[test]
fn spoiled_tables_end_in_a_verdict() {
    // The frames themselves are for the helper process (`tests/it/films.rs`): here a crash would end the tests.
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for name in ["baseline.mp4", "fragmented.mp4", "film.mov", "sound.mp4", "hevc.mp4"] {
        let whole = bytes(name);
        let tables = inside(&whole, *b"moov")..whole.len();
        for _ in 0..250 {
            let mut spoiled = whole.clone();
            for _ in 0..=dice.below(4) {
                // Mostly in the first tables, where every byte counts.
                let at = tables.start + dice.below(tables.len().min(1500));
                spoiled[at] = [0, 1, 0x7f, 0xff, spoiled[at] ^ 1][dice.below(5)];
            }
            if dice.below(4) == 0 {
                spoiled.truncate(1 + dice.below(whole.len()));
            }
            let length = spoiled.len() as u64;
            if let Ok(track) = Track::read(&mut Cursor::new(&spoiled), length) {
                assert!(track.frames.iter().all(|frame| frame.offset + frame.size as u64 <= length));
                assert!(track.groups().iter().map(ExactSizeIterator::len).sum::<usize>() == track.frames.len());
            }
        }
    }
    assert_eq!(sniff(&bytes("film.mov")), Format::Mov);
}
