//! A certificate that is, or could become, a trust anchor: its facts, and how it is read and written.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use x509_parser::error::PEMError;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use super::certificate::{called, sha256, validity};
use super::{KNOWN_ANCHORS, KnownAnchor};

/// From how many days before it runs out a certificate is warned about.
const WARNING_DAYS: i64 = 60;

/// Characters on a line of PEM text.
const PEM_LINE: usize = 64;

/// Longest subject or issuer that is kept, in characters; strangers write them.
const LONGEST_NAME: usize = 500;

/// A certificate with the facts by which an operator decides. Its texts are strangers' words: escape them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its DER form.
    pub der: Vec<u8>,
    /// SHA-256 of the DER form, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// What people call it: the common name of the subject, or what stands in its place.
    pub name: String,
    /// All of the subject.
    pub subject: String,
    /// What people call the issuer.
    pub issuer_name: String,
    /// All of the issuer.
    pub issuer: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when it is valid.
    pub not_after: Timestamp,
    /// Whether it may sign other certificates; others have no effect as anchors (`spec/gas.md` 7.1).
    pub is_ca: bool,
}

/// How a certificate stands in time. The network does not ask: an anchor works on after it has expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Valid, and for a while yet.
    Valid,
    /// Valid, for so many more days.
    ExpiresIn(i64),
    /// No longer valid.
    Expired,
    /// Not yet valid.
    NotYet,
}

/// An entry of a PEM text that is something else.
#[derive(Debug)]
pub(super) struct NotACertificate {
    /// Which, from 1.
    pub(super) number: usize,
    /// What is wrong with it.
    pub(super) reason: String,
}

impl Anchor {
    /// Reads one certificate; the reason if it is none.
    pub fn parse(der: &[u8]) -> Result<Self, String> {
        let (rest, certificate) = X509Certificate::from_der(der).map_err(|error| error.to_string())?;
        if !rest.is_empty() {
            return Err(format!("{} bytes follow it", rest.len()));
        }
        let (not_before, not_after) = validity(&certificate);
        let whole = |name: &X509Name<'_>| name.to_string().chars().take(LONGEST_NAME).collect();
        Ok(Self {
            der: der.to_vec(),
            sha256: sha256(der),
            name: called(certificate.subject()),
            subject: whole(certificate.subject()),
            issuer_name: called(certificate.issuer()),
            issuer: whole(certificate.issuer()),
            not_before,
            not_after,
            is_ca: certificate.is_ca(),
        })
    }

    /// What is pinned under its fingerprint.
    pub fn known(&self) -> Option<&'static KnownAnchor> {
        KNOWN_ANCHORS.iter().find(|known| known.sha256 == self.sha256)
    }

    /// Whether its fingerprint is pinned and its publisher known, so that it needs no consent.
    pub fn is_vouched_for(&self) -> bool {
        self.known().is_some_and(KnownAnchor::is_vouched_for)
    }

    /// How it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        let days = now.duration_until(self.not_after).as_hours().div_euclid(24);
        match days {
            _ if now > self.not_after => Standing::Expired,
            _ if now < self.not_before => Standing::NotYet,
            ..=WARNING_DAYS => Standing::ExpiresIn(days),
            _ => Standing::Valid,
        }
    }

    /// Its PEM form.
    pub fn pem(&self) -> String {
        let text = STANDARD.encode(&self.der);
        let mut pem = String::with_capacity(text.len() + text.len() / PEM_LINE + 60);
        pem.push_str("-----BEGIN CERTIFICATE-----\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(PEM_LINE));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }

    /// The certificates of a PEM text, or the one that the bytes are in DER form; what is wrong if there is none, or if
    /// anything among them is something else.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>, String> {
        if !is_pem(bytes) {
            // What the parser stumbled over helps nobody: most often this is no certificate at all.
            return Self::parse(bytes).map(|one| vec![one]).map_err(|_| "it is no certificate".into());
        }
        let found = Self::read_pem(bytes)
            .map_err(|NotACertificate { number, reason }| format!("its entry {number} is no certificate: {reason}"))?;
        if found.is_empty() { Err("it holds no certificate".into()) } else { Ok(found) }
    }

    /// The certificates of a PEM text, which may be none.
    pub(super) fn read_pem(text: &[u8]) -> Result<Vec<Self>, NotACertificate> {
        let anchor = |block: Result<Pem, PEMError>| {
            let block = block.map_err(|error| error.to_string())?;
            if block.label != "CERTIFICATE" {
                return Err(format!("it is a `{}`", block.label.chars().take(40).collect::<String>()));
            }
            Self::parse(&block.contents)
        };
        let numbered = (1..).zip(Pem::iter_from_buffer(text));
        numbered.map(|(number, block)| anchor(block).map_err(|reason| NotACertificate { number, reason })).collect()
    }

    /// The certificate with this fingerprint among the bytes, which may be in DER form or hold several in PEM form; what
    /// was found instead if there is none.
    pub fn pinned_in(bytes: &[u8], pin: &str) -> Result<Self, String> {
        if !is_pem(bytes) {
            let found = sha256(bytes);
            // Asked first: what matches needs no judging, and what does not is named by what it is.
            return if found == pin { Self::parse(bytes) } else { Err(describe_other(bytes, &found)) };
        }
        let blocks: Vec<Pem> = Pem::iter_from_buffer(bytes).filter_map(Result::ok).collect();
        match blocks.iter().find(|block| sha256(&block.contents) == pin) {
            Some(block) => Self::parse(&block.contents),
            None => match blocks.as_slice() {
                [only] => Err(describe_other(&only.contents, &sha256(&only.contents))),
                blocks => Err(format!("none of its {} entries has the pinned SHA-256", blocks.len())),
            },
        }
    }
}

/// What was found where a pinned certificate should be.
fn describe_other(der: &[u8], sha256: &str) -> String {
    match Anchor::parse(der) {
        Ok(other) => format!("another certificate: `{}`, SHA-256 {sha256}", other.name),
        Err(_) => format!("no certificate but {} bytes of something else", der.len()),
    }
}

fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(11).any(|window| window == b"-----BEGIN ")
}

/// The anchors that are compiled in: those of [`KNOWN_ANCHORS`] that Mozilla's roots hold.
pub fn built_in() -> &'static [Anchor] {
    static FOUND: LazyLock<Vec<Anchor>> = LazyLock::new(|| {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        // By a part of the bytes first: hashing all 118 roots would take longer than all else that a start does here.
        let candidates = roots.iter().filter(|root| BUILT_IN_SERIALS.iter().any(|serial| has_serial(root, serial)));
        candidates
            .filter_map(|root| Anchor::parse(root).ok())
            .filter(|anchor| anchor.known().is_some_and(|known| known.source == super::Source::BuiltIn))
            .collect()
    });
    &FOUND
}

/// Serial number of `GlobalSign Root CA - R6` (`spec/gas.md` 7.10).
const BUILT_IN_SERIALS: [&[u8]; 1] =
    [&[0x45, 0xe6, 0xbb, 0x03, 0x83, 0x33, 0xc3, 0x85, 0x65, 0x48, 0xe6, 0xff, 0x45, 0x51]];

/// Whether a certificate has this serial number, which stands within its first bytes.
fn has_serial(der: &[u8], serial: &[u8]) -> bool {
    der.get(..40).is_some_and(|start| start.windows(serial.len()).any(|window| window == serial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::c2pa::Source;

    #[test]
    fn every_anchor_that_is_called_built_in_is_built_in() {
        let built_in: Vec<&str> = built_in().iter().map(|anchor| anchor.sha256.as_str()).collect();
        let called: Vec<&str> =
            KNOWN_ANCHORS.iter().filter(|known| known.source == Source::BuiltIn).map(|known| known.sha256).collect();
        assert_eq!(built_in, called);
        assert_eq!(super::built_in()[0].name, "GlobalSign Root CA - R6");
    }

    #[test]
    fn a_certificate_survives_being_written_and_read() {
        let anchor = &built_in()[0];
        let text = format!("# a comment\n{}", anchor.pem());
        assert_eq!(Anchor::read_all(text.as_bytes()).unwrap(), std::slice::from_ref(anchor));
        assert_eq!(Anchor::read_all(&anchor.der).unwrap(), std::slice::from_ref(anchor));
        assert!(text.lines().all(|line| line.len() <= PEM_LINE));
    }

    #[test]
    fn a_certificate_that_never_runs_out_is_read_like_any_other() {
        let mut parameters = rcgen::CertificateParams::default();
        parameters.not_after = rcgen::date_time_ymd(9999, 12, 31);
        let made = parameters.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
        let anchor = Anchor::parse(made.der()).unwrap();
        assert_eq!(anchor.not_after, Timestamp::MAX);
        assert_eq!(anchor.standing("2026-01-01T00:00:00Z".parse().unwrap()), Standing::Valid);
    }

    #[test]
    fn a_certificate_is_warned_about_sixty_days_before_it_runs_out() {
        let anchor = &built_in()[0]; // valid from 2014-12-10T00:00:00Z to 2034-12-10T00:00:00Z
        for (now, standing) in [
            ("2014-12-09T00:00:00Z", Standing::NotYet),
            ("2026-01-01T00:00:00Z", Standing::Valid),
            ("2034-10-09T00:00:00Z", Standing::Valid),
            ("2034-10-11T00:00:00Z", Standing::ExpiresIn(60)),
            ("2034-12-09T23:00:00Z", Standing::ExpiresIn(0)),
            ("2034-12-10T00:00:01Z", Standing::Expired),
        ] {
            assert_eq!(anchor.standing(now.parse().unwrap()), standing, "{now}");
        }
    }

    #[test]
    fn what_is_not_the_pinned_certificate_is_named() {
        let anchor = &built_in()[0];
        let other = "0".repeat(64);
        assert_eq!(Anchor::pinned_in(&anchor.der, &anchor.sha256).as_ref(), Ok(anchor));
        assert_eq!(Anchor::pinned_in(anchor.pem().as_bytes(), &anchor.sha256).as_ref(), Ok(anchor));
        let told = Anchor::pinned_in(&anchor.der, &other).unwrap_err();
        assert!(told.starts_with("another certificate: `GlobalSign Root CA - R6`, SHA-256 2cabeafe"), "{told}");
        assert_eq!(Anchor::pinned_in(b"<html>", &other).unwrap_err(), "no certificate but 6 bytes of something else");
        let two = anchor.pem().repeat(2);
        assert_eq!(
            Anchor::pinned_in(two.as_bytes(), &other).unwrap_err(),
            "none of its 2 entries has the pinned SHA-256"
        );
    }

    #[test]
    fn bytes_that_are_no_certificate_are_refused_with_the_reason() {
        for bytes in
            [&b""[..], b"text", &[0x30; 9], &[0xff; 3000], b"-----BEGIN X-----", b"-----BEGIN CERTIFICATE-----\nAAAA\n"]
        {
            assert!(Anchor::read_all(bytes).is_err(), "{bytes:?}");
        }
        let told = Anchor::read_all(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap_err();
        assert_eq!(told, "its entry 1 is no certificate: it is a `PRIVATE KEY`");
        let mut longer = built_in()[0].der.clone();
        longer.push(0);
        assert!(Anchor::parse(&longer).is_err());
    }
}
