//! `gascli score sn34`: a discriminator's score, from its predictions or from what the benchmark measured
//! (`spec/gas.md` 11.10).

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use csv::StringRecord;
use serde::Serialize;

use super::super::{Answer, Context, output};
use crate::scoring::gas::{Confusion, Predictions, SYNTHETIC_ABOVE, sn34_score, sn34_with_augmented};
use crate::types::{Code, Hint};

pub(super) const EXAMPLES: &str = "The file is CSV with a header: `label` (0 or `real`, 1 or `synthetic`); `p_synthetic` (or \
                                   `probability`), or `p_real`, `p_synthetic` and `p_semisynthetic`, of which 1 − p_real \
                                   counts; optionally `pass` (`base` or `aug`). A sample is taken for synthetic at a \
                                   probability above 0.5.\n\nExamples:\n  gascli score sn34 --predictions predictions.csv\n  \
                                   gascli score sn34 --mcc 0.9 --brier 0.02\n  gascli score sn34 --predictions - --json < \
                                   predictions.csv";

/// Longest file.
const LONGEST: u64 = 1 << 30;

/// Bad lines that are told.
const MOST_TOLD: usize = 50;

/// How far three probabilities may miss 1 in sum: half-precision numbers do.
const SLACK: f64 = 0.01;

/// Arguments of `sn34`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct Sn34Args {
    /// Predictions as CSV; `-` reads stdin.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["mcc", "brier", "augmented_mcc", "augmented_brier"])]
    predictions: Option<PathBuf>,
    /// Matthews' correlation coefficient, -1 to 1.
    #[arg(
        long,
        value_name = "MCC",
        allow_negative_numbers = true,
        value_parser = super::within::<-1>,
        required_unless_present = "predictions",
        requires = "brier"
    )]
    mcc: Option<f64>,
    /// Brier score, 0 to 1.
    #[arg(long, value_name = "BRIER", value_parser = super::within::<0>, requires = "mcc")]
    brier: Option<f64>,
    /// The coefficient over augmented samples.
    #[arg(long, value_name = "MCC", allow_negative_numbers = true, value_parser = super::within::<-1>, requires = "augmented_brier")]
    augmented_mcc: Option<f64>,
    /// The Brier score over augmented samples.
    #[arg(long, value_name = "BRIER", value_parser = super::within::<0>, requires = "augmented_mcc")]
    augmented_brier: Option<f64>,
}

/// Why predictions cannot be scored.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum PredictionsError {
    /// Columns are missing.
    #[error("`{path}` has no column {missing}")]
    Columns {
        /// As given.
        path: String,
        /// Which.
        missing: &'static str,
    },
    /// Lines are wrong.
    #[error("`{path}` has {count} lines that cannot be scored: {told}")]
    Lines {
        /// As given.
        path: String,
        /// How many.
        count: usize,
        /// The first ones.
        told: String,
    },
    /// There is nothing to score.
    #[error("`{0}` has no predictions of the base pass")]
    Empty(String),
    /// It never ends.
    #[error("`{0}` is longer than {LONGEST} bytes")]
    TooLong(String),
}

impl Hint for PredictionsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Columns { .. } => Some("`gascli score sn34 --help` names the columns".into()),
            Self::Empty(_) => Some("without a column `pass` all lines are of the base pass".into()),
            Self::Lines { .. } | Self::TooLong(_) => None,
        }
    }

    fn code(&self) -> Option<Code> {
        Some(Code::InvalidInput)
    }
}

/// One pass.
#[derive(Debug, Serialize)]
struct Pass {
    samples: u64,
    confusion: Confusion,
    mcc: f64,
    brier: f64,
    sn34_score: f64,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    sn34_score: f64,
    base_sn34_score: f64,
    aug_sn34_score: Option<f64>,
    /// Above which probability a sample is taken for synthetic.
    #[serde(skip_serializing_if = "Option::is_none")]
    synthetic_above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Pass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aug: Option<Pass>,
}

impl Document {
    fn new(base: f64, augmented: Option<f64>) -> Self {
        Self {
            schema: output::SCHEMA,
            sn34_score: augmented.map_or(base, |augmented| sn34_with_augmented(base, augmented)),
            base_sn34_score: base,
            aug_sn34_score: augmented,
            synthetic_above: None,
            base: None,
            aug: None,
        }
    }
}

pub(super) fn run(context: &Context, args: &Sn34Args) -> anyhow::Result<Answer> {
    let document = if let Some(path) = &args.predictions {
        of_predictions(path)?
    } else {
        let score = |mcc: Option<f64>, brier: Option<f64>| mcc.zip(brier).map(|(mcc, brier)| sn34_score(mcc, brier));
        let base = score(args.mcc, args.brier).context("give --mcc and --brier, or --predictions FILE")?;
        Document::new(base, score(args.augmented_mcc, args.augmented_brier))
    };
    if context.json {
        output::json(&document)?;
        return Ok(Answer::Yes);
    }
    for (name, pass) in [("base", &document.base), ("augmented", &document.aug)] {
        if let Some(pass) = pass {
            draw(name, pass)?;
        }
    }
    let (score, base) = (document.sn34_score, document.base_sn34_score);
    match document.aug_sn34_score {
        Some(augmented) => output::line(format_args!("{score:.6} = 0.8 × {base:.6} + 0.2 × {augmented:.6}"))?,
        None => output::line(format_args!("{score:.6}"))?,
    }
    Ok(Answer::Yes)
}

fn draw(name: &str, pass: &Pass) -> io::Result<()> {
    let Confusion { real_as_real, real_as_synthetic, synthetic_as_real, synthetic_as_synthetic } = pass.confusion;
    output::line(format_args!("{name}: {} samples, taken for synthetic above {SYNTHETIC_ABOVE}", pass.samples))?;
    let row = |name: &str, counts: [u64; 2]| vec![name.to_owned(), counts[0].to_string(), counts[1].to_string()];
    output::number_table(
        &["", "taken for real", "for synthetic"],
        &[
            row("real", [real_as_real, real_as_synthetic]),
            row("synthetic", [synthetic_as_real, synthetic_as_synthetic]),
        ],
        &[1, 2],
    )?;
    output::line(format_args!("MCC {:.6}, Brier {:.6}, sn34 {:.6}", pass.mcc, pass.brier, pass.sn34_score))
}

fn of_predictions(path: &Path) -> anyhow::Result<Document> {
    let name = path.display().to_string();
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).with_context(|| format!("cannot read `{name}`"))?)
    };
    let [base, augmented] = read(source, &name)?;
    let pass = |found: &Predictions| {
        let (brier, sn34_score) = found.brier().zip(found.score())?;
        Some(Pass { samples: found.samples, confusion: found.confusion, mcc: found.confusion.mcc(), brier, sn34_score })
    };
    let base = pass(&base).ok_or(PredictionsError::Empty(name))?;
    let augmented = pass(&augmented);
    let document = Document::new(base.sn34_score, augmented.as_ref().map(|pass| pass.sn34_score));
    Ok(Document { synthetic_above: Some(SYNTHETIC_ABOVE), base: Some(base), aug: augmented, ..document })
}

/// Where the columns stand.
struct Columns {
    label: usize,
    probability: Probability,
    pass: Option<usize>,
}

/// What says how probable it is that a sample is synthetic.
enum Probability {
    Synthetic(usize),
    /// Of being real, synthetic, semisynthetic.
    Three([usize; 3]),
}

impl Columns {
    fn of(head: &StringRecord, path: &str) -> Result<Self, PredictionsError> {
        let find = |name: &str| head.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let missing = |missing| PredictionsError::Columns { path: path.to_owned(), missing };
        let three = [find("p_real"), find("p_synthetic"), find("p_semisynthetic")];
        let probability = match (three, find("probability")) {
            ([Some(real), Some(synthetic), Some(semi)], _) => Probability::Three([real, synthetic, semi]),
            ([None, Some(synthetic), None], _) => Probability::Synthetic(synthetic),
            ([None, None, None], Some(synthetic)) => Probability::Synthetic(synthetic),
            ([None, None, None], None) => return Err(missing("`p_synthetic`, `probability` or `p_real`")),
            _ => return Err(missing("set of `p_real`, `p_synthetic` and `p_semisynthetic`")),
        };
        Ok(Self { label: find("label").ok_or_else(|| missing("`label`"))?, probability, pass: find("pass") })
    }

    /// Whether the sample is of the augmented pass, whether it is synthetic, and how probable that was said to be.
    fn sample(&self, record: &StringRecord) -> Result<(bool, bool, f64), String> {
        let cell = |column: usize| record.get(column).map(str::trim).unwrap_or_default();
        let is_synthetic = match cell(self.label).to_ascii_lowercase().as_str() {
            "0" | "real" => false,
            "1" | "synthetic" => true,
            other => return Err(format!("label `{}`", shortened(other))),
        };
        let number = |column: usize| {
            let text = cell(column);
            let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
            number.ok_or_else(|| format!("probability `{}`", shortened(text)))
        };
        let p_synthetic = match self.probability {
            Probability::Synthetic(column) => number(column)?,
            Probability::Three([real, synthetic, semi]) => {
                let (real, sum) = (number(real)?, number(real)? + number(synthetic)? + number(semi)?);
                if (sum - 1.0).abs() > SLACK {
                    return Err(format!("probabilities that make {sum:.4} in sum"));
                }
                1.0 - real
            }
        };
        let is_augmented = match self.pass.map(cell).unwrap_or_default().to_ascii_lowercase().as_str() {
            "" | "base" => false,
            "aug" | "augmented" => true,
            other => return Err(format!("pass `{}`", shortened(other))),
        };
        Ok((is_augmented, is_synthetic, p_synthetic))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

/// Both passes, line by line. All bad lines are told at once.
fn read(source: impl Read, path: &str) -> anyhow::Result<[Predictions; 2]> {
    let failed = || format!("cannot read `{path}`");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.take(LONGEST + 1));
    let columns = Columns::of(reader.headers().with_context(failed)?, path)?;
    let width = reader.headers().with_context(failed)?.len();
    let (mut passes, mut bad, mut count) = ([Predictions::default(); 2], Vec::new(), 0);
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        let sample = match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if record.len() != width => Err(format!("{} cells instead of {width}", record.len())),
            Ok(true) => columns.sample(&record),
            Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => Err("no UTF-8 text".into()),
            Err(error) => return Err(error).with_context(failed),
        };
        match sample {
            Ok((is_augmented, is_synthetic, p)) => passes[usize::from(is_augmented)].add(is_synthetic, p),
            Err(what) => {
                let line = record.position().map_or(line, csv::Position::line);
                if count < MOST_TOLD {
                    bad.push(format!("line {line}: {what}"));
                }
                count += 1;
            }
        }
    }
    if reader.position().byte() > LONGEST {
        return Err(PredictionsError::TooLong(path.to_owned()).into());
    }
    if count > 0 {
        let further = if count > bad.len() { format!("; and {} more", count - bad.len()) } else { String::new() };
        let told = bad.join("; ") + &further;
        return Err(PredictionsError::Lines { path: path.to_owned(), count, told }.into());
    }
    Ok(passes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(text: &str) -> Result<[Predictions; 2], String> {
        read(text.as_bytes(), "p.csv").map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn two_and_three_classes_and_both_passes_are_told_apart() {
        let two = scored("probability,label\n0.9,synthetic\n0.2,real\n").unwrap();
        let three = scored(
            "label,p_real,p_synthetic,p_semisynthetic,pass\n1,0.1,0.5,0.4,base\n0,0.8,0.1,0.1,base\n1,0.7,0.2,0.1,aug\n",
        )
        .unwrap();
        assert_eq!(two[0].confusion, three[0].confusion);
        assert!((two[0].brier().unwrap() - three[0].brier().unwrap()).abs() < 1e-12);
        assert_eq!((two[1].samples, three[1].confusion.synthetic_as_real), (0, 1));
    }

    #[test]
    fn every_bad_line_is_told_with_its_number() {
        let text = "label,p_synthetic,pass\n1,0.9,base\nfake,0.1,base\n0,1.5,base\n0,nan,base\n1,0.5,third\n1,0.5\n";
        let error = scored(text).unwrap_err();
        for part in [
            "5 lines",
            "line 3: label `fake`",
            "line 4: probability `1.5`",
            "line 5: probability `nan`",
            "line 6: pass `third`",
            "line 7: 2 cells instead of 3",
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
        let error = scored("label,p_real,p_synthetic,p_semisynthetic\n1,0.5,0.5,0.5\n").unwrap_err();
        assert!(error.contains("line 2: probabilities that make 1.5000 in sum"), "{error}");
    }

    #[test]
    fn missing_columns_are_named() {
        assert!(scored("label\n1\n").unwrap_err().contains("no column `p_synthetic`"));
        assert!(scored("p_synthetic\n1\n").unwrap_err().contains("no column `label`"));
        assert!(scored("label,p_real\n1,0\n").unwrap_err().contains("set of `p_real`"));
        assert!(scored("").unwrap_err().contains("no column"));
    }
}
