//! Colours and characters: what a thing means decides how it looks, and no colour says what a word does not.

mod palette;

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

use super::log::Level;
use palette::Ink;

/// Colours that the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None (`NO_COLOR`, `TERM=dumb`): bold, dim and reversed text alone.
    None,
    /// The 16 of its own palette.
    Sixteen,
    /// 256.
    Indexed,
    /// All.
    True,
}

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// For light text on a dark ground.
    Dark,
    /// For dark text on a light ground.
    Light,
    /// White on black, nothing faint.
    HighContrast,
    /// Blue, yellow and purple in place of green and red (after Okabe and Ito).
    ColourBlind,
}

impl Theme {
    /// Every theme, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::HighContrast, Self::ColourBlind];

    /// As an operator writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::ColourBlind => "colour-blind",
        }
    }
}

/// A word that is no theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no theme (`dark`, `light`, `high-contrast` and `colour-blind` are)")]
pub struct ThemeError(String);

impl FromStr for Theme {
    type Err = ThemeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let theme = Self::ALL.into_iter().find(|theme| theme.word() == text);
        theme.ok_or_else(|| ThemeError(text.chars().take(40).collect()))
    }
}

/// Colours and characters that are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The choice of colours.
    pub theme: Theme,
    /// Those that the terminal has.
    pub depth: Depth,
    /// No character beyond ASCII.
    pub is_ascii: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: Theme::Dark, depth: Depth::Sixteen, is_ascii: false }
    }
}

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The ground that all is drawn on.
    Ground,
    /// Plain text.
    Text,
    /// What matters less, or is out of date.
    Dim,
    /// Names of panes, heads of columns.
    Title,
    /// Frames.
    Frame,
    /// The frame of the pane that keys are for.
    Focus,
    /// The selected row.
    Selected,
    /// A key.
    Key,
    /// What links to something else, figures that go on.
    Accent,
    /// As it should be.
    Good,
    /// To be looked at.
    Warn,
    /// Broken.
    Bad,
    /// What was searched for.
    Hit,
    /// Curves and bars.
    Graph,
    /// A log line's level.
    Level(Level),
    /// The n-th service, in merged logs.
    Service(usize),
}

/// Characters that have a twin in ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Up,
    Starting,
    Degraded,
    Stopped,
    Failed,
    Descending,
    Ascending,
    Ellipsis,
    Full,
    Empty,
    Rule,
    Restart,
    Exit,
    Continued,
    Cursor,
    UpDown,
    Enter,
}

impl Look {
    /// How text of a meaning is drawn.
    pub(super) fn style(self, role: Role) -> Style {
        let (ink, modifier) = palette::ink(self.theme, role);
        let style = Style::new().add_modifier(modifier);
        match self.depth {
            Depth::None => palette::bare(role),
            _ if role == Role::Ground => ink.ground(style, self.depth),
            _ if role == Role::Selected => selected(self),
            _ => ink.foreground(style, self.depth),
        }
    }

    /// A character, or its twin.
    pub(super) const fn symbol(self, symbol: Symbol) -> &'static str {
        let (unicode, ascii) = match symbol {
            Symbol::Up => ("●", "*"),
            Symbol::Starting => ("◐", "o"),
            Symbol::Degraded => ("▲", "!"),
            Symbol::Stopped => ("■", "-"),
            Symbol::Failed => ("✖", "x"),
            Symbol::Descending => ("▼", "v"),
            Symbol::Ascending => ("▲", "^"),
            Symbol::Ellipsis => ("…", "~"),
            Symbol::Full => ("▓", "#"),
            Symbol::Empty => ("░", "."),
            Symbol::Rule => ("─", "-"),
            Symbol::Restart => ("↻", "R"),
            Symbol::Exit => ("✖", "x"),
            Symbol::Continued => ("↪", "+"),
            Symbol::Cursor => ("█", "_"),
            Symbol::UpDown => ("↑↓", "up/down"),
            Symbol::Enter => ("⏎", "enter"),
        };
        if self.is_ascii { ascii } else { unicode }
    }

    /// Bars from nothing to all of a figure's largest value.
    pub(super) const fn bars(self) -> [&'static str; 8] {
        if self.is_ascii {
            ["_", ".", ":", "-", "=", "+", "*", "#"]
        } else {
            ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        }
    }
}

/// The selected row: another ground where there are colours enough for it, else reversed.
fn selected(look: Look) -> Style {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    match (look.theme, look.depth) {
        (Theme::HighContrast, _) => bold.fg(Color::Black).bg(Color::White),
        (_, Depth::None | Depth::Sixteen) => bold.add_modifier(Modifier::REVERSED),
        (Theme::Light, Depth::Indexed) => bold.bg(Color::Indexed(254)),
        (Theme::Light, Depth::True) => bold.bg(Color::Rgb(0xdd, 0xe6, 0xf4)),
        (_, Depth::Indexed) => bold.bg(Color::Indexed(237)),
        (_, Depth::True) => bold.bg(Color::Rgb(0x2b, 0x33, 0x47)),
    }
}

impl Ink {
    fn foreground(self, style: Style, depth: Depth) -> Style {
        match self.at(depth) {
            Color::Reset => style,
            colour => style.fg(colour),
        }
    }

    /// White on black where contrast is asked for; elsewhere the terminal's own ground stays.
    fn ground(self, style: Style, depth: Depth) -> Style {
        match self.at(depth) {
            Color::Reset => style,
            colour => style.fg(Color::White).bg(colour),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 20] = [
        Role::Ground,
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Frame,
        Role::Focus,
        Role::Selected,
        Role::Key,
        Role::Accent,
        Role::Good,
        Role::Warn,
        Role::Bad,
        Role::Hit,
        Role::Graph,
        Role::Level(Level::Error),
        Role::Level(Level::Warn),
        Role::Level(Level::Info),
        Role::Level(Level::Debug),
        Role::Service(0),
        Role::Service(9),
    ];

    fn styles(depth: Depth) -> impl Iterator<Item = Style> {
        let looks = Theme::ALL.into_iter().map(move |theme| Look { theme, depth, is_ascii: false });
        looks.flat_map(|look| ROLES.into_iter().map(move |role| look.style(role)))
    }

    #[test]
    fn each_depth_uses_no_colour_that_it_does_not_have() {
        let all = |depth: Depth, has: fn(Color) -> bool| {
            styles(depth).flat_map(|style| [style.fg, style.bg]).flatten().all(has)
        };
        assert!(styles(Depth::None).all(|style| style.fg.is_none() && style.bg.is_none()));
        assert!(all(Depth::Sixteen, |colour| !matches!(colour, Color::Indexed(_) | Color::Rgb(..))));
        assert!(all(Depth::Indexed, |colour| !matches!(colour, Color::Rgb(..))));
        assert!(styles(Depth::True).any(|style| matches!(style.fg, Some(Color::Rgb(..)))));
    }

    #[test]
    fn good_and_bad_differ_without_green_and_red_for_those_who_do_not_see_them() {
        let look = Look { theme: Theme::ColourBlind, ..Look::default() };
        for role in [Role::Good, Role::Warn, Role::Bad] {
            let colour = look.style(role).fg;
            let unseen = [Color::Green, Color::LightGreen, Color::Red, Color::LightRed];
            assert!(!unseen.contains(&colour.unwrap()), "{role:?}: {colour:?}");
        }
    }

    #[test]
    fn every_theme_reads_as_it_is_written() {
        for theme in Theme::ALL {
            assert_eq!(theme.word().parse(), Ok(theme));
        }
        assert!("pink".parse::<Theme>().is_err());
    }
}
