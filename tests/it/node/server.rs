//! The socket: WebSocket connections, and what the faults do to them.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::chain::Chain;
use super::rpc::{Hangup, Session};

/// Answers that wait for one client at most; more, and it is gone.
const QUEUE: usize = 10_000;
/// Longest message of a client.
const MESSAGE: usize = 16 << 20;
/// How long a client may take to take an answer.
const SEND_LIMIT: Duration = Duration::from_secs(10);

/// What the connections and the test share.
pub(crate) struct Shared {
    chain: Mutex<Chain>,
    /// Methods in the order in which they were asked for.
    requests: Mutex<Vec<String>>,
    signal: watch::Sender<Signal>,
    manner: Mutex<Manner>,
    /// Time between blocks; zero: none come by themselves.
    pub(crate) period: watch::Sender<Duration>,
}

/// Wakes connections.
#[derive(Debug, Clone, Copy, Default)]
struct Signal {
    /// Grows when the log does.
    news: u64,
    /// Grows when all connections are to end.
    dropped: u64,
}

/// How the node behaves towards its clients.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    pub(crate) refuse: Option<u16>,
    pub(crate) delay: Duration,
}

impl Shared {
    pub(crate) fn new(chain: Chain) -> Arc<Self> {
        Arc::new(Self {
            chain: Mutex::new(chain),
            requests: Mutex::default(),
            signal: watch::Sender::default(),
            manner: Mutex::default(),
            period: watch::Sender::new(Duration::ZERO),
        })
    }

    pub(crate) fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain.lock().expect("the node has failed; its panic says why")
    }

    pub(crate) fn manner(&self) -> MutexGuard<'_, Manner> {
        self.manner.lock().expect("nothing fails with it")
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, Vec<String>> {
        self.requests.lock().expect("nothing fails with it")
    }

    /// Tells the connections that the chain has moved.
    pub(crate) fn moved(&self) {
        self.signal.send_modify(|signal| signal.news += 1);
    }

    /// Ends all connections without a word.
    pub(crate) fn drop_connections(&self) {
        self.signal.send_modify(|signal| signal.dropped += 1);
    }
}

/// Serves until told to stop.
pub(crate) fn serve(listener: TcpListener, shared: &Arc<Shared>, stop: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let app = Router::new().fallback(connect).with_state(Arc::clone(shared));
        tokio::select! {
            ended = axum::serve(listener, app).into_future() => ended.unwrap(),
            () = beat(shared) => {}
            _ = stop => {}
        }
    });
}

/// Makes blocks at the pace asked for.
async fn beat(shared: &Shared) {
    let mut period = shared.period.subscribe();
    loop {
        let pause = *period.borrow_and_update();
        if pause.is_zero() {
            if period.changed().await.is_err() {
                return;
            }
            continue;
        }
        tokio::select! {
            () = sleep(pause) => {
                shared.chain().mint();
                shared.moved();
            }
            _ = period.changed() => {}
        }
    }
}

async fn connect(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    let refused = shared.manner().refuse;
    if let Some(status) = refused {
        return StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE).into_response();
    }
    upgrade.max_message_size(MESSAGE).max_frame_size(MESSAGE).on_upgrade(|socket| converse(socket, shared))
}

async fn converse(mut socket: WebSocket, shared: Arc<Shared>) {
    let mut signals = shared.signal.subscribe();
    let born = signals.borrow_and_update().dropped;
    let mut session = Session::default();
    let mut queue: VecDeque<(Instant, String)> = VecDeque::new();
    loop {
        let due = queue.front().map(|(due, _)| *due);
        tokio::select! {
            biased;
            changed = signals.changed() => {
                if changed.is_err() || signals.borrow_and_update().dropped != born {
                    return;
                }
            }
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                let Some((_, text)) = queue.pop_front() else { continue };
                if !matches!(timeout(SEND_LIMIT, socket.send(Message::Text(text.into()))).await, Ok(Ok(()))) {
                    return;
                }
                continue;
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    let mut asked = Vec::new();
                    let answer = session.answer(&mut shared.chain(), &text, &mut asked);
                    shared.requests().append(&mut asked);
                    match answer {
                        Ok(answer) => queue.push_back((Instant::now() + shared.manner().delay, answer)),
                        Err(Hangup) => return,
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => return,
            },
        }
        let news = session.news(&shared.chain());
        let due = Instant::now() + shared.manner().delay;
        queue.extend(news.into_iter().map(|text| (due, text)));
        if queue.len() > QUEUE {
            return;
        }
    }
}
