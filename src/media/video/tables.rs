//! Where the frames of an MP4 or MOV lie in the file, and whether that can be true.

use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::Duration;

use re_mp4::{Mp4, StsdBoxContent, TrakBox};

use super::film::MAX_FRAMES;
use super::{Codec, FilmError};
use crate::media::Format;
use crate::types::caught;

/// Entries of all tables together: sound has up to 48,000 a second, and 56 bytes each when it is read.
const MAX_ENTRIES: u64 = 8_000_000;

/// Boxes that are looked into.
const MAX_BOXES: u32 = 100_000;

/// How often the reader of tables may go to another place: ten times for each box.
const MAX_SEEKS: u32 = 10 * MAX_BOXES;

/// Longest frame. A 4K picture without any compression has 12 million bytes.
const MAX_SAMPLE: u64 = 32 << 20;

/// The pictures of a film, in the order in which they are decoded.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) codec: Codec,
    /// Of H.264.
    pub(super) sets: Option<ParameterSets>,
    pub(super) frames: Vec<Frame>,
    pub(super) duration: Duration,
    pub(super) has_audio: bool,
}

/// What comes before the first frame of H.264.
#[derive(Debug)]
pub(super) struct ParameterSets {
    /// Sequence and picture parameter sets, without start codes.
    pub(super) units: Vec<Vec<u8>>,
    /// Bytes of the number that stands before each unit of a frame.
    pub(super) length_size: usize,
}

/// A frame in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) offset: u64,
    pub(super) size: usize,
    /// Whether it can be decoded without those before it, as the table says.
    pub(super) is_key: bool,
    /// When it is shown; only the order counts.
    pub(super) shown_at: i64,
}

impl Track {
    /// Reads the tables of a file of this length.
    pub(super) fn read(file: &mut (impl BufRead + Seek), length: u64) -> Result<Self, FilmError> {
        file.rewind().map_err(|error| FilmError::ours("reading", &error))?;
        count_entries(file, length)?;
        file.rewind().map_err(|error| FilmError::ours("reading", &error))?;
        // Numbers that do not fit together make the reader panic.
        let read = caught(|| Mp4::read(Patient { file: &mut *file, at: 0, left: MAX_SEEKS }, length));
        let mp4 = match read {
            Ok(Ok(mp4)) => mp4,
            Ok(Err(error)) => return Err(FilmError::Structure(error.to_string())),
            Err(_) => return Err(FilmError::Structure("its tables contradict each other".into())),
        };
        let is = |trak: &TrakBox, kind: [u8; 4]| trak.mdia.hdlr.handler_type.value == kind;
        let samples = |trak: &TrakBox| mp4.tracks().get(&trak.tkhd.track_id).map_or(&[][..], |track| &track.samples);
        let has_audio = mp4.moov.traks.iter().any(|trak| is(trak, *b"soun") && !samples(trak).is_empty());
        let mut films: Vec<&TrakBox> = mp4.moov.traks.iter().filter(|trak| is(trak, *b"vide")).collect();
        films.sort_by_key(|trak| std::cmp::Reverse(samples(trak).len())); // the first of equals stays first
        let film = films.first().ok_or(FilmError::NoPictures)?;
        let samples = samples(film);
        if samples.len() > MAX_FRAMES as usize {
            return Err(FilmError::ManyFrames(samples.len() as u64));
        }
        let frames = frames(samples, length)?;
        let (codec, sets) = codec(film);
        Ok(Self { codec, sets, duration: duration(samples), frames, has_audio })
    }

    /// Frames in all.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.frames.len()).unwrap_or(u32::MAX)
    }

    /// Runs of frames that can each be decoded and shown without any other, as the tables say: from a key frame to the
    /// next, where none before is shown after one behind.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let mut least_behind = vec![i64::MAX; self.frames.len() + 1];
        for (at, frame) in self.frames.iter().enumerate().rev() {
            least_behind[at] = least_behind[at + 1].min(frame.shown_at);
        }
        let (mut starts, mut last_before) = (vec![0], i64::MIN);
        for (at, frame) in self.frames.iter().enumerate() {
            if at > 0 && frame.is_key && last_before < least_behind[at] {
                starts.push(at);
            }
            last_before = last_before.max(frame.shown_at);
        }
        let ends = starts[1..].iter().copied().chain(Some(self.frames.len()));
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }
}

/// What the outermost tables of a film tell at once, as far as it is against it. The rest is for a process of its own
/// (`isolation`); a structure that makes no sense here may make some to another reader. The outer error is of reading.
pub(in crate::media) fn glance(medium: &mut (impl Read + Seek), format: Format) -> io::Result<Result<(), FilmError>> {
    let length = medium.seek(SeekFrom::End(0))?;
    medium.rewind()?;
    if !matches!(format, Format::Mp4 | Format::Mov | Format::ThreeGp) {
        return Ok(Ok(()));
    }
    let counted = count_entries(medium, length);
    medium.rewind()?;
    Ok(match counted {
        Err(FilmError::Structure(_)) => Ok(()),
        counted => counted,
    })
}

/// A file for a reader that may run in circles: some boxes without length make it read the same one for ever. Whoever goes
/// round goes back. Small steps, such as those of a circle, stay within what was read already.
struct Patient<'a, F> {
    file: &'a mut F,
    at: u64,
    left: u32,
}

impl<F: Read> Read for Patient<'_, F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<F: Seek> Seek for Patient<'_, F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.left = self.left.checked_sub(1).ok_or_else(|| io::Error::other("its boxes lead in circles"))?;
        let step = match to {
            SeekFrom::Start(place) => i64::try_from(i128::from(place) - i128::from(self.at)).ok(),
            SeekFrom::Current(step) => Some(step),
            SeekFrom::End(_) => None,
        };
        match step {
            Some(step) => {
                self.file.seek_relative(step)?;
                self.at =
                    self.at.checked_add_signed(step).ok_or_else(|| io::Error::other("a place before its start"))?;
            }
            None => self.at = self.file.seek(to)?,
        }
        Ok(self.at)
    }

    fn stream_position(&mut self) -> io::Result<u64> {
        Ok(self.at)
    }
}

/// Checks where frames lie: within the file, and none upon another.
fn frames(samples: &[re_mp4::Sample], length: u64) -> Result<Vec<Frame>, FilmError> {
    let end = samples.iter().map(|sample| sample.offset.saturating_add(sample.size)).max().unwrap_or(0);
    if end > length {
        return Err(FilmError::Cut(end - length));
    }
    let mut ranges: Vec<Range<u64>> = samples.iter().map(|sample| sample.offset..sample.offset + sample.size).collect();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let shared = |pair: &[Range<u64>]| pair[0].end.saturating_sub(pair[1].start).min(pair[1].end - pair[1].start);
    let overlap: u64 = ranges.windows(2).map(shared).sum();
    if overlap > 0 {
        return Err(FilmError::Overlap(overlap));
    }
    let frame = |sample: &re_mp4::Sample| {
        let size = Some(sample.size).filter(|size| (1..=MAX_SAMPLE).contains(size));
        let size = size
            .and_then(|size| usize::try_from(size).ok())
            .ok_or_else(|| FilmError::Structure(format!("a frame has {} bytes, not 1 to {MAX_SAMPLE}", sample.size)))?;
        Ok(Frame { offset: sample.offset, size, is_key: sample.is_sync, shown_at: sample.composition_timestamp })
    };
    samples.iter().map(frame).collect()
}

/// From the first frame to the end of the last, which lasts as long as the others on average: what the header says of
/// it may be anything.
fn duration(samples: &[re_mp4::Sample]) -> Duration {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return Duration::ZERO };
    let span = i128::from(last.decode_timestamp) - i128::from(first.decode_timestamp);
    let (span, gaps) = (u128::try_from(span).unwrap_or(0), samples.len() as u128 - 1);
    if gaps == 0 || first.timescale == 0 {
        return Duration::ZERO;
    }
    let micros =
        span.saturating_mul(samples.len() as u128).saturating_mul(1_000_000) / gaps / u128::from(first.timescale);
    Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

fn codec(film: &TrakBox) -> (Codec, Option<ParameterSets>) {
    match &film.mdia.minf.stbl.stsd.contents {
        StsdBoxContent::Avc1(avc) => {
            let config = &avc.avcc.contents;
            let units = config.sequence_parameter_sets.iter().chain(&config.picture_parameter_sets);
            let units = units.map(|unit| unit.bytes.clone()).collect();
            let length_size = usize::from(config.length_size_minus_one & 3) + 1;
            (Codec::H264, Some(ParameterSets { units, length_size }))
        }
        StsdBoxContent::Hvc1(_) | StsdBoxContent::Hev1(_) => (Codec::Hevc, None),
        StsdBoxContent::Vp08(_) => (Codec::Vp8, None),
        StsdBoxContent::Vp09(_) => (Codec::Vp9, None),
        StsdBoxContent::Av01(_) => (Codec::Av1, None),
        StsdBoxContent::Unknown(letters) => (Codec::of_letters(letters.value), None),
        StsdBoxContent::Mp4a(_) | StsdBoxContent::Tx3g(_) => (Codec::Other("no pictures".into()), None),
    }
}

/// Adds up how many entries the tables claim: the reader makes that many, even of those that need no byte in the file.
fn count_entries(file: &mut (impl Read + Seek), length: u64) -> Result<(), FilmError> {
    let mut file = Patient { file, at: 0, left: u32::MAX };
    let broken = |error: io::Error| FilmError::Structure(error.to_string());
    // Boxes that are open, by their ends.
    let (mut open, mut at, mut boxes, mut entries) = (vec![length], 0_u64, 0, 0_u64);
    while let Some(end) = open.last().copied() {
        if at + 8 > end {
            at = end;
            open.pop();
            continue;
        }
        boxes += 1;
        if boxes > MAX_BOXES {
            return Err(FilmError::Structure(format!("it has more than {MAX_BOXES} boxes")));
        }
        file.seek(SeekFrom::Start(at)).map_err(broken)?;
        let mut head = [0; 16];
        file.read_exact(&mut head[..8]).map_err(broken)?;
        let mut size = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        let mut inside = at + 8;
        if size == 1 {
            file.read_exact(&mut head[8..]).map_err(broken)?;
            size = u64::from_be_bytes([head[8], head[9], head[10], head[11], head[12], head[13], head[14], head[15]]);
            inside += 8;
        } else if size == 0 {
            size = end - at; // the last box, up to the end
        }
        let name = [head[4], head[5], head[6], head[7]];
        let next = at.saturating_add(size);
        if next < inside {
            return Err(FilmError::Structure("a box is shorter than its head".into()));
        }
        if next > end {
            let is_outermost = open.len() == 1;
            return Err(match &name {
                b"mdat" | b"moov" | b"moof" if is_outermost => FilmError::Cut(next - end),
                _ => FilmError::Structure("a box is longer than what it lies in".into()),
            });
        }
        match &name {
            b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl" | b"moof" | b"traf" => {
                open.push(next);
                at = inside;
                continue;
            }
            b"stsz" | b"trun" => {
                let mut fields = [0; 12];
                file.seek(SeekFrom::Start(inside)).map_err(broken)?;
                file.read_exact(&mut fields).map_err(broken)?;
                let from = if &name == b"stsz" { 8 } else { 4 };
                let count = [fields[from], fields[from + 1], fields[from + 2], fields[from + 3]];
                entries += u64::from(u32::from_be_bytes(count));
                if entries > MAX_ENTRIES {
                    return Err(FilmError::ManyFrames(entries));
                }
            }
            _ => {}
        }
        at = next;
    }
    Ok(())
}
