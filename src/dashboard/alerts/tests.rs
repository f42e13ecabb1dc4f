use std::time::Duration;

use super::*;
use crate::dashboard::facts::{AnchorFact, LinkFact, SupervisorFact};
use crate::dashboard::fixture;
use crate::protocol::daemon_state::DaemonState;
use crate::supervisor::{EventKind, GpuReport, ServiceEvent, ServiceState};
use crate::types::{BlockNumber, MicroUsd, UnixMillis};

fn told(app: &App) -> Vec<String> {
    alerts(app).iter().map(|it| format!("{:?} {}: {}", it.severity, it.subject, it.text)).collect()
}

fn state<'a>(app: &'a mut App, service: &str) -> &'a mut DaemonState {
    app.world.daemons.get_mut(&fixture::name(service)).unwrap().state.as_mut().unwrap()
}

#[test]
fn where_all_is_well_nothing_is_told() {
    assert_eq!(told(&fixture::empty()), [""; 0]);
    assert_eq!(told(&fixture::no_gpu()).len(), 1); // of the generator's silence; GPUs were never there
}

#[test]
fn the_most_urgent_comes_first_and_of_equals_the_newest() {
    let app = fixture::troubled();
    let found = alerts(&app);
    assert!(found.len() > 3);
    assert!(found.is_sorted_by_key(|alert| (alert.severity, std::cmp::Reverse(alert.at))), "{found:?}");
}

#[test]
fn services_that_end_or_break_rules_are_told_with_when_it_began() {
    let mut app = fixture::validator_machine();
    let status = &mut app.world.services[0].status;
    status.state = ServiceState::WaitingRestart;
    status.reason = Some("exit 1".into());
    status.next_start_at_ms = Some(app.now.after(Duration::from_secs(8)));
    app.world.services[1].status.log_trouble = Some("disk full".into());
    assert_eq!(
        told(&app),
        [
            "Warning sn34-data: its log: disk full",
            "Warning sn34-generator: no output for 4 min (limit 3 min)",
            "Warning bitmind-generative-miner: ended: exit 1; starts again in 8 s",
        ]
    );
    app.world.services[0].status.state = ServiceState::Errored;
    assert_eq!(told(&app)[0], "Failed bitmind-generative-miner: given up: exit 1");
    let since = app.world.services[0].status.last_exit.unwrap().at_ms;
    assert_eq!((alerts(&app)[0].at, alerts(&app)[0].leads_to), (since, Some(Command::Open)));
}

#[test]
fn three_crashes_in_ten_minutes_are_a_loop_until_somebody_starts_it_anew() {
    let mut app = fixture::validator_machine();
    let name = fixture::name(fixture::DATA);
    let happened = |app: &mut App, number: u64, kind: EventKind| {
        let at_ms = app.now.before(Duration::from_secs(300 - number));
        let (service, text) = (Some(name.clone()), String::new());
        app.world.events.push_back(ServiceEvent {
            number,
            at_ms,
            service,
            kind,
            text,
            exit: None,
            run: 1,
            while_away: false,
        });
    };
    for number in 10..13 {
        happened(&mut app, number, EventKind::Crashed);
    }
    assert_eq!(told(&app)[0], "Failed sn34-data: crashed 3 times within 10 minutes");
    happened(&mut app, 13, EventKind::Started);
    assert!(!told(&app)[0].contains("crashed"));
}

#[test]
fn a_validator_without_new_weights_for_three_tempos_is_told() {
    let mut app = fixture::validator_machine();
    let state = state(&mut app, fixture::VALIDATOR);
    let block = state.node.block.unwrap().0;
    let last = |ago: u64| {
        let mut app = app.clone();
        let state = self::state(&mut app, fixture::VALIDATOR);
        state.challenges.as_mut().unwrap().last_weights_block = Some(BlockNumber(block - ago));
        state.node.seat.as_mut().unwrap().last_update = BlockNumber(block - ago);
        told(&app)[0].clone()
    };
    assert!(!last(3 * 360 - 1).contains("weights"));
    assert_eq!(last(3 * 360), "Failed sn34-validator: no weights set for 1080 blocks, 3 tempos");
}

#[test]
fn a_chain_that_is_stale_or_lost_and_a_missing_seat_are_told() {
    let mut app = fixture::validator_machine();
    let now = app.now;
    let node = &mut state(&mut app, fixture::VALIDATOR).node;
    node.uid = None;
    let connection = node.connection.as_mut().unwrap();
    connection.stale_since_ms = Some(now.before(Duration::from_secs(90)));
    let hotkey = node.hotkey;
    let found = told(&app);
    assert_eq!(found[0], format!("Failed sn34-validator: hotkey {hotkey} is not registered on subnet 34"));
    assert!(found.iter().any(|it| it.starts_with("Warning sn34-validator: ") && it.ends_with("no new block for 90 s")));
    let connection = state(&mut app, fixture::VALIDATOR).node.connection.as_mut().unwrap();
    (connection.connected, connection.last_error) = (false, Some("refused".into()));
    assert!(told(&app).contains(&"Failed sn34-validator: there is no connection to the chain: refused".to_owned()));
}

#[test]
fn what_a_miner_lacks_is_told_and_its_complaint_of_the_same_is_not() {
    let mut app = fixture::miner_machine();
    let state = state(&mut app, fixture::MINER);
    state.health = crate::protocol::daemon_state::Health::Degraded { reason: "stability is unavailable".into() };
    assert_eq!(
        told(&app),
        [
            "Warning bitmind-generative-miner: stability is not used: credit used up (402); again in 4 min",
            "Warning bitmind-generative-miner: model flux-pro is paused: 5 of 5 without C2PA; again in 30 min",
        ]
        .map(String::from)
    );
    let state = self::state(&mut app, fixture::MINER);
    state.spend.as_mut().unwrap().today_usd = MicroUsd(25_000_000);
    assert_eq!(
        told(&app)[0],
        "Failed bitmind-generative-miner: spending limit of $25.00 a day is reached; it begins anew in 9 h 57 min"
    );
    let service = &mut app.world.services[0].status;
    service.state = ServiceState::Stopped;
    assert_eq!(told(&app), [""; 0]); // what it last told does not hold any more
}

#[test]
fn the_machine_is_told_of_too() {
    let mut app = fixture::validator_machine();
    app.world.services.clear();
    let host = app.world.host.as_mut().unwrap();
    host.disk_free_bytes = host.disk_total_bytes.map(|total| total / 100 * 7);
    let day = Duration::from_hours(24);
    let anchor = |name: &str, expires_at_ms: UnixMillis| AnchorFact { name: name.into(), expires_at_ms };
    app.world.anchors = Some(vec![anchor("old", app.now.before(day)), anchor("new", app.now.after(9 * day))]);
    app.world.supervisor = Some(SupervisorFact::Trouble { reason: "permission denied".into() });
    app.world.gpus.as_mut().unwrap().gpus[1].temperature_celsius = Some(91);
    let retry_at_ms = app.now.after(Duration::from_secs(5));
    app.world.link = Some(LinkFact::Down { reason: "broken pipe".into(), retry_at_ms });
    app.remote = Some("op@gpu-07".into());
    let mut found = told(&app);
    found.sort();
    assert_eq!(
        found,
        [
            "Failed link: no connection to op@gpu-07: broken pipe; next try in 5 s",
            "Failed supervisor: the supervisor cannot be asked: permission denied",
            "Failed trust: trust anchor `old` has run out: `gascli trust update` fetches what follows it",
            "Warning gpu: GPU 1 is at 91 °C: it slows down",
            "Warning host: 140.0 GiB of 2.0 TiB are free on the disk of logs and stores",
            "Warning trust: trust anchor `new` runs out in 9 d: `gascli trust update` fetches what follows it",
        ]
    );
    app.world.gpus = Some(GpuReport { why_not: vec!["NVML: driver/library mismatch".into()], ..GpuReport::default() });
    assert!(told(&app).contains(&"Failed gpu: the driver fails: NVML: driver/library mismatch".to_owned()));
}
