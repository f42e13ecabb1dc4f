//! PM2's own list of processes: what `pm2 jlist` prints, and what its dump file holds. Pure.

use std::time::Duration;

use serde_json::{Map, Value};

use super::error::ImportError;

/// Longest list that is read: hundreds of processes.
pub(super) const LONGEST: u64 = 16 << 20;

/// A process as PM2 knows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Process {
    /// PM2's number; dumps have none.
    pub(super) id: Option<u64>,
    /// PM2's name, which may be any text.
    pub(super) name: String,
    /// Where in its life it is, in PM2's words.
    pub(super) state: String,
    /// Its process, while it runs.
    pub(super) pid: Option<u32>,
    /// All that PM2 keeps of it, the environment included.
    facts: Map<String, Value>,
}

impl Process {
    fn of(item: Value, at: usize) -> Result<Self, String> {
        let Value::Object(mut item) = item else { return Err(format!("item {at} is no object")) };
        let pid = number(item.get("pid")).and_then(|pid| u32::try_from(pid).ok()).filter(|pid| *pid > 0);
        // A dump holds the inner object alone.
        let facts = match item.remove("pm2_env") {
            Some(Value::Object(facts)) => facts,
            Some(_) => return Err(format!("`pm2_env` of item {at} is no object")),
            None => item,
        };
        let text = |key: &str| facts.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let name = text("name").ok_or_else(|| format!("item {at} has no name"))?.to_owned();
        let state = text("status").unwrap_or("unknown").to_owned();
        Ok(Self { id: number(facts.get("pm_id")), name, state, pid, facts })
    }

    /// Whether PM2 keeps it running.
    pub(super) fn is_wanted(&self) -> bool {
        matches!(self.state.as_str(), "online" | "launching" | "waiting restart" | "one-launch-status")
    }

    /// Whether nothing of it is left to be stopped, as far as PM2 knows.
    pub(super) fn is_at_rest(&self) -> bool {
        // What is errored, a boot would start.
        self.pid.is_none() && self.state == "stopped"
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.facts.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// A whole number, also one in quotes.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        number(self.get(key))
    }

    /// A switch, also one in quotes; anything else that is set counts as on.
    pub(super) fn switch(&self, key: &str) -> Option<bool> {
        Some(match self.get(key)? {
            Value::Bool(switch) => *switch,
            Value::String(text) => !matches!(text.as_str(), "false" | ""),
            Value::Number(number) => number.as_f64() != Some(0.0),
            _ => true,
        })
    }

    /// A span: milliseconds, or a number with `ms`, `s`, `m` or `h`.
    pub(super) fn span(&self, key: &str) -> Option<Duration> {
        let ms = number(self.get(key)).or_else(|| {
            let (number, unit) = split(self.text(key)?)?;
            let factor = match unit {
                "ms" => 1,
                "s" => 1000,
                "m" => 60_000,
                "h" => 3_600_000,
                _ => return None,
            };
            number.checked_mul(factor)
        });
        ms.map(Duration::from_millis)
    }

    /// A size: bytes, or a number with `K`, `M` or `G`.
    pub(super) fn size(&self, key: &str) -> Option<u64> {
        number(self.get(key)).or_else(|| {
            let (number, unit) = split(self.text(key)?)?;
            let shift = match unit.to_ascii_uppercase().trim_end_matches('B') {
                "K" => 10,
                "M" => 20,
                "G" => 30,
                _ => return None,
            };
            number.checked_mul(1 << shift)
        })
    }

    /// Words: a list, or a line in which quotes keep words together.
    pub(super) fn words(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            Some(Value::String(line)) => words(line),
            _ => Vec::new(),
        }
    }

    /// The variables that it is started with, PM2's own among them.
    pub(super) fn environment(&self) -> impl Iterator<Item = (&str, String)> {
        let all = self.get("env").and_then(Value::as_object);
        all.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), scalar(value)?)))
    }

    /// Which of several of one name it is.
    pub(super) fn instance(&self) -> Option<u64> {
        self.number(self.text("instance_var").unwrap_or("NODE_APP_INSTANCE"))
    }

    /// Whether it belongs to PM2 itself.
    pub(super) fn is_module(&self) -> bool {
        self.switch("pmx_module") == Some(true)
    }
}

pub(super) fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64(),
    }
}

fn split(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..digits].parse().ok()?, text[digits..].trim()))
}

/// A value as a program reads it in its environment or arguments.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The words of a line; quotes of either kind keep blanks.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for character in line.chars() {
        match (quote, character) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, c) if c.is_ascii_whitespace() => all.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    all.extend(word);
    all
}

/// The processes of a list. PM2 prints banners and warnings before and behind it. `of` names it in errors, which hold
/// nothing else of it: there are secrets in it.
pub(super) fn parse(bytes: &[u8], of: &str) -> Result<Vec<Process>, ImportError> {
    let refused = |why: String| ImportError::NoList { of: of.to_owned(), why };
    if bytes.len() as u64 > LONGEST {
        return Err(ImportError::TooLong { of: of.to_owned() });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| refused("it is not UTF-8".into()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(refused("it is empty".into()));
    }
    let items = match serde_json::from_str(text) {
        Ok(Value::Array(items)) => items,
        Ok(_) => return Err(refused("a list is expected".into())),
        Err(error) => {
            // The list is one line, which other lines may surround.
            let mut lists = text.lines().rev().map(str::trim).filter(|line| line.starts_with("[{") || *line == "[]");
            let found = lists.find_map(|line| serde_json::from_str(line).ok());
            found.ok_or_else(|| refused(format!("no JSON (line {}, column {})", error.line(), error.column())))?
        }
    };
    items.into_iter().enumerate().map(|(at, item)| Process::of(item, at + 1)).collect::<Result<_, _>>().map_err(refused)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const JLIST: &str = include_str!("../../../tests/it/fixtures/pm2/jlist-7.0.4.txt");
    const DUMP: &str = include_str!("../../../tests/it/fixtures/pm2/dump-7.0.4.json");

    fn names(text: &str) -> Vec<String> {
        parse(text.as_bytes(), "it").unwrap().into_iter().map(|process| process.name).collect()
    }

    #[test]
    fn a_list_is_found_among_what_pm2_says_besides() {
        let expected = ["bitmind-generative-miner", "sn34-validator", "sh", "worker", "worker", "web node", "web node"];
        let mut found = names(JLIST);
        found.sort();
        let mut sorted = expected.map(str::to_owned);
        sorted.sort();
        assert_eq!(found, sorted);
        assert_eq!(names(DUMP).len(), expected.len());
        let noise =
            format!("\u{1b}[32m[PM2] \u{1b}[39mhello\n\n>>>> In-memory PM2 is out-of-date\n{JLIST}\n[PM2] bye\n");
        assert_eq!(names(&noise), names(JLIST));
        assert!(names("banner\n[]\n").is_empty());
        let all = parse(JLIST.as_bytes(), "it").unwrap();
        let miner = all.iter().find(|process| process.name == "bitmind-generative-miner").unwrap();
        assert_eq!((miner.id, miner.state.as_str(), miner.is_wanted()), (Some(0), "online", true));
        assert!(miner.pid.is_some());
        let stopped = all.iter().find(|process| process.name == "sh").unwrap();
        assert_eq!((stopped.pid, stopped.is_wanted(), stopped.is_at_rest()), (None, false, true));
    }

    #[test]
    fn what_is_no_list_is_refused_without_a_word_of_it() {
        for text in
            ["", "hunter2", "{\"hunter2\":1}", "[hunter2]", "[{\"hunter2\":1}]", "[1]", "[{\"pm2_env\":\"hunter2\"}]"]
        {
            let error = parse(text.as_bytes(), "it").unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
        assert!(parse("[".repeat(100_000).as_bytes(), "it").is_err());
        assert!(parse(&[b'[', 0xff], "it").is_err());
    }

    #[test]
    fn numbers_spans_sizes_and_words_are_read_in_every_spelling_of_pm2() {
        let process = |value: Value| Process::of(serde_json::json!({ "name": "a", "x": value }), 1).unwrap();
        for (value, ms) in [(1600.into(), 1600), ("1600".into(), 1600), ("10s".into(), 10_000), ("2m".into(), 120_000)]
        {
            assert_eq!(process(value).span("x"), Some(Duration::from_millis(ms)));
        }
        for (value, bytes) in [(7.into(), 7), ("300M".into(), 300 << 20), ("2GB".into(), 2 << 30)] {
            assert_eq!(process(value).size("x"), Some(bytes));
        }
        for value in [Value::Null, "soon".into(), (-1).into(), serde_json::json!({}), "99999999999999999999h".into()] {
            assert_eq!((process(value.clone()).span("x"), process(value).size("x")), (None, None));
        }
        assert_eq!(process("--name 'a b' \"\" c\"d e\"".into()).words("x"), ["--name", "a b", "", "cd e"]);
        assert_eq!(process(serde_json::json!(["a b", 1, true, null])).words("x"), ["a b", "1", "true"]);
    }

    proptest! {
        #[test]
        fn no_content_makes_the_reader_panic(text in "(\\[|\\]|\\{|\\}|\"name\"|\"pm2_env\"|:|,|\"a\"|1|\n|\\PC){0,60}") {
            let _ = parse(text.as_bytes(), "it");
        }
    }
}
