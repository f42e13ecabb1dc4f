//! sr25519 key pairs and signatures, with the Substrate signing context.

use std::fmt;
use std::str::FromStr;

use schnorrkel::{ExpansionMode, MiniSecretKey, PublicKey, SecretKey, signing_context};
use zeroize::Zeroizing;

use super::keys::Hotkey;

const CONTEXT: &[u8] = b"substrate";

/// A secret hotkey. Shows only its public half, and wipes the secret when dropped.
#[derive(Clone)]
pub struct Keypair(schnorrkel::Keypair);

/// Bytes of an sr25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

/// Why bytes or words are no secret key. Never holds them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeypairError {
    /// A recovery phrase with an unknown word, a wrong number of words or a wrong checksum.
    #[error("the recovery phrase is invalid: {0}")]
    Phrase(String),
    /// Expanded secret key that is no scalar.
    #[error("the private key is invalid")]
    PrivateKey,
}

/// A signature that is not `0x` and 128 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a signature is `0x` and 128 hex digits")]
pub struct SignatureError;

impl Keypair {
    /// From the 32-byte mini secret (`secretSeed` of a key file).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let mini = MiniSecretKey::from_bytes(seed).expect("any 32 bytes are a mini secret");
        Self(mini.expand_to_keypair(ExpansionMode::Ed25519))
    }

    /// From a recovery phrase (`secretPhrase`), the Substrate way: entropy, not BIP-39's seed.
    pub fn from_phrase(phrase: &str) -> Result<Self, KeypairError> {
        Ok(Self::from_seed(&*Self::seed_of_phrase(phrase)?))
    }

    /// The mini secret that a recovery phrase stands for.
    pub(crate) fn seed_of_phrase(phrase: &str) -> Result<Zeroizing<[u8; 32]>, KeypairError> {
        let mnemonic = bip39::Mnemonic::parse_in_normalized(bip39::Language::English, phrase.trim())
            .map_err(|error| KeypairError::Phrase(describe(&error)))?;
        let (entropy, length) = mnemonic.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let mini = substrate_bip39::mini_secret_from_entropy(&entropy[..length], "")
            .map_err(|_| KeypairError::Phrase("its length is not that of a phrase".into()))?;
        Ok(Zeroizing::new(mini.to_bytes()))
    }

    /// From the 64-byte expanded key (`privateKey` of a key file): scalar and nonce as Substrate writes them, not in the
    /// form of Ed25519 (scalar times cofactor).
    pub fn from_private_key(expanded: &[u8; 64]) -> Result<Self, KeypairError> {
        let secret = SecretKey::from_bytes(expanded).map_err(|_| KeypairError::PrivateKey)?;
        Ok(Self(secret.to_keypair()))
    }

    /// The public half.
    pub fn hotkey(&self) -> Hotkey {
        Hotkey::from_bytes(self.0.public.to_bytes())
    }

    /// Signs `message`. Randomised: two signatures of one message differ, and both verify.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign_simple(CONTEXT, message).to_bytes())
    }
}

// The library's own messages quote the unknown word, which is a part of the secret.
fn describe(error: &bip39::Error) -> String {
    match error {
        bip39::Error::BadWordCount(count) => format!("it has {count} words; 12, 15, 18, 21 or 24 are possible"),
        bip39::Error::UnknownWord(position) => format!("word {} is not in the English word list", position + 1),
        bip39::Error::InvalidChecksum => "its checksum is wrong (a word is mistyped or out of order)".into(),
        _ => "it is not a BIP-39 phrase".into(),
    }
}

impl fmt::Debug for Keypair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keypair({}, <secret>)", self.hotkey())
    }
}

/// What a peer claims: that it signed this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub signer: Hotkey,
    /// What.
    pub message: Vec<u8>,
    /// The proof.
    pub signature: Signature,
}

/// Which of the claims hold, in their order. Several that hold cost about half of what they cost one by one; one that does
/// not is found by halving.
pub fn verify_all(claims: &[Claim]) -> Vec<bool> {
    let (front, back) = match claims {
        [] => return Vec::new(),
        [claim] => return vec![claim.signer.verify(&claim.message, &claim.signature)],
        several if all_hold(several) => return vec![true; several.len()],
        several => several.split_at(several.len() / 2),
    };
    [verify_all(front), verify_all(back)].concat()
}

fn all_hold(claims: &[Claim]) -> bool {
    let mut claims: Vec<&Claim> = claims.iter().collect();
    claims.sort_unstable_by_key(|claim| *claim.signer.as_bytes()); // the library joins equal neighbours
    let mut keys: Vec<PublicKey> = Vec::with_capacity(claims.len());
    let mut signatures = Vec::with_capacity(claims.len());
    for (index, claim) in claims.iter().enumerate() {
        let key = match keys.last() {
            Some(key) if claims[index - 1].signer == claim.signer => *key,
            _ => match PublicKey::from_bytes(claim.signer.as_bytes()) {
                Ok(key) => key,
                Err(_) => return false,
            },
        };
        let Ok(signature) = schnorrkel::Signature::from_bytes(&claim.signature.0) else { return false };
        keys.push(key);
        signatures.push(signature);
    }
    let context = signing_context(CONTEXT);
    let transcripts = claims.iter().map(|claim| context.bytes(&claim.message));
    schnorrkel::verify_batch(transcripts, &signatures, &keys, true).is_ok()
}

impl Hotkey {
    /// Whether `signature` is this key's over `message`, bare or wrapped in `<Bytes>` as browser wallets do
    /// (`spec/gas.md` 2.4).
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        let (Ok(public), Ok(parsed)) =
            (PublicKey::from_bytes(self.as_bytes()), schnorrkel::Signature::from_bytes(&signature.0))
        else {
            return false;
        };
        let context = signing_context(CONTEXT);
        public.verify(context.bytes(message), &parsed).is_ok() || {
            let wrapped = [b"<Bytes>", message, b"</Bytes>"].concat();
            public.verify(context.bytes(&wrapped), &parsed).is_ok()
        }
    }
}

impl Signature {
    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{}", hex::encode(self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix("0x").ok_or(SignatureError)?;
        let mut bytes = [0; 64];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| SignatureError)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alice() -> Keypair {
        let mut seed = [0; 32];
        hex::decode_to_slice("e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a", &mut seed).unwrap();
        Keypair::from_seed(&seed) // spec/gas.md 2.5
    }

    #[test]
    fn the_seed_of_the_specification_gives_its_hotkey() {
        assert_eq!(alice().hotkey().to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    }

    #[test]
    fn the_expanded_key_signs_as_its_seed_does() {
        let expanded = alice().0.secret.to_bytes();
        let pair = Keypair::from_private_key(&expanded).unwrap();
        assert_eq!(pair.hotkey(), alice().hotkey());
        assert!(alice().hotkey().verify(b"hello", &pair.sign(b"hello")));
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let signature = alice().sign(b"hello");
        let other = Keypair::from_seed(&[7; 32]).hotkey();
        assert!(alice().hotkey().verify(b"hello", &signature));
        assert!(!alice().hotkey().verify(b"hell0", &signature));
        assert!(!other.verify(b"hello", &signature));
    }

    #[test]
    fn a_wrong_phrase_is_named_without_being_repeated() {
        let error = Keypair::from_phrase("abandon abandon secretword").unwrap_err().to_string();
        assert!(!error.contains("secretword"), "{error}");
        let debug = format!("{:?}", alice());
        assert_eq!(debug, "Keypair(5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY, <secret>)");
    }

    #[test]
    fn only_128_hex_digits_are_a_signature() {
        for text in ["", "0x", "0xzz", "00", &format!("0x{}", "0".repeat(127)), &"0".repeat(130)] {
            assert!(text.parse::<Signature>().is_err(), "{text}");
        }
        assert!(format!("0x{}", "Ab".repeat(64)).parse::<Signature>().is_ok());
    }

    #[test]
    fn a_false_claim_is_found_among_true_ones_wherever_it_stands() {
        let pairs: Vec<Keypair> = (0..5).map(|seed| Keypair::from_seed(&[seed + 1; 32])).collect();
        let claims: Vec<Claim> = (0..13)
            .map(|number: u8| {
                let pair = &pairs[usize::from(number) % pairs.len()];
                let message = vec![number; 40];
                // Every fourth as a browser wallet signs.
                let signed = if number.is_multiple_of(4) {
                    [b"<Bytes>", &*message, b"</Bytes>"].concat()
                } else {
                    message.clone()
                };
                Claim { signer: pair.hotkey(), signature: pair.sign(&signed), message }
            })
            .collect();
        assert_eq!(verify_all(&claims), [true; 13]);
        for at in 0..claims.len() {
            let mut claims = claims.clone();
            claims[at].message.push(0);
            let mut expected = [true; 13];
            expected[at] = false;
            assert_eq!(verify_all(&claims), expected, "{at}");
        }
        // Two that would cancel each other out in a plain sum.
        let mut swapped = claims.clone();
        let first = swapped[0].signature;
        swapped[0].signature = swapped[5].signature;
        swapped[5].signature = first;
        let found = verify_all(&swapped);
        assert!(!found[0] && !found[5] && found.iter().filter(|holds| **holds).count() == 11);
    }
}
