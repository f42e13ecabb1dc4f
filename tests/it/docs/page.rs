//! A page of the documentation, taken apart: code blocks, code spans, headings, links.

use std::path::{Path, PathBuf};

/// The folder of the repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A Markdown file.
pub(super) struct Page {
    /// Its path within the repository, such as `docs/chain.md`.
    pub(super) path: String,
    pub(super) text: String,
}

/// What stands between two fences.
pub(super) struct Block {
    /// The word behind the first fence.
    pub(super) kind: String,
    pub(super) lines: Vec<String>,
}

/// README.md and all of `docs/`, in order.
pub(super) fn pages() -> Vec<Page> {
    let docs = std::fs::read_dir(root().join("docs")).unwrap();
    let names = docs.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut paths: Vec<String> = names
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    paths.push("README.md".into());
    paths.sort();
    paths.into_iter().map(|path| page(&path)).collect()
}

pub(super) fn page(path: &str) -> Page {
    Page { path: path.into(), text: std::fs::read_to_string(root().join(path)).unwrap() }
}

impl Page {
    /// Code blocks, those within lists too.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_open = false;
        let mut indent = 0;
        for line in self.text.lines() {
            match (fence(line), is_open) {
                (Some(kind), false) => {
                    indent = line.len() - line.trim_start().len();
                    blocks.push(Block { kind: kind.trim().into(), lines: Vec::new() });
                }
                (None, true) => blocks.last_mut().unwrap().lines.push(line.get(indent..).unwrap_or_default().into()),
                (Some(_), true) | (None, false) => {}
            }
            is_open ^= fence(line).is_some();
        }
        assert!(!is_open, "{}: a code block is not closed", self.path);
        blocks
    }

    /// The lines outside of code blocks, which are replaced by empty ones.
    pub(super) fn prose(&self) -> String {
        let mut is_open = false;
        let lines = self.text.lines().map(|line| {
            let is_fence = fence(line).is_some();
            let shown = if is_fence || is_open { "" } else { line };
            is_open ^= is_fence;
            shown
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Every code span: its text in one line.
    pub(super) fn spans(&self) -> Vec<String> {
        self.prose().split("\n\n").flat_map(|paragraph| spans(paragraph).0).collect()
    }

    /// Where headings lead to, by GitHub's rule: small letters, hyphens for blanks, nothing but letters, digits, `-` and `_`; a
    /// second one of the same name gets `-1`.
    pub(super) fn anchors(&self) -> Vec<String> {
        let mut anchors: Vec<String> = Vec::new();
        for line in self.prose().lines() {
            let text = line.trim_start_matches('#');
            if text.len() == line.len() || !text.starts_with(' ') {
                continue;
            }
            let kept = text.trim().to_lowercase().replace(' ', "-");
            let slug: String = kept.chars().filter(|it| it.is_alphanumeric() || "-_".contains(*it)).collect();
            let same = anchors.iter().filter(|it| **it == slug).count();
            anchors.push(if same == 0 { slug } else { format!("{slug}-{same}") });
        }
        anchors
    }

    /// The targets of links.
    pub(super) fn links(&self) -> Vec<String> {
        let prose: Vec<String> = self.prose().split("\n\n").map(|paragraph| spans(paragraph).1).collect();
        let prose = prose.join("\n\n");
        let ends = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        ends.map(|(target, _)| target.to_owned()).collect()
    }
}

/// What stands behind the mark of a code block.
fn fence(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("```")
}

/// The code spans of a paragraph, and the paragraph without them. A span begins and ends with the same number of backticks.
fn spans(paragraph: &str) -> (Vec<String>, String) {
    let (mut found, mut around) = (Vec::new(), String::new());
    let mut rest = paragraph;
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        around.push_str(before);
        let inner = from.trim_start_matches('`');
        let fence = &from[..from.len() - inner.len()];
        let Some(end) = end_of(inner, fence.len()) else {
            rest = inner;
            continue;
        };
        let words: Vec<&str> = inner[..end].split_whitespace().collect();
        found.push(words.join(" ").replace("\\|", "|"));
        rest = &inner[end + fence.len()..];
    }
    around.push_str(rest);
    (found, around)
}

/// Where the next run of exactly so many backticks begins.
fn end_of(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].find('`') {
        let start = at + next;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}
