//! How many connections each address has, so that one peer cannot take the places of all others.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Connections by address.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection of an address, until dropped.
#[derive(Debug)]
pub(super) struct Place {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Addresses {
    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more connection of this address, unless it has `most` already.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<Place> {
        let address = owner(address);
        let mut open = self.lock();
        let count = open.entry(address).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { addresses: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.addresses.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// What one customer has: with IPv6 that is a network of 64 bits, with as many addresses as anybody could want.
fn owner(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_one_that_is_left_can_be_taken_again() {
        let addresses = Arc::new(Addresses::default());
        let (one, other) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let places = [addresses.take(one, 2).unwrap(), addresses.take(one, 2).unwrap()];
        assert!(addresses.take(one, 2).is_none());
        assert!(addresses.take("::ffff:10.0.0.1".parse().unwrap(), 2).is_none(), "the same address in IPv6");
        assert!(addresses.take(other, 2).is_some());
        drop(places);
        assert!(addresses.lock().is_empty(), "nothing is kept of who has left");
        assert!(addresses.take(one, 2).is_some());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let addresses = Arc::new(Addresses::default());
        let _place = addresses.take("2001:db8::1".parse().unwrap(), 1).unwrap();
        assert!(addresses.take("2001:db8::ffff:2".parse().unwrap(), 1).is_none());
        assert!(addresses.take("2001:db8:0:1::1".parse().unwrap(), 1).is_some());
    }
}
