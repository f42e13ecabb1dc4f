//! `gascli wallet new`.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;
use zeroize::Zeroizing;

use super::super::{Answer, Context, output, password};
use super::{named, phrase, variable};
use crate::chain::wallet::{self, Draft, NewFiles};
use crate::types::{Coldkey, Hotkey};

pub(super) const EXAMPLES: &str = "Examples:\n  gascli wallet new mine/default\n  \
                                   gascli wallet new mine/default --encrypt --words 24\n  \
                                   gascli wallet new mine/default --from-phrase\n  \
                                   gascli wallet new mine/default --seed-only --coldkeypub coldkeypub.txt";

/// Longest phrase that is read: 24 words, with room for odd spaces.
const LONGEST: u64 = 1024;

/// Flags of `wallet new`.
#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// Name of the wallet, which may be new, and of the hotkey, which must be.
    #[arg(value_name = "WALLET/HOTKEY")]
    name: String,
    /// Words of the recovery phrase: 12, 15, 18, 21 or 24.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = words, conflicts_with_all = ["from_phrase", "seed_only"])]
    words: usize,
    /// Make the hotkey anew from its recovery phrase, which is asked for, or read from standard input.
    #[arg(long, conflicts_with = "seed_only")]
    from_phrase: bool,
    /// Make it without a recovery phrase, where there is no terminal to show one on: the file is then all there is of it.
    #[arg(long)]
    seed_only: bool,
    /// Protect it with a password: that of `BT_WALLET_PASSWORD`, `BT_WALLET_PASSWORD_FILE` or the file's own variable, else
    /// one that is typed. Daemons then need it at each start.
    #[arg(long)]
    encrypt: bool,
    /// Whose wallet it is: an SS58 key, or a coldkeypub.txt. Is written to the wallet's coldkeypub.txt.
    #[arg(long, value_name = "SS58|FILE")]
    coldkeypub: Option<String>,
}

#[derive(Serialize)]
struct Made {
    schema: &'static str,
    hotkey: Hotkey,
    file: PathBuf,
    encrypted: bool,
    /// Whether a phrase brings it back.
    has_phrase: bool,
}

fn words(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| wallet::WORD_COUNTS.contains(count));
    count.ok_or_else(|| "a recovery phrase has 12, 15, 18, 21 or 24 words".into())
}

impl NewArgs {
    /// A new hotkey with a phrase of the usual length and without a password.
    pub(super) fn plain(name: &str) -> Self {
        let name = name.to_owned();
        Self { name, words: 12, from_phrase: false, seed_only: false, encrypt: false, coldkeypub: None }
    }
}

fn has_terminal(context: &Context) -> bool {
    !context.json && io::stdout().is_terminal() && output::may_ask()
}

/// Whether a recovery phrase can be shown.
pub(super) fn can_show(context: &Context) -> bool {
    has_terminal(context) && phrase::can_hide(variable(context, &["TERM"]))
}

pub(super) fn run(context: &Context, folder: &Path, args: &NewArgs) -> anyhow::Result<Answer> {
    let settings = named(context, folder, &args.name)?;
    wallet::check_new(&settings)?;
    let coldkey = args.coldkeypub.as_deref().map(coldkey).transpose()?;
    if let Some(coldkey) = &coldkey {
        wallet::check_coldkey(&settings, coldkey)?;
    }
    let is_shown = !args.from_phrase && !args.seed_only;
    if is_shown && !has_terminal(context) {
        bail!(
            "a recovery phrase is shown on a terminal only: run this on one and without `--json`, or give `--seed-only` for \
             a hotkey without a phrase"
        );
    }
    if is_shown && !phrase::can_hide(variable(context, &["TERM"])) {
        bail!(
            "this terminal (TERM is `{}`) would keep a recovery phrase after it was shown: run this on another one, or give \
             `--seed-only` for a hotkey without a phrase",
            variable(context, &["TERM"]).unwrap_or_default()
        );
    }
    let draft = match (args.from_phrase, args.seed_only) {
        (true, _) => Draft::from_phrase(&typed_phrase()?)?,
        (_, true) => Draft::new(),
        _ => Draft::with_new_phrase(args.words)?,
    };
    let password = if args.encrypt { Some(wallet::choose_password(&settings)?) } else { None };
    // Whatever can fail does so before a phrase is written down.
    let files = NewFiles::prepare(&settings, &draft, password.as_ref().map(|password| password.as_str()))?;
    if let (true, Some(phrase)) = (is_shown, draft.phrase()) {
        phrase::show_once(&args.name, phrase)?;
    }
    files.write()?;
    if let Some(coldkey) = &coldkey {
        wallet::save_coldkey(&settings, coldkey)?;
    }
    let made = Made {
        schema: output::SCHEMA,
        hotkey: draft.hotkey(),
        file: settings.hotkey_file(),
        encrypted: args.encrypt,
        has_phrase: draft.phrase().is_some(),
    };
    tell(context, &made, &settings)
}

fn tell(context: &Context, made: &Made, settings: &wallet::Settings) -> anyhow::Result<Answer> {
    let shown = output::escaped(&made.file.display().to_string());
    if context.json {
        output::json(made)?;
    } else {
        output::line(format_args!("hotkey  {}", made.hotkey))?;
        output::line(format_args!("file    {shown}{}", if made.encrypted { " (encrypted)" } else { "" }))?;
    }
    if !made.has_phrase {
        output::note(format_args!("note: nothing but this file brings the hotkey back: keep a copy of `{shown}`"));
    }
    if !settings.path.join(&settings.name).join("coldkeypub.txt").exists() {
        output::note(
            "note: the wallet has no coldkeypub.txt; coldkeys are not made here (`btcli wallet new-coldkey` does, best on \
             another machine), and daemons need none",
        );
    }
    Ok(Answer::Yes)
}

/// A phrase, never from the command line, which every user of a machine can read.
fn typed_phrase() -> anyhow::Result<Zeroizing<String>> {
    if let Some(ask) = password::asker() {
        return ask("Recovery phrase (is not shown): ").context("no recovery phrase was typed");
    }
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LONGEST)? + 1));
    // Past the buffer of standard input, in which the words would stay.
    let input = File::from(io::stdin().as_fd().try_clone_to_owned().context("cannot read a recovery phrase")?);
    input.take(LONGEST + 1).read_to_string(&mut text).context("cannot read a recovery phrase")?;
    if text.len() as u64 > LONGEST {
        bail!("standard input holds more than a recovery phrase");
    }
    Ok(text)
}

/// The public part of a coldkey. A file that holds a secret is refused, and one that is named as such is not opened.
fn coldkey(text: &str) -> anyhow::Result<Coldkey> {
    if let Ok(coldkey) = text.parse() {
        return Ok(coldkey);
    }
    let path = Path::new(text);
    if path.file_name().is_some_and(|name| name == "coldkey") {
        bail!("`{text}` is a coldkey, which is not opened here: give its coldkeypub.txt");
    }
    match wallet::public_file(path).with_context(|| format!("`{text}` is neither an SS58 key nor a coldkeypub.txt"))? {
        Some(key) => Ok(Coldkey::from_bytes(*key.as_bytes())),
        None => bail!("`{text}` holds a secret: give the coldkeypub.txt"),
    }
}
