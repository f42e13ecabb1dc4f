//! The rule applied with a model: one function, whoever asks.

use super::{Alignment, Rules};
use crate::clip::{ClipError, Embedding, Encoder, Pixels};

/// Media as the model takes them, and what each is to show.
#[derive(Debug, Default)]
pub struct Shown {
    /// Each prompt, and how many of the pictures are of its medium.
    media: Vec<(String, usize)>,
    pictures: Vec<Pixels>,
}

impl Shown {
    /// Adds a medium: its picture, or frames of a film; at least one.
    pub fn push(&mut self, prompt: &str, pictures: Vec<Pixels>) {
        self.media.push((prompt.to_owned(), pictures.len()));
        self.pictures.extend(pictures);
    }

    /// One of the media by itself.
    #[must_use]
    pub fn only(&self, at: usize) -> Self {
        let before = self.media.iter().take(at).map(|(_, count)| count).sum();
        let media: Vec<(String, usize)> = self.media.iter().skip(at).take(1).cloned().collect();
        let count = media.first().map_or(0, |(_, count)| *count);
        Self { media, pictures: self.pictures.iter().skip(before).take(count).cloned().collect() }
    }
}

/// How well each medium fits its prompt, in their order. A film's embedding is the mean of its frames' (`spec/gas.md`
/// 10.3). There is one model in the reference's consensus, so the score is its cosine (10.2).
pub fn align(encoder: &Encoder, shown: &Shown, rules: &Rules) -> Result<Vec<Alignment>, ClipError> {
    let texts = embed_once(encoder, &shown.media)?;
    let frames = encoder.embed_pictures(&shown.pictures)?;
    let mut rest = frames.as_slice();
    let mut found = Vec::with_capacity(shown.media.len());
    for ((_, count), text) in shown.media.iter().zip(&texts) {
        let (own, others) = rest.split_at((*count).min(rest.len()));
        rest = others;
        let embedding = Embedding::mean(own)?;
        let similarity = embedding.cosine(text);
        found.push(Alignment { similarity, passes: rules.passes(similarity), embedding });
    }
    Ok(found)
}

/// Embeddings of prompts, each different one computed once: a round asks many miners for the same.
fn embed_once(encoder: &Encoder, media: &[(String, usize)]) -> Result<Vec<Embedding>, ClipError> {
    let mut different: Vec<&str> = media.iter().map(|(prompt, _)| prompt.as_str()).collect();
    different.sort_unstable();
    different.dedup();
    let embeddings = encoder.embed_texts(&different)?;
    let of = |(prompt, _): &(String, usize)| {
        different.binary_search(&prompt.as_str()).ok().and_then(|at| embeddings.get(at)).cloned()
    };
    Ok(media.iter().filter_map(of).collect())
}
