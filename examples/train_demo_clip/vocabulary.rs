//! A small vocabulary of byte pairs, in the layout in which CLIP's tokenizers are published (`tokenizer.json`).
//!
//! Every byte has a token, so that no prompt is beyond it; frequent words have one of their own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

const START: &str = "<|startoftext|>";
const END: &str = "<|endoftext|>";
/// Marks the end of a word.
const SUFFIX: &str = "</w>";

/// `tokenizer.json` of a vocabulary with this many merges, learned from `corpus`; and its number of tokens.
pub fn tokenizer(corpus: &[String], must_have: &[&str], merges: usize) -> (Value, usize) {
    let merges = learn(corpus, must_have, merges);
    let mut tokens: Vec<String> = alphabet().iter().map(char::to_string).collect();
    tokens.extend(alphabet().iter().map(|byte| format!("{byte}{SUFFIX}")));
    tokens.extend(merges.iter().map(|(left, right)| format!("{left}{right}")));
    tokens.extend([START.to_owned(), END.to_owned()]);
    let count = tokens.len();
    let vocabulary: serde_json::Map<String, Value> =
        tokens.into_iter().enumerate().map(|(id, token)| (token, id.into())).collect();
    let merges: Vec<String> = merges.iter().map(|(left, right)| format!("{left} {right}")).collect();
    (document(&vocabulary, &merges, count), count)
}

/// Characters for the 256 bytes, in the order of CLIP's vocabulary: those that print stand for themselves.
fn alphabet() -> Vec<char> {
    let prints = |byte: &u32| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let others = (0..256_u32).filter(|byte| !prints(byte)).count();
    let moved = (256..).take(others);
    (0..256_u32).filter(prints).chain(moved).filter_map(char::from_u32).collect()
}

/// Words of ASCII letters, and single digits, as CLIP's pattern finds them; each as its characters, the last with the
/// mark.
fn words(text: &str) -> impl Iterator<Item = Vec<String>> {
    let lower = text.to_lowercase();
    let words: Vec<Vec<String>> = lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut symbols: Vec<String> = word.chars().map(String::from).collect();
            if let Some(last) = symbols.last_mut() {
                last.push_str(SUFFIX);
            }
            symbols
        })
        .collect();
    words.into_iter()
}

/// The pairs to join, most frequent first; words of `must_have` count as very frequent.
fn learn(corpus: &[String], must_have: &[&str], merges: usize) -> Vec<(String, String)> {
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for word in corpus.iter().flat_map(|text| words(text)) {
        *counts.entry(word).or_default() += 1;
    }
    for word in must_have.iter().flat_map(|text| words(text)) {
        *counts.entry(word).or_default() += 1_000_000;
    }
    let mut words: Vec<(Vec<String>, usize)> = counts.into_iter().collect();
    let mut learned = Vec::new();
    let mut seen = BTreeSet::new();
    while learned.len() < merges {
        let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (symbols, count) in &words {
            for pair in symbols.windows(2) {
                *pairs.entry((&pair[0], &pair[1])).or_default() += count;
            }
        }
        // Equally frequent pairs: the first in the alphabet, so that a seed gives one vocabulary.
        let best = pairs.into_iter().max_by(|(a, count), (b, other)| count.cmp(other).then_with(|| b.cmp(a)));
        let Some(((left, right), _)) = best else { break };
        let pair = (left.to_owned(), right.to_owned());
        for (symbols, _) in &mut words {
            join(symbols, &pair);
        }
        if seen.insert(format!("{}{}", pair.0, pair.1)) {
            learned.push(pair);
        }
    }
    learned
}

fn join(symbols: &mut Vec<String>, (left, right): &(String, String)) {
    let mut at = 0;
    while at + 1 < symbols.len() {
        if symbols[at] == *left && symbols[at + 1] == *right {
            let tail = symbols.remove(at + 1);
            symbols[at].push_str(&tail);
        }
        at += 1;
    }
}

fn document(vocabulary: &serde_json::Map<String, Value>, merges: &[String], count: usize) -> Value {
    let (start, end) = (count - 2, count - 1);
    let added = |id: usize, content: &str| {
        json!({"id": id, "content": content, "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": true, "special": true})
    };
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [added(start, START), added(end, END)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
            {"type": "Lowercase"},
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
                "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"}},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
        ]},
        "post_processor": {"type": "RobertaProcessing", "sep": [END, end], "cls": [START, start],
            "trim_offsets": false, "add_prefix_space": false},
        "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
        "model": {"type": "BPE", "dropout": null, "unk_token": END, "continuing_subword_prefix": "",
            "end_of_word_suffix": SUFFIX, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
            "vocab": vocabulary, "merges": merges},
    })
}
