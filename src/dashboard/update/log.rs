//! The log pane's own affairs.

use super::super::app::{App, Pane};
use super::super::ask::{Ask, Effect};
use super::super::facts::{LinkFact, LogFact};
use super::super::keys::Command;
use super::super::log::LogAnswer;
use super::Effects;
use super::go::inside;

pub(super) fn take(app: &mut App, fact: LogFact, effects: &mut Effects) {
    match app.log.take(fact) {
        Some(LogAnswer::Page(text)) => effects.push(Effect::Page(text)),
        Some(LogAnswer::Notice { text, is_bad: true }) => app.refuse(text),
        Some(LogAnswer::Notice { text, is_bad: false }) => app.say(text),
        None => {}
    }
}

/// Moves through the lines.
pub(super) fn go(app: &mut App, command: Command, effects: &mut Effects) {
    let page = i64::from(inside(app, Pane::Log).height.saturating_sub(1).max(1));
    match command {
        Command::Up => scroll(app, -1, effects),
        Command::Down => scroll(app, 1, effects),
        Command::PageUp => scroll(app, -page, effects),
        Command::PageDown => scroll(app, page, effects),
        Command::Top => {
            let ask = app.log.to_top();
            request(app, ask, effects);
        }
        _ => {
            let ask = app.log.to_bottom();
            request(app, ask, effects);
        }
    }
}

pub(super) fn scroll(app: &mut App, lines: i64, effects: &mut Effects) {
    let area = inside(app, Pane::Log);
    let ask = app.log.scroll(lines, area.height.max(1), area.width.max(1)); // it may not be shown
    request(app, ask, effects);
}

/// Lines that the pane lacks are asked for; a new watch is one that counts on.
pub(super) fn request(app: &mut App, ask: Option<Ask>, effects: &mut Effects) {
    if let Some(Ask::Watch { watch, .. } | Ask::Search { search: watch, .. }) = &ask {
        app.last_number = app.last_number.max(*watch);
    }
    effects.extend(ask.map(Effect::Ask));
}

/// Begins a search; an error says what is wrong with the pattern.
pub(super) fn search(app: &mut App, pattern: &str, effects: &mut Effects) -> Result<(), String> {
    if matches!(app.world.link, Some(LinkFact::Down { .. })) {
        return Err("not connected".into());
    }
    let number = app.next_number();
    let ask = app.log.search(pattern, number)?;
    app.view.focus = Pane::Log;
    if app.view.zoomed.is_some() {
        app.view.zoomed = Some(Pane::Log);
    }
    request(app, Some(ask), effects);
    Ok(())
}

pub(super) fn next_hit(app: &mut App, backwards: bool, effects: &mut Effects) {
    let number = app.next_number();
    let ask = app.log.next_hit(backwards, number);
    request(app, ask, effects);
}

/// All services in one log, or one again.
pub(super) fn merge(app: &mut App) {
    app.view.is_merged = !app.view.is_merged;
    app.say(if app.view.is_merged { "the log of all services" } else { "the log of the selected service" });
}

/// Leaves the service of this digit out of the merged log, or takes it in again; without a digit the selected one.
pub(super) fn mute(app: &mut App, digit: Option<u32>) {
    let name = match digit {
        Some(digit) => {
            let at = usize::try_from(digit).unwrap_or(0).checked_sub(1);
            at.and_then(|at| app.world.services.get(at)).map(|it| it.status.name.clone())
        }
        None => app.view.service.clone(),
    };
    let Some(name) = name else { return app.refuse("there is no service of this number") };
    if !app.view.is_merged {
        let key = app.keys.keys_of(Command::Merge);
        return app.refuse(format!("the log is of one service: `{key}` shows all of them"));
    }
    if app.view.muted.remove(&name) {
        app.say(format!("{name} is back in the log"));
    } else {
        app.say(format!("{name} is left out of the log"));
        app.view.muted.insert(name);
    }
}

/// The whole selected line in the pager: what is here of it, or what is stored where that is more.
pub(super) fn page(app: &mut App, effects: &mut Effects) {
    match app.log.page() {
        Some(Ok(text)) => effects.push(Effect::Page(text)),
        Some(Err(ask)) => effects.push(Effect::Ask(ask)),
        None => app.refuse("no line is selected"),
    }
}
