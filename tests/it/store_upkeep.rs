//! What a running validator does for its store by itself.

use std::time::Duration;

use gascli::store::{Retention, Store};
use gascli::types::UnixMillis;

use crate::store_world::{align, challenged, deliver, number};
use crate::support::wait_for;
use crate::validator_world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_prunes_its_store_and_backs_it_up_by_itself() {
    let world = World::new();
    let folder = world.paths().validator(&world.validator);
    std::fs::create_dir_all(&folder).unwrap();
    let old = UnixMillis::now().before(Duration::from_hours(24 * 40));
    let mut store = Store::open(&folder, old).unwrap();
    let challenge = challenged(&mut store, 1, "old", old);
    deliver(&mut store, challenge, b"an old medium", old);
    align(&mut store, old);
    drop(store);
    let mut settings = world.settings();
    settings.retention = Retention { media_bytes: 0, ..Retention::default() };
    let validator = world.run(settings);
    let backups = folder.join("backups");
    let look = move || {
        wait_for(Duration::from_mins(1), "the old medium to go", || {
            (number(&folder, "SELECT count(*) FROM known_media") == 1).then_some(())
        });
        assert_eq!(number(&folder, "SELECT count(*) FROM generator_challenge_outcomes"), 0);
        wait_for(Duration::from_mins(1), "a backup", || {
            let found = std::fs::read_dir(&backups).ok()?.flatten().map(|entry| entry.file_name());
            found.filter_map(|name| name.into_string().ok()).find(|name| name.starts_with("auto-"))
        });
    };
    tokio::task::spawn_blocking(look).await.unwrap();
    assert!(world.media().is_empty());
    validator.stop().await;
}
