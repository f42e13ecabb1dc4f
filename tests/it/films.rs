//! Films through the whole product: from a demo miner to a validator's store, copies of them, and what crashes decoders.

use std::io::{Seek as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use gascli::media::{Dimensions, Tier};
use gascli::providers::demo;
use gascli::types::{Modality, UnixMillis};
use gascli::validator::Settings;
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;

use crate::support::{Home, strike, text, wait_for};
use crate::validator_world::{Mood, World};

/// A loaded machine films slowly.
const LONG: Duration = Duration::from_mins(3);

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/films").join(name)
}

fn hash(home: &Home, path: &Path) -> std::process::Output {
    home.run(&["media", "hash", "--json", path.to_str().unwrap()])
}

#[test]
fn the_command_line_hashes_films_and_tells_what_is_wrong_with_others() {
    let home = Home::new();
    let output = hash(&home, &fixture("sound.mp4"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = &document["files"][0];
    assert_eq!((&file["width"], &file["height"], &file["codec"]), (&160.into(), &120.into(), &"H.264".into()));
    assert_eq!((&file["frame_count"], &file["duration_ms"]), (&30.into(), &2000.into()));
    assert_eq!((&file["has_audio"], &file["format"]), (&true.into(), &"mp4".into()));
    assert_eq!(file["perceptual_hash"].as_str().unwrap().split(',').count(), 8);
    // In a process of its own as in this one.
    let mut here = std::io::BufReader::new(std::fs::File::open(fixture("sound.mp4")).unwrap());
    let view = gascli::media::view(&mut here, Modality::Video).unwrap();
    assert_eq!(view.into_hash().unwrap().to_string(), file["perceptual_hash"]);

    let output = hash(&home, &fixture("static.mp4"));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nothing in it moves"), "{}", text(&output.stderr));
    let (one, two) = (fixture("moov_at_end.mp4"), fixture("film.mov"));
    // In another container; encoded anew, which shows in the same places.
    for (one, two) in [(one, two), (fixture("baseline.mp4"), fixture("main.mp4"))] {
        let compared = home.run(&["media", "compare", one.to_str().unwrap(), two.to_str().unwrap()]);
        assert_eq!(compared.status.code(), Some(0), "{}", text(&compared.stdout));
    }
}

#[test]
fn a_film_of_another_codec_names_it_and_what_to_install_where_ffmpeg_is_missing() {
    let home = Home::new();
    for (name, codec) in [("hevc.mp4", "HEVC"), ("vp9.webm", "VP9"), ("av1.mp4", "AV1")] {
        let path = fixture(name);
        let output = home.run_with(&["media", "hash", path.to_str().unwrap()], &[("PATH", "/nowhere")]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(&format!("it is made of {codec}")) && said.contains("install ffmpeg"), "{said}");
    }
}

/// What the helper says of a film, or how it ended.
fn watched(home: &Home, film: &[u8], path: &str) -> Result<Value, String> {
    let mut given = tempfile::tempfile().unwrap();
    given.write_all(film).unwrap();
    given.rewind().unwrap();
    let mut command = home.command(&["watch-film", "mp4"]);
    command.env("PATH", path);
    let output = command.stdin(given).output().unwrap();
    let line = output.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice(line).map_err(|_| output.status.to_string())
}

#[test]
fn what_fails_in_our_own_ffmpeg_is_not_the_films_fault() {
    let home = Home::new();
    let facts = r#"echo '{"streams":[{"codec_type":"video","codec_name":"hevc","width":160,"height":120,"nb_read_packets":"30","duration":"2.0"}]}'"#;
    let no_facts = "echo '{}'; exit 1";
    let cases = [
        // What stands in for ffprobe, what for ffmpeg, and who is to blame.
        ("exit 127", "", "Ours"),
        ("exit 126", "", "Ours"),
        ("exit 1", "", "Ours"),
        ("kill -9 $$", "", "Ours"),
        ("kill -TERM $$", "", "Ours"),
        ("kill -XCPU $$", "", "Endless"),
        ("kill -SEGV $$", "", "Crashed"),
        (no_facts, "", "Structure"),
        (facts, "kill -9 $$", "Ours"),
        (facts, "head -c 57600 /dev/zero; kill -9 $$", "Ours"),
        (facts, "exit 255", "Ours"),
        (facts, "exit 127", "Ours"),
        (facts, "kill -XCPU $$", "Endless"),
        (facts, "exit 1", "Unreadable"),
        (facts, "head -c 460800 /dev/zero", "Static"),
    ];
    for (number, (ffprobe, ffmpeg, blamed)) in cases.into_iter().enumerate() {
        let folder = home.path(&format!("programs{number}"));
        std::fs::create_dir(&folder).unwrap();
        for (name, script) in [("ffprobe", ffprobe), ("ffmpeg", ffmpeg)] {
            let path = folder.join(name);
            std::fs::write(&path, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let film = std::fs::read(fixture("hevc.mp4")).unwrap();
        let verdict = watched(&home, &film, folder.to_str().unwrap()).unwrap();
        let fault = &verdict["fault"];
        assert!(fault.get(blamed).is_some() || fault == blamed, "{ffprobe} {ffmpeg}: {verdict}");
    }
}

#[test]
fn a_helper_lives_with_narrower_bounds_than_its_own() {
    let home = Home::new();
    let mut given = tempfile::tempfile().unwrap();
    given.write_all(&std::fs::read(fixture("main.mp4")).unwrap()).unwrap();
    given.rewind().unwrap();
    let helper = home.command(&["watch-film", "mp4"]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "ulimit -t 60; ulimit -n 32; exec \"$0\" watch-film mp4"]).arg(helper.get_program());
    let output = command.stdin(given).output().unwrap();
    let line = output.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let verdict: Value = serde_json::from_slice(line).unwrap();
    assert!(verdict.get("film").is_some(), "{verdict}");
}

#[test]
fn hundreds_of_spoiled_films_end_in_a_verdict_each() {
    let home = Home::new();
    let mut rng = SmallRng::seed_from_u64(5);
    let mut spoiled = Vec::new();
    for film in ["baseline.mp4", "high.mp4", "fragmented.mp4", "main.mp4"] {
        let whole = std::fs::read(fixture(film)).unwrap();
        for number in 0..100 {
            let mut bytes = whole.clone();
            for _ in 0..rng.random_range(1..30) {
                let at = rng.random_range(8..bytes.len());
                bytes[at] = rng.random();
            }
            if number % 7 == 0 {
                bytes.truncate(rng.random_range(12..whole.len()));
            }
            spoiled.push(bytes);
        }
    }
    let verdicts: Vec<Result<Value, String>> = std::thread::scope(|scope| {
        let parts: Vec<_> = spoiled
            .chunks(100)
            .map(|part| scope.spawn(|| part.iter().map(|film| watched(&home, film, "/nowhere")).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let count = |word: &str| verdicts.iter().flatten().filter(|verdict| verdict.get(word).is_some()).count();
    let broken: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.as_ref().err()).collect();
    assert_eq!(count("film") + count("fault"), spoiled.len(), "{broken:?}");
    assert!(count("film") > 10 && count("fault") > 50, "{} {}", count("film"), count("fault"));
    let ours = verdicts.iter().flatten().find(|verdict| verdict["fault"].get("Ours").is_some());
    assert_eq!(ours, None, "no film makes this machine the one to blame");
}

/// A film that passes every check; the same `seed` shows the same, whenever it is signed.
fn signed(world: &World, seed: u64) -> Vec<u8> {
    let film = demo::film("a large red circle", Dimensions { width: 320, height: 180 }, seed).unwrap();
    world.authority.sign_as("video/mp4", &film, UnixMillis::now(), "a large red circle").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_stored_once_and_a_copy_of_it_under_another_manifest_is_a_duplicate() {
    let world = World::new();
    let (one, two) = (world.miner(Mood::Accept).await, world.miner(Mood::Accept).await);
    let validator = world.run(Settings { modalities: vec![Modality::Video], ..world.settings() });
    let (first, second) = (one.challenge().await, two.challenge().await);
    validator.until_counts("both challenges", |counters| counters.issued == 2).await;
    assert!(Tier::parse(Modality::Video, &first.resolution).is_ok(), "{}", first.resolution);
    let stored = validator.deliver(&one.keypair, &first, &signed(&world, 1)).await;
    assert_eq!(stored, (200, "Binary content received".to_owned()));
    let (status, reason) = validator.deliver(&two.keypair, &second, &signed(&world, 1)).await;
    assert!(status == 400 && reason.ends_with("uplicate content detected"), "{status} {reason}");
    let folder = world.paths().validator(&world.validator);
    let [film] = &std::fs::read_dir(folder.join("videos/synthetic")).unwrap().collect::<Vec<_>>()[..] else {
        panic!("one film is kept")
    };
    assert_eq!(film.as_ref().unwrap().path().extension().unwrap(), "mp4");
    let database = rusqlite::Connection::open(folder.join("prompts.db")).unwrap();
    let columns = "modality, format, resolution, has_audio, perceptual_hash";
    let row: (String, String, String, bool, String) = database
        .query_row(&format!("SELECT {columns} FROM media"), [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .unwrap();
    assert_eq!((row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3), ("video", "MP4", "[320, 180]", false));
    assert!(row.4.ends_with("_8"), "{}", row.4);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_film_that_does_not_move_or_is_cut_answers_no_challenge() {
    // spec/gas.md 18, point 39
    for name in ["static.mp4", "one_frame.mp4", "two_frames.mp4", "slideshow.mp4"] {
        let world = World::new();
        let miner = world.miner(Mood::Accept).await;
        let validator = world.run(Settings { modalities: vec![Modality::Video], ..world.settings() });
        let challenge = miner.challenge().await;
        let film = std::fs::read(fixture(name)).unwrap();
        let body = world.authority.sign_as("video/mp4", &film, UnixMillis::now(), "").unwrap();
        let answer = validator.deliver(&miner.keypair, &challenge, &body).await;
        assert_eq!(answer, (400, "Corrupted or unreadable media".to_owned()), "{name}");
        validator.stop().await;
    }
}

/// A daemon in the foreground, ended with the test.
struct Daemon(Child);

impl Daemon {
    fn start(home: &Home, daemon: &str, settings: &str) -> Self {
        let name = format!("{daemon}.env");
        std::fs::write(home.path(&name), settings).unwrap();
        let mut command: Command = home.command(&["run", daemon, "--env-file", &name]);
        let log = std::fs::File::create(home.path(&format!("{daemon}.log"))).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log).stdin(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        strike(self.0.id(), nix::sys::signal::Signal::SIGKILL);
        let _ = self.0.wait();
    }
}

#[test]
fn a_demo_miner_films_what_a_validator_asks_for_and_the_film_is_kept() {
    let home = Home::new();
    home.ok(&["localnet", "create", "--block-time", "1s"]);
    home.ok(&["localnet", "register", "v/default", "--new", "--stake", "50000", "--permit"]);
    home.ok(&["localnet", "register", "m/default", "--new"]);
    let ledger = home.path("g/state/localnet.sqlite");
    let cache = home.path("cache");
    let miner = format!(
        "BT_CHAIN_ENDPOINT=local:{}\nBT_NETUID=34\nBT_WALLET_NAME=m\nBT_AXON_IP=127.0.0.1\nBT_AXON_PORT=0\n\
         IMAGE_SERVICE=demo\nVIDEO_SERVICE=demo\nDEMO_MAX_RESOLUTION=1K\nMINER_ALLOW_PRIVATE_WEBHOOKS=true\n\
         MINER_METRICS_ADDRESS=none\n",
        ledger.display()
    );
    let validator = format!(
        "BT_CHAIN_ENDPOINT=local:{}\nBT_NETUID=34\nWALLET_NAME=v\nCALLBACK_PORT=0\nCHALLENGE_INTERVAL=4\n\
         PROMPT_MODALITIES=image,video\nSN34_CACHE_DIR={}\n",
        ledger.display(),
        cache.display()
    );
    let _miner = Daemon::start(&home, "generator", &miner);
    let _validator = Daemon::start(&home, "validator", &validator);
    let kept = |modality: &str| {
        let connection = rusqlite::Connection::open(cache.join("prompts.db")).ok()?;
        let sql = "SELECT m.file_path, m.resolution, m.has_audio FROM media m JOIN generator_challenge_outcomes o
                   ON o.media_id = m.id WHERE m.modality = ?1 AND o.status IN ('stored', 'verified')";
        let row = connection.query_row(sql, [modality], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<bool>>(2)?))
        });
        row.ok()
    };
    let logs =
        || ["generator.log", "validator.log"].map(|name| std::fs::read_to_string(home.path(name)).unwrap_or_default());
    let film = std::panic::catch_unwind(|| wait_for(LONG, "a film in the store", || kept("video")));
    let (path, resolution, has_audio) = film.unwrap_or_else(|_| panic!("{}", logs().join("\n")));
    assert!(
        path.starts_with("videos/synthetic/") && Path::new(&path).extension().is_some_and(|end| end == "mp4"),
        "{path}"
    );
    assert_eq!((resolution.as_str(), has_audio), ("[848, 480]", Some(false)));
    wait_for(LONG, "a picture in the store", || kept("image"));
}
