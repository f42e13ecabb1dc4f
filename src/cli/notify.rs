//! `gascli notify`: the channels by which operators are told.

use anyhow::Context as _;
use serde::Serialize;

use super::{Answer, Context, output};
use crate::supervisor::EventKind;
use crate::supervisor::notify::{self, Channel, NotifyError, Record};

/// What to do with channels.
#[derive(Debug, clap::Subcommand)]
pub(super) enum NotifyCommand {
    /// Show the channels of `gascli.toml` and how they have fared.
    #[command(after_help = "Example:\n  gascli notify list --json")]
    List,
    /// Send a test message through a channel, or through all, and say what came back.
    #[command(after_help = "Example:\n  gascli notify test ops")]
    Test {
        /// Which channel; all without a name.
        name: Option<String>,
    },
}

#[derive(Serialize)]
struct Row {
    name: String,
    target: String,
    events: Vec<EventKind>,
    #[serde(flatten)]
    record: Record,
}

#[derive(Serialize)]
struct Tried {
    name: String,
    target: String,
    ok: bool,
    answer: String,
}

/// Runs one of these.
pub(super) fn run(context: &Context, command: NotifyCommand) -> anyhow::Result<Answer> {
    let channels = notify::load(&context.paths.config)?;
    match command {
        NotifyCommand::List => list(context, channels),
        NotifyCommand::Test { name } => {
            let chosen: Vec<Channel> =
                channels.into_iter().filter(|channel| name.as_ref().is_none_or(|name| *name == channel.name)).collect();
            match name {
                Some(name) if chosen.is_empty() => Err(NotifyError::Unknown(name).into()),
                _ => test(context, chosen),
            }
        }
    }
}

fn list(context: &Context, channels: Vec<Channel>) -> anyhow::Result<Answer> {
    let rows: Vec<Row> = channels
        .into_iter()
        .map(|channel| Row {
            record: notify::record_of(&context.paths.state, &channel),
            target: channel.target.to_string(),
            name: channel.name,
            events: channel.events,
        })
        .collect();
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "channels": rows }))?;
        return Ok(Answer::Yes);
    }
    if rows.is_empty() {
        note_none(context);
        return Ok(Answer::Yes);
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let delivered = row.record.delivered_at_ms.map_or_else(|| "never".into(), |at| at.to_string());
            vec![row.name.clone(), output::escaped(&row.target), delivered, row.record.undelivered.to_string()]
        })
        .collect();
    output::table(&["NAME", "TARGET", "LAST DELIVERY", "FAILED"], &cells)?;
    for row in rows {
        if let Some(failure) = &row.record.last_failure {
            output::line(format_args!("  {}", output::escaped(failure)))?;
        }
    }
    Ok(Answer::Yes)
}

fn test(context: &Context, channels: Vec<Channel>) -> anyhow::Result<Answer> {
    if channels.is_empty() && !context.json {
        note_none(context);
        return Ok(Answer::No);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start threads")?;
    let mut tried = Vec::new();
    for channel in channels {
        let (ok, answer) = match runtime.block_on(notify::test(&channel)) {
            Ok(answer) => (true, answer),
            Err(answer) => (false, answer),
        };
        let target = channel.target.to_string();
        if !context.json {
            let word = if ok { "delivered" } else { "failed" };
            output::line(format_args!(
                "{} ({}): {word}: {}",
                channel.name,
                output::escaped(&target),
                output::escaped(&answer)
            ))?;
        }
        tried.push(Tried { name: channel.name, target, ok, answer });
    }
    let answer = if !tried.is_empty() && tried.iter().all(|it| it.ok) { Answer::Yes } else { Answer::No };
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "channels": tried }))?;
    }
    Ok(answer)
}

fn note_none(context: &Context) {
    let path = context.paths.config.join("gascli.toml");
    output::note(format_args!("no channels: `{}` has no [notify.NAME]", path.display()));
}
