//! `gascli trust add`.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::TrustError;
use super::list::date;
use super::store;
use crate::verification::c2pa::{Anchor, MAX_ANCHOR_FILE, Source, Standing, chain_of};

/// Flags of `trust add`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct AddArgs {
    /// Certificates in PEM or DER form.
    #[arg(value_name = "FILE", required_unless_present = "from")]
    files: Vec<PathBuf>,
    /// Take the authority's certificates out of this signed image, video or audio.
    #[arg(long, value_name = "MEDIA", conflicts_with = "files")]
    from: Option<PathBuf>,
    /// Take only the certificate with this SHA-256 (64 hexadecimal digits, colons allowed), without asking.
    #[arg(long, value_name = "HEX", value_parser = fingerprint)]
    sha256: Vec<String>,
    /// Do not ask; take also what has expired or is no authority's.
    #[arg(short, long)]
    yes: bool,
}

/// What became of a certificate.
#[derive(Serialize)]
struct Row {
    name: String,
    subject: String,
    sha256: String,
    outcome: Outcome,
    /// What speaks against it, or should be known of it.
    doubts: Vec<String>,
    /// Its file in the trust store.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Added,
    AlreadyThere,
    /// It is no authority's, so it would have no effect.
    LeftOut,
    Refused,
}

/// What an operator should know before trusting a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    NotPinned,
    SelfMade,
    NotTheNetworks,
    NoAuthority,
    Expired(Timestamp),
    NotYet(Timestamp),
}

impl Doubt {
    /// Of a certificate at `now`, most telling first.
    fn all_of(anchor: &Anchor, now: Timestamp) -> Vec<Self> {
        let mut doubts = Vec::new();
        match anchor.known() {
            None => doubts.push(Self::NotPinned),
            Some(known) if known.source == Source::Unpublished => doubts.push(Self::SelfMade),
            Some(known) if !known.network => doubts.push(Self::NotTheNetworks),
            Some(_) => {}
        }
        if !anchor.is_ca {
            doubts.push(Self::NoAuthority);
        }
        match anchor.standing(now) {
            Standing::Expired => doubts.push(Self::Expired(anchor.not_after)),
            Standing::NotYet => doubts.push(Self::NotYet(anchor.not_before)),
            Standing::Valid | Standing::ExpiresIn(_) => {}
        }
        doubts
    }

    /// Whether naming the fingerprint answers it.
    const fn is_about_identity(self) -> bool {
        matches!(self, Self::NotPinned | Self::NotTheNetworks)
    }

    fn words(self) -> String {
        match self {
            Self::NotPinned => {
                "not pinned, and not trusted by the network: compare the SHA-256 with what its publisher says".into()
            }
            Self::SelfMade => {
                "self-made by an unknown hand and published by nobody: the network trusts it, so that exact \
                               parity needs it; the strict policy does not"
                    .into()
            }
            Self::NotTheNetworks => {
                "the network's validators do not trust it: what passes here for its sake is refused there".into()
            }
            Self::NoAuthority => "not an authority's certificate: as an anchor it has no effect".into(),
            Self::Expired(end) => format!("expired on {}", date(end)),
            Self::NotYet(start) => format!("not valid before {}", date(start)),
        }
    }
}

pub(super) fn run(context: &Context, args: &AddArgs) -> anyhow::Result<Answer> {
    let store = store(context);
    let now = Timestamp::now();
    let mut rows: Vec<Row> = Vec::new();
    for (anchor, origin) in chosen(args)? {
        if rows.iter().any(|row| row.sha256 == anchor.sha256) {
            continue;
        }
        let doubts = Doubt::all_of(&anchor, now);
        let outcome = if store.has(&anchor.sha256)? {
            Outcome::AlreadyThere
        } else if !anchor.is_ca && !args.yes {
            Outcome::LeftOut
        } else if accepts(args, &anchor, &doubts)? {
            Outcome::Added
        } else {
            Outcome::Refused
        };
        let file = if outcome == Outcome::Added { Some(store.add(&anchor, &origin)?) } else { None };
        let doubts = doubts.into_iter().map(Doubt::words).collect();
        rows.push(Row { name: anchor.name, subject: anchor.subject, sha256: anchor.sha256, outcome, doubts, file });
    }
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "store": store.folder(), "anchors": rows }))?;
    } else {
        print(&rows)?;
    }
    let refused = rows.iter().any(|row| row.outcome == Outcome::Refused);
    let nothing = rows.iter().all(|row| row.outcome == Outcome::LeftOut);
    Ok(if refused || nothing { Answer::No } else { Answer::Yes })
}

/// The certificates that were asked for, each with where it came from.
fn chosen(args: &AddArgs) -> Result<Vec<(Anchor, String)>, TrustError> {
    let mut found = Vec::new();
    for path in &args.files {
        let anchors = read(path)?;
        found.extend(anchors.into_iter().map(|anchor| (anchor, path.display().to_string())));
    }
    if let Some(path) = &args.from {
        let anchors = authorities_of(path, &args.sha256)?;
        found.extend(anchors.into_iter().map(|anchor| (anchor, format!("the signature of {}", path.display()))));
    }
    for asked in &args.sha256 {
        if found.iter().all(|(anchor, _)| anchor.sha256 != *asked) {
            let found = found.into_iter().map(|(anchor, _)| anchor.sha256).collect();
            return Err(TrustError::OtherFingerprints { asked: asked.clone(), found });
        }
    }
    if !args.sha256.is_empty() {
        found.retain(|(anchor, _)| args.sha256.contains(&anchor.sha256));
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<Anchor>, TrustError> {
    let failed = |source| TrustError::Read { path: path.into(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MAX_ANCHOR_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    let refused = |reason| TrustError::NotCertificates { path: path.into(), reason };
    if bytes.len() as u64 > MAX_ANCHOR_FILE {
        return Err(refused(format!("it has more than {MAX_ANCHOR_FILE} bytes")));
    }
    Anchor::read_all(&bytes).map_err(refused)
}

/// The certificates of a signed file that could serve as anchors: those that are pinned, else the topmost, or those
/// whose fingerprints are asked for.
fn authorities_of(path: &Path, asked: &[String]) -> Result<Vec<Anchor>, TrustError> {
    let failed = |source| TrustError::Read { path: path.into(), source };
    // Asked before it is opened: opening a pipe waits for its writer.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no file")));
    }
    let file = File::open(path).map_err(failed)?;
    let chain =
        chain_of(&mut BufReader::new(file)).map_err(|reason| TrustError::NotSigned { path: path.into(), reason })?;
    let names = || chain.iter().map(|anchor| format!("`{}`", anchor.name)).collect();
    let authorities: Vec<&Anchor> = chain.iter().filter(|anchor| anchor.is_ca).collect();
    let Some(top) = authorities.last() else {
        return Err(TrustError::NoAuthority { path: path.into(), names: names() });
    };
    if !asked.is_empty() {
        return Ok(authorities.into_iter().cloned().collect());
    }
    let pinned: Vec<Anchor> = authorities.iter().copied().filter(|anchor| anchor.is_vouched_for()).cloned().collect();
    Ok(if pinned.is_empty() { vec![(*top).clone()] } else { pinned })
}

/// Whether a certificate may be added: it is pinned and published, or the operator says so.
fn accepts(args: &AddArgs, anchor: &Anchor, doubts: &[Doubt]) -> anyhow::Result<bool> {
    let is_named = args.sha256.contains(&anchor.sha256) && doubts.iter().all(|doubt| doubt.is_about_identity());
    if anchor.is_vouched_for() || is_named || args.yes {
        return Ok(true);
    }
    show(anchor, doubts);
    if !output::may_ask() {
        let named = doubts.iter().all(|doubt| doubt.is_about_identity());
        let way = if named { format!("--sha256 {}", anchor.sha256) } else { "--yes".into() };
        output::note(format_args!("not added, for nobody is there to be asked; `{way}` would add it"));
        return Ok(false);
    }
    output::agreed("Trust it?")
}

fn show(anchor: &Anchor, doubts: &[Doubt]) {
    let issuer = if anchor.issuer == anchor.subject { "itself".into() } else { output::escaped(&anchor.issuer) };
    output::note(format_args!("subject  {}", output::escaped(&anchor.subject)));
    output::note(format_args!("issuer   {issuer}"));
    output::note(format_args!("valid    {} to {}", date(anchor.not_before), date(anchor.not_after)));
    output::note(format_args!("SHA-256  {}", anchor.sha256));
    for doubt in doubts {
        output::note(format_args!("warning  {}", doubt.words()));
    }
}

fn print(rows: &[Row]) -> anyhow::Result<()> {
    for row in rows {
        let outcome = match row.outcome {
            Outcome::Added => "added",
            Outcome::AlreadyThere => "already there",
            Outcome::LeftOut => "left out, being no authority's certificate",
            Outcome::Refused => "NOT added",
        };
        output::line(format_args!(
            "{outcome}: {} ({})",
            output::escaped(&row.name),
            &row.sha256[..super::list::SHORT]
        ))?;
        if row.outcome == Outcome::Added {
            for doubt in &row.doubts {
                output::note(format_args!("warning: {doubt}"));
            }
        }
    }
    Ok(())
}

/// 64 hexadecimal digits, however they are grouped.
fn fingerprint(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ')).collect::<String>().to_ascii_lowercase();
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(digits)
    } else {
        Err("a SHA-256 has 64 hexadecimal digits".into())
    }
}
