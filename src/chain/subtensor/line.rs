//! The socket as subxt sees it. What goes wrong with metadata is noted here, since subxt keeps words alone of it, and falls
//! back to metadata of version 14, in which there are no runtime APIs, after any failure whatsoever.

use std::sync::{Arc, Mutex, PoisonError};

use subxt::ext::codec::{Decode as _, Encode as _};
use subxt::ext::jsonrpsee::ws_client::WsClient;
use subxt::rpcs::Error;
use subxt::rpcs::client::{RawRpcFuture, RawRpcSubscription, RawValue, RpcClientT};

use super::NodeError;
use super::connection::REQUEST;
use super::error::Item;

/// Versions of metadata that tell of runtime APIs and that subxt reads.
const READABLE: [u32; 2] = [15, 16];

/// A connection's socket.
pub(super) struct Line {
    endpoint: String,
    client: Arc<WsClient>,
    /// Why metadata could not be had.
    fault: Mutex<Option<NodeError>>,
}

impl Line {
    pub(super) fn new(endpoint: String, client: Arc<WsClient>) -> Self {
        Self { endpoint, client, fault: Mutex::default() }
    }

    /// Why metadata could not be had, told once.
    pub(super) fn fault(&self) -> Option<NodeError> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn fails(&self, fault: NodeError) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    async fn metadata(&self, name: &str, params: Option<Box<RawValue>>) -> Result<Box<RawValue>, Error> {
        if name == "Metadata_metadata" {
            return Err(Error::Client("metadata of version 14 are not enough".into()));
        }
        let answer = self.client.request_raw("state_call", params).await;
        match &answer {
            Err(error) => self.fails(NodeError::of_request(&self.endpoint, "state_call", REQUEST, error)),
            Ok(versions) if name == "Metadata_metadata_versions" => return Ok(self.readable(versions)),
            Ok(_) => {}
        }
        answer
    }

    /// Of the versions that the node offers, those that can be used; what is no list of versions goes on as it is.
    fn readable(&self, answer: &RawValue) -> Box<RawValue> {
        let text: Option<String> = serde_json::from_str(answer.get()).ok();
        let bytes = text.and_then(|text| hex::decode(text.trim_start_matches("0x")).ok());
        let Some(offered) = bytes.and_then(|bytes| Vec::<u32>::decode(&mut &*bytes).ok()) else {
            let reason = "its list of metadata versions cannot be read".into();
            self.fails(NodeError::Garbled { endpoint: self.endpoint.clone(), reason });
            return answer.to_owned();
        };
        let readable: Vec<u32> = offered.iter().copied().filter(|version| READABLE.contains(version)).collect();
        if readable.is_empty() {
            let reason = format!("it is told in versions {offered:?}, and {READABLE:?} can be read");
            self.fails(NodeError::changed(Item::Metadata, 0, &reason));
        }
        let text = serde_json::Value::from(format!("0x{}", hex::encode(readable.encode()))).to_string();
        RawValue::from_string(text).unwrap_or_else(|_| answer.to_owned())
    }
}

/// Which call about metadata a request is, if it is one.
fn about_metadata<'a>(method: &str, params: Option<&'a RawValue>) -> Option<&'a str> {
    let name = params.filter(|_| method == "state_call")?.get().trim_start_matches(['[', ' ']).strip_prefix('"')?;
    name.split('"').next().filter(|name| name.starts_with("Metadata_"))
}

impl RpcClientT for Line {
    fn request_raw<'a>(&'a self, method: &'a str, params: Option<Box<RawValue>>) -> RawRpcFuture<'a, Box<RawValue>> {
        match about_metadata(method, params.as_deref()).map(str::to_owned) {
            Some(name) => Box::pin(async move { self.metadata(&name, params).await }),
            None => self.client.request_raw(method, params),
        }
    }

    fn subscribe_raw<'a>(
        &'a self,
        sub: &'a str,
        params: Option<Box<RawValue>>,
        unsub: &'a str,
    ) -> RawRpcFuture<'a, RawRpcSubscription> {
        self.client.subscribe_raw(sub, params, unsub)
    }
}
