//! Which hub models are fetched from: by the variables that Hugging Face's own programs heed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use reqwest::Url;

use crate::daemon::client::{self, Reach};
use crate::models::{Hub, Models};
use crate::types::{Code, Hint, Paths, Secret};

/// Longest token.
const MAX_TOKEN: u64 = 4096;

/// Why no hub can be asked.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// A value that is no address.
    #[error("HF_ENDPOINT is `{0}`, which is no http or https address")]
    Endpoint(String),
    /// A relative path would depend on where a command is run.
    #[error("{variable} is `{}`, which is not an absolute path", value.display())]
    Relative {
        /// Which variable.
        variable: &'static str,
        /// Its value.
        value: PathBuf,
    },
    /// No HTTP.
    #[error(transparent)]
    Client(#[from] client::ClientError),
}

impl Hint for HubError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Endpoint(_) => Some("the hub itself is https://huggingface.co".into()),
            Self::Relative { variable, .. } => Some(format!("give {variable} a path that begins with /")),
            Self::Client(_) => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Client(_) => None,
            _ => Some(Code::ConfigInvalid),
        }
    }
}

/// The models of this installation: in `MODELS_DIR`, else below its state.
pub fn models(environment: &BTreeMap<String, String>, paths: &Paths) -> Result<Models, HubError> {
    Ok(Models::at(absolute(environment, "MODELS_DIR")?.unwrap_or_else(|| paths.models())))
}

/// The hub by `HF_ENDPOINT`, `HF_TOKEN` or the token file, `HF_HUB_CACHE` or `HF_HOME`, and `HF_HUB_OFFLINE`.
pub fn hub(environment: &BTreeMap<String, String>) -> Result<Hub, HubError> {
    let text = |name: &str| environment.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let endpoint = text("HF_ENDPOINT").unwrap_or("https://huggingface.co");
    let url = Url::parse(endpoint).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let of_user = || {
        let cache = text("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let cache = cache.or_else(|| text("HOME").map(|home| Path::new(home).join(".cache")));
        cache.map(|cache| cache.join("huggingface"))
    };
    let home = absolute(environment, "HF_HOME")?.or_else(of_user);
    let of_home = || home.as_ref().map(|home| home.join("hub"));
    let cache = absolute(environment, "HF_HUB_CACHE")?.or_else(of_home);
    let named = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_TOKEN"].into_iter().find_map(text);
    let token_file = absolute(environment, "HF_TOKEN_PATH")?.or_else(|| home.as_ref().map(|home| home.join("token")));
    let token = named.map(str::to_owned).or_else(|| token_file.and_then(|path| token_of(&path)));
    let is_on = |name: &str| {
        text(name).is_some_and(|value| matches!(value.to_ascii_uppercase().as_str(), "1" | "ON" | "YES" | "TRUE"))
    };
    // A malformed address may hold a password, too.
    let shown = || endpoint.rsplit_once('@').map_or(endpoint, |(_, rest)| rest).into();
    let mut url = url.ok_or_else(|| HubError::Endpoint(shown()))?;
    let login = login_of(&url);
    // Fails only for addresses without a host, which those of http have.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    Ok(Hub {
        client: client::client(Reach::Operator)?,
        endpoint: url,
        login,
        token: token.map(Secret::new),
        cache,
        is_offline: is_on("HF_HUB_OFFLINE") || is_on("TRANSFORMERS_OFFLINE"),
    })
}

fn absolute(environment: &BTreeMap<String, String>, variable: &'static str) -> Result<Option<PathBuf>, HubError> {
    match environment.get(variable).filter(|value| !value.is_empty()).map(PathBuf::from) {
        Some(value) if !value.is_absolute() => Err(HubError::Relative { variable, value }),
        value => Ok(value),
    }
}

/// User and password of an address, as they stand there.
fn login_of(url: &Url) -> Option<Secret<(String, String)>> {
    let (user, password) = (url.username().to_owned(), url.password().unwrap_or_default().to_owned());
    (!user.is_empty() || !password.is_empty()).then(|| Secret::new((user, password)))
}

fn token_of(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_TOKEN).read_to_string(&mut text).ok()?;
    Some(text.trim().to_owned()).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Hub, HubError> {
        hub(&variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn the_variables_of_hugging_face_mean_what_they_mean_there() {
        let plain = with(&[("HOME", "/home/me")]).unwrap();
        assert_eq!(plain.endpoint.as_str(), "https://huggingface.co/");
        assert_eq!(plain.cache.as_deref(), Some(Path::new("/home/me/.cache/huggingface/hub")));
        assert!(!plain.is_offline && plain.token.is_none());
        let set = with(&[
            ("HF_HOME", "/hf"),
            ("HF_HUB_OFFLINE", "1"),
            ("HF_TOKEN", " hf_x "),
            ("HF_ENDPOINT", "http://mirror:8080"),
        ]);
        let set = set.unwrap();
        assert_eq!(set.cache.as_deref(), Some(Path::new("/hf/hub")));
        assert_eq!(set.token.unwrap().expose(), "hf_x");
        assert!(set.is_offline && set.endpoint.as_str() == "http://mirror:8080/");
        assert_eq!(
            with(&[("HF_HOME", "/hf"), ("HF_HUB_CACHE", "/c")]).unwrap().cache.as_deref(),
            Some(Path::new("/c"))
        );
        assert!(with(&[("HF_ENDPOINT", "mirror")]).unwrap_err().hint().is_some());
        assert!(with(&[("HF_HOME", "hf")]).unwrap_err().hint().unwrap().contains("HF_HOME"));
    }

    #[test]
    fn a_password_in_the_address_is_taken_out_of_it_and_never_shown() {
        let hub = with(&[("HF_ENDPOINT", "https://me:p%40ss@mirror/hf"), ("HF_TOKEN", "hf_x")]).unwrap();
        assert_eq!(hub.endpoint.as_str(), "https://mirror/hf");
        let login = hub.login.as_ref().unwrap().expose();
        assert_eq!((login.0.as_str(), login.1.as_str()), ("me", "p%40ss"));
        let shown = format!("{hub:?}");
        assert!(!shown.contains("p%40ss") && !shown.contains("hf_x"), "{shown}");
        let error = with(&[("HF_ENDPOINT", "ftp://me:pass@mirror")]).unwrap_err().to_string();
        assert!(!error.contains("pass") && error.contains("mirror"), "{error}");
    }

    #[test]
    fn the_token_file_is_read_and_the_token_never_shown() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("token"), "hf_secret\n").unwrap();
        let hub = with(&[("HF_HOME", home.path().to_str().unwrap())]).unwrap();
        assert_eq!(hub.token.as_ref().unwrap().expose(), "hf_secret");
        assert!(!format!("{hub:?}").contains("hf_secret"));
    }
}
