//! What services use: `status --usage` and the page for Prometheus, with a driver's library that the test compiles.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::supervisor::{pid, wait};
use crate::support::{Home, strike, text};

/// Samples of a page by name and labels. Fails on what a strict reader of text format 0.0.4 would refuse.
fn parse(page: &str) -> BTreeMap<String, String> {
    let name = regex::Regex::new("^[a-zA-Z_:][a-zA-Z0-9_:]*$").unwrap();
    let sample = regex::Regex::new(
        r#"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*")*)\})? (-?[0-9.]+(e-?[0-9]+)?|NaN|[+-]Inf)$"#,
    )
    .unwrap();
    let (mut samples, mut done, mut family) = (BTreeMap::new(), BTreeSet::new(), None::<(String, bool)>);
    assert!(page.ends_with('\n'), "the last line has no end");
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (of, help) = rest.split_once(' ').unwrap();
            assert!(name.is_match(of) && !help.is_empty(), "{line}");
            assert!(done.insert(of.to_owned()), "two families of one name: {line}");
            family = Some((of.to_owned(), false));
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (of, kind) = rest.split_once(' ').unwrap();
            let (current, typed) = family.as_mut().unwrap();
            assert!(current == of && !*typed && ["counter", "gauge"].contains(&kind), "{line}");
            assert_eq!(of.ends_with("_total"), kind == "counter", "counters and only they end in _total: {line}");
            *typed = true;
        } else {
            let found = sample.captures(line).unwrap_or_else(|| panic!("no sample: {line}"));
            assert_eq!(family.as_ref().map(|(of, typed)| (of.as_str(), *typed)), Some((&found[1], true)), "{line}");
            let (key, value) = line.rsplit_once(' ').unwrap();
            assert!(samples.insert(key.to_owned(), value.to_owned()).is_none(), "told twice: {line}");
        }
    }
    samples
}

/// A folder with the driver's library, to be put into `LD_LIBRARY_PATH`.
fn fake_driver(home: &Home) -> PathBuf {
    let folder = home.path("driver");
    std::fs::create_dir_all(&folder).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/fake_nvml.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(folder.join("libnvidia-ml.so.1"))
        .arg(source)
        .status()
        .unwrap();
    assert!(built.success());
    folder
}

#[test]
fn the_page_tells_of_every_service_in_the_format_that_prometheus_reads_and_holds_no_secret() {
    let home = Home::new();
    let down = parse(&home.ok(&["metrics"]));
    assert_eq!(down["gascli_supervisor_up"], "0", "and none was started");
    assert!(!home.below.join("state/supervisor.sock").exists());
    let secret = [("TOKEN", "s3cret-value")];
    let started =
        home.run_with(&["start", "web", "--", "sh", "-c", "echo hello; sleep 1000 & wait", "s3cret-word"], &secret);
    assert!(started.status.success());
    // Whether its end comes before the answer is chance.
    home.run(&["start", "bad", "--restart-policy", "never", "--", "sh", "-c", "exit 3"]);
    home.wait_state("bad", "errored");
    let page = home.ok(&["metrics"]);
    assert!(!page.contains("s3cret"), "{page}");
    let found = parse(&page);
    for (key, value) in [
        ("gascli_supervisor_up", "1"),
        ("gascli_services", "2"),
        ("gascli_service_up{service=\"web\"}", "1"),
        ("gascli_service_up{service=\"bad\"}", "0"),
        ("gascli_service_state{service=\"bad\",state=\"errored\"}", "1"),
        ("gascli_service_last_exit_code{service=\"bad\"}", "3"),
        ("gascli_service_restarts_total{service=\"web\"}", "0"),
        ("gascli_service_processes{service=\"web\"}", "2"),
        ("gascli_service_problems{service=\"web\"}", "0"),
    ] {
        assert_eq!(found.get(key).map(String::as_str), Some(value), "{key}\n{page}");
    }
    for key in [
        "gascli_service_memory_bytes{service=\"web\"}",
        "gascli_service_open_descriptors{service=\"web\"}",
        "gascli_service_log_bytes{service=\"web\"}",
        "gascli_supervisor_memory_bytes",
        "gascli_host_memory_total_bytes",
        "gascli_state_disk_free_bytes",
    ] {
        assert!(found.get(key).is_some_and(|value| !value.starts_with(['0', '-'])), "{key}\n{page}");
    }
    assert!(!found.contains_key("gascli_service_memory_bytes{service=\"bad\"}"), "nothing of it runs");
}

#[test]
fn gpus_are_read_through_the_drivers_library_and_told_by_service() {
    let home = Home::new();
    let folder = fake_driver(&home).display().to_string();
    let pid_file = home.path("gpu-pid").display().to_string();
    home.ok(&["start", "web", "--", "sh", "-c", "sleep 1000 & wait"]);
    let child = pid(&home.status("web")["pid"]);
    std::fs::write(&pid_file, child.to_string()).unwrap();
    let driver = [("LD_LIBRARY_PATH", folder.as_str()), ("FAKE_NVML_PID", pid_file.as_str())];
    let told = home.run_with(&["status", "--usage", "--json"], &driver);
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let gpus = &told["gpus"];
    assert_eq!((&gpus["source"], &gpus["driver"]), (&"nvml".into(), &"550.54.15".into()), "{gpus}");
    let (whole, divided) = (&gpus["gpus"][0], &gpus["gpus"][1]);
    assert_eq!((&whole["memory_used_bytes"], &whole["utilization_percent"]), (&4096.into(), &93.into()));
    assert_eq!((&divided["mig"], &divided["utilization_percent"]), (&true.into(), &Value::Null));
    assert_eq!(divided["memory_used_bytes"], 2048);
    assert_eq!((&whole["temperature_celsius"], &whole["sm_clock_mhz"]), (&71.into(), &1980.into()));
    assert_eq!((&whole["power_watts"], &whole["power_limit_watts"]), (&412.5.into(), &700.0.into()));
    assert_eq!(divided["temperature_celsius"], Value::Null, "it has no sensor");
    let web = &told["services"][0];
    // The newest sample counts; a process whose memory the driver does not tell is another's.
    assert_eq!(web["gpu"], serde_json::json!({"memory_bytes": 1024, "utilization_percent": 41}));
    assert_eq!(web["usage"]["pids"].as_array().unwrap().len(), 2);
    let shown = text(&home.run_with(&["status", "--usage"], &driver).stdout);
    assert!(shown.contains("1.0 KiB 41%") && shown.contains("busy n/a, divided (MIG)"), "{shown}");
    let page = parse(&text(&home.run_with(&["metrics"], &driver).stdout));
    assert_eq!(page["gascli_service_gpu_memory_bytes{service=\"web\"}"], "1024");
    let labels = "{gpu=\"0\",uuid=\"GPU-0\",name=\"NVIDIA \\\"H100\\\"\"}";
    assert_eq!(page[&format!("gascli_gpu_utilization_percent{labels}")], "93");
    assert_eq!(page[&format!("gascli_gpu_temperature_celsius{labels}")], "71");
    assert_eq!(page[&format!("gascli_gpu_power_watts{labels}")], "412.5");
}

#[test]
fn after_the_end_of_a_service_its_gpu_memory_is_free_or_whoever_holds_it_is_named() {
    let home = Home::new();
    let folder = fake_driver(&home).display().to_string();
    let pid_file = home.path("gpu-pid").display().to_string();
    std::fs::write(&pid_file, "0").unwrap();
    let driver = [("LD_LIBRARY_PATH", folder.as_str()), ("FAKE_NVML_PID", pid_file.as_str())];
    let frees = format!("trap 'echo 0 > {pid_file}; exit 0' TERM; echo $$ > {pid_file}; sleep 1000 & wait");
    home.ok(&["start", "frees", "--", "sh", "-c", &frees]);
    home.ok(&["start", "stuck", "--", "sleep", "1000"]);
    let holds = |pid: &Value| {
        let pid = pid.to_string();
        wait("its memory", || std::fs::read_to_string(&pid_file).ok().filter(|text| text.trim() == pid))
    };
    for verb in ["restart", "stop"] {
        holds(&home.status("frees")["pid"]);
        let said = home.run_with(&[verb, "frees"], &driver);
        let told = text(&said.stderr);
        assert!(told.contains("frees: its GPU memory is free again (1.0 KiB)"), "{verb}: {told}");
        assert!(said.status.success() && text(&said.stdout).starts_with("frees: "));
    }
    let elsewhere = home.run_with(&["restart", "stuck"], &driver);
    assert_eq!(text(&elsewhere.stderr), "", "it used no GPU");
    let child = home.status("stuck")["pid"].clone();
    std::fs::write(&pid_file, child.to_string()).unwrap();
    let said = home.run_with(&["stop", "stuck"], &driver);
    let told = text(&said.stderr);
    assert_eq!(told, format!("stuck: pid {child} still holds 1.0 KiB of GPU memory, though it was ended\n"));
    assert_eq!((text(&said.stdout).as_str(), said.status.code()), ("stuck: stopped\n", Some(0)));
}

#[test]
fn without_gpu_figures_the_reasons_are_told() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let empty = home.path("empty").display().to_string();
    std::fs::create_dir_all(&empty).unwrap();
    let why = |environment: &[(&str, &str)]| {
        let told = home.run_with(&["status", "--usage", "--json"], environment);
        let told: Value = serde_json::from_slice(&told.stdout).unwrap();
        told["gpus"]["why_not"].to_string()
    };
    // Neither the machine's own driver nor its command is to be found, wherever this runs.
    if !Path::new("/proc/driver/nvidia").exists() {
        let absent = why(&[("PATH", &empty)]);
        for part in ["libnvidia-ml.so.1", "no NVIDIA driver is loaded", "nvidia-smi cannot be run"] {
            assert!(absent.contains(part), "{absent}");
        }
    }
    let folder = fake_driver(&home).display().to_string();
    let broken = why(&[("LD_LIBRARY_PATH", &folder), ("FAKE_NVML_INIT", "9"), ("PATH", &empty)]);
    assert!(broken.contains("NVML does not start: NVIDIA driver is not loaded"), "{broken}");
    // The second way.
    let smi = home.path("empty/nvidia-smi");
    let script = "#!/bin/sh\ncase $1 in --query-gpu=*) echo '0, GPU-a, T4, 535.1, 10, 15360, 5, [N/A], 40, 27.1, 70, 585';; esac\n";
    std::fs::write(&smi, script).unwrap();
    std::fs::set_permissions(&smi, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{empty}:/usr/bin:/bin");
    let told = home.run_with(
        &["status", "--usage", "--json"],
        &[("LD_LIBRARY_PATH", &folder), ("FAKE_NVML_INIT", "9"), ("PATH", &path)],
    );
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["gpus"]["source"], "nvidia-smi");
    assert_eq!(told["gpus"]["gpus"][0]["memory_total_bytes"], 15_360_u64 << 20);
}

#[test]
fn the_page_is_served_to_this_machine_alone() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let refused = home.run(&["metrics", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("not an address of this machine alone"), "{}", text(&refused.stderr));
    let mut serving = home.command(&["metrics", "--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(serving.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("metrics on http://").trim_end_matches("/metrics").to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/plain; version=0.0.4"), "{head}");
    assert_eq!(parse(body)["gascli_service_up{service=\"web\"}"], "1");
    strike(serving.id(), Signal::SIGTERM);
    assert_eq!(serving.wait().unwrap().code(), Some(0));
}

#[test]
fn a_textfile_is_written_whole_and_again_and_others_may_read_it() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let path = home.path("node/gascli.prom");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = path.display().to_string();
    home.ok(&["metrics", "--textfile", &file]);
    assert_eq!(parse(&std::fs::read_to_string(&path).unwrap())["gascli_services"], "1");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
    let mut writing = home.command(&["metrics", "--textfile", &file, "--every", "1s"]).spawn().unwrap();
    home.ok(&["start", "db", "--", "sleep", "1000"]);
    wait("the next page", || {
        let page = std::fs::read_to_string(&path).unwrap();
        (parse(&page)["gascli_services"] == "2").then_some(())
    });
    strike(writing.id(), Signal::SIGINT);
    assert_eq!(writing.wait().unwrap().code(), Some(0));
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    assert_eq!(home.run(&["metrics", "--textfile", &home.path("none/x").display().to_string()]).status.code(), Some(2));
}
