//! Character references of HTML (`&eacute;`, `&#x1F436;`), as HTML 5 reads them: also some without a semicolon.

use html_escape::NAMED_ENTITIES;

/// Most characters that a name is looked for in.
const LONGEST_NAME: usize = 32;

/// What stands for numbers that name no character (HTML 5, "numeric character reference end state").
const WINDOWS: [(u32, char); 27] = [
    (0x80, '\u{20ac}'),
    (0x82, '\u{201a}'),
    (0x83, '\u{192}'),
    (0x84, '\u{201e}'),
    (0x85, '\u{2026}'),
    (0x86, '\u{2020}'),
    (0x87, '\u{2021}'),
    (0x88, '\u{2c6}'),
    (0x89, '\u{2030}'),
    (0x8a, '\u{160}'),
    (0x8b, '\u{2039}'),
    (0x8c, '\u{152}'),
    (0x8e, '\u{17d}'),
    (0x91, '\u{2018}'),
    (0x92, '\u{2019}'),
    (0x93, '\u{201c}'),
    (0x94, '\u{201d}'),
    (0x95, '\u{2022}'),
    (0x96, '\u{2013}'),
    (0x97, '\u{2014}'),
    (0x98, '\u{2dc}'),
    (0x99, '\u{2122}'),
    (0x9a, '\u{161}'),
    (0x9b, '\u{203a}'),
    (0x9c, '\u{153}'),
    (0x9e, '\u{17e}'),
    (0x9f, '\u{178}'),
];

/// Names that count without a semicolon too, by what follows from old browsers.
#[rustfmt::skip]
const BARE: [&str; 106] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc",
    "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash",
    "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute",
    "aelig", "agrave", "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg",
    "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc",
    "iexcl", "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute",
    "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg",
    "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml",
    "yacute", "yen", "yuml",
];

/// Names of two characters, by the second: the library's table has only the first.
#[rustfmt::skip]
const SECOND: [(char, &[&str]); 8] = [
    ('\u{6a}', &[
        "fjlig",
    ]),
    ('\u{331}', &[
        "race",
    ]),
    ('\u{333}', &[
        "acE",
    ]),
    ('\u{338}', &[
        "NotEqualTilde", "NotGreaterFullEqual", "NotGreaterGreater", "NotGreaterSlantEqual", "NotHumpDownHump",
        "NotHumpEqual", "NotLeftTriangleBar", "NotLessLess", "NotLessSlantEqual", "NotNestedGreaterGreater",
        "NotNestedLessLess", "NotPrecedesEqual", "NotRightTriangleBar", "NotSquareSubset", "NotSquareSuperset",
        "NotSucceedsEqual", "NotSucceedsTilde", "nGg", "nGtv", "nLl", "nLtv", "napE", "napid", "nbump", "nbumpe",
        "ncongdot", "nedot", "nesim", "ngE", "ngeqq", "ngeqslant", "nges", "nlE", "nleqq", "nleqslant", "nles",
        "notinE", "notindot", "npart", "npre", "npreceq", "nrarrc", "nrarrw", "nsce", "nsubE", "nsubseteqq",
        "nsucceq", "nsupE", "nsupseteqq",
    ]),
    ('\u{200a}', &[
        "ThickSpace",
    ]),
    ('\u{20d2}', &[
        "NotSubset", "NotSuperset", "nGt", "nLt", "nang", "nsubset", "nsupset", "nvap", "nvge", "nvgt", "nvle",
        "nvlt", "nvltrie", "nvrtrie", "nvsim", "vnsub", "vnsup",
    ]),
    ('\u{20e5}', &[
        "bne", "bnequiv", "nparsl",
    ]),
    ('\u{fe00}', &[
        "caps", "cups", "gesl", "gvertneqq", "gvnE", "lates", "lesg", "lvertneqq", "lvnE", "smtes", "sqcaps",
        "sqcups", "varsubsetneq", "varsubsetneqq", "varsupsetneq", "varsupsetneqq", "vsubnE", "vsubne", "vsupnE",
        "vsupne",
    ]),
];

/// The text with its character references replaced, once: what was escaped twice is escaped still.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let read = match rest.strip_prefix('#') {
            Some(number) => numeric(number, &mut plain).map(|read| read + 1),
            None => Some(named(rest, &mut plain)),
        };
        if read.is_none() {
            plain.push('&');
        }
        rest = &rest[read.unwrap_or(0)..];
    }
    plain.push_str(rest);
    plain
}

/// Writes the character of a number; how many bytes were read, `None` if there is no number.
fn numeric(text: &str, plain: &mut String) -> Option<usize> {
    let (prefix, radix) = if text.starts_with(['x', 'X']) { (1, 16) } else { (0, 10) };
    let digits = text[prefix..].bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = prefix + digits;
    // A number too long for 32 bits is beyond every character.
    let number = u32::from_str_radix(&text[prefix..end], radix).unwrap_or(u32::MAX);
    plain.extend(character(number));
    Some(end + usize::from(text[end..].starts_with(';')))
}

/// `None` for what is no character of a text.
fn character(number: u32) -> Option<char> {
    if let Some((_, stands)) = WINDOWS.iter().find(|(wrong, _)| *wrong == number) {
        return Some(*stands);
    }
    match number {
        0 => Some(char::REPLACEMENT_CHARACTER),
        0x0d | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d => char::from_u32(number),
        0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f..=0x9f | 0xfdd0..=0xfdef => None,
        number if number & 0xfffe == 0xfffe && number <= 0x10_ffff => None,
        number => Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// Writes what a name stands for, or the name as it is; how many bytes were read.
fn named(text: &str, plain: &mut String) -> usize {
    let ends = |character: char| matches!(character, '\t' | '\n' | '\u{c}' | ' ' | '<' | '&' | '#' | ';');
    let end = text.char_indices().take(LONGEST_NAME).take_while(|(_, character)| !ends(*character)).last();
    let end = end.map_or(0, |(at, character)| at + character.len_utf8());
    let name = &text[..end];
    let whole = usize::from(end > 0 && text[end..].starts_with(';'));
    if whole == 1
        && let Some(stands) = find(name)
    {
        plain.push_str(stands);
        plain.extend(SECOND.iter().find(|(_, names)| names.contains(&name)).map(|(second, _)| *second));
        return end + 1;
    }
    // The longest beginning that counts by itself.
    let bare = (2..=end).rev().filter_map(|length| name.get(..length)).find(|name| BARE.contains(name));
    if let Some((bare, stands)) = bare.and_then(|bare| Some((bare, find(bare)?))) {
        plain.push_str(stands);
        plain.push_str(&text[bare.len()..end + whole]);
    } else {
        plain.push('&');
        plain.push_str(&text[..end + whole]);
    }
    end + whole
}

fn find(name: &str) -> Option<&'static str> {
    let at = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok()?;
    Some(NAMED_ENTITIES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_html_5_reads_them() {
        // `html.unescape` of Python 3.11
        for (text, plain) in [
            ("&lt;b&gt; &amp;amp; &quot;", "<b> &amp; \""),
            ("caf&eacute; caf&eacute &notit; &notin; &unknown; &", "café café ¬it; ∉ &unknown; &"),
            ("&#233; &#xE9 &#128;&#0;&#1;&#xd800;&#99999999999;", "é é €\u{fffd}\u{fffd}\u{fffd}"),
            ("&#; &#x; &; &&amp;", "&#; &#x; &; &&"),
            ("&CounterClockwiseContourIntegral;&fjlig;", "∳fj"),
            ("&é;&ampé", "&é;&é"),
        ] {
            assert_eq!(unescape(text), plain, "{text}");
        }
    }

    #[test]
    fn every_name_that_counts_by_itself_is_known() {
        assert!(BARE.iter().all(|name| find(name).is_some()));
    }
}
