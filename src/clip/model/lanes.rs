//! Matrices for the processor's vector units, and the products of them.
//!
//! Sixteen neighbouring columns are a panel, and a row of a panel is a [`Lane`]. What a product writes is then in one
//! piece, what the next one reads needs no packing, and threads share a result by its panels.
//!
//! ```text
//!  a matrix of 3 rows, 32 columns:   row 0, 0..16 | row 1, 0..16 | row 2, 0..16 | row 0, 16..32 | row 1, 16..32 | …
//! ```

#[cfg(target_arch = "x86_64")]
#[expect(clippy::inline_always, reason = "what is not inlined is not compiled for the caller's vector units")]
mod avx2;
#[expect(clippy::inline_always, reason = "what is not inlined is not compiled for the caller's vector units")]
mod body;

use super::super::config::Activation;

/// Calls the code for the best units that this processor has.
macro_rules! dispatch {
    ($name:ident($($argument:expr),*)) => {{
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            #[expect(unsafe_code, reason = "code for units that not every processor has")]
            // SAFETY: the processor has both units that the function is compiled for.
            return unsafe { avx2::$name($($argument),*) };
        }
        body::$name::<body::Plain>($($argument),*)
    }};
}

/// Columns of a panel.
pub(super) const WIDE: usize = 16;
/// Rows of a tile: 6 rows of 16 columns are 12 of the 16 registers that AVX2 has.
const TALL: usize = 6;
/// Rows of a right-hand side that stay in the first cache while all rows of the left pass: 16 KiB.
const DEEP: usize = 256;
/// Rows of a left-hand side that stay in the second cache, beside a block of the right: 192 KiB.
const BLOCK: usize = 32 * TALL;

/// Sixteen neighbouring numbers of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub(super) struct Lane(pub(super) [f32; WIDE]);

impl Lane {
    pub(super) const ZERO: Self = Self([0.0; WIDE]);

    /// Numbers as lanes, the last filled up with zeros.
    pub(super) fn from_values(values: &[f32]) -> Vec<Self> {
        let mut lanes = vec![Self::ZERO; values.len().div_ceil(WIDE)];
        for (lane, values) in lanes.iter_mut().zip(values.chunks(WIDE)) {
            lane.0[..values.len()].copy_from_slice(values);
        }
        lanes
    }
}

/// A matrix in panels.
#[derive(Debug, Clone)]
pub(super) struct Panels {
    pub(super) rows: usize,
    pub(super) lanes: Vec<Lane>,
}

impl Panels {
    pub(super) fn zeros(rows: usize, panels: usize) -> Self {
        Self { rows, lanes: vec![Lane::ZERO; rows * panels] }
    }

    /// Panels from `first` on, as they lie.
    pub(super) fn from(&self, first: usize) -> &[Lane] {
        &self.lanes[first * self.rows..]
    }

    /// A row, column by column.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        self.lanes[row..].iter().step_by(self.rows.max(1)).flat_map(|lane| lane.0)
    }

    /// Some rows of it, as a matrix of their own.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        let panels = self.lanes.chunks_exact(self.rows);
        Self { rows: rows.len(), lanes: panels.flat_map(|panel| rows.iter().map(|row| panel[*row])).collect() }
    }
}

/// A linear layer, laid out in the order in which a product reads it.
///
/// Blocks of [`DEEP`] inputs; in a block, panels of outputs; in a panel, a lane per input.
#[derive(Debug)]
pub(super) struct Linear {
    depth: usize,
    panels: usize,
    lanes: Vec<Lane>,
    bias: Vec<Lane>,
}

/// What becomes of what was in the result before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Into {
    /// It is overwritten.
    Fresh,
    /// The product is added to it.
    Sum,
}

impl Linear {
    /// `weight(input, output)` gives the numbers, `depth` inputs and `panels` panels of outputs.
    pub(super) fn new(depth: usize, panels: usize, weight: impl Fn(usize, usize) -> f32, bias: Vec<Lane>) -> Self {
        debug_assert_eq!(bias.len(), panels);
        let mut lanes = Vec::with_capacity(depth * panels);
        for block in (0..depth).step_by(DEEP) {
            for panel in 0..panels {
                lanes.extend(
                    (block..depth.min(block + DEEP))
                        .map(|input| Lane(std::array::from_fn(|column| weight(input, panel * WIDE + column)))),
                );
            }
        }
        Self { depth, panels, lanes, bias }
    }

    /// Panels of outputs.
    pub(super) fn panels(&self) -> usize {
        self.panels
    }

    /// Panels from `first` on, as many as `result` holds, of the product of `rows` rows of `left` with it.
    pub(super) fn apply(
        &self,
        left: &Panels,
        first: usize,
        result: &mut [Lane],
        into: Into,
        activation: Option<Activation>,
    ) {
        dispatch!(apply(self, left, first, result, into, activation));
    }
}

/// Layer norm of every row of `left`; `width` of its columns count, the others are and stay zero.
pub(super) fn norm(left: &Panels, width: usize, epsilon: f32, gain: &[Lane], bias: &[Lane], result: &mut Panels) {
    dispatch!(norm(left, width, epsilon, gain, bias, result));
}

/// One head's attention of one sequence.
pub(super) struct Head<'a> {
    /// What asks, one row a query: the head's panels, with room of `query_rows` between them.
    pub(super) query: &'a [Lane],
    pub(super) query_rows: usize,
    pub(super) queries: usize,
    /// What answers, likewise.
    pub(super) key: &'a [Lane],
    pub(super) value: &'a [Lane],
    pub(super) rows: usize,
    pub(super) tokens: usize,
    /// Panels of a head.
    pub(super) panels: usize,
    /// Whether query `i` sees no token after `i`.
    pub(super) causal: bool,
}

/// Room that attention works in.
#[derive(Default)]
pub(super) struct Scratch {
    keys: Vec<Lane>,
    shares: Vec<Lane>,
}

/// Writes the head's answers, `rows` apart in `result`, from row `row` on.
pub(super) fn attend(head: &Head, scratch: &mut Scratch, result: &mut [Lane], rows: usize, row: usize) {
    dispatch!(attend(head, scratch, result, rows, row));
}

#[cfg(test)]
mod tests;
