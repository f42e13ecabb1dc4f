//! Commands as pages show them, made into words that the tree of commands can parse.
//!
//! What a reader would replace or leave out is written so: `NAME` (capitals) or `<name>` stands for a value, `[…]` may be left
//! out, `a|b` is one or the other, `NAME…` several of them, and `…` alone whatever belongs there.

use super::page::{Block, Page};

/// A command that a page shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// What stands behind `gascli`.
    pub(super) words: Vec<String>,
    /// It is only named: what it needs besides may be missing.
    pub(super) is_named: bool,
}

/// What stands for a value, and one that the program would take. Others are tried with a number and with a name.
const VALUES: [(&str, &str); 6] = [
    ("WALLET/HOTKEY", "mine/default"),
    ("USER@HOST", "me@host"),
    ("TIME", "2026-03-01T12:00:00Z"),
    ("HEX", "319af0a7729e6f89269c131ea6a3a16fcd86389fdcab3c47a4a675c161a3f974"),
    ("SPAN", "10m"),
    ("SIZE", "80x24"),
];

/// Every command of a page.
pub(super) fn commands(page: &Page) -> Vec<Shown> {
    let typed = page.blocks().into_iter().flat_map(|block| lines(&block)).flat_map(|line| of_line(&line, false));
    let named =
        page.spans().into_iter().filter(|span| span.starts_with("gascli ")).flat_map(|span| of_line(&span, true));
    typed.chain(named).collect()
}

/// The lines of a block that are typed: all of them in `sh`, those behind `$` in `console`, and in other blocks those that
/// begin with the program's name, up to the explanation beside them.
fn lines(block: &Block) -> Vec<String> {
    let text = block.lines.join("\n").replace("\\\n", " ");
    let lines = text.lines().filter_map(|line| {
        let typed = line.strip_prefix("$ ");
        match block.kind.as_str() {
            "console" => typed.map(str::to_owned),
            "sh" | "bash" => Some(typed.unwrap_or(line).to_owned()),
            "text" | "" => {
                let line = typed.unwrap_or(line);
                let is_command =
                    line.starts_with("gascli ") && line[7..].starts_with(|it: char| it.is_ascii_lowercase());
                is_command.then(|| line.split("  ").next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    });
    lines.collect()
}

/// The commands of a line of a shell, those in `$(…)` too.
fn of_line(line: &str, is_named: bool) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut line = line.to_owned();
    while let Some(start) = line.find("$(") {
        let Some(length) = line[start..].find(')') else { break };
        found.extend(of_line(&line[start + 2..start + length], is_named));
        line.replace_range(start..=start + length, "1");
    }
    for words in parts(&line) {
        let is_before = |word: &&String| {
            word.split_once('=').is_some_and(|(name, _)| is_placeholder(name))
                || ["sudo", "env", "exec"].contains(&word.as_str())
        };
        let words: Vec<String> = words.iter().skip_while(is_before).cloned().collect();
        if let Some((program, arguments)) = words.split_first()
            && program == "gascli"
        {
            found.extend(variants(arguments).into_iter().map(|words| Shown { words, is_named }));
        }
    }
    found
}

/// A line cut into commands, and those into words, as a shell does; `a|b` stays a word.
fn parts(line: &str) -> Vec<Vec<String>> {
    let (mut parts, mut word, mut quote) = (vec![Vec::new()], None::<String>, None);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match (quote, letter) {
            (Some(mark), _) if mark == letter => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, '|') if word.is_some() && !next.is_whitespace() => word.get_or_insert_default().push(letter),
            (None, '<') if next.is_alphabetic() => word.get_or_insert_default().push(letter),
            (None, '>') if word.as_ref().is_some_and(|word| word.contains('<')) => {
                word.get_or_insert_default().push(letter);
            }
            (None, '|' | '&' | ';' | '<' | '>') => {
                word.take_if(|word| letter == '>' && word.as_str() == "2");
                parts.last_mut().unwrap().extend(word.take());
                parts.push(Vec::new()); // behind `<` and `>` it is the name of a file, which is no command of ours
            }
            (None, letter) if letter.is_whitespace() => parts.last_mut().unwrap().extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    parts.last_mut().unwrap().extend(word);
    parts
}

/// What a reader may type for it: with what may be left out and without, and with each alternative.
fn variants(words: &[String]) -> Vec<Vec<String>> {
    let open = words.iter().position(|word| word == "…" || word == "...").unwrap_or(words.len());
    let mut depth = 0_usize;
    let (mut all, mut least) = (Vec::new(), Vec::new());
    for word in &words[..open] {
        depth += word.matches('[').count();
        let bare = word.trim_matches(['[', ']', '(', ')', '…']).trim_end_matches("...").to_owned();
        if depth == 0 {
            least.push(bare.clone());
        }
        if !bare.is_empty() {
            all.push(bare);
        }
        depth = depth.saturating_sub(word.matches(']').count());
    }
    let mut variants = Vec::new();
    for words in [all, least] {
        let most = words.iter().map(|word| word.split('|').count()).max().unwrap_or(1);
        for number in 0..most {
            let choose =
                |word: &String| word.split('|').nth(number).or_else(|| word.split('|').next()).map(str::to_owned);
            let chosen: Vec<String> = words.iter().filter_map(choose).collect();
            if !variants.contains(&chosen) {
                variants.push(chosen);
            }
        }
    }
    variants
}

/// With values for what stands for them: what fits the words, then a number everywhere, then a name.
pub(super) fn filled(words: &[String]) -> [Vec<String>; 3] {
    let fill = |other: &str, by_name: bool| {
        let value = |text: &str| {
            let known = VALUES.iter().find(|(name, _)| by_name && *name == text).map(|known| known.1);
            if is_placeholder(text) { known.unwrap_or(other).to_owned() } else { text.to_owned() }
        };
        let word = |word: &String| match word.split_once('=') {
            Some((name, given)) => format!("{name}={}", value(given)),
            None => value(word),
        };
        words.iter().map(word).collect()
    };
    [fill("name", true), fill("1", false), fill("1", true)]
}

/// Whether a reader puts something else there: `NAME`, `WALLET/HOTKEY`, `<name>`.
fn is_placeholder(word: &str) -> bool {
    let is_capitals = word.starts_with(|it: char| it.is_ascii_uppercase())
        && word.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || "_-/@".contains(it));
    is_capitals || (word.starts_with('<') && word.ends_with('>'))
}

#[test]
fn what_a_reader_would_replace_or_leave_out_is_understood() {
    let shown = |line: &str| of_line(line, true).into_iter().map(|it| it.words.join(" ")).collect::<Vec<_>>();
    assert_eq!(shown("gascli logs NAME… [-n N] [-f]"), ["logs NAME -n N -f", "logs NAME"]);
    assert_eq!(shown("gascli trust remove NAME|FILE"), ["trust remove NAME", "trust remove FILE"]);
    assert_eq!(shown("gascli validator … --service data"), ["validator"]);
    assert_eq!(shown("FOO=1 sudo gascli ps --json | grep -o 'a b' > out  # gascli no"), ["ps --json"]);
    assert_eq!(shown(r#"kill "$(gascli ps web --json | jq .pid)"; gascli events"#), ["ps web --json", "events"]);
    assert_eq!(shown("gascli start web -- sh -c 'date; sleep 9' 2>&1"), ["start web -- sh -c date; sleep 9"]);
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let [fitting, number, _] = filled(&words("wallet new WALLET/HOTKEY --words N"));
    assert_eq!(fitting.join(" "), "wallet new mine/default --words name");
    assert_eq!(number.join(" "), "wallet new 1 --words 1");
}
