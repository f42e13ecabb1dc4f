//! Each test presses keys as an operator does, on the machines of [`fixture`].

mod any;
mod doing;
mod looking;
mod pointing;
mod reading;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::dashboard::ask::Verb;
use crate::dashboard::facts::ServiceFact;
use crate::dashboard::{Action, Dialog, fixture};

/// A machine at which somebody has begun to look.
fn begun(mut app: App) -> App {
    update(&mut app, Event::Tick);
    app
}

/// The validator's machine, with the validator selected.
fn app() -> App {
    begun(fixture::validator_machine())
}

fn name(text: &str) -> ServiceName {
    fixture::name(text)
}

/// Presses keys, one after the other; `\n` is Enter. What followed from all of them is returned.
fn typed(app: &mut App, keys: &str) -> Vec<Effect> {
    let code = |letter| if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) };
    keys.chars().flat_map(|letter| pressed(app, code(letter))).collect()
}

fn pressed(app: &mut App, code: KeyCode) -> Vec<Effect> {
    update(app, Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn select(app: &mut App, service: &str) {
    app.view.service = Some(name(service));
    update(app, Event::Tick);
}

fn service<'a>(app: &'a mut App, text: &str) -> &'a mut ServiceFact {
    app.world.services.iter_mut().find(|it| it.status.name.as_str() == text).unwrap()
}

fn notice(app: &App) -> &str {
    app.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

/// The services whose logs are asked for, if they are.
fn watched(effects: &[Effect]) -> Option<Vec<String>> {
    effects.iter().find_map(|effect| match effect {
        Effect::Ask(Ask::Watch { services, .. }) => Some(services.iter().map(ToString::to_string).collect()),
        _ => None,
    })
}
