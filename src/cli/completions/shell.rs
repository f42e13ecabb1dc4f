//! The shells, and what each is told.

use std::path::Path;

use clap::ValueEnum;
use clap_complete::aot;
use serde::Serialize;

/// A shell that can be helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::cli) enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// Fish.
    Fish,
    /// Elvish.
    Elvish,
    /// `PowerShell`.
    #[value(alias = "pwsh")]
    Powershell,
}

impl Shell {
    /// All, the most usual first.
    pub(super) const ALL: [Self; 5] = [Self::Bash, Self::Zsh, Self::Fish, Self::Elvish, Self::Powershell];

    /// As an operator writes it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }

    /// By its name or the path of its program, as in `SHELL`.
    pub(super) fn of(program: &str) -> Option<Self> {
        let name = Path::new(program).file_name()?.to_str()?;
        let name = if name == "pwsh" { "powershell" } else { name };
        Self::ALL.into_iter().find(|shell| shell.word() == name)
    }

    /// What makes it ask this program.
    pub(super) const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../templates/completions/gascli.bash"),
            Self::Zsh => include_str!("../../../templates/completions/_gascli"),
            Self::Fish => include_str!("../../../templates/completions/gascli.fish"),
            Self::Elvish => include_str!("../../../templates/completions/gascli.elv"),
            Self::Powershell => include_str!("../../../templates/completions/gascli.ps1"),
        }
    }

    /// Who writes its script of fixed words.
    pub(super) const fn fixed(self) -> aot::Shell {
        match self {
            Self::Bash => aot::Shell::Bash,
            Self::Zsh => aot::Shell::Zsh,
            Self::Fish => aot::Shell::Fish,
            Self::Elvish => aot::Shell::Elvish,
            Self::Powershell => aot::Shell::PowerShell,
        }
    }
}
