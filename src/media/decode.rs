//! Whether a medium decodes, and how large it is.

use crate::types::Modality;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dimensions {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Why a medium cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Broken.
    #[error("{0}")]
    Broken(String),
}

/// Decodes `bytes` as a medium of this modality, within bounds of memory, and tells its size.
pub fn check(_bytes: &[u8], _modality: Modality) -> Result<Dimensions, DecodeError> {
    Err(DecodeError::Broken("not written".into()))
}
