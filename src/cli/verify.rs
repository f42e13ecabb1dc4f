//! `verify-c2pa`: the very check that decides over deliveries, for files on this machine.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Answer, Context, output, trust};
use crate::verification::c2pa::{self, C2paReport, RejectionClass, Verdict};

/// Longest file that is checked.
const MAX_FILE: u64 = 2 << 30;

/// Column at which values begin, as in the reference's output.
const COLUMN: usize = 21;

/// Arguments of `verify-c2pa`, also as `generator verify-c2pa`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Images, videos or audio to check.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Show the manifest of files that pass.
    #[arg(short, long)]
    verbose: bool,

    /// Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else
    /// built-in roots and the trust store (`gascli trust list`).
    #[arg(long, value_name = "FILE|DIR")]
    trust_anchors: Vec<PathBuf>,
}

/// What the JSON output says of one file. `result` is the network's report and nothing else.
#[derive(Serialize)]
struct Entry {
    file: String,
    result: C2paReport,
    class: Option<RejectionClass>,
}

/// Checks files and prints the verdicts. Yes only if every file passes; an error, after the verdicts on the others, if
/// one cannot be read.
pub(super) fn verify(context: &Context, args: &VerifyArgs) -> anyhow::Result<Answer> {
    let trust = trust::trust_set(context, &args.trust_anchors)?;
    let (mut all_pass, mut entries, mut failed) = (true, Vec::new(), Vec::new());
    for path in &args.files {
        match read(path) {
            Ok(bytes) => {
                let verdict = c2pa::verify(&bytes, &trust);
                all_pass &= verdict.passes();
                trust::advise(path, &verdict);
                if context.json {
                    let file = path.to_string_lossy().into_owned();
                    entries.push(Entry { file, result: verdict.report, class: verdict.class });
                } else {
                    print(path, &verdict, args.verbose)?;
                }
            }
            Err(error) => failed.push((path.clone(), error)),
        }
    }
    if context.json {
        output::json(&entries)?;
    }
    if !failed.is_empty() {
        return Err(unreadable(failed, args.files.len()));
    }
    Ok(if all_pass { Answer::Yes } else { Answer::No })
}

/// Names every file that could not be read, in one error.
fn unreadable(failed: Vec<(PathBuf, io::Error)>, of: usize) -> anyhow::Error {
    match <[_; 1]>::try_from(failed) {
        Ok([(path, error)]) => anyhow::Error::new(error).context(format!("cannot read `{}`", path.display())),
        Err(failed) => {
            let list: Vec<String> =
                failed.iter().map(|(path, error)| format!("`{}` ({error})", path.display())).collect();
            anyhow::anyhow!("cannot read {} of {of} files: {}", list.len(), list.join("; "))
        }
    }
}

/// The bytes of a file; what does not end, such as a device, is refused in time.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let too_long = || io::Error::other(format!("it has more than {MAX_FILE} bytes"));
    let file = File::open(path)?;
    let facts = file.metadata()?;
    if facts.is_dir() {
        return Err(io::Error::other("it is a folder: name the files in it, such as FOLDER/*"));
    }
    let length = facts.len();
    if length > MAX_FILE {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read <= MAX_FILE) { Ok(bytes) } else { Err(too_long()) }
}

/// The verdict for people, as `spec/gas.md` 7.11 lays it out. Manifests are strangers' text.
fn print(path: &Path, verdict: &Verdict, verbose: bool) -> anyhow::Result<()> {
    let report = &verdict.report;
    let rule = "=".repeat(60);
    let status = if verdict.passes() { "✅ PASSED" } else { "❌ FAILED" };
    let file = output::escaped(&path.to_string_lossy());
    output::line(format_args!("\n{rule}\nFile: {file}\nStatus: {status}\n{rule}"))?;
    let claim = |holds: bool| if holds { "True" } else { "False" }.to_owned();
    let text = |text: &Option<String>| text.as_deref().map_or_else(|| "None".into(), output::escaped);
    let mut fields = vec![
        ("verified", claim(report.verified)),
        ("signature_valid", claim(report.signature_valid)),
        ("is_self_signed", claim(report.is_self_signed)),
        ("is_trusted_issuer", claim(report.is_trusted_issuer)),
        ("issuer", text(&report.issuer)),
        ("cert_issuer", text(&report.cert_issuer)),
        ("ai_generated", claim(report.ai_generated)),
    ];
    if report.error.is_some() {
        fields.push(("error", text(&report.error)));
    }
    if !report.validation_errors.is_empty() {
        fields.push(("validation_errors", output::escaped(&report.validation_errors.join("; "))));
    }
    for (label, value) in fields {
        output::line(format_args!("  {:<COLUMN$}{value}", format!("{label}:")))?;
    }
    if let Some(json) = verdict.manifest_json.as_deref().filter(|_| verbose && verdict.passes()) {
        output::line("\nRaw manifest data:")?;
        for line in json.lines() {
            output::line(output::escaped(line))?;
        }
    }
    Ok(())
}
