//! The C2PA verdict of the network (`spec/gas.md` 7).
//!
//! ```text
//!  medium ──> reader (the SDK: what does the file hold?) ──> manifest (facts of its JSON) ──> policy (the verdict)
//!                                                                                              │
//!                                  trust (certificates, names, pins) ──────────────────────────┴──> strict (weaknesses)
//! ```
//!
//! The validator's ingest and `gascli verify-c2pa` call one function, [`verify_medium`]; [`verify`] is the same for bytes
//! in memory. Nothing here fetches anything: a manifest that lies elsewhere counts as none unless the caller brings the
//! means to fetch it.

mod anchor;
mod bmff;
mod budget;
mod certificate;
mod jumbf;
mod manifest;
mod missing;
mod pins;
mod policy;
mod reader;
mod store;
mod strict;
mod trust;

use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

pub use anchor::{Anchor, Standing, built_in};
pub use missing::{MissingAnchor, Remedy, chain_of};
pub use pins::{KNOWN_ANCHORS, KnownAnchor, ProviderPin, Source};
pub use policy::{profile_of, verify, verify_medium};
pub use store::{StoreError, StoreFile, TrustStore};
pub use trust::{AnchorError, MAX_ANCHOR_FILE, TrustSet};

/// What can be checked: a file, or bytes in memory behind a cursor.
pub trait Medium: Read + Seek + Send {}

impl<M: Read + Seek + Send> Medium for M {}

/// Fetches manifests that lie elsewhere, for callers who allow that. No HTTP lives here.
pub trait RemoteManifests: Send + Sync {
    /// The manifest store at `url`, or why it cannot be had. The implementation bounds time and size, and refuses
    /// addresses that a stranger must not make us ask.
    fn fetch(&self, url: &str) -> Result<Vec<u8>, String>;
}

/// How strictly a medium is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Policy {
    /// As the network's validators do, quirks included.
    #[default]
    Sn34,
    /// As the network should: what [`Policy::Sn34`] accepts and nobody could have forged.
    Strict,
}

/// How a medium is to be checked.
#[derive(Clone, Copy)]
pub struct Check<'a> {
    /// Whom to trust.
    pub trust: &'a TrustSet,
    /// How strictly.
    pub policy: Policy,
    /// Who may fetch a manifest that lies elsewhere; `None`: it counts as none.
    pub remote: Option<&'a dyn RemoteManifests>,
    /// Whether to look for weaknesses where the policy does not ask for them. It takes about a third of a check.
    pub weaknesses: bool,
    /// The present: what a signer without a trusted time stamp must be valid at. Only the strict policy asks.
    pub now: jiff::Timestamp,
}

impl<'a> Check<'a> {
    /// The network's check, now: nothing is fetched.
    pub fn new(trust: &'a TrustSet) -> Self {
        Self { trust, policy: Policy::Sn34, remote: None, weaknesses: false, now: jiff::Timestamp::now() }
    }
}

/// The verdict, with the fields of `spec/gas.md` 7.9 in their order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
#[expect(clippy::struct_excessive_bools, reason = "the shape is the network's")]
pub struct C2paReport {
    pub verified: bool,
    pub signature_valid: bool,
    pub issuer: Option<String>,
    pub cert_issuer: Option<String>,
    pub is_trusted_issuer: bool,
    pub is_self_signed: bool,
    pub ai_generated: bool,
    pub model_name: Option<String>,
    pub provider_profile: Option<String>,
    pub metadata_complete: bool,
    pub policy_warnings: Vec<String>,
    pub validation_errors: Vec<String>,
    pub error: Option<String>,
    pub signing_time: Option<String>,
}

/// What came of a check: the network's report, and what our own code needs besides.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// As the network reports it.
    pub report: C2paReport,
    /// Which kind of refusal; `None` if the file passes.
    pub class: Option<RejectionClass>,
    /// Why the network's acceptance proves little, most telling first. Empty if the network refuses the file, or if
    /// [`Policy::Strict`] would accept it as well, or if nobody asked ([`Check::weaknesses`]).
    pub weaknesses: Vec<Weakness>,
    /// When the medium was signed by its own account. Only files that pass have one, and not all.
    pub signing_time: Option<jiff::Timestamp>,
    /// What would have to be trusted for the file to pass, if nothing else stands against it.
    pub missing_anchor: Option<MissingAnchor>,
    /// The SDK's JSON, of whatever file it could read.
    pub manifest_json: Option<String>,
}

impl Verdict {
    /// Whether the network takes the file: verified, and by an issuer that it trusts.
    pub fn passes(&self) -> bool {
        self.report.verified && self.report.is_trusted_issuer
    }
}

/// Why a file is refused, as a word that counters and scripts can rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectionClass {
    /// The file holds no manifest, or is of a kind that cannot hold one.
    NoManifest,
    /// There is something where the manifest should be, but it cannot be read.
    ManifestUnreadable,
    /// The signature, a hash or the certificate chain does not hold.
    SignatureInvalid,
    /// Nothing binds the manifest to the content of the file.
    NoHardBinding,
    /// The certificate names no organisation that vouches for it.
    SelfSigned,
    /// The organisation of the certificate is not a trusted one.
    UntrustedCa,
    /// The generator is not a trusted one.
    UntrustedGenerator,
    /// The network accepts it, [`Policy::Strict`] does not.
    #[serde(untagged)]
    Spoofable(WeaknessClass),
}

impl RejectionClass {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoManifest => "no-manifest",
            Self::ManifestUnreadable => "manifest-unreadable",
            Self::SignatureInvalid => "signature-invalid",
            Self::NoHardBinding => "no-hard-binding",
            Self::SelfSigned => "self-signed",
            Self::UntrustedCa => "untrusted-ca",
            Self::UntrustedGenerator => "untrusted-generator",
            Self::Spoofable(weakness) => weakness.as_str(),
        }
    }
}

/// One way in which a file that the network accepts could be forged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weakness {
    /// In a word.
    pub class: WeaknessClass,
    /// In a sentence, with the name or part at hand.
    pub reason: String,
}

/// The kinds of [`Weakness`], most telling first (`spec/trust_anchors.md`; `spec/gas.md` 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeaknessClass {
    /// The signer's certificate was revoked.
    Revoked,
    /// It was not valid when it signed, as far as a trusted time stamp, or else the present, tells.
    Expired,
    /// The chain ends in an anchor that is self-made, no certificate authority, or itself not valid.
    UnfitAnchor,
    /// The certificate is meant for something other than signing content.
    UnfitSigner,
    /// Organisation and chain are not those that the provider really uses.
    SignerNotPinned,
    /// The C2PA library itself calls the manifest invalid.
    ManifestInvalid,
    /// The content hash leaves out parts that decide what is shown.
    PartialHash,
}

impl WeaknessClass {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::UnfitAnchor => "unfit-anchor",
            Self::UnfitSigner => "unfit-signer",
            Self::SignerNotPinned => "signer-not-pinned",
            Self::ManifestInvalid => "manifest-invalid",
            Self::PartialHash => "partial-hash",
        }
    }
}
