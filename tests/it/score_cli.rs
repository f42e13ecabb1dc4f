//! `gascli score simulate` and `score discriminator`.

use serde_json::{Value, json};

use crate::support::{Home, text};

/// The miners of spec/gas.md 11.9 C.
fn example() -> Value {
    let image = |requested: &str, side: Option<u32>| json!({ "requested": requested, "width": side, "height": side });
    let film = |requested: &str| json!({ "requested": requested, "width": 1280, "height": 720 });
    let films: Vec<Value> = ["480p", "720p", "1080p"].into_iter().flat_map(|tier| vec![film(tier); 4]).collect();
    let seedance = |requested: &str, width, height| json!({ "requested": requested, "width": width, "height": height, "model_name": "dreamina-seedance-2-0" });
    json!({ "miners": [
        {
            "name": "five",
            "image": {
                "items": [
                    image("1K", Some(1024)), image("2K", Some(2048)), image("4K", Some(4096)), image("4K", Some(1024)),
                    image("1K", Some(4096)), image("2K", None),
                ],
                "failed": 2,
            },
            "video": { "items": films, "failed": 3 },
            "fooled": 30,
            "not_fooled": 10,
        },
        {
            "name": "nine",
            "video": {
                "items": [seedance("1080p", 1920, 1080), seedance("720p", 1280, 720), seedance("1080p", 864, 496)],
                "failed": 1,
            },
        },
    ] })
}

fn simulate(home: &Home, document: &Value) -> std::process::Output {
    std::fs::write(home.path("outcomes.json"), document.to_string()).unwrap();
    home.run(&["score", "simulate", "outcomes.json", "--json"])
}

#[test]
fn given_outcomes_earn_what_the_specification_works_out() {
    // spec/gas.md 11.9 C and D
    let home = Home::new();
    let output = simulate(&home, &example());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (index, reward, score) in [(0, 28.962_986, 14.481_493), (1, 4.362_094, 2.181_047)] {
        let miner = &found["miners"][index];
        assert!((miner["reward"]["value"].as_f64().unwrap() - reward).abs() < 5e-7, "{miner}");
        assert!((miner["score"].as_f64().unwrap() - score).abs() < 5e-7, "{miner}");
    }
    let weights: Vec<u64> =
        found["special"].as_array().unwrap().iter().map(|row| row["weight"].as_u64().unwrap()).collect();
    assert_eq!(weights, [0, 65_535, 65_535, 6_554]);
    let share = |index: usize| found["miners"][index]["share"].as_f64().unwrap();
    assert!((share(0) + share(1) - 0.16).abs() < 1e-9);
}

#[test]
fn what_is_wrong_with_a_document_is_told_with_its_place() {
    let home = Home::new();
    for (pointer, value, complaint) in [
        (
            "/miners/0/video/items/1/requested",
            json!("4K"),
            "$.miners[0].video.items[1].requested: `4K` is no video resolution",
        ),
        ("/miners/1/video/failed", json!(-1), "$.miners[1].video.failed: a whole number of at least 0"),
        ("/miners/1/name", json!("five"), "$.miners: two miners are named `five`"),
        ("/miners/0/image/items", json!({}), "$.miners[0].image.items: an array is expected"),
        ("/miners", json!(7), "$.miners: an array is expected"),
        ("", json!({ "miner": [] }), "$: the field `miner` is none of"),
        ("", json!({ "miners": [], "prices": { "x": 0 } }), "$.prices: `x` has no price above zero"),
        ("", json!({ "miners": [], "registered": ["burnt"] }), "$.registered[0]: one of burn, video_escrow"),
    ] {
        let mut document = example();
        *document.pointer_mut(pointer).unwrap() = value;
        let output = simulate(&home, &document);
        assert_eq!(output.status.code(), Some(2), "{pointer}");
        assert!(text(&output.stderr).contains(complaint), "`{complaint}` is not in {}", text(&output.stderr));
    }
}

#[test]
fn the_documented_example_is_read_and_nobody_is_paid_without_a_score() {
    let home = Home::new();
    std::fs::write(home.path("outcomes.json"), home.ok(&["score", "simulate", "--example"])).unwrap();
    let shown = home.ok(&["score", "simulate", "outcomes.json"]);
    assert!(shown.contains("nothing delivered in 24 h") && shown.contains("video escrow"), "{shown}");
    let nobody = json!({ "miners": [{ "name": "a", "image": { "failed": 1 } }], "registered": [] });
    let output = simulate(&home, &nobody);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(found["refusal"].as_str().unwrap().contains("no share is above zero"), "{found}");
}

#[test]
fn a_discriminator_is_scored_as_the_benchmark_does() {
    // spec/gas.md 11.10
    let home = Home::new();
    assert_eq!(home.ok(&["score", "discriminator", "--mcc", "0.9", "--brier", "0.02"]), "0.899587\n");
    assert_eq!(home.ok(&["score", "discriminator", "--mcc", "-0.2", "--brier", "0.1"]), "0.364395\n");
    assert_eq!(home.run(&["score", "discriminator", "--mcc", "2", "--brier", "0"]).status.code(), Some(2));
}
