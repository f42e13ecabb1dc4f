//! What an error advises.

/// What to do about an error, as a sentence or a command that can be pasted.
pub trait Hint: std::error::Error {
    /// The remedy; `None` where the message says it all.
    fn hint(&self) -> Option<String> {
        None
    }
}
