//! What goes wrong at services, validators and on this machine: what the validator is told, what counts as spent, and
//! whether anything is bought again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use gascli::miner::Settings;
use gascli::protocol::daemon_state::{DaemonState, Health};
use gascli::types::{MicroUsd, UnixMillis};

use crate::imitation::{Fault, KEY, Kind, Step};
use crate::miner_process::{Place, Process};
use crate::miner_world::{Receiver, Running, World, left_of_tasks, medium};

type Service = &'static [(&'static str, &'static str)];

/// Every model costs a dollar, or a dollar a second.
const PRICES: (&str, &str) =
    ("MINER_MODEL_PRICES", "google/gemini-3-pro-image=1,gpt-image-2=1,sd3.5-medium=1,google/veo-3.1-lite=1,veo3.1=1");
const NO_PAUSE: (&str, &str) = ("MINER_PAUSE_AFTER_FAILURES", "0");
const OPENROUTER: Service = &[("IMAGE_SERVICE", "openrouter"), ("VIDEO_SERVICE", "none"), PRICES, NO_PAUSE];
const OPENAI: Service =
    &[("IMAGE_SERVICE", "openai"), ("VIDEO_SERVICE", "none"), ("OPENAI_IMAGE_MODEL", "gpt-image-2"), PRICES, NO_PAUSE];
const STABILITY: Service = &[("IMAGE_SERVICE", "stabilityai"), ("VIDEO_SERVICE", "none"), PRICES, NO_PAUSE];
const OPENROUTER_VIDEO: Service = &[("IMAGE_SERVICE", "none"), ("VIDEO_SERVICE", "openrouter"), PRICES];
const RUNWAY: Service = &[("IMAGE_SERVICE", "none"), ("VIDEO_SERVICE", "runway"), PRICES];

const DOLLAR: MicroUsd = MicroUsd(1_000_000);

fn with(service: Service, more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    service.iter().chain(more).copied().collect()
}

async fn spent(miner: &Process) -> MicroUsd {
    miner.miner().until("nothing is open", is_idle).await.spend.unwrap().today_usd
}

fn is_idle(state: &DaemonState) -> bool {
    let tasks = state.tasks.as_ref().unwrap();
    tasks.pending + tasks.processing + tasks.delivering == 0
}

/// How often something was bought, or tried to be.
fn orders(place: &Place) -> usize {
    place.services.asked().iter().filter(|asked| asked.method == "POST").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_is_asked_again_when_it_says_and_sells_once() {
    let mut place = Place::new(OPENROUTER).await;
    let miner = place.start().await;
    place.services.fail(Kind::Order, [Fault::Refused(429, vec![("retry-after", "4")]), Fault::Refused(500, vec![])]);
    miner.order("image", &place.validator.url).await;
    assert_eq!(place.delivered().await.header("task-status"), "completed");
    let asked: Vec<_> = place.services.asked().iter().map(|asked| asked.at).collect();
    assert_eq!((asked.len(), place.services.sold().len()), (3, 1));
    assert!(asked[1] - asked[0] >= Duration::from_secs(4), "{:?}", asked[1] - asked[0]);
    assert_eq!(spent(&miner).await, DOLLAR);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stays_down_costs_nothing_and_is_reported() {
    let mut place = Place::new(OPENROUTER).await;
    let miner = place.start().await;
    place.services.fail(Kind::Order, std::iter::repeat_n(Fault::Refused(500, vec![]), 3));
    miner.order("image", &place.validator.url).await;
    let told = place.delivered().await.error();
    assert!(told.starts_with("OpenRouter API returned 500: "), "{told}");
    assert_eq!((orders(&place), place.services.sold().len()), (3, 0));
    assert_eq!(spent(&miner).await, MicroUsd(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_may_have_been_charged_counts_and_is_not_placed_again() {
    let html = "<!DOCTYPE html><html><body>Bad gateway</body></html>";
    for (service, name) in [(OPENROUTER, "OpenRouter"), (OPENAI, "OpenAI"), (STABILITY, "Stability")] {
        let faults = [
            Fault::BrokenOff,
            Fault::Stalled,
            Fault::Refused(502, vec![]),
            Fault::Says("text/html", html),
            Fault::Says("application/json", "{\"data\": [{\"b64_json\": \"iVBORw0"),
            Fault::Says("text/plain", "here is your picture"),
            Fault::Says("image/png", "no picture at all"),
            Fault::Empty,
            Fault::Unsigned,
        ];
        let told = join_all(faults.map(|fault| async move {
            let mut place = Place::new(&with(service, &[("MINER_TASK_TIMEOUT", "5")])).await;
            let miner = place.start().await;
            place.services.fail(Kind::Order, [fault.clone()]);
            miner.order("image", &place.validator.url).await;
            let told = place.delivered().await.error();
            assert_eq!(orders(&place), 1, "{fault:?}: {told}");
            assert_eq!(spent(&miner).await, DOLLAR, "{fault:?}: {told}");
            assert!(!told.contains(KEY) && !place.said().contains(KEY), "{fault:?}");
            assert!(place.validator.more().is_empty());
            told
        }))
        .await;
        let plain = [name, "Generation took longer than 5 s", "No C2PA manifest found"];
        let is_plain = |text: &String| plain.iter().any(|part| text.contains(part));
        assert!(told.iter().all(is_plain), "{told:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_whose_media_would_be_refused_is_paused_and_status_says_so() {
    let mut place = Place::new(&with(OPENROUTER, &[("MINER_PAUSE_AFTER_FAILURES", "2")])).await;
    let miner = place.start().await;
    place.services.fail(Kind::Order, [Fault::Unsigned, Fault::Unsigned]);
    for _ in 0..2 {
        miner.order("image", &place.validator.url).await;
        let told = place.delivered().await.error();
        assert!(told.contains("C2PA"), "{told}");
    }
    miner.miner().until("paused", |state| state.models.iter().any(|model| model.paused_until_ms.is_some())).await;
    let answer = miner.challenge("image", "1K", &place.validator.url).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(place.services.sold().len(), 2);
    let output = place.command(&["generator", "status"]).output().unwrap();
    let status = String::from_utf8_lossy(&output.stdout);
    assert!(status.contains("google/gemini-3-pro-image: 2 of 2 without C2PA; paused"), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_survives_fifty_questions_and_every_fault_on_the_way() {
    for service in [OPENROUTER_VIDEO, RUNWAY] {
        let mut place = Place::new(service).await;
        let miner = place.start().await;
        place.services.jobs_take(50);
        place.services.fail(
            Kind::Poll,
            [
                Fault::Refused(500, vec![]),
                Fault::Refused(429, vec![("retry-after", "1")]),
                Fault::Says("text/html", "<html>maintenance</html>"),
                Fault::Says("application/json", "{\"id\": "),
                Fault::JobIs("a state that nobody knows"),
            ],
        );
        place.services.fail(
            Kind::Download,
            [
                Fault::Refused(503, vec![]),
                Fault::BrokenOff,
                Fault::Says("text/html", "<html>login</html>"),
                Fault::Empty,
            ],
        );
        miner.order("video", &place.validator.url).await;
        let delivery = place.delivered().await;
        assert_eq!(delivery.header("task-status"), "completed", "{}", place.said());
        assert_eq!(delivery.header("content-type"), "video/mp4");
        let polls =
            place.services.paths().iter().filter(|path| path.contains("GET") && path.ends_with("job-1")).count();
        assert_eq!((polls, orders(&place), place.services.sold().len()), (50, 1, 1));
        place.services.has_no_complaints();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_ends_without_a_film_ends_the_task_at_once() {
    for (service, state, text) in [
        (OPENROUTER_VIDEO, "failed", "OpenRouter video generation failed: content policy"),
        (OPENROUTER_VIDEO, "cancelled", "OpenRouter video generation cancelled: content policy"),
        (OPENROUTER_VIDEO, "expired", "OpenRouter video generation expired: content policy"),
        (RUNWAY, "FAILED", "Runway video generation failed: content policy"),
        (RUNWAY, "CANCELLED", "Runway video generation cancelled"),
    ] {
        let mut place = Place::new(service).await;
        let miner = place.start().await;
        place.services.fail(Kind::Poll, [Fault::JobIs(state)]);
        miner.order("video", &place.validator.url).await;
        let told = place.delivered().await.error();
        assert!(told.starts_with(text), "{state}: {told}");
        assert_eq!(orders(&place), 1, "{state}");
        drop(miner);
    }
}

/// Sets the largest file that a process may write; `None` is any.
fn limit_files(miner: &Process, bytes: Option<u64>) {
    let limit = bytes.map_or_else(|| "unlimited".into(), |bytes| bytes.to_string());
    let arguments = [format!("--fsize={limit}:"), "--pid".into(), miner.pid().to_string()];
    assert!(std::process::Command::new("prlimit").args(arguments).status().unwrap().success());
}

fn told_of_disk(state: &DaemonState) -> bool {
    matches!(&state.health, Health::Degraded { reason } if reason.contains("disk"))
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_more_is_bought_and_what_was_bought_is_still_delivered() {
    if std::process::Command::new("prlimit").arg("--version").output().is_err() {
        return eprintln!("skipped 1 test: `prlimit` is not on this machine");
    }
    let mut place = Place::new(&with(OPENROUTER, &[("MINER_MAX_CONCURRENT_TASKS", "1")])).await;
    let miner = place.start().await;
    place.services.stop_at(Step::Ordered);
    let bought = miner.order("image", &place.validator.url).await;
    place.services.reached().await;
    let waiting = miner.order("image", &place.validator.url).await;
    limit_files(&miner, Some(1));
    let answer = miner.challenge("image", "1K", &place.validator.url).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    place.services.go_on();
    let delivery = place.delivered().await;
    assert_eq!((delivery.header("task-id"), delivery.header("task-status")), (&*bought, "completed"));
    miner.miner().until("a fault of the disk", told_of_disk).await;
    assert_eq!(place.services.sold().len(), 1, "an order that cannot be written down was placed");
    // With room again it goes on.
    limit_files(&miner, None);
    let delivery = place.delivered().await;
    assert_eq!((delivery.header("task-id"), delivery.header("task-status")), (&*waiting, "completed"));
    assert_eq!(place.services.sold().len(), 2);
    miner.miner().until("no fault of the disk", |state| !told_of_disk(state)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_miner_on_the_same_state_folder_refuses_to_run() {
    let mut place = Place::new(OPENROUTER).await;
    let miner = place.start().await;
    let elsewhere = place.world.path().join("elsewhere");
    let mut second = place.command(&["run", "generator"]);
    let output =
        tokio::task::spawn_blocking(move || second.env("GASCLI_HOME", elsewhere).output().unwrap()).await.unwrap();
    assert!(matches!(output.status.code(), Some(1 | 2)), "{:?}", output.status);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("another miner") && told.contains("hint: "), "{told}");
    miner.order("image", &place.validator.url).await;
    assert_eq!(place.delivered().await.header("task-status"), "completed");
    assert_eq!(miner.stop().await, Some(0));
}

/// The clock of one test. Its miner asks for it by a plain function.
static CLOCK: AtomicU64 = AtomicU64::new(0);

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_refuses_requests_and_loses_no_task() {
    CLOCK.store(0, Ordering::SeqCst);
    let clock = || UnixMillis(UnixMillis::now().0 + CLOCK.load(Ordering::SeqCst));
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start_by(clock, world.settings()).await.unwrap();
    let id = miner.order("wait", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    CLOCK.store(3_600_000, Ordering::SeqCst);
    assert_ne!(
        miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await.status,
        201,
        "signed an hour ago, as it seems"
    );
    world.provider.permits.add_permits(1);
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), &delivery.body), (&*id, &medium("wait")));
    CLOCK.store(0, Ordering::SeqCst);
    miner.order("x", &receiver.url).await;
    assert_eq!(receiver.next().await.body, medium("x"));
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 2);
    miner.end().await;
}

/// Lets an hour pass in steps of a minute, with everything between them in its own time.
async fn an_hour_passes() {
    for _ in 0..60 {
        tokio::time::pause();
        tokio::time::advance(Duration::from_mins(1)).await;
        tokio::time::resume();
        // What has come due runs: it asks the loopback, which answers at once.
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test]
async fn a_validator_that_is_down_for_an_hour_gets_its_medium_once_it_is_back() {
    let world = World::new();
    let place = Receiver::start().await;
    let url = place.url.clone();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().parse().unwrap();
    drop(place);
    let webhook = gascli::miner::WebhookSettings { max_attempts: 3, ..world.settings().webhook };
    let miner = world.start_with(Settings { webhook, ..world.settings() }).await;
    let id = miner.order("a red fox", &url).await;
    let failures = |state: &DaemonState| state.webhooks.iter().flat_map(|row| row.failures.values()).sum::<u64>();
    miner.until("the first attempts have failed", |state| failures(state) >= 3).await;
    an_hour_passes().await;
    // An attempt is counted a moment after it was due.
    let tried = miner.until("the attempts of an hour", |state| failures(state) >= 12).await;
    assert!(failures(&tried) <= 40, "{} attempts in an hour", failures(&tried));
    let mut receiver = Receiver::start_at(address).await;
    an_hour_passes().await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), &delivery.body), (&*id, &medium("a red fox")));
    miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
    miner.end().await;
}

/// Sends a challenge until it is taken: a signer may have so many requests in a few seconds, and no more.
async fn insist(miner: &Running, prompt: &str, url: &str) -> String {
    let body = serde_json::json!({ "prompt": prompt, "parameters": {} }).to_string();
    loop {
        let answer = miner.challenge(&body, url).await;
        match answer.status {
            201 => return answer.body["task_id"].as_str().unwrap().to_owned(),
            429 => tokio::time::sleep(Duration::from_millis(200)).await,
            _ => panic!("{answer:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_tasks_at_once_are_all_delivered_once() {
    const TASKS: usize = 10_000;
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = Settings { max_queued_tasks: TASKS, max_concurrent_tasks: 8, ..world.settings() };
    let miner = Arc::new(world.start_with(settings).await);
    let ids: Vec<String> = futures_util::stream::iter(0..TASKS)
        .map(|number| {
            let (miner, url) = (Arc::clone(&miner), receiver.url.clone());
            async move { insist(&miner, &format!("task {number}"), &url).await }
        })
        .buffer_unordered(64)
        .collect()
        .await;
    let ids: BTreeSet<String> = ids.into_iter().collect();
    let mut delivered = BTreeSet::new();
    for _ in 0..TASKS {
        let delivery = receiver.next().await;
        assert_eq!(delivery.header("task-status"), "completed");
        assert!(delivered.insert(delivery.header("task-id").to_owned()), "delivered twice");
    }
    assert_eq!(delivered, ids);
    let state = miner.until("all ended", is_idle).await;
    let tasks = state.tasks.unwrap();
    assert_eq!((tasks.accepted, tasks.delivered, tasks.rejected), (TASKS as u64, TASKS as u64, 0));
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), TASKS);
    Arc::into_inner(miner).unwrap().end().await;
    assert_eq!(left_of_tasks(&world.state_dir()), Vec::<String>::new());
}
