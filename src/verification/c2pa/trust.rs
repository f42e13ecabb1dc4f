//! Whom the verdict trusts: certificates and names (`spec/gas.md` 7.6 and 7.10).

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::ProviderPin;
use super::anchor::{self, Anchor, NotACertificate};
use super::certificate::{ders_of_pem, sha256};
use super::pins::{KNOWN_ANCHORS, KnownAnchor};
use crate::types::{Code, Hint};

/// Names of generators, `G` of 7.6.
const GENERATORS: [&str; 21] = [
    "OpenAI",
    "Google",
    "Adobe",
    "Microsoft",
    "Meta",
    "Runway",
    "Stability AI",
    "Black Forest Labs",
    "Midjourney",
    "Pika",
    "Luma",
    "Ideogram",
    "Leonardo",
    "Kuaishou",
    "Kling",
    "MiniMax",
    "Haiper",
    "Lightricks",
    "Shutterstock",
    "ByteDance",
    "Byteplus",
];

/// Names of certificate authorities, `C` of 7.6 without those that are in `G` as well.
const AUTHORITIES: [&str; 17] = [
    "DigiCert",
    "GlobalSign",
    "Entrust",
    "Sectigo",
    "Let's Encrypt",
    "Amazon",
    "Apple",
    "Cloudflare",
    "Comodo",
    "GeoTrust",
    "Thawte",
    "VeriSign",
    "GoDaddy",
    "IdenTrust",
    "Symantec",
    "QuoVadis",
    "SwissSign",
];

/// The name under which the demo's authority signs. Only a local chain trusts it.
const DEMO: &str = "gascli demo";

/// Longest file of anchors; the longest real ones have some ten kilobytes.
pub const MAX_ANCHOR_FILE: u64 = 4 << 20;

/// What is trusted: certificates and names. An argument of the verdict, so that a test or a local chain can add its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustSet {
    /// PEM text of the anchors, comments allowed.
    pub anchors_pem: String,
    /// Names of trusted generators (`G` of 7.6).
    pub generators: Vec<String>,
    /// Names of trusted certificate authorities (`C` of 7.6), besides the generators.
    pub authorities: Vec<String>,
    /// Who really signs for whom; only the strict policy asks.
    pub pins: Vec<ProviderPin>,
}

/// Why anchors cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AnchorError {
    /// The file or folder cannot be read.
    #[error("cannot read trust anchors `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is far longer than any list of certificates.
    #[error("`{}` has more than {MAX_ANCHOR_FILE} bytes, which no list of trust anchors has", path.display())]
    TooLong {
        /// Which.
        path: PathBuf,
    },
    /// A folder without a PEM file.
    #[error("the folder `{}` holds no *.pem file", path.display())]
    EmptyFolder {
        /// Which.
        path: PathBuf,
    },
    /// A file without a certificate.
    #[error("`{}` holds no PEM certificate", path.display())]
    NoCertificate {
        /// Which.
        path: PathBuf,
    },
    /// Something in the file is no certificate.
    #[error("entry {number} of `{}` is no certificate: {reason}", path.display())]
    Broken {
        /// Which file.
        path: PathBuf,
        /// Which PEM block, from 1.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl Hint for AnchorError {
    fn hint(&self) -> Option<String> {
        Some(
            "give a PEM file of root certificates, or a folder of *.pem files; `gascli trust list` shows what is in the \
             trust store, `gascli trust remove` takes out what does not belong there"
                .into(),
        )
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Read { .. } => None,
            _ => Some(Code::InvalidInput),
        }
    }
}

impl TrustSet {
    /// Trusts nobody.
    pub const fn empty() -> Self {
        Self { anchors_pem: String::new(), generators: Vec::new(), authorities: Vec::new(), pins: Vec::new() }
    }

    /// The names that the network trusts and the signers that are pinned, and no certificate.
    pub fn network_names() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            anchors_pem: String::new(),
            generators: owned(&GENERATORS),
            authorities: owned(&AUTHORITIES),
            pins: ProviderPin::network(),
        }
    }

    /// Adds what is trusted unless the operator names anchors: the built-in roots, and the trust store in this folder, which
    /// need not exist.
    pub fn with_store(mut self, store: &Path) -> Result<Self, AnchorError> {
        for root in anchor::built_in() {
            self.add(&root.pem());
        }
        // What `with_anchors` makes of a missing or empty folder is right for one that was given by hand.
        let is_there = !matches!(fs::metadata(store), Err(error) if error.kind() == io::ErrorKind::NotFound);
        let files = match pem_files(store) {
            Err(AnchorError::EmptyFolder { .. }) => Vec::new(),
            Err(AnchorError::Read { .. }) if !is_there => Vec::new(),
            outcome => outcome?,
        };
        self.with_anchors(&files)
    }

    /// Adds the certificates of files, and of the `*.pem` files of folders: in the order given, then by file name.
    pub fn with_anchors(mut self, anchors: &[PathBuf]) -> Result<Self, AnchorError> {
        for path in anchors {
            for file in pem_files(path)? {
                self.add(&read_anchors(&file)?.0);
            }
        }
        Ok(self)
    }

    /// Adds the root certificate and the name of the demo's authority, and pins them: what a local chain trusts besides.
    #[must_use]
    pub fn with_demo(mut self, root_pem: &str) -> Self {
        self.add(root_pem);
        self.pins.push(ProviderPin {
            provider: "demo".into(),
            organisation: DEMO.into(),
            organisation_id: None,
            authorities: ders_of_pem(root_pem).iter().map(|root| sha256(root)).collect(),
        });
        self.generators.push(DEMO.into());
        self.authorities.push(DEMO.into());
        self
    }

    /// Anchors that the network trusts and this set lacks, but for those that nobody can have (`spec/trust_anchors.md`).
    pub fn lacks(&self) -> Vec<&'static KnownAnchor> {
        let anchors = self.anchors();
        let wanted = KNOWN_ANCHORS.iter().filter(|known| known.is_expected());
        wanted.filter(|known| anchors.iter().all(|anchor| anchor.sha256 != known.sha256)).collect()
    }

    /// The certificates. Not kept, since the verdict needs them as text, and this only when something is missing.
    pub(super) fn anchors(&self) -> Vec<Anchor> {
        Anchor::read_all(self.anchors_pem.as_bytes()).unwrap_or_default()
    }

    fn add(&mut self, pem: &str) {
        self.anchors_pem.push_str(pem);
        if !pem.ends_with('\n') {
            self.anchors_pem.push('\n');
        }
    }

    /// Whether `text` contains the name of an authority or a generator; case does not matter, here and below.
    pub(super) fn knows_authority(&self, text: &str) -> bool {
        contains_any(text, &self.authorities) || self.knows_generator(text)
    }

    /// Whether `text` contains the name of a generator.
    pub(super) fn knows_generator(&self, text: &str) -> bool {
        contains_any(text, &self.generators)
    }

    /// Whether `text` is part of a generator's name.
    pub(super) fn has_generator_containing(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.generators.iter().any(|name| name.to_lowercase().contains(&text))
    }
}

fn contains_any(text: &str, names: &[String]) -> bool {
    let text = text.to_lowercase();
    names.iter().any(|name| text.contains(&name.to_lowercase()))
}

/// The file itself, or the PEM files of a folder by name.
pub(super) fn pem_files(path: &Path) -> Result<Vec<PathBuf>, AnchorError> {
    let failed = |source| AnchorError::Read { path: path.into(), source };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![path.into()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pem")) && file.is_file() {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(AnchorError::EmptyFolder { path: path.into() });
    }
    files.sort();
    Ok(files)
}

/// The text of a file of which every PEM block is a certificate, and these. The SDK would skip what it cannot read, and an
/// operator would wonder why nothing is trusted.
fn read_anchors(path: &Path) -> Result<(String, Vec<Anchor>), AnchorError> {
    let failed = |source| AnchorError::Read { path: path.into(), source };
    let mut bytes = Vec::new();
    // What is not in a folder may be a pipe, or a device without an end.
    File::open(path).map_err(failed)?.take(MAX_ANCHOR_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_ANCHOR_FILE {
        return Err(AnchorError::TooLong { path: path.into() });
    }
    // Comments may be in any encoding.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let broken = |NotACertificate { number, reason }| AnchorError::Broken { path: path.into(), number, reason };
    let anchors = Anchor::read_pem(text.as_bytes()).map_err(broken)?;
    if anchors.is_empty() {
        return Err(AnchorError::NoCertificate { path: path.into() });
    }
    Ok((text, anchors))
}

/// The certificates of a file that [`TrustSet::with_anchors`] would take.
pub(super) fn read_file(path: &Path) -> Result<Vec<Anchor>, AnchorError> {
    read_anchors(path).map(|(_, anchors)| anchors)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn names_are_found_inside_other_words_as_the_network_does() {
        // spec/gas.md 7.6
        let trust = TrustSet::network_names();
        for (organisation, known) in
            [("Byteplus Pte. Ltd.", true), ("Googlexyz Ltd", true), ("apple farm", true), ("Mallory Ltd", false)]
        {
            assert_eq!(trust.knows_authority(organisation), known, "{organisation}");
        }
        assert!(!trust.knows_generator("DigiCert Inc") && trust.has_generator_containing("forest"));
        assert!(!TrustSet::empty().knows_authority("Google LLC"));
    }

    #[test]
    fn what_an_installation_lacks_is_what_the_network_trusts_and_it_can_have() {
        let bare = TrustSet::network_names().with_store(Path::new("/nowhere")).unwrap();
        let lacks: Vec<&str> = bare.lacks().iter().map(|known| known.name).collect();
        assert!(lacks.contains(&"Google C2PA Root CA G3") && lacks.contains(&"WebClaimSigningCA"), "{lacks:?}");
        // Built in; not the network's; published by nobody.
        for name in ["GlobalSign Root CA - R6", "SSL.com C2PA RSA Root CA 2025", "Stability AI"] {
            assert!(!lacks.contains(&name), "{name}");
        }
    }

    #[test]
    fn anchors_that_cannot_be_used_are_named_with_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        let load = |path: &Path| TrustSet::empty().with_anchors(&[path.into()]).unwrap_err().to_string();
        assert!(load(&path).contains("a.pem"));
        assert!(load(folder.path()).ends_with("holds no *.pem file"));
        for other in [&b"nothing"[..], b"\xff\xfe", &anchor::built_in()[0].der] {
            fs::write(&path, other).unwrap();
            assert!(load(folder.path()).ends_with("a.pem` holds no PEM certificate"));
        }
        fs::write(&path, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
        assert!(load(&path).ends_with("is no certificate: it is a `PRIVATE KEY`"));
        fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        assert!(load(&path).starts_with("entry 1 of"));
        let two = anchor::built_in()[0].pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        fs::write(&path, two).unwrap();
        assert!(load(&path).starts_with("entry 2 of"));
        assert_eq!(
            load(Path::new("/dev/zero")),
            "`/dev/zero` has more than 4194304 bytes, which no list of trust anchors has"
        );
    }

    #[test]
    fn comments_beside_certificates_may_be_in_any_encoding() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"# Z\xfcrich\n").unwrap();
        file.write_all(anchor::built_in()[0].pem().as_bytes()).unwrap();
        let trust = TrustSet::empty().with_anchors(&[file.path().into()]).unwrap();
        assert_eq!(trust.anchors(), anchor::built_in());
    }
}
