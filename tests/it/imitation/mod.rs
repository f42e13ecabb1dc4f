//! An imitation of every generation service on loopback: the same paths, headers and bodies as the real ones.
//!
//! It counts what it was made to sell, remembers every request, signs what it sends so that a local chain takes it, can be
//! stopped at any step ([`Imitation::stop_at`]) and can be made to fail ([`Imitation::fail`]).

mod api;
mod media;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::any;
use bytes::Bytes;
use gascli::daemon::http;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::media::Studio;

/// The key of every account here.
pub(crate) const KEY: &str = "sk-imitation-0123456789";

const LIMIT: Duration = Duration::from_secs(40);

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// It buys something.
    Order,
    /// It asks how a job is.
    Poll,
    /// It fetches what was bought.
    Download,
}

/// Where a request is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// An order has come and is charged; nothing of its answer is sent.
    Ordered,
    /// Half of the answer to an order is sent.
    HalfAnswered,
    /// A job is asked after for the time of this number.
    Polled(u32),
    /// A download is asked for; nothing of it is sent.
    Downloading,
    /// Half of a download is sent.
    HalfDownloaded,
}

/// What goes wrong with one request.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// An answer with this status; nothing is sold.
    Refused(u16, Vec<(&'static str, &'static str)>),
    /// The answer ends in the middle, and so does the connection.
    BrokenOff,
    /// The answer begins and never goes on.
    Stalled,
    /// Status 200 with this content type and body, whatever was sold.
    Says(&'static str, &'static str),
    /// The medium has no bytes.
    Empty,
    /// The medium carries no manifest.
    Unsigned,
    /// The job is in this state.
    JobIs(&'static str),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Gate {
    Open,
    Set(Step),
    Reached(Step),
}

/// A job that was begun.
struct Job {
    prompt: String,
    polls: u32,
}

struct Shared {
    base: String,
    studio: Studio,
    asked: Mutex<Vec<Asked>>,
    sold: Mutex<Vec<String>>,
    /// What a real service would never see from an honest client.
    complaints: Mutex<Vec<String>>,
    faults: Mutex<BTreeMap<Kind, VecDeque<Fault>>>,
    jobs: Mutex<BTreeMap<String, Job>>,
    /// Of images that are fetched from an address, by the last part of it.
    files: Mutex<BTreeMap<String, Bytes>>,
    /// After how many questions a job is done.
    polls: Mutex<u32>,
    gate: watch::Sender<Gate>,
}

/// The services, as long as this lives.
pub(crate) struct Imitation {
    shared: Arc<Shared>,
    stop: CancellationToken,
}

impl Imitation {
    /// Services whose media are signed by the demo authority in this folder.
    pub(crate) async fn start(authority: &Path) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            base: format!("http://{}", listener.local_addr().unwrap()),
            studio: Studio::new(authority),
            asked: Mutex::default(),
            sold: Mutex::default(),
            complaints: Mutex::default(),
            faults: Mutex::default(),
            jobs: Mutex::default(),
            files: Mutex::default(),
            polls: Mutex::new(2),
            gate: watch::channel(Gate::Open).0,
        });
        let answering = Arc::clone(&shared);
        let receive = move |request: Request| Arc::clone(&answering).receive(request);
        let router = Router::new().route("/{*path}", any(receive));
        let stop = CancellationToken::new();
        tokio::spawn(http::serve(listener, router, http::Limits::default(), stop.clone()));
        Self { shared, stop }
    }

    /// What an operator sets to use these services instead of the real ones.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let base = &self.shared.base;
        vec![
            ("OPENAI_API_KEY", KEY.into()),
            ("OPENAI_BASE_URL", format!("{base}/v1")),
            ("OPEN_ROUTER_API_KEY", KEY.into()),
            ("OPENROUTER_BASE_URL", format!("{base}/api/v1")),
            ("STABILITY_API_KEY", KEY.into()),
            ("STABILITY_BASE_URL", base.clone()),
            ("RUNWAYML_API_KEY", KEY.into()),
            ("RUNWAYML_BASE_URL", base.clone()),
        ]
    }

    /// Holds the next request that comes to this step.
    pub(crate) fn stop_at(&self, step: Step) {
        self.shared.gate.send_replace(Gate::Set(step));
    }

    /// Waits until a request is held.
    pub(crate) async fn reached(&self) {
        let mut gate = self.shared.gate.subscribe();
        let waiting = gate.wait_for(|gate| matches!(gate, Gate::Reached(_)));
        let reached = timeout(LIMIT, waiting).await.is_ok();
        assert!(reached, "never at {:?}; asked: {:#?}", *self.shared.gate.borrow(), self.paths());
    }

    /// Lets everything go on.
    pub(crate) fn go_on(&self) {
        self.shared.gate.send_replace(Gate::Open);
    }

    /// Has the next requests of this kind fail, one after the other.
    pub(crate) fn fail(&self, kind: Kind, faults: impl IntoIterator<Item = Fault>) {
        self.shared.faults.lock().unwrap().entry(kind).or_default().extend(faults);
    }

    /// Has jobs take this many questions.
    pub(crate) fn jobs_take(&self, polls: u32) {
        *self.shared.polls.lock().unwrap() = polls;
    }

    /// What was sold, by its path.
    pub(crate) fn sold(&self) -> Vec<String> {
        self.shared.sold.lock().unwrap().clone()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// Method and path of every request.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }

    /// That nobody asked what a real service would refuse, or told a key to a stranger.
    pub(crate) fn has_no_complaints(&self) {
        let complaints = self.shared.complaints.lock().unwrap();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

impl Drop for Imitation {
    fn drop(&mut self) {
        self.go_on();
        self.stop.cancel();
    }
}

impl Shared {
    /// Waits here if a test wants it.
    async fn pass(&self, step: Step) {
        let held = self.gate.send_if_modified(|gate| {
            let held = *gate == Gate::Set(step);
            if held {
                *gate = Gate::Reached(step);
            }
            held
        });
        if held {
            let _ = self.gate.subscribe().wait_for(|gate| *gate == Gate::Open).await;
        }
    }

    fn fault(&self, kind: Kind) -> Option<Fault> {
        self.faults.lock().unwrap().get_mut(&kind).and_then(VecDeque::pop_front)
    }

    fn complain(&self, about: impl Into<String>) {
        self.complaints.lock().unwrap().push(about.into());
    }

    async fn receive(self: Arc<Self>, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = http::read_body(body, 1 << 20).await.unwrap();
        let (method, path) = (parts.method.to_string(), parts.uri.to_string());
        let asked = Asked { method, path, headers: parts.headers, body, at: Instant::now() };
        self.asked.lock().unwrap().push(asked.clone());
        self.answer(&asked).await
    }

    /// An answer whose second half waits at `half`, or never comes.
    fn in_halves(self: &Arc<Self>, answer: Answer, half: Step, fault: Option<Fault>) -> Response {
        let Answer { status, content_type, body } = answer;
        let shared = Arc::clone(self);
        let middle = body.len() / 2;
        let (first, second) = (body.slice(..middle), body.slice(middle..));
        let halves = futures_util::stream::unfold(0, move |part| {
            let (shared, first, second, fault) = (Arc::clone(&shared), first.clone(), second.clone(), fault.clone());
            async move {
                match (part, fault) {
                    (0, _) => Some((Ok(first), 1)),
                    (1, Some(Fault::BrokenOff)) => Some((Err(std::io::Error::other("broken off as asked")), 2)),
                    (1, Some(Fault::Stalled)) => std::future::pending().await,
                    (1, _) => {
                        shared.pass(half).await;
                        Some((Ok(second), 2))
                    }
                    _ => None,
                }
            }
        });
        let length = body.len();
        Response::builder()
            .status(status)
            .header("content-type", content_type)
            .header("content-length", length)
            .body(Body::from_stream(halves))
            .unwrap()
    }
}

/// What a service answers when nothing goes wrong.
struct Answer {
    status: u16,
    content_type: &'static str,
    body: Bytes,
}

impl Answer {
    fn json(status: u16, value: &serde_json::Value) -> Self {
        Self { status, content_type: "application/json", body: value.to_string().into() }
    }

    fn medium(content_type: &'static str, body: Bytes) -> Self {
        Self { status: 200, content_type, body }
    }

    fn whole(self) -> Response {
        let answer = Response::builder().status(self.status).header("content-type", self.content_type);
        answer.body(Body::from(self.body)).unwrap()
    }
}
