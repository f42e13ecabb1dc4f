//! How the model learns.

use candle_core::{D, DType, Device, Result, Tensor, Var};
use candle_nn::ops::log_softmax;
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarBuilder, VarMap};
use gascli::clip::Config;
use gascli::clip::model::{Clip, fresh};

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use crate::samples::{Batch, PLACES, QUESTIONS, Studio};

/// The network's threshold (`spec/gas.md` 10.1): what the model must tell apart lies on its two sides.
pub const THRESHOLD: f64 = 0.25;

/// What a match must exceed the threshold by while it is learned, so that honest painters have some room.
const MARGIN: f64 = 0.1;

/// Sharper distinctions than this make learning restless.
const MOST_SCALE: f64 = 40.0;

/// Steps until the learning rate is at its height.
const WARM_UP: u64 = 100;

/// What can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many batches are to be learned from.
    pub steps: u64,
    /// After how many of them it ends.
    pub stop: u64,
    /// The learning rate at its height.
    pub rate: f64,
    /// What the first weights and the samples follow from.
    pub seed: u64,
}

/// The model and what it is taught with.
struct Pupil {
    clip: Clip,
    /// Answers, from an embedding, what is where; only while learning.
    head: Tensor,
    head_bias: Tensor,
    /// Logarithm of what cosines are multiplied with.
    scale: Tensor,
}

/// Answers to one question about one place for all that are asked, and what they weigh.
const fn head_width() -> usize {
    let mut width = 11;
    let mut at = 0;
    while at < QUESTIONS.len() {
        width += PLACES * QUESTIONS[at];
        at += 1;
    }
    width
}

impl Pupil {
    fn loss(&self, batch: &Batch) -> Result<(Tensor, [f32; 3])> {
        let pictures = self.clip.image_features(&batch.pixels)?;
        let texts = self.clip.text_features(&batch.ids)?;
        let all = Tensor::ones_like(&batch.told)?;
        let seen = self.questions(&pictures, batch, &all)?;
        let read = self.questions(&texts, batch, &batch.told)?;
        let (pairs, ranks) = self.contrast(&unit(&pictures)?, &unit(&texts)?, batch)?;
        let told = [seen.to_scalar()?, read.to_scalar()?, pairs.to_scalar()?];
        Ok(((((seen + read)? * 0.5)? + pairs + (ranks * 0.3)?)?, told))
    }

    /// Each pair on its side of the threshold; and each text's picture before all others.
    fn contrast(&self, pictures: &Tensor, texts: &Tensor, batch: &Batch) -> Result<(Tensor, Tensor)> {
        let cosines = pictures.matmul(&texts.t()?)?;
        let scale = self.scale.clamp(0.0, MOST_SCALE.ln())?.exp()?;
        let count = cosines.dim(0)? as f64;
        // Beyond the threshold by the margin is +, below it -; wrong sides cost.
        let over = cosines.affine(1.0, -THRESHOLD)?;
        let over_margin = over.affine(1.0, -MARGIN)?;
        let match_cost = softplus(&over_margin.broadcast_mul(&scale)?.neg()?)?;
        let other_cost = softplus(&over.affine(1.0, 0.05)?.broadcast_mul(&scale)?)?;
        let others = ((1.0 - &batch.matches)? * &batch.known)?;
        let pairs = ((match_cost * &batch.matches)? + (other_cost * others)?.affine(0.25, 0.0)?)?;
        let pairs = (pairs.sum_all()? / count)?;
        // Other pictures that match as well, or may, do not compete.
        let own = Tensor::eye(cosines.dim(0)?, DType::F32, cosines.device())?;
        let aside = ((1.0 - &batch.known)? + (&batch.matches - own.clone())?)?.clamp(0.0, 1.0)?;
        let logits = (cosines.broadcast_mul(&scale)? - (aside * 1e4)?)?;
        let rows = (log_softmax(&logits, D::Minus1)? * &own)?.sum_all()?;
        let columns = (log_softmax(&logits, 0)? * &own)?.sum_all()?;
        Ok((pairs, ((rows + columns)? / (-2.0 * count))?))
    }

    /// How wrong the answers are to what is where.
    fn questions(&self, features: &Tensor, batch: &Batch, told: &Tensor) -> Result<Tensor> {
        let count = features.dim(0)?;
        let answers = features.matmul(&self.head)?.broadcast_add(&self.head_bias)?;
        let told_places = told.unsqueeze(1)?.broadcast_as((count, PLACES))?.reshape(count * PLACES)?;
        let weights = (&batch.weights * told_places)?;
        let whole = f64::from(weights.sum_all()?.to_scalar::<f32>()? + 1e-3);
        let mut from = 0;
        let mut sum = Tensor::zeros((), DType::F32, features.device())?;
        for (question, kinds) in QUESTIONS.iter().enumerate() {
            let logits = answers.narrow(1, from, PLACES * kinds)?.reshape((count * PLACES, *kinds))?;
            let right =
                log_softmax(&logits, D::Minus1)?.gather(&batch.answers[question].unsqueeze(1)?, 1)?.squeeze(1)?;
            sum = (sum - ((right * &weights)?.sum_all()? / whole)?)?;
            from += PLACES * kinds;
        }
        let logits = answers.narrow(1, from, 11)?;
        let right = log_softmax(&logits, D::Minus1)?.gather(&batch.backgrounds.unsqueeze(1)?, 1)?.squeeze(1)?;
        let whole = f64::from(told.sum_all()?.to_scalar::<f32>()? + 1e-3);
        sum - ((right * told)?.sum_all()? / whole)?
    }
}

/// Rows of length one.
fn unit(features: &Tensor) -> Result<Tensor> {
    features.broadcast_div(&(features.sqr()?.sum_keepdim(D::Minus1)? + 1e-12)?.sqrt()?)
}

/// `ln(1 + e^x)`, without overflow.
fn softplus(x: &Tensor) -> Result<Tensor> {
    x.relu()? + (x.abs()?.neg()?.exp()? + 1.0)?.log()?
}

/// Is told each step's number, its losses, and the model as it then is.
pub type Listener<'a> = dyn FnMut(u64, [f32; 3], &VarMap, &Clip) + 'a;

/// Learns as planned. Gives the model's tensors.
pub fn train(config: &Config, plan: Plan, studio: Studio, heard: &mut Listener) -> Result<VarMap> {
    let device = Device::Cpu;
    let variables = fresh(config, plan.seed, &device)?;
    begin(&variables, config, plan.seed)?;
    let clip = Clip::new(config, &VarBuilder::from_varmap(&variables, DType::F32, &device))?;
    let head = Var::from_tensor(&Tensor::zeros((config.projection, head_width()), DType::F32, &device)?)?;
    let head_bias = Var::zeros(head_width(), DType::F32, &device)?;
    let scale = Var::from_tensor(&Tensor::new(10_f32.ln(), &device)?)?;
    let pupil = Pupil {
        clip,
        head: head.as_tensor().clone(),
        head_bias: head_bias.as_tensor().clone(),
        scale: scale.as_tensor().clone(),
    };
    let mut all: Vec<Var> = variables.all_vars();
    all.extend([head, head_bias, scale]);
    let mut optimizer =
        AdamW::new(all.clone(), ParamsAdamW { lr: 0.0, beta1: 0.9, beta2: 0.98, eps: 1e-8, weight_decay: 0.02 })?;
    for (step, batch) in (0..plan.stop).zip(studio.open(plan.stop)) {
        optimizer.set_learning_rate(plan.rate * rate_at(step, plan.steps));
        let (loss, told) = pupil.loss(&batch?)?;
        let gradients = loss.backward()?;
        if step == 0 && all.iter().any(|variable| gradients.get(variable).is_none()) {
            candle_core::bail!("a weight has no gradient: it would never learn");
        }
        optimizer.step(&gradients)?;
        heard(step, told, &variables, &pupil.clip);
    }
    Ok(variables)
}

/// Begins what looks at patches so that it is learned in time. A patch has many pixels, so that a small step of each
/// weight is a large one of their sum: these weights are large, and so are places, which the first layer norm makes small
/// again. They look for things rather than for how bright all is: smooth, and blind to plain patches.
fn begin(variables: &VarMap, config: &Config, seed: u64) -> Result<()> {
    const BLOTCH: usize = 4;
    let mut rng = SmallRng::seed_from_u64(seed);
    let patch = config.vision.patch;
    let across = patch.div_ceil(BLOTCH);
    let mut filters = Vec::new();
    for _ in 0..config.vision.tower.width * 3 {
        let blotches: Vec<f32> = (0..across * across).map(|_| rng.random_range(-0.35..0.35)).collect();
        let at = |pixel: usize| blotches[pixel / patch / BLOTCH * across + pixel % patch / BLOTCH];
        let filter: Vec<f32> = (0..patch * patch).map(at).collect();
        let mean = filter.iter().sum::<f32>() / filter.len() as f32;
        filters.extend(filter.iter().map(|weight| weight - mean));
    }
    let variables = variables.data().lock().map_err(|_| candle_core::Error::msg("another thread broke off"))?;
    for (name, variable) in variables.iter() {
        match name.as_str() {
            "vision_model.embeddings.patch_embedding.weight" => {
                variable.set(&Tensor::from_slice(&filters, variable.shape(), variable.device())?)?;
            }
            "vision_model.embeddings.position_embedding.weight" => variable.set(&(variable.as_tensor() * 600.0)?)?,
            "vision_model.embeddings.class_embedding" => variable.set(&(variable.as_tensor() * 100.0)?)?,
            _ => {}
        }
    }
    Ok(())
}

/// Rises for [`WARM_UP`] steps, then falls to nothing along a cosine.
fn rate_at(step: u64, steps: u64) -> f64 {
    let warm = (step + 1) as f64 / WARM_UP.min(steps.max(1)) as f64;
    let done = step as f64 / steps.max(1) as f64;
    warm.min(1.0) * 0.5 * (1.0 + (std::f64::consts::PI * done).cos())
}

/// Shares of pairs that reach the threshold: those that match, those that are strangers, those that may differ in one
/// thing only. The batches must be none that was learned from.
pub fn check(clip: &Clip, batches: &[Batch]) -> Result<[f64; 3]> {
    let (mut passing, mut pairs) = ([0.0_f64; 3], [0.0_f64; 3]);
    for batch in batches {
        let texts = unit(&clip.text_features(&batch.ids)?)?;
        let cosines = unit(&clip.image_features(&batch.pixels)?)?.matmul(&texts.t()?)?.to_vec2::<f32>()?;
        let (matches, known) = (batch.matches.to_vec2::<f32>()?, batch.known.to_vec2::<f32>()?);
        for (row, cosines) in cosines.iter().enumerate() {
            for (column, cosine) in cosines.iter().enumerate().filter(|(column, _)| known[row][*column] > 0.0) {
                let kind = if matches[row][column] > 0.0 {
                    0
                } else if row / 2 == column / 2 {
                    2
                } else {
                    1
                };
                pairs[kind] += 1.0;
                passing[kind] += f64::from(u8::from(f64::from(*cosine) >= THRESHOLD));
            }
        }
    }
    Ok([0, 1, 2].map(|kind| passing[kind] / pairs[kind].max(1.0)))
}
