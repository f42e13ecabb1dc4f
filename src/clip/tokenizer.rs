//! Prompts as the numbers that CLIP's text tower takes: byte-level pair encoding, as OpenAI's tokenizer does it.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};
use tokenizers::Model as _;
use tokenizers::models::bpe::{BPE, Vocab};

use super::ClipError;
use super::text::clean;

/// Most numbers of a text that a `config.json` may ask for; the original's have 77 (`spec/gas.md` 10.2).
const MAX_CONTEXT: usize = 4096;

/// Longest file of a tokenizer; OpenAI's has 2 MB.
const MAX_FILE: u64 = 32 << 20;

/// Fills a text up. What follows the end is never looked at, so that any number would do; OpenAI's code takes this.
const PADDING: u32 = 0;

/// What marks the start and the end of a text, by OpenAI's and by `open_clip`'s name.
const STARTS: [&str; 2] = ["<|startoftext|>", "<start_of_text>"];
const ENDS: [&str; 2] = ["<|endoftext|>", "<end_of_text>"];

/// Marks the last piece of a word.
const WORD_END: &str = "</w>";

static PIECES: LazyLock<Regex> = LazyLock::new(|| {
    let marks: Vec<String> = STARTS.iter().chain(&ENDS).map(|mark| regex::escape(mark)).collect();
    let pattern = format!(r"(?i){}|'s|'t|'re|'ve|'m|'ll|'d|\p{{L}}+|\p{{N}}|[^\s\p{{L}}\p{{N}}]+", marks.join("|"));
    Regex::new(&pattern).expect("the pattern is written here")
});

/// A character for each byte, so that a vocabulary has no white space and nothing invisible: as GPT-2's.
pub(super) static LETTERS: LazyLock<[char; 256]> = LazyLock::new(|| {
    let mut letters = ['\0'; 256];
    let mut further = 0x100..;
    for (byte, letter) in (0_u8..=255).zip(&mut letters) {
        *letter = match byte {
            b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => char::from(byte),
            _ => further.next().and_then(char::from_u32).unwrap_or_default(),
        };
    }
    letters
});

/// A vocabulary, and how many numbers a text has.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    pairs: BPE,
    start: u32,
    end: u32,
    context: usize,
}

/// Merges as older and as newer files write them.
#[derive(Deserialize)]
#[serde(untagged)]
enum MergeList {
    Pairs(Vec<(String, String)>),
    Lines(Vec<String>),
}

impl MergeList {
    fn pairs(self) -> Result<Vec<(String, String)>, ClipError> {
        let pair = |line: String| match line.split_once(' ') {
            Some((left, right)) => Ok((left.to_owned(), right.to_owned())),
            None => Err(ClipError::Tokenizer(format!("its merges: `{line}` is no pair"))),
        };
        match self {
            Self::Pairs(pairs) => Ok(pairs),
            Self::Lines(lines) => lines.into_iter().map(pair).collect(),
        }
    }
}

impl Tokenizer {
    /// Of a model's folder: `tokenizer.json`, else `vocab.json` with `merges.txt`, for texts of `context` numbers.
    pub fn open(folder: &Path, context: usize) -> Result<Self, ClipError> {
        let whole = folder.join("tokenizer.json");
        if whole.exists() {
            return Self::from_json(&read(&whole)?, context);
        }
        Self::from_vocabulary(&read(&folder.join("vocab.json"))?, &read(&folder.join("merges.txt"))?, context)
    }

    /// Of the text of a `tokenizer.json`, for texts of `context` numbers. Of that file only the vocabulary and its merges
    /// count: what comes before them is always done as the original does it.
    pub fn from_json(json: &[u8], context: usize) -> Result<Self, ClipError> {
        let mut file = parse("tokenizer.json", json)?;
        let model = file["model"].take();
        if let Some(other) = model["type"].as_str().filter(|kind| *kind != "BPE") {
            return Err(ClipError::Tokenizer(format!("tokenizer.json holds a model of type `{other}`, not BPE")));
        }
        let added = file["added_tokens"].as_array().into_iter().flatten();
        let added = added.filter_map(|token| Some((token["content"].as_str()?.to_owned(), token["id"].as_u64()?)));
        Self::new(model, &added.collect::<Vec<_>>(), context)
    }

    /// Of the texts of a `vocab.json` and its `merges.txt`, for texts of `context` numbers.
    pub fn from_vocabulary(vocabulary: &[u8], merges: &[u8], context: usize) -> Result<Self, ClipError> {
        let vocabulary = parse("vocab.json", vocabulary)?;
        let merges =
            str::from_utf8(merges).map_err(|error| ClipError::Tokenizer(format!("merges.txt is no text: {error}")))?;
        let merges: Vec<&str> =
            merges.lines().filter(|line| !line.is_empty() && !line.starts_with("#version")).collect();
        Self::new(json!({ "vocab": vocabulary, "merges": merges }), &[], context)
    }

    fn new(mut model: Value, added: &[(String, u64)], context: usize) -> Result<Self, ClipError> {
        let id = |names: [&str; 2]| {
            let of_vocabulary = names.iter().find_map(|name| model["vocab"][*name].as_u64());
            let of_added = || added.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, id)| *id);
            let found = of_vocabulary.or_else(of_added).and_then(|id| u32::try_from(id).ok());
            found.ok_or_else(|| ClipError::Tokenizer(format!("its vocabulary lacks `{}`", names[0])))
        };
        let (start, end) = (id(STARTS)?, id(ENDS)?);
        if !(2..=MAX_CONTEXT).contains(&context) {
            return Err(ClipError::Tokenizer(format!("a text of {context} numbers is not possible")));
        }
        // Only what decides the numbers: a dropout, say, has no place here.
        let suffix = model["end_of_word_suffix"].as_str().unwrap_or(WORD_END).to_owned();
        let refused = |what: &str, error: serde_json::Error| ClipError::Tokenizer(format!("its {what}: {error}"));
        let vocabulary: HashMap<String, u32> =
            serde_json::from_value(model["vocab"].take()).map_err(|error| refused("vocabulary", error))?;
        let merges: MergeList =
            serde_json::from_value(model["merges"].take()).map_err(|error| refused("merges", error))?;
        let builder = BPE::builder().vocab_and_merges(vocabulary.into_iter().collect::<Vocab>(), merges.pairs()?);
        let built = builder.end_of_word_suffix(suffix).cache_capacity(0).build();
        let pairs = built.map_err(|error| ClipError::Tokenizer(format!("its merges: {error}")))?;
        Ok(Self { pairs, start, end, context })
    }

    /// The numbers of a text: the start, its pieces, the end, zeros; always as many as the context is long. A text that is
    /// too long loses its last words, never its end.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let mut ids = Vec::with_capacity(self.context);
        ids.push(self.start);
        for piece in PIECES.find_iter(&clean(text)) {
            if ids.len() >= self.context {
                break;
            }
            self.encode_piece(piece.as_str(), &mut ids);
        }
        ids.truncate(self.context - 1);
        ids.push(self.end);
        ids.resize(self.context, PADDING);
        ids
    }

    fn encode_piece(&self, piece: &str, ids: &mut Vec<u32>) {
        if STARTS.contains(&piece) {
            ids.push(self.start);
        } else if ENDS.contains(&piece) {
            ids.push(self.end);
        } else {
            let word: String = piece.bytes().map(|byte| LETTERS[usize::from(byte)]).collect();
            // Fails only with a dropout, or an unknown token that is itself unknown: this one has neither.
            let tokens = self.pairs.tokenize(&word).unwrap_or_default();
            ids.extend(tokens.into_iter().map(|token| token.id));
        }
    }

    /// How many numbers a text has.
    pub const fn context(&self) -> usize {
        self.context
    }

    /// The number that ends a text.
    pub const fn end(&self) -> u32 {
        self.end
    }

    /// One more than the largest number that a text may hold.
    pub fn vocabulary_size(&self) -> usize {
        let largest = self.pairs.get_vocab().into_values().chain([self.start, self.end]).max().unwrap_or_default();
        usize::try_from(largest).unwrap_or(usize::MAX).saturating_add(1)
    }
}

fn parse(name: &str, bytes: &[u8]) -> Result<Value, ClipError> {
    serde_json::from_slice(bytes).map_err(|error| ClipError::Tokenizer(format!("{name}: {error}")))
}

fn read(path: &Path) -> Result<Vec<u8>, ClipError> {
    let failed = |source| ClipError::Read { path: path.into(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE {
        return Err(ClipError::TooLong { path: path.into(), limit: MAX_FILE });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn texts_have_the_numbers_that_the_original_gives_them() {
        let tokenizer = fixture::tokenizer();
        let words = fixture::words();
        assert!(words.len() >= 1000);
        let mut wrong = Vec::new();
        for fixture::Words { text, clean: expected, ids } in words {
            let found = tokenizer.encode(&text);
            let (used, rest) = found.split_at(ids.len().min(found.len()));
            if used != ids || rest.iter().any(|id| *id != PADDING) || found.len() != 77 {
                wrong.push(format!("{text:?}\n  expected {expected:?}\n  found    {:?}", clean(&text)));
            }
        }
        assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    }

    /// A vocabulary without merges, such as small models may have: start and end come first.
    fn small(context: usize) -> Result<Tokenizer, ClipError> {
        let letters = LETTERS.iter().flat_map(|letter| [letter.to_string(), format!("{letter}</w>")]);
        let tokens = ["<|startoftext|>", "<|endoftext|>"].map(str::to_owned).into_iter().chain(letters);
        let vocabulary: HashMap<String, u32> = tokens.zip(0..).collect();
        let file = serde_json::json!({ "model": { "type": "BPE", "vocab": vocabulary, "merges": [] } });
        Tokenizer::from_json(file.to_string().as_bytes(), context)
    }

    #[test]
    fn newer_files_and_small_vocabularies_are_read_too() {
        let merges = String::from_utf8(fixture::unpacked("merges.txt.gz")).unwrap();
        let pairs: Vec<Vec<&str>> = merges.lines().map(|line| line.split(' ').collect()).collect();
        let whole = serde_json::json!({
            "added_tokens": [{ "id": 49_406, "content": "<|startoftext|>" }],
            "model": { "type": "BPE", "unk_token": "<|endoftext|>", "vocab": fixture::vocabulary(&merges), "merges": pairs },
        });
        let newer = Tokenizer::from_json(whole.to_string().as_bytes(), 77).unwrap();
        let text = "Two dogs, don't 🐕 run!";
        assert_eq!(newer.encode(text), fixture::tokenizer().encode(text));
        assert_eq!((newer.end(), newer.vocabulary_size()), (49_407, 49_408));
        let small = small(8).unwrap();
        let letter = |letter: u32, ends: u32| 2 + 2 * letter + ends;
        assert_eq!(
            small.encode("it's"),
            [0, letter(0x69, 0), letter(0x74, 1), letter(0x27, 0), letter(0x73, 1), 1, 0, 0]
        );
        assert_eq!(small.encode("a long text")[6..], [letter(0x74, 0), 1]);
    }

    #[test]
    fn a_vocabulary_that_cannot_serve_is_an_error_that_says_why() {
        let said = |json: &str, context| Tokenizer::from_json(json.as_bytes(), context).unwrap_err().to_string();
        assert!(said("{", 77).contains("tokenizer.json"));
        assert!(said(r#"{"model": {"type": "WordPiece", "vocab": {}}}"#, 77).contains("`WordPiece`"));
        assert!(said(r#"{"model": {"vocab": {"a": 1}, "merges": []}}"#, 77).contains("`<|startoftext|>`"));
        let marks = r#""<|startoftext|>": 0, "<|endoftext|>": 1"#;
        assert!(said(&format!(r#"{{"model": {{"vocab": {{{marks}}}, "merges": ["a b"]}}}}"#), 77).contains("merges"));
        assert!(
            said(&format!(r#"{{"model": {{"vocab": {{{marks}}}, "merges": ["ab"]}}}}"#), 77)
                .contains("`ab` is no pair")
        );
        assert!(
            said(&format!(r#"{{"model": {{"vocab": {{{marks}, "a": -1}}, "merges": []}}}}"#), 77)
                .contains("vocabulary")
        );
        assert!(small(0).is_err() && small(1 << 40).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_as_many_numbers_as_the_context_is_long(text in "\\PC{0,60}|[ -\u{ff}\u{2000}-\u{2030}<&;#a-z0-9]{0,60}|.{0,40}") {
            let ids = small(16).unwrap().encode(&text);
            proptest::prop_assert_eq!(ids.len(), 16);
            proptest::prop_assert!(ids.contains(&1));
        }
    }

    #[test]
    fn a_text_of_any_length_is_cut_where_its_characters_end() {
        let tokenizer = small(16).unwrap();
        for text in [
            "é".repeat(200_000),
            "&amp;".repeat(100_000),
            "a".repeat(1 << 20),
            "\n".repeat(70_000),
            "<é\n".repeat(30_000),
        ] {
            assert_eq!(tokenizer.encode(&text).len(), 16);
        }
    }
}
