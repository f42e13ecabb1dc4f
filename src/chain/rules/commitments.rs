//! How much a hotkey may publish (`spec/chain.md` 7.3).

/// What each commitment counts at least, in bytes.
const LEAST: u64 = 100;

/// What a hotkey may publish in one epoch, in bytes.
const PER_EPOCH: u64 = 3100;

/// The longest field (`spec/chain.md` 4, `BigRaw`), in bytes.
const LONGEST: usize = 512;

/// What a hotkey has published in an epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Space {
    /// Number of the epoch.
    pub epoch: u64,
    /// How much, as it counts.
    pub bytes: u64,
}

/// What is used up after `data` is published as one field in epoch `epoch`, or why it may not be.
pub fn check_commitment(data: &[u8], used: Space, epoch: u64) -> Result<Space, String> {
    if data.len() > LONGEST {
        return Err(format!("it has {} bytes, and {LONGEST} are the most", data.len()));
    }
    let before = if used.epoch == epoch { used.bytes } else { 0 };
    let counts = (data.len() as u64).max(LEAST);
    let bytes = before.saturating_add(counts);
    if bytes > PER_EPOCH {
        return Err(format!("{before} of {PER_EPOCH} bytes are used in this epoch, and it counts {counts}"));
    }
    Ok(Space { epoch, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_counts_a_hundred_bytes_at_least_and_a_hotkey_has_3100_in_an_epoch() {
        let mut used = Space::default();
        for round in 1..=31 {
            used = check_commitment(b"x", used, 7).unwrap();
            assert_eq!(used, Space { epoch: 7, bytes: round * 100 });
        }
        let error = check_commitment(b"x", used, 7).unwrap_err();
        assert_eq!(error, "3100 of 3100 bytes are used in this epoch, and it counts 100");
        assert_eq!(check_commitment(&[0; 128], used, 8), Ok(Space { epoch: 8, bytes: 128 }));
    }

    #[test]
    fn more_than_a_field_holds_is_refused() {
        assert!(check_commitment(&[0; 512], Space::default(), 0).is_ok());
        let error = check_commitment(&[0; 513], Space::default(), 0).unwrap_err();
        assert_eq!(error, "it has 513 bytes, and 512 are the most");
    }
}
