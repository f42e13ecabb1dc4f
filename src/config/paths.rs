//! Finds the folders of this installation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::types::{Code, Hint, Paths};

/// Why no folder can be named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// Neither HOME nor a passwd entry.
    #[error("no home folder: HOME is not set, and the passwd entry of this user names none")]
    NoHome,
    /// A relative path would depend on where a command is run.
    #[error("{variable} is `{}`, which is not an absolute path", value.display())]
    Relative {
        /// Which variable.
        variable: &'static str,
        /// Its value.
        value: PathBuf,
    },
}

impl Hint for PathsError {
    fn hint(&self) -> Option<String> {
        Some("set GASCLI_HOME to the absolute path of a folder for configuration, state and cache".into())
    }

    fn code(&self) -> Option<Code> {
        Some(Code::ConfigInvalid)
    }
}

/// Folders by environment: `GASCLI_HOME`, else the XDG folders, else those below the home folder. `passwd_home` is
/// asked only when `HOME` is missing.
pub fn find(
    environment: &BTreeMap<String, String>,
    passwd_home: impl FnOnce() -> Option<PathBuf>,
) -> Result<Paths, PathsError> {
    let absolute = |variable: &'static str| match environment.get(variable).filter(|value| !value.is_empty()) {
        Some(value) if Path::new(value).is_absolute() => Ok(Some(PathBuf::from(value))),
        Some(value) => Err(PathsError::Relative { variable, value: value.into() }),
        None => Ok(None),
    };
    if let Some(home) = absolute("GASCLI_HOME")? {
        return Ok(Paths::below(&home));
    }
    // The XDG rules say that a relative value is to be ignored; a mistyped one would then move state silently.
    let (config, state, cache) =
        (absolute("XDG_CONFIG_HOME")?, absolute("XDG_STATE_HOME")?, absolute("XDG_CACHE_HOME")?);
    let home = match absolute("HOME")? {
        Some(home) => Some(home),
        None => passwd_home().filter(|home| home.is_absolute()),
    };
    let folder = |set: Option<PathBuf>, default: &str| {
        set.or_else(|| home.as_ref().map(|home| home.join(default)))
            .map(|base| base.join("gascli"))
            .ok_or(PathsError::NoHome)
    };
    Ok(Paths {
        config: folder(config, ".config")?,
        state: folder(state, ".local/state")?,
        cache: folder(cache, ".cache")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Paths, PathsError> {
        let environment = variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        find(&environment, || None)
    }

    #[test]
    fn one_variable_moves_everything() {
        let paths = with(&[("GASCLI_HOME", "/srv/g"), ("HOME", "/root"), ("XDG_STATE_HOME", "/x")]).unwrap();
        assert_eq!(paths, Paths::below(Path::new("/srv/g")));
    }

    #[test]
    fn xdg_folders_go_before_the_home_folder() {
        let paths = with(&[("HOME", "/home/me"), ("XDG_STATE_HOME", "/var/state")]).unwrap();
        assert_eq!(paths.config, Path::new("/home/me/.config/gascli"));
        assert_eq!(paths.state, Path::new("/var/state/gascli"));
    }

    #[test]
    fn without_a_home_the_error_names_the_remedy() {
        let error = with(&[]).unwrap_err();
        assert_eq!(error, PathsError::NoHome);
        assert!(error.hint().unwrap().contains("GASCLI_HOME"));
        assert!(matches!(with(&[("GASCLI_HOME", "x")]), Err(PathsError::Relative { variable: "GASCLI_HOME", .. })));
    }

    #[test]
    fn a_missing_home_variable_falls_back_to_the_passwd_entry() {
        let paths = find(&BTreeMap::new(), || Some("/home/pw".into())).unwrap();
        assert_eq!(paths.cache, Path::new("/home/pw/.cache/gascli"));
    }
}
