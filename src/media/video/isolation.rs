//! Films are looked at in a process of its own, which may crash, run away or want memory without harm to ours.
//!
//! Over its standard output comes a line of JSON, then the frames as bytes (RGB). A start costs about as much as decoding
//! two frames.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::process::{ChildStdout, Command, ExitCode, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use image::{DynamicImage, RgbImage};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::Signal;
use serde::{Deserialize, Serialize};

use super::film::{KEPT, MAX_FILM_BYTES, check_size};
use super::supervise::{self, Ends};
use super::watch::watch;
use super::{Codec, Film, FilmError};
use crate::media::{Dimensions, Format};
use crate::types::caught;

/// The word by which the binary knows that it is a helper.
const VERB: &str = "watch-film";

/// Memory of the helper, and of each program that it starts. Sixteen frames of 4K, which a decoder may keep, and the
/// eight that are kept have 400 MiB.
const MAX_MEMORY: u64 = 2 << 30;

/// Processor time of the helper, and of each program that it starts.
pub(super) const MAX_CPU: Duration = Duration::from_mins(2);

/// How long it is waited for: a busy machine is not the film's fault.
const PATIENCE: Duration = Duration::from_mins(5);

/// Files that the helper may have open.
const MAX_FILES: u64 = 64;

/// Longest line before the frames.
const MAX_LINE: u64 = 64 << 10;

/// Films up to here are passed on in memory, longer ones in a file.
const IN_MEMORY: u64 = 64 << 20;

/// Variables that helpers get, and programs that read films; keys of services are not among them.
pub(super) const PASSED_ON: [&str; 4] = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "RUST_BACKTRACE"];

/// The program whose `watch-film` looks at films.
static HELPER: OnceLock<OsString> = OnceLock::new();

/// From now on, films are looked at by this program's hidden verb: the binary names itself. Where nobody does, as in
/// programs that use the library, they are looked at within the process.
pub fn isolate(program: impl Into<OsString>) {
    let _ = HELPER.set(program.into()); // the first stays
}

/// What the helper says, before the frames.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Report {
    Film(Facts),
    Fault(FilmError),
}

#[derive(Debug, Serialize, Deserialize)]
struct Facts {
    dimensions: Dimensions,
    duration: Duration,
    frame_count: u32,
    has_audio: bool,
    codec: Codec,
    frames: u32,
}

/// Looks at a film of this container, from its start. An error of the outer kind is one of reading `medium`.
pub(in crate::media) fn examine(
    medium: &mut (impl Read + Seek),
    format: Format,
) -> io::Result<Result<Film, FilmError>> {
    let length = medium.seek(io::SeekFrom::End(0))?;
    medium.rewind()?;
    if length > MAX_FILM_BYTES {
        return Ok(Err(FilmError::Structure(format!("it has {length} bytes, more than {MAX_FILM_BYTES}"))));
    }
    let mut file = match nameless(length) {
        Ok(file) => file,
        Err(error) => return Ok(Err(FilmError::ours("making room for it", &error))),
    };
    if let Err(error) = pour(medium, &mut file)? {
        return Ok(Err(FilmError::ours("copying it", &error)));
    }
    Ok(match HELPER.get() {
        Some(program) => ask(program, file, format),
        None => caught(|| watch(file, format)).unwrap_or_else(|words| Err(FilmError::Crashed(words))),
    })
}

/// A file that is gone when it is closed.
fn nameless(length: u64) -> io::Result<File> {
    if length > IN_MEMORY {
        return tempfile::tempfile();
    }
    Ok(File::from(memfd_create(c"film", MFdFlags::MFD_CLOEXEC)?))
}

/// Copies all of `medium`; the outer error is of reading, the inner of writing.
fn pour(medium: &mut impl Read, file: &mut File) -> io::Result<io::Result<()>> {
    let mut part = vec![0; 256 << 10];
    loop {
        let read = match medium.read(&mut part) {
            Ok(0) => return Ok(file.rewind()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if let Err(error) = file.write_all(&part[..read]) {
            return Ok(Err(error));
        }
    }
}

/// Has a helper look at it.
fn ask(program: &OsString, file: File, format: Format) -> Result<Film, FilmError> {
    let mut command = Command::new(program);
    command.args([VERB, format.extension()]).stdin(Stdio::from(file)).current_dir("/").env_clear();
    command.envs(PASSED_ON.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    let ended = supervise::run(&mut command, PATIENCE, Ends::WithItsGroup, hear);
    let ended = ended.map_err(|error| FilmError::ours("starting a helper", &error))?;
    match ended.read {
        Ok(report) => report,
        Err(_) if ended.timed_out => Err(FilmError::Ours(format!("no answer within {} s", PATIENCE.as_secs()))),
        Err(error) => Err(fate(ended.status, &error)),
    }
}

/// What it means that a helper ended before it had told everything.
fn fate(status: ExitStatus, error: &io::Error) -> FilmError {
    let fault = killed(status);
    fault.unwrap_or_else(|| FilmError::Ours(format!("its helper ended early ({status}): {error}")))
}

/// What it means that a signal ended a program that looked at a film; `None` if none did.
pub(super) fn killed(status: ExitStatus) -> Option<FilmError> {
    Some(match Signal::try_from(status.signal()?) {
        Ok(Signal::SIGXCPU) => FilmError::Endless(MAX_CPU.as_secs()),
        Ok(
            signal @ (Signal::SIGSEGV
            | Signal::SIGBUS
            | Signal::SIGABRT
            | Signal::SIGILL
            | Signal::SIGFPE
            | Signal::SIGTRAP
            | Signal::SIGSYS),
        ) => FilmError::Crashed(format!("it ended with {signal}")),
        // From outside: the machine is short of memory, or shuts down.
        _ => FilmError::Ours(format!("what looked at it was killed ({status})")),
    })
}

fn hear(output: &mut ChildStdout) -> io::Result<Result<Film, FilmError>> {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    output.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
    let facts = match serde_json::from_slice(&line)? {
        Report::Film(facts) => facts,
        Report::Fault(fault) => return Ok(Err(fault)),
    };
    // The helper has run what strangers sent: its word is not taken for more than it can be.
    let Ok(pixels) = check_size(facts.dimensions, 1) else {
        return Err(io::Error::other("a size that is none"));
    };
    let mut frames = Vec::new();
    for _ in 0..facts.frames.min(KEPT) {
        let mut bytes = vec![0; usize::try_from(pixels * 3).map_err(io::Error::other)?];
        output.read_exact(&mut bytes)?;
        let picture = RgbImage::from_raw(facts.dimensions.width, facts.dimensions.height, bytes);
        frames.extend(picture.map(DynamicImage::ImageRgb8));
    }
    let Facts { dimensions, duration, frame_count, has_audio, codec, .. } = facts;
    Ok(Ok(Film { dimensions, duration, frame_count, has_audio, codec, frames }))
}

/// Is a helper if the arguments (without the program) are those of one.
pub fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    let [verb, format] = arguments else { return None };
    if verb != VERB {
        return None;
    }
    let format = [Format::Mp4, Format::Mov, Format::ThreeGp, Format::Webm, Format::Avi]
        .into_iter()
        .find(|known| format.to_str() == Some(known.extension()))?;
    Some(help(format).map_or(ExitCode::from(2), |()| ExitCode::SUCCESS))
}

fn help(format: Format) -> io::Result<()> {
    let out = &mut io::stdout().lock();
    // Before anything of the film is read.
    let file = match confine() {
        Ok(file) => file,
        Err(error) => return tell(Err(FilmError::ours("setting its bounds", &error)), out),
    };
    std::panic::set_hook(Box::new(|_| {}));
    let found = caught(|| watch(file, format)).unwrap_or_else(|words| Err(FilmError::Crashed(words)));
    tell(found, out)
}

/// Sets the bounds of this process, within those that it has already, and takes the film.
fn confine() -> io::Result<File> {
    let cpu = MAX_CPU.as_secs();
    for (resource, soft, hard) in [
        (Resource::RLIMIT_AS, MAX_MEMORY, MAX_MEMORY),
        (Resource::RLIMIT_CPU, cpu, cpu + 5),
        (Resource::RLIMIT_CORE, 0, 0),
        (Resource::RLIMIT_FSIZE, 0, 0),
        (Resource::RLIMIT_NOFILE, MAX_FILES, MAX_FILES),
    ] {
        let (_, most) = getrlimit(resource)?;
        setrlimit(resource, soft.min(most), hard.min(most))?;
    }
    nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

fn tell(found: Result<Film, FilmError>, out: &mut impl Write) -> io::Result<()> {
    let (report, frames) = match found {
        Err(fault) => (Report::Fault(fault), Vec::new()),
        Ok(Film { dimensions, duration, frame_count, has_audio, codec, frames }) => {
            let count = u32::try_from(frames.len()).unwrap_or(0);
            (Report::Film(Facts { dimensions, duration, frame_count, has_audio, codec, frames: count }), frames)
        }
    };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")?;
    for frame in frames {
        out.write_all(frame.into_rgb8().as_raw())?;
    }
    out.flush()
}
