//! Pictures as CLIP's image tower takes them.

use image::DynamicImage;

use crate::media;

/// Mean of the red, green and blue that CLIP was trained on (`spec/gas.md` 10.2).
const MEAN: [f32; 3] = [0.481_454_66, 0.457_827_5, 0.408_210_73];

/// Their standard deviation (`spec/gas.md` 10.2).
const STD: [f32; 3] = [0.268_629_54, 0.261_302_6, 0.275_777_1];

/// What is done to a picture before a model sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preprocess {
    /// Pixels on each side of what the model sees.
    pub side: usize,
    /// Taken off red, green and blue, which go from 0 to 1.
    pub mean: [f32; 3],
    /// By which they are divided then.
    pub std: [f32; 3],
}

/// A picture as a model takes it: `3 * side * side` numbers, all red ones first, then green, then blue.
#[derive(Debug, Clone, PartialEq)]
pub struct Pixels {
    side: usize,
    values: Vec<f32>,
}

impl Preprocess {
    /// As the original CLIP does it (`spec/gas.md` 10.2), for a model that sees `side` pixels.
    pub const fn new(side: usize) -> Self {
        Self { side, mean: MEAN, std: STD }
    }

    /// The middle square of the picture, its shorter side scaled to the model's (`spec/gas.md` 10.2).
    pub fn pixels(&self, picture: &DynamicImage) -> Pixels {
        let square = media::middle_square(picture, self.side);
        let (colours, _) = square.as_chunks::<3>();
        let mut values = Vec::with_capacity(square.len());
        for channel in 0..3 {
            let scaled = self.scale(channel);
            values.extend(colours.iter().map(|colour| scaled[usize::from(colour[channel])]));
        }
        Pixels { side: self.side, values }
    }

    /// What each byte of a channel becomes.
    fn scale(&self, channel: usize) -> [f32; 256] {
        let mut scaled = [0.0; 256];
        for (byte, value) in (0_u8..=255).zip(&mut scaled) {
            *value = (f32::from(byte) / 255.0 - self.mean[channel]) / self.std[channel];
        }
        scaled
    }
}

impl Pixels {
    /// Pixels on each side.
    pub const fn side(&self) -> usize {
        self.side
    }

    /// All numbers, channel after channel, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use super::super::fixture;
    use super::*;
    use crate::types::Modality;

    /// The same in `tests/clip/make_words.py`.
    fn formula(width: u32, height: u32) -> DynamicImage {
        let wave = |x: u32, y: u32| [x * x / 97 + 5 * y, x * y / 61 + 7 * x, ((x / 9 + y / 7) % 2) * 200 + x % 56];
        RgbImage::from_fn(width, height, |x, y| image::Rgb(wave(x, y).map(|value| value.to_le_bytes()[0]))).into()
    }

    #[test]
    fn pictures_become_the_squares_that_the_original_makes_of_them() {
        let expected = fixture::unpacked("pictures.gz");
        let mut rest = &expected[..];
        let mut wrong = Vec::new();
        for case in fixture::json::<Vec<fixture::Picture>>("pictures.json") {
            let picture = match &case.file {
                Some(file) => media::decode(&std::fs::read(fixture::path(file)).unwrap(), Modality::Image).unwrap(),
                None => formula(case.width, case.height),
            };
            let (square, further) = rest.split_at(3 * case.side * case.side);
            rest = further;
            let found = media::middle_square(&picture, case.side);
            let off = found.iter().zip(square).map(|(one, other)| one.abs_diff(*other));
            let different = off.clone().filter(|off| *off > 0).count();
            if different > 0 || found.len() != square.len() {
                wrong.push(format!("{case:?}: {different} bytes differ, by {} at most", off.max().unwrap_or_default()));
            }
        }
        assert!(rest.is_empty());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn numbers_are_scaled_as_the_original_scales_them() {
        // torchvision: ToTensor, Normalize with CLIP's numbers.
        let picture = RgbImage::from_fn(2, 2, |x, y| image::Rgb([0, 255, if x == y { 128 } else { 7 }])).into();
        let pixels = Preprocess::new(2).pixels(&picture);
        assert_eq!(pixels.side(), 2);
        let expected =
            [[-1.792_263_f32; 4], [2.074_884; 4], [0.339_948_77, -1.380_679_4, -1.380_679_4, 0.339_948_77]].concat();
        for (found, expected) in pixels.values().iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        }
    }
}
