//! Actions.

use super::*;
use crate::dashboard::facts::{Outcome, SupervisorFact};
use crate::supervisor::ServiceState;

fn acts(effects: &[Effect]) -> Vec<(Verb, Option<String>)> {
    let act = |effect: &Effect| match effect {
        Effect::Ask(Ask::Act { verb, service, .. }) => Some((*verb, service.as_ref().map(ToString::to_string))),
        _ => None,
    };
    effects.iter().filter_map(act).collect()
}

fn asked(app: &App) -> Vec<&str> {
    match &app.dialog {
        Some(Dialog::Confirm { lines, .. }) => lines.iter().map(String::as_str).collect(),
        _ => vec![],
    }
}

#[test]
fn stopping_a_validator_says_what_will_happen_and_waits_for_a_yes() {
    let mut app = app();
    assert_eq!(acts(&typed(&mut app, "x")), []);
    assert_eq!(
        asked(&app),
        [
            "stop sn34-validator: SIGTERM, then SIGKILL after 30 s",
            "21 challenges and weights that are under way may be lost",
            "sn34-data and sn34-generator need it and run on without it",
        ]
    );
    assert_eq!(acts(&typed(&mut app, "n")), []);
    assert_eq!((app.dialog.is_none(), app.actions.is_empty()), (true, true));
    assert_eq!(acts(&typed(&mut app, "x\ny")), [(Verb::Stop, Some(fixture::VALIDATOR.into()))]);
    assert_eq!(app.actions.values().map(Action::what).collect::<Vec<_>>(), ["stop sn34-validator"]);
}

#[test]
fn of_one_service_there_is_one_action_at_a_time_and_its_outcome_is_told() {
    let mut app = app();
    typed(&mut app, "xy");
    for key in ["x", "r", "s"] {
        app.notice = None;
        assert_eq!(acts(&typed(&mut app, key)), [], "{key}");
        assert!(app.dialog.is_none(), "{key}");
        assert!(matches!(notice(&app), "stop sn34-validator is under way" | "sn34-validator runs already"), "{key}");
    }
    typed(&mut app, "K");
    assert!(asked(&app)[0].starts_with("kill sn34-validator"), "which cuts a stop short");
    typed(&mut app, "n");
    let action = *app.actions.keys().next().unwrap();
    let outcome = Outcome { action, is_done: false, text: "it did not end".into() };
    update(&mut app, Event::Fact(Fact::Outcome(outcome)));
    assert_eq!((notice(&app), app.actions.len()), ("stop sn34-validator: it did not end", 0));
    assert!(app.notice.as_ref().unwrap().is_bad);
    typed(&mut app, "x");
    assert!(!asked(&app).is_empty());
}

#[test]
fn what_loses_nothing_is_done_at_once() {
    let mut app = app();
    select(&mut app, fixture::MINER);
    assert_eq!(acts(&typed(&mut app, "s")), [(Verb::Start, Some(fixture::MINER.into()))]);
    app.actions.clear();
    assert_eq!(acts(&typed(&mut app, "r")), [(Verb::Restart, Some(fixture::MINER.into()))]);
    app.actions.clear();
    assert_eq!(acts(&typed(&mut app, "x")), []);
    assert_eq!(notice(&app), "bitmind-generative-miner does not run");
    service(&mut app, fixture::MINER).status.state = ServiceState::WaitingRestart;
    assert_eq!(acts(&typed(&mut app, "x")), [(Verb::Stop, Some(fixture::MINER.into()))]);
}

#[test]
fn deleting_what_was_stopped_asks_too_since_the_log_goes_along() {
    let mut app = app();
    select(&mut app, fixture::MINER);
    assert_eq!(acts(&pressed(&mut app, KeyCode::Delete)), []);
    assert_eq!(asked(&app), ["delete bitmind-generative-miner: it is forgotten", "its log of 1.1 GiB is removed"]);
}

#[test]
fn killing_always_asks() {
    let mut app = app();
    select(&mut app, fixture::GENERATION);
    assert_eq!(acts(&typed(&mut app, "K")), []);
    assert_eq!(asked(&app), ["kill sn34-generator: SIGKILL at once, it can save nothing"]);
    assert_eq!(acts(&typed(&mut app, "y")), [(Verb::Kill, Some(fixture::GENERATION.into()))]);
}

#[test]
fn what_went_away_while_the_dialog_was_open_is_not_acted_on() {
    let mut app = app();
    typed(&mut app, "x");
    let others = app.world.services.iter().filter(|it| it.status.name != name(fixture::VALIDATOR)).cloned().collect();
    update(&mut app, Event::Fact(Fact::Services(others)));
    assert_eq!(acts(&typed(&mut app, "y")), []);
    assert_eq!(notice(&app), "sn34-validator is gone");
}

#[test]
fn read_only_neither_acts_nor_offers_to() {
    let mut app = app();
    app.is_read_only = true;
    let mut effects = typed(&mut app, "sxrK");
    effects.extend(pressed(&mut app, KeyCode::Delete));
    assert_eq!(acts(&effects), []);
    assert!(app.dialog.is_none());
    assert!(rows::commands(&app, "").iter().all(|command| !command.acts()));
    select(&mut app, fixture::MINER);
    assert_eq!(acts(&typed(&mut app, ":start\n")), [], "nothing else would be in its way");
    app.world.supervisor = Some(SupervisorFact::Down);
    update(&mut app, Event::Tick);
    assert_eq!(acts(&typed(&mut app, "d")), []);
    assert!(app.alerts.iter().all(|alert| alert.leads_to.is_none_or(|command| !command.acts())));
}

#[test]
fn the_supervisor_is_started_with_one_key_where_none_runs() {
    let mut app = begun(fixture::supervisor_down());
    assert_eq!(acts(&typed(&mut app, "d")), [(Verb::StartSupervisor, None)]);
    let mut app = self::app();
    assert_eq!(acts(&typed(&mut app, "d")), []);
    assert_eq!(notice(&app), "the supervisor runs already");
}

#[test]
fn nothing_is_done_on_a_machine_that_is_not_reached_and_lost_outcomes_are_told() {
    let mut app = app();
    typed(&mut app, "xy");
    let down = LinkFact::Down { reason: "broken pipe".into(), retry_at_ms: app.now.after(Duration::from_secs(3)) };
    update(&mut app, Event::Fact(Fact::Link(down)));
    assert_eq!(notice(&app), "stop sn34-validator: what came of it was lost with the connection");
    assert_eq!(acts(&typed(&mut app, "r")), []);
    assert_eq!((notice(&app), app.dialog.is_none()), ("not connected", true));
}

#[test]
fn quitting_asks_nothing_and_does_nothing_to_services() {
    assert_eq!(typed(&mut app(), "q"), [Effect::Quit]);
}

#[test]
fn pasted_text_is_never_taken_for_keys() {
    let mut app = app();
    assert_eq!(update(&mut app, Event::Paste("xy\nq".into())), []);
    assert!(app.dialog.is_none());
    typed(&mut app, "x");
    assert_eq!(update(&mut app, Event::Paste("y\n".into())), []);
    assert!(!asked(&app).is_empty() && app.actions.is_empty());
    typed(&mut app, "n/");
    update(&mut app, Event::Paste("sn34\u{1b}[2J\nrm".into()));
    assert_eq!(app.input.as_ref().unwrap().text, "sn34[2J");
}
