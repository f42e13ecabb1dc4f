//! `logs clear`: deletes what services have written.

use serde::Serialize;

use super::options::ClearArgs;
use super::{LogsError, choose};
use crate::cli::{Answer, Context, output};
use crate::supervisor::{clear_log, logs};
use crate::types::ServiceName;

/// What was deleted, or would be.
#[derive(Serialize)]
struct Cleared {
    service: ServiceName,
    bytes: u64,
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    dry_run: bool,
    logs: Vec<Cleared>,
}

pub(super) fn run(context: &Context, args: &ClearArgs) -> anyhow::Result<Answer> {
    let chosen = choose(context, &args.names)?;
    if !args.dry_run && !args.yes && !chosen.is_empty() && !confirmed(&chosen)? {
        output::note("nothing was cleared");
        return Ok(Answer::No);
    }
    let (mut cleared, mut failure) = (Vec::new(), None);
    for name in chosen {
        let done = if args.dry_run {
            Ok(logs::disk_use(&context.paths.logs(&name)))
        } else {
            clear_log(&context.paths, &name)
        };
        match done {
            Ok(bytes) => cleared.push(Cleared { service: name, bytes }),
            // One that cannot be cleared keeps none of the others.
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if context.json {
        output::json(&Document { schema: output::SCHEMA, dry_run: args.dry_run, logs: cleared })?;
    } else {
        let would = if args.dry_run { "would be " } else { "" };
        for Cleared { service, bytes } in cleared {
            output::line(format_args!("{service}: {would}cleared, {:.1} MiB", mebibytes(bytes)))?;
        }
    }
    failure.map_or(Ok(Answer::Yes), |error| Err(error.into()))
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

fn confirmed(names: &std::collections::BTreeSet<ServiceName>) -> anyhow::Result<bool> {
    if !output::may_ask() {
        return Err(LogsError::NeedsYes.into());
    }
    let list: Vec<&str> = names.iter().map(ServiceName::as_str).collect();
    output::agreed(&format!("Delete what {} wrote so far?", list.join(", ")))
}
