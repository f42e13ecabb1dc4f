//! `localnet`: makes and edits the ledger of an embedded chain, so that a node can be tried against any peers.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::args::LAST;
use super::error::Refusal;
use super::{Answer, Context, output};
use crate::chain::local::{Ledger, NewLedger, Registration, Subnet, TakenSeat, Weight};
use crate::chain::{Axon, Endpoint, Hyperparameters, Neuron, wallet};
use crate::types::{BlockNumber, Code, Hotkey, KeyError, Netuid, Rao, Uid, UnixMillis, shell_word};

/// Longest file that is imported; a full subnet has half a megabyte.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Arguments of `localnet`.
#[derive(Debug, Args)]
pub(super) struct LocalnetArgs {
    #[command(subcommand)]
    command: Command,

    /// Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder.
    #[arg(long, global = true, value_name = "PATH", display_order = LAST)]
    ledger: Option<PathBuf>,

    /// Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one).
    #[arg(long, global = true, value_name = "N", display_order = LAST)]
    netuid: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new chain with one empty subnet.
    #[command(after_help = "Example:\n  gascli localnet create --block-time 1s --tempo 20")]
    Create(CreateArgs),
    /// Give a hotkey a seat, or change what is given of one that has a seat.
    #[command(after_help = "Examples:\n  gascli localnet register mine/default --new\n  \
                            gascli localnet register HOTKEY --stake 50000 --permit")]
    Register(RegisterArgs),
    /// Put the neurons of a JSON file in place of a subnet's.
    #[command(after_help = "Example:\n  gascli localnet import peers.json")]
    Import(ImportArgs),
    /// Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again.
    #[command(after_help = "Examples:\n  gascli localnet set --tempo 20 --weights-rate-limit 0\n  \
                            gascli localnet set --max-uids 16 --immunity-period 100")]
    // By itself it would name all options, in one line.
    #[command(override_usage = "gascli localnet set <OPTIONS>...")]
    Set(SetArgs),
    /// Show a subnet's rules and neurons.
    #[command(after_help = "Example:\n  gascli localnet show --ledger chain.sqlite")]
    Show,
}

#[derive(Debug, Args)]
struct CreateArgs {
    /// Time between two blocks, such as 12s or 500ms.
    #[arg(long, value_name = "TIME", default_value = "12s", value_parser = block_time)]
    block_time: Duration,
    /// Blocks per epoch.
    #[arg(long, value_name = "BLOCKS", default_value_t = 360, value_parser = clap::value_parser!(u16).range(1..))]
    tempo: u16,
    /// Blocks between two weights of one validator; 0 is unlimited.
    #[arg(long, value_name = "BLOCKS", default_value_t = 100)]
    weights_rate_limit: u64,
    /// Fewest weights that a validator may set.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_allowed_weights: u16,
    /// Largest share of one weight, of 65535.
    #[arg(long, value_name = "N", default_value_t = u16::MAX)]
    max_weights_limit: u16,
}

#[derive(Debug, Args)]
struct RegisterArgs {
    /// SS58 key, path of a hotkey file, or WALLET/HOTKEY.
    hotkey: String,
    /// Make the hotkey WALLET/HOTKEY first, in the wallet folder and without a password.
    #[arg(long)]
    new: bool,
    /// Stake in TAO.
    #[arg(long, value_name = "TAO", allow_negative_numbers = true)]
    stake: Option<Rao>,
    /// Let it set weights, or not (`--permit=false`), whatever its stake. `--permit=auto` leaves it to the stake again, as it
    /// is without this: permits go to the largest stakes at each epoch, also to miners that have earned some.
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL|auto")]
    permit: Option<Permit>,
    /// Where it can be reached, such as 127.0.0.1:8091.
    #[arg(long, value_name = "HOST:PORT", value_parser = axon)]
    axon: Option<Axon>,
}

/// Who decides over a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Permit {
    /// It has one.
    True,
    /// It has none.
    False,
    /// Stake decides.
    Auto,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct SetArgs {
    /// Blocks per epoch.
    #[arg(long, value_name = "BLOCKS", value_parser = clap::value_parser!(u16).range(1..))]
    tempo: Option<u16>,
    /// Blocks between two weights of one validator; 0 is unlimited.
    #[arg(long, value_name = "BLOCKS")]
    weights_rate_limit: Option<u64>,
    /// Fewest weights that a validator may set.
    #[arg(long, value_name = "N")]
    min_allowed_weights: Option<u16>,
    /// Largest share of one weight, of 65535.
    #[arg(long, value_name = "N")]
    max_weights_limit: Option<u16>,
    /// Lowest version key that is accepted; 0 accepts any.
    #[arg(long, value_name = "N")]
    weights_version: Option<u64>,
    /// Stake that setting weights takes.
    #[arg(long, value_name = "TAO")]
    stake_threshold: Option<Rao>,
    /// Blocks after which a validator that sets no weights loses its say.
    #[arg(long, value_name = "BLOCKS")]
    activity_cutoff: Option<u64>,
    /// Blocks for which a new seat cannot be taken away.
    #[arg(long, value_name = "BLOCKS")]
    immunity_period: Option<u16>,
    /// Seats; in a full subnet a new neuron takes the worst one.
    #[arg(long, value_name = "N")]
    max_uids: Option<u16>,
    /// Validator permits; the largest stakes get them, where `register --permit` has not decided.
    #[arg(long, value_name = "N")]
    max_validators: Option<u16>,
    /// Share of stake, of 65535, that a weight needs behind it to count.
    #[arg(long, value_name = "N")]
    kappa: Option<u16>,
    /// How much of a bond stays from one epoch to the next, of 1000000.
    #[arg(long, value_name = "N")]
    bonds_moving_average: Option<u64>,
    /// How far weights above the consensus lower bonds, of 65535.
    #[arg(long, value_name = "N")]
    bonds_penalty: Option<u16>,
    /// Whether bonds are those of Yuma 3.
    #[arg(long, value_name = "BOOL")]
    yuma3: Option<bool>,
    /// Whether new hotkeys get seats.
    #[arg(long, value_name = "BOOL")]
    registration: Option<bool>,
    /// Hotkey of the owner, who needs neither stake nor permit and keeps its seat: SS58, path of a hotkey file or
    /// WALLET/HOTKEY.
    #[arg(long, value_name = "HOTKEY")]
    owner: Option<String>,
}

impl SetArgs {
    fn change(&self, rules: &mut Hyperparameters) {
        fn set<T: Copy>(rule: &mut T, given: Option<T>) {
            *rule = given.unwrap_or(*rule);
        }
        set(&mut rules.tempo, self.tempo);
        set(&mut rules.weights_rate_limit, self.weights_rate_limit);
        set(&mut rules.min_allowed_weights, self.min_allowed_weights);
        set(&mut rules.max_weights_limit, self.max_weights_limit);
        set(&mut rules.weights_version, self.weights_version);
        set(&mut rules.stake_threshold, self.stake_threshold);
        set(&mut rules.activity_cutoff, self.activity_cutoff);
        set(&mut rules.immunity_period, self.immunity_period);
        set(&mut rules.max_uids, self.max_uids);
        set(&mut rules.max_validators, self.max_validators);
        set(&mut rules.kappa, self.kappa);
        set(&mut rules.bonds_moving_average, self.bonds_moving_average);
        set(&mut rules.bonds_penalty, self.bonds_penalty);
        set(&mut rules.yuma3, self.yuma3);
        set(&mut rules.registration_allowed, self.registration);
    }
}

#[derive(Debug, Args)]
struct ImportArgs {
    /// JSON file: `{"netuid": 34, "neurons": [{"uid", "hotkey", "stake", "validator_permit", "ip", "port"}]}`; without
    /// `validator_permit` stake decides.
    file: PathBuf,
}

pub(super) fn run(context: &Context, args: LocalnetArgs) -> anyhow::Result<Answer> {
    let path = ledger_path(context, args.ledger)?;
    let netuid = netuid(context, args.netuid)?;
    match args.command {
        Command::Create(create) => self::create(context, &path, netuid, &create),
        Command::Register(register) => self::register(context, &path, netuid, &register),
        Command::Import(import) => self::import(context, &path, netuid, &import.file),
        Command::Set(set) => self::set(context, &path, netuid, &set),
        Command::Show => show(context, &path, netuid),
    }
}

fn create(context: &Context, path: &Path, netuid: Option<Netuid>, args: &CreateArgs) -> anyhow::Result<Answer> {
    let new = NewLedger {
        netuid: netuid.unwrap_or(NewLedger::default().netuid),
        block_time: args.block_time,
        tempo: args.tempo,
        weights_rate_limit: args.weights_rate_limit,
        min_allowed_weights: args.min_allowed_weights,
        max_weights_limit: args.max_weights_limit,
    };
    let mut ledger = Ledger::create(path, &new)?;
    if context.json {
        output::json(&World::read(&mut ledger, new.netuid)?)?;
    } else {
        output::line(format_args!("created netuid {} on a new chain; nodes find it with", new.netuid))?;
        output::line(format_args!("BT_CHAIN_ENDPOINT={}", output::escaped(&shell_word(&endpoint(path)))))?;
    }
    Ok(Answer::Yes)
}

fn register(context: &Context, path: &Path, netuid: Option<Netuid>, args: &RegisterArgs) -> anyhow::Result<Answer> {
    let mut ledger = Ledger::open(path)?;
    let netuid = netuid.map_or_else(|| ledger.only_netuid(), Ok)?;
    let hotkey = if args.new { new_hotkey(context, &args.hotkey)? } else { hotkey(context, &args.hotkey)? };
    let validator_permit = args.permit.and_then(|permit| match permit {
        Permit::True => Some(true),
        Permit::False => Some(false),
        Permit::Auto => None,
    });
    let given = Registration { stake: args.stake, validator_permit, axon: args.axon };
    let TakenSeat { uid, replaced } = ledger.take_seat(netuid, &hotkey, &given)?;
    if args.permit == Some(Permit::Auto) {
        ledger.permit_by_stake(netuid, &hotkey)?;
    }
    if context.json {
        let world = World::read(&mut ledger, netuid)?;
        let neuron = world.neurons.into_iter().find(|neuron| neuron.uid == uid).context("the seat was taken away")?;
        output::json(&Seated { schema: output::SCHEMA, endpoint: world.endpoint, netuid, neuron, replaced })?;
    } else if let Some(replaced) = replaced {
        output::line(format_args!(
            "{hotkey} has uid {uid} on netuid {netuid}, in place of {replaced}, which has lost its seat: all were taken"
        ))?;
    } else {
        output::line(format_args!("{hotkey} has uid {uid} on netuid {netuid}"))?;
    }
    Ok(Answer::Yes)
}

fn import(context: &Context, path: &Path, netuid: Option<Netuid>, file: &Path) -> anyhow::Result<Answer> {
    let mut ledger = Ledger::open(path)?;
    let failed = || format!("cannot import `{}`", file.display());
    let mut bytes = Vec::new();
    std::fs::File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)).with_context(failed)?;
    if bytes.len() as u64 > LONGEST {
        bail!("cannot import `{}`: it has more than {} MiB", file.display(), LONGEST / 1024 / 1024);
    }
    let subnet = Subnet::from_json(&bytes).with_context(failed)?;
    if let Some(netuid) = netuid.filter(|netuid| *netuid != subnet.netuid()) {
        bail!("cannot import `{}`: it is netuid {}, where {netuid} is asked for", file.display(), subnet.netuid());
    }
    ledger.import(&subnet)?;
    if context.json {
        output::json(&World::read(&mut ledger, subnet.netuid())?)?;
    } else {
        let count = subnet.seats().len();
        let neurons = if count == 1 { "neuron" } else { "neurons" };
        output::line(format_args!("netuid {} has {count} {neurons} now", subnet.netuid()))?;
    }
    Ok(Answer::Yes)
}

fn set(context: &Context, path: &Path, netuid: Option<Netuid>, args: &SetArgs) -> anyhow::Result<Answer> {
    let mut ledger = Ledger::open(path)?;
    let netuid = netuid.map_or_else(|| ledger.only_netuid(), Ok)?;
    let owner = args.owner.as_deref().map(|text| hotkey(context, text)).transpose()?;
    ledger.change_rules(netuid, |rules, current| {
        args.change(rules);
        *current = owner.or(*current);
    })?;
    if context.json {
        output::json(&World::read(&mut ledger, netuid)?)?;
    } else {
        output::line(format_args!("netuid {netuid} has new rules from block {} on", ledger.block()))?;
    }
    Ok(Answer::Yes)
}

fn show(context: &Context, path: &Path, netuid: Option<Netuid>) -> anyhow::Result<Answer> {
    let mut ledger = Ledger::open(path)?;
    let netuid = netuid.map_or_else(|| ledger.only_netuid(), Ok)?;
    let world = World::read(&mut ledger, netuid)?;
    if context.json {
        output::json(&world)?;
        return Ok(Answer::Yes);
    }
    output::line(output::escaped(&world.endpoint))?;
    output::line(format_args!("netuid {netuid}, block {}, {:?} per block", world.block, ledger.blocks().block_time))?;
    output::line(format_args!(
        "tempo {}; weights: at least {}, {}",
        world.tempo,
        world.min_allowed_weights,
        match world.weights_rate_limit_blocks {
            0 => "at any time".into(),
            blocks => format!("every {blocks} blocks"),
        }
    ))?;
    let rows: Vec<Vec<String>> = world.neurons.iter().map(SeatRow::cells).collect();
    if rows.is_empty() {
        output::line("no neurons; `gascli localnet register HOTKEY` adds one")?;
    } else {
        output::table(&["UID", "HOTKEY", "STAKE (TAO)", "PERMIT", "AXON", "INCENTIVE", "LAST UPDATE"], &rows)?;
    }
    output::line("")?;
    output::table(&["RULE", "VALUE"], &world.further_rules())?;
    Ok(Answer::Yes)
}

/// A subnet as `show` prints it, in the table or as JSON.
#[derive(Debug, Serialize)]
struct World {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    block: BlockNumber,
    block_time_ms: u64,
    genesis: String,
    tempo: u16,
    weights_rate_limit_blocks: u64,
    min_allowed_weights: u16,
    max_weights_limit: u16,
    hyperparameters: Hyperparameters,
    owner_hotkey: Option<Hotkey>,
    neurons: Vec<SeatRow>,
    weights: Vec<Weight>,
}

/// What `register` did.
#[derive(Debug, Serialize)]
struct Seated {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    #[serde(flatten)]
    neuron: SeatRow,
    /// Who has lost the seat to it.
    replaced: Option<Hotkey>,
}

#[derive(Debug, Serialize)]
struct SeatRow {
    uid: Uid,
    hotkey: Hotkey,
    stake_rao: Rao,
    validator_permit: bool,
    axon: Option<Axon>,
    incentive: u16,
    dividends: u16,
    consensus: u16,
    emission_rao: Rao,
    last_update: BlockNumber,
    registered_at: BlockNumber,
}

impl World {
    fn read(ledger: &mut Ledger, netuid: Netuid) -> anyhow::Result<Self> {
        let rules = ledger.hyperparameters(netuid)?;
        let metagraph = ledger.metagraph(netuid)?;
        let blocks = ledger.blocks();
        Ok(Self {
            schema: output::SCHEMA,
            endpoint: endpoint(ledger.path()),
            netuid,
            block: metagraph.block,
            block_time_ms: UnixMillis(0).after(blocks.block_time).0,
            genesis: blocks.genesis.to_string(),
            tempo: rules.tempo,
            weights_rate_limit_blocks: rules.weights_rate_limit,
            min_allowed_weights: rules.min_allowed_weights,
            max_weights_limit: rules.max_weights_limit,
            hyperparameters: rules,
            owner_hotkey: ledger.owner(netuid)?,
            neurons: metagraph.neurons.into_iter().map(SeatRow::from).collect(),
            weights: ledger.all_weights(netuid)?,
        })
    }
}

impl World {
    /// The rules that do not stand above the neurons, by the names that JSON gives them.
    fn further_rules(&self) -> Vec<Vec<String>> {
        let Hyperparameters {
            tempo: _,
            weights_rate_limit: _,
            min_allowed_weights: _,
            max_weights_limit,
            weights_version,
            commit_reveal,
            reveal_period_epochs,
            stake_threshold,
            activity_cutoff,
            immunity_period,
            serving_rate_limit,
            max_uids,
            max_validators,
            kappa,
            bonds_moving_average,
            bonds_penalty,
            yuma3,
            burn,
            registration_allowed,
            mechanisms,
        } = &self.hyperparameters;
        let rows: [(&str, String); 18] = [
            ("max_weights_limit", max_weights_limit.to_string()),
            ("weights_version", weights_version.to_string()),
            ("commit_reveal", commit_reveal.to_string()),
            ("reveal_period_epochs", reveal_period_epochs.to_string()),
            ("stake_threshold", format!("{stake_threshold} TAO")),
            ("activity_cutoff", activity_cutoff.to_string()),
            ("immunity_period", immunity_period.to_string()),
            ("serving_rate_limit", serving_rate_limit.to_string()),
            ("max_uids", max_uids.to_string()),
            ("max_validators", max_validators.to_string()),
            ("kappa", kappa.to_string()),
            ("bonds_moving_average", bonds_moving_average.to_string()),
            ("bonds_penalty", bonds_penalty.to_string()),
            ("yuma3", yuma3.to_string()),
            ("burn", format!("{burn} TAO")),
            ("registration_allowed", registration_allowed.to_string()),
            ("mechanisms", mechanisms.to_string()),
            ("owner_hotkey", self.owner_hotkey.map_or_else(|| "-".into(), |owner| owner.to_string())),
        ];
        rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect()
    }
}

impl From<Neuron> for SeatRow {
    fn from(neuron: Neuron) -> Self {
        Self {
            uid: neuron.uid,
            hotkey: neuron.hotkey,
            stake_rao: neuron.stake,
            validator_permit: neuron.validator_permit,
            axon: neuron.axon,
            incentive: neuron.incentive,
            dividends: neuron.dividends,
            consensus: neuron.consensus,
            emission_rao: neuron.emission,
            last_update: neuron.last_update,
            registered_at: neuron.registered_at,
        }
    }
}

impl SeatRow {
    fn cells(&self) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.hotkey.to_string(),
            self.stake_rao.to_string(),
            if self.validator_permit { "yes" } else { "no" }.into(),
            self.axon.map_or_else(|| "-".into(), |axon| SocketAddr::new(axon.ip, axon.port).to_string()),
            self.incentive.to_string(),
            self.last_update.to_string(),
        ]
    }
}

/// The ledger that is meant, as an absolute path: nodes may be started from another folder.
fn ledger_path(context: &Context, flag: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let path = match (flag, context.environment.get("BT_CHAIN_ENDPOINT").map(|text| text.trim())) {
        (Some(path), _) => {
            path.to_str().and_then(|text| text.strip_prefix("local:")).map_or(path.clone(), PathBuf::from)
        }
        (None, Some(text)) if text.starts_with("local:") => match text.parse().context("BT_CHAIN_ENDPOINT is wrong")? {
            Endpoint::Local(path) => path,
            Endpoint::Remote(_) => context.paths.localnet(),
        },
        (None, _) => context.paths.localnet(),
    };
    std::path::absolute(&path).with_context(|| format!("`{}` is no path of a ledger", path.display()))
}

fn netuid(context: &Context, flag: Option<u16>) -> anyhow::Result<Option<Netuid>> {
    if let Some(netuid) = flag {
        return Ok(Some(Netuid(netuid)));
    }
    for name in ["BT_NETUID", "NETUID"] {
        if let Some(text) = context.environment.get(name).map(|text| text.trim()).filter(|text| !text.is_empty()) {
            let netuid = text.parse().with_context(|| format!("{name}=`{text}` is no netuid (0 to 65535)"))?;
            return Ok(Some(Netuid(netuid)));
        }
    }
    Ok(None)
}

/// The key that is meant: SS58 text, else a file, else `WALLET/HOTKEY`.
fn hotkey(context: &Context, text: &str) -> anyhow::Result<Hotkey> {
    let refused: KeyError = match text.parse() {
        Ok(hotkey) => return Ok(hotkey),
        Err(error) => error,
    };
    let path = Path::new(text);
    if path.exists() {
        return Ok(wallet::hotkey_in(path)?);
    }
    match text.split_once('/') {
        None => Err(refused).context("HOTKEY is neither an SS58 key nor the path of a hotkey file"),
        Some((name, hotkey)) if !name.is_empty() && !hotkey.contains('/') => {
            Ok(wallet::public_hotkey(&super::wallet::named(context, &wallets(context), text)?)?)
        }
        Some(_) => Ok(wallet::hotkey_in(path)?),
    }
}

fn new_hotkey(context: &Context, text: &str) -> anyhow::Result<Hotkey> {
    match text.split_once('/') {
        Some((name, hotkey)) if !name.is_empty() && !hotkey.contains('/') => {
            let settings = wallet::Settings::new(wallets(context), name, hotkey);
            Ok(wallet::create_hotkey(&settings)?)
        }
        _ => {
            let message = format!("`{text}` is no name of a new hotkey");
            Err(Refusal::new(Code::InvalidInput, message, "WALLET/HOTKEY is expected, such as mine/default").into())
        }
    }
}

fn wallets(context: &Context) -> PathBuf {
    super::wallet::folder(context, None)
}

fn endpoint(path: &Path) -> String {
    Endpoint::Local(path.to_owned()).to_string()
}

fn block_time(text: &str) -> Result<Duration, String> {
    let span = match text.parse::<u32>() {
        Ok(seconds) => Ok(Duration::from_secs(seconds.into())),
        Err(_) => text.parse::<jiff::SignedDuration>().and_then(Duration::try_from).map_err(|_| ()),
    };
    match span {
        Ok(span) if (Duration::from_millis(50)..=Duration::from_hours(1)).contains(&span) => Ok(span),
        _ => Err("a time from 50ms to 1h is expected, such as 12s".into()),
    }
}

fn axon(text: &str) -> Result<Axon, String> {
    // The chain holds addresses, not names; what a name means changes.
    let address = match text.rsplit_once(':') {
        Some(("localhost", port)) => {
            port.parse().ok().map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
        }
        _ => text.parse().ok(),
    };
    address
        .map(|address| Axon { ip: address.ip(), port: address.port() })
        .ok_or_else(|| "an IP address and a port are expected, such as 127.0.0.1:8091 or [::1]:8091".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_time_is_read_in_any_unit_and_bounded() {
        for (text, ms) in [("12s", Some(12_000)), ("12", Some(12_000)), ("500ms", Some(500)), ("1m", Some(60_000))] {
            assert_eq!(block_time(text).ok().map(|span| span.as_millis()), ms, "{text}");
        }
        for text in ["", "0", "-1s", "1ms", "2h", "soon"] {
            assert!(block_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_axon_is_an_address_and_a_port() {
        assert_eq!(axon("localhost:80"), axon("127.0.0.1:80"));
        assert_eq!(axon("[::1]:80").unwrap().port, 80);
        for text in ["", "127.0.0.1", "example.org:80", "127.0.0.1:65536", "::1:80:"] {
            assert!(axon(text).is_err(), "{text}");
        }
    }
}
