//! What came of a daemon's work: by hour, what waits, and why things fail. Each kind of daemon has its own lines.

use std::collections::BTreeMap;

use ratatui::text::Span;

use super::scores::Lines;
use super::{Scene, words};
use crate::dashboard::theme::Role;
use crate::protocol::daemon_state::{
    ChallengeCounters, DaemonState, DataState, GenerationState, HourState, SpendState, TaskCounters,
};

/// Hours of a curve.
const HOURS: usize = 24;

/// What the work is called.
pub(super) const fn title(state: &DaemonState) -> &'static str {
    match (&state.challenges, &state.tasks, &state.data) {
        (Some(_), ..) => "Challenges",
        (_, Some(_), _) => "Tasks",
        (.., Some(_)) => "Uploads",
        _ => "Work",
    }
}

/// Lines of figures, what says most first.
pub(super) fn lines(scene: &Scene<'_>, state: &DaemonState, width: u16) -> Lines {
    let mut lines = Lines::new();
    if !state.hours.is_empty() {
        lines.push(total(scene, &state.hours));
        lines.push(curves(scene, &state.hours, width));
    }
    if let Some(challenges) = &state.challenges {
        lines.extend(of_validator(scene, state, challenges));
    }
    if let Some(tasks) = &state.tasks {
        lines.extend(of_miner(scene, state, tasks));
    }
    lines.extend(state.data.iter().flat_map(|data| of_data(scene, data)));
    lines.extend(state.generation.iter().flat_map(|pools| of_generation(scene, pools)));
    if state.challenges.is_some() {
        lines.extend(beside(scene));
    }
    lines
}

/// The first line of the services that work for a validator: how full their queues are.
fn beside(scene: &Scene<'_>) -> Lines {
    let heard = scene.app.world.daemons.values().filter(|entry| entry.silent.is_none());
    let states = heard.filter_map(|entry| entry.state.as_ref());
    let lines = states.flat_map(|state| {
        let data = state.data.as_ref().map(|data| of_data(scene, data));
        let pools = state.generation.as_ref().map(|pools| of_generation(scene, pools));
        let named = |(word, lines): (&'static str, Lines)| {
            let mut line = lines.into_iter().next().unwrap_or_default();
            line.insert(0, vec![scene.say(word, Role::Dim)]);
            line
        };
        data.map(|it| ("uploads:", it)).into_iter().chain(pools.map(|it| ("prompts:", it))).map(named)
    });
    lines.collect()
}

fn pair(scene: &Scene<'_>, name: &'static str, value: impl Into<String>) -> Vec<Span<'static>> {
    vec![scene.say(name, Role::Dim), scene.say(value.into(), Role::Text)]
}

/// A figure that stands out unless it is zero.
fn trouble(scene: &Scene<'_>, name: &'static str, count: u64) -> Vec<Span<'static>> {
    let role = if count > 0 { Role::Warn } else { Role::Text };
    vec![scene.say(name, Role::Dim), scene.say(words::number(count), role)]
}

/// The running hour, and all hours together.
fn total(scene: &Scene<'_>, hours: &[HourState]) -> Vec<Vec<Span<'static>>> {
    let sum = |of: fn(&HourState) -> u64| hours.iter().map(of).sum::<u64>();
    let (begun, done, failed) = (sum(|it| it.begun), sum(|it| it.done), sum(|it| it.failed));
    let now = hours.iter().find(|hour| hour.hours_ago == 0);
    let median = hours.iter().find_map(|hour| hour.median_ms).map_or_else(|| "-".into(), words::seconds);
    let mut line = vec![
        vec![
            scene.say("24 h ", Role::Dim),
            scene.say(format!("{} done of {}", words::number(done), words::number(begun)), Role::Text),
        ],
        pair(scene, "pass ", words::percent(done, done + failed)),
        pair(scene, "median ", median),
        trouble(scene, "failed ", failed),
    ];
    line.extend(now.map(|hour| pair(scene, "this hour ", format!("{} of {}", hour.done, hour.begun))));
    line
}

/// Work, failures and latency by hour.
#[expect(clippy::cast_precision_loss, reason = "curves of eight levels")]
fn curves(scene: &Scene<'_>, hours: &[HourState], width: u16) -> Vec<Vec<Span<'static>>> {
    let columns = (width.saturating_sub(16) / 3).clamp(6, 24);
    let curve = |word: &'static str, of: fn(&HourState) -> Option<u64>| {
        let top = hours.iter().filter_map(of).max().unwrap_or(0) as f64;
        let at = |ago: usize| {
            let hour = hours.iter().find(|hour| usize::try_from(hour.hours_ago) == Ok(ago))?;
            of(hour).map(|figure| figure as f64)
        };
        vec![scene.say(word, Role::Dim), scene.say(words::curve(scene.look, columns, HOURS, top, at), Role::Graph)]
    };
    vec![
        curve("done ", |hour| Some(hour.done)),
        curve("fail ", |hour| Some(hour.failed)),
        curve("time ", |hour| hour.median_ms),
    ]
}

/// Reasons with their counts, the most frequent first.
fn reasons<'a>(
    scene: &Scene<'_>,
    word: &'static str,
    counts: impl Iterator<Item = (&'a String, &'a u64)>,
) -> Option<Vec<Vec<Span<'static>>>> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in counts {
        *sums.entry(reason).or_default() += count;
    }
    let mut sums: Vec<(&str, u64)> = sums.into_iter().filter(|(_, count)| *count > 0).collect();
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let entries = sums.into_iter().enumerate().map(|(place, (reason, count))| {
        let mut entry = if place == 0 { vec![scene.say(word, Role::Dim)] } else { vec![] };
        entry.extend([scene.quote(reason, Role::Text), scene.say(format!(" {count}"), Role::Warn)]);
        entry
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then_some(entries)
}

fn of_validator(scene: &Scene<'_>, state: &DaemonState, challenges: &ChallengeCounters) -> Lines {
    let number = words::number;
    let mut lines = vec![vec![
        pair(scene, "open ", number(challenges.pending)),
        pair(scene, "to check ", number(challenges.awaiting_alignment)),
        pair(scene, "sent ", number(challenges.issued)),
        trouble(scene, "unanswered ", challenges.unanswered),
        pair(scene, "rounds ", number(challenges.rounds)),
    ]];
    let rejected = challenges.miners.iter().flat_map(|miner| &miner.rejected);
    lines.extend(reasons(scene, "rejected: ", rejected));
    lines.extend(reasons(scene, "unanswered: ", challenges.unanswered_by.iter()));
    if let Some(alignment) = &state.alignment {
        let failed: u64 = alignment.failed.values().sum();
        let mut line = vec![
            pair(scene, "prompt check: passed ", words::percent(alignment.passed, alignment.passed + failed)),
            pair(
                scene,
                "known media ",
                format!("{} ({})", number(alignment.known_media), words::size(alignment.known_media_bytes)),
            ),
        ];
        if let Some(reason) = &alignment.reason {
            line.insert(0, vec![scene.quote(reason, Role::Warn)]);
        }
        lines.push(line);
    }
    lines
}

fn of_miner(scene: &Scene<'_>, state: &DaemonState, tasks: &TaskCounters) -> Lines {
    let number = words::number;
    let mut lines = vec![vec![
        pair(scene, "queue ", number(tasks.pending)),
        pair(scene, "working ", number(tasks.processing)),
        pair(scene, "delivering ", number(tasks.delivering)),
        pair(scene, "delivered ", number(tasks.delivered)),
        trouble(scene, "rejected ", tasks.rejected),
        trouble(scene, "refused ", tasks.refused),
        trouble(scene, "forgotten ", tasks.forgotten),
    ]];
    lines.extend(state.spend.as_ref().map(|spend| spent(scene, spend)));
    let paused =
        state.models.iter().filter_map(|model| Some((model, model.paused_until_ms.filter(|at| *at > scene.app.now)?)));
    lines.extend(paused.map(|(model, until)| {
        let name = format!("{}/{}", model.service, model.model);
        let left = format!("paused {}: ", words::age(scene.app.now.until(until)));
        let why = model.reason.as_deref().unwrap_or("its media failed the check");
        vec![vec![scene.say(left, Role::Warn), scene.quote(&name, Role::Text)], vec![scene.quote(why, Role::Dim)]]
    }));
    if !state.services.is_empty() {
        let entries = state.services.iter().map(|service| {
            let (word, role) = if service.available { (" ok", Role::Good) } else { (" rests", Role::Warn) };
            let until =
                service.until_ms.map(|at| format!(" {}", words::age(scene.app.now.until(at)))).unwrap_or_default();
            let why = service.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
            vec![
                scene.quote(&service.service, Role::Text),
                scene.say(format!("{word}{until}"), role),
                scene.quote(&why, Role::Dim),
            ]
        });
        lines.push(entries.collect());
    }
    lines.extend(state.webhooks.iter().map(|webhook| {
        let failed: u64 = webhook.failures.values().sum();
        let all = webhook.successes + failed;
        let role = if failed * 10 > all { Role::Warn } else { Role::Text };
        let mut line = vec![vec![
            scene.quote(&webhook.validator, Role::Accent),
            scene.say(format!(" took {} of {all} today", words::percent(webhook.successes, all)), role),
        ]];
        line.extend(
            webhook
                .failures
                .iter()
                .map(|(kind, count)| vec![scene.quote(kind, Role::Dim), scene.say(format!(" {count}"), Role::Warn)]),
        );
        line
    }));
    lines
}

fn spent(scene: &Scene<'_>, spend: &SpendState) -> Vec<Vec<Span<'static>>> {
    let all = spend.today_usd + spend.reserved_usd;
    let is_near = spend.limit_usd.is_some_and(|limit| all.0 >= limit.0 / 10 * 9);
    let limit = match spend.limit_usd {
        Some(limit) => format!(" of ${:.2} ({})", limit.as_dollars(), words::percent(spend.today_usd.0, limit.0)),
        None => ", no limit".into(),
    };
    let role = if is_near { Role::Warn } else { Role::Text };
    let mut line = vec![
        vec![
            scene.say("spent today ", Role::Dim),
            scene.say(format!("${:.2}{limit}", spend.today_usd.as_dollars()), role),
        ],
        pair(scene, "reserved ", format!("${:.2}", spend.reserved_usd.as_dollars())),
        pair(scene, "resets in ", words::span(scene.app.now.until(spend.resets_at_ms))),
    ];
    if spend.unpriced_orders > 0 {
        line.push(trouble(scene, "without a price ", spend.unpriced_orders));
    }
    line
}

fn of_data(scene: &Scene<'_>, data: &DataState) -> Lines {
    let number = words::number;
    let ago = |at: Option<_>| at.map_or_else(|| "never".into(), |at| format!("{} ago", words::age(scene.since(at))));
    let next = data.next_check_at_ms.map(|at| pair(scene, "next in ", words::age(scene.app.now.until(at))));
    let mut first = vec![
        pair(
            scene,
            "waiting ",
            format!(
                "{} images, {} videos, {}",
                number(data.waiting_images),
                number(data.waiting_videos),
                words::size(data.waiting_bytes)
            ),
        ),
        pair(scene, "last upload ", ago(data.last_upload_at_ms)),
    ];
    first.extend(next);
    let mut lines = vec![
        first,
        vec![
            pair(scene, "uploaded ", format!("{} media, {}", number(data.media), words::size(data.bytes))),
            pair(scene, "batches ", number(data.batches)),
            trouble(scene, "failed cycles ", data.failures),
        ],
    ];
    lines.extend(data.last_error.as_ref().map(|error| vec![vec![scene.quote(error, Role::Warn)]]));
    lines.push(match &data.target {
        Some(target) => vec![vec![scene.say("to ", Role::Dim), scene.quote(target, Role::Text)]],
        None => vec![vec![scene.say("no target: nothing is uploaded", Role::Warn)]],
    });
    lines
}

fn of_generation(scene: &Scene<'_>, generation: &GenerationState) -> Lines {
    let pools = generation.pools.iter().map(|(modality, pool)| {
        let role = if pool.unused * 4 < pool.wanted { Role::Warn } else { Role::Text };
        vec![
            scene.quote(modality, Role::Dim),
            scene.say(format!(" {}/{} unused of {}", pool.unused, pool.wanted, words::number(pool.prompts)), role),
        ]
    });
    let added = generation
        .last_added_at_ms
        .map(|at| pair(scene, "last prompt ", format!("{} ago", words::age(scene.since(at)))));
    let mut second: Vec<_> = added.into_iter().collect();
    second.push(pair(scene, "composed ", words::number(generation.composed)));
    second.push(pair(scene, "reworded ", words::number(generation.rewritten)));
    let mut lines = vec![pools.collect(), second];
    if let Some(model) = &generation.model {
        let why = model.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let role = if model.available { Role::Good } else { Role::Warn };
        let word = if model.available { " ok" } else { " rests" };
        lines.push(vec![vec![
            scene.quote(&model.model, Role::Text),
            scene.say(word, role),
            scene.quote(&why, Role::Dim),
        ]]);
    }
    lines.extend(reasons(scene, "refused: ", generation.refused.iter()));
    lines
}
