//! The log: its lines as the pane lays them out, and in its title how it is looked at.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::{Scene, paint, words};
use crate::dashboard::app::Pane;
use crate::dashboard::log::{Level, LogRow, LogStatus, Mark, SearchState, Widths};
use crate::dashboard::rows;
use crate::dashboard::theme::{Depth, Role, Symbol};
use crate::supervisor::ServiceState;
use crate::types::{ServiceName, size_words};

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let app = scene.app;
    let status = &scene.log;
    let inner = scene.frame(buffer, area, Pane::Log, title(scene, status));
    // A name that is cut or wrapped could not be masked: such rows are made of whole lines.
    let width = if app.is_masked { u16::MAX } else { inner.width };
    let rows = app.log.rows(width, inner.height, app.view.is_utc);
    if rows.is_empty() {
        return scene.put_all(buffer, inner, &empty(scene, status));
    }
    let widths = app.log.widths(width);
    for (row, y) in rows.iter().zip(inner.y..inner.bottom()) {
        let area = Rect { y, height: 1, ..inner };
        scene.put(buffer, area, &line(scene, row, widths));
        if let Some(mark) = row.mark.as_ref().filter(|_| !row.is_remark) {
            tag(scene, buffer, area, mark);
        }
        if row.is_selected && scene.has_focus(Pane::Log) {
            buffer.set_style(area, scene.style(Role::Selected));
        }
    }
}

/// The title's parts, what matters most first.
fn title(scene: &Scene<'_>, status: &LogStatus) -> Vec<Vec<Span<'static>>> {
    let app = scene.app;
    let mut parts = vec![vec![scene.say("Log ", Role::Title), whose(scene)]];
    let number = words::number;
    parts.push(if status.is_following {
        vec![scene.say("follow", Role::Good)]
    } else {
        vec![scene.say(format!("paused, {} new", number(status.new)), Role::Warn)]
    });
    parts.push(scene.filter_part(Pane::Log));
    parts.extend(status.search.as_ref().map(|search| searched(scene, search)));
    parts.push(levels(scene, status));
    if app.view.is_merged {
        parts.push(merged(scene));
    }
    if status.skipped > 0 {
        parts.push(vec![scene.say(format!("{} skipped", number(status.skipped)), Role::Warn)]);
    }
    let facts =
        app.log.services().iter().filter_map(|name| app.world.services.iter().find(|it| it.status.name == *name));
    let trouble = facts.clone().find_map(|fact| fact.status.log_trouble.as_deref());
    parts.extend(trouble.map(|trouble| vec![scene.quote(trouble, Role::Bad)]));
    parts.push(vec![scene.say(if status.is_wrapped { "wrap" } else { "cut" }, Role::Text)]);
    if status.is_at_start && !status.is_following {
        parts.push(vec![scene.say("all that is stored", Role::Text)]);
    }
    let bytes: u64 = facts.clone().map(|fact| fact.log_bytes).sum();
    let since = facts.filter_map(|fact| fact.log_since_ms).min();
    if let Some(since) = since.filter(|_| bytes > 0) {
        let since = words::short_time(since, app.now, app.view.is_utc);
        parts.push(vec![scene.say(format!("{} since {since}", size_words(bytes)), Role::Dim)]);
    }
    parts
}

fn whose(scene: &Scene<'_>) -> Span<'static> {
    match scene.app.log.services() {
        _ if scene.app.view.is_merged => scene.say("of all", Role::Title),
        [] => Span::raw(""),
        [name] => scene.quote(name.as_str(), Role::Title),
        names => scene.say(format!("of {}", names.len()), Role::Title),
    }
}

/// Letters of the levels: large if they are shown.
fn levels(scene: &Scene<'_>, status: &LogStatus) -> Vec<Span<'static>> {
    let mut spans = vec![scene.say("levels", Role::Dim)];
    for (level, is_shown) in status.levels {
        let letter = letter(level);
        let (letter, role) =
            if is_shown { (letter.to_ascii_uppercase(), Role::Level(level)) } else { (letter, Role::Dim) };
        spans.push(scene.say(format!(" {letter}"), role));
    }
    spans
}

const fn letter(level: Level) -> char {
    match level {
        Level::Error => 'e',
        Level::Warn => 'w',
        Level::Info => 'i',
        Level::Debug => 'd',
    }
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warn => "WARN",
        Level::Info => "INFO",
        Level::Debug => "DEBUG",
    }
}

/// The services of a merged log in their colours, each with the digit that leaves it out.
fn merged(scene: &Scene<'_>) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for (number, fact) in scene.app.world.services.iter().enumerate().take(9) {
        let name = &fact.status.name;
        let is_muted = scene.app.view.muted.contains(name);
        let role = if is_muted { Role::Dim } else { Role::Service(number) };
        let gap = if number > 0 { " " } else { "" };
        spans.push(scene.say(format!("{gap}{}", number + 1), Role::Key));
        spans.push(scene.say(if is_muted { "-" } else { ":" }, Role::Dim));
        spans.push(scene.quote(&paint::cut(scene, name.as_str(), 16), role));
    }
    spans
}

fn searched(scene: &Scene<'_>, search: &SearchState) -> Vec<Span<'static>> {
    let state = match (search.progress, search.no_further) {
        (Some((read, total)), _) => format!(" {} searched, esc stops", words::percent(read, total.max(1))),
        (None, _) if search.is_stopped => " stopped".into(),
        (None, Some(true)) => " nothing older".into(),
        (None, Some(false)) => " nothing newer".into(),
        (None, None) => format!(" {} here", search.hits),
    };
    vec![scene.say("search ", Role::Dim), scene.quote(&search.pattern, Role::Accent), scene.say(state, Role::Text)]
}

/// A row: gutter, time, service, level, text.
fn line(scene: &Scene<'_>, row: &LogRow, widths: Widths) -> Line<'static> {
    let mut spans = vec![gutter(scene, row)];
    let mut column = |width: u16, span: Option<Span<'static>>| {
        if width > 0 {
            let span = span.unwrap_or_default();
            let free = usize::from(width + 1).saturating_sub(span.width());
            spans.extend([span, Span::raw(" ".repeat(free))]);
        }
    };
    column(widths.time, row.time.clone().map(|time| scene.say(time, Role::Dim)));
    column(widths.service, row.service.as_ref().map(|name| service(scene, name, widths.service)));
    let level = row.level.filter(|_| !row.is_continuation && row.is_level_own);
    column(widths.level, level.map(|level| scene.say(word(level), Role::Level(level))));
    spans.extend(text(scene, row));
    if row.is_cut {
        spans.push(scene.say(scene.symbol(Symbol::Ellipsis), Role::Dim)); // in the last column, whatever stood there
    }
    Line::from(spans)
}

fn gutter(scene: &Scene<'_>, row: &LogRow) -> Span<'static> {
    match &row.mark {
        Some(Mark::Exit(_)) => scene.say(scene.symbol(Symbol::Exit), Role::Bad),
        Some(Mark::Restart(_)) => scene.say(scene.symbol(Symbol::Restart), Role::Accent),
        None if row.is_selected => scene.say(">", Role::Key),
        None if row.is_continuation => scene.say(scene.symbol(Symbol::Continued), Role::Dim),
        None => Span::raw(" "),
    }
}

fn service(scene: &Scene<'_>, name: &ServiceName, width: u16) -> Span<'static> {
    let role = Role::Service(rows::service_number(scene.app, name));
    scene.quote(&paint::cut(scene, name.as_str(), width), role)
}

/// The text with the child's own colours, as far as the terminal has them; grave lines in the colour of their level.
fn text(scene: &Scene<'_>, row: &LogRow) -> Vec<Span<'static>> {
    let base = match row.level {
        _ if row.is_remark => scene.style(Role::Accent),
        Some(level @ (Level::Error | Level::Warn | Level::Debug)) => scene.style(Role::Level(level)),
        Some(Level::Info) | None => scene.style(Role::Text),
    };
    if scene.app.is_masked {
        let text: String = row.spans.iter().map(|(text, _)| text.as_str()).collect();
        return vec![Span::styled(scene.safe(&text).into_owned(), base)];
    }
    let mut at = 0;
    let span = |(text, style): &(String, Style)| {
        let begin = at;
        at += text.len();
        let is_hit = row.hit.as_ref().is_some_and(|hit| begin >= hit.start && begin < hit.end);
        let style = if is_hit { scene.style(Role::Hit) } else { base.patch(shown(*style, scene.look.depth)) };
        Span::styled(scene.safe(text).into_owned(), style)
    };
    row.spans.iter().map(span).collect()
}

/// A child's colours without those that the terminal does not have.
fn shown(style: Style, depth: Depth) -> Style {
    let has = |colour: &Color| match (colour, depth) {
        (_, Depth::None) => false,
        (Color::Rgb(..), depth) => depth == Depth::True,
        (Color::Indexed(16..), depth) => depth >= Depth::Indexed,
        _ => true,
    };
    Style { fg: style.fg.filter(has), bg: style.bg.filter(has), ..style }
}

/// What happened at a line, at its right end.
fn tag(scene: &Scene<'_>, buffer: &mut Buffer, row: Rect, mark: &Mark) {
    let (text, role) = match mark {
        Mark::Restart(run) => (format!(" run {run} "), Role::Accent),
        Mark::Exit(how) => (format!(" {} ", scene.safe(how)), Role::Bad),
    };
    let width = u16::try_from(text.width()).unwrap_or(u16::MAX).min(row.width / 2);
    let area = Rect { x: row.right() - width, width, ..row };
    scene.put(buffer, area, &Line::from(scene.say(text, role)));
}

/// Why there is no line, and since when one is waited for.
fn empty(scene: &Scene<'_>, status: &LogStatus) -> Vec<Line<'static>> {
    let app = scene.app;
    let dim = |text: String| Line::from(scene.say(text, Role::Dim));
    let Some(fact) =
        app.log.services().first().and_then(|name| app.world.services.iter().find(|it| it.status.name == *name))
    else {
        return vec![dim("What the selected service writes stands here.".into())];
    };
    if !status.is_waiting {
        let key = scene.key_word(&app.keys.keys_of(crate::dashboard::Command::Back));
        return vec![dim(format!("No line passes the filter and the levels. {key} clears the filter."))];
    }
    if status.is_loading {
        return vec![dim("Asking for the log".into())];
    }
    let name = scene.safe(fact.status.name.as_str());
    let since = match (fact.status.state, fact.status.started_at_ms) {
        (ServiceState::Stopped | ServiceState::Errored, _) | (_, None) => {
            format!("No line is stored of {name}, and it does not run.")
        }
        (_, Some(at)) => format!(
            "No line yet: {name} runs since {} ({}) and has written nothing.",
            words::time(at, app.view.is_utc, "%H:%M:%S"),
            words::age(scene.since(at)),
        ),
    };
    vec![dim(since)]
}
