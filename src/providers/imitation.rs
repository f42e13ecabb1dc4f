//! An imitation of a service on loopback, for the tests of providers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use serde_json::{Map, Value};

use super::service::Service;
use super::{GenerationRequest, Journal, JournalError, Order};
use crate::types::{Modality, Secret, TaskId};

pub(super) const KEY: &str = "sk-verysecretkey";

/// Status, headers, body.
pub(super) type Scripted = (u16, Vec<(&'static str, &'static str)>, Bytes);

/// What the imitation was asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Asked {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Answers in the order of its script, and remembers what it was asked.
pub(super) struct Imitation {
    pub(super) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Imitation {
    pub(super) async fn start(script: Vec<Scripted>) -> Self {
        let script = Arc::new(Mutex::new(VecDeque::from(script)));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        let router = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let (method, path) = (parts.method.to_string(), parts.uri.to_string());
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            log.lock().unwrap().push(Asked { method, path, headers: parts.headers, body });
            let (status, headers, body) = script.lock().unwrap().pop_front().expect("asked too often");
            let mut answer = Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(name, value);
            }
            answer.body(Body::from(body)).unwrap()
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/api", listener.local_addr().unwrap());
        tokio::spawn(async move { serve(listener, router).await });
        Self { base, asked }
    }

    /// The service as a provider asks it, without long pauses.
    pub(super) fn service(&self, name: &'static str) -> Service {
        service_at(name, &self.base)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// What a connection does once it has read a request.
pub(super) enum Wire {
    /// Sends these bytes as they are.
    Send(&'static [u8]),
    /// Sends a byte now and then, without end.
    Drip,
    /// Says nothing more, and keeps the connection.
    Hang,
}

/// A service that answers each connection with one of these, and closes it: for what no HTTP server does on purpose.
pub(super) async fn wires(script: Vec<Vec<Wire>>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for wires in script {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            tokio::spawn(async move { play(&mut stream, &wires).await });
        }
    });
    base
}

async fn play(stream: &mut tokio::net::TcpStream, wires: &[Wire]) -> Option<()> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    // Small requests come in one piece.
    let mut request = vec![0; 1 << 16];
    let _ = stream.read(&mut request).await.ok()?;
    for wire in wires {
        match wire {
            Wire::Send(bytes) => stream.write_all(bytes).await.ok()?,
            Wire::Drip => loop {
                stream.write_all(b" ").await.ok()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            },
            Wire::Hang => std::future::pending().await,
        }
    }
    stream.shutdown().await.ok()
}

/// The service behind an address, as a provider asks it.
pub(super) fn service_at(name: &'static str, base: &str) -> Service {
    let mut service = Service::new(name, base, Secret::new(KEY.into())).unwrap();
    service.pause = Duration::from_millis(1);
    service
}

// axum's own `serve` is behind a feature that the daemons do not need.
async fn serve(listener: tokio::net::TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let io = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
    }
}

/// A journal that remembers what it was told.
#[derive(Default)]
pub(super) struct Notebook {
    pub(super) orders: Mutex<Vec<Order>>,
    pub(super) jobs: Mutex<Vec<Value>>,
}

#[async_trait]
impl Journal for Notebook {
    async fn ordering(&self, order: &Order) -> Result<(), JournalError> {
        self.orders.lock().unwrap().push(order.clone());
        Ok(())
    }

    async fn accepted(&self, job: &Value) {
        self.jobs.lock().unwrap().push(job.clone());
    }
}

/// A journal that remembers how often the service had been asked when each thing was written down.
pub(super) struct Witness<'a> {
    service: &'a Imitation,
    seen: Mutex<Vec<(usize, &'static str)>>,
}

impl<'a> Witness<'a> {
    pub(super) fn of(service: &'a Imitation) -> Self {
        Self { service, seen: Mutex::default() }
    }

    pub(super) fn seen(&self) -> Vec<(usize, &'static str)> {
        self.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl Journal for Witness<'_> {
    async fn ordering(&self, _: &Order) -> Result<(), JournalError> {
        self.seen.lock().unwrap().push((self.service.asked().len(), "ordering"));
        Ok(())
    }

    async fn accepted(&self, _: &Value) {
        self.seen.lock().unwrap().push((self.service.asked().len(), "accepted"));
    }
}

pub(super) fn request(modality: Modality, resolution: Option<&str>) -> GenerationRequest {
    let parameters = resolution.map(|tier| ("resolution".to_owned(), Value::from(tier)));
    GenerationRequest {
        task_id: TaskId::random(),
        modality,
        prompt: "a red fox".into(),
        parameters: Map::from_iter(parameters),
    }
}

/// A picture that decodes.
pub(super) fn png() -> Bytes {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(3, 2).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}
