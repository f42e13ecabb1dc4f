//! A task as JSON: the reference's fields (`spec/gas.md` 3.6), so that what it left can be read, and two of our own,
//! `metadata` and `order`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::task::{Bought, Metadata, State, Task};
use crate::media::Tier;
use crate::providers::Order;
use crate::store::{OrderId, TaskRow};
use crate::types::{Hotkey, MicroUsd, Modality, TaskId, UnixMillis};

/// In the reference's order. What is unknown is ignored.
#[derive(Serialize, Deserialize)]
pub(super) struct Fields<'a> {
    pub(super) task_id: TaskId,
    modality: Modality,
    status: Cow<'a, str>,
    prompt: Cow<'a, str>,
    #[serde(default)]
    parameters: Option<Cow<'a, Map<String, Value>>>,
    webhook_url: Cow<'a, str>,
    signed_by: Hotkey,
    created_at: f64,
    #[serde(default)]
    checkpoint: Option<Cow<'a, Value>>,
    #[serde(default, deserialize_with = "null")]
    input_data: (),
    #[serde(default, deserialize_with = "null")]
    result_data: (),
    #[serde(default, deserialize_with = "null")]
    result_url: (),
    #[serde(default)]
    error_message: Option<Cow<'a, str>>,
    #[serde(default)]
    started_at: Option<f64>,
    #[serde(default)]
    completed_at: Option<f64>,
    #[serde(default, skip_serializing_if = "is_empty")]
    metadata: Cow<'a, [(String, Value)]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<Ordered<'a>>,
}

/// [`Bought`], flat.
#[derive(Serialize, Deserialize)]
struct Ordered<'a> {
    id: i64,
    at_ms: UnixMillis,
    service: Cow<'a, str>,
    model: Cow<'a, str>,
    size: Cow<'a, str>,
    #[serde(default)]
    tier: Option<Cow<'a, str>>,
    #[serde(default)]
    cost_usd: Option<MicroUsd>,
}

// Always null here; whatever another writer put there is of no use.
fn null<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    serde::de::IgnoredAny::deserialize(deserializer).map(drop)
}

fn is_empty(metadata: &[(String, Value)]) -> bool {
    metadata.is_empty()
}

/// A task that is not over, as it is written down.
pub(super) fn write(task: &Task) -> String {
    serde_json::to_string(&fields(task)).expect("a task has text keys only")
}

/// What [`write()`] wrote; `None` for anything else.
pub(super) fn read(row: TaskRow, text: &str) -> Option<Task> {
    let task = task(serde_json::from_str(text).ok()?)?;
    Some(Task { row: Some(row), ..task })
}

fn fields(task: &Task) -> Fields<'_> {
    Fields {
        task_id: task.id,
        modality: task.modality,
        status: task.status().into(),
        prompt: Cow::from(&task.prompt),
        parameters: Some(Cow::Borrowed(&task.parameters)),
        webhook_url: Cow::from(&task.webhook_url),
        signed_by: task.signed_by,
        created_at: task.created_at.as_seconds(),
        checkpoint: task.checkpoint.as_ref().map(Cow::Borrowed),
        input_data: (),
        result_data: (),
        result_url: (),
        error_message: task.error().map(Cow::from),
        started_at: task.started_at.map(UnixMillis::as_seconds),
        completed_at: task.completed_at.map(UnixMillis::as_seconds),
        metadata: match &task.state {
            State::Made { metadata } | State::Completed { metadata } => Cow::from(metadata),
            _ => Cow::default(),
        },
        order: task.bought.as_deref().map(ordered),
    }
}

fn ordered(bought: &Bought) -> Ordered<'_> {
    Ordered {
        id: bought.id.0,
        at_ms: bought.at,
        service: Cow::from(&bought.service),
        model: Cow::from(&bought.order.model),
        size: Cow::from(&bought.order.size),
        tier: bought.order.tier.map(|tier| tier.as_str().into()),
        cost_usd: bought.order.cost,
    }
}

/// The task that the fields tell of, in no row yet. A task in work that has metadata was made.
pub(super) fn task(fields: Fields<'_>) -> Option<Task> {
    let metadata: Metadata = fields.metadata.into_owned();
    let state = match &*fields.status {
        "pending" => State::Pending,
        "processing" if metadata.is_empty() => State::Processing,
        "processing" => State::Made { metadata },
        "completed" => State::Completed { metadata },
        "failed" => {
            State::Failed { error: fields.error_message.map_or_else(|| "Unknown error".into(), Cow::into_owned) }
        }
        _ => return None,
    };
    let modality = fields.modality;
    Some(Task {
        id: fields.task_id,
        modality,
        prompt: fields.prompt.into_owned(),
        parameters: fields.parameters.map(Cow::into_owned).unwrap_or_default(),
        webhook_url: fields.webhook_url.into_owned(),
        signed_by: fields.signed_by,
        created_at: UnixMillis::from_seconds(fields.created_at)?,
        started_at: fields.started_at.and_then(UnixMillis::from_seconds),
        completed_at: fields.completed_at.and_then(UnixMillis::from_seconds),
        bought: fields.order.map(|order| Box::new(bought(order, modality))),
        checkpoint: fields.checkpoint.map(Cow::into_owned),
        state,
        row: None,
    })
}

fn bought(order: Ordered<'_>, modality: Modality) -> Bought {
    Bought {
        id: OrderId(order.id),
        at: order.at_ms,
        service: order.service.into_owned(),
        order: Order {
            model: order.model.into_owned(),
            size: order.size.into_owned(),
            tier: order.tier.and_then(|tier| Tier::parse(modality, &tier).ok()),
            cost: order.cost_usd,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::task::tests::{bought, task as a_task};
    use super::*;

    #[test]
    fn a_task_is_written_in_the_shape_of_the_reference() {
        let written = Task { started_at: Some(UnixMillis(1_760_000_001_000)), ..a_task(State::Processing) };
        let expected = format!(
            "{{\"task_id\":\"{}\",\"modality\":\"image\",\"status\":\"processing\",\"prompt\":\"a red fox\",\
             \"parameters\":{{\"resolution\":\"1K\"}},\"webhook_url\":\"http://127.0.0.1:9/generative_callback\",\
             \"signed_by\":\"{}\",\"created_at\":1760000000.5,\"checkpoint\":null,\"input_data\":null,\
             \"result_data\":null,\"result_url\":null,\"error_message\":null,\"started_at\":1760000001.0,\
             \"completed_at\":null}}",
            written.id, written.signed_by
        ); // spec/gas.md 3.6
        assert_eq!(write(&written), expected);
    }

    #[test]
    fn a_task_reads_as_it_was_written_in_every_state() {
        let metadata: Metadata = vec![("model".to_owned(), json!("m")), ("generation_time".to_owned(), json!(1.5))];
        for state in [
            State::Pending,
            State::Processing,
            State::Made { metadata: metadata.clone() },
            State::Completed { metadata },
            State::Failed { error: "no luck".into() },
        ] {
            let mut written = a_task(state);
            if written.state != State::Pending {
                let tier = Tier::parse(Modality::Image, "1K").ok();
                written.bought = Some(Box::new(Bought { order: Order { tier, ..bought().order }, ..bought() }));
                written.checkpoint = Some(json!({ "kind": "runway", "runway_task_id": "j" }));
            }
            let read = task(serde_json::from_str(&write(&written)).unwrap()).unwrap();
            assert_eq!(read, written);
        }
    }
}
