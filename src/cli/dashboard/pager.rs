//! A text in the operator's pager, while the terminal is the pager's.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::signals::{self, Signals};
use crate::cli::output;
use crate::supervisor::logs::sgr_length;

/// What shows a text if the operator has named nothing.
const USUAL: &str = "less -R";
/// How often to look whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Shows it until the pager ends.
pub(super) fn show(environment: &BTreeMap<String, String>, text: &str, signals: &Signals) -> io::Result<()> {
    let named = ["GASCLI_PAGER", "PAGER"].into_iter().filter_map(|name| environment.get(name));
    let pager = named.map(String::as_str).find(|pager| !pager.trim().is_empty()).unwrap_or(USUAL);
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    if !environment.contains_key("LESS") {
        command.env("LESS", "R");
    }
    let mut child = command.spawn()?;
    let input = child.stdin.take();
    let text = safe(text);
    // Ends when the pager has read all or closes the pipe; not waited for: a part of the pager may outlive it.
    std::thread::spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // Ctrl-C is the pager's while it has the terminal, and so is Ctrl-Z: but we stop with it.
        signals.forget_interrupt();
        if signals.end().is_some() {
            child.kill()?;
        }
        if signals.take_stop() {
            signals::stop_here();
        }
        std::thread::sleep(LOOK);
    };
    match status.code() {
        Some(code @ (126 | 127)) => Err(io::Error::other(format!("`{pager}` cannot be run (exit {code})"))),
        _ => Ok(()),
    }
}

/// Colours stay; all else that could steer the terminal is made visible.
fn safe(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line;
        while let Some(at) = rest.find('\x1b') {
            found.push_str(&output::escaped(rest.get(..at).unwrap_or_default()));
            rest = rest.get(at..).unwrap_or_default();
            let length = sgr_length(rest.as_bytes());
            match length {
                0 => found.push_str(&output::escaped("\x1b")),
                length => found.push_str(rest.get(..length).unwrap_or_default()),
            }
            rest = rest.get(length.max(1)..).unwrap_or_default();
        }
        found.push_str(&output::escaped(rest));
        found.push_str("\x1b[0m\n");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_colours_in_the_pager_and_cannot_steer_the_terminal() {
        assert_eq!(safe("\x1b[31mred\x1b[2J\x07"), "\x1b[31mred\\u{1b}[2J\\u{7}\x1b[0m\n");
    }
}
