//! Who makes a miner's media, and the secrets that this takes.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::path::Path;

use anyhow::{Context as _, bail};
use zeroize::Zeroizing;

use super::super::{node, output};
use super::answers::{Interview, cut};
use crate::config::{Key, Role};
use crate::providers::{self, Known};
use crate::types::Modality;

/// Longest secret that is read from a file, in bytes.
const LONGEST_SECRET: u64 = 4096;

/// No medium of that kind.
const NONE: &str = "none";

const SERVICES: [(&str, &str, Modality); 2] =
    [("IMAGE_SERVICE", "--image-service", Modality::Image), ("VIDEO_SERVICE", "--video-service", Modality::Video)];

impl Interview<'_> {
    pub(super) fn take_services(&mut self) {
        let given = [&self.given.image_service, &self.given.video_service];
        for ((key, flag, modality), given) in SERVICES.into_iter().zip(given) {
            let Some(word) = given.as_deref().map(|word| word.trim().to_lowercase()) else { continue };
            let words: Vec<&str> = providers::known(modality).map(|known| known.word).chain([NONE]).collect();
            if self.role == Role::Validator {
                self.faults.push(format!("`{flag}` is about miners: a validator has no such service"));
            } else if words.contains(&word.as_str()) {
                self.put(key, &word);
            } else {
                self.faults.push(format!("`{flag}` is `{}`, but {} is expected", cut(&word), words.join(", ")));
            }
        }
    }

    /// `KEY=FILE`: the file's one line is the value of a key that is a secret.
    pub(super) fn take_secret(&mut self, text: &str) -> anyhow::Result<()> {
        let Some((name, source)) = text.split_once('=') else {
            // What stands there may be the secret itself.
            bail!("`--api-key-file` wants KEY=FILE, such as OPEN_ROUTER_API_KEY=key.txt");
        };
        let Some(key) = self.role.key(name).filter(|key| key.is_secret()) else {
            let secrets: Vec<&str> = self.role.keys().iter().filter(|key| key.is_secret()).map(Key::name).collect();
            bail!("`{}` is no secret of a {}: {}", cut(name), self.role.as_str(), secrets.join(", "));
        };
        let secret = secret_of(&self.cwd, source).with_context(|| format!("cannot take {name} from `{source}`"))?;
        self.put(key.name(), &secret);
        Ok(())
    }

    /// Who makes images and videos.
    pub(super) fn services(&mut self) -> anyhow::Result<()> {
        let local = self.is_local();
        if local && !self.has("MINER_ALLOW_PRIVATE_WEBHOOKS") {
            self.put("MINER_ALLOW_PRIVATE_WEBHOOKS", "true"); // the validators of that chain are on this machine
        }
        for (key, flag, modality) in SERVICES {
            if self.has(key) {
                continue;
            }
            let known: Vec<Known> = providers::known(modality).filter(|known| local || known.key.is_some()).collect();
            let usual = self.usual_service(key, modality, &known);
            let answer = match self.whom(flag) {
                None => usual,
                Some(ask) => {
                    let items = known.iter().map(|known| format!("{:<12} {}", known.word, known.name));
                    let items: Vec<String> = items.chain([format!("{NONE:<12} no {modality}s")]).collect();
                    let place = known.iter().position(|known| known.word == usual).unwrap_or(known.len());
                    let chosen = ask.choose(&format!("Who makes {modality}s"), &items, place)?;
                    known.get(chosen).map_or(NONE, |known| known.word).to_owned()
                }
            };
            self.put(key, &answer);
        }
        Ok(())
    }

    /// The service that counts where nobody answers: on a chain of this machine the demo for images; else that of the
    /// environment, or the first one with a key, or that of the template where there is no key at all.
    fn usual_service(&self, key: &str, modality: Modality, known: &[Known]) -> String {
        if let Some(word) = self.in_environment(key) {
            return word.to_lowercase();
        }
        let has_key = |known: &Known| known.key.is_some_and(|key| self.secret_at_hand(key).is_some());
        let first = known.iter().find(|known| has_key(known)).map(|known| known.word);
        let any = Modality::ALL.into_iter().flat_map(providers::known).any(|known| has_key(&known));
        match (first, modality) {
            (_, Modality::Image) if self.is_local() => "demo".to_owned(),
            _ if self.is_local() => NONE.to_owned(),
            (Some(word), _) => word.to_owned(),
            (None, _) if any => NONE.to_owned(),
            (None, _) => self.answers.value(key).to_owned(),
        }
    }

    fn secret_at_hand(&self, key: &str) -> Option<&str> {
        self.answers.given(key).filter(|value| !value.is_empty()).or_else(|| self.in_environment(key))
    }

    /// The keys of the services that were chosen: given, of the environment, or asked for. One that is left out is missed
    /// by the check.
    pub(super) fn api_keys(&mut self) -> anyhow::Result<()> {
        for (service, _, modality) in SERVICES {
            let chosen = providers::known(modality).find(|known| known.word == self.answers.value(service));
            let Some(Known { name, key: Some(key), .. }) = chosen else { continue };
            if self.has(key) {
                continue;
            }
            if let Some(secret) = self.in_environment(key) {
                self.put(key, secret);
                output::note(format_args!("{key} is taken from the environment"));
            } else if let Some(ask) = self.ask {
                let secret = ask.secret(&format!("API key of {name} (is not shown; Enter leaves it out): "))?;
                self.put(key, secret.trim());
            }
        }
        Ok(())
    }
}

/// The secret in a file, or on standard input for `-`: one line. No error holds any of it.
fn secret_of(cwd: &Path, source: &str) -> anyhow::Result<Zeroizing<String>> {
    let input = match source {
        "-" if io::stdin().is_terminal() => bail!("standard input is a terminal, which would show it"),
        // Past the buffer of standard input, in which the secret would stay.
        "-" => File::from(io::stdin().as_fd().try_clone_to_owned()?),
        path => File::open(node::from(cwd, Path::new(path)))?,
    };
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LONGEST_SECRET)? + 1));
    input.take(LONGEST_SECRET + 1).read_to_string(&mut text)?;
    let secret = Zeroizing::new(text.trim().to_owned());
    if text.len() as u64 > LONGEST_SECRET || secret.contains(char::is_control) {
        bail!("it holds more than one line of text");
    }
    if secret.is_empty() {
        bail!("it is empty");
    }
    Ok(secret)
}
