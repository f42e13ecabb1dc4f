//! The model `demo`: a tiny CLIP that is built in and knows what the demo provider paints.
//!
//! `examples/train_demo_clip` made its files; `docs/alignment.md` says how well it tells scenes apart. About other pictures
//! it knows nothing.

use super::{ClipError, Device, Encoder, Tokenizer};

const CONFIG: &[u8] = include_bytes!("config.json");
const TOKENIZER: &[u8] = include_bytes!("tokenizer.json");
const WEIGHTS: &[u8] = include_bytes!("model.safetensors");

/// Bytes of the built-in model's weights.
pub const DEMO_BYTES: usize = WEIGHTS.len();

impl Encoder {
    /// The built-in model `demo`, on the processor: it is too small to gain from a graphics card.
    pub fn demo() -> Result<Self, ClipError> {
        let context = super::Config::from_json(CONFIG)?.text.context;
        Self::from_parts(CONFIG, WEIGHTS, Tokenizer::from_json(TOKENIZER, context)?, Device::cpu())
    }
}
