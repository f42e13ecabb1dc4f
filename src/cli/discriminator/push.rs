//! `gascli discriminator push`.

mod show;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output, password};
use super::{DiscriminatorError, Models};
use crate::chain::{self, Chain, Endpoint, wallet};
use crate::config::{self, ChainSettings, Role};
use crate::miner::discriminator::{
    Archive, DEFAULT_URL, Dropped, MayDrop, Outcome, Push, PushError, Submissions, UploadService,
};
use crate::models::discriminator::{Inspection, inspect};
use crate::protocol::discriminator::Medium;
use crate::types::{Hint, Keypair, Netuid};
use show::{Document, Progress, Row};

pub(super) const EXAMPLES: &str = "Everything is checked before anything is sent. How far each archive came is kept in the state folder, so the same command \
     again goes on where it stopped and never submits twice.\n\nExit status 0: registered; 1: a check failed, or the network \
     says no; 2: it could not be done.\n\nExamples:\n  gascli discriminator push --image-model image.zip --dry-run\n  gascli \
     discriminator push --image-model image.zip --video-model video.zip --wallet-name mine --wallet-hotkey default";

/// The subnet that `finney` stands for without `--chain-endpoint`; any other number means the test network.
const MAIN: Netuid = Netuid(34);

/// Arguments of `push`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PushArgs {
    #[command(flatten)]
    models: Models,
    /// Competition that they enter.
    #[arg(long, value_name = "VERTICAL", default_value = "general", value_parser = ["general", "human"])]
    vertical: String,
    /// Seconds between two attempts on chain, and at most between two uploads.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(..=3600))]
    retry_delay: u64,
    /// How often a step is tried that failed for a reason that may pass.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    attempts: u32,
    /// The upload service, instead of `GAS_UPLOAD_URL` or the network's own.
    #[arg(long, value_name = "URL")]
    upload_url: Option<String>,
    /// Check the archives only; send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Submit archives though the network will probably refuse them; what cannot work is not submitted even so.
    #[arg(long)]
    despite_faults: bool,
    /// Do not ask before something is submitted, or goes from the chain for it; needed where nobody can be asked.
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(context: &Context, args: &PushArgs) -> anyhow::Result<Answer> {
    let given = args.models.given()?;
    if args.vertical == "human" && given.iter().any(|(medium, _)| *medium == Medium::Audio) {
        return Err(DiscriminatorError::HumanAudio.into());
    }
    let mut document = Document::new(args.dry_run, &args.vertical);
    for (medium, path) in given {
        let progress = Progress::new();
        let inspection = inspect(path, medium, &mut |bytes| progress.checked(medium, bytes));
        progress.end();
        document.archives.push(Row::new(medium, path.to_owned(), inspection?));
    }
    let faults = || document.archives.iter().flat_map(|row| &row.inspection.faults);
    let (count, certain) = (faults().count(), faults().filter(|fault| fault.certain).count());
    if count > 0 && (certain > 0 || !args.despite_faults) {
        document.print(context)?;
        if certain == 0 {
            output::note("`--despite-faults` submits it all the same: the network's rules may have changed");
        }
        return Ok(Answer::No);
    }
    if args.dry_run {
        document.print(context)?;
        return Ok(Answer::Yes);
    }
    submit(context, args, document)
}

fn submit(context: &Context, args: &PushArgs, mut document: Document) -> anyhow::Result<Answer> {
    if !args.yes && !output::may_ask() {
        return Err(DiscriminatorError::NeedsYes.into());
    }
    let settings = config::chain(&args.config.sources(context, Role::Generator)?)?;
    let endpoint = endpoint(&settings)?;
    let keypair = wallet::load_hotkey(&settings.wallet.clone().asking(password::asker()))?;
    let configured = context.environment.get("GAS_UPLOAD_URL").filter(|url| !url.is_empty());
    let url = args.upload_url.as_ref().or(configured).map_or(DEFAULT_URL, String::as_str);
    let service = UploadService::new(url, keypair.clone())?;
    let mut submissions = Submissions::open(&context.paths.discriminators(), &keypair.hotkey())?;
    let archives: Vec<Archive> = document.archives.iter().map(archive).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("cannot set up the network")?;
    let (chain, netuid) = runtime.block_on(chain_of(&settings, &endpoint))?;
    let progress = Progress::new();
    let mut push = Push {
        service: &service,
        chain: &*chain,
        netuid,
        keypair: &keypair,
        vertical: &args.vertical,
        attempts: args.attempts,
        retry_delay: Duration::from_secs(args.retry_delay),
        submissions: &mut submissions,
        may_drop: MayDrop::Anything,
        tell: &mut |event| progress.tell(&event, &archives, &keypair.hotkey()),
    };
    // Nothing is sent yet: Ctrl-C may end this program as it ends any, at the question too.
    let dropped = match runtime.block_on(push.plan(&archives)) {
        Ok(dropped) => dropped,
        Err(error) => {
            document.registered(keypair.hotkey(), netuid, Vec::new(), Vec::new());
            document.print(context)?;
            return answer(Some(error));
        }
    };
    if !args.yes {
        if !is_wanted(&document, &dropped, &keypair, &service)? {
            output::note("nothing was submitted");
            return Ok(Answer::No);
        }
        push.may_drop = MayDrop::Only(dropped);
    }
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = push.run(&archives) => Some(ended),
            _ = tokio::signal::ctrl_c() => None,
        }
    });
    progress.end();
    let Some(Outcome { done, dropped, failure }) = ended else {
        output::note("stopped; the same command again goes on where it stopped");
        return Ok(Answer::Signal(2));
    };
    document.registered(keypair.hotkey(), netuid, done, dropped);
    document.print(context)?;
    answer(failure)
}

/// The chain, and the subnet that is meant on it.
async fn chain_of(settings: &ChainSettings, endpoint: &Endpoint) -> anyhow::Result<(Arc<dyn Chain>, Netuid)> {
    let chain = chain::connect(endpoint).await?;
    let netuid = match settings.netuid.or_else(|| endpoint.gas_netuid()) {
        Some(netuid) => netuid,
        None => chain.only_netuid().await?.unwrap_or(MAIN),
    };
    Ok((chain, netuid))
}

/// A refusal of the network's is an answer; anything else could not be answered.
fn answer(failure: Option<PushError>) -> anyhow::Result<Answer> {
    match failure {
        None => Ok(Answer::Yes),
        Some(error) if error.is_refusal() => {
            let hint = error.hint();
            output::note(output::escaped(&format!("error: {:#}", anyhow::Error::from(error))));
            if let Some(hint) = hint {
                output::note(output::escaped(&format!("hint: {hint}")));
            }
            Ok(Answer::No)
        }
        Some(error) => Err(error.into()),
    }
}

fn archive(row: &Row) -> Archive {
    let Inspection { size, sha256, .. } = &row.inspection;
    Archive { medium: row.modality, path: row.path.clone(), size: *size, sha256: sha256.clone() }
}

/// The chain that is meant: where nobody says which, the main network for its subnet, and the test network for any other.
fn endpoint(settings: &ChainSettings) -> anyhow::Result<Endpoint> {
    let is_main = settings.netuid.is_none_or(|netuid| netuid == MAIN);
    match &settings.endpoint {
        Some(endpoint) => Ok(endpoint.clone()),
        None => Ok(if is_main { "finney" } else { "test" }.parse()?),
    }
}

/// Asks: submissions are counted, and what goes from the chain is not judged any more.
fn is_wanted(
    document: &Document,
    dropped: &[Dropped],
    keypair: &Keypair,
    service: &UploadService,
) -> anyhow::Result<bool> {
    for lost in dropped {
        output::note(show::goes(lost));
    }
    let what: Vec<String> = document.archives.iter().map(|row| row.modality.to_string()).collect();
    output::agreed(&format!(
        "Submit {} for hotkey {} to {}? A hotkey has three submissions a round for each modality.",
        what.join(", "),
        keypair.hotkey(),
        output::escaped(&service.host())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;

    #[test]
    fn without_an_endpoint_the_subnet_s_number_tells_the_network() {
        let settings = |endpoint: Option<&str>, netuid: Option<u16>| ChainSettings {
            endpoint: endpoint.map(|text| text.parse().unwrap()),
            netuid: netuid.map(Netuid),
            netuid_origin: Origin::Default,
            wallet: wallet::Settings::new("/nonexistent", "w", "h"),
        };
        for (given, netuid, expected) in [
            (None, None, "finney"),
            (None, Some(34), "finney"),
            (None, Some(379), "test"),
            (Some("ws://10.0.0.1:9944"), Some(379), "ws://10.0.0.1:9944"),
        ] {
            assert_eq!(endpoint(&settings(given, netuid)).unwrap(), expected.parse().unwrap(), "{given:?} {netuid:?}");
        }
    }
}
