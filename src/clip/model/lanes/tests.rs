//! Every unit's code against plain sums of 64-bit numbers, at and beside the edges of blocks and tiles.

use super::*;

type Apply = fn(&Linear, &Panels, usize, &mut [Lane], Into, Option<Activation>);
type Norm = fn(&Panels, usize, f32, &[Lane], &[Lane], &mut Panels);
type Attend = fn(&Head, &mut Scratch, &mut [Lane], usize, usize);

/// The code of any processor, and that which this one chooses.
const APPLY: [Apply; 2] = [body::apply::<body::Plain>, |linear, left, first, result, into, activation| {
    linear.apply(left, first, result, into, activation);
}];
const NORM: [Norm; 2] = [body::norm::<body::Plain>, norm];
const ATTEND: [Attend; 2] = [body::attend::<body::Plain>, attend];

/// Numbers from -1 to 1 without a pattern that sums could hide.
fn number(at: usize, kind: usize) -> f32 {
    let mixed = (at + 1).wrapping_mul(2_654_435_761).wrapping_add(kind.wrapping_mul(40_503)) >> 7;
    f32::from(u16::try_from(mixed % 2_003).unwrap()) / 1_001.0 - 1.0
}

/// As [`Panels`], of `columns` columns; the rest is zero.
fn panels(rows: usize, columns: usize, kind: usize) -> Panels {
    let mut made = Panels::zeros(rows, columns.div_ceil(WIDE));
    for row in 0..rows {
        for column in 0..columns {
            made.lanes[column / WIDE * rows + row].0[column % WIDE] = number(row * columns + column, kind);
        }
    }
    made
}

fn lanes(count: usize, kind: usize) -> Vec<Lane> {
    Lane::from_values(&(0..count).map(|at| number(at, kind)).collect::<Vec<_>>())
}

fn activated(value: f64, activation: Option<Activation>) -> f64 {
    match activation {
        None => value,
        Some(Activation::QuickGelu) => value / (1.0 + (-1.702 * value).exp()),
        // The tanh form is within 5e-4 of the exact one.
        Some(Activation::Gelu) => 0.5 * value * (1.0 + (0.797_884_560_8 * (value + 0.044_715 * value.powi(3))).tanh()),
    }
}

#[test]
fn products_are_those_of_plain_sums_at_every_edge() {
    let all = [1, 15, 16, 17, 255, 256, 257, 588, 1728];
    let cases = all.into_iter().flat_map(|depth| [1, 5, 6, 7].map(|rows| (depth, rows)));
    let cases = cases.chain([191, 192, 193, 400].map(|rows| (17, rows))).chain([(257, 193), (588, 193), (513, 400)]);
    let kinds = [
        (Into::Fresh, None),
        (Into::Sum, None),
        (Into::Fresh, Some(Activation::QuickGelu)),
        (Into::Sum, Some(Activation::QuickGelu)),
        (Into::Fresh, Some(Activation::Gelu)),
    ];
    for ((depth, rows), (into, activation)) in cases.zip(kinds.into_iter().cycle()) {
        let weight = |input: usize, output: usize| number(input * 32 + output, 1) / 8.0;
        let linear = Linear::new(depth, 2, weight, lanes(32, 2));
        let left = panels(rows, depth, 3);
        for apply in APPLY {
            // The second panel alone: what lies before it must not be taken.
            let mut result = lanes(rows * WIDE, 4);
            let before = result.clone();
            apply(&linear, &left, 1, &mut result, into, activation);
            for row in 0..rows {
                let values: Vec<f32> = left.row(row).take(depth).collect();
                for column in [0, 7, 15] {
                    let sum: f64 = values
                        .iter()
                        .enumerate()
                        .map(|(input, value)| f64::from(*value) * f64::from(weight(input, 16 + column)))
                        .sum();
                    let old = if into == Into::Sum { f64::from(before[row].0[column]) } else { 0.0 };
                    let wanted = activated(sum + old + f64::from(number(16 + column, 2)), activation);
                    let found = f64::from(result[row].0[column]);
                    let most = if activation == Some(Activation::Gelu) { 6e-4 } else { 1e-4 };
                    assert!(
                        (found - wanted).abs() < most,
                        "{depth} deep, {rows} rows, {into:?}, {activation:?}: row {row}, {found} for {wanted}"
                    );
                }
            }
        }
    }
}

#[test]
fn layer_norms_are_those_of_plain_sums_whatever_the_padding() {
    for (rows, width) in [(1, 16), (3, 17), (7, 36), (50, 48), (193, 31)] {
        let left = panels(rows, width, 5);
        let (gain, bias) = (lanes(width, 6), lanes(width, 7));
        for norm in NORM {
            let mut result = Panels::zeros(rows, width.div_ceil(WIDE));
            norm(&left, width, 1e-5, &gain, &bias, &mut result);
            for row in 0..rows {
                let values: Vec<f64> = left.row(row).take(width).map(f64::from).collect();
                let count = f64::from(u32::try_from(width).unwrap());
                let mean = values.iter().sum::<f64>() / count;
                let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
                for (column, found) in result.row(row).enumerate() {
                    let wanted = values.get(column).map_or(0.0, |value| {
                        let (gain, bias) = (number(column, 6), number(column, 7));
                        (value - mean) / (variance + 1e-5).sqrt() * f64::from(gain) + f64::from(bias)
                    });
                    assert!(
                        (f64::from(found) - wanted).abs() < 1e-4,
                        "{rows} x {width}: row {row}, {found} for {wanted}"
                    );
                }
            }
        }
    }
}

#[test]
fn attention_is_that_of_plain_sums_with_and_without_looking_ahead() {
    for (tokens, panels_of_head, causal) in
        [(1, 1, true), (5, 1, false), (16, 2, true), (17, 1, true), (50, 4, false), (77, 2, true)]
    {
        let depth = panels_of_head * WIDE;
        let [query, key, value] = [8, 9, 10].map(|kind| panels(tokens, depth, kind));
        for attend in ATTEND {
            let head = Head {
                query: &query.lanes,
                query_rows: tokens,
                queries: tokens,
                key: &key.lanes,
                value: &value.lanes,
                rows: tokens,
                tokens,
                panels: panels_of_head,
                causal,
            };
            // One row lies before what is written, and must stay.
            let mut result = Panels::zeros(tokens + 1, panels_of_head);
            attend(&head, &mut Scratch::default(), &mut result.lanes, tokens + 1, 1);
            assert!(result.row(0).all(|value| value == 0.0));
            for at in 0..tokens {
                let seen = if causal { at + 1 } else { tokens };
                let dot = |other: usize| {
                    query
                        .row(at)
                        .zip(key.row(other))
                        .map(|(one, other)| f64::from(one) * f64::from(other))
                        .sum::<f64>()
                        .exp()
                };
                let shares: Vec<f64> = (0..seen).map(dot).collect();
                let whole: f64 = shares.iter().sum();
                for (column, found) in result.row(at + 1).enumerate() {
                    let wanted: f64 = shares
                        .iter()
                        .enumerate()
                        .map(|(other, share)| {
                            share / whole * f64::from(value.lanes[column / WIDE * tokens + other].0[column % WIDE])
                        })
                        .sum();
                    assert!(
                        (f64::from(found) - wanted).abs() < 1e-4,
                        "{tokens} tokens: query {at}, {found} for {wanted}"
                    );
                }
            }
        }
    }
}
