//! What several tests need: the binary, a home of its own, shared data.

use std::path::{Path, PathBuf};

/// Folder of shared data: `$GASCLI_SHARED`, else `../shared` beside the checkout. Without it a test skips, saying so,
/// unless `GASCLI_REQUIRE_SHARED=1` makes that a failure.
pub(crate) fn shared(below: &str) -> Option<PathBuf> {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = base.join(below);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("GASCLI_REQUIRE_SHARED").is_none_or(|value| value != "1"),
        "shared data is required but missing: {}",
        path.display()
    );
    eprintln!("skipped 1 test: shared data `{below}` is not on this machine");
    None
}
