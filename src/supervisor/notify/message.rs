//! What a channel says of an event: templates, and the bodies that services expect.

use std::fmt::Write as _;

use serde_json::json;

use super::table::{Channel, Format};
use crate::supervisor::ServiceEvent;

/// Longest message. Discord takes 2000 characters, Telegram 4096.
const LONGEST: usize = 1900;
/// Longest template.
const LONGEST_TEMPLATE: usize = 16 << 10;
/// What may stand in a template, each in braces.
const WORDS: [&str; 11] =
    ["service", "kind", "text", "host", "at", "exit", "run", "number", "suppressed", "message", "json"];

/// An event with what a message tells besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) event: &'a ServiceEvent,
    /// Of the machine.
    pub(super) host: &'a str,
    /// Of the same kind and service, held back since the last message.
    pub(super) suppressed: u64,
}

/// A body with its media type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) media_type: &'static str,
}

/// Says what is wrong with a template. `whole`: it makes a whole body.
pub(super) fn check(template: &str, whole: bool) -> Result<(), String> {
    if template.trim().is_empty() || template.len() > LONGEST_TEMPLATE {
        return Err(format!("has a `template` that is empty or longer than {LONGEST_TEMPLATE} bytes"));
    }
    for word in placeholders(template) {
        if !WORDS.contains(&word) {
            return Err(format!("has `{{{word}}}` in its template; possible are {}", WORDS.join(", ")));
        }
    }
    // Numbers are put in bare, texts within quotes: a number suits both.
    let tried = fill(template, |_| "1".into());
    if whole && is_json(template) && serde_json::from_str::<serde_json::Value>(&tried).is_err() {
        return Err("has a template that begins like JSON, but is none".into());
    }
    Ok(())
}

/// The message of an event in words.
pub(super) fn words(template: Option<&str>, facts: Facts<'_>) -> String {
    let text = match template {
        Some(template) => fill(template, |word| value(word, facts)),
        None => usual(facts),
    };
    shortened(&text)
}

/// The body that a channel posts.
pub(super) fn body(channel: &Channel, facts: Facts<'_>) -> Body {
    let template = channel.template.as_deref();
    let json = |value: serde_json::Value| Body { text: value.to_string(), media_type: "application/json" };
    match (channel.format, template) {
        (None, Some(template)) if is_json(template) => {
            let text =
                fill(template, |word| if word == "json" { document(facts) } else { in_json(&value(word, facts)) });
            Body { text, media_type: "application/json" }
        }
        (None, Some(template)) => Body { text: words(Some(template), facts), media_type: "text/plain; charset=utf-8" },
        (None | Some(Format::Json), _) => Body { text: document(facts), media_type: "application/json" },
        // Both would make pings and links of what a program says.
        (Some(Format::Slack), template) => json(json!({ "text": without_markup(&words(template, facts)) })),
        (Some(Format::Discord), template) => {
            json(json!({ "content": words(template, facts), "allowed_mentions": { "parse": [] } }))
        }
        (Some(Format::Telegram), template) => json(
            json!({ "chat_id": channel.chat_id, "text": words(template, facts), "disable_web_page_preview": true }),
        ),
    }
}

/// `sn34-validator crashed on host7: exit 1, next start in 2 s`.
fn usual(facts: Facts<'_>) -> String {
    let event = facts.event;
    let about = event.service.as_ref().map_or("supervisor", |name| name.as_str());
    let mut text = format!("{about} {} on {}: {}", event.kind.word(), facts.host, event.text);
    if event.while_away {
        let _ = write!(text, " (at {}, while no supervisor ran)", event.at_ms);
    }
    if facts.suppressed > 0 {
        let _ = write!(text, " ({} more like it since the last message)", facts.suppressed);
    }
    text
}

/// The event as JSON, with the host and what was held back.
pub(super) fn document(facts: Facts<'_>) -> String {
    let mut value = serde_json::to_value(facts.event).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("host".into(), facts.host.into());
        object.insert("at".into(), facts.event.at_ms.to_string().into());
        object.insert("suppressed".into(), facts.suppressed.into());
    }
    value.to_string()
}

fn value(word: &str, facts: Facts<'_>) -> String {
    let event = facts.event;
    match word {
        "service" => event.service.as_ref().map_or("supervisor".into(), ToString::to_string),
        "kind" => event.kind.word().into(),
        "text" => event.text.clone(),
        "host" => facts.host.into(),
        "at" => event.at_ms.to_string(),
        "exit" => event.exit.map(|exit| exit.to_string()).unwrap_or_default(),
        "run" => event.run.to_string(),
        "number" => event.number.to_string(),
        "suppressed" => facts.suppressed.to_string(),
        "message" => usual(facts),
        "json" => document(facts),
        _ => String::new(),
    }
}

/// Whether a template makes JSON, so that what is put in must be escaped. `{text}: …` does not.
fn is_json(template: &str) -> bool {
    let start = template.trim_start();
    start.starts_with('[')
        || (start.starts_with('{') && placeholders(start).first().is_none_or(|word| !start[1..].starts_with(word)))
        || template.trim() == "{json}"
}

/// The words in braces; braces around anything else stand for themselves.
fn placeholders(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        if let Some(word) = placeholder(after) {
            found.push(word);
        }
        rest = after;
    }
    found
}

/// The word at the beginning, if a closing brace follows it.
fn placeholder(text: &str) -> Option<&str> {
    let (word, _) = text.split_once('}')?;
    (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(word)
}

fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = if let Some(word) = placeholder(after) {
            filled.push_str(&value(word));
            &after[word.len() + 1..]
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}

/// What stands between the quotes of a JSON text.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Slack's three characters (its "Escaping text").
fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::notify::NotifyTable;
    use crate::supervisor::{EventKind, Exit};
    use crate::types::UnixMillis;

    fn event() -> ServiceEvent {
        ServiceEvent {
            number: 7,
            at_ms: UnixMillis(1_700_000_000_000),
            service: Some("web".parse().unwrap()),
            kind: EventKind::Crashed,
            text: "it said \"no\" <!channel>\\".into(),
            exit: Some(Exit { code: Some(1), signal: None }),
            run: 3,
            while_away: false,
        }
    }

    fn channel(table: &str) -> Result<Channel, String> {
        let table: NotifyTable = toml::from_str(table).unwrap();
        table.channel("c", std::path::Path::new("/"))
    }

    fn posted(table: &str) -> Body {
        let channel = channel(&format!("webhook = 'http://x'\n{table}")).unwrap();
        body(&channel, Facts { event: &event(), host: "h", suppressed: 2 })
    }

    #[test]
    fn what_a_program_says_cannot_break_out_of_a_json_template() {
        let found = posted(r#"template = '{"say": "{text}", "n": {run}, "kind": "{kind}", "all": {json}}'"#);
        assert_eq!(found.media_type, "application/json");
        let value: serde_json::Value = serde_json::from_str(&found.text).unwrap();
        assert_eq!(value["say"], event().text);
        assert_eq!((&value["n"], &value["kind"]), (&3.into(), &"crashed".into()));
        assert_eq!(value["all"]["host"], "h");
    }

    #[test]
    fn each_service_gets_the_body_that_it_expects() {
        let of = |table: &str| serde_json::from_str::<serde_json::Value>(&posted(table).text).unwrap();
        let message = "web crashed on h: it said \"no\" <!channel>\\ (2 more like it since the last message)";
        assert_eq!(of("format = 'discord'")["content"], message);
        let slack = message.replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(of("format = 'slack'")["text"], slack);
        let telegram = of("format = 'telegram'\nchat_id = '-1'\ntemplate = '{service}: {exit}'");
        assert_eq!((&telegram["text"], &telegram["chat_id"]), (&"web: exit 1".into(), &"-1".into()));
        let plain = of("");
        assert_eq!((&plain["kind"], &plain["suppressed"]), (&"crashed".into(), &2.into()));
        let text = posted("template = '{service} {at}'");
        assert_eq!(
            (text.text.as_str(), text.media_type),
            ("web 2023-11-14T22:13:20.000Z", "text/plain; charset=utf-8")
        );
    }

    #[test]
    fn a_table_that_cannot_work_is_refused_and_no_refusal_shows_an_address() {
        for (table, says) in [
            ("webhook = 'https://h/s3cret'\ntemplate = '{sevice}'", "{sevice}"),
            ("webhook = 'https://h/s3cret'\ntemplate = '{ \"a\": {text }'", "JSON"),
            ("webhook = 'https://h/s3cret'\nexec = ['x']", "one of"),
            ("", "one of"),
            ("exec = []", "empty"),
            ("exec = ['x']\nformat = 'slack'", "format"),
            ("webhook = 'https://h/s3cret'\nformat = 'telegram'", "chat_id"),
            ("webhook = 'https://h/s3cret'\nattempts = 0", "attempts"),
            ("webhook = 'https://h/s3cret'\ntimeout = '1h'", "timeout"),
        ] {
            let refusal = channel(table).unwrap_err();
            assert!(refusal.contains(says) && !refusal.contains("s3cret"), "{table}: {refusal}");
        }
        let shown = format!("{:?}", channel("webhook = 'https://h/s3cret'").unwrap());
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn a_message_is_never_longer_than_what_services_take() {
        let long = ServiceEvent { text: "ä".repeat(5000), ..event() };
        let text = words(None, Facts { event: &long, host: "h", suppressed: 0 });
        assert_eq!((text.chars().count(), text.ends_with('…')), (LONGEST, true));
    }
}
