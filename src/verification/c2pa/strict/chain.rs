//! Who signed, and whether the chain leads to an authority under which that provider really signs.

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::OID_X509_ORGANIZATION_NAME;
use x509_parser::oid_registry::asn1_rs::{Oid, oid};

use super::super::certificate::{date, fingerprint, is_authority, is_valid_at, name, period, purposes, subject_values};
use super::super::{KNOWN_ANCHORS, ProviderPin, Source, Weakness, WeaknessClass};

/// Longest chain that is followed; real ones have four certificates.
const MAX_LENGTH: usize = 8;

/// Signatures that are checked while looking for chains. Strangers choose the certificates.
const MAX_CHECKS: usize = 64;

/// `organizationIdentifier`: registry, country and number of the organisation.
const ORGANISATION_ID: Oid<'static> = oid!(2.5.4.97);

/// From the leaf, each certificate signed by the next, to an anchor.
pub(super) type Path<'a> = Vec<&'a X509Certificate<'a>>;

/// The question that is asked of a signer.
pub(super) struct Signer<'a> {
    /// Certificates that came with the signature, the signer's own first.
    pub(super) chain: &'a [X509Certificate<'a>],
    /// Whether the SDK has checked that each of them is signed by the next.
    pub(super) is_linked: bool,
    /// Certificates that are trusted.
    pub(super) anchors: &'a [X509Certificate<'a>],
    /// Who really signs for whom.
    pub(super) pins: &'a [ProviderPin],
    /// When it was signed by the word of a trusted authority.
    pub(super) stamped: Option<Timestamp>,
    /// The present.
    pub(super) now: Timestamp,
}

impl Signer<'_> {
    /// What is wrong with who signed; of several chains, the best is judged.
    pub(super) fn weaknesses(&self) -> Vec<Weakness> {
        let Some(leaf) = self.chain.first() else {
            return vec![weakness(WeaknessClass::UnfitSigner, "the signature comes with no certificate")];
        };
        let mut found: Vec<Weakness> = unfit_purpose(leaf).into_iter().collect();
        let pins = match self.pins_of(leaf) {
            Ok(pins) => pins,
            Err(unknown) => {
                found.push(unknown);
                Vec::new()
            }
        };
        let chains = paths(leaf, self.chain, self.anchors, self.is_linked);
        let best = chains.iter().map(|path| self.judge(path, &pins)).min_by_key(Vec::len);
        found.extend(best.unwrap_or_else(|| {
            let reason = format!("no chain leads from the certificate `{}` to a trusted authority", name(leaf));
            vec![weakness(WeaknessClass::UnfitAnchor, reason)]
        }));
        found
    }

    fn judge(&self, path: &Path<'_>, pins: &[&ProviderPin]) -> Vec<Weakness> {
        self.expired(path).into_iter().chain(self.unfit_anchor(path)).chain(unpinned(path, pins)).collect()
    }

    /// A signer's own clock proves nothing: without a trusted time stamp the present counts.
    fn moment(&self) -> Timestamp {
        self.stamped.unwrap_or(self.now)
    }

    fn expired(&self, path: &Path<'_>) -> Option<Weakness> {
        let below_anchor = &path[..path.len().saturating_sub(1)];
        let culprit = below_anchor.iter().find(|certificate| !is_valid_at(certificate, self.moment()))?;
        let when = match self.stamped {
            Some(time) => format!("a trusted time stamp says that it signed on {}", date(time)),
            None => "it is not valid now, and no trusted time stamp tells when it signed".into(),
        };
        let reason = format!("the certificate `{}` is valid {}: {when}", name(culprit), period(culprit));
        Some(weakness(WeaknessClass::Expired, reason))
    }

    fn unfit_anchor(&self, path: &Path<'_>) -> Option<Weakness> {
        let unfit = |reason| Some(weakness(WeaknessClass::UnfitAnchor, reason));
        let [leaf, authorities @ ..] = &path[..] else { return None };
        let Some(anchor) = authorities.last() else {
            return unfit(format!("the signer's own certificate `{}` is listed as a trust anchor", name(leaf)));
        };
        if let Some((_, culprit)) = authorities.iter().enumerate().find(|(below, ca)| !is_authority(ca, *below)) {
            let reason = format!("`{}` issued a certificate of the chain, but may issue none like it", name(culprit));
            return unfit(reason);
        }
        if authorities.iter().any(|authority| is_self_made(authority)) {
            return unfit(format!("nobody has published the anchor `{}`: it is self-made", name(anchor)));
        }
        if !is_valid_at(anchor, self.moment()) {
            let when = date(self.moment());
            return unfit(format!("the anchor `{}` is valid {}, not on {when}", name(anchor), period(anchor)));
        }
        None
    }

    /// The pins of the one organisation that the certificate names.
    fn pins_of(&self, leaf: &X509Certificate<'_>) -> Result<Vec<&ProviderPin>, Weakness> {
        let organisations = subject_values(leaf, &OID_X509_ORGANIZATION_NAME);
        let [organisation] = &organisations[..] else {
            let named = organisations.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let reason = format!(
                "the certificate `{}` names {} organisations ({named}) where it must name one",
                name(leaf),
                organisations.len()
            );
            return Err(weakness(WeaknessClass::SignerNotPinned, reason));
        };
        let pins: Vec<_> = self.pins.iter().filter(|pin| pin.organisation == *organisation).collect();
        if pins.is_empty() {
            let reason = format!("no known provider signs as `{organisation}`");
            return Err(weakness(WeaknessClass::SignerNotPinned, reason));
        }
        let ids = subject_values(leaf, &ORGANISATION_ID);
        let same = |pin: &&ProviderPin| pin.organisation_id.as_ref().is_none_or(|id| ids == [id.as_str()]);
        let matching: Vec<_> = pins.iter().copied().filter(same).collect();
        if matching.is_empty() {
            let found = if ids.is_empty() { "none".to_owned() } else { format!("`{}`", ids.join(", ")) };
            let known = pins.iter().find_map(|pin| pin.organisation_id.as_deref()).unwrap_or_default();
            let reason =
                format!("`{organisation}` signs with the organisation identifier `{known}`, this one has {found}");
            return Err(weakness(WeaknessClass::SignerNotPinned, reason));
        }
        Ok(matching)
    }
}

/// Whether the network trusts it although nobody has published it (`spec/trust_anchors.md`, the warning).
pub(super) fn is_self_made(certificate: &X509Certificate<'_>) -> bool {
    let sha256 = fingerprint(certificate);
    KNOWN_ANCHORS.iter().any(|known| known.source == Source::Unpublished && known.sha256 == sha256)
}

/// Certificates for other ends sign no content (C2PA specification, certificate profiles).
fn unfit_purpose(leaf: &X509Certificate<'_>) -> Option<Weakness> {
    let meant = match purposes(leaf) {
        _ if leaf.is_ca() => "is meant for issuing certificates",
        None => "does not say what it is meant for",
        Some(purposes) if purposes.any => "is meant for anything at all",
        Some(purposes) if purposes.time_stamping => "is meant for time stamps",
        Some(purposes) if purposes.ocsp_signing => "is meant for answers about revocation",
        Some(_) => return None,
    };
    let reason = format!("the certificate `{}` {meant}, not for signing content", name(leaf));
    Some(weakness(WeaknessClass::UnfitSigner, reason))
}

/// `pins`: those of the signer's organisation; none if that has been refused already.
fn unpinned(path: &Path<'_>, pins: &[&ProviderPin]) -> Option<Weakness> {
    let first = pins.first()?;
    let has = |sha256: &String| path.iter().skip(1).any(|certificate| fingerprint(certificate) == *sha256);
    if pins.iter().any(|pin| pin.authorities.iter().any(has)) {
        return None;
    }
    let issuer = path.get(1).map_or_else(|| "itself".to_owned(), |issuer| format!("`{}`", name(issuer)));
    let reason = format!("`{}` does not sign under {issuer}, as far as is known", first.organisation);
    Some(weakness(WeaknessClass::SignerNotPinned, reason))
}

fn weakness(class: WeaknessClass, reason: impl Into<String>) -> Weakness {
    Weakness { class, reason: reason.into() }
}

/// The chains from `leaf` over `given` and `anchors` to each anchor that can be reached: names match and signatures
/// hold. What the certificates may be used for, and when, is not asked here.
///
/// `is_linked`: that each of `given` is signed by the next is known already, and checking it once more would take about
/// as long as the SDK took.
pub(super) fn paths<'a>(
    leaf: &'a X509Certificate<'a>,
    given: &'a [X509Certificate<'a>],
    anchors: &'a [X509Certificate<'a>],
    is_linked: bool,
) -> Vec<Path<'a>> {
    let mut issuers: Path<'a> = Vec::new();
    for candidate in anchors.iter().chain(given) {
        if !contains(&issuers, candidate) {
            issuers.push(candidate);
        }
    }
    let linked = if is_linked { given } else { &[] };
    let mut search = Search { issuers, anchors, linked, checks_left: MAX_CHECKS, found: Vec::new() };
    search.climb(&mut vec![leaf]);
    search.found
}

struct Search<'a> {
    issuers: Path<'a>,
    anchors: &'a [X509Certificate<'a>],
    /// Each is known to be signed by the next.
    linked: &'a [X509Certificate<'a>],
    checks_left: usize,
    found: Vec<Path<'a>>,
}

impl<'a> Search<'a> {
    fn climb(&mut self, path: &mut Path<'a>) {
        let Some(top) = path.last().copied() else { return };
        if self.anchors.iter().any(|anchor| anchor.as_raw() == top.as_raw()) {
            self.found.push(path.clone());
        }
        if path.len() == MAX_LENGTH {
            return;
        }
        for index in 0..self.issuers.len() {
            let issuer = self.issuers[index];
            if issuer.subject().as_raw() != top.issuer().as_raw() || contains(path, issuer) {
                continue;
            }
            let Some(left) = self.checks_left.checked_sub(1) else { return };
            self.checks_left = left;
            if self.is_link(top, issuer) || top.verify_signature(Some(issuer.public_key())).is_ok() {
                path.push(issuer);
                self.climb(path);
                path.pop();
            }
        }
    }

    /// Whether it is known that `issuer` signed `below`.
    fn is_link(&self, below: &X509Certificate<'_>, issuer: &X509Certificate<'_>) -> bool {
        self.linked.windows(2).any(|pair| pair[0].as_raw() == below.as_raw() && pair[1].as_raw() == issuer.as_raw())
    }
}

fn contains(path: &Path<'_>, certificate: &X509Certificate<'_>) -> bool {
    path.iter().any(|other| other.as_raw() == certificate.as_raw())
}

#[cfg(test)]
pub(super) mod tests {
    use rcgen::{
        BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue,
        ExtendedKeyUsagePurpose as Purpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
    };

    use super::super::super::certificate::parse;
    use super::*;

    /// A certificate and what is needed to issue others with it.
    pub(in super::super) struct Made {
        pub(in super::super) der: Vec<u8>,
        parameters: CertificateParams,
        key: KeyPair,
    }

    /// Makes a certificate of organisation `org`, valid from 2020 to 2030; `issuer`: itself if there is none.
    pub(in super::super) fn made(name: &str, issuer: Option<&Made>, edit: impl FnOnce(&mut CertificateParams)) -> Made {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = DistinguishedName::new();
        parameters.distinguished_name.push(DnType::OrganizationName, "org");
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.not_before = date_time_ymd(2020, 1, 1);
        parameters.not_after = date_time_ymd(2030, 1, 1);
        edit(&mut parameters);
        let key = KeyPair::generate().unwrap();
        let certificate = match issuer {
            Some(issuer) => parameters.signed_by(&key, &Issuer::from_params(&issuer.parameters, &issuer.key)),
            None => parameters.self_signed(&key),
        };
        Made { der: certificate.unwrap().der().to_vec(), parameters, key }
    }

    pub(in super::super) fn authority(parameters: &mut CertificateParams) {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    }

    pub(in super::super) fn leaf(parameters: &mut CertificateParams) {
        parameters.is_ca = IsCa::ExplicitNoCa;
        parameters.extended_key_usages = vec![Purpose::EmailProtection];
    }

    fn pin(authority: &Made) -> ProviderPin {
        let sha256 = parse([authority.der.as_slice()]).first().map(fingerprint).unwrap();
        ProviderPin {
            provider: "p".into(),
            organisation: "org".into(),
            organisation_id: None,
            authorities: vec![sha256],
        }
    }

    /// The classes found for a chain, the leaf first, at the start of 2026.
    fn classes(chain: &[&Made], anchors: &[&Made], pins: &[ProviderPin], stamped: Option<&str>) -> Vec<&'static str> {
        let chain = parse(chain.iter().map(|made| made.der.as_slice()));
        let anchors = parse(anchors.iter().map(|made| made.der.as_slice()));
        let (stamped, now) = (stamped.map(|time| time.parse().unwrap()), "2026-01-01T00:00:00Z".parse().unwrap());
        let signer = Signer { chain: &chain, is_linked: false, anchors: &anchors, pins, stamped, now };
        signer.weaknesses().iter().map(|weakness| weakness.class.as_str()).collect()
    }

    #[test]
    fn a_pinned_signer_under_its_authority_has_no_weakness() {
        let root = made("root", None, authority);
        let middle = made("middle", Some(&root), authority);
        let signer = made("signer", Some(&middle), leaf);
        for pinned in [&root, &middle] {
            assert!(classes(&[&signer, &middle], &[&root], &[pin(pinned)], None).is_empty());
        }
        assert!(classes(&[&signer, &middle], &[&middle, &root], &[pin(&root)], None).is_empty());
        let elsewhere = made("root", None, authority);
        assert_eq!(classes(&[&signer, &middle], &[&root], &[pin(&elsewhere)], None), ["signer-not-pinned"]);
        // An authority of the same name with another key is another authority.
        assert_eq!(classes(&[&signer, &middle], &[&elsewhere], &[pin(&elsewhere)], None), ["unfit-anchor"]);
        assert_eq!(classes(&[], &[&root], &[pin(&root)], None), ["unfit-signer"]);
    }

    #[test]
    fn whoever_may_not_issue_certificates_vouches_for_nobody() {
        let root = made("root", None, |parameters| {
            authority(parameters);
            parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        });
        let mailbox = made("mailbox owner", Some(&root), leaf);
        let signer = made("signer", Some(&mailbox), leaf);
        assert_eq!(classes(&[&signer, &mailbox], &[&root], &[pin(&root)], None), ["unfit-anchor"]);
        let middle = made("middle", Some(&root), authority);
        let signer = made("signer", Some(&middle), leaf);
        assert_eq!(classes(&[&signer, &middle], &[&root], &[pin(&root)], None), ["unfit-anchor"]);
        let mute = made("mute", None, |parameters| {
            authority(parameters);
            parameters.key_usages = vec![KeyUsagePurpose::CrlSign];
        });
        let signer = made("signer", Some(&mute), leaf);
        assert_eq!(classes(&[&signer], &[&mute], &[pin(&mute)], None), ["unfit-anchor"]);
        let alone = made("alone", None, leaf);
        assert_eq!(classes(&[&alone], &[&alone], &[pin(&alone)], None), ["unfit-anchor", "signer-not-pinned"]);
    }

    #[test]
    fn each_certificate_must_hold_when_a_trusted_stamp_says_that_it_signed_or_else_now() {
        let until = |year| move |parameters: &mut CertificateParams| parameters.not_after = date_time_ymd(year, 1, 2);
        let root = made("root", None, authority);
        let old_root = made("old root", None, |parameters| (authority(parameters), until(2024)(parameters)).0);
        let signer = made("signer", Some(&root), |parameters| (leaf(parameters), until(2024)(parameters)).0);
        let (early, late) = (Some("2023-01-01T00:00:00Z"), Some("2025-01-01T00:00:00Z"));
        for (stamped, found) in [(early, &[][..]), (late, &["expired"]), (None, &["expired"])] {
            assert_eq!(classes(&[&signer], &[&root], &[pin(&root)], stamped), found, "{stamped:?}");
        }
        let signer = made("signer", Some(&old_root), leaf);
        for (stamped, found) in [(early, &[][..]), (late, &["unfit-anchor"]), (None, &["unfit-anchor"])] {
            assert_eq!(classes(&[&signer], &[&old_root], &[pin(&old_root)], stamped), found, "{stamped:?}");
        }
    }

    #[test]
    fn a_certificate_for_other_ends_signs_no_content() {
        let root = made("root", None, authority);
        for purpose in [Purpose::TimeStamping, Purpose::OcspSigning, Purpose::Any] {
            let signer = made("signer", Some(&root), |parameters| {
                leaf(parameters);
                parameters.extended_key_usages.push(purpose);
            });
            assert_eq!(classes(&[&signer], &[&root], &[pin(&root)], None), ["unfit-signer"]);
        }
        let silent = made("signer", Some(&root), |parameters| parameters.is_ca = IsCa::ExplicitNoCa);
        assert_eq!(classes(&[&silent], &[&root], &[pin(&root)], None), ["unfit-signer"]);
        let issuer = made("signer", Some(&root), |parameters| (leaf(parameters), authority(parameters)).0);
        assert_eq!(classes(&[&issuer], &[&root], &[pin(&root)], None), ["unfit-signer"]);
    }

    #[test]
    fn two_organisations_of_one_name_are_told_apart_by_their_identifier() {
        let root = made("root", None, authority);
        let with = |ids: &'static [&'static str]| {
            made("signer", Some(&root), |parameters| {
                leaf(parameters);
                for id in ids {
                    let value = DnValue::Utf8String((*id).into());
                    parameters.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 97]), value);
                }
            })
        };
        let pins = [ProviderPin { organisation_id: Some("VATGB-1".into()), ..pin(&root) }];
        for (ids, found) in
            [(&["VATGB-1"][..], &[][..]), (&["VATGB-2"], &["signer-not-pinned"]), (&[], &["signer-not-pinned"])]
        {
            assert_eq!(classes(&[&with(ids)], &[&root], &pins, None), found, "{ids:?}");
        }
    }

    #[test]
    fn what_the_sdk_has_checked_is_believed_for_neighbours_only() {
        let (root, elsewhere) = (made("root", None, authority), made("root", None, authority));
        let (signer, other) = (made("signer", Some(&root), leaf), made("other", None, authority));
        let reaches = |given: &[&Made], is_linked| {
            let given = parse(given.iter().map(|made| made.der.as_slice()));
            let anchors = parse([elsewhere.der.as_slice()]);
            !paths(&given[0], &given, &anchors, is_linked).is_empty()
        };
        assert!(!reaches(&[&signer, &elsewhere], false));
        assert!(reaches(&[&signer, &elsewhere], true));
        assert!(!reaches(&[&signer, &other, &elsewhere], true));
    }

    #[test]
    fn a_crowd_of_certificates_of_one_name_is_given_up_on() {
        let root = made("root", None, authority);
        let signer = made("signer", Some(&root), leaf);
        let crowd: Vec<Made> = (0..u8::try_from(2 * MAX_CHECKS).unwrap())
            .map(|number| {
                made("root", None, |parameters| {
                    authority(parameters);
                    parameters
                        .custom_extensions
                        .push(CustomExtension::from_oid_content(&[1, 3, number.into()], vec![5, 0]));
                })
            })
            .collect();
        let chain: Vec<&Made> = std::iter::once(&signer).chain(&crowd).collect();
        let certificates = parse(chain.iter().map(|made| made.der.as_slice()));
        let anchors = parse([root.der.as_slice()]);
        // The anchor is tried first, so that an honest chain is found all the same.
        assert_eq!(paths(&certificates[0], &certificates, &anchors, false).len(), 1);
        let stranger = made("root", None, authority);
        let orphan = made("orphan", Some(&stranger), leaf);
        let orphan = parse([orphan.der.as_slice()]);
        assert!(paths(&orphan[0], &certificates, &anchors, false).is_empty());
    }
}
