//! `gascli.toml` as a whole: what may stand in it, where each value stands, what is wrong with it.
//!
//! One table of fields ([`tables`]) drives reading, checking, `gascli config show`, the schema for editors and the
//! reference in `docs/configuration.md`.
//!
//! ```text
//!  text ──toml──> tree with places ──reading (by shape)──> values and faults ──service, rules──> ServiceSpec
//! ```

mod fault;
mod reading;
mod rules;
mod schema;
mod service;
mod shape;
mod show;
mod tables;
mod units;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::daemon::env_file;
use crate::supervisor::order;
use crate::types::ServiceName;
use reading::{Reader, Table};

pub use fault::{Fault, FileErrors};
pub use rules::AllLogs;
pub use schema::{reference, schema};
pub use service::{Defined, rules_of};
pub use show::ShownField;
pub(super) use units::time_text;
pub use units::{SignalName, SignalNameError};

/// Name of the file, in the current folder or the config folder.
pub const FILE_NAME: &str = "gascli.toml";

/// One file, understood.
#[derive(Debug)]
pub struct ConfigFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its services.
    pub services: BTreeMap<ServiceName, Defined>,
    /// Bounds on the logs of all services together, if it has any.
    pub logs: Option<AllLogs>,
    /// Where new versions come from.
    pub update: Update,
    text: String,
    root: Table,
}

/// `[update]`. Only that of the config folder counts: whoever gives an operator a folder with a file in it must not choose the
/// next version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Address or path of the manifest of releases. A path is absolute.
    pub source: Option<String>,
    /// Key that releases are signed with.
    pub public_key: Option<String>,
}

/// Reads a file; `None` if there is none.
pub fn read(path: &Path) -> Result<Option<ConfigFile>, FileErrors> {
    match env_file::read_text(path) {
        Ok(mut text) => parse(path, std::mem::take(&mut *text)).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileErrors::new(vec![Fault::whole(path, format!("cannot be read: {error}"))])),
    }
}

/// The files in use, those that go first behind the others: what both define counts as the later one says.
pub fn load(config_folder: &Path, current_folder: Option<&Path>) -> Result<Vec<ConfigFile>, FileErrors> {
    let mut folders = vec![config_folder];
    folders.extend(current_folder.filter(|folder| *folder != config_folder));
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for folder in folders {
        match read(&folder.join(FILE_NAME)) {
            Ok(file) => files.extend(file),
            Err(errors) => faults.extend(errors.into_faults()),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(FileErrors::new(faults)) }
}

/// Every service of these files, within the bounds of [`logs`].
pub fn services(files: &[ConfigFile]) -> BTreeMap<ServiceName, Defined> {
    let bounds = logs(files);
    let all = files.iter().flat_map(|file| &file.services);
    all.map(|(name, defined)| {
        let mut defined = defined.clone();
        bounds.bind(&mut defined.spec);
        (name.clone(), defined)
    })
    .collect()
}

/// The bounds on all logs together.
pub fn logs(files: &[ConfigFile]) -> AllLogs {
    files.iter().rev().find_map(|file| file.logs).unwrap_or_default()
}

fn parse(path: &Path, text: String) -> Result<ConfigFile, FileErrors> {
    let mut reader = Reader::new(path, &text);
    let root = reader.document(tables::ROOT);
    let mut services = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (name, entry) in root.table("service").into_iter().flat_map(Table::entries) {
        let Some(table) = entry.value.as_table() else { continue };
        match name.parse::<ServiceName>() {
            Ok(name) => {
                places.insert(name.clone(), table.at("after").unwrap_or(entry.key_at));
                services.extend(service::defined(&mut reader, &name, table, entry.key_at).map(|all| (name, all)));
            }
            Err(error) => reader.fault(entry.key_at, error.to_string()),
        }
    }
    rules::whole_file(&mut reader, &root);
    let needs = |name: &ServiceName| -> Vec<ServiceName> {
        // Who waits for itself has been told so.
        let needed = services.get(name).into_iter().flat_map(|defined| defined.spec.after.keys());
        needed.filter(|needed| *needed != name).cloned().collect()
    };
    if let Err(circle) = order::by_need(services.keys(), needs) {
        let at = circle.0.first().and_then(|name| places.get(name)).copied().unwrap_or_default();
        reader.fault(at, format!("`after`: {circle}"));
    }
    let faults = reader.into_faults();
    if faults.is_empty() {
        let logs = root.table("logs").map(rules::all_logs);
        let update = root.table("update").map(|table| rules::update(table, path)).unwrap_or_default();
        Ok(ConfigFile { path: path.to_owned(), services, logs, update, text, root })
    } else {
        Err(FileErrors::new(faults))
    }
}

impl ConfigFile {
    /// Every field of the tables that this file has, set or not, in the order of the reference.
    pub fn fields(&self) -> Vec<ShownField> {
        show::fields(&self.text, &self.root)
    }
}
