//! `/metrics` for Prometheus (text format 0.0.4): the daemon's state in other words, and nothing besides.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::daemon::http;
use crate::daemon::page::{CONTENT_TYPE, Page, number};
use crate::protocol::daemon_state::{DaemonState, Durations, Health, TaskCounters};

use super::Miner;
use super::run::state;

/// Serves `/metrics` until `stop`. A port that is taken costs the metrics, not the miner.
pub(super) async fn serve(miner: Arc<Miner>, stop: CancellationToken) {
    let Some(address) = miner.settings.metrics else { return stop.cancelled().await };
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(
                %address, %error, remedy = "set MINER_METRICS_ADDRESS to a free address, or to `none`",
                "metrics are not served"
            );
            return stop.cancelled().await;
        }
    };
    let listening = listener.local_addr().unwrap_or(address);
    tracing::info!(%listening, "metrics are served");
    let answer = async move || ([(header::CONTENT_TYPE, CONTENT_TYPE)], render(&state(&miner)));
    let router = Router::new().route("/metrics", get(answer));
    let limits = http::Limits { connections: 16, connections_per_address: 16, ..http::Limits::default() };
    http::serve(listener, router, limits, stop).await;
}

/// The state as Prometheus reads it.
pub(crate) fn render(state: &DaemonState) -> String {
    let mut page = Page::new("gascli_miner_");
    page.family("build_info", "gauge", "What runs; always 1.");
    page.sample("build_info", &[("version", &state.version), ("hotkey", &state.node.hotkey.to_string())], 1.0);
    page.plain("start_time_seconds", "gauge", "When the miner started.", state.started_at_ms.as_seconds());
    page.family("health", "gauge", "1 for the state in which the miner is.");
    for (word, holds) in [
        ("starting", matches!(state.health, Health::Starting)),
        ("healthy", matches!(state.health, Health::Healthy)),
        ("degraded", matches!(state.health, Health::Degraded { .. })),
        ("stopping", matches!(state.health, Health::Stopping)),
    ] {
        page.sample("health", &[("state", word)], f64::from(u8::from(holds)));
    }
    if let Some(block) = state.node.block {
        page.plain("chain_block", "gauge", "Newest block seen.", number(block.0));
    }
    if let Some(seen) = state.node.block_seen_at_ms {
        page.plain("chain_block_seen_seconds", "gauge", "When it was first seen.", seen.as_seconds());
    }
    page.plain("registered", "gauge", "Whether the hotkey has a seat.", f64::from(u8::from(state.node.uid.is_some())));
    if let Some(tasks) = &state.tasks {
        page.tasks(tasks);
    }
    page.services(state);
    page.models(state);
    page.spend(state);
    page.webhooks(state);
    page.text
}

impl Page {
    fn tasks(&mut self, tasks: &TaskCounters) {
        self.plain("tasks_accepted_total", "counter", "Challenges that were accepted.", number(tasks.accepted));
        self.family("tasks", "gauge", "Tasks that are open, by state.");
        for (word, count) in
            [("pending", tasks.pending), ("processing", tasks.processing), ("delivering", tasks.delivering)]
        {
            self.sample("tasks", &[("state", word)], number(count));
        }
        self.family("tasks_ended_total", "counter", "Tasks that have ended, by what came of them.");
        for (word, count) in [
            ("delivered", tasks.delivered),
            ("rejected", tasks.rejected),
            ("forgotten", tasks.forgotten),
            ("failed", tasks.failed),
        ] {
            self.sample("tasks_ended_total", &[("outcome", word)], number(count));
        }
        self.family(
            "requests_refused_total",
            "counter",
            "Requests that were refused before they cost anything, by reason.",
        );
        for (reason, count) in &tasks.refused_by {
            self.sample("requests_refused_total", &[("reason", reason)], number(*count));
        }
        let told = "From acceptance to delivery, of media that validators took.";
        self.durations("delivery_seconds", told, &tasks.delivery_time);
        let told = "From the start of work on them to the medium, of the same media.";
        self.durations("generation_seconds", told, &tasks.generation_time);
    }

    fn durations(&mut self, name: &str, help: &str, durations: &Durations) {
        self.family(name, "histogram", help);
        let bucket = format!("{name}_bucket");
        for (index, bound) in Durations::BOUNDS_S.iter().enumerate() {
            let count = durations.at_most.get(index).copied().unwrap_or(0);
            self.sample(&bucket, &[("le", &bound.to_string())], number(count));
        }
        self.sample(&bucket, &[("le", "+Inf")], number(durations.count));
        self.sample(&format!("{name}_sum"), &[], number(durations.sum_ms) / 1000.0);
        self.sample(&format!("{name}_count"), &[], number(durations.count));
    }

    fn services(&mut self, state: &DaemonState) {
        if state.services.is_empty() {
            return;
        }
        self.family("service_available", "gauge", "Whether a generation service is asked for media now.");
        for service in &state.services {
            let value = f64::from(u8::from(service.available));
            self.sample("service_available", &[("service", &service.service)], value);
        }
    }

    fn models(&mut self, state: &DaemonState) {
        if state.models.is_empty() {
            return;
        }
        self.family("media_checked_total", "counter", "Media that were checked before sending, by result.");
        for model in &state.models {
            let passed = model.checked.saturating_sub(model.failed).saturating_sub(model.undecided);
            for (word, count) in [("passed", passed), ("failed", model.failed), ("undecided", model.undecided)] {
                let labels = [("service", &*model.service), ("model", &model.model), ("result", word)];
                self.sample("media_checked_total", &labels, number(count));
            }
        }
        self.family("media_short_total", "counter", "Media that were smaller than asked for or ordered.");
        for model in &state.models {
            let labels = [("service", &*model.service), ("model", &model.model)];
            self.sample("media_short_total", &labels, number(model.short));
        }
        self.family("model_paused", "gauge", "Whether a model is paused since its media failed the check.");
        for model in &state.models {
            let labels = [("service", &*model.service), ("model", &model.model)];
            self.sample("model_paused", &labels, f64::from(u8::from(model.paused_until_ms.is_some())));
        }
    }

    fn spend(&mut self, state: &DaemonState) {
        let Some(spend) = &state.spend else { return };
        self.plain("spend_today_usd", "gauge", "Spent since 00:00 UTC.", spend.today_usd.as_dollars());
        self.plain("spend_reserved_usd", "gauge", "Set aside for open tasks.", spend.reserved_usd.as_dollars());
        if let Some(limit) = spend.limit_usd {
            self.plain("spend_limit_usd", "gauge", "What may be spent on a day.", limit.as_dollars());
        }
        let told = "Orders of today whose price is not known.";
        self.plain("unpriced_orders", "gauge", told, number(spend.unpriced_orders));
    }

    fn webhooks(&mut self, state: &DaemonState) {
        if state.webhooks.is_empty() {
            return;
        }
        // Not `_total`: they begin anew each day.
        self.family(
            "webhook_attempts_today",
            "gauge",
            "Attempts to deliver, of this local day, by validator and result.",
        );
        for row in &state.webhooks {
            let validator = row.validator.as_str();
            let labels = [("validator", validator), ("result", "success")];
            self.sample("webhook_attempts_today", &labels, number(row.successes));
            for (category, count) in &row.failures {
                self.sample(
                    "webhook_attempts_today",
                    &[("validator", validator), ("result", category)],
                    number(*count),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::protocol::daemon_state::{ModelState, NodeState, SCHEMA, ServiceState, SpendState, WebhookState};
    use crate::types::{BlockNumber, Hotkey, MicroUsd, Netuid, Uid, UnixMillis};

    fn full() -> DaemonState {
        let mut generation_time = Durations::default();
        generation_time.add(Duration::from_millis(1500));
        DaemonState {
            schema: SCHEMA.into(),
            daemon: "generator".into(),
            version: "9.8.7".into(),
            pid: 1,
            started_at_ms: UnixMillis(1_760_000_000_500),
            health: Health::Degraded { reason: "x".into() },
            node: NodeState {
                chain_endpoint: "local:/x".into(),
                netuid: Netuid(34),
                hotkey: Hotkey::from_bytes([1; 32]),
                uid: Some(Uid(7)),
                block: Some(BlockNumber(42)),
                block_seen_at_ms: Some(UnixMillis(1_760_000_001_000)),
                listening: None,
                connection: None,
                seat: None,
            },
            tasks: Some(TaskCounters {
                accepted: 9,
                pending: 1,
                delivered: 5,
                failed: 2,
                refused: 3,
                refused_by: [("queue-full".to_owned(), 3)].into(),
                generation_time,
                ..TaskCounters::default()
            }),
            challenges: None,
            services: vec![ServiceState {
                service: "openrouter".into(),
                available: false,
                reason: Some("503".into()),
                until_ms: None,
            }],
            models: vec![ModelState {
                service: "openrouter".into(),
                model: "odd \"name\"\\\nx".into(),
                checked: 9,
                failed: 5,
                undecided: 1,
                short: 2,
                failed_in_row: 5,
                last_failure: Some("no-manifest".into()),
                reason: None,
                paused_until_ms: Some(UnixMillis(5)),
            }],
            alignment: None,
            spend: Some(SpendState {
                today_usd: MicroUsd(1_340_000),
                reserved_usd: MicroUsd(40_000),
                limit_usd: Some(MicroUsd(5_000_000)),
                unpriced_orders: 0,
                resets_at_ms: UnixMillis(9),
            }),
            generation: None,
            data: None,
            webhooks: vec![WebhookState {
                validator: "10.0.0.1:8093".into(),
                day: "2026-11-21".into(),
                successes: 4,
                failures: BTreeMap::from([("http_500".to_owned(), 2)]),
                last_success_ms: None,
                last_failure_ms: None,
                last_failure_reason: None,
            }],
            hours: Vec::new(),
            recent_tasks: Vec::new(),
        }
    }

    #[test]
    fn every_figure_of_the_state_is_on_the_page() {
        insta::assert_snapshot!(render(&full()));
    }

    /// A sample's name and its labels, by which it must be the only one.
    type Series = (String, Vec<(String, String)>);

    /// Its series and its value.
    fn sample(line: &str) -> Option<(Series, f64)> {
        let (head, value) = line.rsplit_once(' ')?;
        let (name, mut rest) = head.split_once('{').map_or((head, ""), |(name, rest)| (name, rest));
        let mut labels = Vec::new();
        while !rest.is_empty() {
            let (label, after) = rest.split_once("=\"")?;
            let mut text = String::new();
            let mut signs = after.char_indices();
            let end = loop {
                match signs.next()? {
                    (at, '"') => break at,
                    (_, '\\') => text.push(match signs.next()?.1 {
                        'n' => '\n',
                        sign @ ('"' | '\\') => sign,
                        _ => return None,
                    }),
                    (_, sign) => text.push(sign),
                }
            };
            labels.push((label.to_owned(), text));
            rest = match &after[end + 1..] {
                "}" => "",
                more => more.strip_prefix(',')?,
            };
        }
        Some(((name.to_owned(), labels), value.parse().ok()?))
    }

    #[test]
    fn the_page_is_in_the_format_that_prometheus_reads() {
        let page = render(&full());
        assert!(page.ends_with('\n'));
        let mut kinds: BTreeMap<String, String> = BTreeMap::new();
        let mut seen = std::collections::BTreeSet::new();
        for line in page.lines() {
            if let Some(declared) = line.strip_prefix("# TYPE ") {
                let (name, kind) = declared.split_once(' ').unwrap();
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert_eq!(kinds.insert(name.into(), kind.into()), None, "{name} is declared twice");
            } else if !line.starts_with("# HELP ") {
                let ((name, labels), _) = sample(line).unwrap_or_else(|| panic!("no sample: {line}"));
                let of_histogram =
                    ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end).map(str::to_owned));
                let declared = |name: &String| kinds.contains_key(name);
                let family = of_histogram.filter(declared).unwrap_or(name.clone());
                assert!(declared(&family), "{line} belongs to no family");
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
                assert_eq!(kinds[&family] == "counter", name.ends_with("_total"), "{name}");
                assert!(seen.insert((name, labels)), "{line} stands there twice");
            }
        }
        let model = seen.iter().find(|(name, _)| name == "gascli_miner_model_paused").unwrap();
        assert_eq!(model.1[1], ("model".to_owned(), "odd \"name\"\\\nx".to_owned()));
    }
}
