//! The Python validator's database: read from a copy, whatever its age. Columns that it lacks read as null.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use super::super::database::unsigned;
use super::ImportError;
use crate::store::StoreError;

/// A Python validator's database.
pub(super) struct Source {
    connection: Connection,
    /// Where it really is.
    path: PathBuf,
    _copy: tempfile::TempDir,
}

impl Source {
    /// Copies the database into a folder of the store's, with what is in its log, and looks whether it is what it is to
    /// be. The original is only read, even if it is damaged.
    pub(super) fn open(file: &Path, store: &Path) -> Result<Self, ImportError> {
        let unreadable = |source| ImportError::Read { path: file.to_owned(), source };
        let path = fs::canonicalize(file).map_err(unreadable)?;
        if !path.is_file() {
            return Err(unreadable(io::ErrorKind::InvalidInput.into()));
        }
        let (scratch, prefix) = super::SCRATCH.split_once('/').unwrap_or(("", super::SCRATCH));
        let copy = tempfile::Builder::new()
            .prefix(prefix)
            .tempdir_in(store.join(scratch))
            .map_err(|source| StoreError::Io { path: store.join(scratch), source })?;
        let target = copy.path().join("source.db");
        let before = stamps(&path);
        for ending in ["", "-wal"] {
            let from = PathBuf::from(format!("{}{ending}", path.display()));
            match fs::copy(&from, format!("{}{ending}", target.display())) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => {}
                Err(source) => return Err(ImportError::Read { path: from, source }),
                Ok(_) => {}
            }
        }
        if stamps(&path) != before {
            return Err(ImportError::Changing(path));
        }
        // A copy of something read-only would be it too.
        for entry in fs::read_dir(copy.path()).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?.path();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&entry, mode).map_err(unreadable)?;
        }
        let fault = |source| ImportError::Source { path: path.clone(), source };
        let connection = Connection::open(&target).map_err(fault)?;
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(fault)?;
        if found != "ok" {
            return Err(ImportError::Damaged { path, found });
        }
        let source = Self { connection, path, _copy: copy };
        source.refuse_others()?;
        Ok(source)
    }

    fn refuse_others(&self) -> Result<(), ImportError> {
        if self.columns("prompts")?.is_empty() || self.columns("media")?.is_empty() {
            return Err(ImportError::Other(self.path.clone()));
        }
        if self.columns("_schema_migrations")?.is_empty() {
            return Ok(());
        }
        let sql = "SELECT 1 FROM _schema_migrations WHERE name LIKE 'gascli\\_%' ESCAPE '\\'";
        match self.connection.query_row(sql, [], |_| Ok(())).optional().map_err(|error| self.fault(error))? {
            Some(()) => Err(ImportError::Ours(self.path.clone())),
            None => Ok(()),
        }
    }

    pub(super) fn fault(&self, source: rusqlite::Error) -> ImportError {
        ImportError::Source { path: self.path.clone(), source }
    }

    /// The folder that it lies in, in which media are.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    fn columns(&self, table: &str) -> Result<HashSet<String>, ImportError> {
        let read = || -> rusqlite::Result<HashSet<String>> {
            let mut statement = self.connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
            statement.query_map([table], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.fault(error))
    }

    pub(super) fn count(&self, table: &'static str) -> Result<u64, ImportError> {
        if self.columns(table)?.is_empty() {
            return Ok(0);
        }
        let sql = format!("SELECT count(*) FROM {table}");
        self.connection.query_row(&sql, [], |row| unsigned(row, 0)).map_err(|error| self.fault(error))
    }

    /// Calls `each` with every row of a table, which has the columns asked for, in the order in which they were written.
    /// A table that is not there has no rows.
    pub(super) fn each(
        &self,
        table: &'static str,
        columns: &[&'static str],
        mut each: impl FnMut(Fields<'_>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let there = self.columns(table)?;
        if there.is_empty() {
            return Ok(());
        }
        let wanted: Vec<String> = columns
            .iter()
            .map(|column| if there.contains(*column) { format!("\"{column}\"") } else { "NULL".into() })
            .collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY rowid", wanted.join(", "));
        let fault = |error| self.fault(error);
        let mut statement = self.connection.prepare(&sql).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            each(Fields { row, columns })?;
        }
        Ok(())
    }
}

/// Lengths and times of a database and its log.
fn stamps(path: &Path) -> [Option<(u64, Option<SystemTime>)>; 2] {
    ["", "-wal"].map(|ending| {
        let facts = fs::metadata(format!("{}{ending}", path.display())).ok()?;
        Some((facts.len(), facts.modified().ok()))
    })
}

/// A row, read leniently: SQLite lets any value stand in any column.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    row: &'a Row<'a>,
    columns: &'a [&'static str],
}

impl Fields<'_> {
    fn value(&self, column: &str) -> ValueRef<'_> {
        let at = self.columns.iter().position(|name| *name == column);
        at.and_then(|at| self.row.get_ref(at).ok()).unwrap_or(ValueRef::Null)
    }

    /// Not empty.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        match self.value(column) {
            ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.is_empty()),
            ValueRef::Integer(number) => Some(number.to_string()),
            ValueRef::Real(number) => Some(number.to_string()),
            ValueRef::Blob(_) | ValueRef::Null => None,
        }
    }

    /// Finite.
    #[expect(clippy::cast_precision_loss, reason = "times and counts")]
    pub(super) fn real(&self, column: &str) -> Option<f64> {
        let number = match self.value(column) {
            ValueRef::Real(number) => number,
            ValueRef::Integer(number) => number as f64,
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok()?.trim().parse().ok()?,
            ValueRef::Blob(_) | ValueRef::Null => return None,
        };
        number.is_finite().then_some(number)
    }

    #[expect(clippy::cast_possible_truncation, reason = "counts, which Python may have written as floats")]
    pub(super) fn whole(&self, column: &str) -> Option<i64> {
        match self.value(column) {
            ValueRef::Integer(number) => Some(number),
            _ => self.real(column).map(|number| number as i64),
        }
    }

    pub(super) fn flag(&self, column: &str) -> Option<bool> {
        self.whole(column).map(|number| number != 0)
    }

    pub(super) fn bytes(&self, column: &str) -> Option<Vec<u8>> {
        match self.value(column) {
            ValueRef::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }

    /// A word that is one of these.
    pub(super) fn one_of(&self, column: &str, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(column)?;
        words.iter().copied().find(|word| *word == text)
    }
}
