use super::super::list;
use super::super::table;
use super::*;

const JLIST: &[u8] = include_bytes!("../../../../tests/it/fixtures/pm2/jlist-7.0.4.txt");
const DUMP: &[u8] = include_bytes!("../../../../tests/it/fixtures/pm2/dump-7.0.4.json");

fn planned(list: &[u8], policy: Policy) -> Vec<Planned> {
    after(&[], list, policy)
}

/// The plan of an import that comes after others.
fn after(known: &[Entry], list: &[u8], policy: Policy) -> Vec<Planned> {
    let environment = BTreeMap::from([("HOME".to_owned(), "/home/op".to_owned())]);
    let facts = Facts {
        environment: &environment,
        policy,
        user: Some("op".into()),
        known,
        is_file: &|path| !path.starts_with("/usr/local"),
        is_folder: &|_| true,
    };
    plan(&list::parse(list, "it").unwrap(), &facts)
}

fn one(json: &serde_json::Value) -> Planned {
    let mut item = serde_json::json!({
        "name": "a", "pm_exec_path": "/a", "pm_cwd": "/", "exec_interpreter": "none", "status": "online",
    });
    item.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    planned(serde_json::json!([item]).to_string().as_bytes(), Policy::Pm2).remove(0)
}

fn named(all: &[Planned], name: &str) -> Planned {
    all.iter().find(|one| one.service.as_str() == name).unwrap_or_else(|| panic!("{name} of {all:#?}")).clone()
}

#[test]
fn processes_of_a_real_list_become_tables() {
    let all = planned(JLIST, Policy::Pm2);
    let tables: Vec<String> = all.iter().filter(|one| one.is_taken()).map(table::table).collect();
    insta::assert_snapshot!(tables.join("\n"), @r#"
    # from PM2, where it was "bitmind-generative-miner"
    [service.bitmind-generative-miner]
    command = ["/usr/bin/python3", "/home/op/app/w.py", "--port", "8093", "--name", "a b"]
    cwd = "/home/op/app"
    env_file = "env/bitmind-generative-miner.env"
    restart = { policy = "pm2", max_restarts = 10, delay = "4s", stable_after = "10s" }
    stop = { signal = "SIGINT", kill_timeout = "1600ms" }

    # from PM2, where it was "sn34-validator"
    [service.sn34-validator]
    command = ["/usr/bin/sleep", "1000"]
    cwd = "/home/op/app"
    env_file = "env/sn34-validator.env"
    restart = { policy = "pm2", max_restarts = 16, delay = "0s", stable_after = "1s", at = "04:30" }
    stop = { signal = "SIGINT", kill_timeout = "5s" }
    limits = { memory = "2GiB" }

    # from PM2, where it was "sh"
    [service.sh]
    command = ["/usr/bin/bash", "/home/op/app/s.sh"]
    cwd = "/home/op/app"
    env_file = "env/sh.env"
    restart = { policy = "never" }
    stop = { signal = "SIGINT", kill_timeout = "1600ms", kill = "main" }

    # from PM2, where it was "worker"
    [service.worker-0]
    command = ["/usr/bin/bash", "/home/op/app/s.sh", "one", "two"]
    cwd = "/home/op/app"
    env_file = "env/worker-0.env"
    restart = { policy = "pm2", max_restarts = 16, delay = "0s", stable_after = "1s" }
    stop = { signal = "SIGINT", kill_timeout = "1600ms" }

    # from PM2, where it was "worker"
    [service.worker-1]
    command = ["/usr/bin/bash", "/home/op/app/s.sh", "one", "two"]
    cwd = "/home/op/app"
    env_file = "env/worker-1.env"
    restart = { policy = "pm2", max_restarts = 16, delay = "0s", stable_after = "1s" }
    stop = { signal = "SIGINT", kill_timeout = "1600ms" }
    "#);
    assert_eq!(named(&all, "worker-1").variables["NODE_APP_INSTANCE"], "1");
    let cluster = named(&all, "web-node-0");
    assert!(matches!(&cluster.verdict, Verdict::Refuse(why) if why.contains("cluster")), "{:?}", cluster.verdict);
    assert_eq!(named(&all, "sn34-validator").alternative(), Some("gascli validator start"));
}

#[test]
fn a_dump_says_the_same_as_the_list() {
    let tables =
        |list| planned(list, Policy::Pm2).iter().filter(|one| one.is_taken()).map(table::table).collect::<Vec<_>>();
    assert_eq!(tables(DUMP), tables(JLIST));
}

#[test]
fn gasclis_own_rules_give_time_to_stop_and_keep_what_was_said() {
    let all = planned(JLIST, Policy::Default);
    let miner = named(&all, "bitmind-generative-miner");
    assert_eq!((&miner.restart, miner.kill_timeout), (&Restart::Usual, Duration::from_secs(30)));
    assert!(!table::table(&miner).contains("restart ="));
    assert_eq!(named(&all, "sn34-validator").kill_timeout, Duration::from_secs(5));
    assert_eq!(named(&all, "sh").restart, Restart::Never);
}

#[test]
fn what_has_no_counterpart_is_named() {
    for (json, named) in [
        (serde_json::json!({ "watch": true }), "watch"),
        (serde_json::json!({ "watch": ["src"] }), "watch"),
        (serde_json::json!({ "namespace": "x" }), "namespace `x`"),
        (serde_json::json!({ "stop_exit_codes": 0 }), "stop_exit_codes"),
        (serde_json::json!({ "wait_ready": true }), "wait_ready"),
        (serde_json::json!({ "cron_restart": "*/5 * * * *" }), "cron_restart `*/5 * * * *`"),
        (serde_json::json!({ "cron_restart": "0 4 * * *", "autorestart": false }), "cron_restart"),
        (serde_json::json!({ "env": { "a-b": "1" } }), "variable `a-b`"),
    ] {
        let found = one(&json).not_taken;
        assert!(found.len() == 1 && found[0].starts_with(named), "{named}: {found:?}");
    }
    let at = |cron: &str| one(&serde_json::json!({ "cron_restart": cron })).at;
    assert_eq!((at("5 4 * * *").as_deref(), at("0 23 * * 7").as_deref()), (Some("04:05"), Some("sun 23:00")));
    for other in ["0 24 * * *", "0 4 1 * *", "0 0 4 * * *", "0 4 * * 8", "@daily"] {
        assert_eq!(at(other), None, "{other}");
    }
    let growing = one(&serde_json::json!({ "exp_backoff_restart_delay": 100 }));
    assert!(table::table(&growing).contains("policy = \"always\", delay = \"100ms\", longest_delay = \"15s\""));
}

#[test]
fn what_cannot_run_here_stays_in_pm2() {
    for (json, why) in [
        (serde_json::json!({ "pmx_module": true }), "module"),
        (serde_json::json!({ "exec_mode": "cluster_mode", "instances": 2 }), "cluster"),
        (serde_json::json!({ "uid": 33, "username": "www" }), "another user"),
        (serde_json::json!({ "pm_exec_path": null }), "no program"),
        (serde_json::json!({ "pm_exec_path": "/usr/local/gone" }), "`/usr/local/gone` is missing"),
        (serde_json::json!({ "exec_interpreter": "ruby", "env": { "PATH": "/usr/local/bin" } }), "`ruby` is not found"),
    ] {
        let verdict = one(&json).verdict;
        let (Verdict::Refuse(text) | Verdict::Skip(text)) = &verdict else { panic!("{why}") };
        assert!(text.contains(why), "{text}");
    }
    assert!(one(&serde_json::json!({ "exec_mode": "cluster_mode", "instances": 1 })).is_taken());
    // `pm2 stop 1` would stop what is called 1.
    let list = serde_json::json!([
        { "name": "a", "pm_id": 1, "pm_exec_path": "/a", "exec_interpreter": "none" },
        { "name": "1", "pm_id": 2, "pm_exec_path": "/a", "exec_interpreter": "none" },
    ]);
    let all = planned(list.to_string().as_bytes(), Policy::Pm2);
    assert!(matches!(&all[0].verdict, Verdict::Refuse(_)) && all[1].is_taken(), "{all:#?}");
}

#[test]
fn what_is_left_of_several_is_the_service_that_it_was_before() {
    let entry = |name: &str, instance: Option<u64>, service: &str| -> Entry {
        let json = serde_json::json!({ "name": name, "instance": instance, "service": service, "command": [],
            "script": "/a", "cwd": "/", "table": "", "runs": true, "step": "planned" });
        serde_json::from_value(json).unwrap()
    };
    let known = [entry("w", Some(0), "w-0"), entry("w", Some(1), "w-1"), entry("x", None, "x")];
    let item = |name: &str, number: u64, instances: Option<u64>| {
        serde_json::json!({ "name": name, "pm_exec_path": "/a", "pm_cwd": "/", "exec_interpreter": "none",
            "NODE_APP_INSTANCE": number, "instances": instances })
    };
    for (list, services) in [
        (serde_json::json!([item("w", 1, None)]), vec!["w-1"]),
        (serde_json::json!([item("w", 1, Some(1))]), vec!["w-1"]),
        (serde_json::json!([item("w", 1, Some(2)), item("w", 0, Some(2))]), vec!["w-1", "w-0"]),
        (serde_json::json!([item("x", 0, Some(2)), item("y", 1, Some(2))]), vec!["x", "y-1"]),
    ] {
        let all = after(&known, list.to_string().as_bytes(), Policy::Pm2);
        let names: Vec<&str> = all.iter().map(|one| one.service.as_str()).collect();
        assert_eq!(names, services, "{list}");
    }
}

#[test]
fn names_are_made_to_fit() {
    for (name, fits) in [
        ("web node", "web-node"),
        ("@scope/app", "scope-app"),
        ("日本", "pm2"),
        ("--x--", "x"),
        (&"a".repeat(99), &"a".repeat(64)),
    ] {
        assert_eq!(service_name(name, None).as_str(), fits);
    }
    assert_eq!(service_name(&"a".repeat(99), Some(3)).as_str(), "a".repeat(62) + "-3");
}

#[test]
fn the_way_back_is_what_pm2_reads() {
    let all = planned(JLIST, Policy::Pm2);
    let back: serde_json::Value = serde_json::from_str(&table::way_back(&all[0])).unwrap();
    let app = &back["apps"][0];
    assert_eq!((&app["script"], &app["interpreter"]), (&"/home/op/app/w.py".into(), &"/usr/bin/python3".into()));
    assert_eq!((&app["args"][3], &app["restart_delay"]), (&"a b".into(), &4000.into()));
    assert_eq!(app["env"]["OPENAI_API_KEY"], "sk-'\"$x\\n");
    assert!(app["env"].get("PM2_HOME").is_none() && app["env"].get("bitmind-generative-miner").is_none());
}
