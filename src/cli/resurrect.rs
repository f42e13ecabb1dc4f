//! `gascli save` and `gascli resurrect`: what the next boot will start, and that start itself.
//!
//! What is wanted is saved at each change; `save` proves it, and tells what a reboot takes away.

use std::time::{Duration, Instant};

use serde_json::json;

use super::start::wanted::Tables;
use super::start::{self, StartArgs};
use super::startup::unit_in_use;
use super::{Answer, Context, output};
use crate::supervisor::startup::{self, BootProblem, SavedService, Unit};
use crate::types::Span;

/// Show what will be started at the next boot, and that it is safe on the disk.
///
/// Each change is saved when it is made; this brings all of it to the disk once more, reads it back, and says what a reboot
/// would take away: variables that only a shell had, programs and files that are gone. Names are told, values never.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gascli save\n  gascli save --json\n\nExit status: 0 if all that is wanted can be \
                        started, 1 if something could not."
)]
pub(super) struct SaveArgs {}

/// Start what ran before a reboot; never what runs already.
///
/// The same as `gascli start --wanted`: every service that was started and not stopped since, by the rules and the table
/// that it was started by.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gascli resurrect\n  gascli resurrect --wait=2m\n\nExit status: 0 if all of them \
                        run, 1 if one could not be started or, with --wait, is not ready.")]
pub(super) struct ResurrectArgs {
    /// Wait until they are ready, 30 s if no span is given.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, require_equals = true, default_missing_value = "30s")]
    wait: Option<Span>,
    /// Wait first until this machine has a way into a network, but no longer than this; then go on in any case.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, require_equals = true, default_missing_value = "1m")]
    after_network: Option<Span>,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// What the next boot has of one service.
pub(super) struct Prospect {
    pub(super) service: SavedService,
    pub(super) problems: Vec<BootProblem>,
}

impl Prospect {
    pub(super) fn fails(&self) -> bool {
        self.service.wanted && self.problems.iter().any(|problem| problem.fails)
    }
}

/// What the next boot, by this unit, has of all services.
pub(super) fn prospects(context: &Context, unit: Option<&Unit>) -> anyhow::Result<Vec<Prospect>> {
    let callers = context.environment.get("PATH").map(String::as_str);
    let path = unit.map(|unit| unit.search_path(callers));
    let path = path.as_deref().or(callers).unwrap_or_default();
    let mut tables = Tables::default();
    let look = |service: SavedService| {
        let table = |spec: &_| Ok(tables.defined(spec)?.map(|defined| defined.env).unwrap_or_default());
        let problems = if service.wanted { startup::problems(&service, path, table) } else { Vec::new() };
        Prospect { service, problems }
    };
    Ok(startup::saved(&context.paths)?.into_iter().map(look).collect())
}

pub(super) fn save(context: &Context, _: &SaveArgs) -> anyhow::Result<Answer> {
    startup::bring_to_disk(&context.paths, &startup::saved(&context.paths)?)?;
    // Where there can be no unit, this shell's programs count.
    let prospects = prospects(context, unit_in_use(context).ok().as_ref())?;
    let answer = if prospects.iter().any(Prospect::fails) { Answer::No } else { Answer::Yes };
    if context.json {
        let services: Vec<_> = prospects
            .iter()
            .map(|prospect| {
                json!({
                    "name": prospect.service.name, "at_boot": prospect.service.wanted,
                    "fails": prospect.fails(), "problems": prospect.problems,
                })
            })
            .collect();
        output::json(&json!({ "schema": output::SCHEMA, "saved": true, "services": services }))?;
        return Ok(answer);
    }
    if prospects.is_empty() {
        output::note("no services");
    }
    for prospect in &prospects {
        let name = &prospect.service.name;
        output::line(match (prospect.service.wanted, prospect.fails()) {
            (true, false) => format!("{name}: will be started"),
            (true, true) => format!("{name}: cannot be started at the next boot"),
            (false, _) => format!("{name}: stays stopped, as it was stopped by hand"),
        })?;
        for BootProblem { text, fix, .. } in &prospect.problems {
            output::line(format_args!("  {}; {}", output::escaped(text), output::escaped(fix)))?;
        }
    }
    Ok(answer)
}

pub(super) fn resurrect(context: &Context, args: &ResurrectArgs) -> anyhow::Result<Answer> {
    if let Some(Span(limit)) = args.after_network.filter(|_| !args.dry_run) {
        wait_for_network(limit);
    }
    start::run_start(context, &StartArgs::wanted(args.wait, args.dry_run), false)
}

fn wait_for_network(limit: Duration) {
    let end = Instant::now() + limit;
    let read = |path: &str| std::fs::read_to_string(path).ok();
    while !has_route(read("/proc/net/route").as_deref(), read("/proc/net/ipv6_route").as_deref()) {
        if Instant::now() >= end {
            output::note("no network yet; going on without it");
            return;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// Whether the kernel knows where to send what is for far away. Where it does not tell its routes, that is not waited for.
fn has_route(ipv4: Option<&str>, ipv6: Option<&str>) -> bool {
    if ipv4.is_none() && ipv6.is_none() {
        return true;
    }
    // Interface, destination, gateway, flags, …, the mask as the eighth.
    let of_ipv4 = |line: &str| {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        fields.get(1) == Some(&"00000000") && fields.get(7) == Some(&"00000000")
    };
    // Destination, its length, …, the interface as the last. A route of `lo` rejects.
    let of_ipv6 = |line: &str| {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        fields.first().is_some_and(|address| address.bytes().all(|digit| digit == b'0'))
            && fields.get(1) == Some(&"00")
            && fields.last().is_some_and(|interface| *interface != "lo")
    };
    ipv4.unwrap_or_default().lines().any(of_ipv4) || ipv6.unwrap_or_default().lines().any(of_ipv6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_on_a_network_once_it_has_a_route_for_all_the_rest() {
        let head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
        let near = "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let far = "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n";
        assert!(!has_route(Some(head), Some("")));
        assert!(!has_route(Some(&format!("{head}{near}")), None));
        assert!(has_route(Some(&format!("{head}{near}{far}")), None));
        let zeros = "00000000000000000000000000000000";
        let ipv6 = |interface: &str| {
            format!("{zeros} 00 {zeros} 00 {zeros} ffffffff 00000001 00000000 00200200 {interface}\n")
        };
        assert!(!has_route(Some(head), Some(&ipv6("lo"))) && has_route(Some(head), Some(&ipv6("eth0"))));
        assert!(has_route(None, None), "a system that does not tell");
    }
}
