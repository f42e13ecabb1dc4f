//! What `push` shows: progress on a terminal, lines elsewhere, and the answer.

use std::cell::Cell;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::super::super::{Context, output};
use crate::miner::discriminator::{Archive, Done, Dropped, Event, Stage};
use crate::models::discriminator::{Fault, Inspection};
use crate::protocol::discriminator::{Medium, Registration};
use crate::types::{BlockNumber, Hotkey, Netuid};

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    dry_run: bool,
    vertical: String,
    hotkey: Option<Hotkey>,
    netuid: Option<Netuid>,
    pub(super) archives: Vec<Row>,
    /// What went from the chain to make room, and no newer model took its place.
    dropped: Vec<Dropped>,
}

/// One archive.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) modality: Medium,
    pub(super) path: PathBuf,
    #[serde(flatten)]
    pub(super) inspection: Inspection,
    /// The service's number; `null` if it was not submitted, or by another machine.
    model_id: Option<i64>,
    registration: Option<Registration>,
    /// Where it was published; `null` if it stood there before.
    block: Option<BlockNumber>,
}

impl Row {
    pub(super) const fn new(modality: Medium, path: PathBuf, inspection: Inspection) -> Self {
        Self { modality, path, inspection, model_id: None, registration: None, block: None }
    }
}

impl Document {
    pub(super) fn new(dry_run: bool, vertical: &str) -> Self {
        let vertical = vertical.to_owned();
        let (archives, dropped) = (Vec::new(), Vec::new());
        Self { schema: output::SCHEMA, dry_run, vertical, hotkey: None, netuid: None, archives, dropped }
    }

    pub(super) fn registered(&mut self, hotkey: Hotkey, netuid: Netuid, done: Vec<Done>, dropped: Vec<Dropped>) {
        (self.hotkey, self.netuid, self.dropped) = (Some(hotkey), Some(netuid), dropped);
        for done in done {
            if let Some(row) = self.archives.iter_mut().find(|row| row.modality == done.medium) {
                row.model_id = (done.model_id > 0).then_some(done.model_id);
                (row.registration, row.block) = (Some(done.registration), done.block);
            }
        }
    }

    pub(super) fn print(&self, context: &Context) -> anyhow::Result<()> {
        if context.json {
            return output::json(self);
        }
        for row in &self.archives {
            let (modality, path) = (row.modality, output::escaped(&row.path.display().to_string()));
            let Inspection { size, sha256, faults } = &row.inspection;
            match faults.len() {
                0 => output::line(format_args!("{modality}: `{path}` is good ({size} bytes, SHA-256 {sha256})"))?,
                1 => output::line(format_args!("{modality}: `{path}` has a fault"))?,
                count => output::line(format_args!("{modality}: `{path}` has {count} faults"))?,
            }
            for fault in faults {
                let Fault { what, fix, certain, .. } = fault;
                let mark = if *certain { "" } else { " (probably refused)" };
                output::line(output::escaped(&format!("  {}{what}{mark}", place(fault))))?;
                output::line(output::escaped(&format!("      {fix}")))?;
            }
            if let Some(Registration { key, hash }) = &row.registration {
                let model = row.model_id.map(|id| format!(" as model {id}")).unwrap_or_default();
                let what = match row.block {
                    Some(block) => format!("{modality}: registered{model} at block {block}"),
                    None => format!("{modality}: stands registered{model}"),
                };
                output::line(output::escaped(&format!("{what} (key {key}, hash {hash})")))?;
            }
        }
        Ok(())
    }
}

/// What is said before something goes from the chain.
pub(super) fn goes(lost: &Dropped) -> String {
    let what = match (&lost.modality, &lost.vertical) {
        (Some(modality), Some(vertical)) => format!("the {modality} model of `{vertical}`, "),
        _ => String::new(),
    };
    output::escaped(&format!("warning: this goes from the chain to make room: {what}{}", lost.field))
}

fn place(fault: &Fault) -> String {
    match (&fault.file, fault.line) {
        (Some(file), Some(line)) => format!("{file}:{line}: "),
        (Some(file), None) => format!("{file}: "),
        (None, _) => String::new(),
    }
}

/// Tells on stderr what is under way.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Which archive the bar is about.
    of: Cell<Option<Medium>>,
}

impl Progress {
    pub(super) fn new() -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
        Self { bar, of: Cell::new(None) }
    }

    /// So many bytes more of an archive were hashed.
    pub(super) fn checked(&self, medium: Medium, bytes: u64) {
        if self.of.replace(Some(medium)) != Some(medium) {
            self.style("{spinner} {msg} {binary_bytes}");
            self.bar.set_message(format!("checking the {medium} model"));
        }
        self.bar.inc(bytes);
    }

    pub(super) fn tell(&self, event: &Event, archives: &[Archive], hotkey: &Hotkey) {
        let note = |text: String| self.bar.suspend(|| output::note(output::escaped(&text)));
        match event {
            Event::Resumed(medium, stage) => {
                let how_far = match stage {
                    Stage::Presigned => "announced",
                    Stage::Uploaded => "uploaded",
                    Stage::Confirmed => "accepted",
                    Stage::Committed => "registered",
                };
                note(format!("{medium}: was {how_far} by an earlier run; going on from there"));
            }
            Event::Sent(medium, bytes) => {
                let size = archives.iter().find(|archive| archive.medium == *medium).map_or(0, |archive| archive.size);
                if self.of.replace(Some(*medium)) != Some(*medium) {
                    self.style("{spinner} {msg} {bar:20} {binary_bytes} of {binary_total_bytes}, {eta}");
                    self.bar.set_message(format!("uploading the {medium} model"));
                    self.bar.set_length(size);
                    if self.bar.is_hidden() {
                        note(format!("{medium}: uploading {size} bytes"));
                    }
                }
                self.bar.set_position(*bytes);
            }
            Event::Uploaded(medium) => {
                self.of.set(None);
                self.bar.finish_and_clear();
                note(format!("{medium}: uploaded"));
            }
            Event::Confirmed(medium, used, most) => match (used, most) {
                (Some(used), Some(most)) => {
                    note(format!("{}/{most} {medium} models submitted for {hotkey}", used.saturating_add(1)));
                }
                _ => note(format!("{medium}: accepted")),
            },
            Event::Committing(medium) => note(format!("{medium}: registering on chain")),
            Event::Dropping(lost) => self.bar.suspend(|| output::note(goes(lost))),
            Event::Again(reason, pause) => note(format!("{reason}; once more in {} s", pause.as_secs())),
        }
    }

    fn style(&self, template: &str) {
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        self.bar.set_style(style);
        self.bar.reset();
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
