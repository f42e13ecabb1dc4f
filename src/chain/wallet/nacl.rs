//! Key files behind a password: Argon2i and XSalsa20-Poly1305, as the network's wallet tools write them
//! (`spec/chain.md` 9.3).

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use crypto_secretbox::aead::KeyInit;
use crypto_secretbox::{AeadInPlace, XSalsa20Poly1305};
use sysinfo::{MemoryRefreshKind, RefreshKind, System};
use zeroize::{Zeroize, Zeroizing};

use super::memory;

/// What such a file begins with.
pub(super) const MARK: &[u8] = b"$NACL";

const NONCE: usize = 24;
const TAG: usize = 16;

/// Shortest file: mark, nonce, tag and one byte.
pub(super) const SHORTEST: usize = MARK.len() + NONCE + TAG + 1;

const SALT: [u8; 16] = [0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1];

/// Memory of the derivation in KiB, and passes over it.
const MEMORY_KIB: u32 = 524_288;
const PASSES: u32 = 8;
const MEMORY_BYTES: u64 = MEMORY_KIB as u64 * 1024;

/// One derivation at a time: two would take a gigabyte.
static ONE: Mutex<()> = Mutex::new(());

/// Why an encrypted file cannot be opened, or one cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NaclError {
    /// Too short to be whole.
    #[error("the encrypted key is cut off: {0} bytes are too few")]
    CutOff(usize),
    /// The seal is broken; the cipher does not tell why.
    #[error("the password is wrong, or the file is damaged: an encrypted file does not tell which")]
    Refused,
    /// The derivation needs more memory than there is.
    #[error("a password takes 512 MiB of memory, and {0}")]
    Memory(String),
}

/// The content of an encrypted file.
pub(super) fn open(bytes: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, NaclError> {
    let cut_off = || NaclError::CutOff(bytes.len());
    let sealed = bytes.strip_prefix(MARK).filter(|_| bytes.len() >= SHORTEST).ok_or_else(cut_off)?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(cut_off)?;
    let (tag, sealed) = sealed.split_first_chunk::<TAG>().ok_or_else(cut_off)?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    cipher(password)?
        .decrypt_in_place_detached(nonce.into(), b"", &mut plain, tag.into())
        .map_err(|_| NaclError::Refused)?;
    Ok(plain)
}

/// An encrypted file with this content.
pub(super) fn seal(plain: &[u8], password: &str) -> Result<Vec<u8>, NaclError> {
    let mut nonce = [0_u8; NONCE];
    rand::fill(&mut nonce);
    let mut sealed = Zeroizing::new(plain.to_vec());
    let tag = cipher(password)?
        .encrypt_in_place_detached((&nonce).into(), b"", &mut sealed)
        .expect("the cipher fails only if there is associated data");
    Ok([MARK, &nonce, &tag, &sealed].concat())
}

fn cipher(password: &str) -> Result<XSalsa20Poly1305, NaclError> {
    let key = derive(password)?;
    Ok(XSalsa20Poly1305::new((&*key).into()))
}

/// Takes seconds and 512 MiB.
fn derive(password: &str) -> Result<Zeroizing<[u8; 32]>, NaclError> {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    look_for_memory()?;
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("the parameters are within Argon2's bounds");
    let mut memory: Vec<Block> = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| NaclError::Memory("the system refuses so much to this process".into()))?;
    memory.resize(params.block_count(), Block::new());
    let mut key = Zeroizing::new([0_u8; 32]);
    let derived = Argon2::new(Algorithm::Argon2i, Version::V0x13, params).hash_password_into_with_memory(
        password.as_bytes(),
        &SALT,
        key.as_mut_slice(),
        &mut memory,
    );
    memory.iter_mut().for_each(Zeroize::zeroize);
    derived.expect("salt and output have lengths that Argon2 takes, and passwords are shorter than 4 GiB");
    Ok(key)
}

/// The system promises memory that it does not have, and later ends whoever uses it: so it is counted before.
fn look_for_memory() -> Result<(), NaclError> {
    let wanted = RefreshKind::nothing().with_memory(MemoryRefreshKind::everything());
    let Ok(system) = System::new_with_specifics(wanted) else { return Ok(()) }; // then the allocator decides
    let free = system.available_memory().saturating_add(system.free_swap());
    if system.total_memory() > 0 && free < MEMORY_BYTES {
        return Err(NaclError::Memory(format!("this machine has {} MiB left", free >> 20)));
    }
    match memory::left_by_groups(system.free_swap()) {
        Some(left) if left < MEMORY_BYTES => {
            Err(NaclError::Memory(format!("the limit of its container or unit leaves this process {} MiB", left >> 20)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_password_alone() {
        let sealed = seal(b"{}", "correct horse").unwrap();
        assert_eq!((&sealed[..5], sealed.len()), (MARK, SHORTEST + 1));
        assert_eq!(&**open(&sealed, "correct horse").unwrap(), b"{}");
        assert_eq!(open(&sealed, "correct hors").unwrap_err(), NaclError::Refused);
    }

    #[test]
    fn a_file_without_room_for_its_seal_is_cut_off() {
        for length in [0, 5, 29, 45] {
            let bytes = [MARK, &[7; 64]].concat();
            assert_eq!(open(&bytes[..length], "x").unwrap_err(), NaclError::CutOff(length));
        }
    }
}
