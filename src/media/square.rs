//! The middle of a picture in colour, as models see it.

use std::ops::Range;

use image::DynamicImage;

use super::resize::{Rows, bicubic_part};

/// The middle square of a picture whose shorter side is made `side` pixels long: three bytes a pixel, row after row.
///
/// As torchvision does it on Pillow: bicubic, the longer side rounded down, the corner of the crop rounded to even. Before
/// that the picture becomes RGB: transparency is dropped, whatever colour lies below it, 16 bits lose the lower 8, and 16
/// bits without colour end at 255. A picture without pixels is black.
pub fn middle_square(picture: &DynamicImage, side: usize) -> Vec<u8> {
    let (width, height) = size(picture);
    let short = width.min(height);
    if short == 0 || side == 0 {
        return vec![0; side * side * 3];
    }
    let scaled = |long: usize| side * long / short;
    let (to_width, to_height) = if width <= height { (side, scaled(height)) } else { (scaled(width), side) };
    let (left, top) = (corner(to_width - side), corner(to_height - side));
    bicubic_part(&Colours(picture), (to_width, to_height), left..left + side, top..top + side)
}

/// Half of what is cut off; of a half pixel, to the even side.
const fn corner(rest: usize) -> usize {
    let half = rest / 2;
    if rest % 2 == 1 && half % 2 == 1 { half + 1 } else { half }
}

/// Becomes RGB row by row.
struct Colours<'a>(&'a DynamicImage);

impl Rows for Colours<'_> {
    fn size(&self) -> (usize, usize) {
        size(self.0)
    }

    fn read(&self, row: usize, columns: Range<usize>, pixels: &mut Vec<u8>) {
        use DynamicImage as Any;
        let from = row * self.size().0;
        let range = from + columns.start..from + columns.end;
        match self.0 {
            Any::ImageRgb8(colour) => pixels.extend_from_slice(&colour.as_raw()[range.start * 3..range.end * 3]),
            Any::ImageRgba8(colour) => {
                each::<_, 4>(colour.as_raw(), range, pixels, |[red, green, blue, _]| [red, green, blue]);
            }
            Any::ImageLuma8(grey) => each::<_, 1>(grey.as_raw(), range, pixels, |[grey]| [grey; 3]),
            Any::ImageLumaA8(grey) => each::<_, 2>(grey.as_raw(), range, pixels, |[grey, _]| [grey; 3]),
            Any::ImageLuma16(grey) => {
                each::<_, 1>(grey.as_raw(), range, pixels, |[grey]| [u8::try_from(grey).unwrap_or(u8::MAX); 3]);
            }
            Any::ImageLumaA16(grey) => each::<_, 2>(grey.as_raw(), range, pixels, |[grey, _]| [high(grey); 3]),
            Any::ImageRgb16(colour) => each::<_, 3>(colour.as_raw(), range, pixels, |colour| colour.map(high)),
            Any::ImageRgba16(colour) => {
                each::<_, 4>(colour.as_raw(), range, pixels, |[red, green, blue, _]| [red, green, blue].map(high));
            }
            other => {
                let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
                let part = other.crop_imm(short(columns.start), short(row), short(columns.len()), 1);
                pixels.extend_from_slice(part.to_rgb8().as_raw());
            }
        }
    }
}

fn size(picture: &DynamicImage) -> (usize, usize) {
    let length = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    (length(picture.width()), length(picture.height()))
}

const fn high(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

/// Adds the colour of each pixel of a range, of `SAMPLES` samples each.
fn each<T: Copy, const SAMPLES: usize>(
    samples: &[T],
    range: Range<usize>,
    pixels: &mut Vec<u8>,
    colour: impl Fn([T; SAMPLES]) -> [u8; 3],
) {
    let (all, _) = samples.as_chunks::<SAMPLES>();
    pixels.extend(all[range].iter().flat_map(|pixel| colour(*pixel)));
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma, RgbImage};

    use super::*;

    #[test]
    fn half_a_pixel_goes_to_the_even_side() {
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(corner), [0, 0, 1, 2, 2, 2, 3, 4]);
    }

    #[test]
    fn the_longest_and_the_smallest_pictures_become_squares() {
        for (width, height) in [(1, 1), (16_384, 1), (1, 16_384), (3, 2), (224, 224), (225, 224)] {
            let picture = GrayImage::from_pixel(width, height, Luma([77])).into();
            let square = middle_square(&picture, 224);
            assert!(square.len() == 224 * 224 * 3 && square.iter().all(|value| *value == 77), "{width}x{height}");
        }
        assert_eq!(middle_square(&RgbImage::new(0, 5).into(), 2), [0; 12]);
    }

    #[test]
    fn every_kind_of_picture_is_read_where_it_is_asked_for() {
        let colour =
            RgbImage::from_fn(9, 5, |x, y| image::Rgb([x, y, 9 * x + y].map(|value| u8::try_from(value).unwrap())));
        let colour = DynamicImage::from(colour);
        for picture in [
            colour.to_rgba8().into(),
            colour.to_rgb16().into(),
            colour.to_rgba16().into(),
            colour.to_rgb32f().into(),
            colour.clone(),
        ] {
            let picture: DynamicImage = picture;
            let mut pixels = vec![7];
            Colours(&picture).read(3, 2..5, &mut pixels);
            assert_eq!(pixels, [7, 2, 3, 21, 3, 3, 30, 4, 3, 39], "{:?}", picture.color());
        }
        let grey = colour.to_luma8();
        let expected = [grey.get_pixel(2, 3).0[0]; 3];
        for picture in [grey.clone().into(), colour.to_luma_alpha8().into()] {
            let picture: DynamicImage = picture;
            let mut pixels = Vec::new();
            Colours(&picture).read(3, 2..3, &mut pixels);
            assert_eq!(pixels, expected, "{:?}", picture.color());
        }
    }

    #[test]
    fn a_picture_of_the_wanted_size_is_left_alone() {
        let picture =
            RgbImage::from_fn(8, 8, |x, y| image::Rgb([x, y, x ^ y].map(|value| u8::try_from(value).unwrap())));
        assert_eq!(middle_square(&picture.clone().into(), 8), picture.into_raw());
    }
}
