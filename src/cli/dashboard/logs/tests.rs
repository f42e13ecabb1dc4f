use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use super::*;
use crate::dashboard::facts::{LONGEST_TEXT, LogLine};
use crate::dashboard::log::{LogAnswer, LogPane};
use crate::supervisor::logs::{LogWriter, Stream};
use crate::supervisor::{LogPolicy, MinFree};

const LIMIT: Duration = Duration::from_secs(30);

struct World {
    _home: tempfile::TempDir,
    paths: Paths,
    source: LogSource,
    facts: Receiver<Fact>,
}

impl World {
    fn new(room: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        let (sender, facts) = sync_channel(room);
        let source = LogSource::new(paths.clone(), sender);
        Self { _home: home, paths, source, facts }
    }

    fn writer(&self, service: &str) -> LogWriter {
        let policy = LogPolicy {
            segment_bytes: 20_000,
            total_bytes: u64::MAX,
            min_free: MinFree::Bytes(0),
            ..LogPolicy::default()
        };
        LogWriter::open(&self.paths.logs(&name(service)), &policy).unwrap()
    }

    fn watch(&mut self, services: &[&str], last: usize) {
        let services = services.iter().map(|service| name(service)).collect();
        assert!(self.source.ask(Ask::Watch { watch: 1, services, last }));
    }

    fn fact(&self) -> LogFact {
        match self.facts.recv_timeout(LIMIT).unwrap() {
            Fact::Log(fact) => fact,
            other => panic!("{other:?}"),
        }
    }

    fn lines(&self) -> Vec<String> {
        match self.fact() {
            LogFact::Lines { lines, .. } => texts(&lines),
            other => panic!("{other:?}"),
        }
    }

    /// Lets the pane have its way until it asks for nothing more, and the answer has come.
    fn answer(&mut self, pane: &mut LogPane, ask: Option<Ask>) -> Option<LogAnswer> {
        self.source.ask(ask?);
        loop {
            let fact = self.fact();
            let is_answer = !matches!(fact, LogFact::Searching { .. } | LogFact::Lines { .. });
            let answer = pane.take(fact);
            if is_answer {
                return answer;
            }
        }
    }
}

fn name(text: &str) -> ServiceName {
    text.parse().unwrap()
}

fn texts(lines: &[LogLine]) -> Vec<String> {
    lines.iter().map(|line| line.text.clone()).collect()
}

fn put(writer: &mut LogWriter, text: &str) {
    writer.append(1, Stream::Out, text.as_bytes()).unwrap();
}

#[test]
fn the_last_lines_of_all_come_merged_and_then_what_is_written_also_by_services_without_a_log_yet() {
    let mut world = World::new(100);
    let (mut web, mut db) = (world.writer("web"), world.writer("db"));
    for at in 0..50 {
        put(if at % 2 == 0 { &mut web } else { &mut db }, &format!("{at}\n"));
        std::thread::sleep(Duration::from_micros(2)); // times are told apart by microseconds
    }
    world.watch(&["db", "later", "web"], 6);
    assert_eq!(world.lines(), ["44", "45", "46", "47", "48", "49"]);
    put(&mut db, "half ");
    put(&mut web, "new\n");
    assert_eq!(world.lines(), ["new"]);
    put(&mut db, "and half\n");
    assert_eq!(world.lines(), ["half and half"]);
    put(&mut world.writer("later"), "hello\n");
    assert_eq!(world.lines(), ["hello"]);
}

#[test]
fn a_watch_without_any_line_is_answered_and_ends_at_once_with_its_source() {
    let mut world = World::new(1);
    world.watch(&["web"], 10);
    assert_eq!(world.lines(), [""; 0]);
    let begun = Instant::now();
    drop(world);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_screen_that_takes_nothing_loses_the_oldest_lines_and_is_told_how_many() {
    let mut world = World::new(1);
    let mut web = world.writer("web");
    world.watch(&["web"], 10);
    assert_eq!(world.lines(), [""; 0]);
    for part in 0..20 {
        let lines: Vec<String> = (0..500).map(|at| format!("{}\n", part * 500 + at)).collect();
        put(&mut web, &lines.concat());
        std::thread::sleep(Duration::from_millis(20)); // several facts' worth, and none is taken
    }
    let (mut seen, mut last) = (0, String::new());
    while seen < 10_000 {
        let LogFact::Lines { lines, skipped, .. } = world.fact() else { panic!("no lines") };
        assert!(lines.len() <= 2000);
        seen += lines.len() as u64 + skipped;
        last = lines.last().map_or(last, |line| line.text.clone());
    }
    assert_eq!((seen, last.as_str()), (10_000, "9999"));
}

#[test]
fn the_pane_goes_through_the_whole_log_and_back_without_losing_a_line() {
    let mut world = World::new(100);
    let mut web = world.writer("web");
    // Many at once, so that they share a time.
    for part in 0..30 {
        let lines: Vec<String> = (0..300).map(|at| format!("line {}\n", part * 300 + at)).collect();
        put(&mut web, &lines.concat());
    }
    let mut pane = LogPane::default();
    pane.watch(1, vec![name("web")]);
    world.watch(&["web"], 100);
    pane.take(world.fact());
    let mut found = Vec::new();
    for _ in 0..10_000 {
        let text = pane.shown_text();
        let first = text.lines().next().unwrap().rsplit(' ').next().unwrap().parse::<u32>().unwrap();
        let count = u32::try_from(text.lines().count()).unwrap();
        let numbers: Vec<u32> = text.lines().map(|line| line.rsplit(' ').next().unwrap().parse().unwrap()).collect();
        assert_eq!(numbers, (first..first + count).collect::<Vec<_>>());
        found.push(first);
        if pane.status().is_at_start {
            break;
        }
        let ask = pane.scroll(-50, 40, 100);
        world.answer(&mut pane, ask);
    }
    assert_eq!(found.last(), Some(&0));
    assert!(pane.status().is_past);
    let ask = pane.to_bottom();
    world.source.ask(ask.unwrap());
    pane.take(world.fact());
    assert!(pane.shown_text().ends_with(" line 8999\n"));
}

#[test]
fn every_hit_of_the_whole_log_is_found_in_both_directions_and_then_none() {
    let mut world = World::new(100);
    let (mut web, mut db) = (world.writer("web"), world.writer("db"));
    let mut expected = Vec::new();
    for part in 0..20 {
        // Some hits share a chunk, and so a time.
        let word = |at| if at % 150 == 9 { "Ouch" } else { "-" };
        let lines: Vec<String> = (0..400).map(|at| format!("{part}.{at} {}\n", word(at))).collect();
        put(if part % 3 == 0 { &mut db } else { &mut web }, &lines.concat());
        expected.extend([9, 159, 309].map(|at| format!("{part}.{at} Ouch")));
        std::thread::sleep(Duration::from_micros(2)); // no chunk shares a time with that of the other log
    }
    let mut pane = LogPane::default();
    pane.watch(1, vec![name("db"), name("web")]);
    world.watch(&["db", "web"], 100);
    pane.take(world.fact());
    let ask = pane.search("ouch$", 1).unwrap();
    assert_eq!(world.answer(&mut pane, Some(ask)), None);
    let mut number = 1;
    let mut all = |world: &mut World, pane: &mut LogPane, is_backwards: bool| {
        let mut found = vec![pane.selected_text().unwrap()];
        loop {
            number += 1;
            let ask = pane.next_hit(is_backwards, number);
            if world.answer(pane, ask).is_some() {
                return found;
            }
            found.push(pane.selected_text().unwrap());
        }
    };
    let mut upwards = all(&mut world, &mut pane, true);
    upwards.reverse();
    assert_eq!(upwards, expected);
    assert_eq!(all(&mut world, &mut pane, false), expected);
    let ask = pane.search("nowhere", 1000).unwrap();
    assert!(matches!(world.answer(&mut pane, Some(ask)), Some(LogAnswer::Notice { .. })));
}

#[test]
fn a_line_of_two_mebibytes_is_told_by_its_front_and_comes_whole_when_asked_for() {
    let mut world = World::new(100);
    let policy = LogPolicy { min_free: MinFree::Bytes(0), ..LogPolicy::default() };
    let mut web = LogWriter::open(&world.paths.logs(&name("web")), &policy).unwrap();
    let long = "é".repeat(1 << 20);
    for part in format!("before\n{long}\nbehind\n").as_bytes().chunks(60_000) {
        web.append(1, Stream::Out, part).unwrap();
    }
    let mut pane = LogPane::default();
    pane.watch(1, vec![name("web")]);
    world.watch(&["web"], 10);
    let LogFact::Lines { lines, .. } = world.fact() else { panic!("no lines") };
    assert_eq!(texts(&lines)[0], "before");
    assert_eq!((lines.len(), lines[1].text.len(), lines[1].bytes), (3, LONGEST_TEXT, 2 << 20));
    pane.take(LogFact::Lines { watch: 1, lines, skipped: 0 });
    pane.scroll(-1, 10, 80);
    pane.select(1, 10, 80);
    let Some(Err(ask)) = pane.page() else { panic!("it is not all there") };
    let Some(LogAnswer::Page(text)) = world.answer(&mut pane, Some(ask)) else { panic!("no page") };
    assert!(text == long, "{} bytes", text.len());
}
