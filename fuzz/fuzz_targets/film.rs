//! Any bytes end in a verdict on a film, decoded in this process: no abort, no endless loop, no memory without end. What is
//! found here costs one helper process in the binary, and should cost none.
#![no_main]

use std::io::Cursor;
use std::sync::Once;

use gascli::media::{View, view};
use gascli::types::Modality;
use libfuzzer_sys::fuzz_target;

static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // libFuzzer's hook aborts on every panic, caught or not.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| ())));
    if let Ok(View::Film(film)) = view(&mut Cursor::new(bytes), Modality::Video)
        && !((2..=8).contains(&film.frames.len()) && film.frame_count >= 3)
    {
        eprintln!("a film without frames passes: {:?}", film.dimensions);
        std::process::abort();
    }
});
