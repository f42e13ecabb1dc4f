//! A validator's miners and a miner's tasks, where the scores fill the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::services::{Cell, draw_cell, draw_head, mark_selected, visible};
use super::{Scene, scores, words};
use crate::dashboard::app::{MinerColumn, Pane};
use crate::dashboard::layout::miner_columns;
use crate::dashboard::rows;
use crate::dashboard::theme::Role;
use crate::protocol::daemon_state::{DaemonState, MinerRow, RecentTask};

/// Columns of tasks with their widths: the last two share what is left.
const TASK_HEADS: [(&str, u16); 7] =
    [("ACCEPTED", 9), ("KIND", 6), ("STATUS", 11), ("TOOK", 7), ("VALIDATOR", 22), ("MODEL", 30), ("ERROR", 200)];

/// Draws the table of a daemon that has one.
pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, state: &DaemonState) {
    let what = if state.challenges.is_some() { "Miners" } else { "Tasks" };
    let count = rows::count(scene.app, Pane::Scores);
    let title = vec![
        vec![scene.say(what, Role::Title)],
        scene.filter_part(Pane::Scores),
        vec![scene.say(format!("{count} shown"), Role::Text)],
    ];
    let inner = scene.frame(buffer, area, Pane::Scores, title);
    if inner.height < 2 {
        return;
    }
    let selected = rows::selected(scene.app, Pane::Scores);
    if state.challenges.is_some() {
        miners(scene, buffer, inner, selected);
    } else {
        tasks(scene, buffer, inner, selected);
    }
}

/// What stands below the heads, or why nothing does.
fn body(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, count: usize, what: &'static str) -> Rect {
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if count == 0 {
        let is_filtered = scene.app.view.filters.contains_key(&Pane::Scores);
        let text = if is_filtered { "Nothing matches the filter." } else { what };
        scene.put(
            buffer,
            Rect { x: body.x + 1, width: body.width - 1, height: body.height.min(1), ..body },
            &Line::from(scene.say(text, Role::Dim)),
        );
    }
    body
}

fn miners(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, selected: usize) {
    let columns = miner_columns(area.width);
    let sort = scene.app.view.miner_sort;
    for (column, x, width) in &columns {
        let mark = (*column == sort.by).then_some(sort.is_descending);
        draw_head(scene, buffer, Rect::new(area.x + x, area.y, *width, 1), miner_head(*column), mark);
    }
    let miners = rows::miners(scene.app);
    let body = body(scene, buffer, area, miners.len(), "No miner was challenged yet.");
    for (number, y) in visible(miners.len(), selected, body) {
        let Some(miner) = miners.get(number) else { break };
        for (column, x, width) in &columns {
            draw_cell(scene, buffer, Rect::new(area.x + x, y, *width, 1), &miner_cell(scene, *column, *width, miner));
        }
        mark_selected(scene, buffer, Rect { y, height: 1, ..body }, Pane::Scores, number == selected);
    }
}

const fn miner_head(column: MinerColumn) -> (&'static str, bool) {
    match column {
        MinerColumn::Uid => ("UID", true),
        MinerColumn::Hotkey => ("HOTKEY", false),
        MinerColumn::Challenged => ("CHALLENGED", true),
        MinerColumn::Verified => ("VERIFIED", true),
        MinerColumn::Rejected => ("REJECTED, UNANSWERED", false),
        MinerColumn::Score => ("SCORE", true),
        MinerColumn::Weight => ("WEIGHT", true),
    }
}

fn miner_cell(scene: &Scene<'_>, column: MinerColumn, width: u16, miner: &MinerRow) -> Cell {
    let (_, is_right) = miner_head(column);
    let (text, role) = match column {
        MinerColumn::Uid => (miner.uid.to_string(), Role::Title),
        MinerColumn::Hotkey => {
            (scores::hotkey(scene, &miner.hotkey.to_string(), width).content.into_owned(), Role::Text)
        }
        MinerColumn::Challenged => (words::number(miner.challenged), Role::Text),
        MinerColumn::Verified => {
            (format!("{} {:>4}", miner.verified, words::percent(miner.verified, miner.challenged)), Role::Text)
        }
        MinerColumn::Rejected => {
            let reasons = miner.rejected.iter().chain(&miner.unanswered);
            let text = reasons.map(|(reason, count)| format!("{reason} {count}")).collect::<Vec<_>>().join(", ");
            if text.is_empty() { ("-".into(), Role::Dim) } else { (scene.safe(&text).into_owned(), Role::Warn) }
        }
        MinerColumn::Score => (format!("{:.4}", miner.score), Role::Text),
        MinerColumn::Weight => (words::number(miner.weight.into()), Role::Text),
    };
    Cell { text, role, is_right }
}

fn tasks(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, selected: usize) {
    let mut columns = Vec::with_capacity(TASK_HEADS.len());
    let mut x = 1;
    for (head, width) in TASK_HEADS {
        let width = width.min(area.width.saturating_sub(x));
        if width >= 6 {
            columns.push((head, x, width));
            draw_head(scene, buffer, Rect::new(area.x + x, area.y, width, 1), (head, head == "TOOK"), None);
        }
        x += width + 1;
    }
    let tasks = rows::tasks(scene.app);
    let body = body(scene, buffer, area, tasks.len(), "No task was accepted yet.");
    for (number, y) in visible(tasks.len(), selected, body) {
        let Some(task) = tasks.get(number) else { break };
        for (head, x, width) in &columns {
            draw_cell(
                scene,
                buffer,
                Rect::new(area.x + x, y, *width, 1),
                &task_cell(scene, head, task, number == selected),
            );
        }
        mark_selected(scene, buffer, Rect { y, height: 1, ..body }, Pane::Scores, number == selected);
    }
}

fn task_cell(scene: &Scene<'_>, head: &str, task: &RecentTask, is_selected: bool) -> Cell {
    let safe = |text: Option<&String>| text.map_or_else(|| "-".into(), |text| scene.safe(text).into_owned());
    let (text, role) = match head {
        "ACCEPTED" if is_selected => (words::time(task.accepted_at_ms, scene.app.view.is_utc, "%H:%M:%S"), Role::Text),
        "ACCEPTED" => (format!("{} ago", words::age(scene.since(task.accepted_at_ms))), Role::Text),
        "KIND" => (task.modality.to_string(), Role::Text),
        "STATUS" => (scene.safe(&task.status).into_owned(), status_role(&task.status)),
        "TOOK" => {
            let end = task.ended_at_ms.unwrap_or(scene.app.now);
            (
                words::span(task.accepted_at_ms.until(end)),
                if task.ended_at_ms.is_some() { Role::Text } else { Role::Dim },
            )
        }
        "VALIDATOR" => (scene.safe(&task.validator).into_owned(), Role::Accent),
        "MODEL" => (safe(task.model.as_ref()), Role::Text),
        _ => (safe(task.error.as_ref()), Role::Bad),
    };
    Cell { text, role, is_right: head == "TOOK" }
}

fn status_role(status: &str) -> Role {
    match status {
        "completed" => Role::Good,
        "failed" => Role::Bad,
        _ => Role::Text,
    }
}
