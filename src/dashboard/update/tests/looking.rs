//! Rows, filters, orders, dialogs.

use super::*;
use crate::dashboard::app::{InputFor, ServiceColumn};
use crate::dashboard::keys::Command;

fn shown(app: &App) -> Vec<&str> {
    rows::services(app).iter().map(|it| it.status.name.as_str()).collect()
}

fn selected(app: &App) -> &str {
    rows::selected_service(app).map_or("", |it| it.status.name.as_str())
}

#[test]
fn a_filter_works_as_it_is_typed_stays_over_resizes_and_escape_clears_it() {
    let mut app = app();
    typed(&mut app, "/sn34-");
    assert_eq!(shown(&app).len(), 3);
    typed(&mut app, "!"); // matches nothing: what is selected stays selected
    assert_eq!((shown(&app).len(), app.view.service.clone()), (0, Some(name(fixture::VALIDATOR))));
    pressed(&mut app, KeyCode::Backspace);
    typed(&mut app, "\n");
    assert!(app.input.is_none());
    for event in [Event::Resize(0, 0), Event::Resize(60, 16), Event::Resize(160, 45), Event::Tick] {
        update(&mut app, event);
    }
    typed(&mut app, "tmEl");
    assert_eq!((shown(&app).len(), selected(&app)), (3, fixture::VALIDATOR));
    assert_eq!(app.view.filters.get(&Pane::Services).unwrap().text, "sn34-");
    typed(&mut app, "l"); // from the log alone back to all
    app.view.focus = Pane::Services;
    pressed(&mut app, KeyCode::Esc);
    assert_eq!((shown(&app).len(), app.view.filters.len()), (4, 0));
}

#[test]
fn what_was_filtered_by_is_recalled_by_slash_or_up() {
    let mut app = app();
    typed(&mut app, "/data\n");
    typed(&mut app, "/");
    assert_eq!(app.input.as_ref().unwrap().text, "data");
    pressed(&mut app, KeyCode::Esc);
    assert!(app.view.filters.is_empty());
    typed(&mut app, "//");
    assert_eq!((app.input.as_ref().unwrap().text.as_str(), selected(&app)), ("data", fixture::DATA));
    pressed(&mut app, KeyCode::Down);
    typed(&mut app, "re:miner|valid\n");
    typed(&mut app, "/");
    pressed(&mut app, KeyCode::Up);
    pressed(&mut app, KeyCode::Up);
    assert_eq!(app.input.as_ref().unwrap().text, "data");
}

#[test]
fn a_regex_that_cannot_be_read_says_so_and_leaves_the_filter_before() {
    let mut app = app();
    typed(&mut app, "/re:sn34");
    typed(&mut app, "(\n");
    assert_eq!(app.input.as_ref().unwrap().problem.as_deref(), Some("unclosed group"));
    assert_eq!(shown(&app).len(), 3);
}

#[test]
fn a_typed_text_is_edited_where_the_cursor_is() {
    let mut app = app();
    typed(&mut app, "/äöü");
    for code in [KeyCode::Left, KeyCode::Left, KeyCode::Backspace, KeyCode::Char('x'), KeyCode::Delete] {
        pressed(&mut app, code);
    }
    assert_eq!((app.input.as_ref().unwrap().text.as_str(), app.input.as_ref().unwrap().cursor), ("xü", 1));
    let ctrl = |letter| Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
    pressed(&mut app, KeyCode::End);
    typed(&mut app, " two  words ");
    update(&mut app, ctrl('w'));
    assert_eq!(app.input.as_ref().unwrap().text, "xü two  ");
    update(&mut app, ctrl('u'));
    assert_eq!(app.input.as_ref().unwrap().text, "");
}

#[test]
fn services_are_sorted_by_any_column_and_the_selection_stays() {
    let mut app = app();
    let mut seen = Vec::new();
    for _ in 0..rows::SERVICE_COLUMNS.len() {
        seen.push(app.view.service_sort.by);
        typed(&mut app, ">");
        assert_eq!(selected(&app), fixture::VALIDATOR);
    }
    assert_eq!((seen, app.view.service_sort.by), (rows::SERVICE_COLUMNS.to_vec(), ServiceColumn::State));
    typed(&mut app, "<");
    assert_eq!(app.view.service_sort.by, ServiceColumn::Health);
    typed(&mut app, "<");
    assert_eq!(app.view.service_sort.by, ServiceColumn::LogAge);
    assert_eq!(shown(&app)[0], fixture::MINER); // silent for longest
    typed(&mut app, "o");
    assert_eq!(shown(&app)[3], fixture::MINER);
}

#[test]
fn figures_that_are_not_known_come_last_in_either_order() {
    let mut app = app();
    app.view.service_sort.by = ServiceColumn::Cpu;
    for is_descending in [false, true] {
        app.view.service_sort.is_descending = is_descending;
        assert_eq!(shown(&app)[3], fixture::MINER, "{is_descending}");
    }
    assert_eq!(shown(&app)[0], fixture::GENERATION);
}

#[test]
fn the_palette_has_every_command_by_name_and_does_the_chosen_one() {
    let mut app = app();
    typed(&mut app, ":");
    for command in Command::ALL {
        assert_eq!(rows::commands(&app, command.name()).first(), Some(command), "{}", command.name());
    }
    typed(&mut app, "sort-rev\n");
    assert!(app.dialog.is_none() && app.view.service_sort.is_descending);
    typed(&mut app, ":srev"); // its letters in order
    assert!(rows::commands(&app, "srev").contains(&Command::SortReverse));
    pressed(&mut app, KeyCode::Esc);
    typed(&mut app, ":no such thing\n");
    assert!(app.dialog.is_none());
}

#[test]
fn the_help_is_searched_by_typing_and_its_last_lines_stay_in_sight() {
    let mut app = app();
    typed(&mut app, "?");
    for _ in 0..200 {
        pressed(&mut app, KeyCode::PageDown);
    }
    let below = u16::try_from(Command::ALL.len()).unwrap() - 20; // that fit into 24 rows with two frames
    assert!(matches!(app.dialog, Some(Dialog::Help { scroll, .. }) if scroll == below), "{:?}", app.dialog);
    typed(&mut app, "wrap");
    assert!(matches!(&app.dialog, Some(Dialog::Help { filter, scroll: 0 }) if filter == "wrap"));
    typed(&mut app, "?");
    assert!(app.dialog.is_none());
}

#[test]
fn escape_goes_out_of_one_thing_at_a_time() {
    let mut app = app();
    typed(&mut app, "l/uid\nfpattern\n");
    let mut left = Vec::new();
    for _ in 0..6 {
        pressed(&mut app, KeyCode::Esc);
        left.push((
            app.log.status().search.is_some(),
            app.view.filters.len(),
            app.view.zoomed.is_some(),
            app.view.focus,
        ));
    }
    left.dedup();
    assert_eq!(left.last(), Some(&(false, 0, false, Pane::Services)));
    assert!(left.windows(2).all(|pair| {
        let changes = [pair[0].0 != pair[1].0, pair[0].1 != pair[1].1, pair[0].2 != pair[1].2, pair[0].3 != pair[1].3];
        changes.iter().filter(|changed| **changed).count() <= 1
    }));
}

#[test]
fn tab_goes_through_the_panes_that_are_shown_and_back() {
    let mut app = app();
    app.size = (160, 45);
    let mut seen = vec![app.view.focus];
    for _ in 1..Pane::ALL.len() {
        pressed(&mut app, KeyCode::Tab);
        seen.push(app.view.focus);
    }
    assert_eq!(seen, Pane::ALL);
    pressed(&mut app, KeyCode::BackTab);
    assert_eq!(app.view.focus, Pane::Log);
    app.size = (0, 0);
    pressed(&mut app, KeyCode::Tab);
    assert_eq!(app.view.focus, Pane::Log);
}

#[test]
fn keys_are_never_for_a_pane_that_is_not_shown() {
    let mut app = app();
    app.size = (80, 24); // alerts have a line there, and no pane
    typed(&mut app, "A");
    assert_eq!((app.view.focus, app.view.zoomed), (Pane::Alerts, Some(Pane::Alerts)));
    typed(&mut app, "A");
    assert_eq!((app.view.focus, app.view.zoomed), (Pane::Services, None));
    app.size = (160, 45);
    app.view.focus = Pane::Alerts;
    update(&mut app, Event::Resize(80, 24));
    assert_eq!(app.view.focus, Pane::Services);
}

#[test]
fn columns_are_sorted_by_in_the_order_in_which_they_stand() {
    let shown: Vec<_> = crate::dashboard::layout::service_columns(158).into_iter().map(|column| column.0).collect();
    assert_eq!(shown, rows::SERVICE_COLUMNS);
}

#[test]
fn details_tell_all_about_a_service_and_a_miner() {
    let mut app = app();
    select(&mut app, fixture::GENERATION);
    typed(&mut app, "i");
    let Some(Dialog::Details { title, lines, .. }) = app.dialog.take() else { panic!("no details") };
    assert_eq!(title, fixture::GENERATION);
    let value = |name: &str| lines.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str());
    assert_eq!(value("health"), "degraded no output for 4 min (limit 3 min)");
    assert!(value("last exit").starts_with("SIGKILL, out of memory, "), "{}", value("last exit"));
    assert_eq!(value("stops by"), "SIGTERM, then SIGKILL after 30 s");
    assert!(value("memory").ends_with("limit 48.0 GiB"), "{}", value("memory"));
    select(&mut app, fixture::VALIDATOR);
    app.view.focus = Pane::Scores;
    pressed(&mut app, KeyCode::End);
    typed(&mut app, "\n");
    let Some(Dialog::Details { title, lines, .. }) = app.dialog.take() else { panic!("no details") };
    assert_eq!(title, "miner 141"); // the least weight
    assert!(lines.contains(&("  no-manifest".into(), "11".into())), "{lines:?}");
}

#[test]
fn a_refresh_time_out_of_bounds_is_refused_where_it_is_typed() {
    let mut app = app();
    let ctrl_r = Event::Key(KeyEvent::new(KeyCode::Char('r'), KeyModifiers::CONTROL));
    update(&mut app, ctrl_r);
    assert_eq!(app.input.as_ref().unwrap().is_for, InputFor::Refresh);
    let effects = typed(&mut app, "0000\n"); // `1s0000`
    assert!(effects.is_empty() && app.input.as_ref().unwrap().problem.is_some());
    for _ in 0..6 {
        pressed(&mut app, KeyCode::Backspace);
    }
    assert_eq!(typed(&mut app, "2s\n"), [Effect::Ask(Ask::Refresh { every: Duration::from_secs(2) })]);
}
