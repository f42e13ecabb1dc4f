//! The seat of the scored daemon, and what came of its work.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Scene, paint, tables, words, work};
use crate::dashboard::app::{DaemonEntry, Pane};
use crate::dashboard::theme::Role;
use crate::protocol::daemon_state::{DaemonState, SeatState};
use crate::types::{BlockNumber, UnixMillis};

/// A daemon that has not told for so long is out of date.
const FRESH: Duration = Duration::from_secs(30);
/// Metagraphs are read every few minutes.
const FRESH_SEAT: Duration = Duration::from_mins(20);
/// A block of a network.
const BLOCK: Duration = Duration::from_secs(12);
/// Weights that are so many tempos old cost vtrust.
const OLD_WEIGHTS: u64 = 3;

/// Lines, each of entries that may be left out from the right.
pub(super) type Lines = Vec<Vec<Vec<Span<'static>>>>;

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let Some((name, entry)) = scene.scored else {
        let inner = scene.frame(buffer, area, Pane::Scores, vec![vec![scene.say("Scores", Role::Title)]]);
        return scene.put_all(buffer, inner, &nobody(scene));
    };
    let figures = scene.areas.figures;
    let inner = if figures.is_empty() {
        scene.frame(buffer, area, Pane::Scores, title(scene, name.as_str(), entry))
    } else {
        // The table has the pane, the figures a frame of their own above it.
        if let Some(state) = &entry.state {
            tables::draw(scene, buffer, area, state);
        }
        scene.frame_with(buffer, figures, scene.plain_set(), Role::Frame, title(scene, name.as_str(), entry))
    };
    let Some(state) = &entry.state else {
        let why = entry.silent.as_deref().unwrap_or("it has not told yet");
        let lines = [
            Line::from(scene.say("No figures: the daemon does not tell how it is.", Role::Warn)),
            Line::from(scene.quote(why, Role::Dim)),
        ];
        return scene.put_all(buffer, inner, &lines);
    };
    let seat = seat(scene, state);
    let work = work::lines(scene, state, inner.width);
    let rows = u16::try_from(seat.len()).unwrap_or(u16::MAX);
    if inner.height >= 6 {
        put(scene, buffer, inner, seat);
        let rest = Rect { y: inner.y + rows, height: inner.height.saturating_sub(rows), ..inner };
        rule(scene, buffer, Rect { height: rest.height.min(1), ..rest }, work::title(state));
        put(scene, buffer, Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest }, work);
    } else {
        // The first lines of both say most.
        let (few, more) = seat.split_at(seat.len().min(2));
        let shown: Lines = few.iter().chain(&work).chain(more).cloned().collect();
        put(scene, buffer, inner, shown);
    }
    if is_old(scene, entry) {
        buffer.set_style(inner, scene.style(Role::Dim));
    }
}

fn put(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, lines: Lines) {
    let width = area.width.saturating_sub(2);
    let area = Rect { x: area.x + 1, width, ..area };
    let lines: Vec<Line<'_>> =
        lines.into_iter().take(usize::from(area.height)).map(|entries| paint::entries(entries, width)).collect();
    scene.put_all(buffer, area, &lines);
}

/// A line with a word in it between two parts of a pane.
fn rule(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect, word: &'static str) {
    if area.is_empty() {
        return;
    }
    let rule = scene.symbol(crate::dashboard::theme::Symbol::Rule);
    let rest = usize::from(area.width).saturating_sub(word.len() + 4);
    let spans = vec![
        scene.say(format!("{rule}{rule} "), Role::Frame),
        scene.say(word, Role::Title),
        scene.say(format!(" {}", rule.repeat(rest)), Role::Frame),
    ];
    scene.put(buffer, area, &Line::from(spans));
}

fn nobody(scene: &Scene<'_>) -> Vec<Line<'static>> {
    let command = |text: &'static str, what: &'static str| {
        Line::from(vec![scene.say(text, Role::Key), scene.say(what, Role::Dim)])
    };
    vec![
        Line::from(scene.say("Seat and work of gascli's own daemons stand here.", Role::Text)),
        command("gascli generator start", "  a miner"),
        command("gascli validator start", "  a validator"),
    ]
}

/// When the older of seat and state was told.
fn told_at(entry: &DaemonEntry) -> Option<UnixMillis> {
    let seat = entry.state.as_ref().and_then(|state| Some(state.node.seat.as_ref()?.read_at_ms));
    entry.state_at.into_iter().chain(seat).min()
}

fn is_old(scene: &Scene<'_>, entry: &DaemonEntry) -> bool {
    let seat = entry.state.as_ref().and_then(|state| state.node.seat.as_ref());
    entry.silent.is_some()
        || entry.state_at.is_none_or(|at| scene.since(at) > FRESH)
        || seat.is_some_and(|seat| scene.since(seat.read_at_ms) > FRESH_SEAT)
}

fn title(scene: &Scene<'_>, name: &str, entry: &DaemonEntry) -> Vec<Vec<Span<'static>>> {
    let uid =
        entry.state.as_ref().and_then(|state| state.node.uid).map(|uid| format!(" uid {uid}")).unwrap_or_default();
    let mut parts = vec![vec![scene.say(format!("Scores{uid}"), Role::Title)]];
    if let Some(at) = told_at(entry) {
        let is_zoomed = scene.app.view.zoomed == Some(Pane::Scores);
        let age = format!("{} old", words::age(scene.since(at)));
        let stale = if entry.silent.is_some() { ", silent" } else { "" };
        let role = if is_old(scene, entry) { Role::Warn } else { Role::Text };
        parts.push(vec![scene.say(format!("{age}{stale}"), role)]);
        if is_zoomed {
            parts.push(vec![scene.say(format!("as of {}", scene.age(at, true)), Role::Dim)]);
        }
    }
    parts.push(vec![scene.quote(name, Role::Text)]);
    parts.push(scene.filter_part(Pane::Scores));
    if let Some(state) = &entry.state {
        let permit =
            state.node.seat.as_ref().map(|seat| if seat.validator_permit { "validator permit" } else { "no permit" });
        parts.push(vec![scene.say("hotkey ", Role::Dim), hotkey(scene, &state.node.hotkey.to_string(), 11)]);
        parts.push(permit.map(|permit| vec![scene.say(permit, Role::Text)]).unwrap_or_default());
    }
    parts
}

/// A key with its beginning and end in so many columns, or whole where there is room; masked ones as they are.
pub(super) fn hotkey(scene: &Scene<'_>, key: &str, width: u16) -> Span<'static> {
    let shown = scene.safe(key);
    let side = usize::from(width.saturating_sub(1) / 2);
    if shown.len() <= usize::from(width) || *shown != *key || side == 0 {
        return scene.say(shown.into_owned(), Role::Text);
    }
    let ellipsis = scene.symbol(crate::dashboard::theme::Symbol::Ellipsis);
    scene.say(format!("{}{ellipsis}{}", &key[..side], &key[key.len() - side..]), Role::Text)
}

/// What the metagraph says of the daemon, and how old its weights are.
fn seat(scene: &Scene<'_>, state: &DaemonState) -> Lines {
    let pair = |name: &'static str, value: String| vec![scene.say(name, Role::Dim), scene.say(value, Role::Text)];
    let Some(seat) = &state.node.seat else {
        return vec![match state.node.uid {
            None if matches!(state.daemon.as_str(), "generator" | "validator") => {
                vec![vec![scene.say("no seat on the subnet: the hotkey is not registered", Role::Warn)]]
            }
            _ => vec![],
        }]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    };
    let share = if seat.validator_permit {
        pair("dividends ", format!("{:.4}", seat.dividends))
    } else {
        pair("incentive ", format!("{:.4}", seat.incentive))
    };
    let rank = seat.rank.map_or_else(|| "-".into(), |rank| rank.to_string());
    let first = vec![
        share,
        pair("rank ", format!("{rank}/{}", seat.neurons)),
        pair("emission ", format!("{:.3}/tempo", seat.emission_rao.as_tao())),
        pair("stake ", format!("{:.0}", seat.stake_rao.as_tao())),
        pair("consensus ", format!("{:.4}", seat.consensus)),
    ];
    let block = state.node.block.unwrap_or(seat.block);
    let mut lines = vec![first];
    if state.challenges.is_some() {
        lines.push(weights(scene, state, seat, block));
    }
    lines.push(standing(scene, state, seat, block));
    lines
}

/// How old the weights are: in blocks and tempos, and late from three tempos on.
fn weights(scene: &Scene<'_>, state: &DaemonState, seat: &SeatState, block: BlockNumber) -> Vec<Vec<Span<'static>>> {
    let own = state.challenges.as_ref().and_then(|challenges| challenges.last_weights_block);
    let set = own.into_iter().chain([seat.last_update]).max().unwrap_or(seat.last_update);
    let blocks = block.0.saturating_sub(set.0);
    let mut line = vec![];
    let tempo = seat.tempo.filter(|tempo| *tempo > 0);
    let is_late = tempo.is_some_and(|tempo| blocks >= tempo.saturating_mul(OLD_WEIGHTS));
    let role = if is_late { Role::Bad } else { Role::Text };
    let tempos = tempo.map(|tempo| {
        let tenths = blocks.saturating_mul(10) / tempo;
        format!(", {}.{} tempos", tenths / 10, tenths % 10)
    });
    let (word, word_role) = if is_late { ("LATE", Role::Bad) } else { ("ok", Role::Good) };
    let age = format!(" {} blocks{} ago", words::number(blocks), tempos.unwrap_or_default());
    line.push(vec![scene.say("weights ", Role::Dim), scene.say(word, word_role), scene.say(age, role)]);
    if let Some(end) = seat.next_epoch {
        let left = end.0.saturating_sub(block.0);
        line.push(vec![
            scene.say("epoch ends ", Role::Dim),
            scene.say(format!("in {left} blocks{}", time_of(state, left)), Role::Text),
        ]);
    }
    line
}

/// Immunity, permit and activity.
fn standing(scene: &Scene<'_>, state: &DaemonState, seat: &SeatState, block: BlockNumber) -> Vec<Vec<Span<'static>>> {
    let immunity = seat.immune_until.map(|until| match until.0.checked_sub(block.0) {
        Some(left) => {
            scene.say(format!("immune for {} blocks{}", words::number(left), time_of(state, left)), Role::Good)
        }
        None => scene.say("immunity is over", Role::Text),
    });
    let age = block.0.saturating_sub(seat.registered_at.0);
    let activity = if seat.is_active { vec![] } else { vec![scene.say("inactive", Role::Bad)] };
    let permit = if seat.validator_permit { "validator permit" } else { "no validator permit" };
    vec![
        activity,
        immunity.into_iter().collect(),
        vec![
            scene.say("registered ", Role::Dim),
            scene.say(format!("{} blocks{} ago", words::number(age), time_of(state, age)), Role::Text),
        ],
        vec![scene.say(permit, Role::Dim)],
    ]
}

/// How long so many blocks take, behind a comma. Nothing on a chain of this machine, whose blocks take what they take.
fn time_of(state: &DaemonState, blocks: u64) -> String {
    if state.node.chain_endpoint.starts_with("local:") {
        return String::new();
    }
    format!(", {}", words::span(Duration::from_secs(blocks.saturating_mul(BLOCK.as_secs()))))
}
