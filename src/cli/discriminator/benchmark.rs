//! `gascli discriminator benchmark`: the network's own benchmark, run here (`spec/gas.md` 14.3).

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::super::Answer;
use super::{DiscriminatorError, Models};

pub(super) const EXAMPLES: &str = "Runs `gasbench run --image-model FILE …` once for each model; what follows `--`, and every flag that is not known here, goes \
     to it. Its exit status is that of the first run that fails.\n\nExamples:\n  gascli discriminator benchmark --image-model \
     image.zip --debug\n  gascli discriminator benchmark --video-model video.zip -- --batch-size 8";

const PROGRAM: &str = "gasbench";

/// How often the program and the signals are looked at.
const TICK: Duration = Duration::from_millis(50);

/// Arguments of `benchmark`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct BenchmarkArgs {
    #[command(flatten)]
    models: Models,
    /// What `gasbench` gets besides.
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

pub(super) fn run(args: &BenchmarkArgs) -> anyhow::Result<Answer> {
    let (models, rest) = sorted(args.models.clone(), &args.rest);
    let signals = Signals::take()?;
    for (medium, path) in models.given()? {
        let mut command = Command::new(PROGRAM);
        command.arg("run").arg(format!("--{medium}-model")).arg(path).args(&rest);
        let child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow::Error::from(DiscriminatorError::NoProgram),
            _ => anyhow::Error::from(error).context(format!("cannot run `{PROGRAM}`")),
        })?;
        let status = signals.wait(child).with_context(|| format!("cannot wait for `{PROGRAM}`"))?;
        if !status.success() {
            return Ok(answer(status));
        }
    }
    Ok(Answer::Yes)
}

/// How the program ended, as this one shall end.
fn answer(status: ExitStatus) -> Answer {
    let number = |number: Option<i32>| number.and_then(|number| u8::try_from(number).ok());
    match (number(status.code()), number(status.signal())) {
        (Some(code), _) => Answer::Status(code),
        (None, Some(signal)) => Answer::Signal(signal),
        (None, None) => Answer::No,
    }
}

/// Models may also be named behind flags that are not known here.
fn sorted(mut models: Models, given: &[OsString]) -> (Models, Vec<OsString>) {
    let mut rest = Vec::new();
    let mut given = given.iter();
    while let Some(argument) = given.next() {
        if argument == "--" {
            rest.extend(given.cloned());
            break;
        }
        let (flag, value) = match argument.to_str().and_then(|text| text.split_once('=')) {
            Some((flag, value)) => (OsStr::new(flag), Some(OsString::from(value))),
            None => (argument.as_os_str(), None),
        };
        let place = match flag.to_str() {
            Some("--image-model") => &mut models.image_model,
            Some("--video-model") => &mut models.video_model,
            Some("--audio-model") => &mut models.audio_model,
            _ => {
                rest.push(argument.clone());
                continue;
            }
        };
        *place = value.or_else(|| given.next().cloned()).map(Into::into);
    }
    (models, rest)
}

/// Signals that are for the program, too.
struct Signals(Vec<(Signal, Arc<AtomicBool>)>);

impl Signals {
    fn take() -> io::Result<Self> {
        let take = |(number, signal): (i32, Signal)| {
            let came = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(number, Arc::clone(&came))?;
            Ok((signal, came))
        };
        let signals = [(SIGINT, Signal::SIGINT), (SIGTERM, Signal::SIGTERM), (SIGHUP, Signal::SIGHUP)];
        signals.into_iter().map(take).collect::<io::Result<_>>().map(Self)
    }

    /// Waits until the program has ended, however long it takes: a benchmark takes hours, and Ctrl-C ends it.
    fn wait(&self, mut child: Child) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            for (signal, came) in &self.0 {
                // A terminal has told the program itself.
                let is_told = *signal == Signal::SIGINT && io::stdin().is_terminal();
                if came.swap(false, Ordering::Relaxed) && !is_told {
                    let pid = i32::try_from(child.id()).map(Pid::from_raw).map_err(io::Error::other)?;
                    kill(pid, *signal)?;
                }
            }
            std::thread::sleep(TICK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_told_from_what_is_for_the_benchmark_wherever_they_stand() {
        let given = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let (models, rest) =
            sorted(Models::default(), &given("--debug --image-model a.zip --video-model=b.zip -- --audio-model c"));
        let found: Vec<_> =
            models.given().unwrap().into_iter().map(|(medium, path)| format!("{medium} {}", path.display())).collect();
        assert_eq!(found, ["image a.zip", "video b.zip"]);
        assert_eq!(rest, given("--debug --audio-model c"));
    }
}
