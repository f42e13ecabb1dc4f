//! Why a model, or what is shown to it, cannot be used.

use std::io;
use std::path::PathBuf;

use super::EmbeddingError;
use crate::types::{Code, Hint};

/// What can be wrong with a CLIP model.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    /// A file of the model is missing or cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file is longer than any of its kind.
    #[error("`{}` has more than {limit} bytes", path.display())]
    TooLong {
        /// Which.
        path: PathBuf,
        /// The longest that is read.
        limit: u64,
    },
    /// The vocabulary is none that CLIP could be fed from.
    #[error("the tokenizer cannot be used: {0}")]
    Tokenizer(String),
    /// `config.json` is not that of a CLIP model.
    #[error("`config.json` is none of a CLIP model that can be run: {0}")]
    Config(String),
    /// The file of weights is broken.
    #[error("the weights cannot be used: {0}")]
    Weights(String),
    /// The file of weights is of another model.
    #[error("the weights lack tensor `{0}`")]
    TensorMissing(String),
    /// The file of weights is of another size of model.
    #[error("tensor `{name}` has shape {found:?}, but `config.json` asks for {wanted:?}")]
    TensorShape {
        /// Which tensor.
        name: String,
        /// Its sides.
        found: Vec<usize>,
        /// What they should be.
        wanted: Vec<usize>,
    },
    /// The weights are stored in a way that is not read.
    #[error("tensor `{name}` is of type {found}; F32, F16 and BF16 can be read")]
    TensorType {
        /// Which tensor.
        name: String,
        /// Its type, as the file spells it.
        found: String,
    },
    /// Training went wrong, or the file was damaged.
    #[error("tensor `{0}` holds numbers that are not finite")]
    TensorNotFinite(String),
    /// No such device.
    #[error("unknown device `{0}`")]
    DeviceUnknown(String),
    /// A device that this program cannot use.
    #[error("this program was built without `{0}`")]
    DeviceNotBuiltIn(&'static str),
    /// The device is not there, or its driver does not answer.
    #[error("no {device} device can be used")]
    DeviceAbsent {
        /// Which kind.
        device: &'static str,
        /// What its driver said.
        #[source]
        source: Box<candle_core::Error>,
    },
    /// A picture was made for a model of another size.
    #[error("a picture has {found} numbers, the model takes {wanted}")]
    Pixels {
        /// What it has.
        found: usize,
        /// Three times the model's side squared.
        wanted: usize,
    },
    /// Tokens of another vocabulary.
    #[error("token {token} is not among the {vocabulary} that the model knows")]
    Token {
        /// Which.
        token: u32,
        /// How many the model knows.
        vocabulary: usize,
    },
    /// The system gives no more threads.
    #[error("cannot start the threads that the model is computed on")]
    Threads(#[source] Box<rayon::ThreadPoolBuildError>),
    /// The computation failed, for lack of a device's memory above all.
    #[error("the model cannot be computed")]
    Compute(#[source] Box<candle_core::Error>),
    /// What came out has no direction.
    #[error("the model's answer cannot be used")]
    Answer(#[from] EmbeddingError),
}

impl From<candle_core::Error> for ClipError {
    fn from(error: candle_core::Error) -> Self {
        Self::Compute(Box::new(error))
    }
}

impl Hint for ClipError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::DeviceUnknown(_) => Some("`auto`, `cpu`, `cuda` or `metal`".into()),
            Self::DeviceNotBuiltIn(device) => Some(format!(
                "set MINER_DEVICE to `auto` or `cpu`, or build with `cargo build --release --features {device}`"
            )),
            Self::DeviceAbsent { .. } => Some("set MINER_DEVICE to `auto` or `cpu`, or look after the driver".into()),
            Self::Compute(_) => Some("set MINER_DEVICE to `cpu` if a graphics card ran out of memory".into()),
            Self::Threads(_) => Some("set RAYON_NUM_THREADS to a small number, or raise the limit of tasks".into()),
            Self::Answer(_) | Self::Pixels { .. } => None,
            Self::TensorNotFinite(_)
            | Self::Weights(_) => Some("`gascli model verify` tells whether the file is as it was published".into()),
            Self::Read { .. }
            | Self::TooLong { .. }
            | Self::Tokenizer(_)
            | Self::Config(_)
            | Self::Token { .. }
            | Self::TensorMissing(_)
            | Self::TensorShape { .. }
            | Self::TensorType { .. } => Some(
                "a model's folder holds config.json, model.safetensors, and tokenizer.json or vocab.json with merges.txt; \
                 `gascli model verify` tells whether a model is whole"
                    .into(),
            ),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::DeviceUnknown(_) => Some(Code::ConfigInvalid),
            Self::DeviceNotBuiltIn(_) | Self::DeviceAbsent { .. } => Some(Code::Unsupported),
            Self::Read { .. } | Self::Threads(_) | Self::Compute(_) | Self::Answer(_) | Self::Pixels { .. } => None,
            _ => Some(Code::Damaged),
        }
    }
}
