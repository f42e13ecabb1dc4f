//! Kinds of media.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a challenge asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// A still picture.
    Image,
    /// A film.
    Video,
}

/// A word that is no modality.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no modality (`image` and `video` are)")]
pub struct ModalityError(String);

impl Modality {
    /// All, in the order in which tables list them.
    pub const ALL: [Self; 2] = [Self::Image, Self::Video];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
        }
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Modality {
    type Err = ModalityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|modality| modality.as_str().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| ModalityError(text.chars().take(40).collect()))
    }
}
