//! No order of events breaks anything.

use std::collections::BTreeMap;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::dashboard::facts::{DaemonFact, HostFact, LogFact, Outcome, SupervisorFact};
use crate::supervisor::{GpuReport, ServiceState};

const STATES: [ServiceState; 7] = [
    ServiceState::WaitingDependency,
    ServiceState::Starting,
    ServiceState::Online,
    ServiceState::Stopping,
    ServiceState::Stopped,
    ServiceState::Errored,
    ServiceState::WaitingRestart,
];

fn services() -> impl Strategy<Value = Vec<ServiceFact>> {
    let one = (0_usize..6, 0_usize..STATES.len(), any::<bool>()).prop_map(|(number, state, has_pid)| {
        let mut fact = fixture::service(&format!("service-{number}"), Some("validator"), 100);
        fact.status.state = STATES[state];
        fact.status.pid = has_pid.then_some(100);
        fact.needed_by = vec![name("service-0"), name("nobody")];
        fact
    });
    vec(one, 0..6).prop_map(|mut all| {
        all.sort_by(|one, other| one.status.name.cmp(&other.status.name));
        all.dedup_by(|one, other| one.status.name == other.status.name);
        all
    })
}

fn fact() -> impl Strategy<Value = Fact> {
    let daemon = prop_oneof![
        Just(DaemonFact::Silent { reason: "no answer".into() }),
        Just(DaemonFact::State(Box::new(fixture::validator_state()))),
        Just(DaemonFact::State(Box::new(fixture::miner_state()))),
    ];
    let daemons = (0_usize..6, daemon)
        .prop_map(|(number, daemon)| Fact::Daemons(BTreeMap::from([(name(&format!("service-{number}")), daemon)])));
    let outcome = (0_u64..40, any::<bool>())
        .prop_map(|(action, is_done)| Fact::Outcome(Outcome { action, is_done, text: String::new() }));
    let lines = (0_u64..40, 0_u64..9).prop_map(|(watch, ago)| {
        let lines = vec![fixture::line("service-1", ago, "a line"), fixture::line("service-2", 0, "ERROR another")];
        Fact::Log(LogFact::Lines { watch, lines, skipped: ago })
    });
    prop_oneof![
        4 => services().prop_map(Fact::Services),
        2 => daemons,
        2 => outcome,
        2 => lines,
        1 => Just(Fact::Host(HostFact { disk_total_bytes: Some(100), disk_free_bytes: Some(1), ..HostFact::default() })),
        1 => Just(Fact::Supervisor(SupervisorFact::Down)),
        1 => Just(Fact::Gpus(GpuReport::default())),
        1 => Just(Fact::Gpus(fixture::validator_machine().world.gpus.unwrap())),
        1 => Just(Fact::Link(LinkFact::Up)),
        1 => Just(Fact::Link(LinkFact::Down { reason: "gone".into(), retry_at_ms: fixture::NOW })),
        1 => (0_u64..40).prop_map(|search| Fact::Log(LogFact::NotFound { search })),
        1 => Just(Fact::Log(LogFact::Whole { text: "whole".into() })),
    ]
}

fn key() -> impl Strategy<Value = KeyEvent> {
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::F(5),
        KeyCode::Null,
    ];
    let code = prop_oneof![
        5 => (b' '..=b'~').prop_map(|byte| KeyCode::Char(char::from(byte))),
        // What acts, and what answers it, more often than by chance.
        3 => proptest::sample::select(b"sxrKdyn:/".to_vec()).prop_map(|byte| KeyCode::Char(char::from(byte))),
        3 => proptest::sample::select(named.to_vec()),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    let held = [KeyModifiers::NONE, KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::CONTROL, KeyModifiers::ALT];
    (code, proptest::sample::select(held.to_vec())).prop_map(|(code, held)| KeyEvent::new(code, held))
}

fn event() -> impl Strategy<Value = Event> {
    let kinds = [
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Up(MouseButton::Left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
        MouseEventKind::Down(MouseButton::Right),
    ];
    let mouse = (proptest::sample::select(kinds.to_vec()), 0_u16..200, 0_u16..60)
        .prop_map(|(kind, column, row)| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    let size = prop_oneof![Just(0_u16), Just(1), Just(60), Just(u16::MAX), 0_u16..200];
    prop_oneof![
        8 => key().prop_map(Event::Key),
        4 => mouse,
        4 => fact().prop_map(Event::Fact),
        1 => (size, prop_oneof![Just(0_u16), 0_u16..80]).prop_map(|(columns, rows)| Event::Resize(columns, rows)),
        1 => ".{0,20}".prop_map(Event::Paste),
        1 => Just(Event::Tick),
    ]
}

/// Whether this is done to something that runs, or takes a log along.
fn loses_work(app: &App, verb: Verb, service: Option<&ServiceName>) -> bool {
    let fact = app.world.services.iter().find(|it| Some(&it.status.name) == service);
    match verb {
        Verb::Start | Verb::StartSupervisor => false,
        Verb::Kill | Verb::Delete => true,
        Verb::Stop | Verb::Restart => fact.is_some_and(|it| {
            let state = it.status.state;
            it.status.pid.is_some()
                || matches!(state, ServiceState::Starting | ServiceState::Online | ServiceState::Stopping)
        }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_order_of_events_breaks_anything_or_acts_unasked(events in vec(event(), 0..120), is_read_only: bool) {
        let mut app = fixture::empty();
        app.is_read_only = is_read_only;
        for event in events {
            app.now = app.now.after(Duration::from_millis(700));
            let before = app.clone();
            for effect in update(&mut app, event) {
                let Effect::Ask(Ask::Act { verb, service, .. }) = effect else { continue };
                prop_assert!(!is_read_only, "{verb:?} in read-only mode");
                let is_confirmed = matches!(&before.dialog, Some(Dialog::Confirm { verb: asked, service: whom, .. })
                    if *asked == verb && Some(whom) == service.as_ref());
                prop_assert!(
                    is_confirmed || !loses_work(&before, verb, service.as_ref()),
                    "{verb:?} {service:?} unasked"
                );
                let cuts_short = |action: &Action| verb == Verb::Kill && action.verb == Verb::Stop;
                let mut others = before.actions.values().filter(|action| !cuts_short(action));
                let is_busy = others.any(|action| action.service == service);
                prop_assert!(!is_busy, "two actions on {service:?}");
            }
            let shown = rows::services(&app);
            let is_shown = shown.iter().any(|it| Some(&it.status.name) == app.view.service.as_ref());
            prop_assert!(is_shown || shown.is_empty(), "{:?} is not shown", app.view.service);
            for pane in Pane::ALL {
                let (row, count) = (rows::selected(&app, pane), rows::count(&app, pane));
                prop_assert!(row < count || row == 0 && count == 0, "row {row} of {count} in {pane:?}");
            }
            if let Some(input) = &app.input {
                prop_assert!(input.cursor <= input.text.chars().count(), "{input:?}");
            }
        }
    }
}
