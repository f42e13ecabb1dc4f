//! `gascli model`: the models that score pictures, and how they come to this machine.

mod add;
mod list;
mod pull;
mod remove;
mod verify;

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Answer, Context};
use crate::config;
use crate::models::{Models, Progress};

/// Commands of models.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ModelCommand {
    /// Fetch a CLIP model from the Hugging Face hub.
    ///
    /// A fetch that was cut off goes on where it ended. Its files are compared with the hashes that the hub tells, and the
    /// model is opened once before it counts as here. What another program has fetched is taken from there.
    #[command(
        after_help = "Environment:\n  HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE, HF_TOKEN   as everywhere\n  \
                            MODELS_DIR   where models lie\n\n\
                            Examples:\n  gascli model pull clip-vit-base-patch32\n  \
                            gascli model pull laion/CLIP-ViT-B-32-laion2B-s34B-b79K@main"
    )]
    Pull(pull::PullArgs),
    /// List the models that can be used.
    ///
    /// Exit status 1 if one lacks files.
    #[command(after_help = "Examples:\n  gascli model list\n  gascli model list --json")]
    List,
    /// Compare models with the hashes of the files that came here.
    ///
    /// Exit status 1 if any file is gone or another.
    #[command(after_help = "Examples:\n  gascli model verify\n  gascli model verify clip-vit-base-patch32")]
    Verify(verify::VerifyArgs),
    /// Take a model from a folder, for machines without network.
    ///
    /// The folder holds config.json, model.safetensors, and tokenizer.json or vocab.json with merges.txt, as the hub has
    /// them. It is copied.
    #[command(after_help = "Example:\n  gascli model add /media/stick/clip --name clip-vit-base-patch32")]
    Add(add::AddArgs),
    /// Remove models from this machine.
    #[command(after_help = "Example:\n  gascli model remove laion/CLIP-ViT-B-32-laion2B-s34B-b79K --yes")]
    Remove(remove::RemoveArgs),
}

pub(super) fn run(context: &Context, command: &ModelCommand) -> anyhow::Result<Answer> {
    let models = config::models(&context.environment, &context.paths)?;
    match command {
        ModelCommand::Pull(args) => pull::run(context, &models, args),
        ModelCommand::List => list::run(context, &models),
        ModelCommand::Verify(args) => verify::run(context, &models, args),
        ModelCommand::Add(args) => add::run(context, &models, args),
        ModelCommand::Remove(args) => remove::run(context, &models, args),
    }
}

/// Shows what a pull is at, on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        Self(if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() })
    }

    fn show(&self, progress: Progress<'_>) {
        let style =
            |template: &str| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let words = |words: String| {
            self.0.set_style(style("{spinner} {msg}"));
            self.0.set_message(words);
            self.0.tick();
        };
        match progress {
            Progress::Waiting => words("another process changes the models; waiting for it".into()),
            Progress::File { name, had, bytes } => {
                self.0.set_style(style("{spinner} {msg} {bar:20} {binary_bytes} of {binary_total_bytes}, {eta}"));
                self.0.set_message(name.to_owned());
                self.0.reset();
                match bytes {
                    Some(bytes) => self.0.set_length(bytes),
                    None => self.0.unset_length(),
                }
                self.0.set_position(had);
            }
            Progress::Bytes(bytes) => self.0.inc(bytes),
            Progress::Checking(name) => words(format!("checking {name}")),
            Progress::Opening => words("opening the model".into()),
        }
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// The models that were named, else all on disk.
fn chosen(models: &Models, names: &[String]) -> Result<Vec<crate::models::ModelFolder>, crate::models::ModelError> {
    if names.is_empty() { models.list() } else { names.iter().map(|name| models.find(name)).collect() }
}
