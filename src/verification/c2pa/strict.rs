//! What an acceptance by the network is worth: the ways in which a file that it accepts could be forged
//! (`spec/trust_anchors.md`; `spec/gas.md` 18, 2 to 7).

use c2pa::{Reader, ValidationState};

use super::{Medium, TrustSet, Weakness, WeaknessClass};

/// The weaknesses of a medium that the network accepts, most telling first.
pub(super) fn weaknesses(reader: &Reader, _medium: &mut dyn Medium, _trust: &TrustSet) -> Vec<Weakness> {
    let mut found = Vec::new();
    if reader.validation_state() == ValidationState::Invalid {
        let reason = "the C2PA library calls the manifest invalid".into();
        found.push(Weakness { class: WeaknessClass::ManifestInvalid, reason });
    }
    found
}
