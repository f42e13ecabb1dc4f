//! `gascli dashboard` on a terminal of its own, with a screen that is read as a person would.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::support::{Home, strike, text, wait_for};
use crate::terminal::Terminal;

/// A terminal that does not tell its size is taken to be so.
const USUAL: (u16, u16) = (80, 24);
const UTF8: (&str, &str) = ("LANG", "C.UTF-8");

/// A home in which `web` runs and prints.
fn home() -> Home {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sh", "-c", "echo first line; exec sleep 1000"]);
    home
}

fn dashboard(home: &Home, arguments: &[&str]) -> Option<Terminal> {
    Terminal::start(home, &[&["dashboard"], arguments].concat(), &[UTF8])
}

fn shows(terminal: &Terminal, words: &str) {
    terminal.expect_screen(USUAL, words, |screen| screen.contents().contains(words));
}

fn shows_not(terminal: &Terminal, words: &str) {
    terminal.expect_screen(USUAL, &format!("absence of `{words}`"), |screen| !screen.contents().contains(words));
}

/// Whether nothing of ours is left on the terminal.
fn is_given_back(terminal: &Terminal) -> bool {
    let screen = terminal.screen(USUAL);
    terminal.is_sane()
        && !screen.alternate_screen()
        && !screen.bracketed_paste()
        && !screen.hide_cursor()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

#[test]
fn it_shows_what_runs_takes_keys_and_leaves_it_running() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &[]) else { return };
    shows(&terminal, "web");
    shows(&terminal, "first line");
    let screen = terminal.screen(USUAL);
    assert!(screen.alternate_screen() && screen.bracketed_paste() && !terminal.is_sane());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::ButtonMotion);
    terminal.press("?");
    shows(&terminal, "type to search");
    terminal.press("\x1b");
    shows_not(&terminal, "type to search");
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
    assert!(is_given_back(&terminal), "{:?}", terminal.shown());
    terminal.expect("1 service keeps running; `gascli ps` shows it");
    assert_eq!(home.json(&["status", "web"])["services"][0]["state"], "online");
    // Nothing asks the terminal a question to which it might never answer.
    let shown = terminal.shown();
    for question in ["\x1b[6n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[?u", "\x1b[14t", "\x1b[18t", "?\x07", "?\x1b\\"] {
        assert!(!shown.contains(question), "{question:?}");
    }
}

#[test]
fn every_end_gives_the_terminal_back() {
    let home = home();
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        let Some(mut terminal) = dashboard(&home, &[]) else { return };
        shows(&terminal, "web");
        terminal.signal(signal);
        assert_eq!(terminal.wait().code(), Some(128 + signal as i32), "{signal}");
        assert!(is_given_back(&terminal), "{signal}: {:?}", terminal.shown());
    }
    let Some(mut terminal) = dashboard(&home, &[]) else { return };
    shows(&terminal, "web");
    terminal.press("\x03"); // no signal: the terminal is raw
    assert_eq!(terminal.wait().code(), Some(0));
    assert!(is_given_back(&terminal));
}

#[test]
fn another_size_is_filled_at_once_and_the_smallest_one_does_no_harm() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &[]) else { return };
    shows(&terminal, "web");
    for size in [(140, 45), (60, 16), (1, 1), (200, 60), USUAL] {
        terminal.resize(size);
        terminal.press("j"); // and a key in between
        if size == (1, 1) {
            continue; // not even this test's own terminal can be so small
        }
        terminal.expect_screen(size, "frame that fills it", |screen| {
            let last = screen.rows(0, size.0).last().unwrap_or_default();
            screen.contents().contains("web") && !last.trim().is_empty()
        });
    }
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
}

#[test]
fn pastes_clicks_and_nonsense_are_taken_as_what_they_are() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &[]) else { return };
    shows(&terminal, "web");
    // A click, the wheel, a drag; then sequences that nobody sends, and one that is cut off.
    terminal.press("\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<64;5;3M\x1b[<32;6;4M\x1b[<0;999;999M");
    terminal.press("\x1b[?1;2c\x1b[999~\x1b]0;x\x07\x1bPq?x\x1b\\");
    terminal.press("/");
    terminal.press("\x1b[200~pasted q text\x1b[201~");
    shows(&terminal, "pasted q text");
    terminal.press("\x1b");
    shows_not(&terminal, "pasted q text");
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_comes_back() {
    let home = home();
    let Some(mut terminal) = Terminal::shell(&home, &[UTF8, ("PS1", "shell> ")]) else { return };
    terminal.press(&format!("{} dashboard\n", env!("CARGO_BIN_EXE_gascli")));
    shows(&terminal, "web");
    let pid = wait_for(Duration::from_secs(10), "the dashboard's process", || {
        home.processes().into_iter().find(|pid| {
            let command = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            command.split(|byte| *byte == 0).nth(1) == Some(b"dashboard")
        })
    });
    for how in ["ctrl-z", "kill -TSTP"] {
        if how == "ctrl-z" {
            terminal.press("\x1a");
        } else {
            strike(pid, Signal::SIGTSTP);
        }
        terminal.expect_screen(USUAL, "shell's screen", |screen| !screen.alternate_screen());
        terminal.press("echo still $((40 + 2))\n");
        terminal.expect_screen(USUAL, "shell that answers", |screen| screen.contents().contains("still 42"));
        terminal.press("clear; fg\n");
        terminal.expect_screen(USUAL, "dashboard again", |screen| {
            screen.alternate_screen() && screen.contents().contains("web") && screen.bracketed_paste()
        });
    }
    // Nobody hears of SIGSTOP: the shell has the terminal as the dashboard left it.
    strike(pid, Signal::SIGSTOP);
    terminal.expect_screen(USUAL, "shell that asks", |screen| screen.contents().contains("shell> "));
    terminal.press("fg\n");
    terminal.expect_screen(USUAL, "dashboard that is drawn anew", |screen| {
        !screen.contents().contains("shell> ") && screen.contents().contains("web")
    });
    terminal.press("q");
    terminal.expect("1 service keeps running");
    terminal.press("exit\n");
    terminal.wait();
}

#[test]
fn a_supervisor_that_is_killed_is_shown_and_a_key_brings_it_back() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &["--refresh", "500ms"]) else { return };
    shows(&terminal, "web");
    let pid = home.json(&["daemon", "status"])["supervisor_pid"].as_u64().unwrap();
    strike(u32::try_from(pid).unwrap(), Signal::SIGKILL);
    terminal.expect_screen(USUAL, "word of the supervisor", |screen| {
        let text = screen.contents();
        text.contains("supervisor") && text.contains("web") // what was known stays
    });
    terminal.press("d");
    wait_for(Duration::from_secs(20), "a supervisor", || {
        let status = home.json(&["daemon", "status"]);
        status["supervisor_pid"].as_u64().filter(|new| *new != pid)
    });
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
    assert_eq!(home.json(&["status", "web"])["services"][0]["state"], "online");
}

#[test]
fn a_service_is_stopped_from_the_screen_once_that_is_confirmed() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &["--refresh", "500ms"]) else { return };
    shows(&terminal, "web");
    terminal.press("x");
    shows(&terminal, "TERM"); // what will happen
    terminal.press("y");
    wait_for(Duration::from_secs(20), "the service to stop", || {
        (home.json(&["status", "web"])["services"][0]["state"] == "stopped").then_some(())
    });
    shows(&terminal, "stopped");
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
}

#[test]
fn read_only_means_that_no_key_stops_anything() {
    let home = home();
    let Some(mut terminal) = dashboard(&home, &["--read-only"]) else { return };
    shows(&terminal, "web");
    terminal.press("xyKyrys\r");
    shows(&terminal, "scroll"); // the last of the keys was taken: it leads to the log
    assert_eq!(home.json(&["status", "web"])["services"][0]["restarts"], 0);
    assert_eq!(home.json(&["status", "web"])["services"][0]["state"], "online");
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
}

/// A stand-in for `ssh`: runs what it is told here, in the home of the other machine, and notes its process.
fn ssh(here: &Home, there: &Home) -> PathBuf {
    let path = here.path("ssh");
    let script = format!(
        "#!/bin/sh\nfor last; do :; done\necho $$ >> '{}'\nexport GASCLI_HOME='{}'\nexec sh -c \"exec $last\"\n",
        here.path("pids").display(),
        there.below.display(),
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn connections(here: &Home) -> Vec<u32> {
    let noted = std::fs::read_to_string(here.path("pids")).unwrap_or_default();
    noted.lines().map(|pid| pid.parse().unwrap()).collect()
}

#[test]
fn another_machine_is_shown_and_a_lost_connection_is_made_again() {
    let (here, there) = (Home::new(), home());
    let ssh = ssh(&here, &there);
    let arguments =
        ["dashboard", "--ssh", "me@far", "--remote-gascli", env!("CARGO_BIN_EXE_gascli"), "--refresh", "500ms"];
    let environment = [UTF8, ("GASCLI_SSH", ssh.to_str().unwrap())];
    let Some(mut terminal) = Terminal::start(&here, &arguments, &environment) else { return };
    shows(&terminal, "web");
    shows(&terminal, "first line");
    strike(connections(&here)[0], Signal::SIGKILL);
    shows(&terminal, "reconnect");
    shows(&terminal, "web"); // what was known stays
    wait_for(Duration::from_secs(20), "a second connection", || (connections(&here).len() > 1).then_some(()));
    shows_not(&terminal, "reconnect");
    // The same line is not told twice, and an action goes over the new connection.
    terminal.expect_screen(USUAL, "line of the log", |screen| screen.contents().contains("first line"));
    assert_eq!(terminal.screen(USUAL).contents().matches("first line").count(), 1);
    terminal.press("x");
    shows(&terminal, "TERM");
    terminal.press("y");
    wait_for(Duration::from_secs(20), "the service there to stop", || {
        (there.json(&["status", "web"])["services"][0]["state"] == "stopped").then_some(())
    });
    terminal.press("q");
    assert_eq!(terminal.wait().code(), Some(0));
    wait_for(Duration::from_secs(5), "the end of the connection", || {
        let alive = |pid: &u32| std::path::Path::new(&format!("/proc/{pid}")).exists();
        (!connections(&here).iter().any(alive)).then_some(())
    });
}

#[test]
fn another_version_there_is_told_plainly() {
    let here = Home::new();
    let ssh = here.path("ssh");
    std::fs::write(&ssh, "#!/bin/sh\necho Welcome\necho gascli-feed/9 9.9.9\nexec sleep 100\n").unwrap();
    std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).unwrap();
    let output = here.run_with(&["dashboard", "--once", "--ssh", "me@far"], &[("GASCLI_SSH", ssh.to_str().unwrap())]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("gascli 9.9.9 there and") && said.contains("install the same one"), "{said}");
}

#[test]
fn a_text_is_shown_in_the_pager_and_the_screen_comes_back() {
    let home = home();
    let pager = ("GASCLI_PAGER", "cat > paged; echo paging; sleep 0.3");
    let Some(mut terminal) = Terminal::start(&home, &["dashboard"], &[UTF8, pager]) else { return };
    shows(&terminal, "first line");
    terminal.press("\r"); // to the log of the service
    terminal.press("k"); // a line
    terminal.press("p");
    terminal.expect("paging");
    let paged = std::fs::read_to_string(home.path("paged")).unwrap();
    assert!(paged.contains("first line"), "{paged}");
    terminal.expect_screen(USUAL, "dashboard again", |screen| {
        screen.alternate_screen() && screen.contents().contains("first line")
    });
    terminal.press("q");
    terminal.wait();
}
