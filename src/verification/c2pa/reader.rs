//! Asks the C2PA SDK what a file holds. The only place that reads with the SDK.

use std::fmt;
use std::io;

use c2pa::crypto::cose::CertificateTrustError;
use c2pa::jumbf_io::load_jumbf_from_stream;
use c2pa::{Context, Error, Reader, Settings};

use super::budget::{Allowance, Budgeted, Work};
use super::jumbf::Excess;
use super::{Check, Medium, RejectionClass, bmff, jumbf};
use crate::media::{self, Format};
use crate::types::caught;

/// Why no manifest could be had.
#[derive(Debug)]
pub(super) enum ReadError {
    /// There is none, or one that cannot be read, or one whose signature the SDK refuses outright.
    Unreadable {
        /// The SDK's words, with the kind of error in front as its bindings print it; they are part of the network's
        /// reports.
        message: String,
        class: RejectionClass,
    },
    /// This SDK gives up where the one that live validators run goes on and reports this status.
    Status(&'static str),
}

impl fmt::Display for ReadError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Unreadable { message, .. } => message,
            Self::Status(status) => status,
        })
    }
}

/// What live validators say of a signer whose certificate was revoked by the answer of its authority in the file.
const UNTRUSTED: &str = "signingCredential.untrusted: signing certificate untrusted";

/// Longest manifest store that is read. Those of real files have some kilobytes to a few megabytes (thumbnails of
/// ingredients); each byte of it is held in memory several times while it is judged.
pub(super) const MAX_MANIFEST: usize = 64 << 20;

/// Longest file of a format that the SDK takes into memory as a whole. No camera or generator comes near it, and the
/// network's validators accept far less.
const MAX_WHOLE: u64 = 256 << 20;

/// Reads and seeks that any file may cost. Real ones of a few megabytes cost 5000 at most.
const BASE_OPERATIONS: u64 = 1 << 17;

/// Bytes that checking manifests may hash and verify, in total: a manifest can name the same large ingredient many times.
const MAX_WORK: u64 = 8 << 30;

/// A medium that has a manifest store.
pub(super) struct Opened {
    /// What the SDK found, validated against the anchors.
    pub(super) reader: Reader,
    /// By the first bytes.
    pub(super) format: Format,
    /// The manifest store as it lies in the medium; `None` if it lies elsewhere.
    pub(super) store: Option<Vec<u8>>,
}

/// Opens a medium that has a manifest store.
///
/// The settings belong to this call alone, so that threads with different anchors do not disturb each other.
pub(super) fn read(medium: &mut dyn Medium, check: &Check<'_>) -> Result<Opened, ReadError> {
    let format = sniff(medium)?;
    let kind = mime(format).map_err(|kind| ReadError::Unreadable {
        // In the words of the bindings that live validators run, which do not ask the SDK.
        message: format!("Reader does not support {kind}"),
        class: RejectionClass::NoManifest,
    })?;
    let mut stream = Budgeted::new(medium)?;
    if format == Format::Jpg {
        bear_whole(&stream, format)?;
    }
    // The SDK parses many formats that strangers send; a bug of its parsers must cost one file, not the daemon.
    let outcome = caught(|| open(&mut stream, format, kind, check));
    if stream.is_spent() {
        return Err(too_much("the file is too laborious to read"));
    }
    outcome.unwrap_or_else(|words| {
        let message = format!("Other: the C2PA reader failed: {words}");
        Err(ReadError::Unreadable { message, class: RejectionClass::ManifestUnreadable })
    })
}

/// Takes the manifest store out of the stream, then judges it: in two steps, so that each has bounds of its own.
fn open(stream: &mut Budgeted<'_>, format: Format, kind: &str, check: &Check<'_>) -> Result<Opened, ReadError> {
    stream.grant(to_find(format, stream.length()));
    if is_bmff(format) {
        bmff::examine(stream)??;
    }
    let (manifest, is_embedded) = match load_jumbf_from_stream(kind, stream) {
        Err(Error::JumbfNotFound) => (find_elsewhere(stream, format, kind, check)?, false),
        found => (found?, true),
    };
    // To tell where the manifest lies, the SDK copies these.
    if matches!(format, Format::Tiff | Format::Mp3 | Format::Flac) {
        bear_whole(stream, format)?;
    }
    if manifest.len() > MAX_MANIFEST {
        return Err(too_much(&format!("a manifest store of more than {MAX_MANIFEST} bytes is not read")));
    }
    let effort = jumbf::examine(&manifest, MAX_MANIFEST)?;
    stream.grant(to_validate(format, stream.length()));
    let work = Work::new(effort, MAX_WORK);
    let context = Context::new().with_settings(settings(&check.trust.anchors_pem))?;
    let context = context.with_progress_callback(work.meter());
    let reader = Reader::from_context(context).with_manifest_data_and_stream(&manifest, kind, stream);
    if work.is_spent() {
        return Err(too_much(&format!("checking its manifests takes more than {MAX_WORK} bytes of work")));
    }
    Ok(Opened { reader: reader?, format, store: is_embedded.then_some(manifest) })
}

/// Refuses what does not fit into memory.
fn bear_whole(stream: &Budgeted<'_>, format: Format) -> Result<(), ReadError> {
    if stream.length() <= MAX_WHOLE {
        return Ok(());
    }
    Err(too_much(&format!("a signed {} file of more than {MAX_WHOLE} bytes is not read", format.extension())))
}

/// The manifest store of a medium that holds none itself but may say where one lies.
fn find_elsewhere(
    stream: &mut Budgeted<'_>,
    format: Format,
    kind: &str,
    check: &Check<'_>,
) -> Result<Vec<u8>, ReadError> {
    stream.grant(to_find(format, stream.length()));
    let context = Context::new().with_settings(settings(&check.trust.anchors_pem))?;
    match Reader::from_context(context).with_stream(kind, &mut *stream) {
        Err(Error::RemoteManifestUrl(url)) => {
            let Some(remote) = check.remote else { return Err(Error::RemoteManifestUrl(url).into()) };
            Ok(remote.fetch(&url).map_err(Error::RemoteManifestFetch)?)
        }
        Err(error) => Err(error.into()),
        Ok(_) => Err(Error::JumbfNotFound.into()),
    }
}

/// The format by the first bytes.
fn sniff(medium: &mut dyn Medium) -> io::Result<Format> {
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

/// What the SDK is told about the stream; as error, what formats that it cannot read are called (`spec/gas.md` 7.1).
const fn mime(format: Format) -> Result<&'static str, &'static str> {
    Ok(match format {
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
        Format::Bmp => return Err("image/bmp"),
        Format::ThreeGp => return Err("audio/3gpp"),
        Format::Webm => return Err("video/webm"),
        Format::Ogg => return Err("audio/ogg"),
        Format::Bin => return Err("application/octet-stream"),
    })
}

/// What finding the manifest store may cost. It is held in memory, and so is whatever else is read here.
const fn to_find(format: Format, length: u64) -> Allowance {
    let bytes = if matches!(format, Format::Jpg) { 3 * length } else { 3 * MAX_MANIFEST as u64 };
    Allowance { operations: operations(format, length), bytes }
}

/// What judging it may cost: the content is hashed, by some kinds of hash in several turns.
const fn to_validate(format: Format, length: u64) -> Allowance {
    Allowance { operations: operations(format, length), bytes: 8 * length + 3 * MAX_MANIFEST as u64 }
}

/// Reads and seeks for a file of this length. The fewest bytes that real files need for each depend on what the format
/// is made of.
const fn operations(format: Format, length: u64) -> u64 {
    BASE_OPERATIONS
        + length
            / match format {
                // Blocks of 255 bytes.
                Format::Gif => 32,
                // The SDK compares each box with each other box.
                format if is_bmff(format) => 4096,
                _ => 512,
            }
}

/// Whether the format is made of boxes as ISO 14496-12 has them.
const fn is_bmff(format: Format) -> bool {
    matches!(format, Format::Mp4 | Format::Mov | Format::M4a | Format::Heic | Format::Avif)
}

impl From<Excess> for ReadError {
    fn from(excess: Excess) -> Self {
        let kind = if excess == Excess::LargeBox { "Verify" } else { "Other" };
        Self::Unreadable { message: format!("{kind}: {excess}"), class: RejectionClass::ManifestUnreadable }
    }
}

/// A refusal by our own bounds.
fn too_much(what: &str) -> ReadError {
    ReadError::Unreadable { message: format!("Other: {what}"), class: RejectionClass::ManifestUnreadable }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<Error> for ReadError {
    /// Names the kind as the SDK's bindings do, on which the network's reference builds.
    fn from(error: Error) -> Self {
        if let Error::CertificateTrustError(CertificateTrustError::CertificateNotTrusted) = error {
            return Self::Status(UNTRUSTED);
        }
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
        Self::Unreadable { message: format!("{kind}: {text}"), class }
    }
}
