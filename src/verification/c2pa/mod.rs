//! The C2PA verdict of the network (`spec/gas.md` 7).
//!
//! ```text
//!  bytes ──> reader (the SDK: what does the file hold?) ──> manifest (facts of its JSON) ──> policy (the verdict)
//!                                                 trust (certificates and names) ──────────────^
//! ```
//!
//! The miner's check before sending, the validator's ingest and `gascli verify-c2pa` call one function, [`verify`].
//! Nothing here fetches anything: a manifest that lies elsewhere counts as none.

mod budget;
mod manifest;
mod policy;
mod reader;
mod trust;

use serde::{Deserialize, Serialize};

pub use policy::verify;
pub use trust::{AnchorError, TrustSet};

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
    /// When the medium was signed by its own account. Only files that pass have one, and not all.
    pub signing_time: Option<jiff::Timestamp>,
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
        }
    }
}
