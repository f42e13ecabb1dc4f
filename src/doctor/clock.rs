//! Whether this machine's clock is right: by the `Date` of web servers, else by the chain's blocks. Epistula's requests may
//! be 15 s old at most, and commits are sealed for a round of a clock that all share.
//!
//! A server on loopback may go by the very clock that is judged: where nobody else tells the time, blocks are looked at as well.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::Url;

use super::chain::ChainFacts;
use super::node::{Node, Settings};
use super::{Check, Id, Network, Severity};
use crate::chain::Endpoint;
use crate::daemon::client::{self, Reach};

/// How long a server may take to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// Offsets from which on there is a warning, and a failure.
const WARN_MS: i64 = 3_000;
const FAIL_MS: i64 = 10_000;

const FIX: &str = "sudo timedatectl set-ntp true";

/// What a web server told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    name: String,
    /// Whether it may be this machine.
    is_loopback: bool,
    /// By how much this clock is ahead of its, or why that is not known.
    offset: Result<i64, String>,
}

/// What was found of the clock.
#[derive(Debug, Clone, Default)]
pub(super) struct ClockFacts {
    servers: Vec<Told>,
    /// By how much the newest block of each chain is older than this clock, and how old it may be, in milliseconds.
    blocks: Vec<(i64, i64)>,
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
pub(super) async fn ask(url: Url) -> Told {
    let name = url.host_str().unwrap_or_default().to_owned();
    let is_loopback = is_loopback(&url);
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
    Told { name, is_loopback, offset: asked.await }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    ip.map_or_else(
        |_| host == "localhost" || host.ends_with(".localhost"),
        |ip| ip.to_canonical().is_loopback() || ip.is_unspecified(),
    )
}

/// The date was right at some moment between the two times, and names a whole second.
fn offset_ms(before: Timestamp, after: Timestamp, date: Timestamp) -> i64 {
    let middle = i64::midpoint(before.as_millisecond(), after.as_millisecond());
    middle - date.as_millisecond() - 500
}

impl ClockFacts {
    pub(super) fn new(servers: Vec<Told>, chains: &[ChainFacts]) -> Self {
        let far = || chains.iter().filter(|chain| !chain.is_local);
        let heard = far().filter_map(|chain| chain.heard.as_ref().ok());
        Self {
            servers,
            blocks: heard.filter_map(|heard| Some((heard.age_ms?, longest_age(heard.block_time)))).collect(),
            all_local: far().next().is_none(),
        }
    }
}

/// How old the newest block may be while this clock is right.
fn longest_age(block_time: Duration) -> i64 {
    i64::try_from(block_time.as_millis()).unwrap_or(i64::MAX).saturating_add(WARN_MS)
}

pub(super) fn judge(facts: &ClockFacts) -> Check {
    if let Some(check) = by_servers(facts, false) {
        return check;
    }
    let near = by_servers(facts, true);
    match (near, by_blocks(facts)) {
        // It never hides what blocks tell.
        (Some(near), Some(blocks)) if near.severity == Severity::Ok && blocks.severity != Severity::Ok => blocks,
        (Some(check), _) | (None, Some(check)) => check,
        (None, None) if facts.all_local => Check::ok(Id::Clock, "a chain on this machine goes by its clock"),
        (None, None) => {
            let mut servers = facts.servers.iter();
            let why = servers.find_map(|told| Some(format!("{}: {}", told.name, told.offset.as_ref().err()?)));
            Check::unknown(Id::Clock, why.unwrap_or_else(|| "nobody told the time".into()), "timedatectl")
        }
    }
}

/// By the median of those that may be this machine, or of those that are not.
fn by_servers(facts: &ClockFacts, are_loopback: bool) -> Option<Check> {
    let servers = facts.servers.iter().filter(|told| told.is_loopback == are_loopback);
    let (names, mut offsets): (Vec<&str>, Vec<i64>) =
        servers.filter_map(|told| Some((told.name.as_str(), *told.offset.as_ref().ok()?))).unzip();
    offsets.sort_unstable();
    let (below, above) = (offsets.get(offsets.len().checked_sub(1)? / 2)?, offsets.get(offsets.len() / 2)?);
    let offset = i64::midpoint(*below, *above);
    let whom = match names.as_slice() {
        [name] => (*name).to_owned(),
        names => format!("the median of {}", names.join(", ")),
    };
    let doubt = if are_loopback { ", which may be this machine" } else { "" };
    let words = format!("{:.1} s {} {whom}{doubt}", seconds(offset), if offset < 0 { "behind" } else { "ahead of" });
    Some(match offset.abs() {
        FAIL_MS.. => Check::fail(Id::Clock, format!("{words}: signed requests are refused from 15 s on"), FIX),
        WARN_MS.. => Check::warn(Id::Clock, format!("{words}: signed requests are refused from 15 s on"), FIX),
        _ => Check::ok(Id::Clock, format!("right ({words}, by HTTP Date)")),
    })
}

/// By the newest block. It is never made before its time; one that is late says nothing for sure.
fn by_blocks(facts: &ClockFacts) -> Option<Check> {
    let (age, longest) = facts.blocks.iter().min()?;
    let behind = || format!("{:.1} s or more behind the chain's newest block", seconds(*age));
    Some(if *age <= -FAIL_MS {
        Check::fail(Id::Clock, behind(), FIX)
    } else if *age <= -WARN_MS {
        Check::warn(Id::Clock, behind(), FIX)
    } else if age <= longest {
        Check::ok(Id::Clock, "agrees with the chain's newest block; no web server told the time")
    } else {
        let reason = format!("the newest block is {:.1} s old: late, or this clock is ahead", seconds(*age));
        Check::unknown(Id::Clock, reason, "`timedatectl`, then once more: a block may be late")
    })
}

#[expect(clippy::cast_precision_loss, reason = "for people, with one digit behind the point")]
fn seconds(ms: i64) -> f64 {
    ms.unsigned_abs() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Unknown, Warn};
    use super::*;

    fn told(name: &str, offset: Result<i64, &str>) -> Told {
        let url = Url::parse(&format!("http://{name}/")).unwrap();
        Told { name: name.into(), is_loopback: is_loopback(&url), offset: offset.map_err(Into::into) }
    }

    fn with(servers: &[(&str, Result<i64, &str>)], ages: &[i64], all_local: bool) -> Check {
        let servers = servers.iter().map(|(name, offset)| told(name, *offset)).collect();
        let longest = longest_age(Duration::from_secs(12));
        judge(&ClockFacts { servers, blocks: ages.iter().map(|age| (*age, longest)).collect(), all_local })
    }

    #[test]
    fn the_clock_is_judged_by_servers_and_without_one_by_the_newest_block() {
        let right = Result::<i64, &str>::Ok;
        let refused = ("node", Err("refused"));
        for (servers, ages, expected) in [
            (&[("node", right(400))][..], &[][..], Ok),
            (&[("node", right(-3000))], &[], Warn),
            (&[("node", right(10_000))], &[0], Fail),
            (&[refused, ("b", right(200))], &[-60_000], Ok),
            (&[("a", right(90_000)), ("b", right(200)), ("c", right(-100))], &[], Ok),
            (&[refused], &[15_000], Ok),
            (&[refused], &[15_001], Unknown),
            (&[refused], &[-4000], Warn),
            (&[], &[-40_000], Fail),
            (&[], &[600_000], Unknown),
            (&[refused], &[], Unknown),
            // A server on this machine goes by its clock.
            (&[("127.0.0.1", right(0))], &[], Ok),
            (&[("127.0.0.1", right(20_000))], &[6000], Fail),
            (&[("localhost", right(0))], &[-12_000], Fail),
            (&[("[::1]", right(0))], &[40_000], Unknown),
            (&[("127.0.0.1", right(0)), ("node", right(20_000))], &[6000], Fail),
        ] {
            assert_eq!(with(servers, ages, false).severity, expected, "{servers:?} {ages:?}");
        }
        assert_eq!(with(&[], &[], true).severity, Ok);
        assert!(with(&[refused], &[], false).reason.contains("refused"));
        assert!(with(&[("node", right(-12_345))], &[], false).reason.starts_with("12.3 s behind node:"));
        assert!(with(&[("127.0.0.1", right(0))], &[], false).reason.contains("127.0.0.1, which may be this machine"));
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
