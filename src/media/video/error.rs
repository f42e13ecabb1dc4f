//! What is wrong with a film.

use serde::{Deserialize, Serialize};

use super::Codec;
use super::film::{
    MAX_DURATION, MAX_FRAMES, MAX_PIXELS, MAX_RATE, MAX_SIDE, MAX_WORK, MIN_DURATION, MIN_FRAMES, MIN_RATE,
};
use crate::media::Dimensions;

/// Why a film cannot be shown, or is none. Crosses from the helper process to ours.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum FilmError {
    /// The container makes no sense.
    #[error("its structure cannot be read: {0}")]
    Structure(String),
    /// Only sound, or nothing.
    #[error("it has no track of pictures")]
    NoPictures,
    /// The container makes no sense to us, and this machine lacks the program that may know better.
    #[error("its structure cannot be read ({0}), and `ffmpeg` and `ffprobe` are not on the PATH to be asked")]
    Unclear(String),
    /// Needs a program that this machine lacks.
    #[error("it is made of {codec}, which needs `ffmpeg` and `ffprobe` on the PATH to be decoded")]
    NoDecoder {
        /// What it is made of.
        codec: Codec,
    },
    /// The file ends before its frames do.
    #[error("it is cut off: {0} bytes are missing")]
    Cut(u64),
    /// One picture is passed off as many.
    #[error("its frames overlap: {0} bytes are used more than once")]
    Overlap(u64),
    /// More than would ever be delivered.
    #[error("it claims {0} frames, more than {MAX_FRAMES}")]
    ManyFrames(u64),
    /// A picture, not a film (`spec/gas.md` 10.3).
    #[error("it has {0} frames, fewer than {MIN_FRAMES}")]
    FewFrames(u32),
    /// Too little of it decodes (`spec/gas.md` 10.3).
    #[error("{read} of {asked} sampled frames can be decoded")]
    Unreadable {
        /// Frames that were read.
        read: u32,
        /// Frames that were tried.
        asked: u32,
    },
    /// A still picture as a film (`spec/gas.md` 10.3).
    #[error("nothing in it moves: all sampled frames are the same")]
    Static,
    /// Shorter or longer than what services make.
    #[error("it lasts {0:.2} s, not {least} to {most} s", least = MIN_DURATION.as_secs(), most = MAX_DURATION.as_secs())]
    Duration(f64),
    /// Few pictures stretched over a long time, or the reverse.
    #[error("it has {0:.2} frames a second, not {MIN_RATE} to {MAX_RATE}")]
    Rate(f64),
    /// Larger than any decoder of the network takes, or nothing.
    #[error("its frames of {0} pixels have none, more than {MAX_PIXELS} pixels, or a side above {MAX_SIDE}")]
    Size(Dimensions),
    /// Within each limit, but too much in all.
    #[error("decoding it takes too long: {0} million pixels, more than {most} million", most = MAX_WORK / 1_000_000)]
    Work(u64),
    /// The decoder ran into its limit of time.
    #[error("decoding it takes more than {0} s of processor time")]
    Endless(u64),
    /// The decoder crashed, or wanted more memory than it may have.
    #[error("the decoder failed: {0}")]
    Crashed(String),
    /// Not the film's fault: it could not be looked at.
    #[error("it could not be examined: {0}")]
    Ours(String),
}

impl FilmError {
    /// Whether this machine is to blame, and nothing is said about the film.
    pub const fn is_ours(&self) -> bool {
        matches!(self, Self::Ours(_))
    }

    /// Whether a machine that has other programs may come to another verdict.
    pub const fn is_undecided(&self) -> bool {
        self.is_ours() || self.lacks_program()
    }

    /// Whether only what is not installed here stands against it.
    pub const fn lacks_program(&self) -> bool {
        matches!(self, Self::NoDecoder { .. } | Self::Unclear(_))
    }

    /// Whether every validator refuses it, whatever decoders and bounds it has.
    pub const fn is_certain(&self) -> bool {
        matches!(self, Self::FewFrames(_) | Self::NoPictures | Self::Cut(_) | Self::Static)
    }

    pub(super) fn ours(what: &str, error: &std::io::Error) -> Self {
        Self::Ours(format!("{what}: {error}"))
    }
}

impl crate::types::Hint for FilmError {
    fn hint(&self) -> Option<String> {
        if self.is_ours() {
            return Some(
                "see whether memory, processes or space in TMPDIR run short here, and whether `ffmpeg` and `ffprobe` start"
                    .into(),
            );
        }
        self.lacks_program().then(|| "install ffmpeg (Debian: `apt-get install ffmpeg`)".into())
    }
}
