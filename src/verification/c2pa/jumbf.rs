//! What a manifest store is made of, told before the SDK takes it apart.
//!
//! The SDK bounds how deep boxes, lists and maps are nested, and how long each of them is. Two things it does not bound,
//! and these are looked at here: tags around tags in CBOR, each of which costs it stack (a hundred kilobytes of them end
//! the whole process), and the number of parts, since it compares each with each other.

use std::io::Read;

/// Tags around one CBOR value. Manifests use one, for dates and signatures.
const MAX_TAGS: usize = 16;

/// Boxes inside boxes; the SDK refuses what is deeper.
const MAX_DEPTH: usize = 32;

/// Parts times parts that are compared, which takes some ten seconds at worst. Real stores with some hundred ingredients
/// come to a fifth of it.
const MAX_EFFORT: usize = 1 << 25;

/// Why a manifest store is left alone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Excess {
    /// Tags around tags.
    #[error("CBOR of the manifest has more than {MAX_TAGS} tags around one value")]
    Tags,
    /// Parts.
    #[error("the manifest has too many parts")]
    Parts,
    /// Boxes with a size of 64 bits, which the SDK does not read as it should; mostly it refuses them with these words.
    #[error("invalid box header")]
    LargeBox,
    /// Compressed manifests that grow beyond what is read.
    #[error("the manifest grows beyond {0} bytes when it is decompressed")]
    Expansion(usize),
}

/// What judging the manifests of a store takes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effort {
    /// Bytes, compressed manifests decompressed.
    pub(super) bytes: usize,
    /// Parts times parts of the largest manifest but the last, which is the active one and judged once.
    pub(super) ingredient: usize,
}

/// Looks at every part of a store. What is no well-formed box is left to the SDK, which refuses it.
pub(super) fn examine(store: &[u8], most: usize) -> Result<Effort, Excess> {
    let mut total = Effort { bytes: store.len(), ingredient: 0 };
    let (mut sum, mut last) = (0_usize, 0);
    let Some(content) = Boxes::new(store).next().transpose()?.and_then(|found| found.inside()) else {
        return Ok(total);
    };
    for manifest in Boxes::new(content) {
        let manifest = manifest?;
        let mut parts = Parts::default();
        match manifest.inside().and_then(|inside| Boxes::new(inside).next()).transpose()? {
            Some(compressed) if compressed.kind == *b"brob" => {
                let left = most.saturating_sub(total.bytes);
                let plain = decompress(compressed.content, left).ok_or(Excess::Expansion(most))?;
                total.bytes += plain.len();
                parts.count(Boxes::new(&plain), 1)?;
            }
            _ => parts.count(std::iter::once(Ok(manifest)), 1)?,
        }
        total.ingredient = total.ingredient.max(last);
        last = parts.effort();
        sum = sum.saturating_add(last);
        if sum > MAX_EFFORT {
            return Err(Excess::Parts);
        }
    }
    Ok(total)
}

/// Refuses CBOR with more tags around one value than anybody needs. CBOR that is broken is left to the SDK.
pub(super) fn count_values(cbor: &[u8]) -> Result<usize, Excess> {
    let (mut at, mut tags, mut values) = (0_usize, 0, 0);
    while let Some((&head, rest)) = cbor.get(at..).and_then(<[u8]>::split_first) {
        let (major, width) = (head >> 5, argument_width(head & 31));
        let Some(argument) = rest.get(..width) else { break };
        let argument = argument.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let argument = if width == 0 { u64::from(head & 31) } else { argument };
        at += 1 + width;
        tags = if major == 6 { tags + 1 } else { 0 };
        if tags > MAX_TAGS {
            return Err(Excess::Tags);
        }
        values += 1;
        // Text and bytes of a known length are stepped over; those without one come in pieces with heads of their own.
        if matches!(major, 2 | 3) && head & 31 != 31 {
            at = usize::try_from(argument).ok().and_then(|length| at.checked_add(length)).unwrap_or(usize::MAX);
        }
    }
    Ok(values)
}

/// Bytes after a head that belong to it.
const fn argument_width(info: u8) -> usize {
    match info {
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => 0,
    }
}

/// How many parts of which kind one manifest has.
#[derive(Default)]
struct Parts {
    boxes: usize,
    values: usize,
    /// Values in the claim: the SDK compares each entry of its lists with all the others.
    claim: usize,
}

impl Parts {
    fn count<'a>(&mut self, boxes: impl Iterator<Item = Result<Part<'a>, Excess>>, depth: usize) -> Result<(), Excess> {
        for found in boxes {
            let found = found?;
            let values = match &found.kind {
                b"cbor" => count_values(found.content)?,
                b"json" => found.content.len() / 8,
                b"jumb" if depth < MAX_DEPTH => {
                    self.boxes += 1;
                    let before = self.values;
                    if let Some(inside) = found.inside() {
                        self.count(Boxes::new(inside), depth + 1)?;
                    }
                    if found.is_claim() {
                        self.claim += self.values - before;
                    }
                    0
                }
                _ => 0,
            };
            self.values += values;
        }
        Ok(())
    }

    /// Comparisons: of all values with all boxes, or with the entries of the claim's lists.
    fn effort(&self) -> usize {
        self.values.saturating_mul(self.boxes.max(self.claim / 5))
    }
}

/// One box.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) kind: [u8; 4],
    pub(super) content: &'a [u8],
}

impl<'a> Part<'a> {
    /// Whether this is a box of boxes that its description calls a claim.
    fn is_claim(&self) -> bool {
        self.kind == *b"jumb" && self.content.get(8..12) == Some(b"c2cl")
    }

    /// The boxes in a box of boxes, but for the first, which describes it.
    pub(super) fn inside(&self) -> Option<&'a [u8]> {
        if self.kind != *b"jumb" {
            return None;
        }
        let (size, _) = self.content.split_first_chunk::<4>()?;
        self.content.get(usize::try_from(u32::from_be_bytes(*size)).ok()?..)
    }
}

/// The boxes that lie one after the other.
pub(super) struct Boxes<'a> {
    rest: &'a [u8],
}

impl<'a> Boxes<'a> {
    pub(super) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Result<Part<'a>, Excess>;

    fn next(&mut self) -> Option<Self::Item> {
        let (size, after) = self.rest.split_first_chunk::<4>()?;
        let (kind, _) = after.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_be_bytes(*size)).ok()?;
        if size == 1 {
            self.rest = &[];
            return Some(Err(Excess::LargeBox));
        }
        // What reaches beyond its box ends with it; the SDK refuses that.
        let whole = self.rest.get(..size).unwrap_or(self.rest);
        let content = whole.get(8..)?;
        self.rest = self.rest.get(size..).unwrap_or_default();
        Some(Ok(Part { kind: *kind, content }))
    }
}

fn decompress(compressed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let limit = u64::try_from(most).ok()?.checked_add(1)?;
    let mut stream = brotli_decompressor::Decompressor::new(compressed, 4096).take(limit);
    // What is broken is left to the SDK, which finds nothing in it either.
    let _ = stream.read_to_end(&mut plain);
    (plain.len() <= most).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes()[..], &kind, content].concat()
    }

    fn holder(uuid: [u8; 4], content: &[u8]) -> Vec<u8> {
        let description = [&uuid[..], &[0; 12], b"\x03label\0"].concat();
        part(*b"jumb", &[part(*b"jumd", &description), content.to_vec()].concat())
    }

    /// A store of one manifest with one piece of CBOR.
    fn store(cbor: &[u8]) -> Vec<u8> {
        holder(*b"c2pa", &holder(*b"c2ma", &holder(*b"c2cl", &part(*b"cbor", cbor))))
    }

    #[test]
    fn cbor_is_counted_by_its_values_and_never_by_what_text_looks_like() {
        for (cbor, values) in [
            (&b"\x83\x01\x02\x03"[..], 4),
            (b"\xa1\x61a\x42\xc1\xc1", 3),
            (b"\x5f\x41a\x41b\xff", 4),
            (b"\xd9\x03\xe8\x1a\0\0\0\x01", 2),
            (b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff", 1),
            (b"\x1b\0", 0),
            (b"", 0),
        ] {
            assert_eq!(count_values(cbor), Ok(values), "{cbor:x?}");
        }
        let text = [b"\x59\xff\xff".to_vec(), vec![0xc1; 0xffff]].concat();
        assert_eq!(count_values(&text), Ok(1));
    }

    #[test]
    fn tags_around_tags_are_refused_wherever_they_are() {
        for tag in [&b"\xc1"[..], b"\xd8\x20", b"\xd9\x03\xe8", b"\xda\0\0\0\x01"] {
            let nested = |tags: usize| [b"\x82\x01".to_vec(), tag.repeat(tags), vec![1]].concat();
            assert!(examine(&store(&nested(MAX_TAGS)), usize::MAX).is_ok(), "{tag:x?}");
            assert_eq!(examine(&store(&nested(MAX_TAGS + 1)), usize::MAX), Err(Excess::Tags), "{tag:x?}");
        }
    }

    #[test]
    fn the_last_manifest_is_judged_once_and_the_others_as_often_as_they_are_named() {
        let manifest = |values: usize| {
            let list = [vec![0x99], u16::try_from(values).unwrap().to_be_bytes().to_vec(), vec![1; values]].concat();
            holder(*b"c2ma", &part(*b"cbor", &list))
        };
        let two = holder(*b"c2pa", &[manifest(70), manifest(50)].concat());
        let one = holder(*b"c2pa", &manifest(70));
        assert_eq!(examine(&two, usize::MAX), Ok(Effort { bytes: two.len(), ingredient: 71 }));
        assert_eq!(examine(&one, usize::MAX), Ok(Effort { bytes: one.len(), ingredient: 0 }));
        let many = holder(*b"c2pa", &holder(*b"c2ma", &holder(*b"c2as", &part(*b"cbor", b"\x01")).repeat(6000)));
        assert_eq!(examine(&many, usize::MAX), Err(Excess::Parts));
    }

    #[test]
    fn what_cannot_be_taken_apart_is_left_to_the_sdk_but_for_large_boxes() {
        for broken in [&b""[..], b"\0\0\0\x08jumb", b"\0\0\xff\xffjumb\0\0", b"\0\0\0\x04jumb\0\0\0\0", &[0; 64]] {
            assert!(examine(broken, usize::MAX).is_ok(), "{broken:x?}");
        }
        assert_eq!(examine(b"\0\0\0\x01jumb\0\0\0\0", usize::MAX), Err(Excess::LargeBox));
    }
}
