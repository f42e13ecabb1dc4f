//! CLIP: what a picture and a text look like as vectors of one space, so that a cosine tells how well they fit.
//!
//! An encoder and nothing else: which similarity is enough, and what follows from it, is for each subnet's own rules.

mod config;
mod demo;
mod device;
mod embedding;
mod encoder;
mod entities;
mod error;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod hostile;
pub mod model;
#[cfg(test)]
mod parity;
mod preprocess;
mod text;
mod tokenizer;
mod weights;

pub use config::{Activation, Config, Pooling, Start, TensorShape, TextConfig, Tower, VisionConfig};
pub use demo::DEMO_BYTES;
pub use device::Device;
pub use embedding::{Embedding, EmbeddingError};
pub use encoder::Encoder;
pub use error::ClipError;
pub use preprocess::{Pixels, Preprocess};
pub use tokenizer::Tokenizer;
