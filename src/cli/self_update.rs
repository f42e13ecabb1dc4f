//! `gascli self-update`: fetch, verify, make ready beside, ask it, switch, carry over, watch, go back if services suffer
//! (`spec/operations.md` B13).

mod back;
mod carry;
mod fetch;
mod place;
mod put_back;
mod release;
mod watch;

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::services::{ServicesError, any_service};
use super::stop::confirmed;
use super::{Answer, Context, output};
use crate::config::file::{self, FILE_NAME};
use crate::supervisor::{Client, SupervisorProcess};
use crate::types::{ServiceName, Span, size_words, span_text};
use carry::{Carried, Found};
use fetch::Source;
use place::Place;
use put_back::{PutBack, PutBacks};
pub(super) use release::UpdateError;
use release::{LONGEST_PROGRAM, Release, Version};
use watch::{Condition, Conditions};

/// Replace this program by a newer version, and go back if services suffer.
///
/// The release is verified (signature, hash, size), made ready beside this program and asked for its version; then it is
/// renamed into place. The supervisor goes on as it with all services, and daemons of gascli are restarted one at a time.
/// Then services are watched: if one that was well fails, the version before is put back. That one is kept as
/// `gascli.previous` in the same folder. Nothing is fetched unless this is called.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[command(after_help = "Examples:\n  gascli self-update --check\n  gascli self-update --yes --watch 15m\n  gascli \
                        self-update --from ./gascli-0.2.0 --sha256 9f86d0…\n  gascli self-update --rollback\n\nThe source is \
                        `[update]` in gascli.toml of the config folder (docs/updates.md).\n\nExit status: 0 if the newest \
                        version runs, 1 if there is a newer one (--check) or the version before was put back, 2 if nothing \
                        could be done.")]
pub(super) struct SelfUpdateArgs {
    /// Only tell whether there is a newer version.
    #[arg(long, conflicts_with_all = ["rollback", "sha256"])]
    check: bool,
    /// Manifest of a release, or with --sha256 the program itself: an address or a path.
    #[arg(long, value_name = "URL|FILE")]
    from: Option<String>,
    /// Key of minisign that must have signed the manifest, instead of the configured one.
    #[arg(long, value_name = "KEY", conflicts_with = "sha256")]
    public_key: Option<String>,
    /// Hash that the program must have; then --from is the program itself, and no signature is needed.
    #[arg(long, value_name = "HEX", requires = "from")]
    sha256: Option<String>,
    /// Go back to the version that the last update replaced.
    #[arg(long, conflicts_with_all = ["from", "public_key", "sha256"])]
    rollback: bool,
    /// How long services are watched afterwards; `0s` does not.
    #[arg(long, value_name = "SPAN", default_value = "5m", value_parser = span)]
    watch: Span,
    /// Leave daemons of gascli as they are; each takes the new version with its next start.
    #[arg(long)]
    no_restart: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Take a release also if services suffered under it here, so that it was put back.
    #[arg(long)]
    force: bool,
    /// Only tell what would be done. The manifest is fetched for that.
    #[arg(long)]
    dry_run: bool,
}

fn span(text: &str) -> Result<Span, String> {
    if text == "0" { Ok(Span(Duration::ZERO)) } else { text.parse().map_err(|error| format!("{error}")) }
}

/// What is to take this program's place.
enum Offer {
    /// Signed, and announced with everything.
    Release(Release, Source),
    /// Known by its hash alone.
    Program(Source, [u8; 32]),
    /// The version before.
    Previous,
}

impl Offer {
    fn version(&self) -> Option<Version> {
        if let Self::Release(release, _) = self { Some(release.version) } else { None }
    }

    /// Of the program; `None` if it cannot be read.
    fn sha256(&self, place: &Place) -> Option<[u8; 32]> {
        match self {
            Self::Release(Release { sha256, .. }, _) | Self::Program(_, sha256) => Some(*sha256),
            Self::Previous => put_back::hash_of(&place.previous).ok(),
        }
    }

    fn words(&self, place: &Place) -> String {
        match self {
            Self::Release(release, from) => {
                format!("gascli {} ({}) from {}", release.version, size_words(release.size), from.shown())
            }
            Self::Program(from, _) => format!("the program at {}", from.shown()),
            Self::Previous => format!("the version before ({})", place.previous.display()),
        }
    }
}

pub(super) fn run(context: &Context, args: &SelfUpdateArgs) -> anyhow::Result<Answer> {
    let place = Place::find()?;
    let offer = offer(context, args)?;
    let own = Version::own();
    let sha256 = offer.sha256(&place);
    let refused = sha256.as_ref().and_then(|sha256| PutBacks::of(&context.paths).refuse(sha256).err());
    if let Some(offered) = offer.version() {
        if args.check {
            return check(context, own, offered, refused.as_ref());
        }
        if offered == own {
            return current(context, own);
        }
        if offered < own {
            return Err(UpdateError::Older { offered, own }.into());
        }
    }
    if let Some(refused) = refused.filter(|_| !args.force) {
        return Err(refused.into());
    }
    let found = found(context, args, &place)?;
    if args.dry_run {
        return dry_run(context, args, &place, &offer, &found);
    }
    let question = format!("Replace gascli {own} by {}?{}", offer.words(&place), restarts(&found.daemons));
    if !args.yes && !output::may_ask() {
        return Err(UpdateError::NeedsYes.into());
    }
    if !args.yes && !confirmed(&question, ServicesError::ApplyNeedsYes)? {
        output::note("nothing was changed");
        return Ok(Answer::No);
    }
    let _lock = place.lock()?;
    place.is_own()?;
    let version = make_ready(&place, &offer).inspect_err(|_| place.abandon())?;
    if !args.rollback && version <= own {
        place.abandon();
        return if version == own {
            current(context, own)
        } else {
            Err(UpdateError::Older { offered: version, own }.into())
        };
    }
    switch(context, args, &place, found, (version, sha256))
}

/// Where the new version is, once it is believed.
fn offer(context: &Context, args: &SelfUpdateArgs) -> anyhow::Result<Offer> {
    if args.rollback {
        return Ok(Offer::Previous);
    }
    let here = std::env::current_dir().context("the current folder is gone, or may not be read")?;
    if let (Some(hash), Some(from)) = (&args.sha256, &args.from) {
        let hash = release::hash(hash).context("`--sha256` takes 64 hexadecimal digits")?;
        return Ok(Offer::Program(Source::of(from, &here)?, hash));
    }
    let config = context.paths.config.join(FILE_NAME);
    let update = file::read(&config)?.map(|file| file.update).unwrap_or_default();
    let from = args.from.clone().or(update.source);
    let from = from.ok_or_else(|| UpdateError::NoSource { config: config.clone() })?;
    let key = args.public_key.clone().or(update.public_key).ok_or(UpdateError::NoKey { config })?;
    let manifest = Source::of(&from, &here)?;
    let signature = String::from_utf8_lossy(&manifest.signature().text()?).into_owned();
    let release = release::read(&manifest.text()?, &signature, &key, &release::target())?;
    let from = manifest.join(&release.from)?;
    Ok(Offer::Release(release, from))
}

fn check(context: &Context, own: Version, offered: Version, refused: Option<&UpdateError>) -> anyhow::Result<Answer> {
    let newer = offered > own;
    let refused = refused.filter(|_| newer).map(UpdateError::to_string);
    if context.json {
        output::json(&json!({
            "schema": output::SCHEMA, "version": own.to_string(), "offered": offered.to_string(), "newer": newer,
            "refused": refused,
        }))?;
    } else if let Some(refused) = refused {
        output::line(format_args!("gascli {offered} is there; this is {own}. {refused}"))?;
        output::note("`--force` takes it all the same");
    } else if newer {
        output::line(format_args!("gascli {offered} is there; this is {own}: `gascli self-update` installs it"))?;
    } else {
        output::line(format_args!("gascli {own} is the newest"))?;
    }
    Ok(if newer { Answer::No } else { Answer::Yes })
}

fn current(context: &Context, own: Version) -> anyhow::Result<Answer> {
    // An update that was ended after the switch leaves the supervisor behind.
    let supervisor = Client::connect(&context.paths)?.map(|mut client| client.info()).transpose()?;
    let behind = supervisor.map(|info| info.version).filter(|version| *version != own.to_string());
    if context.json {
        let own = own.to_string();
        output::json(&json!({ "schema": output::SCHEMA, "outcome": "current", "version": own, "supervisor": behind }))?;
    } else {
        output::line(format_args!("gascli {own} is the newest"))?;
    }
    if let Some(version) = behind {
        output::note(format_args!("the supervisor is still {version}: `gascli daemon upgrade` makes it {own}"));
    }
    Ok(Answer::Yes)
}

/// The daemons that are to be restarted. A supervisor must be there for that, of the version that the services know.
fn found(context: &Context, args: &SelfUpdateArgs, place: &Place) -> anyhow::Result<Found> {
    if args.no_restart || !any_service(context) {
        return Ok(Found::default());
    }
    carry::find(&mut Client::connect_or_start(&context.paths)?, &place.program)
}

fn restarts(daemons: &[ServiceName]) -> String {
    let names: Vec<&str> = daemons.iter().map(ServiceName::as_str).collect();
    if names.is_empty() { String::new() } else { format!(" It restarts {}.", names.join(", ")) }
}

fn dry_run(
    context: &Context,
    args: &SelfUpdateArgs,
    place: &Place,
    offer: &Offer,
    found: &Found,
) -> anyhow::Result<Answer> {
    let mut steps = vec![
        format!("fetch {}, verify it, and ask it for its version", offer.words(place)),
        format!("keep {} as {}", place.program.display(), place.previous.display()),
        format!("rename it to {}", place.program.display()),
    ];
    if any_service(context) {
        steps.push("have the supervisor go on as it; services keep their pids".into());
    }
    steps.extend(found.daemons.iter().map(|name| format!("restart {name} and wait until it is ready")));
    let reason = |one: &Carried| one.reason.clone().unwrap_or_default();
    steps.extend(found.left.iter().map(|one| format!("leave {} with this version: {}", one.name, reason(one))));
    let Span(span) = args.watch;
    if !span.is_zero() && any_service(context) {
        steps.push(format!("watch services for {}; put the version before back if one suffers", span_text(span)));
    }
    if context.json {
        output::json(&json!({ "schema": output::SCHEMA, "dry_run": true, "steps": steps }))?;
        return Ok(Answer::Yes);
    }
    for step in steps {
        output::line(format_args!("would {step}"))?;
    }
    Ok(Answer::Yes)
}

/// Brings what is offered beside this program, and makes sure of it.
fn make_ready(place: &Place, offer: &Offer) -> Result<Version, UpdateError> {
    let (from, sha256, size) = match offer {
        Offer::Previous => {
            place.stage_previous()?;
            return place.check(None);
        }
        Offer::Release(release, from) => (from, release.sha256, Some(release.size)),
        Offer::Program(from, sha256) => (from, *sha256, None),
    };
    let bar = bar(size);
    output::note(format_args!("fetching {}", from.shown()));
    let fetched = from.download(&place.new, size.unwrap_or(LONGEST_PROGRAM), |bytes| bar.inc(bytes));
    bar.finish_and_clear();
    let (found, length) = fetched?;
    if let Some(size) = size.filter(|size| *size != length) {
        return Err(UpdateError::Mismatch(format!("it has {length} bytes instead of {size}")));
    }
    if found != sha256 {
        let (found, announced) = (hex::encode(found), hex::encode(sha256));
        return Err(UpdateError::Mismatch(format!("its SHA-256 is {found}, not {announced}")));
    }
    place.check(offer.version())
}

fn bar(size: Option<u64>) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = size.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let style = ProgressStyle::with_template("{spinner} {bar:20} {binary_bytes} of {binary_total_bytes}, {eta}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// From here on the new version is in place, and all that follows can be undone.
fn switch(
    context: &Context,
    args: &SelfUpdateArgs,
    place: &Place,
    found: Found,
    (version, sha256): (Version, Option<[u8; 32]>),
) -> anyhow::Result<Answer> {
    let own = Version::own();
    let before = watch::look(context)?;
    let supervisor = SupervisorProcess::find(&context.paths);
    place.swap()?;
    output::note(format_args!(
        "{} is now {version}; {own} is kept as {}",
        place.program.display(),
        place.previous.display()
    ));
    let Found { daemons, left: mut done } = found;
    let trouble = match &before {
        None => None, // nothing runs that could suffer
        Some(before) => carry_over(context, args, place, before, &daemons, &mut done).err(),
    };
    let list = PutBacks::of(&context.paths);
    let Some(reason) = trouble else {
        if let Some(Err(error)) = sha256.map(|sha256| list.forget(&sha256)) {
            output::note(format_args!("that this release was put back once was not forgotten: {error}"));
        }
        return tell(context, "updated", (own, version), &done, None);
    };
    output::note(format_args!("going back to {own}: {}", output::escaped(&reason)));
    let refused = |sha256| PutBack { sha256, version: version.to_string(), reason: output::escaped(&reason) };
    if let Some(Err(error)) = sha256.map(|sha256| list.add(refused(sha256))) {
        output::note(format_args!("the next update may try this release again, as that was not written: {error}"));
    }
    back::go_back(context, place, supervisor.as_ref(), &mut done)
        .with_context(|| format!("{version} still lies in the place of {own}, which could not be put back"))?;
    tell(context, "rolled-back", (own, version), &done, Some(&reason))
}

/// Everything that runs goes over to what now lies in the program's place. The error is the reason to go back.
fn carry_over(
    context: &Context,
    args: &SelfUpdateArgs,
    place: &Place,
    before: &Conditions,
    daemons: &[ServiceName],
    done: &mut Vec<Carried>,
) -> Result<(), String> {
    carry::supervisor(context, place)?;
    carry::restart(context, daemons, done)?;
    let Span(span) = args.watch;
    if span.is_zero() {
        return Ok(());
    }
    let mut expected = before.clone();
    for Carried { name, .. } in done.iter().filter(|one| one.outcome == "restarted") {
        expected.entry(name.clone()).and_modify(Condition::begin_anew);
    }
    output::note(format_args!("watching services for {}; Ctrl-C leaves the new version in place", span_text(span)));
    watch::watch(context, &expected, span).map_or(Ok(()), Err)
}

fn tell(
    context: &Context,
    outcome: &str,
    (from, to): (Version, Version),
    services: &[Carried],
    reason: Option<&str>,
) -> anyhow::Result<Answer> {
    let answer = if reason.is_some() { Answer::No } else { Answer::Yes };
    if context.json {
        let (from, to) = (from.to_string(), to.to_string());
        let told: Value = json!({
            "schema": output::SCHEMA, "outcome": outcome, "from": from, "to": to, "services": services, "reason": reason,
        });
        output::json(&told)?;
        return Ok(answer);
    }
    match reason {
        None => output::line(format_args!("gascli {from} was replaced by {to}"))?,
        Some(reason) => {
            output::line(format_args!("gascli {from} was put back: {}", output::escaped(reason)))?;
        }
    }
    for one in services.iter().filter(|one| one.outcome != "restarted") {
        let reason = one.reason.as_deref().unwrap_or_default();
        output::line(format_args!("{}: {}: {}", one.name, one.outcome, output::escaped(reason)))?;
        if let Some(fix) = &one.fix {
            output::note(format_args!("{}: {fix}", one.name));
        }
    }
    Ok(answer)
}
