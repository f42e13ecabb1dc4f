//! Fetches files of certificates. What comes back is anybody's until its fingerprint is checked: most publishers offer
//! certificates over plain HTTP only.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::{Client, Url};
use tokio::task::JoinSet;

use super::TrustError;
use crate::daemon::client::{self, AnswerError, FollowError, Reach};

/// Longest answer; the longest list of certificates has some forty kilobytes.
const MAX_ANSWER: usize = 1 << 20;

/// Longest that one file may take, from name to last byte.
const LIMIT: Duration = Duration::from_secs(20);

/// How often an address may send us on. Publishers move from http to https, or put a cache in front; a pin tells
/// whether what comes at the end is the right thing, so being sent on costs no safety.
const MOST_REDIRECTS: usize = 3;

/// Variables that name a proxy.
const PROXIES: [&str; 6] = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/// Why a file could not be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error(transparent)]
    Follow(#[from] FollowError),
    #[error("HTTP status {0}")]
    Status(u16),
    #[error(transparent)]
    Answer(AnswerError),
    #[error("no complete answer within {} s", .0.as_secs())]
    TimedOut(Duration),
    #[error("the fetch failed: {0}")]
    Panicked(tokio::task::JoinError),
}

/// Fetches from the publishers, or from a mirror of the operator's that has files of the same names.
pub(super) struct Fetcher {
    client: Client,
    mirror: Option<Url>,
    limit: Duration,
}

impl Fetcher {
    /// `environment` tells whether there is a proxy. Through one, and from a mirror, any address may be asked; else only
    /// public ones, so that no answer can send us to a machine of this network.
    pub(super) fn new(mirror: Option<&str>, environment: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let mirror = mirror.map(mirror_url).transpose()?;
        let has_proxy = PROXIES.iter().any(|name| environment.get(*name).is_some_and(|value| !value.is_empty()));
        let reach = if mirror.is_some() || has_proxy { Reach::Operator } else { Reach::Public };
        Ok(Self { client: client::client(reach)?, mirror, limit: LIMIT })
    }

    /// Where a file is taken from, to be shown and written down: without the password of a mirror.
    pub(super) fn address(&self, published: &str) -> String {
        let mut mirror = self.mirror.clone();
        if let Some(mirror) = &mut mirror {
            // Fails only for addresses without a host, which no mirror has.
            let _ = mirror.set_username("").and_then(|()| mirror.set_password(None));
        }
        below(mirror.as_ref(), published)
    }

    /// Fetches all at once, each address a single time; `done` is called after each.
    pub(super) async fn fetch(
        &self,
        published: impl IntoIterator<Item = &'static str>,
        mut done: impl FnMut(),
    ) -> BTreeMap<&'static str, Result<Vec<u8>, FetchError>> {
        let mut running = JoinSet::new();
        let mut tasks = BTreeMap::new();
        for published in published {
            let (client, address, any) =
                (self.client.clone(), below(self.mirror.as_ref(), published), self.mirror.is_some());
            let limit = self.limit;
            let task = running.spawn(async move {
                let answer = tokio::time::timeout(limit, get(&client, &address, any));
                answer.await.unwrap_or(Err(FetchError::TimedOut(limit)))
            });
            tasks.insert(task.id(), published);
        }
        let mut found = BTreeMap::new();
        while let Some(ended) = running.join_next_with_id().await {
            let (id, outcome) = match ended {
                Ok((id, outcome)) => (id, outcome),
                Err(panic) => (panic.id(), Err(FetchError::Panicked(panic))),
            };
            if let Some(published) = tasks.get(&id) {
                found.insert(*published, outcome);
            }
            done();
        }
        found
    }
}

/// The address of a publisher's file, or of the file of that name on a mirror.
fn below(mirror: Option<&Url>, published: &str) -> String {
    let Some(mirror) = mirror else { return published.into() };
    let name = published.rsplit('/').next().unwrap_or_default();
    format!("{mirror}{name}")
}

/// The folder that a mirror is.
fn mirror_url(text: &str) -> Result<Url, TrustError> {
    let refused = |source| TrustError::Mirror { mirror: text.into(), source };
    let mut url = client::check_form(text, true).map_err(refused)?;
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// The file at an address, or where it sends us on to.
async fn get(client: &Client, address: &str, any: bool) -> Result<Vec<u8>, FetchError> {
    let answer = client::follow(client, address, any, MOST_REDIRECTS).await?;
    if !answer.status().is_success() {
        return Err(FetchError::Status(answer.status().as_u16()));
    }
    client::read_answer(answer, MAX_ANSWER).await.map_err(FetchError::Answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_never_ends_its_answer_is_given_up() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mirror = format!("http://{}/", listener.local_addr().unwrap());
        let mut fetcher = Fetcher::new(Some(&mirror), &BTreeMap::new()).unwrap();
        fetcher.limit = Duration::from_millis(200);
        let server = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
            tokio::io::AsyncWriteExt::write_all(&mut socket, head).await.unwrap();
            std::future::pending::<()>().await;
        };
        let fetched = tokio::select! {
            fetched = fetcher.fetch(["http://example.com/a.crt"], || {}) => fetched,
            () = server => unreachable!(),
        };
        assert!(matches!(fetched["http://example.com/a.crt"], Err(FetchError::TimedOut(_))), "{fetched:?}");
    }

    #[test]
    fn a_mirror_has_files_of_the_same_names() {
        let environment = BTreeMap::new();
        let published = "http://www.microsoft.com/pkiops/certs/Microsoft%20SCD%20Claimants%20RSA%20CA.crt";
        for mirror in [
            "http://127.0.0.1:8/a",
            "http://127.0.0.1:8/a/",
            "http://127.0.0.1:8/a?x=1#y",
            "http://me:word@127.0.0.1:8/a",
        ] {
            let fetcher = Fetcher::new(Some(mirror), &environment).unwrap();
            assert_eq!(fetcher.address(published), "http://127.0.0.1:8/a/Microsoft%20SCD%20Claimants%20RSA%20CA.crt");
        }
        assert_eq!(Fetcher::new(None, &environment).unwrap().address(published), published);
        assert!(Fetcher::new(Some("ftp://x/"), &environment).is_err());
    }
}
