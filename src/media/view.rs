//! What a medium shows: the one picture of an image, or some frames of a film.

use std::io::{BufRead, Read, Seek};

use image::DynamicImage;

use super::decode::{Kind, kind, unreadable};
use super::video::{self, Film};
use super::{DecodeError, Dimensions, Grey, MediaHash, decode_from, sniff_from};
use crate::types::Modality;

/// A medium that decodes.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    /// A still image; of an animation, the first picture.
    Image(DynamicImage),
    /// A film, with some of its frames.
    Film(Film),
}

impl View {
    /// What there is to see: one picture of an image, up to 8 of a film, in order.
    pub fn pictures(&self) -> &[DynamicImage] {
        match self {
            Self::Image(picture) => std::slice::from_ref(picture),
            Self::Film(film) => &film.frames,
        }
    }

    /// The film, if it is one.
    pub const fn film(&self) -> Option<&Film> {
        match self {
            Self::Image(_) => None,
            Self::Film(film) => Some(film),
        }
    }

    /// Size in pixels.
    pub fn dimensions(&self) -> Dimensions {
        match self {
            Self::Image(picture) => Dimensions { width: picture.width(), height: picture.height() },
            Self::Film(film) => film.dimensions,
        }
    }

    /// Hash by which copies are known (`spec/gas.md` 9); `None` without a pixel. Each picture is let go as soon as it is
    /// grey: that is the larger part of the memory.
    pub fn into_hash(self) -> Option<MediaHash> {
        match self {
            Self::Image(picture) => {
                let grey = Grey::of(&picture)?;
                drop(picture);
                Some(MediaHash::of_image(&grey))
            }
            Self::Film(film) => {
                let frames: Option<Vec<Grey>> = film.frames.into_iter().map(|frame| Grey::of(&frame)).collect();
                MediaHash::of_frames(&frames?)
            }
        }
    }
}

/// Decodes a medium of this modality from the start of its file, which need not fit into memory, within bounds of memory
/// and time. Of a film, frames by `spec/gas.md` 10.3.
pub fn view(medium: &mut (impl BufRead + Seek), modality: Modality) -> Result<View, DecodeError> {
    let format = sniff_from(medium).map_err(|source| unreadable(&source))?;
    match (kind(format), modality) {
        (Kind::Video, Modality::Video) => {
            let seen = video::examine(&mut Plain(medium), format).map_err(|source| unreadable(&source))?;
            seen.map(View::Film).map_err(|reason| DecodeError::Film { format, reason })
        }
        _ => decode_from(medium, modality).map(View::Image),
    }
}

/// A first look at a medium of this modality: whether it is a film if it should be one, and whether its outermost tables
/// stand against it. Costs next to nothing; says nothing of images.
pub fn glance(medium: &mut (impl BufRead + Seek), modality: Modality) -> Result<(), DecodeError> {
    let format = sniff_from(medium).map_err(|source| unreadable(&source))?;
    match (kind(format), modality) {
        (Kind::Video, Modality::Video) => {
            let seen = video::glance(&mut Plain(medium), format).map_err(|source| unreadable(&source))?;
            seen.map_err(|reason| DecodeError::Film { format, reason })
        }
        (_, Modality::Video) => decode_from(medium, modality).map(drop), // tells what it is instead
        (_, Modality::Image) => Ok(()),
    }
}

/// A medium as a plain reader of bytes: one type for the code behind it, whatever is read.
struct Plain<'a, M>(&'a mut M);

impl<M: BufRead> Read for Plain<'_, M> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into)
    }
}

impl<M: Seek> Seek for Plain<'_, M> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }

    fn seek_relative(&mut self, step: i64) -> std::io::Result<()> {
        self.0.seek_relative(step)
    }
}
