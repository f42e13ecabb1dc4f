//! `gascli completions`: what shells offer at the TAB key.
//!
//! ```text
//!  TAB ──script of the shell──> `COMPLETE=zsh gascli -- WORDS…` ──answer──> clap's tree with values ──> candidates
//! ```

mod answer;
mod block;
mod install;
mod line;
mod place;
mod shell;
mod tree;
mod values;

use std::path::PathBuf;

use clap_complete::aot::Generator as _;

use super::{Answer, Context, output};
use crate::types::{Code, Hint};

pub(super) use answer::run_hidden;
use shell::Shell;
pub use tree::tree;

/// What to do with completions.
#[derive(Debug, clap::Subcommand)]
pub(super) enum CompletionsCommand {
    /// Put the script where your shell looks for it.
    ///
    /// No file of your own is edited without `--edit-rc`; lines that it needs are printed. The script asks the gascli on PATH
    /// at each TAB, and stays as it is when gascli is replaced.
    #[command(
        after_help = "Examples:\n  gascli completions install\n  gascli completions install --shell zsh --edit-rc\n  \
                            gascli completions install --dry-run"
    )]
    Install(InstallArgs),
    /// Take away what `install` has put there, our lines in start files included.
    #[command(after_help = "Example:\n  gascli completions uninstall --shell zsh")]
    Uninstall(UninstallArgs),
    /// Print the script of a shell, to be put anywhere.
    #[command(after_help = "Examples:\n  gascli completions print fish\n  gascli completions print bash --static")]
    Print {
        /// Which shell.
        shell: Shell,
        /// Print a script of fixed words instead, which asks nobody and knows no service.
        #[arg(long = "static")]
        fixed: bool,
    },
    /// Show which shells complete gascli; exit status 1 if yours does not.
    #[command(after_help = "Examples:\n  gascli completions status\n  gascli completions status --shell fish --json")]
    Status {
        /// Which shell is yours, instead of the one that SHELL names.
        #[arg(long)]
        shell: Option<Shell>,
    },
}

/// Arguments of `install`.
#[derive(Debug, clap::Args)]
pub(super) struct InstallArgs {
    /// For which shell, instead of the one that SHELL names.
    #[arg(long)]
    shell: Option<Shell>,
    /// Add a marked block of lines to the shell's start file too, where there is none.
    #[arg(long)]
    edit_rc: bool,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `uninstall`.
#[derive(Debug, clap::Args)]
pub(super) struct UninstallArgs {
    /// For which shell, instead of the one that SHELL names.
    #[arg(long)]
    shell: Option<Shell>,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// Why completions are not installed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CompletionsError {
    #[error("SHELL is not set: it does not tell which shell is yours")]
    NoShell,
    #[error("SHELL is `{0}`, for which there are no completions")]
    OtherShell(String),
    #[error("HOME is not set, or no absolute path")]
    NoHome,
    #[error("`{}` is not from gascli", .0.display())]
    NotOurs(PathBuf),
    #[error("`{}` has a marked block of gascli that somebody has edited: its first or its last line is missing", .0.display())]
    Torn(PathBuf),
    #[error("`{}` is a link to a file that is not there, or cannot be reached", .0.display())]
    DeadLink(PathBuf),
    #[error("`{}` belongs to another user", .0.display())]
    OtherOwner(PathBuf),
}

impl Hint for CompletionsError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoShell | Self::OtherShell(_) => {
                let words = Shell::ALL.map(Shell::word).join("`, `");
                format!("say it with `--shell`: `{words}`")
            }
            Self::NoHome => "`gascli completions print SHELL` prints the script, to be put anywhere".into(),
            Self::NotOurs(_) => "move it away first".into(),
            Self::DeadLink(_) => "mend the link or remove it first".into(),
            Self::OtherOwner(_) => "run as that user, without sudo".into(),
            Self::Torn(_) => "remove what is left of the block, from `# >>> gascli` to `# <<< gascli`".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoShell | Self::OtherShell(_) => Some(Code::Usage),
            Self::NoHome => Some(Code::ConfigInvalid),
            Self::NotOurs(_) => Some(Code::Exists),
            Self::Torn(_) => Some(Code::Damaged),
            Self::DeadLink(_) => Some(Code::NotFound),
            Self::OtherOwner(_) => Some(Code::PermissionDenied),
        }
    }
}

pub(super) fn run(context: &Context, command: &CompletionsCommand) -> anyhow::Result<Answer> {
    match command {
        CompletionsCommand::Install(args) => install::install(context, args),
        CompletionsCommand::Uninstall(args) => install::uninstall(context, args),
        CompletionsCommand::Print { shell, fixed } => print(context, *shell, *fixed),
        CompletionsCommand::Status { shell } => install::status(context, *shell),
    }
}

fn print(context: &Context, shell: Shell, fixed: bool) -> anyhow::Result<Answer> {
    let script = if fixed { fixed_script(shell)? } else { shell.script().to_owned() };
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "shell": shell, "script": script }))?;
    } else {
        output::bytes(script.as_bytes())?;
    }
    Ok(Answer::Yes)
}

fn fixed_script(shell: Shell) -> anyhow::Result<String> {
    let mut command = tree();
    command.set_bin_name("gascli");
    command.build();
    let mut script = Vec::new();
    shell.fixed().try_generate(&command, &mut script)?;
    Ok(String::from_utf8(script)?)
}

/// The shell that was asked for, else the one that `SHELL` names.
fn chosen(context: &Context, asked: Option<Shell>) -> Result<Shell, CompletionsError> {
    let program = || context.environment.get("SHELL").filter(|program| !program.is_empty());
    match (asked, program()) {
        (Some(shell), _) => Ok(shell),
        (None, Some(program)) => Shell::of(program).ok_or_else(|| CompletionsError::OtherShell(program.clone())),
        (None, None) => Err(CompletionsError::NoShell),
    }
}
