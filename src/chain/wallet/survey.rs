//! What lies in wallet folders, and what is wrong with it. Of a `coldkey` only what the folder tells is looked at: it is
//! never opened.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{KeyFile, Passwords, Protection, WalletError, error, is_locked, parse, public_path, read, unlock};
use crate::types::{Hint, path_word};

/// Entries of a folder that are looked at; more are told.
const MOST: usize = 10_000;

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Remark,
    /// Keeps a key from being used, or endangers it.
    Fault,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub text: String,
    /// What to do.
    pub advice: Option<String>,
}

/// What a file should be, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// `hotkeys/HOT`.
    Hotkey,
    /// `hotkeys/HOTpub.txt`.
    HotkeyPublic,
    /// `coldkey`, which is not read.
    Coldkey,
    /// `coldkeypub.txt`.
    ColdkeyPublic,
}

/// A file of a wallet.
#[derive(Debug, Clone, Serialize)]
pub struct KeyEntry {
    /// What it should be.
    pub kind: FileKind,
    /// Of the hotkey or coldkey.
    pub name: String,
    /// Where it is.
    pub file: PathBuf,
    /// Public key, as far as it is known: of an encrypted hotkey, from the file beside it.
    pub ss58: Option<String>,
    /// What guards its secret; `None` where it was not read.
    pub protection: Option<Protection>,
    /// Whether it holds a secret; `None` where that is not known.
    pub can_sign: Option<bool>,
    /// Mode in octal digits.
    pub mode: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A wallet.
#[derive(Debug, Clone, Serialize)]
pub struct Wallet {
    /// Name of its folder.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// Whose it is, as `coldkeypub.txt` says.
    pub coldkey: Option<String>,
    /// Its files: those of the coldkey, then hotkeys by name.
    pub files: Vec<KeyEntry>,
    /// What was found of its folders.
    pub findings: Vec<Finding>,
}

/// What lies in a folder of wallets.
#[derive(Debug, Clone, Serialize)]
pub struct Survey {
    /// The folder.
    pub path: PathBuf,
    /// By name.
    pub wallets: Vec<Wallet>,
    /// What was found of the folder.
    pub findings: Vec<Finding>,
}

impl Survey {
    /// Everything that was found.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(
            self.wallets.iter().flat_map(|wallet| {
                wallet.findings.iter().chain(wallet.files.iter().flat_map(|file| file.findings.iter()))
            }),
        )
    }
}

/// Looks at the wallets in `folder`, or at one of them, or at one hotkey. With `passwords`, encrypted hotkeys are opened
/// too, each of which takes seconds.
pub fn survey(
    folder: &Path,
    chosen: Option<(&str, Option<&str>)>,
    passwords: Option<&Passwords>,
) -> Result<Survey, WalletError> {
    let mut survey = Survey { path: folder.to_owned(), wallets: Vec::new(), findings: Vec::new() };
    let facts = match folder.metadata() {
        Ok(facts) if facts.is_dir() => facts,
        Ok(_) => return Err(WalletError::NotAFile(folder.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some((name, _)) = chosen {
                return Err(error::no_wallet(folder, name));
            }
            let advice = "`gascli wallet new WALLET/HOTKEY` makes a hotkey; BT_WALLET_PATH says where wallets are";
            survey.findings.push(fault("there is no such folder", Some(advice.into())));
            return Ok(survey);
        }
        Err(source) => return Err(WalletError::Read { path: folder.to_owned(), source }),
    };
    check_folder(folder, &facts, &mut survey.findings);
    let look = Look { passwords, owner: expected_owner(&facts) };
    if let Some((name, hotkey)) = chosen {
        let path = folder.join(name);
        let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains('/');
        if !is_name || !path.is_dir() {
            return Err(error::no_wallet(folder, name));
        }
        let mut wallet = look.wallet(name, &path, hotkey);
        if let Some(hotkey) = hotkey {
            wallet.files.retain(|file| matches!(file.kind, FileKind::Hotkey | FileKind::HotkeyPublic));
            if wallet.files.is_empty() {
                let settings = super::Settings::new(folder, name, hotkey).named();
                return Err(error::missing(&settings, settings.hotkey_file()));
            }
        }
        survey.wallets.push(wallet);
        return Ok(survey);
    }
    let all = names(folder, &mut survey.findings);
    for name in all.map_err(|source| WalletError::Read { path: folder.to_owned(), source })? {
        let path = folder.join(&name);
        if path.is_dir() {
            survey.wallets.push(look.wallet(&name, &path, None));
        }
    }
    Ok(survey)
}

/// Who files should belong to: whoever looks, but for root, who looks after others.
fn expected_owner(folder: &Metadata) -> u32 {
    let own = nix::unistd::geteuid();
    if own.is_root() { folder.uid() } else { own.as_raw() }
}

struct Look<'a> {
    passwords: Option<&'a Passwords>,
    owner: u32,
}

impl Look<'_> {
    /// With `hotkey`, no other hotkey is looked at: each may take a password and seconds.
    fn wallet(&self, name: &str, path: &Path, hotkey: Option<&str>) -> Wallet {
        let mut findings = Vec::new();
        match path.metadata() {
            Ok(facts) => {
                check_folder(path, &facts, &mut findings);
                self.check_owner(&facts, path, false, &mut findings);
            }
            Err(error) => findings.push(closed(path, &error)),
        }
        let mut files = Vec::new();
        for (file, kind) in [("coldkey", FileKind::Coldkey), ("coldkeypub.txt", FileKind::ColdkeyPublic)] {
            let file = path.join(file);
            if file.symlink_metadata().is_ok() {
                files.push(self.file(kind, "coldkey".into(), &file));
            }
        }
        let coldkey = files.iter().find(|file| file.kind == FileKind::ColdkeyPublic).and_then(|file| file.ss58.clone());
        let hotkeys = path.join("hotkeys");
        match hotkeys.metadata() {
            Ok(facts) if facts.is_dir() => {
                check_folder(&hotkeys, &facts, &mut findings);
                self.check_owner(&facts, &hotkeys, false, &mut findings);
                let start = files.len();
                let listed = names(&hotkeys, &mut findings);
                for name in listed.unwrap_or_else(|error| {
                    findings.push(closed(&hotkeys, &error));
                    Vec::new()
                }) {
                    let (kind, bare) = match name.strip_suffix("pub.txt") {
                        Some(bare) if !bare.is_empty() => (FileKind::HotkeyPublic, bare.to_owned()),
                        _ => (FileKind::Hotkey, name.clone()),
                    };
                    if hotkey.is_some_and(|hotkey| hotkey != bare) {
                        continue;
                    }
                    files.push(self.file(kind, bare, &hotkeys.join(&name)));
                }
                compare(&mut files[start..]);
            }
            Ok(_) => findings
                .push(fault(format!("`{}` is not a folder", hotkeys.display()), Some("move it elsewhere".into()))),
            Err(error) if error.kind() == ErrorKind::NotFound => findings.push(remark("it has no hotkeys", None)),
            Err(error) => findings.push(closed(&hotkeys, &error)),
        }
        Wallet { name: name.to_owned(), path: path.to_owned(), coldkey, files, findings }
    }

    fn file(&self, kind: FileKind, name: String, file: &Path) -> KeyEntry {
        let mut findings = Vec::new();
        let mut entry = KeyEntry {
            kind,
            name,
            ss58: None,
            protection: None,
            can_sign: None,
            mode: None,
            findings: Vec::new(),
            file: file.to_owned(),
        };
        if let Ok(target) = file.read_link() {
            findings.push(remark(format!("it is a link to `{}`", target.display()), None));
        }
        match file.metadata() {
            Err(error) => findings.push(fault(format!("it cannot be looked at: {error}"), None)),
            Ok(facts) if !facts.is_file() => findings.push(fault("it is not a file", Some("move it elsewhere".into()))),
            Ok(facts) => {
                entry.mode = Some(format!("{:04o}", facts.mode() & 0o7777));
                check_mode(kind, file, &facts, &mut findings);
                self.check_owner(&facts, file, kind != FileKind::Coldkey, &mut findings);
                match kind {
                    FileKind::Coldkey if facts.len() == 0 => {
                        findings.push(fault("it is empty", Some("restore the coldkey from its phrase".into())));
                    }
                    FileKind::Coldkey => {}
                    _ => self.content(&mut entry, &mut findings),
                }
            }
        }
        entry.findings = findings;
        entry
    }

    fn content(&self, entry: &mut KeyEntry, findings: &mut Vec<Finding>) {
        let bytes = match read(&entry.file) {
            Ok((bytes, _)) => bytes,
            Err(error) => return findings.push(fault_of(&error)),
        };
        let protection = Protection::of(&bytes);
        entry.protection = Some(protection);
        let is_public = entry.kind != FileKind::Hotkey;
        if is_public && protection != Protection::None {
            return findings.push(fault(
                "it is encrypted, where only the public part belongs",
                Some("let the wallet tool write it anew".into()),
            ));
        }
        if is_locked(&bytes) && self.passwords.is_none() {
            entry.can_sign = Some(true);
            if public_path(&entry.file).symlink_metadata().is_err() {
                findings.push(remark("its public key is not known without the password", None));
            }
            return;
        }
        let key = match self.passwords {
            Some(passwords) if !is_public => unlock(&entry.file, &bytes, passwords),
            _ => parse(&entry.file, &bytes),
        };
        match key {
            Err(error) => findings.push(fault_of(&error)),
            Ok(key) => {
                entry.ss58 = Some(key.hotkey().to_string());
                entry.can_sign = Some(matches!(key, KeyFile::Signing(_)));
                match key {
                    KeyFile::Signing(_) if is_public => findings.push(fault(
                        "it holds a secret, where only the public part belongs",
                        Some("move it away: whoever copies public files would copy the secret".into()),
                    )),
                    KeyFile::PublicOnly(_) if !is_public => findings.push(remark(
                        "it holds only the public part: it can be shown, but cannot sign",
                        Some("copy the whole hotkey file from the machine where the hotkey was made".into()),
                    )),
                    _ => {}
                }
            }
        }
    }

    /// What may be given away is told how to; whoever has the folder has the coldkey in it.
    fn check_owner(&self, facts: &Metadata, path: &Path, may_be_given: bool, findings: &mut Vec<Finding>) {
        if facts.uid() != self.owner {
            let advice = if may_be_given {
                format!("`sudo chown {} {}`", self.owner, path_word(path))
            } else {
                error::of_others(path)
            };
            findings.push(fault(
                format!("`{}` belongs to user {}, where {} is expected", path.display(), facts.uid(), self.owner),
                Some(advice),
            ));
        }
    }
}

/// Hotkeys with the public files beside them.
fn compare(files: &mut [KeyEntry]) {
    let of = |files: &[KeyEntry], kind| -> BTreeMap<String, (Option<String>, Option<Protection>)> {
        let chosen = files.iter().filter(|file| file.kind == kind);
        chosen.map(|file| (file.name.clone(), (file.ss58.clone(), file.protection))).collect()
    };
    let (hotkeys, publics) = (of(files, FileKind::Hotkey), of(files, FileKind::HotkeyPublic));
    for file in files {
        match file.kind {
            FileKind::Hotkey if file.ss58.is_none() && file.protection == Some(Protection::Nacl) => {
                file.ss58 = publics.get(&file.name).and_then(|(ss58, _)| ss58.clone());
            }
            FileKind::HotkeyPublic => match hotkeys.get(&file.name) {
                None => file.findings.push(remark("its hotkey file is not here", None)),
                Some((Some(ss58), _)) if file.ss58.as_ref().is_some_and(|stated| stated != ss58) => {
                    file.findings.push(fault(
                        format!("it says another public key than the hotkey file, which holds {ss58}"),
                        Some("remove it if the hotkey file is the right one".into()),
                    ));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
}

fn check_mode(kind: FileKind, file: &Path, facts: &Metadata, findings: &mut Vec<Finding>) {
    let mode = facts.mode() & 0o7777;
    let is_secret = matches!(kind, FileKind::Hotkey | FileKind::Coldkey);
    let told = match mode {
        mode if is_secret && mode & 0o077 != 0 => "others on this machine can get at it",
        mode if mode & 0o022 != 0 => "others on this machine can change it",
        _ => return,
    };
    findings.push(fault(format!("it has mode {mode:04o}: {told}"), Some(format!("`chmod 600 {}`", path_word(file)))));
}

fn check_folder(folder: &Path, facts: &Metadata, findings: &mut Vec<Finding>) {
    let mode = facts.mode() & 0o7777;
    let advice = || Some(format!("`chmod 700 {}`", path_word(folder)));
    let folder = folder.display();
    if mode & 0o022 != 0 {
        findings.push(fault(format!("folder `{folder}` has mode {mode:04o}: others can put files into it"), advice()));
    } else if mode & 0o055 != 0 {
        findings.push(remark(format!("folder `{folder}` has mode {mode:04o}: others can look into it"), advice()));
    }
}

/// What tools leave beside wallets while they write, and what is hidden.
fn is_aside(name: &str) -> bool {
    name.starts_with('.') || [".lock", ".tmp"].iter().any(|end| name.ends_with(end))
}

/// Names in a folder, sorted, but for what tools leave beside wallets.
fn names(folder: &Path, findings: &mut Vec<Finding>) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for (count, entry) in std::fs::read_dir(folder)?.enumerate() {
        if count == MOST {
            findings.push(remark(format!("`{}` has more than {MOST} entries", folder.display()), None));
            break;
        }
        match entry?.file_name().into_string() {
            Ok(name) if name.starts_with(".tmp") && folder.ends_with("hotkeys") => {
                let path = folder.join(name);
                findings.push(fault(
                    format!(
                        "`{}` was left when a hotkey was not written to the end: it may hold a secret",
                        path.display()
                    ),
                    Some(format!("`rm {}` if nothing is being written now", path.display())),
                ));
            }
            Ok(name) if is_aside(&name) => {}
            Ok(name) => names.push(name),
            Err(name) => findings.push(fault(
                format!("the name of `{}` is no text", Path::new(&name).display()),
                Some("rename it".into()),
            )),
        }
    }
    names.sort();
    Ok(names)
}

fn fault(text: impl Into<String>, advice: Option<String>) -> Finding {
    Finding { severity: Severity::Fault, text: text.into(), advice }
}

fn remark(text: impl Into<String>, advice: Option<String>) -> Finding {
    Finding { severity: Severity::Remark, text: text.into(), advice }
}

/// A folder that this user may not look into.
fn closed(folder: &Path, cause: &std::io::Error) -> Finding {
    let advice = (cause.kind() == ErrorKind::PermissionDenied).then(|| error::of_others(folder));
    fault(format!("folder `{}` cannot be looked into: {cause}", folder.display()), advice)
}

/// An error in one line. The path is told with the file.
fn fault_of(error: &WalletError) -> Finding {
    let first: &dyn std::error::Error = match error {
        WalletError::KeyFile { source, .. } => source,
        other => other,
    };
    let causes: Vec<String> =
        std::iter::successors(Some(first), |error| error.source()).map(ToString::to_string).collect();
    fault(causes.join(": "), error.hint())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static QUESTIONS: AtomicUsize = AtomicUsize::new(0);

    #[test]
    fn the_check_of_one_hotkey_asks_for_the_password_of_that_one_alone() {
        let folder = tempfile::tempdir().unwrap();
        let hotkeys = folder.path().join("mine/hotkeys");
        std::fs::create_dir_all(&hotkeys).unwrap();
        for name in ["hot", "other", "third"] {
            std::fs::write(hotkeys.join(name), [b"$NACL".as_slice(), &[7; 200]].concat()).unwrap();
        }
        let passwords = Passwords::default().asking(Some(|_| {
            QUESTIONS.fetch_add(1, Ordering::Relaxed);
            Err(ErrorKind::UnexpectedEof.into())
        }));
        let found = survey(folder.path(), Some(("mine", Some("hot"))), Some(&passwords)).unwrap();
        let files: Vec<&str> = found.wallets[0].files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!((files.as_slice(), QUESTIONS.load(Ordering::Relaxed)), (["hot"].as_slice(), 1));
    }

    #[test]
    fn no_coldkey_and_no_folder_is_to_be_given_to_the_user_who_looks() {
        let folder = tempfile::tempdir().unwrap();
        let wallet = folder.path().join("mine");
        std::fs::create_dir_all(wallet.join("hotkeys")).unwrap();
        for file in ["coldkey", "hotkeys/hot"] {
            std::fs::write(wallet.join(file), "x").unwrap();
        }
        let owner = wallet.metadata().unwrap().uid() + 1;
        let found = Look { passwords: None, owner }.wallet("mine", &wallet, None);
        let closed = closed(&wallet, &ErrorKind::PermissionDenied.into());
        let of_files = |kind: FileKind| found.files.iter().filter(move |file| file.kind == kind);
        let of_coldkey = of_files(FileKind::Coldkey).flat_map(|file| &file.findings);
        let advice: Vec<&str> = found
            .findings
            .iter()
            .chain(of_coldkey)
            .chain([&closed])
            .filter_map(|finding| finding.advice.as_deref())
            .collect();
        assert_eq!(advice.iter().filter(|advice| advice.contains("leave the coldkey where it is")).count(), 4);
        assert!(advice.iter().all(|advice| !advice.contains("chown")), "{advice:?}");
        let of_hotkey = of_files(FileKind::Hotkey).flat_map(|file| &file.findings);
        let file = wallet.join("hotkeys/hot");
        let chown = format!("`sudo chown {owner} {}`", path_word(&file));
        assert!(of_hotkey.filter_map(|finding| finding.advice.as_ref()).any(|advice| *advice == chown));
    }
}
