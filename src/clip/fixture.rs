//! What `tests/clip/make_words.py` wrote: OpenAI's vocabulary, texts and pictures with what the original makes of them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Tokenizer;
use super::tokenizer::LETTERS;

/// A text, as it is after cleaning (its beginning), and its numbers up to the end.
#[derive(Deserialize)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) clean: String,
    pub(super) ids: Vec<u32>,
}

/// A picture, by formula or from a file; `side` of its middle square.
#[derive(Debug, Deserialize)]
pub(super) struct Picture {
    #[serde(default)]
    pub(super) width: u32,
    #[serde(default)]
    pub(super) height: u32,
    #[serde(default)]
    pub(super) file: Option<PathBuf>,
    pub(super) side: usize,
}

pub(super) fn path(name: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip").join(name)
}

pub(super) fn unpacked(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path(name)).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

pub(super) fn words() -> Vec<Words> {
    let text = String::from_utf8(unpacked("words.jsonl.gz")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(super) fn json<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap()
}

/// OpenAI's `vocab.json` follows from its merges: letters, letters that end a word, merges, start and end.
pub(super) fn vocabulary(merges: &str) -> BTreeMap<String, usize> {
    let printable = |byte: &u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    let bytes = (0..=255).filter(printable).chain((0..=255).filter(|byte| !printable(byte)));
    let letters: Vec<String> = bytes.map(|byte| LETTERS[usize::from(byte)].to_string()).collect();
    let ends = letters.iter().map(|letter| format!("{letter}</w>"));
    let merged = merges.lines().map(|pair| pair.replace(' ', ""));
    let marks = ["<|startoftext|>", "<|endoftext|>"].map(str::to_owned);
    letters.iter().cloned().chain(ends).chain(merged).chain(marks).zip(0..).collect()
}

/// OpenAI's tokenizer.
pub(super) fn tokenizer() -> Tokenizer {
    let merges = String::from_utf8(unpacked("merges.txt.gz")).unwrap();
    let vocabulary = serde_json::to_vec(&vocabulary(&merges)).unwrap();
    Tokenizer::from_vocabulary(&vocabulary, merges.as_bytes(), 77).unwrap()
}
