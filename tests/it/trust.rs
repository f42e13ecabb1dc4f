//! The trust store: `gascli trust`, a mirror on loopback with the network's real anchors, and the advice on what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use gascli::verification::c2pa::{Anchor, KNOWN_ANCHORS, Remedy, TrustSet, chain_of, verify};
use serde_json::Value;

use crate::support::{Home, shared, text};

/// What the mirror answers.
#[derive(Clone)]
enum Reply {
    Body(Vec<u8>),
    Status(u16),
    Redirect(&'static str),
    /// Promises all of the body and hangs up after half of it.
    Cut(Vec<u8>),
    /// Goes on for ever.
    Endless,
}

/// A web server on loopback, until dropped.
struct Mirror {
    url: String,
    replies: Arc<Mutex<BTreeMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Mirror {
    fn new(replies: BTreeMap<String, Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (replies, asked) = (Arc::new(Mutex::new(replies)), Arc::default());
        let stopped = Arc::new(AtomicBool::new(false));
        let (answers, asks, ended) = (Arc::clone(&replies), Arc::clone(&asked), Arc::clone(&stopped));
        let thread = std::thread::spawn(move || {
            std::thread::scope(|scope| {
                for stream in listener.incoming() {
                    if ended.load(Ordering::Relaxed) {
                        return;
                    }
                    let (answers, asks) = (&answers, &asks);
                    scope.spawn(move || drop(answer(&stream.unwrap(), answers, asks)));
                }
            });
        });
        Self { url, replies, asked, stopped, thread: Some(thread) }
    }

    /// The real anchors, under the names that they have at their publishers: in DER form, but for one that stands in a PEM
    /// file behind another certificate, as mirrors made by hand may have it.
    fn real() -> Option<Self> {
        let folder = shared("data/trust_anchors")?;
        let der = |file: &str, name: &str| {
            let found = Anchor::read_all(&fs::read(folder.join(file)).unwrap()).unwrap();
            Reply::Body(found.into_iter().find(|anchor| anchor.name == name).unwrap().der)
        };
        Some(Self::new(BTreeMap::from([
            ("/root-g3.crt".into(), der("google_c2pa.pem", "Google C2PA Root CA G3")),
            ("/gsgccr6smimeca2023.crt".into(), der("stability_ai.pem", "GlobalSign GCC R6 SMIME CA 2023")),
            ("/AdobeProductServicesG4.crt".into(), Reply::Body(fs::read(folder.join("adobe.pem")).unwrap())),
            (
                "/Microsoft%20SCD%20Claimants%20RSA%20CA.crt".into(),
                der("microsoft.pem", "Microsoft SCD Claimants RSA CA"),
            ),
            (
                "/Microsoft%20Supply%20Chain%20RSA%20Root%20CA%202022.crt".into(),
                der("microsoft.pem", "Microsoft Supply Chain RSA Root CA 2022"),
            ),
        ])))
    }

    fn reply(&self, path: &str, reply: Reply) {
        self.replies.lock().unwrap().insert(path.into(), reply);
    }

    fn body(&self, path: &str) -> Vec<u8> {
        let Some(Reply::Body(body)) = self.replies.lock().unwrap().get(path).cloned() else { panic!("no {path}") };
        body
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://").trim_end_matches('/'));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn answer(
    mut stream: &TcpStream,
    replies: &Mutex<BTreeMap<String, Reply>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let Some(line) = lines.next().transpose()? else { return Ok(()) };
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let reply = replies.lock().unwrap().get(&path).cloned().unwrap_or(Reply::Status(404));
    asked.lock().unwrap().push(path);
    let head = |status: u16, more: &str| format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{more}\r\n");
    match reply {
        Reply::Status(status) => stream.write_all(head(status, "content-length: 0\r\n").as_bytes()),
        Reply::Redirect(to) => {
            stream.write_all(head(301, &format!("location: {to}\r\ncontent-length: 0\r\n")).as_bytes())
        }
        Reply::Body(body) => {
            stream.write_all(head(200, &format!("content-length: {}\r\n", body.len())).as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Cut(body) => {
            stream.write_all(head(200, &format!("content-length: {}\r\n", body.len())).as_bytes())?;
            stream.write_all(&body[..body.len() / 2])
        }
        Reply::Endless => {
            stream.write_all(head(200, "").as_bytes())?;
            loop {
                stream.write_all(&[b'x'; 4096])?;
            }
        }
    }
}

fn update(home: &Home, mirror: &Mirror, more: &[&str]) -> Output {
    home.run(&[&["trust", "update", "--mirror", &mirror.url], more].concat())
}

/// The trust store's files.
fn stored(home: &Home) -> BTreeSet<String> {
    let entries = fs::read_dir(home.below.join("config/trust"));
    entries.into_iter().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

const FETCHED: [&str; 5] = [
    "adobe-product-services-g4-8d8e4288231c244f.pem",
    "globalsign-gcc-r6-smime-ca-2023-36d7314848accb3e.pem",
    "google-c2pa-root-ca-g3-e383a91825ff2a09.pem",
    "microsoft-scd-claimants-rsa-ca-1e92ec6f4c801736.pem",
    "microsoft-supply-chain-rsa-root-ca-2022-23ffe2b8bdb9a171.pem",
];

fn fetched() -> BTreeSet<String> {
    FETCHED.iter().map(|name| (*name).to_owned()).collect()
}

/// Outcome of each anchor by name, of a command's `--json`.
fn outcomes(report: &Value) -> BTreeMap<&str, &str> {
    let rows = report["anchors"].as_array().unwrap();
    rows.iter().map(|row| (row["name"].as_str().unwrap(), row["outcome"].as_str().unwrap())).collect()
}

#[test]
fn update_fetches_each_published_anchor_once() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    let output = update(&home, &mirror, &[]);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(stored(&home), fetched());
    let asked = mirror.asked.lock().unwrap().len();
    let report = home.json(&["trust", "update", "--mirror", &mirror.url]);
    assert_eq!(outcomes(&report)["Google C2PA Root CA G3"], "already-there");
    assert_eq!(outcomes(&report)["WebClaimSigningCA"], "only-in-media");
    assert_eq!(mirror.asked.lock().unwrap().len(), asked, "what is there is not fetched again");
    let listed = home.json(&["trust", "list"]);
    let anchors = listed["anchors"].as_array().unwrap();
    assert_eq!(anchors.len(), FETCHED.len() + 1, "the built-in root besides");
    assert!(anchors.iter().all(|anchor| anchor["pinned"] == true && anchor["is_ca"] == true));
}

#[test]
fn a_dry_run_fetches_and_checks_and_writes_nothing() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    mirror.reply("/root-g3.crt", Reply::Status(503));
    let report = home.json(&["trust", "update", "--dry-run", "--mirror", &mirror.url]);
    assert_eq!(outcomes(&report)["Adobe Product Services G4"], "would-be-added");
    assert_eq!(outcomes(&report)["Google C2PA Root CA G3"], "failed");
    assert!(!home.below.exists(), "not even a folder");
}

#[test]
fn what_does_not_match_its_pin_is_refused_and_what_was_there_stays() {
    let Some(mirror) = Mirror::real() else { return };
    let google = mirror.body("/root-g3.crt");
    let mut flipped = google.clone();
    flipped[100] ^= 1;
    let store = "config/trust";
    for (reply, reason) in [
        (Reply::Body(mirror.body("/gsgccr6smimeca2023.crt")), "another certificate: `GlobalSign GCC R6 SMIME CA 2023`"),
        (Reply::Body(flipped), "e383a918"),
        (Reply::Body(google[..300].to_vec()), "no certificate but 300 bytes of something else"),
        (Reply::Body(b"<html>log in to the hotel's network</html>".to_vec()), "no certificate but 42 bytes"),
        (Reply::Body(Vec::new()), "no certificate but 0 bytes"),
        (Reply::Body(b"-----BEGIN CERTIFICATE-----\n".to_vec()), "none of its 0 entries"),
        (Reply::Cut(google.clone()), ""),
        (Reply::Endless, "longer than 1048576 bytes"),
        (Reply::Status(404), "HTTP status 404"),
        (Reply::Status(500), "HTTP status 500"),
        (Reply::Redirect("/root-g3.crt"), "redirected more than 3 times"),
        (Reply::Redirect("file:///etc/passwd"), "not a valid http or https address"),
    ] {
        let home = Home::new();
        let hand_made = home.below.join(store).join("mine.pem");
        fs::create_dir_all(hand_made.parent().unwrap()).unwrap();
        fs::write(&hand_made, mirror.body("/AdobeProductServicesG4.crt")).unwrap();
        // What stands under the very name that the anchor would get.
        let in_place = home.below.join(store).join(FETCHED[2]);
        fs::write(&in_place, "old").unwrap();
        mirror.reply("/root-g3.crt", reply);
        let output = update(&home, &mirror, &[]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told}");
        let line = told.lines().find(|line| line.contains("Google C2PA Root CA G3")).unwrap();
        if reason == "e383a918" {
            assert!(line.contains("FAILED") && !line.contains(reason), "{line}");
        } else {
            assert!(line.contains("FAILED") && line.contains(reason), "{reason}: {line}");
        }
        assert!(told.contains("1 of 4 could not be fetched; what was trusted before still is"), "{told}");
        assert_eq!(fs::read_to_string(&in_place).unwrap(), "old");
        assert_eq!(stored(&home).len(), 5, "the other three are there, mine and the old one stay: {:?}", stored(&home));
        // When the right one comes, it takes the place.
        mirror.reply("/root-g3.crt", Reply::Body(google.clone()));
        assert!(update(&home, &mirror, &[]).status.success());
        assert!(fs::read_to_string(&in_place).unwrap().contains("BEGIN CERTIFICATE"));
    }
}

#[test]
fn a_publisher_may_send_us_on_a_few_times() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    mirror.reply("/new/a", Reply::Body(mirror.body("/root-g3.crt")));
    mirror.reply("/b", Reply::Redirect("new/a"));
    mirror.reply("/root-g3.crt", Reply::Redirect("/b"));
    let output = update(&home, &mirror, &[]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}

#[test]
fn several_updates_at_once_lose_nothing_and_leave_nothing() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    let begin = |_| {
        home.command(&["trust", "update", "--mirror", &mirror.url]).stderr(Stdio::null()).stdout(Stdio::null()).spawn()
    };
    let commands: Vec<_> = (0..6).map(begin).collect();
    for command in commands {
        assert!(command.unwrap().wait().unwrap().success());
    }
    assert_eq!(stored(&home), fetched());
}

#[test]
fn a_store_that_cannot_be_written_is_an_error_that_names_it() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    fs::create_dir_all(home.below.join("config")).unwrap();
    fs::write(home.below.join("config/trust"), "a file in the place of the folder").unwrap();
    let output = update(&home, &mirror, &[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("into trust store") && told.contains("config/trust`") && told.contains("hint:"), "{told}");
    let output = home.run(&["trust", "update", "--mirror", "gopher://x"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: `gopher://x` is no mirror\n  caused by: not a valid http or https address\nhint: a mirror is such as \
         http://192.168.1.5/anchors/\n"
    );
}

#[test]
fn anchors_beyond_the_networks_come_out_of_a_list_and_only_when_asked_for() {
    let (Some(mirror), Some(files)) = (Mirror::real(), shared("data/c2pa/dev/files")) else { return };
    let home = Home::new();
    let top = |file: &str| chain_of(&mut fs::File::open(files.join(file)).unwrap()).unwrap().pop().unwrap();
    let google = Anchor::parse(&mirror.body("/root-g3.crt")).unwrap();
    let list = [google, top("openai_gptimage_trufo.png"), top("openai_gptimage_sslcom.png")];
    let list: Vec<String> = list.iter().map(|anchor| format!("# {}\n{}", anchor.name, anchor.pem())).collect();
    mirror.reply("/C2PA-TRUST-LIST.pem", Reply::Body(list.concat().into_bytes()));
    let judged = || home.run(&["verify-c2pa", files.join("openai_gptimage_sslcom.png").to_str().unwrap()]);
    assert!(update(&home, &mirror, &[]).status.success());
    let told = text(&judged().stderr);
    assert!(told.contains("`SSL.com C2PA RSA Root CA 2025`") && told.contains("validators lack it too"), "{told}");
    assert!(told.contains("hint: `gascli trust update --all`"), "{told}");
    assert!(update(&home, &mirror, &["--all"]).status.success());
    assert_eq!(stored(&home).len(), FETCHED.len() + 2);
    assert_eq!(judged().status.code(), Some(0));
    let asked = mirror.asked.lock().unwrap().iter().filter(|path| *path == "/C2PA-TRUST-LIST.pem").count();
    assert_eq!(asked, 1, "two anchors, one file");
}

#[test]
fn a_signed_file_brings_its_pinned_authority_along() {
    let Some(files) = shared("data/c2pa/dev/files") else { return };
    for (file, name) in [("seedance_a.mp4", "GlobalSign Secure Mail Root R45"), ("openai_a.webp", "WebClaimSigningCA")]
    {
        let home = Home::new();
        let path = files.join(file);
        let file = path.to_str().unwrap();
        let output = home.run(&["verify-c2pa", file]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(told.contains(&format!("only the trust anchor `{name}`")), "{told}");
        let command = told.lines().find_map(|line| line.strip_prefix("hint: `gascli ")).unwrap();
        let command: Vec<&str> = command.trim_end_matches('`').split(' ').collect();
        assert_eq!(command[..3], ["trust", "add", "--from"]);
        home.ok(&command);
        home.ok(&["verify-c2pa", file]);
        let again = home.json(&["trust", "add", "--from", file]);
        assert_eq!(outcomes(&again)[name], "already-there");
    }
}

#[test]
fn an_anchor_that_many_files_lack_is_told_once_with_what_really_helps() {
    let (Some(files), Some(anchors)) = (shared("data/c2pa/dev/files"), shared("data/trust_anchors")) else { return };
    let home = Home::new();
    let (first, second) = (files.join("google_a.png"), files.join("google_lady.png"));
    let told = |environment: &[(&str, &str)]| {
        let arguments = ["verify-c2pa", "--json", first.to_str().unwrap(), second.to_str().unwrap()];
        text(&home.run_with(&arguments, environment).stderr)
    };
    let said = format!("{}: only the trust anchor `Google C2PA Root CA G3` (google) is missing\n", first.display());
    assert_eq!(told(&[]), format!("{said}hint: `gascli trust update`\n"));
    // The trust store would not count beside anchors that are given.
    let given = anchors.join("openai_truepic.pem");
    assert_eq!(
        told(&[("GASCLI_TRUST_ANCHORS", given.to_str().unwrap())]),
        format!(
            "{said}hint: `gascli trust update` fills the trust store, which counts without `--trust-anchors` and \
             GASCLI_TRUST_ANCHORS only\n"
        )
    );
}

#[test]
fn what_is_not_pinned_needs_consent_to_its_very_fingerprint() {
    let Some(files) = shared("data/c2pa/dev/files") else { return };
    let home = Home::new();
    let path = files.join("fx_C.jpg");
    let add = |more: &[&str]| home.run(&[&["trust", "add", "--from", path.to_str().unwrap()], more].concat());
    let output = add(&[]);
    let told = text(&output.stderr);
    let sha256 = "28f3833389548b0eeb00b88823d019bd406b6a16d6c3fc0f66d59525b80df87e";
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(&format!("SHA-256  {sha256}")) && told.contains("not pinned"), "{told}");
    assert!(told.contains("subject  C=US, ST=CA") && told.contains("valid    2022-06-10 to 2030-08-27"), "{told}");
    assert!(stored(&home).is_empty());
    let output = add(&["--sha256", &"0".repeat(64)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(sha256), "{}", text(&output.stderr));
    assert!(stored(&home).is_empty());
    assert_eq!(add(&["--sha256", "28f3"]).status.code(), Some(2), "a part of a fingerprint consents to nothing");
    assert!(add(&["--sha256", &sha256.to_uppercase()]).status.success());
    assert_eq!(stored(&home).len(), 1);
}

#[test]
fn certificates_of_files_are_taken_by_pin_and_the_self_made_one_only_by_word() {
    let Some(anchors) = shared("data/trust_anchors") else { return };
    let home = Home::new();
    let add = |file: &str, more: &[&str]| {
        let path = anchors.join(file);
        home.run(&[&["trust", "add", path.to_str().unwrap()], more].concat())
    };
    for file in ["adobe.pem", "openai_truepic.pem", "globalsign_r45.pem", "microsoft.pem", "google_c2pa.pem"] {
        let output = add(file, &[]);
        assert!(output.status.success(), "{file}: {}", text(&output.stderr));
    }
    assert_eq!(stored(&home).len(), 6, "no leaf among them: {:?}", stored(&home));
    let before = stored(&home);
    let output = add("runway_gen4.pem", &[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("self-made") && told.contains("expired on 2026-06-15"), "{told}");
    let output =
        add("runway_gen4.pem", &["--sha256", "5b6ead9729a56a58166834913b2783f774426a175947d558ddf253e28ca92263"]);
    assert_eq!(output.status.code(), Some(1), "it has expired, which a fingerprint does not answer");
    assert_eq!(stored(&home), before);
    assert!(add("runway_gen4.pem", &["--yes"]).status.success());
    assert_eq!(stored(&home).len(), before.len() + 2);
}

#[test]
fn what_holds_no_certificate_is_refused_with_what_to_do() {
    let Some(files) = shared("data/c2pa/dev/files") else { return };
    let home = Home::new();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(home.path(name), bytes).unwrap();
        name.to_owned()
    };
    let media = files.join("seedance_a.mp4").display().to_string();
    let unsigned = files.join("fx_no_manifest.jpg").display().to_string();
    let key = write("key.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    let long = write("long.pem", &vec![b'x'; (4 << 20) + 1]);
    let (empty, folder) = (write("empty.pem", b""), home.path("").display().to_string());
    let pipe = home.path("pipe").display().to_string();
    nix::unistd::mkfifo(pipe.as_str(), nix::sys::stat::Mode::S_IRWXU).unwrap();
    for (arguments, words) in [
        (vec!["trust", "add", &media], "`--from FILE` takes those"),
        (vec!["trust", "add", &key], "it is a `PRIVATE KEY`"),
        (vec!["trust", "add", &long], "more than 4194304 bytes"),
        (vec!["trust", "add", &empty], "it is no certificate"),
        (vec!["trust", "add", "nowhere.pem"], "cannot read `nowhere.pem`"),
        (vec!["trust", "add", &folder], "cannot read"),
        (vec!["trust", "add", "--from", &folder], "it is no file"),
        (vec!["trust", "add", "--from", &pipe], "it is no file"),
        (vec!["trust", "add", "--from", &unsigned], "shows no certificates"),
        (vec!["trust", "add"], "required"),
        (vec!["trust", "add", &key, "--from", &media], "cannot be used with"),
    ] {
        let output = home.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(words), "{arguments:?}: {}", text(&output.stderr));
    }
    assert!(!home.below.exists(), "nothing is written for what is refused");
}

#[test]
fn remove_takes_what_is_named_and_nothing_else() {
    let Some(anchors) = shared("data/trust_anchors") else { return };
    let home = Home::new();
    let store = home.below.join("config/trust");
    home.ok(&["trust", "add", anchors.join("microsoft.pem").to_str().unwrap()]);
    home.ok(&["trust", "add", anchors.join("google_c2pa.pem").to_str().unwrap()]);
    fs::copy(anchors.join("adobe.pem"), store.join("by hand.pem")).unwrap();
    fs::write(store.join("garbage.pem"), "garbage").unwrap();
    let before = stored(&home);
    for (names, words) in [
        (&["Google"][..], "there are: `Adobe Stock C2PA`"),
        (&["e38"], "nothing in the trust store is called"),
        (&["GlobalSign Root CA - R6"], "is built in and cannot be removed"),
        (&["2cabeafe37d0"], "is built in and cannot be removed"),
        (&["Adobe Product Services G4"], "`by hand.pem` holds 2 certificates"),
        (&["e383a918", "nonsense"], "called `nonsense`"),
    ] {
        let output = home.run(&[&["trust", "remove"], names].concat());
        assert_eq!(output.status.code(), Some(2), "{names:?}");
        assert!(text(&output.stderr).contains(words), "{names:?}: {}", text(&output.stderr));
        assert_eq!(stored(&home), before, "{names:?}");
    }
    home.ok(&["trust", "remove", "google c2pa root ca g3", "1E92EC6F", "garbage.pem", "by hand"]);
    assert_eq!(stored(&home).into_iter().collect::<Vec<_>>(), [FETCHED[4]]);
}

#[test]
fn two_certificates_of_one_name_must_be_told_apart() {
    let home = Home::new();
    let store = home.below.join("config/trust");
    fs::create_dir_all(&store).unwrap();
    for file in ["a.pem", "b.pem"] {
        fs::write(store.join(file), made("One name", 400)).unwrap();
    }
    let output = home.run(&["trust", "remove", "One name"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`One name` may be any of: `One name` ("), "{}", text(&output.stderr));
    home.ok(&["trust", "remove", "a.pem"]);
    home.ok(&["trust", "remove", "One name"]);
    assert!(stored(&home).is_empty());
}

/// A root certificate that is valid from yesterday for so many days, as PEM.
fn made(name: &str, days: i64) -> String {
    let now = std::time::SystemTime::now();
    let at = |days: i64| {
        let span = std::time::Duration::from_secs(days.unsigned_abs() * 86_400 + 60);
        if days < 0 { now - span } else { now + span }
    };
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    (params.not_before, params.not_after) = (at(-1).into(), at(days).into());
    params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem()
}

#[test]
fn list_warns_of_what_runs_out_and_of_what_nobody_pinned_and_cannot_be_steered() {
    let home = Home::new();
    let store = home.below.join("config/trust");
    fs::create_dir_all(&store).unwrap();
    for (file, name, days) in [
        ("soon.pem", "Soon \u{1b}[2J", 59),
        ("later.pem", "Later", 62),
        ("gone.pem", "Gone", 0),
        ("old.pem", "Old", -1),
    ] {
        fs::write(store.join(file), made(name, days)).unwrap();
    }
    let output = home.run(&["trust", "list"]);
    let told = text(&output.stdout);
    let line = |name: &str| told.lines().find(|line| line.starts_with(name)).unwrap();
    assert!(output.status.success());
    assert!(!told.contains('\u{1b}') && line("Soon \\u{1b}[2J").contains("expires in 59 days"), "{told}");
    assert!(!line("Later").contains("expires in") && line("Gone").contains("expires in 0 days"), "{told}");
    assert!(line("Old").contains(" expired") && line("Old").contains("NOT PINNED, old.pem"), "{told}");
    assert!(line("GlobalSign Root CA - R6").contains("pinned, built in"), "{told}");
    assert!(line("Google C2PA Root CA G3").contains("gascli trust update"), "{told}");
    assert!(line("GlobalSign Secure Mail Root R45").contains("gascli trust add --from FILE"), "{told}");
}

#[test]
fn garbage_in_the_store_is_named_and_keeps_anything_from_being_judged() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    let store = home.below.join("config/trust");
    fs::create_dir_all(store.join("folder.pem")).unwrap();
    fs::write(store.join("readme.txt"), "no PEM file, no matter").unwrap();
    fs::write(home.path("x.png"), "x").unwrap();
    assert_eq!(home.run(&["verify-c2pa", "x.png"]).status.code(), Some(1));
    fs::write(store.join("bad.pem"), b"\xff\xfe").unwrap();
    let output = home.run(&["verify-c2pa", "x.png"]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("bad.pem") && told.contains("gascli trust list"), "{told}");
    let output = home.run(&["trust", "list"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("bad.pem"), "{}", text(&output.stderr));
    assert!(update(&home, &mirror, &[]).status.success(), "what is broken keeps nothing from being fetched");
    home.ok(&["trust", "remove", "bad.pem"]);
    home.ok(&["trust", "list"]);
}

#[test]
fn anchors_that_are_given_are_the_only_ones() {
    let Some(anchors) = shared("data/trust_anchors") else { return };
    let home = Home::new();
    let names = |listed: &Value| -> Vec<String> {
        listed["anchors"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let truepic = anchors.join("openai_truepic.pem");
    let google = anchors.join("google_c2pa.pem");
    let listed = home.json(&["trust", "list", "--trust-anchors", truepic.to_str().unwrap()]);
    assert_eq!(names(&listed), ["Truepic Lens CLI in Sora", "WebClaimSigningCA"]);
    assert_eq!(listed["anchors"][0]["is_ca"], false);
    let output = home.run_with(&["trust", "list", "--json"], &[("GASCLI_TRUST_ANCHORS", google.to_str().unwrap())]);
    assert_eq!(names(&serde_json::from_slice(&output.stdout).unwrap()), ["Google C2PA Root CA G3"]);
    let output = home.run_with(&["trust", "list"], &[("GASCLI_TRUST_ANCHORS", google.to_str().unwrap())]);
    let told = text(&output.stderr);
    assert!(told.contains("built-in roots and trust store do not count"), "{told}");
    let output = home.run(&["trust", "list", "--trust-anchors", "nowhere.pem"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
}

/// The names and the anchors of the network, without those that it has beyond an installation's (`is_expected`).
fn production(anchors: PathBuf) -> TrustSet {
    TrustSet::network_names().with_anchors(&[anchors]).unwrap()
}

#[test]
fn a_file_is_said_to_lack_an_anchor_if_and_only_if_that_anchor_makes_it_pass() {
    let (Some(files), Some(anchors)) = (shared("data/c2pa/dev/files"), shared("data/trust_anchors")) else { return };
    let home = Home::new();
    let bare = TrustSet::network_names().with_store(&home.path("no store")).unwrap();
    let network = production(anchors.clone());
    let all: Vec<Anchor> = fs::read_dir(anchors)
        .unwrap()
        .flat_map(|entry| Anchor::read_all(&fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    let paths: Vec<PathBuf> = fs::read_dir(files).unwrap().map(|entry| entry.unwrap().path()).collect();
    let (next, faults, helped) = (AtomicUsize::new(0), Mutex::new(Vec::new()), AtomicUsize::new(0));
    let check = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        let passes_there = verify(&bytes, &network).passes();
        let verdict = verify(&bytes, &bare);
        let missing = verdict.missing_anchor.filter(|missing| missing.remedy != Remedy::Unknown && missing.network);
        let Some(missing) = missing else {
            return (passes_there && !verdict.report.verified)
                .then(|| "passes there, and nothing is said to be missing".to_owned());
        };
        let pin = missing.sha256.clone().unwrap();
        let anchor = all.iter().find(|anchor| anchor.sha256 == pin).unwrap();
        let mut with = bare.clone();
        with.anchors_pem.push_str(&anchor.pem());
        helped.fetch_add(1, Ordering::Relaxed);
        (!verify(&bytes, &with).passes()).then(|| format!("`{}` does not help", missing.name))
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(fault) = check(path) {
                        faults.lock().unwrap().push(format!("{}: {fault}", path.display()));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(helped.into_inner() >= 9, "OpenAI, Google, Adobe and ByteDance have files in the set");
}

#[test]
fn an_impostor_is_not_mistaken_for_the_authority_that_it_names() {
    let Some(files) = shared("data/c2pa/dev/files") else { return };
    let bare = TrustSet::network_names();
    let chain = |name: &str| chain_of(&mut Cursor::new(fs::read(files.join(name)).unwrap())).unwrap();
    assert_eq!(chain("seedance_a.mp4").len(), 3);
    // Signed by the test authority of the set, for an organisation whose name the network trusts.
    let forged = verify(&fs::read(files.join("org_07.png")).unwrap(), &bare);
    let missing = forged.missing_anchor.unwrap();
    assert_eq!((missing.remedy, missing.network), (Remedy::Unknown, false));
    assert!(missing.command(Path::new("x")).is_none() && missing.to_string().contains("does not trust either"));
    assert!(KNOWN_ANCHORS.iter().all(|known| Some(known.sha256) != missing.sha256.as_deref()));
}

#[test]
fn the_page_on_trust_does_what_it_says() {
    let Some(mirror) = Mirror::real() else { return };
    let home = Home::new();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trust.md")).unwrap();
    let lines: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("$ gascli ")).collect();
    assert_eq!(lines.len(), 3);
    for line in lines {
        let command: Vec<&str> = line.split('#').next().unwrap().split_whitespace().collect();
        let output = home.run_with(&command, &[("GASCLI_TRUST_MIRROR", &mirror.url)]);
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
    }
    for known in KNOWN_ANCHORS {
        assert!(page.contains(known.name), "the page does not name `{}`", known.name);
    }
}
