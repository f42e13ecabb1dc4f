//! One file from the hub: resumed where an earlier attempt, or an earlier process, left off.
//!
//! Bytes go to `FILE.part`; `FILE.state` says which state of the file they belong to. The hash of the whole decides.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::header::CONTENT_RANGE;
use reqwest::{Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::hub::{Fault, Found, Hub, Rest, SILENCE, cause};
use super::verify::hash;
use super::{ManifestFile, ModelError, Progress};

/// Attempts that may bring next to nothing, one after the other.
const ATTEMPTS: u32 = 5;

/// So many bytes are more than next to nothing.
const ENOUGH: u64 = 1 << 20;

/// What must come within a [`SLOW`] of time, or the line counts as broken.
const LEAST: u64 = 64 << 10;
const SLOW: Duration = Duration::from_mins(1);

/// The pause after the first attempt; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(300);

/// What the bytes of a `.part` belong to.
#[derive(Default, Serialize, Deserialize)]
struct State {
    etag: Option<String>,
    sha256: Option<String>,
}

/// Fetches files of a repository into a folder.
pub(super) struct Fetcher<'a, 'b> {
    pub(super) hub: &'a Hub,
    pub(super) repository: &'a str,
    pub(super) folder: &'a Path,
    pub(super) stop: &'a CancellationToken,
    pub(super) progress: &'a mut (dyn FnMut(Progress<'_>) + 'b),
}

/// A file that is there, whole.
pub(super) struct Fetched {
    pub(super) file: ManifestFile,
    pub(super) commit: Option<String>,
    /// Whether its hash was told beforehand, and is this.
    pub(super) is_promised: bool,
}

impl Fetcher<'_, '_> {
    /// Whether the repository has a file; it is not read.
    pub(super) async fn has(&self, revision: &str, file: &str) -> bool {
        let found = self.hub.ask(self.repository, revision, file, None).await;
        found.is_ok_and(|found| found.answer.status().is_success())
    }

    /// Fetches a file of at most `limit` bytes; `None` if the repository does not have it.
    pub(super) async fn fetch(
        &mut self,
        revision: &str,
        file: &str,
        limit: u64,
    ) -> Result<Option<Fetched>, ModelError> {
        let (whole, part) = (self.folder.join(file), self.beside(file, "part"));
        // One that was whole already is asked for like one that lacks nothing but its end.
        if whole.exists() {
            fs::rename(&whole, &part).map_err(|source| ModelError::write(&part, source))?;
        }
        let (mut pause, mut poor, mut most) = (PAUSE, 0, length(&part));
        loop {
            let fault = match self.attempt(revision, file, limit).await {
                Ok(found) => return Ok(found),
                Err(Fault::Lasting(error)) => return Err(error),
                Err(Fault::Passing(reason)) => reason,
            };
            // Against the most that was ever there: what is thrown away and comes again is no progress.
            let there = length(&part);
            poor = if there.saturating_sub(most) >= ENOUGH { 0 } else { poor + 1 };
            most = most.max(there);
            if poor == ATTEMPTS {
                return Err(ModelError::Broken { host: self.hub.host(), file: file.into(), reason: fault });
            }
            tracing::debug!(file, reason = fault, "fetching goes on after a pause");
            pause = if poor == 0 { PAUSE } else { pause * 2 };
            tokio::select! {
                () = sleep(pause) => {}
                () = self.stop.cancelled() => return Err(ModelError::Stopped),
            }
        }
    }

    fn beside(&self, file: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{file}.{kind}"))
    }

    async fn attempt(&mut self, revision: &str, file: &str, limit: u64) -> Result<Option<Fetched>, Fault> {
        let part = self.beside(file, "part");
        let state = self.state(file);
        let had = if state.etag.is_some() || state.sha256.is_some() { length(&part) } else { 0 };
        let (etag, sha256) = (state.etag.as_deref(), state.sha256.as_deref());
        let range = (had > 0).then_some(Rest { from: had, etag, sha256 });
        let found = tokio::select! {
            found = self.hub.ask(self.repository, revision, file, range) => found?,
            () = self.stop.cancelled() => return Err(Fault::Lasting(ModelError::Stopped)),
        };
        match found.answer.status() {
            StatusCode::NOT_FOUND if is_entry(&found.answer) => Ok(None),
            StatusCode::RANGE_NOT_SATISFIABLE => {
                let promised = found.sha256.or(state.sha256);
                if promised.is_some() && self.hashed(&part, file)? == promised {
                    return self.done(file, found.commit, promised, had).map(Some);
                }
                self.forget(file)?;
                Err(Fault::Passing("what has come so far is longer than the file".into()))
            }
            StatusCode::PARTIAL_CONTENT if had > 0 => {
                let is_ours = starts_at(&found.answer) == Some(had);
                let is_same = found.sha256.is_none() || state.sha256.is_none() || found.sha256 == state.sha256;
                if !is_ours || !is_same {
                    self.forget(file)?;
                    return Err(Fault::Passing("the file has changed meanwhile".into()));
                }
                let sha256 = found.sha256.clone().or(state.sha256);
                self.receive(file, limit, had, found, sha256).await.map(Some)
            }
            StatusCode::OK => {
                self.forget(file)?;
                let sha256 = found.sha256.clone();
                self.keep(file, &State { etag: found.etag.clone(), sha256: sha256.clone() })?;
                self.receive(file, limit, 0, found, sha256).await.map(Some)
            }
            _ => Err(self.hub.refusal(self.repository, file, found.answer).await),
        }
    }

    /// Writes what comes behind what is there.
    async fn receive(
        &mut self,
        file: &str,
        limit: u64,
        had: u64,
        found: Found,
        sha256: Option<String>,
    ) -> Result<Fetched, Fault> {
        let path = self.beside(file, "part");
        let failed = |source| Fault::Lasting(ModelError::write(&path, source));
        let too_long = || Fault::Lasting(ModelError::TooLong { file: file.into(), limit });
        let mut answer = found.answer;
        let rest = answer.content_length();
        if had.saturating_add(rest.unwrap_or_default()) > limit {
            return Err(too_long());
        }
        if let Some(missing) = rest.and_then(|rest| lacking(self.folder, rest)) {
            return Err(Fault::Lasting(ModelError::NoSpace { path, missing: Some(missing), is_kept: true }));
        }
        (self.progress)(Progress::File { name: file, had, bytes: rest.map(|rest| had + rest) });
        let mut out = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        let mut bytes = had;
        let (mut since, mut before) = (Instant::now(), had);
        loop {
            let part = tokio::select! {
                part = timeout(SILENCE, answer.chunk()) => part,
                () = self.stop.cancelled() => return Err(Fault::Lasting(ModelError::Stopped)),
            };
            let part = part.map_err(|_| Fault::Passing("nothing came for 30 s".into()))?;
            let Some(part) = part.map_err(|error| Fault::Passing(cause(&error)))? else { break };
            let came = u64::try_from(part.len()).unwrap_or(u64::MAX);
            bytes = bytes.saturating_add(came);
            if bytes > limit {
                drop(out);
                self.forget(file)?;
                return Err(too_long());
            }
            out.write_all(&part).map_err(failed)?;
            (self.progress)(Progress::Bytes(came));
            if since.elapsed() >= SLOW {
                if bytes - before < LEAST {
                    return Err(Fault::Passing(format!("less than {LEAST} bytes came within a minute")));
                }
                (since, before) = (Instant::now(), bytes);
            }
        }
        if rest.is_some_and(|rest| had + rest != bytes) {
            return Err(Fault::Passing("the line broke".into()));
        }
        out.sync_all().map_err(failed)?;
        self.done(file, found.commit, sha256, had)
    }

    /// Checks a file that has come to its end, and gives it its name.
    fn done(
        &mut self,
        file: &str,
        commit: Option<String>,
        promised: Option<String>,
        had: u64,
    ) -> Result<Fetched, Fault> {
        let (part, whole) = (self.beside(file, "part"), self.folder.join(file));
        let found = self.hashed(&part, file)?.unwrap_or_default();
        let is_promised = promised.is_some();
        if let Some(promised) = promised.filter(|promised| *promised != found) {
            self.forget(file)?;
            if had > 0 {
                return Err(Fault::Passing("what had come before was of other bytes".into()));
            }
            return Err(Fault::Lasting(ModelError::OtherBytes { file: file.into(), found, promised }));
        }
        let bytes = length(&part);
        fs::rename(&part, &whole).map_err(|source| Fault::Lasting(ModelError::write(&whole, source)))?;
        Ok(Fetched { file: ManifestFile { name: file.into(), bytes, sha256: found }, commit, is_promised })
    }

    fn hashed(&mut self, path: &Path, file: &str) -> Result<Option<String>, Fault> {
        (self.progress)(Progress::Checking(file));
        let read = |source| Fault::Lasting(ModelError::Read { path: path.into(), source });
        hash(path, &mut |_| {}).map(Some).map_err(read)
    }

    fn state(&self, file: &str) -> State {
        let text = fs::read(self.beside(file, "state")).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn keep(&self, file: &str, state: &State) -> Result<(), Fault> {
        let path = self.beside(file, "state");
        let failed = |source| Fault::Lasting(ModelError::write(&path, source));
        let text = serde_json::to_vec(state).map_err(|error| failed(error.into()))?;
        File::create(&path).and_then(|mut out| out.write_all(&text)).map_err(failed)
    }

    /// Throws away what has come so far.
    fn forget(&self, file: &str) -> Result<(), Fault> {
        for kind in ["part", "state"] {
            let path = self.beside(file, kind);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Fault::Lasting(ModelError::write(&path, error)));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether it is the file that is not there, rather than the repository or the revision.
fn is_entry(answer: &Response) -> bool {
    answer.headers().get("x-error-code").is_none_or(|code| code == "EntryNotFound")
}

/// Where the bytes of an answer begin.
fn starts_at(answer: &Response) -> Option<u64> {
    let range = answer.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

/// How many of these bytes the disk has no room for; `None` if it has, or does not tell.
fn lacking(folder: &Path, bytes: u64) -> Option<u64> {
    let disk = nix::sys::statvfs::statvfs(folder).ok()?;
    let free = disk.blocks_available().saturating_mul(disk.fragment_size());
    bytes.checked_sub(free).filter(|missing| *missing > 0)
}
