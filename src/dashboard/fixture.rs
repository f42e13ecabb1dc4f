//! States for tests, as machines of operators have them.

use std::collections::BTreeMap;
use std::time::Duration;

use super::facts::{HostFact, LogFact, LogLine, ServiceFact, SupervisorFact};
use super::{App, DaemonEntry, GpuHistory, Keymap, LONGEST_HISTORY, Look, ServiceHistory, alerts};
use crate::protocol::daemon_state::{
    AlignmentState, ChallengeCounters, ConnectionState, DaemonState, DataState, GenerationState, Health, HourState,
    MinerRow, ModelState, NodeState, PromptPoolState, RecentTask, SCHEMA, SeatState, ServiceState as MediaService,
    SpendState, TaskCounters, WebhookState,
};
use crate::supervisor::logs::Stream;
use crate::supervisor::{
    EventKind, Exit, Gpu, GpuProcess, GpuReport, LastExit, Problem, ServiceEvent, ServiceState, ServiceStatus,
    SupervisorInfo, Usage, Wanted,
};
use crate::types::{BlockNumber, Hotkey, MicroUsd, Modality, Netuid, Rao, ServiceName, Uid, UnixMillis};

/// 2026-11-07 14:02:31 UTC.
pub(crate) const NOW: UnixMillis = UnixMillis(1_794_060_151_000);
pub(crate) const VALIDATOR: &str = "sn34-validator";
pub(crate) const DATA: &str = "sn34-data";
pub(crate) const GENERATION: &str = "sn34-generator";
pub(crate) const MINER: &str = "bitmind-generative-miner";

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
const GIB: u64 = 1 << 30;
const BLOCK: u64 = 4_812_377;

pub(crate) fn name(text: &str) -> ServiceName {
    text.parse().unwrap()
}

/// Nothing is known yet but a supervisor without services.
pub(crate) fn empty() -> App {
    let mut app = App::new(NOW, Look::default(), Keymap::default());
    app.view.is_utc = true;
    let info = SupervisorInfo {
        pid: 900,
        version: "0.1.0".into(),
        started_at_ms: NOW.before(4 * DAY),
        shims: BTreeMap::new(),
        containment: None,
    };
    app.world.supervisor = Some(SupervisorFact::Up(info));
    app.world.services_at = Some(NOW);
    app.world.host = Some(HostFact {
        name: "gpu-07".into(),
        version: "0.1.0".into(),
        cores: 32,
        load: Some(6.1),
        memory_total_bytes: Some(256 * GIB),
        memory_available_bytes: Some(200 * GIB),
        disk_total_bytes: Some(2000 * GIB),
        disk_free_bytes: Some(780 * GIB),
    });
    app.world.gpus = Some(no_gpus());
    app.world.gpus_at = Some(NOW);
    app.world.anchors = Some(vec![]);
    finished(app)
}

fn no_gpus() -> GpuReport {
    GpuReport { why_not: vec!["NVML not found: no GPU figures".into()], ..GpuReport::default() }
}

fn finished(mut app: App) -> App {
    app.alerts = alerts(&app);
    app
}

/// A validator with its two services, and a miner that was stopped; two GPUs.
pub(crate) fn validator_machine() -> App {
    let mut app = empty();
    app.world.services = vec![
        stopped(service(MINER, Some("generator"), 4000)),
        running(service(DATA, Some("data"), 3000), Duration::from_hours(76), 3.0, 9 * GIB / 10),
        silent(running(service(GENERATION, Some("generation"), 2000), 2 * HOUR, 96.0, 31 * GIB)),
        running(service(VALIDATOR, Some("validator"), 1000), Duration::from_hours(76), 41.0, 61 * GIB / 10),
    ];
    app.world.services[3].memory_limit_bytes = Some(24 * GIB);
    app.world.services[3].needed_by = vec![name(DATA), name(GENERATION)];
    app.world.services[2].memory_limit_bytes = Some(48 * GIB);
    app.world.services[2].status.restarts = 9;
    app.world.services[2].status.last_exit =
        Some(LastExit { exit: Exit { code: None, signal: Some(9) }, at_ms: NOW.before(2 * HOUR), oom: true });
    app.world.daemons = BTreeMap::from([
        (name(VALIDATOR), entry(validator_state())),
        (name(DATA), entry(data_state())),
        (name(GENERATION), entry(generation_state())),
    ]);
    app.world.gpus = Some(two_gpus());
    app.world.events = (0..2_u64)
        .map(|number| ServiceEvent {
            number,
            at_ms: NOW.before(MINUTE * (50 - 20 * u32::try_from(number).unwrap())),
            service: Some(name(GENERATION)),
            kind: EventKind::Crashed,
            text: "exit 1; started again at once".into(),
            exit: Some(Exit { code: Some(1), signal: None }),
            run: 8 + u32::try_from(number).unwrap(),
            while_away: false,
        })
        .collect();
    add_histories(&mut app);
    add_log(&mut app, VALIDATOR);
    app.view.service = Some(name(VALIDATOR));
    finished(app)
}

/// A miner alone, with one GPU that it does not use.
pub(crate) fn miner_machine() -> App {
    let mut app = empty();
    app.world.services =
        vec![running(service(MINER, Some("generator"), 4000), Duration::from_hours(25), 12.0, GIB / 2)];
    app.world.daemons = BTreeMap::from([(name(MINER), entry(miner_state()))]);
    app.world.gpus = Some(GpuReport { gpus: vec![gpu(0, 0, 3, 34, vec![])], ..two_gpus() });
    add_histories(&mut app);
    add_log(&mut app, MINER);
    app.view.service = Some(name(MINER));
    finished(app)
}

/// The validator's machine, whose supervisor ended 12 s ago.
pub(crate) fn supervisor_down() -> App {
    let mut app = validator_machine();
    app.world.supervisor = Some(SupervisorFact::Down);
    app.world.supervisor_down_since = Some(NOW.before(Duration::from_secs(12)));
    app.world.services_at = app.world.supervisor_down_since;
    finished(app)
}

/// The validator's machine without GPUs.
pub(crate) fn no_gpu() -> App {
    let mut app = validator_machine();
    app.world.gpus = Some(no_gpus());
    app.histories.gpus.clear();
    finished(app)
}

/// The validator's machine with much that is wrong: weights 4 tempos old, no seat's permit, a full disk, a failed service.
pub(crate) fn troubled() -> App {
    let mut app = validator_machine();
    let failed = &mut app.world.services[0].status;
    (failed.state, failed.wanted) = (ServiceState::Errored, Some(Wanted::Running));
    failed.reason = Some("ended 5 times in 60 s, last with exit 78".into());
    failed.last_exit =
        Some(LastExit { exit: Exit { code: Some(78), signal: None }, at_ms: NOW.before(5 * MINUTE), oom: false });
    if let Some(host) = &mut app.world.host {
        host.disk_free_bytes = Some(20 * GIB);
    }
    let validator = app.world.daemons.get_mut(&name(VALIDATOR)).unwrap();
    let state = validator.state.as_mut().unwrap();
    state.health = Health::Degraded { reason: "no weights landed for 1520 blocks".into() };
    state.challenges.as_mut().unwrap().last_weights_block = Some(BlockNumber(BLOCK - 1520));
    let seat = state.node.seat.as_mut().unwrap();
    seat.last_update = BlockNumber(BLOCK - 1520);
    seat.validator_permit = false;
    let data = app.world.daemons.get_mut(&name(DATA)).unwrap();
    data.silent = Some("its state socket does not answer".into());
    data.state_at = Some(NOW.before(7 * MINUTE));
    finished(app)
}

/// A service of which only name and role are known; `pid` is its first process.
pub(crate) fn service(text: &str, role: Option<&str>, pid: u32) -> ServiceFact {
    ServiceFact {
        status: ServiceStatus {
            pid: Some(pid),
            wanted: Some(Wanted::Running),
            run: 1,
            ..ServiceStatus::unknown(name(text), ServiceState::Starting, None)
        },
        role: role.map(str::to_owned),
        stop_signal: "SIGTERM".into(),
        kill_timeout: Duration::from_secs(30),
        memory_limit_bytes: None,
        needed_by: vec![],
        log_bytes: 1_200_000_000,
        log_since_ms: Some(NOW.before(4 * DAY)),
        last_line_ms: Some(NOW.before(Duration::from_secs(1))),
    }
}

fn running(mut service: ServiceFact, uptime: Duration, cpu: f64, memory: u64) -> ServiceFact {
    let status = &mut service.status;
    let pid = status.pid.unwrap();
    status.state = ServiceState::Online;
    status.started_at_ms = Some(NOW.before(uptime));
    status.uptime_ms = Some(u64::try_from(uptime.as_millis()).unwrap());
    (status.cpu_percent, status.memory_bytes) = (Some(cpu), Some(memory));
    status.usage = Some(Usage {
        pids: vec![pid, pid + 1],
        memory_bytes: memory,
        descriptors: Some(212),
        threads: 87,
        ..Usage::default()
    });
    service
}

fn silent(mut service: ServiceFact) -> ServiceFact {
    let since_ms = NOW.before(4 * MINUTE);
    service.last_line_ms = Some(since_ms);
    let reason = "no output for 4 min (limit 3 min)".into();
    service.status.problems = vec![Problem { rule: "silent".into(), reason, since_ms }];
    service
}

fn stopped(mut service: ServiceFact) -> ServiceFact {
    let at_ms = NOW.before(2 * HOUR + 42 * MINUTE);
    let status = &mut service.status;
    (status.state, status.wanted, status.pid) = (ServiceState::Stopped, Some(Wanted::Stopped), None);
    status.reason = Some("stopped by an operator".into());
    status.last_exit = Some(LastExit { exit: Exit { code: Some(0), signal: None }, at_ms, oom: false });
    status.restarts = 3;
    service.last_line_ms = Some(at_ms);
    service
}

fn entry(state: DaemonState) -> DaemonEntry {
    DaemonEntry { state: Some(state), state_at: Some(NOW.before(Duration::from_secs(1))), silent: None }
}

/// What every daemon tells.
pub(crate) fn daemon(word: &str) -> DaemonState {
    DaemonState {
        schema: SCHEMA.into(),
        daemon: word.into(),
        version: "0.1.0".into(),
        pid: 1000,
        started_at_ms: NOW.before(3 * DAY),
        health: Health::Healthy,
        node: NodeState {
            chain_endpoint: "wss://test.finney.opentensor.ai:443".into(),
            netuid: Netuid(34),
            hotkey: Hotkey::from_bytes([17; 32]),
            uid: None,
            block: Some(BlockNumber(BLOCK)),
            block_seen_at_ms: Some(NOW.before(Duration::from_secs(5))),
            listening: Some("0.0.0.0:10525".into()),
            connection: Some(ConnectionState {
                endpoint: "wss://test.finney.opentensor.ai:443".into(),
                connected: true,
                connected_since_ms: Some(NOW.before(3 * DAY)),
                best: Some(BlockNumber(BLOCK)),
                finalized: Some(BlockNumber(BLOCK - 3)),
                ..ConnectionState::default()
            }),
            seat: None,
        },
        tasks: None,
        challenges: None,
        services: vec![],
        models: vec![],
        alignment: None,
        spend: None,
        webhooks: vec![],
        data: None,
        generation: None,
        hours: vec![],
        recent_tasks: vec![],
    }
}

fn seat(uid: u16, permit: bool) -> (Option<Uid>, Option<SeatState>) {
    let seat = SeatState {
        read_at_ms: NOW.before(Duration::from_secs(38)),
        block: BlockNumber(BLOCK - 3),
        neurons: 256,
        rank: Some(14),
        stake_rao: Rao::from_tao(12_410),
        incentive: if permit { 0.0 } else { 0.0231 },
        dividends: if permit { 0.0412 } else { 0.0 },
        consensus: 0.021,
        emission_rao: Rao(1_920_000_000),
        validator_permit: permit,
        is_active: true,
        registered_at: BlockNumber(BLOCK - 90_000),
        immune_until: Some(BlockNumber(if permit { BLOCK - 85_000 } else { BLOCK + 700 })),
        last_update: BlockNumber(BLOCK - 144),
        tempo: Some(360),
        next_epoch: Some(BlockNumber(BLOCK + 149)),
    };
    (Some(Uid(uid)), Some(seat))
}

fn hours() -> Vec<HourState> {
    let hour = |hours_ago: u32| {
        let failed = u64::from(hours_ago * 7 % 11);
        let begun = 40 + u64::from(hours_ago * 13 % 17);
        HourState {
            hours_ago,
            begun,
            done: begun - failed,
            failed,
            median_ms: Some(2400 + u64::from(hours_ago * 97 % 900)),
        }
    };
    (0..24).map(hour).collect()
}

/// A validator with 12 miners.
pub(crate) fn validator_state() -> DaemonState {
    let miner = |number: u16| MinerRow {
        uid: Uid(20 + number * 11),
        hotkey: Hotkey::from_bytes([u8::try_from(number + 50).unwrap(); 32]),
        challenged: 36 + u64::from(number),
        awaiting_alignment: u64::from(number % 3),
        verified: 36 - u64::from(number * 2),
        rejected: if number > 3 {
            BTreeMap::from([("no-manifest".to_owned(), u64::from(number)), ("duplicate".to_owned(), 2)])
        } else {
            BTreeMap::default()
        },
        unanswered: if number > 8 { BTreeMap::from([("timeout".to_owned(), 4)]) } else { BTreeMap::default() },
        score: 0.97 - f64::from(number) * 0.07,
        weight: 65_535 - number * 5000,
    };
    let mut state = daemon("validator");
    (state.node.uid, state.node.seat) = seat(17, true);
    state.challenges = Some(ChallengeCounters {
        rounds: 412,
        issued: 8812,
        unanswered: 41,
        unanswered_by: BTreeMap::from([("timeout".into(), 30), ("connection".into(), 11)]),
        pending: 21,
        awaiting_alignment: 7,
        weights_set: 17,
        last_weights_block: Some(BlockNumber(BLOCK - 144)),
        weights_sent_block: None,
        callbacks: BTreeMap::from([("200".into(), 8000), ("404".into(), 3)]),
        miners: (0..12).map(miner).collect(),
    });
    state.alignment = Some(AlignmentState {
        model: Some("clip-vit-base-patch32".into()),
        loaded: true,
        threshold: 0.2,
        near_duplicate: Some(0.97),
        passed: 7900,
        failed: BTreeMap::from([("misaligned".into(), 112)]),
        mean_similarity: Some(0.27),
        known_media: 118_204,
        known_media_bytes: 242_000_000,
        ..AlignmentState::default()
    });
    state.hours = hours();
    state
}

fn data_state() -> DaemonState {
    let mut state = daemon("data");
    state.data = Some(DataState {
        target: Some("hf://datasets/example/sn34".into()),
        waiting_images: 412,
        waiting_videos: 18,
        waiting_bytes: 3 * GIB,
        batches: 61,
        media: 118_204,
        bytes: 412 * GIB,
        last_upload_at_ms: Some(NOW.before(20 * MINUTE)),
        next_check_at_ms: Some(NOW.after(10 * MINUTE)),
        ..DataState::default()
    });
    state
}

fn generation_state() -> DaemonState {
    let mut state = daemon("generation");
    let pool = |prompts, unused| PromptPoolState { prompts, unused, wanted: 400 };
    state.generation = Some(GenerationState {
        pools: BTreeMap::from([("image".into(), pool(2100, 380)), ("video".into(), pool(900, 31))]),
        composed: 3000,
        rewritten: 2400,
        refused: BTreeMap::from([("duplicate".into(), 12)]),
        last_added_at_ms: Some(NOW.before(4 * MINUTE)),
        ..GenerationState::default()
    });
    state
}

/// A miner with three services, a paused model and two validators.
pub(crate) fn miner_state() -> DaemonState {
    let mut state = daemon("generator");
    (state.node.uid, state.node.seat) = seat(133, false);
    state.tasks = Some(TaskCounters {
        accepted: 912,
        pending: 3,
        processing: 2,
        delivering: 1,
        delivered: 871,
        rejected: 22,
        forgotten: 1,
        failed: 12,
        refused: 4,
        refused_by: BTreeMap::from([("queue-full".into(), 4)]),
        ..TaskCounters::default()
    });
    let media = |word: &str, reason: Option<&str>| MediaService {
        service: word.into(),
        available: reason.is_none(),
        reason: reason.map(str::to_owned),
        until_ms: reason.map(|_| NOW.after(4 * MINUTE)),
    };
    state.services =
        vec![media("openrouter", None), media("stability", Some("credit used up (402)")), media("runway", None)];
    let model = |model: &str, paused: bool| ModelState {
        service: "openrouter".into(),
        model: model.into(),
        checked: 300,
        failed: if paused { 5 } else { 0 },
        undecided: 0,
        failed_in_row: if paused { 5 } else { 0 },
        last_failure: paused.then(|| "no-manifest".into()),
        short: 0,
        reason: paused.then(|| "5 of 5 without C2PA".into()),
        paused_until_ms: paused.then(|| NOW.after(30 * MINUTE)),
    };
    state.models = vec![model("gemini-2.5-flash-image", false), model("flux-pro", true)];
    state.spend = Some(SpendState {
        today_usd: MicroUsd(12_430_000),
        reserved_usd: MicroUsd(160_000),
        limit_usd: Some(MicroUsd(25_000_000)),
        unpriced_orders: 0,
        resets_at_ms: NOW.after(9 * HOUR + 57 * MINUTE),
    });
    let webhook = |validator: &str, successes, failed: u64| WebhookState {
        validator: validator.into(),
        day: "2026-11-07".into(),
        successes,
        failures: if failed > 0 { BTreeMap::from([("rejected".to_owned(), failed)]) } else { BTreeMap::default() },
        last_success_ms: Some(NOW.before(2 * MINUTE)),
        last_failure_ms: None,
        last_failure_reason: None,
    };
    state.webhooks = vec![webhook("203.0.113.7:10525", 611, 2), webhook("198.51.100.9:8000", 260, 20)];
    state.hours = hours();
    state.recent_tasks = (0..9).map(task).collect();
    state
}

fn task(number: u8) -> RecentTask {
    let status = ["pending", "processing", "completed", "failed"][usize::from(number).min(3)];
    RecentTask {
        task_id: format!("00000000-0000-4000-8000-0000000000{number:02}").parse().unwrap(),
        modality: if number.is_multiple_of(3) { Modality::Video } else { Modality::Image },
        status: status.into(),
        validator: "203.0.113.7:10525".into(),
        model: (number > 0).then(|| "openrouter/gemini-2.5-flash-image".into()),
        accepted_at_ms: NOW.before(MINUTE * u32::from(number)),
        ended_at_ms: (number > 1).then(|| NOW.before(MINUTE * u32::from(number) / 2)),
        error: (status == "failed").then(|| "the service answered 500".into()),
    }
}

fn gpu(index: u32, used_gib: u64, busy: u32, temperature: u32, processes: Vec<(u32, u64)>) -> Gpu {
    let process = |(pid, gib): (u32, u64)| GpuProcess { pid, memory_bytes: Some(gib * GIB), utilization_percent: None };
    Gpu {
        index,
        uuid: format!("GPU-{index}"),
        name: "NVIDIA H100 80GB HBM3".into(),
        memory_used_bytes: Some(used_gib * GIB),
        memory_total_bytes: Some(80 * GIB),
        utilization_percent: Some(busy),
        temperature_celsius: Some(temperature),
        power_watts: Some(if busy > 50 { 412.4 } else { 71.2 }),
        power_limit_watts: Some(700.0),
        sm_clock_mhz: Some(if busy > 50 { 1980 } else { 345 }),
        processes: processes.into_iter().map(process).collect(),
        ..Gpu::default()
    }
}

/// The first one with the generation service and the validator, the second with a process of somebody else.
fn two_gpus() -> GpuReport {
    GpuReport {
        source: Some("nvml".into()),
        driver: Some("570.86.15".into()),
        gpus: vec![gpu(0, 70, 88, 71, vec![(2001, 48), (1001, 22)]), gpu(1, 2, 0, 34, vec![(31_337, 2)])],
        why_not: vec![],
    }
}

fn add_histories(app: &mut App) {
    let wave = |number: usize, height: u32| u32::try_from(number * number % 37).unwrap() * height / 37;
    for service in app.world.services.iter().filter(|service| service.status.pid.is_some()) {
        let (cpu, memory) = (service.status.cpu_percent.unwrap(), service.status.memory_bytes.unwrap());
        let history = ServiceHistory {
            cpu_percent: (0..LONGEST_HISTORY).map(|it| cpu * (0.5 + f64::from(wave(it, 50)) / 100.0)).collect(),
            memory_bytes: (0..LONGEST_HISTORY).map(|it| memory - memory / 200 * (100 - it.min(100)) as u64).collect(),
        };
        app.histories.services.insert(service.status.name.clone(), history);
    }
    for gpu in app.world.gpus.iter().flat_map(|report| &report.gpus) {
        let (busy, used) = (gpu.utilization_percent.unwrap(), gpu.memory_used_bytes.unwrap());
        let history = GpuHistory {
            at: Some(NOW),
            utilization_percent: (0..LONGEST_HISTORY)
                .map(|it| Some((busy / 2 + wave(it, busy / 2)).min(100)))
                .collect(),
            memory_bytes: (0..LONGEST_HISTORY).map(|it| if it < 60 { used / 2 } else { used }).collect(),
        };
        app.histories.gpus.insert(gpu.index, history);
    }
}

/// A line as a service writes it, so many seconds ago.
pub(crate) fn line(service: &str, ago: u64, text: &str) -> LogLine {
    LogLine {
        service: name(service),
        time_us: Some(NOW.before(Duration::from_secs(ago)).0 * 1000),
        run: 1,
        stream: Stream::Out,
        text: text.into(),
        bytes: text.len() as u64,
    }
}

/// Lines at which the log pane looks, as watch 1.
fn add_log(app: &mut App, service: &str) {
    let texts = [
        "2026-11-07 14:01:41.902 |  INFO  | answers of challenge 8811 verified: 19 of 22",
        "2026-11-07 14:01:58.113 |  INFO  | block 4,812,371, tempo 205/360",
        "2026-11-07 14:02:02.740 |  DEBUG | prompt queue 31, generator asked for 8 more",
        "2026-11-07 14:02:09.333 | WARNING | generator: no answer for 3 min 40 s",
        "2026-11-07 14:02:24.004 |  INFO  | challenge 8812 sent to 24 miners, mode image",
        "2026-11-07 14:02:28.020 | ERROR | uid 133: content credentials missing",
        "\u{1b}[32m2026-11-07 14:02:29.512\u{1b}[0m |  INFO  | scores updated for 24 uids",
        "2026-11-07 14:02:31.001 |  INFO  | 検証 verified 6 of 7, median 2.2 s",
    ];
    app.last_number = 1;
    app.log.watch(1, vec![name(service)]);
    let lines = texts.iter().zip([50, 33, 29, 22, 7, 3, 2, 0]).map(|(text, ago)| line(service, ago, text)).collect();
    let _ = app.log.take(LogFact::Lines { watch: 1, lines, skipped: 0 });
}
