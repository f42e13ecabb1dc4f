//! The services: a row each, and what to do where there are none.

mod cells;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Scene, paint};
use crate::dashboard::app::{Pane, ServiceColumn};
use crate::dashboard::facts::{ServiceFact, SupervisorFact};
use crate::dashboard::keys::Command;
use crate::dashboard::layout::{service_columns, shows_gpus};
use crate::dashboard::rows::{self, Standing};
use crate::dashboard::theme::{Role, Symbol};
use crate::supervisor::EventKind;
use crate::types::ServiceName;
pub(super) use cells::Cell;
pub(super) use cells::ago;

const HOUR: Duration = Duration::from_hours(1);

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let inner = scene.frame(buffer, area, Pane::Services, title(scene));
    no_gpu(scene, buffer, area);
    if scene.services.is_empty() {
        return scene.put_all(buffer, inner, &empty(scene));
    }
    let columns = service_columns(inner.width);
    head(scene, buffer, inner, &columns);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let selected = scene.selected_row();
    let restarts = restarts_in_hour(scene);
    for (offset, y) in visible(scene.services.len(), selected, rows) {
        let Some(fact) = scene.services.get(offset) else { break };
        let area = Rect { y, height: 1, ..rows };
        row(scene, buffer, area, fact, &columns, &Row { is_selected: offset == selected, restarts: &restarts });
    }
}

/// In the lower frame: why there is no pane of GPUs.
fn no_gpu(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let report = scene.app.world.gpus.as_ref().filter(|_| !shows_gpus(scene.app));
    if let Some(reason) = report.and_then(|report| report.why_not.first()) {
        let safe = scene.safe(reason);
        let text = paint::cut(scene, &safe, area.width.saturating_sub(8));
        let line = Line::from(scene.say(format!(" {text} "), Role::Dim));
        let width = u16::try_from(line.width()).unwrap_or(0).min(area.width.saturating_sub(4));
        scene.put(buffer, Rect::new(area.right() - 2 - width, area.bottom() - 1, width, 1), &line);
    }
}

/// Which rows are shown at which heights, so that the selected one is among them.
pub(super) fn visible(count: usize, selected: usize, area: Rect) -> impl Iterator<Item = (usize, u16)> {
    (rows::first_shown(selected, area.height).min(count)..count).zip(area.y..area.bottom())
}

impl Scene<'_> {
    /// Place of the selected service among those that are shown.
    fn selected_row(&self) -> usize {
        let named = self.app.view.service.as_ref();
        self.services.iter().position(|fact| Some(&fact.status.name) == named).unwrap_or(0)
    }

    /// The selected service.
    pub(super) fn selected(&self) -> Option<&ServiceFact> {
        self.services.get(self.selected_row()).copied()
    }

    /// The filter of a pane, as it is shown in its title.
    pub(super) fn filter_part(&self, pane: Pane) -> Vec<Span<'static>> {
        let filter = self.app.view.filters.get(&pane);
        filter.map_or_else(Vec::new, |filter| vec![self.quote(&format!("/ {}", filter.text), Role::Accent)])
    }
}

fn title(scene: &Scene<'_>) -> Vec<Vec<Span<'static>>> {
    let sort = scene.app.view.service_sort;
    let mark = scene.symbol(if sort.is_descending { Symbol::Descending } else { Symbol::Ascending });
    let count = format!("{} of {}", scene.services.len(), scene.app.world.services.len());
    vec![
        vec![scene.say("Services", Role::Title)],
        scene.filter_part(Pane::Services),
        vec![scene.say(count, Role::Text)],
        vec![scene.say(format!("sort {} {mark}", cells::head(sort.by).to_lowercase()), Role::Text)],
    ]
}

fn head(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, columns: &[(ServiceColumn, u16, u16)]) {
    let sort = scene.app.view.service_sort;
    for (column, x, width) in columns {
        let mark = (*column == sort.by).then_some(sort.is_descending);
        let cell = Rect::new(area.x + x, area.y, *width, 1);
        draw_head(scene, buffer, cell, (cells::head(*column), cells::is_right(*column)), mark);
    }
}

/// The head of a column, with the mark of the order if it is sorted by.
pub(super) fn draw_head(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    area: Rect,
    (word, is_right): (&str, bool),
    is_descending: Option<bool>,
) {
    let role = if is_descending.is_some() { Role::Accent } else { Role::Dim };
    let mark = match is_descending {
        Some(true) => scene.symbol(Symbol::Descending),
        Some(false) => scene.symbol(Symbol::Ascending),
        None => "",
    };
    let room = area.width.saturating_sub(u16::from(is_descending.is_some()));
    let word: String = word.chars().take(usize::from(room)).collect();
    let text = Cell { text: format!("{word}{mark}"), role, is_right };
    draw_cell(scene, buffer, area, &text);
}

/// A cell: to the right for figures, cut to its column.
pub(super) fn draw_cell(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, cell: &Cell) {
    let span = scene.say(paint::cut(scene, &cell.text, area.width).into_owned(), cell.role);
    let free = usize::from(area.width).saturating_sub(span.width());
    let indent = if cell.is_right { u16::try_from(free).unwrap_or(0) } else { 0 };
    let area = Rect { x: area.x + indent, width: area.width - indent, ..area };
    scene.put(buffer, area, &Line::from(span));
}

/// What a row is drawn with besides its service.
struct Row<'a> {
    is_selected: bool,
    restarts: &'a BTreeMap<&'a ServiceName, usize>,
}

fn row(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    area: Rect,
    fact: &ServiceFact,
    columns: &[(ServiceColumn, u16, u16)],
    row: &Row<'_>,
) {
    let standing = scene.standings.get(&fact.status.name).unwrap_or(&Standing::Stopped);
    let restarts = row.restarts.get(&fact.status.name).copied().unwrap_or(0);
    let drawn = cells::Drawn { fact, standing, is_selected: row.is_selected, restarts };
    let has_reason = columns.iter().any(|(column, ..)| *column == ServiceColumn::Health);
    for (column, x, width) in columns {
        let cell = Rect::new(area.x + x, area.y, *width, 1);
        // What does not run has no figures: where there is no column for the reason, it takes their place.
        if *column == ServiceColumn::Uptime && !has_reason && fact.status.pid.is_none() {
            let rest = Rect { width: area.right() - cell.x, ..cell };
            scene.put(buffer, rest, &Line::from(scene.say(cells::why(scene, &drawn), cells::role(standing))));
            break;
        }
        draw_cell(scene, buffer, cell, &cells::cell(scene, *column, *width, &drawn));
    }
    mark_selected(scene, buffer, area, Pane::Services, row.is_selected);
}

/// Marks a row as the selected one: with a sign in its first column, and where keys are for its pane with its ground.
pub(super) fn mark_selected(scene: &Scene<'_>, buffer: &mut Buffer, row: Rect, pane: Pane, is_selected: bool) {
    if is_selected && !row.is_empty() {
        if scene.has_focus(pane) {
            buffer.set_style(row, scene.style(Role::Selected));
        }
        buffer.set_stringn(row.x, row.y, ">", 1, scene.style(Role::Key));
    }
}

/// Runs of the last hour that ended by themselves, or were ended by a rule.
fn restarts_in_hour<'a>(scene: &Scene<'a>) -> BTreeMap<&'a ServiceName, usize> {
    use EventKind::{Crashed, LimitReached, OutOfMemory, Scheduled, Started};
    let mut runs: BTreeMap<&ServiceName, BTreeSet<u32>> = BTreeMap::new();
    let recent = scene.app.world.events.iter().rev().take_while(|event| scene.since(event.at_ms) <= HOUR);
    // Restarts are counted from the operator's last start.
    let mut begun = BTreeSet::new();
    for event in recent {
        let Some(name) = &event.service else { continue };
        if event.kind == Started {
            begun.insert(name);
        } else if !begun.contains(name) && matches!(event.kind, Crashed | LimitReached | OutOfMemory | Scheduled) {
            runs.entry(name).or_default().insert(event.run);
        }
    }
    runs.into_iter().map(|(name, runs)| (name, runs.len())).collect()
}

/// What to do where there is no service to show.
fn empty(scene: &Scene<'_>) -> Vec<Line<'static>> {
    let plain = |text: &'static str| Line::from(scene.say(text, Role::Text));
    let command = |text: &'static str, what: &'static str| {
        Line::from(vec![scene.say(text, Role::Key), scene.say(what, Role::Dim)])
    };
    let world = &scene.app.world;
    if !world.services.is_empty() {
        let key = scene.key_word(&scene.app.keys.keys_of(Command::Back));
        return vec![
            plain("No service matches the filter."),
            Line::from(scene.say(format!("{key} clears it."), Role::Dim)),
        ];
    }
    match &world.supervisor {
        Some(SupervisorFact::Down) => {
            let key = scene.app.keys.keys_of(Command::StartSupervisor);
            let how = if scene.app.is_read_only || key.is_empty() { "start it with " } else { "press " };
            let key = if how == "press " { key } else { "gascli daemon start".into() };
            let press = Line::from(vec![
                scene.say("No supervisor runs: ", Role::Warn),
                scene.say(how, Role::Text),
                scene.say(key, Role::Key),
            ]);
            vec![press, command("gascli daemon start", "  does the same in a shell")]
        }
        Some(SupervisorFact::Trouble { reason }) => {
            vec![plain("The supervisor cannot be asked:"), Line::from(scene.quote(reason, Role::Bad))]
        }
        None => vec![Line::from(scene.say("Asking the supervisor", Role::Dim))],
        Some(SupervisorFact::Up(_)) => vec![
            plain("No service yet. Start one from a shell:"),
            command("gascli generator start    ", "a miner (first: gascli generator init)"),
            command("gascli validator start    ", "a validator (first: gascli validator init)"),
            command("gascli start NAME -- CMD  ", "any command of yours"),
        ],
    }
}
