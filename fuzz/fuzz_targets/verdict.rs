//! Any bytes end in a verdict, under both policies: no abort, no endless loop, no memory without end, and the two
//! verdicts agree with each other and with themselves.
#![no_main]

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::OnceLock;

use gascli::verification::c2pa::{Check, Policy, TrustSet, Verdict, verify_medium};
use libfuzzer_sys::fuzz_target;

/// The network's names, and the roots of `GASCLI_FUZZ_ANCHORS` if it is set.
fn trust() -> &'static TrustSet {
    static TRUST: OnceLock<TrustSet> = OnceLock::new();
    TRUST.get_or_init(|| {
        // libFuzzer's hook aborts on every panic, caught or not. What is not caught aborts without it, too.
        std::panic::set_hook(Box::new(|_| ()));
        let names = TrustSet::network_names();
        match std::env::var_os("GASCLI_FUZZ_ANCHORS") {
            Some(path) => names.with_anchors(&[PathBuf::from(path)]).expect("the roots can be read"),
            None => names,
        }
    })
}

fn verdict(bytes: &[u8], policy: Policy) -> Verdict {
    verify_medium(&mut Cursor::new(bytes), &Check { policy, ..Check::new(trust()) })
}

fuzz_target!(|bytes: &[u8]| {
    let network = verdict(bytes, Policy::Sn34);
    let strict = verdict(bytes, Policy::Strict);
    // A failed assertion is a panic, which the hook above keeps silent: say it, then end.
    let holds = network.passes() == network.class.is_none()
        && strict.passes() == strict.class.is_none()
        && (network.passes() || !strict.passes())
        && (network.passes() || network.weaknesses.is_empty());
    if !holds {
        eprintln!("verdicts contradict each other: {network:?} {strict:?}");
        std::process::abort();
    }
});
