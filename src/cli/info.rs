//! `info`: what a miner or validator would run with, and how it runs. Shows what it can when half of it is broken.

mod judges;

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Map;

use self::judges::{Judges, judges, print_judges};
use super::generator::price::multiplier;
use super::node::{self, ConfigArgs};
use super::{Answer, Context, output, run};
use crate::chain::Endpoint;
use crate::chain::wallet::{self, WalletError};
use crate::config::{self, ConfigErrors, Origin, Resolved, Role, ShownValue, Sources};
use crate::media::Tier;
use crate::protocol::daemon_state::{DaemonState, Health};
use crate::protocol::gas::ServiceInfo;
use crate::providers::{self, GenerationRequest, Offer, Order, Provider, ProviderSet};
use crate::types::{Hint, Hotkey, MicroUsd, Modality, Netuid, ServiceName, TaskId, with_causes};

/// Everything `info` shows.
#[derive(Debug, Serialize)]
struct Info {
    schema: &'static str,
    role: &'static str,
    #[serde(skip)]
    service: ServiceName,
    version: &'static str,
    /// Whether a daemon would start with this configuration.
    accepted: bool,
    problems: Vec<String>,
    warnings: Vec<String>,
    files: Files,
    folders: Folders,
    node: Option<Node>,
    /// A miner's services; `None` for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    services: Option<Vec<Service>>,
    /// What a validator goes by; `None` for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    judges: Option<Judges>,
    /// What services ask for; empty for others than miners.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requirements: Vec<Requirement>,
    /// `None` while none runs.
    daemon: Option<DaemonState>,
    values: Vec<ShownValue>,
}

#[derive(Debug, Serialize)]
struct Files {
    env_file: Option<PathBuf>,
    toml_file: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Folders {
    config: PathBuf,
    state: PathBuf,
    cache: PathBuf,
}

/// Who the daemon is on which chain.
#[derive(Debug, Serialize)]
struct Node {
    chain_endpoint: String,
    netuid: Option<Netuid>,
    hotkey_file: PathBuf,
    hotkey: Option<Hotkey>,
}

#[derive(Debug, Serialize)]
struct Service {
    modality: Modality,
    provider: Option<&'static str>,
    can: Option<ServiceInfo>,
    /// What would be bought for each tier that a validator may ask for.
    orders: Vec<Bought>,
}

#[derive(Debug, Serialize)]
struct Bought {
    asked: Tier,
    model: String,
    size: String,
    /// In which the network will see it; `None` where the service does not say.
    tier: Option<Tier>,
    /// `None` if it is not known.
    cost_usd: Option<MicroUsd>,
    /// Factor of the reward, as `gascli generator price` has it.
    multiplier: f64,
    multiplier_per_usd: Option<f64>,
}

/// A setting that services need (`spec/gas.md` 5.1).
#[derive(Debug, Serialize)]
struct Requirement {
    key: &'static str,
    configured: bool,
    purpose: &'static str,
}

pub(super) fn generator(context: &Context, args: &ConfigArgs) -> anyhow::Result<Answer> {
    of_miner(context, &args.sources(context, Role::Generator)?).show(context)
}

pub(super) fn validator(context: &Context, args: &ConfigArgs) -> anyhow::Result<Answer> {
    of_validator(context, &args.sources(context, Role::Validator)?).show(context)
}

/// What a daemon would say to a configuration.
pub(super) struct Verdict {
    /// What keeps it from starting.
    pub(super) problems: Vec<String>,
    /// What is odd.
    pub(super) warnings: Vec<String>,
    /// Every value and where it came from.
    pub(super) values: Vec<ShownValue>,
}

/// The same as `info` shows.
pub(super) fn verdict(context: &Context, sources: &Sources) -> Verdict {
    let Info { problems, warnings, values, .. } = match sources.role() {
        Role::Generator => of_miner(context, sources),
        Role::Validator => of_validator(context, sources),
    };
    Verdict { problems, warnings, values }
}

fn of_miner(context: &Context, sources: &Sources) -> Info {
    let resolved = config::miner(sources, &context.paths);
    let mut info = Info::new(context, sources, &resolved, &ServiceName::gas_miner());
    if let Ok(Resolved { settings, .. }) = &resolved {
        info.node = Some(info.look_at(&settings.endpoint, settings.netuid, &settings.wallet));
        info.requirements = requirements(&settings.services);
        match providers::select(&settings.services) {
            Ok(providers) => {
                info.warnings.extend(providers.warnings().iter().cloned());
                info.services = Some(services(&providers, &providers::offers(&settings.services)));
            }
            Err(error) => info.refuse_error(&error),
        }
        if let Err(error) = run::configured_trust(&settings.check.trust_anchors) {
            info.refuse_error(&error);
        }
    }
    info
}

fn of_validator(context: &Context, sources: &Sources) -> Info {
    let resolved = config::validator(sources, &context.paths);
    let mut info = Info::new(context, sources, &resolved, &ServiceName::gas_validator());
    if let Ok(Resolved { settings, .. }) = &resolved {
        info.node = Some(info.look_at(&settings.endpoint, settings.netuid, &settings.wallet));
        if let Err(error) = run::configured_trust(&settings.trust_anchors) {
            info.refuse_error(&error);
        }
        info.judges = Some(judges(context, settings));
    }
    info
}

fn services(providers: &ProviderSet, offers: &[Offer]) -> Vec<Service> {
    let of = |modality| {
        let provider = providers.of(modality);
        Service {
            modality,
            provider: provider.map(|p| p.name()),
            can: provider.map(|p| p.info()),
            orders: provider.map_or_else(Vec::new, |provider| orders(provider.as_ref(), modality, offers)),
        }
    };
    Modality::ALL.map(of).into()
}

/// What the provider would buy for each tier.
fn orders(provider: &dyn Provider, modality: Modality, offers: &[Offer]) -> Vec<Bought> {
    let order = |asked: Tier| {
        let request = GenerationRequest {
            task_id: TaskId::random(),
            modality,
            prompt: String::new(),
            parameters: Map::from_iter([("resolution".to_owned(), asked.as_str().into())]),
        };
        let Order { model, size, tier, cost } = provider.order(&request).ok()?;
        // What is not offered (the demo's, a model that nobody knows) counts by what it shows.
        let offer = offers.iter().find(|offer| {
            offer.configured && offer.modality == modality && offer.asked == asked && offer.order.model == model
        });
        let (name, accepted) = offer.map_or((None, None), |offer| (offer.signed_name, offer.accepted));
        let earns = multiplier(modality, asked, tier, name, accepted);
        let multiplier_per_usd = cost.filter(|cost| cost.0 > 0).map(|cost| earns / cost.as_dollars());
        Some(Bought { asked, model, size, tier, cost_usd: cost, multiplier: earns, multiplier_per_usd })
    };
    Tier::of(modality).into_iter().filter_map(order).collect()
}

/// In the reference's words, but for what has become untrue: OpenAI makes no videos any more.
fn requirements(settings: &providers::Settings) -> Vec<Requirement> {
    let named = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
    let row = |key, configured, purpose| Requirement { key, configured, purpose };
    vec![
        row(
            "IMAGE_SERVICE",
            named(&settings.image_service),
            "Service for images: openai, openrouter, stabilityai, or none",
        ),
        row("VIDEO_SERVICE", named(&settings.video_service), "Service for videos: openrouter, runway, demo, or none"),
        row("OPENAI_API_KEY", settings.openai.has_key(), "OpenAI API key for image generation"),
        row(
            "OPEN_ROUTER_API_KEY",
            settings.openrouter.has_key(),
            "OpenRouter API key for multi-model image & video generation",
        ),
        row("STABILITY_API_KEY", settings.stability.has_key(), "API key for StabilityAI image generation"),
        row(
            "RUNWAYML_API_KEY",
            settings.runway.has_key(),
            "Runway API key for text-to-video; RUNWAYML_API_SECRET, the official SDK's name, does as well",
        ),
    ]
}

impl Info {
    fn new<S>(
        context: &Context,
        sources: &Sources,
        resolved: &Result<Resolved<S>, ConfigErrors>,
        name: &ServiceName,
    ) -> Self {
        let (values, warnings, problems) = match resolved {
            Ok(resolved) => (&resolved.values, &resolved.warnings, &[][..]),
            Err(errors) => (&errors.values, &errors.warnings, errors.problems()),
        };
        let texts = |problems: &[config::Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut info = Self {
            schema: output::SCHEMA,
            role: sources.role().as_str(),
            service: name.clone(),
            version: env!("CARGO_PKG_VERSION"),
            accepted: resolved.is_ok(),
            problems: texts(problems),
            warnings: texts(warnings),
            files: Files {
                env_file: sources.env_file().map(Into::into),
                toml_file: sources.toml_file().map(Into::into),
            },
            folders: Folders {
                config: context.paths.config.clone(),
                state: context.paths.state.clone(),
                cache: context.paths.cache.clone(),
            },
            node: None,
            services: None,
            judges: None,
            requirements: Vec::new(),
            daemon: None,
            values: values.clone(),
        };
        match node::daemon_state(context, name) {
            Ok(state) => info.daemon = state,
            Err(error) => info.warnings.push(with_causes(&error)),
        }
        info
    }

    /// What else keeps a daemon from starting.
    fn refuse_error(&mut self, error: &impl Hint) {
        self.accepted = false;
        let hint = error.hint().map_or_else(String::new, |hint| format!(" ({hint})"));
        self.problems.push(format!("{}{hint}", with_causes(error)));
    }

    fn look_at(&mut self, endpoint: &Endpoint, netuid: Option<Netuid>, wallet: &wallet::Settings) -> Node {
        let hotkey = match wallet::load_hotkey(wallet) {
            Ok(keypair) => Some(keypair.hotkey()),
            Err(error @ (WalletError::Password { .. } | WalletError::Locked { .. })) => {
                self.refuse_error(&error);
                wallet::public_hotkey(wallet).ok()
            }
            Err(error) => {
                self.refuse_error(&error);
                None
            }
        };
        Node { chain_endpoint: endpoint.to_string(), netuid, hotkey_file: wallet.hotkey_file(), hotkey }
    }

    fn show(&self, context: &Context) -> anyhow::Result<Answer> {
        if context.json {
            output::json(self)?;
        } else {
            self.print()?;
        }
        Ok(if self.accepted { Answer::Yes } else { Answer::No })
    }

    fn print(&self) -> std::io::Result<()> {
        self.print_facts()?;
        self.print_services()?;
        self.judges.as_ref().map_or(Ok(()), print_judges)?;
        output::line("")?;
        let set = |value: &ShownValue| {
            let shown = value.value.as_deref().unwrap_or("-");
            let unused = if value.is_used { "" } else { " (accepted, not used)" };
            vec![value.key.to_owned(), output::escaped(&short(&value.origin)), output::escaped(shown) + unused]
        };
        // What is accepted for other programs' sake alone is worth a line only where somebody has set it.
        let told = self.values.iter().filter(|value| value.is_used || value.value.is_some());
        let rows: Vec<Vec<String>> = told.map(set).collect();
        output::table(&["KEY", "FROM", "VALUE"], &rows)?;
        if !self.warnings.is_empty() || !self.problems.is_empty() {
            output::line("")?;
        }
        for warning in &self.warnings {
            output::line(format_args!("warning: {}", output::escaped(warning)))?;
        }
        for problem in &self.problems {
            output::line(format_args!("problem: {}", output::escaped(problem)))?;
        }
        Ok(())
    }

    fn print_facts(&self) -> std::io::Result<()> {
        let fact = |name: &str, value: &str| output::line(format_args!("{name:<15}{}", output::escaped(value)));
        let path = |path: &Option<PathBuf>| path.as_ref().map_or_else(|| "none".into(), |p| p.display().to_string());
        fact("role", self.role)?;
        fact("version", self.version)?;
        fact("configuration", if self.accepted { "accepted" } else { "refused" })?;
        fact("env file", &path(&self.files.env_file))?;
        fact("gascli.toml", &path(&self.files.toml_file))?;
        if let Some(node) = &self.node {
            fact("chain", &node.chain_endpoint)?;
            fact("netuid", &node.netuid.map_or_else(|| "that of the ledger".into(), |netuid| netuid.to_string()))?;
            fact("hotkey", &node.hotkey.map_or_else(|| "cannot be loaded".into(), |hotkey| hotkey.to_string()))?;
            fact("hotkey file", &node.hotkey_file.display().to_string())?;
        }
        for service in self.services.iter().flatten() {
            let can = service.can.as_ref().map_or_else(String::new, can);
            fact(&format!("{}s", service.modality), &format!("{}{can}", service.provider.unwrap_or("no service")))?;
        }
        fact("daemon", &self.daemon.as_ref().map_or_else(|| format!("`{}` does not run", self.service), daemon))?;
        fact("config folder", &self.folders.config.display().to_string())?;
        fact("state folder", &self.folders.state.display().to_string())?;
        fact("cache folder", &self.folders.cache.display().to_string())
    }
}

impl Info {
    /// What is bought for which tier at which price, and which keys are there.
    fn print_services(&self) -> std::io::Result<()> {
        let row = |service: &Service, order: &Bought| {
            let tier = order.tier.map_or_else(|| "?".to_owned(), |tier| tier.to_string());
            let cost = order.cost_usd.map_or_else(|| "?".to_owned(), |cost| cost.to_string());
            let provider = service.provider.unwrap_or_default().to_owned();
            let (model, size) = (output::escaped(&order.model), output::escaped(&order.size));
            let earns = format!("{:.2}", order.multiplier);
            vec![service.modality.to_string(), order.asked.to_string(), provider, model, size, tier, cost, earns]
        };
        let services = self.services.iter().flatten();
        let rows: Vec<_> =
            services.flat_map(|service| service.orders.iter().map(move |order| row(service, order))).collect();
        if !rows.is_empty() {
            output::line("")?;
            output::table(&["MAKES", "ASKED", "SERVICE", "MODEL", "SIZE", "SEEN AS", "PRICE", "EARNS"], &rows)?;
        }
        let set = |is_set: bool| if is_set { "set" } else { "not set" };
        let row = |need: &Requirement| vec![need.key.into(), set(need.configured).into(), need.purpose.into()];
        let rows: Vec<_> = self.requirements.iter().map(row).collect();
        if !rows.is_empty() {
            output::line("")?;
            output::table(&["SERVICES WANT", "IS", "PURPOSE"], &rows)?;
        }
        Ok(())
    }
}

/// Where a value came from; the files stand with their whole paths above.
fn short(origin: &Origin) -> String {
    match origin {
        Origin::File { path, line } if *line > 0 => {
            format!("{}:{line}", path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
        }
        origin => origin.to_string(),
    }
}

/// What a service can do, such as ` (image: image_generation)`.
fn can(info: &ServiceInfo) -> String {
    let tasks: Vec<String> = info
        .supported_tasks
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(modality, words)| format!("{modality}: {}", words.join(", ")))
        .collect();
    let missing = if info.available { "" } else { ", not available now" };
    format!(" ({}{missing})", tasks.join("; "))
}

fn daemon(state: &DaemonState) -> String {
    let health = match &state.health {
        Health::Starting => "starting".to_owned(),
        Health::Healthy => "healthy".to_owned(),
        Health::Degraded { reason } => format!("degraded: {reason}"),
        Health::Stopping => "stopping".to_owned(),
    };
    let uid = state.node.uid.map_or_else(|| "no seat".into(), |uid| format!("uid {uid}"));
    format!("{health}, pid {}, version {}, {uid}", state.pid, state.version)
}
