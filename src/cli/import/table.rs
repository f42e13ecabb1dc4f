//! An imported service as `gascli.toml` says it, and as PM2 would take it back. Pure.

use serde_json::{Map, Value, json};

use super::plan::{Planned, Restart};
use crate::types::{ServiceName, size_text, span_text};

/// Folder of the env files, below that of `gascli.toml`.
pub(super) const ENV_FOLDER: &str = "env";

/// The env file of a service, as its table names it.
pub(super) fn env_file(service: &ServiceName) -> String {
    format!("{ENV_FOLDER}/{service}.env")
}

/// The table of a service. Its variables are in the env file.
pub(super) fn table(planned: &Planned) -> String {
    let command: Vec<String> = planned.command.iter().map(|word| text(word)).collect();
    let mut lines = vec![
        format!("# from PM2, where it was {:?}", planned.process.name),
        format!("[service.{}]", key(&planned.service)),
        format!("command = [{}]", command.join(", ")),
        format!("cwd = {}", text(&planned.cwd.display().to_string())),
    ];
    if !planned.variables.is_empty() {
        lines.push(format!("env_file = {}", text(&env_file(&planned.service))));
    }
    let mut restart = match &planned.restart {
        Restart::Never => vec!["policy = \"never\"".to_owned()],
        Restart::Usual => Vec::new(),
        Restart::Growing { delay } => {
            let longest = span_text((*delay).max(std::time::Duration::from_secs(15)));
            let delay = span_text(*delay);
            vec![
                "policy = \"always\"".into(),
                format!("delay = \"{delay}\", longest_delay = \"{longest}\""),
                "stable_after = \"30s\"".into(),
            ]
        }
        Restart::Pm2 { most, delay, stable_after } => vec![
            "policy = \"pm2\"".into(),
            format!("max_restarts = {most}"),
            format!("delay = \"{}\"", span_text(*delay)),
            format!("stable_after = \"{}\"", span_text(*stable_after)),
        ],
    };
    restart.extend(planned.at.as_ref().map(|at| format!("at = \"{at}\"")));
    if !restart.is_empty() {
        lines.push(format!("restart = {{ {} }}", restart.join(", ")));
    }
    let kill = if planned.whole_tree { "" } else { ", kill = \"main\"" };
    lines.push(format!(
        "stop = {{ signal = \"SIGINT\", kill_timeout = \"{}\"{kill} }}",
        span_text(planned.kill_timeout)
    ));
    if let Some(bytes) = planned.memory_bytes {
        lines.push(format!("limits = {{ memory = \"{}\" }}", size_text(bytes)));
    }
    lines.join("\n") + "\n"
}

/// A name as a key: dots would make two of it.
fn key(service: &ServiceName) -> String {
    if service.as_str().contains('.') { text(service.as_str()) } else { service.to_string() }
}

fn text(word: &str) -> String {
    toml::Value::String(word.to_owned()).to_string()
}

/// What `pm2 start FILE.json` makes the process of again.
pub(super) fn way_back(planned: &Planned) -> String {
    let process = &planned.process;
    let mut app = Map::new();
    let own = [
        ("name", "name"),
        ("script", "pm_exec_path"),
        ("args", "args"),
        ("interpreter", "exec_interpreter"),
        ("node_args", "node_args"),
        ("cwd", "pm_cwd"),
        ("out_file", "pm_out_log_path"),
        ("error_file", "pm_err_log_path"),
    ];
    let alike = [
        "namespace",
        "autorestart",
        "max_restarts",
        "min_uptime",
        "restart_delay",
        "exp_backoff_restart_delay",
        "kill_timeout",
        "max_memory_restart",
        "cron_restart",
        "watch",
        "ignore_watch",
        "treekill",
        "stop_exit_codes",
        "wait_ready",
        "listen_timeout",
        "shutdown_with_message",
        "log_date_format",
    ];
    for (here, there) in own.into_iter().chain(alike.map(|key| (key, key))) {
        app.extend(process.get(there).map(|value| (here.to_owned(), value.clone())));
    }
    let is_pm2s = |key: &str| key.starts_with("PM2_") || key == "unique_id" || key == process.name;
    let mut environment: Map<String, Value> = process
        .environment()
        .filter(|(key, _)| !is_pm2s(key))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    if let Some(instance) = planned.instance {
        environment
            .insert(process.text("instance_var").unwrap_or("NODE_APP_INSTANCE").into(), instance.to_string().into());
    }
    app.insert("env".into(), environment.into());
    json!({ "apps": [app] }).to_string()
}
