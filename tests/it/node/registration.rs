//! Seats: who gets one, what it costs, and who goes for it (`spec/chain.md` 7.1).

use serde_json::{Value, json};

use super::codec::hex;
use super::dispatch::{Outcome, account, small, uint};
use super::model::{Account, Model, Seat, Subnet};

/// What has to stay on an account, in rao.
pub(crate) const EXISTENTIAL_DEPOSIT: u64 = 500;
/// How the price grows with each seat that is bought: 1.26.
const INCREASE: (u128, u128) = (126, 100);
/// Seats that must be left without immunity before only those are given away.
const LEAST_NOT_IMMUNE: usize = 10;

/// `burned_register`, and `register_limit` which has a highest price.
pub(crate) fn register(model: &mut Model, signer: &Account, args: &Value, block: u64) -> Outcome {
    let netuid: u16 = small(args, "netuid");
    let hotkey = account(&args["hotkey"]);
    if netuid == 0 {
        return Err("RegistrationNotPermittedOnRootSubnet".into());
    }
    let free = model.account(signer).free;
    let owner = model.owners.get(&hotkey).copied();
    let subnet = model.subnets.get(&netuid).ok_or("SubnetNotExists")?;
    if !subnet.registration_allowed {
        return Err("SubNetRegistrationDisabled".into());
    }
    if subnet.uid(&hotkey).is_some() {
        return Err("HotKeyAlreadyRegisteredInSubNet".into());
    }
    let price = subnet.burn;
    if args.get("limit_price").is_some() && uint(args, "limit_price") < price {
        return Err("RegistrationPriceLimitExceeded".into());
    }
    if free < price.saturating_add(EXISTENTIAL_DEPOSIT) {
        return Err("NotEnoughBalanceToStake".into());
    }
    if owner.is_some_and(|owner| owner != *signer) {
        return Err("NonAssociatedColdKey".into());
    }
    let uid = if subnet.size() < subnet.max_uids {
        subnet.size()
    } else {
        replaced(subnet, block).ok_or("NoNeuronIdAvailable")?
    };
    model.account(signer).free -= price;
    model.owners.insert(hotkey, *signer);
    let seat =
        Seat { hotkey, coldkey: *signer, last_update: block, registered_at: block, active: true, ..Seat::default() };
    let subnet = model.subnet(netuid);
    take(subnet, uid, seat);
    let dearer = u128::from(price) * INCREASE.0 / INCREASE.1;
    subnet.burn = u64::try_from(dearer).unwrap_or(u64::MAX).clamp(subnet.min_burn, subnet.max_burn);
    Ok(vec![json!({ "SubtensorModule": { "NeuronRegistered": [netuid, uid, hex(&hotkey)] } })])
}

/// The seat that a full subnet gives away.
fn replaced(subnet: &Subnet, block: u64) -> Option<u16> {
    let immune = |seat: &Seat| block.saturating_sub(seat.registered_at) < u64::from(subnet.immunity_period);
    let seats = || (0_u16..).zip(&subnet.seats).filter(|(_, seat)| seat.hotkey != subnet.owner_hotkey);
    let not_immune = seats().filter(|(_, seat)| !immune(seat)).count();
    let pick = |wants_immune: bool| {
        seats()
            .filter(|(_, seat)| immune(seat) == wants_immune)
            .min_by_key(|(uid, seat)| (seat.emission, seat.registered_at, *uid))
            .map(|(uid, _)| uid)
    };
    if not_immune > LEAST_NOT_IMMUNE { pick(false) } else { pick(true).or_else(|| pick(false)) }
}

/// Puts a newcomer into a seat; weights for it go with who had it.
fn take(subnet: &mut Subnet, uid: u16, newcomer: Seat) {
    match subnet.seats.get_mut(usize::from(uid)) {
        None => subnet.seats.push(newcomer),
        Some(seat) => {
            *seat = newcomer;
            for other in &mut subnet.seats {
                other.weights.retain(|(to, _)| *to != uid);
                other.bonds.retain(|(to, _)| *to != uid);
                for mechanism in other.mechanisms.values_mut() {
                    mechanism.weights.retain(|(to, _)| *to != uid);
                }
            }
        }
    }
}
