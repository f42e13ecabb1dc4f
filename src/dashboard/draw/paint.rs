//! How words get onto the screen: cleaned, masked, cut to what fits.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

use super::Scene;
use crate::dashboard::app::Pane;
use crate::dashboard::mask;
use crate::dashboard::theme::{Role, Symbol};

/// Frames in ASCII.
const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Scene<'_> {
    pub(super) fn style(&self, role: Role) -> Style {
        self.look.style(role)
    }

    pub(super) fn symbol(&self, symbol: Symbol) -> &'static str {
        self.look.symbol(symbol)
    }

    /// What others wrote, or what may hold names: without controls, and masked where that is asked for.
    pub(super) fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match mask::text(self.app, text) {
            Cow::Borrowed(text) => clean(text),
            Cow::Owned(text) => Cow::Owned(clean(&text).into_owned()),
        }
    }

    /// Such text as a piece of a line.
    pub(super) fn quote(&self, text: &str, role: Role) -> Span<'static> {
        Span::styled(self.safe(text).into_owned(), self.style(role))
    }

    /// Words of our own.
    pub(super) fn say(&self, text: impl Into<Cow<'static, str>>, role: Role) -> Span<'static> {
        Span::styled(text, self.style(role))
    }

    /// A key as its word, shortened where a symbol is known by all.
    pub(super) fn key_word(&self, key: &str) -> String {
        match key {
            "enter" => self.symbol(Symbol::Enter).into(),
            "up" if !self.look.is_ascii => "↑".into(),
            "down" if !self.look.is_ascii => "↓".into(),
            "pageup" => "pgup".into(),
            "pagedown" => "pgdn".into(),
            key => key.into(),
        }
    }

    /// Draws a line in one row of `area`; what does not fit ends in an ellipsis.
    pub(super) fn put(&self, buffer: &mut Buffer, area: Rect, line: &Line<'_>) {
        if area.is_empty() {
            return;
        }
        if line.width() <= usize::from(area.width) {
            buffer.set_line(area.x, area.y, line, area.width);
        } else {
            let (end, _) = buffer.set_line(area.x, area.y, line, area.width - 1);
            let style = line.spans.last().map(|span| span.style).unwrap_or_default();
            buffer.set_stringn(end, area.y, self.symbol(Symbol::Ellipsis), 1, style);
        }
    }

    /// Draws lines from the top of an area on.
    pub(super) fn put_all(&self, buffer: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            self.put(buffer, Rect { y, height: 1, ..area }, line);
        }
    }

    /// Draws a pane's frame with its title, and tells what is inside. A pane that keys are for has a thick frame.
    pub(super) fn frame(&self, buffer: &mut Buffer, area: Rect, pane: Pane, title: Vec<Vec<Span<'static>>>) -> Rect {
        let set = match (self.look.is_ascii, self.has_focus(pane)) {
            (true, true) => border::Set { horizontal_top: "=", horizontal_bottom: "=", ..ASCII },
            (true, false) => ASCII,
            (false, true) => border::THICK,
            (false, false) => border::PLAIN,
        };
        let role = if self.has_focus(pane) { Role::Focus } else { Role::Frame };
        self.frame_with(buffer, area, set, role, title)
    }

    /// The same for what lies over panes, or inside one.
    pub(super) fn frame_with(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        set: border::Set<'static>,
        role: Role,
        title: Vec<Vec<Span<'static>>>,
    ) -> Rect {
        let rule = self.symbol(Symbol::Rule);
        let gap = Span::styled(format!(" {rule}{rule} "), self.style(role));
        let mut line = fit(title, &gap, area.width.saturating_sub(4));
        line.spans.insert(0, Span::raw(" "));
        line.spans.push(Span::raw(" "));
        let block = Block::bordered().border_set(set).border_style(self.style(role)).title(line);
        let inner = block.inner(area);
        block.render(area, buffer);
        inner
    }

    /// A plain frame.
    pub(super) fn plain_set(&self) -> border::Set<'static> {
        if self.look.is_ascii { ASCII } else { border::PLAIN }
    }
}

/// As many entries as fit, with a gap between: whole ones but for the first, which may be cut by who draws it.
pub(super) fn fit(entries: Vec<Vec<Span<'static>>>, gap: &Span<'static>, width: u16) -> Line<'static> {
    let mut left = usize::from(width);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for entry in entries.into_iter().filter(|entry| !entry.is_empty()) {
        let wide = width_of(&entry) + if spans.is_empty() { 0 } else { gap.width() };
        if spans.is_empty() {
            left = left.saturating_sub(wide);
        } else if wide > left {
            break;
        } else {
            left -= wide;
            spans.push(gap.clone());
        }
        spans.extend(entry);
    }
    Line::from(spans)
}

/// The same with the gap that most lines have.
pub(super) fn entries(entries: Vec<Vec<Span<'static>>>, width: u16) -> Line<'static> {
    fit(entries, &Span::raw("  "), width)
}

/// Columns of an entry.
pub(super) fn width_of(entry: &[Span<'_>]) -> usize {
    entry.iter().map(Span::width).sum()
}

/// Text without what a terminal could obey, or what turns the direction of writing.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let harmless = |character| match character {
        '\t' | '\n' => ' ',
        character if is_control(character) => '\u{fffd}',
        character => character,
    };
    Cow::Owned(text.chars().map(harmless).collect())
}

fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The last word in ASCII: no cell keeps another character, and none loses its place.
pub(super) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let twin = match cell.symbol() {
                "…" => "~",
                "–" | "—" | "─" => "-",
                "‘" | "’" => "'",
                "“" | "”" => "\"",
                symbol if symbol.width() == 0 => " ",
                _ => "?",
            };
            cell.set_symbol(twin);
        }
    }
}

/// Text cut to so many columns, with an ellipsis where it was.
pub(super) fn cut<'t>(scene: &Scene<'_>, text: &'t str, width: u16) -> Cow<'t, str> {
    let width = usize::from(width);
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let Some(mut left) = width.checked_sub(1) else { return Cow::Borrowed("") };
    let fits = |character: &char| {
        let wide = unicode_width::UnicodeWidthChar::width(*character).unwrap_or(0);
        left.checked_sub(wide).map(|rest| left = rest).is_some()
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push_str(scene.symbol(Symbol::Ellipsis));
    Cow::Owned(short)
}
