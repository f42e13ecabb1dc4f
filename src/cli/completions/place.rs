//! Where each shell looks for scripts by itself, and what else it needs to be told.

use std::path::{Path, PathBuf};

use super::CompletionsError;
use super::shell::Shell;
use crate::cli::Context;

/// Where a shell's script goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The script's file; `None` for `PowerShell`, which loads none by itself.
    pub(super) file: Option<PathBuf>,
    /// What is said in the shell's own start file, where it must be told.
    pub(super) rc: Option<Rc>,
}

/// Lines for a file of the user's own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rc {
    pub(super) path: PathBuf,
    pub(super) lines: Vec<String>,
    /// Why the shell needs them; `None` if it does without.
    pub(super) reason: Option<&'static str>,
}

/// The loader of bash-completion, by where systems have it.
const BASH_COMPLETION: [&str; 5] = [
    "/usr/share/bash-completion/bash_completion",
    "/etc/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/share/bash-completion/bash_completion",
    "/run/current-system/sw/share/bash-completion/bash_completion",
];

impl Place {
    /// By the environment of whoever asks.
    pub(super) fn of(shell: Shell, context: &Context) -> Result<Self, CompletionsError> {
        let has_loader = || BASH_COMPLETION.iter().any(|path| Path::new(path).exists());
        Self::find(shell, |name| context.environment.get(name).cloned(), has_loader)
    }

    fn find(
        shell: Shell,
        variable: impl Fn(&str) -> Option<String>,
        has_bash_completion: impl Fn() -> bool,
    ) -> Result<Self, CompletionsError> {
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = folder("HOME").ok_or(CompletionsError::NoHome)?;
        let data = folder("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"));
        let config = folder("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
        Ok(match shell {
            Shell::Bash => {
                let base = folder("BASH_COMPLETION_USER_DIR").unwrap_or_else(|| data.join("bash-completion"));
                let file = base.join("completions/gascli");
                let lines = vec![format!("[ -r {0} ] && . {0}", quoted(&file))];
                let reason = (!has_bash_completion()).then_some("bash-completion, which loads it, is not installed");
                Self { file: Some(file), rc: Some(Rc { path: home.join(".bashrc"), lines, reason }) }
            }
            Shell::Zsh => {
                let functions = data.join("zsh/site-functions");
                let on_path =
                    variable("FPATH").is_some_and(|path| path.split(':').any(|at| functions == Path::new(at)));
                let lines = vec![
                    format!("fpath=({} $fpath)", quoted(&functions)),
                    "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }".into(),
                    "autoload -Uz _gascli && compdef _gascli gascli".into(),
                ];
                let reason = (!on_path).then_some("zsh does not look into that folder by itself");
                let path = folder("ZDOTDIR").unwrap_or_else(|| home.clone()).join(".zshrc");
                Self { file: Some(functions.join("_gascli")), rc: Some(Rc { path, lines, reason }) }
            }
            Shell::Fish => Self { file: Some(config.join("fish/completions/gascli.fish")), rc: None },
            Shell::Elvish => {
                let reason = Some("elvish loads no module by itself");
                let rc = Rc { path: config.join("elvish/rc.elv"), lines: vec!["use gascli".into()], reason };
                Self { file: Some(config.join("elvish/lib/gascli.elv")), rc: Some(rc) }
            }
            Shell::Powershell => {
                let lines = vec!["gascli completions print powershell | Out-String | Invoke-Expression".into()];
                let reason = Some("PowerShell loads no script by itself");
                Self { file: None, rc: Some(Rc { path: config.join("powershell/profile.ps1"), lines, reason }) }
            }
        })
    }
}

/// A path as a word of bash and zsh.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(shell: Shell, variables: &[(&str, &str)]) -> Place {
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Place::find(shell, variable, || false).unwrap()
    }

    #[test]
    fn scripts_go_where_the_shell_looks_and_the_variables_of_the_user_count() {
        let file = |shell, variables: &[_]| place(shell, variables).file.unwrap().display().to_string();
        let home = ("HOME", "/home/me");
        assert_eq!(file(Shell::Bash, &[home]), "/home/me/.local/share/bash-completion/completions/gascli");
        assert_eq!(file(Shell::Bash, &[home, ("XDG_DATA_HOME", "/d")]), "/d/bash-completion/completions/gascli");
        assert_eq!(file(Shell::Bash, &[home, ("BASH_COMPLETION_USER_DIR", "/b")]), "/b/completions/gascli");
        assert_eq!(file(Shell::Fish, &[home, ("XDG_CONFIG_HOME", "/c")]), "/c/fish/completions/gascli.fish");
        assert_eq!(file(Shell::Elvish, &[home]), "/home/me/.config/elvish/lib/gascli.elv");
        let zsh = place(Shell::Zsh, &[home, ("ZDOTDIR", "/z")]);
        assert_eq!(zsh.rc.unwrap().path, Path::new("/z/.zshrc"));
        let known = place(Shell::Zsh, &[home, ("FPATH", "/usr/share/zsh:/home/me/.local/share/zsh/site-functions")]);
        assert_eq!(known.rc.unwrap().reason, None);
        assert!(matches!(Place::find(Shell::Fish, |_| None, || false), Err(CompletionsError::NoHome)));
    }

    #[test]
    fn a_folder_with_a_quote_in_its_name_stays_one_word() {
        let place = place(Shell::Bash, &[("HOME", "/home/it's me")]);
        let file = r"'/home/it'\''s me/.local/share/bash-completion/completions/gascli'";
        assert_eq!(place.rc.unwrap().lines, [format!("[ -r {file} ] && . {file}")]);
    }
}
