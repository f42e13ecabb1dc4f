//! Which frames of a film are looked at (`spec/gas.md` 10.3).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::film::KEPT;

/// Frames of a film of `total`, in order: the first and the last, and one out of each part of what lies between. Which,
/// hangs on their number alone: hashes are compared frame by frame, so a film that is encoded anew, put into another
/// container or signed again must be looked at in the same places to be known. The reference takes the name of the file as
/// well, which differs at each run (`spec/gas.md` 9.2, 18.38).
pub(super) fn frames(total: u32) -> Vec<u32> {
    let wanted = KEPT.min(total);
    if wanted == total {
        return (0..total).collect();
    }
    let seed = Sha256::digest(format!("frames:{total}"));
    let mut found = BTreeSet::from([0, total - 1]);
    let parts = wanted - 2;
    let cut = |at: u32| 1 + u32::try_from(u64::from(total - 3) * u64::from(at) / u64::from(parts)).unwrap_or(0);
    for part in 0..parts {
        let (first, last) = (cut(part), cut(part + 1));
        found.insert(first + draw(&seed, part, last - first + 1));
    }
    // Neighbouring parts share a frame, which may have been drawn twice.
    let missing = wanted - u32::try_from(found.len()).unwrap_or(wanted);
    let unused: Vec<u32> = (0..total).filter(|frame| !found.contains(frame)).collect();
    for at in 0..missing {
        let place = unused.len() * usize::try_from(at + 1).unwrap_or(1) / usize::try_from(missing + 1).unwrap_or(2);
        found.extend(unused.get(place));
    }
    found.into_iter().collect()
}

/// A number below `end`, the same for ever: stored hashes of films hang on it.
fn draw(seed: &[u8], part: u32, end: u32) -> u32 {
    let digest: [u8; 32] = Sha256::new().chain_update(seed).chain_update(part.to_be_bytes()).finalize().into();
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    u32::try_from(number % u64::from(end.max(1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_last_are_looked_at_and_one_of_each_part_between() {
        for total in (9..300).chain([1000, 14_400]) {
            let found = frames(total);
            assert_eq!((found.len(), found[0], found[7]), (8, 0, total - 1), "{found:?}");
            assert!(found.is_sorted_by(|one, two| one < two), "{found:?}");
            let widest = found.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
            assert!(widest <= total.div_ceil(3), "{total}: {found:?}");
        }
    }

    #[test]
    fn films_of_a_length_are_looked_at_in_the_same_places_for_ever() {
        // Stored hashes hang on these.
        assert_eq!(frames(192), [0, 21, 55, 64, 110, 132, 176, 191]);
        assert_eq!(frames(96), [0, 16, 32, 34, 57, 73, 86, 95]);
        assert_eq!(frames(9), [0, 1, 2, 3, 4, 6, 7, 8]);
        assert_eq!(frames(8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(frames(5), [0, 1, 2, 3, 4]);
    }
}
