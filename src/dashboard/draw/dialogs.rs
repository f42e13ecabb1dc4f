//! What lies over the panes: help, palette, confirmation, details.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::Scene;
use crate::dashboard::app::Dialog;
use crate::dashboard::ask::Verb;
use crate::dashboard::keys::Command;
use crate::dashboard::rows;
use crate::dashboard::theme::{Role, Symbol};
use crate::types::ServiceName;

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, screen: Rect) {
    match &scene.app.dialog {
        None => {}
        Some(Dialog::Help { filter, scroll }) => help(scene, buffer, screen, filter, *scroll),
        Some(Dialog::Palette { text, selected }) => palette(scene, buffer, screen, text, *selected),
        Some(Dialog::Confirm { verb, service, lines }) => confirm(scene, buffer, screen, *verb, service, lines),
        Some(Dialog::Details { title, lines, scroll }) => details(scene, buffer, screen, title, lines, *scroll),
    }
}

/// A frame in the middle, as large as what is in it and as the screen allows.
fn open(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    screen: Rect,
    (width, height): (u16, usize),
    title: Vec<Vec<Span<'static>>>,
) -> Rect {
    let width = (width + 4).min(screen.width.saturating_sub(4));
    let height = u16::try_from(height + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 2, width, height);
    Clear.render(area, buffer);
    buffer.set_style(area, scene.style(Role::Ground));
    let inner = scene.frame_with(buffer, area, scene.plain_set(), Role::Focus, title);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

fn command_line(scene: &Scene<'_>, command: Command) -> Line<'static> {
    let keys: Vec<String> = scene.app.keys.all_keys_of(command).take(3).map(|key| scene.key_word(&key)).collect();
    Line::from(vec![
        scene.say(format!("{:<14} ", keys.join(" ")), Role::Key),
        scene.say(format!("{:<17} ", command.name()), Role::Title),
        scene.say(command.words(), Role::Text),
    ])
}

fn help(scene: &Scene<'_>, buffer: &mut Buffer, screen: Rect, filter: &str, scroll: u16) {
    let commands = rows::commands(scene.app, filter);
    let found = if filter.is_empty() { "type to search".into() } else { format!("/ {filter}") };
    let title = vec![
        vec![scene.say("Keys", Role::Title)],
        vec![scene.quote(&found, Role::Accent)],
        vec![scene.say(format!("{} of {}", commands.len(), Command::ALL.len()), Role::Dim)],
    ];
    let inner = open(scene, buffer, screen, (96, commands.len().max(1)), title);
    let first = usize::from(scroll).min(commands.len().saturating_sub(usize::from(inner.height)));
    let lines: Vec<Line<'_>> =
        commands.iter().skip(first).take(usize::from(inner.height)).map(|it| command_line(scene, *it)).collect();
    if lines.is_empty() {
        return scene.put_all(buffer, inner, &[Line::from(scene.say("No command matches.", Role::Dim))]);
    }
    scene.put_all(buffer, inner, &lines);
    more(scene, buffer, inner, first, commands.len());
}

/// Says in the lower frame which lines are seen, if not all are.
fn more(scene: &Scene<'_>, buffer: &mut Buffer, inner: Rect, first: usize, count: usize) {
    let last = (first + usize::from(inner.height)).min(count);
    if inner.height > 0 && (first > 0 || last < count) {
        let text = format!(" {}-{last} of {count} ", first + 1);
        let width = u16::try_from(text.len()).unwrap_or(0).min(inner.width);
        let area = Rect::new(inner.right() - width, inner.bottom(), width, 1);
        scene.put(buffer, area, &Line::from(scene.say(text, Role::Dim)));
    }
}

fn palette(scene: &Scene<'_>, buffer: &mut Buffer, screen: Rect, text: &str, selected: usize) {
    let commands = rows::commands(scene.app, text);
    let inner = open(
        scene,
        buffer,
        screen,
        (96, commands.len().clamp(1, 14) + 1),
        vec![vec![scene.say("Commands", Role::Title)]],
    );
    let prompt = Line::from(vec![
        scene.say(": ", Role::Key),
        scene.quote(text, Role::Text),
        scene.say(scene.symbol(Symbol::Cursor), Role::Accent),
    ]);
    scene.put(buffer, Rect { height: inner.height.min(1), ..inner }, &prompt);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if commands.is_empty() {
        return scene.put_all(buffer, body, &[Line::from(scene.say("No command is called so.", Role::Dim))]);
    }
    let selected = selected.min(commands.len() - 1);
    let first = (selected + 1).saturating_sub(usize::from(body.height));
    for ((number, command), y) in commands.iter().enumerate().skip(first).zip(body.y..body.bottom()) {
        let row = Rect { y, height: 1, ..body };
        let mut line = command_line(scene, *command);
        line.spans.insert(0, scene.say(if number == selected { "> " } else { "  " }, Role::Key));
        scene.put(buffer, row, &line);
        if number == selected {
            buffer.set_style(row, scene.style(Role::Selected));
        }
    }
    more(scene, buffer, body, first, commands.len());
}

fn confirm(scene: &Scene<'_>, buffer: &mut Buffer, screen: Rect, verb: Verb, service: &ServiceName, lines: &[String]) {
    let width = 70.min(screen.width.saturating_sub(8));
    let mut wrapped: Vec<Line<'static>> = Vec::new();
    for line in lines {
        wrapped.extend(
            wrap(&scene.safe(line), usize::from(width)).into_iter().map(|text| Line::from(scene.say(text, Role::Text))),
        );
    }
    wrapped.push(Line::default());
    wrapped.push(Line::from(vec![
        scene.say("y", Role::Key),
        scene.say(format!(" yes, {}     ", verb.word()), Role::Text),
        scene.say("n", Role::Key),
        scene.say(" no, leave it", Role::Text),
    ]));
    let title = vec![vec![
        scene.say(format!("{} ", verb.word()), Role::Warn),
        scene.quote(service.as_str(), Role::Title),
        scene.say("?", Role::Warn),
    ]];
    let inner = open(scene, buffer, screen, (width, wrapped.len()), title);
    // The question stays in sight on a screen that is too small for all lines.
    let skipped = wrapped.len().saturating_sub(usize::from(inner.height));
    scene.put_all(buffer, inner, &wrapped[skipped..]);
}

fn details(scene: &Scene<'_>, buffer: &mut Buffer, screen: Rect, title: &str, lines: &[(String, String)], scroll: u16) {
    let names = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(24);
    let width = 96.min(screen.width.saturating_sub(8));
    let room = usize::from(width).saturating_sub(names + 2).max(8);
    let first = usize::from(scroll).min(lines.len().saturating_sub(1));
    let mut drawn: Vec<Line<'static>> = Vec::new();
    let mut whole = 0;
    for (number, (name, value)) in lines.iter().enumerate() {
        let rows = wrap(&scene.safe(value), room);
        whole += rows.len();
        if number >= first {
            drawn.extend(rows.into_iter().enumerate().map(|(row, text)| {
                let name = if row == 0 { scene.safe(name).chars().take(names).collect() } else { String::new() };
                Line::from(vec![scene.say(format!("{name:<names$}  "), Role::Dim), scene.say(text, Role::Text)])
            }));
        }
    }
    let inner = open(scene, buffer, screen, (width, whole), vec![vec![scene.quote(title, Role::Title)]]);
    scene.put_all(buffer, inner, &drawn);
    if drawn.len() > usize::from(inner.height) || first > 0 {
        let text = format!(" {} of {} ", first + 1, lines.len());
        let wide = u16::try_from(text.len()).unwrap_or(0).min(inner.width);
        scene.put(
            buffer,
            Rect::new(inner.right() - wide, inner.bottom(), wide, 1),
            &Line::from(scene.say(text, Role::Dim)),
        );
    }
}

/// A text in rows of at most so many columns, broken at blanks where there are any.
fn wrap(text: &str, width: usize) -> Vec<String> {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let mut rows = vec![String::new()];
    for word in text.split(' ') {
        let row = rows.last_mut().expect("there is always a row");
        if !row.is_empty() && row.width() + 1 + word.width() > width {
            rows.push(String::new());
        } else if !row.is_empty() {
            row.push(' ');
        }
        for character in word.chars() {
            let row = rows.last_mut().expect("there is always a row");
            if row.width() + character.width().unwrap_or(0) > width && !row.is_empty() {
                rows.push(String::new());
            }
            rows.last_mut().expect("there is always a row").push(character);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_texts_break_at_blanks_and_words_that_are_longer_than_a_row_anywhere() {
        assert_eq!(wrap("no output for 4 min", 10), ["no output", "for 4 min"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("検証検証", 5), ["検証", "検証"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
