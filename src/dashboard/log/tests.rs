use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::buffer::{MOST_BYTES, MOST_LINES};
use super::*;
use crate::dashboard::facts::{LONGEST_TEXT, LogFact};

const HEIGHT: u16 = 10;
const WIDTH: u16 = 60;

fn name(text: &str) -> ServiceName {
    text.parse().unwrap()
}

fn line(time_us: u64, text: &str) -> LogLine {
    let bytes = text.len() as u64;
    LogLine { service: name("web"), time_us: Some(time_us), run: 1, stream: Stream::Out, text: text.into(), bytes }
}

fn lines(range: std::ops::Range<u64>) -> Vec<LogLine> {
    range.map(|at| line(at, &format!("line {at}"))).collect()
}

fn new(lines: Vec<LogLine>) -> LogFact {
    LogFact::Lines { watch: 1, lines, skipped: 0 }
}

fn pane(lines: Vec<LogLine>) -> LogPane {
    let mut pane = LogPane::default();
    pane.watch(1, vec![name("web")]);
    pane.take(new(lines));
    pane
}

fn words(row: &LogRow) -> String {
    row.spans.iter().map(|(text, _)| text.as_str()).collect()
}

fn shown(pane: &LogPane) -> Vec<String> {
    pane.rows(WIDTH, HEIGHT, true).iter().map(words).collect()
}

fn held(pane: &LogPane) -> Vec<LogLine> {
    pane.buffer.iter().map(|entry| entry.line.clone()).collect()
}

#[test]
fn scrolling_up_pauses_counts_what_is_new_and_the_end_is_followed_again() {
    let mut pane = pane(lines(0..100));
    assert_eq!(shown(&pane).last().unwrap(), "line 99");
    assert_eq!(pane.scroll(-3, HEIGHT, WIDTH), None);
    assert_eq!(shown(&pane).last().unwrap(), "line 96");
    let before = shown(&pane);
    pane.take(new(lines(100..150)));
    assert_eq!((shown(&pane), pane.status().new, pane.status().is_following), (before, 50, false));
    assert_eq!(pane.to_bottom(), None);
    assert_eq!((shown(&pane).last().unwrap().as_str(), pane.status().new), ("line 149", 0));
    assert_eq!(pane.toggle_follow(), None);
    pane.take(new(lines(150..151)));
    assert_eq!(shown(&pane).last().unwrap(), "line 149");
}

#[test]
fn the_view_stays_on_its_lines_while_a_flood_passes_and_a_new_watch_leads_back() {
    let mut pane = pane(lines(0..4000));
    pane.scroll(-30, HEIGHT, WIDTH);
    let before = shown(&pane);
    for at in 0..20 {
        pane.take(new(lines(4000 + 1000 * at..5000 + 1000 * at)));
        assert!(pane.buffer.len() <= MOST_LINES);
    }
    assert_eq!(shown(&pane), before);
    assert_eq!((pane.status().new, pane.status().is_past), (20_000, true));
    let Some(Ask::Watch { watch, .. }) = pane.to_bottom() else { panic!("no new watch") };
    pane.take(new(lines(0..1)));
    assert_eq!(shown(&pane).len(), usize::from(HEIGHT), "what was held is shown until then");
    pane.take(LogFact::Lines { watch, lines: lines(24_000..24_020), skipped: 0 });
    assert_eq!(shown(&pane).last().unwrap(), "line 24019");
    assert_eq!(pane.buffer.len(), 20);
}

#[test]
fn a_flood_of_long_lines_stays_within_the_bytes_that_are_allowed() {
    let mut pane = pane(Vec::new());
    for at in 0..2000 {
        pane.take(new(vec![line(at, &"x".repeat(LONGEST_TEXT))]));
    }
    let bytes: usize = pane.buffer.iter().map(|entry| entry.line.text.len()).sum();
    assert!(bytes <= MOST_BYTES && bytes > MOST_BYTES / 2, "{bytes}");
}

/// What the feed answers, from all lines.
fn answer(all: &[LogLine], ask: &Ask) -> LogFact {
    let time = |line: &&LogLine| line.time_us.unwrap();
    match *ask {
        Ask::Earlier { watch, before_us, count } => {
            let older: Vec<_> = all.iter().filter(|line| time(line) < before_us).cloned().collect();
            let from = older.len().saturating_sub(count);
            let equal = all.iter().filter(|line| time(line) == before_us).cloned();
            LogFact::Earlier { watch, lines: older[from..].iter().cloned().chain(equal).collect(), at_start: from == 0 }
        }
        Ask::Later { watch, from_us, count } => {
            let mut lines: Vec<_> = all.iter().filter(|line| time(line) == from_us).cloned().collect();
            let newer = all.iter().filter(|line| time(line) > from_us).cloned();
            lines.extend(newer.clone().take(count));
            LogFact::Later { watch, lines, at_end: newer.count() <= count }
        }
        _ => panic!("{ask:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn going_up_and_down_loses_and_doubles_no_line_however_many_were_written_at_once(
        count in 100_usize..9000, at_once in 1_usize..3000, held_first in 1_usize..50,
    ) {
        let all: Vec<LogLine> = (0..count).map(|at| line((at / at_once + 5) as u64, &at.to_string())).collect();
        let mut pane = pane(all[count - held_first..].to_vec());
        for direction in [-1_i64, 1] {
            for _ in 0..2000 {
                let asked = pane.scroll(direction * 40, HEIGHT, WIDTH);
                if let Some(ask) = asked {
                    pane.take(answer(&all, &ask));
                }
                prop_assert!(pane.buffer.len() <= MOST_LINES);
                let held = held(&pane);
                let first: usize = held[0].text.parse().unwrap();
                prop_assert!(all[first..].starts_with(&held), "no part of the log");
                let is_end = if direction < 0 { pane.status().is_at_start } else { !pane.is_past || pane.at_end };
                if is_end {
                    break;
                }
            }
            let end = if direction < 0 { held(&pane).first() == all.first() } else { held(&pane).last() == all.last() };
            prop_assert!(end);
        }
    }

    #[test]
    fn no_sequence_of_events_breaks_the_pane_or_lets_a_row_be_wider_than_it(
        events in prop::collection::vec((0_u8..14, "[a-c日é\u{1b}\\[31m👩\u{200d}\u{301}\t\r]{0,40}", -50_i64..50), 1..60),
        width in 0_u16..90, height in 0_u16..30,
    ) {
        let mut pane = pane(lines(0..20));
        let mut time = 100;
        for (kind, text, number) in events {
            time += 1;
            match kind {
                0..=3 => drop(pane.take(new(vec![line(time, &text), line(time, &text)]))),
                4 | 5 => drop(pane.scroll(number, height, width)),
                6 => pane.toggle_wrap(),
                7 => drop(pane.toggle_follow()),
                8 => pane.toggle_level(Level::Info),
                9 => drop(pane.search(&text, time)),
                10 => drop(pane.take(LogFact::Found { watch: 1, search: time - 1, lines: lines(0..9), hit: 4 })),
                11 => drop(pane.to_top()),
                12 => drop(pane.take(LogFact::Earlier { watch: pane.watch, lines: lines(0..30), at_start: true })),
                _ => pane.select(height / 2, height, width),
            }
            let rows = pane.rows(width, height, true);
            prop_assert!(rows.len() <= usize::from(height));
            for row in rows {
                let text = words(&row);
                let room = usize::from(pane.widths(width).text);
                prop_assert!(row.spans.iter().all(|(text, _)| !text.is_empty()));
                prop_assert!(text.width() <= room.max(2), "{text:?} in {room}");
                prop_assert!(!text.chars().any(char::is_control));
                if let Some(hit) = row.hit {
                    prop_assert!(text.get(hit).is_some());
                }
            }
        }
    }
}

#[test]
fn levels_are_taken_over_by_lines_without_one_and_can_be_hidden() {
    let mut pane = pane(vec![
        line(1, "2025-02-22 07:17:22.164 | ERROR | failed"),
        line(2, "  File \"a.py\""),
        line(3, "INFO:root:fine"),
        line(4, "more of it"),
        LogLine { run: 2, ..line(5, "without any") },
    ]);
    let levels: Vec<_> = pane.rows(WIDTH, HEIGHT, true).iter().map(|row| row.level).collect();
    let (error, info) = (Some(Level::Error), Some(Level::Info));
    assert_eq!(levels, [error, error, info, info, None]);
    assert_eq!(shown(&pane)[0], "failed");
    pane.toggle_level(Level::Info);
    assert_eq!(shown(&pane), ["failed", "  File \"a.py\"", "without any"]);
    pane.take_earlier_for_test(vec![LogLine { run: 1, ..line(0, "DEBUG x") }]);
    assert_eq!(pane.buffer.iter().next().unwrap().level, Some(Level::Debug));
}

impl LogPane {
    fn take_earlier_for_test(&mut self, lines: Vec<LogLine>) {
        self.toggle_follow();
        self.earlier.pending += 1;
        self.take(LogFact::Earlier { watch: self.watch, lines, at_start: true });
    }
}

#[test]
fn restarts_exits_and_remarks_are_marked_in_the_gutter() {
    let mut pane = pane(vec![
        line(1, "one"),
        line(2, "two"),
        LogLine { run: 2, ..line(3, "three") },
        LogLine { run: 2, stream: Stream::Note, ..line(4, "5 bytes dropped") },
    ]);
    let event = serde_json::json!({
        "number": 1, "at_ms": 2, "service": "web", "kind": "crashed", "text": "", "run": 1,
        "exit": { "code": 137 },
    });
    pane.note_events(&[serde_json::from_value(event).unwrap()]);
    let marks: Vec<_> = pane.rows(WIDTH, HEIGHT, true).into_iter().map(|row| row.mark).collect();
    let exit = |text: &str| Some(Mark::Exit(text.into()));
    assert_eq!(marks, [None, exit("exit 137"), Some(Mark::Restart(2)), exit("5 bytes dropped")]);
    pane.take(new(vec![line(5_000_000, "of one that has the name of another, and counts from 1 again")]));
    assert_eq!(pane.rows(WIDTH, HEIGHT, true).last().unwrap().mark, Some(Mark::Restart(1)));
}

#[test]
fn a_filter_that_nothing_held_passes_leads_to_what_is_older() {
    let mut pane = pane(lines(500..600));
    pane.set_filter(Filter::parse("rare").ok());
    assert!(shown(&pane).is_empty());
    let Some(Ask::Earlier { before_us, .. }) = pane.scroll(-5, HEIGHT, WIDTH) else { panic!("it asks for more") };
    assert_eq!(before_us, 500);
    pane.take(LogFact::Earlier { watch: 1, lines: vec![line(3, "a rare word")], at_start: true });
    assert_eq!(shown(&pane), ["a rare word"]);
}

#[test]
fn a_search_ends_with_the_watch_that_it_belongs_to() {
    let mut pane = pane(lines(500..600));
    pane.search("line 5", 7).unwrap();
    pane.take(LogFact::Found { watch: 1, search: 7, lines: lines(3..9), hit: 2 });
    pane.search("line 4", 8).unwrap();
    assert!(matches!(pane.to_bottom(), Some(Ask::Watch { .. })), "the view was in the past");
    let search = pane.status().search.unwrap();
    assert_eq!((search.progress, search.is_stopped), (None, true));
}

#[test]
fn a_very_long_line_takes_one_row_or_wraps_and_comes_whole_on_request() {
    let long = LogLine { bytes: 2 << 20, ..line(1, &"日".repeat(LONGEST_TEXT / 3)) };
    let mut pane = pane(vec![long]);
    let rows = pane.rows(80, HEIGHT, true);
    assert_eq!((rows.len(), rows[0].is_cut), (1, true));
    assert!(words(&rows[0]).width() <= usize::from(pane.widths(80).text));
    pane.toggle_wrap();
    let rows = pane.rows(80, HEIGHT, true);
    assert_eq!(rows.len(), usize::from(HEIGHT));
    assert!(words(rows.last().unwrap()).ends_with("more bytes]"), "{rows:?}");
    assert!(rows.iter().all(|row| row.is_continuation && row.time.is_none()));
    let whole = Ask::Whole { service: name("web"), time_us: 1, run: 1, stream: Stream::Out };
    assert_eq!(pane.page(), Some(Err(whole)));
    let page = pane.take(LogFact::Whole { text: "a\x1b[2Jb".into() });
    assert_eq!(page, Some(LogAnswer::Page("ab".into())));
}

#[test]
fn the_view_goes_to_a_hit_which_is_marked_and_says_when_there_is_no_further_one() {
    let mut pane = pane(lines(500..600));
    assert!(pane.search("(", 7).unwrap_err().contains("unclosed"));
    let ask = pane.search("line 4[12]$", 7).unwrap();
    let pattern = "(?i)line 4[12]$".to_owned();
    assert_eq!(ask, Ask::Search { watch: 1, search: 7, pattern: pattern.clone(), from_us: None, backwards: true });
    pane.take(LogFact::Searching { search: 7, read_bytes: 5, total_bytes: 10 });
    assert_eq!(pane.status().search.unwrap().progress, Some((5, 10)));
    pane.take(LogFact::Found { watch: 1, search: 7, lines: lines(30..60), hit: 12 });
    let rows = pane.rows(WIDTH, HEIGHT, true);
    let row = rows.iter().find(|row| row.is_selected).unwrap();
    assert_eq!((words(row).as_str(), row.hit.clone()), ("line 42", Some(0..7)));
    assert_eq!(pane.status().search.unwrap().hits, 2);
    let ask = pane.next_hit(true, 8);
    assert_eq!(ask, Some(Ask::Search { watch: 1, search: 8, pattern, from_us: Some(42), backwards: true }));
    let notice = pane.take(LogFact::NotFound { search: 8 });
    assert_eq!(notice, Some(LogAnswer::Notice { text: "no older hit".into(), is_bad: false }));
    assert!(pane.next_hit(true, 9).is_some());
    assert_eq!(pane.stop_search(), Some(Ask::StopSearch { search: 9 }));
    assert_eq!(pane.stop_search(), None);
    assert_eq!(pane.status().search, None);
}

#[test]
fn a_filter_leaves_lines_out_and_the_hit_is_shown_nevertheless() {
    let mut pane = pane(lines(0..3));
    pane.set_filter(Filter::parse("line 1").ok());
    assert_eq!(shown(&pane), ["line 1"]);
    assert_eq!(pane.shown_text(), "1970-01-01T00:00:00.000001Z web line 1\n");
    pane.take(new(vec![line(9, "line 10"), line(9, "line 20")]));
    assert_eq!(shown(&pane), ["line 1", "line 10"]);
    pane.search("line 2", 3).unwrap();
    pane.take(LogFact::Found { watch: 1, search: 3, lines: lines(0..3), hit: 2 });
    assert_eq!(shown(&pane), ["line 1", "line 2"]);
}

#[test]
fn skipped_lines_leave_a_word_where_they_are_missing() {
    let mut pane = pane(lines(0..1));
    pane.take(LogFact::Lines { watch: 1, lines: lines(900..901), skipped: 899 });
    assert_eq!(shown(&pane).len(), 3);
    assert!(shown(&pane)[1].contains("899 lines"));
    assert_eq!(pane.status().skipped, 899);
}

#[test]
fn colours_of_the_child_stay_in_the_row_and_columns_share_the_width() {
    use ratatui::style::{Color, Style};
    let pane =
        pane(vec![line(1_769_868_300_000_000, "2026-01-31 14:05:00 | \x1b[31mERROR\x1b[0m | a \x1b[32mb\x1b[0m c")]);
    let row = &pane.rows(120, 1, true)[0];
    let green = Style::default().fg(Color::Green);
    let plain = Style::default();
    assert_eq!(row.spans, [("a ".into(), plain), ("b".into(), green), (" c".into(), plain)]);
    assert_eq!((row.time.as_deref(), row.level), (Some("14:05:00.000"), Some(Level::Error)));
    assert_eq!(pane.widths(120), Widths { gutter: 1, time: 12, service: 0, level: 5, text: 100 });
    assert_eq!(pane.widths(0).text, 1);
}
