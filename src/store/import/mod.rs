//! Takes over what a Python validator has kept (`spec/gas.md` 12): prompts, media with their files, outcomes.
//!
//! ```text
//!  prompts.db (copied, never touched) ──prompts──> media: file first, then row ──> outcomes
//! ```
//!
//! Rows keep their ids, so what is there already is known, and an import that was interrupted goes on when it is repeated.
//! Scores and pickled state are not taken over: scores follow from outcomes, and pickles are programs.

mod error;
mod files;
mod media;
mod outcomes;
mod prompts;
mod source;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::{Store, StoreError};
use crate::types::UnixMillis;

pub use error::ImportError;
pub use files::Files;

use source::Source;

/// Where the database is copied to, with anything behind it.
pub(super) const SCRATCH: &str = "tmp/import-";

/// What an import does.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The Python validator's `prompts.db`.
    pub file: &'a Path,
    /// How media files come over.
    pub files: Files,
    /// Only look what would come.
    pub dry_run: bool,
    /// The time.
    pub now: UnixMillis,
}

/// Rows of one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    /// In the file.
    pub read: u64,
    /// Taken over.
    pub taken: u64,
    /// Here already.
    pub there: u64,
    /// Left out; the report says why.
    pub left_out: u64,
}

/// Rows that were left out, or changed, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// Of which table.
    pub table: &'static str,
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub rows: u64,
    /// One of them.
    pub example: String,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Prompts.
    pub prompts: Taken,
    /// Media and their files.
    pub media: Taken,
    /// Outcomes.
    pub outcomes: Taken,
    /// Bytes of the media that were taken over.
    pub media_bytes: u64,
    /// Files that both folders share now.
    pub linked: u64,
    /// Files that were copied.
    pub copied: u64,
    /// What was left out or changed, and why.
    pub remarks: Vec<Remark>,
}

impl Store {
    /// Takes over a Python validator's database. `progress` hears how many of how many media are done.
    pub fn import(&mut self, import: &Import<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Imported, ImportError> {
        // A look changes nothing, so nobody has to stop for it.
        let _locks = if import.dry_run { None } else { Some((self.claim()?, self.claim_data()?)) };
        let source = Source::open(import.file, self.folder())?;
        let mut run = Run {
            store: self,
            source: &source,
            import: *import,
            report: Imported::default(),
            prompts: HashMap::new(),
            media: HashMap::new(),
            words: HashSet::new(),
            coming: HashSet::new(),
            remarks: BTreeMap::new(),
        };
        run.prompts()?;
        run.media(progress)?;
        run.outcomes()?;
        Ok(run.finish())
    }
}

/// An import under way.
struct Run<'a> {
    store: &'a mut Store,
    source: &'a Source,
    import: Import<'a>,
    report: Imported,
    /// Prompts whose words have another id here.
    prompts: HashMap<String, String>,
    /// Likewise media whose bytes have.
    media: HashMap<String, String>,
    /// Prompts that would come, and media that a check of their prompt could be made of; for a look.
    words: HashSet<String>,
    coming: HashSet<String>,
    remarks: BTreeMap<(&'static str, &'static str), (u64, String)>,
}

impl Run<'_> {
    fn remark(&mut self, table: &'static str, reason: &'static str, example: &str) {
        let (rows, _) = self.remarks.entry((table, reason)).or_insert_with(|| (0, example.to_owned()));
        *rows += 1;
    }

    fn finish(mut self) -> Imported {
        self.report.remarks = std::mem::take(&mut self.remarks)
            .into_iter()
            .map(|((table, reason), (rows, example))| Remark { table, reason, rows, example })
            .collect();
        self.report
    }

    /// Whether a row with this id is here.
    fn is_here(&self, sql: &'static str, id: &str) -> Result<bool, StoreError> {
        use rusqlite::OptionalExtension;
        self.store.read(|connection| {
            connection.prepare_cached(sql)?.query_row([id], |_| Ok(())).optional().map(|row| row.is_some())
        })
    }
}
