use super::*;
use crate::supervisor::record::StatusFile;
use crate::supervisor::status::{Exit, LastExit};

/// A service whose shim has just been killed, and whose folder holds this status.
fn bereft(home: &std::path::Path, file: &StatusFile, shim: u32) -> Service {
    let paths = Paths::below(home);
    let mut service = Service::new(&paths, &"a".parse().unwrap());
    socket::private_folder(service.folder.path()).unwrap();
    record::write(&service.folder.status(), file).unwrap();
    service.environment = Some(Environment { variables: BTreeMap::new(), set: BTreeMap::new(), umask: 0o022 });
    service.shim = Some(identity(shim));
    service.status.state = ServiceState::Starting;
    service.shim_gone(&paths);
    service
}

fn identity(pid: u32) -> Identity {
    Identity { pid, start_ticks: 1, boot_id: "of the past".into() }
}

fn status_file(state: ServiceState, shim: u32) -> StatusFile {
    let status = ServiceStatus { run: 3, ..ServiceStatus::unknown("a".parse().unwrap(), state, None) };
    StatusFile { status, child: None, shim: Some(identity(shim)), cgroup: None, boot_id: "of the past".into() }
}

#[test]
fn what_an_earlier_shim_wrote_is_not_the_word_of_one_that_was_killed_before_it_could_write() {
    let home = tempfile::tempdir().unwrap();
    let stopped = status_file(ServiceState::Stopped, 7);
    let service = bereft(home.path(), &stopped, 8);
    assert_eq!(service.status.state, ServiceState::WaitingRestart);
    assert!(service.revive_at.is_some());
    assert_eq!(service.folder.last_exit(), None, "no child had begun");
    let service = bereft(home.path(), &stopped, 7);
    assert_eq!((service.status.state, service.revive_at), (ServiceState::Stopped, None));
}

#[test]
fn a_start_that_was_noted_before_its_shim_was_killed_is_accounted_for_once() {
    let home = tempfile::tempdir().unwrap();
    let starting = status_file(ServiceState::Starting, 7);
    let unseen = Exit { code: None, signal: None };
    for _ in 0..2 {
        let service = bereft(home.path(), &starting, 7);
        assert_eq!(service.status.last_exit.map(|last| last.exit), Some(unseen));
        let exits = std::fs::read_to_string(service.folder.exits()).unwrap();
        assert_eq!(exits.lines().count(), 1);
        assert_eq!(service.folder.last_exit().unwrap().run, 3);
    }
}

#[test]
fn an_exit_that_was_noted_before_the_status_is_what_is_told() {
    let home = tempfile::tempdir().unwrap();
    let seen = Exit { code: Some(5), signal: None };
    let folder = Folder::new(Paths::below(home.path()).service(&"a".parse().unwrap()));
    socket::private_folder(folder.path()).unwrap();
    let ended_at_ms = UnixMillis(9);
    let exit =
        record::ExitRecord { run: 3, pid: 70, exit: seen, started_at_ms: None, ended_at_ms, asked: false, oom: true };
    folder.record_exit(&exit).unwrap();
    let online = StatusFile { child: Some(identity(70)), ..status_file(ServiceState::Online, 7) };
    let service = bereft(home.path(), &online, 7);
    assert_eq!(service.status.last_exit, Some(LastExit { exit: seen, at_ms: ended_at_ms, oom: true }));
}

#[test]
fn a_shim_that_cannot_kill_at_once_is_told_to_stop() {
    let home = tempfile::tempdir().unwrap();
    for (protocol, op, patience) in [(3, "kill", SHIM_SILENCE), (2, "stop", SHIM_SILENCE + Duration::from_secs(30))] {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut service = Service::new(&Paths::below(home.path()), &"a".parse().unwrap());
        service.spec = Some(ServiceSpec::new("a".parse().unwrap(), vec!["x".into()], "/".into()));
        socket::private_folder(service.folder.path()).unwrap();
        service.line = Some(Line::new(ours, LONGEST_REQUEST).unwrap());
        service.protocol = protocol;
        service.kill_for_good();
        assert_eq!((service.wanted, service.stopping, service.patience), (Wanted::Stopped, true, patience));
        drop(service);
        let mut told = String::new();
        io::Read::read_to_string(&mut theirs, &mut told).unwrap();
        let told: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(told.iter().map(|it| it["op"].as_str().unwrap()).collect::<Vec<_>>(), [op, "watch"]);
    }
}
