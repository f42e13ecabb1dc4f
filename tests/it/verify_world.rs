//! A provider to try `verify-c2pa` on: it signs as a trusted name, below a root that a test may trust.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use c2pa::{Builder, Context, Settings, SigningAlg};
use gascli::media::Dimensions;
use gascli::providers::demo::{encode_png, paint};
use gascli::verification::c2pa::Anchor;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SigningKey,
};
use serde_json::json;

/// Signs as a generator that the network trusts.
pub(crate) struct Provider {
    root_pem: String,
    leaf: Vec<u8>,
    key: KeyPair,
    /// Certificates that it passes off as those above its own.
    pub(crate) above: Vec<Vec<u8>>,
}

impl Provider {
    pub(crate) fn new() -> Self {
        Self::below("a root of its own")
    }

    /// Below a root of this name.
    pub(crate) fn below(root: &str) -> Self {
        let root_key = KeyPair::generate().unwrap();
        let mut root = named(root);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let root_pem = root.self_signed(&root_key).unwrap().pem();
        let key = KeyPair::generate().unwrap();
        let mut leaf = named("a signer");
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        leaf.use_authority_key_identifier_extension = true;
        let leaf = leaf.signed_by(&key, &Issuer::from_params(&root, &root_key)).unwrap().der().to_vec();
        Self { root_pem, leaf, key, above: Vec::new() }
    }

    /// Its root. All providers have roots of one name, each with a key of its own.
    pub(crate) fn root(&self) -> Anchor {
        Anchor::read_all(self.root_pem.as_bytes()).unwrap().remove(0)
    }

    /// Writes the root, and gives the arguments that trust it.
    pub(crate) fn trusted_by(&self, folder: &Path) -> [String; 2] {
        let path = folder.join("root.pem");
        std::fs::write(&path, &self.root_pem).unwrap();
        ["--trust-anchors".into(), path.display().to_string()]
    }

    /// The picture with its manifest inside. `when` it says that it was made, if it says so.
    pub(crate) fn signed(&self, png: &[u8], when: Option<&str>) -> Vec<u8> {
        self.sign(png, when, None).0
    }

    /// The picture with nothing but the address of its manifest inside, and the manifest.
    pub(crate) fn signed_elsewhere(&self, png: &[u8], url: &str) -> (Vec<u8>, Vec<u8>) {
        self.sign(png, Some("2026-01-01T00:00:00Z"), Some(url))
    }

    fn sign(&self, png: &[u8], when: Option<&str>, url: Option<&str>) -> (Vec<u8>, Vec<u8>) {
        let source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
        let mut action = json!({ "action": "c2pa.created", "digitalSourceType": source });
        if let Some(when) = when {
            action["when"] = when.into();
        }
        let definition = json!({
            "claim_generator_info": [{ "name": "Google", "version": "1" }],
            "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": [action] } }],
        });
        let mut settings = Settings::new();
        settings.builder.thumbnail.enabled = false;
        let context = Context::new().with_settings(settings).unwrap();
        let mut builder = Builder::from_context(context).with_definition(definition.to_string()).unwrap();
        if let Some(url) = url {
            builder.set_remote_url(url).set_no_embed(true);
        }
        let mut medium = Cursor::new(Vec::new());
        let manifest = builder.sign(self, "image/png", &mut Cursor::new(png), &mut medium).unwrap();
        (medium.into_inner(), manifest)
    }
}

impl c2pa::Signer for Provider {
    fn sign(&self, data: &[u8]) -> c2pa::Result<Vec<u8>> {
        Ok(self.key.sign(data).unwrap())
    }

    fn alg(&self) -> SigningAlg {
        SigningAlg::Es256
    }

    fn certs(&self) -> c2pa::Result<Vec<Vec<u8>>> {
        Ok(std::iter::once(&self.leaf).chain(&self.above).cloned().collect())
    }

    fn reserve_size(&self) -> usize {
        self.leaf.len() + self.above.iter().map(Vec::len).sum::<usize>() + 2048
    }
}

fn named(common_name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::OrganizationName, "Google LLC");
    parameters.distinguished_name.push(DnType::CommonName, common_name);
    parameters
}

/// A picture of a few kilobytes.
pub(crate) fn small_png() -> Vec<u8> {
    encode_png(&paint("a red circle", Dimensions { width: 64, height: 64 }, 1)).unwrap()
}

/// A picture of noise, of more than 17 megabytes.
pub(crate) fn large_png() -> Vec<u8> {
    let (side, mut noise) = (2400, 1_u32);
    let pixels: Vec<u8> = (0..side * side * 3)
        .map(|_| {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            noise.to_le_bytes()[1]
        })
        .collect();
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::NoFilter);
    encoder.write_image(&pixels, side, side, ExtendedColorType::Rgb8).unwrap();
    assert!(png.len() > 17_000_000);
    png
}

/// Writes a file, and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> PathBuf {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
    path.to_owned()
}
