//! Which certificates and signers are known (`spec/trust_anchors.md`): facts, as tables.
//!
//! A certificate is known by the SHA-256 of its DER form. The files themselves are not part of this program: the trust
//! store gets them from where [`Source`] says, and takes only what matches.

/// A certificate authority whose media the network has seen, by its fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAnchor {
    /// Whose media it vouches for.
    pub provider: &'static str,
    /// What its subject is called.
    pub name: &'static str,
    /// SHA-256 of its DER form, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// Where it can be had.
    pub source: Source,
    /// Whether the network's own validators trust it. What only others vouch for passes here, and is refused there.
    pub network: bool,
}

/// Where a certificate can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Compiled in, from the roots that Mozilla trusts.
    BuiltIn,
    /// At an address of its publisher, in DER form. The pin is the protection, not the connection.
    Address(&'static str),
    /// In a list of PEM certificates at this address, among others.
    List(&'static str),
    /// Only inside the signed files of its provider.
    InMedia,
    /// Nowhere, and for good reason: the network trusts it, but nobody has published it.
    Unpublished,
}

impl KnownAnchor {
    /// Where it can be fetched.
    pub const fn address(&self) -> Option<&'static str> {
        match self.source {
            Source::Address(address) | Source::List(address) => Some(address),
            Source::BuiltIn | Source::InMedia | Source::Unpublished => None,
        }
    }

    /// Whether the store takes it without asking, since its fingerprint is pinned here and its publisher known.
    pub fn is_vouched_for(&self) -> bool {
        self.source != Source::Unpublished
    }

    /// Whether it also vouches for the time stamps in its provider's files, as one alone does (`spec/trust_anchors.md`):
    /// without it, what was signed by a certificate that has expired since seems signed too late.
    pub fn stamps_time(&self) -> bool {
        self.sha256 == GOOGLE_G3
    }

    /// Whether an installation that judges as the network does should have it. The self-made one expired long ago.
    pub fn is_expected(&self) -> bool {
        self.network && self.is_vouched_for()
    }
}

/// The C2PA conformance programme's list of signers' roots.
const CONFORMANCE_LIST: &str =
    "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/C2PA-TRUST-LIST.pem";

/// The certificate authorities among the anchors of the network, and those that it lacks for today's files. Its leaf
/// certificates are left out: they have no effect as anchors (`spec/gas.md` 7.1).
pub const KNOWN_ANCHORS: [KnownAnchor; 11] = [
    KnownAnchor {
        provider: "stability_ai, black_forest_labs, runway",
        name: "GlobalSign Root CA - R6",
        sha256: R6,
        source: Source::BuiltIn,
        network: true,
    },
    KnownAnchor {
        provider: "stability_ai, black_forest_labs, runway",
        name: "GlobalSign GCC R6 SMIME CA 2023",
        sha256: R6_SMIME_2023,
        source: Source::Address("http://secure.globalsign.com/cacert/gsgccr6smimeca2023.crt"),
        network: true,
    },
    KnownAnchor {
        provider: "bytedance",
        name: "GlobalSign Secure Mail Root R45",
        sha256: R45,
        source: Source::InMedia,
        network: true,
    },
    KnownAnchor {
        provider: "google",
        name: "Google C2PA Root CA G3",
        sha256: GOOGLE_G3,
        source: Source::Address("http://pki.goog/c2pa/root-g3.crt"),
        network: true,
    },
    KnownAnchor {
        provider: "adobe",
        name: "Adobe Product Services G4",
        sha256: ADOBE_G4,
        source: Source::Address("http://cacerts.one.digicert.com/AdobeProductServicesG4.crt"),
        network: true,
    },
    KnownAnchor {
        provider: "microsoft",
        name: "Microsoft SCD Claimants RSA CA",
        sha256: MICROSOFT_SCD,
        source: Source::Address("http://www.microsoft.com/pkiops/certs/Microsoft%20SCD%20Claimants%20RSA%20CA.crt"),
        network: true,
    },
    KnownAnchor {
        provider: "microsoft",
        name: "Microsoft Supply Chain RSA Root CA 2022",
        sha256: MICROSOFT_2022,
        source: Source::Address(
            "http://www.microsoft.com/pkiops/certs/Microsoft%20Supply%20Chain%20RSA%20Root%20CA%202022.crt",
        ),
        network: true,
    },
    KnownAnchor {
        provider: "openai (to 2025)",
        name: "WebClaimSigningCA",
        sha256: TRUEPIC,
        source: Source::InMedia,
        network: true,
    },
    KnownAnchor {
        provider: "openai (from 2026)",
        name: "SSL.com C2PA RSA Root CA 2025",
        sha256: SSL_COM_2025,
        source: Source::List(CONFORMANCE_LIST),
        network: false,
    },
    KnownAnchor {
        provider: "openai (from 2026)",
        name: "Trufo C2PA Root CA (2025, ECC P384)",
        sha256: TRUFO_2025,
        source: Source::List(CONFORMANCE_LIST),
        network: false,
    },
    KnownAnchor {
        provider: "\"Runway Gen-4\"",
        name: "Stability AI",
        sha256: SELF_MADE,
        source: Source::Unpublished,
        network: true,
    },
];

const R6: &str = "2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69";
const R6_SMIME_2023: &str = "36d7314848accb3e4c5792d1b07120b1035bfb8b67e6600952d6745f5d6e22bd";
const R45: &str = "319af0a7729e6f89269c131ea6a3a16fcd86389fdcab3c47a4a675c161a3f974";
const GOOGLE_G3: &str = "e383a91825ff2a0944857f2e0c1bebb3bdf84a3e430bb505fef8e4023ed8a3c7";
const ADOBE_G4: &str = "8d8e4288231c244f7892e935bbf1ba85a2744e8993b49993016eee63952733fe";
const MICROSOFT_SCD: &str = "1e92ec6f4c801736ee024905210c4cb95fe4e2a42f404bdb5cc772b12336a6d9";
const MICROSOFT_2022: &str = "23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db";
const TRUEPIC: &str = "e2202c12c00880ddfe53af5e787c0431abb6dc566382886ac5540789ffc912d9";
const SSL_COM_2025: &str = "4c8ad434e01f769ac96dffc9729d702a0f20e55d891ebd86443c5cc8c2fab47c";
const TRUFO_2025: &str = "a09208ebd885d89c3fc6c32519d16a57509acc63f9ebcc0a4a094432daee1480";
const SELF_MADE: &str = "5b6ead9729a56a58166834913b2783f774426a175947d558ddf253e28ca92263";

/// Who signs for a provider, and under which authority: what the strict policy asks for in place of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderPin {
    /// The provider.
    pub provider: String,
    /// The organisation of its signing certificates, letter by letter.
    pub organisation: String,
    /// What its certificates carry as `organizationIdentifier` (registry, country and number), where they do. It tells
    /// two organisations of one name apart.
    pub organisation_id: Option<String>,
    /// SHA-256 of certificate authorities of which one must stand in the chain.
    pub authorities: Vec<String>,
}

impl ProviderPin {
    /// The pins of `spec/trust_anchors.md`. The self-made hierarchy of "Runway Gen-4" is left out, as it says.
    ///
    /// The authorities of `GlobalSign` sell certificates for electronic mail to anybody, so that with them it is the
    /// identifier of the organisation that counts. The other authorities are the provider's own, or issue for media only.
    pub fn network() -> Vec<Self> {
        [
            ("google", "Google LLC", None, &[GOOGLE_G3][..]),
            ("stability_ai", "Stability AI Ltd", Some("VATGB-410029947"), &[R6_SMIME_2023]),
            ("black_forest_labs", "Black Forest Labs Inc.", Some("NTRUS+DE-3228309"), &[R6_SMIME_2023]),
            ("runway", "RUNWAY AI, INC.", Some("NTRUS+DE-7124526"), &[R6_SMIME_2023]),
            ("bytedance", "Byteplus Pte. Ltd.", Some("NTRSG-202024632W"), &[R45]),
            ("adobe", "Adobe Inc.", None, &[ADOBE_G4]),
            ("microsoft", "Microsoft Corporation", None, &[MICROSOFT_SCD]),
            ("openai", "OpenAI", None, &[TRUEPIC]),
            ("openai", "OpenAI OpCo, LLC", None, &[SSL_COM_2025, TRUFO_2025]),
        ]
        .into_iter()
        .map(|(provider, organisation, id, authorities)| Self {
            provider: provider.into(),
            organisation: organisation.into(),
            organisation_id: id.map(str::to_owned),
            authorities: authorities.iter().map(|authority| (*authority).into()).collect(),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pin_is_a_fingerprint_and_stands_once() {
        let mut pins: Vec<&str> = KNOWN_ANCHORS.iter().map(|known| known.sha256).collect();
        assert!(pins.iter().all(|pin| pin.len() == 64 && pin.bytes().all(|byte| b"0123456789abcdef".contains(&byte))));
        pins.sort_unstable();
        pins.dedup();
        assert_eq!(pins.len(), KNOWN_ANCHORS.len());
    }
}
