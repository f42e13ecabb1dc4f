//! Finds places in a log without reading it: from its end, by time, by run.

use std::io;
use std::path::Path;

use super::cursor::{End, Position};
use super::index::{Record, Stream};
use super::segment::{Segment, numbers};

/// How many records are looked at to see whether a line was left open.
const LOOK_BACK: u64 = 4096;

/// How far the log reaches now; `None` without one.
pub(super) fn end(folder: &Path) -> io::Result<Option<End>> {
    for number in numbers(folder)?.into_iter().rev() {
        if let Some(segment) = Segment::open(folder, number)? {
            // Records first: what they name is in the log.
            let records = segment.records();
            return Ok(Some(End { segment: number, records, log_bytes: segment.log_bytes() }));
        }
    }
    Ok(None)
}

/// The place that is `bytes` before `end`, or the beginning.
pub(super) fn back_from(folder: &Path, end: End, bytes: u64) -> io::Result<Position> {
    let mut left = bytes;
    let mut first = Position { segment: end.segment, record: 0, offset: 0 };
    for number in numbers(folder)?.into_iter().rev().filter(|&number| number <= end.segment) {
        let Some(mut segment) = Segment::open(folder, number)? else { break };
        let log_bytes = if number == end.segment { end.log_bytes } else { segment.log_bytes() };
        if log_bytes > left {
            let offset = log_bytes - left;
            let record = segment.partition(|record| record.end() > offset);
            return Ok(Position { segment: number, record, offset });
        }
        left -= log_bytes;
        first.segment = number;
    }
    Ok(first)
}

/// The first record for which `holds`, where records that hold follow those that do not; the end if there is none.
pub(super) fn first(folder: &Path, end: End, holds: impl Fn(&Record) -> bool) -> io::Result<Position> {
    for number in numbers(folder)? {
        let Some(mut segment) = Segment::open(folder, number)? else { continue };
        if !segment.has_index() {
            return Ok(Position { segment: number, record: 0, offset: 0 });
        }
        let record = segment.partition(&holds);
        if let Some(found) = segment.record(record) {
            return Ok(Position { segment: number, record, offset: found.offset });
        }
    }
    Ok(Position { segment: end.segment, record: end.records, offset: end.log_bytes })
}

/// Which streams were in the midst of a line just before `position`, indexed by [`Stream`].
pub(super) fn open_lines(folder: &Path, position: Position) -> io::Result<[bool; 3]> {
    let mut open = [None; 3];
    let Some(mut segment) = Segment::open(folder, position.segment)? else { return Ok([false; 3]) };
    if let Some(here) = segment.record(position.record).filter(|here| position.offset > here.offset) {
        open[here.stream as usize] = Some(!ends_line(&mut segment, position.offset)?);
    } else if !segment.has_index() && position.offset > 0 {
        open[Stream::Out as usize] = Some(!ends_line(&mut segment, position.offset)?);
    }
    let run = segment.record(position.record).map(|record| record.run);
    let mut at = position.record;
    for _ in 0..LOOK_BACK {
        while at == 0 {
            let before = segment.number.checked_sub(1).map_or(Ok(None), |before| Segment::open(folder, before))?;
            match before {
                Some(before) => segment = before,
                None => return Ok(open.map(|open| open.unwrap_or(false))),
            }
            at = segment.records();
        }
        at -= 1;
        let Some(record) = segment.record(at).filter(|record| run.is_none_or(|run| record.run == run)) else { break };
        if open[record.stream as usize].is_none() {
            open[record.stream as usize] = Some(!ends_line(&mut segment, record.end())?);
        }
        if open.iter().all(Option::is_some) {
            break;
        }
    }
    Ok(open.map(|open| open.unwrap_or(false)))
}

/// The newest run, and the newest before it.
pub(super) fn newest_runs(folder: &Path) -> io::Result<(Option<u32>, Option<u32>)> {
    let mut current = None;
    for number in numbers(folder)?.into_iter().rev() {
        let Some(mut segment) = Segment::open(folder, number)? else { continue };
        let Some(last) = segment.records().checked_sub(1).and_then(|last| segment.record(last)) else { continue };
        let newest = *current.get_or_insert(last.run);
        let begins = segment.partition(|record| record.run >= newest);
        if let Some(before) = begins.checked_sub(1).and_then(|before| segment.record(before)) {
            return Ok((current, Some(before.run)));
        }
    }
    Ok((current, None))
}

fn ends_line(segment: &mut Segment, offset: u64) -> io::Result<bool> {
    let mut byte = [b'\n'];
    segment.read_at(&mut byte, offset.saturating_sub(1))?;
    Ok(byte == [b'\n'])
}
