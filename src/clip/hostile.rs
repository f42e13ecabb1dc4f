//! Model files that are broken or made to do harm: each is an error that says what is wrong, and nothing else.

use super::parity::folder;
use super::{ClipError, Config, Device, Encoder, Tokenizer};
use crate::types::Hint;
use serde_json::{Value, json};

struct Parts {
    config: Value,
    header: Value,
    numbers: Vec<u8>,
}

impl Parts {
    fn read() -> Self {
        let file = |name: &str| std::fs::read(folder("brief").join(name)).unwrap();
        let weights = file("model.safetensors");
        let length = usize::try_from(u64::from_le_bytes(weights[..8].try_into().unwrap())).unwrap();
        Self {
            config: serde_json::from_slice(&file("config.json")).unwrap(),
            header: serde_json::from_slice(&weights[8..8 + length]).unwrap(),
            numbers: weights[8 + length..].to_vec(),
        }
    }

    fn weights(&self) -> Vec<u8> {
        let header = self.header.to_string();
        [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &self.numbers].concat()
    }

    fn open(&self) -> Result<Encoder, ClipError> {
        open(&self.config.to_string(), &self.weights())
    }
}

fn open(config: &str, weights: &[u8]) -> Result<Encoder, ClipError> {
    let tokenizer = Tokenizer::open(&folder("brief"), 12).unwrap();
    Encoder::from_parts(config.as_bytes(), weights, tokenizer, Device::cpu())
}

const CLASS: &str = "vision_model.embeddings.class_embedding";

#[test]
fn a_whole_model_opens_from_its_parts() {
    let encoder = Parts::read().open().unwrap();
    assert_eq!((encoder.dimension(), encoder.preprocess().side), (8, 16));
    let texts = encoder.embed_texts(&["a", "b", ""]).unwrap();
    assert_eq!(texts.len(), 3);
    assert!(texts[0].cosine(&texts[1]) < 0.999);
}

#[test]
fn weights_that_lack_a_tensor_or_have_another_shape_or_type_name_it() {
    let mut parts = Parts::read();
    parts.header[CLASS]["dtype"] = json!("I16");
    assert!(matches!(parts.open(), Err(ClipError::TensorType { name, .. }) if name == CLASS));
    parts.header[CLASS]["shape"] = json!([2, 4]);
    assert!(matches!(parts.open(), Err(ClipError::TensorShape { name, wanted, .. }) if name == CLASS && wanted == [8]));
    let header = parts.header.as_object_mut().unwrap();
    let other = header.remove(CLASS).unwrap();
    header.insert("other".into(), other);
    assert!(matches!(parts.open(), Err(ClipError::TensorMissing(name)) if name == CLASS));
}

#[test]
fn weights_that_point_outside_the_file_are_refused() {
    let end = Parts::read().numbers.len() as u64;
    for offsets in [json!([end, end + 16]), json!([16, 0]), json!([0, u64::MAX]), json!([0, 8]), json!([u64::MAX, 16])]
    {
        let mut parts = Parts::read();
        parts.header[CLASS]["data_offsets"] = offsets.clone();
        let error = parts.open().err().unwrap_or_else(|| panic!("{offsets} opened"));
        assert!(matches!(&error, ClipError::Weights(_)), "{offsets}: {error}");
        assert!(error.hint().is_some());
    }
}

#[test]
fn tensors_that_share_bytes_are_refused() {
    let mut parts = Parts::read();
    let (one, other) = ("text_model.final_layer_norm.weight", "text_model.final_layer_norm.bias");
    parts.header[one]["data_offsets"] = parts.header[other]["data_offsets"].clone();
    assert!(matches!(parts.open(), Err(ClipError::Weights(_))));
    // All in one place, and nothing else in the file.
    let mut parts = Parts::read();
    for (_, tensor) in parts.header.as_object_mut().unwrap() {
        *tensor = json!({ "dtype": "F16", "shape": [8], "data_offsets": [0, 16] });
    }
    parts.numbers.truncate(16);
    assert!(matches!(parts.open(), Err(ClipError::Weights(_))));
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_refused() {
    let parts = Parts::read();
    let (config, weights) = (parts.config.to_string(), parts.weights());
    for length in (0..weights.len()).step_by(997).chain([7, 8, 9, weights.len() - 1]) {
        assert!(open(&config, &weights[..length]).is_err(), "{length} of {} bytes opened", weights.len());
    }
}

#[test]
fn a_header_that_is_too_long_or_no_json_is_refused_without_reading_it() {
    let parts = Parts::read();
    for (length, header) in
        [(u64::MAX, "{}"), (1 << 40, "{}"), (3, "{]}"), (2, "[]"), (4, "null"), (12, r#"{"a":"bcde"}"#)]
    {
        let weights = [&length.to_le_bytes()[..], header.as_bytes()].concat();
        assert!(matches!(open(&parts.config.to_string(), &weights), Err(ClipError::Weights(_))), "{header}");
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for number in [0x7FC0_u16, 0x7F80, 0xFF80] {
        let mut parts = Parts::read();
        let start = usize::try_from(parts.header[CLASS]["data_offsets"][0].as_u64().unwrap()).unwrap();
        parts.numbers[start..start + 2].copy_from_slice(&number.to_le_bytes());
        assert!(matches!(parts.open(), Err(ClipError::TensorNotFinite(name)) if name == CLASS));
    }
}

#[test]
fn a_configuration_that_no_model_has_is_refused_by_its_key() {
    for (config, word) in [
        (r#"{"model_type":"siglip"}"#, "siglip"),
        (r#"{"vision_config":{"num_channels":4}}"#, "num_channels"),
        (r#"{"vision_config":{"hidden_size":18446744073709551615}}"#, "hidden_size"),
        (r#"{"vision_config":{"hidden_size":0}}"#, "hidden_size"),
        (r#"{"vision_config":{"num_attention_heads":7}}"#, "heads"),
        (r#"{"vision_config":{"patch_size":0}}"#, "patch_size"),
        (r#"{"vision_config":{"patch_size":225}}"#, "patch_size"),
        (r#"{"vision_config":{"patch_size":1}}"#, "patches"),
        (r#"{"vision_config":{"image_size":[224,196]}}"#, "image_size"),
        (r#"{"text_config":{"num_hidden_layers":100000}}"#, "num_hidden_layers"),
        (r#"{"text_config":{"layer_norm_eps":-1}}"#, "layer_norm_eps"),
        (r#"{"text_config":{"hidden_act":"swish"}}"#, "swish"),
        (r#"{"text_config":{"eos_token_id":[1,2]}}"#, "u32"),
        ("[]", "config.json"),
    ] {
        let error = Config::from_json(config.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(word), "{config}: {error}");
    }
}

#[test]
fn what_a_configuration_leaves_out_is_as_transformers_fills_it_in() {
    let config = Config::from_json(b"{}").unwrap();
    assert_eq!((config.projection, config.vision.side, config.vision.tokens()), (512, 224, 50));
    assert_eq!((config.text.vocabulary, config.text.context, config.text.tower.heads), (49_408, 77, 8));
    // The copy under the older name stands for the whole of its tower.
    let config = br#"{"text_config":{"hidden_size":32,"eos_token_id":2},"text_config_dict":{"hidden_size":64},
                      "vision_config_dict":null}"#;
    let config = Config::from_json(config).unwrap();
    assert_eq!((config.text.tower.width, config.text.pooling), (64, super::Pooling::First(49_407)));
    assert_eq!(config.vision.tower.width, 768);
}

#[test]
fn a_picture_for_another_model_is_refused() {
    let encoder = Parts::read().open().unwrap();
    let other = super::Preprocess::new(32).pixels(&image::DynamicImage::new_rgb8(32, 32));
    assert!(matches!(encoder.embed_pictures(&[other]), Err(ClipError::Pixels { found: 3072, wanted: 768 })));
}

#[test]
fn a_tokenizer_of_another_model_is_refused_before_any_text_is_read() {
    // The tokenizer has 514 tokens, of which 513 ends a text of 12.
    for (key, value, words) in [
        ("vocab_size", 513, "514 tokens, and `config.json` 513"),
        ("eos_token_id", 512, "token 513, and `config.json` with 512"),
        ("max_position_embeddings", 77, "12 tokens, those of `config.json` 77"),
    ] {
        let mut parts = Parts::read();
        parts.config["text_config"][key] = json!(value);
        let error = parts.open().err().unwrap_or_else(|| panic!("{key} {value} opened"));
        assert!(error.to_string().contains(words), "{error}");
    }
    // `eos_token_id` 2 means the highest token, which must be the end.
    let mut parts = Parts::read();
    parts.config["text_config"]["eos_token_id"] = json!(2);
    assert!(parts.open().is_ok());
    let vocabulary = br#"{"<|startoftext|>": 0, "<|endoftext|>": 1, "a": 2}"#;
    let tokenizer = Tokenizer::from_vocabulary(vocabulary, b"", 12).unwrap();
    let opened = Encoder::from_parts(parts.config.to_string().as_bytes(), &parts.weights(), tokenizer, Device::cpu());
    assert!(opened.err().unwrap().to_string().contains("highest"));
}

#[test]
fn many_pictures_and_texts_come_back_in_their_order() {
    let encoder = Parts::read().open().unwrap();
    let colours: Vec<u8> = (0..150).collect();
    let picture =
        |at: &u8| image::RgbImage::from_fn(16, 16, |x, _| image::Rgb([*at, u8::try_from(x).unwrap() * 9, 255 - at]));
    let pixels: Vec<_> = colours.iter().map(|at| encoder.preprocess().pixels(&picture(at).into())).collect();
    let texts: Vec<String> = colours.iter().map(|at| format!("picture {at}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (images, words) = (encoder.embed_pictures(&pixels).unwrap(), encoder.embed_texts(&texts).unwrap());
    assert_eq!((images.len(), words.len()), (150, 150));
    for at in [0, 1, 63, 64, 65, 149] {
        let alone = &encoder.embed_pictures(&pixels[at..=at]).unwrap()[0];
        assert!(alone.cosine(&images[at]) > 0.999_99, "picture {at}");
        let alone = &encoder.embed_texts(&texts[at..=at]).unwrap()[0];
        assert!(alone.cosine(&words[at]) > 0.999_99, "text {at}");
    }
    assert!(encoder.embed_pictures(&[]).unwrap().is_empty());
    assert!(encoder.embed_texts(&[]).unwrap().is_empty());
}
