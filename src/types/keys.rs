//! Public keys and their SS58 text, as Substrate chains write them (`spec/chain.md` 1 and 9).

use std::fmt;
use std::str::FromStr;

use blake2::{Blake2b512, Digest};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Network prefix of Bittensor and Commune keys.
const PREFIX: u8 = 42;

/// Public key that signs requests and weights. Text is checked (checksum, prefix 42) once, in `from_str`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hotkey([u8; 32]);

/// Public key that owns hotkeys and stake; a type of its own, so that mixing the two up does not compile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coldkey([u8; 32]);

/// Why a text is no SS58 key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Characters outside the base58 alphabet.
    #[error("`{0}` is not SS58: it holds characters outside the base58 alphabet")]
    Alphabet(String),
    /// Not one prefix byte, 32 key bytes and two checksum bytes.
    #[error("`{text}` is not SS58: it holds {bytes} bytes where 35 are expected")]
    Length {
        /// What was given.
        text: String,
        /// Its decoded length.
        bytes: usize,
    },
    /// A key of another network.
    #[error("`{text}` has the network prefix {prefix} where 42 is expected")]
    Prefix {
        /// What was given.
        text: String,
        /// Its first byte.
        prefix: u8,
    },
    /// A mistyped character.
    #[error("`{0}` has a wrong checksum: a character is mistyped or missing")]
    Checksum(String),
}

fn checksum(prefix_and_key: &[u8]) -> [u8; 2] {
    let hash = Blake2b512::new().chain_update(b"SS58PRE").chain_update(prefix_and_key).finalize();
    [hash[0], hash[1]]
}

fn encode(key: &[u8; 32]) -> String {
    let mut bytes = [0_u8; 35];
    bytes[0] = PREFIX;
    bytes[1..33].copy_from_slice(key);
    let sum = checksum(&bytes[..33]);
    bytes[33..].copy_from_slice(&sum);
    bs58::encode(bytes).into_string()
}

fn decode(text: &str) -> Result<[u8; 32], KeyError> {
    // Bounded before decoding: base58 takes quadratic time, and an SS58 key has at most 48 characters.
    let shown: String = text.chars().take(64).collect();
    if text.len() > 64 {
        return Err(KeyError::Length { text: shown, bytes: text.len() });
    }
    let bytes = bs58::decode(text).into_vec().map_err(|_| KeyError::Alphabet(shown.clone()))?;
    let Ok(bytes) = <[u8; 35]>::try_from(bytes.as_slice()) else {
        return Err(KeyError::Length { text: shown, bytes: bytes.len() });
    };
    if bytes[0] != PREFIX {
        return Err(KeyError::Prefix { text: shown, prefix: bytes[0] });
    }
    if checksum(&bytes[..33]) != bytes[33..] {
        return Err(KeyError::Checksum(shown));
    }
    let mut key = [0; 32];
    key.copy_from_slice(&bytes[1..33]);
    Ok(key)
}

macro_rules! public_key {
    ($name:ident) => {
        impl $name {
            /// The key from its 32 bytes.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes of the key.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                decode(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

public_key!(Hotkey);
public_key!(Coldkey);

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"; // spec/gas.md 2.5
    const ALICE_KEY: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn a_key_reads_as_it_was_written() {
        let key: Hotkey = ALICE.parse().unwrap();
        assert_eq!(hex::encode(key.as_bytes()), ALICE_KEY);
        assert_eq!(key.to_string(), ALICE);
    }

    #[test]
    fn a_mistyped_key_is_refused_with_its_fault() {
        let mut typo = ALICE.to_owned();
        typo.replace_range(10..11, "a");
        assert!(matches!(typo.parse::<Hotkey>(), Err(KeyError::Checksum(_))));
        assert!(matches!("0OIl".parse::<Hotkey>(), Err(KeyError::Alphabet(_))));
        assert!(matches!("5Grwva".parse::<Hotkey>(), Err(KeyError::Length { .. })));
        assert!(matches!("5".repeat(1_000_000).parse::<Hotkey>(), Err(KeyError::Length { .. })));
        // Alice on Polkadot (prefix 0) has 36 bytes less one; on Kusama the prefix is 2.
        let kusama = "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F";
        assert!(matches!(kusama.parse::<Hotkey>(), Err(KeyError::Prefix { prefix: 2, .. })));
    }
}
