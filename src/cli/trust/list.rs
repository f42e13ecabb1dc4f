//! `gascli trust list`.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::{ANCHORS_VARIABLE, given, store};
use crate::verification::c2pa::{
    Anchor, KNOWN_ANCHORS, KnownAnchor, Source, Standing, StoreFile, TrustSet, TrustStore, built_in,
};

/// Digits of a SHA-256 that a table shows.
pub(super) const SHORT: usize = 8;

/// Flags of `trust list`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct ListArgs {
    /// List what these files and folders would have the check trust, instead of built-in roots and trust store. Else
    /// those of `GASCLI_TRUST_ANCHORS`.
    #[arg(long, value_name = "FILE|DIR")]
    trust_anchors: Vec<PathBuf>,
}

/// What the check trusts; the table is drawn from it.
#[derive(Serialize)]
struct Listing {
    schema: &'static str,
    /// Folder of the trust store.
    store: PathBuf,
    anchors: Vec<Row>,
    missing: Vec<Missing>,
    unusable: Vec<Unusable>,
    /// Whether anchors were given, so that built-in roots and trust store do not count.
    given: bool,
}

/// A certificate that is trusted.
#[derive(Serialize)]
struct Row {
    provider: Option<&'static str>,
    name: String,
    subject: String,
    issuer: String,
    issuer_name: String,
    #[serde(serialize_with = "as_text")]
    not_before: Timestamp,
    #[serde(serialize_with = "as_text")]
    expires: Timestamp,
    standing: &'static str,
    expires_in_days: i64,
    sha256: String,
    /// Whether it can vouch for anybody.
    is_ca: bool,
    /// Whether its fingerprint is pinned.
    pinned: bool,
    /// Whether the network's validators trust it.
    network: bool,
    source: &'static str,
    file: Option<PathBuf>,
}

/// A known certificate that is not trusted.
#[derive(Serialize)]
struct Missing {
    provider: &'static str,
    name: &'static str,
    sha256: &'static str,
    network: bool,
    /// The command that gets it; `None` if there is none to run.
    command: Option<&'static str>,
    /// What should be known before.
    note: Option<&'static str>,
}

/// A file that keeps the check from being made.
#[derive(Serialize)]
struct Unusable {
    file: PathBuf,
    reason: String,
}

pub(super) fn run(context: &Context, args: &ListArgs) -> anyhow::Result<Answer> {
    let store = store(context);
    let now = Timestamp::now();
    let (mut anchors, mut unusable) = (Vec::new(), Vec::new());
    let mut take = |file: StoreFile, source: &'static str| match file.anchors {
        Ok(found) => anchors.extend(found.iter().map(|anchor| row(anchor, source, Some(file.path.clone()), now))),
        Err(error) => unusable.push(Unusable { file: file.path, reason: error.to_string() }),
    };
    let given = given(context, &args.trust_anchors);
    let is_given = given.is_some();
    if let Some(given) = given {
        // What was given must be usable, all of it, as for the check itself.
        TrustSet::empty().with_anchors(&given)?;
        for path in given {
            for file in TrustStore::new(path).files()? {
                take(file, "given");
            }
        }
    } else {
        for file in store.files()? {
            take(file, "trust store");
        }
        anchors.splice(0..0, built_in().iter().map(|anchor| row(anchor, "built in", None, now)));
    }
    let missing = KNOWN_ANCHORS.iter().filter(|known| anchors.iter().all(|row| row.sha256 != known.sha256));
    let missing = missing.map(Missing::new).collect();
    let listing =
        Listing { schema: output::SCHEMA, store: store.folder().into(), anchors, missing, unusable, given: is_given };
    if context.json {
        output::json(&listing)?;
    } else {
        print(&listing)?;
    }
    Ok(if listing.unusable.is_empty() { Answer::Yes } else { Answer::No })
}

fn row(anchor: &Anchor, source: &'static str, file: Option<PathBuf>, now: Timestamp) -> Row {
    let known = anchor.known();
    Row {
        provider: known.map(|known| known.provider),
        name: anchor.name.clone(),
        subject: anchor.subject.clone(),
        issuer: anchor.issuer.clone(),
        issuer_name: anchor.issuer_name.clone(),
        not_before: anchor.not_before,
        expires: anchor.not_after,
        standing: match anchor.standing(now) {
            Standing::Valid => "valid",
            Standing::ExpiresIn(_) => "expires soon",
            Standing::Expired => "expired",
            Standing::NotYet => "not yet valid",
        },
        expires_in_days: now.duration_until(anchor.not_after).as_hours().div_euclid(24),
        sha256: anchor.sha256.clone(),
        is_ca: anchor.is_ca,
        pinned: known.is_some(),
        network: known.is_some_and(|known| known.network),
        source,
        file,
    }
}

impl Missing {
    fn new(known: &KnownAnchor) -> Self {
        let (command, note) = match known.source {
            Source::BuiltIn => (None, Some("built in, but left out by the anchors that were given")),
            Source::Address(_) | Source::List(_) if known.network => (Some("gascli trust update"), None),
            Source::Address(_) | Source::List(_) => {
                (Some("gascli trust update --all"), Some("the network's validators do not trust it"))
            }
            Source::InMedia => (Some("gascli trust add --from FILE"), Some("signed media of its provider carries it")),
            Source::Unpublished => {
                (Some("gascli trust add FILE"), Some("self-made and expired; for exact parity only"))
            }
        };
        Self { provider: known.provider, name: known.name, sha256: known.sha256, network: known.network, command, note }
    }
}

/// Names are strangers' text. What tells most stands first: a narrow terminal breaks the lines.
fn print(listing: &Listing) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = listing.anchors.iter().map(cells).collect();
    output::table(&["SUBJECT", "EXPIRES", "SHA-256", "SOURCE", "PROVIDER", "ISSUER"], &rows)?;
    if !listing.missing.is_empty() {
        output::line("")?;
        let rows: Vec<Vec<String>> = listing
            .missing
            .iter()
            .map(|missing| {
                let way = missing.command.or(missing.note).unwrap_or_default();
                vec![missing.name.into(), first(missing.provider), way.into()]
            })
            .collect();
        output::table(&["MISSING", "PROVIDER", "GET IT BY"], &rows)?;
        for missing in &listing.missing {
            if let (Some(_), Some(note)) = (missing.command, missing.note) {
                output::note(format_args!("{}: {note}", missing.name));
            }
        }
    }
    if listing.given {
        output::note(format_args!(
            "only what `--trust-anchors` or {ANCHORS_VARIABLE} names is trusted: built-in roots and trust store do not count"
        ));
    }
    for file in &listing.unusable {
        let reason = output::escaped(&file.reason);
        output::note(format_args!("unusable, so nothing can be checked until it is repaired or removed: {reason}"));
    }
    Ok(())
}

/// The first of several providers, and how many more there are.
fn first(providers: &str) -> String {
    match providers.split_once(", ") {
        Some((first, others)) => format!("{first} +{}", others.split(", ").count()),
        None => providers.into(),
    }
}

fn cells(row: &Row) -> Vec<String> {
    let expires = match row.standing {
        "expired" => format!("{} expired", date(row.expires)),
        "expires soon" => format!("{} expires in {} days", date(row.expires), row.expires_in_days),
        "not yet valid" => format!("valid from {}", date(row.not_before)),
        _ => date(row.expires),
    };
    let mut source = if row.pinned { "pinned, " } else { "NOT PINNED, " }.to_owned();
    match row.file.as_ref().and_then(|file| file.file_name()) {
        // What the store names itself tells nothing more.
        Some(_) if row.pinned => source.push_str(row.source),
        Some(file) => source.push_str(&output::escaped(&file.to_string_lossy())),
        None => source.push_str(row.source),
    }
    if !row.is_ca {
        source.push_str(", no authority: has no effect");
    } else if row.pinned && !row.network {
        source.push_str(", not the network's");
    }
    vec![
        output::escaped(&row.name),
        expires,
        row.sha256[..SHORT].into(),
        source,
        row.provider.map_or_else(|| "-".into(), first),
        if row.issuer == row.subject { "itself".into() } else { output::escaped(&row.issuer_name) },
    ]
}

fn as_text<S: serde::Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

/// The day in UTC.
pub(super) fn date(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}
