//! SIGKILL at each step of each provider: nothing is bought twice, and nothing that was bought is lost.

use futures_util::future::join_all;
use gascli::verification::c2pa::{TrustSet, verify};

use crate::imitation::Step::{self, Downloading, HalfAnswered, HalfDownloaded, Ordered, Polled};
use crate::miner_process::{Place, Process};
use crate::miner_world::left_of_tasks;

const INTERRUPTED: &str = "Generation was interrupted by a restart of the miner";

/// How a task ends that a kill has cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// With the medium that was paid for.
    Delivered,
    /// With a report: it may have been charged, and nothing leads to it any more.
    Reported,
}

use End::{Delivered, Reported};

/// What is set for a service, and what of.
type Service = (&'static str, &'static [(&'static str, &'static str)]);

const OPENAI: Service =
    ("image", &[("IMAGE_SERVICE", "openai"), ("VIDEO_SERVICE", "none"), ("OPENAI_IMAGE_MODEL", "gpt-image-2")]);
const OPENAI_BY_ADDRESS: Service =
    ("image", &[("IMAGE_SERVICE", "openai"), ("VIDEO_SERVICE", "none"), ("OPENAI_IMAGE_MODEL", "dall-e-3")]);
const OPENROUTER: Service = ("image", &[("IMAGE_SERVICE", "openrouter"), ("VIDEO_SERVICE", "none")]);
const STABILITY: Service = ("image", &[("IMAGE_SERVICE", "stabilityai"), ("VIDEO_SERVICE", "none")]);
const OPENROUTER_VIDEO: Service = ("video", &[("IMAGE_SERVICE", "none"), ("VIDEO_SERVICE", "openrouter")]);
const RUNWAY: Service = ("video", &[("IMAGE_SERVICE", "none"), ("VIDEO_SERVICE", "runway")]);

/// Kills the miner when an order is at `step`, starts it again, and sees to the end.
async fn walk((modality, settings): Service, steps: impl AsRef<[Step]>, end: End) {
    let mut place = Place::new(settings).await;
    let steps = steps.as_ref();
    let case = format!("{settings:?} {steps:?}");
    let mut miner = place.start().await;
    place.services.stop_at(steps[0]);
    let task = miner.order(modality, &place.validator.url).await;
    for number in 0..steps.len() {
        place.services.reached().await;
        miner.kill();
        // Before the next process begins: it goes on at once.
        match steps.get(number + 1) {
            Some(next) => place.services.stop_at(*next),
            None => place.services.go_on(),
        }
        miner = place.start().await;
    }
    let delivery = place.delivered().await;
    assert_eq!(delivery.header("task-id"), task, "{case}");
    match end {
        Delivered => {
            assert_eq!(delivery.header("task-status"), "completed", "{case}: {}", place.said());
            assert!(verify(&delivery.body, &trust(&place)).passes(), "{case}");
        }
        Reported => assert_eq!(delivery.error(), INTERRUPTED, "{case}"),
    }
    assert_eq!(place.services.sold().len(), 1, "{case}: {:?}", place.services.paths());
    nothing_is_left(&mut place, miner).await;
}

fn trust(place: &Place) -> TrustSet {
    let folder = place.world.paths().demo_authority();
    let root = std::fs::read_to_string(folder.join("root.pem")).unwrap();
    TrustSet::network_names().with_demo(&root)
}

/// The task has ended for good: a further restart finds nothing, sends nothing and buys nothing.
async fn nothing_is_left(place: &mut Place, miner: Process) {
    let ended = |state: &gascli::protocol::daemon_state::DaemonState| {
        let tasks = state.tasks.as_ref().unwrap();
        tasks.pending + tasks.processing + tasks.delivering == 0
    };
    miner.miner().until("everything has ended", ended).await;
    assert_eq!(miner.stop().await, Some(0));
    assert_eq!(documents(place), Vec::<String>::new());
    let sold = place.services.sold().len();
    let miner = place.start().await;
    miner.miner().until("nothing to do", ended).await;
    assert_eq!(miner.stop().await, Some(0));
    assert_eq!(place.services.sold().len(), sold);
    assert!(place.validator.more().is_empty());
    place.services.has_no_complaints();
}

/// What is still known of tasks.
fn documents(place: &Place) -> Vec<String> {
    left_of_tasks(&place.world.state_dir())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_was_ordered_and_never_came_is_reported_and_not_bought_again() {
    let services = [OPENAI, OPENAI_BY_ADDRESS, OPENROUTER, STABILITY];
    for step in [Ordered, HalfAnswered] {
        join_all(services.map(|service| walk(service, [step], Reported))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_whose_address_is_known_is_fetched_after_the_restart() {
    join_all([Downloading, HalfDownloaded].map(|step| async move {
        walk(OPENAI_BY_ADDRESS, [step], Delivered).await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_whose_job_is_not_known_is_reported_and_not_bought_again() {
    let cases =
        [(OPENROUTER_VIDEO, Ordered), (OPENROUTER_VIDEO, HalfAnswered), (RUNWAY, Ordered), (RUNWAY, HalfAnswered)];
    join_all(cases.map(|(service, step)| async move { walk(service, [step], Reported).await })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_whose_job_is_known_is_delivered_wherever_the_miner_died() {
    for step in [Polled(1), Polled(2), Downloading, HalfDownloaded] {
        let cases = [OPENROUTER_VIDEO, RUNWAY];
        join_all(cases.map(|service| async move { walk(service, [step], Delivered).await })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_miner_that_dies_again_and_again_still_delivers_the_one_film_that_it_bought() {
    let steps = [Polled(1), Polled(2), Downloading, HalfDownloaded, Downloading];
    join_all([OPENROUTER_VIDEO, RUNWAY].map(|service| async move { walk(service, steps, Delivered).await })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_waited_when_the_miner_died_is_made_after_the_restart() {
    let settings: Vec<_> = OPENROUTER.1.iter().copied().chain([("MINER_MAX_CONCURRENT_TASKS", "1")]).collect();
    let mut place = Place::new(&settings).await;
    let miner = place.start().await;
    place.services.stop_at(Ordered);
    let cut_off = miner.order("image", &place.validator.url).await;
    place.services.reached().await;
    let waiting = miner.order("image", &place.validator.url).await;
    miner.kill();
    place.services.go_on();
    let miner = place.start().await;
    for _ in 0..2 {
        let delivery = place.delivered().await;
        if delivery.header("task-id") == cut_off {
            assert_eq!(delivery.error(), INTERRUPTED);
        } else {
            assert_eq!((delivery.header("task-id"), delivery.header("task-status")), (&*waiting, "completed"));
        }
    }
    assert_eq!(place.services.sold().len(), 2);
    nothing_is_left(&mut place, miner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_of_which_nothing_but_201_is_known_is_delivered_or_reported_and_bought_once_at_most() {
    for service in [OPENROUTER, RUNWAY] {
        let mut place = Place::new(service.1).await;
        let miner = place.start().await;
        let task = miner.order(service.0, &place.validator.url).await;
        miner.kill();
        let miner = place.start().await;
        let delivery = place.delivered().await;
        assert_eq!(delivery.header("task-id"), task);
        let sold = place.services.sold().len();
        if delivery.header("task-status") == "completed" {
            assert_eq!(sold, 1);
        } else {
            assert_eq!(delivery.error(), INTERRUPTED);
            assert!(sold <= 1, "{sold}");
        }
        nothing_is_left(&mut place, miner).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_on_its_way_to_the_validator_is_sent_again_byte_for_byte() {
    for (modality, settings) in [STABILITY, OPENROUTER_VIDEO] {
        let mut place = Place::new(settings).await;
        let miner = place.start().await;
        place.validator.hold(true);
        let task = miner.order(modality, &place.validator.url).await;
        let first = place.delivered().await;
        miner.kill();
        place.validator.hold(false);
        let miner = place.start().await;
        let second = place.delivered().await;
        assert_eq!(second.header("task-id"), task);
        assert!(first.body == second.body, "the same task has two media");
        assert!(second.is_signed_by_the_miner());
        assert_eq!(place.services.sold().len(), 1);
        nothing_is_left(&mut place, miner).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_that_is_on_disk_is_delivered_although_no_document_says_so() {
    // Killed between the medium and the document that says that it is complete.
    for (modality, settings) in [OPENAI, RUNWAY] {
        let mut place = Place::new(settings).await;
        let miner = place.start().await;
        place.validator.hold(true);
        let task = miner.order(modality, &place.validator.url).await;
        let first = place.delivered().await;
        miner.kill();
        place.validator.hold(false);
        let database = rusqlite::Connection::open(place.world.state_dir().join("miner.sqlite")).unwrap();
        let sql = "UPDATE tasks SET document = json_set(document, '$.status', 'processing')
                   WHERE task_id = ?1 AND document ->> '$.status' = 'completed'";
        assert_eq!(database.execute(sql, [&task]).unwrap(), 1);
        drop(database);
        let miner = place.start().await;
        let second = place.delivered().await;
        assert_eq!(second.header("task-id"), task);
        assert!(first.body == second.body);
        assert_eq!(place.services.sold().len(), 1);
        nothing_is_left(&mut place, miner).await;
    }
}
