//! A Python validator's cache folder, as its releases leave it (`spec/gas.md` 12.2 to 12.5), with all that is odd.

use std::path::{Path, PathBuf};

use gascli::types::{Hotkey, UnixMillis};
use image::{Rgb, RgbImage};
use rusqlite::{Connection, params};

/// Tables as the newest release has them. Older ones lack the columns of the migrations.
const NEWEST: &str = "
CREATE TABLE prompts (
    id TEXT PRIMARY KEY, content TEXT NOT NULL, content_type TEXT NOT NULL CHECK (content_type IN ('prompt')),
    modality TEXT CHECK (modality IN ('image', 'video', 'audio')), created_at REAL NOT NULL,
    used_count INTEGER DEFAULT 0, last_used REAL, source_media_id TEXT, register TEXT, length_band TEXT,
    event_count INTEGER, scene_json TEXT, spec_json TEXT,
    UNIQUE (content, content_type, modality), FOREIGN KEY (source_media_id) REFERENCES media (id));
CREATE TABLE media (
    id TEXT PRIMARY KEY, prompt_id TEXT, file_path TEXT NOT NULL UNIQUE, modality TEXT NOT NULL, media_type TEXT NOT NULL,
    source_type TEXT DEFAULT 'generated', download_url TEXT, scraper_name TEXT, dataset_name TEXT,
    dataset_source_file TEXT, dataset_index TEXT, model_name TEXT, generation_args TEXT, uid INTEGER, hotkey TEXT,
    verified BOOLEAN DEFAULT 0, failed_verification BOOLEAN DEFAULT 0, rewarded BOOLEAN DEFAULT 0,
    uploaded BOOLEAN DEFAULT 0, created_at REAL NOT NULL, mask_path TEXT, timestamp INTEGER, resolution TEXT,
    file_size INTEGER, format TEXT, perceptual_hash TEXT, c2pa_verified BOOLEAN DEFAULT 0, c2pa_issuer TEXT,
    task_id TEXT, clip_embedding BLOB, has_audio BOOLEAN, FOREIGN KEY (prompt_id) REFERENCES prompts (id));
CREATE TABLE generator_challenge_outcomes (
    task_id TEXT PRIMARY KEY, uid INTEGER NOT NULL, hotkey TEXT NOT NULL, prompt_id TEXT NOT NULL, modality TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'stored', 'verified', 'failed')), failure_reason TEXT,
    media_id TEXT, created_at REAL NOT NULL, updated_at REAL NOT NULL, model_name TEXT, requested_resolution TEXT,
    FOREIGN KEY (prompt_id) REFERENCES prompts (id), FOREIGN KEY (media_id) REFERENCES media (id));
CREATE TABLE _schema_migrations (name TEXT PRIMARY KEY, applied_at REAL NOT NULL);
INSERT INTO _schema_migrations VALUES ('add_uploaded_column', 1), ('add_prompt_spec_columns', 2);
";

/// Tables before any of the migrations of 12.5.
const OLDEST: &str = "
CREATE TABLE prompts (
    id TEXT PRIMARY KEY, content TEXT NOT NULL, content_type TEXT NOT NULL, created_at REAL NOT NULL,
    used_count INTEGER DEFAULT 0, last_used REAL, source_media_id TEXT, modality TEXT);
CREATE TABLE media (
    id TEXT PRIMARY KEY, prompt_id TEXT, file_path TEXT NOT NULL UNIQUE, modality TEXT NOT NULL, media_type TEXT NOT NULL,
    source_type TEXT DEFAULT 'generated', download_url TEXT, scraper_name TEXT, dataset_name TEXT,
    dataset_source_file TEXT, dataset_index TEXT, model_name TEXT, generation_args TEXT, uid INTEGER, hotkey TEXT,
    verified BOOLEAN DEFAULT 0, failed_verification BOOLEAN DEFAULT 0, rewarded BOOLEAN DEFAULT 0,
    created_at REAL NOT NULL, mask_path TEXT, timestamp INTEGER, resolution TEXT, file_size INTEGER, format TEXT);
CREATE TABLE generator_challenge_outcomes (
    task_id TEXT PRIMARY KEY, uid INTEGER NOT NULL, hotkey TEXT NOT NULL, prompt_id TEXT NOT NULL, modality TEXT NOT NULL,
    status TEXT NOT NULL, failure_reason TEXT, media_id TEXT, created_at REAL NOT NULL, updated_at REAL NOT NULL);
";

/// The cache folder of a Python validator.
pub(crate) struct PythonStore {
    pub(crate) folder: PathBuf,
    pub(crate) connection: Connection,
    pub(crate) now: UnixMillis,
}

/// A row of `media`, as far as tests differ.
pub(crate) struct Row<'a> {
    pub(crate) id: &'a str,
    pub(crate) prompt: Option<&'a str>,
    pub(crate) path: String,
    pub(crate) source: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) hotkey: Option<String>,
}

pub(crate) fn hotkey(miner: u8) -> String {
    Hotkey::from_bytes([miner; 32]).to_string()
}

impl PythonStore {
    /// With the tables of the newest or of the oldest release; open, so that what is written stands in its log.
    pub(crate) fn new(folder: &Path, is_new: bool, now: UnixMillis) -> Self {
        for below in ["images/synthetic", "images/real", "images/semisynthetic", "videos/synthetic"] {
            std::fs::create_dir_all(folder.join(below)).unwrap();
        }
        let connection = Connection::open(folder.join("prompts.db")).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        // Rows whose references are gone are there in real ones.
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        connection.execute_batch(if is_new { NEWEST } else { OLDEST }).unwrap();
        Self { folder: folder.to_owned(), connection, now }
    }

    /// Writes a picture of its own under the name that the reference gives every image: `.png`, whatever it is.
    pub(crate) fn picture(&self, below: &str, colour: u8, format: image::ImageFormat) -> String {
        let path = self.folder.join(below);
        let picture = RgbImage::from_fn(48, 48, |x, y| Rgb([colour, u8::try_from(x + y).unwrap(), 7]));
        picture.save_with_format(&path, format).unwrap();
        path.display().to_string()
    }

    pub(crate) fn prompt(&self, id: &str, content: &str, modality: Option<&str>, used: u32) {
        self.connection
            .execute(
                "INSERT INTO prompts (id, content, content_type, modality, created_at, used_count)
                 VALUES (?1, ?2, 'prompt', ?3, ?4, ?5)",
                params![id, content, modality, self.now.as_seconds() - 1e6, used],
            )
            .unwrap();
    }

    pub(crate) fn medium(&self, row: &Row<'_>) {
        self.connection
            .execute(
                "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, uid, hotkey, verified,
                                    created_at, resolution, file_size, format, model_name)
                 VALUES (?1, ?2, ?3, 'image', ?4, ?5, 3, ?6, 1, ?7, '[48, 48]', 1, 'PNG', 'dall-e-3')",
                params![
                    row.id,
                    row.prompt,
                    row.path,
                    row.media_type,
                    row.source,
                    row.hotkey,
                    self.now.as_seconds() - 3600.0
                ],
            )
            .unwrap();
    }

    pub(crate) fn outcome(
        &self,
        task_id: &str,
        miner: u8,
        prompt: &str,
        (status, reason): (&str, Option<&str>),
        media: Option<&str>,
        age_s: f64,
    ) {
        let at = self.now.as_seconds() - age_s;
        self.connection
            .execute(
                "INSERT INTO generator_challenge_outcomes
                     (task_id, uid, hotkey, prompt_id, modality, status, failure_reason, media_id, created_at, updated_at)
                 VALUES (?1, 3, ?2, ?3, 'image', ?4, ?5, ?6, ?7, ?7)",
                params![task_id, hotkey(miner), prompt, status, reason, media, at],
            )
            .unwrap();
    }

    /// One prompt, one medium, one outcome.
    pub(crate) fn small(&self) {
        self.prompt("p1", "a red circle", Some("image"), 4);
        let path = self.picture("images/synthetic/1_aa.png", 10, image::ImageFormat::Png);
        let row = Row {
            id: "m1",
            prompt: Some("p1"),
            path,
            source: "miner",
            media_type: "synthetic",
            hotkey: Some(hotkey(1)),
        };
        self.medium(&row);
        self.outcome(&uuid::Uuid::from_u128(1).to_string(), 1, "p1", ("verified", None), Some("m1"), 60.0);
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("prompts.db")
    }
}
