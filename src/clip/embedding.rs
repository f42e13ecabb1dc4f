//! Vectors of unit length.

/// What a picture or a text looks like: a vector of length one.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding(Vec<f32>);

/// Numbers that are no embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmbeddingError {
    /// There is no direction in nothing, nor in what is not finite.
    #[error("the vector has no direction")]
    NoDirection,
    /// Not four bytes a number.
    #[error("{0} bytes are no vector of 32-bit numbers")]
    Length(usize),
}

impl Embedding {
    /// Scales a vector to length one.
    pub fn new(mut values: Vec<f32>) -> Result<Self, EmbeddingError> {
        let length = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        if !length.is_normal() {
            return Err(EmbeddingError::NoDirection);
        }
        for value in &mut values {
            #[expect(clippy::cast_possible_truncation, reason = "a share of the length, from -1 to 1")]
            let share = (f64::from(*value) / length) as f32;
            *value = share;
        }
        Ok(Self(values))
    }

    /// The middle of several, such as of a film's frames; all of one dimension.
    pub fn mean(embeddings: &[Self]) -> Result<Self, EmbeddingError> {
        let dimension = embeddings.first().map_or(0, |first| first.0.len());
        Self::new((0..dimension).map(|at| embeddings.iter().map(|one| one.0[at]).sum()).collect())
    }

    /// Cosine of the angle to another one of the same dimension, from -1 to 1.
    pub fn cosine(&self, other: &Self) -> f32 {
        debug_assert_eq!(self.0.len(), other.0.len());
        self.0.iter().zip(&other.0).map(|(one, two)| one * two).sum::<f32>().clamp(-1.0, 1.0)
    }

    /// Its numbers.
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// As stores keep it: 32-bit numbers, little-endian (`spec/gas.md` 10.6).
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// Reads what [`Embedding::to_bytes`] writes; scaled anew, since others may have written it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EmbeddingError> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        if numbers.is_empty() || !rest.is_empty() {
            return Err(EmbeddingError::Length(bytes.len()));
        }
        Self::new(numbers.iter().copied().map(f32::from_le_bytes).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_scaled_to_length_one_and_kept_as_written() {
        let embedding = Embedding::new(vec![3.0, -4.0]).unwrap();
        assert_eq!(embedding.values(), [0.6, -0.8]);
        assert_eq!(Embedding::from_bytes(&embedding.to_bytes()).unwrap(), embedding);
        assert_eq!(embedding.to_bytes()[..4], 0.6_f32.to_le_bytes());
    }

    #[test]
    fn a_cosine_tells_the_angle() {
        let at = |x, y| Embedding::new(vec![x, y]).unwrap();
        for (one, two, cosine) in
            [(at(1.0, 0.0), at(5.0, 0.0), 1.0), (at(1.0, 0.0), at(0.0, 2.0), 0.0), (at(1.0, 1.0), at(-1.0, -1.0), -1.0)]
        {
            assert!((one.cosine(&two) - cosine).abs() < 1e-6);
        }
        assert!((Embedding::mean(&[at(1.0, 0.0), at(0.0, 1.0)]).unwrap().cosine(&at(1.0, 1.0)) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_has_no_direction_is_no_embedding() {
        for values in [vec![], vec![0.0; 4], vec![f32::NAN, 1.0], vec![f32::INFINITY]] {
            assert_eq!(Embedding::new(values), Err(EmbeddingError::NoDirection));
        }
        assert_eq!(Embedding::mean(&[]), Err(EmbeddingError::NoDirection));
        assert_eq!(Embedding::from_bytes(&[0; 7]), Err(EmbeddingError::Length(7)));
    }
}
