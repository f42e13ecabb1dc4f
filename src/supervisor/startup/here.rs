//! The unit as it is to be for this user, on this machine.

use std::collections::BTreeMap;
use std::path::Path;

use super::saved::saved;
use super::unit::{Manager, Unit, UnitError, UnitPlan, stop_within};
use crate::types::Paths;

/// The unit by which `program` starts what is wanted here. `of_user`: root's own manager, not the machine's.
pub fn unit_of(
    paths: &Paths,
    environment: &BTreeMap<String, String>,
    home: &Path,
    program: &Path,
    of_user: bool,
) -> Result<Unit, UnitError> {
    let manager = if cfg!(target_os = "macos") {
        Manager::Launchd
    } else if nix::unistd::geteuid().is_root() && !of_user {
        Manager::System
    } else {
        Manager::SystemdUser
    };
    let saved = saved(paths)?;
    let wanted = saved.iter().filter(|service| service.wanted).filter_map(|service| service.spec.as_ref());
    let stop_within = stop_within(wanted);
    let (state, config) = (&paths.state, &paths.config);
    Unit::new(&UnitPlan { manager, program, environment, home, state, config, stop_within })
}

/// The unit to judge: root has it in the machine's systemd, or, if it is only there, in his own (`startup install --user`).
pub fn unit_in_use(
    paths: &Paths,
    environment: &BTreeMap<String, String>,
    home: &Path,
    program: &Path,
) -> Result<Unit, UnitError> {
    let unit = unit_of(paths, environment, home, program, false)?;
    if unit.manager == Manager::System && !unit.path.exists() {
        let own = unit_of(paths, environment, home, program, true)?;
        if own.path.exists() {
            return Ok(own);
        }
    }
    Ok(unit)
}
