//! Every table of `gascli.toml` with every key that it may have.

use super::shape::{Field, Shape, field};
use crate::config::Role;

/// The document.
pub(super) const ROOT: &[Field] = &[
    field("service", Shape::Map(&Shape::Table(SERVICE)), "", "Programs that the supervisor runs, by name"),
    field("logs", Shape::Table(ALL_LOGS), "", "Bounds on the logs of all services together"),
    field("notify", Shape::Map(&Shape::Table(NOTIFY)), "", "Who is told of events, by name"),
    field(
        "update",
        Shape::Table(UPDATE),
        "",
        "Where new versions of gascli come from; read from the config folder alone",
    ),
    field("generator", Shape::Role(Role::Generator), "", "Keys of the miner, in small letters"),
    field("validator", Shape::Role(Role::Validator), "", "Keys of the validator, in small letters"),
];

/// `[service.NAME]`
pub(super) const SERVICE: &[Field] = &[
    field("command", Shape::Command, "", "What is run: program and arguments, or one line for `sh -c`. Needed"),
    field(
        "cwd",
        Shape::Path,
        "",
        "Working folder; a relative one starts at the folder of the file, which is the default",
    ),
    field(
        "env",
        Shape::Map(&Shape::Scalar),
        "",
        "Variables, on top of those of the env files and of the caller. Never written to a disk",
    ),
    field(
        "env_file",
        PATHS,
        "",
        "Env files, read anew at each start; what a later one says counts. On top of the caller's variables",
    ),
    field("gpus", GPUS, "", "GPUs that it sees (`CUDA_VISIBLE_DEVICES`): numbers or ids, or `none`"),
    field("restart", RESTART_OR_POLICY, "", "When it is started again"),
    field("stop", Shape::Table(STOP), "", "How it is stopped"),
    field("logs", Shape::Table(LOGS), "", "How its log is kept"),
    field(
        "ready",
        Shape::Any(&[Shape::Word(READY_WORDS), Shape::Table(READY)]),
        "\"running\"",
        "When it counts as ready",
    ),
    field(
        "health",
        HEALTH_RULES,
        "",
        "What must hold while it runs: the ready-made rules of a role, or a list of roles and rules of its own",
    ),
    field(
        "limits",
        Shape::Table(LIMITS),
        "",
        "What it may use; from 90 % on there is a warning, at the limit it is started again",
    ),
    field(
        "after",
        AFTER,
        "",
        "Services that come first: names that must be ready, or for each name `started`, `ready` or `done`",
    ),
    field("stop_signal", Shape::Signal, "", "The same as `stop.signal`"),
    field("kill_timeout", Shape::Span, "", "The same as `stop.kill_timeout`"),
    field("log_segment_bytes", Shape::Size, "", "The same as `logs.segment_bytes`"),
    field("log_total_bytes", Shape::Size, "", "The same as `logs.total_bytes`"),
];

const PATHS: Shape = Shape::Any(&[Shape::Path, Shape::List(&Shape::Path)]);
const GPUS: Shape = Shape::Any(&[Shape::Word(&["none"]), Shape::List(&Shape::Scalar)]);
const RESTART_OR_POLICY: Shape = Shape::Any(&[Shape::Word(POLICIES), Shape::Table(RESTART)]);
const POLICIES: &[&str] = &["on-failure", "always", "never", "pm2"];

const RESTART: &[Field] = &[
    field(
        "policy",
        Shape::Word(POLICIES),
        "\"on-failure\"",
        "Which ends are followed by a new start; `pm2` is the rule of the reference's process manager, with its pauses and its way to stop",
    ),
    field(
        "max_restarts",
        Shape::Whole { min: 0, max: 1_000_000 },
        "",
        "Given up after so many restarts in a row; without it, never",
    ),
    field("delay", Shape::Span, "\"1s\"", "Pause before the first restart, doubled with each further one"),
    field("longest_delay", Shape::Span, "\"5m\"", "No pause is longer"),
    field("stable_after", Shape::Span, "\"10m\"", "Ready for so long, it has a clean record again"),
    field(
        "permanent_codes",
        Shape::List(&Shape::Whole { min: 0, max: 255 }),
        "[64, 78, 126, 127]",
        "Exit statuses after which another start would only fail again",
    ),
    field("every", Shape::Span, "", "Started anew after running for so long, though nothing is wrong"),
    field("at", TIMES, "", "Started anew at this time of day, local time, or at several: `04:00`, `sun 03:30`"),
];

const TIMES: Shape = Shape::Any(&[Shape::Time, Shape::List(&Shape::Time)]);

const STOP: &[Field] = &[
    field("signal", Shape::Signal, "\"SIGTERM\"", "Sent first, to the process group"),
    field("kill_timeout", Shape::Span, "\"30s\"", "After so long, SIGKILL"),
    field(
        "kill",
        Shape::Word(&["tree", "group", "main"]),
        "\"tree\"",
        "Who ends with it: all that descend from it, its process group, or it alone",
    ),
];

const LOGS: &[Field] = &[
    field("segment_bytes", Shape::Size, "\"64MiB\"", "A segment is closed at this size"),
    field("total_bytes", Shape::Size, "\"1GiB\"", "Beyond this, the oldest segments are deleted"),
    field("segment_age", Shape::Span, "\"1d\"", "A segment is closed when its first line is so old"),
    field("max_age", Shape::Span, "", "Segments whose last line is older are deleted; without it, none"),
    field("compress", Shape::Switch, "true", "Whether closed segments are compressed"),
    field(
        "when_slow",
        Shape::Word(&["drop", "block"]),
        "\"drop\"",
        "What becomes of output that the disk does not take within a second: dropped with a mark in the log, or the service waits",
    ),
];

const READY_WORDS: &[&str] = &["running", "notify", "state"];

const READY: &[Field] = &[
    field("http", Shape::Url, "", "When a GET of this address is answered with a status below 400"),
    field("tcp", Shape::Address, "", "When a connection to `HOST:PORT` succeeds"),
    field("exec", Shape::Command, "", "When this program ends with exit status 0"),
    field("line", Shape::Pattern, "", "When it has printed a line that matches"),
    field("state", Shape::Switch, "", "When its state socket says so: daemons of gascli"),
    field("notify", Shape::Switch, "", "When it says so on the socket named by `GASCLI_NOTIFY`: daemons of gascli"),
    field("within", Shape::Span, "", "Not ready after so long, it is started again; without it, it is waited for"),
];

const HEALTH_RULES: Shape = Shape::Any(&[PRESET, Shape::List(&Shape::Any(&[PRESET, Shape::Table(HEALTH)]))]);
const PRESET: Shape = Shape::Word(&["validator", "miner", "generator", "data"]);

const HEALTH: &[Field] = &[
    field("name", Shape::Text, "", "Its name in events and in the status; without it, the name of its check"),
    field("http", Shape::Url, "", "A GET of this address is answered with a status below 400"),
    field("tcp", Shape::Address, "", "A connection to `HOST:PORT` succeeds"),
    field("exec", Shape::Command, "", "This program ends with exit status 0"),
    field("state", Shape::Switch, "", "The daemon's state socket answers, and does not say that it is unhealthy"),
    field("output", Shape::Span, "", "It prints something at least so often"),
    field("line", Shape::Pattern, "", "It prints a line that matches at least as often as `within` says"),
    field("within", Shape::Span, "", "The longest time without such a line"),
    field("challenges", Shape::Span, "", "The state socket tells of a new challenge at least so often"),
    field("queue", Shape::Span, "", "While tasks wait, one is finished at least so often"),
    field("gpu_busy", Shape::Span, "", "While tasks wait, the GPU is not idle for so long"),
    field("disk", Shape::Path, "", "This folder stays below `max`"),
    field("max", Shape::Size, "", "The largest size of the folder"),
    field("every", Shape::Span, "\"30s\"", "How often it is looked at; checks of the output wait for lines instead"),
    field("timeout", Shape::Span, "\"5s\"", "How long one look may take"),
    field(
        "failures",
        Shape::Whole { min: 1, max: 1000 },
        "3",
        "So many looks in a row must fail; 1 for checks of the output",
    ),
    field("grace", Shape::Span, "\"0s\"", "Not judged before it has been ready for so long"),
    field(
        "action",
        ACTION,
        "\"warn\"",
        "What follows besides an event: `warn` is nothing, `restart` starts it again, `hook` runs a program",
    ),
];

const ACTION: Shape = Shape::Any(&[Shape::Word(&["warn", "restart"]), Shape::Table(HOOK)]);
const HOOK: &[Field] = &[field("hook", Shape::Command, "", "A program that gets the event in its environment")];

const LIMITS: &[Field] = &[
    field("memory", Shape::Size, "", "Resident memory of all its processes"),
    field("gpu_memory", Shape::Size, "", "GPU memory of all its processes, on all GPUs"),
];

const AFTER: Shape = Shape::Any(&[
    Shape::List(&Shape::Service),
    Shape::Map(&Shape::Word(&["started", "ready", "done"])),
    Shape::Service,
]);

/// `[logs]`
const ALL_LOGS: &[Field] = &[
    field(
        "total_bytes",
        Shape::Size,
        "",
        "Beyond this, the oldest segments of any service are deleted; without it, there is no such bound",
    ),
    field(
        "min_free",
        Shape::SizeOrShare,
        "",
        "What stays free on the disk of the logs; without it, 5 % but at most 2 GiB",
    ),
];

/// `[notify.NAME]`
const NOTIFY: &[Field] = &[
    field(
        "events",
        Shape::List(&Shape::Word(EVENTS)),
        "",
        "Which events; without it, all that an operator may have to act upon",
    ),
    field("services", Shape::List(&Shape::Service), "", "Of which services; all without it"),
    field("exec", Shape::List(&Shape::Text), "", "Program and arguments that get the event"),
    field("webhook", Shape::Secret, "", "Address that is posted to"),
    field("webhook_env", Shape::Text, "", "Variable that holds this address"),
    field("webhook_file", Shape::Path, "", "File that holds this address"),
    field("template", Shape::Text, "", "Text of the message; without `format`, the whole body"),
    field("format", Shape::Word(&["json", "slack", "discord", "telegram"]), "", "Shape of the body"),
    field("chat_id", Shape::Text, "", "Telegram's chat"),
    field(
        "min_interval",
        Shape::Span,
        "\"1m\"",
        "The same kind of event of the same service is not told again before this",
    ),
    field("timeout", Shape::Span, "\"10s\"", "How long one delivery may take"),
    field("attempts", Shape::Whole { min: 1, max: 20 }, "8", "How often a delivery is tried"),
    field("allow_private", Shape::Switch, "false", "Whether the address may be one of this machine or its network"),
];

/// `[update]`
const UPDATE: &[Field] = &[
    field("source", Shape::Text, "", "Manifest of the newest release: an `https://` address, or a path"),
    field("public_key", Shape::Text, "", "Key that releases are signed with, as `minisign` prints it"),
];

/// What [`EventKind`](crate::supervisor::EventKind) calls them.
const EVENTS: &[&str] = &[
    "started",
    "ready",
    "crashed",
    "done",
    "stopped",
    "errored",
    "unhealthy",
    "recovered",
    "limit-near",
    "limit-reached",
    "out-of-memory",
    "scheduled",
    "log-trouble",
    "shim-killed",
    "supervisor-started",
    "supervisor-crashed",
];
