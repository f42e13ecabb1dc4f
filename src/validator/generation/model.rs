//! The language model that rewords composed prompts (`spec/gas.md` 13.3, points 5 and 6), behind any OpenAI-compatible
//! server. Nothing depends on it: whatever it does wrong, the composed prompt stays.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::{Client, Url};
use serde_json::{Value, json};

use super::settings::ModelSettings;
use crate::daemon::client::{self, ClientError, Reach, describe, read_answer};
use crate::prompts::{Composed, clean, judge};
use crate::protocol::daemon_state::PromptModelState;
use crate::providers::http::retry_after;
use crate::types::{Modality, UnixMillis};

/// Longest answer. A prompt has 240 words; models that think aloud send more besides.
const LONGEST: usize = 256 << 10;

/// What is read of an error's body, in bytes, and what is told of it, in characters.
const LONGEST_COMPLAINT: usize = 16 << 10;
const SHOWN_COMPLAINT: usize = 300;

/// Longest part of an answer that may be a prompt, in characters.
const LONGEST_PROMPT: usize = 4_000;

/// Faults in a row after which the model is left alone.
const FAULTS: u32 = 3;

/// How long it is left alone at first; doubled each time it still fails.
const FIRST_REST: Duration = Duration::from_mins(1);

/// The longest rest, whatever the server asks for.
const LONGEST_REST: Duration = Duration::from_mins(30);

/// Previous prompts that the model is told to differ from.
pub(super) const SHOWN: usize = 12;

/// What the model did to a prompt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reworded {
    /// These words take the place of the composed ones.
    Words(String),
    /// Not used; the word is a class of reasons, for counting.
    Kept(&'static str),
}

/// A model, and how it has been lately.
pub(super) struct Model {
    settings: ModelSettings,
    url: Url,
    client: Client,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    asked: u64,
    faults: u64,
    in_row: u32,
    rests: u32,
    resting_until: Option<Instant>,
    reason: Option<String>,
}

/// Why a request brought no text.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Failure {
    #[error("HTTP {status}: {body}")]
    Status { status: u16, body: String, wait: Option<Duration> },
    #[error("{0}")]
    Request(String),
    #[error("the answer holds no text")]
    NoText,
}

impl Model {
    pub(super) fn new(settings: ModelSettings) -> Result<Self, ClientError> {
        let mut url = settings.url.clone();
        let path = format!("{}/chat/completions", url.path().trim_end_matches('/'));
        url.set_path(&path);
        let client = client::client(Reach::Operator)?;
        Ok(Self { settings, url, client, health: Mutex::default() })
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Share of prompts that it is to reword.
    pub(super) const fn share(&self) -> f64 {
        self.settings.share
    }

    /// Whether it may be asked now.
    pub(super) fn is_ready(&self) -> bool {
        self.health().resting_until.is_none_or(|until| Instant::now() >= until)
    }

    /// Rewords a prompt: one answer, and a second one if the first is no prompt.
    pub(super) async fn reword(&self, composed: &Composed, previous: &[String]) -> Reworded {
        let mut user = user_turn(composed, previous);
        for _ in 0..2 {
            if !self.is_ready() {
                return Reworded::Kept("model-away");
            }
            self.health().asked += 1;
            let text = match self.ask(composed, &user).await {
                Ok(text) => text,
                Err(failure) => {
                    self.failed(&failure);
                    return Reworded::Kept("model-fault");
                }
            };
            self.worked();
            let text = clean(&text);
            let fault = if text.chars().count() > LONGEST_PROMPT {
                "it is far too long".to_owned()
            } else if text.contains(char::is_control) {
                // Lines are one paragraph by now, unless they are a list.
                "it holds a list or control characters; one paragraph is wanted".to_owned()
            } else {
                match judge(&text, composed.register, composed.spec.length_words) {
                    Ok(()) => return Reworded::Words(text),
                    Err(fault) => fault.to_string(),
                }
            };
            tracing::debug!(reason = fault, "the model's prompt is refused");
            user = format!("{user}\n\nThe previous attempt was refused: {fault}. Write the paragraph anew.");
        }
        Reworded::Kept("model-refused")
    }

    async fn ask(&self, composed: &Composed, user: &str) -> Result<String, Failure> {
        let film = composed.spec.modality == Modality::Video;
        let (_, most) = composed.spec.length_words;
        let body = json!({
            "model": self.settings.model,
            "messages": [
                { "role": "system", "content": system_turn(composed.spec.modality) },
                { "role": "user", "content": user },
            ],
            "temperature": if film { 1.0 } else { 0.95 },
            "top_p": 0.95,
            "max_tokens": most * 3 / 2 + 40,
        });
        let mut request = self.client.post(self.url.clone()).timeout(self.settings.timeout).json(&body);
        if let Some(key) = &self.settings.key {
            request = request.bearer_auth(key.expose());
        }
        let answer = request.send().await.map_err(|error| Failure::Request(describe(&error)))?;
        let status = answer.status();
        if !status.is_success() {
            let wait = retry_after(answer.headers(), Timestamp::now());
            let body = client::read_beginning(answer, LONGEST_COMPLAINT).await;
            return Err(Failure::Status { status: status.as_u16(), body: self.complaint(&body), wait });
        }
        let body = read_answer(answer, LONGEST).await.map_err(|error| Failure::Request(error.to_string()))?;
        text_of(&body).ok_or(Failure::NoText)
    }

    /// What is told of an error's body. The key is taken out before it is cut, lest a part of it stay at the end.
    fn complaint(&self, body: &[u8]) -> String {
        let text = String::from_utf8_lossy(body).split_whitespace().collect::<Vec<_>>().join(" ");
        self.without_key(&text).chars().take(SHOWN_COMPLAINT).collect()
    }

    /// Servers repeat keys that they refuse.
    fn without_key(&self, text: &str) -> String {
        match &self.settings.key {
            Some(key) if key.expose().len() >= 4 => text.replace(key.expose().as_str(), "<secret>"),
            _ => text.to_owned(),
        }
    }

    fn worked(&self) {
        let mut health = self.health();
        (health.in_row, health.rests, health.resting_until, health.reason) = (0, 0, None, None);
    }

    fn failed(&self, failure: &Failure) {
        let mut health = self.health();
        health.faults += 1;
        health.in_row += 1;
        let wait = match failure {
            Failure::Status { wait, .. } => *wait,
            Failure::Request(_) | Failure::NoText => None,
        };
        // Who is refused for the key, or asked for patience, need not ask three times.
        let at_once = matches!(failure, Failure::Status { status: 401 | 403 | 404 | 429, .. });
        if health.in_row < FAULTS && !at_once && health.rests == 0 {
            tracing::debug!(reason = ?failure.to_string(), "the language model failed");
            return;
        }
        let rest = FIRST_REST.saturating_mul(2_u32.saturating_pow(health.rests)).max(wait.unwrap_or_default());
        let rest = rest.min(LONGEST_REST);
        // Several requests at once fail together; they are one reason to rest.
        if health.resting_until.is_none_or(|until| Instant::now() >= until) {
            health.rests = health.rests.saturating_add(1);
            health.resting_until = Some(Instant::now() + rest);
            tracing::warn!(reason = ?failure.to_string(), rest_s = rest.as_secs(),
                "the language model is left alone; prompts stay as they are composed");
        }
        health.reason = Some(failure.to_string());
    }

    /// What the state socket tells.
    pub(super) fn state(&self) -> PromptModelState {
        let health = self.health();
        let left = health.resting_until.and_then(|until| until.checked_duration_since(Instant::now()));
        PromptModelState {
            model: self.settings.model.clone(),
            available: left.is_none(),
            reason: health.reason.clone(),
            until_ms: left.map(|left| UnixMillis::now().after(left)),
            asked: health.asked,
            failures: health.faults,
        }
    }
}

/// The text of an answer.
fn text_of(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let text = answer.pointer("/choices/0/message/content")?.as_str()?;
    // Models that think aloud may do so in front.
    let text = text.rsplit_once("</think>").map_or(text, |(_, behind)| behind).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn system_turn(modality: Modality) -> &'static str {
    match modality {
        Modality::Image => {
            "You describe one still image for an image generator. Write a single paragraph in the present tense with concrete \
             nouns and verbs. No lists, no quotation marks, no negations, no hedging and no marketing words. Describe what is \
             visible at one instant. Answer with the paragraph alone."
        }
        Modality::Video => {
            "You describe one short video clip for a video generator. Write a single paragraph in the present tense with \
             concrete nouns and verbs. No lists, no quotation marks, no negations, no hedging and no marketing words. Describe \
             what is visible, what moves, what happens and how the camera behaves. Answer with the paragraph alone."
        }
    }
}

fn user_turn(composed: &Composed, previous: &[String]) -> String {
    let spec = &composed.spec;
    let (fewest, most) = spec.length_words;
    let mut lines = vec![format!("Shot: {}.", spec.register_directives)];
    lines.extend(spec.camera_motion.map(|motion| format!("Camera: {motion}.")));
    lines.extend(spec.event_count.map(|events| format!("Things that happen: {events}.")));
    if !spec.banned_phrases.is_empty() {
        lines.push(format!("Avoid: {}.", spec.banned_phrases.join(", ")));
    }
    let scene = serde_json::to_string(&composed.scene).expect("a scene has text keys only");
    lines.push(format!("Scene: {scene}"));
    lines.push(format!("Caption: {}", composed.scene.caption));
    lines.push(format!("Draft: {}", composed.content));
    if !previous.is_empty() {
        lines.push("Differ in wording and structure from these:".into());
        let beginning = |other: &String| format!("* {}", other.chars().take(160).collect::<String>());
        lines.extend(previous.iter().rev().take(SHOWN).map(beginning));
    }
    lines.push(format!("Write {fewest} to {most} words that say the same as the draft in words of your own."));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::{Composer, Options};

    fn model() -> Model {
        Model::new(ModelSettings {
            url: "http://127.0.0.1:9/v1/".parse().unwrap(),
            key: Some(crate::types::Secret::new("sk-very-secret".into())),
            model: "m".into(),
            timeout: Duration::from_secs(1),
            share: 1.0,
        })
        .unwrap()
    }

    #[test]
    fn the_address_is_that_of_an_openai_compatible_server() {
        assert_eq!(model().url.as_str(), "http://127.0.0.1:9/v1/chat/completions");
    }

    #[test]
    fn a_model_that_fails_rests_longer_each_time_and_tells_no_key() {
        let model = model();
        let fault = |status| Failure::Status { status, body: model.without_key("bad key sk-very-secret"), wait: None };
        for _ in 0..2 {
            model.failed(&fault(500));
            assert!(model.is_ready());
        }
        model.failed(&fault(500));
        let state = model.state();
        assert!(!model.is_ready() && !state.available && state.until_ms.is_some());
        assert_eq!((state.failures, state.reason.as_deref()), (3, Some("HTTP 500: bad key <secret>")));
        model.worked();
        assert!(model.is_ready() && model.state().reason.is_none());
        model.failed(&fault(401));
        assert!(!model.is_ready(), "a refused key is no fault that passes");
    }

    #[test]
    fn a_key_at_the_end_of_what_is_told_is_not_cut_into_a_part_that_stays() {
        let body = format!("{} sk-very-secret and more", "x".repeat(SHOWN_COMPLAINT - 8));
        let told = model().complaint(body.as_bytes());
        assert!(told.chars().count() <= SHOWN_COMPLAINT && !told.contains("sk-"), "{told}");
    }

    #[test]
    fn thoughts_in_front_of_a_prompt_are_no_part_of_it() {
        let of = |content: &str| {
            text_of(json!({ "choices": [{ "message": { "content": content } }] }).to_string().as_bytes())
        };
        assert_eq!(of("<think>well</think>\nA man walks."), Some("A man walks.".into()));
        assert_eq!(of(" "), None);
        for garbage in ["", "[]", "{}", r#"{"choices": []}"#, r#"{"choices": [{"message": {"content": 7}}]}"#] {
            assert_eq!(text_of(garbage.as_bytes()), None, "{garbage}");
        }
    }

    #[test]
    fn the_model_is_told_spec_scene_draft_and_what_to_differ_from() {
        let composed = Composer::new(4).compose(Modality::Video, &Options::default());
        let previous: Vec<String> = (0..20).map(|n| format!("previous {n:02}")).collect();
        let turn = user_turn(&composed, &previous);
        for part in [&composed.content, composed.spec.register_directives, "\"caption\"", "previous 19", "previous 08"]
        {
            assert!(turn.contains(part), "{part} in {turn}");
        }
        assert!(!turn.contains("previous 07"), "12 at most");
    }
}
