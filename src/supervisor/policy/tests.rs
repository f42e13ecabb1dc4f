//! What the policy promises, as tables and as a property of every sequence of events.

use proptest::prelude::*;

use super::*;
use crate::supervisor::{RestartPolicy, RestartRule};

const FAILED: Exit = Exit { code: Some(1), signal: None };
const DONE: Exit = Exit { code: Some(0), signal: None };

fn spec() -> ServiceSpec {
    ServiceSpec::new("a".parse().unwrap(), vec!["x".into()], "/".into())
}

/// Runs a life until its next pause or end: spawned, up for `uptime`, exited, gone. The pause, or the final state.
fn once(life: Life, spec: &ServiceSpec, now: &mut Instant, uptime: Duration, exit: Exit) -> (Life, Option<Duration>) {
    let life = step(life, Event::Spawned(7), spec, *now, 0.0).0;
    *now += uptime;
    let life = step(life, Event::Exited(exit), spec, *now, 0.0).0;
    let life = step(life, Event::Gone, spec, *now, 0.0).0;
    match life.state {
        State::WaitingRestart { until, .. } => {
            let pause = until - *now;
            *now = until;
            (step(life, Event::Tick, spec, until, 0.0).0, Some(pause))
        }
        State::Starting { .. } => (life, Some(Duration::ZERO)),
        _ => (life, None),
    }
}

fn pauses(spec: &ServiceSpec, uptimes: &[u64], exit: Exit) -> Vec<Option<u64>> {
    let mut now = Instant::now();
    let mut life = Life::begin(now).0;
    let mut found = Vec::new();
    for uptime in uptimes {
        let pause;
        (life, pause) = once(life, spec, &mut now, Duration::from_secs(*uptime), exit);
        found.push(pause.map(|pause| pause.as_secs()));
        if pause.is_none() {
            break;
        }
    }
    found
}

#[test]
fn a_crash_loop_is_slowed_down_to_one_start_in_five_minutes() {
    // spec/operations.md B8, G6
    let found = pauses(&spec(), &[0; 11], FAILED);
    let expected = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map(Some);
    assert_eq!(found, expected);
}

#[test]
fn a_service_that_fails_after_40_seconds_of_loading_is_slowed_down_alike() {
    // spec/operations.md 1.4
    assert_eq!(pauses(&spec(), &[40; 4], FAILED), [1, 2, 4, 8].map(Some));
}

#[test]
fn ten_minutes_of_being_ready_make_a_clean_record() {
    // spec/operations.md B8
    assert_eq!(pauses(&spec(), &[0, 0, 599, 600, 0], FAILED), [1, 2, 4, 1, 2].map(Some));
}

#[test]
fn a_daemon_that_is_never_ready_has_no_clean_record_however_long_it_lives() {
    let spec = ServiceSpec { readiness: Readiness::Notify, ..spec() };
    assert_eq!(pauses(&spec, &[900, 900, 900], FAILED), [1, 2, 4].map(Some));
}

#[test]
fn work_that_is_done_is_not_begun_again_unless_asked_for() {
    assert_eq!(pauses(&spec(), &[5], DONE), [None]);
    let with = |policy| RestartPolicy { policy, ..RestartPolicy::default() };
    let always = ServiceSpec { restart: with(RestartRule::Always), ..spec() };
    assert_eq!(pauses(&always, &[5], DONE), [Some(1)]);
    let never = ServiceSpec { restart: with(RestartRule::Never), ..spec() };
    assert_eq!(pauses(&never, &[5], FAILED), [None]);
}

#[test]
fn a_wrong_configuration_of_a_daemon_is_told_at_once_and_not_tried_again() {
    // spec/operations.md B8
    let daemon = ServiceSpec { readiness: Readiness::Notify, ..spec() };
    let exit = Exit { code: Some(2), signal: None };
    let now = Instant::now();
    let mut life = Life::begin(now).0;
    for event in [Event::Spawned(7), Event::Exited(exit), Event::Gone] {
        life = step(life, event, &daemon, now, 0.0).0;
    }
    let State::Errored { reason } = life.state else { panic!("{life:?}") };
    assert!(reason.contains("configuration"), "{reason}");
    assert_eq!(pauses(&spec(), &[0], exit), [Some(1)], "an operator's own command may use 2 for anything");
}

#[test]
fn the_operator_can_set_how_often_is_enough() {
    let spec = ServiceSpec { restart: RestartPolicy { max_restarts: Some(2), ..RestartPolicy::default() }, ..spec() };
    assert_eq!(pauses(&spec, &[0; 9], FAILED), [Some(1), Some(2), None]);
}

#[test]
fn pm2s_rule_gives_up_at_the_tenth_unstable_exit_and_counts_within_its_window_only() {
    // spec/gas.md 16.4
    let spec = ServiceSpec { restart: RestartPolicy::pm2(), ..spec() };
    let mut expected = vec![Some(4); 9];
    expected.push(None);
    assert_eq!(pauses(&spec, &[0; 20], FAILED), expected);
    assert_eq!(pauses(&spec, &[0; 20], DONE), expected, "exit 0 counts as well");
    assert_eq!(pauses(&spec, &[10; 30], FAILED), vec![Some(4); 30], "a stable run never counts");
    // 9 s up and 4 s of pause: seven exits count, the eighth lies past the window of 100 s.
    assert_eq!(pauses(&spec, &[9; 30], FAILED), vec![Some(4); 30]);
}

#[test]
fn jitter_moves_a_pause_by_a_fifth_at_most_and_never_beyond_the_cap() {
    let pause = |failures, jitter| backoff(Duration::from_secs(1), Duration::from_mins(5), failures, jitter);
    assert_eq!(pause(0, 1.0), Duration::from_millis(1200));
    assert_eq!(pause(0, -1.0), Duration::from_millis(800));
    assert_eq!(pause(30, 1.0), Duration::from_mins(5));
    assert_eq!(pause(u32::MAX, -1.0), Duration::from_mins(4));
}

/// The world around a life: at most one child, and perhaps a family that it left.
#[derive(Default)]
struct World {
    child: Option<u32>,
    family: bool,
    spawned: u32,
    recorded: u32,
    exited: u32,
}

impl World {
    /// Feeds an event and performs what comes out, as the shim does.
    fn feed(&mut self, life: Life, event: Event, spec: &ServiceSpec, now: Instant, fails: bool) -> Life {
        let (mut life, effects) = step(life, event, spec, now, 0.3);
        let mut open = std::collections::VecDeque::from(effects);
        loop {
            let Some(effect) = open.pop_front() else {
                if self.child.is_some() || self.family || !matches!(life.state, State::Stopping { .. }) {
                    return life;
                }
                let (next, more) = step(life, Event::Gone, spec, now, 0.3);
                life = next;
                open.extend(more);
                continue;
            };
            let event = match effect {
                Effect::Spawn => {
                    assert!(self.child.is_none() && !self.family, "a second child beside the first");
                    if fails {
                        Event::SpawnFailed("no".into())
                    } else {
                        self.spawned += 1;
                        self.child = Some(self.spawned);
                        Event::Spawned(self.spawned)
                    }
                }
                Effect::Record(..) => {
                    self.recorded += 1;
                    continue;
                }
                Effect::KillAll => {
                    self.family = false;
                    if self.child.take().is_none() {
                        continue;
                    }
                    self.exited += 1;
                    Event::Exited(Exit { code: None, signal: Some(9) })
                }
                Effect::Ignored(event) => panic!("{event:?} is ignored in {life:?}"),
                Effect::SignalRest | Effect::SignalGroup(_) | Effect::Save => continue,
            };
            let (next, more) = step(life, event, spec, now, 0.3);
            life = next;
            open.extend(more);
        }
    }
}

#[derive(Debug, Clone)]
enum Happens {
    Ready,
    Exit { code: i32, leaves_family: bool },
    Stop,
    Time(u64),
}

fn anything() -> impl Strategy<Value = Happens> {
    prop_oneof![
        Just(Happens::Ready),
        (0..4, any::<bool>()).prop_map(|(code, leaves_family)| Happens::Exit { code, leaves_family }),
        Just(Happens::Stop),
        (0..700_000_u64).prop_map(Happens::Time),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_events_loses_a_child_or_starts_a_second(
        events in proptest::collection::vec((anything(), proptest::bool::weighted(0.1)), 0..60),
        rule in 0..4_usize,
        notify: bool,
    ) {
        let policy = [RestartRule::Always, RestartRule::OnFailure, RestartRule::Never, RestartRule::Pm2][rule];
        let restart = RestartPolicy { policy, ..RestartPolicy::default() };
        let readiness = if notify { Readiness::Notify } else { Readiness::Running };
        let spec = ServiceSpec { restart, readiness, ..spec() };
        let mut now = Instant::now();
        let mut world = World { child: Some(1), spawned: 1, ..World::default() };
        let mut life = step(Life::begin(now).0, Event::Spawned(1), &spec, now, 0.0).0;
        for (happens, fails) in events {
            if life.summary().0.is_final() {
                break;
            }
            match happens {
                Happens::Ready if matches!(life.state, State::Starting { .. } | State::Online { .. }) => {
                    life = world.feed(life, Event::Ready, &spec, now, fails);
                }
                Happens::Exit { code, leaves_family } if world.child.take().is_some() => {
                    world.exited += 1;
                    world.family = leaves_family;
                    let exit = Exit { code: Some(code), signal: None };
                    life = world.feed(life, Event::Exited(exit), &spec, now, fails);
                }
                Happens::Stop => life = world.feed(life, Event::StopAsked("asked".into()), &spec, now, fails),
                Happens::Time(ms) => {
                    now += Duration::from_millis(ms);
                    life = world.feed(life, Event::Tick, &spec, now, fails);
                }
                _ => {}
            }
            prop_assert_eq!(world.recorded, world.exited, "an exit is not recorded");
            prop_assert_eq!(life.summary().1, world.child, "the state does not know the child");
        }
        // A stop ends everything, at the latest when SIGKILL is due.
        life = world.feed(life, Event::StopAsked("asked".into()), &spec, now, false);
        now += spec.stop.kill_timeout;
        life = world.feed(life, Event::Tick, &spec, now, false);
        prop_assert!(matches!(life.state, State::Stopped { .. }), "{:?}", life);
        prop_assert!(world.child.is_none() && !world.family);
    }
}
