//! A subnet as JSON: who sits where (`gascli localnet import`). The whole document is checked before any of it counts.
//!
//! ```text
//! {"netuid": 34, "neurons": [{"uid": 0, "hotkey": "5…", "stake": 20000.5, "validator_permit": true, "ip": "…", "port": 8091}]}
//! ```
//!
//! `uid` and `hotkey` are required. `stake` is in TAO and 0 by default; without `validator_permit` stake decides at each
//! epoch; `ip` and `port` go together, and a neuron without them serves nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use serde_json::{Map, Value};

use super::super::Axon;
use super::super::rules;
use super::Registration;
use super::values::check_stake;
use crate::types::{Code, Hint, Hotkey, Netuid, Rao, Uid};

/// Problems shown at most; a file that is something else altogether has thousands.
const SHOWN: usize = 20;

const FIELDS: [&str; 6] = ["uid", "hotkey", "stake", "validator_permit", "ip", "port"];

/// One neuron to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Where it sits.
    pub uid: Uid,
    /// Who.
    pub hotkey: Hotkey,
    /// The rest.
    pub registration: Registration,
}

/// A subnet's neurons: no uid and no hotkey twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    netuid: Netuid,
    seats: Vec<Seat>,
}

/// Why a document is no subnet.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No JSON.
    #[error("it is not JSON")]
    Json(#[source] serde_json::Error),
    /// Everything that is wrong with it.
    #[error("it is no subnet, and nothing was imported")]
    Problems(#[source] Problem),
}

/// One thing that is wrong, with its place. The others follow as its causes, so that they are shown line by line.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct Problem {
    text: String,
    #[source]
    next: Option<Box<Problem>>,
}

impl ImportError {
    fn of(mut problems: Vec<String>) -> Self {
        let left_out = problems.len().saturating_sub(SHOWN);
        problems.truncate(SHOWN);
        if left_out > 0 {
            problems.push(format!("and {left_out} more"));
        }
        let chain = problems.into_iter().rev().fold(None, |next, text| Some(Box::new(Problem { text, next })));
        Self::Problems(*chain.unwrap_or_else(|| Box::new(Problem { text: "it is empty".into(), next: None })))
    }
}

impl Hint for ImportError {
    fn hint(&self) -> Option<String> {
        Some(format!("expected is {{\"netuid\": 34, \"neurons\": […]}}, each neuron with {}", FIELDS.join(", ")))
    }

    fn code(&self) -> Option<Code> {
        Some(Code::InvalidInput)
    }
}

impl Subnet {
    /// Which subnet.
    pub fn netuid(&self) -> Netuid {
        self.netuid
    }

    /// Its neurons, in the order of the document.
    pub(crate) fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Reads a document; all that is wrong with it is said at once.
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Self, ImportError> {
        let document: Value = serde_json::from_slice(bytes).map_err(ImportError::Json)?;
        let mut problems = Vec::new();
        let Value::Object(mut document) = document else {
            return Err(ImportError::of(vec!["the document is not an object".into()]));
        };
        let netuid = document.remove("netuid").and_then(|value| value.as_u64()).and_then(|n| u16::try_from(n).ok());
        let netuid = netuid.filter(|netuid| *netuid != 0);
        if netuid.is_none() {
            problems.push("netuid: a number from 1 to 65535 is required".into());
        }
        let rows = if let Some(Value::Array(rows)) = document.remove("neurons") {
            rows
        } else {
            problems.push("neurons: a list is required".into());
            Vec::new()
        };
        problems.extend(document.keys().map(|key| format!("{}: no such field", shortened(key))));
        let mut seats = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let mut place = Row { place: format!("neurons[{index}]"), problems: &mut problems };
            seats.extend(place.read(row).map(|seat| (index, seat)));
        }
        conflicts(&seats, "uid", |seat| seat.uid, &mut problems);
        conflicts(&seats, "hotkey", |seat| seat.hotkey, &mut problems);
        match netuid {
            Some(netuid) if problems.is_empty() => {
                Ok(Self { netuid: Netuid(netuid), seats: seats.into_iter().map(|(_, seat)| seat).collect() })
            }
            _ => Err(ImportError::of(problems)),
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn conflicts<K: Ord + fmt::Display>(
    seats: &[(usize, Seat)],
    field: &str,
    key: impl Fn(&Seat) -> K,
    problems: &mut Vec<String>,
) {
    let mut first = BTreeMap::new();
    for (index, seat) in seats {
        let key = key(seat);
        let said = key.to_string();
        if let Some(earlier) = first.insert(key, index) {
            problems.push(format!("neurons[{index}].{field}: {said} is that of neurons[{earlier}] too"));
        }
    }
}

/// A problem was found, and is on the list.
struct Told;

/// One neuron being read; its problems go to the list.
struct Row<'a> {
    place: String,
    problems: &'a mut Vec<String>,
}

impl Row<'_> {
    fn problem<T>(&mut self, field: &str, what: impl fmt::Display) -> Result<T, Told> {
        self.problems.push(format!("{}.{field}: {what}", self.place));
        Err(Told)
    }

    fn read(&mut self, row: &Value) -> Result<Seat, Told> {
        let Value::Object(row) = row else {
            self.problems.push(format!("{}: an object is required", self.place));
            return Err(Told);
        };
        for unknown in row.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
            let _: Result<(), Told> = self.problem(&shortened(unknown), "no such field");
        }
        // Each is read before any is missed, so that all problems of the row are said.
        let uid = self.uid(row);
        let hotkey = self.hotkey(row);
        let stake = self.stake(row);
        let validator_permit = match row.get("validator_permit") {
            None => Ok(None),
            Some(Value::Bool(permit)) => Ok(Some(*permit)),
            Some(_) => self.problem("validator_permit", "true or false is required"),
        };
        let axon = self.axon(row);
        Ok(Seat {
            uid: uid?,
            hotkey: hotkey?,
            registration: Registration { stake: Some(stake?), validator_permit: validator_permit?, axon: axon? },
        })
    }

    fn uid(&mut self, row: &Map<String, Value>) -> Result<Uid, Told> {
        let uid = row.get("uid").and_then(Value::as_u64).and_then(|uid| u16::try_from(uid).ok());
        match uid.filter(|uid| *uid < rules::SEATS) {
            Some(uid) => Ok(Uid(uid)),
            None => self.problem("uid", format_args!("a number from 0 to {} is required", rules::SEATS - 1)),
        }
    }

    fn hotkey(&mut self, row: &Map<String, Value>) -> Result<Hotkey, Told> {
        match row.get("hotkey").and_then(Value::as_str).map(str::parse) {
            Some(Ok(hotkey)) => Ok(hotkey),
            Some(Err(error)) => self.problem("hotkey", error),
            None => self.problem("hotkey", "an SS58 key is required"),
        }
    }

    fn stake(&mut self, row: &Map<String, Value>) -> Result<Rao, Told> {
        let stake = match row.get("stake") {
            None => return Ok(Rao(0)),
            Some(Value::Number(number)) => number.to_string().parse::<Rao>().ok(),
            Some(_) => None,
        };
        match stake.filter(|stake| check_stake(*stake).is_ok()) {
            Some(stake) => Ok(stake),
            None => self.problem("stake", "TAO as a number from 0 to 21000000 is required, with at most 9 decimals"),
        }
    }

    fn axon(&mut self, row: &Map<String, Value>) -> Result<Option<Axon>, Told> {
        let ip = match row.get("ip") {
            None | Some(Value::Null) => None,
            Some(value) => match value.as_str().and_then(|text| text.parse::<IpAddr>().ok()) {
                Some(ip) => Some(ip).filter(|ip| !ip.is_unspecified()),
                None => return self.problem("ip", "an IP address is required"),
            },
        };
        let port = match row.get("port") {
            None | Some(Value::Null) => None,
            Some(value) => match value.as_u64().and_then(|port| u16::try_from(port).ok()) {
                Some(port) => Some(port).filter(|port| *port != 0),
                None => return self.problem("port", "a number from 0 to 65535 is required"),
            },
        };
        match (ip, port) {
            (None, _) => Ok(None),
            (Some(_), None) => self.problem("port", "an address without a port cannot be reached"),
            (Some(ip), Some(port)) => match rules::check_local_axon(Axon { ip, port }) {
                Ok(axon) => Ok(axon),
                Err(error) => self.problem("ip", error),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Keypair;

    fn hotkey(seed: u8) -> Hotkey {
        Keypair::from_seed(&[seed; 32]).hotkey()
    }

    #[test]
    fn a_subnet_is_read_with_stake_in_tao_and_axons() {
        let text = format!(
            r#"{{"netuid": 34, "neurons": [
                {{"uid": 3, "hotkey": "{}", "stake": 20000.5, "validator_permit": true, "ip": "10.0.0.1", "port": 8091}},
                {{"uid": 0, "hotkey": "{}", "stake": 7, "ip": "0.0.0.0", "port": 0}}]}}"#,
            hotkey(1),
            hotkey(2)
        );
        let subnet = Subnet::from_json(text.as_bytes()).unwrap();
        assert_eq!(subnet.netuid(), Netuid(34));
        let axon = Axon { ip: "10.0.0.1".parse().unwrap(), port: 8091 };
        assert_eq!(
            subnet.seats()[0].registration,
            Registration { stake: Some(Rao(20_000_500_000_000)), validator_permit: Some(true), axon: Some(axon) }
        );
        assert_eq!(subnet.seats()[1].registration.axon, None);
        assert_eq!(subnet.seats()[1].uid, Uid(0));
    }

    #[test]
    fn everything_wrong_with_a_file_is_said_at_once_and_with_its_row() {
        let (one, two) = (hotkey(1), hotkey(2));
        let text = format!(
            r#"{{"netuid": "34", "extra": 1, "neurons": [
                {{"uid": 0, "hotkey": "{one}"}},
                {{"uid": 0, "hotkey": "{two}"}},
                {{"uid": 5, "hotkey": "{one}"}},
                {{"uid": -1, "hotkey": "5abc", "stake": -3, "validator_permit": "yes", "ip": "host", "prot": 1}},
                {{"uid": 9, "hotkey": "{}", "ip": "10.0.0.1"}},
                7]}}"#,
            hotkey(3)
        );
        let error = Subnet::from_json(text.as_bytes()).unwrap_err();
        let causes = std::iter::successors(std::error::Error::source(&error), |error| error.source());
        let error: Vec<String> = causes.map(ToString::to_string).collect();
        let error = error.join("\n");
        for said in [
            "netuid: a number",
            "extra: no such field",
            "neurons[1].uid: 0 is that of neurons[0] too",
            &format!("neurons[2].hotkey: {one} is that of neurons[0] too"),
            "neurons[3].uid: ",
            "neurons[3].hotkey: `5abc` is not SS58",
            "neurons[3].stake: ",
            "neurons[3].validator_permit: ",
            "neurons[3].ip: ",
            "neurons[3].prot: no such field",
            "neurons[4].port: an address without a port",
            "neurons[5]: an object",
        ] {
            assert!(error.contains(said), "{said} is missing in {error}");
        }
        assert!(matches!(Subnet::from_json(b"{"), Err(ImportError::Json(_))));
        assert!(Subnet::from_json(b"[]").is_err());
    }
}
