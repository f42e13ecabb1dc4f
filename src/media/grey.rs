//! Pictures without colour, as the network's hashes see them: one byte of brightness for each pixel.

use std::ops::Range;

use image::DynamicImage;

/// Rows of brightness, from the top left. Neither side is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// `None` if a side is zero or `pixels` are not `width` times `height`.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(pixels.len());
        fits.then_some(Self { width, height, pixels })
    }

    /// Brightness of a decoded picture, by way of RGB with a byte per channel. Transparency is ignored, whatever colour
    /// lies below it; 16 bits lose the lower 8, but 16 bits without colour end at 255, as in the reference's library.
    /// `None` for a picture without pixels.
    pub fn of(picture: &DynamicImage) -> Option<Self> {
        use DynamicImage as Any;
        let bytes = |samples: &[u8], at: usize| luma(samples[at], samples[at + 1], samples[at + 2]);
        let words = |samples: &[u16], at: usize| luma(high(samples[at]), high(samples[at + 1]), high(samples[at + 2]));
        let pixels = match picture {
            Any::ImageLuma8(grey) => grey.as_raw().clone(),
            Any::ImageLumaA8(grey) => each(grey.as_raw(), 2, |samples, at| samples[at]),
            Any::ImageRgb8(colour) => each(colour.as_raw(), 3, bytes),
            Any::ImageRgba8(colour) => each(colour.as_raw(), 4, bytes),
            Any::ImageLuma16(grey) => each(grey.as_raw(), 1, |samples, at| u8::try_from(samples[at]).unwrap_or(255)),
            Any::ImageLumaA16(grey) => each(grey.as_raw(), 2, |samples, at| high(samples[at])),
            Any::ImageRgb16(colour) => each(colour.as_raw(), 3, words),
            Any::ImageRgba16(colour) => each(colour.as_raw(), 4, words),
            other => each(other.to_rgb8().as_raw(), 3, bytes),
        };
        Self::new(usize::try_from(picture.width()).ok()?, usize::try_from(picture.height()).ok()?, pixels)
    }

    /// Pixels in a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row after row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// A row, from the top.
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// A part of the picture; `None` if it is empty or leaves the picture.
    pub fn crop(&self, columns: Range<usize>, rows: Range<usize>) -> Option<Self> {
        if columns.end > self.width || rows.end > self.height {
            return None;
        }
        let (width, height) = (columns.len(), rows.len());
        let pixels = rows.flat_map(|y| self.row(y).get(columns.clone()).unwrap_or_default().iter().copied()).collect();
        Self::new(width, height, pixels)
    }
}

const fn high(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

/// A byte for each pixel of `per_pixel` samples.
fn each<T>(samples: &[T], per_pixel: usize, grey: impl Fn(&[T], usize) -> u8) -> Vec<u8> {
    (0..samples.len() / per_pixel).map(|pixel| grey(samples, pixel * per_pixel)).collect()
}

/// Brightness of a colour (`spec/gas.md` 9.1, step 1). The weights add up to 65,536, so grey stays as it is.
#[expect(clippy::cast_possible_truncation, reason = "the weights make a byte of it")]
const fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((19_595 * red as u32 + 38_470 * green as u32 + 7_471 * blue as u32 + 32_768) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use image::{GrayAlphaImage, ImageBuffer, Luma, LumaA, Rgb, Rgba, RgbaImage};

    use super::*;

    fn pixel(picture: impl Into<DynamicImage>) -> u8 {
        Grey::of(&picture.into()).unwrap().pixels()[0]
    }

    #[test]
    fn every_kind_of_pixel_has_the_brightness_that_the_reference_gives_it() {
        // Taken from Pillow 13: open, convert to RGB, convert to L.
        assert_eq!(luma(100, 20, 50), 47);
        assert!((0..=255).all(|value| luma(value, value, value) == value));
        let faint = RgbaImage::from_pixel(1, 1, Rgba([100, 20, 50, 0]));
        assert_eq!(pixel(faint), 47, "transparency plays no part");
        assert_eq!(pixel(GrayAlphaImage::from_pixel(1, 1, LumaA([100, 0]))), 100);
        for (value, grey) in [(0, 0), (200, 200), (300, 255), (65_535, 255)] {
            let picture: ImageBuffer<Luma<u16>, _> = ImageBuffer::from_pixel(1, 1, Luma([value]));
            assert_eq!(pixel(picture), grey, "{value}");
        }
        let deep: ImageBuffer<Rgb<u16>, _> = ImageBuffer::from_pixel(1, 1, Rgb([0x10ff, 0x0080, 0x7fff]));
        assert_eq!(pixel(deep), luma(0x10, 0x00, 0x7f));
        let faint: ImageBuffer<LumaA<u16>, _> = ImageBuffer::from_pixel(1, 1, LumaA([0x10ff, 0]));
        assert_eq!(pixel(faint), 0x10);
    }

    #[test]
    fn a_part_lies_within_the_picture_and_is_not_empty() {
        let whole = Grey::new(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(whole.crop(1..3, 0..2).unwrap().pixels(), [2, 3, 5, 6]);
        assert_eq!(whole.crop(1..1, 0..2), None);
        assert_eq!(whole.crop(0..4, 0..2), None);
        assert_eq!(Grey::new(0, 2, vec![]), None);
    }
}
