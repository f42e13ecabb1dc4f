//! What every command may need: folders, environment, how to print.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::{self, PathsError};
use crate::types::Paths;

use super::Cli;

/// Handed to every command.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// Folders of this installation.
    pub(crate) paths: Paths,
    /// This process's environment, but for values that are no text.
    pub(crate) environment: BTreeMap<String, String>,
    /// Print JSON instead of text.
    pub(crate) json: bool,
}

impl Context {
    pub(crate) fn new(cli: &Cli) -> anyhow::Result<Self> {
        let environment = environment();
        Ok(Self { paths: paths_of(&environment)?, environment, json: cli.json })
    }
}

fn environment() -> BTreeMap<String, String> {
    std::env::vars_os().filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?))).collect()
}

fn paths_of(environment: &BTreeMap<String, String>) -> Result<Paths, PathsError> {
    let passwd_home = || -> Option<PathBuf> {
        nix::unistd::User::from_uid(nix::unistd::getuid()).ok().flatten().map(|user| user.dir)
    };
    config::find_paths(environment, passwd_home)
}

/// Folders of this installation, for what happens before there is a [`Context`].
pub(super) fn paths() -> Result<Paths, PathsError> {
    paths_of(&environment())
}
