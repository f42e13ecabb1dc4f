//! A store with media, the settings of the data service, and eyes for what it uploads.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test that asked for it")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use gascli::chain::{Endpoint, wallet};
use gascli::store::Store;
use gascli::types::{Hotkey, Paths, UnixMillis};
use gascli::validator::data::{self, Cycle, DataError, Settings, TargetSettings};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::validator_world::World;

/// More time than any test takes.
pub(crate) const LONG: Duration = Duration::from_hours(24);

/// A validator's store, on a local chain where it has a seat.
pub(crate) struct DataWorld {
    pub(crate) world: World,
}

/// A medium as it was put into the store.
#[derive(Debug, Clone)]
pub(crate) struct Medium {
    pub(crate) id: String,
    pub(crate) content: Vec<u8>,
    pub(crate) file: PathBuf,
}

impl DataWorld {
    pub(crate) fn new() -> Self {
        let made = Self { world: World::new() };
        drop(Store::open(&made.folder(), UnixMillis::now()).unwrap());
        made
    }

    pub(crate) fn hotkey(&self) -> Hotkey {
        self.world.validator
    }

    pub(crate) fn paths(&self) -> Paths {
        self.world.paths()
    }

    /// The folder of the store.
    pub(crate) fn folder(&self) -> PathBuf {
        self.paths().validator(&self.hotkey())
    }

    pub(crate) fn database(&self) -> Connection {
        let connection = Connection::open(self.folder().join("prompts.db")).unwrap();
        connection.busy_timeout(Duration::from_secs(30)).unwrap();
        connection
    }

    pub(crate) fn settings(&self, target: TargetSettings) -> Settings {
        Settings {
            endpoint: Endpoint::Local(self.world.ledger_path()),
            netuid: None,
            wallet: wallet::Settings::new(self.world.home.path().join("wallets"), "v", "v"),
            cache_dir: None,
            min_free_bytes: 0,
            target: Some(target),
            check_every: LONG,
            image_threshold: 1,
            video_threshold: 1,
            batch_size: 1000,
            max_batches: 5,
            max_duration: LONG,
            images_per_archive: 500,
            videos_per_archive: 200,
            cleanup_every: LONG,
            cleanup_min_age: Duration::from_hours(48),
            cleanup_batch_size: 1000,
            cleanup_rewarded_only: true,
            benchmark_api_url: None,
        }
    }

    pub(crate) fn target_folder(&self) -> PathBuf {
        self.world.home.path().join("uploads")
    }

    pub(crate) fn to_folder(&self) -> Settings {
        self.settings(TargetSettings::Folder(self.target_folder()))
    }

    /// One cycle.
    pub(crate) async fn upload(&self, settings: &Settings) -> Result<Cycle, DataError> {
        data::upload_now(settings.clone(), &self.paths()).await
    }

    /// A verified image of a miner, stored at this second.
    pub(crate) fn image(&self, content: &[u8], created_at: f64) -> Medium {
        self.medium("image", "png", content, created_at)
    }

    pub(crate) fn medium(&self, modality: &str, extension: &str, content: &[u8], created_at: f64) -> Medium {
        let id = uuid::Uuid::new_v4().to_string();
        let below = format!("{modality}s/synthetic/{id}.{extension}");
        let file = self.folder().join(&below);
        std::fs::write(&file, content).unwrap();
        let connection = self.database();
        let prompt = format!("p-{id}");
        connection
            .execute(
                "INSERT INTO prompts (id, content, modality, created_at, origin) VALUES (?1, ?2, ?3, 1, 'composed')",
                params![prompt, format!("a picture for {id}"), modality],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, model_name, uid, hotkey,
                                    verified, created_at, resolution, file_size, format, c2pa_issuer, sha256)
                 VALUES (?1, ?2, ?3, ?4, 'synthetic', 'miner', 'demo-1', 7, 'miner-key', 1, ?5, '[48, 48]', ?6, ?7,
                         'demo/1.0', ?8)",
                params![
                    id,
                    prompt,
                    below,
                    modality,
                    created_at,
                    i64::try_from(content.len()).unwrap(),
                    extension,
                    Sha256::digest(content).to_vec()
                ],
            )
            .unwrap();
        Medium { id, content: content.to_vec(), file }
    }

    /// Images that differ, one second apart.
    pub(crate) fn images(&self, count: u8) -> Vec<Medium> {
        (0..count).map(|n| self.image(&[n; 700], 1_795_000_000.5 + f64::from(n))).collect()
    }

    /// Media that are marked as uploaded.
    pub(crate) fn uploaded(&self) -> Vec<String> {
        let connection = self.database();
        let mut select = connection.prepare("SELECT id FROM media WHERE uploaded = 1 ORDER BY created_at").unwrap();
        select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Step and last error of each batch, oldest first.
    pub(crate) fn batches(&self) -> Vec<(String, Option<String>)> {
        let connection = self.database();
        let mut select = connection.prepare("SELECT step, last_error FROM upload_batches ORDER BY rowid").unwrap();
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    /// What uploads have left in the store's folder for temporary files.
    pub(crate) fn leftovers(&self) -> usize {
        std::fs::read_dir(self.folder().join("tmp/uploads")).map_or(0, Iterator::count)
    }
}

/// All files below a folder, by their path in it.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// Names and contents of an archive's members, in its order.
pub(crate) fn members(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    tar.entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().to_str().unwrap().to_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (name, content)
        })
        .collect()
}

/// Columns of a table of metadata, in its order, and its rows.
pub(crate) fn table(content: &[u8]) -> (Vec<(String, String)>, Vec<Value>) {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(content)).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let columns =
        schema.columns().iter().map(|column| (column.name().to_owned(), column.physical_type().to_string())).collect();
    let cell = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Bool(truth) => json!(truth),
        Field::Long(number) => json!(number),
        Field::Str(text) => json!(text),
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter().map(|(name, field)| (name.clone(), cell(field))).collect()
    });
    (columns, rows.collect())
}

/// Checks that these files are archives and tables which hold each medium once, as it was.
pub(crate) fn assert_once(files: &BTreeMap<String, Vec<u8>>, media: &[Medium]) {
    let mut packed: Vec<Vec<u8>> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for (name, content) in files {
        if name.ends_with(".parquet") {
            told.extend(table(content).1.iter().map(|row| row["media_id"].as_str().unwrap().to_owned()));
        } else {
            packed.extend(members(content).into_iter().map(|(_, content)| content));
        }
    }
    let mut expected: Vec<Vec<u8>> = media.iter().map(|medium| medium.content.clone()).collect();
    let mut ids: Vec<String> = media.iter().map(|medium| medium.id.clone()).collect();
    packed.sort();
    expected.sort();
    told.sort();
    ids.sort();
    assert_eq!(told, ids);
    assert_eq!(packed, expected);
}

/// The last bytes of a file are cut off.
pub(crate) fn shorten(path: &Path) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_len(file.metadata().unwrap().len() - 1).unwrap();
}
