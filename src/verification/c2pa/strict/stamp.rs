//! When a manifest was signed, by the word of a time stamp authority that is trusted.
//!
//! The SDK asks whether the authority is trusted only for claims of version 2, and then only against the anchors for
//! signers; for older claims anybody's stamp counts. Here both are held to the same rule.

use std::sync::LazyLock;

use c2pa::crypto::cose::{Verifier, signing_time_from_sign1};
use c2pa::crypto::time_stamp::tsa_signer_cert_der_from_token;
use c2pa::status_tracker::StatusTracker;
use coset::cbor::value::Value;
use coset::{CoseSign1, Label, TaggedCborSerializable};
use jiff::Timestamp;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;
use x509_parser::certificate::X509Certificate;

use super::super::certificate::{is_authority, is_valid_at, parse, purposes, sha256};
use super::chain::{Path, is_self_made, paths};
use super::jumbf::SignedBoxes;
use super::token;

/// Roots under which time stamp authorities of real files stand and that are published with other software: that is
/// "`DigiCert` Trusted Root G4", for stamps of OpenAI's files until 2025, Adobe's and Microsoft's. (Older files bring it
/// cross-signed by "`DigiCert` Assured ID Root CA", which Mozilla no longer carries and nobody needs here.) Google's
/// authority stands under an anchor for signers.
const AUTHORITIES: [&str; 1] = ["552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988"];

/// The certificates of [`AUTHORITIES`].
static BUILT_IN: LazyLock<Vec<X509Certificate<'static>>> = LazyLock::new(|| {
    // A start-up is felt: parsing all roots of the crate takes longer than hashing them.
    let is_wanted = |der: &&[u8]| AUTHORITIES.contains(&sha256(der).as_str());
    parse(TLS_SERVER_ROOT_CERTS.iter().map(AsRef::as_ref).filter(is_wanted))
});

/// When the manifest with this signature was signed, if a trusted authority says so.
///
/// `signature`: the bare signature that the SDK has checked. `boxes`: where its structure, with the time stamp, may be.
/// A stamp that an update adds to an earlier manifest (assertion `c2pa.time-stamp`) is not looked for.
pub(super) fn trusted_time(
    signature: &[u8],
    boxes: &SignedBoxes<'_>,
    anchors: &[X509Certificate<'_>],
) -> Option<Timestamp> {
    boxes.signatures.iter().find_map(|structure| {
        let sign1 = CoseSign1::from_tagged_slice(structure).ok().filter(|sign1| sign1.signature == signature)?;
        let (version, token) = stamp(&sign1)?;
        // The second version stamps the signature, the first one what is signed.
        let stamped: &[u8] = match version {
            Version::Second => &[],
            Version::First => boxes.claims.iter().find(|claim| signs(structure, claim))?,
        };
        let time = signing_time_from_sign1(&sign1, stamped, false)?.timestamp();
        let time = Timestamp::from_second(time).ok()?;
        is_trusted(token, time, anchors).then_some(time)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    First,
    Second,
}

/// The one token of the one time stamp header.
fn stamp(sign1: &CoseSign1) -> Option<(Version, &[u8])> {
    let mut headers = sign1.unprotected.rest.iter().filter_map(|(label, value)| match label {
        Label::Text(name) if name == "sigTst2" => Some((Version::Second, value)),
        Label::Text(name) if name == "sigTst" => Some((Version::First, value)),
        _ => None,
    });
    let (version, value) = headers.next()?;
    let [token] = &entry(value, "tstTokens")?.as_array()?[..] else { return None };
    // The SDK would take the first of several headers; whoever writes two wants to be misread.
    headers.next().is_none().then_some((version, entry(token, "val")?.as_bytes()?))
}

fn entry<'a>(map: &'a Value, key: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(name, _)| name.as_text() == Some(key)).map(|(_, value)| value)
}

/// Whether the signature is one over this claim.
fn signs(structure: &[u8], claim: &[u8]) -> bool {
    let mut log = StatusTracker::default();
    Verifier::IgnoreProfileAndTrustPolicy.verify_signature(structure, claim, &[], None, &mut log).is_ok()
}

/// Whether the token, which holds in itself, comes from an authority that is trusted.
fn is_trusted(token: &[u8], time: Timestamp, anchors: &[X509Certificate<'_>]) -> bool {
    let Some(given) = token::certificates(token) else { return false };
    let Ok(Some(signer)) = tsa_signer_cert_der_from_token(token) else { return false };
    let (given, signer) = (parse(given), parse([&signer[..]]));
    let Some(signer) = signer.first() else { return false };
    let anchors: Vec<_> = anchors.iter().chain(BUILT_IN.iter()).cloned().collect();
    is_stamper(signer) && paths(signer, &given, &anchors, false).iter().any(|path| may_stamp(path, time))
}

/// Whether the certificate is one for time stamps and nothing else (RFC 3161, 2.3).
fn is_stamper(certificate: &X509Certificate<'_>) -> bool {
    !certificate.is_ca() && purposes(certificate).is_some_and(|purposes| purposes.time_stamping && !purposes.any)
}

fn may_stamp(path: &Path<'_>, time: Timestamp) -> bool {
    let issues = |(below, authority): (usize, &&X509Certificate<'_>)| {
        let allows = purposes(authority).is_none_or(|purposes| purposes.time_stamping || purposes.any);
        allows && is_authority(authority, below) && !is_self_made(authority)
    };
    path.len() > 1
        && path.iter().all(|certificate| is_valid_at(certificate, time))
        && path.iter().skip(1).enumerate().all(issues)
}

#[cfg(test)]
mod tests {
    use rcgen::{ExtendedKeyUsagePurpose as Purpose, IsCa};

    use super::super::chain::tests::{Made, authority, leaf, made};
    use super::*;

    #[test]
    fn the_roots_of_time_stamp_authorities_are_on_board() {
        assert_eq!(BUILT_IN.len(), AUTHORITIES.len());
    }

    fn stamps(chain: &[&Made]) -> bool {
        let certificates = parse(chain.iter().map(|made| made.der.as_slice()));
        let path: Path<'_> = certificates.iter().collect();
        is_stamper(path[0]) && may_stamp(&path, "2026-01-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn only_a_certificate_for_time_stamps_from_authorities_that_may_issue_it_tells_the_time() {
        let stamper = |parameters: &mut rcgen::CertificateParams| {
            leaf(parameters);
            parameters.extended_key_usages = vec![Purpose::TimeStamping];
        };
        let root = made("root", None, authority);
        let honest = made("clock", Some(&root), stamper);
        assert!(stamps(&[&honest, &root]));
        assert!(!stamps(&[&honest]), "it vouches for itself");
        assert!(!stamps(&[&made("signer", Some(&root), leaf), &root]), "it signs content");
        let mailbox = made("mailbox owner", Some(&root), leaf);
        assert!(!stamps(&[&made("clock", Some(&mailbox), stamper), &mailbox, &root]), "a mailbox owner issued it");
        let for_mail = made("mail authority", Some(&root), |parameters| {
            authority(parameters);
            parameters.extended_key_usages = vec![Purpose::EmailProtection];
        });
        assert!(
            !stamps(&[&made("clock", Some(&for_mail), stamper), &for_mail, &root]),
            "an authority for mail issued it"
        );
        let lapsed = made("clock", Some(&root), |parameters| {
            stamper(parameters);
            parameters.not_after = rcgen::date_time_ymd(2025, 1, 1);
        });
        assert!(!stamps(&[&lapsed, &root]), "it had run out");
        let double = made("clock", Some(&root), |parameters| {
            stamper(parameters);
            parameters.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        });
        assert!(!stamps(&[&double, &root]), "it is an authority itself");
    }

    fn container(tokens: Vec<Value>) -> Value {
        Value::Map(vec![(Value::Text("tstTokens".into()), Value::Array(tokens))])
    }

    #[test]
    fn a_signature_with_several_time_stamps_has_none() {
        let token = || Value::Map(vec![(Value::Text("val".into()), Value::Bytes(vec![7]))]);
        let header = |name: &str, value| (Label::Text(name.into()), value);
        let with = |rest| {
            let mut sign1 = CoseSign1::default();
            sign1.unprotected.rest = rest;
            stamp(&sign1).map(|(version, token)| (version == Version::Second, token.to_vec()))
        };
        let one = || container(vec![token()]);
        assert_eq!(with(vec![header("pad", one()), header("sigTst2", one())]), Some((true, vec![7])));
        assert_eq!(with(vec![header("sigTst", one())]), Some((false, vec![7])));
        assert_eq!(with(vec![header("sigTst", one()), header("sigTst2", one())]), None);
        assert_eq!(with(vec![header("sigTst", container(vec![token(), token()]))]), None);
        assert_eq!(with(vec![header("sigTst", Value::Bool(true))]), None);
        assert_eq!(with(vec![]), None);
    }
}
