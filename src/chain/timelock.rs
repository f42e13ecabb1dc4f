//! Weights that nobody can read before a moment: encrypted for a round of the drand beacon (`spec/chain.md` 7.6).
//!
//! Pure but for the randomness of an encryption, which takes some milliseconds: called off the async threads.

use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_std::rand::RngCore;
use ark_std::rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use subxt::ext::codec::Encode;
use timelock::block_ciphers::AESGCMBlockCipherProvider;
use timelock::engines::EngineBLS;
use timelock::engines::drand::TinyBLS381;
use timelock::ibe::fullident::Identity;
use timelock::tlock::tle;

use crate::types::{BlockNumber, Hotkey, Netuid, Uid};

/// The beacon `quicknet`: its first round, and the time between two, in seconds.
const GENESIS: u64 = 1_692_803_367;
const PERIOD: u64 = 3;

/// The beacon's public key, a compressed point of G2.
const PUBLIC_KEY: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451\
                          0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

/// Blocks after the first one of the reveal epoch for which the round is chosen.
const MARGIN: u64 = 3;

/// Blocks without an epoch after which the chain runs one in any case.
const LONGEST_EPOCH: u64 = 50_400;

/// Why nothing was encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("weights could not be encrypted for drand round {round}")]
pub(crate) struct TimelockError {
    round: u64,
}

/// When a subnet's epochs come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EpochClock {
    /// By the number of the block alone (spec versions up to 365).
    Counted {
        /// Subnets take turns.
        netuid: Netuid,
        /// Blocks between two epochs, less one; 0: none runs.
        tempo: u16,
    },
    /// By what the chain remembers (from 424).
    Remembered {
        /// When the last one ran.
        last: u64,
        /// When the owner wants the next one; 0: no wish.
        pending: u64,
        /// Blocks between two; 0: none runs.
        tempo: u16,
        /// Blocks since the last step, at the head.
        since_step: u64,
    },
}

impl EpochClock {
    /// The block by which a commit that lands right after `head` can be read: some blocks into the epoch that comes `period`
    /// epochs after that of the commit. `None` where no epoch runs.
    pub(crate) fn reveal_block(&self, head: BlockNumber, period: u64) -> Option<BlockNumber> {
        let lands = head.0.saturating_add(1);
        let first = match *self {
            Self::Counted { tempo: 0, .. } | Self::Remembered { tempo: 0, .. } => return None,
            Self::Counted { netuid, tempo } => {
                let (shift, length) = (u64::from(netuid.0) + 1, u64::from(tempo) + 1);
                let epoch = lands.saturating_add(shift) / length;
                epoch.saturating_add(period).saturating_mul(length).saturating_sub(shift)
            }
            Self::Remembered { last, pending, tempo, since_step } => {
                let tempo = u64::from(tempo);
                let mut next = last.saturating_add(tempo);
                next = next.min(head.0.saturating_add((LONGEST_EPOCH + 1).saturating_sub(since_step)));
                if pending > 0 {
                    next = next.min(pending);
                }
                // An epoch that is due when the commit lands runs first, so the commit belongs to the one it opens.
                let (opens, further) = if next <= lands { (lands, period) } else { (next, period.saturating_sub(1)) };
                opens.saturating_add(further.saturating_mul(tempo.min(LONGEST_EPOCH + 1)))
            }
        };
        Some(BlockNumber(first.saturating_add(MARGIN)))
    }
}

/// The newest round that is out at a moment, in seconds of the Unix epoch.
pub(crate) fn round_at(unix_seconds: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds, far below 2^52")]
    let periods = ((unix_seconds - GENESIS as f64) / PERIOD as f64).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a negative number becomes 0")]
    let round = periods as u64;
    round
}

/// What is encrypted: who commits which weights.
pub(crate) fn payload(hotkey: &Hotkey, weights: &[(Uid, u16)], version_key: u64) -> Vec<u8> {
    let uids: Vec<u16> = weights.iter().map(|(uid, _)| uid.0).collect();
    let values: Vec<u16> = weights.iter().map(|(_, weight)| *weight).collect();
    (hotkey.as_bytes().to_vec(), uids, values, version_key).encode()
}

/// `payload` so that the signature of `round` opens it, in the layout that the chain reads: all lengths are eight bytes, the
/// lowest first.
pub(crate) fn encrypt(payload: &[u8], round: u64) -> Result<Vec<u8>, TimelockError> {
    let failed = TimelockError { round };
    let mut key = [0; 32];
    OsRng.try_fill_bytes(&mut key).map_err(|_| failed)?;
    let sealed = tle::<TinyBLS381, AESGCMBlockCipherProvider, OsRng>(beacon(), key, payload, identity(round), OsRng)
        .map_err(|_| failed)?;
    let mut bytes = Vec::with_capacity(payload.len() + 244);
    sealed.header.u.serialize_compressed(&mut bytes).map_err(|_| failed)?;
    for part in [&sealed.header.v[..], &sealed.header.w, &sealed.body, &sealed.cipher_suite] {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part);
    }
    Ok(bytes)
}

fn beacon() -> <TinyBLS381 as EngineBLS>::PublicKeyGroup {
    let bytes = hex::decode(PUBLIC_KEY).expect("the constant is hex");
    CanonicalDeserialize::deserialize_compressed(&*bytes).expect("the constant is a point")
}

fn identity(round: u64) -> Identity {
    Identity::new(b"", &Sha256::digest(round.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use timelock::ibe::fullident::Ciphertext;
    use timelock::tlock::{TLECiphertext, tld};

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        round: u64,
        identity: String,
        signature: String,
        payload: Payload,
        ciphertext: String,
        reveal_round: Rounds,
    }

    #[derive(Deserialize)]
    struct Payload {
        #[serde(with = "hex::serde")]
        hotkey: [u8; 32],
        uids: Vec<u16>,
        values: Vec<u16>,
        version_key: u64,
        bytes: String,
    }

    #[derive(Deserialize)]
    struct Rounds {
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        last_epoch_block: u64,
        pending_epoch_at: u64,
        tempo: u16,
        blocks_since_last_step: u64,
        current_block: u64,
        subnet_reveal_period_epochs: u64,
        block_time_s: f64,
        rounds_ahead: u64,
    }

    fn vectors() -> Option<Vectors> {
        let bytes = crate::chain::shared("data/chain/vectors/timelock.json")?;
        Some(serde_json::from_slice(&bytes).unwrap())
    }

    /// The parts as the chain's own reader takes them apart.
    fn open(bytes: &[u8], signature: &str) -> Vec<u8> {
        let (u, mut rest) = bytes.split_at(96);
        let mut part = || {
            let (length, after) = rest.split_at(8);
            let length = usize::try_from(u64::from_le_bytes(length.try_into().unwrap())).unwrap();
            let (part, after) = after.split_at(length);
            rest = after;
            part.to_vec()
        };
        let (v, w, body, cipher_suite) = (part(), part(), part(), part());
        assert!(rest.is_empty(), "{} bytes too many", rest.len());
        assert_eq!(cipher_suite, b"AES_GCM_");
        let header = Ciphertext {
            u: CanonicalDeserialize::deserialize_compressed(u).unwrap(),
            v: v.try_into().unwrap(),
            w: w.try_into().unwrap(),
        };
        let signature = hex::decode(signature).unwrap();
        let signature = CanonicalDeserialize::deserialize_compressed(&*signature).unwrap();
        tld::<TinyBLS381, AESGCMBlockCipherProvider>(TLECiphertext { header, body, cipher_suite }, signature).unwrap()
    }

    #[test]
    fn weights_are_encrypted_so_that_the_round_s_signature_opens_them() {
        let Some(vectors) = vectors() else { return };
        let given = vectors.payload;
        let weights: Vec<_> = given.uids.into_iter().map(Uid).zip(given.values).collect();
        let payload = payload(&Hotkey::from_bytes(given.hotkey), &weights, given.version_key);
        assert_eq!(hex::encode(&payload), given.bytes);
        assert_eq!(hex::encode(Sha256::digest(vectors.round.to_be_bytes())), vectors.identity);
        // What the network's own library encrypted, and what we do.
        let theirs = hex::decode(vectors.ciphertext).unwrap();
        assert_eq!(open(&theirs, &vectors.signature), payload);
        let ours = encrypt(&payload, vectors.round).unwrap();
        assert_eq!((ours.len(), open(&ours, &vectors.signature)), (payload.len() + 244, payload.clone()));
        assert_ne!(encrypt(&payload, vectors.round).unwrap(), ours, "an encryption that repeats itself");
    }

    #[test]
    fn commits_are_readable_in_the_epoch_in_which_the_chain_reads_them() {
        let Some(vectors) = vectors() else { return };
        assert_eq!(vectors.reveal_round.cases.len(), 6);
        for (case, ahead) in vectors.reveal_round.cases.into_iter().zip([263, 364, 5, 983, 53, 102]) {
            let clock = EpochClock::Remembered {
                last: case.last_epoch_block,
                pending: case.pending_epoch_at,
                tempo: case.tempo,
                since_step: case.blocks_since_last_step,
            };
            let head = BlockNumber(case.current_block);
            let block = clock.reveal_block(head, case.subnet_reveal_period_epochs).unwrap();
            assert_eq!(block.0 - head.0, ahead);
            let now = 1_790_000_000.0;
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            let rounds = round_at(now + ahead as f64 * case.block_time_s) - round_at(now);
            assert!(rounds.abs_diff(case.rounds_ahead) <= 1, "{rounds} for {}", case.rounds_ahead);
        }
    }

    #[test]
    fn epochs_that_are_counted_reveal_in_the_one_after_the_commit_s() {
        // spec/chain.md 7.6: epochs of netuid 2 with tempo 360 run at blocks where (block + 4) mod 361 = 0.
        let clock = EpochClock::Counted { netuid: Netuid(2), tempo: 360 };
        for (head, period, first) in [(1000, 1, 3 * 361 - 3), (1078, 1, 3 * 361 - 3), (1079, 1, 4 * 361 - 3)] {
            assert_eq!(clock.reveal_block(BlockNumber(head), period), Some(BlockNumber(first + 3)), "{head}");
        }
        assert_eq!(clock.reveal_block(BlockNumber(1000), 2), Some(BlockNumber(4 * 361)));
    }

    #[test]
    fn a_subnet_without_epochs_reveals_nothing_and_no_number_overflows() {
        let clock = |tempo| EpochClock::Remembered { last: u64::MAX, pending: 0, tempo, since_step: 0 };
        assert_eq!(clock(0).reveal_block(BlockNumber(5), 1), None);
        let counted = EpochClock::Counted { netuid: Netuid(2), tempo: 0 };
        assert_eq!(counted.reveal_block(BlockNumber(5), 1), None, "committed, and never read");
        assert!(clock(1).reveal_block(BlockNumber(u64::MAX), u64::MAX).is_some());
        assert_eq!((round_at(0.0), round_at(1_692_803_367.0 + 3000.0)), (0, 1000));
    }
}
