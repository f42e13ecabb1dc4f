//! How much a hotkey may publish (`spec/chain.md` 7.3).

/// What each commitment counts at least, in bytes.
const LEAST: u64 = 100;

/// What a hotkey may publish in one epoch, in bytes.
const PER_EPOCH: u64 = 3100;

/// The most fields.
pub const FIELDS: usize = 3;

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

/// What is used up after `fields` are published in epoch `epoch`, or why they may not be.
pub fn check_commitment(fields: &[&[u8]], used: Space, epoch: u64) -> Result<Space, String> {
    if !(1..=FIELDS).contains(&fields.len()) {
        return Err(format!("it has {} fields, and 1 to {FIELDS} are allowed", fields.len()));
    }
    if let Some(long) = fields.iter().find(|data| data.len() > LONGEST) {
        return Err(format!("it has {} bytes, and {LONGEST} are the most", long.len()));
    }
    let before = if used.epoch == epoch { used.bytes } else { 0 };
    let counts = fields.iter().map(|data| data.len() as u64).sum::<u64>().max(LEAST);
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
            used = check_commitment(&[b"x"], used, 7).unwrap();
            assert_eq!(used, Space { epoch: 7, bytes: round * 100 });
        }
        let error = check_commitment(&[b"x"], used, 7).unwrap_err();
        assert_eq!(error, "3100 of 3100 bytes are used in this epoch, and it counts 100");
        assert_eq!(check_commitment(&[&[0; 128], &[0; 2]], used, 8), Ok(Space { epoch: 8, bytes: 130 }));
    }

    #[test]
    fn more_than_a_field_holds_and_more_fields_than_three_are_refused() {
        let check = |fields: &[&[u8]]| check_commitment(fields, Space::default(), 0);
        assert!(check(&[&[0; 512], b"", b""]).is_ok());
        assert_eq!(check(&[b"", &[0; 513]]).unwrap_err(), "it has 513 bytes, and 512 are the most");
        assert_eq!(check(&[b"", b"", b"", b""]).unwrap_err(), "it has 4 fields, and 1 to 3 are allowed");
        assert_eq!(check(&[]).unwrap_err(), "it has 0 fields, and 1 to 3 are allowed");
    }
}
