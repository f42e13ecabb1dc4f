//! Who may speak to the miner: Epistula in front of every route (`spec/gas.md` 2.4), each request once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::Miner;
use crate::daemon::http::{detail, read_body};
use crate::daemon::replays::Noted;
use crate::protocol::epistula::{self, Headers, Refusal};
use crate::types::{Hotkey, UnixMillis};

/// A request that its signer really made, and made once.
pub(super) struct Authentic {
    pub(super) signer: Hotkey,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl FromRequest<Arc<Miner>> for Authentic {
    type Rejection = Response;

    async fn from_request(request: Request, miner: &Arc<Miner>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let arrived = (miner.clock)(); // before the body: a slow upload is not stale
        authenticate(miner, parts.headers, body, arrived).await
    }
}

async fn authenticate(
    miner: &Miner,
    headers: HeaderMap,
    body: Body,
    arrived: UnixMillis,
) -> Result<Authentic, Response> {
    let fields = Headers::read(|name| headers.get(name).and_then(|value| value.to_str().ok()));
    let minimum = miner.settings.minimum_stake;
    let standing = |signer: &Hotkey| miner.seats.stake(signer, minimum);
    let greeting = epistula::greet(&fields, &miner.hotkey, minimum, standing, arrived)
        .map_err(|refusal| refuse(&fields, &refusal))?;
    let body = read_body(body, miner.settings.max_body_bytes).await.map_err(IntoResponse::into_response)?;
    let signed = greeting.signed(&epistula::sha256(&body)).map_err(|refusal| refuse(&fields, &refusal))?;
    let holds = miner.signatures.hold(&signed.claim).await;
    let verified = signed.judged(holds).map_err(|refusal| refuse(&fields, &refusal))?;
    match miner.replays.note(verified.signer, &verified.uuid, arrived) {
        Noted::New => {}
        Noted::Again => return Err(refuse(&fields, &Refusal::Duplicate)),
        Noted::TooMany => {
            miner.count_refused("too-many-requests");
            return Err(detail(StatusCode::TOO_MANY_REQUESTS, "Too many requests from this signer"));
        }
    }
    Ok(Authentic { signer: verified.signer, headers, body })
}

fn refuse(fields: &Headers<'_>, refusal: &Refusal) -> Response {
    tracing::debug!(signed_by = fields.signed_by.unwrap_or_default(), %refusal, "request refused");
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    detail(status, &refusal.to_string())
}
