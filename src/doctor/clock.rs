//! Whether this machine's clock is right: by the `Date` of web servers, else by the chain's blocks. Epistula's requests may
//! be 15 s old at most, and commits are sealed for a round of a clock that all share.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::Url;

use super::chain::ChainFacts;
use super::node::{Node, Settings};
use super::{Check, Id, Network};
use crate::chain::Endpoint;
use crate::daemon::client::{self, Reach};

/// How long a server may take to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// Offsets from which on there is a warning, and a failure.
const WARN_MS: i64 = 3_000;
const FAIL_MS: i64 = 10_000;

const FIX: &str = "sudo timedatectl set-ntp true";

/// What was found of the clock.
#[derive(Debug, Clone, Default)]
pub(super) struct ClockFacts {
    /// By how much this clock is ahead of each server's, or why that is not known.
    servers: Vec<(String, Result<i64, String>)>,
    /// By how much the newest block of each chain is older than this clock, and whether that is too much.
    blocks: Vec<(i64, bool)>,
    /// Whether all chains are on this machine, and so go by its clock.
    all_local: bool,
}

/// Servers that tell the time: the nodes of the chain, and with leave the generation services.
pub(super) fn servers(nodes: &[Node], network: Network) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    let mut take = |text: &str| {
        let Some(url) = origin(text) else { return };
        if !found.contains(&url) {
            found.push(url);
        }
    };
    for node in nodes {
        if let Some(Endpoint::Remote(urls)) = node.chain.as_ref().map(|place| &place.endpoint) {
            urls.iter().take(2).for_each(|url| take(url));
        }
        if let (Network::All, Some(Settings::Generator(settings))) = (network, &node.settings) {
            let services = &settings.services;
            for account in [&services.openai, &services.openrouter, &services.stability, &services.runway] {
                if account.has_key() {
                    take(&account.base_url);
                }
            }
        }
    }
    found
}

/// Scheme, host and port, without what may be a secret.
fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let scheme = match url.scheme() {
        "ws" | "http" => "http",
        "wss" | "https" => "https",
        _ => return None,
    };
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    Url::parse(&format!("{scheme}://{}{port}/", url.host_str()?)).ok()
}

/// By how much this clock is ahead of a server's.
pub(super) async fn ask(url: Url) -> (String, Result<i64, String>) {
    let name = url.host_str().unwrap_or_default().to_owned();
    let asked = async {
        let client = client::client(Reach::Operator).map_err(|error| super::with_causes(&error))?;
        let before = Timestamp::now();
        let answer = client.head(url).timeout(LIMIT).send().await.map_err(|error| client::describe(&error))?;
        let after = Timestamp::now();
        // Also who refuses the request tells the time.
        let date = answer.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
        let date = date.ok_or("its answer has no date")?;
        Ok(offset_ms(before, after, date))
    };
    (name, asked.await)
}

/// The date was right at some moment between the two times, and names a whole second.
fn offset_ms(before: Timestamp, after: Timestamp, date: Timestamp) -> i64 {
    let middle = i64::midpoint(before.as_millisecond(), after.as_millisecond());
    middle - date.as_millisecond() - 500
}

impl ClockFacts {
    pub(super) fn new(servers: Vec<(String, Result<i64, String>)>, chains: &[ChainFacts]) -> Self {
        let far = || chains.iter().filter(|chain| !chain.is_local);
        let heard = far().filter_map(|chain| chain.heard.as_ref().ok());
        Self {
            servers,
            blocks: heard.filter_map(|heard| Some((heard.age_ms?, heard.is_stale()))).collect(),
            all_local: far().next().is_none(),
        }
    }
}

pub(super) fn judge(facts: &ClockFacts) -> Check {
    let by_server = facts.servers.iter().find_map(|(name, offset)| Some((name, *offset.as_ref().ok()?)));
    if let Some((server, offset)) = by_server {
        let words = format!("{:.1} s {} {server}", seconds(offset), if offset < 0 { "behind" } else { "ahead of" });
        return match offset.abs() {
            FAIL_MS.. => Check::fail(Id::Clock, format!("{words}: signed requests are refused from 15 s on"), FIX),
            WARN_MS.. => Check::warn(Id::Clock, format!("{words}: signed requests are refused from 15 s on"), FIX),
            _ => Check::ok(Id::Clock, format!("right ({words}, by its HTTP Date)")),
        };
    }
    if facts.all_local {
        return Check::ok(Id::Clock, "a chain on this machine goes by its clock");
    }
    // A block is never made before its time.
    match facts.blocks.iter().min() {
        Some((age, _)) if *age <= -FAIL_MS => {
            Check::fail(Id::Clock, format!("{:.1} s or more behind the chain's newest block", seconds(*age)), FIX)
        }
        Some((age, _)) if *age <= -WARN_MS => {
            Check::warn(Id::Clock, format!("{:.1} s or more behind the chain's newest block", seconds(*age)), FIX)
        }
        Some((_, false)) => Check::ok(Id::Clock, "agrees with the chain's newest block; no web server told the time"),
        _ => {
            let why =
                facts.servers.iter().find_map(|(name, offset)| Some(format!("{name}: {}", offset.as_ref().err()?)));
            Check::unknown(Id::Clock, why.unwrap_or_else(|| "nobody told the time".into()), "timedatectl")
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "for people, with one digit behind the point")]
fn seconds(ms: i64) -> f64 {
    ms.unsigned_abs() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Unknown, Warn};
    use super::*;

    fn with(offsets: &[Result<i64, &str>], blocks: &[(i64, bool)], all_local: bool) -> Check {
        let servers = offsets.iter().map(|offset| ("node".to_owned(), offset.map_err(Into::into))).collect();
        judge(&ClockFacts { servers, blocks: blocks.to_vec(), all_local })
    }

    #[test]
    fn the_clock_is_judged_by_a_server_and_without_one_by_the_newest_block() {
        let right = Result::<i64, &str>::Ok;
        for (offsets, blocks, expected) in [
            (&[right(400)][..], &[][..], Ok),
            (&[right(-3000)], &[], Warn),
            (&[right(10_000)], &[(0, false)], Fail),
            (&[Err("refused"), right(200)], &[(-60_000, false)], Ok),
            (&[Err("refused")], &[(6000, false)], Ok),
            (&[Err("refused")], &[(-4000, false)], Warn),
            (&[], &[(-40_000, false)], Fail),
            (&[], &[(600_000, true)], Unknown),
            (&[Err("refused")], &[], Unknown),
        ] {
            assert_eq!(with(offsets, blocks, false).severity, expected, "{offsets:?} {blocks:?}");
        }
        assert_eq!(with(&[], &[], true).severity, Ok);
        assert!(with(&[Err("refused")], &[], false).reason.contains("refused"));
        assert!(with(&[right(-12_345)], &[], false).reason.starts_with("12.3 s behind node"));
    }

    #[test]
    fn half_of_the_way_and_half_of_the_second_are_taken_off() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert_eq!(offset_ms(at(10_400), at(10_600), at(10_000)), 0);
        assert_eq!(offset_ms(at(20_400), at(20_600), at(10_000)), 10_000);
    }

    #[test]
    fn no_key_in_an_address_is_sent_to_ask_the_time() {
        let asked = |text| origin(text).map(|url| url.to_string());
        assert_eq!(asked("wss://me:secret@node:8443/key?token=x").as_deref(), Some("https://node:8443/"));
        assert_eq!(asked("http://127.0.0.1:80/v1").as_deref(), Some("http://127.0.0.1/"));
        assert_eq!(asked("local"), None);
    }
}
