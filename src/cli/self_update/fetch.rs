//! Brings a manifest or a program here: from a file, over https, or over http from this machine itself.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::{Response, Url};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::release::UpdateError;
use crate::daemon::client::{Reach, client, describe};

/// Until an answer begins, and between two parts of it.
const SILENCE: Duration = Duration::from_secs(30);
/// All of a program.
const LONGEST: Duration = Duration::from_mins(15);
/// Longest manifest or signature.
const LONGEST_TEXT: u64 = 256 << 10;
/// Addresses that send on to others are followed so often.
const REDIRECTS: usize = 5;

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Web(Url),
    File(PathBuf),
}

impl Source {
    /// An address or a path; a relative one starts at `folder`.
    pub(super) fn of(text: &str, folder: &Path) -> Result<Self, UpdateError> {
        let wrong = || UpdateError::Address(text.chars().take(200).collect());
        if !text.contains("://") {
            return Ok(Self::File(folder.join(text)));
        }
        let url = Url::parse(text).map_err(|_| wrong())?;
        match url.scheme() {
            "file" => url.to_file_path().map(Self::File).map_err(|()| wrong()),
            _ if may_be_asked(&url) => Ok(Self::Web(url)),
            _ => Err(wrong()),
        }
    }

    /// What a manifest at this place means by `text`.
    pub(super) fn join(&self, text: &str) -> Result<Self, UpdateError> {
        match self {
            Self::Web(url) if !text.contains("://") => {
                let joined = url.join(text).map_err(|_| UpdateError::Address(text.into()))?;
                Self::of(joined.as_str(), Path::new("/"))
            }
            // What was fetched does not choose files of this machine.
            Self::Web(_) => match Self::of(text, Path::new("/"))? {
                Self::File(_) => Err(UpdateError::Address(text.into())),
                web @ Self::Web(_) => Ok(web),
            },
            Self::File(path) => Self::of(text, path.parent().unwrap_or(Path::new("/"))),
        }
    }

    /// The signature beside it.
    pub(super) fn signature(&self) -> Self {
        match self {
            Self::Web(url) => {
                let mut beside = url.clone();
                beside.set_path(&format!("{}.minisig", url.path()));
                Self::Web(beside)
            }
            Self::File(path) => Self::File(format!("{}.minisig", path.display()).into()),
        }
    }

    /// Without what may be secret in it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Web(url) => {
                let mut shown = url.clone();
                shown.set_query(None);
                let _ = shown.set_password(None).and_then(|()| shown.set_username("")); // it has a host
                shown.to_string()
            }
            Self::File(path) => path.display().to_string(),
        }
    }

    /// A short text, whole.
    pub(super) fn text(&self) -> Result<Vec<u8>, UpdateError> {
        let mut text = Vec::new();
        self.read(LONGEST_TEXT, |part| {
            text.extend_from_slice(part);
            Ok(())
        })?;
        Ok(text)
    }

    /// Writes a program to `path`, which must not be there, and gives its hash and length. `told` hears of each part.
    pub(super) fn download(
        &self,
        path: &Path,
        longest: u64,
        mut told: impl FnMut(u64),
    ) -> Result<([u8; 32], u64), UpdateError> {
        let fault = |source| UpdateError::Io { path: path.to_owned(), source };
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o700).open(path).map_err(fault)?;
        let (mut hash, mut length) = (Sha256::new(), 0);
        self.read(longest, |part| {
            hash.update(part);
            length += part.len() as u64;
            told(part.len() as u64);
            file.write_all(part).map_err(fault)
        })?;
        file.sync_all().map_err(fault)?;
        Ok((hash.finalize().into(), length))
    }

    fn read(&self, longest: u64, mut take: impl FnMut(&[u8]) -> Result<(), UpdateError>) -> Result<(), UpdateError> {
        let fault = |reason: String| UpdateError::Fetch { what: format!("`{}`", self.shown()), reason };
        let too_long = || fault(format!("it is longer than {longest} bytes"));
        match self {
            Self::File(path) => {
                let file = File::open(path).map_err(|error| fault(error.to_string()))?;
                if !file.metadata().is_ok_and(|facts| facts.is_file()) {
                    return Err(fault("it is not a file".into()));
                }
                let (mut rest, mut part, mut all) = (file.take(longest + 1), vec![0; 64 << 10], 0);
                loop {
                    let count = rest.read(&mut part).map_err(|error| fault(error.to_string()))?;
                    all += count as u64;
                    match count {
                        0 => return Ok(()),
                        _ if all > longest => return Err(too_long()),
                        _ => take(&part[..count])?,
                    }
                }
            }
            Self::Web(url) => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let runtime = runtime.map_err(|error| fault(error.to_string()))?;
                runtime.block_on(async {
                    let fetched = async {
                        let mut answer = ask(url).await.map_err(&fault)?;
                        let mut all = 0;
                        loop {
                            let part = timeout(SILENCE, answer.chunk()).await.map_err(|_| fault("it stalls".into()))?;
                            let Some(part) = part.map_err(|error| fault(describe(&error)))? else { return Ok(()) };
                            all += part.len() as u64;
                            if all > longest {
                                return Err(too_long());
                            }
                            take(&part)?;
                        }
                    };
                    let late = || fault(format!("it took longer than {} min", LONGEST.as_secs() / 60));
                    timeout(LONGEST, fetched).await.map_err(|_| late())?
                })
            }
        }
    }
}

/// Only what nobody on the way can change: https, or this machine itself.
fn may_be_asked(url: &Url) -> bool {
    url.host_str().is_some_and(|host| !host.is_empty())
        && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)))
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.to_canonical().is_loopback())
}

/// The answer, whatever addresses it was sent on by; each must be one that may be asked.
async fn ask(url: &Url) -> Result<Response, String> {
    let mut url = url.clone();
    for _ in 0..=REDIRECTS {
        // No proxy stands between this machine and itself.
        let reach = if is_loopback(&url) { Reach::Any } else { Reach::Operator };
        let client = client(reach).map_err(|error| error.to_string())?;
        let asked = timeout(SILENCE, client.get(url.clone()).send()).await;
        let answer = asked.map_err(|_| "no answer".to_owned())?.map_err(|error| describe(&error))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let location = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection());
        let Some(next) = location.and_then(|next| url.join(next.to_str().ok()?).ok()) else {
            return Err(format!("HTTP {}", answer.status().as_u16()));
        };
        if !may_be_asked(&next) || (is_loopback(&next) && !is_loopback(&url)) {
            return Err("it is sent on to an address that is not asked".into());
        }
        url = next;
    }
    Err(format!("it is sent on more than {REDIRECTS} times"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_this_machine_and_files_are_sources() {
        let of = |text: &str| Source::of(text, Path::new("/here"));
        assert_eq!(of("r/manifest.json").unwrap(), Source::File("/here/r/manifest.json".into()));
        assert_eq!(of("file:///r/m.json").unwrap(), Source::File("/r/m.json".into()));
        for text in ["https://example.com/m.json", "http://127.0.0.1:80/m", "http://[::1]/m", "http://localhost/m"] {
            assert!(matches!(of(text), Ok(Source::Web(_))), "{text}");
        }
        for text in ["http://example.com/m.json", "ftp://127.0.0.1/m", "https://", "http://127.0.0.1.example.com/"] {
            assert!(matches!(of(text), Err(UpdateError::Address(_))), "{text}");
        }
    }

    #[test]
    fn a_program_lies_where_its_manifest_says_but_a_fetched_one_names_no_file() {
        let web = Source::of("https://example.com/r/m.json?token=x", Path::new("/")).unwrap();
        assert_eq!(web.join("gascli-x86").unwrap().shown(), "https://example.com/r/gascli-x86");
        assert_eq!(web.signature().shown(), "https://example.com/r/m.json.minisig");
        assert!(!web.shown().contains("token"));
        for text in ["file:///etc/passwd", "http://example.com/x"] {
            assert!(web.join(text).is_err(), "{text}");
        }
        let file = Source::File("/r/m.json".into());
        assert_eq!(file.join("gascli-x86").unwrap(), Source::File("/r/gascli-x86".into()));
        assert_eq!(file.signature(), Source::File("/r/m.json.minisig".into()));
    }
}
