//! Logs, alerts, and what is taken out of the dashboard.

use super::*;
use crate::dashboard::facts::{DaemonFact, LogFact, SupervisorFact};
use crate::dashboard::keys::Command;

#[test]
fn the_log_is_that_of_the_selected_service() {
    let mut app = fixture::validator_machine();
    app.view.service_sort.by = crate::dashboard::app::ServiceColumn::Name;
    assert_eq!(watched(&update(&mut app, Event::Tick)), Some(vec![fixture::VALIDATOR.into()]));
    assert_eq!(update(&mut app, Event::Tick), []);
    assert_eq!(watched(&pressed(&mut app, KeyCode::Up)), Some(vec![fixture::GENERATION.into()]));
    assert_eq!(watched(&typed(&mut app, "\n")), None); // the focus alone moves
    assert_eq!(app.view.focus, Pane::Log);
}

#[test]
fn the_merged_log_is_of_all_services_but_those_muted_and_stays_while_they_are_the_same() {
    let mut app = app();
    let all = [fixture::MINER, fixture::DATA, fixture::GENERATION, fixture::VALIDATOR].map(String::from);
    assert_eq!(watched(&typed(&mut app, "L")), Some(all.to_vec()));
    assert_eq!(watched(&pressed(&mut app, KeyCode::Up)), None);
    let same = app.world.services.clone();
    assert_eq!(watched(&update(&mut app, Event::Fact(Fact::Services(same)))), None);
    assert_eq!(watched(&typed(&mut app, "2")), Some([&all[..1], &all[2..]].concat()));
    assert_eq!(notice(&app), "sn34-data is left out of the log");
    assert_eq!(watched(&typed(&mut app, "2")), Some(all.to_vec()));
    typed(&mut app, "9");
    assert_eq!(notice(&app), "there is no service of this number");
    let fewer = app.world.services[1..].to_vec();
    assert_eq!(watched(&update(&mut app, Event::Fact(Fact::Services(fewer)))), Some(all[1..].to_vec()));
}

#[test]
fn after_a_lost_connection_the_log_is_asked_for_anew() {
    let mut app = app();
    let down = |app: &App| LinkFact::Down { reason: "gone".into(), retry_at_ms: app.now };
    let fact = down(&app);
    assert_eq!(update(&mut app, Event::Fact(Fact::Link(fact))), []);
    let since = app.world.link_down_since;
    app.now = app.now.after(Duration::from_secs(9));
    let fact = down(&app);
    update(&mut app, Event::Fact(Fact::Link(fact)));
    assert_eq!((app.world.link_down_since, since.is_some()), (since, true));
    assert!(app.alerts.iter().any(|alert| alert.subject == "link" && Some(alert.at) == since));
    let effects = update(&mut app, Event::Fact(Fact::Link(LinkFact::Up)));
    assert_eq!(watched(&effects), Some(vec![fixture::VALIDATOR.into()]));
    assert_eq!(app.world.link_down_since, None);
}

#[test]
fn a_search_asks_the_feed_and_escape_ends_it() {
    let mut app = app();
    let effects = typed(&mut app, "ffinality\n");
    let Some(Effect::Ask(Ask::Search { search, .. })) = effects.last() else { panic!("{effects:?}") };
    let number = *search;
    assert_eq!(pressed(&mut app, KeyCode::Esc), [Effect::Ask(Ask::StopSearch { search: number })]);
    assert_eq!(app.view.filter_history, ["finality"]);
}

#[test]
fn the_filter_of_the_log_outlives_another_service() {
    let mut app = app();
    app.view.focus = Pane::Log;
    typed(&mut app, "/uid\n");
    app.view.focus = Pane::Services;
    pressed(&mut app, KeyCode::Up);
    assert_eq!(app.log.status().filter.as_deref(), Some("uid"));
}

#[test]
fn what_a_silent_daemon_told_before_is_kept_with_when_it_was() {
    let mut app = app();
    let told = app.world.daemons[&name(fixture::VALIDATOR)].clone();
    app.now = app.now.after(Duration::from_mins(1));
    let silent = DaemonFact::Silent { reason: "no answer".into() };
    update(&mut app, Event::Fact(Fact::Daemons([(name(fixture::VALIDATOR), silent)].into())));
    let entry = &app.world.daemons[&name(fixture::VALIDATOR)];
    assert_eq!((&entry.state, entry.state_at), (&told.state, told.state_at));
    assert_eq!((entry.silent.as_deref(), app.world.daemons.len()), (Some("no answer"), 1));
}

#[test]
fn histories_have_one_figure_a_look_and_of_gpus_one_in_five_seconds() {
    let mut app = app();
    app.histories = crate::dashboard::Histories::default();
    let (services, gpus) = (app.world.services.clone(), app.world.gpus.clone().unwrap());
    for _ in 0..200 {
        app.now = app.now.after(Duration::from_secs(1));
        update(&mut app, Event::Fact(Fact::Services(services.clone())));
        update(&mut app, Event::Fact(Fact::Gpus(gpus.clone())));
    }
    assert_eq!(app.histories.services[&name(fixture::DATA)].cpu_percent.len(), crate::dashboard::LONGEST_HISTORY);
    assert_eq!(app.histories.gpus[&0].utilization_percent.len(), 40);
    update(&mut app, Event::Fact(Fact::Services(vec![])));
    assert!(app.histories.services.is_empty());
}

#[test]
fn events_that_are_told_again_count_once() {
    let mut app = app();
    let before = app.world.events.clone();
    update(&mut app, Event::Fact(Fact::Events(before.iter().cloned().collect())));
    assert_eq!(app.world.events, before);
}

#[test]
fn a_notice_goes_after_five_seconds() {
    let mut app = app();
    typed(&mut app, "t");
    assert_eq!((notice(&app), app.view.is_utc), ("times are local", false)); // states of tests are in UTC
    app.now = app.now.after(Duration::from_secs(5));
    update(&mut app, Event::Tick);
    assert!(app.notice.is_none());
}

#[test]
fn an_alert_leads_to_its_service_and_can_be_put_off() {
    let mut app = app();
    let count = app.alerts.len();
    assert_eq!((app.alerts[0].subject.as_str(), app.alerts[0].leads_to), (fixture::GENERATION, Some(Command::Open)));
    assert_eq!(watched(&typed(&mut app, "a")), Some(vec![fixture::GENERATION.into()]));
    assert_eq!(app.view.focus, Pane::Log);
    typed(&mut app, "z");
    assert_eq!(app.alerts.len(), count - 1);
    app.now = app.now.after(Duration::from_secs(601));
    update(&mut app, Event::Tick);
    assert_eq!((app.alerts.len(), app.snoozed.len()), (count, 0));
}

#[test]
fn the_selected_alert_stays_selected_when_another_comes_above_it() {
    let mut app = begun(fixture::troubled());
    app.size = (160, 45);
    app.view.focus = Pane::Alerts;
    pressed(&mut app, KeyCode::Down);
    let held = rows::alerts(&app)[1].id.clone();
    app.world.supervisor = Some(SupervisorFact::Trouble { reason: "it is silent".into() });
    app.now = app.now.after(Duration::from_secs(1));
    update(&mut app, Event::Tick);
    let row = rows::selected(&app, Pane::Alerts);
    assert_eq!((rows::alerts(&app)[row].id.as_str(), row > 1), (held.as_str(), true));
}

#[test]
fn who_was_left_out_of_the_merged_log_has_a_log_of_its_own() {
    let mut app = app();
    typed(&mut app, "L1");
    assert!(app.view.muted.contains(&app.world.services[0].status.name));
    let first = app.world.services[0].status.name.to_string();
    select(&mut app, &first);
    assert_eq!(watched(&typed(&mut app, "L")), Some(vec![first.clone()]));
    let lines = vec![fixture::line(&first, 3, "a word")];
    let watch = app.last_number;
    update(&mut app, Event::Fact(Fact::Log(LogFact::Lines { watch, lines, skipped: 0 })));
    assert_eq!(app.log.rows(60, 5, true).len(), 1);
}

#[test]
fn the_name_of_a_row_is_copied_and_the_log_is_written_to_a_file_of_a_telling_name() {
    let mut app = app();
    assert_eq!(typed(&mut app, "c"), [Effect::Copy(fixture::VALIDATOR.into())]);
    app.view.focus = Pane::Log;
    let watch = app.last_number;
    let lines = vec![fixture::line(fixture::VALIDATOR, 3, "\u{1b}[32muid 133\u{1b}[0m is late")];
    update(&mut app, Event::Fact(Fact::Log(LogFact::Lines { watch, lines, skipped: 0 })));
    let effects = typed(&mut app, "e");
    let [Effect::Export { name, text }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(name, "gascli-log-sn34-validator-20261107T140231Z.txt");
    assert!(text.contains("is late"), "{text}");
}
