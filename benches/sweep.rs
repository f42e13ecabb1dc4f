//! How long a challenge round takes among nodes that never answer: 256 axons, of which 200 accept the connection and say
//! nothing. The real binary on a local chain, where a sweep is to end within 3 s and no later round waits for them again.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs, reason = "a benchmark may panic, and rounds")]

mod validator;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use gascli::types::{Keypair, TaskId};
use tokio::net::TcpListener;

use validator::World;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (silent, answering) = if is_bench { (200, 56) } else { (6, 2) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let world = World::new("sweep");
    let challenged = Arc::new(AtomicUsize::new(0));
    let mut number = 0_u16;
    let mut seat = |address: SocketAddr| {
        number += 1;
        let mut seed = [7; 32];
        seed[..2].copy_from_slice(&number.to_le_bytes());
        world.seat(&Keypair::from_seed(&seed).hotkey(), Some(address));
    };
    for _ in 0..silent {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        seat(listener.local_addr().unwrap());
        runtime.spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
            }
        });
    }
    for _ in 0..answering {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        seat(listener.local_addr().unwrap());
        let challenged = Arc::clone(&challenged);
        let accept = async move || {
            challenged.fetch_add(1, Ordering::SeqCst);
            (axum::http::StatusCode::CREATED, format!(r#"{{"task_id": "{}"}}"#, TaskId::random()))
        };
        let router = Router::new()
            .route("/miner_info", get(async || r#"{"miner_type": "generator"}"#))
            .route("/gen_image", post(accept));
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
    }
    let started = Instant::now();
    let validator = world.start(&[("CHALLENGE_EVERY", "0.5"), ("SAMPLE_SIZE", "256")]);
    let ready = started.elapsed();
    println!("{silent} of {} axons never answer; a round is due every 500 ms", silent + answering);
    let mut last = Instant::now();
    let mut first = None;
    for round in 1..=5 {
        while challenged.load(Ordering::SeqCst) < round * answering {
            assert!(last.elapsed() < Duration::from_mins(1), "no round: {:?}", validator.counters());
            std::thread::sleep(Duration::from_millis(5));
        }
        let span = last.elapsed();
        first.get_or_insert(span);
        println!(
            "  round {round}: all {answering} that answer were challenged {:.2} s after the last round",
            span.as_secs_f64()
        );
        last = Instant::now();
    }
    println!(
        "  first sweep {:.2} s after the start ({:.2} s of it until ready)",
        (ready + first.unwrap()).as_secs_f64(),
        ready.as_secs_f64()
    );
}
