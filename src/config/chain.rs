//! Which chain, which subnet and whose seat a configuration means, for commands that only look at a chain.

use super::keys::Role;
use super::resolve::Reader;
use super::{ConfigErrors, Origin, Sources};
use crate::chain::{Endpoint, wallet};
use crate::types::Netuid;

/// What of a configuration concerns the chain.
#[derive(Debug, Clone)]
pub struct ChainSettings {
    /// Where the chain is found; `None` where nobody has said.
    pub endpoint: Option<Endpoint>,
    /// The subnet; `None` where nobody has said.
    pub netuid: Option<Netuid>,
    /// Who has said so.
    pub netuid_origin: Origin,
    /// Whose seat is meant.
    pub wallet: wallet::Settings,
}

/// Reads them, whatever else is wrong with the configuration: a bad price must not keep anybody from looking at a chain.
pub fn chain(sources: &Sources) -> Result<ChainSettings, ConfigErrors> {
    let (endpoint, netuid, wallet) = match sources.role() {
        Role::Generator => ("BT_CHAIN_ENDPOINT", "BT_NETUID", ["BT_WALLET_PATH", "BT_WALLET_NAME", "BT_WALLET_HOTKEY"]),
        Role::Validator => ("CHAIN_ENDPOINT", "NETUID", ["WALLET_PATH", "WALLET_NAME", "WALLET_HOTKEY"]),
    };
    let mut reader = Reader::new(sources);
    reader.forget_faults_but_of(&[endpoint, netuid]);
    let found = ChainSettings {
        endpoint: (reader.origin(endpoint) != Origin::Default).then(|| reader.endpoint(endpoint)),
        netuid: reader.maybe_whole(netuid).map(Netuid),
        netuid_origin: reader.origin(netuid),
        wallet: reader.wallet(wallet[0], wallet[1], wallet[2]),
    };
    reader.forget_faults_but_of(&[endpoint, netuid]);
    reader.finish(found, "info").map(|resolved| resolved.settings)
}
