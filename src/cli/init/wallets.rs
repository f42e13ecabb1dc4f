//! Which hotkey a node signs with: one that is here, one that is made on the way, or one that comes later.

use std::path::Path;

use super::super::{output, wallet};
use super::answers::Interview;
use super::ask::Ask;
use crate::chain::wallet::{FileKind, survey};

impl Interview<'_> {
    pub(super) fn wallet(&mut self) -> anyhow::Result<()> {
        let (path, name, hotkey) = (self.keys.wallet_path, self.keys.wallet_name, self.keys.wallet_hotkey);
        let folder = wallet::folder(self.context, self.args.wallet_path.as_deref());
        if !self.has(path) && self.in_environment(path).is_some() {
            self.put(path, &folder.display().to_string());
        }
        if self.has(name) && self.has(hotkey) {
            return Ok(());
        }
        let given = self.answers.given(name).map(str::to_owned);
        let found: Vec<Found> = found(&folder, given.as_deref());
        let usual = (given.clone().unwrap_or_else(|| self.default_of(name)), self.default_of(hotkey));
        let usual = [usual.0, usual.1].map(|text| if text.is_empty() { "default".to_owned() } else { text });
        let place = found.iter().position(|found| [&found.wallet, &found.hotkey] == [&usual[0], &usual[1]]);
        let by_default = match (place, found.as_slice()) {
            (Some(place), _) => found[place].names(),
            (None, [only]) => only.names(),
            (None, _) => usual,
        };
        let whom = if given.is_some() { self.ask } else { self.whom("--wallet-name") };
        let chosen = match whom {
            Some(ask) => self.asked_wallet(ask, &folder, &found, place.unwrap_or(0), &by_default)?,
            None => by_default,
        };
        self.put(name, &chosen[0]);
        if !self.has(hotkey) {
            self.put(hotkey, &chosen[1]);
        }
        Ok(())
    }

    fn asked_wallet(
        &self,
        ask: &Ask,
        folder: &Path,
        found: &[Found],
        place: usize,
        usual: &[String; 2],
    ) -> anyhow::Result<[String; 2]> {
        let can_make = wallet::can_make(self.context);
        let mut items: Vec<String> = found.iter().map(Found::label).collect();
        if can_make {
            items.push("make a new hotkey".to_owned());
        }
        items.push("another one, by its name".to_owned());
        let names = |text: &str| match text.split_once('/') {
            Some((wallet, hotkey)) => [wallet, hotkey].map(str::to_owned),
            None => [text.to_owned(), "default".to_owned()],
        };
        let is_name = |text: &str| !text.is_empty() && !text.contains(['/', '\0']) && !text.starts_with('.');
        let check = |text: &str| {
            let is_good = names(text).iter().all(|name| is_name(name));
            (!is_good).then(|| "WALLET/HOTKEY is expected, such as mine/default".to_owned())
        };
        let told = output::escaped(&folder.display().to_string());
        match ask.choose(&format!("Hotkey, in {told}"), &items, place)? {
            index if index < found.len() => Ok(found[index].names()),
            index if can_make && index == found.len() => {
                let proposed = if found.is_empty() { "mine/default" } else { "" };
                let name = ask.text("Name of the new hotkey (WALLET/HOTKEY)", proposed, check)?;
                let names = names(&name);
                wallet::make(self.context, folder, &names.join("/"))?;
                Ok(names)
            }
            _ => Ok(names(&ask.text("Hotkey (WALLET/HOTKEY)", &usual.join("/"), check)?)),
        }
    }
}

/// A hotkey that can sign.
struct Found {
    wallet: String,
    hotkey: String,
    /// Its key, and what guards it.
    told: String,
}

impl Found {
    fn names(&self) -> [String; 2] {
        [self.wallet.clone(), self.hotkey.clone()]
    }

    fn label(&self) -> String {
        format!("{}  {}", output::escaped(&format!("{}/{}", self.wallet, self.hotkey)), self.told)
    }
}

/// The hotkeys in a folder, or in one wallet there. What cannot be read is no reason not to ask; the check tells.
fn found(folder: &Path, wallet: Option<&str>) -> Vec<Found> {
    let Ok(survey) = survey(folder, wallet.map(|name| (name, None)), None) else { return Vec::new() };
    let of_wallet = |wallet: crate::chain::wallet::Wallet| {
        let hotkeys = wallet.files.into_iter().filter(|file| file.kind == FileKind::Hotkey);
        hotkeys.filter(|file| file.can_sign != Some(false)).map(move |file| {
            let told = file.ss58.unwrap_or_else(|| "encrypted".to_owned());
            Found { wallet: wallet.name.clone(), hotkey: file.name, told }
        })
    };
    survey.wallets.into_iter().flat_map(of_wallet).collect()
}
