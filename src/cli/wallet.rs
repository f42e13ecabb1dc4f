//! `gascli wallet`: hotkeys on this machine. Coldkeys are never opened.

mod check;
mod list;
mod message;
mod new;
mod phrase;
mod show;
mod sign;
mod verify;

use std::path::{Path, PathBuf};

use super::args::LAST;
use super::error::Refusal;
use super::{Answer, Context, password};
use crate::chain::wallet::{self, Finding, Passwords, Severity};
use crate::types::{Code, Secret};

/// Arguments of `wallet`.
#[derive(Debug, clap::Args)]
pub(super) struct WalletArgs {
    #[command(subcommand)]
    command: WalletCommand,
    /// Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`.
    #[arg(long, global = true, value_name = "FOLDER", display_order = LAST)]
    wallet_path: Option<PathBuf>,
}

/// Commands of wallets.
#[derive(Debug, clap::Subcommand)]
enum WalletCommand {
    /// List all wallets and hotkeys with their keys, protection, modes and what is odd.
    #[command(visible_alias = "ls", after_help = "Examples:\n  gascli wallet list\n  gascli wallet list --json")]
    List,
    /// Show a wallet, or one hotkey of it.
    #[command(after_help = "Examples:\n  gascli wallet show mine\n  gascli wallet show mine/default --json")]
    Show(show::ShowArgs),
    /// Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong.
    ///
    /// Coldkeys are not opened: only their mode, owner and size are looked at.
    #[command(after_help = "Examples:\n  gascli wallet check\n  gascli wallet check mine/default --open")]
    Check(check::CheckArgs),
    /// Sign a message with a hotkey.
    #[command(after_help = sign::EXAMPLES)]
    Sign(sign::SignArgs),
    /// Check a signature: exit status 0 if it is the hotkey's over this message, 1 if not.
    ///
    /// A message that was signed wrapped in `<Bytes>`, as browser wallets do, is recognised.
    #[command(after_help = verify::EXAMPLES)]
    Verify(verify::VerifyArgs),
    /// Make a hotkey, with a recovery phrase that is shown once.
    ///
    /// Coldkeys are not made here: `btcli wallet new-coldkey` does that, best on another machine. A daemon needs none.
    #[command(after_help = new::EXAMPLES)]
    New(new::NewArgs),
}

pub(super) fn run(context: &Context, args: &WalletArgs) -> anyhow::Result<Answer> {
    let folder = folder(context, args.wallet_path.as_deref());
    match &args.command {
        WalletCommand::List => list::run(context, &folder),
        WalletCommand::Show(args) => show::run(context, &folder, args),
        WalletCommand::Check(args) => check::run(context, &folder, args),
        WalletCommand::Sign(args) => sign::run(context, &folder, args),
        WalletCommand::Verify(args) => verify::run(context, &folder, args),
        WalletCommand::New(args) => new::run(context, &folder, args),
    }
}

/// Whether [`make`] can show a recovery phrase here.
pub(super) fn can_make(context: &Context) -> bool {
    new::can_show(context)
}

/// Makes a hotkey as `wallet new WALLET/HOTKEY` does.
pub(super) fn make(context: &Context, folder: &Path, name: &str) -> anyhow::Result<()> {
    new::run(context, folder, &new::NewArgs::plain(name)).map(|_| ())
}

/// A variable that is set and not empty.
fn variable<'a>(context: &'a Context, names: &[&str]) -> Option<&'a str> {
    let set = |name: &&str| context.environment.get(*name).map(|text| text.trim()).filter(|text| !text.is_empty());
    names.iter().find_map(set)
}

/// The folder of all wallets: as given, else by the environment, else the network's usual one.
pub(super) fn folder(context: &Context, given: Option<&Path>) -> PathBuf {
    let set = || Path::new(variable(context, &["BT_WALLET_PATH", "WALLET_PATH"]).unwrap_or("~/.bittensor/wallets"));
    let folder = home_of(context, given.unwrap_or_else(set));
    std::path::absolute(&folder).unwrap_or(folder)
}

fn home_of(context: &Context, path: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(below) => Path::new(variable(context, &["HOME"]).unwrap_or("/")).join(below),
        Err(_) => path.to_owned(),
    }
}

/// Where passwords come from: the environment, else somebody at the terminal.
fn passwords(context: &Context) -> Passwords {
    let common = context.environment.get(wallet::COMMON).filter(|password| !password.is_empty());
    Passwords::default()
        .with_common(common.map(|password| Secret::new(password.clone())))
        .with_file(variable(context, &[wallet::COMMON_FILE]).map(|path| home_of(context, Path::new(path))))
        .with_variables(&context.environment)
        .asking(password::asker())
}

/// A hotkey by `WALLET/HOTKEY`.
pub(super) fn named(context: &Context, folder: &Path, text: &str) -> anyhow::Result<wallet::Settings> {
    match text.split_once('/') {
        Some((name, hotkey)) if !name.is_empty() && !hotkey.is_empty() && !hotkey.contains('/') => {
            let passwords = passwords(context);
            Ok(wallet::Settings { passwords, ..wallet::Settings::new(folder, name, hotkey).named() })
        }
        _ => {
            let message = format!("`{text}` names no hotkey");
            Err(Refusal::new(Code::InvalidInput, message, "WALLET/HOTKEY is expected, such as mine/default").into())
        }
    }
}

/// A wallet, or a hotkey of it.
fn split(text: &str) -> (&str, Option<&str>) {
    text.split_once('/').map_or((text, None), |(name, hotkey)| (name, Some(hotkey)))
}

fn is_fault(finding: &Finding) -> bool {
    finding.severity == Severity::Fault
}
