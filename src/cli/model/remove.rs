//! `gascli model remove`.

use super::super::error::Refusal;
use super::super::{Answer, Context, output};
use super::Bar;
use crate::models::Models;
use crate::types::Code;

/// Flags of `model remove`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct RemoveArgs {
    /// Which models.
    #[arg(required = true)]
    names: Vec<String>,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

pub(super) fn run(context: &Context, models: &Models, args: &RemoveArgs) -> anyhow::Result<Answer> {
    // All are found before the first is removed: a mistyped name removes nothing.
    for name in &args.names {
        models.check(name)?;
    }
    if !args.yes && !is_wanted(&args.names)? {
        return Ok(Answer::No);
    }
    let mut removed = Vec::new();
    let bar = Bar::new();
    for name in &args.names {
        let gone = models.remove(name, &mut |progress| bar.show(progress));
        bar.end();
        gone?;
        removed.push(name);
    }
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "folder": models.folder(), "removed": removed }))?;
        return Ok(Answer::Yes);
    }
    for name in removed {
        output::line(format_args!("removed: {}", output::escaped(name)))?;
    }
    Ok(Answer::Yes)
}

fn is_wanted(names: &[String]) -> anyhow::Result<bool> {
    if !output::may_ask() {
        return Err(Refusal::new(
            Code::InputNeeded,
            "this deletes models, and nobody is there to be asked",
            "add `--yes`",
        )
        .into());
    }
    output::agreed(&format!("Remove {}?", output::escaped(&names.join(", "))))
}
