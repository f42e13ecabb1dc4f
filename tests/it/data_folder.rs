//! Uploads to a folder, from stored media to what lies there; batches, thresholds, and media that have gone.

use std::time::Duration;

use gascli::types::Hint as _;
use gascli::validator::data::DataError;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::data_world::{DataWorld, assert_once, files_below, members, shorten, table};

/// The columns of `spec/gas.md` 13.1, in their order.
const COLUMNS: [(&str, &str); 23] = [
    ("media_id", "BYTE_ARRAY"),
    ("media_hash", "BYTE_ARRAY"),
    ("archive_filename", "BYTE_ARRAY"),
    ("file_path_in_archive", "BYTE_ARRAY"),
    ("validator_hotkey", "BYTE_ARRAY"),
    ("validator_uid", "INT64"),
    ("generator_hotkey", "BYTE_ARRAY"),
    ("generator_uid", "INT64"),
    ("generator_type", "BYTE_ARRAY"),
    ("model_name", "BYTE_ARRAY"),
    ("c2pa_issuer", "BYTE_ARRAY"),
    ("prompt_id", "BYTE_ARRAY"),
    ("prompt_content", "BYTE_ARRAY"),
    ("modality", "BYTE_ARRAY"),
    ("media_type", "BYTE_ARRAY"),
    ("source_type", "BYTE_ARRAY"),
    ("format", "BYTE_ARRAY"),
    ("resolution", "BYTE_ARRAY"),
    ("file_size", "INT64"),
    ("verified", "BOOLEAN"),
    ("timestamp", "INT64"),
    ("upload_timestamp", "INT64"),
    ("week_partition", "BYTE_ARRAY"),
];

#[tokio::test(flavor = "multi_thread")]
async fn media_of_the_demo_lie_in_the_folder_as_they_were_with_a_row_for_each() {
    let world = DataWorld::new();
    let media =
        [world.image(&world.world.picture(1), 1_795_000_000.7), world.image(&world.world.picture(2), 1_795_000_001.0)];
    let mut settings = world.to_folder();
    settings.images_per_archive = 1;
    let cycle = world.upload(&settings).await.unwrap();
    assert_eq!((cycle.batches, cycle.media), (1, 2));
    let files = files_below(&world.target_folder());
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(files.values().map(|content| content.len() as u64).sum::<u64>(), cycle.bytes);
    let hotkey = world.hotkey().to_string();
    let name = regex::Regex::new(&format!(
        r"^images/(archives/(\d{{4}}W\d\d)/images_{0}_\d+_[0-9a-f]{{8}}-[01]\.tar\.gz|data_\d{{4}}W\d\d/shard-{0}-\d+-[0-9a-f]{{8}}\.parquet)$",
        &hotkey[..8]
    ))
    .unwrap();
    assert!(names.len() == 3 && names.iter().all(|found| name.is_match(found)), "{names:?}");
    let (shard, content) = files.iter().find(|(name, _)| name.ends_with(".parquet")).unwrap();
    let (columns, rows) = table(content);
    assert_eq!(columns, COLUMNS.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
    assert_eq!(rows.len(), 2);
    for (row, medium) in rows.iter().zip(&media) {
        let archive = files.iter().find(|(name, _)| name.ends_with(row["archive_filename"].as_str().unwrap())).unwrap();
        let (member, content) = members(archive.1).pop().unwrap();
        assert_eq!(content, medium.content);
        assert_eq!(row["file_path_in_archive"], member);
        let created: i64 = member.trim_start_matches("images/").split('_').next().unwrap().parse().unwrap();
        assert_eq!(member, format!("images/{created}_{}.png", &medium.id[..8]));
        let week = shard.split(['_', '/']).nth(2).unwrap();
        let upload_time: i64 = shard.rsplit('-').nth(1).unwrap().parse().unwrap();
        let expected = json!({
            "media_id": medium.id,
            "media_hash": hex::encode(Sha256::digest(&medium.content))[..16],
            "archive_filename": row["archive_filename"],
            "file_path_in_archive": member,
            "validator_hotkey": hotkey,
            "validator_uid": 0,
            "generator_hotkey": "miner-key",
            "generator_uid": 7,
            "generator_type": "miner",
            "model_name": "demo-1",
            "c2pa_issuer": "demo/1.0",
            "prompt_id": format!("p-{}", medium.id),
            "prompt_content": format!("a picture for {}", medium.id),
            "modality": "image",
            "media_type": "synthetic",
            "source_type": "miner",
            "format": "PNG",
            "resolution": "[48, 48]",
            "file_size": medium.content.len(),
            "verified": true,
            "timestamp": created,
            "upload_timestamp": upload_time,
            "week_partition": week,
        });
        assert_eq!(*row, expected);
    }
    assert_eq!(world.uploaded(), media.map(|medium| medium.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_null_and_media_of_our_own_name_us() {
    let world = DataWorld::new();
    let medium = world.images(1).pop().unwrap();
    let sql = "UPDATE media SET source_type = 'generated', verified = 0, model_name = NULL, c2pa_issuer = NULL,
               prompt_id = NULL, resolution = NULL, uid = NULL, hotkey = NULL, sha256 = NULL, timestamp = 5, format = NULL";
    world.database().execute(sql, []).unwrap();
    world.upload(&world.to_folder()).await.unwrap();
    let files = files_below(&world.target_folder());
    let (_, rows) = table(files.iter().find(|(name, _)| name.ends_with(".parquet")).unwrap().1);
    for (column, value) in [
        ("generator_type", json!("validator")),
        ("generator_hotkey", json!(world.hotkey().to_string())),
        ("generator_uid", json!(0)),
        ("model_name", json!("unknown")),
        ("c2pa_issuer", json!(null)),
        ("prompt_id", json!(null)),
        ("prompt_content", json!(null)),
        ("resolution", json!("null")),
        ("format", json!(null)),
        ("verified", json!(false)),
        ("timestamp", json!(5)),
        ("media_hash", json!(hex::encode(Sha256::digest(&medium.content))[..16])),
    ] {
        assert_eq!(rows[0][column], value, "{column}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn media_that_have_gone_or_are_damaged_are_left_out_and_the_others_arrive() {
    let world = DataWorld::new();
    let media = world.images(4);
    std::fs::remove_file(&media[0].file).unwrap();
    shorten(&media[2].file);
    let cycle = world.upload(&world.to_folder()).await.unwrap();
    assert_eq!((cycle.batches, cycle.media), (1, 2));
    assert_once(&files_below(&world.target_folder()), &[media[1].clone(), media[3].clone()]);
    assert_eq!(world.uploaded(), [media[1].id.clone(), media[3].id.clone()]);
    let again = world.upload(&world.to_folder()).await.unwrap();
    assert_eq!((again.batches, world.batches().len()), (0, 1), "what cannot be read is not tried for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn media_that_cannot_be_read_for_now_keep_their_batch_until_they_can() {
    let world = DataWorld::new();
    let media = world.images(3);
    let folder = media[0].file.parent().unwrap().to_owned();
    let aside = folder.with_extension("aside");
    // Not mounted: the folder is made anew, and is empty. Then one file is what cannot be opened.
    std::fs::rename(&folder, &aside).unwrap();
    let error = world.upload(&world.to_folder()).await.unwrap_err();
    assert!(format!("{error:?}").contains("Unreadable"), "{error:?}");
    assert!(error.hint().unwrap().contains("mounted"), "{error:?}");
    std::fs::remove_dir(&folder).unwrap();
    std::fs::rename(&aside, &folder).unwrap();
    let hidden = folder.join("hidden");
    std::fs::rename(&media[1].file, &hidden).unwrap();
    std::os::unix::fs::symlink(&media[1].file, &media[1].file).unwrap(); // ELOOP
    world.upload(&world.to_folder()).await.unwrap_err();
    let (step, fault) = world.batches().pop().unwrap();
    assert_eq!(step, "planned");
    assert!(fault.unwrap().contains("cannot read the medium"));
    std::fs::rename(&hidden, &media[1].file).unwrap();
    assert_eq!(world.upload(&world.to_folder()).await.unwrap().media, 3);
    assert_once(&files_below(&world.target_folder()), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_leaves_free_what_the_operator_wants_free() {
    let world = DataWorld::new();
    let media = world.images(2);
    let settings = gascli::validator::data::Settings { min_free_bytes: 1 << 60, ..world.to_folder() };
    let error = world.upload(&settings).await.unwrap_err();
    assert!(format!("{error:?}").contains("NoSpace"), "{error:?}");
    assert_eq!(world.batches()[0].0, "planned", "it waits for room");
    world.upload(&world.to_folder()).await.unwrap();
    assert_once(&files_below(&world.target_folder()), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_which_nothing_can_be_read_is_dropped() {
    let world = DataWorld::new();
    for medium in world.images(2) {
        std::fs::write(medium.file, "").unwrap();
    }
    let cycle = world.upload(&world.to_folder()).await.unwrap();
    assert_eq!((cycle.batches, world.batches()[0].0.as_str()), (0, "dropped"));
    assert!(files_below(&world.target_folder()).is_empty() && world.uploaded().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn media_wait_until_there_are_enough_and_go_in_batches_of_the_chosen_size() {
    let world = DataWorld::new();
    let media = world.images(5);
    let mut settings = world.to_folder();
    settings.image_threshold = 6;
    assert_eq!(world.upload(&settings).await.unwrap().batches, 0);
    assert!(files_below(&world.target_folder()).is_empty());
    (settings.image_threshold, settings.batch_size, settings.max_batches) = (2, 2, 2);
    let cycle = world.upload(&settings).await.unwrap();
    assert_eq!((cycle.batches, cycle.media), (2, 4), "no more batches in one cycle than allowed");
    assert_eq!(world.upload(&settings).await.unwrap().batches, 0, "one waits for a second");
    assert_once(&files_below(&world.target_folder()), &media[..4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_media_give_the_same_bytes() {
    let world = DataWorld::new();
    world.images(3);
    world.upload(&world.to_folder()).await.unwrap();
    let first = files_below(&world.target_folder());
    std::fs::remove_dir_all(world.target_folder()).unwrap();
    let back = "UPDATE media SET uploaded = 0";
    world.database().execute(back, []).unwrap();
    // The names go by the batch, so the second one is made to look like the first.
    let (id, planned): (String, f64) = world
        .database()
        .query_row("SELECT id, planned_at FROM upload_batches", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    world.database().execute("DELETE FROM upload_batches", []).unwrap();
    let again = format!(
        "INSERT INTO upload_batches (id, target, modality, step, hotkey, uid, planned_at, updated_at, media)
         VALUES ('{id}', 'file:{}', 'image', 'planned', '{}', 0, {planned}, 1, 3);
         INSERT INTO upload_entries (media_id, batch_id, position)
         SELECT id, '{id}', row_number() OVER (ORDER BY created_at) FROM media",
        world.target_folder().display(),
        world.hotkey()
    );
    world.database().execute_batch(&again).unwrap();
    world.upload(&world.to_folder()).await.unwrap();
    assert_eq!(files_below(&world.target_folder()), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_uploaders_of_one_store_do_not_run_at_once() {
    let world = DataWorld::new();
    world.images(1);
    let lock = std::fs::File::create(world.folder().join("uploads.lock")).unwrap();
    let held = nix::fcntl::Flock::lock(lock, nix::fcntl::FlockArg::LockExclusive).unwrap();
    let error = world.upload(&world.to_folder()).await.unwrap_err();
    assert!(matches!(error, DataError::Busy(_)), "{error}");
    assert!(world.batches().is_empty());
    drop(held);
    assert_eq!(world.upload(&world.to_folder()).await.unwrap().batches, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_takes_too_long_is_broken_off_and_gone_on_with() {
    let world = DataWorld::new();
    let media = world.images(2);
    let mut settings = world.to_folder();
    settings.max_duration = Duration::ZERO;
    let error = world.upload(&settings).await.unwrap_err();
    assert!(matches!(error, DataError::TooLong(_)), "{error}");
    world.upload(&world.to_folder()).await.unwrap();
    assert_once(&files_below(&world.target_folder()), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_target_gets_what_was_planned_for_the_first_and_nothing_that_may_be_published_there() {
    let world = DataWorld::new();
    let media = world.images(2);
    std::fs::write(world.target_folder(), "no folder can be made here").unwrap();
    world.upload(&world.to_folder()).await.unwrap_err();
    assert!(world.batches().is_empty(), "a target that cannot be opened plans nothing");
    std::fs::remove_file(world.target_folder()).unwrap();
    // The first of them is sent to somewhere else, the second only planned.
    let elsewhere = format!(
        "INSERT INTO upload_batches (id, target, modality, step, hotkey, planned_at, updated_at, media)
         VALUES ('aaaaaaaa', 's3:old', 'image', 'sent', '5x', 1, 1, 1), ('bbbbbbbb', 's3:old', 'image', 'planned', '5x', 2, 2, 1);
         INSERT INTO upload_entries (media_id, batch_id, position)
         VALUES ('{}', 'aaaaaaaa', 1), ('{}', 'bbbbbbbb', 1)",
        media[0].id, media[1].id
    );
    world.database().execute_batch(&elsewhere).unwrap();
    let cycle = world.upload(&world.to_folder()).await.unwrap();
    assert_eq!((cycle.batches, cycle.waiting_for_other_targets), (1, 1));
    assert_once(&files_below(&world.target_folder()), &media[1..]);
}
