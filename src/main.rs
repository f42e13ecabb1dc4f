//! The `gascli` binary. Everything is in the library, so that tests and benchmarks reach it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    gascli::cli::run()
}
