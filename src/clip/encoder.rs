//! A CLIP model, loaded: pictures and texts in, embeddings out.

use super::config::{Config, Pooling, TextConfig};
use super::model::{Clip, Fast};
use super::weights::Weights;
use super::{ClipError, Device, Embedding, Pixels, Preprocess, Tokenizer};
use candle_core::{DType, Tensor};
use candle_nn::VarBuilder;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// Pictures or texts that are computed at once.
const BATCH: usize = 64;
/// The longest `config.json` that is read.
const CONFIG_MOST: u64 = 1 << 20;

/// A CLIP model, loaded. Calls may come from many threads.
pub struct Encoder {
    config: Config,
    tokenizer: Tokenizer,
    preprocess: Preprocess,
    device: Device,
    model: Model,
}

enum Model {
    /// On the processor.
    Fast(Box<Fast>),
    /// On a graphics card.
    Plain(Box<Clip>),
}

impl Encoder {
    /// Loads a model from a folder laid out as the Hugging Face hub lays it out: `config.json`, `model.safetensors`, and
    /// the tokenizer's files.
    pub fn open(folder: &Path, device: Device) -> Result<Self, ClipError> {
        let config = Config::from_json(&read_config(&folder.join("config.json"))?)?;
        let tokenizer = Tokenizer::open(folder, config.text.context)?;
        Self::new(config, Weights::open(&folder.join("model.safetensors"))?, tokenizer, device)
    }

    /// Loads a model from the texts of `config.json` and `model.safetensors`.
    pub fn from_parts(config: &[u8], weights: &[u8], tokenizer: Tokenizer, device: Device) -> Result<Self, ClipError> {
        Self::new(Config::from_json(config)?, Weights::from_bytes(weights)?, tokenizer, device)
    }

    fn new<R: Read + Seek>(
        config: Config,
        mut weights: Weights<R>,
        tokenizer: Tokenizer,
        device: Device,
    ) -> Result<Self, ClipError> {
        belong_together(&config.text, &tokenizer)?;
        weights.check(&config)?;
        let model = if device.is_cpu() {
            Model::Fast(Box::new(Fast::new(&config, &mut weights)?))
        } else {
            let tensors = weights.tensors(&config, device.candle())?;
            let tensors = VarBuilder::from_tensors(tensors, DType::F32, device.candle());
            Model::Plain(Box::new(Clip::new(&config, &tensors)?))
        };
        Ok(Self { preprocess: Preprocess::new(config.vision.side), config, tokenizer, device, model })
    }

    /// Numbers in an embedding.
    pub fn dimension(&self) -> usize {
        self.config.projection
    }

    /// The sizes of the model.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// How pictures are made ready for [`Encoder::embed_pictures`].
    pub fn preprocess(&self) -> &Preprocess {
        &self.preprocess
    }

    /// What the model runs on.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// What pictures look like, in their order. Any number of them: memory is needed for some at a time.
    pub fn embed_pictures(&self, pictures: &[Pixels]) -> Result<Vec<Embedding>, ClipError> {
        pictures.iter().try_for_each(|picture| self.check(picture))?;
        let mut embeddings = Vec::with_capacity(pictures.len());
        for batch in pictures.chunks(BATCH) {
            let values: Vec<&[f32]> = batch.iter().map(Pixels::values).collect();
            collect(self.image_features(&values)?, &mut embeddings)?;
        }
        Ok(embeddings)
    }

    fn image_features(&self, pictures: &[&[f32]]) -> Result<Vec<Vec<f32>>, ClipError> {
        let clip = match &self.model {
            Model::Fast(fast) => return Ok(fast.image_features(pictures)),
            Model::Plain(clip) => clip,
        };
        let side = self.config.vision.side;
        let pixels = Tensor::from_vec(pictures.concat(), (pictures.len(), 3, side, side), self.device.candle())?;
        Ok(clip.image_features(&pixels)?.to_vec2()?)
    }

    fn check(&self, picture: &Pixels) -> Result<(), ClipError> {
        let (found, wanted) = (picture.values().len(), 3 * self.config.vision.side.pow(2));
        if found == wanted { Ok(()) } else { Err(ClipError::Pixels { found, wanted }) }
    }

    /// What texts say, in their order. Any number of them, of any length: what is beyond the model's context is left out.
    pub fn embed_texts(&self, texts: &[&str]) -> Result<Vec<Embedding>, ClipError> {
        let mut embeddings = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            let tokens = batch.iter().map(|text| self.tokens(text)).collect::<Result<Vec<_>, _>>()?;
            collect(self.text_features(&tokens)?, &mut embeddings)?;
        }
        Ok(embeddings)
    }

    fn text_features(&self, texts: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, ClipError> {
        let clip = match &self.model {
            Model::Fast(fast) => return Ok(fast.text_features(&texts.iter().map(Vec::as_slice).collect::<Vec<_>>())),
            Model::Plain(clip) => clip,
        };
        let length = texts.iter().map(Vec::len).max().unwrap_or(1);
        let padded = texts.iter().flat_map(|ids| ids.iter().copied().chain(std::iter::repeat(0)).take(length));
        let ids = Tensor::from_iter(padded, self.device.candle())?.reshape((texts.len(), length))?;
        Ok(clip.text_features(&ids)?.to_vec2()?)
    }

    /// A text's tokens up to the one that stands for it: no token looks ahead, so what follows changes nothing.
    fn tokens(&self, text: &str) -> Result<Vec<u32>, ClipError> {
        let (pooling, vocabulary) = (self.config.text.pooling, self.config.text.vocabulary);
        let mut ids = self.tokenizer.encode(text);
        ids.truncate(pooling.position(&ids) + 1);
        match ids.iter().find(|id| usize::try_from(**id).is_ok_and(|id| id >= vocabulary)) {
            Some(&token) => Err(ClipError::Token { token, vocabulary }),
            None => Ok(ids),
        }
    }
}

/// Whether the tower that reads takes what the tokenizer gives it. Otherwise all texts might get one embedding, and nothing
/// would tell.
fn belong_together(text: &TextConfig, tokenizer: &Tokenizer) -> Result<(), ClipError> {
    let (end, size) = (tokenizer.end(), tokenizer.vocabulary_size());
    let wrong = |words: String| Err(ClipError::Tokenizer(format!("{words}: it is none of this model's")));
    if size > text.vocabulary {
        return wrong(format!("it knows {size} tokens, and `config.json` {}", text.vocabulary));
    }
    if tokenizer.context() != text.context {
        return wrong(format!(
            "its texts have {} tokens, those of `config.json` {}",
            tokenizer.context(),
            text.context
        ));
    }
    match text.pooling {
        Pooling::First(wanted) if wanted != end => {
            wrong(format!("it ends texts with token {end}, and `config.json` with {wanted}"))
        }
        Pooling::Highest if usize::try_from(end).is_ok_and(|end| end + 1 != size) => {
            wrong(format!("`config.json` has the highest token end a text, but token {end} does, of {size}"))
        }
        _ => Ok(()),
    }
}

/// Features, each scaled to length one.
fn collect(features: Vec<Vec<f32>>, embeddings: &mut Vec<Embedding>) -> Result<(), ClipError> {
    for row in features {
        embeddings.push(Embedding::new(row)?);
    }
    Ok(())
}

fn read_config(path: &Path) -> Result<Vec<u8>, ClipError> {
    let failed = |source| ClipError::Read { path: path.into(), source };
    let mut text = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(CONFIG_MOST + 1).read_to_end(&mut text).map_err(failed)?;
    if text.len() as u64 > CONFIG_MOST {
        return Err(ClipError::TooLong { path: path.into(), limit: CONFIG_MOST });
    }
    Ok(text)
}
