//! What is enough, and why a medium is refused.

use crate::clip::Embedding;

/// Cosine that a medium must reach to its prompt (`spec/gas.md` 10.2).
pub const THRESHOLD: f32 = 0.25;

/// Cosine above which two media are one (`spec/gas.md` 10.5).
pub const NEAR_DUPLICATE: f32 = 0.96;

/// What is enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Cosine that a medium must reach to its prompt.
    pub threshold: f32,
    /// Cosine above which two media are near-duplicates; `None` compares none.
    pub near_duplicate: Option<f32>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { threshold: THRESHOLD, near_duplicate: Some(NEAR_DUPLICATE) }
    }
}

impl Rules {
    /// Whether a medium that is this similar shows what was asked for.
    pub fn passes(&self, similarity: f32) -> bool {
        similarity >= self.threshold
    }
}

/// How well a medium fits its prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Cosine of the medium and the prompt.
    pub similarity: f32,
    /// Whether that is enough.
    pub passes: bool,
    /// What the medium looks like.
    pub embedding: Embedding,
}

/// Where a near-duplicate was found (`spec/gas.md` 10.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Among the media that were looked at together.
    Batch,
    /// Among all that were accepted before.
    Stored,
}

/// Why a medium is refused. The texts begin as the reference's one text does and are stored as the reason; unlike there,
/// each reason is told apart (`spec/gas.md` 18, point 40).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Misaligned {
    /// It does not show what was asked for.
    #[error("clip_verification_failed: similarity {similarity:.4} to the prompt is below {threshold}")]
    Alignment {
        /// What it reached.
        similarity: f32,
        /// What it had to.
        threshold: f32,
    },
    /// It is nearly one that was accepted.
    #[error("clip_verification_failed: near-duplicate of {of} (similarity {similarity:.4}, {} is allowed)", .above)]
    NearDuplicate {
        /// Which, such as `task 1b4e…`.
        of: String,
        /// How near it is.
        similarity: f32,
        /// What is allowed.
        above: f32,
        /// Where the other one is.
        scope: Scope,
    },
    /// It does not show anything (`spec/gas.md` 18, point 35).
    #[error("clip_verification_failed: unreadable: {0}")]
    Unreadable(String),
}

impl Misaligned {
    /// The reason as a word for counters and tables.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Alignment { .. } => "alignment",
            Self::NearDuplicate { .. } => "near-duplicate",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// Whom a medium is compared with besides its prompt: those of its own batch that passed before it.
#[derive(Debug, Default)]
pub struct Batch<'a>(Vec<(&'a str, &'a Embedding)>);

impl<'a> Batch<'a> {
    /// The first that a medium is a near-duplicate of: its name, and how near it is.
    pub fn first_near(&self, new: &Embedding, threshold: f32) -> Option<(&'a str, f32)> {
        let near = |(name, known): &(&'a str, &'a Embedding)| {
            let cosine = (known.values().len() == new.values().len()).then(|| new.cosine(known))?;
            (cosine > threshold).then_some((*name, cosine))
        };
        self.0.iter().find_map(near)
    }

    /// A medium that passed.
    pub fn push(&mut self, name: &'a str, embedding: &'a Embedding) {
        self.0.push((name, embedding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_similarity_at_the_threshold_is_enough_and_each_reason_is_told_apart() {
        // spec/gas.md 10.2
        let rules = Rules::default();
        for (similarity, passes) in [(0.25, true), (0.2499, false), (-0.1, false), (0.9, true)] {
            assert_eq!(rules.passes(similarity), passes, "{similarity}");
        }
        let near =
            Misaligned::NearDuplicate { of: "task t".into(), similarity: 0.97, above: 0.96, scope: Scope::Stored };
        for (reason, class, text) in [
            (
                Misaligned::Alignment { similarity: 0.1234, threshold: 0.25 },
                "alignment",
                "similarity 0.1234 to the prompt is below 0.25",
            ),
            (near, "near-duplicate", "near-duplicate of task t (similarity 0.9700, 0.96 is allowed)"),
            (Misaligned::Unreadable("it is cut".into()), "unreadable", "unreadable: it is cut"),
        ] {
            assert_eq!(reason.class(), class);
            assert_eq!(reason.to_string(), format!("clip_verification_failed: {text}"));
        }
    }

    #[test]
    fn within_a_batch_the_first_that_is_nearer_than_allowed_is_named() {
        // spec/gas.md 10.5
        let at = |x: f32, y: f32| Embedding::new(vec![x, y]).unwrap();
        let (far, near, nearest) = (at(0.0, 1.0), at(1.0, 0.2), at(1.0, 0.0));
        let mut batch = Batch::default();
        for (name, embedding) in [("far", &far), ("near", &near), ("nearest", &nearest)] {
            batch.push(name, embedding);
        }
        assert_eq!(batch.first_near(&at(1.0, 0.01), 0.96).unwrap().0, "near");
        assert_eq!(batch.first_near(&at(-1.0, 0.0), 0.96), None);
    }
}
