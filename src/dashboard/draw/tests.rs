//! Frames, as operators see them.

use std::collections::BTreeSet;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

use super::draw;
use crate::dashboard::app::{Alert, App, Dialog, Input, InputFor, Notice, Pane, Severity};
use crate::dashboard::facts::{LinkFact, LogFact};
use crate::dashboard::fixture::{self, NOW};
use crate::dashboard::{Action, Command, Depth, Filter, Look, Theme, Verb};

type Screen = Terminal<TestBackend>;

/// The four sizes that the dashboard is made for.
const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (160, 45)];

fn drawn(app: &App) -> Screen {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
    terminal.draw(|frame| draw(frame, app)).unwrap();
    terminal
}

fn at(mut app: App, size: (u16, u16)) -> App {
    app.size = size;
    app
}

fn text(app: &App) -> String {
    let terminal = drawn(app);
    let buffer = terminal.backend().buffer();
    let width = usize::from(buffer.area.width).max(1);
    let rows =
        buffer.content.chunks(width).map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
    rows.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn says(app: &App, words: &[&str]) {
    let text = text(app);
    for word in words {
        assert!(text.contains(word), "`{word}` is not in\n{text}");
    }
}

fn alert(severity: Severity, subject: &str, words: &str) -> Alert {
    Alert {
        id: words.into(),
        severity,
        at: NOW.before(Duration::from_mins(4)),
        subject: subject.into(),
        text: words.into(),
        leads_to: Some(Command::ShowLog),
    }
}

fn states() -> Vec<App> {
    let mut alarmed = fixture::validator_machine();
    alarmed.alerts = (0..9).map(|_| alert(Severity::Failed, "sn34-data", "the disk is full")).collect();
    let all = [
        fixture::empty(),
        fixture::validator_machine(),
        fixture::miner_machine(),
        fixture::supervisor_down(),
        fixture::no_gpu(),
        fixture::troubled(),
        alarmed,
    ];
    all.into()
}

#[test]
fn no_size_and_no_state_makes_it_fail() {
    let dialogs = [
        None,
        Some(Dialog::Help { filter: String::new(), scroll: 999 }),
        Some(Dialog::Palette { text: "s".into(), selected: 99 }),
        Some(Dialog::Confirm { verb: Verb::Stop, service: fixture::name("a"), lines: vec!["word ".repeat(99)] }),
        Some(Dialog::Details { title: "a".into(), lines: vec![("n".into(), "v".repeat(999)); 50], scroll: 9999 }),
    ];
    let small = (0..40).flat_map(|width| (0..20).map(move |height| (width, height)));
    for mut app in states() {
        for size in small.clone() {
            app.size = size;
            drawn(&app);
        }
        for size in SIZES {
            app.size = size;
            for dialog in &dialogs {
                app.dialog.clone_from(dialog);
                for zoomed in Pane::ALL.into_iter().map(Some).chain([None]) {
                    app.view.zoomed = zoomed;
                    drawn(&app);
                }
            }
        }
        // The terminal has shrunk, and nobody has told yet.
        let mut terminal = Terminal::new(TestBackend::new(30, 10)).unwrap();
        terminal.draw(|frame| draw(frame, &app)).unwrap();
    }
}

#[test]
fn a_screen_that_is_too_small_says_the_size_that_is_needed() {
    says(&at(fixture::empty(), (40, 12)), &["60x16 needed"]);
    assert!(text(&at(fixture::empty(), (60, 16))).contains("Services"));
}

#[test]
fn frames_of_the_main_states() {
    for size in SIZES {
        let name = |state: &str| format!("{state}-{}x{}", size.0, size.1);
        insta::assert_snapshot!(name("validator"), drawn(&at(fixture::validator_machine(), size)).backend());
        insta::assert_snapshot!(name("miner"), drawn(&at(fixture::miner_machine(), size)).backend());
        insta::assert_snapshot!(name("troubled"), drawn(&at(fixture::troubled(), size)).backend());
    }
    for (name, app) in
        [("empty", fixture::empty()), ("supervisor-down", fixture::supervisor_down()), ("no-gpu", fixture::no_gpu())]
    {
        insta::assert_snapshot!(name, drawn(&at(app, (80, 24))).backend());
    }
    for pane in [Pane::Scores, Pane::Gpus, Pane::Alerts] {
        let mut app = at(fixture::troubled(), (120, 40));
        (app.view.zoomed, app.view.focus) = (Some(pane), pane);
        insta::assert_snapshot!(format!("only-{pane:?}"), drawn(&app).backend());
    }
    let mut app = at(fixture::miner_machine(), (120, 40));
    app.view.zoomed = Some(Pane::Scores);
    insta::assert_snapshot!("tasks", drawn(&app).backend());
}

#[test]
fn eighty_columns_show_what_a_service_uses() {
    let app = at(fixture::validator_machine(), (80, 24));
    says(
        &app,
        &["sn34-validator", "up", "3d 04h", "0/0", "41%", "6.1G", "48.0G", "2/9", "degraded", "stopped by an operator"],
    );
    says(&app, &["validator", "generation", "miner", "4 of 4", "sn34 test", "4,812,377", "14:02:31 UTC"]);
}

#[test]
fn the_sort_mark_stands_on_its_column() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    app.view.service_sort.by = crate::dashboard::ServiceColumn::Cpu;
    app.view.service_sort.is_descending = true;
    says(&app, &["CPU▼", "sort cpu ▼"]);
    app.look.is_ascii = true;
    app.view.service_sort.is_descending = false;
    says(&app, &["CPU^"]);
}

#[test]
fn gpus_tell_heat_power_and_who_is_on_them() {
    let mut app = at(fixture::validator_machine(), (160, 45));
    says(
        &app,
        &[
            "71C",
            "412/700 W",
            "1980 MHz",
            "88%",
            "70.0G/80.0G",
            "sn34-generator 48.0G 60%",
            "foreign x1 2.0G",
            "10 min",
        ],
    );
    app.view.zoomed = Some(Pane::Gpus);
    says(&app, &["pid 31337", "foreign", "pid 2001"]);
    let none = at(fixture::no_gpu(), (80, 24));
    says(&none, &["NVML not found: no GPU figures"]);
    assert!(!text(&none).contains("util"), "{}", text(&none));
}

#[test]
fn weights_that_are_three_tempos_old_are_late() {
    says(
        &at(fixture::validator_machine(), (160, 45)),
        &["weights ok 144 blocks, 0.4 tempos ago", "38s old", "rank 14/256", "immunity is over"],
    );
    let app = at(fixture::troubled(), (160, 45));
    says(&app, &["weights LATE 1,520 blocks, 4.2 tempos ago", "no validator permit"]);
}

#[test]
fn a_miner_shows_what_it_spends_and_which_models_rest() {
    let mut app = at(fixture::miner_machine(), (160, 45));
    app.view.zoomed = Some(Pane::Scores);
    says(
        &app,
        &["$12.43 of $25.00", "immune for 700 blocks", "paused 30m: openrouter/flux-pro", "5 of 5 without C2PA"],
    );
    says(
        &app,
        &[
            "203.0.113.7:10525 took 99% of 613",
            "stability rests 4m: credit used up",
            "completed",
            "the service answered 500",
        ],
    );
}

#[test]
fn figures_that_are_old_say_so_and_are_dim() {
    let app = at(fixture::supervisor_down(), (80, 24));
    says(&app, &["reconnecting (12 s)", "start supervisor"]);
    let terminal = drawn(&app);
    let dim = app.look.style(crate::dashboard::theme::Role::Dim).fg;
    let name = terminal.backend().buffer().content.iter().position(|cell| cell.symbol() == "✖" || cell.symbol() == "●");
    assert_eq!(terminal.backend().buffer().content[name.unwrap()].style().fg, dim);
    let mut app = at(fixture::validator_machine(), (80, 24));
    app.world.link =
        Some(LinkFact::Down { reason: "broken pipe".into(), retry_at_ms: NOW.after(Duration::from_secs(4)) });
    says(&app, &["reconnecting (4 s)"]);
}

#[test]
fn an_empty_machine_is_told_how_to_begin() {
    let app = at(fixture::empty(), (80, 24));
    says(&app, &["gascli generator start", "gascli validator start", "gascli start NAME"]);
    let mut down = at(fixture::empty(), (80, 24));
    down.world.supervisor = Some(crate::dashboard::facts::SupervisorFact::Down);
    says(&down, &["No supervisor runs: press d"]);
    down.is_read_only = true;
    says(&down, &["gascli daemon start", "read-only"]);
}

#[test]
fn a_log_without_a_line_says_since_when_one_is_waited_for() {
    let mut app = at(fixture::validator_machine(), (120, 40));
    app.log.watch(2, vec![fixture::name(fixture::VALIDATOR)]);
    let _ = app.log.take(LogFact::Lines { watch: 2, lines: vec![], skipped: 0 });
    says(&app, &["No line yet: sn34-validator runs since 10:02:31"]);
}

#[test]
fn a_paused_log_counts_what_came_since() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    says(&app, &["follow"]);
    let _ = app.log.scroll(-2, 5, 78);
    let lines = (0..12).map(|_| fixture::line(fixture::VALIDATOR, 0, "one more")).collect();
    let _ = app.log.take(LogFact::Lines { watch: 1, lines, skipped: 0 });
    says(&app, &["paused, 12 new"]);
}

#[test]
fn a_merged_log_names_its_services_in_their_colours_with_their_digits() {
    let mut app = at(fixture::validator_machine(), (160, 45));
    app.view.is_merged = true;
    app.view.muted = BTreeSet::from([fixture::name(fixture::MINER)]);
    app.log.watch(2, vec![fixture::name(fixture::DATA), fixture::name(fixture::VALIDATOR)]);
    let lines = [fixture::DATA, fixture::VALIDATOR].map(|name| fixture::line(name, 1, "hello")).into();
    let _ = app.log.take(LogFact::Lines { watch: 2, lines, skipped: 0 });
    says(&app, &["2:sn34-data", "4:sn34-validator", "1-", "hello"]);
}

#[test]
fn a_log_line_cannot_steer_the_terminal() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    let hostile = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}right to left\u{0}\r\u{8}end";
    let lines = vec![fixture::line(fixture::VALIDATOR, 0, hostile)];
    let _ = app.log.take(LogFact::Lines { watch: 1, lines, skipped: 0 });
    app.alerts = vec![alert(Severity::Failed, "a\u{1b}[31mb", "line\nbreak\u{202e}")];
    app.notice = Some(Notice { text: "said \u{7}".into(), is_bad: true, at: NOW });
    let text = text(&app);
    assert!(!text.chars().any(|it| it != '\n' && (it.is_control() || it == '\u{202e}')), "{text:?}");
    assert!(text.contains("end"), "{text}");
}

#[test]
fn no_colour_means_none_and_ascii_means_ascii() {
    for theme in Theme::ALL {
        for size in SIZES {
            let mut app = at(fixture::troubled(), size);
            app.look = Look { theme, depth: Depth::None, is_ascii: true };
            let terminal = drawn(&app);
            let cells = &terminal.backend().buffer().content;
            assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
            assert!(cells.iter().any(|cell| cell.modifier.contains(Modifier::BOLD)));
            assert!(cells.iter().all(|cell| cell.symbol().is_ascii()), "{}", text(&app));
        }
    }
    let mut app = at(fixture::troubled(), (80, 24));
    app.look = Look { is_ascii: true, ..Look::default() };
    insta::assert_snapshot!("ascii", drawn(&app).backend());
}

#[test]
fn each_depth_draws_only_its_own_colours() {
    for theme in Theme::ALL {
        for (depth, has) in [
            (Depth::Sixteen, (|it| !matches!(it, Color::Rgb(..) | Color::Indexed(16..))) as fn(Color) -> bool),
            (Depth::Indexed, |it| !matches!(it, Color::Rgb(..))),
            (Depth::True, |_| true),
        ] {
            let mut app = at(fixture::troubled(), (120, 40));
            app.look = Look { theme, depth, is_ascii: false };
            let terminal = drawn(&app);
            assert!(
                terminal.backend().buffer().content.iter().all(|cell| has(cell.fg) && has(cell.bg)),
                "{theme:?} {depth:?}"
            );
        }
    }
}

#[test]
fn wide_characters_keep_the_frame_in_its_place() {
    let app = at(fixture::validator_machine(), (80, 24));
    let terminal = drawn(&app);
    let buffer = terminal.backend().buffer();
    let wide = (0..24).find(|y| (0..80).any(|x| buffer[(x, *y)].symbol() == "検")).expect("the line is shown");
    assert!(["│", "┃"].contains(&buffer[(79, wide)].symbol()), "{}", text(&app));
}

#[test]
fn the_bottom_line_offers_what_works_here_by_whole_entries() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    let bottom = |app: &App| text(app).lines().last().unwrap().trim_end().to_owned();
    assert!(bottom(&app).contains("x stop") && bottom(&app).contains("? help"), "{}", bottom(&app));
    app.view.service = Some(fixture::name(fixture::MINER));
    assert!(bottom(&app).contains("s start") && !bottom(&app).contains("x stop"), "{}", bottom(&app));
    app.is_read_only = true;
    assert!(!bottom(&app).contains("start"), "{}", bottom(&app));
    for width in 60..160 {
        app.size.0 = width;
        assert!(bottom(&app).ends_with("more") && !bottom(&app).contains('…'), "{width}: {}", bottom(&app));
    }
    app.view.focus = Pane::Log;
    assert!(bottom(&app).contains("wrap"), "{}", bottom(&app));
}

#[test]
fn all_well_is_said_with_the_time_of_the_last_look() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    app.alerts.clear();
    says(&app, &["all well, checked 14:02:31"]);
    app.alerts = vec![alert(Severity::Warning, "sn34-data", "silent"), alert(Severity::Info, "host", "disk 61 %")];
    says(&app, &["▲ sn34-data: silent", "+1 more", "[a] log", "[z] later"]);
    app.size = (160, 45);
    says(&app, &["2 open", "▲ warn", "● info", "disk 61 %"]);
}

#[test]
fn an_action_is_confirmed_by_name_and_shown_while_it_goes_on() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    let service = fixture::name(fixture::VALIDATOR);
    let lines = vec!["stop sn34-validator: TERM, then KILL after 30 s".into()];
    app.dialog = Some(Dialog::Confirm { verb: Verb::Stop, service: service.clone(), lines });
    says(&app, &["stop sn34-validator?", "then KILL after 30 s", "y yes, stop", "n no"]);
    app.dialog = None;
    app.actions.insert(3, Action { verb: Verb::Stop, service: Some(service), at: NOW.before(Duration::from_secs(3)) });
    app.notice = Some(Notice { text: "services keep running".into(), is_bad: false, at: NOW });
    says(&app, &["stop sn34-validator, 3s", "services keep running"]);
}

#[test]
fn help_and_palette_find_commands_and_details_break_long_values() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    app.dialog = Some(Dialog::Help { filter: "restart".into(), scroll: 0 });
    says(&app, &["Keys", "/ restart", "restart"]);
    app.dialog = Some(Dialog::Palette { text: "kill".into(), selected: 0 });
    says(&app, &[": kill", "> ", "kill"]);
    app.dialog =
        Some(Dialog::Details { title: "sn34-data".into(), lines: vec![("why".into(), "word ".repeat(40))], scroll: 0 });
    says(&app, &["why", "word word"]);
}

#[test]
fn a_filter_is_seen_while_it_is_typed_and_while_it_holds() {
    let mut app = at(fixture::validator_machine(), (80, 24));
    let problem = Some("unclosed group".to_owned());
    app.input =
        Some(Input { is_for: InputFor::Filter(Pane::Services), text: "re:(".into(), cursor: 4, back: 0, problem });
    says(&app, &["filter services: re:(", "unclosed group"]);
    app.input = None;
    app.view.filters.insert(Pane::Services, Filter::parse("data").unwrap());
    says(&app, &["/ data", "1 of 4"]);
}

#[test]
fn the_selected_row_tells_when_and_the_others_how_long_ago() {
    let app = at(fixture::validator_machine(), (80, 24));
    let text = text(&app);
    let row = text.lines().find(|line| line.contains(">● up") || line.contains("sn34-validator")).unwrap();
    assert!(row.contains("04 Nov") && row.contains("14:02"), "{row}");
    let other = text.lines().find(|line| line.contains("sn34-data")).unwrap();
    assert!(other.contains("3d 04h") && other.contains("1s"), "{other}");
}
