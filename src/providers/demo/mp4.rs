//! Writes frames of H.264 as an MP4 (ISO 14496-12 and 14496-15): one track, no sound, its tables first.

use crate::media::Dimensions;

/// A frame, each of its units behind a length of four bytes.
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    pub(super) is_key: bool,
}

/// Scale of times: a frame lasts a whole number of it at any rate that divides it.
const SCALE: u32 = 12_000;

/// Turns nothing, shifts nothing.
const UNITY: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

/// The file. `None` if a length does not fit its field.
pub(super) fn write(
    size: Dimensions,
    rate: u16,
    sequence_set: &[u8],
    picture_set: &[u8],
    samples: &[Sample],
) -> Option<Vec<u8>> {
    let film = Tables {
        width: u16::try_from(size.width).ok()?,
        height: u16::try_from(size.height).ok()?,
        tick: SCALE / u32::from(rate.max(1)),
        sets: [sequence_set, picture_set],
        samples,
    };
    let head = part(*b"ftyp", &[b"isom", &[0, 0, 2, 0][..], b"isomiso2avc1mp41"].concat());
    let all: Vec<u8> = samples.iter().flat_map(|sample| sample.bytes.iter().copied()).collect();
    // The tables are as long wherever the frames begin.
    let begin = head.len() + film.movie(0)?.len() + 8;
    let movie = film.movie(u32::try_from(begin).ok()?)?;
    u32::try_from(all.len() + 8).ok()?;
    Some([head, movie, part(*b"mdat", &all)].concat())
}

struct Tables<'a> {
    width: u16,
    height: u16,
    /// How long a frame lasts.
    tick: u32,
    sets: [&'a [u8]; 2],
    samples: &'a [Sample],
}

impl Tables<'_> {
    fn movie(&self, begin: u32) -> Option<Vec<u8>> {
        let length = self.tick.checked_mul(u32::try_from(self.samples.len()).ok()?)?;
        let head = words(&[0, 0, 0, SCALE, length, 0x1_0000, 0x0100_0000, 0, 0], &[UNITY.as_slice(), &[0; 6], &[2]]);
        let sides = [u32::from(self.width) << 16, u32::from(self.height) << 16];
        // Flags: in use, in the film.
        let track = words(&[3, 0, 0, 1, 0, length, 0, 0, 0, 0], &[UNITY.as_slice(), &sides]);
        let language = 0x55c4_0000; // undetermined
        let media = words(&[0, 0, 0, SCALE, length, language], &[]);
        let handler = [&words(&[0, 0], &[])[..], b"vide", &[0; 12], b"pictures\0"].concat();
        let here = part(*b"dref", &[words(&[0, 1], &[]), part(*b"url ", &words(&[1], &[]))].concat());
        let media_information =
            [part(*b"vmhd", &words(&[1, 0, 0], &[])), part(*b"dinf", &here), part(*b"stbl", &self.samples(begin)?)];
        let media = [part(*b"mdhd", &media), part(*b"hdlr", &handler), part(*b"minf", &media_information.concat())];
        let track = [part(*b"tkhd", &track), part(*b"mdia", &media.concat())].concat();
        Some(part(*b"moov", &[part(*b"mvhd", &head), part(*b"trak", &track)].concat()))
    }

    fn samples(&self, begin: u32) -> Option<Vec<u8>> {
        let count = u32::try_from(self.samples.len()).ok()?;
        let sizes: Option<Vec<u32>> =
            self.samples.iter().map(|sample| u32::try_from(sample.bytes.len()).ok()).collect();
        let keys: Vec<u32> = (1..).zip(self.samples).filter(|(_, sample)| sample.is_key).map(|(at, _)| at).collect();
        let key_count = u32::try_from(keys.len()).ok()?;
        let tables = [
            part(*b"stsd", &[words(&[0, 1], &[]), self.entry()?].concat()),
            part(*b"stts", &words(&[0, 1, count, self.tick], &[])),
            part(*b"stss", &words(&[0, key_count], &[&keys])),
            part(*b"stsc", &words(&[0, 1, 1, count, 1], &[])),
            part(*b"stsz", &words(&[0, 0, count], &[&sizes?])),
            part(*b"stco", &words(&[0, 1, begin], &[])),
        ];
        Some(tables.concat())
    }

    /// What the frames are made of.
    fn entry(&self) -> Option<Vec<u8>> {
        let [sequence, picture] = self.sets;
        let profile = sequence.get(1..4)?;
        let length = |set: &[u8]| u16::try_from(set.len()).ok().map(u16::to_be_bytes);
        let config = [
            &[1][..],
            profile,
            &[0xff, 0xe1], // lengths of four bytes; one set of each kind
            &length(sequence)?[..],
            sequence,
            &[1][..],
            &length(picture)?[..],
            picture,
        ];
        let mut entry = vec![0; 7];
        entry.push(1); // the data lie in this file
        entry.extend([0; 16]);
        entry.extend([self.width, self.height].map(u16::to_be_bytes).concat());
        entry.extend(words(&[0x48_0000, 0x48_0000, 0], &[])); // 72 dots an inch
        entry.extend([0, 1]); // one frame in a sample
        entry.extend([0; 32]);
        entry.extend([0, 24, 0xff, 0xff]); // bits of a pixel; no palette
        entry.extend(part(*b"avcC", &config.concat()));
        Some(part(*b"avc1", &entry))
    }
}

fn part(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap_or(u32::MAX).to_be_bytes();
    [&length[..], &name, content].concat()
}

fn words(first: &[u32], others: &[&[u32]]) -> Vec<u8> {
    [first].iter().chain(others).flat_map(|words| words.iter().flat_map(|word| word.to_be_bytes())).collect()
}
