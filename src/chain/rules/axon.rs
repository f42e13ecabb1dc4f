//! Which addresses a neuron may publish (`spec/chain.md` 7.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::{Axon, ChainError};

/// Checks an axon as the chain does and gives what to store: nothing for the unspecified address, which takes an axon
/// back.
pub fn check_axon(axon: Axon) -> Result<Option<Axon>, ChainError> {
    let is_loopback = match axon.ip.to_canonical() {
        IpAddr::V4(ip) => ip == Ipv4Addr::LOCALHOST, // no other of 127.0.0.0/8
        IpAddr::V6(ip) => ip == Ipv6Addr::LOCALHOST,
    };
    if is_loopback {
        return Err(refused(axon, "nobody else reaches a loopback address"));
    }
    check_local_axon(axon)
}

/// The same for a local chain, where loopback addresses are allowed: its peers live on this machine. The limit of one
/// change in 50 blocks is left out there, so that a restarted node can publish its new port at once.
pub fn check_local_axon(axon: Axon) -> Result<Option<Axon>, ChainError> {
    let ip = axon.ip.to_canonical();
    if axon.port == 0 {
        return Err(refused(axon, "the port is 0"));
    }
    let all_ones = match ip {
        IpAddr::V4(ip) => ip.is_broadcast(),
        IpAddr::V6(ip) => ip.to_bits() == u128::MAX,
    };
    if all_ones {
        return Err(refused(axon, "the address is all ones"));
    }
    Ok((!ip.is_unspecified()).then_some(Axon { ip, port: axon.port }))
}

fn refused(axon: Axon, reason: &str) -> ChainError {
    ChainError::BadAxon { ip: axon.ip, port: axon.port, reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axon(text: &str) -> Axon {
        let address: std::net::SocketAddr = text.parse().unwrap();
        Axon { ip: address.ip(), port: address.port() }
    }

    #[test]
    fn a_network_refuses_loopback_and_a_local_chain_does_not() {
        for text in ["127.0.0.1:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            let error = check_axon(axon(text)).unwrap_err().to_string();
            assert!(error.contains("loopback"), "{error}");
            assert!(check_local_axon(axon(text)).unwrap().is_some(), "{text}");
        }
        assert!(check_axon(axon("127.0.0.2:80")).is_ok());
    }

    #[test]
    fn port_zero_and_all_ones_are_refused_and_the_unspecified_address_takes_an_axon_back() {
        for refused in ["203.0.113.7:0", "255.255.255.255:80", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:80"] {
            assert!(check_axon(axon(refused)).is_err(), "{refused}");
        }
        for reset in ["0.0.0.0:1", "[::]:1"] {
            assert_eq!(check_axon(axon(reset)).unwrap(), None, "{reset}");
        }
        assert_eq!(check_axon(axon("10.0.0.1:1")).unwrap(), Some(axon("10.0.0.1:1")));
    }
}
