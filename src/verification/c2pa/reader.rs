//! Asks the C2PA SDK what a file holds. The only place that reads with the SDK.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use c2pa::{Context, Error, Reader, Settings};

use super::budget::Budgeted;
use super::{Check, Medium, RejectionClass};
use crate::media::{self, Format};

/// Why no manifest could be had.
#[derive(Debug)]
pub(super) struct ReadError {
    /// The SDK's words, with the kind of error in front as its bindings print it; they are part of the network's reports.
    pub(super) message: String,
    /// Whether there is none, or one that cannot be read, or one whose signer the SDK refuses outright.
    pub(super) class: RejectionClass,
}

/// What the SDK found in a medium that has a manifest store, validated against the anchors.
///
/// The settings belong to this call alone, so that threads with different anchors do not disturb each other.
pub(super) fn read(medium: &mut dyn Medium, check: &Check<'_>) -> Result<Reader, ReadError> {
    let Some(kind) = mime(sniff(medium).map_err(Error::from)?) else {
        return Err(Error::UnsupportedType.into());
    };
    let read = || -> Result<Reader, ReadError> {
        let context = || Context::new().with_settings(settings(&check.trust.anchors_pem));
        match Reader::from_context(context()?).with_stream(kind, Budgeted::new(&mut *medium)?) {
            Err(Error::RemoteManifestUrl(url)) => {
                let Some(remote) = check.remote else { return Err(Error::RemoteManifestUrl(url).into()) };
                let manifest = remote.fetch(&url).map_err(Error::RemoteManifestFetch)?;
                let stream = Budgeted::new(&mut *medium)?;
                Ok(Reader::from_context(context()?).with_manifest_data_and_stream(&manifest, kind, stream)?)
            }
            outcome => Ok(outcome?),
        }
    };
    // The SDK parses many formats that strangers send; a bug of its parsers must cost one file, not the daemon.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let message = format!("Other: the C2PA reader failed: {}", words(&*panic));
        Err(ReadError { message, class: RejectionClass::ManifestUnreadable })
    })
}

/// The format by the first bytes.
pub(super) fn sniff(medium: &mut dyn Medium) -> io::Result<Format> {
    let mut start = [0; media::SNIFF_LENGTH];
    medium.rewind()?;
    let mut filled = 0;
    while filled < start.len() {
        match medium.read(&mut start[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(media::sniff(&start[..filled]))
}

fn settings(anchors_pem: &str) -> Settings {
    let mut settings = Settings::new();
    if !anchors_pem.is_empty() {
        settings.trust.user_anchors = Some(anchors_pem.to_owned());
    }
    // Nothing is compiled in that could fetch; this says so once more, should a feature of a dependency change that.
    settings.core.allowed_network_hosts = Some(Vec::new());
    settings.verify.remote_manifest_fetch = false;
    settings.verify.ocsp_fetch = false;
    settings
}

/// What the SDK is told about the stream; `None` for formats that it cannot read (`spec/gas.md` 7.1).
pub(super) const fn mime(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::Png => "image/png",
        Format::Jpg => "image/jpeg",
        Format::Webp => "image/webp",
        Format::Gif => "image/gif",
        Format::Tiff => "image/tiff",
        Format::Heic => "image/heic",
        Format::Avif => "image/avif",
        Format::M4a => "audio/mp4",
        Format::Mov => "video/quicktime",
        Format::Mp4 => "video/mp4",
        Format::Avi => "video/avi",
        Format::Mp3 => "audio/mpeg",
        Format::Wav => "audio/wav",
        Format::Flac => "audio/flac",
        Format::Bmp | Format::ThreeGp | Format::Webm | Format::Ogg | Format::Bin => return None,
    })
}

fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<Error> for ReadError {
    /// Names the kind as the SDK's bindings do, on which the network's reference builds.
    fn from(error: Error) -> Self {
        // The bindings do not say which assertion is missing.
        let text = if let Error::AssertionMissing { .. } = error { String::new() } else { error.to_string() };
        let is_absent = matches!(error, Error::JumbfNotFound);
        let kind = match error {
            Error::AssertionMissing { .. } => "AssertionNotFound",
            Error::AssertionInvalidRedaction | Error::AssertionRedactionNotFound => "Assertion",
            Error::ClaimUnsigned
            | Error::ClaimMissingSignatureBox
            | Error::ClaimVersion
            | Error::ClaimInvalidContent
            | Error::ClaimMissingHardBinding
            | Error::ClaimSelfRedact
            | Error::ClaimDisallowedRedaction
            | Error::UpdateManifestInvalid
            | Error::TooManyManifestStores => "Manifest",
            Error::ClaimMissing { .. } | Error::JumbfNotFound => "ManifestNotFound",
            Error::AssertionDecoding(_) | Error::ClaimDecoding(_) => "Decoding",
            Error::AssertionEncoding(_) | Error::XmlWriteError | Error::ClaimEncoding => "Encoding",
            Error::CoseSignatureAlgorithmNotSupported
            | Error::CoseX5ChainMissing
            | Error::CoseInvalidCert
            | Error::CoseSignature
            | Error::CoseVerifier
            | Error::CoseTimeStampGeneration
            | Error::CoseSigboxTooSmall
            | Error::TimeStampError(_)
            | Error::RawSignatureValidationError(_)
            | Error::RawSignerError(_)
            | Error::CertificateProfileError(_)
            | Error::CertificateTrustError(_)
            | Error::InvalidCertificateError(_)
            | Error::InvalidEcdsaSignature => "Signature",
            Error::RemoteManifestFetch(_) | Error::RemoteManifestUrl(_) => "Remote",
            Error::IoError(_) => "Io",
            Error::JsonError(_) => "Json",
            Error::NotFound | Error::ResourceNotFound(_) | Error::MissingDataBox => "ResourceNotFound",
            Error::FileNotFound(_) => "FileNotFound",
            Error::UnsupportedType => "NotSupported",
            Error::ClaimVerification(_)
            | Error::InvalidClaim(_)
            | Error::InvalidManifest(_)
            | Error::JumbfParseError(_) => "Verify",
            _ => "Other",
        };
        let class = match kind {
            "NotSupported" | "Remote" => RejectionClass::NoManifest,
            "Signature" => RejectionClass::SignatureInvalid,
            _ if is_absent => RejectionClass::NoManifest,
            _ => RejectionClass::ManifestUnreadable,
        };
        Self { message: format!("{kind}: {text}"), class }
    }
}
