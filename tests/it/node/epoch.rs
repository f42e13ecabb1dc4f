//! Epochs: when they run, and what they open (`spec/chain.md` 7.6).

use ark_serialize::CanonicalDeserialize;
use serde_json::{Value, json};
use subxt::ext::codec::Decode;
use timelock::block_ciphers::AESGCMBlockCipherProvider;
use timelock::engines::EngineBLS;
use timelock::engines::drand::TinyBLS381;
use timelock::ibe::fullident::Ciphertext;
use timelock::tlock::{TLECiphertext, tld};

use super::codec::{hex, take};
use super::dispatch;
use super::metadata::Runtime;
use super::model::{Model, Sealed, Subnet, storage_index};

/// An epoch runs at last after so many blocks (from 424).
const LONGEST: u64 = 50_400;

/// Whether the runtime keeps its epochs in storage (from 424) or computes them from block numbers.
pub(crate) fn is_stored(runtime: &Runtime) -> bool {
    runtime.entry("SubtensorModule", "LastEpochBlock").is_some()
}

/// Whether the subnet's epoch runs in `block`.
pub(crate) fn is_due(runtime: &Runtime, netuid: u16, subnet: &Subnet, block: u64) -> bool {
    if netuid == 0 || subnet.tempo == 0 {
        return false;
    }
    if !is_stored(runtime) {
        return (block + u64::from(netuid) + 2).is_multiple_of(u64::from(subnet.tempo) + 1);
    }
    let since = block.saturating_sub(subnet.last_epoch);
    (subnet.pending_epoch_at > 0 && block >= subnet.pending_epoch_at)
        || since > LONGEST
        || since >= u64::from(subnet.tempo)
}

/// Number of the epoch that `block` belongs to, before what that block itself does.
pub(crate) fn index(runtime: &Runtime, netuid: u16, subnet: &Subnet, block: u64) -> u64 {
    if is_stored(runtime) {
        subnet.epoch_index
    } else {
        (block + u64::from(netuid) + 1) / (u64::from(subnet.tempo) + 1)
    }
}

/// First block of the next epoch after `block`.
pub(crate) fn next(runtime: &Runtime, netuid: u16, subnet: &Subnet, block: u64) -> Option<u64> {
    if netuid == 0 || subnet.tempo == 0 {
        return None;
    }
    if !is_stored(runtime) {
        let length = u64::from(subnet.tempo) + 1;
        return Some(block + length - (block + u64::from(netuid) + 2) % length);
    }
    let regular = subnet.last_epoch + u64::from(subnet.tempo);
    let asked = Some(subnet.pending_epoch_at).filter(|at| *at > 0);
    Some(asked.map_or(regular, |asked| regular.min(asked)))
}

/// Runs what is due in `block`, at its start; gives the events.
pub(crate) fn run(runtime: &Runtime, model: &mut Model, block: u64) -> Vec<Value> {
    let due: Vec<u16> = model
        .subnets
        .iter()
        .filter(|(netuid, subnet)| is_due(runtime, **netuid, subnet, block))
        .map(|(netuid, _)| *netuid)
        .collect();
    let mut events = Vec::new();
    for netuid in due {
        let subnet = model.subnet(netuid);
        subnet.last_epoch = block;
        subnet.pending_epoch_at = 0;
        subnet.epoch_index += 1;
        for seat in &mut subnet.seats {
            seat.active = seat.last_update + u64::from(subnet.activity_cutoff) >= block;
        }
    }
    let netuids: Vec<u16> = model.subnets.keys().copied().collect();
    for netuid in netuids {
        events.extend(reveal(runtime, model, netuid, block));
    }
    events
}

/// Opens the commits whose epoch has come; those of earlier epochs have expired.
fn reveal(runtime: &Runtime, model: &mut Model, netuid: u16, block: u64) -> Vec<Value> {
    let subnet = model.subnet(netuid);
    let now = index(runtime, netuid, subnet, block);
    let Some(from) = now.checked_sub(subnet.reveal_period) else { return Vec::new() };
    subnet.timelocked.retain(|(_, epoch), _| *epoch >= from);
    let due: Vec<(u8, u64)> = subnet.timelocked.keys().filter(|(_, epoch)| *epoch == from).copied().collect();
    let mut events = Vec::new();
    for key in due {
        let sealed = model.subnet(netuid).timelocked.remove(&key).unwrap_or_default();
        let (ready, later): (Vec<_>, Vec<_>) =
            sealed.into_iter().partition(|one| model.pulses.contains_key(&one.round));
        if !later.is_empty() {
            model.subnet(netuid).timelocked.insert(key, later);
        }
        for one in ready {
            let signature = model.pulses[&one.round].clone();
            let Some((uids, values, version_key)) = open(&one, &signature) else { continue };
            let revealed = dispatch::Weights { netuid, mechanism: key.0, uids, values, version_key };
            // A failure in here shows in the node's log only (spec/chain.md 7.6).
            if dispatch::apply_revealed(model, &one.hotkey, &revealed).is_ok() {
                let name = if runtime.has_event("SubtensorModule", "TimelockedWeightsRevealed") {
                    "TimelockedWeightsRevealed"
                } else {
                    "CRV3WeightsRevealed"
                };
                events.push(json!({ "SubtensorModule": { name: [storage_index(netuid, key.0), hex(&one.hotkey)] } }));
            }
        }
    }
    events
}

/// What a commit says, with the signature of its round; nothing where it is damaged or was made for another hotkey.
fn open(sealed: &Sealed, signature: &[u8]) -> Option<(Vec<u16>, Vec<u16>, u64)> {
    let payload = decrypt(&sealed.commit, signature)?;
    let mut rest = &payload[..];
    let hotkey: Vec<u8> = take(&mut rest).ok()?;
    let (uids, values, version_key) = <(Vec<u16>, Vec<u16>, u64)>::decode(&mut rest).ok()?;
    (hotkey == sealed.hotkey && rest.is_empty()).then_some((uids, values, version_key))
}

/// The envelope of `spec/chain.md` 7.6, opened with a drand signature.
pub(crate) fn decrypt(envelope: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
        let (length, after) = rest.split_first_chunk::<8>()?;
        let (part, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        *rest = after;
        Some(part)
    }
    let (point, mut rest) = envelope.split_at_checked(96)?;
    let header = Ciphertext::<TinyBLS381> {
        u: <TinyBLS381 as EngineBLS>::PublicKeyGroup::deserialize_compressed(point).ok()?,
        v: part(&mut rest)?.try_into().ok()?,
        w: part(&mut rest)?.try_into().ok()?,
    };
    let body = part(&mut rest)?.to_vec();
    let cipher_suite = part(&mut rest)?.to_vec();
    if cipher_suite != b"AES_GCM_" || !rest.is_empty() {
        return None;
    }
    let signature = <TinyBLS381 as EngineBLS>::SignatureGroup::deserialize_compressed(signature).ok()?;
    tld::<TinyBLS381, AESGCMBlockCipherProvider>(TLECiphertext { header, body, cipher_suite }, signature).ok()
}
