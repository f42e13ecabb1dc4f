//! x
/// x
pub fn draw(_frame: &mut ratatui::Frame<'_>, _app: &super::App) {}
