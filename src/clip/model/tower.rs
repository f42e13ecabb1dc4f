//! A stack of transformer layers on processors.

use super::super::ClipError;
use super::super::config::{self, Activation};
use super::fast::Reader;
use super::lanes::{self, Head, Into, Lane, Linear, Panels, Scratch, WIDE};
use rayon::prelude::*;
use std::io::{Read, Seek};
use std::ops::Range;

/// A stack of transformer layers.
pub(super) struct Tower {
    shape: Shape,
    layers: Vec<Layer>,
}

/// What all layers share.
struct Shape {
    heads: usize,
    /// Panels of a head: what a head's width leaves of the last one is zero.
    head_panels: usize,
    inner_panels: usize,
    activation: Activation,
}

struct Layer {
    before_attention: Norm,
    /// Queries, keys, values: the panels of all heads of each.
    mix: Linear,
    out: Linear,
    before_perceptron: Norm,
    widen: Linear,
    narrow: Linear,
}

/// A layer norm.
pub(super) struct Norm {
    gain: Vec<Lane>,
    bias: Vec<Lane>,
    width: usize,
    epsilon: f32,
}

/// Room that the layers work in, one after the other.
struct Room {
    normed: Panels,
    mixed: Panels,
    context: Panels,
    inner: Panels,
}

impl Room {
    fn new(rows: usize, panels: usize, shape: &Shape) -> Self {
        let head_panels = shape.heads * shape.head_panels;
        Self {
            normed: Panels::zeros(rows, panels),
            mixed: Panels::zeros(rows, 3 * head_panels),
            context: Panels::zeros(rows, head_panels),
            inner: Panels::zeros(rows, shape.inner_panels),
        }
    }
}

impl Tower {
    pub(super) fn read<R: Read + Seek>(
        config: &config::Tower,
        name: &str,
        reader: &mut Reader<R>,
    ) -> Result<Self, ClipError> {
        let shape = Shape {
            heads: config.heads,
            head_panels: (config.width / config.heads).div_ceil(WIDE),
            inner_panels: config.inner.div_ceil(WIDE),
            activation: config.activation,
        };
        let layers =
            (0..config.layers).map(|at| Layer::read(config, &shape, &format!("{name}.encoder.layers.{at}"), reader));
        Ok(Self { layers: layers.collect::<Result<_, _>>()?, shape })
    }

    /// The states of the `pooled` rows after all layers. `sequences` are the rows that see each other, `pooled` one row of
    /// each; if `causal`, that is its last. `together`: all threads at it.
    pub(super) fn forward(
        &self,
        mut states: Panels,
        sequences: &[Range<usize>],
        pooled: &[usize],
        causal: bool,
        together: bool,
    ) -> Panels {
        let Some((last, others)) = self.layers.split_last() else { return states.pick(pooled) };
        let panels = last.before_attention.gain.len();
        let mut room = Room::new(states.rows, panels, &self.shape);
        for layer in others {
            layer.mix(&self.shape, &states, sequences, causal, &mut room, together);
            layer.finish(&self.shape, &mut states, &mut room, together);
        }
        last.mix_pooled(&self.shape, &mut states, sequences, pooled, &mut room, together)
    }
}

impl Layer {
    fn read<R: Read + Seek>(
        config: &config::Tower,
        shape: &Shape,
        path: &str,
        reader: &mut Reader<R>,
    ) -> Result<Self, ClipError> {
        let (width, inner) = (config.width, config.inner);
        Ok(Self {
            before_attention: Norm::read(config, &format!("{path}.layer_norm1"), reader)?,
            mix: Self::read_mix(config, shape, path, reader)?,
            out: Self::read_out(config, shape, path, reader)?,
            before_perceptron: Norm::read(config, &format!("{path}.layer_norm2"), reader)?,
            widen: linear(&format!("{path}.mlp.fc1"), width, inner, reader)?,
            narrow: linear(&format!("{path}.mlp.fc2"), inner, width, reader)?,
        })
    }

    /// Queries (scaled), keys and values as one product, every head filled up to whole panels.
    fn read_mix<R: Read + Seek>(
        config: &config::Tower,
        shape: &Shape,
        path: &str,
        reader: &mut Reader<R>,
    ) -> Result<Linear, ClipError> {
        let width = config.width;
        let (size, filled) = (width / config.heads, shape.head_panels * WIDE);
        let mut parts = Vec::with_capacity(3);
        for part in ["q_proj", "k_proj", "v_proj"] {
            let weight = reader.read(&format!("{path}.self_attn.{part}.weight"))?;
            parts.push((weight, reader.read(&format!("{path}.self_attn.{part}.bias"))?));
        }
        #[expect(clippy::cast_precision_loss, reason = "a head's width is small")]
        let scale = 1.0 / (size as f32).sqrt();
        let (queries, bias) = &mut parts[0];
        queries.iter_mut().chain(bias).for_each(|number| *number *= scale);
        // Which of the three, and which of its outputs, a column is; nothing where a head's last panel is not full.
        let place = |column: usize| {
            let (part, column) = (column / (config.heads * filled), column % (config.heads * filled));
            (column % filled < size).then(|| (part, column / filled * size + column % filled))
        };
        let number = |input: usize, column: usize| {
            place(column).map_or(0.0, |(part, output)| parts[part].0[output * width + input])
        };
        let columns = 3 * config.heads * filled;
        let bias: Vec<f32> =
            (0..columns).map(|column| place(column).map_or(0.0, |(part, output)| parts[part].1[output])).collect();
        Ok(Linear::new(width, columns / WIDE, number, Lane::from_values(&bias)))
    }

    /// What brings the heads together: it reads them as [`Layer::read_mix`] fills them up.
    fn read_out<R: Read + Seek>(
        config: &config::Tower,
        shape: &Shape,
        path: &str,
        reader: &mut Reader<R>,
    ) -> Result<Linear, ClipError> {
        let width = config.width;
        let (size, filled) = (width / config.heads, shape.head_panels * WIDE);
        let weight = reader.read(&format!("{path}.self_attn.out_proj.weight"))?;
        let bias = reader.read(&format!("{path}.self_attn.out_proj.bias"))?;
        let number = |column: usize, output: usize| {
            let there = column % filled < size && output < width;
            if there { weight[output * width + column / filled * size + column % filled] } else { 0.0 }
        };
        Ok(Linear::new(config.heads * filled, width.div_ceil(WIDE), number, Lane::from_values(&bias)))
    }

    /// Attention of all rows, into the room's context.
    fn mix(
        &self,
        shape: &Shape,
        states: &Panels,
        sequences: &[Range<usize>],
        causal: bool,
        room: &mut Room,
        together: bool,
    ) {
        self.before_attention.apply_to(states, &mut room.normed);
        product(&self.mix, &room.normed, 0, &mut room.mixed, Into::Fresh, None, together);
        let all = shape.heads * shape.head_panels;
        let rows = room.mixed.rows;
        let (queries, answers) = room.mixed.lanes.split_at(all * rows);
        let asked = Asked { queries, query_rows: rows, answers, rows, places: None, causal };
        asked.attend(shape, sequences, &mut room.context, together);
    }

    /// The whole layer for the pooled rows alone: other rows are asked, but nobody asks what they become.
    fn mix_pooled(
        &self,
        shape: &Shape,
        states: &mut Panels,
        sequences: &[Range<usize>],
        pooled: &[usize],
        room: &mut Room,
        together: bool,
    ) -> Panels {
        self.before_attention.apply_to(states, &mut room.normed);
        let all = shape.heads * shape.head_panels;
        let rows = states.rows;
        let answers = &mut room.mixed.lanes[all * rows..];
        product_into(&self.mix, &room.normed, all, answers, Into::Fresh, None, together);
        let mut picked = states.pick(pooled);
        let mut small = Room::new(pooled.len(), self.before_attention.gain.len(), shape);
        small.normed = room.normed.pick(pooled);
        let queries = &mut small.mixed.lanes[..all * pooled.len()];
        product_into(&self.mix, &small.normed, 0, queries, Into::Fresh, None, together);
        // Of a causal sequence the last row is pooled, which sees all of it.
        let asked =
            Asked { queries, query_rows: pooled.len(), answers, rows, places: Some(pooled.len()), causal: false };
        asked.attend(shape, sequences, &mut small.context, together);
        self.finish(shape, &mut picked, &mut small, together);
        picked
    }

    /// What follows attention.
    fn finish(&self, shape: &Shape, states: &mut Panels, room: &mut Room, together: bool) {
        product(&self.out, &room.context, 0, states, Into::Sum, None, together);
        self.before_perceptron.apply_to(states, &mut room.normed);
        product(&self.widen, &room.normed, 0, &mut room.inner, Into::Fresh, Some(shape.activation), together);
        product(&self.narrow, &room.inner, 0, states, Into::Sum, None, together);
    }
}

/// Queries, keys and values of all heads.
struct Asked<'a> {
    queries: &'a [Lane],
    query_rows: usize,
    /// Keys, then values.
    answers: &'a [Lane],
    rows: usize,
    /// If there: one query for each sequence, this many.
    places: Option<usize>,
    causal: bool,
}

impl Asked<'_> {
    fn attend(&self, shape: &Shape, sequences: &[Range<usize>], context: &mut Panels, together: bool) {
        let size = shape.head_panels * context.rows;
        let rows = context.rows;
        let one = |scratch: &mut Scratch, head: usize, context: &mut [Lane]| {
            for (at, sequence) in sequences.iter().enumerate() {
                let asking = if self.places.is_some() { at..at + 1 } else { sequence.clone() };
                let first = head * shape.head_panels;
                let values = shape.heads * shape.head_panels * self.rows;
                let task = Head {
                    query: &self.queries[first * self.query_rows + asking.start..],
                    query_rows: self.query_rows,
                    queries: asking.len(),
                    key: &self.answers[first * self.rows + sequence.start..],
                    value: &self.answers[values + first * self.rows + sequence.start..],
                    rows: self.rows,
                    tokens: sequence.len(),
                    panels: shape.head_panels,
                    causal: self.causal,
                };
                lanes::attend(&task, scratch, context, rows, asking.start);
            }
        };
        if together {
            let heads = context.lanes.par_chunks_mut(size).enumerate();
            heads.for_each_init(Scratch::default, |scratch, (head, context)| one(scratch, head, context));
        } else {
            let mut scratch = Scratch::default();
            for (head, context) in context.lanes.chunks_mut(size).enumerate() {
                one(&mut scratch, head, context);
            }
        }
    }
}

impl Norm {
    pub(super) fn read<R: Read + Seek>(
        config: &config::Tower,
        name: &str,
        reader: &mut Reader<R>,
    ) -> Result<Self, ClipError> {
        #[expect(clippy::cast_possible_truncation, reason = "about 1e-5")]
        let epsilon = config.epsilon as f32;
        Ok(Self {
            gain: Lane::from_values(&reader.read(&format!("{name}.weight"))?),
            bias: Lane::from_values(&reader.read(&format!("{name}.bias"))?),
            width: config.width,
            epsilon,
        })
    }

    pub(super) fn apply(&self, states: &Panels) -> Panels {
        let mut result = Panels::zeros(states.rows, self.gain.len());
        self.apply_to(states, &mut result);
        result
    }

    fn apply_to(&self, states: &Panels, result: &mut Panels) {
        lanes::norm(states, self.width, self.epsilon, &self.gain, &self.bias, result);
    }
}

/// A linear layer with bias.
fn linear<R: Read + Seek>(name: &str, from: usize, to: usize, reader: &mut Reader<R>) -> Result<Linear, ClipError> {
    let weight = reader.read(&format!("{name}.weight"))?;
    let bias = Lane::from_values(&reader.read(&format!("{name}.bias"))?);
    let number = |input: usize, output: usize| if output < to { weight[output * from + input] } else { 0.0 };
    Ok(Linear::new(from, to.div_ceil(WIDE), number, bias))
}

/// The product of `left` with the linear layer's panels from `first` on; `together` by all threads, a part of the panels
/// each.
pub(super) fn product(
    linear: &Linear,
    left: &Panels,
    first: usize,
    result: &mut Panels,
    into: Into,
    activation: Option<Activation>,
    together: bool,
) {
    product_into(linear, left, first, &mut result.lanes, into, activation, together);
}

fn product_into(
    linear: &Linear,
    left: &Panels,
    first: usize,
    result: &mut [Lane],
    into: Into,
    activation: Option<Activation>,
    together: bool,
) {
    if !together {
        return linear.apply(left, first, result, into, activation);
    }
    let panels = (result.len() / left.rows).div_ceil(rayon::current_num_threads());
    result.par_chunks_mut(panels * left.rows).enumerate().for_each(|(at, result)| {
        linear.apply(left, first + at * panels, result, into, activation);
    });
}
