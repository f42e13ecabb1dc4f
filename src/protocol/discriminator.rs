//! Discriminators: what is told the upload service, and what a hotkey registers on chain (`spec/gas.md` 14.1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::types::Hotkey;

/// What a discriminator judges. Miners make no audio, so this is no [`crate::types::Modality`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Still pictures.
    Image,
    /// Films.
    Video,
    /// Sound.
    Audio,
}

/// A word that is no medium.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no modality of a discriminator (`image`, `video` and `audio` are)")]
pub struct MediumError(String);

impl Medium {
    /// All, in the order in which they are uploaded.
    pub const ALL: [Self; 3] = [Self::Image, Self::Video, Self::Audio];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }
}

impl fmt::Display for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Medium {
    type Err = MediumError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|medium| medium.as_str().eq_ignore_ascii_case(text.trim()));
        known.ok_or_else(|| MediumError(text.chars().take(40).collect()))
    }
}

/// Asks the service where an archive may be put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresignRequest<'a> {
    /// Name of the archive, without its folder.
    pub filename: &'a str,
    /// Bytes.
    pub file_size: u64,
    /// SHA-256 in hex.
    pub expected_hash: &'a str,
    /// Of the upload.
    pub content_type: &'a str,
    /// What it judges.
    pub modality: Medium,
    /// `general` or `human`.
    pub vertical: &'a str,
}

/// Where an archive may be put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presigned {
    /// The service's number of the submission.
    pub model_id: i64,
    /// Whoever knows this address may write there for a while.
    pub presigned_url: String,
    /// Key of the archive in the store.
    pub r2_key: String,
    /// Submissions of this modality and hotkey before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submissions_used: Option<u64>,
    /// How many there may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submissions_max: Option<u64>,
}

impl Presigned {
    /// Of an archive that lies in the store already; empty if its key is not known yet.
    pub fn of_key(key: Option<String>) -> Self {
        Self {
            model_id: 0,
            presigned_url: String::new(),
            r2_key: key.unwrap_or_default(),
            submissions_used: None,
            submissions_max: None,
        }
    }
}

/// Tells the service that an archive is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfirmRequest<'a> {
    /// Number of the submission.
    pub model_id: i64,
    /// SHA-256 in hex.
    pub file_hash: &'a str,
}

/// What a hotkey publishes of one archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Key of the archive in the store.
    pub key: String,
    /// Binds the archive to the hotkey: 16 hex digits.
    pub hash: String,
}

impl Registration {
    /// The longest text that every reader takes, in bytes.
    pub const LONGEST: usize = 128;

    /// Of the archive with this SHA-256 (in hex).
    pub fn new(key: impl Into<String>, sha256: &str, hotkey: &Hotkey) -> Self {
        Self { key: key.into(), hash: binding(sha256, hotkey) }
    }

    /// Whether it is of this archive and hotkey.
    pub fn is_of(&self, sha256: &str, hotkey: &Hotkey) -> bool {
        self.hash == binding(sha256, hotkey)
    }

    /// As it is published; `None` if its key is too long.
    pub fn text(&self) -> Option<String> {
        let text = serde_json::to_string(self).expect("two texts are JSON");
        (text.len() <= Self::LONGEST).then_some(text)
    }

    /// Reads what somebody published; `None` for anything else.
    pub fn parse(field: &[u8]) -> Option<Self> {
        let found: Self = serde_json::from_slice(field).ok()?;
        let is_binding = found.hash.len() == 16 && found.hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_binding.then_some(found)
    }
}

/// The first 16 hex digits of SHA-256 over the archive's hash and the hotkey, both as text.
fn binding(sha256: &str, hotkey: &Hotkey) -> String {
    let digest = Sha256::digest(format!("{sha256}{hotkey}"));
    hex::encode(&digest[..8])
}

/// What is published when `newest` is new: it first, since readers of the network look at the first field; behind it what
/// `ours` holds for other modalities, newest first; then what is on chain (`held`) and not known to be `replaced`. At most
/// three.
pub fn registered_together(
    newest: &Registration,
    ours: &[Registration],
    replaced: &[Registration],
    held: &[Registration],
) -> Vec<Registration> {
    let mut together = vec![newest.clone()];
    for further in ours.iter().chain(held.iter().filter(|found| !replaced.contains(found))) {
        if together.len() < Medium::ALL.len() && !together.contains(further) {
            together.push(further.clone());
        }
    }
    together
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn a_registration_is_compact_json_and_holds_a_key_of_92_bytes() {
        let hotkey: Hotkey = ALICE.parse().unwrap();
        let sha256 = hex::encode(Sha256::digest(b"archive"));
        let found = Registration::new("k".repeat(92), &sha256, &hotkey);
        let expected = hex::encode(Sha256::digest(format!("{sha256}{ALICE}")));
        assert_eq!(found.hash, expected[..16]);
        let text = found.text().unwrap();
        assert_eq!(text, format!(r#"{{"key":"{}","hash":"{}"}}"#, "k".repeat(92), found.hash));
        assert_eq!(text.len(), 128);
        assert_eq!(Registration::new("k".repeat(93), &sha256, &hotkey).text(), None);
        assert_eq!(Registration::parse(text.as_bytes()), Some(found.clone()));
        assert!(found.is_of(&sha256, &hotkey) && !found.is_of("other", &hotkey));
        for other in [&b"model:7"[..], b"{}", br#"{"key":"a","hash":"short"}"#, b"\xff"] {
            assert_eq!(Registration::parse(other), None);
        }
    }

    #[test]
    fn the_newest_stands_first_and_no_other_modality_is_lost() {
        let one = |key: &str| Registration { key: key.into(), hash: "0".repeat(16) };
        let together = |newest, ours: &[&str], replaced: &[&str], held: &[&str]| {
            let all = |keys: &[&str]| keys.iter().map(|key| one(key)).collect::<Vec<_>>();
            let found = registered_together(&one(newest), &all(ours), &all(replaced), &all(held));
            found.into_iter().map(|found| found.key).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(together("image", &[], &[], &[]), "image");
        assert_eq!(together("audio", &["video", "image"], &[], &["video", "image"]), "audio video image");
        assert_eq!(together("image2", &["video"], &["image1"], &["image1", "video"]), "image2 video");
        assert_eq!(together("image", &[], &[], &["from elsewhere"]), "image from elsewhere", "another machine's");
        assert_eq!(together("image", &["video", "audio"], &[], &["from elsewhere"]), "image video audio");
        assert_eq!(together("image", &["video"], &[], &["image", "video"]), "image video");
    }
}
