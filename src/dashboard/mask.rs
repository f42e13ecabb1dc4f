//! Hides what names an operator in texts that leave their hands: keys, addresses, hosts, home folders.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::str::FromStr;

use super::App;
use crate::types::{Coldkey, Hotkey, looks_secret};

/// Letters of a shortened key on either side of its dots.
const SHORT: usize = 2;
/// Characters around a word that are none of it.
const AROUND: &[char] = &['`', '\'', '"', '(', ')', '[', ']', '<', '>', '{', '}', ',', ';', '!', '?', '|', '│'];
/// What joins the parts of a word, the more usual ones first: a name of a machine may have a hyphen in it.
const JOINTS: [&[char]; 3] =
    [&['/', '@', '&', '%', '>'], &['/', '@', '&', '%', '>', ':'], &['/', '@', '&', '%', '>', ':', '-', '_']];

/// The text as it may be shown: unchanged unless the app is to be masked. The keys of daemons and their miners have the
/// same numbers in all texts; of others it is only said that there is one.
pub fn text<'a>(app: &App, text: &'a str) -> Cow<'a, str> {
    if app.is_masked { Cow::Owned(Mask::new(app).text(text)) } else { Cow::Borrowed(text) }
}

/// What is known to be hidden.
struct Mask {
    /// Numbers of keys: those of the daemons and of their miners, in their order.
    keys: BTreeMap<String, usize>,
    /// Names of machines.
    hosts: Vec<String>,
}

impl Mask {
    fn new(app: &App) -> Self {
        let mut keys = BTreeMap::new();
        let states = app.world.daemons.values().filter_map(|daemon| daemon.state.as_ref());
        for state in states {
            let miners = state.challenges.iter().flat_map(|challenges| &challenges.miners).map(|miner| miner.hotkey);
            for hotkey in [state.node.hotkey].into_iter().chain(miners) {
                let next = keys.len() + 1;
                keys.entry(hotkey.to_string()).or_insert(next);
            }
        }
        let remote = app.remote.as_ref().and_then(|remote| remote.rsplit('@').next()).map(str::to_owned);
        let own = app.world.host.as_ref().map(|host| host.name.clone());
        let hosts = remote.into_iter().chain(own).filter(|name| !name.is_empty() && name != "localhost").collect();
        Self { keys, hosts }
    }

    fn text(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let is_end = |c: char| c.is_whitespace() || c.is_control() || AROUND.contains(&c);
        for word in text.split_inclusive(is_end) {
            let end = word.chars().next_back().filter(|last| is_end(*last)).map_or(0, char::len_utf8);
            let (bare, end) = word.split_at(word.len() - end);
            masked.push_str(&self.word(bare));
            masked.push_str(end);
        }
        masked
    }

    fn word(&self, word: &str) -> String {
        // `name=value` and the full stop behind a sentence.
        if let Some((name, value)) = word.split_once('=') {
            return format!("{}={}", self.word(name), self.word(value));
        }
        let bare = word.trim_end_matches(['.', ':']);
        let end = word.get(bare.len()..).unwrap_or_default();
        let parts = || JOINTS.iter().find_map(|joints| self.parts(bare, joints));
        let masked = self.key(bare).or_else(|| self.place(bare)).or_else(parts).or_else(|| secret(bare));
        format!("{}{end}", masked.as_deref().unwrap_or(bare))
    }

    /// What is to be hidden in a part of a word: of a path, of a name with a value behind it.
    fn parts(&self, word: &str, joints: &[char]) -> Option<String> {
        let (mut is_found, mut all) = (false, String::new());
        for part in word.split_inclusive(joints) {
            let bare = part.trim_end_matches(joints);
            let masked = self.key(bare).or_else(|| self.machine(bare)).or_else(|| secret(bare));
            is_found |= masked.is_some();
            all.push_str(masked.as_deref().unwrap_or(bare));
            all.push_str(part.get(bare.len()..).unwrap_or_default());
        }
        is_found.then_some(all)
    }

    /// An address, or the name of a machine that is known.
    fn machine(&self, word: &str) -> Option<String> {
        if let Ok(ip) = IpAddr::from_str(word) {
            return (!ip.is_loopback() && !ip.is_unspecified()).then(|| "<address>".into());
        }
        let is_same = |name: &String| {
            name.eq_ignore_ascii_case(word)
                || IpAddr::from_str(name).is_err() && stem(name).eq_ignore_ascii_case(stem(word))
        };
        self.hosts.iter().any(is_same).then(|| "<host>".into())
    }

    /// A key in SS58, whole or shortened.
    fn key(&self, word: &str) -> Option<String> {
        let short = ["…", "...", ".."].iter().find_map(|dots| word.split_once(dots));
        if let Some((begin, end)) = short {
            let is_base58 = |part: &str| part.len() >= SHORT && part.chars().all(|c| c.is_ascii_alphanumeric());
            let is_short = begin.starts_with('5') && is_base58(begin) && is_base58(end);
            return is_short.then(|| {
                let known = self.keys.iter().find(|(key, _)| key.starts_with(begin) && key.ends_with(end));
                known.map_or_else(|| "<hotkey>".into(), |(_, number)| format!("hotkey-{number}"))
            });
        }
        let is_ss58 = Hotkey::from_str(word).is_ok() || Coldkey::from_str(word).is_ok();
        is_ss58.then(|| self.keys.get(word).map_or_else(|| "<hotkey>".into(), |number| format!("hotkey-{number}")))
    }

    /// An address, a host, a home.
    fn place(&self, word: &str) -> Option<String> {
        if let Some((scheme, rest)) = word.split_once("://") {
            if rest.starts_with('/') {
                return Some(format!("{scheme}://{}", self.word(rest)));
            }
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let port = port(authority).map(|port| format!(":{port}")).unwrap_or_default();
            return (!authority.is_empty()).then(|| format!("{scheme}://<address>{port}{}", self.word(path)));
        }
        if let Some((scheme, rest)) = word.split_once(":/") {
            return Some(format!("{scheme}:{}", self.word(&format!("/{rest}"))));
        }
        if let Some((user, host)) = word.split_once('@') {
            return (!user.is_empty() && !host.is_empty()).then(|| "<user>@<host>".into());
        }
        if let Some(home) = home(word) {
            return Some(format!("~{}", self.word(home)));
        }
        let (host, port) = match port(word) {
            Some(port) => (word.get(..word.len() - port.len() - 1).unwrap_or_default(), format!(":{port}")),
            None => (word, String::new()),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        // With a port behind it, what has a dot and a letter is the name of a machine.
        let is_name = !port.is_empty() && host.contains('.') && host.contains(|c: char| c.is_ascii_alphabetic());
        if is_name && !host.contains(['/', ':']) && self.machine(host).is_none() {
            return Some(format!("<address>{port}"));
        }
        self.machine(host).map(|masked| format!("{masked}{port}")).or_else(|| self.machine(word))
    }
}

/// The digits behind the last colon.
fn port(word: &str) -> Option<&str> {
    let (_, port) = word.rsplit_once(':')?;
    (!port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())).then_some(port)
}

/// A host's name without its domain.
fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// What follows a home folder.
fn home(word: &str) -> Option<&str> {
    if let Some(rest) = word.strip_prefix("/root") {
        return (rest.is_empty() || rest.starts_with('/')).then_some(rest);
    }
    let rest = word.strip_prefix("/home/").or_else(|| word.strip_prefix("/Users/"))?;
    Some(rest.get(rest.find('/').unwrap_or(rest.len())..).unwrap_or_default())
}

/// A word that may be a key or a token.
fn secret(word: &str) -> Option<String> {
    looks_secret(word).then(|| "<key>".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::facts::HostFact;
    use crate::dashboard::{DaemonEntry, Keymap, Look, fixture};
    use crate::types::UnixMillis;

    fn masked(texts: &str) -> String {
        let mut app = App::new(UnixMillis(0), Look::default(), Keymap::default());
        app.is_masked = true;
        app.remote = Some("alice@gpu-07".into());
        let mut state = fixture::daemon("validator");
        state.node.hotkey = Hotkey::from_bytes([7; 32]);
        let entry = DaemonEntry { state: Some(state), state_at: None, silent: None };
        app.world.daemons.insert("sn34-validator".parse().unwrap(), entry);
        app.world.host = Some(HostFact { name: "gpu-07.example.org".into(), ..HostFact::default() });
        text(&app, texts).into_owned()
    }

    #[test]
    fn nothing_that_names_an_operator_is_left_and_all_else_is() {
        let key = Hotkey::from_bytes([7; 32]).to_string();
        let other = Hotkey::from_bytes([8; 32]).to_string();
        for (text, wanted) in [
            (format!("{key}, {other} {key}."), "hotkey-1, <hotkey> hotkey-1.".to_owned()),
            (format!("hotkey:{key} {key}:17 {other}-cold"), "hotkey:hotkey-1 hotkey-1:17 <hotkey>-cold".into()),
            ("axon:203.0.113.7:8091 203.0.113.7/24".into(), "axon:<address>:8091 <address>/24".into()),
            ("/ip4/203.0.113.7/tcp/30333 @203.0.113.9".into(), "/ip4/<address>/tcp/30333 @<address>".into()),
            ("203.0.113.8->203.0.113.9 GPU-07:9000".into(), "<address>-><address> <host>:9000".into()),
            ("v.example.com:8443 key:sk-12345678".into(), "<address>:8443 key:<key>".into()),
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln".into(), "Bearer <key>".into()),
            (format!("│ hotkey {}…{} │", &key[..3], &key[45..]), "│ hotkey hotkey-1 │".into()),
            (format!("state/miner/{key}/x"), "state/miner/hotkey-1/x".into()),
            (
                "listens on 203.0.113.7:8091, [2001:db8::1]:80".into(),
                "listens on <address>:8091, [<address>]:80".into(),
            ),
            ("fe80::1 127.0.0.1:8091 0.0.0.0".into(), "<address> 127.0.0.1:8091 0.0.0.0".into()),
            ("wss://node.example.com:443/x?k".into(), "wss://<address>:443/x?k".into()),
            ("local:/home/alice/chain /root/x /rooted".into(), "local:~/chain ~/x /rooted".into()),
            ("`/home/alice/.bittensor`".into(), "`~/.bittensor`".into()),
            ("on gpu-07 as alice@gpu-07".into(), "on <host> as <user>@<host>".into()),
            ("token=hf_abcdefgh sk-12345678".into(), "token=<key> <key>".into()),
            (format!("0x{}", "12ab".repeat(16)), "<key>".into()),
            // Times, names, ids and figures stay.
            (
                "14:02:31 INFO sn34-validator 4,812,371 0.0231 3d04h".into(),
                "14:02:31 INFO sn34-validator 4,812,371 0.0231 3d04h".into(),
            ),
            (
                "2b1f6f0e-6f52-4c44-9d2f-0d4f1f6a7b11 v1.2.3".into(),
                "2b1f6f0e-6f52-4c44-9d2f-0d4f1f6a7b11 v1.2.3".into(),
            ),
        ] {
            assert_eq!(masked(&text), wanted, "{text}");
        }
    }

    #[test]
    fn nothing_is_changed_unless_it_is_to_be_masked() {
        let app = App::new(UnixMillis(0), Look::default(), Keymap::default());
        assert!(matches!(text(&app, "203.0.113.7"), Cow::Borrowed("203.0.113.7")));
    }
}
