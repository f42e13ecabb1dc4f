//! Which endpoint is tried next, and when. Asks nobody.

use std::time::Duration;

use tokio::time::Instant;

use super::NodeError;

/// Bounds of the pause after a failure (`spec/chain.md` 11).
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(5);

/// The same after a chain stood still: the node answered, and the chain may go on at any moment.
const LONGEST_STILL: Duration = Duration::from_secs(30);

/// Longest pause before another endpoint is tried, so that all clients of one that broke do not come at once.
const HOP: Duration = Duration::from_secs(2);

/// Limits in a row for which an endpoint is waited for, before another one is tried.
const LIMITS: u32 = 3;

/// Failures that lie this far back count no longer.
const FORGOTTEN: Duration = Duration::from_mins(10);

/// The endpoints in order, and how each of them did.
#[derive(Debug)]
pub(super) struct Rotation {
    current: usize,
    /// Failures in a row, and until when it is left alone, by endpoint.
    standing: Vec<(u32, Option<Instant>)>,
    /// Times in a row that the current one has limited us.
    limits: u32,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    /// The endpoint to try.
    pub(super) endpoint: usize,
    /// When.
    pub(super) at: Instant,
}

impl Rotation {
    pub(super) fn new(endpoints: usize) -> Self {
        Self { current: 0, standing: vec![(0, None); endpoints.max(1)], limits: 0 }
    }

    pub(super) const fn current(&self) -> usize {
        self.current
    }

    /// Whether there is no other endpoint.
    pub(super) const fn is_alone(&self) -> bool {
        self.standing.len() < 2
    }

    /// A new block came: the endpoint is as good as new.
    pub(super) fn works(&mut self) {
        self.standing[self.current] = (0, None);
        self.limits = 0;
    }

    /// The endpoint in use failed. `random` picks a pause of at most what it is given.
    ///
    /// One that limits us is waited for some times, since the next one may do the same; one that is broken is left for the
    /// next (`spec/chain.md` 11). Where all have failed, the one whose pause ends first is next.
    pub(super) fn fails(&mut self, error: &NodeError, now: Instant, random: impl Fn(Duration) -> Duration) -> Next {
        for standing in &mut self.standing {
            if standing.1.is_some_and(|until| until + FORGOTTEN < now) {
                *standing = (0, None);
            }
        }
        let is_still = matches!(error, NodeError::Stale { .. } | NodeError::Unfinalized { .. });
        let bound = if is_still { LONGEST_STILL } else { LONGEST };
        let (failures, until) = &mut self.standing[self.current];
        *failures = failures.saturating_add(1);
        let longest = SHORTEST.saturating_mul(2_u32.saturating_pow(*failures - 1)).min(bound);
        *until = Some(now + random(longest).clamp(SHORTEST, longest));
        self.limits = if error.is_policy() { self.limits + 1 } else { 0 };
        let failed = self.current;
        if self.limits == 0 || self.limits > LIMITS {
            self.moves_on(now);
        }
        let free_at = self.free_at(self.current, now);
        let is_hop = self.current != failed && free_at == now;
        Next { endpoint: self.current, at: if is_hop { now + random(HOP) } else { free_at } }
    }

    /// The endpoint in use limits us for so long that another one is tried, where there is one.
    pub(super) fn gives_up(&mut self, error: &NodeError, now: Instant, random: impl Fn(Duration) -> Duration) -> Next {
        self.limits = LIMITS;
        self.fails(error, now, random)
    }

    /// Somebody wants another connection: that is no failure.
    pub(super) fn leaves(&mut self, now: Instant) -> Next {
        self.moves_on(now);
        Next { endpoint: self.current, at: self.free_at(self.current, now) }
    }

    fn moves_on(&mut self, now: Instant) {
        let count = self.standing.len();
        let others = (1..=count).map(|step| (self.current + step) % count);
        // The first of those that are equally free: `min_by_key` keeps the order.
        self.current = others.min_by_key(|endpoint| self.free_at(*endpoint, now)).unwrap_or(self.current);
        self.limits = 0;
    }

    fn free_at(&self, endpoint: usize, now: Instant) -> Instant {
        self.standing[endpoint].1.map_or(now, |until| until.max(now))
    }
}

/// A pause of any length up to `longest`, all equally likely, so that clients which failed together do not return together.
pub(super) fn any_up_to(longest: Duration) -> Duration {
    longest.mul_f64(rand::random())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> NodeError {
        NodeError::Connect { endpoint: "wss://a".into(), reason: "refused".into() }
    }

    fn limited() -> NodeError {
        NodeError::Limited { endpoint: "wss://a".into(), reason: "429".into() }
    }

    /// Endpoint and seconds of the pause.
    fn fails(rotation: &mut Rotation, error: &NodeError, now: Instant) -> (usize, u64) {
        let next = rotation.fails(error, now, |longest| longest);
        (next.endpoint, (next.at - now).as_secs())
    }

    #[test]
    fn a_broken_endpoint_is_left_soon_for_the_next_one_and_waited_for_when_all_are_broken() {
        let (mut rotation, now) = (Rotation::new(3), Instant::now());
        let found: Vec<_> = (0..4).map(|_| fails(&mut rotation, &broken(), now)).collect();
        assert_eq!(found, [(1, 2), (2, 2), (0, 1), (1, 1)]);
    }

    #[test]
    fn pauses_double_from_a_second_to_five_minutes_and_begin_anew_after_a_block() {
        let (mut rotation, now) = (Rotation::new(1), Instant::now());
        let found: Vec<_> = (0..11).map(|_| fails(&mut rotation, &broken(), now).1).collect();
        assert_eq!(found, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        rotation.works();
        assert_eq!(fails(&mut rotation, &broken(), now).1, 1);
        let mut shortest = Rotation::new(1);
        for _ in 0..5 {
            assert_eq!(shortest.fails(&broken(), now, |_| Duration::ZERO).at - now, SHORTEST);
        }
    }

    #[test]
    fn an_endpoint_that_limits_us_is_waited_for_three_times_before_the_next_one_is_tried() {
        let (mut rotation, now) = (Rotation::new(2), Instant::now());
        let found: Vec<_> = (0..4).map(|_| fails(&mut rotation, &limited(), now)).collect();
        assert_eq!(found, [(0, 1), (0, 2), (0, 4), (1, 2)]);
        let mut rotation = Rotation::new(2);
        assert_eq!(fails(&mut rotation, &limited(), now), (0, 1));
        assert_eq!(fails(&mut rotation, &broken(), now), (1, 2), "when it breaks, the next one is tried");
        let mut alone = Rotation::new(1);
        assert_eq!((0..5).map(|_| fails(&mut alone, &limited(), now).0).collect::<Vec<_>>(), [0; 5]);
    }

    #[test]
    fn an_endpoint_whose_quota_is_used_up_is_left_for_the_next_one_and_asked_again_in_its_turn() {
        let (mut rotation, now) = (Rotation::new(2), Instant::now());
        let mut used_up = || rotation.gives_up(&limited(), now, |longest| longest).endpoint;
        assert_eq!([used_up(), used_up(), used_up()], [1, 0, 1]);
        assert_eq!(fails(&mut rotation, &limited(), now).0, 1, "the other one's first limit is waited for");
        assert!(!rotation.is_alone() && Rotation::new(1).is_alone());
    }

    #[test]
    fn a_chain_that_stands_still_is_looked_at_twice_a_minute_and_a_wish_for_another_connection_costs_no_pause() {
        let (mut rotation, now) = (Rotation::new(1), Instant::now());
        let still = NodeError::Stale { endpoint: "wss://a".into(), after: Duration::from_mins(1) };
        let found: Vec<_> = (0..8).map(|_| fails(&mut rotation, &still, now).1).collect();
        assert_eq!(found, [1, 2, 4, 8, 16, 30, 30, 30]);
        let mut rotation = Rotation::new(2);
        for endpoint in [1, 0, 1] {
            assert_eq!(rotation.leaves(now), Next { endpoint, at: now });
        }
    }

    #[test]
    fn failures_of_long_ago_are_forgotten() {
        let (mut rotation, now) = (Rotation::new(1), Instant::now());
        for _ in 0..6 {
            fails(&mut rotation, &broken(), now);
        }
        assert_eq!(fails(&mut rotation, &broken(), now + Duration::from_mins(12)).1, 1);
    }

    #[test]
    fn every_pause_up_to_the_longest_is_drawn() {
        let longest = Duration::from_mins(5);
        let drawn: Vec<_> = (0..1000).map(|_| any_up_to(longest)).collect();
        assert!(drawn.iter().all(|pause| *pause <= longest));
        assert!(drawn.iter().any(|pause| *pause < longest / 4) && drawn.iter().any(|pause| *pause > longest * 3 / 4));
    }
}
