//! The embedded provider: paints what the prompt says, signs it with a local C2PA authority.

/// Why the demo provider failed.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Broken.
    #[error("not written")]
    NotWritten,
}
