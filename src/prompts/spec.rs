//! What a prompt is to be, committed before its words are chosen (`spec/gas.md` 13.3).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::types::Modality;

/// Phrases that give composed texts away; refused in plain registers (`spec/gas.md` 13.3, point 6).
pub const BANNED_PHRASES: [&str; 9] =
    ["as if", "as though", "no breath", "monochrome", "palpable", "charged", "unspoken", "the weight of", "stillness"];

/// How a picture or film was taken, by its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the specification's, and say it")]
pub enum Register {
    PhoneCasual,
    PhoneVertical,
    CctvSurveillance,
    Dashcam,
    HomeVideo,
    NewsBroadcast,
    Documentary,
    DroneAerial,
    ScreenRecording,
    #[serde(rename = "animation_3d")]
    Animation3d,
    WebcamStream,
    CinemaPolished,
}

impl Register {
    /// All, in the order of the specification's table.
    pub const ALL: [Self; 12] = [
        Self::PhoneCasual,
        Self::PhoneVertical,
        Self::CctvSurveillance,
        Self::Dashcam,
        Self::HomeVideo,
        Self::NewsBroadcast,
        Self::Documentary,
        Self::DroneAerial,
        Self::ScreenRecording,
        Self::Animation3d,
        Self::WebcamStream,
        Self::CinemaPolished,
    ];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PhoneCasual => "phone_casual",
            Self::PhoneVertical => "phone_vertical",
            Self::CctvSurveillance => "cctv_surveillance",
            Self::Dashcam => "dashcam",
            Self::HomeVideo => "home_video",
            Self::NewsBroadcast => "news_broadcast",
            Self::Documentary => "documentary",
            Self::DroneAerial => "drone_aerial",
            Self::ScreenRecording => "screen_recording",
            Self::Animation3d => "animation_3d",
            Self::WebcamStream => "webcam_stream",
            Self::CinemaPolished => "cinema_polished",
        }
    }

    /// How often it is drawn.
    pub const fn weight(self) -> f64 {
        match self {
            Self::PhoneCasual => 0.20,
            Self::PhoneVertical => 0.10,
            Self::CctvSurveillance => 0.08,
            Self::Dashcam => 0.05,
            Self::HomeVideo => 0.07,
            Self::NewsBroadcast => 0.07,
            Self::Documentary => 0.08,
            Self::DroneAerial => 0.05,
            Self::ScreenRecording => 0.04,
            Self::Animation3d => 0.05,
            Self::WebcamStream => 0.06,
            Self::CinemaPolished => 0.15,
        }
    }

    /// Whether its words are to be plain, so that [`BANNED_PHRASES`] are refused.
    pub const fn is_plain(self) -> bool {
        !matches!(
            self,
            Self::NewsBroadcast | Self::Documentary | Self::DroneAerial | Self::Animation3d | Self::CinemaPolished
        )
    }

    /// Whether media of this modality are taken in it.
    pub const fn suits(self, modality: Modality) -> bool {
        !matches!((self, modality), (Self::Dashcam, Modality::Image))
    }

    /// How the camera may move.
    pub const fn camera_motions(self) -> &'static [&'static str] {
        match self {
            Self::PhoneCasual => &["handheld drift", "slow pan", "walking motion", "static handheld"],
            Self::PhoneVertical => &["handheld drift", "walking motion", "static handheld"],
            Self::CctvSurveillance | Self::WebcamStream => &["static"],
            Self::Dashcam => &["fixed mount, scene moves past"],
            Self::HomeVideo => &["shaky handheld", "amateur zoom", "reframing pans"],
            Self::NewsBroadcast => &["static tripod", "slow pan", "slow zoom"],
            Self::Documentary => &["static tripod", "slow pan", "handheld follow"],
            Self::DroneAerial => &["gliding forward", "slow orbit", "rising reveal", "static hover"],
            Self::ScreenRecording => &["static screen", "scrolling content"],
            Self::Animation3d => &["smooth dolly", "orbit", "static", "push-in"],
            Self::CinemaPolished => &["static tripod", "slow push-in", "dolly", "tracking", "crane", "handheld vérité"],
        }
    }

    /// What it looks like, for whoever words a prompt.
    pub const fn directives(self) -> &'static str {
        match self {
            Self::PhoneCasual => "an everyday phone shot with imperfect framing and automatic exposure",
            Self::PhoneVertical => "an upright phone shot, taken in passing and framed for a phone screen",
            Self::CctvSurveillance => "a fixed security camera high above, wide view, flat color, low detail",
            Self::Dashcam => "a wide view through a windshield from a camera fixed to the dashboard",
            Self::HomeVideo => "a family camcorder in unpracticed hands, soft detail, warm color",
            Self::NewsBroadcast => "a broadcast mid-shot or b-roll, evenly lit and level",
            Self::Documentary => "observational, natural light, patient framing",
            Self::DroneAerial => "a high gliding view from a drone, wide and detailed",
            Self::ScreenRecording => "a recording of a software screen, sharp text areas and a visible cursor",
            Self::Animation3d => "rendered animation with modeled surfaces and designed light",
            Self::WebcamStream => "a fixed camera on a desk, compressed picture, light of the screen",
            Self::CinemaPolished => "a controlled film look with deliberate light, lens and composition",
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no register")]
pub struct RegisterError(String);

impl FromStr for Register {
    type Err = RegisterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|register| register.as_str() == text);
        found.ok_or_else(|| RegisterError(text.chars().take(40).collect()))
    }
}

/// How long a prompt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LengthBand {
    /// 80 to 130 words.
    Short,
    /// 130 to 180 words.
    Medium,
    /// 180 to 240 words.
    Long,
}

impl LengthBand {
    /// All, the shortest first.
    pub const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    /// Fewest and most words.
    pub const fn words(self) -> (usize, usize) {
        match self {
            Self::Short => (80, 130),
            Self::Medium => (130, 180),
            Self::Long => (180, 240),
        }
    }

    /// How often it is drawn.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Short => 0.25,
            Self::Medium => 0.45,
            Self::Long => 0.30,
        }
    }
}

impl fmt::Display for LengthBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How often films have 0, 1 and 2 events.
pub(super) const EVENT_WEIGHTS: [f64; 3] = [0.35, 0.45, 0.20];

/// How a prompt was meant: `spec_json` of the store.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spec {
    /// For what.
    pub modality: Modality,
    /// See [`Register`].
    pub register: Register,
    /// What the register looks like.
    pub register_directives: &'static str,
    /// How the camera moves; `None` for pictures.
    pub camera_motion: Option<&'static str>,
    /// See [`LengthBand`].
    pub length_band: LengthBand,
    /// Its fewest and most words.
    pub length_words: (usize, usize),
    /// Things that happen; `None` for pictures.
    pub event_count: Option<u8>,
    /// `plain` or `stylized`.
    pub style_strictness: &'static str,
    /// What may not be said; empty where the register is not plain.
    pub banned_phrases: &'static [&'static str],
    /// Where the scene came from: `sampled`, by chance.
    pub origin: &'static str,
}

impl Spec {
    /// The specification of one prompt.
    pub(super) const fn new(
        modality: Modality,
        register: Register,
        camera_motion: Option<&'static str>,
        length_band: LengthBand,
        event_count: Option<u8>,
    ) -> Self {
        let plain = register.is_plain();
        Self {
            modality,
            register,
            register_directives: register.directives(),
            camera_motion,
            length_band,
            length_words: length_band.words(),
            event_count,
            style_strictness: if plain { "plain" } else { "stylized" },
            banned_phrases: if plain { &BANNED_PHRASES } else { &[] },
            origin: "sampled",
        }
    }
}

/// What is to be seen: `scene_json` of the store, with the fields of `spec/gas.md` 13.3, point 2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names are the specification's, and say it")]
pub struct Scene {
    pub caption: String,
    pub subject: String,
    pub scene_kind: &'static str,
    pub setting: String,
    pub environment_type: &'static str,
    pub time_of_day: String,
    pub weather: String,
    pub lighting: String,
    pub color_palette: String,
    pub static_elements: Vec<String>,
    pub dynamic_candidates: Vec<String>,
    pub observed_motion_cues: Vec<String>,
    pub camera_distance: &'static str,
    pub framing: &'static str,
    pub style: String,
    pub mood: String,
    pub plausible_events: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_of_the_specification() {
        let sum: f64 = Register::ALL.iter().map(|register| register.weight()).sum();
        assert!((sum - 1.0).abs() < 1e-9);
        let sum: f64 = LengthBand::ALL.iter().map(|band| band.weight()).sum();
        assert!((sum - 1.0).abs() < 1e-9);
        for register in Register::ALL {
            assert_eq!(register.as_str().parse(), Ok(register));
            assert_eq!(serde_json::to_value(register).unwrap(), register.as_str());
        }
    }
}
