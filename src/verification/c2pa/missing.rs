//! Which anchor a file would need: the chain of certificates that it carries, against those that are known.

use std::fmt;
use std::path::Path;

use c2pa::Reader;
use serde::Serialize;
use x509_parser::prelude::{FromDer, X509Certificate, X509Error};

use super::anchor::Anchor;
use super::{Check, KNOWN_ANCHORS, KnownAnchor, Medium, Source, TrustSet, reader};
use crate::types::shell_word;

/// The anchor for want of which a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingAnchor {
    /// What it is called. A stranger's word, unless `sha256` is a pin.
    pub name: String,
    /// Whose media it vouches for, if it is known.
    pub provider: Option<&'static str>,
    /// Its fingerprint, if it is known or stands in the file.
    pub sha256: Option<String>,
    /// Whether the network's own validators trust it; if not, they refuse the file whatever is trusted here.
    pub network: bool,
    /// How to get it.
    pub remedy: Remedy,
}

/// How a missing anchor can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Built in, and left out only because other anchors were given.
    BuiltIn,
    /// From its publisher.
    Update,
    /// Out of this very file, where its pinned fingerprint stands.
    FromThisFile,
    /// Out of another file of its provider.
    FromOtherFile,
    /// The network trusts it, nobody has published it.
    Unpublished,
    /// Nobody that this program knows of vouches for it.
    Unknown,
}

impl MissingAnchor {
    /// What to run for a file, if there is a command that helps and can be advised.
    pub fn command(&self, file: &Path) -> Option<String> {
        match self.remedy {
            Remedy::Update if self.network => Some("gascli trust update".into()),
            Remedy::Update => Some("gascli trust update --all".into()),
            Remedy::FromThisFile => Some(format!("gascli trust add --from {}", quoted(file))),
            Remedy::FromOtherFile => Some("gascli trust add --from FILE".into()),
            Remedy::BuiltIn | Remedy::Unpublished | Remedy::Unknown => None,
        }
    }

    fn known(known: &KnownAnchor, stands_in_file: bool) -> Self {
        let remedy = match known.source {
            Source::BuiltIn => Remedy::BuiltIn,
            Source::Address(_) | Source::List(_) => Remedy::Update,
            Source::InMedia if stands_in_file => Remedy::FromThisFile,
            Source::InMedia => Remedy::FromOtherFile,
            Source::Unpublished => Remedy::Unpublished,
        };
        Self {
            name: known.name.into(),
            provider: Some(known.provider),
            sha256: Some(known.sha256.into()),
            network: known.network,
            remedy,
        }
    }

    /// Of a chain that ends in nobody known. Its last word is the issuer that it names, or the certificate that stands
    /// for itself.
    fn unknown(top: &Anchor) -> Self {
        let is_root = top.issuer == top.subject;
        Self {
            name: if is_root { top.name.clone() } else { top.issuer_name.clone() },
            provider: None,
            sha256: is_root.then(|| top.sha256.clone()),
            network: false,
            remedy: Remedy::Unknown,
        }
    }
}

impl fmt::Display for MissingAnchor {
    /// One sentence without its full stop; the command comes from [`MissingAnchor::command`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let Some(provider) = self.provider else {
            return write!(
                f,
                "its certificate chain ends in `{name}`, which the network does not trust either: its validators refuse \
                 this file"
            );
        };
        write!(f, "only the trust anchor `{name}` ({provider}) is missing")?;
        match self.remedy {
            Remedy::BuiltIn => write!(f, ", which is built in: the anchors that were given take its place"),
            Remedy::FromThisFile => write!(f, "; this file carries it, and its fingerprint is pinned"),
            Remedy::FromOtherFile => write!(f, "; other files of the provider carry it"),
            Remedy::Unpublished => write!(
                f,
                "; it is self-made and published by nobody, yet the network trusts it: whoever has its PEM file can \
                 add it with `gascli trust add`"
            ),
            Remedy::Update if !self.network => {
                write!(f, "; the network's validators lack it too, and refuse this file whatever is trusted here")
            }
            Remedy::Update | Remedy::Unknown => Ok(()),
        }
    }
}

/// A path as a shell takes it, and no flag.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.starts_with('-') { shell_word(&format!("./{text}")) } else { shell_word(&text) }
}

/// The anchor that a file lacks whose only fault is that its signer is not trusted, or `has_expired` as well; `None` if
/// trusting more would not mend that, as with a chain that does not hold, or one whose anchor is trusted for other uses.
pub(super) fn find(reader: &Reader, trust: &TrustSet, has_expired: bool) -> Option<MissingAnchor> {
    let chain = chain(reader).ok()?;
    let top = chain.last()?;
    let trusted = trust.anchors();
    let has_anchor = chain.iter().any(|signed| trusted.iter().any(|anchor| anchor.subject == signed.issuer));
    if has_anchor || !chain.windows(2).all(|pair| is_signed_by(&pair[0], &pair[1])) {
        return None;
    }
    // The highest that is known: others may stand below it.
    let in_file = chain.iter().skip(1).rev().find_map(Anchor::known);
    let above = || {
        // Who stands for itself is not somebody else of that name.
        let has_issuer = top.issuer != top.subject;
        KNOWN_ANCHORS.iter().find(|known| has_issuer && known.name == top.issuer_name)
    };
    let known = in_file.or_else(above);
    if has_expired && !known.is_some_and(KnownAnchor::stamps_time) {
        return None;
    }
    Some(known.map_or_else(|| MissingAnchor::unknown(top), |known| MissingAnchor::known(known, in_file.is_some())))
}

/// Whether the signature of one certificate is the other's. A kind of signature that cannot be checked here counts as
/// one that holds: this serves advice, not trust.
fn is_signed_by(signed: &Anchor, signer: &Anchor) -> bool {
    let (Ok((_, signed)), Ok((_, signer))) =
        (X509Certificate::from_der(&signed.der), X509Certificate::from_der(&signer.der))
    else {
        return false;
    };
    match signed.verify_signature(Some(signer.public_key())) {
        Ok(()) | Err(X509Error::SignatureUnsupportedAlgorithm) => true,
        Err(_) => false,
    }
}

/// The certificates that the signature of a medium carries, the signer's first. They are what the medium says: only a
/// fingerprint tells whether one is what it is called.
pub fn chain_of(medium: &mut dyn Medium) -> Result<Vec<Anchor>, String> {
    let nobody = TrustSet::empty();
    let opened = reader::read(medium, &Check::new(&nobody)).map_err(|error| error.to_string())?;
    chain(&opened.reader)
}

fn chain(reader: &Reader) -> Result<Vec<Anchor>, String> {
    let signature = reader.active_manifest().and_then(|manifest| manifest.signature_info());
    let chain = signature.ok_or("its manifest has no signature")?.cert_chain();
    Anchor::read_all(chain.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_reaches_the_shell_as_it_is() {
        for (name, text) in [
            ("a/b-1.png", "a/b-1.png"),
            ("a b.png", "'a b.png'"),
            ("it's", r"'it'\''s'"),
            ("-x", "./-x"),
            ("$(x)", "'$(x)'"),
        ] {
            assert_eq!(quoted(Path::new(name)), text);
        }
    }

    #[test]
    fn nobody_is_told_to_trust_a_chain_that_nobody_knows() {
        let root = crate::verification::c2pa::built_in()[0].clone();
        let missing = MissingAnchor::unknown(&root);
        assert_eq!(missing.command(Path::new("x.png")), None);
        assert!(missing.to_string().ends_with("its validators refuse this file"), "{missing}");
    }
}
