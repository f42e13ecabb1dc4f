//! What stands in a key file, as a pure function of its bytes (`spec/chain.md` 9.2 and 9.3).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::nacl;
use crate::types::{Hotkey, Keypair, KeypairError};

/// A key as a file holds it.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one per process, and a box would leave a copy of the secret behind")]
pub enum KeyFile {
    /// With its secret: it can sign.
    Signing(Keypair),
    /// The public part only.
    PublicOnly(Hotkey),
}

impl KeyFile {
    /// The public key.
    pub fn hotkey(&self) -> Hotkey {
        match self {
            Self::Signing(keypair) => keypair.hotkey(),
            Self::PublicOnly(hotkey) => *hotkey,
        }
    }
}

/// Why bytes are no usable key file. Never holds a part of them that is secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// Nothing in it.
    #[error("the key file is empty")]
    Empty,
    /// Protected by a password.
    #[error("the key is encrypted ({0})")]
    Encrypted(Protection),
    /// Too short to be what it begins as.
    #[error("the encrypted key is cut off: {0} bytes are too few")]
    CutOff(usize),
    /// Neither JSON, nor a seed, nor a phrase.
    #[error("the key file is neither JSON nor a seed nor a recovery phrase (line {line}, column {column})")]
    Unreadable {
        /// Where reading failed.
        line: usize,
        /// Where reading failed.
        column: usize,
    },
    /// A browser extension's format.
    #[error("the key file is the export of a browser extension")]
    BrowserExport,
    /// A kind of key that hotkeys cannot be.
    #[error("the key is of type {0}, where hotkeys are sr25519")]
    Scheme(String),
    /// A field that is no key.
    #[error("`{field}` of the key file is not {bytes} bytes in hex")]
    Hex {
        /// Which.
        field: &'static str,
        /// How many it should be.
        bytes: usize,
    },
    /// The secret is no key.
    #[error("the key file holds no valid secret")]
    Secret(#[from] KeypairError),
    /// The public part is no SS58 key.
    #[error("`ss58Address` of the key file is wrong: {0}")]
    Address(#[from] crate::types::KeyError),
    /// Secret and public part are of different keys.
    #[error("the secret in the key file belongs to {found}, but its `ss58Address` says {stated}")]
    Mismatch {
        /// Of the secret.
        found: Hotkey,
        /// In the file.
        stated: Hotkey,
    },
    /// Its public fields are of different keys.
    #[error("`ss58Address` of the key file says {stated}, but its `{field}` is {found}")]
    Torn {
        /// Which field differs.
        field: &'static str,
        /// What it holds.
        found: Hotkey,
        /// The address.
        stated: Hotkey,
    },
    /// Neither a secret nor a public part.
    #[error("the key file holds no key")]
    NoKey,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    #[serde(default, deserialize_with = "hidden")]
    secret_phrase: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "hidden")]
    secret_seed: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "hidden")]
    private_key: Option<Zeroizing<String>>,
    #[serde(rename = "ss58Address")]
    address: Option<String>,
    /// As very old files spell it.
    #[serde(rename = " ss58Address")]
    spaced_address: Option<String>,
    public_key: Option<String>,
    account_id: Option<Value>,
    crypto_type: Option<Value>,
    signing_scheme: Option<Value>,
    encoded: Option<serde::de::IgnoredAny>,
    encoding: Option<serde::de::IgnoredAny>,
}

/// A text that is wiped, also when the rest of the file turns out to be no JSON.
fn hidden<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Zeroizing<String>>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Zeroizing::new))
}

/// What guards the secret in a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Nothing but the file's mode.
    None,
    /// A password, as the network's tools use it.
    Nacl,
    /// A password, in a form of very old wallets that is not opened here.
    AnsibleVault,
    /// Likewise.
    Fernet,
}

impl Protection {
    /// By the first bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        [(nacl::MARK, Self::Nacl), (b"$ANSIBLE_VAULT", Self::AnsibleVault), (b"gAAAAA", Self::Fernet)]
            .into_iter()
            .find(|(mark, _)| bytes.starts_with(mark))
            .map_or(Self::None, |(_, protection)| protection)
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "none",
            Self::Nacl => "NaCl",
            Self::AnsibleVault => "Ansible vault",
            Self::Fernet => "Fernet",
        })
    }
}

/// Reads a key file in any of the forms found in the field.
pub fn read_key_file(bytes: &[u8]) -> Result<KeyFile, KeyFileError> {
    match Protection::of(bytes) {
        Protection::None => {}
        Protection::Nacl if bytes.len() < nacl::SHORTEST => return Err(KeyFileError::CutOff(bytes.len())),
        protection => return Err(KeyFileError::Encrypted(protection)),
    }
    let trimmed = bytes.trim_ascii();
    if trimmed.is_empty() {
        return Err(KeyFileError::Empty);
    }
    if trimmed.first() == Some(&b'{') {
        return read_json(trimmed);
    }
    match std::str::from_utf8(trimmed) {
        Ok(text) => read_text(text),
        Err(_) => Err(KeyFileError::Unreadable { line: 1, column: 1 }),
    }
}

fn read_text(text: &str) -> Result<KeyFile, KeyFileError> {
    if let Ok(seed) = unhex::<32>("", text) {
        return Ok(KeyFile::Signing(Keypair::from_seed(&seed)));
    }
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_whitespace()) && text.contains(' ') {
        return Ok(KeyFile::Signing(Keypair::from_phrase(text)?));
    }
    Err(KeyFileError::Unreadable { line: 1, column: 1 })
}

fn read_json(bytes: &[u8]) -> Result<KeyFile, KeyFileError> {
    // The parser's own message may quote a value.
    let fields: Fields = serde_json::from_slice(bytes)
        .map_err(|error| KeyFileError::Unreadable { line: error.line(), column: error.column() })?;
    if fields.encoded.is_some() || fields.encoding.is_some() {
        return Err(KeyFileError::BrowserExport);
    }
    check_scheme(&fields)?;
    let stated = match fields.address.as_deref().or(fields.spaced_address.as_deref()) {
        Some(text) => Some(text.trim().parse::<Hotkey>()?),
        None => match fields.public_key.as_deref() {
            Some(text) => Some(Hotkey::from_bytes(*unhex::<32>("publicKey", text)?)),
            None => None,
        },
    };
    let Some(keypair) = secret_of(&fields)? else {
        let stated = stated.ok_or(KeyFileError::NoKey)?;
        let account = fields.account_id.as_ref().and_then(Value::as_str);
        for (field, text) in [("publicKey", fields.public_key.as_deref()), ("accountId", account)] {
            let found = text.and_then(|text| unhex::<32>(field, text).ok()).map(|key| Hotkey::from_bytes(*key));
            if let Some(found) = found.filter(|found| *found != stated) {
                return Err(KeyFileError::Torn { field, found, stated });
            }
        }
        return Ok(KeyFile::PublicOnly(stated));
    };
    match stated {
        Some(stated) if stated != keypair.hotkey() => Err(KeyFileError::Mismatch { found: keypair.hotkey(), stated }),
        _ => Ok(KeyFile::Signing(keypair)),
    }
}

fn check_scheme(fields: &Fields) -> Result<(), KeyFileError> {
    let word = |value: &Value| match value {
        Value::String(text) => text.trim().to_ascii_lowercase(),
        other => other.to_string(),
    };
    if let Some(scheme) = fields.signing_scheme.as_ref().map(word).filter(|scheme| scheme != "sr25519") {
        return Err(KeyFileError::Scheme(scheme.chars().take(40).collect()));
    }
    match fields.crypto_type.as_ref().map(word).as_deref() {
        None | Some("1" | "sr25519") => Ok(()),
        Some("0" | "ed25519") => Err(KeyFileError::Scheme("ed25519".into())),
        Some("2" | "ecdsa") => Err(KeyFileError::Scheme("ecdsa".into())),
        Some(other) => Err(KeyFileError::Scheme(other.chars().take(40).collect())),
    }
}

fn secret_of(fields: &Fields) -> Result<Option<Keypair>, KeyFileError> {
    let given = |field: &'_ Option<Zeroizing<String>>| field.as_ref().filter(|text| !text.trim().is_empty()).cloned();
    if let Some(phrase) = given(&fields.secret_phrase) {
        return Ok(Some(Keypair::from_phrase(&phrase)?));
    }
    if let Some(seed) = given(&fields.secret_seed) {
        return Ok(Some(Keypair::from_seed(&*unhex("secretSeed", &seed)?)));
    }
    match given(&fields.private_key) {
        Some(key) => Ok(Some(Keypair::from_private_key(&*unhex("privateKey", &key)?)?)),
        None => Ok(None),
    }
}

fn unhex<const N: usize>(field: &'static str, text: &str) -> Result<Zeroizing<[u8; N]>, KeyFileError> {
    let mut bytes = Zeroizing::new([0; N]);
    hex::decode_to_slice(text.trim().trim_start_matches("0x"), bytes.as_mut_slice())
        .map_err(|_| KeyFileError::Hex { field, bytes: N })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEED: &str = "0x03b1d4441d7ca7f84169049a5e7b7c5a2976a81e978e2cd18b94ed30ab880e48"; // data/wallets, testplain/miner
    const PRIVATE: &str = "0x5f8518a3118443b073a65c7218d9bc1400a0088feccfb9b7d0e1fc72d13a930a\
                           d3c6691b2e0eb1232a84c64ab0414c361fff24e2f3388f96ecf0afd144561897";
    const MINER: &str = "5Hn2WvmabcCSUqFbp48kevKfpeXDdwLhicxXpL3axnu9ovQM";
    const VALIDATOR: &str = "5EPY8N8gFg4wB5KTAFkYjJnyjCeftUdaueEQMNCe52Hko3L8";

    fn verdict(text: &str) -> String {
        match read_key_file(text.as_bytes()) {
            Ok(KeyFile::Signing(keypair)) => format!("signs as {}", keypair.hotkey()),
            Ok(KeyFile::PublicOnly(hotkey)) => format!("is {hotkey}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_key_is_read_from_json_or_from_a_bare_seed() {
        for text in [
            format!(r#"{{"secretSeed": "{SEED}", "ss58Address": "{MINER}"}}"#),
            format!(
                r#"{{"secretSeed": "{SEED}", " ss58Address": "{MINER}", "cryptoType": "1", "secretPhrase": null}}"#
            ),
            format!(r#"{{"secretSeed": "{}", "cryptoType": 1, "new": [1]}}"#, &SEED[2..]),
            format!(r#"{{"privateKey": "{PRIVATE}", "ss58Address": "{MINER}"}}"#),
            format!("{SEED}\n"),
        ] {
            assert_eq!(verdict(&text), format!("signs as {MINER}"), "{text}");
        }
        assert_eq!(verdict(&format!(r#"{{"ss58Address": "{MINER}"}}"#)), format!("is {MINER}"));
    }

    #[test]
    fn other_kinds_of_keys_and_protections_are_refused_by_name() {
        for (text, said) in [
            (r#"{"cryptoType": 0}"#, "the key is of type ed25519, where hotkeys are sr25519"),
            (r#"{"cryptoType": "2"}"#, "the key is of type ecdsa, where hotkeys are sr25519"),
            (r#"{"signingScheme": "ml-dsa-44"}"#, "the key is of type ml-dsa-44, where hotkeys are sr25519"),
            (r#"{"encoded": "AAAA", "encoding": {}}"#, "the key file is the export of a browser extension"),
            ("$ANSIBLE_VAULT;1.1;AES256", "the key is encrypted (Ansible vault)"),
            ("gAAAAABkXYZ", "the key is encrypted (Fernet)"),
            ("$NACL0123", "the encrypted key is cut off: 9 bytes are too few"),
            ("{}", "the key file holds no key"),
            (" \n", "the key file is empty"),
        ] {
            assert_eq!(verdict(text), said);
        }
        assert_eq!(verdict(&format!("$NACL{}", "x".repeat(41))), "the key is encrypted (NaCl)");
    }

    #[test]
    fn a_secret_of_another_key_is_refused_with_both_keys_named() {
        let text = format!(r#"{{"secretSeed": "{SEED}", "ss58Address": "{VALIDATOR}"}}"#);
        let said = format!("the secret in the key file belongs to {MINER}, but its `ss58Address` says {VALIDATOR}");
        assert_eq!(verdict(&text), said);
    }

    #[test]
    fn public_fields_of_different_keys_are_refused() {
        let other = hex::encode(VALIDATOR.parse::<Hotkey>().unwrap().as_bytes());
        for field in ["publicKey", "accountId"] {
            let said = verdict(&format!(r#"{{"ss58Address": "{MINER}", "{field}": "0x{other}"}}"#));
            assert_eq!(said, format!("`ss58Address` of the key file says {MINER}, but its `{field}` is {VALIDATOR}"));
        }
    }

    #[test]
    fn no_error_repeats_a_part_of_a_secret() {
        for text in [
            r#"{"secretSeed": 31337}"#,
            r#"{"secretSeed": "0x31337"}"#,
            r#"{"secretPhrase": "31337 31337"}"#,
            r#"{"privateKey": "31337"#,
            "31337 31337",
            "abandon letmein abandon",
        ] {
            let error = read_key_file(text.as_bytes()).unwrap_err();
            let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            for said in causes.map(|error| format!("{error} {error:?}")) {
                assert!(!said.contains("31337") && !said.contains("letmein"), "{said}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_crash_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            prop_assert!(read_key_file(&bytes).is_err());
        }
    }
}
