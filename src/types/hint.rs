//! What an error advises.

use super::Code;

/// What to do about an error, as a sentence or a command that can be pasted.
pub trait Hint: std::error::Error {
    /// The remedy; `None` where the message says it all.
    fn hint(&self) -> Option<String> {
        None
    }

    /// Of what kind it is; `None` where its cause tells, such as an error of a file.
    fn code(&self) -> Option<Code> {
        None
    }
}

/// An error with its causes in one line.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
