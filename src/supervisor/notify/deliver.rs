//! One delivery: what is sent, what came back, and whether another attempt makes sense.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode};

use super::hook;
use super::message::{Facts, body, words};
use super::table::{Channel, NotifyError, Target};
use crate::daemon::client::{self, AddressError, Reach};
use crate::supervisor::journal::with_causes;
use crate::types::jittered;

/// Pause after the first failure; three times as long after each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// No pause is longer, unless the service asks for it.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// And then this is the longest.
const LONGEST_WISH: Duration = Duration::from_mins(15);
/// How much of an answer is read.
const ANSWER: usize = 300;

/// Why an attempt failed. No text holds the address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Another attempt may succeed, after the wish of the service if it has one.
    Passing(String, Option<Duration>),
    /// It may not.
    Lasting(String),
}

impl Failure {
    pub(super) fn words(&self) -> &str {
        let (Self::Passing(words, _) | Self::Lasting(words)) = self;
        words
    }
}

/// The pause before the attempt that follows so many failed ones.
pub(super) fn pause(failed: u32, wish: Option<Duration>) -> Duration {
    let usual = FIRST_PAUSE.saturating_mul(3_u32.saturating_pow(failed.saturating_sub(1))).min(LONGEST_PAUSE);
    jittered(usual).max(wish.unwrap_or_default().min(LONGEST_WISH))
}

/// Tries once. Returns what the service answered, in words.
pub(super) async fn attempt(channel: &Channel, facts: Facts<'_>) -> Result<String, Failure> {
    match &channel.target {
        Target::Exec(command) => {
            let message = words(channel.template.as_deref(), facts);
            let (command, event, limit) = (command.clone(), facts.event.clone(), channel.timeout);
            let run = tokio::task::spawn_blocking(move || hook::run(&command, &event, &message, limit));
            let ended = run.await.unwrap_or_else(|error| Err(error.to_string()));
            ended.map(|()| "exit 0".into()).map_err(|text| Failure::Passing(text, None))
        }
        Target::Webhook { address, allow_private } => {
            let lasting = |error: NotifyError| Failure::Lasting(with_causes(&error));
            let address = address.resolve(&channel.name).map_err(lasting)?;
            post(channel, address.expose(), *allow_private, facts).await
        }
    }
}

async fn post(channel: &Channel, address: &str, allow_private: bool, facts: Facts<'_>) -> Result<String, Failure> {
    let url = client::check_form(address, allow_private).map_err(|error| Failure::Lasting(refused(&error)))?;
    let http = client::client(Reach::of_peers(allow_private)).map_err(|error| Failure::Lasting(with_causes(&error)))?;
    let made = body(channel, facts);
    let sent = send(&http, url, made.text, made.media_type, channel.timeout).await;
    let answer = match sent {
        Ok(answer) => answer,
        Err(error) => {
            let text = client::describe(&error);
            // The guard of the resolver: no other attempt would find another address.
            let is_private = text == AddressError::Private(host_of(address)).to_string();
            return Err(if is_private { Failure::Lasting(with_remedy(&text)) } else { Failure::Passing(text, None) });
        }
    };
    let status = answer.status();
    let wish = crate::providers::http::retry_after(answer.headers(), Timestamp::now());
    let beginning = tokio::time::timeout(channel.timeout, client::read_beginning(answer, ANSWER)).await;
    let said = String::from_utf8_lossy(&beginning.unwrap_or_default()).replace(address, "…");
    let words =
        if said.trim().is_empty() { format!("HTTP {status}") } else { format!("HTTP {status}: {}", said.trim()) };
    judge(status, words, wish)
}

async fn send(
    http: &Client,
    url: reqwest::Url,
    body: String,
    media_type: &'static str,
    limit: Duration,
) -> Result<reqwest::Response, reqwest::Error> {
    http.post(url).timeout(limit).header(CONTENT_TYPE, media_type).body(body).send().await
}

fn judge(status: StatusCode, words: String, wish: Option<Duration>) -> Result<String, Failure> {
    let passes = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
    if status.is_success() {
        Ok(words)
    } else if passes {
        Err(Failure::Passing(words, wish))
    } else if status.is_redirection() {
        Err(Failure::Lasting(format!("{words} (redirects are not followed)")))
    } else {
        Err(Failure::Lasting(words))
    }
}

fn host_of(address: &str) -> String {
    reqwest::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

fn refused(error: &AddressError) -> String {
    match error {
        AddressError::Private(_) => with_remedy(&error.to_string()),
        error => error.to_string(),
    }
}

fn with_remedy(text: &str) -> String {
    format!("{text}; `allow_private = true` allows it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_five_minutes_and_a_service_may_ask_for_a_quarter_of_an_hour() {
        let around = |pause: Duration, seconds: u64| {
            let least = Duration::from_secs(seconds);
            assert!(pause >= least && pause <= least.mul_f64(1.2), "{pause:?} is not around {seconds} s");
        };
        for (failed, seconds) in [(1, 1), (2, 3), (3, 9), (6, 243), (7, 300), (40, 300)] {
            around(pause(failed, None), seconds);
        }
        assert_eq!(pause(1, Some(Duration::from_secs(30))), Duration::from_secs(30));
        assert_eq!(pause(1, Some(Duration::from_hours(9))), LONGEST_WISH);
    }

    #[test]
    fn what_another_attempt_cannot_change_is_not_tried_again() {
        for (status, again) in
            [(500, true), (503, true), (429, true), (408, true), (400, false), (404, false), (302, false)]
        {
            let judged = judge(StatusCode::from_u16(status).unwrap(), "x".into(), None).unwrap_err();
            assert_eq!(matches!(judged, Failure::Passing(..)), again, "{status}");
        }
    }
}
