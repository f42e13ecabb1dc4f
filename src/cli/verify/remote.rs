//! Fetches manifests that lie elsewhere, for those who allow it. The addresses come out of files, so from strangers.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Client, Response};
use tokio::runtime::{Builder, Runtime};

use crate::daemon::client::{self, FollowError, Reach};
use crate::verification::c2pa::RemoteManifests;

/// How long a manifest may take, redirects and all.
const LIMIT: Duration = Duration::from_secs(20);

/// Longest manifest that is taken; real ones have some ten kilobytes, with thumbnails some hundred.
const MAX_BYTES: usize = 16 << 20;

/// How often a server may send us elsewhere.
const MAX_REDIRECTS: usize = 5;

/// Asks the servers that files name, within limits. Costs nothing until the first file names one.
pub(super) struct Fetcher {
    reach: Reach,
    limit: Duration,
    started: OnceLock<Result<Started, String>>,
}

struct Started {
    runtime: Runtime,
    client: Client,
}

impl Fetcher {
    pub(super) const fn new(reach: Reach) -> Self {
        Self { reach, limit: LIMIT, started: OnceLock::new() }
    }

    fn started(&self) -> Result<&Started, &str> {
        let start = || {
            let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
            let runtime = runtime.map_err(|error| format!("no network: {error}"))?;
            let client = client::client(self.reach).map_err(|error| error.to_string())?;
            Ok(Started { runtime, client })
        };
        self.started.get_or_init(start).as_ref().map_err(String::as_str)
    }

    async fn get(&self, client: &Client, address: &str) -> Result<Vec<u8>, String> {
        match client::follow(client, address, self.reach == Reach::Any, MAX_REDIRECTS).await {
            Ok(answer) => body(answer).await,
            Err(FollowError::Redirects(most)) => Err(format!("it redirects more than {most} times")),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Drop for Fetcher {
    /// Waits for nothing: a name that does not resolve would keep the program for as long as the system tries.
    fn drop(&mut self) {
        if let Some(Ok(started)) = self.started.take() {
            started.runtime.shutdown_background();
        }
    }
}

impl RemoteManifests for Fetcher {
    fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
        let Started { runtime, client } = self.started()?;
        let limited = async { tokio::time::timeout(self.limit, self.get(client, url)).await };
        let outcome = runtime.block_on(limited).unwrap_or_else(|_| Err(format!("not there within {:?}", self.limit)));
        outcome.map_err(|reason| format!("{url}: {reason}"))
    }
}

async fn body(answer: Response) -> Result<Vec<u8>, String> {
    let status = answer.status();
    if status.is_redirection() {
        return Err("it redirects to no address".into());
    }
    if !status.is_success() {
        return Err(format!("the server answers {}", status.as_u16()));
    }
    client::read_answer(answer, MAX_BYTES).await.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// What comes of asking a server that sends this to each connection and then, without closing it, nothing more.
    fn fetched(answer: &str, limit: Duration) -> Result<Vec<u8>, String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/m", listener.local_addr().unwrap());
        let answer = answer.replace("URL", &url);
        thread::spawn(move || {
            let mut open = Vec::new();
            while let Ok((mut peer, _)) = listener.accept() {
                let _ = peer.read(&mut [0; 4096]);
                let _ = peer.write_all(answer.as_bytes());
                open.push(peer);
            }
        });
        let fetcher = Fetcher { reach: Reach::Any, limit, started: OnceLock::new() };
        fetcher.fetch(&url).map_err(|reason| reason.replace(&url, "URL"))
    }

    #[test]
    fn servers_that_are_slow_large_or_lead_astray_are_left_in_time() {
        let long = LIMIT;
        for (answer, limit, found) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", long, Ok("hi")),
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nh", LIMIT / 40, Err("URL: not there within 500ms")),
            ("", LIMIT / 40, Err("URL: not there within 500ms")),
            (
                "HTTP/1.1 200 OK\r\ncontent-length: 16777217\r\n\r\n",
                long,
                Err("URL: the answer is longer than 16777216 bytes"),
            ),
            ("HTTP/1.1 404 Gone\r\ncontent-length: 0\r\n\r\n", long, Err("URL: the server answers 404")),
            ("HTTP/1.1 302 On\r\ncontent-length: 0\r\n\r\n", long, Err("URL: it redirects to no address")),
            (
                "HTTP/1.1 302 On\r\nconnection: close\r\ncontent-length: 0\r\nlocation: URL\r\n\r\n",
                long,
                Err("URL: it redirects more than 5 times"),
            ),
            (
                "HTTP/1.1 302 On\r\ncontent-length: 0\r\nlocation: file:///etc/passwd\r\n\r\n",
                long,
                Err("URL: not a valid http or https address"),
            ),
        ] {
            assert_eq!(fetched(answer, limit), found.map(Into::into).map_err(ToOwned::to_owned), "{answer}");
        }
    }

    #[test]
    fn addresses_that_strangers_must_not_name_are_not_asked() {
        let fetcher = Fetcher::new(Reach::Public);
        for host in ["127.0.0.1:9", "localhost:9", "[::1]:9", "169.254.169.254", "192.168.0.1"] {
            let reason = fetcher.fetch(&format!("http://{host}/m")).unwrap_err();
            assert!(reason.ends_with("is not a public address"), "{reason}");
        }
    }
}
