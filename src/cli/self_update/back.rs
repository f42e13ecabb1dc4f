//! Puts the version before in place again, whatever the new one does: also if its supervisor hangs.

use super::super::{Context, output};
use super::carry::{self, Carried};
use super::place::Place;
use super::release::UpdateError;
use crate::supervisor::{Client, SupervisorProcess};

/// Goes back. An error means that the new version still lies in the program's place; what else fails is told, and stands in
/// `done`. `known` is the supervisor of before the switch.
pub(super) fn go_back(
    context: &Context,
    place: &Place,
    known: Option<&SupervisorProcess>,
    done: &mut [Carried],
) -> Result<(), UpdateError> {
    place.stage_previous()?;
    place.swap()?;
    supervisor(context, place, known);
    carry::restart_again(context, done);
    Ok(())
}

fn supervisor(context: &Context, place: &Place, known: Option<&SupervisorProcess>) {
    let attempt = || {
        // One that has gone is started as this program, which is the version before.
        let found = Client::connect_or_start(&context.paths);
        found.map_err(|error| format!("{:#}", anyhow::Error::from(error)))?;
        carry::supervisor(context, place)
    };
    let Err(reason) = attempt() else { return };
    output::note(format_args!("{}; it is ended, and services live on", output::escaped(&reason)));
    if let Err(error) = SupervisorProcess::end_hung(&context.paths, known) {
        output::note(format_args!("the supervisor was not ended: {error}"));
    }
    if let Err(reason) = attempt() {
        output::note(format_args!("{}; `gascli daemon upgrade` tries again", output::escaped(&reason)));
    }
}
