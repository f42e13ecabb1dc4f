//! How near a service is to a limit. Pure.

/// Share of a limit from which on there is a warning, in percent.
const NEAR: u64 = 90;
/// Below this share, the next warning can come: memory that swings around a bound is told once.
const CALM: u64 = 85;

/// What is to be told of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crossing {
    /// 90 % are reached.
    Near,
    /// All of it is reached.
    Reached,
}

/// One limit of one service.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gauge {
    near: bool,
    /// The run that was ended for it.
    reached_in: Option<u32>,
}

impl Gauge {
    /// Takes a measurement.
    pub(super) fn take(&mut self, used: u64, limit: u64, run: u32) -> Option<Crossing> {
        if used >= limit {
            // The one that is being ended is not told again.
            return (self.reached_in.replace(run) != Some(run)).then_some(Crossing::Reached);
        }
        if !is_share(used, limit, CALM) {
            self.near = false;
        }
        (is_share(used, limit, NEAR) && !std::mem::replace(&mut self.near, true)).then_some(Crossing::Near)
    }
}

/// Whether a rough measurement is worth an exact one.
pub(super) fn is_near(used: u64, limit: u64) -> bool {
    is_share(used, limit, CALM)
}

/// Whether `used` is this share of a limit, in percent.
fn is_share(used: u64, limit: u64, percent: u64) -> bool {
    u128::from(used) * 100 >= u128::from(limit) * u128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crossing_is_told_once() {
        let mut gauge = Gauge::default();
        let told: Vec<_> = [50, 89, 90, 95, 88, 91, 84, 90, 99].map(|used| gauge.take(used, 100, 1)).to_vec();
        let near = Some(Crossing::Near);
        assert_eq!(told, [None, None, near, None, None, None, None, near, None]);
    }

    #[test]
    fn a_limit_ends_each_run_that_reaches_it_once() {
        let mut gauge = Gauge::default();
        assert_eq!(gauge.take(100, 100, 1), Some(Crossing::Reached));
        assert_eq!(gauge.take(500, 100, 1), None);
        assert_eq!(gauge.take(500, 100, 2), Some(Crossing::Reached));
        assert_eq!(gauge.take(u64::MAX, u64::MAX, 3), Some(Crossing::Reached));
    }
}
