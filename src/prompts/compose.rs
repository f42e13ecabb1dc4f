//! From a seed to prompts.

use std::collections::BTreeMap;

use super::cast::{self, Recent};
use super::draw::Draw;
use super::realize;
use super::spec::EVENT_WEIGHTS;
use super::{LengthBand, Register, Scene, Spec};
use crate::types::Modality;

/// What a caller can ask for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How often each register is drawn, one that is missing never; `None` is the specification's table
    /// (`spec/gas.md` 13.3).
    pub registers: Option<BTreeMap<Register, f64>>,
    /// Only this length.
    pub band: Option<LengthBand>,
}

/// A prompt, and all that was decided for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The words.
    pub content: String,
    /// Its look.
    pub register: Register,
    /// Its length.
    pub length_band: LengthBand,
    /// Things that happen in a film; `None` for pictures.
    pub event_count: Option<u8>,
    /// What is to be seen.
    pub scene: Scene,
    /// How it was meant.
    pub spec: Spec,
}

/// Writes prompts, one after another, as its seed says.
#[derive(Debug, Clone)]
pub struct Composer {
    draw: Draw,
    recent: Recent,
}

impl Composer {
    /// The same seed and the same calls give the same prompts.
    pub fn new(seed: u64) -> Self {
        Self { draw: Draw::new(seed), recent: Recent::default() }
    }

    /// The next prompt.
    pub fn compose(&mut self, modality: Modality, options: &Options) -> Composed {
        let register = self.register(modality, options);
        let length_band = options.band.unwrap_or_else(|| self.band());
        let (motion, events) = match modality {
            Modality::Image => (None, None),
            Modality::Video => {
                let motion = *self.draw.pick(register.camera_motions());
                (Some(motion), u8::try_from(self.draw.weighted(&EVENT_WEIGHTS)).ok())
            }
        };
        let spec = Spec::new(modality, register, motion, length_band, events);
        let stage = cast::stage(register, &mut self.recent, &mut self.draw);
        let (content, scene) = realize::realize(&spec, &stage, &mut self.draw);
        Composed { content, register, length_band, event_count: events, scene, spec }
    }

    fn register(&mut self, modality: Modality, options: &Options) -> Register {
        let wanted = |register: Register| match &options.registers {
            Some(weights) => {
                weights.get(&register).copied().filter(|weight| weight.is_finite()).unwrap_or(0.0).max(0.0)
            }
            None => register.weight(),
        };
        let mut weights = Register::ALL.map(|register| if register.suits(modality) { wanted(register) } else { 0.0 });
        if weights.iter().all(|weight| *weight == 0.0) {
            // Nothing that was wished for suits the modality.
            weights = Register::ALL.map(|register| if register.suits(modality) { register.weight() } else { 0.0 });
        }
        Register::ALL[self.draw.weighted(&weights)]
    }

    fn band(&mut self) -> LengthBand {
        LengthBand::ALL[self.draw.weighted(&LengthBand::ALL.map(LengthBand::weight))]
    }
}
