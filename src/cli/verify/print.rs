//! Verdicts as text and as JSON. The thread that reaches a verdict renders it; it is printed when its turn comes.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::files::Item;
use super::judge::Judged;
use crate::cli::output;
use crate::cli::trust::{Advice, Adviser};
use crate::verification::c2pa::{C2paReport, Weakness};

/// Width of the labels, as in the reference's output.
const COLUMN: usize = 21;

/// How verdicts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// For people, as `spec/gas.md` 7.11 lays it out.
    Text {
        /// With the manifests of files that pass.
        verbose: bool,
    },
    /// One array for all.
    Json,
    /// Not at all.
    Quiet,
}

/// A verdict as it will be printed.
pub(super) struct Shown {
    pub(super) text: String,
    /// Why the file is refused, in a word.
    pub(super) class: Option<&'static str>,
    /// For stderr: what to do if only an anchor is missing.
    pub(super) advice: Option<Advice>,
}

/// What the JSON output says of one file. `result` is the network's report and nothing else.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    result: &'a C2paReport,
    class: Option<&'static str>,
    spoofable: Option<&'a [Weakness]>,
}

impl Style {
    pub(super) fn new(json: bool, verbose: bool, quiet: bool) -> Self {
        match (quiet, json) {
            (true, _) => Self::Quiet,
            (false, true) => Self::Json,
            (false, false) => Self::Text { verbose },
        }
    }

    /// The verdict on one file in this style.
    pub(super) fn render(self, item: &Item, judged: &Judged, adviser: Adviser) -> Shown {
        let name = item.path.to_string_lossy();
        let text = match self {
            Self::Text { verbose } => text(&name, judged, verbose),
            Self::Json => entry(&name, judged),
            Self::Quiet => String::new(),
        };
        let advice = if self == Self::Quiet { None } else { adviser.advise(&item.path, &judged.verdict) };
        Shown { text, class: judged.class(), advice }
    }
}

/// Manifests and names of files are strangers' text.
fn text(name: &str, judged: &Judged, verbose: bool) -> String {
    let passes = judged.class().is_none();
    let rule = "=".repeat(60);
    let status = if passes { "✅ PASSED" } else { "❌ FAILED" };
    let mut text = format!("\n{rule}\nFile: {}\nStatus: {status}\n{rule}\n", output::escaped(name));
    for (label, value) in fields(judged) {
        let _ = writeln!(text, "  {:<COLUMN$}{}", format!("{label}:"), output::escaped(&value));
    }
    let weaknesses = &judged.verdict.weaknesses;
    if passes && !weaknesses.is_empty() {
        let reasons: Vec<&str> = weaknesses.iter().map(|weakness| weakness.reason.as_str()).collect();
        let _ = writeln!(text, "  accepted, but spoofable: {}", output::escaped(&reasons.join("; ")));
    }
    if let Some(json) = judged.verdict.manifest_json.as_deref().filter(|_| verbose && passes) {
        text.push_str("\nRaw manifest data:\n");
        for line in indented(json).lines() {
            let _ = writeln!(text, "{}", output::escaped(line));
        }
    }
    text
}

/// The lines of a verdict, values as the reference prints them.
fn fields(judged: &Judged) -> Vec<(&'static str, String)> {
    let report = &judged.verdict.report;
    let claim = |holds: bool| if holds { "True" } else { "False" }.to_owned();
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "None".into());
    let mut fields = vec![
        ("verified", claim(report.verified)),
        ("signature_valid", claim(report.signature_valid)),
        ("is_self_signed", claim(report.is_self_signed)),
        ("is_trusted_issuer", claim(report.is_trusted_issuer)),
        ("issuer", text(&report.issuer)),
        ("cert_issuer", text(&report.cert_issuer)),
        ("ai_generated", claim(report.ai_generated)),
    ];
    if let Some(error) = report.error.clone().or_else(|| judged.untimely.map(|untimely| untimely.to_string())) {
        fields.push(("error", error));
    }
    if !report.validation_errors.is_empty() {
        fields.push(("validation_errors", report.validation_errors.join("; ")));
    }
    fields
}

/// The SDK's JSON with the reference's indentation, or as it is if it cannot be read.
fn indented(json: &str) -> String {
    let value = serde_json::from_str::<Value>(json).ok();
    value.and_then(|value| pretty(&value, b"    ")).unwrap_or_else(|| json.to_owned())
}

/// An element of the array, two spaces in, without an end of line.
fn entry(name: &str, judged: &Judged) -> String {
    let verdict = &judged.verdict;
    let spoofable = Some(verdict.weaknesses.as_slice()).filter(|weaknesses| !weaknesses.is_empty());
    let entry = Entry { file: name, result: &verdict.report, class: judged.class(), spoofable };
    // Ends of lines inside of strings are written `\n`, so each that is found is one of the layout.
    format!("  {}", pretty(&entry, b"  ").unwrap_or_default().replace('\n', "\n  "))
}

fn pretty(value: &impl Serialize, indent: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(indent))).ok()?;
    String::from_utf8(bytes).ok()
}

/// Prints what was rendered, and what stands around and between.
pub(super) struct Printer {
    style: Style,
    has_printed: bool,
}

impl Printer {
    pub(super) const fn new(style: Style) -> Self {
        Self { style, has_printed: false }
    }

    /// Prints a verdict at once.
    pub(super) fn print(&mut self, shown: &Shown) -> io::Result<()> {
        let before = match (self.style, self.has_printed) {
            (Style::Quiet, _) => return Ok(()),
            (Style::Text { .. }, _) => "",
            (Style::Json, false) => "[\n",
            (Style::Json, true) => ",\n",
        };
        self.has_printed = true;
        output::bytes(format!("{before}{}", shown.text).as_bytes())?;
        if let Some(advice) = &shown.advice {
            output::note(&advice.text);
        }
        Ok(())
    }

    /// Ends the array.
    pub(super) fn close(&self) -> io::Result<()> {
        match (self.style, self.has_printed) {
            (Style::Json, true) => output::bytes(b"\n]\n"),
            (Style::Json, false) => output::bytes(b"[]\n"),
            (Style::Text { .. } | Style::Quiet, _) => Ok(()),
        }
    }
}
