//! What the content hash leaves out. Whoever passes a file on can change that part, and the signature still holds.

use std::io::{self, Read, SeekFrom};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use c2pa::Reader;
use c2pa::validation_results::StatusCodes;
use serde_json::Value;

use super::super::policy::HARD_BINDINGS;
use super::super::{Medium, Weakness, WeaknessClass};
use super::framing::{framed_length, longest};
use crate::media::Format;

/// User type of the `uuid` boxes that hold manifests (C2PA specification, embedding in BMFF).
const C2PA_UUID: [u8; 16] =
    [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81];

/// Boxes of BMFF files that may go without a hash: padding, and an index that players need not read.
///
/// Not among them is `/ftyp`, although the C2PA specification has every signer leave it out: it decides which player takes
/// the file, and how. So no video of Veo or Seedance is free of this weakness; `stco` and `co64`, which say where the
/// pictures lie, are left out by older signers only.
const HARMLESS: [&str; 3] = ["/free", "/skip", "/mfra"];

/// Names of boxes that a sentence lists.
const MAX_NAMED: usize = 4;

/// Where the parts of a medium lie that a content hash may leave out.
pub(super) struct Layout<'a> {
    /// The medium.
    pub(super) medium: &'a mut dyn Medium,
    /// Its format.
    pub(super) format: Format,
    /// The manifest store, if it lies in the medium.
    pub(super) store: Option<&'a [u8]>,
}

/// What is wrong with the hard bindings that the SDK found to match.
pub(super) fn weaknesses(reader: &Reader, layout: &mut Layout<'_>) -> Vec<Weakness> {
    let details = serde_json::from_str::<Value>(&reader.detailed_json()).unwrap_or_default();
    let results = reader.validation_results().and_then(|results| results.active_manifest());
    let matches = results.into_iter().flat_map(StatusCodes::success);
    let bindings = matches.filter(|status| HARD_BINDINGS.contains(&status.code()));
    let reason = |address: Option<&str>| {
        let Some((manifest, label)) = address.and_then(assertion_of) else {
            return Some("it cannot be told what the content hash covers".into());
        };
        let assertion = &details["manifests"][manifest]["assertion_store"][label];
        layout.left_out(label, assertion, reader.active_label() != Some(manifest))
    };
    let reasons = bindings.map(|status| status.url()).filter_map(reason);
    reasons.map(|reason| Weakness { class: WeaknessClass::PartialHash, reason }).collect()
}

impl Layout<'_> {
    /// `is_update`: whether the binding stands in an earlier manifest than the one that speaks for the file.
    fn left_out(&mut self, label: &str, assertion: &Value, is_update: bool) -> Option<String> {
        match label.split("__").next().unwrap_or_default() {
            "c2pa.hash.data" => self.data_hash(assertion, is_update),
            "c2pa.hash.boxes" => boxes_hash(assertion, self.format),
            label if label.starts_with("c2pa.hash.bmff") => bmff_hash(label, assertion),
            label => Some(format!("the content is bound by `{label}`, of which it is not known what it covers")),
        }
    }

    /// Just the manifest store may be left out. An update makes the store longer, and the SDK then takes the store's own
    /// length for the one that was signed; so does this.
    fn data_hash(&mut self, assertion: &Value, is_update: bool) -> Option<String> {
        let Some(ranges) = ranges(assertion) else {
            return Some("the content hash leaves out parts, and does not say legibly which".into());
        };
        let Some(store) = self.store else {
            let reason = || format!("the content hash leaves out {}, though no manifest is there", listed(&ranges));
            return (!ranges.is_empty()).then(reason);
        };
        let (mut stores, mut strays) = (0, 0);
        for range in &ranges {
            if self.is_store(*range, store, is_update).unwrap_or(false) {
                stores += 1;
            } else if !self.is_count(*range, store).unwrap_or(false) {
                strays += 1;
            }
        }
        let reason = || format!("the content hash leaves out {}, which is not just the manifest", listed(&ranges));
        (stores != 1 || strays > 0).then(reason)
    }

    /// Whether the range holds the store in the wrapping of the format, and nothing else.
    fn is_store(&mut self, range: Range, store: &[u8], is_update: bool) -> io::Result<bool> {
        let limit = longest(store.len());
        if range.length > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Ok(false);
        }
        let bytes = self.read(range.start, limit)?;
        let Some(length) = framed_length(self.format, &bytes, store) else { return Ok(false) };
        // A chunk of RIFF with an odd length is followed by a zero that signers may count to it.
        let is_riff = matches!(self.format, Format::Webp | Format::Wav | Format::Avi);
        let filled = is_riff && store.len() % 2 == 1 && bytes.get(length) == Some(&0);
        let is_length = |length| u64::try_from(length) == Ok(range.length);
        Ok(is_update || is_length(length) || filled && is_length(length + 1))
    }

    /// Whether the range is the length of the store in a directory of a TIFF file, which signers leave out as well.
    fn is_count(&mut self, range: Range, store: &[u8]) -> io::Result<bool> {
        if self.format != Format::Tiff || !matches!(range.length, 4 | 8) {
            return Ok(false);
        }
        let bytes = self.read(range.start, 8)?;
        let Some(bytes) = usize::try_from(range.length).ok().and_then(|length| bytes.get(..length)) else {
            return Ok(false);
        };
        let big = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let little = bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        Ok(u64::try_from(store.len()).is_ok_and(|length| length == big || length == little))
    }

    /// Up to `length` bytes.
    fn read(&mut self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        self.medium.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        Read::take(&mut *self.medium, u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Label of the manifest and of the assertion in `self#jumbf=/c2pa/MANIFEST/c2pa.assertions/ASSERTION`.
fn assertion_of(url: &str) -> Option<(&str, &str)> {
    url.split_once("/c2pa/")?.1.split_once("/c2pa.assertions/")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    start: u64,
    length: u64,
}

/// The ranges of a data hash; `None` if one cannot be read. Those without length leave nothing out.
fn ranges(assertion: &Value) -> Option<Vec<Range>> {
    let list = match &assertion["exclusions"] {
        Value::Null => return Some(Vec::new()),
        list => list.as_array()?,
    };
    let range = |item: &Value| Some(Range { start: item["start"].as_u64()?, length: item["length"].as_u64()? });
    let ranges = list.iter().map(range).collect::<Option<Vec<_>>>()?;
    Some(ranges.into_iter().filter(|range| range.length > 0).collect())
}

fn listed(ranges: &[Range]) -> String {
    let text = |range: &Range| format!("{} bytes at {}", range.length, range.start);
    let more = if ranges.len() > MAX_NAMED { format!(" and {} more", ranges.len() - MAX_NAMED) } else { String::new() };
    let named = ranges.iter().take(MAX_NAMED).map(text).collect::<Vec<_>>().join(", ");
    if named.is_empty() { "nothing".into() } else { named + &more }
}

fn bmff_hash(label: &str, assertion: &Value) -> Option<String> {
    let Some(exclusions) = assertion["exclusions"].as_array() else {
        return Some("the content hash leaves out boxes, and does not say legibly which".into());
    };
    let paths = exclusions.iter().filter(|exclusion| !is_harmless(exclusion));
    let paths: Vec<_> = paths.map(|exclusion| exclusion["xpath"].as_str().unwrap_or("?")).collect();
    if !paths.is_empty() {
        let more = if paths.len() > MAX_NAMED { " and more" } else { "" };
        let named = paths.iter().take(MAX_NAMED).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        return Some(format!("the content hash leaves out {named}{more}"));
    }
    if assertion["hash"].as_str().is_none_or(str::is_empty) {
        return Some("the content hash covers the media data, but not the boxes that say how to read it".into());
    }
    // Only since its second version the hash covers where boxes lie; before, padding could push content elsewhere.
    (label == "c2pa.hash.bmff").then(|| "the content hash does not cover where the boxes lie".into())
}

fn is_harmless(exclusion: &Value) -> bool {
    let is_c2pa = |data: &Value| data["offset"] == 8 && data["value"] == STANDARD.encode(C2PA_UUID);
    match exclusion["xpath"].as_str() {
        Some("/uuid") => exclusion["data"].as_array().is_some_and(|data| data.iter().any(is_c2pa)),
        Some(path) => HARMLESS.contains(&path),
        None => false,
    }
}

/// The SDK compares the boxes that are listed, in their order from the first on; so the list must reach the box with which
/// every reader stops, and skip none but the manifest.
fn boxes_hash(assertion: &Value, format: Format) -> Option<String> {
    let last = match format {
        Format::Png => "IEND",
        Format::Jpg => "EOI",
        Format::Gif => "3B",
        _ => return Some("the content is bound by boxes, which this format does not have".into()),
    };
    let boxes = assertion["boxes"].as_array().map_or(&[][..], Vec::as_slice);
    let names = |entry: &Value| -> Vec<String> {
        let names = entry["names"].as_array().map_or(&[][..], Vec::as_slice);
        names.iter().map(|name| name.as_str().unwrap_or("?").to_owned()).collect()
    };
    let excluded = boxes.iter().filter(|entry| !matches!(entry["excluded"], Value::Null | Value::Bool(false)));
    if let Some(skipped) = excluded.map(names).find(|names| *names != ["C2PA"]) {
        let named = skipped.iter().take(MAX_NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Some(format!("the content hash leaves out {named}"));
    }
    let reached = boxes.last().map(names).and_then(|mut names| names.pop());
    (reached.as_deref() != Some(last))
        .then(|| format!("the content hash does not reach the end of the file (`{last}`)"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn bmff(label: &str, exclusions: &Value) -> Option<String> {
        bmff_hash(label, &json!({ "hash": "aGFzaA==", "exclusions": exclusions }))
    }

    #[test]
    fn a_video_may_leave_out_its_manifest_and_padding_and_nothing_else() {
        let manifest = json!({ "xpath": "/uuid", "data": [{ "offset": 8, "value": "2P7D1hsOSDySl1goh37EgQ==" }] });
        let fine = json!([manifest, { "xpath": "/free" }, { "xpath": "/skip" }, { "xpath": "/mfra", "length": null }]);
        assert_eq!(bmff("c2pa.hash.bmff.v3", &fine), None);
        for path in ["/ftyp", "/moov/trak/mdia/minf/stbl/stco", "/moov/trak/mdia/minf/stbl/co64", "/mdat", "/uuid", "/"]
        {
            let found = bmff("c2pa.hash.bmff.v3", &json!([manifest, { "xpath": path, "subset": [] }])).unwrap();
            assert!(found.contains(&format!("`{path}`")), "{found}");
        }
        let other = json!([{ "xpath": "/uuid", "data": [{ "offset": 8, "value": "AAAA" }] }]);
        assert!(bmff("c2pa.hash.bmff.v2", &other).is_some());
        assert!(bmff("c2pa.hash.bmff.v2", &json!(7)).is_some());
    }

    #[test]
    fn a_video_whose_boxes_can_be_moved_or_are_not_hashed_is_not_bound() {
        assert!(bmff("c2pa.hash.bmff", &json!([])).is_some());
        assert!(bmff_hash("c2pa.hash.bmff.v3", &json!({ "exclusions": [], "merkle": [] })).is_some());
    }

    #[test]
    fn a_list_of_boxes_must_reach_the_end_and_skip_the_manifest_only() {
        let boxes = |list: Value| boxes_hash(&json!({ "boxes": list }), Format::Png);
        let (start, c2pa) = (json!({ "names": ["PNGh", "IHDR"] }), json!({ "names": ["C2PA"], "excluded": true }));
        assert_eq!(boxes(json!([start, c2pa, { "names": ["IDAT", "IEND"] }])), None);
        assert!(boxes(json!([start, c2pa, { "names": ["IDAT"] }])).unwrap().contains("IEND"));
        let skipping = boxes(json!([start, { "names": ["IDAT"], "excluded": true }, { "names": ["IEND"] }])).unwrap();
        assert!(skipping.ends_with("leaves out `IDAT`"), "{skipping}");
        assert!(boxes(json!([])).is_some() && boxes(json!(3)).is_some());
    }

    #[test]
    fn ranges_that_cannot_be_read_are_not_taken_for_none() {
        assert_eq!(ranges(&json!({})), Some(vec![]));
        assert_eq!(ranges(&json!({ "exclusions": [{ "start": 3, "length": 0 }] })), Some(vec![]));
        assert_eq!(ranges(&json!({ "exclusions": [{ "start": -3, "length": 5 }] })), None);
        assert_eq!(ranges(&json!({ "exclusions": "all" })), None);
    }

    #[test]
    fn an_assertion_is_found_by_the_address_that_the_sdk_gives() {
        let url = "self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/c2pa.hash.data__1";
        assert_eq!(assertion_of(url), Some(("urn:c2pa:1", "c2pa.hash.data__1")));
        assert_eq!(assertion_of("c2pa.hash.data"), None);
    }

    /// What a data hash with these exclusions leaves out of a file that holds `store` from its third byte on.
    fn data_hash(format: Format, file: &[u8], exclusions: &[(u64, u64)], is_update: bool) -> Option<String> {
        let list: Vec<_> =
            exclusions.iter().map(|(start, length)| json!({ "start": start, "length": length })).collect();
        let mut layout = Layout { medium: &mut Cursor::new(file), format, store: Some(STORE) };
        layout.left_out("c2pa.hash.data__1", &json!({ "exclusions": list }), is_update)
    }

    const STORE: &[u8] = b"a manifest store"; // 16 bytes

    #[test]
    fn a_data_hash_may_leave_out_the_manifest_and_not_a_byte_more() {
        let png = [&b"..\0\0\0\x10caBX"[..], STORE, b"crc!", b"IDAT"].concat();
        assert_eq!(data_hash(Format::Png, &png, &[(2, 28)], false), None);
        for stray in
            [&[][..], &[(2, 27)], &[(2, 29)], &[(1, 28)], &[(2, 28), (30, 1)], &[(2, 28), (2, 28)], &[(2, 1 << 60)]]
        {
            assert!(data_hash(Format::Png, &png, stray, false).is_some(), "{stray:?}");
        }
    }

    #[test]
    fn the_filling_byte_of_a_chunk_counts_to_it_only_where_there_is_one() {
        let webp = [&b"..C2PA\x10\0\0\0"[..], STORE, b"\0"].concat();
        assert_eq!(data_hash(Format::Webp, &webp, &[(2, 24)], false), None);
        assert!(data_hash(Format::Webp, &webp, &[(2, 25)], false).is_some());
    }

    #[test]
    fn an_update_may_have_made_the_manifest_longer_but_not_moved_it() {
        let mp3 = [b"..", STORE, b"sound"].concat();
        assert_eq!(data_hash(Format::Mp3, &mp3, &[(2, 9)], true), None);
        assert!(data_hash(Format::Mp3, &mp3, &[(2, 9)], false).is_some());
        assert!(data_hash(Format::Mp3, &mp3, &[(3, 9)], true).is_some());
    }

    #[test]
    fn a_tiff_may_also_leave_out_the_length_of_its_manifest() {
        let tiff = [b"..", STORE, b"\x10\0\0\0", b"\x11\0\0\0"].concat();
        assert_eq!(data_hash(Format::Tiff, &tiff, &[(18, 4), (2, 16)], false), None);
        assert!(data_hash(Format::Tiff, &tiff, &[(22, 4), (2, 16)], false).is_some());
        assert!(data_hash(Format::Mp3, &tiff, &[(18, 4), (2, 16)], false).is_some());
    }

    #[test]
    fn a_file_whose_manifest_lies_elsewhere_may_leave_out_nothing() {
        let mut layout = Layout { medium: &mut Cursor::new(b"content"), format: Format::Png, store: None };
        assert_eq!(layout.left_out("c2pa.hash.data", &json!({}), false), None);
        let one = json!({ "exclusions": [{ "start": 0, "length": 1 }] });
        assert!(layout.left_out("c2pa.hash.data", &one, false).is_some());
        assert!(layout.left_out("c2pa.hash.collection.data", &json!({}), false).is_some());
    }

    proptest! {
        #[test]
        fn no_ranges_make_the_check_fail(file: Vec<u8>, ranges: Vec<(u64, u64)>, is_update: bool) {
            for format in [Format::Png, Format::Jpg, Format::Tiff, Format::Gif, Format::Webp] {
                data_hash(format, &file, &ranges, is_update);
            }
        }
    }
}
