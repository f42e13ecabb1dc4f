//! `gascli discriminator`: models that tell real media from made ones (`spec/gas.md` 14 and 15.3).

mod benchmark;
mod performance;
mod push;

use std::path::{Path, PathBuf};

use super::{Answer, Context};
use crate::protocol::discriminator::Medium;
use crate::types::{Code, Hint};

/// Commands of discriminators.
#[derive(Debug, clap::Subcommand)]
pub(super) enum DiscriminatorCommand {
    /// Check models, submit them and register them on chain; a second run goes on where the first one stopped.
    #[command(visible_alias = "push-discriminator", after_help = push::EXAMPLES)]
    Push(push::PushArgs),
    /// Show how the submitted models do: exams, benchmarks, scores.
    #[command(visible_alias = "perf", after_help = performance::EXAMPLES)]
    Performance(performance::PerformanceArgs),
    /// Run the network's benchmark, `gasbench`, on this machine.
    #[command(after_help = benchmark::EXAMPLES)]
    Benchmark(benchmark::BenchmarkArgs),
}

/// Which models, by what they judge.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::struct_field_names, reason = "the names of the flags")]
struct Models {
    /// Archive (ZIP) of the model that judges images.
    #[arg(long, value_name = "FILE")]
    image_model: Option<PathBuf>,
    /// Archive of the model that judges videos.
    #[arg(long, value_name = "FILE")]
    video_model: Option<PathBuf>,
    /// Archive of the model that judges audio.
    #[arg(long, value_name = "FILE")]
    audio_model: Option<PathBuf>,
}

impl Models {
    /// Those that were given, in the order in which they are submitted.
    fn given(&self) -> Result<Vec<(Medium, &Path)>, DiscriminatorError> {
        let files = [&self.image_model, &self.video_model, &self.audio_model];
        let given: Vec<_> =
            Medium::ALL.into_iter().zip(files).filter_map(|(medium, file)| Some((medium, file.as_deref()?))).collect();
        if given.is_empty() { Err(DiscriminatorError::NoModel) } else { Ok(given) }
    }
}

/// What keeps these commands from beginning.
#[derive(Debug, thiserror::Error)]
pub(super) enum DiscriminatorError {
    /// Nothing to do.
    #[error("no model is given")]
    NoModel,
    /// The network has no such competition.
    #[error("the vertical `human` takes no audio")]
    HumanAudio,
    /// Submissions are counted.
    #[error("this submits models, of which a round has three for each modality, and nobody can be asked")]
    NeedsYes,
    /// The benchmark is a program of the network's.
    #[error("`gasbench` is not on this machine")]
    NoProgram,
}

impl Hint for DiscriminatorError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoModel => "give --image-model, --video-model or --audio-model FILE".into(),
            Self::HumanAudio => "push the audio model by itself, with `--vertical general`".into(),
            Self::NeedsYes => "add `--yes`".into(),
            Self::NoProgram => "it is the network's own program, in Python: `uv tool install \
                                git+https://github.com/BitMind-AI/gasbench`, then see that it is on the PATH"
                .into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoModel | Self::HumanAudio => Some(Code::Usage),
            Self::NeedsYes => Some(Code::InputNeeded),
            Self::NoProgram => Some(Code::Unsupported),
        }
    }
}

pub(super) fn run(context: &Context, command: DiscriminatorCommand) -> anyhow::Result<Answer> {
    match command {
        DiscriminatorCommand::Push(args) => push::run(context, &args),
        DiscriminatorCommand::Performance(args) => performance::run(context, &args),
        DiscriminatorCommand::Benchmark(args) => benchmark::run(&args),
    }
}
