//! Keeps logs within their bounds: compresses closed segments, deletes the oldest. It may be killed at any moment, and
//! run beside writers and readers: only closed segments are touched, and nothing is removed before what replaces it is on
//! the disk.

use std::fs::{File, FileTimes, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use nix::sys::statvfs::statvfs;

use super::packed;
use super::segment::{disk_bytes, index_path, log_path, numbers, numbers_of, packed_path, remove};
use crate::supervisor::MinFree;

/// A frame of a segment: what a reader has to unpack to get at one line.
const LOG_FRAME: usize = 512 << 10;
/// A frame of an index, in which is searched.
const INDEX_FRAME: usize = 64 << 10;
/// Free space of the disk below `folder`, and how much of it is left to others.
pub fn free_space(folder: &Path, wanted: MinFree) -> io::Result<(u64, u64)> {
    let facts = statvfs(folder)?;
    // The types differ from system to system.
    #[expect(clippy::useless_conversion, reason = "u32 on some targets")]
    let bytes = |blocks: u64| blocks.saturating_mul(u64::from(facts.fragment_size()));
    Ok((bytes(facts.blocks_available()), wanted.of(bytes(facts.blocks()))))
}

/// What a log takes on the disk.
pub fn disk_use(folder: &Path) -> u64 {
    numbers(folder).unwrap_or_default().into_iter().map(|number| disk_bytes(folder, number)).sum()
}

/// Compresses the closed segments of a log that are not yet; how many it were.
pub fn pack_closed(folder: &Path) -> io::Result<u32> {
    let mut packed = 0;
    let newest = numbers(folder)?.last().copied();
    clean_up(folder)?;
    for number in numbers_of(folder, "log")?.into_iter().filter(|number| Some(*number) != newest) {
        match pack_segment(folder, number) {
            // Somebody has deleted it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => {
                done?;
                packed += 1;
            }
        }
    }
    Ok(packed)
}

/// Removes what was left by one that was killed.
fn clean_up(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.ends_with(".zst.new")) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for number in numbers_of(folder, "idx")? {
        let (log, index) = (log_path(folder, number), index_path(folder, number));
        if !log.exists() && packed_path(&log).exists() && packed_path(&index).exists() {
            std::fs::remove_file(index)?;
        }
    }
    Ok(())
}

pub(super) fn pack_segment(folder: &Path, number: u64) -> io::Result<()> {
    let (log, index) = (log_path(folder, number), index_path(folder, number));
    // The index first: a compressed segment is never without one.
    if index.exists() {
        pack_file(&index, INDEX_FRAME)?;
    }
    pack_file(&log, LOG_FRAME)?;
    File::open(folder)?.sync_all()?;
    if !log.exists() {
        // Deleted while it was being compressed: so is what came of it.
        remove(folder, number)?;
        return Ok(());
    }
    for plain in [log, index] {
        match std::fs::remove_file(plain) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn pack_file(plain: &Path, frame: usize) -> io::Result<()> {
    let packed = packed_path(plain);
    if packed.exists() {
        // An earlier attempt came as far as this.
        return Ok(());
    }
    let mut beside = packed.clone().into_os_string();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let from = File::open(plain)?;
    let facts = from.metadata()?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    let mut to = BufWriter::with_capacity(256 << 10, file);
    let written = packed::pack(&from, facts.len(), &mut to, frame).and_then(|()| to.flush()).and_then(|()| {
        let file = to.get_ref();
        file.set_times(FileTimes::new().set_modified(facts.modified()?))?;
        file.sync_all()?;
        std::fs::rename(&beside, &packed)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside); // a full disk needs the room
    }
    written
}

/// Deletes closed segments whose last line is older than this.
pub fn delete_older(folder: &Path, age: Duration) -> io::Result<()> {
    for closed in closed(folder)? {
        if closed.modified.elapsed().is_ok_and(|elapsed| elapsed > age) {
            remove(&closed.folder, closed.number)?;
        }
    }
    Ok(())
}

/// Deletes the oldest closed segments of all logs together until they have no more than `total` bytes.
pub fn trim_all(parent: &Path, total: u64) -> io::Result<()> {
    let mut all = Vec::new();
    let mut bytes: u64 = 0;
    for folder in logs_below(parent)? {
        all.extend(closed(&folder)?);
        bytes = bytes.saturating_add(disk_use(&folder));
    }
    all.sort_by_key(|closed| closed.modified);
    for closed in all {
        if bytes <= total {
            break;
        }
        let freed = disk_bytes(&closed.folder, closed.number);
        remove(&closed.folder, closed.number)?;
        bytes = bytes.saturating_sub(freed);
    }
    Ok(())
}

/// Deletes the oldest closed segments of all logs together until the disk has its floor of free space again. False if
/// it has not, though none is left.
pub fn make_room(parent: &Path, wanted: MinFree) -> io::Result<bool> {
    let has_room = || free_space(parent, wanted).map(|(free, floor)| free >= floor);
    if has_room()? {
        return Ok(true);
    }
    let mut all = Vec::new();
    for folder in logs_below(parent)? {
        all.extend(closed(&folder)?);
    }
    all.sort_by_key(|closed| closed.modified);
    for closed in all {
        remove(&closed.folder, closed.number)?;
        if has_room()? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A segment that is not written to any more.
struct Closed {
    folder: PathBuf,
    number: u64,
    modified: SystemTime,
}

fn closed(folder: &Path) -> io::Result<Vec<Closed>> {
    let mut all = numbers(folder)?;
    all.pop();
    let modified = |number: u64| {
        let plain = log_path(folder, number);
        let facts = std::fs::metadata(&plain).or_else(|_| std::fs::metadata(packed_path(&plain)));
        facts.and_then(|facts| facts.modified()).ok()
    };
    let found = all
        .into_iter()
        .filter_map(|number| Some(Closed { folder: folder.to_owned(), number, modified: modified(number)? }));
    Ok(found.collect())
}

/// The folders of all logs.
pub fn logs_below(parent: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    Ok(folders.map(|entry| entry.path()).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{LogReader, LogWriter, Query, Selection, Shape, Stream};
    use super::*;
    use crate::supervisor::LogPolicy;

    fn written(folder: &Path, lines: std::ops::Range<u32>) -> LogWriter {
        let policy = LogPolicy {
            segment_bytes: 1000,
            total_bytes: u64::MAX,
            min_free: MinFree::Bytes(0),
            ..LogPolicy::default()
        };
        let mut writer = LogWriter::open(folder, &policy).unwrap();
        for line in lines {
            writer.append(1, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
        }
        writer
    }

    fn lines(folder: &Path) -> Vec<String> {
        let query =
            Query { selection: Selection::default(), last: None, shape: Shape::Lines, follow: false, scan: None };
        let mut reader = LogReader::open(folder, &query).unwrap();
        let mut found = Vec::new();
        while reader.advance().unwrap() {
            found.push(String::from_utf8(reader.line().unwrap().bytes.to_vec()).unwrap());
        }
        found
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn packing_that_is_killed_after_any_step_loses_no_line_and_is_taken_up_again() {
        // Each step leaves one of these behind.
        let steps: [&dyn Fn(&Path); 4] = [
            &|folder| std::fs::write(folder.join("00000001.idx.zst.new"), "half").unwrap(),
            &|folder| pack_file(&index_path(folder, 1), INDEX_FRAME).unwrap(),
            &|folder| {
                pack_file(&index_path(folder, 1), INDEX_FRAME).unwrap();
                pack_file(&log_path(folder, 1), LOG_FRAME).unwrap();
            },
            &|folder| {
                pack_file(&index_path(folder, 1), INDEX_FRAME).unwrap();
                pack_file(&log_path(folder, 1), LOG_FRAME).unwrap();
                std::fs::remove_file(log_path(folder, 1)).unwrap();
            },
        ];
        for (at, step) in steps.into_iter().enumerate() {
            let home = tempfile::tempdir().unwrap();
            let writer = written(home.path(), 0..200);
            let before = lines(home.path());
            assert_eq!(before.len(), 200);
            step(home.path());
            assert_eq!(lines(home.path()), before, "killed after step {at}");
            // The writer comes back, too.
            drop(writer);
            let _writer = written(home.path(), 200..201);
            pack_closed(home.path()).unwrap();
            assert_eq!(lines(home.path()).len(), 201, "taken up after step {at}");
            let names = files(home.path());
            let plain = names.iter().filter(|name| [".log", ".idx"].iter().any(|end| name.ends_with(end))).count();
            assert_eq!((plain, names.iter().any(|name| name.contains(".new"))), (2, false), "step {at}: {names:?}");
        }
    }

    #[test]
    fn a_segment_that_is_deleted_while_it_is_packed_does_not_come_back() {
        let home = tempfile::tempdir().unwrap();
        let _writer = written(home.path(), 0..200);
        pack_file(&log_path(home.path(), 1), LOG_FRAME).unwrap();
        std::fs::remove_file(log_path(home.path(), 1)).unwrap();
        pack_segment(home.path(), 1).unwrap();
        pack_closed(home.path()).unwrap();
        assert!(!files(home.path()).iter().any(|name| name.starts_with("00000001")));
    }

    #[test]
    fn one_cap_over_all_logs_takes_the_oldest_of_any_service_and_never_what_is_written_to() {
        let home = tempfile::tempdir().unwrap();
        let (a, b) = (home.path().join("a"), home.path().join("b"));
        let _old = written(&a, 0..200);
        for number in numbers(&a).unwrap() {
            let file = File::open(log_path(&a, number)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_hours(1)).unwrap();
        }
        let _new = written(&b, 0..200);
        let all = lines(&b).len();
        let of_b: u64 = numbers(&b).unwrap().into_iter().map(|number| disk_bytes(&b, number)).sum();
        let newest = *numbers(&a).unwrap().last().unwrap();
        trim_all(home.path(), of_b + disk_bytes(&a, newest)).unwrap();
        assert_eq!((numbers(&a).unwrap(), lines(&b).len()), (vec![newest], all));
        trim_all(home.path(), 0).unwrap();
        assert_eq!((numbers(&a).unwrap().len(), numbers(&b).unwrap().len()), (1, 1));
    }

    #[test]
    fn a_disk_below_its_floor_gets_the_room_of_all_closed_segments_and_no_more() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a");
        let _writer = written(&folder, 0..200);
        assert!(make_room(home.path(), MinFree::Bytes(0)).unwrap());
        assert!(numbers(&folder).unwrap().len() > 1);
        assert!(!make_room(home.path(), MinFree::Bytes(u64::MAX)).unwrap());
        assert_eq!(numbers(&folder).unwrap().len(), 1);
    }

    #[test]
    fn segments_are_deleted_by_the_age_of_their_last_line_compressed_or_not() {
        let home = tempfile::tempdir().unwrap();
        let _writer = written(home.path(), 0..200);
        let file = File::open(log_path(home.path(), 1)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_hours(50)).unwrap();
        pack_closed(home.path()).unwrap();
        let before = numbers(home.path()).unwrap();
        delete_older(home.path(), Duration::from_hours(51)).unwrap();
        assert_eq!(numbers(home.path()).unwrap(), before);
        delete_older(home.path(), Duration::from_hours(49)).unwrap();
        assert_eq!(numbers(home.path()).unwrap(), before[1..]);
    }
}
