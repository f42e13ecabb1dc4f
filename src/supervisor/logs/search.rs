//! Finds places in a log without reading it: from its end, by time, by run.

use std::io;
use std::path::Path;

use super::cursor::{End, Position};
use super::index::{Record, Stream};
use super::segment::{Segment, numbers};

/// How many records are looked at to see whether a line was left open.
const LOOK_BACK: u64 = 4096;

/// How many records behind a time are looked at for the ends of lines that began before it.
const LOOK_ON: u64 = 4096;

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

/// Where the lines until a time end, and a place behind it by which those that began before have ended.
pub(super) fn until(folder: &Path, end: End, until_us: u64) -> io::Result<(End, End)> {
    let mut all = numbers(folder)?;
    all.retain(|&number| number <= end.segment);
    let mut here = None;
    // From the newest on, as a clock that was set back makes times ascend within segments only.
    while let Some(number) = all.pop() {
        let Some(mut segment) = Segment::open(folder, number)? else { continue };
        if all.is_empty() || segment.record(0).is_none_or(|record| record.time_us <= until_us) {
            here = Some(segment);
            break;
        }
    }
    let Some(mut segment) = here else { return Ok((end, end)) };
    let records = |segment: &Segment| if segment.number == end.segment { end.records } else { segment.records() };
    let begins = segment.partition(|record| record.time_us > until_us).min(records(&segment));
    let border = end_at(&mut segment, begins, end);
    let mut behind = begins + LOOK_ON;
    while behind >= records(&segment) && segment.number < end.segment {
        behind -= records(&segment);
        let newer = numbers(folder)?.into_iter().find(|&number| number > segment.number);
        match newer.map_or(Ok(None), |number| Segment::open(folder, number))? {
            Some(newer) => segment = newer,
            None => return Ok((border, end)),
        }
    }
    let behind = behind.min(records(&segment));
    Ok((border, end_at(&mut segment, behind, end)))
}

/// The place of a record as an end.
fn end_at(segment: &mut Segment, record: u64, end: End) -> End {
    let whole = if segment.number == end.segment { end.log_bytes } else { segment.log_bytes() };
    let log_bytes = segment.record(record).map_or(whole, |found| found.offset.min(whole));
    End { segment: segment.number, records: record, log_bytes }
}

/// When the line was written that lies so many bytes before the first one that came after `until_us` (`None`: before the
/// end). `None` if the log begins later than that.
pub fn time_before(folder: &Path, until_us: Option<u64>, bytes: u64) -> io::Result<Option<u64>> {
    let Some(whole) = end(folder)? else { return Ok(None) };
    let border = until_us.map_or(Ok(whole), |until_us| until(folder, whole, until_us).map(|found| found.0))?;
    let place = back_from(folder, border, bytes)?;
    if place.record == 0 && place.offset == 0 && numbers(folder)?.first().is_none_or(|&first| first >= place.segment) {
        return Ok(None);
    }
    time_at(folder, place)
}

/// When the line was written that lies so many bytes behind the first one of `since_us` or later (`None`: behind the
/// beginning). `None` if the log ends before that.
pub fn time_after(folder: &Path, since_us: Option<u64>, bytes: u64) -> io::Result<Option<u64>> {
    let Some(whole) = end(folder)? else { return Ok(None) };
    let from = first(folder, whole, |record| since_us.is_none_or(|since_us| record.time_us >= since_us))?;
    let mut left = from.offset.saturating_add(bytes);
    for number in numbers(folder)?.into_iter().filter(|&number| number >= from.segment) {
        let Some(mut segment) = Segment::open(folder, number)? else { continue };
        let log_bytes = segment.log_bytes();
        if log_bytes > left {
            let record = segment.partition(|record| record.end() > left);
            return time_at(folder, Position { segment: number, record, offset: left });
        }
        left -= log_bytes;
    }
    Ok(None)
}

fn time_at(folder: &Path, place: Position) -> io::Result<Option<u64>> {
    let segment = Segment::open(folder, place.segment)?;
    Ok(segment.and_then(|mut segment| segment.record(place.record)).map(|record| record.time_us))
}

/// Bytes of all lines that are stored, uncompressed.
pub fn stored_bytes(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for number in numbers(folder)? {
        bytes += Segment::open(folder, number)?.map_or(0, |segment| segment.log_bytes());
    }
    Ok(bytes)
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
