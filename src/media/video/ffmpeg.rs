//! Films of other codecs and containers, by way of the `ffmpeg` and `ffprobe` of this machine.
//!
//! No shell, no network: the film is their standard input, and which container it is, is told them, so that no playlist is
//! taken for a film. They run below the bounds of the helper process that starts them (`isolation`).

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use image::{DynamicImage, RgbImage};
use nix::sys::resource::{UsageWho, getrusage};
use serde::Deserialize;

use super::isolation::{MAX_CPU, PASSED_ON, killed};
use super::supervise::{self, Ended, Ends};
use super::{Codec, FilmError};
use crate::media::{Dimensions, Format};

/// How long each of the two is waited for, on a busy machine. Their processor time is what is bounded (`isolation`).
const LIMIT: Duration = Duration::from_secs(140);

/// How long each may take to tell its version.
const GREETING: Duration = Duration::from_secs(10);

/// Exit codes by which a program says, or is said to say, that it could not be run.
const NOT_RUN: [i32; 2] = [126, 127];

/// Exit code of `ffmpeg` that was asked to end by a signal.
const SIGNALLED: i32 = 255;

/// Longest answer of `ffprobe`.
const MAX_ANSWER: u64 = 1 << 20;

/// Facts of a film.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) codec: Codec,
    pub(super) dimensions: Dimensions,
    pub(super) frames: u32,
    pub(super) duration: Duration,
    pub(super) has_audio: bool,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Option<Container>,
}

#[derive(Deserialize)]
struct Stream {
    codec_type: Option<String>,
    codec_name: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    nb_read_packets: Option<String>,
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Container {
    duration: Option<String>,
}

/// Whether this machine has the programs that films of other codecs need, and they start. Blocks for a moment.
pub fn has_ffmpeg() -> bool {
    let starts = |name: &str| {
        let mut command = Command::new(name);
        command.arg("-version").stdin(Stdio::null());
        let read = |output: &mut ChildStdout| io::copy(output, &mut io::sink());
        let ended = supervise::run(&mut command, GREETING, Ends::Alone, read);
        // One that is slow is there.
        ended.is_ok_and(|ended| ended.timed_out || ended.cut_short || ended.status.success())
    };
    starts("ffmpeg") && starts("ffprobe")
}

/// Asks `ffprobe` for the facts of a film. `None` if there is none on the PATH.
pub(super) fn look(file: &File, format: Format) -> Result<Option<Facts>, FilmError> {
    let mut command = program("ffprobe", file)?;
    command.args(["-v", "quiet", "-protocol_whitelist", "file,pipe"]).args(demuxer(format));
    command.args(["-count_packets", "-show_entries"]);
    command.arg("stream=codec_type,codec_name,width,height,nb_read_packets,duration:format=duration");
    command.args(["-of", "json", "/dev/fd/0"]);
    let mut answer = Vec::new();
    let read = |output: &mut ChildStdout| output.take(MAX_ANSWER).read_to_end(&mut answer);
    let Some((ended, fault)) = run("ffprobe", &mut command, read)? else { return Ok(None) };
    if let Some(fault) = fault {
        return Err(fault);
    }
    if answer.is_empty() {
        // What it refuses, it answers with `{ }`.
        return Err(FilmError::Ours(format!("ffprobe says nothing ({})", ended.status)));
    }
    let refused = || FilmError::Structure("ffprobe cannot read it".into());
    let answer: Answer = serde_json::from_slice(&answer).map_err(|_| refused())?;
    if answer.streams.is_empty() && !ended.status.success() {
        return Err(refused());
    }
    facts(answer).map(Some)
}

/// How a program ended, and what that means where it has not told everything.
type Told<T> = (Ended<T>, Option<FilmError>);

/// Runs one of the two. `None` if it is not on the PATH; else how it ended, and what that means where it has not told
/// everything.
fn run<T>(
    name: &str,
    command: &mut Command,
    read: impl FnOnce(&mut ChildStdout) -> T,
) -> Result<Option<Told<T>>, FilmError> {
    let before = spent();
    let ended = match supervise::run(command, LIMIT, Ends::Alone, read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FilmError::ours(&format!("running {name}"), &error)),
        Ok(ended) => ended,
    };
    let status = ended.status;
    let fault = if ended.cut_short {
        None // it had told what it had to tell
    } else if spent().saturating_sub(before) + Duration::from_secs(1) >= MAX_CPU {
        Some(FilmError::Endless(MAX_CPU.as_secs())) // however it took that
    } else if ended.timed_out {
        Some(FilmError::Ours(format!("{name} did not end within {} s", LIMIT.as_secs())))
    } else if status.code().is_some_and(|code| NOT_RUN.contains(&code)) {
        Some(FilmError::Ours(format!("{name} does not start ({status})")))
    } else if status.code() == Some(SIGNALLED) {
        Some(FilmError::Ours(format!("{name} was asked to end ({status})")))
    } else {
        killed(status)
    };
    Ok(Some((ended, fault)))
}

/// Processor time of the programs that have ended. In the helper, only one runs at a time.
fn spent() -> Duration {
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return Duration::ZERO };
    let (user, system) = (usage.user_time(), usage.system_time());
    let seconds = user.tv_sec() + system.tv_sec();
    let micros = user.tv_usec() + system.tv_usec();
    Duration::from_secs(u64::try_from(seconds).unwrap_or(0)) + Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

fn facts(answer: Answer) -> Result<Facts, FilmError> {
    let is = |stream: &Stream, kind: &str| stream.codec_type.as_deref() == Some(kind);
    let has_audio = answer.streams.iter().any(|stream| is(stream, "audio"));
    let film = answer.streams.iter().find(|stream| is(stream, "video")).ok_or(FilmError::NoPictures)?;
    let container = answer.format.and_then(|format| format.duration);
    let seconds = film.duration.as_deref().or(container.as_deref()).and_then(|text| text.parse::<f64>().ok());
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).unwrap_or_default();
    let frames = film.nb_read_packets.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(Facts {
        codec: Codec::named(film.codec_name.as_deref().unwrap_or("unknown")),
        dimensions: Dimensions { width: film.width.unwrap_or(0), height: film.height.unwrap_or(0) },
        frames,
        duration,
        has_audio,
    })
}

/// Decodes the `wanted` frames, in order, as many as there are. `None` if there is no `ffmpeg` on the PATH.
pub(super) fn frames(
    file: &File,
    format: Format,
    size: Dimensions,
    wanted: &[u32],
) -> Result<Option<Vec<DynamicImage>>, FilmError> {
    let mut select = String::from("select='");
    for (at, frame) in wanted.iter().enumerate() {
        let _ = write!(select, "{}eq(n,{frame})", if at > 0 { "+" } else { "" });
    }
    // Times that follow each other, so that none is repeated to fill the gaps between them.
    let _ = write!(select, "',setpts=N/FRAME_RATE/TB,scale={}:{}", size.width, size.height);
    let mut command = program("ffmpeg", file)?;
    command.args(["-nostdin", "-v", "quiet", "-filter_threads", "1"]);
    command.args(["-threads", "2", "-noautorotate", "-protocol_whitelist", "file,pipe"]).args(demuxer(format));
    command.args(["-i", "/dev/fd/0", "-map", "0:v:0", "-vf", &select, "-frames:v", &wanted.len().to_string()]);
    // What writes the pixels would else take a thread per core, and memory for each.
    command.args(["-threads", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]);
    let read = |output: &mut ChildStdout| {
        let mut found = Vec::new();
        while found.len() < wanted.len() {
            let mut bytes = vec![0; size.width as usize * size.height as usize * 3];
            if output.read_exact(&mut bytes).is_err() {
                break; // those that are missing cannot be decoded
            }
            found.extend(RgbImage::from_raw(size.width, size.height, bytes).map(DynamicImage::ImageRgb8));
        }
        found
    };
    let Some((ended, fault)) = run("ffmpeg", &mut command, read)? else { return Ok(None) };
    match fault {
        Some(fault) if ended.read.len() < wanted.len() => Err(fault),
        _ => Ok(Some(ended.read)),
    }
}

fn program(name: &str, file: &File) -> Result<Command, FilmError> {
    let input = file.try_clone().map_err(|error| FilmError::ours("passing the film on", &error))?;
    let mut command = Command::new(name);
    // The same memory on a machine of many cores as on others.
    command.stdin(Stdio::from(input)).env_clear().env("MALLOC_ARENA_MAX", "2");
    command.envs(PASSED_ON.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    Ok(command)
}

/// What reads a container, as both programs are told. Frames that an edit list hides are counted and seen, as in the films
/// whose tables we read ourselves.
const fn demuxer(format: Format) -> &'static [&'static str] {
    match format {
        Format::Webm => &["-f", "matroska"],
        Format::Avi => &["-f", "avi"],
        _ => &["-f", "mov", "-ignore_editlist", "1"],
    }
}
