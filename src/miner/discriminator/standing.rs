//! What a commitment holds: which registrations stand there together, and what has to make room for them.

use serde::Serialize;

use super::push::Archive;
use super::submissions::{Stage, Submission};
use crate::chain::CommitmentField;
use crate::protocol::discriminator::{Medium, Presigned, Registration, registered_together};
use crate::types::Hotkey;

/// Something that stands on chain and would not any more, though no newer model takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// What it judges; `None` if it was not submitted from here.
    pub modality: Option<Medium>,
    /// Its competition; `None` likewise.
    pub vertical: Option<String>,
    /// As it stands there.
    pub field: String,
}

/// What is to be published.
pub(super) struct Next {
    /// At most three, the first for the network to look at.
    pub(super) registrations: Vec<Registration>,
    /// What goes thereby.
    pub(super) dropped: Vec<Dropped>,
}

/// The registrations among what a hotkey has published.
pub(super) fn registrations(fields: &[CommitmentField]) -> Vec<Registration> {
    fields.iter().filter_map(CommitmentField::raw).filter_map(Registration::parse).collect()
}

/// Whether a submission need not be published.
pub(super) fn stands(submission: &Submission, registration: &Registration, held: &[Registration]) -> bool {
    match submission.stage {
        Stage::Committed => held.contains(registration),
        _ => held.first() == Some(registration),
    }
}

/// What is published when `submission` is the newest of `all` (newest first), and `fields` stand on chain.
pub(super) fn next<'a>(
    submission: &'a Submission,
    all: impl Iterator<Item = &'a Submission>,
    fields: &[CommitmentField],
    hotkey: &Hotkey,
) -> Next {
    let (mut kept, mut known): (Vec<&Submission>, Vec<(&Submission, Registration)>) = (vec![submission], Vec::new());
    let mut replaced = Vec::new();
    for other in all {
        known.push((other, other.registration(hotkey)));
        if kept.iter().any(|newer| newer.replaces(other)) {
            replaced.push(other.registration(hotkey));
        } else if other.stage >= Stage::Confirmed && other.service == submission.service {
            kept.push(other);
        }
    }
    let ours: Vec<Registration> = kept.iter().map(|found| found.registration(hotkey)).collect();
    let mut registrations = registered_together(&ours[0], &ours[1..], &replaced, &registrations(fields));
    // Those that other programs published may be longer than what is read here.
    registrations.retain(|found| found.text().is_some());
    let dropped = fields.iter().filter_map(|field| {
        let found = field.raw().and_then(Registration::parse);
        let stays = |found: &Registration| registrations.contains(found) || replaced.contains(found);
        if *field == CommitmentField::None || found.as_ref().is_some_and(stays) {
            return None;
        }
        let of = known.iter().find(|(_, registration)| Some(registration) == found.as_ref()).map(|(of, _)| of);
        Some(Dropped {
            modality: of.map(|of| of.modality),
            vertical: of.map(|of| of.vertical.clone()),
            field: text(field),
        })
    });
    let dropped = dropped.collect();
    Next { registrations, dropped }
}

fn is_of(submission: &Submission, archive: &Archive, service: &str) -> bool {
    let Submission { modality, sha256, service: of, .. } = submission;
    (*modality, &**sha256, &**of) == (archive.medium, &*archive.sha256, service)
}

fn text(field: &CommitmentField) -> String {
    match field {
        CommitmentField::Raw { data } => match std::str::from_utf8(data) {
            Ok(text) => text.to_owned(),
            Err(_) => format!("0x{}", hex::encode(data)),
        },
        other => serde_json::to_string(other).unwrap_or_else(|_| "something else".into()),
    }
}

/// What would go if these archives were submitted and registered, one after the other; the keys of new ones are not known
/// yet.
pub(super) fn planned<'a>(
    archives: &[Archive],
    (vertical, service): (&str, &str),
    known: impl Iterator<Item = &'a Submission>,
    mut fields: Vec<CommitmentField>,
    hotkey: &Hotkey,
) -> Vec<Dropped> {
    let held = registrations(&fields);
    let mut all: Vec<Submission> = known.cloned().collect();
    for archive in archives {
        let known = all.iter().position(|found| is_of(found, archive, service)).map(|at| all.remove(at));
        let mut submission = known.unwrap_or_else(|| Submission {
            modality: archive.medium,
            sha256: archive.sha256.clone(),
            vertical: vertical.to_owned(),
            service: service.to_owned(),
            stage: Stage::Confirmed,
            presigned: Presigned::of_key(
                held.iter().find(|found| found.is_of(&archive.sha256, hotkey)).map(|found| found.key.clone()),
            ),
        });
        submission.stage = submission.stage.max(Stage::Confirmed);
        all.insert(0, submission);
    }
    let mut dropped = Vec::new();
    for archive in archives {
        let Some(submission) = all.iter().find(|found| is_of(found, archive, service)) else { continue };
        if stands(submission, &submission.registration(hotkey), &registrations(&fields)) {
            continue;
        }
        let next = next(submission, all.iter(), &fields, hotkey);
        let texts = next.registrations.iter().filter_map(Registration::text);
        fields = texts.map(|text| CommitmentField::Raw { data: text.into_bytes() }).collect();
        for lost in next.dropped {
            if !dropped.contains(&lost) {
                dropped.push(lost);
            }
        }
    }
    dropped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Keypair;

    #[test]
    fn what_no_newer_model_replaces_is_named_before_it_goes() {
        let hotkey = Keypair::from_seed(&[1; 32]).hotkey();
        let archive = |medium, sha256: &str| Archive { medium, path: "a.zip".into(), size: 1, sha256: sha256.into() };
        let submission = |medium, sha256: &str| Submission {
            modality: medium,
            sha256: sha256.into(),
            vertical: "general".into(),
            service: "upload".into(),
            stage: Stage::Committed,
            presigned: Presigned::of_key(Some(format!("models/{sha256}.zip"))),
        };
        let raw = |text: String| CommitmentField::Raw { data: text.into_bytes() };
        let field = |of: &Submission| raw(of.registration(&hotkey).text().unwrap());
        let (image, video) = (submission(Medium::Image, "i"), submission(Medium::Video, "v"));
        let planned = |archives: &[Archive], fields: &[CommitmentField]| {
            let known = [&video, &image].into_iter();
            let dropped = planned(archives, ("general", "upload"), known, fields.to_vec(), &hotkey);
            dropped.into_iter().map(|lost| (lost.modality, lost.field)).collect::<Vec<_>>()
        };
        let held = [field(&video), field(&image), CommitmentField::None];
        assert_eq!(planned(&[archive(Medium::Image, "i2"), archive(Medium::Audio, "a")], &held), []);
        assert_eq!(planned(&[archive(Medium::Image, "i")], &held), [], "it stands there");
        let long = format!(r#"{{"key":"{}","hash":"{}"}}"#, "k".repeat(93), "0".repeat(16));
        for other in ["model:7".to_owned(), long] {
            let held = [field(&video), raw(other.clone())];
            assert_eq!(planned(&[archive(Medium::Image, "i2")], &held), [(None, other)]);
        }
        // The oldest of four goes.
        let human = Submission { vertical: "human".into(), ..submission(Medium::Image, "h") };
        let all = [&human, &submission(Medium::Audio, "a"), &video, &image].map(Clone::clone);
        let held = [field(&all[1]), field(&video), field(&image)];
        let next = next(&human, all.iter(), &held, &hotkey);
        assert_eq!((next.registrations.len(), next.dropped.len()), (3, 1));
        assert_eq!(
            (next.dropped[0].modality, next.dropped[0].vertical.as_deref()),
            (Some(Medium::Image), Some("general"))
        );
    }
}
