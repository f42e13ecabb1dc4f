use super::*;
use crate::dashboard::filter::Filter;
use crate::dashboard::fixture;
use crate::protocol::daemon_state::Health;
use crate::supervisor::ServiceState;

fn of(app: &App, text: &str) -> Standing {
    let fact = app.world.services.iter().find(|it| it.status.name.as_str() == text).unwrap();
    health(app, fact)
}

#[test]
fn a_service_stands_as_its_process_its_rules_and_its_daemon_say() {
    let mut app = fixture::validator_machine();
    assert_eq!(of(&app, fixture::VALIDATOR), Standing::Up);
    assert_eq!(of(&app, fixture::MINER), Standing::Stopped);
    assert_eq!(of(&app, fixture::GENERATION), Standing::Degraded("no output for 4 min (limit 3 min)".into()));
    let daemon = app.world.daemons.get_mut(&fixture::name(fixture::VALIDATOR)).unwrap();
    daemon.state.as_mut().unwrap().health = Health::Degraded { reason: "no peers".into() };
    assert_eq!(of(&app, fixture::VALIDATOR), Standing::Degraded("no peers".into()));
    for (state, word) in [
        (ServiceState::Starting, "starting"),
        (ServiceState::Stopping, "starting"),
        (ServiceState::WaitingRestart, "failed"),
        (ServiceState::Errored, "failed"),
    ] {
        app.world.services[3].status.state = state;
        assert_eq!(of(&app, fixture::VALIDATOR).word(), word, "{state:?}");
    }
}

#[test]
fn scores_are_of_the_selected_daemon_else_of_the_one_with_work() {
    let mut app = fixture::validator_machine();
    let whose = |app: &App| scored(app).map(|(name, _)| name.to_string());
    app.view.service = Some(fixture::name(fixture::DATA));
    assert_eq!(whose(&app), Some(fixture::DATA.into()));
    app.view.service = Some(fixture::name(fixture::MINER)); // stopped: tells nothing
    assert_eq!(whose(&app), Some(fixture::VALIDATOR.into()));
    assert_eq!((miners(&app).len(), tasks(&app).len()), (12, 0));
    app.world.daemons.clear();
    assert_eq!((whose(&app), miners(&app).len()), (None, 0));
}

#[test]
fn filters_hold_for_each_pane_by_itself() {
    let mut app = fixture::validator_machine();
    app.view.filters.insert(Pane::Scores, Filter::parse("duplicate").unwrap());
    app.view.filters.insert(Pane::Gpus, Filter::parse("!GPU-0").unwrap());
    assert_eq!((services(&app).len(), miners(&app).len(), gpus(&app).len()), (4, 8, 1));
    app.view.row.insert(Pane::Scores, 99);
    assert_eq!(selected(&app, Pane::Scores), 7);
}

#[test]
fn the_best_fit_of_a_command_comes_first() {
    let app = fixture::validator_machine();
    assert_eq!(commands(&app, "").len(), Command::ALL.len());
    assert_eq!(commands(&app, "rest").first(), Some(&Command::Restart));
    assert_eq!(commands(&app, "SUPER").first(), Some(&Command::StartSupervisor));
    assert!(commands(&app, "sigkill").contains(&Command::Kill)); // by what it does
}
