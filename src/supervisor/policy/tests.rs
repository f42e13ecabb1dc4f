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
    let mut life = Life::begin(spec, now).0;
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
    let mut life = Life::begin(&daemon, now).0;
    for event in [Event::Spawned(7), Event::Exited(exit), Event::Gone] {
        life = step(life, event, &daemon, now, 0.0).0;
    }
    let State::Errored { reason } = life.state else { panic!("{life:?}") };
    assert!(reason.contains("configuration"), "{reason}");
    assert_eq!(pauses(&spec(), &[0], exit), [Some(1)], "an operator's own command may use 2 for anything");
}

/// The state that these events lead to, with all of them at one moment.
fn after(spec: &ServiceSpec, now: Instant, events: Vec<Event>) -> State {
    events.into_iter().fold(Life::begin(spec, now).0, |life, event| step(life, event, spec, now, 0.0).0).state
}

#[test]
fn exit_statuses_that_only_an_operator_can_help_pause_at_once_with_the_reason() {
    // spec/operations.md B8
    let now = Instant::now();
    let ended = |spec: &ServiceSpec, code| {
        let exit = Exit { code: Some(code), signal: None };
        after(spec, now, vec![Event::Spawned(7), Event::Exited(exit), Event::Gone])
    };
    for code in PERMANENT_CODES {
        let State::Errored { reason } = ended(&spec(), code) else { panic!("{code} is tried again") };
        assert!(reason.starts_with(&format!("exit {code}: ")), "{reason}");
    }
    let own = RestartPolicy { permanent_codes: Some(vec![2, 9]), ..RestartPolicy::default() };
    let own = ServiceSpec { restart: own, ..spec() };
    assert!(matches!(ended(&own, 9), State::Errored { .. }));
    assert!(matches!(ended(&own, 127), State::WaitingRestart { .. }), "the operator's list is the whole list");
    let pm2 = ServiceSpec { restart: RestartPolicy::pm2(), ..spec() };
    assert!(matches!(ended(&pm2, 127), State::WaitingRestart { .. }), "PM2 knows no such thing");
}

#[test]
fn last_words_that_leave_no_hope_pause_at_once_unless_it_was_well_for_long() {
    let why = || "a wallet is missing".to_owned();
    let fate = |spec: &ServiceSpec, uptime: u64| {
        let start = Instant::now();
        let now = start + Duration::from_secs(uptime);
        let life = step(Life::begin(spec, start).0, Event::Spawned(7), spec, start, 0.0).0;
        let life = step(life, Event::Hopeless(FAILED, why()), spec, now, 0.0).0;
        step(life, Event::Gone, spec, now, 0.0).0.state
    };
    assert_eq!(fate(&spec(), 40), State::Errored { reason: "exit 1: a wallet is missing".into() });
    assert!(matches!(fate(&spec(), 600), State::WaitingRestart { .. }));
    let pm2 = ServiceSpec { restart: RestartPolicy::pm2(), ..spec() };
    assert!(matches!(fate(&pm2, 40), State::WaitingRestart { .. }), "PM2 reads no logs");
}

#[test]
fn a_restart_by_a_rule_counts_as_a_failure_and_a_planned_one_does_not() {
    let mut now = Instant::now();
    let mut life = step(Life::begin(&spec(), now).0, Event::Spawned(7), &spec(), now, 0.0).0;
    let mut found = Vec::new();
    for counts in [true, true, false, true] {
        let asked = Event::RestartAsked { reason: "silent".into(), counts };
        for event in [asked, Event::Exited(DONE), Event::Gone] {
            life = step(life, event, &spec(), now, 0.0).0;
        }
        if let State::WaitingRestart { until, reason } = &life.state {
            assert_eq!(reason, "silent");
            found.push((*until - now).as_secs());
            now = *until;
            life = step(life, Event::Tick, &spec(), now, 0.0).0;
        } else {
            found.push(0);
        }
        life = step(life, Event::Spawned(8), &spec(), now, 0.0).0;
    }
    assert_eq!(found, [1, 2, 0, 4]);
    assert_eq!(life.tries.restarts, 4);
}

#[test]
fn an_operators_stop_wins_over_a_restart_that_is_under_way() {
    let asked = Event::RestartAsked { reason: "silent".into(), counts: true };
    let stop = Event::StopAsked("stopped on request".into());
    let found = after(&spec(), Instant::now(), vec![Event::Spawned(7), asked, stop, Event::Exited(DONE), Event::Gone]);
    assert_eq!(found, State::Stopped { reason: "stopped on request".into() });
}

#[test]
fn a_kill_strikes_at_once_also_what_is_being_stopped_already() {
    let (spec, now) = (spec(), Instant::now());
    for before in [vec![], vec![Event::StopAsked("stopped on request".into())]] {
        let mut life = Life::begin(&spec, now).0;
        for event in [vec![Event::Spawned(7), Event::Ready], before].concat() {
            life = step(life, event, &spec, now, 0.0).0;
        }
        let (life, effects) = step(life, Event::KillAsked, &spec, now, 0.0);
        assert_eq!(effects, [Effect::Save, Effect::KillAll]);
        assert!(life.deadline(&spec).unwrap() <= now + KILL_AGAIN, "and again, until none is left");
        let life = step(life, Event::Tick, &spec, now + KILL_AGAIN, 0.0).0;
        let life = step(life, Event::Exited(Exit { code: None, signal: Some(9) }), &spec, now, 0.0).0;
        let life = step(life, Event::Gone, &spec, now, 0.0).0;
        assert_eq!(life.state, State::Stopped { reason: KILLED.into() });
    }
}

#[test]
fn a_service_that_is_not_ready_in_time_is_started_again_with_growing_pauses() {
    let minute = Duration::from_mins(1);
    let spec = ServiceSpec { readiness: Readiness::Notify, ready_within: Some(minute), ..spec() };
    let mut now = Instant::now();
    let mut life = Life::begin(&spec, now).0;
    for pause in [1, 2, 4] {
        life = step(life, Event::Spawned(7), &spec, now, 0.0).0;
        assert_eq!(life.deadline(&spec), Some(now + minute));
        now += minute;
        for event in [Event::Tick, Event::Exited(FAILED), Event::Gone] {
            life = step(life, event, &spec, now, 0.0).0;
        }
        let State::WaitingRestart { until, reason } = &life.state else { panic!("{life:?}") };
        assert_eq!((*until - now, reason.as_str()), (Duration::from_secs(pause), "not ready within 60s"));
        now = *until;
        life = step(life, Event::Tick, &spec, now, 0.0).0;
    }
    let ready = [Event::Spawned(7), Event::Ready].into_iter().fold(life, |life, it| step(life, it, &spec, now, 0.0).0);
    assert_eq!(ready.deadline(&spec), None);
}

#[test]
fn a_service_that_needs_others_is_started_when_they_are_so_far_and_can_be_stopped_before() {
    let needs = std::collections::BTreeMap::from([("db".parse().unwrap(), Condition::Ready)]);
    let spec = ServiceSpec { after: needs, ..spec() };
    let now = Instant::now();
    let (life, effects) = Life::begin(&spec, now);
    assert_eq!(effects, [Effect::Save]);
    assert_eq!(life.state, State::WaitingDependency { reason: "waits for `db` to be ready".into() });
    let (started, effects) = step(life, Event::NeedsMet, &spec, now, 0.0);
    assert_eq!((&started.state, effects), (&State::Starting { pid: None, since: now }, vec![Effect::Spawn]));
    let again = step(started.clone(), Event::NeedsMet, &spec, now, 0.0);
    assert_eq!(again, (started, vec![]), "a child is never started twice");
    let failed = after(&spec, now, vec![Event::NeedsFailed("no db".into())]);
    assert_eq!(failed, State::Errored { reason: "no db".into() });
    let stopped = after(&spec, now, vec![Event::StopAsked("asked".into())]);
    assert_eq!(stopped, State::Stopped { reason: "asked".into() });
}

#[test]
fn the_default_policy_starts_a_crash_loop_at_most_eight_times_in_its_first_minute() {
    // spec/operations.md G6, with the shortest pauses that chance allows, and the same for one that loads for 40 s first
    for uptime in [0, 40] {
        let start = Instant::now();
        let (mut now, mut life, mut starts) = (start, Life::begin(&spec(), start).0, 0);
        while now < start + Duration::from_mins(1) {
            starts += 1;
            for event in [Event::Spawned(7), Event::Exited(FAILED), Event::Gone] {
                if matches!(event, Event::Exited(_)) {
                    now += Duration::from_secs(uptime);
                }
                life = step(life, event, &spec(), now, -1.0).0;
            }
            let State::WaitingRestart { until, .. } = life.state else { panic!("{life:?}") };
            now = until;
            life = step(life, Event::Tick, &spec(), now, -1.0).0;
        }
        assert!(starts <= 8, "{starts} starts with {uptime} s of loading");
    }
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
    Exit { code: i32, leaves_family: bool, hopeless: bool },
    Stop,
    Kill,
    Restart { counts: bool },
    Time(u64),
}

fn anything() -> impl Strategy<Value = Happens> {
    prop_oneof![
        Just(Happens::Ready),
        (0..4, any::<bool>(), proptest::bool::weighted(0.1))
            .prop_map(|(code, leaves_family, hopeless)| Happens::Exit { code, leaves_family, hopeless }),
        Just(Happens::Stop),
        Just(Happens::Kill),
        any::<bool>().prop_map(|counts| Happens::Restart { counts }),
        (0..700_000_u64).prop_map(Happens::Time),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_events_loses_a_child_or_starts_a_second(
        events in proptest::collection::vec((anything(), proptest::bool::weighted(0.1)), 0..60),
        rule in 0..4_usize,
        notify: bool,
        ready_within in proptest::option::of(0..600_u64),
    ) {
        let policy = [RestartRule::Always, RestartRule::OnFailure, RestartRule::Never, RestartRule::Pm2][rule];
        let restart = RestartPolicy { policy, ..RestartPolicy::default() };
        let readiness = if notify { Readiness::Notify } else { Readiness::Running };
        let spec = ServiceSpec { restart, readiness, ready_within: ready_within.map(Duration::from_secs), ..spec() };
        let mut now = Instant::now();
        let mut world = World { child: Some(1), spawned: 1, ..World::default() };
        let mut life = step(Life::begin(&spec, now).0, Event::Spawned(1), &spec, now, 0.0).0;
        for (happens, fails) in events {
            if life.summary().0.is_final() {
                break;
            }
            match happens {
                Happens::Ready if matches!(life.state, State::Starting { .. } | State::Online { .. }) => {
                    life = world.feed(life, Event::Ready, &spec, now, fails);
                }
                Happens::Exit { code, leaves_family, hopeless } if world.child.take().is_some() => {
                    world.exited += 1;
                    world.family = leaves_family;
                    let exit = Exit { code: Some(code), signal: None };
                    let event = if hopeless { Event::Hopeless(exit, "no".into()) } else { Event::Exited(exit) };
                    life = world.feed(life, event, &spec, now, fails);
                }
                Happens::Restart { counts } => {
                    let event = Event::RestartAsked { reason: "rule".into(), counts };
                    life = world.feed(life, event, &spec, now, fails);
                }
                Happens::Stop => life = world.feed(life, Event::StopAsked("asked".into()), &spec, now, fails),
                Happens::Kill => {
                    life = world.feed(life, Event::KillAsked, &spec, now, fails);
                    prop_assert!(matches!(life.state, State::Stopped { .. }), "{:?}", life);
                    prop_assert!(world.child.is_none() && !world.family);
                }
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
