//! `gascli init`: asks for what a node needs, writes its env file from the template, and tells what `info` says of it.
//!
//! ```text
//!  flags ─┐
//!  questions, on a terminal ─┼─ answers ──> template, filled in ──> file of mode 0600 ──> checked as `info` does
//!  environment, defaults ────┘ (answers, ask)                  (file)                         (report)
//! ```

mod answers;
mod ask;
mod file;
mod report;
mod services;
mod wallets;

use std::path::{Path, PathBuf};

use super::node;
use super::{Answer, Context, output};
use crate::config::Role;
use crate::types::{Code, Hint};

use answers::Interview;
use ask::Ask;

pub(super) const EXAMPLES: &str = "Examples:\n  gascli init\n  gascli init generator --network test\n  \
                                   gascli init validator --network finney --wallet-name mine --external-ip 203.0.113.7 --yes\n  \
                                   gascli init generator --dry-run";
pub(super) const MINER_EXAMPLES: &str = "Examples:\n  gascli generator init\n  \
                                         gascli generator init --network finney --wallet-name mine/default \
                                         --api-key-file OPEN_ROUTER_API_KEY=key.txt --yes";
pub(super) const VALIDATOR_EXAMPLES: &str = "Examples:\n  gascli validator init\n  gascli validator init --network finney \
                                             --wallet-name mine/default --external-ip 203.0.113.7 --yes";

/// Set up a miner or a validator: ask, write its env file, check it.
///
/// Every question is a flag too. Questions are asked on a terminal only; elsewhere, and with `--yes`, what is not given is
/// taken from the environment, else from the defaults. Exit status: 0 when the file is written and complete, 1 when it is
/// written but something is missing, 2 when nothing was written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct InitArgs {
    /// What to set up.
    #[arg(value_name = "ROLE")]
    role: Option<RoleWord>,
    /// The same as a flag.
    #[arg(long = "role", value_name = "ROLE", conflicts_with = "role")]
    role_flag: Option<RoleWord>,
    #[command(flatten)]
    answers: AnswerArgs,
    #[command(flatten)]
    services: ServiceArgs,
}

/// Flags of `generator init`.
#[derive(Debug, clap::Args)]
pub(super) struct MinerInit {
    #[command(flatten)]
    answers: AnswerArgs,
    #[command(flatten)]
    services: ServiceArgs,
}

/// A role on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RoleWord {
    /// A miner: makes images and videos for validators.
    #[value(aliases = ["gen", "g", "miner"])]
    Generator,
    /// A validator: challenges miners and sets weights.
    #[value(aliases = ["vali", "v"])]
    Validator,
}

/// Flags of every `init`: each one answers a question, or says how answers are had.
#[derive(Debug, clap::Args)]
pub(super) struct AnswerArgs {
    /// File or folder to write to, instead of the current folder.
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// Chain: finney, test, `local:PATH`, or the address of a node.
    #[arg(long, visible_alias = "chain-endpoint", value_name = "ENDPOINT")]
    network: Option<String>,
    /// Number of the subnet, where the chain does not tell.
    #[arg(long, value_name = "N")]
    netuid: Option<String>,
    /// Folder of all wallets.
    #[arg(long, value_name = "FOLDER")]
    wallet_path: Option<PathBuf>,
    /// Wallet, or WALLET/HOTKEY.
    #[arg(long, value_name = "NAME")]
    wallet_name: Option<String>,
    /// Hotkey within the wallet.
    #[arg(long, value_name = "NAME")]
    wallet_hotkey: Option<String>,
    /// Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525).
    #[arg(long, value_name = "PORT")]
    port: Option<String>,
    /// Address under which the others reach this machine.
    #[arg(long, value_name = "IP")]
    external_ip: Option<String>,
    /// A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the
    /// machine could read it. One that is set in the environment is taken from there.
    #[arg(long, value_name = "KEY=FILE")]
    api_key_file: Vec<String>,
    /// Ask nothing: take defaults for what is not given.
    #[arg(short, long)]
    yes: bool,
    /// Replace a file that is there; the old one is kept beside it.
    #[arg(long)]
    force: bool,
    /// Write nothing: print the file, without its secrets.
    #[arg(long)]
    dry_run: bool,
}

/// Flags that answer questions about a miner alone.
#[derive(Debug, Default, clap::Args)]
pub(super) struct ServiceArgs {
    /// Service that makes a miner's images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains.
    #[arg(long, value_name = "SERVICE")]
    image_service: Option<String>,
    /// Service that makes a miner's videos: openrouter, runway, `none`, or demo on `local:` chains.
    #[arg(long, value_name = "SERVICE")]
    video_service: Option<String>,
}

impl AnswerArgs {
    /// Whether nothing was said but where to write to.
    fn is_bare(&self) -> bool {
        let texts =
            [&self.network, &self.netuid, &self.wallet_name, &self.wallet_hotkey, &self.port, &self.external_ip];
        texts.iter().all(|text| text.is_none())
            && self.wallet_path.is_none()
            && self.api_key_file.is_empty()
            && !self.yes
            && !output::forbids_asking()
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum InitError {
    /// Nobody is there to be asked.
    #[error("what is to be set up was not said, and nobody is there to be asked")]
    NoRole,
    /// `--no-input` without these.
    #[error("`--no-input` was given, but not {}", list(.0))]
    Unanswered(Vec<&'static str>),
    /// It is somebody's work.
    #[error("`{}` exists already, and is left as it is", .0.display())]
    Exists(PathBuf),
    /// Values that no file should hold.
    #[error("{}", .0.join("; "))]
    Refused(Vec<String>),
}

impl Hint for InitError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoRole => Some("`gascli init generator` or `gascli init validator`".into()),
            Self::Unanswered(_) => Some("give them; or `--yes` takes the defaults".into()),
            Self::Exists(_) => {
                Some("`--path FILE` writes elsewhere; `--force` replaces it and keeps the old one beside it".into())
            }
            Self::Refused(_) => Some("nothing was written".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoRole | Self::Unanswered(_) => Some(Code::InputNeeded),
            Self::Exists(_) => Some(Code::Exists),
            Self::Refused(_) => Some(Code::InvalidInput),
        }
    }
}

fn list(flags: &[&str]) -> String {
    flags.iter().map(|flag| format!("`{flag}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn run(context: &Context, args: &InitArgs) -> anyhow::Result<Answer> {
    let role = args.role.or(args.role_flag).map(|word| match word {
        RoleWord::Generator => Role::Generator,
        RoleWord::Validator => Role::Validator,
    });
    set_up(context, role, &args.answers, &args.services, false)
}

pub(super) fn generator(context: &Context, args: &MinerInit) -> anyhow::Result<Answer> {
    set_up(context, Some(Role::Generator), &args.answers, &args.services, true)
}

pub(super) fn validator(context: &Context, args: &AnswerArgs) -> anyhow::Result<Answer> {
    set_up(context, Some(Role::Validator), args, &ServiceArgs::default(), true)
}

/// Sets a node up. With `may_be_plain`, nothing said and nobody to ask means: the template as it is.
fn set_up(
    context: &Context,
    role: Option<Role>,
    args: &AnswerArgs,
    services: &ServiceArgs,
    may_be_plain: bool,
) -> anyhow::Result<Answer> {
    let ask = if args.yes || output::forbids_asking() { None } else { Ask::here(context) };
    let role = match (role, &ask) {
        (Some(role), _) => role,
        (None, Some(ask)) => asked_role(ask)?,
        (None, None) if output::forbids_asking() => return Err(InitError::Unanswered(vec!["--role"]).into()),
        (None, None) => return Err(InitError::NoRole.into()),
    };
    let path = target(role, args.path.as_deref())?;
    if !args.dry_run && !args.force && path.symlink_metadata().is_ok() {
        return Err(InitError::Exists(path).into()); // before anybody has answered anything
    }
    let is_bare = args.is_bare() && services.image_service.is_none() && services.video_service.is_none();
    if may_be_plain && ask.is_none() && is_bare {
        return plain(context, role, args, &path);
    }
    let answers = Interview::new(context, role, args, services, ask.as_ref())?.run()?;
    if args.dry_run {
        let text = file::masked(role, &answers.values);
        return report::dry_run(context, &path, &text);
    }
    let kept = file::write(&path, &file::filled(role, &answers.values), args.force)?;
    report::written(context, role, &path, kept.as_deref(), &answers)
}

fn asked_role(ask: &Ask) -> anyhow::Result<Role> {
    let items = [
        "generator   a miner: makes images and videos for validators",
        "validator   challenges miners, checks what they deliver, sets weights",
    ];
    let chosen = ask.choose("What is to be set up", &items.map(str::to_owned), 0)?;
    Ok([Role::Generator, Role::Validator][chosen])
}

/// The file to write: as given, in the current folder without more.
fn target(role: Role, path: Option<&Path>) -> anyhow::Result<PathBuf> {
    let cwd = node::current_folder()?;
    let mut path = path.map_or_else(|| cwd.join(role.env_file()), |path| cwd.join(path));
    if path.is_dir() {
        path.push(role.env_file());
    }
    Ok(path)
}

/// Writes the template as it is, for whoever edits files.
fn plain(context: &Context, role: Role, args: &AnswerArgs, path: &Path) -> anyhow::Result<Answer> {
    if args.dry_run {
        return report::dry_run(context, path, role.template());
    }
    let kept = file::write(path, role.template(), args.force)?;
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "written": path, "kept": kept }))?;
        return Ok(Answer::Yes);
    }
    let edit = match role {
        Role::Generator => "an API key, BT_WALLET_NAME, BT_WALLET_HOTKEY",
        Role::Validator => "WALLET_NAME, WALLET_HOTKEY, EXTERNAL_IP",
    };
    let role = role.as_str();
    report::told_path("wrote", path)?;
    if let Some(kept) = kept {
        report::told_path("the old one is", &kept)?;
    }
    output::line(format_args!("next: edit it ({edit}),\nlook with `gascli {role} info`, then `gascli {role} start`"))?;
    Ok(Answer::Yes)
}
