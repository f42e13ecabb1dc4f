//! The C2PA verdict of the network (`spec/gas.md` 7).

use serde::{Deserialize, Serialize};

/// What is trusted: certificates and names. An argument of the verdict, so that a test or a local chain can add its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustSet {
    /// PEM text of the anchors, comments allowed.
    pub anchors_pem: String,
    /// Names of trusted generators (`G` of 7.6).
    pub generators: Vec<String>,
    /// Names of trusted certificate authorities (`C` of 7.6), besides the generators.
    pub authorities: Vec<String>,
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
