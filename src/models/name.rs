//! What models are called.

use std::fmt;
use std::str::FromStr;

use super::ModelError;

/// The network's model (`spec/gas.md` 10.2), by its short name.
pub const OPENAI: &str = "clip-vit-base-patch32";

/// The same, by other names.
const OPENAI_ALIASES: [&str; 3] = [OPENAI, "openai/clip-vit-base-patch32", "ViT-B/32"];

const OPENAI_REPOSITORY: &str = "openai/clip-vit-base-patch32";

/// Its main branch had no safetensors for long; this change request of the hub's own conversion has.
const OPENAI_CONVERTED: &str = "refs/pr/15";

/// Longest name, as a folder has it.
const LONGEST: usize = 200;

/// The name of a model: short (`clip-vit-base-patch32`), or a repository of the hub (`owner/name`, `owner/name@revision`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelName {
    text: String,
    repository: Option<String>,
    revision: Option<String>,
}

impl ModelName {
    /// Its name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its folder below that of the models.
    pub(super) fn folder(&self) -> String {
        self.text.replace('/', "--")
    }

    /// Where on the hub it is, if it can be fetched.
    pub(super) fn repository(&self) -> Option<&str> {
        self.repository.as_deref()
    }

    /// Which revisions hold it, in the order in which they are tried.
    pub(super) fn revisions(&self) -> Vec<&str> {
        match &self.revision {
            Some(revision) => vec![revision],
            None if self.text == OPENAI => vec!["main", OPENAI_CONVERTED],
            None => vec!["main"],
        }
    }
}

impl FromStr for ModelName {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        if OPENAI_ALIASES.contains(&text) {
            return Ok(Self { text: OPENAI.into(), repository: Some(OPENAI_REPOSITORY.into()), revision: None });
        }
        let wrong = || ModelError::Name(text.chars().take(LONGEST).collect());
        let (path, revision) = match text.split_once('@') {
            Some((path, revision)) => (path, Some(revision)),
            None => (text, None),
        };
        let is_word = |word: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            word.bytes().all(allowed) && word.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
        };
        let repository = match path.split_once('/') {
            Some((owner, name)) if is_word(owner) && is_word(name) => Some(path.to_owned()),
            None if is_word(path) && revision.is_none() => None,
            _ => return Err(wrong()),
        };
        // `--` stands for `/` in the names of folders: no two names may have one folder.
        let is_ambiguous = text.contains("--") || text.contains("-/");
        if is_ambiguous || revision.is_some_and(|revision| !revision.split('/').all(is_word)) {
            return Err(wrong());
        }
        let name = Self { text: text.into(), repository, revision: revision.map(str::to_owned) };
        if name.folder().len() > LONGEST { Err(wrong()) } else { Ok(name) }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_the_folder_of_the_models() {
        for name in [
            "", ".", "..", "a/..", "../a", "a/b/c", "/a", "a/", "a--b", "a/b@", "a/b@../c", "a@b", ".partial", "a b",
            "é", "a/b@c@d", "a/b@x--y", "a-/b", "a/b@x-/y",
        ] {
            assert!(name.parse::<ModelName>().is_err(), "{name}");
        }
        for name in ["mine", "laion/CLIP-ViT-B-32.x_1", "a/b@refs/pr/15", "a/b@0123abc"] {
            let folder = name.parse::<ModelName>().unwrap().folder();
            assert!(!folder.contains('/') && !folder.starts_with('.'), "{name}");
        }
        let deep = format!("a/b@{}", ["x"; 90].join("/"));
        assert!(deep.len() < LONGEST && deep.parse::<ModelName>().is_err());
    }

    #[test]
    fn the_networks_model_has_several_names_and_two_places() {
        for name in ["clip-vit-base-patch32", "openai/clip-vit-base-patch32", "ViT-B/32"] {
            let name: ModelName = name.parse().unwrap();
            assert_eq!((name.as_str(), name.repository()), (OPENAI, Some("openai/clip-vit-base-patch32")));
            assert_eq!(name.revisions(), ["main", "refs/pr/15"]);
        }
        let pinned: ModelName = "openai/clip-vit-base-patch32@main".parse().unwrap();
        assert_eq!(pinned.revisions(), ["main"]);
        assert_eq!("mine".parse::<ModelName>().unwrap().repository(), None);
    }
}
