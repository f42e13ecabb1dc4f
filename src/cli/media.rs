//! `media`: what media look like to the network, and whether two would be taken for one (`spec/gas.md` 9).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::error::Refusal;
use super::{Answer, Context, output};
use crate::media::video::Film;
use crate::media::{self, DecodeError, Dimensions, Format, MediaHash};
use crate::types::{Code, Modality};
use crate::verification::duplicate::{self, GLOBAL_THRESHOLD, Likeness, SAME_PROMPT_THRESHOLD};

/// Longest file that is read.
const MAX_FILE: u64 = 512 << 20;

/// Most files at once: a large picture takes half a gigabyte.
const MAX_THREADS: usize = 8;

/// Subcommands of `media`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum MediaCommand {
    /// Print the perceptual hash of images and films, as validators store it.
    #[command(
        after_help = "The hash of 256 bits comes first, of a film one for each of 8 frames; then those of parts of the \
                            picture, by which a cropped copy is known.\n\nExample:\n  gascli media hash *.png"
    )]
    Hash(HashArgs),
    /// Tell whether a validator that knows one medium would refuse another as its duplicate.
    #[command(
        after_help = "Exit status 0: a duplicate, at least if both are for the same prompt; 1: none; 2: no answer.\n\n\
                            Example:\n  gascli media compare new.png known.png"
    )]
    Compare(CompareArgs),
}

/// Arguments of `media hash`.
#[derive(Debug, clap::Args)]
pub(super) struct HashArgs {
    /// Images or films.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Arguments of `media compare`.
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// What is delivered: an image, a film, or a hash as `media hash` prints it.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// What is known already, likewise.
    #[arg(value_name = "KNOWN")]
    known: PathBuf,
}

/// What the JSON output says.
#[derive(Serialize)]
struct Hashes {
    schema: &'static str,
    files: Vec<HashedFile>,
}

#[derive(Serialize)]
struct HashedFile {
    file: String,
    format: Format,
    #[serde(flatten)]
    dimensions: Dimensions,
    #[serde(flatten)]
    film: Option<FilmFacts>,
    perceptual_hash: String,
}

/// What a film has and an image has not.
#[derive(Serialize)]
struct FilmFacts {
    codec: String,
    duration_ms: u64,
    frame_count: u32,
    has_audio: bool,
}

impl FilmFacts {
    fn of(film: &Film) -> Self {
        Self {
            codec: film.codec.to_string(),
            duration_ms: u64::try_from(film.duration.as_millis()).unwrap_or(u64::MAX),
            frame_count: film.frame_count,
            has_audio: film.has_audio,
        }
    }
}

#[derive(Serialize)]
struct Comparison {
    schema: &'static str,
    new: String,
    known: String,
    #[serde(flatten)]
    likeness: Likeness,
    segments: usize,
    same_prompt: Judgement,
    all_media: Judgement,
}

#[derive(Serialize)]
struct Judgement {
    threshold: u32,
    duplicate: bool,
}

/// Runs a subcommand.
pub(super) fn run(context: &Context, command: MediaCommand) -> anyhow::Result<Answer> {
    match command {
        MediaCommand::Hash(args) => hash(context, &args.files),
        MediaCommand::Compare(args) => compare(context, &args),
    }
}

/// Prints the hashes in the order of the files; an error at the end if one has none.
fn hash(context: &Context, files: &[PathBuf]) -> anyhow::Result<Answer> {
    let (mut hashed, mut failed) = (Vec::new(), Vec::new());
    each_in_order(files, |path, found| {
        match found {
            Ok(file) if context.json => hashed.push(file),
            Ok(file) => output::line(format_args!("{}  {}", file.perceptual_hash, output::escaped(&file.file)))?,
            Err(error) => failed.push((path.to_owned(), error)),
        }
        Ok(())
    })?;
    if context.json {
        output::json(&Hashes { schema: output::SCHEMA, files: hashed })?;
    }
    match <[_; 1]>::try_from(failed) {
        Ok([(path, error)]) => Err(error.context(format!("`{}` has no hash", path.display()))),
        Err(failed) if failed.is_empty() => Ok(Answer::Yes),
        Err(failed) => {
            let list: Vec<String> =
                failed.iter().map(|(path, error)| format!("`{}` ({error:#})", path.display())).collect();
            bail!("{} of {} files have no hash: {}", list.len(), files.len(), list.join("; "))
        }
    }
}

/// Hashes files on all cores, and calls `then` with each in the order given, as soon as it and those before it are done.
fn each_in_order(
    files: &[PathBuf],
    mut then: impl FnMut(&Path, anyhow::Result<HashedFile>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (next, threads) = (AtomicUsize::new(0), thread::available_parallelism().map_or(1, usize::from));
    thread::scope(|scope| {
        // Whoever is ahead waits, so that results do not pile up.
        let (sender, results) = mpsc::sync_channel(threads * 4);
        for _ in 0..threads.min(MAX_THREADS).min(files.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(at) else { return };
                    if sender.send((at, hash_file(path))).is_err() {
                        return; // nobody reads the answer any more
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (at, found) in results {
            early.insert(at, found);
            while let Some(found) = early.remove(&due) {
                then(&files[due], found)?;
                due += 1;
            }
        }
        Ok(())
    })
}

fn hash_file(path: &Path) -> anyhow::Result<HashedFile> {
    let file = File::open(path).context("it cannot be opened")?;
    let facts = file.metadata().context("it cannot be read")?;
    let mut bytes = Vec::new();
    if !facts.is_file() {
        // Such as a pipe, in which nobody can go back.
        (&file).take(MAX_FILE + 1).read_to_end(&mut bytes).context("it cannot be read")?;
    }
    if facts.len().max(u64::try_from(bytes.len())?) > MAX_FILE {
        bail!("it is longer than {} MiB", MAX_FILE >> 20);
    }
    if facts.is_file() {
        hash_medium(path, &mut BufReader::with_capacity(64 << 10, file))
    } else {
        hash_medium(path, &mut Cursor::new(bytes))
    }
}

fn hash_medium(path: &Path, medium: &mut (impl BufRead + Seek)) -> anyhow::Result<HashedFile> {
    let view = match media::view(medium, Modality::Image) {
        Err(DecodeError::Modality { .. }) => media::view(medium, Modality::Video),
        other => other,
    }?;
    let film = view.film().map(FilmFacts::of);
    let dimensions = view.dimensions();
    Ok(HashedFile {
        file: path.to_string_lossy().into_owned(),
        format: media::sniff_from(medium).context("it cannot be read")?,
        dimensions,
        film,
        perceptual_hash: view.into_hash().context("it has no pixels")?.to_string(),
    })
}

fn compare(context: &Context, args: &CompareArgs) -> anyhow::Result<Answer> {
    let (new, known) = (read(&args.new)?, read(&args.known)?);
    let likeness = duplicate::compare(&new, &known);
    let judge = |threshold| Judgement { threshold, duplicate: likeness.duplicate(threshold).is_some() };
    let comparison = Comparison {
        schema: output::SCHEMA,
        new: new.to_string(),
        known: known.to_string(),
        likeness,
        segments: new.segments().len(),
        same_prompt: judge(SAME_PROMPT_THRESHOLD),
        all_media: judge(GLOBAL_THRESHOLD),
    };
    if context.json {
        output::json(&comparison)?;
    } else {
        print(&comparison)?;
    }
    Ok(if comparison.same_prompt.duplicate { Answer::Yes } else { Answer::No })
}

fn print(comparison: &Comparison) -> anyhow::Result<()> {
    let Comparison { likeness, segments, same_prompt, all_media, .. } = comparison;
    output::line(format_args!("Distance:           {} of {} bits", likeness.distance, media::PerceptualHash::BITS))?;
    output::line(format_args!("Matching segments:  {} of {segments}", likeness.matching_segments))?;
    for (scope, judgement) in [("Same prompt:", same_prompt), ("All media:", all_media)] {
        let verdict = if judgement.duplicate { "duplicate" } else { "no duplicate" };
        let (threshold, matching) = (judgement.threshold, duplicate::MATCHING_SEGMENTS);
        output::line(format_args!("{scope:18}  {verdict} (at most {threshold} bits, or {matching} segments)"))?;
    }
    Ok(())
}

/// A file's hash, or the hash that the text itself is. What is both is a file.
fn read(given: &Path) -> anyhow::Result<MediaHash> {
    if !given.exists()
        && let Some(hash) = given.to_str().and_then(|text| text.parse().ok())
    {
        return Ok(hash);
    }
    if !given.exists() {
        let message = format!("`{}` is neither a file nor a hash of a medium", given.display());
        return Err(Refusal::new(Code::NotFound, message, "`gascli media hash FILE` prints a file's hash").into());
    }
    let hashed = hash_file(given).with_context(|| format!("`{}` has no hash", given.display()))?;
    Ok(hashed.perceptual_hash.parse()?)
}
