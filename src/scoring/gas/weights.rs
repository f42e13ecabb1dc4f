//! From scores to shares of the weights (`spec/gas.md` 11.8).

use std::collections::{BTreeMap, BTreeSet};

use super::amount;
use crate::types::Hotkey;

/// Share of the burn hotkey.
pub const BURN_SHARE: f64 = 0.0;
/// Share of the video escrow.
pub const VIDEO_ESCROW_SHARE: f64 = 0.40;
/// Share of the image escrow.
pub const IMAGE_ESCROW_SHARE: f64 = 0.40;
/// Share of the audio escrow.
pub const AUDIO_ESCROW_SHARE: f64 = 0.04;

/// Shares of the weights by hotkey; they sum to one at most.
///
/// `special` holds the fixed shares of special hotkeys that are *registered*; the rest goes to `generators`, in
/// proportion to their scores. So the share of a special hotkey that has no seat falls to the generators, where the
/// reference gives everybody the same (`spec/gas.md` 18, point 27). A special hotkey earns nothing as a generator.
/// Scores of hotkeys outside `generators` earn nothing. Without any score above zero the generators' share is nobody's.
pub fn shares(
    scores: &BTreeMap<Hotkey, f64>,
    generators: &BTreeSet<Hotkey>,
    special: &[(Hotkey, f64)],
) -> BTreeMap<Hotkey, f64> {
    let mut shares = BTreeMap::new();
    for (hotkey, share) in special {
        *shares.entry(*hotkey).or_insert(0.0) += amount(*share);
    }
    let rest = amount(1.0 - special.iter().map(|(_, share)| amount(*share)).sum::<f64>());
    let earners: Vec<(Hotkey, f64)> = generators
        .iter()
        .filter(|hotkey| !shares.contains_key(*hotkey))
        .map(|hotkey| (*hotkey, scores.get(hotkey).copied().map_or(0.0, amount)))
        .collect();
    let total: f64 = earners.iter().map(|(_, score)| score).sum();
    for (hotkey, score) in earners {
        // Divided first: scores near the largest float must not overflow on the way.
        shares.insert(hotkey, if total > 0.0 { amount(score / total) * rest } else { 0.0 });
    }
    shares
}
