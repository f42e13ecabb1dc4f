//! Which folder holds the validator's store.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::super::Context;
use super::super::node::{self, ConfigArgs};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::validator::Settings;

/// Flags that choose the store.
#[derive(Debug, clap::Args)]
pub(in super::super) struct FolderArgs {
    /// Folder of the store, instead of what the configuration says.
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
}

impl FolderArgs {
    /// The folder; the configuration is read only if it has to say.
    pub(in super::super) fn folder(&self, context: &Context) -> anyhow::Result<PathBuf> {
        match &self.cache_dir {
            Some(folder) => absolute(folder),
            None => of(context, &self.settings(context)?),
        }
    }

    /// The folder, and the settings of the validator.
    pub(in super::super) fn folder_and_settings(&self, context: &Context) -> anyhow::Result<(PathBuf, Settings)> {
        let settings = self.settings(context)?;
        let folder = self.cache_dir.as_deref().map_or_else(|| of(context, &settings), absolute)?;
        Ok((folder, settings))
    }

    fn settings(&self, context: &Context) -> anyhow::Result<Settings> {
        let sources = self.config.sources(context, Role::Validator)?;
        Ok(node::resolve(context, &sources, config::validator)?.settings)
    }
}

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("cannot tell where `{}` is", path.display()))
}

fn of(context: &Context, settings: &Settings) -> anyhow::Result<PathBuf> {
    match &settings.cache_dir {
        Some(folder) => Ok(folder.clone()),
        None => Ok(context.paths.validator(&wallet::public_hotkey(&settings.wallet)?)),
    }
}
