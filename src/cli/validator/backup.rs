//! `gascli validator backup` and `restore`: the database, while it is in use, and back.

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::folder::FolderArgs;
use crate::daemon::socket;
use crate::store::{Backup, Restored, Store};
use crate::types::{UnixMillis, size_words};

pub(in super::super) const BACKUP_EXAMPLES: &str = "The validator may run meanwhile. Media are not in a backup; prompts, outcomes, scores and what is known of media \
     are.\n\nExamples:\n  gascli validator backup\n  gascli validator backup /mnt/safe/validator.db";

pub(in super::super) const RESTORE_EXAMPLES: &str = "The validator and its services must be stopped. What was there is kept in a folder beside, with media that the \
     backup does not know; what was uploaded since is read from it.\n\nExamples:\n  gascli validator restore /mnt/safe/validator.db";

/// Arguments of `backup`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct BackupArgs {
    /// File to write, which must not exist; without it, one in the store's folder `backups`.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Without FILE: so many that were asked for stay, the newest.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    keep: u16,
    #[command(flatten)]
    folder: FolderArgs,
}

/// Arguments of `restore`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
}

#[derive(Debug, Serialize)]
struct Document<T> {
    schema: &'static str,
    store: PathBuf,
    #[serde(flatten)]
    done: T,
}

pub(in super::super) fn backup(context: &Context, args: &BackupArgs) -> anyhow::Result<Answer> {
    let folder = args.folder.folder(context)?;
    let file = args.file.as_ref().map(std::path::absolute).transpose().context("the current folder is gone")?;
    let done: Backup = Store::backup(&folder, file.as_deref(), args.keep.into(), UnixMillis::now())?;
    if context.json {
        output::json(&Document { schema: output::SCHEMA, store: folder, done })?;
    } else {
        output::line(format_args!("wrote {} ({})", done.path.display(), size_words(done.bytes)))?;
    }
    Ok(Answer::Yes)
}

pub(in super::super) fn restore(context: &Context, args: &RestoreArgs) -> anyhow::Result<Answer> {
    let folder = args.folder.folder(context)?;
    socket::private_folder(&folder)?;
    let done: Restored = Store::restore(&folder, &args.file, UnixMillis::now())?;
    if context.json {
        output::json(&Document { schema: output::SCHEMA, store: folder, done })?;
        return Ok(Answer::Yes);
    }
    let Restored { replaced, outcomes, media, media_without_file, set_aside, uploads_known } = &done;
    output::line(format_args!("restored {} with {outcomes} outcomes and {media} media", folder.display()))?;
    if *media_without_file > 0 {
        output::line(format_args!(
            "media whose files are gone: {media_without_file}; copies of them are still recognised"
        ))?;
    }
    if let Some(replaced) = replaced {
        output::line(format_args!("kept what was there: {} (files of media: {set_aside})", replaced.display()))?;
        if !uploads_known {
            output::note(format_args!(
                "note: it cannot tell what was uploaded since the backup was made, so that may be uploaded again"
            ));
        }
    }
    Ok(Answer::Yes)
}
