//! Finds, in a manifest store, the boxes that a signature is made of and over.
//!
//! Nothing that is found here is believed for being found: the caller takes only a signature that the SDK has checked,
//! and a claim that it signs. Linear in the length of the store, and total: garbage holds no boxes.

use super::super::jumbf::{Boxes, Part};

/// Candidates that are kept of each kind. One is usual; more come from stores that were made to confuse.
const MAX_CANDIDATES: usize = 4;

/// What may be the claim and the signature of one manifest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SignedBoxes<'a> {
    /// CBOR of claims.
    pub(super) claims: Vec<&'a [u8]>,
    /// `COSE_Sign1` structures.
    pub(super) signatures: Vec<&'a [u8]>,
}

/// The claims and signatures of the manifest with this label.
pub(super) fn signed_boxes<'a>(store: &'a [u8], manifest: &str) -> SignedBoxes<'a> {
    let mut found = SignedBoxes::default();
    let manifests = superboxes(store).flat_map(|store| superboxes(store.content));
    for part in manifests.filter(|found| found.label == manifest.as_bytes()).flat_map(|found| superboxes(found.content))
    {
        let list = match part.kind {
            b"c2cl" => &mut found.claims,
            b"c2cs" => &mut found.signatures,
            _ => continue,
        };
        let contents = boxes(part.content).filter(|part| part.kind == *b"cbor").map(|part| part.content);
        list.extend(contents.take(MAX_CANDIDATES - list.len()));
    }
    found
}

/// A box of boxes, with what its description says.
struct Superbox<'a> {
    /// The first four bytes of its type, which are letters for all types that count here.
    kind: &'a [u8],
    label: &'a [u8],
    content: &'a [u8],
}

fn superboxes(bytes: &[u8]) -> impl Iterator<Item = Superbox<'_>> {
    boxes(bytes).filter_map(|part| {
        let content = part.inside()?;
        let description = boxes(part.content).next().filter(|first| first.kind == *b"jumd")?.content;
        // Sixteen bytes of type, one of toggles, then the label with a zero at its end.
        let label = description.get(17..)?.split(|byte| *byte == 0).next()?;
        Some(Superbox { kind: description.get(..4)?, label, content })
    })
}

/// Boxes in a row, up to the first that cannot be read.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    Boxes::new(bytes).map_while(Result::ok)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes()[..], kind, content].concat()
    }

    fn superbox(kind: &[u8], label: &str, content: &[u8]) -> Vec<u8> {
        let description = [kind, &[0; 12][..], &[3], label.as_bytes(), &[0]].concat();
        boxed(b"jumb", &[boxed(b"jumd", &description), content.to_vec()].concat())
    }

    fn store() -> Vec<u8> {
        let manifest = |label: &str, claim: &[u8]| {
            let claim = superbox(b"c2cl", "c2pa.claim", &boxed(b"cbor", claim));
            let signature = superbox(b"c2cs", "c2pa.signature", &boxed(b"cbor", b"signature"));
            superbox(b"c2ma", label, &[claim, signature].concat())
        };
        superbox(b"c2pa", "c2pa", &[manifest("a", b"first"), manifest("b", b"second")].concat())
    }

    #[test]
    fn claim_and_signature_are_those_of_the_manifest_that_was_asked_for() {
        let store = store();
        let found = signed_boxes(&store, "b");
        assert_eq!((found.claims, found.signatures), (vec![&b"second"[..]], vec![&b"signature"[..]]));
        assert_eq!(signed_boxes(&store, "c"), SignedBoxes::default());
    }

    #[test]
    fn a_store_crowded_with_claims_yields_few() {
        let claims = superbox(b"c2cl", "", &boxed(b"cbor", b"")).repeat(20_000);
        let store = superbox(b"c2pa", "c2pa", &superbox(b"c2ma", "a", &claims));
        assert_eq!(signed_boxes(&store, "a").claims.len(), MAX_CANDIDATES);
    }

    proptest! {
        #[test]
        fn no_store_makes_the_walk_fail(at in 0..220_usize, byte: u8, cut in 0..220_usize) {
            let mut store = store();
            let last = store.len() - 1;
            store[at.min(last)] = byte;
            signed_boxes(&store, "b");
            signed_boxes(&store[..cut.min(last)], "a");
        }

        #[test]
        fn no_bytes_make_the_walk_fail(bytes: Vec<u8>) {
            signed_boxes(&bytes, "");
        }
    }
}
