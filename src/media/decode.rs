//! Whether an image decodes, how large it is, and its pixels.

use std::fmt;
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom};

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use super::video::FilmError;
use super::{Format, SNIFF_LENGTH, sniff};
use crate::types::{Code, Hint, Modality, caught};

/// Longest side, in pixels. No service makes larger images; a hostile header may claim any.
const MAX_SIDE: u32 = 16_384;

/// Most memory that decoding one image may take.
const MAX_MEMORY: u64 = 512 << 20;

/// Longest JPEG: its decoder takes the file into memory as a whole. At the longest sides it has 3 bits a pixel then.
const MAX_JPEG: u64 = 96 << 20;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dimensions {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl fmt::Display for Dimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}x{}", self.width, self.height))
    }
}

/// Why a medium cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// A still image came for a video, or the reverse. The reference lets the former pass (`spec/gas.md` 18, 39).
    #[error("{} is no {asked}", .found.extension())]
    Modality {
        /// What was asked for.
        asked: Modality,
        /// What came.
        found: Format,
    },
    /// No film that plays.
    #[error("the {} does not play: {reason}", .format.extension())]
    Film {
        /// By its first bytes.
        format: Format,
        /// What is wrong with it.
        reason: FilmError,
    },
    /// Its frames are looked at with [`view`](super::view).
    #[error("{} is a film, not a picture", .0.extension())]
    Moving(Format),
    /// A format of images that cannot be decoded, or no medium at all.
    #[error("{} is not decoded by this build", .0.extension())]
    Unsupported(Format),
    /// Broken, cut, or larger than the limits.
    #[error("the {} does not decode: {reason}", .format.extension())]
    Broken {
        /// By its first bytes.
        format: Format,
        /// What the decoder says.
        reason: String,
    },
}

impl DecodeError {
    /// Whether this machine is to blame, and nothing is said about the medium.
    pub const fn is_ours(&self) -> bool {
        matches!(self, Self::Film { reason, .. } if reason.is_ours())
    }

    /// Whether a machine that has other programs may come to another verdict.
    pub const fn is_undecided(&self) -> bool {
        matches!(self, Self::Film { reason, .. } if reason.is_undecided())
    }

    /// Whether only what is not installed here stands against it.
    pub const fn lacks_program(&self) -> bool {
        matches!(self, Self::Film { reason, .. } if reason.lacks_program())
    }

    /// Whether every validator refuses it: other machines may have other decoders of films, and other bounds.
    pub const fn is_certain(&self) -> bool {
        if let Self::Film { reason, .. } = self { reason.is_certain() } else { true }
    }
}

impl Hint for DecodeError {
    fn hint(&self) -> Option<String> {
        if let Self::Film { reason, .. } = self { reason.hint() } else { None }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Unsupported(_) => Some(Code::Unsupported),
            _ => Some(Code::InvalidInput),
        }
    }
}

/// Decodes `bytes` wholly as an image, within bounds of memory, and tells its size. Another `modality` is refused.
pub fn check(bytes: &[u8], modality: Modality) -> Result<Dimensions, DecodeError> {
    decode(bytes, modality).map(|picture| Dimensions { width: picture.width(), height: picture.height() })
}

/// Decodes `bytes` wholly as an image, within bounds of memory; films are looked at with [`view`](super::view). Of an
/// animation, the first picture; marks that say how to turn it are not followed.
pub fn decode(bytes: &[u8], modality: Modality) -> Result<DynamicImage, DecodeError> {
    decode_from(&mut Cursor::new(bytes), modality)
}

/// [`decode`] from the start of a file, which need not fit into memory.
pub fn decode_from(medium: &mut (impl BufRead + Seek), modality: Modality) -> Result<DynamicImage, DecodeError> {
    let format = sniff_from(medium).map_err(|source| unreadable(&source))?;
    match (kind(format), modality) {
        (Kind::Image(_) | Kind::OtherImage, Modality::Video) | (Kind::Video, Modality::Image) => {
            Err(DecodeError::Modality { asked: modality, found: format })
        }
        (Kind::Video, Modality::Video) => Err(DecodeError::Moving(format)),
        (Kind::OtherImage, Modality::Image) | (Kind::Other, _) => Err(DecodeError::Unsupported(format)),
        (Kind::Image(decoder), Modality::Image) => {
            // The decoders read what strangers send; should one of them fail, it costs one image.
            caught(|| decode_image(medium, decoder))
                .unwrap_or_else(|_| Err("the decoder failed".into()))
                .map_err(|reason| DecodeError::Broken { format, reason })
        }
    }
}

/// An error of reading, not of what was read.
pub(super) fn unreadable(source: &io::Error) -> DecodeError {
    DecodeError::Broken { format: Format::Bin, reason: format!("it cannot be read: {source}") }
}

/// The format of a file by its first bytes; afterwards it is at its start.
pub fn sniff_from(medium: &mut (impl Read + Seek)) -> io::Result<Format> {
    medium.rewind()?;
    let mut start = Vec::with_capacity(SNIFF_LENGTH);
    medium.take(SNIFF_LENGTH as u64).read_to_end(&mut start)?;
    medium.rewind()?;
    Ok(sniff(&start))
}

pub(super) enum Kind {
    Image(ImageFormat),
    OtherImage,
    Video,
    Other,
}

pub(super) const fn kind(format: Format) -> Kind {
    match format {
        Format::Png => Kind::Image(ImageFormat::Png),
        Format::Jpg => Kind::Image(ImageFormat::Jpeg),
        Format::Webp => Kind::Image(ImageFormat::WebP),
        Format::Gif => Kind::Image(ImageFormat::Gif),
        Format::Bmp => Kind::Image(ImageFormat::Bmp),
        Format::Tiff => Kind::Image(ImageFormat::Tiff),
        Format::Heic | Format::Avif => Kind::OtherImage,
        Format::Mov | Format::ThreeGp | Format::Mp4 | Format::Webm | Format::Avi => Kind::Video,
        Format::M4a | Format::Mp3 | Format::Wav | Format::Flac | Format::Ogg | Format::Bin => Kind::Other,
    }
}

fn decode_image(medium: &mut (impl BufRead + Seek), decoder: ImageFormat) -> Result<DynamicImage, String> {
    if decoder == ImageFormat::Jpeg {
        let length = medium.seek(SeekFrom::End(0)).map_err(|error| error.to_string())?;
        if length > MAX_JPEG {
            return Err(format!("it has more than {MAX_JPEG} bytes"));
        }
        if !jpeg_ends(medium).map_err(|error| error.to_string())? {
            return Err("it is cut off".into());
        }
        medium.rewind().map_err(|error| error.to_string())?;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(medium, decoder);
    reader.limits(limits);
    reader.decode().map_err(|error| error.to_string())
}

/// Whether a JPEG's pixels are followed by an end marker. The decoder is lenient: it would paint the missing part grey.
fn jpeg_ends(medium: &mut (impl BufRead + Seek)) -> io::Result<bool> {
    const START_OF_SCAN: u8 = 0xda;
    const END: u8 = 0xd9;
    let mut at = 2;
    // Segments carry their length, and may hold a whole thumbnail with an end marker of its own.
    loop {
        medium.seek(SeekFrom::Start(at))?;
        let mut start = [0; 4];
        match medium.read_exact(&mut start) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            read => read?,
        }
        at += match start {
            [0xff, 0xff, ..] => 1, // padding
            [0xff, START_OF_SCAN, ..] => break,
            [0xff, _, high, low] => 2 + u64::from(u16::from_be_bytes([high, low])),
            _ => return Ok(false),
        };
    }
    medium.seek(SeekFrom::Start(at + 2))?;
    let mut follows_mark = false;
    loop {
        let part = medium.fill_buf()?;
        if part.is_empty() {
            return Ok(false);
        }
        let ends = |pair: &[u8]| pair == [0xff, END];
        if (follows_mark && part[0] == END) || part.windows(2).any(ends) {
            return Ok(true);
        }
        follows_mark = part.last() == Some(&0xff);
        let read = part.len();
        medium.consume(read);
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn sample(format: ImageFormat) -> Vec<u8> {
        let picture =
            RgbImage::from_fn(64, 48, |x, y| image::Rgb([x * 4, y * 5, x ^ y].map(|c| u8::try_from(c).unwrap())));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    const FORMATS: [ImageFormat; 6] =
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::Tiff];

    #[test]
    fn every_format_that_miners_send_tells_its_size() {
        for format in FORMATS {
            let size = check(&sample(format), Modality::Image).unwrap();
            assert_eq!(size, Dimensions { width: 64, height: 48 }, "{format:?}");
        }
    }

    #[test]
    fn a_cut_image_is_an_error_at_any_length() {
        for format in FORMATS {
            let bytes = sample(format);
            for parts in 0..8 {
                let cut = &bytes[..bytes.len() * parts / 8];
                assert!(check(cut, Modality::Image).is_err(), "{format:?} cut to {parts}/8");
            }
        }
    }

    #[test]
    fn a_header_that_claims_a_huge_image_is_refused_without_the_memory() {
        let mut bytes = sample(ImageFormat::Bmp);
        bytes[18..26].copy_from_slice(&[0xff, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff, 0x00]);
        assert!(matches!(check(&bytes, Modality::Image), Err(DecodeError::Broken { .. })));
    }

    #[test]
    fn a_still_image_is_no_video_and_the_reverse() {
        // spec/gas.md 18, 39
        let still = sample(ImageFormat::Png);
        let film = b"\0\0\0\x18ftypisom\0\0\0\0";
        let said = |bytes: &[u8], modality| check(bytes, modality).unwrap_err().to_string();
        assert_eq!(said(&still, Modality::Video), "png is no video");
        assert_eq!(said(film, Modality::Image), "mp4 is no image");
        assert_eq!(said(film, Modality::Video), "mp4 is a film, not a picture");
        assert_eq!(said(b"text", Modality::Image), "bin is not decoded by this build");
    }
}
