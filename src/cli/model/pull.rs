//! `gascli model pull`.

use tokio_util::sync::CancellationToken;

use super::super::{Answer, Context, output};
use super::Bar;
use super::list::Row;
use crate::config;
use crate::models::{Models, OPENAI};

/// Flags of `model pull`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PullArgs {
    /// `clip-vit-base-patch32`, the network's model, or `owner/name` or `owner/name@revision` of the hub.
    #[arg(default_value = OPENAI)]
    name: String,
}

pub(super) fn run(context: &Context, models: &Models, args: &PullArgs) -> anyhow::Result<Answer> {
    let hub = config::hub(&context.environment)?;
    let bar = Bar::new();
    // Ctrl-C ends the process; what has come is kept, as after any other end.
    let pulled = models.pull(&args.name, &hub, &CancellationToken::new(), &mut |progress| bar.show(progress));
    bar.end();
    let pulled = pulled?;
    if pulled.manifest.as_ref().is_some_and(|manifest| !manifest.promised) {
        output::note(
            "note: no hash of model.safetensors was told beforehand, so nothing says that these are the right weights",
        );
    }
    let row = Row::of(&pulled);
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "folder": models.folder(), "model": row }))?;
    } else {
        let name = output::escaped(&row.name);
        output::line(format_args!("here: {name}, {}", row.path.as_deref().unwrap_or(models.folder()).display()))?;
    }
    Ok(Answer::Yes)
}
