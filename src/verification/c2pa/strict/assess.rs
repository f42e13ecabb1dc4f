//! Gathers the weaknesses of one medium.

use std::collections::BTreeSet;

use c2pa::validation_status::ValidationStatus;
use c2pa::{Reader, ValidationState};
use jiff::Timestamp;

use super::super::certificate::{ders_of_pem, parse};
use super::super::reader::Opened;
use super::super::{Check, Medium, Weakness, WeaknessClass};
use super::binding::{self, Layout};
use super::chain::Signer;
use super::jumbf::signed_boxes;
use super::stamp;
use crate::types::caught;

/// Status of a certificate that its authority has revoked (C2PA specification, status codes).
const OCSP_REVOKED: &str = "signingCredential.ocsp.revoked";

/// Status of a chain that the SDK has followed to an anchor, each signature checked.
const TRUSTED: &str = "signingCredential.trusted";

/// Codes of failures that a sentence lists.
const MAX_CODES: usize = 4;

/// What an acceptance by the network is worth.
#[derive(Debug, Default)]
pub(in super::super) struct Assessment {
    /// Why it proves little, most telling first.
    pub(in super::super) weaknesses: Vec<Weakness>,
    /// When the medium was signed, by the word of a trusted authority.
    pub(in super::super) stamped: Option<Timestamp>,
}

/// Looks for the weaknesses of a medium that the network accepts.
///
/// Of a manifest that lies elsewhere, the time stamp counts as absent.
pub(in super::super) fn assess(opened: &Opened, medium: &mut dyn Medium, check: &Check<'_>) -> Assessment {
    // Strangers choose what is parsed here: a bug in a parser must cost one file, not the daemon.
    let outcome = caught(|| gather(opened, medium, check));
    outcome.unwrap_or_else(|_| {
        let reason = "the manifest cannot be examined any further: it breaks what reads it".into();
        Assessment { weaknesses: vec![Weakness { class: WeaknessClass::ManifestInvalid, reason }], stamped: None }
    })
}

fn gather(opened: &Opened, medium: &mut dyn Medium, check: &Check<'_>) -> Assessment {
    let Opened { reader, format, store } = opened;
    let manifest = reader.active_manifest();

    let anchors = ders_of_pem(&check.trust.anchors_pem);
    let anchors = parse(anchors.iter().map(Vec::as_slice));
    let boxes = signed_boxes(store.as_deref().unwrap_or_default(), reader.active_label().unwrap_or_default());
    let signature = manifest.and_then(|manifest| manifest.signature());
    let stamped = signature.and_then(|signature| stamp::trusted_time(signature, &boxes, &anchors));

    let chain = manifest.and_then(|manifest| manifest.signature_info()).map_or("", |info| info.cert_chain());
    let chain = ders_of_pem(chain);
    let chain = parse(chain.iter().map(Vec::as_slice));
    let signer = Signer {
        chain: &chain,
        is_linked: codes(reader).any(|code| code == TRUSTED),
        anchors: &anchors,
        pins: &check.trust.pins,
        stamped,
        now: check.now,
    };

    let mut weaknesses = reported(reader);
    weaknesses.extend(signer.weaknesses());
    weaknesses.extend(binding::weaknesses(reader, &mut Layout { medium, format: *format, store: store.as_deref() }));
    weaknesses.sort_by_key(|weakness| weakness.class);
    Assessment { weaknesses, stamped }
}

/// What the SDK has found and the network overlooks.
fn reported(reader: &Reader) -> Vec<Weakness> {
    let failures: BTreeSet<_> =
        reader.validation_status().unwrap_or_default().iter().map(ValidationStatus::code).collect();
    let is_invalid = reader.validation_state() == ValidationState::Invalid;
    overlooked(codes(reader), &failures, is_invalid)
}

/// The status codes of the manifest that speaks for the medium.
fn codes(reader: &Reader) -> impl Iterator<Item = &str> {
    let active = reader.validation_results().and_then(|results| results.active_manifest());
    let lists = active.into_iter().flat_map(|codes| [codes.failure(), codes.informational(), codes.success()]);
    lists.flatten().map(ValidationStatus::code)
}

fn overlooked<'a>(
    mut results: impl Iterator<Item = &'a str>,
    failures: &BTreeSet<&str>,
    is_invalid: bool,
) -> Vec<Weakness> {
    let mut found = Vec::new();
    if failures.contains(OCSP_REVOKED) || results.any(|code| code == OCSP_REVOKED) {
        let reason = "the signer's certificate was revoked, says the answer of its authority in the file".into();
        found.push(Weakness { class: WeaknessClass::Revoked, reason });
    }
    if is_invalid {
        let named = failures.iter().take(MAX_CODES).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let reason = format!("the C2PA library calls the manifest invalid: {named}");
        found.push(Weakness { class: WeaknessClass::ManifestInvalid, reason });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_signer_is_told_wherever_the_sdk_says_so() {
        // No file of the shared set gets here: this SDK refuses a stapled revocation while reading, newer ones report it.
        let failures = BTreeSet::from([OCSP_REVOKED]);
        for found in [
            overlooked(std::iter::empty(), &failures, false),
            overlooked(["timeStamp.validated", OCSP_REVOKED].into_iter(), &BTreeSet::new(), false),
        ] {
            assert_eq!(found.iter().map(|weakness| weakness.class).collect::<Vec<_>>(), [WeaknessClass::Revoked]);
        }
        assert_eq!(overlooked(["timeStamp.validated"].into_iter(), &BTreeSet::new(), false), []);
    }

    #[test]
    fn an_invalid_manifest_is_told_with_the_codes_that_failed() {
        let failures = BTreeSet::from(["assertion.action.malformed", "assertion.multipleHardBindings"]);
        let found = overlooked(std::iter::empty(), &failures, true);
        assert!(
            found[0].reason.ends_with("`assertion.action.malformed`, `assertion.multipleHardBindings`"),
            "{found:?}"
        );
    }
}
