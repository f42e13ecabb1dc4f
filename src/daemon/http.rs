//! The HTTP server of daemons: HTTP/1.1 with a limit on everything that a peer could exhaust.
//!
//! Connections beyond the limit wait in the system's queue, those of an address that has its share are closed at once; headers are bounded in size and time, which also ends idle
//! connections; bodies are read with [`read_body`], bounded in size and time. A refused request whose body is still
//! coming is answered, and the rest is read away for a moment: closing at once would destroy the answer on its way.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::addresses::Addresses;

/// What one server grants its peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; more wait unaccepted.
    pub connections: usize,
    /// Connections of one address at once; more are closed. Without it a single peer that holds connections open would
    /// have everybody else wait until their signatures are stale.
    pub connections_per_address: usize,
    /// Bytes of request line and headers.
    pub header_bytes: usize,
    /// From the first moment of waiting to the last header: the limit of slow and of idle connections.
    pub header_time: Duration,
    /// How long requests under way may go on after `stop`.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            connections_per_address: 128,
            header_bytes: 32 << 10,
            header_time: Duration::from_secs(15),
            drain: Duration::from_secs(5),
        }
    }
}

/// What a slow body may take before its rate counts.
const BODY_GRACE: Duration = Duration::from_secs(15);

/// Bytes per second below which a body is given up after [`BODY_GRACE`].
const BODY_RATE: u64 = 8 << 10;

/// The rest of a refused body that is read away: time and bytes.
const LINGER: (Duration, usize) = (Duration::from_secs(2), 256 << 20);

/// Why a body was not read. As a response it is the answer in the shape of `FastAPI`.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// More than the limit; answered 413.
    #[error("Request body is larger than {max} bytes")]
    TooLarge {
        /// The limit.
        max: usize,
    },
    /// Slower than a body may be; answered 408.
    #[error("Request body arrives too slowly")]
    TooSlow,
    /// The peer broke off, or sent no HTTP; answered 400.
    #[error("Request body is incomplete")]
    Broken(#[source] axum::Error),
}

impl BodyError {
    /// HTTP status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for BodyError {
    fn into_response(self) -> Response {
        detail(self.status(), &self.to_string())
    }
}

/// An answer in the shape of `FastAPI` for what its framework refuses: `{"detail": "…"}`.
pub fn detail(status: StatusCode, detail: &str) -> Response {
    json(status, &serde_json::json!({ "detail": detail }))
}

/// An answer with a JSON body.
pub fn json(status: StatusCode, body: &impl serde::Serialize) -> Response {
    let body = serde_json::to_vec(body).expect("answers have text keys only");
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Reads a body of at most `max` bytes. A longer one is refused before a byte of it is read if it says its length, and
/// as soon as it passes the limit otherwise. Slow bodies are given up (see `BODY_GRACE`, `BODY_RATE`).
pub async fn read_body(mut body: Body, max: usize) -> Result<Bytes, BodyError> {
    if body.size_hint().lower() > max as u64 {
        return Err(BodyError::TooLarge { max });
    }
    let start = Instant::now();
    let mut whole = BytesMut::new();
    loop {
        let deadline = start + BODY_GRACE + Duration::from_secs(whole.len() as u64 / BODY_RATE);
        let frame = match timeout_at(deadline, body.frame()).await {
            Err(_) => return Err(BodyError::TooSlow),
            Ok(None) => return Ok(whole.freeze()),
            Ok(Some(frame)) => frame.map_err(BodyError::Broken)?,
        };
        let Ok(data) = frame.into_data() else { continue };
        if whole.len() + data.len() > max {
            return Err(BodyError::TooLarge { max });
        }
        if whole.is_empty() && body.is_end_stream() {
            return Ok(data); // the usual case: one frame, no copy
        }
        whole.extend_from_slice(&data);
    }
}

/// Serves `router` until `stop`, then lets requests under way end within the drain limit. Unknown paths and methods are
/// answered as `FastAPI` does.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let router = router
        .fallback(async || detail(StatusCode::NOT_FOUND, "Not Found"))
        .method_not_allowed_fallback(async || detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"));
    let (places, addresses) = (Arc::new(Semaphore::new(limits.connections)), Arc::new(Addresses::default()));
    let mut connections = JoinSet::new();
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
        };
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: connections that end will help.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let Some(own_place) = addresses.take(peer.ip(), limits.connections_per_address) else {
            tracing::debug!(%peer, "connection closed: its address has too many");
            continue;
        };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            converse(stream, peer, router, limits, stop).await;
            drop((place, own_place));
        });
    }
    drop(listener);
    let drained = timeout(limits.drain + LINGER.0, async { while connections.join_next().await.is_some() {} });
    if drained.await.is_err() {
        tracing::warn!(open = connections.len(), "connections are closed before their requests ended");
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, stop: CancellationToken) {
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(peer);
        let has_body = !request.body().is_end_stream();
        let answering = service.call(request);
        Box::pin(async move {
            let mut answer = answering.await?;
            // The rest of a body that was refused cannot be told from the next request, so the connection ends; a peer
            // that is not told so would send its next request into the void.
            if has_body && !answer.status().is_success() {
                answer.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
            }
            Ok::<_, std::convert::Infallible>(answer)
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_header_size(limits.header_bytes)
        .max_buf_size(limits.header_bytes.max(64 << 10))
        .serve_connection(TokioIo::new(stream), service);
    let ended = tokio::select! {
        ended = poll_fn(|cx| connection.poll_without_shutdown(cx)) => ended,
        () = stop.cancelled() => {
            Pin::new(&mut connection).graceful_shutdown();
            match timeout(limits.drain, poll_fn(|cx| connection.poll_without_shutdown(cx))).await {
                Ok(ended) => ended,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "connection ended early");
    }
    linger(connection.into_parts().io.into_inner()).await;
}

// With bytes unread, closing sends a reset, and the peer may lose the answer that explains it.
async fn linger(mut stream: TcpStream) {
    let (time, most) = LINGER;
    let _ = timeout(time, async {
        stream.shutdown().await?;
        let (mut part, mut read) = (vec![0; 64 << 10], 0);
        while read < most {
            match stream.read(&mut part).await? {
                0 => break,
                count => read += count,
            }
        }
        std::io::Result::Ok(())
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use axum::extract::Request;
    use axum::routing::post;

    use super::*;

    struct Running {
        address: SocketAddr,
        stop: CancellationToken,
        task: tokio::task::JoinHandle<()>,
    }

    async fn start(limits: Limits) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route(
            "/echo",
            post(async |request: Request| match read_body(request.into_body(), 1000).await {
                Ok(body) => body.into_response(),
                Err(error) => error.into_response(),
            }),
        );
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(listener, router, limits, stop.clone()));
        Running { address, stop, task }
    }

    async fn say(address: SocketAddr, text: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream.write_all(text).await; // the server may refuse while we still speak
        let mut answer = Vec::new();
        timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test]
    async fn unknown_paths_and_methods_are_answered_as_the_reference_does() {
        let running = start(Limits::default()).await;
        for (line, status, body) in [
            ("POST /nowhere", "404 Not Found", r#"{"detail":"Not Found"}"#),
            ("GET /echo", "405 Method Not Allowed", r#"{"detail":"Method Not Allowed"}"#),
        ] {
            let request = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            let answer = say(running.address, request.as_bytes()).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
            assert!(answer.ends_with(body), "{answer}");
        }
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_by_its_announced_length_and_by_its_real_one() {
        let running = start(Limits::default()).await;
        let announced = "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n";
        let answer = say(running.address, &[announced.as_bytes(), &vec![0; 500_000]].concat()).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        let mut chunked = "POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
        for _ in 0..3 {
            write!(chunked, "190\r\n{}\r\n", "a".repeat(400)).unwrap();
        }
        let answer = say(running.address, chunked.as_bytes()).await;
        assert!(answer.ends_with(r#"{"detail":"Request body is larger than 1000 bytes"}"#), "{answer}");
    }

    #[tokio::test]
    async fn headers_that_are_too_long_or_too_slow_end_the_connection() {
        let limits = Limits { header_time: Duration::from_millis(200), ..Limits::default() };
        let running = start(limits).await;
        let long = format!("POST /echo HTTP/1.1\r\nx: {}\r\n\r\n", "a".repeat(40 << 10));
        let answer = say(running.address, long.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
        for slow in ["", "POST /echo HTTP/1.1\r\nhost"] {
            assert!(!say(running.address, slow.as_bytes()).await.contains("200 OK"));
        }
    }

    #[tokio::test]
    async fn connections_beyond_the_limit_wait_for_a_place() {
        let running = start(Limits { connections: 1, ..Limits::default() }).await;
        let mut first = TcpStream::connect(running.address).await.unwrap();
        first.write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n").await.unwrap();
        let second = tokio::spawn(async move {
            say(running.address, b"POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                .await
        });
        first.write_all(b"ab").await.unwrap();
        let mut answer = [0; 12];
        first.read_exact(&mut answer).await.unwrap();
        assert!(!second.is_finished());
        drop(first);
        assert!(second.await.unwrap().starts_with("HTTP/1.1 200"));
    }

    #[tokio::test]
    async fn an_address_that_holds_many_connections_leaves_room_for_others() {
        let running = start(Limits { connections: 4, connections_per_address: 2, ..Limits::default() }).await;
        let connect = async |from: &str| {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind(SocketAddr::new(from.parse().unwrap(), 0)).unwrap();
            socket.connect(running.address).await.unwrap()
        };
        let mut held = Vec::new();
        for _ in 0..20 {
            held.push(connect("127.0.0.9").await);
        }
        let mut honest = connect("127.0.0.1").await;
        honest.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        // The idle ones would be ended after 15 s.
        timeout(Duration::from_secs(10), honest.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }

    #[tokio::test]
    async fn a_refused_body_ends_its_connection_and_the_answer_says_so() {
        let running = start(Limits::default()).await;
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(b"POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    }

    #[tokio::test]
    async fn a_request_under_way_is_answered_when_the_server_stops() {
        let running = start(Limits::default()).await;
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream
            .write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n")
            .await
            .unwrap();
        let mut part = [0; 64];
        let count = stream.read(&mut part).await.unwrap();
        assert!(part[..count].starts_with(b"HTTP/1.1 100"));
        running.stop.cancel();
        stream.write_all(b"ab").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ab"), "{answer}");
        drop(stream);
        timeout(Duration::from_secs(10), running.task).await.unwrap().unwrap();
    }
}
