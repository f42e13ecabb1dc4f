//! Facts of single certificates: what anchors and the strict policy read out of them.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::Oid;
use x509_parser::extensions::ExtendedKeyUsage;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Name};

/// Longest name of a certificate that a sentence quotes, in characters. Strangers write names.
const MAX_NAME: usize = 80;

/// The DER form of every certificate of a PEM text; what is none is skipped.
pub(super) fn ders_of_pem(text: &str) -> Vec<Vec<u8>> {
    Pem::iter_from_buffer(text.as_bytes()).filter_map(Result::ok).map(|block| block.contents).collect()
}

/// Those of `ders` that are certificates.
pub(super) fn parse<'a>(ders: impl IntoIterator<Item = &'a [u8]>) -> Vec<X509Certificate<'a>> {
    ders.into_iter().filter_map(|der| X509Certificate::from_der(der).ok()).map(|(_, parsed)| parsed).collect()
}

/// SHA-256 of a DER form, 64 lower-case hexadecimal digits.
pub(super) fn sha256(der: &[u8]) -> String {
    hex::encode(Sha256::digest(der))
}

/// [`sha256`] of the whole certificate.
pub(super) fn fingerprint(certificate: &X509Certificate<'_>) -> String {
    sha256(certificate.as_raw())
}

/// What to call it.
pub(super) fn name(certificate: &X509Certificate<'_>) -> String {
    called(certificate.subject())
}

/// What to call whoever has this name: by its common name, or else its organisation or unit, or else all of it. The old
/// roots of `GlobalSign` share one common name and differ in the unit.
pub(super) fn called(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|name| name.as_str().ok());
    let unit = name.iter_organizational_unit().next().and_then(|name| name.as_str().ok());
    let organisation = name.iter_organization().next().and_then(|name| name.as_str().ok());
    let text = match (common, unit) {
        (Some("GlobalSign"), Some(unit)) => Some(unit),
        (Some(common), _) => Some(common),
        (None, unit) => organisation.or(unit),
    };
    text.map_or_else(|| name.to_string(), str::to_owned).chars().take(MAX_NAME).collect()
}

/// The values of one kind of attribute of its subject. One that cannot be read is a question mark, which names nobody.
pub(super) fn subject_values(certificate: &X509Certificate<'_>, kind: &Oid<'static>) -> Vec<String> {
    let values = certificate.subject().iter_attributes().filter(|attribute| attribute.attr_type() == kind);
    values.map(|value| value.as_str().unwrap_or("?").to_owned()).collect()
}

/// Whether its period of validity covers the moment.
pub(super) fn is_valid_at(certificate: &X509Certificate<'_>, moment: Timestamp) -> bool {
    let validity = certificate.validity();
    (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&moment.as_second())
}

/// From when and until when it is valid. Certificates that never run out say the last second of the year 9999 (RFC 5280,
/// 4.1.2.5), which is beyond the last moment that a [`Timestamp`] can hold: that one stands for it.
pub(super) fn validity(certificate: &X509Certificate<'_>) -> (Timestamp, Timestamp) {
    let moment = |seconds: i64| {
        let beyond = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_second(seconds).unwrap_or(beyond)
    };
    let validity = certificate.validity();
    (moment(validity.not_before.timestamp()), moment(validity.not_after.timestamp()))
}

/// Its period of validity, for a sentence.
pub(super) fn period(certificate: &X509Certificate<'_>) -> String {
    let (start, end) = validity(certificate);
    format!("from {} to {}", date(start), date(end))
}

/// A day in UTC, for a sentence.
pub(super) fn date(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d").to_string()
}

/// What it says that it may be used for; `None` if it does not say, or says it illegibly.
pub(super) fn purposes<'a>(certificate: &'a X509Certificate<'_>) -> Option<&'a ExtendedKeyUsage<'a>> {
    certificate.extended_key_usage().ok().flatten().map(|extension| extension.value)
}

/// Whether it may issue certificates, with `below` authorities between it and the end of the chain.
pub(super) fn is_authority(certificate: &X509Certificate<'_>, below: usize) -> bool {
    let Ok(Some(constraints)) = certificate.basic_constraints() else { return false };
    let Ok(usage) = certificate.key_usage() else { return false };
    let reaches = |longest: u32| usize::try_from(longest).is_ok_and(|longest| below <= longest);
    constraints.value.ca
        && constraints.value.path_len_constraint.is_none_or(reaches)
        && usage.is_none_or(|usage| usage.value.key_cert_sign())
}
