//! Key pairs of the seeds: the development phrase of Substrate, and hard derivation by name (`//Alice//hot`).

use gascli::types::Keypair;
use schnorrkel::derive::ChainCode;
use schnorrkel::{ExpansionMode, MiniSecretKey};
use subxt::ext::codec::Encode;

use super::hash;

/// The phrase that every development chain knows.
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// The pair of a path of hard steps, such as `//Alice//hot`.
pub(crate) fn derive(path: &str) -> Keypair {
    let phrase = bip39::Mnemonic::parse_in_normalized(bip39::Language::English, PHRASE).unwrap();
    let (entropy, length) = phrase.to_entropy_array();
    let mut mini = substrate_bip39::mini_secret_from_entropy(&entropy[..length], "").unwrap();
    let steps = path.strip_prefix("//").unwrap_or_else(|| panic!("`{path}` does not begin with //"));
    for step in steps.split("//") {
        let pair = mini.expand(ExpansionMode::Ed25519);
        mini = pair.hard_derive_mini_secret_key(Some(ChainCode(code(step))), b"").0;
    }
    Keypair::from_seed(&MiniSecretKey::to_bytes(&mini))
}

fn code(step: &str) -> [u8; 32] {
    let bytes = step.parse::<u64>().map_or_else(|_| step.encode(), |number| number.encode());
    let mut code = [0; 32];
    if bytes.len() > code.len() {
        return hash::blake2_256(&bytes);
    }
    code[..bytes.len()].copy_from_slice(&bytes);
    code
}
