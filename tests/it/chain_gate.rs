//! Stands between a client and a node, and changes what the node says.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use serde_json::{Value, json};
use subxt::ext::jsonrpsee::client_transport::ws::{Url, WsTransportClientBuilder};
use subxt::ext::jsonrpsee::core::client::{ReceivedMessage, TransportReceiverT as _, TransportSenderT as _};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What becomes of an answer.
pub(crate) enum Reply {
    /// It goes on.
    Same,
    /// Another result.
    Result(Value),
    /// An error.
    Error(i64, &'static str),
    /// Not even JSON-RPC.
    Text(String),
    /// None at all.
    Silence,
}

type Edit = Box<dyn Fn(&str, &Value, &Value) -> Reply + Send + Sync>;

/// A door to a node. Closed when it is dropped.
pub(crate) struct Gate {
    port: u16,
    inner: Arc<Inner>,
    _serving: JoinSet<()>,
}

struct Inner {
    upstream: Mutex<String>,
    edit: Mutex<Arc<Edit>>,
    /// Counts the times that everybody was thrown out; the code that they are told, if any.
    thrown_out: watch::Sender<(u32, Option<u16>)>,
    /// Requests in order.
    asked: Mutex<Vec<String>>,
    is_shut: Mutex<bool>,
}

impl Gate {
    pub(crate) async fn before(upstream: String) -> Self {
        let inner = Arc::new(Inner {
            upstream: Mutex::new(upstream),
            edit: Mutex::new(Arc::new(Box::new(|_, _, _| Reply::Same))),
            thrown_out: watch::Sender::new((0, None)),
            asked: Mutex::default(),
            is_shut: Mutex::new(false),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let told = Arc::clone(&inner);
        let router = Router::new().route(
            "/",
            get(move |upgrade: WebSocketUpgrade| {
                let inner = Arc::clone(&told);
                async move {
                    let is_shut = *inner.is_shut.lock().unwrap();
                    if is_shut {
                        return axum::response::IntoResponse::into_response(axum::http::StatusCode::BAD_GATEWAY);
                    }
                    upgrade.on_upgrade(move |socket| pass(socket, inner))
                }
            }),
        );
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { port, inner, _serving: serving }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// From now on whoever comes is led to another node.
    pub(crate) fn leads_to(&self, upstream: String) {
        *self.inner.upstream.lock().unwrap() = upstream;
    }

    /// From now on every answer goes through `edit`, which is given the method, its parameters and the result; and so does
    /// what subscriptions tell, whose method is such as `chain_newHead`.
    pub(crate) fn edits(&self, edit: impl Fn(&str, &Value, &Value) -> Reply + Send + Sync + 'static) {
        *self.inner.edit.lock().unwrap() = Arc::new(Box::new(edit));
    }

    /// Throws everybody out, and lets nobody in if it is to stay shut; with a closing code if one is given.
    pub(crate) fn throw_out(&self, stays_shut: bool, code: Option<u16>) {
        *self.inner.is_shut.lock().unwrap() = stays_shut;
        self.inner.thrown_out.send_modify(|(times, told)| (*times, *told) = (*times + 1, code));
    }

    /// How often a method was asked for.
    pub(crate) fn asked(&self, method: &str) -> usize {
        self.inner.asked.lock().unwrap().iter().filter(|asked| *asked == method).count()
    }
}

async fn pass(socket: WebSocket, inner: Arc<Inner>) {
    use futures_util::{SinkExt as _, StreamExt as _};
    let mut thrown_out = inner.thrown_out.subscribe();
    let upstream = Url::parse(&inner.upstream.lock().unwrap()).unwrap();
    let upstream = WsTransportClientBuilder::default().build(upstream).await;
    let Ok((mut to_node, mut from_node)) = upstream else { return };
    let (mut to_client, mut from_client) = socket.split();
    let open: Mutex<HashMap<String, (String, Value)>> = Mutex::default();
    let asking = async {
        while let Some(Ok(message)) = from_client.next().await {
            let Message::Text(text) = message else { continue };
            let request: Value = serde_json::from_str(&text).unwrap();
            let method = request["method"].as_str().unwrap_or_default().to_owned();
            inner.asked.lock().unwrap().push(method.clone());
            open.lock().unwrap().insert(request["id"].to_string(), (method, request["params"].clone()));
            if to_node.send(text.as_str().to_owned()).await.is_err() {
                return;
            }
        }
    };
    let answering = async {
        while let Ok(message) = from_node.receive().await {
            let ReceivedMessage::Text(text) = message else { continue };
            let mut answer: Value = serde_json::from_str(&text).unwrap();
            let id = answer["id"].clone();
            let asked = open.lock().unwrap().remove(&id.to_string());
            let edit = Arc::clone(&inner.edit.lock().unwrap());
            let reply = match asked {
                Some((method, params)) => edit(&method, &params, &answer["result"]),
                None => edit(answer["method"].as_str().unwrap_or_default(), &Value::Null, &answer["params"]["result"]),
            };
            let said = match reply {
                Reply::Same => text,
                Reply::Result(result) if id.is_null() => {
                    answer["params"]["result"] = result;
                    answer.to_string()
                }
                Reply::Result(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string(),
                Reply::Error(code, message) => {
                    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } }).to_string()
                }
                Reply::Text(text) => text,
                Reply::Silence => continue,
            };
            if to_client.send(Message::Text(said.into())).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = asking => {}
        () = answering => {}
        _ = thrown_out.changed() => {}
    }
    let code = inner.thrown_out.borrow().1;
    if let Some(code) = code {
        let frame = axum::extract::ws::CloseFrame { code, reason: "policy".into() };
        let _ = to_client.send(Message::Close(Some(frame))).await;
        // Who closes a socket with unread bytes resets it, and the frame may be lost.
        let read_on = async { while let Some(Ok(_)) = from_client.next().await {} };
        let _ = tokio::time::timeout(Duration::from_secs(10), read_on).await;
    }
}
