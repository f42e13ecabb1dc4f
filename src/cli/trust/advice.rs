//! What `verify-c2pa` says of files that fail only for want of an anchor.

use std::path::{Path, PathBuf};

use super::super::{Context, output};
use super::{ANCHORS_VARIABLE, given};
use crate::verification::c2pa::Verdict;

/// Advises on the files of one command.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Adviser {
    /// Whether anchors were given, so that the trust store does not count.
    given: bool,
}

/// Which anchor a file lacks, and what to run.
#[derive(Debug)]
pub(in super::super) struct Advice {
    /// What tells the anchor from others.
    pub(in super::super) anchor: String,
    /// For a terminal.
    pub(in super::super) text: String,
}

impl Adviser {
    pub(in super::super) fn new(context: &Context, by_option: &[PathBuf]) -> Self {
        Self { given: given(context, by_option).is_some() }
    }

    /// `None` if trusting more would not help the file.
    pub(in super::super) fn advise(self, path: &Path, verdict: &Verdict) -> Option<Advice> {
        let missing = verdict.missing_anchor.as_ref()?;
        let place =
            format!(" fills the trust store, which counts without `--trust-anchors` and {ANCHORS_VARIABLE} only");
        let place = if self.given { place.as_str() } else { "" };
        let hint = missing.command(path).map(|command| format!("\nhint: `{}`{place}", output::escaped(&command)));
        let text = output::escaped(&format!("{}: {missing}", path.to_string_lossy())) + &hint.unwrap_or_default();
        Some(Advice { anchor: missing.sha256.clone().unwrap_or_else(|| missing.name.clone()), text })
    }
}
