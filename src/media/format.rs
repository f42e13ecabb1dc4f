//! Media format by magic bytes (`spec/gas.md` 6).

use serde::Serialize;

use crate::types::Modality;

/// What the first bytes of a medium say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each variant is the format of that name")]
pub enum Format {
    Png,
    Jpg,
    Webp,
    Gif,
    Bmp,
    Tiff,
    Heic,
    Avif,
    M4a,
    Mov,
    #[serde(rename = "3gp")]
    ThreeGp,
    Mp4,
    /// Also Matroska.
    Webm,
    Avi,
    Mp3,
    Wav,
    Flac,
    Ogg,
    /// None of the others.
    Bin,
}

/// As many bytes as [`sniff`] looks at.
pub const SNIFF_LENGTH: usize = 12;

/// Tells the format; the first rule that fits wins. The name of a file plays no part.
pub fn sniff(bytes: &[u8]) -> Format {
    if bytes.len() < 4 {
        return Format::Bin;
    }
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let riff = |kind: &[u8]| starts(b"RIFF") && bytes.get(8..12) == Some(kind);
    if starts(b"\x89PNG\r\n\x1a\n") {
        Format::Png
    } else if starts(&[0xff, 0xd8, 0xff]) {
        Format::Jpg
    } else if riff(b"WEBP") {
        Format::Webp
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Format::Gif
    } else if starts(b"BM") {
        Format::Bmp
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Format::Tiff
    } else if bytes.get(4..8) == Some(b"ftyp") && bytes.len() >= 12 {
        match &bytes[8..12] {
            b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1" => Format::Heic,
            b"avif" => Format::Avif,
            b"M4A " | b"M4B " => Format::M4a,
            b"qt  " => Format::Mov,
            b"3gp4" | b"3gp5" | b"3gp6" | b"3g2a" => Format::ThreeGp,
            _ => Format::Mp4,
        }
    } else if starts(&[0x1a, 0x45, 0xdf, 0xa3]) {
        Format::Webm
    } else if riff(b"AVI ") {
        Format::Avi
    } else if starts(b"ID3") || matches!(bytes, [0xff, 0xfb | 0xfa | 0xf3 | 0xf2, ..]) {
        Format::Mp3
    } else if riff(b"WAVE") {
        Format::Wav
    } else if starts(b"fLaC") {
        Format::Flac
    } else if starts(b"OggS") {
        Format::Ogg
    } else {
        Format::Bin
    }
}

impl Format {
    /// File extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::M4a => "m4a",
            Self::Mov => "mov",
            Self::ThreeGp => "3gp",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Avi => "avi",
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Ogg => "ogg",
            Self::Bin => "bin",
        }
    }

    /// Content type of a delivery of `modality` (`spec/gas.md` 4); formats that the table lacks go by the modality.
    pub const fn content_type(self, modality: Modality) -> &'static str {
        match (self, modality) {
            (Self::Jpg, _) => "image/jpeg",
            (Self::Png, _) => "image/png",
            (Self::Webp, _) => "image/webp",
            (Self::Gif, _) => "image/gif",
            (Self::Mp4, _) => "video/mp4",
            (Self::Mov, _) => "video/quicktime",
            (Self::Webm, _) => "video/webm",
            (_, Modality::Image) => "image/png",
            (_, Modality::Video) => "video/mp4",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_specification_is_told_by_its_first_bytes() {
        let ftyp = |brand: &str| [b"\0\0\0\x18ftyp", brand.as_bytes(), b"\0\0"].concat();
        let mut cases: Vec<(Vec<u8>, &str)> = vec![
            (b"\x89PNG\r\n\x1a\n".to_vec(), "png"),
            (b"\x89PNG\r\n\x1a".to_vec(), "bin"),
            (vec![0xff, 0xd8, 0xff, 0xe0], "jpg"),
            (vec![0xff, 0xd8, 0xff], "bin"),
            (vec![0xff, 0xd8, 0xfe, 0xe0], "bin"),
            (b"GIF88a".to_vec(), "bin"),
            (b"GIF8".to_vec(), "bin"),
            (b"II\0*".to_vec(), "bin"),
            (b"MM*\0".to_vec(), "bin"),
            (b"II+\0".to_vec(), "bin"),
            (b"\0\0\0\x18ftypavi".to_vec(), "bin"),
            (b"\0\0\0\x18ftypavif".to_vec(), "avif"),
            (b"\0\0\0\x18ftypAVIF".to_vec(), "mp4"),
            (b"RIFF\0\0\0\0webp".to_vec(), "bin"),
            (b"RIFX\0\0\0\0WAVE".to_vec(), "bin"),
            (b"ID3".to_vec(), "bin"),
            (vec![0xff, 0xfc, 0, 0], "bin"),
            (vec![0xff, 0xfb, 0], "bin"),
            (vec![0x1a, 0x45, 0xdf], "bin"),
            // The first row that fits wins.
            (b"BM\0\0ftypheic".to_vec(), "bmp"),
            (b"fLaCftypheic".to_vec(), "heic"),
            (b"RIFF\0\0\0\0WEBP".to_vec(), "webp"),
            (b"RIFF\0\0\0\0WEB".to_vec(), "bin"),
            (b"GIF87a".to_vec(), "gif"),
            (b"GIF89a".to_vec(), "gif"),
            (b"BM\0\0".to_vec(), "bmp"),
            (b"II*\0".to_vec(), "tiff"),
            (b"MM\0*".to_vec(), "tiff"),
            (vec![0x1a, 0x45, 0xdf, 0xa3], "webm"),
            (b"RIFF\0\0\0\0AVI ".to_vec(), "avi"),
            (b"ID3\x04".to_vec(), "mp3"),
            (b"RIFF\0\0\0\0WAVE".to_vec(), "wav"),
            (b"fLaC".to_vec(), "flac"),
            (b"OggS".to_vec(), "ogg"),
            (b"\0\0\0\x18ftyp".to_vec(), "bin"),
            (b"BM".to_vec(), "bin"),
            (Vec::new(), "bin"),
            (b"text".to_vec(), "bin"),
        ];
        for second in [0xfb, 0xfa, 0xf3, 0xf2] {
            cases.push((vec![0xff, second, 0, 0], "mp3"));
        }
        for (brands, extension) in [
            ("heic heix hevc mif1 msf1", "heic"),
            ("avif", "avif"),
            ("3gp4 3gp5 3gp6 3g2a", "3gp"),
            ("isom mp42 dash", "mp4"),
        ] {
            cases.extend(brands.split(' ').map(|brand| (ftyp(brand), extension)));
        }
        for (brand, extension) in [("M4A ", "m4a"), ("M4B ", "m4a"), ("qt  ", "mov")] {
            cases.push((ftyp(brand), extension));
        }
        for (bytes, extension) in cases {
            assert_eq!(sniff(&bytes).extension(), extension, "{bytes:?}");
        }
    }
}
