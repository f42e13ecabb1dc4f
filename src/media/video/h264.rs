//! Frames of H.264, decoded in this process.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use image::{DynamicImage, RgbImage};
use openh264::OpenH264API;
use openh264::decoder::{DecodedYUV, Decoder, DecoderConfig, Flush};
use openh264::formats::YUVSource;

use super::FilmError;
use super::film::{MAX_WORK, check_size};
use super::sps::Sps;
use super::tables::{ParameterSets, Track};
use crate::media::Dimensions;

/// Kinds of units, in the low five bits of the first byte.
const KIND: u8 = 31;
const KEY_SLICE: u8 = 5;
const SEQUENCE_SET: u8 = 7;

/// What stands before each unit in a stream.
const START: [u8; 4] = [0, 0, 0, 1];

/// What the film says of its frames.
pub(super) fn look(sets: &ParameterSets) -> Result<Sps, FilmError> {
    let is_sequence_set = |unit: &&Vec<u8>| unit.first().is_some_and(|byte| byte & KIND == SEQUENCE_SET);
    let set = sets.units.iter().find(is_sequence_set).and_then(|unit| Sps::read(unit));
    set.ok_or_else(|| FilmError::Structure("its H.264 parameters make no sense".into()))
}

/// Decodes the `wanted` frames, counted as they are shown, in order; those that cannot be decoded are left out. Frames
/// before them are decoded and dropped, from the last point on where decoding can begin.
pub(super) fn frames(
    file: &mut File,
    track: &Track,
    sets: &ParameterSets,
    size: Dimensions,
    wanted: &[u32],
) -> Result<Vec<DynamicImage>, FilmError> {
    let mut packets = Packets { file, track, sets, sample: Vec::new() };
    let is_needed = |group: &Range<usize>| wanted.iter().any(|frame| group.contains(&(*frame as usize)));
    let needed: Vec<Range<usize>> = packets.groups()?.into_iter().filter(is_needed).collect();
    let frames: usize = needed.iter().map(Range::len).sum();
    let work = check_size(size, 0)? * frames as u64;
    if work > MAX_WORK {
        return Err(FilmError::Work(work / 1_000_000));
    }
    let mut found = Vec::with_capacity(wanted.len());
    for group in needed {
        let here: Vec<usize> =
            wanted.iter().map(|frame| *frame as usize).filter(|frame| group.contains(frame)).collect();
        decode_group(&mut packets, group, &here, size, &mut found)?;
    }
    Ok(found)
}

/// Frames as they come out of the decoder, which is the order in which they are shown.
struct Shown<'a> {
    /// The frame that comes next.
    next: usize,
    wanted: &'a [usize],
    size: Dimensions,
    found: &'a mut Vec<DynamicImage>,
}

impl Shown<'_> {
    fn take(&mut self, picture: &DecodedYUV<'_>) {
        if self.wanted.first() == Some(&self.next) {
            self.found.extend(rgb(picture, self.size));
            self.wanted = &self.wanted[1..];
        }
        self.next += 1;
    }
}

/// Decodes a run of frames that needs no other, as far as the last that is wanted.
fn decode_group(
    packets: &mut Packets<'_>,
    group: Range<usize>,
    wanted: &[usize],
    size: Dimensions,
    found: &mut Vec<DynamicImage>,
) -> Result<(), FilmError> {
    // A frame comes out when it is its turn, which may be some frames later: nothing is flushed in between.
    let config = DecoderConfig::new().flush_after_decode(Flush::NoFlush);
    let mut decoder = Decoder::with_api_config(OpenH264API::from_source(), config)
        .map_err(|error| FilmError::Ours(format!("no decoder: {error}")))?;
    let mut packet = Vec::new();
    for unit in &packets.sets.units {
        packet.extend(START);
        packet.extend(unit);
    }
    let _ = decoder.decode(&packet); // what is wrong with them, the first frame shows
    let mut shown = Shown { next: group.start, wanted, size, found };
    for at in group {
        // What does not decode is missing, and the frames that lean on it with it.
        if packets.read(at, &mut packet)?
            && let Ok(Some(picture)) = decoder.decode(&packet)
        {
            shown.take(&picture);
        }
        if shown.wanted.is_empty() {
            return Ok(());
        }
    }
    if let Ok(rest) = decoder.flush_remaining() {
        for picture in &rest {
            shown.take(picture);
        }
    }
    Ok(())
}

/// The picture, if it has the size that the film claims: another one is no frame of it.
fn rgb(picture: &DecodedYUV<'_>, size: Dimensions) -> Option<DynamicImage> {
    let (width, height) = picture.dimensions();
    if (u32::try_from(width), u32::try_from(height)) != (Ok(size.width), Ok(size.height)) {
        return None;
    }
    let mut bytes = vec![0; width * height * 3];
    picture.write_rgb8(&mut bytes);
    RgbImage::from_raw(size.width, size.height, bytes).map(DynamicImage::ImageRgb8)
}

/// Frames as the decoder takes them, from the file.
struct Packets<'a> {
    file: &'a mut File,
    track: &'a Track,
    sets: &'a ParameterSets,
    /// The frame as it is stored.
    sample: Vec<u8>,
}

impl Packets<'_> {
    /// Runs of frames that can each be decoded without the others. That a table calls a frame a key is not enough: it
    /// may be shown behind frames that lean on both sides of it.
    fn groups(&mut self) -> Result<Vec<Range<usize>>, FilmError> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for group in self.track.groups() {
            self.load(group.start)?;
            let is_key = units(&self.sample, self.sets.length_size)
                .any(|unit| unit.is_some_and(|unit| unit.first().is_some_and(|byte| byte & KIND == KEY_SLICE)));
            match groups.last_mut() {
                Some(last) if !is_key => last.end = group.end,
                _ => groups.push(group),
            }
        }
        Ok(groups)
    }

    /// Reads a frame into `packet`; `false` if its units do not fill it.
    fn read(&mut self, at: usize, packet: &mut Vec<u8>) -> Result<bool, FilmError> {
        self.load(at)?;
        packet.clear();
        for unit in units(&self.sample, self.sets.length_size) {
            let Some(unit) = unit else { return Ok(false) };
            packet.extend(START);
            packet.extend(unit);
        }
        Ok(true)
    }

    fn load(&mut self, at: usize) -> Result<(), FilmError> {
        let frame = self.track.frames[at];
        self.sample.resize(frame.size, 0);
        let read = self.file.seek(SeekFrom::Start(frame.offset)).and_then(|_| self.file.read_exact(&mut self.sample));
        read.map_err(|error| FilmError::ours("reading a frame", &error))
    }
}

/// The units of a frame, each behind its length. The last is `None` if a length leads out of the frame.
fn units(sample: &[u8], length_size: usize) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = sample;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let unit = rest.split_at_checked(length_size).and_then(|(length, behind)| {
            let length = length.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            behind.split_at_checked(length)
        });
        rest = unit.map_or(&[], |(_, behind)| behind);
        Some(unit.map(|(unit, _)| unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_by_their_lengths_and_a_length_that_leads_out_is_told() {
        let all = |bytes: &'static [u8], size| units(bytes, size).collect::<Vec<_>>();
        assert_eq!(all(&[0, 2, 7, 8, 0, 1, 9], 2), [Some(&[7, 8][..]), Some(&[9][..])]);
        assert_eq!(all(&[0, 9, 7], 2), [None]);
        assert_eq!(all(&[1, 5, 0xff], 1), [Some(&[5][..]), None]);
        assert_eq!(all(&[0xff; 3], 4), [None]);
        assert_eq!(all(&[], 4), []);
    }
}
