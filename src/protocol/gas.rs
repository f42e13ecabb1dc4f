//! Wire types of GAS between validator and miner (`spec/gas.md` 3, 4 and 8).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::media::Tier;
use crate::types::{Hotkey, Modality, Uid};

/// Header names of a challenge and of its delivery, lower case.
pub mod header {
    /// Where the miner delivers.
    pub const WEBHOOK_URL: &str = "x-webhook-url";
    /// Which task is delivered.
    pub const TASK_ID: &str = "task-id";
    /// `completed` or `failed`.
    pub const TASK_STATUS: &str = "task-status";
    /// Why nothing is delivered.
    pub const ERROR_MESSAGE: &str = "error-message";
    /// Prefix of facts about the medium.
    pub const META_PREFIX: &str = "x-meta-";
}

/// Paths of the miner's and the validator's servers.
pub mod path {
    use crate::types::Modality;

    /// What the miner is and can do.
    pub const MINER_INFO: &str = "/miner_info";
    /// Whether the miner can work.
    pub const HEALTH: &str = "/health";
    /// State of one task.
    pub const STATUS: &str = "/status/{task_id}";
    /// Where media are delivered to the validator.
    pub const CALLBACK: &str = "/generative_callback";

    /// Where a challenge of this modality is sent.
    pub const fn generate(modality: Modality) -> &'static str {
        match modality {
            Modality::Image => "/gen_image",
            Modality::Video => "/gen_video",
        }
    }
}

/// A challenge, as the validator writes it. The miner reads the body by hand, field by field, to answer as the
/// reference does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Challenge {
    /// What to make.
    pub prompt: String,
    /// Wishes; validators send `resolution` only.
    pub parameters: Map<String, Value>,
}

/// The miner's 201 answer; of it the validator needs `task_id` only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// Id chosen by the miner.
    pub task_id: String,
    /// `submitted`.
    pub status: String,
    /// As asked.
    pub modality: Modality,
    /// First 100 characters of the prompt, and `...` if it is longer.
    pub prompt: String,
    /// As given.
    pub webhook_url: String,
    /// Unix seconds.
    pub created_at: f64,
}

/// A generation service as `/miner_info` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInfo {
    /// The reference's name, such as `OpenRouterService`.
    pub name: String,
    /// Whether it can be used now.
    pub available: bool,
    /// By modality, the reference's task words; empty if the service cannot do it.
    pub supported_tasks: BTreeMap<Modality, Vec<String>>,
    /// Runway's models, sorted, as the reference lists them; absent for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text_to_video_models: Vec<String>,
    /// `true` for a service that wants an API key: without one it is not in use. Absent for one that wants none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_configured: Option<bool>,
    /// What makes the media, the configured models first; absent from the reference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<ModelInfo>,
}

/// A model of a service, and what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// The service's name of it.
    pub name: String,
    /// What it makes.
    pub modality: Modality,
    /// Whether the settings choose it.
    pub configured: bool,
    /// The highest tier that would be bought of it; absent where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_resolution: Option<Tier>,
    /// Lengths of videos, in seconds; absent for images.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub durations_s: Vec<u32>,
    /// The longest prompt; longer ones are shortened. Absent where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_limit: Option<PromptLimit>,
}

/// The longest prompt that a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptLimit {
    /// In Unicode scalar values.
    Characters(usize),
    /// In UTF-16 code units.
    Utf16Units(usize),
}

impl ServiceInfo {
    /// A service in use; `image` and `video` are the reference's words for what it makes.
    pub fn new(name: &str, image: Option<&str>, video: Option<&str>) -> Self {
        let words = |word: Option<&str>| word.map(str::to_owned).into_iter().collect();
        let supported_tasks = [(Modality::Image, words(image)), (Modality::Video, words(video))].into();
        Self {
            name: name.to_owned(),
            available: true,
            supported_tasks,
            text_to_video_models: Vec::new(),
            key_configured: None,
            models: Vec::new(),
        }
    }

    /// A service in use that makes images and nothing else.
    pub(crate) fn of_images(name: &str) -> Self {
        Self::new(name, Some("image_generation"), None)
    }

    /// With the models of a service that wants a key and has one.
    #[must_use]
    pub(crate) fn with_models(self, models: Vec<ModelInfo>) -> Self {
        Self { key_configured: Some(true), models, ..self }
    }
}

/// Answer of `/miner_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MinerInfo {
    /// Seat; `None` while unregistered.
    pub uid: Option<Uid>,
    /// Who.
    pub hotkey: Hotkey,
    /// `GENERATOR`; the one field that validators read.
    pub miner_type: String,
    /// Services in use.
    pub services: Vec<ServiceInfo>,
    /// Tasks that are known now, by status.
    pub task_stats: TaskStats,
    /// Limits.
    pub config: MinerLimits,
    /// Version of this API, `1.0.0`.
    pub version: String,
    /// Seconds since the start.
    pub uptime: f64,
}

/// Counts of `/miner_info`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskStats {
    /// All.
    pub total: u64,
    /// Queued.
    pub pending: u64,
    /// In work.
    pub processing: u64,
    /// Generated.
    pub completed: u64,
    /// Given up.
    pub failed: u64,
}

/// Limits of `/miner_info`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MinerLimits {
    /// Tasks in work at once.
    pub max_concurrent_tasks: usize,
    /// Seconds.
    pub task_timeout: f64,
    /// Hours.
    pub max_task_age_hours: u64,
    /// Seconds.
    pub cleanup_interval: u64,
}

/// Body of a failure webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureReport {
    /// Which task.
    pub task_id: String,
    /// `failed`.
    pub task_status: String,
    /// Why, in full.
    pub error_message: String,
    /// As asked.
    pub modality: Modality,
}

/// JSON text as the Python peers write it: `", "` and `": "` as separators, everything beyond ASCII escaped
/// (`spec/gas.md` 2.2).
pub fn python_json(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).expect("wire types have text keys only");
    let mut text = String::new();
    write_python(&value, &mut text);
    text
}

fn write_python(value: &Value, out: &mut String) {
    match value {
        Value::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_python_text(key, out);
                out.push_str(": ");
                write_python(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_python(item, out);
            }
            out.push(']');
        }
        Value::String(text) => write_python_text(text, out),
        plain => out.push_str(&plain.to_string()),
    }
}

fn write_python_text(text: &str, out: &mut String) {
    // JSON's own escapes are the same in both languages; only what is beyond ASCII differs.
    for character in Value::from(text).to_string().chars() {
        if character.is_ascii() && character != '\u{7f}' {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_models_keeps_no_peer_from_reading_a_service() {
        // spec/gas.md 3.3
        let words = r#"{"name":"OpenRouterService","available":true,
            "supported_tasks":{"image":["image_generation"],"video":["text_to_video"]}}"#;
        let plain = ServiceInfo::new("OpenRouterService", Some("image_generation"), Some("text_to_video"));
        assert_eq!(serde_json::from_str::<ServiceInfo>(words).unwrap(), plain);
        let written: Value = serde_json::to_value(&plain).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(words).unwrap(), "nothing is added where nothing is known");
        let model = ModelInfo {
            name: "google/veo-3.1-lite".into(),
            modality: Modality::Video,
            configured: true,
            max_resolution: Some(Tier::P1080),
            durations_s: vec![4, 6, 8],
            prompt_limit: Some(PromptLimit::Utf16Units(1000)),
        };
        let full = plain.with_models(vec![model]);
        let written = serde_json::to_value(&full).unwrap();
        assert_eq!(
            written["models"],
            serde_json::json!([{ "name": "google/veo-3.1-lite", "modality": "video", "configured": true,
                "max_resolution": "1080p", "durations_s": [4, 6, 8], "prompt_limit": { "utf16_units": 1000 } }])
        );
        assert_eq!(serde_json::from_value::<ServiceInfo>(written).unwrap(), full);
    }

    #[test]
    fn bodies_are_byte_for_byte_those_of_python_peers() {
        let parameters = Map::from_iter([("resolution".to_owned(), Value::from("720p"))]);
        let body = python_json(&Challenge { prompt: "a red fox".into(), parameters });
        assert_eq!(body, r#"{"prompt": "a red fox", "parameters": {"resolution": "720p"}}"#); // spec/gas.md 2.5, V2
        let odd = serde_json::json!({"a": 1, "c": "é", "d": [1, 2, {"k": null}], "e": "\u{1f600}\n\"", "f": true});
        assert_eq!(
            python_json(&odd),
            r#"{"a": 1, "c": "\u00e9", "d": [1, 2, {"k": null}], "e": "\ud83d\ude00\n\"", "f": true}"#
        );
    }
}
