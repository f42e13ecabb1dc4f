//! `media hash` and `media compare` on files of every kind, and on what is none.

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage};

use gascli::media::Dimensions;
use gascli::providers::demo::paint;

use crate::support::{Home, text};

/// The last vector of spec/gas.md 9.1.
const VECTOR: &str = "8aa84a121fff305057ff3e5000ff75922abf75f200073fac55553faf000075ed";

fn low(value: u32) -> u8 {
    value.to_be_bytes()[3]
}

fn vector() -> RgbImage {
    RgbImage::from_fn(320, 256, |x, y| Rgb([low(255 * x / 319), low(y), low(x + y)]))
}

fn save(home: &Home, name: &str, picture: impl Into<DynamicImage>, format: ImageFormat) -> String {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    std::fs::write(home.path(name), bytes.into_inner()).unwrap();
    name.to_owned()
}

/// Hash of a file without its segments.
fn hash(home: &Home, name: &str) -> String {
    let line = home.ok(&["media", "hash", name]);
    let (hash, rest) = line.split_once("  ").unwrap();
    assert_eq!(rest.trim_end(), name);
    hash.split('|').next().unwrap().to_owned()
}

#[test]
fn the_vector_of_the_specification_has_its_hash_in_every_lossless_format() {
    let home = Home::new();
    for (name, format) in [
        ("v.png", ImageFormat::Png),
        ("v.bmp", ImageFormat::Bmp),
        ("v.tiff", ImageFormat::Tiff),
        ("v.webp", ImageFormat::WebP),
    ] {
        assert_eq!(hash(&home, &save(&home, name, vector(), format)), VECTOR, "{name}");
    }
    let mut clear = DynamicImage::ImageRgb8(vector()).to_rgba8();
    clear.pixels_mut().enumerate().for_each(|(at, pixel)| pixel.0[3] = at.to_be_bytes()[7]);
    assert_eq!(hash(&home, &save(&home, "clear.png", clear, ImageFormat::Png)), VECTOR, "alpha plays no part");
    let deep = vector().into_raw().into_iter().map(|value| u16::from(value) << 8 | 0xff).collect();
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> = ImageBuffer::from_raw(320, 256, deep).unwrap();
    assert_eq!(hash(&home, &save(&home, "deep.png", DynamicImage::ImageRgb16(deep), ImageFormat::Png)), VECTOR);
}

#[test]
fn odd_pictures_have_a_hash() {
    let home = Home::new();
    let grey = |width, height| GrayImage::from_fn(width, height, |x, y| Luma([low(x * 7 + y * 3)]));
    for (name, picture) in [
        ("1x1.png", grey(1, 1)),
        ("wide.png", grey(16_000, 1)),
        ("tall.png", grey(1, 16_000)),
        ("thin.png", grey(3, 900)),
    ] {
        assert_eq!(hash(&home, &save(&home, name, picture, ImageFormat::Png)).len(), 64, "{name}");
    }
    let flat = RgbImage::from_pixel(300, 200, Rgb([128; 3]));
    assert_eq!(hash(&home, &save(&home, "flat.gif", flat, ImageFormat::Gif)), format!("8{}", "0".repeat(63)));
}

#[test]
fn hashes_come_in_the_order_of_the_files_and_those_without_are_named_at_the_end() {
    let home = Home::new();
    let good: Vec<String> = (0..20)
        .map(|at| save(&home, &format!("{at}.png"), RgbImage::from_pixel(9, 9, Rgb([at; 3])), ImageFormat::Png))
        .collect();
    std::fs::write(home.path("film.mp4"), b"\0\0\0\x18ftypisom\0\0\0\0").unwrap();
    std::fs::write(home.path("text.png"), "no picture").unwrap();
    let mut bomb = std::fs::read(home.path(&save(&home, "b.bmp", vector(), ImageFormat::Bmp))).unwrap();
    bomb[18..26].copy_from_slice(&[0xff, 0x3f, 0, 0, 0xff, 0x3f, 0, 0]); // 16,383 pixels each way
    std::fs::write(home.path("bomb.bmp"), bomb).unwrap();
    let mut arguments = vec!["media", "hash", "film.mp4", "text.png", "bomb.bmp", "gone.png"];
    arguments.extend(good.iter().map(String::as_str));
    let output = home.run(&arguments);
    assert_eq!(output.status.code(), Some(2));
    let names: Vec<String> =
        text(&output.stdout).lines().map(|line| line.split_once("  ").unwrap().1.to_owned()).collect();
    assert_eq!(names, good);
    let said = text(&output.stderr);
    for part in [
        "error: 4 of 24 files have no hash: ",
        "`film.mp4` (the mp4 ", // with ffmpeg on the PATH it is asked too, and says it in its own words
        "`text.png` (bin is not decoded by this build)",
        "`bomb.bmp` (the bmp does not decode: ",
        "`gone.png` (it cannot be opened: ",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let one = home.run(&["media", "hash", "film.mp4"]);
    let told = text(&one.stderr);
    assert!(told.starts_with("error: `film.mp4` has no hash\n  caused by: the mp4 "), "{told}");
}

#[test]
fn json_says_the_same_as_the_text() {
    let home = Home::new();
    save(&home, "v.png", vector(), ImageFormat::Png);
    let document = home.json(&["media", "hash", "v.png"]);
    let line = home.ok(&["media", "hash", "v.png"]);
    let file = serde_json::json!({
        "file": "v.png", "format": "png", "width": 320, "height": 256,
        "perceptual_hash": line.split_once("  ").unwrap().0,
    });
    assert_eq!(document, serde_json::json!({ "schema": "gascli/1", "files": [file] }));
}

#[test]
fn compare_answers_by_its_exit_status_and_says_why() {
    let home = Home::new();
    let png = save(&home, "v.png", vector(), ImageFormat::Png);
    let scene = paint("a large red star on the left", Dimensions { width: 300, height: 240 }, 1);
    let scenes = ["s.png", "s.jpg"].map(|name| save(&home, name, scene.clone(), ImageFormat::from_path(name).unwrap()));
    let (far, near) = ("0".repeat(64), format!("{}3f", "0".repeat(62)));
    for (new, known, code, distance, same_prompt, all_media) in [
        (scenes[0].as_str(), scenes[1].as_str(), 0, None, true, None),
        (&png, VECTOR, 0, Some(0), true, Some(true)),
        (&near, &far, 0, Some(6), true, Some(false)),
        (&png, &far, 1, None, false, Some(false)),
        ("ff00,00ff_2", "ff01,00ff_2", 0, Some(0), true, Some(true)), // spec/gas.md 9.3
        ("ff00,0000_2", "ffff", 0, Some(8), true, Some(false)),
    ] {
        let output = home.run(&["media", "compare", new, known, "--json"]);
        assert_eq!(output.status.code(), Some(code), "{new} {known}: {}", text(&output.stderr));
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["same_prompt"]["duplicate"], same_prompt, "{document}");
        assert!(distance.is_none_or(|distance| document["distance"] == distance), "{document}");
        assert!(all_media.is_none_or(|duplicate| document["all_media"]["duplicate"] == duplicate), "{document}");
    }
    let output = home.run(&["media", "compare", "ff|00;ff", "ffff|00;ff"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout), @r"
    Distance:           8 of 256 bits
    Matching segments:  2 of 2
    Same prompt:        duplicate (at most 8 bits, or 2 segments)
    All media:          duplicate (at most 4 bits, or 2 segments)
    ");
}

#[test]
fn what_is_neither_a_file_nor_a_hash_is_named() {
    let home = Home::new();
    std::fs::create_dir(home.path("folder")).unwrap();
    for (given, said) in [
        (
            "nothing.png",
            "error: `nothing.png` is neither a file nor a hash of a medium\nhint: `gascli media hash FILE` prints a file's \
             hash\n",
        ),
        (
            "folder",
            "error: `folder` has no hash\n  caused by: it cannot be read\n  caused by: Is a directory (os error 21)\nhint: \
             name a file, not a folder\n",
        ),
    ] {
        let output = home.run(&["media", "compare", given, "ff"]);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(2), said));
    }
}

#[test]
fn pictures_of_the_reference_data_have_the_hashes_of_the_reference() {
    // Made with Pillow 12.2.0 and imagehash 4.3.2 by tests/interop/perceptual_hash.py, JPEGs within two bits: decoders
    // round differently.
    let Some(folder) = crate::support::shared("data/c2pa/dev/files") else { return };
    let home = Home::new();
    let vectors: Vec<(String, String)> = serde_json::from_str(include_str!("fixtures/perceptual_hashes.json")).unwrap();
    for (name, expected) in &vectors {
        let path = folder.join(name);
        let known = format!("{expected}_1");
        let document = home.json(&["media", "compare", &path.display().to_string(), &known]);
        let most = if Path::new(name).extension().is_some_and(|extension| extension == "jpg") { 2 } else { 0 };
        assert!(document["distance"].as_u64().unwrap() <= most, "{name}: {document}");
    }
    assert!(vectors.len() >= 12);
}
