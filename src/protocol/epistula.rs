//! Epistula v2, the signed HTTP headers between validator and miner (`spec/gas.md` 2).
//!
//! A receiver checks in two steps, since a peer without standing must be refused before its body is read:
//! [`greet`] looks at the headers when they arrive, [`Greeting::verify`] at the body when it is complete.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::types::{Claim, Hotkey, Keypair, Rao, Signature, UnixMillis};

/// Header names, lower case.
pub mod header {
    /// Always `2`.
    pub const VERSION: &str = "epistula-version";
    /// Unix milliseconds.
    pub const TIMESTAMP: &str = "epistula-timestamp";
    /// A UUID, new for each request.
    pub const UUID: &str = "epistula-uuid";
    /// Sender's hotkey.
    pub const SIGNED_BY: &str = "epistula-signed-by";
    /// Receiver's hotkey.
    pub const SIGNED_FOR: &str = "epistula-signed-for";
    /// `0x` and 128 hex digits.
    pub const SIGNATURE: &str = "epistula-request-signature";
    /// Signatures over the time interval; sent for compatibility, checked by nobody.
    pub const SECRET_SIGNATURES: [&str; 3] =
        ["epistula-secret-signature-0", "epistula-secret-signature-1", "epistula-secret-signature-2"];
}

/// How far the clocks of two peers may differ, in either direction.
pub const ALLOWED_DELTA_MS: i128 = 15_000;

/// What is signed: hash of the body, request id, time, and receiver (empty if none), joined by points.
pub fn message(body_sha256: &[u8; 32], uuid: &str, timestamp: impl fmt::Display, receiver: Option<&Hotkey>) -> String {
    let receiver = receiver.map(ToString::to_string).unwrap_or_default();
    format!("{}.{uuid}.{timestamp}.{receiver}", hex::encode(body_sha256))
}

/// The three messages of `spec/gas.md` 2.3. Plus and minus one is a millisecond there, not an interval.
pub fn secret_messages(timestamp: UnixMillis, receiver: &Hotkey) -> [String; 3] {
    let interval = timestamp.0.div_ceil(10_000) * 10_000;
    [interval.saturating_sub(1), interval, interval + 1].map(|ms| format!("{ms}.0.{receiver}"))
}

/// Headers for a request with this body, in the order in which the reference sends them.
pub fn sign(sender: &Keypair, body: &[u8], receiver: Option<&Hotkey>, now: UnixMillis) -> Vec<(&'static str, String)> {
    sign_hash(sender, &sha256(body), receiver, now)
}

/// [`sign`] for a body that is too large to hold, by its SHA-256.
pub fn sign_hash(
    sender: &Keypair,
    body_sha256: &[u8; 32],
    receiver: Option<&Hotkey>,
    now: UnixMillis,
) -> Vec<(&'static str, String)> {
    let uuid = uuid::Uuid::new_v4().to_string();
    let signature = sender.sign(message(body_sha256, &uuid, now.0, receiver).as_bytes());
    let mut headers = vec![
        (header::VERSION, "2".to_owned()),
        (header::TIMESTAMP, now.0.to_string()),
        (header::UUID, uuid),
        (header::SIGNED_BY, sender.hotkey().to_string()),
        (header::SIGNATURE, signature.to_string()),
    ];
    if let Some(receiver) = receiver {
        headers.push((header::SIGNED_FOR, receiver.to_string()));
        for (name, message) in header::SECRET_SIGNATURES.into_iter().zip(secret_messages(now, receiver)) {
            headers.push((name, sender.sign(message.as_bytes()).to_string()));
        }
    }
    headers
}

/// SHA-256 of a body.
pub fn sha256(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// The headers of a received request; a header that is no text counts as absent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Headers<'a> {
    /// [`header::VERSION`].
    pub version: Option<&'a str>,
    /// [`header::TIMESTAMP`].
    pub timestamp: Option<&'a str>,
    /// [`header::UUID`].
    pub uuid: Option<&'a str>,
    /// [`header::SIGNED_BY`].
    pub signed_by: Option<&'a str>,
    /// [`header::SIGNED_FOR`].
    pub signed_for: Option<&'a str>,
    /// [`header::SIGNATURE`].
    pub signature: Option<&'a str>,
}

impl<'a> Headers<'a> {
    /// Reads them through a look-up by lower-case name.
    pub fn read(get: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        Self {
            version: get(header::VERSION),
            timestamp: get(header::TIMESTAMP),
            uuid: get(header::UUID),
            signed_by: get(header::SIGNED_BY),
            signed_for: get(header::SIGNED_FOR),
            signature: get(header::SIGNATURE),
        }
    }
}

/// Why a request is refused; `Display` is the `detail` of the answer, word for word that of the reference.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Another protocol version, or none.
    #[error("Unknown Epistula version")]
    Version,
    /// Meant for another hotkey, or for none.
    #[error("Bad Request, message is not intended for self")]
    NotForSelf,
    /// Not registered on the subnet.
    #[error("Signer not in metagraph")]
    UnknownSigner,
    /// Registered, but with too little stake.
    #[error("Stake below minimum: {}", python_float(*.0))]
    StakeBelowMinimum(f64),
    /// No signature header.
    #[error("Invalid Signature")]
    NoSignature,
    /// No integer.
    #[error("Invalid Timestamp")]
    Timestamp,
    /// No request id.
    #[error("Invalid uuid")]
    Uuid,
    /// Older than the allowed delta; seconds.
    #[error("Request is too stale: {0:.1}s old (limit: 15.0s)")]
    Stale(f64),
    /// Newer than the allowed delta; seconds.
    #[error("Request timestamp is in the future: {0:.1}s ahead (limit: 15.0s)")]
    Future(f64),
    /// Malformed signature, or one over something else.
    #[error("Signature Mismatch")]
    Mismatch,
    /// The request id was seen before (not in the reference, `spec/gas.md` 18 point 9).
    #[error("Duplicate request")]
    Duplicate,
}

impl Refusal {
    /// HTTP status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UnknownSigner | Self::StakeBelowMinimum(_) => 401,
            _ => 400,
        }
    }
}

/// Floats as Python prints them, since the text goes to Python peers.
fn python_float(value: f64) -> String {
    let text = format!("{value:?}");
    match text.split_once("e-") {
        Some((digits, exponent)) if exponent.len() == 1 => format!("{digits}e-0{exponent}"),
        _ => text,
    }
}

/// A request whose sender may speak to us, before its body is known.
#[derive(Debug, Clone)]
pub struct Greeting {
    signer: Hotkey,
    receiver: Hotkey,
    timestamp: Option<String>,
    uuid: Option<String>,
    signature: Option<String>,
    arrived: UnixMillis,
}

/// A request that its signer really made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Who.
    pub signer: Hotkey,
    /// The request's id.
    pub uuid: String,
}

/// Checks 1 to 4 of `spec/gas.md` 2.4: is this for us, and from somebody with standing?
///
/// `standing` gives the stake of a registered hotkey; `minimum` is `None` where any registered hotkey may call.
pub fn greet(
    headers: &Headers<'_>,
    own: &Hotkey,
    minimum: Option<Rao>,
    standing: impl FnOnce(&Hotkey) -> Option<Rao>,
    arrived: UnixMillis,
) -> Result<Greeting, Refusal> {
    if headers.version != Some("2") {
        return Err(Refusal::Version);
    }
    if headers.signed_for != Some(own.to_string().as_str()) {
        return Err(Refusal::NotForSelf);
    }
    let signer: Hotkey = headers.signed_by.and_then(|text| text.parse().ok()).ok_or(Refusal::UnknownSigner)?;
    let stake = standing(&signer).ok_or(Refusal::UnknownSigner)?;
    if minimum.is_some_and(|minimum| stake < minimum) {
        // The reference holds stakes as float32 and prints them widened.
        #[expect(clippy::cast_possible_truncation, reason = "the rounding is what peers expect to read")]
        let shown = f64::from(stake.as_tao() as f32);
        return Err(Refusal::StakeBelowMinimum(shown));
    }
    let own_text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Greeting {
        signer,
        receiver: *own,
        timestamp: own_text(headers.timestamp),
        uuid: own_text(headers.uuid),
        signature: own_text(headers.signature),
        arrived,
    })
}

impl Greeting {
    /// Who claims to send this. Not proven before [`Greeting::verify`].
    pub const fn claimed_signer(&self) -> &Hotkey {
        &self.signer
    }

    /// Checks 6 to 14 of `spec/gas.md` 2.4: recent, and signed over this body.
    pub fn verify(self, body_sha256: &[u8; 32]) -> Result<Verified, Refusal> {
        let signed = self.signed(body_sha256)?;
        let holds = signed.claim.signer.verify(&signed.claim.message, &signed.claim.signature);
        signed.judged(holds)
    }

    /// Checks 6 to 13; the signature remains to be checked, perhaps together with others.
    pub fn signed(self, body_sha256: &[u8; 32]) -> Result<Signed, Refusal> {
        let signature = self.signature.ok_or(Refusal::NoSignature)?;
        let timestamp = self.timestamp.as_deref().and_then(python_int).ok_or(Refusal::Timestamp)?;
        let uuid = self.uuid.ok_or(Refusal::Uuid)?;
        let now = i128::from(self.arrived.0);
        if timestamp + ALLOWED_DELTA_MS < now {
            return Err(Refusal::Stale(seconds(now - timestamp)));
        }
        if timestamp - ALLOWED_DELTA_MS > now {
            return Err(Refusal::Future(seconds(timestamp - now)));
        }
        let signature: Signature = signature.parse().map_err(|_| Refusal::Mismatch)?;
        let message = message(body_sha256, &uuid, timestamp, Some(&self.receiver));
        let claim = Claim { signer: self.signer, message: message.into_bytes(), signature };
        Ok(Signed { claim, uuid })
    }
}

/// A request that is all right if its signature holds.
#[derive(Debug, Clone)]
pub struct Signed {
    /// What the sender claims to have signed.
    pub claim: Claim,
    uuid: String,
}

impl Signed {
    /// Check 14, given whether the claim holds.
    pub fn judged(self, holds: bool) -> Result<Verified, Refusal> {
        if holds { Ok(Verified { signer: self.claim.signer, uuid: self.uuid }) } else { Err(Refusal::Mismatch) }
    }
}

/// Integers as Python's `int()` reads them: padded, signed, underscores between digits. The message holds the number
/// as parsed, so `+5` verifies as `5`.
fn python_int(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let well_formed = digits.split('_').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    // Longer numbers are no time anyway, and the sums below must not overflow.
    if !well_formed || digits.len() > 30 {
        return None;
    }
    let value: i128 = digits.replace('_', "").parse().ok()?;
    Some(if negative { -value } else { value })
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn seconds(ms: i128) -> f64 {
    ms as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    // spec/gas.md 2.5
    const SIGNER: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const RECEIVER: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    const UUID: &str = "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11";
    const NOW: u64 = 1_760_000_012_346;
    const V1: &str = "0808912653dd3d8e9fc57864faef7e3575d0e5cf7a454ed47cc39d083484df3fcfba04ddd7529a806f36992a1febfd05dd89663b3f7e1a5f715d0a13dc332b87";
    const V2: &str = "8ad6492d8f447e82be6098c67aff04e04bc758152d0c9e25b39a056b6ae246515459dc97b09a7967770cfcf50370d00e8e6169ac83eb796928a142079223888a";
    const V3: &str = "6cf327ec5adb403e14bd19f5965a59756413d64a7a7f53f8aae9273f2d951220ba44b0cbb4f1d09a4f97cdc3ccfab14dbc2f38777de8aabc928d939cbccf788e";
    const V4: &str = "12f1f957ff79898782eee6f2098263d36a2e1c001fce919cf21d8f7dc66ded07ad18eff6dc61dc6a5521ebb30996a42e171d441310350e041358a84b8a70718a";
    const V5: &str = "a2bd04f10eeba00ae5be65f2a6951b60484a9203cfeed618ef4f4a12e218a636ffd379388e908018c52adf3fff13384cc43376ac5ebb3fa389793c0b5f221280";

    struct Request {
        body: Vec<u8>,
        signature: String,
        timestamp: String,
        uuid: &'static str,
        version: &'static str,
        signed_for: &'static str,
        signed_by: &'static str,
        stake: Option<Rao>,
    }

    fn vector(body: &[u8], signature: &str) -> Request {
        Request {
            body: body.to_vec(),
            signature: format!("0x{signature}"),
            timestamp: NOW.to_string(),
            uuid: UUID,
            version: "2",
            signed_for: RECEIVER,
            signed_by: SIGNER,
            stake: Some(Rao::from_tao(20_000)),
        }
    }

    fn answer(request: &Request) -> Result<Verified, Refusal> {
        let headers = Headers {
            version: Some(request.version),
            timestamp: Some(&request.timestamp),
            uuid: Some(request.uuid),
            signed_by: Some(request.signed_by),
            signed_for: Some(request.signed_for),
            signature: Some(&request.signature),
        };
        let own = RECEIVER.parse().unwrap();
        let minimum = Some(Rao::from_tao(20_000));
        greet(&headers, &own, minimum, |_| request.stake, UnixMillis(NOW))?.verify(&sha256(&request.body))
    }

    #[test]
    fn the_vectors_of_the_specification_verify() {
        let fox = br#"{"prompt": "a red fox", "parameters": {"resolution": "720p"}}"#;
        let png = hex::decode("89504e470d0a1a0a0000").unwrap();
        for (name, body, signature) in [("V1", &b""[..], V1), ("V2", fox, V2), ("V4", &png, V4), ("V5", b"", V5)] {
            let verified = answer(&vector(body, signature)).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            assert_eq!(verified, Verified { signer: SIGNER.parse().unwrap(), uuid: UUID.into() });
        }
    }

    #[test]
    fn a_message_without_receiver_ends_with_a_point() {
        let signer: Hotkey = SIGNER.parse().unwrap();
        let message = message(&sha256(b""), UUID, NOW, None);
        assert!(message.ends_with(".1760000012346."));
        assert!(signer.verify(message.as_bytes(), &format!("0x{V3}").parse().unwrap()));
    }

    #[test]
    fn the_secret_messages_are_a_millisecond_apart() {
        let receiver: Hotkey = RECEIVER.parse().unwrap();
        let messages = secret_messages(UnixMillis(NOW), &receiver);
        assert_eq!(messages[0], format!("1760000019999.0.{RECEIVER}"));
        assert_eq!(messages[1], format!("1760000020000.0.{RECEIVER}"));
        assert_eq!(messages[2], format!("1760000020001.0.{RECEIVER}"));
        let signer: Hotkey = SIGNER.parse().unwrap();
        for (message, signature) in messages.iter().zip([
            "fabf107a3f604e4c0399406aaf13fe7e1c38b0ae5e56c5f03404b2816709170b5020cd5ae652b2d3e24781d13501f3cab973d8b5049f0d3146b0506c5eb7568b",
            "66ba38d11fabf5f3dd1dc3f93148313665e06f4da041c423ef0948b0f0f27c75de44cf3c242eb22e7e739f7579d66517bce3ffebdb4bef6eb0f3d82f34b01280",
            "5c4854d0d4fa7e5970b813c74d0a8ed41341e12213c2263c245b8db0b0f1366ccdb49a0ba892b229eeafd5ac9094ae720564330a7e5e38774716a5deb9ef2b8b",
        ]) {
            assert!(signer.verify(message.as_bytes(), &format!("0x{signature}").parse().unwrap()), "{message}");
        }
    }

    #[test]
    fn clocks_may_differ_by_fifteen_seconds_inclusive() {
        for (timestamp, refusal) in [
            (1_759_999_997_346_u64, "Signature Mismatch"), // passes the clock; the vector was signed for another time
            (1_760_000_027_346, "Signature Mismatch"),
            (1_759_999_997_345, "Request is too stale: 15.0s old (limit: 15.0s)"),
            (1_760_000_027_347, "Request timestamp is in the future: 15.0s ahead (limit: 15.0s)"),
            (1_759_999_992_297, "Request is too stale: 20.0s old (limit: 15.0s)"),
        ] {
            let request = Request { timestamp: timestamp.to_string(), ..vector(b"", V1) };
            assert_eq!(answer(&request).unwrap_err().to_string(), refusal, "{timestamp}");
        }
    }

    #[test]
    fn each_fault_has_the_answer_of_the_reference_and_the_first_fault_wins() {
        type Change = fn(&mut Request);
        let cases: [(Change, u16, &str); 10] = [
            (
                |r| {
                    r.version = "1";
                    r.signed_for = SIGNER;
                },
                400,
                "Unknown Epistula version",
            ),
            (
                |r| {
                    r.signed_for = SIGNER;
                    r.stake = None;
                },
                400,
                "Bad Request, message is not intended for self",
            ),
            (
                |r| {
                    r.stake = None;
                    r.signature.clear();
                },
                401,
                "Signer not in metagraph",
            ),
            (|r| r.signed_by = "not a key", 401, "Signer not in metagraph"),
            (|r| r.stake = Some("19999.5".parse().unwrap()), 401, "Stake below minimum: 19999.5"),
            (
                |r| {
                    r.signature.clear();
                    r.timestamp = "x".into();
                },
                400,
                "Invalid Signature",
            ),
            (
                |r| {
                    r.timestamp = "x".into();
                    r.uuid = "";
                },
                400,
                "Invalid Timestamp",
            ),
            (|r| r.uuid = "", 400, "Invalid uuid"),
            (|r| r.uuid = "00000000-0000-0000-0000-000000000000", 400, "Signature Mismatch"),
            (|r| r.signature = "0xnothex".into(), 400, "Signature Mismatch"),
        ];
        for (change, status, detail) in cases {
            let mut request = vector(b"", V1);
            change(&mut request);
            let refusal = answer(&request).unwrap_err();
            assert_eq!((refusal.status(), refusal.to_string().as_str()), (status, detail));
        }
    }

    #[test]
    fn a_padded_or_signed_time_is_taken_as_the_number_that_it_is() {
        for text in [" 1760000012346 ", "+1760000012346", "1_760_000_012_346"] {
            answer(&Request { timestamp: text.into(), ..vector(b"", V1) }).unwrap();
        }
        for text in ["", "1.5", "0x1", "_1", "1__0", "9".repeat(40).as_str()] {
            let request = Request { timestamp: text.into(), ..vector(b"", V1) };
            assert_eq!(answer(&request), Err(Refusal::Timestamp), "{text}");
        }
    }

    #[test]
    fn stakes_read_as_python_prints_them() {
        for (stake, text) in [(19_999.5, "19999.5"), (100.0, "100.0"), (0.0, "0.0"), (1e-5, "1e-05")] {
            assert_eq!(python_float(stake), text);
        }
    }

    #[test]
    fn what_is_signed_here_verifies_here() {
        let sender = Keypair::from_seed(&[1; 32]);
        let own: Hotkey = RECEIVER.parse().unwrap();
        let signed = sign(&sender, b"body", Some(&own), UnixMillis(NOW));
        let headers =
            Headers::read(|name| signed.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()));
        let verify =
            |body: &[u8]| greet(&headers, &own, None, |_| Some(Rao(0)), UnixMillis(NOW)).unwrap().verify(&sha256(body));
        assert_eq!(verify(b"body").unwrap().signer, sender.hotkey());
        assert_eq!(verify(b"b0dy"), Err(Refusal::Mismatch));
    }
}
