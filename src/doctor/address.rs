//! Whether others find the node: what is published or told, and what this machine is.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::chain::ChainFacts;
use super::node::{Node, Settings};
use super::port::PortFacts;
use super::{Check, Id, Network};
use crate::chain::Axon;
use crate::config::Role;
use crate::miner::ExternalIp;
use crate::types::is_public;

/// How long a connection to the own address may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Where others are to come, and where this machine is.
#[derive(Debug, Clone)]
pub(super) struct AddressFacts {
    role: Role,
    service: String,
    file: String,
    is_local: bool,
    told: Told,
    /// The port that others are to come to.
    port: u16,
    /// Whether the node runs.
    runs: bool,
    /// Addresses of this machine's interfaces.
    own: Vec<IpAddr>,
    /// Whether a connection from here came about; `None` if none was tried.
    reached: Option<Result<(), String>>,
}

/// What the chain holds of a miner's axon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Published {
    /// It was not asked, or did not answer.
    Unknown,
    Nothing,
    At(Axon),
}

/// What others are told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    /// By a miner, on the chain: the setting, if it is one, and what the chain holds.
    Axon { set: Option<IpAddr>, published: Published },
    /// By a validator, with each challenge; `None` if it is not set.
    Callback(Option<String>),
}

pub(super) async fn look(
    node: &Node,
    port: &PortFacts,
    chain: Option<&ChainFacts>,
    network: Network,
) -> Option<AddressFacts> {
    let (told, told_port) = match node.settings.as_ref()? {
        Settings::Generator(s) => {
            let own = Some(port.ip()).filter(|ip| !ip.is_unspecified());
            let set = match s.axon_external_ip {
                ExternalIp::Given(ip) => Some(ip),
                ExternalIp::AskUnlessLocal => own,
                ExternalIp::Ask => None,
            };
            let is_axon = |axon: &Axon| axon.port != 0 && !axon.ip.is_unspecified();
            let published = chain.and_then(ChainFacts::neuron).map_or(Published::Unknown, |neuron| {
                neuron.axon.filter(is_axon).map_or(Published::Nothing, Published::At)
            });
            (Told::Axon { set, published }, port.port())
        }
        Settings::Validator(s) => {
            (Told::Callback(s.external_ip.clone()), s.external_callback_port.unwrap_or(port.port()))
        }
    };
    let mut facts = AddressFacts {
        role: node.role,
        service: node.service.name.to_string(),
        file: node.file(),
        is_local: node.is_local(),
        told,
        port: told_port,
        runs: port.is_ours(),
        own: interfaces(),
        reached: None,
    };
    if network == Network::All && facts.runs && !facts.is_local {
        facts.reached = facts.try_it().await;
    }
    Some(facts)
}

/// The addresses of this machine, but for loopback.
fn interfaces() -> Vec<IpAddr> {
    let all = nix::ifaddrs::getifaddrs().into_iter().flatten().filter_map(|interface| interface.address);
    let ips = all.filter_map(|address| {
        let v4 = address.as_sockaddr_in().map(|address| IpAddr::V4(address.ip()));
        v4.or_else(|| address.as_sockaddr_in6().map(|address| IpAddr::V6(address.ip())))
    });
    ips.filter(|ip| !ip.is_loopback()).collect()
}

impl AddressFacts {
    fn host(&self) -> Option<String> {
        match &self.told {
            Told::Axon { published: Published::At(axon), .. } => Some(axon.ip.to_string()),
            Told::Axon { set, .. } => set.map(|ip| ip.to_string()),
            Told::Callback(host) => host.clone(),
        }
    }

    async fn try_it(&self) -> Option<Result<(), String>> {
        let (host, port) = (self.host()?, self.port);
        Some(match timeout(LIMIT, TcpStream::connect((host, port))).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {LIMIT:?}")),
        })
    }

    /// An address of this machine that others may reach.
    fn public(&self) -> Option<IpAddr> {
        self.own.iter().copied().find(|ip| is_public(*ip))
    }

    /// What to set, with the machine's own address where it shows.
    fn set(&self, key: &str) -> String {
        let ip = self.public().map_or_else(|| "YOUR_PUBLIC_IP".into(), |ip| ip.to_string());
        format!("set {key}={ip} in {}", self.file)
    }

    /// How it is about an address that others are told.
    fn judge_ip(&self, ip: IpAddr, key: &str) -> Option<Check> {
        let (port, is_own) = (self.port, self.own.contains(&ip));
        if !is_public(ip) {
            let reason = format!("{ip} is a private address: nobody outside of this network finds it");
            return Some(Check::warn(Id::Address, reason, self.set(key)));
        }
        match &self.reached {
            Some(Err(why)) => {
                let at = SocketAddr::new(ip, port);
                let reason = format!("{at} was not reached from here ({why}), unless the router refuses to lead back");
                Some(Check::warn(Id::Address, reason, forward(self, port)))
            }
            Some(Ok(())) => Some(Check::ok(Id::Address, format!("{} was reached", SocketAddr::new(ip, port)))),
            None if is_own => None,
            None => {
                let reason = format!("{ip} is a router's, so port {port} must lead from there to this machine");
                Some(Check::ok(Id::Address, reason))
            }
        }
    }
}

fn forward(facts: &AddressFacts, port: u16) -> String {
    let here = facts.own.iter().find(|ip| ip.is_ipv4()).map_or_else(String::new, |ip| format!(" to {ip}"));
    format!("open TCP port {port} in the firewall (`sudo ufw allow {port}/tcp`), and forward it on the router{here}")
}

pub(super) fn judge(facts: &AddressFacts) -> Check {
    let check = if facts.is_local {
        Check::ok(Id::Address, "all peers of a local chain are on this machine")
    } else {
        match &facts.told {
            Told::Axon { set, published } => judge_axon(facts, *set, *published),
            Told::Callback(host) => judge_callback(facts, host.as_deref()),
        }
    };
    check.of(facts.role.as_str())
}

fn judge_axon(facts: &AddressFacts, set: Option<IpAddr>, published: Published) -> Check {
    const KEY: &str = "BT_AXON_EXTERNAL_IP";
    if let Published::At(axon) = published {
        let at = SocketAddr::new(axon.ip, axon.port);
        let differs = set.is_some_and(|ip| ip.to_canonical() != axon.ip.to_canonical())
            || (facts.port != 0 && axon.port != facts.port);
        if differs {
            let set = set.map_or_else(|| "its address".into(), |ip| ip.to_string());
            let reason =
                format!("the chain says {at}, the settings {set}, port {}: it is published at the start", facts.port);
            return Check::warn(Id::Address, reason, format!("gascli restart {}", facts.service));
        }
        return facts
            .judge_ip(axon.ip, KEY)
            .unwrap_or_else(|| Check::ok(Id::Address, format!("{at}, which is this machine")));
    }
    if let Some(found) = set.and_then(|ip| facts.judge_ip(ip, KEY)).filter(|found| found.fix.is_some()) {
        return found;
    }
    match published {
        Published::Nothing if facts.runs => {
            let reason = "the miner runs, and the chain does not tell where";
            Check::warn(Id::Address, reason, format!("gascli logs {}; {}", facts.service, facts.set(KEY)))
        }
        Published::Nothing => Check::ok(Id::Address, "published when the miner starts"),
        _ => Check::ok(Id::Address, set.map_or_else(|| "found out when the miner starts".into(), |ip| ip.to_string())),
    }
}

fn judge_callback(facts: &AddressFacts, host: Option<&str>) -> Check {
    const KEY: &str = "EXTERNAL_IP";
    let Some(host) = host else {
        return Check::fail(
            Id::Address,
            "EXTERNAL_IP is not set: miners would not know where to deliver",
            facts.set(KEY),
        );
    };
    let at = format!("miners deliver to {host}, port {}", facts.port);
    match (host.parse::<IpAddr>(), &facts.reached) {
        (Ok(ip), _) => facts.judge_ip(ip, KEY).unwrap_or_else(|| Check::ok(Id::Address, at)),
        (Err(_), Some(Err(why))) => Check::warn(
            Id::Address,
            format!("{at}, which was not reached from here ({why})"),
            forward(facts, facts.port),
        ),
        (Err(_), _) => Check::ok(Id::Address, at),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    const PUBLIC: &str = "8.8.4.4";

    fn facts(told: Told) -> AddressFacts {
        AddressFacts {
            role: Role::Generator,
            service: "miner".into(),
            file: "/e".into(),
            is_local: false,
            told,
            port: 8091,
            runs: false,
            own: vec!["10.0.0.5".parse().unwrap()],
            reached: None,
        }
    }

    fn at(axon: &str) -> Published {
        let axon: SocketAddr = axon.parse().unwrap();
        Published::At(Axon { ip: axon.ip(), port: axon.port() })
    }

    #[test]
    fn a_miner_is_found_where_the_chain_says_unless_that_is_private_or_another_place() {
        for (set, published, runs, expected) in [
            (None, at("8.8.4.4:8091"), true, Ok),
            (Some(PUBLIC), at("8.8.4.4:8091"), true, Ok),
            (Some("8.8.8.8"), at("8.8.4.4:8091"), true, Warn),
            (None, at("8.8.4.4:8092"), true, Warn),
            (None, at("10.0.0.5:8091"), true, Warn),
            (Some("10.0.0.5"), Published::Nothing, false, Warn),
            (None, Published::Nothing, true, Warn),
            (None, Published::Nothing, false, Ok),
            (None, Published::Unknown, false, Ok),
        ] {
            let found = judge(&AddressFacts {
                runs,
                ..facts(Told::Axon { set: set.map(|ip: &str| ip.parse().unwrap()), published })
            });
            assert_eq!(found.severity, expected, "{set:?} {published:?} {runs}: {}", found.reason);
        }
    }

    #[test]
    fn a_validator_must_say_where_miners_deliver_and_a_local_chain_need_not() {
        let of = |host: Option<&str>| facts(Told::Callback(host.map(Into::into)));
        let severity = |facts: &AddressFacts| judge(facts).severity;
        assert_eq!(severity(&of(None)), Fail);
        assert_eq!(severity(&of(Some("192.168.1.9"))), Warn);
        assert_eq!(severity(&of(Some(PUBLIC))), Ok);
        assert_eq!(severity(&of(Some("node.example"))), Ok);
        let silent = Some(Err("timed out".to_owned()));
        assert_eq!(severity(&AddressFacts { reached: silent, ..of(Some("node.example")) }), Warn);
        assert_eq!(severity(&AddressFacts { is_local: true, ..of(None) }), Ok);
        let public = AddressFacts { own: vec![PUBLIC.parse().unwrap()], ..of(None) };
        assert_eq!(judge(&public).fix.as_deref(), Some("set EXTERNAL_IP=8.8.4.4 in /e"));
    }
}
