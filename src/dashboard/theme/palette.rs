//! The inks of each theme, for each depth.

use ratatui::style::{Color, Modifier, Style};

use super::{Depth, Role, Theme};
use crate::dashboard::log::Level;

/// One colour for terminals of each depth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink(Color, u8, [u8; 3]);

impl Ink {
    pub(super) const fn at(self, depth: Depth) -> Color {
        match (self.0, depth) {
            (Color::Reset, _) | (_, Depth::None) => Color::Reset,
            (colour, Depth::Sixteen) => colour,
            (_, Depth::Indexed) => Color::Indexed(self.1),
            (_, Depth::True) => Color::Rgb(self.2[0], self.2[1], self.2[2]),
        }
    }
}

const PLAIN: Ink = Ink(Color::Reset, 0, [0, 0, 0]);

/// Colours of one theme.
struct Palette {
    dim: Ink,
    accent: Ink,
    good: Ink,
    warn: Ink,
    bad: Ink,
    frame: Ink,
    services: [Ink; 6],
}

const DARK: Palette = Palette {
    dim: Ink(Color::DarkGray, 245, [0x8a, 0x90, 0x9c]),
    accent: Ink(Color::Cyan, 80, [0x5f, 0xc9, 0xd8]),
    good: Ink(Color::Green, 114, [0x7d, 0xcf, 0x7d]),
    warn: Ink(Color::Yellow, 214, [0xf2, 0xb3, 0x4b]),
    bad: Ink(Color::LightRed, 203, [0xff, 0x6e, 0x67]),
    frame: Ink(Color::DarkGray, 240, [0x54, 0x5c, 0x6b]),
    services: [
        Ink(Color::Cyan, 80, [0x5f, 0xc9, 0xd8]),
        Ink(Color::Magenta, 176, [0xd0, 0x8f, 0xdb]),
        Ink(Color::Green, 114, [0x7d, 0xcf, 0x7d]),
        Ink(Color::Yellow, 179, [0xd9, 0xb8, 0x66]),
        Ink(Color::LightBlue, 75, [0x6a, 0xaf, 0xff]),
        Ink(Color::LightMagenta, 211, [0xff, 0x92, 0xaf]),
    ],
};

const LIGHT: Palette = Palette {
    dim: Ink(Color::DarkGray, 243, [0x6b, 0x70, 0x7b]),
    accent: Ink(Color::Blue, 25, [0x05, 0x50, 0xae]),
    good: Ink(Color::Green, 28, [0x1a, 0x7f, 0x37]),
    warn: Ink(Color::Magenta, 130, [0x9a, 0x5b, 0x00]),
    bad: Ink(Color::Red, 160, [0xc6, 0x1a, 0x24]),
    frame: Ink(Color::Gray, 248, [0xa8, 0xae, 0xb8]),
    services: [
        Ink(Color::Blue, 25, [0x05, 0x50, 0xae]),
        Ink(Color::Magenta, 90, [0x82, 0x2a, 0x92]),
        Ink(Color::Green, 28, [0x1a, 0x7f, 0x37]),
        Ink(Color::Red, 130, [0x9a, 0x5b, 0x00]),
        Ink(Color::Cyan, 30, [0x0b, 0x72, 0x85]),
        Ink(Color::DarkGray, 238, [0x44, 0x4c, 0x56]),
    ],
};

const HIGH_CONTRAST: Palette = Palette {
    dim: Ink(Color::White, 15, [0xff, 0xff, 0xff]),
    accent: Ink(Color::LightCyan, 51, [0x00, 0xff, 0xff]),
    good: Ink(Color::LightGreen, 46, [0x2b, 0xff, 0x2b]),
    warn: Ink(Color::LightYellow, 226, [0xff, 0xff, 0x00]),
    bad: Ink(Color::LightRed, 210, [0xff, 0x9a, 0x9a]),
    frame: Ink(Color::White, 15, [0xff, 0xff, 0xff]),
    services: [
        Ink(Color::LightCyan, 51, [0x00, 0xff, 0xff]),
        Ink(Color::LightMagenta, 213, [0xff, 0x9c, 0xff]),
        Ink(Color::LightGreen, 46, [0x2b, 0xff, 0x2b]),
        Ink(Color::LightYellow, 226, [0xff, 0xff, 0x00]),
        Ink(Color::White, 15, [0xff, 0xff, 0xff]),
        Ink(Color::LightBlue, 117, [0x9c, 0xd4, 0xff]),
    ],
};

/// After the palette of Okabe and Ito (<https://jfly.uni-koeln.de/color/>).
const COLOUR_BLIND: Palette = Palette {
    dim: DARK.dim,
    accent: Ink(Color::LightCyan, 153, [0xb0, 0xd8, 0xff]),
    good: Ink(Color::LightBlue, 74, [0x56, 0xb4, 0xe9]),
    warn: Ink(Color::LightYellow, 227, [0xf0, 0xe4, 0x42]),
    bad: Ink(Color::LightMagenta, 175, [0xe2, 0x8f, 0xc0]),
    frame: DARK.frame,
    services: [
        Ink(Color::LightBlue, 74, [0x56, 0xb4, 0xe9]),
        Ink(Color::LightYellow, 227, [0xf0, 0xe4, 0x42]),
        Ink(Color::LightMagenta, 175, [0xe2, 0x8f, 0xc0]),
        Ink(Color::White, 255, [0xee, 0xee, 0xee]),
        Ink(Color::Yellow, 178, [0xe6, 0x9f, 0x00]),
        Ink(Color::Cyan, 36, [0x00, 0xb0, 0x8a]),
    ],
};

/// The colour of a meaning, and what else makes it stand out.
pub(super) fn ink(theme: Theme, role: Role) -> (Ink, Modifier) {
    let palette = match theme {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
        Theme::HighContrast => &HIGH_CONTRAST,
        Theme::ColourBlind => &COLOUR_BLIND,
    };
    let plain = Modifier::empty();
    match role {
        Role::Ground if theme == Theme::HighContrast => (Ink(Color::Black, 16, [0, 0, 0]), plain),
        Role::Ground | Role::Text | Role::Level(Level::Info) => (PLAIN, plain),
        Role::Selected | Role::Title => (PLAIN, Modifier::BOLD),
        Role::Dim | Role::Level(Level::Debug) => (palette.dim, plain),
        Role::Frame => (palette.frame, plain),
        Role::Focus => (palette.accent, Modifier::BOLD),
        Role::Key => (palette.accent, Modifier::BOLD),
        Role::Accent | Role::Graph => (palette.accent, plain),
        Role::Good => (palette.good, plain),
        Role::Warn | Role::Level(Level::Warn) => (palette.warn, plain),
        Role::Bad | Role::Level(Level::Error) => (palette.bad, Modifier::BOLD),
        Role::Hit => (palette.warn, Modifier::REVERSED),
        Role::Service(number) => (palette.services[number % palette.services.len()], plain),
    }
}

/// The same where there are no colours.
pub(super) fn bare(role: Role) -> Style {
    Style::new().add_modifier(match role {
        Role::Dim | Role::Frame | Role::Level(Level::Debug) => Modifier::DIM,
        Role::Title | Role::Focus | Role::Key | Role::Warn | Role::Level(Level::Warn) => Modifier::BOLD,
        Role::Bad | Role::Level(Level::Error) => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Selected | Role::Hit => Modifier::REVERSED,
        _ => Modifier::empty(),
    })
}
