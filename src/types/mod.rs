//! The words of the trade as types: who (keys), where (netuid, uid), how much (rao), when, and what kind of media.
//!
//! Pure values: nothing here opens a file or a socket, and nothing here uses another module of this crate.

mod build;
mod code;
mod hint;
mod ids;
mod ip;
mod keypair;
mod keys;
mod modality;
mod nearest;
mod panic;
mod paths;
mod rao;
mod secret;
mod shell;
mod time;
mod units;
mod usd;

pub use build::Build;
pub use code::Code;
pub use hint::{Hint, with_causes};
pub use ids::{BlockNumber, Netuid, TaskId, TaskIdError, Uid};
pub use ip::is_public;
pub use keypair::{Claim, Keypair, KeypairError, Signature, SignatureError, verify_all};
pub use keys::{Coldkey, Hotkey, KeyError};
pub use modality::{Modality, ModalityError};
pub use nearest::nearest;
pub use panic::{caught, is_caught, panic_words};
pub use paths::{Paths, ServiceName, ServiceNameError};
pub use rao::{Rao, RaoError};
pub use secret::{Secret, looks_secret};
pub use shell::{path_word, shell_word};
pub use time::{UnixMillis, jittered};
pub use units::{Span, SpanError, size_of_text, size_text, size_words, span_text};
pub use usd::MicroUsd;
