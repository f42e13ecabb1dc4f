//! A text that is typed in the bottom line: a filter, which works as it is typed, a search, a time.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::app::{App, Dialog, Input, InputFor, Pane};
use super::super::ask::{Ask, Effect};
use super::super::filter::Filter;
use super::{Effects, log};
use crate::types::{Span, span_text};

/// Characters.
const LONGEST: usize = 1000;
/// Filters and searches that are remembered.
const LONGEST_HISTORY: usize = 50;
const FASTEST: Duration = Duration::from_millis(200);
const SLOWEST: Duration = Duration::from_hours(1);

/// Begins with what holds now.
pub(super) fn begin(app: &mut App, is_for: InputFor) {
    let text = match is_for {
        InputFor::Filter(pane) => app.view.filters.get(&pane).map(|filter| filter.text.clone()).unwrap_or_default(),
        InputFor::Search => String::new(),
        InputFor::Refresh => span_text(app.view.refresh),
    };
    app.input = Some(Input { is_for, cursor: text.chars().count(), text, back: 0, problem: None });
}

pub(super) fn press(app: &mut App, key: KeyEvent, effects: &mut Effects) {
    let Some(input) = &mut app.input else { return };
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Enter => return accept(app, effects),
        KeyCode::Esc => return cancel(app),
        KeyCode::Char('c') if is_ctrl => return cancel(app),
        KeyCode::Up => return recall(app, true),
        KeyCode::Down => return recall(app, false),
        KeyCode::Char('/') if is_empty_at_first(input) && !app.view.filter_history.is_empty() => {
            return recall(app, true);
        }
        KeyCode::Left => input.cursor = input.cursor.saturating_sub(1),
        KeyCode::Right => input.cursor = (input.cursor + 1).min(input.text.chars().count()),
        KeyCode::Home => input.cursor = 0,
        KeyCode::End => input.cursor = input.text.chars().count(),
        KeyCode::Char('a') if is_ctrl => input.cursor = 0,
        KeyCode::Char('e') if is_ctrl => input.cursor = input.text.chars().count(),
        KeyCode::Char('u') if is_ctrl => input.cut(0),
        KeyCode::Char('w') if is_ctrl => input.cut(input.word_begin()),
        KeyCode::Backspace => input.cut(input.cursor.saturating_sub(1)),
        KeyCode::Delete if input.cursor < input.text.chars().count() => {
            input.cursor += 1;
            input.cut(input.cursor - 1);
        }
        KeyCode::Char(letter) if !is_ctrl && !key.modifiers.contains(KeyModifiers::ALT) => {
            input.insert(&letter.to_string());
        }
        _ => return,
    }
    changed(app);
}

/// A text begins with `/` where there is nothing to recall, or after something was.
fn is_empty_at_first(input: &Input) -> bool {
    input.text.is_empty() && input.back == 0 && input.is_for != InputFor::Refresh
}

impl Input {
    fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let new: String = text.chars().filter(|it| !it.is_control()).take(room).collect();
        self.text.insert_str(self.byte(self.cursor), &new);
        self.cursor += new.chars().count();
    }

    /// Takes out what is between a place and the cursor.
    fn cut(&mut self, from: usize) {
        let (from, to) = (from.min(self.cursor), self.cursor);
        self.text.replace_range(self.byte(from)..self.byte(to), "");
        self.cursor = from;
    }

    fn byte(&self, character: usize) -> usize {
        self.text.char_indices().nth(character).map_or(self.text.len(), |(at, _)| at)
    }

    /// Where the word before the cursor begins.
    fn word_begin(&self) -> usize {
        let before: Vec<char> = self.text.chars().take(self.cursor).collect();
        let end = before.iter().rposition(|it| !it.is_whitespace()).map_or(0, |at| at + 1);
        before[..end].iter().rposition(|it| it.is_whitespace()).map_or(0, |at| at + 1)
    }
}

/// Pasted text is typed: it goes into what is open, and is never taken for keys.
pub(super) fn paste(app: &mut App, text: &str) {
    let line = text.trim_start().lines().next().unwrap_or_default();
    if let Some(input) = &mut app.input {
        input.insert(line);
        changed(app);
        return;
    }
    let typed: String = line.chars().filter(|it| !it.is_control()).take(LONGEST).collect();
    match &mut app.dialog {
        Some(Dialog::Help { filter, scroll }) => {
            filter.push_str(&typed);
            *scroll = 0;
        }
        Some(Dialog::Palette { text, selected }) => {
            text.push_str(&typed);
            *selected = 0;
        }
        Some(Dialog::Confirm { .. } | Dialog::Details { .. }) | None => {}
    }
}

/// The text is another: a filter works at once, or says why it cannot and leaves the one before.
fn changed(app: &mut App) {
    let Some(input) = &mut app.input else { return };
    input.problem = None;
    let InputFor::Filter(pane) = input.is_for else { return };
    match Filter::parse(&input.text) {
        Ok(filter) => {
            let filter = (!input.text.is_empty()).then_some(filter);
            set_filter(app, pane, filter);
        }
        Err(error) => input.problem = Some(error.reason),
    }
}

fn set_filter(app: &mut App, pane: Pane, filter: Option<Filter>) {
    if pane == Pane::Log {
        app.log.set_filter(filter.clone());
    }
    match filter {
        Some(filter) => app.view.filters.insert(pane, filter),
        None => app.view.filters.remove(&pane),
    };
}

/// Goes back to what was typed before, or forth.
fn recall(app: &mut App, back: bool) {
    let Some(input) = &mut app.input else { return };
    if input.is_for == InputFor::Refresh {
        return;
    }
    let history = &app.view.filter_history;
    let most = history.len();
    let to = if back { (input.back + 1).min(most) } else { input.back.saturating_sub(1) };
    if to == input.back {
        return;
    }
    input.back = to;
    input.text = if to == 0 { String::new() } else { history[most - to].clone() };
    input.cursor = input.text.chars().count();
    changed(app);
}

fn accept(app: &mut App, effects: &mut Effects) {
    let Some(input) = app.input.clone() else { return };
    if input.problem.is_some() {
        return; // it says what is to be changed
    }
    let outcome = match input.is_for {
        InputFor::Filter(_) => Ok(()), // works already
        InputFor::Search if input.text.is_empty() => Ok(()),
        InputFor::Search => log::search(app, &input.text, effects),
        InputFor::Refresh => set_refresh(app, &input.text, effects),
    };
    if let Err(problem) = outcome {
        if let Some(input) = &mut app.input {
            input.problem = Some(problem);
        }
        return;
    }
    app.input = None;
    if input.is_for != InputFor::Refresh && !input.text.is_empty() {
        remember(&mut app.view.filter_history, input.text);
    }
}

fn remember(history: &mut Vec<String>, text: String) {
    history.retain(|it| *it != text);
    history.push(text);
    let too_many = history.len().saturating_sub(LONGEST_HISTORY);
    history.drain(..too_many);
}

fn set_refresh(app: &mut App, text: &str, effects: &mut Effects) -> Result<(), String> {
    let Span(every) = text.trim().parse().map_err(|error: crate::types::SpanError| error.to_string())?;
    if !(FASTEST..=SLOWEST).contains(&every) {
        return Err(format!("between {} and {}", span_text(FASTEST), span_text(SLOWEST)));
    }
    app.view.refresh = every;
    app.say(format!("a look every {}", span_text(every)));
    effects.push(Effect::Ask(Ask::Refresh { every }));
    Ok(())
}

/// Esc clears a filter that is being typed, as it does one that stands.
fn cancel(app: &mut App) {
    if let Some(Input { is_for: InputFor::Filter(pane), .. }) = app.input.take() {
        set_filter(app, pane, None);
    }
}
