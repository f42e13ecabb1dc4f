//! Reads the log of one service: the last lines, those since a time, and then whatever comes.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{End, Position};
use super::lines::{Line, Lines, Shape};
use super::scan::Scan;
use super::search;
use super::select::{RunChoice, Selection};

/// How much of the end is looked at first for the last lines; it grows until they are found.
const FIRST_WINDOW: u64 = 64 << 10;

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct Query {
    /// Which lines.
    pub selection: Selection,
    /// Only the last ones; `None` for all.
    pub last: Option<u64>,
    /// Whole lines or bytes.
    pub shape: Shape,
    /// What comes later is wanted as well.
    pub follow: bool,
    /// Watches the reading, and may end it.
    pub scan: Option<Arc<Scan>>,
}

/// The log of one service, open for reading. It reads files only: no supervisor need run.
#[derive(Debug)]
pub struct LogReader {
    lines: Lines,
    selection: Selection,
    skip: u64,
    shape: Shape,
    follow: bool,
    live: bool,
}

impl LogReader {
    /// Opens a log. A folder without one reads as empty, and can be followed.
    pub fn open(folder: &Path, query: &Query) -> io::Result<Self> {
        let nothing = End { segment: 0, records: 0, log_bytes: 0 };
        let whole = search::end(folder)?.unwrap_or(nothing);
        let (first, runs) = first_place(folder, whole, &query.selection)?;
        // The last lines until a time are looked for from there on, not from the end of the log.
        let until = query.selection.until_us.filter(|_| !query.follow);
        let (border, end) = match until {
            Some(until) => search::until(folder, whole, until)?,
            None => (whole, whole),
        };
        let open = |position: Position| -> io::Result<Lines> {
            let skipping = search::open_lines(folder, position)?;
            Ok(Lines::new(folder, (position, end), skipping, query, runs.clone()))
        };
        let (position, skip) = match query.last {
            None => (first, 0),
            Some(last) => find_last(folder, (first, border), last, query, open)?,
        };
        let Query { ref selection, shape, follow, .. } = *query;
        Ok(Self { lines: open(position)?, selection: selection.clone(), skip, shape, follow, live: false })
    }

    /// Goes to the next line; false at the end, or, in following, when none is there yet (ask again later).
    pub fn advance(&mut self) -> io::Result<bool> {
        loop {
            if next_match(&mut self.lines, &self.selection)? {
                let counts = self.shape == Shape::Lines || self.lines.line().is_some_and(|line| line.is_ended);
                match self.skip.checked_sub(1) {
                    None => return Ok(true),
                    // Raw lines come in parts, and only the last part of each counts.
                    Some(skip) if counts => self.skip = skip,
                    Some(_) => {}
                }
            } else if self.follow && !self.live {
                self.live = true;
                self.skip = 0;
                self.lines.go_on();
            } else {
                return Ok(false);
            }
        }
    }

    /// The line that [`Self::advance`] came to.
    pub fn line(&self) -> Option<Line<'_>> {
        self.lines.line()
    }

    /// An index that cannot be used, once: its lines come without times, and without their streams.
    pub fn take_damaged(&mut self) -> Option<PathBuf> {
        self.lines.take_damaged()
    }
}

/// Where the wanted times and runs begin, and which runs these are.
fn first_place(folder: &Path, end: End, selection: &Selection) -> io::Result<(Position, Option<RangeInclusive<u32>>)> {
    let mut first = search::first(folder, end, |_| true)?;
    if let Some(since) = selection.since_us {
        first = search::first(folder, end, |record| record.time_us >= since)?;
    }
    let mut runs = None;
    if let Some(choice) = selection.run {
        let (current, previous) = search::newest_runs(folder)?;
        let chosen = match choice {
            RunChoice::Current => current.unwrap_or(0)..=u32::MAX,
            RunChoice::Previous => previous.map_or(u32::MAX..=u32::MAX, |run| run..=run),
            RunChoice::Number(run) => run..=run,
        };
        first = first.max(search::first(folder, end, |record| record.run >= *chosen.start())?);
        runs = Some(chosen);
    }
    Ok((first, runs))
}

/// Where to begin, and how many lines to pass over, to get the `last` ones. Looks at a window at the end, and at a larger
/// one until there are enough: what is printed is read twice, what lies before is not read at all.
fn find_last(
    folder: &Path,
    (first, end): (Position, End),
    last: u64,
    query: &Query,
    open: impl Fn(Position) -> io::Result<Lines>,
) -> io::Result<(Position, u64)> {
    let Query { selection, shape, .. } = query;
    let is_raw = *shape == Shape::Raw;
    let mut window = FIRST_WINDOW;
    loop {
        let position = search::back_from(folder, end, window)?.max(first);
        let mut lines = open(position)?;
        let (mut count, mut partial) = (0, false);
        while next_match(&mut lines, selection)? {
            let is_ended = lines.line().is_some_and(|line| line.is_ended);
            count += u64::from(is_ended || !is_raw);
            partial = !is_ended;
        }
        let total = count + u64::from(partial && is_raw);
        // A raw window may begin within a line, which then is none of the last.
        let enough = last + u64::from(is_raw);
        let is_stopped = query.scan.as_ref().is_some_and(|scan| scan.is_stopped());
        if total >= enough || position == first || is_stopped {
            return Ok((position, total.saturating_sub(last)));
        }
        window = window.saturating_mul(8);
    }
}

fn next_match(lines: &mut Lines, selection: &Selection) -> io::Result<bool> {
    while lines.advance()? {
        if lines.line().is_some_and(|line| selection.matches(line.time_us, line.bytes)) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::Regex;

    use super::super::index::{RECORD, Stream};
    use super::super::keep::pack_segment;
    use super::super::segment::{index_path, log_path, numbers};
    use super::super::{LONGEST_LINE, LogWriter};
    use super::*;
    use crate::supervisor::{LogPolicy, MinFree};

    type Found = (Option<u64>, Stream, u32, String);

    fn query() -> Query {
        Query { selection: Selection::default(), last: None, shape: Shape::Lines, follow: false, scan: None }
    }

    fn writer(folder: &Path, segment_bytes: u64) -> LogWriter {
        LogWriter::open(
            folder,
            &LogPolicy { segment_bytes, total_bytes: u64::MAX, min_free: MinFree::Bytes(0), ..LogPolicy::default() },
        )
        .unwrap()
    }

    fn drain(reader: &mut LogReader) -> Vec<Found> {
        let mut found = Vec::new();
        while reader.advance().unwrap() {
            let line = reader.line().unwrap();
            found.push((line.time_us, line.stream, line.run, String::from_utf8_lossy(line.bytes).into_owned()));
        }
        found
    }

    fn read(folder: &Path, query: &Query) -> Vec<Found> {
        drain(&mut LogReader::open(folder, query).unwrap())
    }

    fn texts(folder: &Path, query: &Query) -> Vec<String> {
        read(folder, query).into_iter().map(|(.., text)| text).collect()
    }

    /// What one stream of one run wrote, as lines; a last one without newline counts.
    fn model(written: &[(u32, Stream, String)], run: u32, stream: Stream) -> Vec<String> {
        let whole: String = written.iter().filter(|it| it.0 == run && it.1 == stream).map(|it| it.2.as_str()).collect();
        whole.split_inclusive('\n').map(|line| line.trim_end_matches('\n').to_owned()).collect()
    }

    fn output() -> impl Strategy<Value = Vec<(u32, Stream, String)>> {
        let stream = prop_oneof![Just(Stream::Out), Just(Stream::Err)];
        let chunk = (0_u32..8, stream, "[a-c\n]{1,30}");
        prop::collection::vec(chunk, 1..80).prop_map(|mut chunks| {
            let mut run = 1;
            for chunk in &mut chunks {
                run += u32::from(chunk.0 == 0);
                chunk.0 = run;
            }
            chunks
        })
    }

    fn write(folder: &Path, written: &[(u32, Stream, String)], segment_bytes: u64) {
        let mut writer = writer(folder, segment_bytes);
        for (run, stream, text) in written {
            writer.append(*run, *stream, text.as_bytes()).unwrap();
        }
    }

    /// Compresses closed segments, those whose bit is set.
    fn pack(folder: &Path, which: u64) {
        let mut closed = numbers(folder).unwrap();
        closed.pop();
        for number in closed.into_iter().filter(|number| which >> (number % 64) & 1 == 1) {
            if log_path(folder, number).exists() {
                pack_segment(folder, number).unwrap();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_line_comes_whole_whatever_the_chunks_streams_runs_and_segments(
            written in output(), segment_bytes in 8_u64..300, packed in any::<u64>(),
        ) {
            let home = tempfile::tempdir().unwrap();
            write(home.path(), &written, segment_bytes);
            pack(home.path(), packed);
            let all = read(home.path(), &query());
            let last_run = written.last().unwrap().0;
            for run in 1..=last_run {
                for stream in [Stream::Out, Stream::Err] {
                    let found = all.iter().filter(|it| it.1 == stream && it.2 == run).map(|it| it.3.clone());
                    prop_assert_eq!(found.collect::<Vec<_>>(), model(&written, run, stream), "{} {:?}", run, stream);
                }
            }
        }

        #[test]
        fn the_last_lines_and_those_of_a_time_or_run_are_those_of_the_whole(
            written in output(), segment_bytes in 8_u64..300, last in 0_usize..40, pick in any::<prop::sample::Index>(),
            packed in any::<u64>(),
        ) {
            let home = tempfile::tempdir().unwrap();
            write(home.path(), &written, segment_bytes);
            let all = read(home.path(), &query());
            pack(home.path(), packed);
            let tail = Query { last: Some(last as u64), ..query() };
            prop_assert_eq!(&read(home.path(), &tail)[..], &all[all.len().saturating_sub(last)..]);

            let (time, _, run, _) = *pick.get(&all);
            for (since_us, until_us) in [(time, None), (None, time)] {
                let selection = Selection { since_us, until_us, ..Selection::default() };
                let begun = |it: &&Found| it.0 >= since_us && (until_us.is_none() || it.0 <= until_us);
                let expected: Vec<Found> = all.iter().filter(begun).cloned().collect();
                let mut found = read(home.path(), &Query { selection, ..query() });
                let mut expected = expected;
                // A line that outlasts `until` is given where it ends or at the end of what is wanted.
                found.sort();
                expected.sort();
                prop_assert_eq!(found, expected);
            }
            let until = Selection { until_us: time, ..Selection::default() };
            let before = read(home.path(), &Query { selection: until.clone(), ..query() });
            let found = read(home.path(), &Query { selection: until, last: Some(last as u64), ..query() });
            prop_assert_eq!(&found[..], &before[before.len().saturating_sub(last)..]);
            for pattern in ["b", "^a", "cc|b$", "ab.*c"] {
                let patterns = vec![Regex::new(pattern).unwrap()];
                let expected: Vec<&Found> = all.iter().filter(|it| patterns[0].is_match(it.3.as_bytes())).collect();
                let selection = Selection { patterns: patterns.clone(), ..Selection::default() };
                let found = read(home.path(), &Query { selection, ..query() });
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{}", pattern);
            }
            let selection = Selection { run: Some(RunChoice::Number(run)), ..Selection::default() };
            let expected: Vec<Found> = all.iter().filter(|it| it.2 == run).cloned().collect();
            prop_assert_eq!(read(home.path(), &Query { selection, ..query() }), expected);
        }

        #[test]
        fn raw_gives_the_very_bytes(
            written in output(), segment_bytes in 8_u64..300, last in 0_usize..30, packed in any::<u64>(),
        ) {
            let home = tempfile::tempdir().unwrap();
            write(home.path(), &written, segment_bytes);
            pack(home.path(), packed);
            let whole: String = written.iter().map(|it| it.2.as_str()).collect();
            let raw = Query { shape: Shape::Raw, ..query() };
            prop_assert_eq!(texts(home.path(), &raw).concat(), whole.clone());
            let lines: Vec<&str> = whole.split_inclusive('\n').collect();
            let tail = lines[lines.len().saturating_sub(last)..].concat();
            prop_assert_eq!(texts(home.path(), &Query { last: Some(last as u64), ..raw }).concat(), tail);
        }

        #[test]
        fn following_gives_what_reading_at_the_end_gives(
            written in output(), segment_bytes in 8_u64..300, packed in any::<u64>(), read_every in 1_usize..10,
        ) {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("later");
            let mut reader = LogReader::open(&folder, &Query { follow: true, ..query() }).unwrap();
            prop_assert_eq!(drain(&mut reader), vec![]);
            let mut found = Vec::new();
            let mut writer = writer(&folder, segment_bytes);
            for (at, (run, stream, text)) in written.iter().enumerate() {
                writer.append(*run, *stream, text.as_bytes()).unwrap();
                pack(&folder, packed.rotate_left(u32::try_from(at).unwrap()));
                if at % read_every == 0 {
                    found.extend(drain(&mut reader));
                }
            }
            // The unfinished lines at the end are shown only to those who do not wait.
            writer.append(u32::MAX, Stream::Out, b"end\n").unwrap();
            found.extend(drain(&mut reader));
            prop_assert_eq!(found, read(&folder, &query()));
        }
    }

    #[test]
    fn the_rest_of_a_line_that_began_many_segments_before_a_time_is_none_of_its_lines() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 10);
        writer.append(1, Stream::Err, b"begun ").unwrap();
        for line in 0..10 {
            writer.append(1, Stream::Out, format!("output {line}\n").as_bytes()).unwrap();
        }
        let last = read(home.path(), &query()).iter().find(|it| it.3 == "output 9").unwrap().0;
        writer.append(1, Stream::Err, b"and ended\n").unwrap();
        let selection = Selection { since_us: last, ..Selection::default() };
        assert_eq!(texts(home.path(), &Query { selection, ..query() }), ["output 9"]);
    }

    #[test]
    fn a_window_of_time_is_no_larger_than_asked_for_and_windows_cover_the_log() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 200);
        for line in 0..100 {
            writer.append(1, Stream::Out, format!("line number {line:03}\n").as_bytes()).unwrap();
            std::thread::sleep(std::time::Duration::from_micros(2)); // times are told apart by microseconds
        }
        pack(home.path(), 0b1010_1010);
        let all = texts(home.path(), &query());
        for is_backwards in [true, false] {
            let (mut near, mut found) = (None, Vec::new());
            loop {
                let step = if is_backwards { super::super::time_before } else { super::super::time_after };
                let far = step(home.path(), near, 330).unwrap();
                let (since_us, until_us) = if is_backwards { (far, near) } else { (near, far) };
                let selection = Selection { since_us, until_us, ..Selection::default() };
                let window = texts(home.path(), &Query { selection, ..query() });
                assert!(window.len() <= 22, "{}", window.len());
                if is_backwards {
                    found.splice(0..0, window)
                } else {
                    found.splice(found.len().., window)
                };
                let Some(far) = far else { break };
                near = Some(if is_backwards { far - 1 } else { far + 1 });
            }
            assert_eq!(found, all, "backwards: {is_backwards}");
        }
        assert_eq!(super::super::stored_bytes(home.path()).unwrap(), 1600);
    }

    #[test]
    fn a_reading_is_watched_and_stopped() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 1 << 20);
        for line in 0..100 {
            writer.append(1, Stream::Out, format!("{line}\n").as_bytes()).unwrap();
        }
        let scan = Arc::new(Scan::default());
        let mut reader = LogReader::open(home.path(), &Query { scan: Some(Arc::clone(&scan)), ..query() }).unwrap();
        assert!(reader.advance().unwrap());
        assert_eq!(scan.read_bytes(), 290);
        scan.stop();
        assert!(!reader.advance().unwrap());
    }

    #[test]
    fn the_last_lines_are_found_however_long_lines_are() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 1 << 20);
        for line in 0..40 {
            writer.append(1, Stream::Out, format!("{line} {}\n", "x".repeat(90_000)).as_bytes()).unwrap();
        }
        let found = texts(home.path(), &Query { last: Some(5), ..query() });
        let numbers: Vec<&str> = found.iter().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(numbers, ["35", "36", "37", "38", "39"]);
    }

    #[test]
    fn a_line_longer_than_any_is_given_in_pieces_without_a_loss() {
        let home = tempfile::tempdir().unwrap();
        let line = "y".repeat(2 * LONGEST_LINE + 100);
        for part in line.as_bytes().chunks(100_000) {
            writer(home.path(), 64 << 20).append(1, Stream::Out, part).unwrap();
        }
        writer(home.path(), 64 << 20).append(1, Stream::Out, b"\nnext\n").unwrap();
        let found = texts(home.path(), &query());
        assert_eq!(found.len(), 4);
        assert_eq!(found[..3].concat(), line);
        assert_eq!(texts(home.path(), &Query { last: Some(2), ..query() }), found[2..]);
    }

    #[test]
    fn without_a_usable_index_lines_come_without_times() {
        for damage in ["missing", "header", "middle"] {
            let home = tempfile::tempdir().unwrap();
            let mut writer = writer(home.path(), 100);
            for line in 0..20 {
                writer.append(1, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
            }
            let path = index_path(home.path(), 2);
            let mut bytes = std::fs::read(&path).unwrap();
            match damage {
                "missing" => std::fs::remove_file(&path).unwrap(),
                "header" => {
                    bytes[0] ^= 1;
                    std::fs::write(&path, &bytes).unwrap();
                }
                _ => {
                    bytes[2 * RECORD..3 * RECORD].fill(0xee);
                    std::fs::write(&path, &bytes).unwrap();
                }
            }
            let mut reader = LogReader::open(home.path(), &query()).unwrap();
            let found = drain(&mut reader);
            let expected: Vec<String> = (0..20).map(|line| format!("line number {line}")).collect();
            assert_eq!(found.iter().map(|it| it.3.clone()).collect::<Vec<_>>(), expected, "{damage}");
            assert!(found.iter().any(|it| it.0.is_none()) && found.iter().any(|it| it.0.is_some()), "{damage}");
            assert_eq!(reader.take_damaged(), Some(path));
            let last = Query { last: Some(17), ..query() };
            assert_eq!(texts(home.path(), &last), expected[3..], "{damage}");
        }
    }

    #[test]
    fn segments_deleted_while_they_are_read_end_the_reading_of_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 100);
        for line in 0..20 {
            writer.append(1, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
        }
        let mut reader = LogReader::open(home.path(), &query()).unwrap();
        assert!(reader.advance().unwrap());
        for number in [1, 2] {
            std::fs::remove_file(log_path(home.path(), number)).unwrap();
            std::fs::remove_file(index_path(home.path(), number)).unwrap();
        }
        let found = drain(&mut reader);
        assert_eq!(found.last().unwrap().3, "line number 19");
        assert_eq!(found[0].3, "line number 1", "the open segment is read to its end");
    }

    #[test]
    fn a_log_that_is_deleted_and_begun_anew_is_followed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("service");
        let mut first = writer(&folder, 30);
        let mut reader = LogReader::open(&folder, &Query { follow: true, ..query() }).unwrap();
        for line in 0..5 {
            first.append(1, Stream::Out, format!("old line {line}\n").as_bytes()).unwrap();
        }
        assert_eq!(drain(&mut reader).len(), 5);
        assert!(numbers(&folder).unwrap().len() > 1);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(drain(&mut reader), vec![]);
        // File times are as coarse as the kernel's tick.
        let before = std::time::Instant::now();
        let mut second = writer(&folder, 1000);
        let mut found = Vec::new();
        while found.is_empty() && before.elapsed().as_secs() < 10 {
            second.append(2, Stream::Out, b"new line\n").unwrap();
            found = drain(&mut reader);
        }
        assert_eq!(found[0].3, "new line");
    }

    #[test]
    fn only_whole_lines_that_came_later_are_followed_after_the_last_none() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = writer(home.path(), 1000);
        writer.append(1, Stream::Out, b"before\nhalf ").unwrap();
        let query = Query { follow: true, last: Some(0), ..query() };
        let mut reader = LogReader::open(home.path(), &query).unwrap();
        assert_eq!(drain(&mut reader), vec![]);
        writer.append(1, Stream::Out, b"a line\n").unwrap();
        assert_eq!(drain(&mut reader)[0].3, "half a line");
    }
}
