//! What films are made of.

use std::fmt;
use std::io::{self, Read, Seek};

use serde::{Deserialize, Serialize};

use crate::media::Format;

/// How frames are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// H.264, also called AVC. The one that needs no `ffmpeg`, unless it has more than 8 bits or is interlaced.
    H264,
    /// H.265.
    Hevc,
    /// VP8.
    Vp8,
    /// VP9.
    Vp9,
    /// AV1.
    Av1,
    /// Another, by the word of its container.
    Other(String),
}

impl Codec {
    /// By the name that `ffprobe` gives it.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "h264" => Self::H264,
            "hevc" => Self::Hevc,
            "vp8" => Self::Vp8,
            "vp9" => Self::Vp9,
            "av1" => Self::Av1,
            other => Self::Other(printable(other.bytes())),
        }
    }

    /// By the four letters of an MP4.
    pub(super) fn of_letters(letters: [u8; 4]) -> Self {
        match &letters {
            b"avc1" | b"avc3" => Self::H264,
            b"hvc1" | b"hev1" => Self::Hevc,
            b"vp08" => Self::Vp8,
            b"vp09" => Self::Vp9,
            b"av01" => Self::Av1,
            _ => Self::Other(printable(letters.into_iter())),
        }
    }
}

/// Letters of a stranger's file, as far as they can be shown.
fn printable(letters: impl Iterator<Item = u8>) -> String {
    letters.take(40).map(|byte| if byte.is_ascii_graphic() { char::from(byte) } else { '?' }).collect()
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::H264 => "H.264",
            Self::Hevc => "HEVC",
            Self::Vp8 => "VP8",
            Self::Vp9 => "VP9",
            Self::Av1 => "AV1",
            Self::Other(name) => name,
        })
    }
}

/// As much of a file as is searched for the name of its codec.
const SEARCHED: u64 = 64 << 10;

/// What a file that is no MP4 seems to hold: for the message that names what is missing, not to decode by.
pub(super) fn guess(file: &mut (impl Read + Seek), format: Format) -> io::Result<Option<Codec>> {
    file.rewind()?;
    let mut start = Vec::new();
    file.take(SEARCHED).read_to_end(&mut start)?;
    file.rewind()?;
    let holds = |word: &[u8]| memchr::memmem::find(&start, word);
    Ok(match format {
        Format::Webm => {
            let known: [(&[u8], _); 5] = [
                (b"V_VP9", Codec::Vp9),
                (b"V_VP8", Codec::Vp8),
                (b"V_AV1", Codec::Av1),
                (b"V_MPEGH/ISO/HEVC", Codec::Hevc),
                (b"V_MPEG4/ISO/AVC", Codec::H264),
            ];
            known.into_iter().find(|(word, _)| holds(word).is_some()).map(|(_, codec)| codec)
        }
        Format::Avi => holds(b"vids")
            .and_then(|at| start.get(at + 4..at + 8))
            .and_then(|letters| <[u8; 4]>::try_from(letters).ok())
            .map(Codec::of_letters),
        _ => None,
    })
}
