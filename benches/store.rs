//! How long the validator's store takes with many outcomes and media: the statistics of a day, the start, what goes, a
//! backup.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use gascli::scoring::gas::{ModalityWeights, Prices};
use gascli::store::{Epoch, EpochRules, Retention, Store};
use gascli::types::{BlockNumber, Hotkey, UnixMillis};
use rusqlite::{Connection, params};

const DAY: Duration = Duration::from_hours(24);
const MINERS: u32 = 256;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let size: u32 = if is_bench { 100_000 } else { 500 };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let now = UnixMillis::now();
    drop(Store::open(folder, now).unwrap());
    fill(folder, size, now);
    println!("{size} outcomes with a medium each, half of them of the last day");
    let mut store = timed("open, and look for damage", || Store::open(folder, now).unwrap());
    drop(timed("claim: tidy up", || store.claim().unwrap()));
    let day = now.before(DAY);
    timed("outcomes of a day", || assert!(!store.outcomes_between(day, now).unwrap().is_empty()));
    timed("standings of a day", || assert!(!store.standings_since(day).unwrap().is_empty()));
    timed("open challenges", || assert!(store.pending().unwrap().is_empty()));
    timed("media without a hash", || assert!(store.media_without_hash().unwrap().is_empty()));
    let mut hashes = 0;
    timed("all perceptual hashes", || store.perceptual_hashes(|_, _| hashes += 1).unwrap());
    assert_eq!(hashes, size);
    timed("a look for known bytes", || assert!(!store.knows_media(&[0; 32]).unwrap()));
    let epoch = Epoch {
        block: BlockNumber(360),
        at: now,
        rules: EpochRules { prices: Prices::default(), weights: ModalityWeights::default() },
        scores: BTreeMap::new(),
    };
    timed("save an epoch, and mark the media of its day", || store.save_epoch(&epoch, day).unwrap());
    timed("save it again", || store.save_epoch(&epoch, day).unwrap());
    timed("backup", || assert!(Store::backup(folder, None, 1, now).unwrap().bytes > 0));
    timed("prune, with nothing to do", || assert!(store.prune(&Retention::default(), now).unwrap().is_empty()));
    let retention = Retention { media_bytes: 0, ..Retention::default() };
    timed("look what a prune of half would remove", || {
        assert_eq!(store.would_prune(&retention, now).unwrap().media, u64::from(size / 2));
    });
    timed("prune 500 media with their files", || assert!(store.prune(&retention, now).unwrap().media > 0));
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let answer = work();
    println!("{what:42} {:9.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    answer
}

/// Rows as the validator writes them, in one transaction, and empty files.
fn fill(folder: &Path, size: u32, now: UnixMillis) {
    let mut connection = Connection::open(folder.join("prompts.db")).unwrap();
    let transaction = connection.transaction().unwrap();
    for at in 0..size {
        let (id, prompt) = (format!("00000000-0000-4000-8000-{at:012}"), format!("prompt-{}", at / 4));
        let hotkey = Hotkey::from_bytes([u8::try_from(at % MINERS).unwrap(); 32]).to_string();
        // The first half some days ago.
        let age_s = if at < size / 2 { 864_000.0 } else { 43_200.0 } - f64::from(at) / 10.0;
        let time = now.as_seconds() - age_s;
        let sql = "INSERT OR IGNORE INTO prompts (id, content, modality, created_at, used_count, last_used, origin)
                   VALUES (?1, ?1, 'image', ?2, 4, ?2, 'composed')";
        transaction.prepare_cached(sql).unwrap().execute(params![prompt, time]).unwrap();
        let sql =
            "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, model_name, uid, hotkey,
                                      verified, created_at, resolution, file_size, format, sha256, perceptual_hash)
                   VALUES (?1, ?2, ?3, 'image', 'synthetic', 'miner', 'dall-e-3', 1, ?4, 1, ?5, '[1024, 1024]', 1200000,
                           'PNG', ?6, ?7)";
        let path = format!("images/synthetic/{at}.png");
        File::create(folder.join(&path)).unwrap();
        let (mut sha256, hash) = ([1_u8; 32], format!("{at:064x}"));
        sha256[..4].copy_from_slice(&at.to_le_bytes());
        transaction
            .prepare_cached(sql)
            .unwrap()
            .execute(params![id, prompt, path, hotkey, time, sha256.as_slice(), hash])
            .unwrap();
        let sql =
            "INSERT INTO generator_challenge_outcomes (task_id, uid, hotkey, prompt_id, modality, status, media_id,
                                                             created_at, updated_at, model_name, requested_resolution)
                   VALUES (?1, 1, ?2, ?3, 'image', 'verified', ?1, ?4, ?4, 'dall-e-3', '1K')";
        transaction.prepare_cached(sql).unwrap().execute(params![id, hotkey, prompt, time]).unwrap();
    }
    transaction.commit().unwrap();
}
