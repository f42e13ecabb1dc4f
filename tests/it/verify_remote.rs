//! Manifests that lie elsewhere: fetched only if allowed, and never a danger.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Home, text};
use crate::verify_world::{Provider, small_png, write};

/// A server on this machine that gives one answer to everybody.
struct Server {
    url: String,
    asked: Arc<AtomicUsize>,
}

impl Server {
    /// `answer` is made when the address is known, and sent as it is; with `endless`, its end is sent again and again.
    fn new(answer: impl FnOnce(&str) -> Vec<u8>, endless: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/manifest.c2pa", listener.local_addr().unwrap());
        let (answer, asked) = (answer(&url), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            while let Ok((mut peer, _)) = listener.accept() {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = peer.read(&mut [0; 4096]);
                let mut sent = peer.write_all(&answer);
                while endless && sent.is_ok() {
                    sent = peer.write_all(&[7; 1 << 13]);
                }
            }
        });
        Self { url, asked }
    }
}

fn ok(body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

/// What the command says of `remote.png` in this home: exit status and entry.
fn verdict(home: &Home, trust: &[String], option: Option<&str>) -> (i32, Value) {
    let mut command = home.command(&["verify-c2pa", "remote.png", "--json"]);
    command.args(trust).args(option);
    let output = assert_cmd::Command::from_std(command).timeout(Duration::from_mins(1)).output().unwrap();
    assert_eq!(text(&output.stderr), "");
    let entries: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code().unwrap(), entries[0].clone())
}

#[test]
fn a_manifest_that_lies_elsewhere_is_fetched_only_if_that_is_allowed() {
    let (home, provider) = (Home::new(), Provider::new());
    let trust = provider.trusted_by(&home.path(""));
    let server = Server::new(
        |url| {
            let (medium, manifest) = provider.signed_elsewhere(&small_png(), url);
            write(&home.path("remote.png"), &medium);
            ok(&manifest)
        },
        false,
    );
    let asked = || server.asked.load(Ordering::SeqCst);

    let (code, entry) = verdict(&home, &trust, None);
    assert_eq!((code, &entry["class"], asked()), (1, &"no-manifest".into(), 0));
    let error = entry["result"]["error"].as_str().unwrap();
    assert!(error.contains("must fetch remote manifests") && error.contains(&server.url), "{error}");

    // The server is on this machine, so it is not asked unless the operator says so.
    for option in ["--allow-remote", "--allow-remote=public"] {
        let (code, entry) = verdict(&home, &trust, Some(option));
        assert_eq!((code, &entry["class"], asked()), (1, &"no-manifest".into(), 0));
        let error = entry["result"]["error"].as_str().unwrap();
        assert!(error.contains("host `127.0.0.1` is not a public address"), "{error}");
    }

    let (code, entry) = verdict(&home, &trust, Some("--allow-remote=any"));
    assert_eq!((code, &entry["class"], asked()), (0, &Value::Null, 1), "{entry}");
    assert_eq!(entry["result"]["issuer"], "Google");
}

#[test]
fn what_hostile_servers_answer_ends_in_a_verdict() {
    let (home, provider) = (Home::new(), Provider::new());
    let trust = provider.trusted_by(&home.path(""));
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n".to_vec();
    for (answer, endless, class, words) in [
        (ok(b"garbage"), false, "manifest-unreadable", ""),
        (ok(b""), false, "no-manifest", ""),
        (ok(&vec![0; 1 << 20]), false, "manifest-unreadable", ""),
        (chunked, true, "no-manifest", "longer than 16777216 bytes"),
        (b"no HTTP".to_vec(), false, "no-manifest", ""),
        (b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n".to_vec(), false, "no-manifest", "the server answers 500"),
        (Vec::new(), false, "no-manifest", ""),
    ] {
        let shown = text(&answer[..answer.len().min(60)]);
        let server = Server::new(|_| answer, endless);
        write(&home.path("remote.png"), &provider.signed_elsewhere(&small_png(), &server.url).0);
        let (code, entry) = verdict(&home, &trust, Some("--allow-remote=any"));
        let error = entry["result"]["error"].as_str().unwrap();
        assert_eq!((code, &entry["class"]), (1, &class.into()), "{shown}: {error}");
        assert!(error.contains(words), "{shown}: {error}");
        assert_eq!(server.asked.load(Ordering::SeqCst), 1, "{shown}");
    }
}

#[test]
fn the_manifest_of_another_file_is_no_help() {
    let (home, provider) = (Home::new(), Provider::new());
    let trust = provider.trusted_by(&home.path(""));
    let mut other = small_png();
    let server = Server::new(
        |url| {
            write(&home.path("remote.png"), &provider.signed_elsewhere(&small_png(), url).0);
            // Another picture: one byte of it differs, and its checksum no longer fits, which signing does not mind.
            let middle = other.len() / 2;
            other[middle] ^= 1;
            ok(&provider.signed_elsewhere(&other, url).1)
        },
        false,
    );
    let (code, entry) = verdict(&home, &trust, Some("--allow-remote=any"));
    assert_eq!((code, &entry["class"]), (1, &"signature-invalid".into()), "{entry} from {}", server.url);
}
