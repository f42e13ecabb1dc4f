//! `gascli.toml`: what may stand in it, what is refused and how that is told.

use std::path::Path;
use std::time::Duration;

use gascli::config::file::{self, Defined};
use gascli::supervisor::{
    Action, Check, Condition, EventKind, Kill, LogPolicy, MinFree, Readiness, RestartPolicy, RestartRule, Schedule,
    ServiceSpec, StopPolicy, WhenSlow,
};
use serde_json::Value;

/// What a file with this text says.
fn read(text: &str) -> Result<file::ConfigFile, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gascli.toml");
    std::fs::write(&path, text).unwrap();
    let before = format!("{}:", path.display());
    let told =
        |errors: file::FileErrors| errors.faults().iter().map(|fault| fault.to_string().replace(&before, "")).collect();
    file::read(&path).map(Option::unwrap).map_err(told)
}

fn service(text: &str) -> Defined {
    let file = read(text).unwrap();
    file.services[&"web".parse().unwrap()].clone()
}

#[test]
fn every_field_of_a_service_can_be_set() {
    let file = read(
        r#"
        [service.web]
        command = ["python3", "-m", "http.server"]
        cwd = "www"
        env = { PORT = 80, DEBUG = true, NAME = "a b" }
        env_file = [".env", "/etc/web.env"]
        gpus = [0, "GPU-1"]
        ready = { http = "http://127.0.0.1:80/health", within = "2m" }
        after = { db = "started", setup = "done" }

        [service.web.restart]
        policy = "always"
        max_restarts = 3
        delay = "500ms"
        longest_delay = "1h"
        stable_after = "5m"
        permanent_codes = [2, 64]
        every = "7d"
        at = ["04:00", "sun 03:30"]

        [service.web.stop]
        signal = "int"
        kill_timeout = "2m"
        kill = "group"

        [service.web.logs]
        segment_bytes = "1MiB"
        total_bytes = 8_388_608
        segment_age = "1h"
        max_age = "30d"
        compress = false
        when_slow = "block"

        [service.web.limits]
        memory = "2GiB"
        gpu_memory = "500MB"

        [[service.web.health]]
        name = "answers"
        tcp = "[::1]:80"
        every = "10s"
        timeout = "1s"
        failures = 5
        grace = "1m"
        action = "restart"

        [[service.web.health]]
        line = "set weights"
        within = "3h"
        action = { hook = ["notify-me", "now"] }

        [[service.web.health]]
        disk = "cache"
        max = "100GiB"
        "#,
    )
    .unwrap();
    let folder = file.path.parent().unwrap();
    let Defined { spec, env } = &file.services[&"web".parse().unwrap()];
    assert_eq!(spec.command, ["python3", "-m", "http.server"]);
    assert_eq!(spec.cwd, folder.join("www"));
    assert_eq!(spec.env_files, [folder.join(".env"), "/etc/web.env".into()]);
    let set: Vec<String> = env.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(set, ["CUDA_VISIBLE_DEVICES=0,GPU-1", "DEBUG=true", "NAME=a b", "PORT=80"]);
    assert_eq!(spec.env_names.len(), 4);
    assert_eq!(spec.readiness, Readiness::Http { url: "http://127.0.0.1:80/health".into() });
    assert_eq!(spec.ready_within, Some(Duration::from_mins(2)));
    let after: Vec<_> = spec.after.iter().map(|(name, condition)| (name.as_str(), *condition)).collect();
    assert_eq!(after, [("db", Condition::Started), ("setup", Condition::Done)]);
    let schedule = vec![
        Schedule::Every(Duration::from_hours(7 * 24)),
        Schedule::At { weekday: None, hour: 4, minute: 0 },
        Schedule::At { weekday: Some(7), hour: 3, minute: 30 },
    ];
    let restart = RestartPolicy {
        policy: RestartRule::Always,
        max_restarts: Some(3),
        delay: Duration::from_millis(500),
        longest_delay: Duration::from_hours(1),
        stable_after: Duration::from_mins(5),
        permanent_codes: Some(vec![2, 64]),
        schedule,
    };
    assert_eq!(spec.restart, restart);
    let kill_timeout = Duration::from_mins(2);
    assert_eq!(spec.stop, StopPolicy { signal: "SIGINT".into(), kill_timeout, kill: Kill::Group });
    let logs = LogPolicy {
        segment_bytes: 1 << 20,
        total_bytes: 8 << 20,
        segment_age: Duration::from_hours(1),
        max_age: Some(Duration::from_hours(30 * 24)),
        compress: false,
        when_slow: WhenSlow::Block,
        ..LogPolicy::default()
    };
    assert_eq!(spec.logs, logs);
    assert_eq!((spec.limits.memory_bytes, spec.limits.gpu_memory_bytes), (Some(2 << 30), Some(500_000_000)));
    let [answers, line, disk] = &spec.health[..] else { panic!("{:?}", spec.health) };
    assert_eq!((answers.name.as_str(), &answers.action), ("answers", &Action::Restart));
    assert_eq!(answers.check, Check::Tcp { address: "[::1]:80".into() });
    assert_eq!((answers.every, answers.timeout), (Duration::from_secs(10), Duration::from_secs(1)));
    assert_eq!((answers.failures, answers.grace), (5, Duration::from_mins(1)));
    assert_eq!(line.check, Check::Line { pattern: "set weights".into(), within: Duration::from_hours(3) });
    assert_eq!((line.failures, &line.action), (1, &Action::Hook(vec!["notify-me".into(), "now".into()])));
    assert_eq!(disk.check, Check::Disk { path: folder.join("cache"), max_bytes: 100 << 30 });
    assert_eq!(disk.action, Action::Warn);
}

#[test]
fn a_bare_table_has_the_defaults_and_short_forms_mean_the_same_as_long_ones() {
    let bare = service("[service.web]\ncommand = 'a | b'");
    let mut usual = ServiceSpec::new(
        "web".parse().unwrap(),
        vec!["/bin/sh".into(), "-c".into(), "a | b".into()],
        bare.spec.cwd.clone(),
    );
    usual.defined_in.clone_from(&bare.spec.defined_in);
    assert_eq!(bare.spec, usual);
    assert!(bare.spec.defined_in.is_some());
    let pairs = [
        ("restart = 'always'", "restart = { policy = 'always' }"),
        ("stop_signal = 'int'\nkill_timeout = '5s'", "stop = { signal = 'SIGINT', kill_timeout = '5s' }"),
        (
            "log_segment_bytes = 4096\nlog_total_bytes = 65536",
            "logs = { segment_bytes = '4KiB', total_bytes = '64KiB' }",
        ),
        ("ready = 'state'", "ready = { state = true }"),
        ("after = ['db']", "after = { db = 'ready' }"),
        ("after = 'db'", "after = { db = 'ready' }"),
        ("env_file = 'x'", "env_file = ['x']"),
        ("gpus = 'none'", "env = { CUDA_VISIBLE_DEVICES = '-1' }"),
    ];
    for (short, long) in pairs {
        let spec = |keys: &str| {
            let mut spec = service(&format!("[service.web]\ncommand = 'x'\n{keys}\n")).spec;
            // Each file lies in a folder of its own.
            spec.cwd.clone_from(&usual.cwd);
            spec.defined_in = None;
            spec.env_files = spec.env_files.iter().map(|path| path.file_name().unwrap().into()).collect();
            spec
        };
        assert_eq!(spec(short), spec(long), "{short}");
        assert_ne!(spec(short), spec(""), "{short}");
    }
    let pm2 = service("[service.web]\ncommand = 'x'\nrestart = 'pm2'").spec;
    assert_eq!((pm2.restart, pm2.stop), (RestartPolicy::pm2(), StopPolicy::pm2()));
}

#[test]
fn all_mistakes_are_told_at_once_each_with_line_and_column() {
    let faults = read(
        r#"[service.a]
commnd = ["x"]
restart = { polcy = "always", delay = "5 parsecs" }

[service.b]
command = 7
kill_timeout = 10
stop_signal = "SIGNONE"
health = [{ http = "https://example.com/", every = "0s" }, { line = "(", within = "1h" }]

[service."../c"]
command = "x"

[servce.d]
command = "x"

[validator]
challenge_intervall = 3
epoch_length = "soon"
"#,
    )
    .unwrap_err();
    let expected = [
        "1:10: [service.a] has no `command`",
        "2:1: `commnd` is no key of [service.a]: did you mean `command`?",
        "3:13: `polcy` is no key of `restart`: did you mean `policy`?",
        "3:39: `restart.delay`: `5 parsecs` is no time span: a number with ms, s, m, h or d is expected, as in `30s`",
        "6:11: `command` is of the kind integer: a list of program and arguments, or one line for `sh -c` is expected",
        "7:16: `kill_timeout` is of the kind integer: a time span such as `500ms`, `30s`, `5m`, `1h` or `7d` is expected",
        "8:15: `stop_signal`: `SIGNONE` is no signal: SIGTERM, SIGINT, SIGQUIT and their like are expected",
        "9:20: `health.http`: `https://example.com/` is no `http://` address; for others use a check by `exec` (such as \
         curl)",
        "9:69: `health.line`: `(` is no regular expression: unclosed group",
        "11:10: `../c` is no service name: letters, digits, `.`, `_` and `-` are allowed, at most 64, the first a letter \
         or digit",
        "14:2: `servce` is no key of gascli.toml: did you mean `service`?",
        "18:1: `challenge_intervall` is no key of [validator]: did you mean `challenge_interval`?",
        "19:16: epoch_length: `soon` is not possible: a whole number from 1 to 1000000 is expected",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_done() {
    let table = |keys: &str| format!("[service.web]\ncommand = 'x'\n{keys}\n");
    for (text, says) in [
        (table("after = ['web']"), "3:9: `web` cannot wait for itself"),
        (
            table("restart = { delay = '2m', longest_delay = '1m' }"),
            "`longest_delay` is shorter than `delay`, which is 2m",
        ),
        (table("logs = { segment_bytes = '2MiB', total_bytes = '1MiB' }"), "a segment has from 1 to 1048576 bytes"),
        (table("kill_timeout = '1s'\nstop = { kill_timeout = '2s' }"), "a second time"),
        (table("health = [{ tcp = 'localhost:1' }, { tcp = 'localhost:2' }]"), "two health rules are named `tcp`"),
        (table("health = [{ tcp = 'localhost:1', state = true }]"), "has both `tcp` and `state`"),
        (table("health = [{ every = '1s' }]"), "needs one of http, tcp"),
        (table("health = [{ line = 'x' }]"), "`line` needs `within` beside it"),
        (table("health = [{ state = true, max = 1 }]"), "`max` belongs to `disk`"),
        (table("ready = { tcp = 'example.com:80' }"), "`example.com` is no IP address: probes look up no names"),
        (table("ready = { tcp = 'localhost:0' }"), "`localhost:0` is no `HOST:PORT`"),
        (table("ready = { line = '(' }"), "is no regular expression"),
        (table("health = [{ state = true, every = '10ms' }]"), "3:11: health rule `state`: `every` is below 100ms"),
        (table("health = [{ output = '0s' }]"), "`output` must be longer than 0"),
        (table("health = [{ name = '', state = true }]"), "a name has 1 to 64 letters"),
        (table("health = [{ state = true, action = { hook = [] } }]"), "names no program"),
        (table("ready = 'notfy'"), "did you mean `notify`?"),
        (table("limits = { memory = 0 }"), "a limit of 0"),
        (table("cwd = '~/x'"), "`~` stands for nothing here"),
        (table("env = { 'A=B' = '1' }"), "a variable's name"),
        (table("restart = { at = '25:00' }"), "a time such as `04:00`"),
        (table("restart = { permanent_codes = [256] }"), "from 0 to 255"),
        ("[service.web]\ncommand = []".into(), "names no program"),
        ("[service.web]\ncommand = ''".into(), "names no program"),
        ("[notify.me]\nformat = 'slack'".into(), "[notify.me] needs one of exec, webhook"),
        (
            "[notify.me]\nexec = ['x']\nformat = 'slack'".into(),
            "1:9: [notify.me] has a `format`, which only webhooks take",
        ),
        ("[notify.me]\nwebhook = 'x'\nformat = 'telegram'".into(), "needs `chat_id`"),
        ("[notify.me]\nexec = ['x']\ntimeout = '1d'".into(), "has a `timeout` that is not between"),
        ("[notify.'a b']\nexec = ['x']".into(), "characters other than letters"),
        ("[notify.me]\nexec = ['x']\nevents = ['crashd']".into(), "did you mean `crashed`?"),
        ("[logs]\nmin_free = '60%'".into(), "or a share such as `5%`"),
        ("[service.web\n".into(), "1:13: is not TOML"),
        ("[service.web]\ncommand = 'x'\ncommand = 'y'".into(), "3:1: is not TOML: duplicate key"),
    ] {
        let faults = read(&text).unwrap_err();
        assert!(faults.len() == 1 && faults[0].contains(says), "{text}\n{faults:#?}");
    }
    let circle = "[service.a]\ncommand = 'x'\nafter = ['b']\n[service.b]\ncommand = 'x'\nafter = ['a']\n";
    assert_eq!(read(circle).unwrap_err(), ["3:9: `after`: services wait for each other: `a` needs `b` needs `a`"]);
}

#[test]
fn roles_have_ready_made_rules_that_a_rule_of_the_same_name_replaces() {
    let names = |keys: &str| -> Vec<String> {
        let spec = service(&format!("[service.web]\ncommand = 'x'\n{keys}\n")).spec;
        spec.health.into_iter().map(|rule| rule.name).collect()
    };
    let bare = names("health = 'validator'");
    assert!(!bare.is_empty());
    assert_eq!(names("health = ['validator']"), bare);
    assert!(names("health = 'validator'\nready = 'state'").len() > bare.len(), "a state socket can be asked");
    let with_own = names("health = ['validator', { tcp = 'localhost:1' }]");
    assert_eq!(with_own, [bare.clone(), vec!["tcp".into()]].concat());
    let own = format!("health = ['validator', {{ name = '{}', tcp = 'localhost:1' }}]", bare[0]);
    let spec = service(&format!("[service.web]\ncommand = 'x'\n{own}\n")).spec;
    assert_eq!(spec.health.iter().filter(|rule| rule.name == bare[0]).count(), 1);
    assert!(spec.restart.permanent_codes.unwrap().contains(&2), "a wrong command line is not tried again");
    let faults = read("[service.web]\ncommand = 'x'\nhealth = 'data'\n").unwrap_err();
    assert!(faults.len() == 1 && faults[0].contains("has no rules"), "{faults:?}");
    let faults = read("[service.web]\ncommand = 'x'\nhealth = 'validater'\n").unwrap_err();
    assert!(faults.len() == 1 && faults[0].contains("did you mean `validator`?"), "{faults:?}");
}

#[test]
fn bounds_on_all_logs_hold_for_every_service() {
    for (logs, all_bytes, min_free) in [
        ("", None, MinFree::Usual),
        ("total_bytes = '20GiB'\nmin_free = '10%'", Some(20 << 30), MinFree::Percent(10)),
        ("min_free = '3GiB'", None, MinFree::Bytes(3 << 30)),
        ("min_free = 0", None, MinFree::Bytes(0)),
    ] {
        let file = read(&format!("[service.web]\ncommand = 'x'\n[logs]\n{logs}\n")).unwrap();
        let services = file::services(&[file]);
        let policy = &services[&"web".parse().unwrap()].spec.logs;
        assert_eq!((policy.all_bytes, policy.min_free), (all_bytes, min_free), "{logs}");
    }
}

#[test]
fn no_secret_is_told_when_it_is_in_the_wrong_place() {
    let faults = read(
        "[service.web]\ncommand = 'x'\nenv = { KEY = ['hunter2'], 'A=B' = 'hunter2' }\n[notify.a]\nwebhook = { x = 'hunter2' }\n\
         [generator]\nopenai_api_key = ['hunter2']\n",
    )
    .unwrap_err();
    assert_eq!(faults.len(), 4);
    assert!(!faults.join("\n").contains("hunter2"), "{faults:#?}");
    assert!(!read("[service.web]\nenv = { KEY = 'hunter2 }").unwrap_err().join("").contains("hunter2"));
}

#[test]
fn the_schema_knows_every_kind_of_event_and_every_default_is_one_that_the_file_takes() {
    let schema = file::schema();
    let events = &schema["properties"]["notify"]["additionalProperties"]["properties"]["events"]["items"]["enum"];
    let kinds: Vec<EventKind> = serde_json::from_value(events.clone()).unwrap();
    assert!(kinds.contains(&EventKind::Started) && kinds.contains(&EventKind::SupervisorCrashed));
    // A file that spells every default out says the same as one that is silent.
    let service_schema = &schema["properties"]["service"]["additionalProperties"];
    let mut spelled = toml::Table::from_iter([("command".to_owned(), toml::Value::from("x"))]);
    spelled.extend(defaults(service_schema));
    let all = toml::Table::from_iter([(
        "service".to_owned(),
        toml::Value::from(toml::Table::from_iter([("web".to_owned(), spelled.into())])),
    )]);
    let (spelled, silent) = (service(&all.to_string()).spec, service("[service.web]\ncommand = 'x'").spec);
    let codes = spelled.restart.permanent_codes.clone();
    assert_eq!(codes.as_deref(), Some(&gascli::supervisor::PERMANENT_CODES[..]));
    let restart = RestartPolicy { permanent_codes: None, ..spelled.restart.clone() };
    let same = ServiceSpec { restart, cwd: silent.cwd.clone(), defined_in: silent.defined_in.clone(), ..spelled };
    assert_eq!(same, silent);
}

/// The defaults below a schema, as a table.
fn defaults(schema: &Value) -> toml::Table {
    let mut found = toml::Table::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let alternatives = property["anyOf"].as_array().into_iter().flatten();
        let inner = std::iter::once(property).chain(alternatives).find(|it| it["properties"].is_object());
        if let Some(default) = property.get("default") {
            found.insert(name.clone(), serde_json::from_value(default.clone()).unwrap());
        } else if let Some(inner) = inner {
            let inner = defaults(inner);
            if !inner.is_empty() {
                found.insert(name.clone(), inner.into());
            }
        }
    }
    found
}

#[test]
fn the_schema_in_the_templates_is_the_one_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/gascli.schema.json");
    let text = format!("{:#}\n", file::schema());
    if std::env::var_os("GASCLI_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(path, text).unwrap();
    } else {
        let there = std::fs::read_to_string(path).unwrap();
        assert!(there == text, "`GASCLI_BLESS=1 cargo test --test it config_file::` rewrites it");
    }
}
