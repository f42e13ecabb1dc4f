//! What daemons keep in SQLite. SQL is here and in `chain::local`, and nowhere else.
//!
//! A validator's [`Store`] is one folder: `prompts.db` and the media beside it. A medium's file is written and made
//! durable first, then its row and the outcome of its challenge are one transaction; so what a crash leaves behind is a
//! file without a row, which the next start removes, and never a row without a file. Going, it is the other way round
//! (`removal`).
//!
//! A miner's [`MinerStore`] is one file, written by a thread of its own, so its methods are async. Everything else here
//! blocks: async callers go through `spawn_blocking`.

mod alignment;
mod backup;
mod benchmark;
mod database;
mod error;
mod explain;
mod failed_media;
#[cfg(test)]
pub(crate) mod fixture;
mod import;
mod incoming;
mod media;
mod miner;
mod miner_stats;
mod outcomes;
mod prompt_pool;
mod prompts;
mod removal;
mod restore;
mod retention;
mod scores;
mod sent_weights;
mod settle;
mod unanswered;
mod uploads;

pub use alignment::{
    AlignmentDecision, AlignmentEnd, AlignmentSettled, AwaitingMedium, AwaitingPlace, EmbeddedBy, KnownEmbedding,
};
pub use backup::Backup;
pub use benchmark::{Answered, ModelPrices};
pub use database::{Store, StoreLock};
pub use error::StoreError;
pub use explain::{CountedOutcome, CountedOutcomes, Epoch, EpochRules, EpochScore, Undecided};
pub use import::{Files, Import, ImportError, Imported, Remark, Taken};
pub use incoming::Incoming;
pub use media::{MediaFolder, NewMedia, UnhashedMedia, WrittenFile};
pub use miner::{
    AtRest, MinerStore, ModelRow, OrderId, PlacedOrder, Spent, StoredTask, TaskRow, at_rest, webhook_statistics,
};
pub use miner_stats::{MinerMedia, MinerStats, RecentMedium, RecentOutcome};
pub use outcomes::{Delivered, PendingChallenge, Standing};
pub use prompt_pool::{Added, NewPrompt, PoolSize, PromptFilter, PromptRow, Source};
pub use prompts::{Origin, Prompt};
pub use restore::Restored;
pub use retention::{Cleaned, Pruned, Retention};
pub use scores::Progress;
pub use sent_weights::{SentCommit, SentWeights};
pub use settle::{Ending, Settled};
pub use unanswered::Unanswered;
pub use uploads::{NewUpload, UploadBatch, UploadFile, UploadItem, UploadStep, Waiting};
