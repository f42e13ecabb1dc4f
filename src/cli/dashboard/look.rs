//! What the terminal can show, from the environment alone: a terminal that is asked may never answer.

use std::collections::BTreeMap;

use crate::dashboard::{Depth, Look, Theme};

/// Colours and characters for a terminal with this environment.
pub(super) fn look(environment: &BTreeMap<String, String>, theme: Theme, no_color: bool, is_ascii: bool) -> Look {
    let depth = if no_color { Depth::None } else { depth(environment) };
    Look { theme, depth, is_ascii: is_ascii || !is_utf8(environment) }
}

fn depth(environment: &BTreeMap<String, String>) -> Depth {
    let of = |name: &str| environment.get(name).map_or("", String::as_str);
    let term = of("TERM");
    if !of("NO_COLOR").is_empty() || term == "dumb" {
        Depth::None
    } else if ["truecolor", "24bit"].contains(&of("COLORTERM")) {
        Depth::True
    } else if term.contains("256color") {
        Depth::Indexed
    } else {
        Depth::Sixteen
    }
}

/// Whether the locale says so: the first of its variables that is set decides.
fn is_utf8(environment: &BTreeMap<String, String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| environment.get(name));
    let locale = set.map(|value| value.to_ascii_lowercase()).find(|value| !value.is_empty());
    locale.is_some_and(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Look {
        let all = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        look(&all, Theme::Dark, false, false)
    }

    #[test]
    fn the_environment_tells_colours_and_characters() {
        for (variables, depth, is_ascii) in [
            (&[("TERM", "xterm"), ("LANG", "de_DE.UTF-8")][..], Depth::Sixteen, false),
            (&[("TERM", "screen-256color"), ("LANG", "C.utf8")], Depth::Indexed, false),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True, true),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Depth::None, true),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::Indexed, true),
            (&[("TERM", "dumb"), ("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], Depth::None, true),
            (&[("TERM", "linux"), ("LC_ALL", ""), ("LC_CTYPE", "en_US.UTF-8")], Depth::Sixteen, false),
        ] {
            let found = of(variables);
            assert_eq!((found.depth, found.is_ascii), (depth, is_ascii), "{variables:?}");
        }
    }
}
