//! What all verbs share that act on supervised services, and how services are.
//!
//! `gascli generator stop` and its like call the same functions with the name filled in.

use serde::Serialize;

use super::{Answer, Context, output};
use super::{status_table, usage_table};
use crate::supervisor::order::Circle;
use crate::supervisor::{Client, ServiceSpec, ServiceState, ServiceStatus};
use crate::types::{self, Code, Hint, ServiceName};

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    /// Services to show; all without a name.
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<ServiceName>,
    /// Exit with 0 also when a service is down.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Show what all processes of each use, and the GPUs.
    #[arg(long)]
    pub(super) usage: bool,
}

/// What these verbs cannot do.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServicesError {
    #[error("no service is named `{name}`")]
    Unknown { name: ServiceName, nearest: Option<ServiceName> },
    #[error("a command can be given to one service only")]
    OneCommand,
    #[error("`delete` removes services with their logs, and nobody is there to be asked")]
    NeedsYes,
    #[error("`{by}` needs `{name}`, and no service is named so")]
    Needed { by: ServiceName, name: ServiceName, nearest: Option<ServiceName> },
    #[error(transparent)]
    Circle(#[from] Circle),
    #[error("this stops what runs, and nobody is there to be asked")]
    ApplyNeedsYes,
    #[error("`{name}` runs and was not told to stop")]
    Restarted { name: ServiceName },
}

impl Hint for ServicesError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { nearest: Some(nearest), .. } | Self::Needed { nearest: Some(nearest), .. } => {
                format!("did you mean `{nearest}`?")
            }
            Self::Unknown { name, nearest: None } => {
                format!("`gascli ps` lists the services; `{}` makes a new one", how_to_make(name))
            }
            Self::OneCommand => "`gascli start NAME -- COMMAND`".into(),
            Self::Needed { name, nearest: None, .. } => {
                format!("define it as `[service.{name}]` in gascli.toml, or `{}`", how_to_make(name))
            }
            Self::Circle(_) => "take one of them out of `after`".into(),
            Self::NeedsYes | Self::ApplyNeedsYes => "add `--yes`".into(),
            Self::Restarted { .. } => "another command started it meanwhile; `gascli ps` shows it".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Unknown { .. } | Self::Needed { .. } => Some(Code::NoSuchService),
            Self::OneCommand => Some(Code::Usage),
            Self::Circle(_) => Some(Code::ConfigInvalid),
            Self::NeedsYes | Self::ApplyNeedsYes => Some(Code::InputNeeded),
            Self::Restarted { .. } => Some(Code::InUse),
        }
    }
}

/// The command that makes a service of this name.
pub(super) fn how_to_make(name: &ServiceName) -> String {
    if *name == ServiceName::gas_miner() {
        "gascli generator start".into()
    } else if [ServiceName::gas_validator(), ServiceName::gas_generation(), ServiceName::gas_data()].contains(name) {
        "gascli validator start".into()
    } else {
        format!("gascli start {name} -- COMMAND")
    }
}

/// A service with what was done to it.
#[derive(Debug, Serialize)]
pub(super) struct Done<'a> {
    #[serde(flatten)]
    pub(super) status: &'a ServiceStatus,
    pub(super) outcome: &'a str,
}

#[derive(Debug, Serialize)]
struct Document<T> {
    schema: &'static str,
    services: Vec<T>,
}

pub(super) fn print_json<T: Serialize>(services: Vec<T>) -> anyhow::Result<()> {
    output::json(&Document { schema: output::SCHEMA, services })
}

/// Whether any service has a folder; without one, no supervisor needs to be started to say so. What cannot be read is not
/// empty: the supervisor will say why.
pub(super) fn any_service(context: &Context) -> bool {
    match std::fs::read_dir(context.paths.services()) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

fn statuses(context: &Context) -> anyhow::Result<Vec<ServiceStatus>> {
    if !any_service(context) {
        return Ok(Vec::new());
    }
    Ok(Client::connect_or_start(&context.paths)?.status()?)
}

/// The specification of a service; `None` if there is none, or nobody can tell.
pub(super) fn spec_of(context: &Context, name: &ServiceName) -> Option<ServiceSpec> {
    any_service(context).then(|| Client::connect_or_start(&context.paths).ok()?.spec(name).ok()?).flatten()
}

/// Without arguments: how to go on, and how the services are, if there are any.
pub(super) fn overview(context: &Context) -> anyhow::Result<Answer> {
    let services = statuses(context)?;
    if context.json {
        print_json(services)?;
        return Ok(Answer::Yes);
    }
    output::line(format_args!("gascli {}: `gascli help` lists the commands", env!("CARGO_PKG_VERSION")))?;
    if services.is_empty() {
        output::line("no services yet: try `gascli demo`, or begin with `gascli generator init`")?;
        return Ok(Answer::Yes);
    }
    let with = |state| services.iter().filter(|service| service.state == state).count();
    let counted = [
        ServiceState::Online,
        ServiceState::Starting,
        ServiceState::WaitingDependency,
        ServiceState::WaitingRestart,
        ServiceState::Errored,
        ServiceState::Stopping,
        ServiceState::Stopped,
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|state| with(*state) > 0)
        .map(|state| format!("{} {}", with(state), state.word()))
        .collect();
    output::line(format_args!("services: {}", parts.join(", ")))?;
    let worst = services.iter().find(|service| is_trouble(service));
    output::line(match worst {
        Some(service) => {
            let reason = output::escaped(service.reason.as_deref().unwrap_or_default());
            format!("{}: {} ({reason}); `gascli ps` shows all", service.name, service.state.word())
        }
        None => "`gascli ps` shows them".into(),
    })?;
    Ok(Answer::Yes)
}

fn is_trouble(service: &ServiceStatus) -> bool {
    matches!(service.state, ServiceState::Errored | ServiceState::WaitingRestart) || !service.problems.is_empty()
}

/// `gascli status`.
pub(super) fn run_status(context: &Context, args: &StatusArgs) -> anyhow::Result<Answer> {
    let answer = if args.usage { usage(context, &args.names)? } else { status(context, &args.names)? };
    Ok(if args.exit_zero { Answer::Yes } else { answer })
}

/// How services are, all without a name, and the answer: no, if one is in trouble, or one that was named is down.
pub(super) fn look(context: &Context, names: &[ServiceName]) -> anyhow::Result<(Vec<ServiceStatus>, Answer)> {
    let mut services = statuses(context)?;
    known(names, &services.iter().map(|service| service.name.clone()).collect::<Vec<_>>())?;
    if !names.is_empty() {
        services.retain(|service| names.contains(&service.name));
    }
    let down = |service: &ServiceStatus| is_trouble(service) || (!names.is_empty() && service.state.is_final());
    let answer = if services.iter().any(down) { Answer::No } else { Answer::Yes };
    Ok((services, answer))
}

/// Shows how services are.
pub(super) fn status(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let (services, answer) = look(context, names)?;
    if context.json {
        print_json(services)?;
    } else if services.is_empty() {
        output::note("no services");
    } else {
        for line in status_table::draw(&services, output::colour()) {
            output::line(line)?;
        }
    }
    Ok(answer)
}

/// Shows what services use.
fn usage(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let (mut services, answer) = look(context, names)?;
    if !services.is_empty() {
        let measured = Client::connect_or_start(&context.paths)?.usage()?;
        services = measured.into_iter().filter(|it| services.iter().any(|service| service.name == it.name)).collect();
    }
    usage_table::print(context, &services)?;
    Ok(answer)
}

/// Refuses names that nobody has, before anything is done.
pub(super) fn known(names: &[ServiceName], all: &[ServiceName]) -> Result<(), ServicesError> {
    match names.iter().find(|name| !all.contains(name)) {
        None => Ok(()),
        Some(name) => Err(ServicesError::Unknown { name: name.clone(), nearest: nearest(name, all) }),
    }
}

/// The name that was probably meant.
pub(super) fn nearest(name: &ServiceName, all: &[ServiceName]) -> Option<ServiceName> {
    let meant = types::nearest(name.as_str(), all.iter().map(ServiceName::as_str))?;
    all.iter().find(|other| other.as_str() == meant).cloned()
}
