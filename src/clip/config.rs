//! What `config.json` says of a CLIP model, as transformers reads it.

use super::ClipError;
use serde::Deserialize;

/// Sizes of a CLIP model: both towers and the space they share.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The tower that reads.
    pub text: TextConfig,
    /// The tower that looks.
    pub vision: VisionConfig,
    /// Numbers in an embedding.
    pub projection: usize,
}

/// The tower that reads.
#[derive(Debug, Clone, PartialEq)]
pub struct TextConfig {
    /// Its layers.
    pub tower: Tower,
    /// Words and parts of words it knows.
    pub vocabulary: usize,
    /// Tokens of a text, with start and end.
    pub context: usize,
    /// Which token's state stands for the text.
    pub pooling: Pooling,
}

/// The tower that looks.
#[derive(Debug, Clone, PartialEq)]
pub struct VisionConfig {
    /// Its layers.
    pub tower: Tower,
    /// Pixels on a side of the pictures it takes.
    pub side: usize,
    /// Pixels on a side of a patch.
    pub patch: usize,
}

/// A stack of transformer layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Tower {
    /// Numbers of a token's state.
    pub width: usize,
    /// Numbers between the two halves of a layer's perceptron.
    pub inner: usize,
    /// How many layers.
    pub layers: usize,
    /// Attention heads of a layer.
    pub heads: usize,
    /// What bends the perceptron's inner numbers.
    pub activation: Activation,
    /// Added to the variance in layer norms.
    pub epsilon: f64,
}

/// What bends a perceptron's inner numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// `x · sigmoid(1.702 x)`: OpenAI's models.
    QuickGelu,
    /// `x · Φ(x)`, exactly: most of `OpenCLIP`'s.
    Gelu,
}

/// Which token's state stands for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// The one with the highest id, which in the original vocabulary is the end token. Files written before
    /// transformers 4.31 name token 2 as the end and mean this
    /// (<https://github.com/huggingface/transformers/pull/24773>).
    Highest,
    /// The first that is this token.
    First(u32),
}

impl Pooling {
    /// Where in a text's tokens the state that stands for it is; the first place where nothing fits, as in transformers.
    pub fn position(self, ids: &[u32]) -> usize {
        let found = match self {
            // The first of the highest: `max_by_key` would give the last.
            Self::Highest => ids.iter().max().and_then(|highest| ids.iter().position(|id| id == highest)),
            Self::First(end) => ids.iter().position(|id| *id == end),
        };
        found.unwrap_or(0)
    }
}

/// How a tensor of a new model begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Start {
    /// Every number the same.
    Constant(f32),
    /// Around zero, with this deviation.
    Normal(f64),
}

/// A tensor that a model must have.
#[derive(Debug, Clone, PartialEq)]
pub struct TensorShape {
    /// Its name in `model.safetensors`.
    pub name: String,
    /// Its sides.
    pub shape: Vec<usize>,
    /// How it begins in a model that is yet to be trained.
    pub start: Start,
}

impl Config {
    /// Reads a `config.json` of transformers' `CLIPModel`; what it leaves out is as transformers fills it in.
    pub fn from_json(json: &[u8]) -> Result<Self, ClipError> {
        let file: ConfigFile = serde_json::from_slice(json).map_err(|error| ClipError::Config(error.to_string()))?;
        file.checked()
    }

    /// Every tensor of the model, in the order of the computation.
    pub fn tensors(&self) -> Vec<TensorShape> {
        let (text, vision) = (&self.text, &self.vision);
        let mut found = Vec::new();
        let mut add = |name: String, shape: &[usize], start| {
            found.push(TensorShape { name, shape: shape.to_vec(), start });
        };
        let width = vision.tower.width;
        add("vision_model.embeddings.class_embedding".into(), &[width], Start::Normal(share(width)));
        add(
            "vision_model.embeddings.patch_embedding.weight".into(),
            &[width, 3, vision.patch, vision.patch],
            Start::Normal(0.02),
        );
        add("vision_model.embeddings.position_embedding.weight".into(), &[vision.tokens(), width], Start::Normal(0.02));
        norm("vision_model.pre_layrnorm", width, &mut add); // transformers' own spelling
        vision.tower.tensors("vision_model", &mut add);
        norm("vision_model.post_layernorm", width, &mut add);
        add("visual_projection.weight".into(), &[self.projection, width], Start::Normal(share(width)));
        let width = text.tower.width;
        add("text_model.embeddings.token_embedding.weight".into(), &[text.vocabulary, width], Start::Normal(0.02));
        add("text_model.embeddings.position_embedding.weight".into(), &[text.context, width], Start::Normal(0.01));
        text.tower.tensors("text_model", &mut add);
        norm("text_model.final_layer_norm", width, &mut add);
        add("text_projection.weight".into(), &[self.projection, width], Start::Normal(share(width)));
        found
    }
}

impl VisionConfig {
    /// Patches on a side of a picture.
    pub fn grid(&self) -> usize {
        self.side / self.patch
    }

    /// Tokens of a picture: its patches, and one that stands for the whole.
    pub fn tokens(&self) -> usize {
        self.grid().pow(2) + 1
    }
}

impl Tower {
    fn tensors(&self, tower: &str, add: &mut impl FnMut(String, &[usize], Start)) {
        #[expect(clippy::cast_precision_loss, reason = "layers are few")]
        let depth = 1.0 / (2.0 * self.layers as f64).sqrt();
        let (width, inner) = (self.width, self.inner);
        for layer in 0..self.layers {
            let path = format!("{tower}.encoder.layers.{layer}");
            norm(&format!("{path}.layer_norm1"), width, add);
            for part in ["q_proj", "k_proj", "v_proj", "out_proj"] {
                let deviation = if part == "out_proj" { share(width) } else { share(width) * depth };
                linear(&format!("{path}.self_attn.{part}"), (width, width), deviation, add);
            }
            norm(&format!("{path}.layer_norm2"), width, add);
            linear(&format!("{path}.mlp.fc1"), (width, inner), share(2 * width), add);
            linear(&format!("{path}.mlp.fc2"), (inner, width), share(width) * depth, add);
        }
    }
}

/// The deviation that keeps sums over so many numbers at their size.
fn share(numbers: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let numbers = numbers as f64;
    1.0 / numbers.sqrt()
}

fn norm(name: &str, width: usize, add: &mut impl FnMut(String, &[usize], Start)) {
    add(format!("{name}.weight"), &[width], Start::Constant(1.0));
    add(format!("{name}.bias"), &[width], Start::Constant(0.0));
}

fn linear(name: &str, (from, to): (usize, usize), deviation: f64, add: &mut impl FnMut(String, &[usize], Start)) {
    add(format!("{name}.weight"), &[to, from], Start::Normal(deviation));
    add(format!("{name}.bias"), &[to], Start::Constant(0.0));
}

#[derive(Deserialize)]
struct ConfigFile {
    model_type: Option<String>,
    projection_dim: Option<usize>,
    text_config: Option<TextFile>,
    vision_config: Option<VisionFile>,
    // Older files say everything twice; what these leave out is the default, not what stands beside them.
    text_config_dict: Option<TextFile>,
    vision_config_dict: Option<VisionFile>,
}

#[derive(Default, Deserialize)]
struct TextFile {
    vocab_size: Option<usize>,
    hidden_size: Option<usize>,
    intermediate_size: Option<usize>,
    num_hidden_layers: Option<usize>,
    num_attention_heads: Option<usize>,
    max_position_embeddings: Option<usize>,
    hidden_act: Option<Activation>,
    layer_norm_eps: Option<f64>,
    eos_token_id: Option<u32>,
}

#[derive(Default, Deserialize)]
struct VisionFile {
    hidden_size: Option<usize>,
    intermediate_size: Option<usize>,
    num_hidden_layers: Option<usize>,
    num_attention_heads: Option<usize>,
    num_channels: Option<usize>,
    image_size: Option<Side>,
    patch_size: Option<Side>,
    hidden_act: Option<Activation>,
    layer_norm_eps: Option<f64>,
}

/// A side, or height and width.
#[derive(Deserialize)]
#[serde(untagged)]
enum Side {
    One(usize),
    Two([usize; 2]),
}

impl Side {
    fn square(self, name: &str) -> Result<usize, ClipError> {
        match self {
            Self::One(side) => Ok(side),
            Self::Two([height, width]) if height == width => Ok(height),
            Self::Two([height, width]) => {
                Err(ClipError::Config(format!("`{name}` is {height} x {width}, not a square")))
            }
        }
    }
}

impl ConfigFile {
    fn checked(self) -> Result<Config, ClipError> {
        if let Some(other) = self.model_type.filter(|kind| kind != "clip") {
            return Err(ClipError::Config(format!("it is of a model of type `{other}`, not `clip`")));
        }
        let text = self.text_config_dict.or(self.text_config).unwrap_or_default();
        let vision = self.vision_config_dict.or(self.vision_config).unwrap_or_default();
        let projection = bounded("projection_dim", self.projection_dim.unwrap_or(512), WIDEST)?;
        Ok(Config { text: text.checked()?, vision: vision.checked()?, projection })
    }
}

/// Beyond any CLIP there is (ViT-bigG: width 1,664, inner 8,192, 48 layers): a file that claims more is broken or hostile.
const WIDEST: usize = 16_384;
const DEEPEST: usize = 128;
/// Tokens of a text or picture: their pairs are held in memory.
const LONGEST: usize = 4_096;

fn bounded(name: &str, value: usize, most: usize) -> Result<usize, ClipError> {
    if (1..=most).contains(&value) {
        return Ok(value);
    }
    Err(ClipError::Config(format!("`{name}` is {value}; it must lie between 1 and {most}")))
}

impl TextFile {
    fn checked(self) -> Result<TextConfig, ClipError> {
        let tower = Tower {
            width: self.hidden_size.unwrap_or(512),
            inner: self.intermediate_size.unwrap_or(2_048),
            layers: self.num_hidden_layers.unwrap_or(12),
            heads: self.num_attention_heads.unwrap_or(8),
            activation: self.hidden_act.unwrap_or(Activation::QuickGelu),
            epsilon: self.layer_norm_eps.unwrap_or(1e-5),
        };
        Ok(TextConfig {
            tower: tower.checked("text_config")?,
            vocabulary: bounded("vocab_size", self.vocab_size.unwrap_or(49_408), 1_000_000)?,
            context: bounded("max_position_embeddings", self.max_position_embeddings.unwrap_or(77), LONGEST)?,
            pooling: match self.eos_token_id.unwrap_or(49_407) {
                2 => Pooling::Highest,
                end => Pooling::First(end),
            },
        })
    }
}

impl VisionFile {
    fn checked(self) -> Result<VisionConfig, ClipError> {
        let tower = Tower {
            width: self.hidden_size.unwrap_or(768),
            inner: self.intermediate_size.unwrap_or(3_072),
            layers: self.num_hidden_layers.unwrap_or(12),
            heads: self.num_attention_heads.unwrap_or(12),
            activation: self.hidden_act.unwrap_or(Activation::QuickGelu),
            epsilon: self.layer_norm_eps.unwrap_or(1e-5),
        };
        let channels = self.num_channels.unwrap_or(3);
        if channels != 3 {
            return Err(ClipError::Config(format!("`num_channels` is {channels}; pictures have 3")));
        }
        let side = self.image_size.map_or(Ok(224), |side| side.square("image_size"))?;
        let patch = self.patch_size.map_or(Ok(32), |side| side.square("patch_size"))?;
        let vision = VisionConfig {
            tower: tower.checked("vision_config")?,
            side: bounded("image_size", side, 2_048)?,
            patch: bounded("patch_size", patch, side)?,
        };
        bounded("patches of a picture", vision.tokens(), LONGEST)?;
        Ok(vision)
    }
}

impl Tower {
    fn checked(self, of: &str) -> Result<Self, ClipError> {
        bounded("hidden_size", self.width, WIDEST)?;
        bounded("intermediate_size", self.inner, 4 * WIDEST)?;
        bounded("num_hidden_layers", self.layers, DEEPEST)?;
        bounded("num_attention_heads", self.heads, self.width)?;
        if !self.width.is_multiple_of(self.heads) {
            let (width, heads) = (self.width, self.heads);
            return Err(ClipError::Config(format!("`{of}`: `hidden_size` {width} cannot be split into {heads} heads")));
        }
        if !(self.epsilon > 0.0 && self.epsilon < 1.0) {
            return Err(ClipError::Config(format!("`{of}`: `layer_norm_eps` is {}", self.epsilon)));
        }
        Ok(self)
    }
}
