//! What an operator may rely on whichever service is asked: money, patience, secrets.

use std::time::{Duration, Instant};

use super::imitation::{Imitation, KEY, Scripted, Wire, service_at, wires};
use super::service::{Answer, Bounds, Service, Stakes, Standing};
use super::{Charge, ProviderError};

const BOUNDS: Bounds = Bounds { attempt: Duration::from_secs(20), retries: 2, answer: 1 << 10 };
const ONCE: Bounds = Bounds { retries: 0, ..BOUNDS };

async fn ask(service: &Service, stakes: Stakes, bounds: Bounds) -> Result<Answer, ProviderError> {
    let url = service.url("it");
    service.ask(stakes, bounds, |client| client.post(url.clone()).header("authorization", service.bearer())).await
}

fn says(status: u16) -> Scripted {
    (status, vec![], "words".into())
}

#[tokio::test]
async fn an_order_is_repeated_only_where_nothing_can_have_been_charged() {
    for (status, order, free) in [
        (429, 3, 3),
        (500, 3, 3),
        (503, 3, 3),
        (529, 3, 3),
        (502, 1, 3),
        (504, 1, 3),
        (524, 1, 3),
        (408, 1, 3),
        (400, 1, 1),
        (404, 1, 1),
        (302, 1, 1),
    ] {
        for (stakes, times) in [(Stakes::Order, order), (Stakes::Free, free)] {
            let imitation = Imitation::start(vec![says(status), says(status), says(status)]).await;
            let error = ask(&imitation.service("X"), stakes, BOUNDS).await.unwrap_err();
            assert_eq!(error.to_string(), format!("X API returned {status}: words"));
            assert_eq!(imitation.asked().len(), times, "{status} {stakes:?}");
            assert!(order == 1 || error.charge() == Charge::Nothing, "{status}");
        }
    }
}

#[tokio::test]
async fn a_service_that_recovers_answers_within_one_task() {
    let busy = (429, vec![("retry-after-ms", "60")], "slow down".into());
    let imitation = Imitation::start(vec![busy, says(503), says(200)]).await;
    let start = Instant::now();
    let answer = ask(&imitation.service("X"), Stakes::Order, BOUNDS).await.unwrap();
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, &b"words"[..]));
    assert!(start.elapsed() >= Duration::from_millis(60), "the service asked for patience");
}

#[tokio::test]
async fn the_service_itself_says_whether_another_attempt_makes_sense() {
    let answer = |status, retry| (status, vec![("x-should-retry", retry)], "".into());
    for (stakes, status, retry, times) in [
        (Stakes::Order, 500, "false", 1),
        (Stakes::Free, 504, "false", 1),
        (Stakes::Order, 409, "true", 3),
        (Stakes::Free, 404, "true", 3),
        // It may say so, but who pays twice is us.
        (Stakes::Order, 504, "true", 1),
    ] {
        let imitation = Imitation::start(vec![answer(status, retry); 3]).await;
        ask(&imitation.service("X"), stakes, BOUNDS).await.unwrap_err();
        assert_eq!(imitation.asked().len(), times, "{stakes:?} {status} {retry}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_of_the_answer_may_have_cost_something() {
    let broken = || vec![Wire::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")];
    let whole = || vec![Wire::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nhalf")];
    let service = service_at("X", &wires(vec![broken(), whole()]).await);
    let error = ask(&service, Stakes::Order, BOUNDS).await.unwrap_err();
    assert!(matches!(error, ProviderError::Unreachable { sent: true, .. }), "{error:?}");
    assert_eq!(error.charge(), Charge::Perhaps);
    assert_eq!(&*ask(&service, Stakes::Order, BOUNDS).await.unwrap().body, b"half");
    // What costs nothing is simply asked again; and so is an order that ended before the service read it.
    let service = service_at("X", &wires(vec![broken(), whole()]).await);
    assert_eq!(&*ask(&service, Stakes::Free, BOUNDS).await.unwrap().body, b"half");
    let error = ask(&service_at("X", "http://127.0.0.1:1"), Stakes::Order, BOUNDS).await.unwrap_err();
    assert_eq!(error.charge(), Charge::Nothing, "{error:?}");
}

#[tokio::test]
async fn an_error_counts_even_if_its_text_breaks_off() {
    let broken = vec![Wire::Send(b"HTTP/1.1 400 No\r\ncontent-length: 100\r\n\r\nhalf")];
    let error = ask(&service_at("X", &wires(vec![broken]).await), Stakes::Order, BOUNDS).await.unwrap_err();
    assert_eq!(error.to_string(), "X API returned 400: half");
    assert_eq!(error.charge(), Charge::Nothing);
}

#[tokio::test]
async fn an_answer_that_only_drips_ends_with_the_attempt() {
    let head = || Wire::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
    let short = Bounds { attempt: Duration::from_millis(200), ..BOUNDS };
    for slow in [vec![head(), Wire::Drip], vec![head(), Wire::Hang], vec![Wire::Hang]] {
        let service = service_at("X", &wires(vec![slow]).await);
        let error = ask(&service, Stakes::Order, short).await.unwrap_err();
        assert_eq!(error.to_string(), "X did not answer within 200ms");
        assert_eq!(error.charge(), Charge::Perhaps);
    }
}

#[tokio::test]
async fn an_answer_beyond_all_bounds_is_not_read() {
    let announced = Wire::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n");
    let silent = [Wire::Send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n800\r\n"), Wire::Drip];
    for endless in [vec![announced, Wire::Hang], silent.into()] {
        let service = service_at("X", &wires(vec![endless]).await);
        let error = ask(&service, Stakes::Order, Bounds { answer: 8, ..BOUNDS }).await.unwrap_err();
        assert_eq!(error.to_string(), "X response is too large");
        assert_eq!(error.charge(), Charge::Perhaps);
    }
}

#[tokio::test]
async fn the_key_goes_to_the_service_alone_and_never_into_a_text() {
    let text = format!("Incorrect API key provided: {KEY}.");
    let other = Imitation::start(vec![says(200)]).await;
    let away = Box::leak(format!("{}/elsewhere", other.base).into_boxed_str());
    let imitation =
        Imitation::start(vec![(401, vec![], text.into()), (302, vec![("location", away)], "".into())]).await;
    let error = ask(&imitation.service("X"), Stakes::Order, BOUNDS).await.unwrap_err();
    assert_eq!(error.to_string(), "X API returned 401: Incorrect API key provided: <secret>.");
    assert!(!format!("{error:?}").contains(KEY));
    ask(&imitation.service("X"), Stakes::Order, BOUNDS).await.unwrap_err();
    assert!(other.asked().is_empty(), "redirects are not followed");
    // The address of a result is whatever the service said.
    let service = imitation.service("X");
    assert_eq!(service.download(away, ONCE).await.unwrap(), "words");
    assert!(!other.asked()[0].headers.contains_key("authorization"));
    for odd in ["file:///etc/passwd", "data:image/png;base64,", "no address", ""] {
        let error = service.download(odd, ONCE).await.unwrap_err();
        assert_eq!(error.to_string(), "X gave an address from which nothing is fetched", "{odd}");
    }
}

#[tokio::test]
async fn what_a_service_made_is_fetched_neither_in_the_clear_nor_from_this_network() {
    const CDN: &str = "https://cdn.example/x.mp4";
    let fetched = |base: &str, url: &str| service_at("X", base).elsewhere(url).is_some();
    for (base, url, expected) in [
        ("https://api.x.example/v1", CDN, true),
        ("https://api.x.example/v1", "https://8.8.8.8/x", true),
        ("https://api.x.example/v1", "http://cdn.example/x.mp4", false),
        ("https://api.x.example/v1", "ftp://x/y", false),
        ("https://api.x.example/v1", "output.mp4", false),
        ("https://api.x.example/v1", "", false),
        ("https://api.x.example/v1", "https://127.0.0.1/x", false),
        ("https://api.x.example/v1", "https://0x7f.1/x", false),
        ("https://api.x.example/v1", "https://[::ffff:127.0.0.1]/x", false),
        ("https://api.x.example/v1", "https://localhost/x", false),
        ("https://api.x.example/v1", "https://192.168.1.1/x", false),
        ("https://api.x.example/v1", "https://169.254.169.254/latest", false),
        ("http://api.x.example/v1", "http://cdn.example/x.mp4", true),
        ("http://api.x.example/v1", "http://169.254.169.254/latest", false),
        // A proxy within this network may keep there what it made.
        ("http://127.0.0.1:4000", "http://127.0.0.1:4001/x", true),
        ("https://10.0.0.5/v1", "https://10.0.0.6/x", true),
        ("https://10.0.0.5/v1", "http://10.0.0.6/x", false),
        ("http://localhost:4000", CDN, true),
    ] {
        assert_eq!(fetched(base, url), expected, "{url} of {base}");
    }
    let service = service_at("X", "https://api.x.example/v1");
    let error = service.download("http://127.0.0.1:1/x", ONCE).await.unwrap_err();
    assert_eq!(error.to_string(), "X gave an address from which nothing is fetched");
}

#[tokio::test]
async fn a_service_that_fails_five_times_is_left_alone() {
    let imitation = Imitation::start(vec![says(500); 5]).await;
    let service = imitation.service("X");
    for _ in 0..5 {
        assert_eq!(service.standing(), Standing::Ready);
        ask(&service, Stakes::Order, ONCE).await.unwrap_err();
    }
    let Standing::Resting { reason, .. } = service.standing() else { panic!("it does not rest") };
    assert_eq!(reason, "X API returned 500: words");
    let error = ask(&service, Stakes::Order, ONCE).await.unwrap_err();
    assert!(matches!(error, ProviderError::Resting { .. }), "{error:?}");
    assert_eq!((error.charge(), imitation.asked().len()), (Charge::Nothing, 5));
}

#[tokio::test]
async fn faults_with_a_status_of_success_and_orders_without_any_answer_count_too() {
    let imitation = Imitation::start(vec![says(200); 5]).await;
    let service = imitation.service("X");
    let url = service.url("it");
    for _ in 0..5 {
        let no = |answer: Answer| answer.into_json("X");
        let build = |client: &reqwest::Client| client.get(url.clone());
        let error = service.ask_for(Stakes::Order, BOUNDS, build, no).await.unwrap_err();
        assert_eq!(error.to_string(), "X response is not JSON");
        assert_eq!(error.charge(), Charge::Perhaps);
    }
    assert!(matches!(service.standing(), Standing::Resting { .. }));
    assert_eq!(imitation.asked().len(), 5);

    let silent = std::iter::repeat_with(|| vec![Wire::Hang]).take(5).collect();
    let service = service_at("X", &wires(silent).await);
    for _ in 0..5 {
        let order = ask(&service, Stakes::Order, BOUNDS);
        tokio::time::timeout(Duration::from_millis(30), order).await.unwrap_err();
    }
    let Standing::Resting { reason, .. } = service.standing() else { panic!("it does not rest") };
    assert_eq!(reason, "it did not answer in time");
}

#[tokio::test]
async fn only_a_refused_account_stops_everything_and_polls_stop_nothing() {
    let imitation = Imitation::start(vec![says(403), says(403), says(402), says(500)]).await;
    let moderating = imitation.service("X").refusing_accounts(|status, _| status == 402);
    for _ in 0..2 {
        ask(&moderating, Stakes::Order, BOUNDS).await.unwrap_err();
        assert_eq!(moderating.standing(), Standing::Ready, "a moderated prompt says nothing of the account");
    }
    ask(&moderating, Stakes::Order, BOUNDS).await.unwrap_err();
    let Standing::Resting { left, .. } = moderating.standing() else { panic!("it does not rest") };
    assert!(left > Duration::from_mins(9), "{left:?}");
    // What is paid for is still fetched.
    assert!(matches!(ask(&moderating, Stakes::Free, ONCE).await, Err(ProviderError::Refused { status: 500, .. })));
    assert_eq!(imitation.asked().len(), 4);
}

#[tokio::test]
async fn a_service_that_asks_for_an_hour_gets_it_in_parts() {
    let imitation = Imitation::start(vec![(429, vec![("retry-after", "3600")], "".into())]).await;
    let service = imitation.service("X");
    ask(&service, Stakes::Order, BOUNDS).await.unwrap_err();
    assert_eq!(imitation.asked().len(), 1);
    let Standing::Resting { left, .. } = service.standing() else { panic!("it does not rest") };
    assert!(left > Duration::from_mins(9) && left <= Duration::from_mins(10), "{left:?}");
}
