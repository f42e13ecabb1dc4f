//! Uploads to the Hugging Face Hub: what arrives, what happens when something fails, and that nothing arrives twice.

use std::sync::Arc;
use std::time::Duration;

use gascli::daemon::client::{Reach, client};
use gascli::validator::data::{Cycle, DataError, TargetError};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::time::timeout;

use crate::data_hub_world::{Fault, Hang, Hub, IMAGES, TOKEN};
use crate::data_world::{DataWorld, assert_once, files_below, shorten, table};

const LIMIT: Duration = Duration::from_secs(60);

fn done(batches: u64, media: u64, cycle: &Cycle) -> bool {
    (cycle.batches, cycle.media, cycle.rate_limited) == (batches, media, false)
}

#[tokio::test(flavor = "multi_thread")]
async fn media_reach_the_hub_in_one_commit_with_their_metadata() {
    let (world, hub) = (DataWorld::new(), Hub::empty().await);
    let media = world.images(3);
    let mut settings = world.settings(hub.target());
    settings.images_per_archive = 2;
    let cycle = world.upload(&settings).await.unwrap();
    assert!(done(1, 3, &cycle), "{cycle:?}");
    let commits = hub.commits(IMAGES);
    assert_eq!(commits.len(), 1, "the repository was made, and has one commit");
    assert!(commits[0].starts_with("Add image parquet shard and 2 archives to 20"), "{commits:?}");
    let files = hub.files(IMAGES);
    assert_eq!(files.len(), 3);
    assert_once(&files, &media);
    assert_eq!(world.uploaded(), media.iter().map(|medium| medium.id.clone()).collect::<Vec<_>>());
    assert!(hub.all_verified());
    assert_eq!(hub.tokens_elsewhere(), 0, "the key goes to the Hub only");
    assert_eq!(world.leftovers(), 0);
    hub.requests();
    let again = world.upload(&settings).await.unwrap();
    assert!(done(0, 0, &again) && hub.requests().is_empty(), "nothing waits, so nobody is asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_broken_off_at_any_request_goes_on_and_commits_once() {
    let mut steps = 0;
    for hang in [Hang::Before, Hang::After] {
        for number in 0.. {
            let (world, hub) = (DataWorld::new(), Hub::start().await);
            let media = world.images(2);
            let settings = world.settings(hub.target());
            hub.hang(Some((number, hang)));
            let hangs = Arc::clone(&hub.hangs);
            let whole = tokio::select! {
                () = hangs.notified() => false,
                ended = world.upload(&settings) => { ended.unwrap(); true }
            };
            if whole {
                assert!(number > 8, "an upload of two files takes more requests than {number}");
                break;
            }
            steps += 1;
            hub.hang(None);
            let late = hub.hung();
            let cycle = timeout(LIMIT, world.upload(&settings)).await.expect("it ends").unwrap();
            let what = format!("request {number}, {hang:?}: {late:?}");
            assert!(done(1, 2, &cycle), "{what}: {cycle:?}");
            // The request that was under way then may still be served.
            if let Some((path, body)) = late
                && path.contains("/commit/")
            {
                let url = format!("http://{}{path}", hub.address);
                let request = client(Reach::Any).unwrap().post(url).bearer_auth(TOKEN).body(body);
                assert_eq!(request.send().await.unwrap().status(), 412, "{what}");
            }
            assert_eq!(hub.commits(IMAGES).len(), 1, "{what}");
            assert_once(&hub.files(IMAGES), &media);
            assert_eq!(world.uploaded().len(), 2, "{what}");
            assert_eq!((world.batches().len(), world.leftovers()), (1, 0), "{what}");
        }
    }
    assert!(steps > 16, "{steps}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_not_made_again() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    hub.fault("/commit/", Fault::Lost);
    hub.fault("/storage/", Fault::Lost);
    let cycle = world.upload(&world.settings(hub.target())).await.unwrap();
    assert!(done(1, 2, &cycle), "{cycle:?}");
    assert_eq!(hub.commits(IMAGES).len(), 1);
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_of_another_validator_in_between_is_no_obstacle() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    hub.fault("/commit/", Fault::Overtaken);
    hub.fault("/commit/", Fault::Answer(409, Vec::new()));
    hub.fault("/api/repos/create", Fault::Answer(409, Vec::new()));
    let cycle = world.upload(&world.settings(hub.target())).await.unwrap();
    assert!(done(1, 2, &cycle), "{cycle:?}");
    assert_eq!(hub.commits(IMAGES).len(), 1);
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_stumbles_is_asked_again() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    for what in ["/revision/main", "/preupload/", "objects/batch", "PUT /storage/", "/verify/", "/commit/"] {
        hub.fault(what, Fault::Answer(500, Vec::new()));
    }
    hub.fault("/preupload/", Fault::Answer(503, Vec::new()));
    let cycle = world.upload(&world.settings(hub.target())).await.unwrap();
    assert!(done(1, 2, &cycle), "{cycle:?}");
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_and_the_batch_is_kept_for_later() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    let settings = world.settings(hub.target());
    for (what, status) in [("/revision/main", 401), ("/commit/", 403)] {
        hub.fault(what, Fault::Answer(status, Vec::new()));
        let error = world.upload(&settings).await.unwrap_err();
        let DataError::Target(TargetError::Refused { status: found, .. }) = &error else { panic!("{error}") };
        assert_eq!(*found, status);
        assert!(!format!("{error:?}").contains(TOKEN));
        let batches = world.batches();
        assert!(batches.len() == 1 && batches[0].1.as_ref().unwrap().contains("as the test wants it"), "{batches:?}");
        assert!(world.uploaded().is_empty());
    }
    let cycle = world.upload(&settings).await.unwrap();
    assert!(done(1, 2, &cycle), "{cycle:?}");
    assert_eq!(hub.commits(IMAGES).len(), 1);
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_asks_for_patience_ends_the_cycle_without_a_fault() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    let settings = world.settings(hub.target());
    hub.fault("objects/batch", Fault::Answer(429, vec![("retry-after", "7200".into())]));
    let cycle = world.upload(&settings).await.unwrap();
    assert!(cycle.rate_limited && cycle.batches == 0);
    assert_eq!(cycle.retry_after, Some(Duration::from_hours(2)));
    assert_eq!(hub.requests().iter().filter(|line| line.contains("objects/batch")).count(), 1, "it is not asked again");
    assert_eq!(world.batches(), [("built".to_owned(), None)]);
    assert!(done(1, 2, &world.upload(&settings).await.unwrap()));
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_batch_that_are_lost_or_damaged_are_made_anew_without_what_has_gone_meanwhile() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(3);
    let settings = world.settings(hub.target());
    hub.fault("objects/batch", Fault::Answer(429, Vec::new()));
    assert!(world.upload(&settings).await.unwrap().rate_limited);
    for (name, _) in files_below(&world.folder().join("tmp/uploads")) {
        shorten(&world.folder().join("tmp/uploads").join(name));
    }
    std::fs::create_dir_all(world.folder().join("tmp/uploads/of-a-batch-long-done")).unwrap();
    world.database().execute("DELETE FROM media WHERE id = ?1", [&media[0].id]).unwrap();
    assert!(done(1, 2, &world.upload(&settings).await.unwrap()));
    assert_eq!(hub.commits(IMAGES).len(), 1);
    assert_once(&hub.files(IMAGES), &media[1..]);
    assert_eq!(world.leftovers(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_the_hub_has_already_is_not_sent_again() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    let settings = world.settings(hub.target());
    hub.fault("/commit/", Fault::Answer(400, Vec::new()));
    world.upload(&settings).await.unwrap_err();
    let puts = |requests: Vec<String>| requests.iter().filter(|line| line.starts_with("PUT")).count();
    assert_eq!(puts(hub.requests()), 2);
    assert!(done(1, 2, &world.upload(&settings).await.unwrap()));
    assert_eq!(puts(hub.requests()), 0);
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_files_go_in_parts_and_small_ones_into_the_commit_if_the_hub_wants_that() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let mut rng = SmallRng::seed_from_u64(1);
    let noise = |rng: &mut SmallRng| (0..40_000).map(|_| rng.random()).collect::<Vec<u8>>();
    let media: Vec<_> = (0..3).map(|n| world.image(&noise(&mut rng), 1_795_000_000.0 + f64::from(n))).collect();
    hub.in_parts(30_000);
    hub.inline();
    let cycle = world.upload(&world.settings(hub.target())).await.unwrap();
    assert!(done(1, 3, &cycle), "{cycle:?}");
    let parts =
        hub.requests().iter().filter(|line| line.starts_with("PUT /storage/") && line.split('/').count() == 4).count();
    assert!(parts >= 3, "{parts}");
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trouble_of_one_repository_does_not_hold_up_the_other() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    world.images(1);
    let video = world.medium("video", "mp4", &[5; 900], 1_795_000_000.0);
    hub.fault("me/images", Fault::Answer(403, Vec::new()));
    let error = world.upload(&world.settings(hub.target())).await.unwrap_err();
    assert!(error.to_string().contains("403"), "{error}");
    let files = hub.files("me/videos");
    assert_once(&files, std::slice::from_ref(&video));
    let name = files.keys().find(|name| name.ends_with(".tar.gz")).unwrap();
    assert!(name.contains("/videos_"), "{name}");
    let shard = files.iter().find(|(name, _)| name.ends_with(".parquet")).unwrap().1;
    assert_eq!(table(shard).1[0]["format"], "MP4");
    assert_eq!(world.uploaded(), [video.id]);
}
