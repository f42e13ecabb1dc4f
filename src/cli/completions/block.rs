//! Our lines in a start file of the user's own: one marked block, put in once and taken out whole.

const BEGIN: &str = "# >>> gascli completions >>>";
const END: &str = "# <<< gascli completions <<<";

/// A block that begins and does not end, or the other way round: somebody has edited it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Torn;

/// The text with the block of these lines: in place of the one that is there, else at the end.
pub(super) fn with(text: &str, lines: &[String]) -> Result<String, Torn> {
    let block = format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"));
    if let Some((before, after)) = around(text)? {
        return Ok(format!("{before}{block}{after}"));
    }
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Ok(format!("{text}{end}{block}"))
}

/// The text without the block; `None` if there is none.
pub(super) fn without(text: &str) -> Result<Option<String>, Torn> {
    Ok(around(text)?.map(|(before, after)| format!("{before}{after}")))
}

/// What stands before the block and behind it.
fn around(text: &str) -> Result<Option<(&str, &str)>, Torn> {
    let (mut begin, mut end, mut at) = (None, None, 0);
    for line in text.split_inclusive('\n') {
        match line.trim() {
            BEGIN if begin.is_none() => begin = Some(at),
            END if begin.is_some() && end.is_none() => end = Some(at + line.len()),
            BEGIN | END => return Err(Torn),
            _ => {}
        }
        at += line.len();
    }
    match (begin, end) {
        (None, _) => Ok(None),
        (Some(begin), Some(end)) => Ok(Some((&text[..begin], &text[end..]))),
        (Some(_), None) => Err(Torn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_put_in_once_and_leaves_no_trace() {
        for text in ["", "alias a=b\n", "alias a=b"] {
            let lines = ["use it".to_owned()];
            let once = with(text, &lines).unwrap();
            assert_eq!(with(&once, &lines).unwrap(), once);
            let changed = with(&format!("{once}later\n"), &["another".into()]).unwrap();
            assert!(changed.ends_with("another\n# <<< gascli completions <<<\nlater\n") && !changed.contains("use it"));
            let rest = without(&once).unwrap().unwrap();
            assert_eq!(rest.trim_end(), text.trim_end());
            assert_eq!(without(&rest).unwrap(), None);
        }
    }

    #[test]
    fn a_block_that_somebody_has_torn_is_left_alone() {
        for text in [BEGIN, END, &format!("{BEGIN}\n{BEGIN}\n{END}\n"), &format!("{BEGIN}\n{END}\n{END}\n")] {
            assert_eq!((without(text), with(text, &[])), (Err(Torn), Err(Torn)), "{text}");
        }
    }
}
