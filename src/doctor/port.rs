//! The port on which a node listens: its own, free, or taken by somebody else.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

use super::node::{Node, Settings};
use super::{Check, Id, Request, service};
use crate::config::{self, Role};
use crate::daemon::state_socket;
use crate::supervisor;
use crate::types::Paths;

/// A port that a node wants.
#[derive(Debug, Clone)]
pub(super) struct PortFacts {
    role: Role,
    /// The setting that names it.
    key: &'static str,
    file: String,
    address: SocketAddr,
    state: PortState,
}

/// Who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PortState {
    /// Nobody.
    Free,
    /// The node itself.
    Ours(u32),
    /// Somebody else, as far as this user may know.
    Taken(Option<Holder>),
    /// The system does not give it to this user.
    Refused(String),
}

/// A process that listens.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holder {
    pid: u32,
    program: String,
}

pub(super) fn look(request: &Request, node: &Node) -> Option<PortFacts> {
    let (key, address) = match node.settings.as_ref()? {
        Settings::Generator(s) => ("BT_AXON_PORT", SocketAddr::new(s.axon_ip, s.axon_port)),
        Settings::Validator(s) => {
            let only_here = node.is_local() && s.external_ip.is_none();
            let ip = if only_here { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
            ("CALLBACK_PORT", SocketAddr::new(ip.into(), s.callback_port))
        }
    };
    let daemon = state_socket::read(&request.paths.state_socket(&node.service.told_as()), super::ANSWER_LIMIT);
    // A busy daemon may not tell its state in time; its command still tells what it is.
    let is_node = |pid| is_node(pid, node.role, &request.paths);
    let state = state_of(address, daemon.ok().map(|state| state.pid), is_node);
    Some(PortFacts { role: node.role, key, file: node.file(), address, state })
}

impl PortFacts {
    /// Whether the node itself listens.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self.state, PortState::Ours(_))
    }

    pub(super) const fn port(&self) -> u16 {
        self.address.port()
    }

    pub(super) const fn ip(&self) -> IpAddr {
        self.address.ip()
    }
}

/// Whether a process is a daemon of this role and of this installation.
fn is_node(pid: u32, role: Role, paths: &Paths) -> bool {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let words: Vec<String> = line.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into()).collect();
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let is_here = || {
        let found = supervisor::environment_of(pid).and_then(|variables| config::find_paths(&variables, || None).ok());
        found.is_none_or(|found| place(&found.state) == place(&paths.state))
    };
    service::runs(&words, role) && is_here()
}

/// Tries the port, for a moment, as the daemon would.
fn state_of(address: SocketAddr, daemon: Option<u32>, is_node: impl Fn(u32) -> bool) -> PortState {
    match TcpListener::bind(address) {
        Ok(_) => PortState::Free,
        Err(error) if error.kind() == ErrorKind::AddrInUse => match holder(address.port(), daemon) {
            Some(holder) if Some(holder.pid) == daemon || is_node(holder.pid) => PortState::Ours(holder.pid),
            holder => PortState::Taken(holder),
        },
        Err(error) => PortState::Refused(error.to_string()),
    }
}

/// Who listens on a port of this machine; `likely` is looked at first. `None` where it is another user's.
fn holder(port: u16, likely: Option<u32>) -> Option<Holder> {
    let sockets: Vec<String> = ["tcp", "tcp6"].into_iter().flat_map(|table| listening(table, port)).collect();
    let pids = || std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let all = pids().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let pid = likely.into_iter().chain(all).find(|pid| has_open(*pid, &sockets))?;
    let program = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim().to_owned();
    Some(Holder { pid, program })
}

/// What `/proc/PID/fd` shows for the sockets that listen on a port.
fn listening(table: &str, port: u16) -> Vec<String> {
    listening_in(&std::fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default(), port)
}

fn listening_in(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let of_line = |line: &str| {
        let mut words = line.split_whitespace();
        let (local, state) = (words.nth(1)?, words.nth(1)?);
        let (_, found) = local.rsplit_once(':')?;
        let inode = words.nth(5)?;
        (u16::from_str_radix(found, 16) == Ok(port) && state == LISTEN).then(|| format!("socket:[{inode}]"))
    };
    table.lines().filter_map(of_line).collect()
}

fn has_open(pid: u32, sockets: &[String]) -> bool {
    let entries = std::fs::read_dir(Path::new("/proc").join(pid.to_string()).join("fd"));
    let links = entries.into_iter().flatten().flatten().filter_map(|entry| std::fs::read_link(entry.path()).ok());
    links.into_iter().any(|link| sockets.iter().any(|socket| link.as_os_str() == socket.as_str()))
}

pub(super) fn judge(facts: &PortFacts) -> Check {
    let PortFacts { key, file, address, .. } = facts;
    let other = format!("set {key} in {file} to a free port");
    let check = match &facts.state {
        _ if address.port() == 0 => Check::ok(Id::Port, format!("{key}=0: the system chooses one at each start")),
        PortState::Free => Check::ok(Id::Port, format!("{address} is free")),
        PortState::Ours(pid) => Check::ok(Id::Port, format!("{address} is the node's own (pid {pid})")),
        PortState::Taken(Some(Holder { pid, program })) => Check::fail(
            Id::Port,
            format!("{address} is taken by pid {pid} ({program})"),
            format!("{other}; `ps -fp {pid}` tells what has it"),
        ),
        PortState::Taken(None) => {
            let port = address.port();
            let fix = format!("sudo ss -ltnp 'sport = :{port}' tells whose it is; or {other}");
            Check::fail(Id::Port, format!("{address} is taken by another user's process"), fix)
        }
        PortState::Refused(why) => Check::fail(Id::Port, format!("{address} cannot be had: {why}"), other),
    };
    check.of(facts.role.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok};
    use super::*;

    #[test]
    fn a_port_is_the_nodes_own_or_free_and_whoever_has_taken_it_is_named() {
        let facts = |state| PortFacts {
            role: Role::Generator,
            key: "BT_AXON_PORT",
            file: "/e".into(),
            address: "0.0.0.0:8091".parse().unwrap(),
            state,
        };
        assert_eq!(judge(&facts(PortState::Free)).severity, Ok);
        assert_eq!(judge(&facts(PortState::Ours(7))).severity, Ok);
        let taken = judge(&facts(PortState::Taken(Some(Holder { pid: 7, program: "nginx".into() }))));
        assert_eq!((taken.severity, taken.reason.as_str()), (Fail, "0.0.0.0:8091 is taken by pid 7 (nginx)"));
        assert_eq!(judge(&facts(PortState::Taken(None))).severity, Fail);
        assert_eq!(judge(&facts(PortState::Refused("denied".into()))).severity, Fail);
    }

    #[test]
    fn who_listens_is_found_by_the_tables_of_the_kernel() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let own = std::process::id();
        let nobody = |_| false;
        assert_eq!(state_of(address, Some(own), nobody), PortState::Ours(own));
        assert_eq!(state_of(address, None, |pid| pid == own), PortState::Ours(own), "it is too busy to tell its state");
        let PortState::Taken(Some(holder)) = state_of(address, None, nobody) else { panic!("it is taken") };
        assert_eq!(holder.pid, own);
        drop(listener);
        assert_eq!(state_of(address, None, nobody), PortState::Free);
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
                     0: 00000000:1F9B 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 777 1 0\n   \
                     1: 0100007F:1F9B 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 778 1 0\n";
        assert_eq!(listening_in(table, 8091), ["socket:[777]"]);
    }
}
