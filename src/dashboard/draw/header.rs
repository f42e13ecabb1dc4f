//! The first line: which subnet, how far its chain is, how the services are, and what time it is.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Scene, words};
use crate::dashboard::facts::{LinkFact, SupervisorFact};
use crate::dashboard::layout::Width;
use crate::dashboard::rows::Standing;
use crate::dashboard::theme::Role;
use crate::protocol::daemon_state::NodeState;

/// A chain without a new block for so long is worth a look.
const SLOW_BLOCK: Duration = Duration::from_mins(1);
/// Share of the disk, in percent, from which it is worth a look.
const FULL_DISK: u64 = 90;

/// A part of the line; those with the highest number go first where it is narrow.
type Part = (u8, Vec<Span<'static>>);

pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let clock = words::time(scene.app.now, scene.app.view.is_utc, "%H:%M:%S %Z");
    let clock_width = u16::try_from(clock.len() + 1).unwrap_or(u16::MAX).min(area.width);
    let width = area.width.saturating_sub(clock_width + 2);
    let line = fitting(parts(scene), usize::from(width));
    scene.put(buffer, Rect { width: area.width - clock_width, ..area }, &line);
    let right = Rect { x: area.right() - clock_width, width: clock_width, ..area };
    scene.put(buffer, right, &Line::from(scene.say(clock, Role::Title)));
}

/// Leaves out whole parts, the least important first, until the rest fits.
fn fitting(mut parts: Vec<Part>, width: usize) -> Line<'static> {
    let wide = |(_, part): &Part| super::paint::width_of(part) + 2;
    while parts.len() > 1 && parts.iter().map(wide).sum::<usize>() > width {
        let last = parts.iter().enumerate().max_by_key(|(_, (worth, _))| *worth).map_or(0, |(place, _)| place);
        parts.remove(last);
    }
    let mut spans = vec![Span::raw(" ")];
    for (place, (_, part)) in parts.into_iter().enumerate() {
        if place > 0 {
            spans.push(Span::raw("  "));
        }
        spans.extend(part);
    }
    Line::from(spans)
}

fn parts(scene: &Scene<'_>) -> Vec<Part> {
    let app = scene.app;
    let host = app.world.host.as_ref();
    let name = match host.filter(|_| Width::of(scene.areas.header.width) == Width::Wide) {
        Some(host) => format!("gascli {}", scene.safe(&host.version)),
        None => "gascli".into(),
    };
    let mut parts = vec![(0, vec![scene.say(name, Role::Title)])];
    if let Some(lost) = lost(scene) {
        parts.push((1, vec![scene.say(lost, Role::Bad)]));
    }
    if let Some(remote) = &app.remote {
        parts.push((2, vec![scene.quote(remote, Role::Accent)]));
    }
    if app.is_read_only {
        parts.push((3, vec![scene.say("read-only", Role::Warn)]));
    }
    let node = scene.scored.and_then(|(_, entry)| Some(&entry.state.as_ref()?.node));
    if let Some(node) = node {
        let subnet = format!("sn{} {}", node.netuid, scene.safe(network(&node.chain_endpoint)));
        parts.push((5, vec![scene.say(subnet, Role::Accent)]));
        parts.extend(block(scene, node).map(|part| (6, part)));
        parts.extend(tempo(scene, node).map(|part| (7, part)));
    }
    parts.push((4, counts(scene)));
    parts.extend(host.map(|host| {
        let name = scene.quote(&host.name, Role::Text);
        let load = host.load.map(|load| format!("  load {load:.1}")).unwrap_or_default();
        let mut part = vec![scene.say("host ", Role::Dim), name, scene.say(load, Role::Text)];
        if let Some((total, free)) = host.disk_total_bytes.zip(host.disk_free_bytes).filter(|(total, _)| *total > 0) {
            let used = total.saturating_sub(free).saturating_mul(100) / total;
            let role = if used >= FULL_DISK { Role::Warn } else { Role::Text };
            part.push(scene.say(format!("  disk {used}%"), role));
        }
        (8, part)
    }));
    parts
}

/// What is said while nobody tells how services are.
fn lost(scene: &Scene<'_>) -> Option<String> {
    let world = &scene.app.world;
    if let Some(LinkFact::Down { retry_at_ms, .. }) = &world.link {
        return Some(format!("reconnecting ({} s)", scene.app.now.until(*retry_at_ms).as_secs()));
    }
    let since = || world.supervisor_down_since.map_or(0, |at| scene.since(at).as_secs());
    match &world.supervisor {
        Some(SupervisorFact::Down | SupervisorFact::Trouble { .. }) => Some(format!("reconnecting ({} s)", since())),
        _ if scene.is_stale => {
            let age = world.services_at.map_or(0, |at| scene.since(at).as_secs());
            Some(format!("no news for {age} s"))
        }
        _ => None,
    }
}

/// The network's name, as far as an endpoint tells it.
fn network(endpoint: &str) -> &str {
    let host = endpoint.split_once("://").map_or(endpoint, |(_, host)| host);
    match host {
        host if host.contains("test.finney") => "test",
        host if host.contains("finney") => "finney",
        host if host.starts_with("127.") || host.starts_with("localhost") || !host.contains(['.', ':']) => "local",
        host if host.starts_with("local:") => "local",
        host => host,
    }
}

fn block(scene: &Scene<'_>, node: &NodeState) -> Option<Vec<Span<'static>>> {
    let block = node.block?;
    let is_slow = node.block_seen_at_ms.is_some_and(|at| scene.since(at) > SLOW_BLOCK);
    let mut part = vec![scene.say("blk ", Role::Dim), scene.say(words::number(block.0), Role::Text)];
    if let Some(at) = node.block_seen_at_ms.filter(|_| is_slow) {
        part.push(scene.say(format!(" {} old", words::age(scene.since(at))), Role::Warn));
    }
    Some(part)
}

fn tempo(scene: &Scene<'_>, node: &NodeState) -> Option<Vec<Span<'static>>> {
    let seat = node.seat.as_ref()?;
    let (tempo, end) = (seat.tempo.filter(|tempo| *tempo > 0)?, seat.next_epoch?);
    let gone = tempo.saturating_sub(end.0.saturating_sub(node.block.unwrap_or(seat.block).0));
    let mut part = vec![scene.say("tempo ", Role::Dim), scene.say(format!("{gone}/{tempo}"), Role::Text)];
    if Width::of(scene.areas.header.width) == Width::Wide {
        part.push(scene.say(format!(" {}", words::bar(scene.look, 20, gone, tempo)), Role::Graph));
    }
    Some(part)
}

/// How many are up, and how many are not as they should be.
fn counts(scene: &Scene<'_>) -> Vec<Span<'static>> {
    let count = |is: fn(&Standing) -> bool| scene.standings.values().filter(|standing| is(standing)).count();
    let up = count(|it| matches!(it, Standing::Up));
    let starting = count(|it| matches!(it, Standing::Starting));
    let warn = count(|it| matches!(it, Standing::Degraded(_)));
    let failed = count(|it| matches!(it, Standing::Failed(_)));
    let mut part = vec![scene.say(format!("{up} up"), if up > 0 { Role::Good } else { Role::Text })];
    for (count, word, role) in
        [(starting, "starting", Role::Warn), (warn, "warn", Role::Warn), (failed, "failed", Role::Bad)]
    {
        if count > 0 {
            part.push(scene.say(format!(" {count} {word}"), role));
        }
    }
    part
}

#[cfg(test)]
mod tests {
    #[test]
    fn networks_are_called_as_operators_call_them() {
        for (endpoint, name) in [
            ("wss://entrypoint-finney.opentensor.ai:443", "finney"),
            ("wss://test.finney.opentensor.ai:443", "test"),
            ("ws://127.0.0.1:9944", "local"),
            ("local:/home/op/.local/state/chain.sqlite", "local"),
            ("wss://node.example.org", "node.example.org"),
        ] {
            assert_eq!(super::network(endpoint), name, "{endpoint}");
        }
    }
}
