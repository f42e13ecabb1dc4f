//! The body compiled for processors with AVX2 and FMA.

use super::{Activation, Head, Into, Lane, Linear, Panels, Scratch, body};
use std::arch::x86_64::{__m256, _mm256_fmadd_ps, _mm256_set1_ps, _mm256_setzero_ps};

struct Avx2;

impl body::Unit for Avx2 {
    #[inline(always)]
    fn tile<const ROWS: usize>(left: &[Lane], rows: usize, right: &[Lane], result: &mut [Lane; ROWS]) {
        #[expect(unsafe_code, reason = "code for units that not every processor has")]
        // SAFETY: only the functions below use this unit, and they are called where the processor has it.
        unsafe {
            tile(left, rows, right, result);
        }
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn tile<const ROWS: usize>(left: &[Lane], rows: usize, right: &[Lane], result: &mut [Lane; ROWS]) {
    let mut sums = [[_mm256_setzero_ps(); 2]; ROWS];
    for (sums, lane) in sums.iter_mut().zip(&*result) {
        *sums = halves(*lane);
    }
    let (blocks, rest) = right.as_chunks::<{ super::WIDE }>();
    for (panel, block) in blocks.iter().enumerate() {
        let left: &[Lane; ROWS] = left[panel * rows..].first_chunk().expect("a row for each of the tile's");
        for (column, right) in block.iter().enumerate() {
            let [low, high] = halves(*right);
            for (sums, left) in sums.iter_mut().zip(left) {
                let factor = _mm256_set1_ps(left.0[column]);
                sums[0] = _mm256_fmadd_ps(factor, low, sums[0]);
                sums[1] = _mm256_fmadd_ps(factor, high, sums[1]);
            }
        }
    }
    if !rest.is_empty() {
        let left: &[Lane; ROWS] = left[blocks.len() * rows..].first_chunk().expect("a row for each of the tile's");
        for (column, right) in rest.iter().enumerate() {
            let [low, high] = halves(*right);
            for (sums, left) in sums.iter_mut().zip(left) {
                let factor = _mm256_set1_ps(left.0[column]);
                sums[0] = _mm256_fmadd_ps(factor, low, sums[0]);
                sums[1] = _mm256_fmadd_ps(factor, high, sums[1]);
            }
        }
    }
    for (lane, sums) in result.iter_mut().zip(sums) {
        *lane = whole(sums);
    }
}

#[inline]
#[target_feature(enable = "avx2")]
#[expect(unsafe_code, reason = "vectors for instructions")]
fn halves(lane: Lane) -> [__m256; 2] {
    // SAFETY: both are 64 bytes, and any bits are numbers.
    unsafe { std::mem::transmute(lane) }
}

#[inline]
#[target_feature(enable = "avx2")]
#[expect(unsafe_code, reason = "vectors for instructions")]
fn whole(halves: [__m256; 2]) -> Lane {
    // SAFETY: both are 64 bytes, and any bits are numbers.
    unsafe { std::mem::transmute(halves) }
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn apply(
    linear: &Linear,
    left: &Panels,
    first: usize,
    result: &mut [Lane],
    into: Into,
    activation: Option<Activation>,
) {
    body::apply::<Avx2>(linear, left, first, result, into, activation);
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn norm(left: &Panels, width: usize, epsilon: f32, gain: &[Lane], bias: &[Lane], result: &mut Panels) {
    body::norm::<Avx2>(left, width, epsilon, gain, bias, result);
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn attend(head: &Head, scratch: &mut Scratch, result: &mut [Lane], rows: usize, row: usize) {
    body::attend::<Avx2>(head, scratch, result, rows, row);
}
