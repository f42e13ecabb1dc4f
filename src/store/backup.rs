//! Copies of the whole database, made while it is in use (`spec/gas.md` 17.3). Media are not in them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::StepResult;

use super::database::{VALIDATOR, database_fault, open_to_copy};
use super::{Store, StoreError};
use crate::types::UnixMillis;

/// Where backups lie, in the store's folder.
const FOLDER: &str = "backups";

/// Of those that are made by themselves, and of those that somebody asked for: neither kind pushes the other out.
const PREFIXES: [&str; 2] = ["auto", "manual"];

/// How a time is written in names of files, so that they sort by it.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// What a backup is called until it is whole, with something of its own behind it.
const UNFINISHED: &str = ".backup-";

/// A backup that was not written to for so long is one that was killed.
const KILLED: Duration = Duration::from_hours(24);

/// Attempts to read a database that somebody else holds, and the wait between them.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// Backups looked at for one that is whole.
const CANDIDATES: usize = 8;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
}

impl Store {
    /// Copies the database of the store in `folder`, which may be in use. To `file`, which must not exist yet; without
    /// one into the store's folder of backups, of which the newest `keep` stay.
    pub fn backup(folder: &Path, file: Option<&Path>, keep: usize, now: UnixMillis) -> Result<Backup, StoreError> {
        let [_, manual] = PREFIXES;
        match file {
            Some(file) => copy(folder, file),
            None => into_folder(folder, manual, keep, now),
        }
    }

    /// Makes a backup unless the newest of those made by themselves is younger than `every`; the newest `keep` stay.
    pub fn backup_if_due(
        folder: &Path,
        every: Duration,
        keep: usize,
        now: UnixMillis,
    ) -> Result<Option<Backup>, StoreError> {
        let [auto, _] = PREFIXES;
        let newest = list(&folder.join(FOLDER), auto)?.into_iter().map(|(made, _)| made).next_back();
        // One from the future tells of a clock that was wrong.
        let due = newest.is_none_or(|made| made > now || made.until(now) >= every);
        if due { into_folder(folder, auto, keep, now).map(Some) } else { Ok(None) }
    }
}

/// The newest backup in the store's folder that is whole.
pub(super) fn newest_good(folder: &Path) -> Option<PathBuf> {
    let folder = folder.join(FOLDER);
    let mut all: Vec<(UnixMillis, PathBuf)> =
        PREFIXES.iter().filter_map(|prefix| list(&folder, prefix).ok()).flatten().collect();
    all.sort();
    all.into_iter().rev().take(CANDIDATES).map(|(_, path)| path).find(|path| VALIDATOR.examine(path).is_ok())
}

/// As part of the name of a file.
pub(super) fn time_text(now: UnixMillis) -> String {
    let time = i64::try_from(now.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    time.strftime(TIME).to_string()
}

fn into_folder(folder: &Path, prefix: &str, keep: usize, now: UnixMillis) -> Result<Backup, StoreError> {
    let backups = folder.join(FOLDER);
    let fault = |source| StoreError::Io { path: backups.clone(), source };
    fs::create_dir_all(&backups).map_err(fault)?;
    remove_unfinished(&backups).map_err(fault)?;
    let backup = copy(folder, &backups.join(format!("{prefix}-{}.db", time_text(now))))?;
    let all = list(&backups, prefix)?;
    let surplus = all.len().saturating_sub(keep.max(1));
    for (_, old) in all.into_iter().take(surplus).filter(|(_, path)| *path != backup.path) {
        fs::remove_file(&old).map_err(fault)?;
    }
    Ok(backup)
}

/// Removes what backups that were killed left behind. Another one may just be under way.
fn remove_unfinished(backups: &Path) -> io::Result<()> {
    for entry in fs::read_dir(backups)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(UNFINISHED) {
            continue;
        }
        let age = entry.metadata().and_then(|facts| facts.modified()).ok().and_then(|written| written.elapsed().ok());
        if age.is_some_and(|age| age >= KILLED) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The backups of a kind, the oldest first.
fn list(folder: &Path, prefix: &str) -> Result<Vec<(UnixMillis, PathBuf)>, StoreError> {
    let fault = |source| StoreError::Io { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fault)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let time = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".db"));
        if let Some(made) = time.and_then(read_time) {
            found.push((made, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn read_time(text: &str) -> Option<UnixMillis> {
    let time = jiff::civil::DateTime::strptime(TIME, text).ok()?;
    let at = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    u64::try_from(at.as_millisecond()).ok().map(UnixMillis)
}

/// Copies the database into a file that is whole at once, for its owner alone.
fn copy(store: &Path, to: &Path) -> Result<Backup, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    let fault = |source| StoreError::Io { path: to.to_owned(), source };
    let path = store.join(VALIDATOR.file);
    let (source, _open) = open_to_copy(store)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(fault)?; // 0600
    copy_database(&source, file.path())?;
    match VALIDATOR.examine(file.path()) {
        // Whole, and for those who can read it.
        Ok(_) | Err(StoreError::Newer { .. }) => {}
        Err(StoreError::Damaged { found, .. }) => {
            return Err(StoreError::Damaged { path, found, backup: newest_good(store) });
        }
        Err(StoreError::Foreign { setting, .. }) => return Err(StoreError::Foreign { path, setting }),
        Err(other) => return Err(other),
    }
    file.as_file().sync_all().map_err(fault)?;
    file.persist_noclobber(to).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
        _ => fault(error.error),
    })?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    Ok(Backup { path: to.to_owned(), bytes: fs::metadata(to).map_err(fault)?.len() })
}

/// Copies a database as it is at one moment into a file that needs no other one beside it.
pub(super) fn copy_database(source: &Connection, to: &Path) -> Result<(), StoreError> {
    let fault = |error| database_fault(to, error);
    let mut target = Connection::open(to).map_err(fault)?;
    let backup = rusqlite::backup::Backup::new(source, &mut target).map_err(fault)?;
    for _ in 0..ATTEMPTS {
        // All at once: nobody is kept from writing meanwhile, and a copy in parts would begin anew at each write.
        match backup.step(-1).map_err(fault)? {
            StepResult::Done => {
                drop(backup);
                target.pragma_update(None, "journal_mode", "DELETE").map_err(fault)?;
                return target.close().map_err(|(_, error)| fault(error));
            }
            _ => std::thread::sleep(PAUSE),
        }
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(fault(rusqlite::Error::SqliteFailure(busy, None)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{delivered, number};
    use super::*;
    use crate::types::Hint;

    const HOUR: Duration = Duration::from_hours(1);
    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    #[test]
    fn a_backup_of_a_store_in_use_is_whole_private_and_needs_no_file_beside_it() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        delivered(&mut store, 1, "one", NOW);
        let (other, to) = (tempfile::tempdir().unwrap(), "copy.db");
        let made = Store::backup(home.path(), Some(&other.path().join(to)), 1, NOW).unwrap();
        delivered(&mut store, 1, "two", NOW);
        assert_eq!(fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
        let names: Vec<_> = fs::read_dir(other.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [to]);
        let copy = VALIDATOR.examine(&made.path).unwrap();
        let count: i64 = copy.query_row("SELECT count(*) FROM media", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 1);
        let again = Store::backup(home.path(), Some(&made.path), 1, NOW).unwrap_err();
        assert!(matches!(again, StoreError::Exists(_)), "{again}");
    }

    #[test]
    fn backups_are_made_when_due_and_the_newest_are_kept_apart_from_those_asked_for() {
        let home = tempfile::tempdir().unwrap();
        drop(Store::open(home.path(), UnixMillis(0)).unwrap());
        let asked = Store::backup(home.path(), None, 1, NOW).unwrap().path;
        let mut made = Vec::new();
        for hour in 0..24 {
            made.extend(Store::backup_if_due(home.path(), HOUR * 6, 3, NOW.after(HOUR * hour)).unwrap());
        }
        assert_eq!(made.len(), 4);
        let left: Vec<_> = made.iter().filter(|backup| backup.path.exists()).collect();
        assert_eq!(left, made.iter().skip(1).collect::<Vec<_>>());
        assert!(asked.exists());
        // A clock that was wrong does not end the backups.
        let now = NOW.after(HOUR * 12 + Duration::from_secs(1));
        assert!(Store::backup_if_due(home.path(), HOUR * 6, 3, now).unwrap().is_some());
    }

    #[test]
    fn what_a_killed_backup_left_goes_with_the_next_and_one_under_way_stays() {
        let home = tempfile::tempdir().unwrap();
        drop(Store::open(home.path(), UnixMillis(0)).unwrap());
        let folder = home.path().join(FOLDER);
        fs::create_dir(&folder).unwrap();
        let (killed, under_way) = (folder.join(".backup-a"), folder.join(".backup-b"));
        for path in [&killed, &under_way] {
            fs::write(path, "half").unwrap();
        }
        let days_ago = std::time::SystemTime::now() - KILLED * 2;
        File::options().write(true).open(&killed).unwrap().set_modified(days_ago).unwrap();
        Store::backup(home.path(), None, 1, NOW).unwrap();
        assert_eq!((killed.exists(), under_way.exists()), (false, true));
    }

    #[test]
    fn a_damaged_database_names_the_newest_backup_that_is_whole() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let good = Store::backup(home.path(), None, 9, NOW).unwrap().path;
        let bad = Store::backup(home.path(), None, 9, NOW.after(HOUR)).unwrap().path;
        fs::write(&bad, "torn").unwrap();
        delivered(&mut store, 1, "one", NOW);
        assert_eq!(number(&store, "SELECT count(*) FROM media"), 1);
        drop(store);
        let path = home.path().join(VALIDATOR.file);
        let mut bytes = fs::read(&path).unwrap();
        bytes[4096..].fill(7);
        fs::write(&path, bytes).unwrap();
        let error = Store::open(home.path(), NOW).unwrap_err();
        let hint = error.hint().unwrap();
        assert!(hint.contains(&format!("gascli validator restore {}", good.display())), "{error}: {hint}");
        let error = Store::backup(home.path(), None, 1, NOW.after(HOUR * 2)).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(good.exists(), "a copy of damage takes the place of nothing");
    }
}
