//! CLIP in candle's operations, all of them differentiable.

use super::super::config::{Activation, Config, Pooling, Start, TextConfig, Tower, VisionConfig};
use candle_core::{D, DType, Device, IndexOp, Module, Result, Tensor, Var};
use candle_nn::{Linear, VarBuilder, VarMap};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// CLIP as transformers' `CLIPModel` computes it.
///
/// Gradients flow through all of it, where its tensors come from a [`VarMap`].
pub struct Clip {
    vision: Vision,
    text: Text,
}

impl Clip {
    /// Takes the model's tensors ([`Config::tensors`]) from `weights`.
    pub fn new(config: &Config, weights: &VarBuilder) -> Result<Self> {
        Ok(Self {
            vision: Vision::new(&config.vision, config.projection, weights)?,
            text: Text::new(&config.text, config.projection, weights)?,
        })
    }

    /// Features of pictures, `(n, projection)`, not yet of length one. `pixels`: `(n, 3, side, side)`, normalised.
    pub fn image_features(&self, pixels: &Tensor) -> Result<Tensor> {
        self.vision.forward(pixels)
    }

    /// Features of texts, `(n, projection)`, not yet of length one. `ids`: `(n, tokens)` u32; fewer than the context's
    /// length are enough, since no token looks ahead.
    pub fn text_features(&self, ids: &Tensor) -> Result<Tensor> {
        self.text.forward(ids)
    }
}

/// Tensors of a model that is yet to be trained, the same for the same seed.
pub fn fresh(config: &Config, seed: u64, device: &Device) -> Result<VarMap> {
    let variables = VarMap::new();
    let mut random = StdRng::seed_from_u64(seed);
    for tensor in config.tensors() {
        let count = tensor.shape.iter().product();
        let values: Vec<f32> = match tensor.start {
            Start::Constant(value) => vec![value; count],
            Start::Normal(deviation) => (0..count).map(|_| normal(&mut random, deviation)).collect(),
        };
        let variable = Var::from_vec(values, tensor.shape, device)?;
        let mut data = variables.data().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        data.insert(tensor.name, variable);
    }
    Ok(variables)
}

/// Box and Muller's way from two even numbers to a normal one.
fn normal(random: &mut StdRng, deviation: f64) -> f32 {
    let (one, two): (f64, f64) = (random.random(), random.random());
    #[expect(clippy::cast_possible_truncation, reason = "a starting weight needs no more digits")]
    let value = (deviation * (-2.0 * (1.0 - one).ln()).sqrt() * (std::f64::consts::TAU * two).cos()) as f32;
    value
}

struct Vision {
    patch: usize,
    grid: usize,
    patches: Linear,
    class: Tensor,
    positions: Tensor,
    before: Norm,
    layers: Vec<Layer>,
    after: Norm,
    projection: Linear,
}

impl Vision {
    fn new(config: &VisionConfig, projection: usize, weights: &VarBuilder) -> Result<Self> {
        let (width, patch) = (config.tower.width, config.patch);
        let tower = weights.pp("vision_model");
        let embeddings = tower.pp("embeddings");
        // A convolution whose steps are as long as its kernel is a matrix product over patches.
        let kernel = embeddings.get((width, 3, patch, patch), "patch_embedding.weight")?;
        Ok(Self {
            patch,
            grid: config.grid(),
            patches: Linear::new(kernel.reshape((width, 3 * patch * patch))?, None),
            class: embeddings.get(width, "class_embedding")?,
            positions: embeddings.get((config.tokens(), width), "position_embedding.weight")?,
            before: Norm::new(&config.tower, &tower.pp("pre_layrnorm"))?,
            layers: layers(&config.tower, &tower)?,
            after: Norm::new(&config.tower, &tower.pp("post_layernorm"))?,
            projection: Linear::new(weights.get((projection, width), "visual_projection.weight")?, None),
        })
    }

    fn forward(&self, pixels: &Tensor) -> Result<Tensor> {
        let (count, channels, _, _) = pixels.dims4()?;
        let (grid, patch) = (self.grid, self.patch);
        let patches = pixels
            .narrow(2, 0, grid * patch)?
            .narrow(3, 0, grid * patch)?
            .reshape((count, channels, grid, patch, grid, patch))?
            .permute((0, 2, 4, 1, 3, 5))?
            .reshape((count, grid * grid, channels * patch * patch))?;
        let patches = self.patches.forward(&patches)?;
        let class = self.class.reshape((1, 1, ()))?.broadcast_as((count, 1, self.class.dim(0)?))?;
        let mut states = Tensor::cat(&[&class.contiguous()?, &patches], 1)?.broadcast_add(&self.positions)?;
        states = self.before.forward(&states)?;
        for layer in &self.layers {
            states = layer.forward(&states, None)?;
        }
        self.projection.forward(&self.after.forward(&states.i((.., 0))?.contiguous()?)?)
    }
}

struct Text {
    pooling: Pooling,
    tokens: Tensor,
    positions: Tensor,
    layers: Vec<Layer>,
    after: Norm,
    projection: Linear,
}

impl Text {
    fn new(config: &TextConfig, projection: usize, weights: &VarBuilder) -> Result<Self> {
        let width = config.tower.width;
        let tower = weights.pp("text_model");
        let embeddings = tower.pp("embeddings");
        Ok(Self {
            pooling: config.pooling,
            tokens: embeddings.get((config.vocabulary, width), "token_embedding.weight")?,
            positions: embeddings.get((config.context, width), "position_embedding.weight")?,
            layers: layers(&config.tower, &tower)?,
            after: Norm::new(&config.tower, &tower.pp("final_layer_norm"))?,
            projection: Linear::new(weights.get((projection, width), "text_projection.weight")?, None),
        })
    }

    fn forward(&self, ids: &Tensor) -> Result<Tensor> {
        let (count, length) = ids.dims2()?;
        let positions = self.positions.narrow(0, 0, length)?;
        let words = self.tokens.index_select(&ids.flatten_all()?, 0)?.reshape((count, length, ()))?;
        let mut states = words.broadcast_add(&positions)?;
        let mask = causal_mask(length, ids.device())?;
        for layer in &self.layers {
            states = layer.forward(&states, Some(&mask))?;
        }
        let pooled = ids.to_vec2::<u32>()?.into_iter().enumerate();
        let pooled = pooled.map(|(row, ids)| u32::try_from(row * length + self.pooling.position(&ids)));
        let pooled = pooled.collect::<std::result::Result<Vec<_>, _>>().map_err(candle_core::Error::wrap)?;
        let pooled = Tensor::new(pooled, ids.device())?;
        let states = states.flatten(0, 1)?.index_select(&pooled, 0)?;
        self.projection.forward(&self.after.forward(&states)?)
    }
}

/// Minus infinity wherever a token would look ahead.
fn causal_mask(length: usize, device: &Device) -> Result<Tensor> {
    let ahead = |at: usize| if at % length > at / length { f32::NEG_INFINITY } else { 0.0 };
    Tensor::from_iter((0..length * length).map(ahead), device)?.reshape((length, length))
}

fn layers(config: &Tower, tower: &VarBuilder) -> Result<Vec<Layer>> {
    let stack = tower.pp("encoder.layers");
    (0..config.layers).map(|at| Layer::new(config, &stack.pp(at))).collect()
}

struct Layer {
    heads: usize,
    before_attention: Norm,
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    before_perceptron: Norm,
    activation: Activation,
    widen: Linear,
    narrow: Linear,
}

impl Layer {
    fn new(config: &Tower, weights: &VarBuilder) -> Result<Self> {
        let (width, inner) = (config.width, config.inner);
        let attention = weights.pp("self_attn");
        let perceptron = weights.pp("mlp");
        Ok(Self {
            heads: config.heads,
            before_attention: Norm::new(config, &weights.pp("layer_norm1"))?,
            query: linear(width, width, &attention.pp("q_proj"))?,
            key: linear(width, width, &attention.pp("k_proj"))?,
            value: linear(width, width, &attention.pp("v_proj"))?,
            out: linear(width, width, &attention.pp("out_proj"))?,
            before_perceptron: Norm::new(config, &weights.pp("layer_norm2"))?,
            activation: config.activation,
            widen: linear(width, inner, &perceptron.pp("fc1"))?,
            narrow: linear(inner, width, &perceptron.pp("fc2"))?,
        })
    }

    fn forward(&self, states: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
        let states = (states + self.attend(&self.before_attention.forward(states)?, mask)?)?;
        let inner = self.widen.forward(&self.before_perceptron.forward(&states)?)?;
        let inner = match self.activation {
            Activation::QuickGelu => (&inner * candle_nn::ops::sigmoid(&(&inner * 1.702)?)?)?,
            Activation::Gelu => inner.gelu_erf()?,
        };
        states + self.narrow.forward(&inner)?
    }

    fn attend(&self, states: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
        let (count, length, width) = states.dims3()?;
        let size = width / self.heads;
        let heads = |tensor: Tensor| tensor.reshape((count, length, self.heads, size))?.transpose(1, 2)?.contiguous();
        #[expect(clippy::cast_precision_loss, reason = "a head's width is small")]
        let scale = 1.0 / (size as f64).sqrt();
        let query = heads((self.query.forward(states)? * scale)?)?;
        let key = heads(self.key.forward(states)?)?;
        let value = heads(self.value.forward(states)?)?;
        let mut likeness = query.matmul(&key.transpose(2, 3)?)?;
        if let Some(mask) = mask {
            likeness = likeness.broadcast_add(mask)?;
        }
        let attention = candle_nn::ops::softmax(&likeness, D::Minus1)?;
        let states = attention.matmul(&value)?.transpose(1, 2)?.reshape((count, length, width))?;
        self.out.forward(&states)
    }
}

fn linear(from: usize, to: usize, weights: &VarBuilder) -> Result<Linear> {
    Ok(Linear::new(weights.get((to, from), "weight")?, Some(weights.get(to, "bias")?)))
}

/// A layer norm. candle-nn's own has no gradient where its input lies in one piece.
struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f64,
}

impl Norm {
    fn new(config: &Tower, weights: &VarBuilder) -> Result<Self> {
        Ok(Self {
            weight: weights.get(config.width, "weight")?,
            bias: weights.get(config.width, "bias")?,
            epsilon: config.epsilon,
        })
    }

    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        debug_assert_eq!(states.dtype(), DType::F32);
        let centred = states.broadcast_sub(&states.mean_keepdim(D::Minus1)?)?;
        let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
        let scaled = centred.broadcast_div(&(variance + self.epsilon)?.sqrt()?)?;
        scaled.broadcast_mul(&self.weight)?.broadcast_add(&self.bias)
    }
}
