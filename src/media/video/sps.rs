//! What an H.264 stream says of itself before its first frame (ITU-T H.264, 7.3.2.1.1).

use crate::media::Dimensions;

/// Facts of a sequence parameter set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sps {
    pub(super) dimensions: Dimensions,
    /// Whether the decoder that is built in takes it: 8 bits, 4:2:0, whole frames, of a profile that it knows.
    pub(super) is_plain: bool,
}

/// Profiles whose sets say how colours are stored.
const WITH_CHROMA: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/// Profiles that the decoder that is built in knows: baseline, main, extended-free, high.
const KNOWN: [u8; 3] = [66, 77, 100];

impl Sps {
    /// Reads a NAL unit with its first byte; `None` if it makes no sense.
    pub(super) fn read(unit: &[u8]) -> Option<Self> {
        let payload: Vec<u8> = unescaped(unit.get(1..)?);
        let profile = *payload.first()?;
        let mut bits = Bits { bytes: &payload, at: 24 };
        bits.number()?; // its id
        let (mut chroma, mut depth, mut planes) = (1, 0, 0);
        if WITH_CHROMA.contains(&profile) {
            chroma = bits.number()?;
            if chroma == 3 {
                planes = bits.take(1)?;
            }
            depth = bits.number()?.max(bits.number()?);
            bits.take(1)?;
            if bits.take(1)? == 1 {
                for list in 0..if chroma == 3 { 12 } else { 8 } {
                    bits.scaling_list(if list < 6 { 16 } else { 64 })?;
                }
            }
        }
        bits.number()?; // frame numbers
        match bits.number()? {
            0 => drop(bits.number()?),
            1 => {
                bits.take(1)?;
                bits.number()?;
                bits.number()?;
                let cycle = bits.number()?;
                if cycle > 255 {
                    return None;
                }
                for _ in 0..cycle {
                    bits.number()?;
                }
            }
            _ => {}
        }
        bits.number()?; // frames that are referred to
        bits.take(1)?;
        let (columns, rows) = (bits.number()?, bits.number()?);
        let whole_frames = bits.take(1)?;
        if whole_frames == 0 {
            bits.take(1)?;
        }
        bits.take(1)?;
        let mut crop = [0; 4];
        if bits.take(1)? == 1 {
            for side in &mut crop {
                *side = bits.number()?;
            }
        }
        let separate = chroma == 0 || planes == 1;
        let across = if separate || chroma == 3 { 1 } else { 2 };
        let down = (if separate || chroma != 1 { 1 } else { 2 }) * (2 - whole_frames);
        let side = |blocks: u32, unit: u32, [one, two]: [u32; 2], step: u32| {
            let all = u64::from(blocks).checked_add(1)? * 16 * u64::from(unit);
            let cropped = (u64::from(one) + u64::from(two)) * u64::from(step);
            u32::try_from(all.checked_sub(cropped)?).ok()
        };
        let width = side(columns, 1, [crop[0], crop[1]], across)?;
        let height = side(rows, 2 - whole_frames, [crop[2], crop[3]], down)?;
        let is_plain = KNOWN.contains(&profile) && chroma == 1 && depth == 0 && whole_frames == 1;
        Some(Self { dimensions: Dimensions { width, height }, is_plain })
    }
}

/// Without the bytes that keep start codes out.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(bytes.len().min(1024));
    let mut zeros = 0;
    for byte in bytes.iter().copied().take(1024) {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        found.push(byte);
    }
    found
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut value = 0_u32;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// A number whose length is told by the zeros before it (Exp-Golomb).
    fn number(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let rest = self.take(zeros)?;
        (1_u32 << zeros).checked_add(rest)?.checked_sub(1)
    }

    /// Reads over a list of factors.
    fn scaling_list(&mut self, length: u32) -> Option<()> {
        if self.take(1)? == 0 {
            return Some(());
        }
        let (mut last, mut next) = (8_i64, 8_i64);
        for _ in 0..length {
            if next != 0 {
                let number = i64::from(self.number()?);
                let delta = if number % 2 == 1 { (number + 1) / 2 } else { -number / 2 };
                next = (last + delta).rem_euclid(256);
            }
            if next != 0 {
                last = next;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_no_sense_is_none_however_it_is_cut() {
        let set = hex::decode("6742c01fdb0282bf97016a02020280000003008000000f0478c1970a").unwrap();
        for length in 0..set.len() {
            let _ = Sps::read(&set[..length]);
        }
        assert_eq!(Sps::read(&[0x67; 4]), None);
        assert_eq!(Sps::read(&[0; 400]), None);
    }
}
