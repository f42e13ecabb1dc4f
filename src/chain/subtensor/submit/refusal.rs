//! What a node or the runtime says when it takes no transaction (`spec/chain.md` 8.1).

use std::fmt;

use subxt::rpcs::UserError;
use subxt::tx::{TransactionInvalid, TransactionUnknown};

use super::super::error::is_limit;

/// The weights' rate limit, as the runtime's own code for it.
pub(super) const TOO_FAST: u8 = 6;
/// Likewise the axons'.
pub(super) const SERVING_TOO_OFTEN: u8 = 12;

/// Why a transaction was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// By a rule of the subnets' pallet, which has numbers for them.
    Custom(u8),
    /// The nonce is used.
    Outdated,
    /// Signed for another chain, another spec version, or by another key.
    BadSignature,
    /// Its era is over.
    Ancient,
    /// Fees cannot be paid.
    Payment,
    /// The same bytes were refused a moment ago.
    Banned,
    /// Another one with that nonce waits already.
    Priority,
    /// The node's pool or the block is full.
    Full,
    /// A gateway in front of the node limits requests.
    Limited(String),
    /// Anything else, as it was said.
    Other(String),
}

/// What submitting ended with, where the node answered.
pub(super) enum Answer {
    /// Not taken, for certain.
    Refused(Refusal),
    /// Already there: it is as good as taken.
    Known,
    /// The answer says nothing about the transaction.
    Unclear(String),
}

impl Refusal {
    /// Whether the same may be taken soon.
    pub(super) const fn may_pass(&self) -> bool {
        match self {
            Self::Custom(code) => matches!(*code, TOO_FAST | SERVING_TOO_OFTEN | 15),
            Self::Outdated | Self::BadSignature | Self::Ancient | Self::Priority | Self::Full | Self::Limited(_) => {
                true
            }
            Self::Payment | Self::Banned | Self::Other(_) => false,
        }
    }

    /// As the runtime tells it when it is asked beforehand.
    pub(super) fn of_invalid(invalid: &TransactionInvalid) -> Self {
        match invalid {
            TransactionInvalid::Custom(code) => Self::Custom(*code),
            TransactionInvalid::Stale => Self::Outdated,
            TransactionInvalid::BadProof => Self::BadSignature,
            TransactionInvalid::AncientBirthBlock => Self::Ancient,
            TransactionInvalid::Payment => Self::Payment,
            TransactionInvalid::ExhaustsResources => Self::Full,
            other => Self::Other(format!("invalid ({other:?})")),
        }
    }

    /// Likewise.
    pub(super) fn of_unknown(unknown: &TransactionUnknown) -> Self {
        Self::Other(format!("the runtime cannot tell whether it is valid ({unknown:?})"))
    }
}

impl Answer {
    /// As the node answers a submission.
    pub(super) fn of(error: &UserError) -> Self {
        let data = error.data.as_ref().map(|data| data.get()).unwrap_or_default();
        let data = serde_json::from_str::<String>(data).unwrap_or_else(|_| data.to_owned());
        let data: String = data.chars().take(200).collect();
        let said = || {
            let message: String = error.message.chars().take(200).collect();
            if data.is_empty() { message } else { format!("{message}: {data}") }
        };
        Self::Refused(match error.code {
            1010 => match data.strip_prefix("Custom error: ").and_then(|code| code.trim().parse().ok()) {
                Some(code) => Refusal::Custom(code),
                None if data.contains("outdated") => Refusal::Outdated,
                None if data.contains("bad signature") => Refusal::BadSignature,
                None if data.contains("ancient birth block") => Refusal::Ancient,
                None if data.contains("pay some fees") => Refusal::Payment,
                None if data.contains("exhaust") => Refusal::Full,
                None => Refusal::Other(said()),
            },
            1012 => Refusal::Banned,
            1013 => return Self::Known,
            1014 => Refusal::Priority,
            // Before it looks at one.
            code if is_limit(code) => Refusal::Limited(said()),
            // Not decoded, not checked, unknown validity, a cycle, no pool, no request, unknown method, bad parameters: it never
            // came in. 1016, dropped at once, is said after it was in the pool.
            1001 | 1002 | 1011 | 1015 | 1017..=1020 | -32602..=-32600 => Refusal::Other(said()),
            code => return Self::Unclear(format!("the node answered {} ({code})", said())),
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(code) => match custom(*code) {
                Some(words) => f.write_str(words),
                None => write!(f, "a rule of the chain that has no name here (custom error {code})"),
            },
            Self::Outdated => f.write_str("its nonce is used already"),
            Self::BadSignature => f.write_str("its signature does not fit the chain, its spec version or the key"),
            Self::Ancient => f.write_str("it came too late: its era is over, so the clock of the node or ours stands"),
            Self::Payment => f.write_str("its fee cannot be paid"),
            Self::Banned => {
                f.write_str("the node refused the same bytes some minutes ago and will not look at them again")
            }
            Self::Priority => f.write_str("another transaction with the same nonce waits already"),
            Self::Full => f.write_str("the node's pool is full"),
            Self::Limited(said) => write!(f, "the node limits requests ({})", printable(said)),
            Self::Other(said) => f.write_str(&printable(said)),
        }
    }
}

/// Text of a stranger's node on one line.
pub(super) fn printable(said: &str) -> String {
    said.chars().take(400).map(|one| if one.is_control() { ' ' } else { one }).collect()
}

impl Refusal {
    /// What to do about it.
    pub(super) fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Outdated | Self::Priority => {
                    "one hotkey must be used by one process only; is another one running?"
                }
                Self::BadSignature => "the runtime was upgraded meanwhile, or endpoints of two networks are mixed",
                Self::Ancient => "check the clock of this machine, or use another endpoint",
                Self::Banned => "wait half an hour",
                Self::Limited(_) => "use an endpoint of your own, or wait some minutes",
                Self::Custom(0 | 21) => "a swap of the coldkey is under way; look at the wallet",
                Self::Custom(_) | Self::Payment | Self::Full | Self::Other(_) => return None,
            }
            .into(),
        )
    }
}

const fn custom(code: u8) -> Option<&'static str> {
    Some(match code {
        0 => "a swap of the coldkey is announced, and only that may happen now",
        1 => "the stake of the hotkey is too low",
        2 => "the balance is too low",
        3 => "the subnet does not exist",
        4 => "the hotkey does not exist on the chain",
        5 => "there is not enough stake to withdraw",
        TOO_FAST => "it comes too soon after the last one (rate limit)",
        7 => "the pool of the subnet has not enough liquidity",
        8 => "the price would move too far",
        9 => "the subnet allows no transfers",
        10 => "the hotkey is not registered on any subnet",
        11 => "the chain takes no such IP address",
        SERVING_TOO_OFTEN => "the axon was changed a moment ago (serving rate limit)",
        13 => "the chain takes no such port",
        14 => "the amount is 0",
        15 => "the round in which it can be read is past already",
        16 => "there is no such commit",
        17 => "it comes too early to be revealed",
        18 => "its lists differ in length",
        19 => "the hotkey has no seat on this subnet",
        20 => "the account was linked with an EVM key a moment ago",
        21 => "the swap of the coldkey is disputed",
        22 => "the proxied account is not valid",
        23 | 24 => "the shielded transaction is malformed",
        25 => "the coldkey does not own the hotkey",
        26 => "the delegate's take is too low",
        27 => "the delegate's take is too high",
        255 => "the chain takes it for a bad request",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::subtensor::NodeError;

    fn answer(code: i32, data: &str) -> String {
        let data = (!data.is_empty()).then(|| serde_json::value::to_raw_value(data).unwrap());
        match Answer::of(&UserError { code, message: "Invalid Transaction".into(), data }) {
            Answer::Refused(refusal) => refusal.to_string(),
            Answer::Known => "known".into(),
            Answer::Unclear(said) => format!("unclear: {said}"),
        }
    }

    #[test]
    fn a_node_s_refusal_is_told_in_words() {
        // spec/chain.md 8.1
        for (code, data, words) in [
            (1010, "Custom error: 6", "it comes too soon after the last one (rate limit)"),
            (1010, "Custom error: 19", "the hotkey has no seat on this subnet"),
            (1010, "Custom error: 77", "a rule of the chain that has no name here (custom error 77)"),
            (1010, "Transaction is outdated", "its nonce is used already"),
            (
                1010,
                "Transaction has an ancient birth block",
                "it came too late: its era is over, so the clock of the node or ours stands",
            ),
            (1012, "", "the node refused the same bytes some minutes ago and will not look at them again"),
            (1013, "", "known"),
            (1014, "", "another transaction with the same nonce waits already"),
            (-32005, "", "the node limits requests (Invalid Transaction)"),
            (-32009, "", "the node limits requests (Invalid Transaction)"),
            (1002, "", "Invalid Transaction"),
            (1016, "", "unclear: the node answered Invalid Transaction (1016)"),
            (-32603, "", "unclear: the node answered Invalid Transaction (-32603)"),
        ] {
            assert_eq!(answer(code, data), words);
        }
        assert!(answer(1010, "Transaction has a bad signature").contains("signature does not fit"));
    }

    #[test]
    fn a_limit_is_known_by_the_same_codes_whether_something_is_read_or_sent() {
        let (endpoint, limit) = ("wss://a", std::time::Duration::from_secs(20));
        let mut limits = Vec::new();
        for code in -32_800..=2_000 {
            let error = UserError { code, message: "slow down".into(), data: None };
            let is_limit = matches!(Answer::of(&error), Answer::Refused(Refusal::Limited(_)));
            let read = NodeError::of_request(endpoint, "state_call", limit, &subxt::rpcs::Error::User(error));
            assert_eq!(read.is_policy(), is_limit, "{code}: {read}");
            limits.extend(is_limit.then_some(code));
        }
        assert_eq!(limits, [-32_097, -32_029, -32_009, -32_006, -32_005, -32_004]);
    }

    #[test]
    fn what_a_node_says_never_moves_the_cursor_of_a_terminal() {
        assert!(!answer(1010, "\u{1b}[2J\n").contains(char::is_control));
    }
}
