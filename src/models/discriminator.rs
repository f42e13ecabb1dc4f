//! Archives of discriminators, looked at before they are sent (`spec/gas.md` 14.1): each submission counts, and the network
//! tells of a bad one hours later. All faults at once. Reads files, opens no socket.
//!
//! ```text
//!  ZIP ──entries (what may lie in it)──> model_config.yaml ──config──┐
//!                                        model.py ────────python─────┼──> faults
//!                                        *.safetensors ───weights────┘
//! ```

mod config;
mod entries;
mod python;
mod weights;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use zip::ZipArchive;
use zip::result::ZipError;

use super::verify::hash;
use crate::protocol::discriminator::Medium;
use crate::types::Hint;
use entries::{Entries, Entry};

/// The longest archive: what a store takes in one piece.
const LONGEST: u64 = 5 << 30;

/// The longest text in it that is read.
const LONGEST_TEXT: u64 = 1 << 20;

const CONFIG: &str = "model_config.yaml";
const CODE: &str = "model.py";
const OPTIONAL: &str = "config.json";
const WEIGHTS: &str = ".safetensors";

/// Something that the network would refuse, or that would fail there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File within the archive; `None` for the archive itself.
    pub file: Option<String>,
    /// Line in it, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub fix: String,
    /// Whether it cannot work wherever it is sent. Else the network probably refuses it, as far as its rules are known.
    pub certain: bool,
}

impl Fault {
    fn archive(what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { file: None, line: None, what: what.into(), fix: fix.into(), certain: true }
    }

    /// The same, by rules that the network may have changed.
    fn perhaps(self) -> Self {
        Self { certain: false, ..self }
    }

    fn file(file: &str, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { file: Some(file.to_owned()), ..Self::archive(what, fix) }
    }

    fn line(file: &str, line: usize, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { line: (line > 0).then_some(line), ..Self::file(file, what, fix) }
    }
}

/// What was found of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the archive, in hex.
    pub sha256: String,
    /// Empty if the archive is good.
    pub faults: Vec<Fault>,
}

/// Why an archive could not be looked at.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`", path.display())]
pub struct InspectError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

impl Hint for InspectError {}

/// Looks at the archive of a discriminator that shall judge `medium`; `read` is told the bytes that were hashed.
///
/// # Errors
/// Only if the file cannot be read. What is wrong with it is in [`Inspection::faults`].
pub fn inspect(path: &Path, medium: Medium, read: &mut dyn FnMut(u64)) -> Result<Inspection, InspectError> {
    let failed = |source| InspectError { path: path.to_owned(), source };
    let found = std::fs::metadata(path).map_err(failed)?;
    if !found.is_file() {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "this is no file")));
    }
    let size = found.len();
    if size > LONGEST {
        let fault = Fault::archive(
            format!("{size} bytes, and an upload takes {LONGEST}"),
            "store the weights in float16 or bfloat16, or use a smaller model",
        );
        return Ok(Inspection { size, sha256: String::new(), faults: vec![fault] });
    }
    let sha256 = hash(path, read).map_err(failed)?;
    let faults = match ZipArchive::new(File::open(path).map_err(failed)?) {
        Ok(archive) => Look { archive, faults: Vec::new() }.all(medium),
        Err(ZipError::Io(source)) if source.kind() != io::ErrorKind::UnexpectedEof => return Err(failed(source)),
        Err(error) => vec![Fault::archive(
            format!("this is no ZIP archive that can be read ({error})"),
            format!("make one: `zip model.zip {CONFIG} {CODE} model.safetensors`"),
        )],
    };
    Ok(Inspection { size, sha256, faults })
}

struct Look {
    archive: ZipArchive<File>,
    faults: Vec<Fault>,
}

impl Look {
    fn all(mut self, medium: Medium) -> Vec<Fault> {
        let entries = Entries::of(&mut self.archive, &mut self.faults);
        // A bomb is not unpacked, not even in part.
        let Some(entries) = entries else { return self.faults };
        let named = match self.required(&entries, CONFIG) {
            Some(text) => config::check(&text, medium, &mut self.faults),
            None => None,
        };
        if let Some(text) = self.required(&entries, CODE) {
            python::check(CODE, &text, &mut self.faults);
        }
        self.weights(&entries, named);
        if let Some(entry) = entries.find(OPTIONAL)
            && let Some(text) = self.text(entry)
            && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&text)
        {
            let line = error.line();
            let (what, fix) = (format!("this is no JSON ({error})"), "mend it, or leave the file out");
            self.faults.push(Fault::line(OPTIONAL, line, what, fix).perhaps());
        }
        self.faults
    }

    fn required(&mut self, entries: &Entries, name: &str) -> Option<String> {
        if let Some(entry) = entries.find(name) {
            return self.text(entry);
        }
        let fix = match entries.deeper(name) {
            Some(deeper) => format!("it lies at `{deeper}`: pack the files themselves, not the folder around them"),
            None => "add it at the top of the archive".to_owned(),
        };
        self.faults.push(Fault::file(name, "it is missing", fix));
        None
    }

    /// A text in the archive; `None`, with the fault noted, if it is none.
    fn text(&mut self, entry: &Entry) -> Option<String> {
        let name = &entry.name;
        if entry.size > LONGEST_TEXT {
            let what = format!("{} bytes, and {LONGEST_TEXT} are the most", entry.size);
            self.faults.push(Fault::file(name, what, "shorten it").perhaps());
            return None;
        }
        let mut bytes = Vec::new();
        let read = self.archive.by_index(entry.index).map_err(io::Error::from);
        let read = read.and_then(|file| file.take(LONGEST_TEXT + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            self.faults.push(unreadable(name, &error));
            return None;
        }
        let text = String::from_utf8(bytes);
        if text.is_err() {
            self.faults.push(Fault::file(name, "it is no UTF-8 text", "save it as UTF-8").perhaps());
        }
        text.ok()
    }

    fn weights(&mut self, entries: &Entries, named: Option<config::WeightsFile>) {
        let all: Vec<&Entry> = entries.files().filter(|entry| entry.name.ends_with(WEIGHTS)).collect();
        for entry in &all {
            let checked = match self.archive.by_index(entry.index) {
                Ok(file) => weights::check(file, entry.size),
                Err(error) => Err(weights::Bad::Unread(error.into())),
            };
            match checked {
                Ok(()) => {}
                Err(weights::Bad::Unread(error)) => self.faults.push(unreadable(&entry.name, &error)),
                Err(weights::Bad::Format(what)) => {
                    self.faults.push(Fault::file(
                        &entry.name,
                        what,
                        "write it anew with `safetensors.torch.save_file`",
                    ));
                }
            }
        }
        if all.is_empty() {
            let fix = "add the weights, saved with `safetensors.torch.save_file`";
            self.faults.push(Fault::archive(format!("there are no weights (*{WEIGHTS})"), fix));
        } else if let Some(named) = named
            && !all.iter().any(|entry| entry.name == named.name)
        {
            let there = all.iter().map(|entry| format!("`{}`", entry.name)).collect::<Vec<_>>().join(", ");
            let what = format!("weights_file is `{}`, which is not in the archive", named.name);
            let fault = Fault::line(CONFIG, named.line, what, format!("name one that is there: {there}"));
            // The default may not be the network's only one.
            self.faults.push(if named.line > 0 { fault } else { fault.perhaps() });
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Fault {
    Fault::file(name, format!("it cannot be unpacked ({error})"), "pack the archive anew")
}
