//! The C2PA authority of this machine: a root certificate, and a leaf that signs.
//!
//! ```text
//!  FOLDER/root.pem       what a local chain trusts; its key signed the leaf and was then forgotten
//!  FOLDER/leaf.pem       the certificate in every manifest
//!  FOLDER/leaf.key.pem   its key
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Cursor, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use c2pa::{Builder, Context, Settings, SigningAlg};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SigningKey, date_time_ymd,
};
use serde_json::json;
use x509_parser::pem::Pem;

use super::{DemoError, MODEL};
use crate::types::UnixMillis;

/// The organisation of both certificates, and the claim generator. Never a real provider's name.
const NAME: &str = "gascli demo";

/// How long the certificates hold.
const YEARS: i32 = 20;

const ROOT: &str = "root.pem";
const LEAF: &str = "leaf.pem";
const KEY: &str = "leaf.key.pem";

/// Longest prompt that a manifest carries, in characters.
const MAX_PROMPT: usize = 500;

/// Signs in the name of `gascli demo`.
pub struct Authority {
    root_pem: String,
    leaf_der: Vec<u8>,
    key: KeyPair,
}

impl Authority {
    /// The authority of this folder, made now if there is none. Of several processes that make one at once, all get the
    /// same.
    pub fn open_or_create(dir: &Path) -> Result<Self, DemoError> {
        if !dir.join(ROOT).exists() {
            create(dir)?;
        }
        Self::open(dir)
    }

    /// The certificate that has to be trusted.
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// Embeds a manifest in a PNG that says: made by the demo, at `when`, from `prompt`. Touches no network: there is no
    /// time stamp authority, so `when` is as true as the signer.
    pub fn sign(&self, png: &[u8], when: UnixMillis, prompt: &str) -> Result<Vec<u8>, DemoError> {
        self.sign_as("image/png", png, when, prompt)
    }

    /// The same for a medium of another type.
    pub fn sign_as(
        &self,
        media_type: &str,
        medium: &[u8],
        when: UnixMillis,
        prompt: &str,
    ) -> Result<Vec<u8>, DemoError> {
        let time = i64::try_from(when.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        let time = time.ok_or(DemoError::Time(when))?;
        let definition = json!({
            "claim_generator_info": [{ "name": NAME, "version": env!("CARGO_PKG_VERSION") }],
            "title": "gascli demo picture",
            "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": [{
                "action": "c2pa.created",
                "when": format!("{time:.3}"),
                "softwareAgent": { "name": NAME, "version": env!("CARGO_PKG_VERSION") },
                "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                "parameters": { "model_name": MODEL, "prompt": prompt.chars().take(MAX_PROMPT).collect::<String>() },
            }]}}],
        });
        let mut signed = Cursor::new(Vec::with_capacity(medium.len() + (64 << 10)));
        let embedded = self.embed(&definition.to_string(), media_type, medium, &mut signed);
        embedded.map_err(|error| DemoError::Sign(Box::new(error)))?;
        Ok(signed.into_inner())
    }

    fn embed(
        &self,
        definition: &str,
        media_type: &str,
        medium: &[u8],
        signed: &mut Cursor<Vec<u8>>,
    ) -> c2pa::Result<()> {
        let mut settings = Settings::new();
        settings.builder.thumbnail.enabled = false;
        settings.core.allowed_network_hosts = Some(Vec::new());
        let context = Context::new().with_settings(settings)?;
        let mut builder = Builder::from_context(context).with_definition(definition)?;
        builder.sign(self, media_type, &mut Cursor::new(medium), signed)?;
        Ok(())
    }

    fn open(dir: &Path) -> Result<Self, DemoError> {
        let read = |name: &str| {
            fs::read_to_string(dir.join(name)).map_err(|source| DemoError::Read { path: dir.join(name), source })
        };
        let broken = |name: &str, reason: String| DemoError::Broken { path: dir.join(name), reason };
        let root_pem = read(ROOT)?;
        let leaf_der = Pem::iter_from_buffer(read(LEAF)?.as_bytes())
            .next()
            .and_then(Result::ok)
            .ok_or_else(|| broken(LEAF, "it holds no PEM certificate".into()))?
            .contents;
        let (_, certificate) =
            x509_parser::parse_x509_certificate(&leaf_der).map_err(|error| broken(LEAF, error.to_string()))?;
        if !certificate.validity().is_valid() {
            return Err(broken(LEAF, format!("it holds until {} only", certificate.validity().not_after)));
        }
        let key = KeyPair::from_pem(&read(KEY)?).map_err(|_| broken(KEY, "it holds no P-256 key".into()))?;
        if certificate.public_key().subject_public_key.data != key.public_key_raw() {
            return Err(broken(KEY, format!("it is not the key of `{LEAF}`")));
        }
        Ok(Self { root_pem, leaf_der, key })
    }
}

impl c2pa::Signer for Authority {
    fn sign(&self, data: &[u8]) -> c2pa::Result<Vec<u8>> {
        self.key.sign(data).map_err(|error| c2pa::Error::OtherError(Box::new(error)))
    }

    fn alg(&self) -> SigningAlg {
        SigningAlg::Es256
    }

    fn certs(&self) -> c2pa::Result<Vec<Vec<u8>>> {
        Ok(vec![self.leaf_der.clone()])
    }

    fn reserve_size(&self) -> usize {
        self.leaf_der.len() + 2048
    }
}

/// Makes the folder whole beside its place, then moves it there: a move onto a folder with content fails, so whoever
/// comes second finds the first one's.
fn create(dir: &Path) -> Result<(), DemoError> {
    let failed = |source| DemoError::Write { path: dir.into(), source };
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(".demo-authority-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(parent)
        .map_err(failed)?;
    for (name, text) in certificates()? {
        write_private(&beside.path().join(name), &text).map_err(failed)?;
    }
    match fs::rename(beside.path(), dir) {
        Ok(()) => {
            let _ = beside.keep(); // it has its new name; nothing is left to remove
            File::open(parent).and_then(|folder| folder.sync_all()).map_err(failed)
        }
        Err(_) if dir.join(ROOT).exists() => Ok(()),
        Err(source) => Err(failed(source)),
    }
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Root, leaf and the leaf's key as PEM. The root's key ends here, so that nobody can ever issue a second leaf.
fn certificates() -> Result<[(&'static str, String); 3], DemoError> {
    let root_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut root = parameters("gascli demo root");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let root_certificate = root.self_signed(&root_key)?;

    let leaf_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut leaf = parameters("gascli demo signer");
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    leaf.use_authority_key_identifier_extension = true;
    let leaf_certificate = leaf.signed_by(&leaf_key, &Issuer::from_params(&root, &root_key))?;
    Ok([(ROOT, root_certificate.pem()), (LEAF, leaf_certificate.pem()), (KEY, leaf_key.serialize_pem())])
}

fn parameters(common_name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::OrganizationName, NAME);
    parameters.distinguished_name.push(DnType::CommonName, common_name);
    // From the first of this month a year ago: a clock that is a little behind still finds them valid.
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let month = today.month().unsigned_abs();
    parameters.not_before = date_time_ymd(i32::from(today.year()) - 1, month, 1);
    parameters.not_after = date_time_ymd(i32::from(today.year()) + YEARS, month, 1);
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Dimensions;
    use crate::providers::demo::{encode_png, paint};
    use crate::verification::c2pa::{RejectionClass, TrustSet, verify};

    fn png() -> Vec<u8> {
        encode_png(&paint("a red circle", Dimensions { width: 64, height: 64 }, 1)).unwrap()
    }

    #[test]
    fn what_the_demo_signs_passes_where_the_demo_is_trusted_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
        let when = UnixMillis(1_790_000_000_250);
        let signed = authority.sign(&png(), when, "a red circle").unwrap();

        let trusted = verify(&signed, &TrustSet::network_names().with_demo(authority.root_pem()));
        assert!(trusted.passes() && trusted.report.ai_generated, "{:?}", trusted.report);
        assert_eq!(trusted.report.issuer.as_deref(), Some(NAME));
        assert_eq!(trusted.report.cert_issuer.as_deref(), Some(NAME));
        assert_eq!(trusted.report.model_name.as_deref(), Some(MODEL));
        assert_eq!(trusted.signing_time.unwrap().as_millisecond(), 1_790_000_000_250);

        let alone = verify(&signed, &TrustSet::network_names());
        assert_eq!(alone.class, Some(RejectionClass::SignatureInvalid), "{:?}", alone.report);
        let mut named = TrustSet::network_names();
        named.anchors_pem = authority.root_pem().to_owned(); // the root without the name
        assert_eq!(verify(&signed, &named).class, Some(RejectionClass::UntrustedCa));
    }

    #[test]
    fn another_demo_authority_is_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let ours = Authority::open_or_create(&folder.path().join("ours")).unwrap();
        let theirs = Authority::open_or_create(&folder.path().join("theirs")).unwrap();
        let signed = theirs.sign(&png(), UnixMillis::now(), "").unwrap();
        assert!(!verify(&signed, &TrustSet::network_names().with_demo(ours.root_pem())).passes());
    }

    #[test]
    fn processes_that_start_at_once_share_one_authority() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("state/demo-authority");
        let roots: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| Authority::open_or_create(&dir).unwrap().root_pem)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(roots.iter().all(|root| *root == roots[0]));
        assert_eq!(fs::read_to_string(dir.join(ROOT)).unwrap(), roots[0]);
        // Nothing is left beside it, and nobody else may read the key.
        assert_eq!(fs::read_dir(dir.parent().unwrap()).unwrap().count(), 1);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&dir), mode(&dir.join(KEY)), mode(&dir.join(ROOT))), (0o700, 0o600, 0o600));
    }

    #[test]
    fn a_broken_authority_is_named_with_the_remedy() {
        use crate::types::Hint;
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a");
        Authority::open_or_create(&dir).unwrap();
        fs::write(dir.join(KEY), "x").unwrap();
        let error = Authority::open_or_create(&dir).err().unwrap();
        assert!(error.to_string().contains(KEY) && error.hint().unwrap().contains("remove the folder"), "{error}");
    }
}
