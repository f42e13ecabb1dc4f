//! The towers against `PyTorch`: `tests/clip/make_models.py` writes small models, and what transformers computes with them.

use super::config::{Activation, Config, Pooling};
use super::model::{Clip, Fast};
use super::weights::Weights;
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::PathBuf;

pub(super) const MODELS: [&str; 3] = ["quick", "exact", "brief"];
const TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
pub(super) struct Expected {
    pub(super) ids: Vec<Vec<u32>>,
    pub(super) image_features: Vec<Vec<f32>>,
    pub(super) text_features: Vec<Vec<f32>>,
}

/// A small model, its weights, and what `PyTorch` computes with them.
pub(super) struct Sample {
    pub(super) config: Config,
    pub(super) tensors: HashMap<String, Tensor>,
    pub(super) expected: Expected,
}

pub(super) fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip").join(name)
}

impl Sample {
    pub(super) fn read(name: &str) -> Self {
        let file = |file: &str| std::fs::read(folder(name).join(file)).unwrap();
        let config = Config::from_json(&file("config.json")).unwrap();
        let bytes = file("model.safetensors");
        let tensors = Weights::from_bytes(&bytes).unwrap().tensors(&config, &Device::Cpu).unwrap();
        Self { config, tensors, expected: serde_json::from_slice(&file("expected.json")).unwrap() }
    }

    /// As `pixels` of the script: numbers from -2 to 2.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the script rounds them")]
    pub(super) fn pixels(&self) -> Vec<f32> {
        let (side, count) = (self.config.vision.side, self.expected.image_features.len());
        let value = |at: usize| ((at * 7919 + at * at % 613) % 1009) as f64 / 1009.0 * 4.0 - 2.0;
        (0..count * 3 * side * side).map(|at| value(at) as f32).collect()
    }

    fn model(&self) -> Clip {
        let weights = VarBuilder::from_tensors(self.tensors.clone(), DType::F32, &Device::Cpu);
        Clip::new(&self.config, &weights).unwrap()
    }

    fn image_features(&self) -> Vec<Vec<f32>> {
        let (side, count) = (self.config.vision.side, self.expected.image_features.len());
        let pixels = Tensor::from_vec(self.pixels(), (count, 3, side, side), &Device::Cpu).unwrap();
        self.model().image_features(&pixels).unwrap().to_vec2().unwrap()
    }

    fn text_features(&self) -> Vec<Vec<f32>> {
        let ids = Tensor::new(self.expected.ids.clone(), &Device::Cpu).unwrap();
        self.model().text_features(&ids).unwrap().to_vec2().unwrap()
    }

    /// How far the features of pictures and of texts are from `PyTorch`'s.
    fn distances(&self) -> [f32; 2] {
        [
            distance(&self.image_features(), &self.expected.image_features),
            distance(&self.text_features(), &self.expected.text_features),
        ]
    }

    fn alter(&mut self, tensor: &str, change: impl Fn(&Tensor) -> candle_core::Result<Tensor>) {
        let altered = change(&self.tensors[tensor]).unwrap();
        self.tensors.insert(tensor.into(), altered);
    }
}

/// The largest difference of two tables of numbers.
pub(super) fn distance(one: &[Vec<f32>], other: &[Vec<f32>]) -> f32 {
    assert_eq!(one.len(), other.len());
    let pairs = one.iter().flatten().zip(other.iter().flatten());
    assert_eq!(one.iter().flatten().count(), other.iter().flatten().count());
    pairs.map(|(one, other)| (one - other).abs()).fold(0.0, f32::max)
}

#[test]
fn features_are_those_of_pytorch() {
    for name in MODELS {
        let [images, texts] = Sample::read(name).distances();
        assert!(images < TOLERANCE && texts < TOLERANCE, "{name}: pictures {images}, texts {texts}");
    }
}

#[test]
fn the_fast_path_computes_what_pytorch_computes() {
    for name in MODELS {
        let sample = Sample::read(name);
        let bytes = std::fs::read(folder(name).join("model.safetensors")).unwrap();
        let fast = Fast::new(&sample.config, &mut Weights::from_bytes(&bytes).unwrap()).unwrap();
        let (pixels, pooling) = (sample.pixels(), sample.config.text.pooling);
        let pictures: Vec<&[f32]> = pixels.chunks_exact(3 * sample.config.vision.side.pow(2)).collect();
        let ids = &sample.expected.ids;
        let texts: Vec<&[u32]> = ids.iter().map(|ids| &ids[..=pooling.position(ids)]).collect();
        for count in 1..=pictures.len() {
            let images = distance(&fast.image_features(&pictures[..count]), &sample.expected.image_features[..count]);
            let texts = distance(&fast.text_features(&texts[..count]), &sample.expected.text_features[..count]);
            assert!(images < TOLERANCE && texts < TOLERANCE, "{name}, {count}: pictures {images}, texts {texts}");
        }
    }
}

#[test]
fn a_text_stands_at_its_highest_token_where_the_file_names_token_2_as_the_end() {
    let mut sample = Sample::read("quick");
    assert_eq!(sample.config.text.pooling, Pooling::Highest);
    sample.config.text.pooling = Pooling::First(2);
    assert!(sample.distances()[1] > 0.1);
}

#[test]
fn a_text_stands_at_its_first_end_token_where_the_file_names_one() {
    let mut sample = Sample::read("exact");
    assert_eq!(sample.config.text.pooling, Pooling::First(513));
    sample.config.text.pooling = Pooling::Highest;
    assert!(sample.distances()[1] > 0.1);
}

#[test]
fn what_follows_the_end_of_a_text_changes_nothing() {
    for name in MODELS {
        let mut sample = Sample::read(name);
        for ids in &mut sample.expected.ids {
            let end = sample.config.text.pooling.position(ids);
            ids[end + 1..].fill(1);
        }
        let [_, texts] = sample.distances();
        assert!(texts < TOLERANCE, "{name}: {texts}");
    }
}

#[test]
fn the_activation_is_the_one_that_the_file_names() {
    for (name, named, other) in
        [("quick", Activation::QuickGelu, Activation::Gelu), ("exact", Activation::Gelu, Activation::QuickGelu)]
    {
        let mut sample = Sample::read(name);
        assert_eq!((sample.config.text.tower.activation, sample.config.vision.tower.activation), (named, named));
        sample.config.text.tower.activation = other;
        sample.config.vision.tower.activation = other;
        let [images, texts] = sample.distances();
        assert!(images > 1e-3 && texts > 1e-3, "{name}: pictures {images}, texts {texts}");
    }
}

#[test]
fn the_epsilon_is_the_one_that_the_file_names() {
    let mut sample = Sample::read("exact");
    sample.config.text.tower.epsilon = 1e-5;
    sample.config.vision.tower.epsilon = 1e-5;
    let [images, texts] = sample.distances();
    assert!(images > TOLERANCE && texts > TOLERANCE, "pictures {images}, texts {texts}");
}

#[test]
fn a_picture_stands_at_its_class_token_and_a_patch_knows_its_place() {
    for tensor in ["vision_model.embeddings.class_embedding", "vision_model.embeddings.position_embedding.weight"] {
        let mut sample = Sample::read("quick");
        sample.alter(tensor, Tensor::zeros_like);
        assert!(sample.distances()[0] > 0.1, "{tensor}");
    }
    // The class token comes first: with the places turned round, another picture comes out.
    let mut sample = Sample::read("quick");
    sample.alter("vision_model.embeddings.position_embedding.weight", |places| places.flip(&[0]));
    assert!(sample.distances()[0] > 0.1);
}

#[test]
fn a_token_knows_its_place() {
    let mut sample = Sample::read("quick");
    sample.alter("text_model.embeddings.position_embedding.weight", |places| places.flip(&[0]));
    assert!(sample.distances()[1] > 0.1);
}

#[test]
fn gradients_reach_every_tensor() {
    let config = Sample::read("quick").config;
    let variables = super::model::fresh(&config, 7, &Device::Cpu).unwrap();
    let model = Clip::new(&config, &VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu)).unwrap();
    let pixels = Tensor::randn(0_f32, 1.0, (2, 3, 32, 32), &Device::Cpu).unwrap();
    let ids = Tensor::new(vec![vec![512_u32, 8, 9, 513], vec![512, 3, 513, 0]], &Device::Cpu).unwrap();
    let features = model.image_features(&pixels).unwrap() * model.text_features(&ids).unwrap();
    let gradients = features.unwrap().sqr().unwrap().sum_all().unwrap().backward().unwrap();
    for (name, variable) in variables.data().lock().unwrap().iter() {
        let gradient = gradients.get(variable).unwrap_or_else(|| panic!("no gradient for {name}"));
        let most = gradient.abs().unwrap().flatten_all().unwrap().max(0).unwrap().to_scalar::<f32>().unwrap();
        // A key's bias shifts all of a query's likenesses alike: the softmax cancels it.
        assert!(most > 1e-9 || name.ends_with("k_proj.bias"), "{name}: {most}");
        assert!(most.is_finite(), "{name}: {most}");
    }
}

#[test]
fn a_new_model_is_the_same_for_the_same_seed() {
    let config = Sample::read("quick").config;
    let weight = |seed| {
        let variables = super::model::fresh(&config, seed, &Device::Cpu).unwrap();
        let data = variables.data().lock().unwrap();
        data["visual_projection.weight"].flatten_all().unwrap().to_vec1::<f32>().unwrap()
    };
    assert_eq!(weight(1), weight(1));
    assert_ne!(weight(1), weight(2));
}
