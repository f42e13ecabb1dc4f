//! The order of checks (`spec/gas.md` 7.2 to 7.8). Quirks of the reference are the network's law and are kept.

use std::io::Cursor;

use c2pa::Reader;
use jiff::Timestamp;

use super::manifest::{Certificate, ManifestStore};
use super::reader::ReadError;
use super::{
    C2paReport, Check, Medium, MissingAnchor, Policy, RejectionClass, TrustSet, Verdict, Weakness, missing, reader,
    strict,
};

/// A status whose code contains one of these refutes the manifest (7.3). `mismatch` and `error`, in any case, do too.
const CRITICAL: [&str; 10] = [
    "assertion.hashedURI.mismatch",
    "assertion.dataHash.mismatch",
    "assertion.bmffHash.mismatch",
    "claim.signature.mismatch",
    "signingCredential.invalid",
    "signingCredential.expired",
    "signingCredential.revoked",
    "signingCredential.untrusted",
    "manifest.inaccessible",
    "assertion.inaccessible",
];

/// The status of [`CRITICAL`] that an anchor mends.
const UNTRUSTED: &str = "signingCredential.untrusted";

/// The one that it mends as well if it vouches for the time stamp too.
const EXPIRED: &str = "signingCredential.expired";

/// One of these must have held (7.4).
pub(super) const HARD_BINDINGS: [&str; 4] = [
    "assertion.dataHash.match",
    "assertion.bmffHash.match",
    "assertion.boxesHash.match",
    "assertion.collectionHash.match",
];

/// The warning of the strict policy where no trusted time stamp says when the file was signed.
const NO_TRUSTED_TIME_STAMP: &str = "no_trusted_time_stamp";

/// Provider profiles and the words by which they are known (7.8).
const PROFILES: [(&str, &[&str]); 8] = [
    ("openai", &["openai", "dall-e", "sora", "truepic"]),
    ("google", &["google", "imagen", "gemini", "veo"]),
    ("adobe", &["adobe", "firefly"]),
    ("microsoft", &["microsoft", "copilot", "designer"]),
    ("runway", &["runway"]),
    ("stability_ai", &["stability ai", "stable diffusion", "stable video"]),
    ("black_forest_labs", &["black forest labs", "flux"]),
    ("bytedance", &["bytedance", "byteplus", "seedance", "byteplus_modelark"]),
];

/// Checks bytes in memory as the network does; see [`verify_medium`].
pub fn verify(bytes: &[u8], trust: &TrustSet) -> Verdict {
    verify_medium(&mut Cursor::new(bytes), &Check::new(trust))
}

/// Checks what a medium says about its origin against what is trusted.
///
/// Every medium gets a verdict: one that is empty, hostile or of an unknown kind is refused like any other.
pub fn verify_medium(medium: &mut dyn Medium, check: &Check<'_>) -> Verdict {
    let opened = match reader::read(medium, check) {
        Ok(opened) => opened,
        Err(ReadError::Unreadable { message, class }) => {
            return refuse(class, format!("No C2PA manifest found: {message}"), C2paReport::default());
        }
        Err(ReadError::Status(status)) => return refuse_for(vec![status.into()]),
    };
    let json = opened.reader.json();
    let verdict = Verdict { manifest_json: Some(json.clone()), ..judge(&json, check.trust) };
    if !verdict.passes() {
        return Verdict { missing_anchor: missing_anchor(&opened.reader, &json, &verdict, check.trust), ..verdict };
    }
    if check.policy == Policy::Sn34 && !check.weaknesses {
        return verdict;
    }
    let assessment = strict::assess(&opened, medium, check);
    let verdict = match check.policy {
        Policy::Sn34 => verdict,
        Policy::Strict => judge_strictly(verdict, &assessment),
    };
    Verdict { weaknesses: assessment.weaknesses, ..verdict }
}

/// Takes the network's acceptance back for the first weakness, and marks that no authority told the time.
fn judge_strictly(mut verdict: Verdict, assessment: &strict::Assessment) -> Verdict {
    if assessment.stamped.is_none() {
        verdict.report.policy_warnings.push(NO_TRUSTED_TIME_STAMP.into());
    }
    match assessment.weaknesses.first() {
        Some(weakness) => distrust(verdict, weakness),
        None => verdict,
    }
}

/// The anchor that would make a refused file pass.
fn missing_anchor(reader: &Reader, json: &str, verdict: &Verdict, trust: &TrustSet) -> Option<MissingAnchor> {
    let errors = &verdict.report.validation_errors;
    let only = |codes: &[&str]| errors.iter().all(|error| codes.iter().any(|code| error.starts_with(code)));
    let could_be_mended = errors.iter().any(|error| error.starts_with(UNTRUSTED)) && only(&[UNTRUSTED, EXPIRED]);
    if !could_be_mended || !judge_content(&ManifestStore::parse(json).ok()?, trust).passes() {
        return None;
    }
    missing::find(reader, trust, !only(&[UNTRUSTED]))
}

/// Takes the network's acceptance back.
fn distrust(verdict: Verdict, weakness: &Weakness) -> Verdict {
    let error = format!("Refused by the strict policy: {}", weakness.reason);
    let report = C2paReport { verified: false, is_trusted_issuer: false, error: Some(error), ..verdict.report };
    Verdict { report, class: Some(RejectionClass::Spoofable(weakness.class)), ..verdict }
}

/// The verdict on the SDK's JSON.
fn judge(json: &str, trust: &TrustSet) -> Verdict {
    if json.trim().is_empty() {
        return refuse(RejectionClass::ManifestUnreadable, "Empty C2PA manifest".into(), C2paReport::default());
    }
    let store = match ManifestStore::parse(json) {
        Ok(store) => store,
        Err(error) => {
            let message = format!("Invalid manifest JSON: {error}");
            return refuse(RejectionClass::ManifestUnreadable, message, C2paReport::default());
        }
    };
    let errors = critical_errors(&store);
    if !errors.is_empty() {
        return refuse_for(errors);
    }
    judge_content(&store, trust)
}

/// The checks that follow when the signature holds: of what it binds, and of who signed.
fn judge_content(store: &ManifestStore, trust: &TrustSet) -> Verdict {
    let report = C2paReport { signature_valid: true, ..C2paReport::default() };
    if !store.successes().any(|code| HARD_BINDINGS.contains(&code)) {
        let message = "No verified hard-binding content hash assertion in C2PA manifest".into();
        return refuse(RejectionClass::NoHardBinding, message, report);
    }
    judge_signer(store, trust, report)
}

/// The checks of who signed; `report` says that the signature holds.
fn judge_signer(store: &ManifestStore, trust: &TrustSet, report: C2paReport) -> Verdict {
    let certificate = store.certificate();
    let report = C2paReport { cert_issuer: certificate.issuer.clone(), ..report };
    if is_self_signed(&certificate, trust) {
        let report = C2paReport { is_self_signed: true, ..report };
        return refuse(RejectionClass::SelfSigned, "Self-signed certificates are not accepted".into(), report);
    }
    let organisation = certificate.issuer.as_deref().unwrap_or_default();
    if !trust.knows_authority(organisation) {
        let organisation = certificate.issuer.as_deref().unwrap_or("None");
        let message = format!("Certificate issuer not from trusted CA: {organisation}");
        return refuse(RejectionClass::UntrustedCa, message, report);
    }
    let generator = store.claim_generator();
    let report = C2paReport { issuer: generator.map(str::to_owned), ..report };
    if !is_trusted_generator(&certificate, generator, trust) {
        let who = certificate.subject.as_deref().or(generator).unwrap_or("None");
        let message = format!("Not from a trusted AI generator: {who}");
        return refuse(RejectionClass::UntrustedGenerator, message, report);
    }
    accept(store, &certificate, report)
}

fn refuse(class: RejectionClass, error: String, report: C2paReport) -> Verdict {
    Verdict { report: C2paReport { error: Some(error), ..report }, class: Some(class), ..Verdict::default() }
}

fn accept(store: &ManifestStore, certificate: &Certificate, report: C2paReport) -> Verdict {
    let ai_generated = store.ai_generated();
    let profile = profile(certificate.subject.as_deref(), report.issuer.as_deref());
    let warnings = [
        ("unknown_provider_profile", profile.is_none()),
        ("missing_cert_issuer", certificate.issuer.is_none()),
        ("missing_cert_subject", certificate.subject.is_none()),
        ("missing_claim_generator", report.issuer.is_none()),
        ("missing_ai_source_assertion", !ai_generated && profile.is_none()),
    ];
    let signing_time = store.signing_time();
    let report = C2paReport {
        verified: true,
        is_trusted_issuer: true,
        ai_generated,
        model_name: store.model_name(),
        provider_profile: profile.map(str::to_owned),
        metadata_complete: certificate.issuer.is_some() && (certificate.subject.is_some() || report.issuer.is_some()),
        policy_warnings: warnings.iter().filter(|(_, holds)| *holds).map(|(word, _)| (*word).to_owned()).collect(),
        signing_time: signing_time.map(iso_text),
        ..report
    };
    Verdict { report, class: None, signing_time, ..Verdict::default() }
}

/// Refuses for statuses that refute the manifest.
fn refuse_for(validation_errors: Vec<String>) -> Verdict {
    let message = format!("Signature validation failed: {}", validation_errors.join("; "));
    let report = C2paReport { validation_errors, ..C2paReport::default() };
    refuse(RejectionClass::SignatureInvalid, message, report)
}

fn critical_errors(store: &ManifestStore) -> Vec<String> {
    store
        .statuses()
        .filter(|(code, _)| {
            let lower = code.to_ascii_lowercase();
            CRITICAL.iter().any(|critical| code.contains(critical))
                || lower.contains("mismatch")
                || lower.contains("error")
        })
        .map(|(code, explanation)| format!("{code}: {explanation}"))
        .collect()
}

/// In practice only a certificate without an organisation: the SDK's "issuer" is the subject's organisation, and its
/// subject a serial number, so the two never equal (7.5).
fn is_self_signed(certificate: &Certificate, trust: &TrustSet) -> bool {
    match (&certificate.issuer, &certificate.subject) {
        (Some(issuer), _) if trust.knows_authority(issuer) => false,
        (Some(issuer), Some(subject)) => issuer.to_lowercase() == subject.to_lowercase(),
        _ => certificate.chain_length <= 1,
    }
}

fn is_trusted_generator(certificate: &Certificate, generator: Option<&str>, trust: &TrustSet) -> bool {
    let subject = certificate.subject.as_deref();
    let issuer = certificate.issuer.as_deref();
    if subject.is_none() && issuer.is_none() {
        return false;
    }
    subject.is_some_and(|subject| trust.knows_generator(subject) || trust.has_generator_containing(subject))
        || issuer.is_some_and(|issuer| trust.knows_generator(issuer))
        || generator.is_some_and(|generator| trust.knows_generator(generator))
}

fn profile(subject: Option<&str>, generator: Option<&str>) -> Option<&'static str> {
    profile_of(&format!("{} {}", subject.unwrap_or_default(), generator.unwrap_or_default()))
}

/// The provider whose words a text holds, such as the name of a model.
pub fn profile_of(text: &str) -> Option<&'static str> {
    let haystack = text.to_lowercase();
    PROFILES
        .iter()
        .find(|(_, aliases)| aliases.iter().any(|alias| haystack.contains(alias)))
        .map(|(profile, _)| *profile)
}

/// As Python's `isoformat` writes a time in UTC: no fraction, or six digits.
fn iso_text(time: Timestamp) -> String {
    let pattern = if time.subsec_nanosecond() == 0 { "%Y-%m-%dT%H:%M:%S+00:00" } else { "%Y-%m-%dT%H:%M:%S.%6f+00:00" };
    time.strftime(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_reference_writes_them() {
        let text = |time: &str| iso_text(time.parse().unwrap());
        assert_eq!(text("2024-03-08T20:22:53Z"), "2024-03-08T20:22:53+00:00");
        assert_eq!(text("2024-03-08T20:22:53.5Z"), "2024-03-08T20:22:53.500000+00:00");
    }

    #[test]
    fn a_report_has_the_fourteen_keys_in_their_order() {
        // spec/gas.md 7.9
        let json = serde_json::to_string(&C2paReport::default()).unwrap();
        let keys: Vec<&str> = json.split('"').skip(1).step_by(2).collect();
        let expected = "verified signature_valid issuer cert_issuer is_trusted_issuer is_self_signed ai_generated \
                        model_name provider_profile metadata_complete policy_warnings validation_errors error \
                        signing_time";
        assert_eq!(keys, expected.split_whitespace().collect::<Vec<_>>());
    }
}
