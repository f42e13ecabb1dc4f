//! How a manifest store lies in a file of each format. Pure; total on any bytes.

use crate::media::Format;

/// How many of the first `bytes` are `store` in the wrapping of the format, if they begin with it and with nothing else.
///
/// PNG: one `caBX` chunk. JPEG: `APP11` segments in a row. WebP, WAVE, AVI: one `C2PA` chunk, without its filling byte.
/// GIF: one application extension. Elsewhere the store lies bare.
pub(super) fn framed_length(format: Format, bytes: &[u8], store: &[u8]) -> Option<usize> {
    let rest = match format {
        Format::Png => after_png_chunk(bytes, store),
        Format::Jpg => after_jpeg_segments(bytes, store),
        Format::Webp | Format::Wav | Format::Avi => after_riff_chunk(bytes, store),
        Format::Gif => after_gif_extension(bytes, store),
        _ => bytes.strip_prefix(store),
    }?;
    bytes.len().checked_sub(rest.len())
}

/// Most bytes that a store of this length takes in a file whose writer does not waste space.
pub(super) fn longest(store: usize) -> usize {
    store.saturating_add(store / 32).saturating_add(4096)
}

fn after_png_chunk<'a>(bytes: &'a [u8], store: &[u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let rest = rest.strip_prefix(b"caBX")?.strip_prefix(store)?;
    let (_checksum, rest) = rest.split_first_chunk::<4>()?;
    (usize::try_from(u32::from_be_bytes(*length)).ok()? == store.len()).then_some(rest)
}

fn after_riff_chunk<'a>(bytes: &'a [u8], store: &[u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.strip_prefix(b"C2PA")?.split_first_chunk::<4>()?;
    let rest = rest.strip_prefix(store)?;
    (usize::try_from(u32::from_le_bytes(*length)).ok()? == store.len()).then_some(rest)
}

/// Each segment: marker, length, `JP`, instance, number; from the second on, the store's first eight bytes once more.
fn after_jpeg_segments<'a>(bytes: &'a [u8], store: &[u8]) -> Option<&'a [u8]> {
    let header = store.get(..8)?;
    let (mut bytes, mut missing, mut instance, mut number) = (bytes, store, None, 1_u32);
    while !missing.is_empty() {
        let (length, _) = bytes.strip_prefix(b"\xff\xeb")?.split_first_chunk::<2>()?;
        let (segment, rest) = bytes.split_at_checked(2 + usize::from(u16::from_be_bytes(*length)))?;
        let (this, part) = segment.get(4..)?.strip_prefix(b"JP")?.split_first_chunk::<2>()?;
        let part = part.strip_prefix(&number.to_be_bytes())?;
        let part = if number == 1 { part } else { part.strip_prefix(header)? };
        if part.is_empty() || *instance.get_or_insert(*this) != *this {
            return None;
        }
        missing = missing.strip_prefix(part)?;
        number = number.checked_add(1)?;
        bytes = rest;
    }
    Some(bytes)
}

/// Introducer, name with three bytes of code, then blocks of 255 bytes at most, and a zero.
fn after_gif_extension<'a>(bytes: &'a [u8], store: &[u8]) -> Option<&'a [u8]> {
    let mut bytes = bytes.strip_prefix(b"\x21\xff\x0bC2PA_GIF")?.get(3..)?;
    let mut missing = store;
    loop {
        let (length, rest) = bytes.split_first()?;
        let (block, rest) = rest.split_at_checked(usize::from(*length))?;
        bytes = rest;
        if block.is_empty() {
            return missing.is_empty().then_some(bytes);
        }
        missing = missing.strip_prefix(block)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Longest content of one JPEG marker segment, its two bytes of length included.
    const MAX_SEGMENT: usize = 0xffff;

    const FORMATS: [Format; 5] = [Format::Png, Format::Jpg, Format::Webp, Format::Gif, Format::Mp3];

    fn frame(format: Format, store: &[u8]) -> Vec<u8> {
        let length = u32::try_from(store.len()).unwrap();
        match format {
            Format::Png => [&length.to_be_bytes()[..], b"caBX", store, b"crc!"].concat(),
            Format::Webp => [b"C2PA", &length.to_le_bytes()[..], store].concat(),
            Format::Gif => {
                let blocks: Vec<u8> =
                    store.chunks(255).flat_map(|part| [&[u8::try_from(part.len()).unwrap()], part].concat()).collect();
                [b"\x21\xff\x0bC2PA_GIF\x01\0\0", &blocks[..], &[0]].concat()
            }
            Format::Jpg => {
                let segment = |(number, part): (u32, &[u8])| {
                    let again = if number == 0 { &[] } else { &store[..8] };
                    let content = [b"JP\x02\x11", &(number + 1).to_be_bytes()[..], again, part].concat();
                    let length = u16::try_from(content.len() + 2).unwrap();
                    [b"\xff\xeb", &length.to_be_bytes()[..], &content].concat()
                };
                (0..).zip(store.chunks(MAX_SEGMENT - 18)).flat_map(segment).collect()
            }
            _ => store.to_vec(),
        }
    }

    #[test]
    fn what_each_format_wraps_around_a_store_is_measured_exactly() {
        for length in [30, 300, 70_000, 140_001] {
            let store: Vec<u8> = (0..length).map(|index| u8::try_from(index % 251).unwrap()).collect();
            for format in FORMATS {
                let framed = frame(format, &store);
                let followed = [&framed[..], b"\xff\xeb what comes next"].concat();
                assert_eq!(framed_length(format, &followed, &store), Some(framed.len()), "{format:?} {length}");
                assert!(framed.len() <= longest(store.len()));
                assert_eq!(framed_length(format, &framed[..framed.len() - 1], &store), None, "{format:?} {length}");
            }
        }
    }

    #[test]
    fn a_foreign_segment_among_those_of_the_store_is_noticed() {
        let store = vec![7; 70_000];
        let mut framed = frame(Format::Jpg, &store);
        let second = 12 + MAX_SEGMENT - 18;
        assert_eq!(framed[second..second + 2], *b"\xff\xeb");
        framed.splice(second..second, *b"\xff\xdb\x00\x04ab");
        assert_eq!(framed_length(Format::Jpg, &framed, &store), None);
    }

    proptest! {
        #[test]
        fn nothing_that_differs_in_a_byte_of_the_store_is_taken_for_it(
            store in prop::collection::vec(any::<u8>(), 8..600), at: prop::sample::Index, flip in 1..=255_u8,
        ) {
            let mut other = store.clone();
            *at.get_mut(&mut other) ^= flip;
            for format in FORMATS {
                prop_assert_eq!(framed_length(format, &frame(format, &store), &other), None);
            }
        }

        #[test]
        fn no_bytes_make_the_measuring_fail(bytes: Vec<u8>, store: Vec<u8>) {
            for format in FORMATS {
                framed_length(format, &bytes, &store);
            }
        }
    }
}
