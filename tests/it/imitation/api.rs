//! What each service answers, as its documentation and `spec/gas.md` 5 tell it.

use std::sync::Arc;

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Answer, Asked, Fault, Job, KEY, Kind, Shared, Step};

const RUNWAY_VERSION: &str = "2024-11-06";

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A field of a form.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, after) = text.split_once(&format!("name=\"{name}\""))?;
        let (_, value) = after.split_once("\r\n\r\n")?;
        value.split_once("\r\n").map(|(value, _)| value.to_owned())
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn refusal(status: u16, message: &str) -> Response {
    Answer::json(status, &json!({ "error": { "message": message, "type": "invalid_request_error" } })).whole()
}

impl Shared {
    pub(super) async fn answer(self: &Arc<Self>, asked: &Asked) -> Response {
        let path = asked.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        if parts[0] == "files" {
            if !asked.header("authorization").is_empty() {
                self.complain(format!("a key was told to the file server: {path}"));
            }
            return self.file(parts[1]).await;
        }
        if asked.header("authorization") != format!("Bearer {KEY}") {
            self.complain(format!("no key: {path}"));
            return refusal(401, "Incorrect API key provided");
        }
        if path.starts_with("/v1/t") && asked.header("x-runway-version") != RUNWAY_VERSION {
            self.complain(format!("no X-Runway-Version: {path}"));
            return refusal(400, "X-Runway-Version is missing");
        }
        match (asked.method.as_str(), &parts[..]) {
            ("POST", ["v1", "images", "generations"]) => self.openai(asked).await,
            ("POST", ["api", "v1", "chat", "completions"]) => self.openrouter_image(asked).await,
            ("POST", ["v2beta", "stable-image", "generate", "sd3" | "ultra" | "core"]) => self.stability(asked).await,
            ("POST", ["api", "v1", "videos"]) => self.begin_job(asked, "prompt", 202).await,
            ("GET", ["api", "v1", "videos", id]) => self.openrouter_poll(id).await,
            ("GET", ["api", "v1", "videos", id, "content"]) => self.film(id).await,
            ("POST", ["v1", "text_to_video"]) => self.begin_job(asked, "promptText", 200).await,
            ("GET", ["v1", "tasks", id]) => self.runway_poll(id).await,
            _ => {
                self.complain(format!("no such path: {} {path}", asked.method));
                refusal(404, "Not found")
            }
        }
    }

    /// What every order goes through before its answer is made; the fault that befalls the answer.
    async fn sell(&self, asked: &Asked) -> Result<Option<Fault>, Response> {
        let fault = self.fault(Kind::Order);
        if let Some(Fault::Refused(status, headers)) = &fault {
            return Err(refused(*status, headers));
        }
        self.sold.lock().unwrap().push(asked.path.clone());
        self.pass(Step::Ordered).await;
        Ok(fault)
    }

    /// A picture as the order wants it.
    async fn picture(&self, prompt: &str, side: u32, fault: Option<&Fault>) -> Bytes {
        match fault {
            Some(Fault::Empty) => Bytes::new(),
            fault => self.studio.picture(prompt, side, !matches!(fault, Some(Fault::Unsigned))).await,
        }
    }

    async fn openai(self: &Arc<Self>, asked: &Asked) -> Response {
        let order = asked.json();
        let (model, prompt) = (text(&order, "model"), text(&order, "prompt"));
        if prompt.is_empty() || model.is_empty() {
            self.complain(format!("OpenAI: {order}"));
            return refusal(400, "prompt and model are required");
        }
        if model.starts_with("gpt-image") && order.get("response_format").is_some() {
            self.complain("OpenAI: gpt-image models take no response_format");
            return refusal(400, "Unknown parameter: 'response_format'.");
        }
        let fault = match self.sell(asked).await {
            Ok(fault) => fault,
            Err(answer) => return answer,
        };
        if let Some(Fault::Says(content_type, body)) = fault {
            return Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole();
        }
        let side = text(&order, "size").split('x').filter_map(|side| side.parse().ok()).min().unwrap_or(1024);
        let bytes = self.picture(prompt, side, fault.as_ref()).await;
        let by_address = !model.starts_with("gpt-image") && text(&order, "response_format") != "b64_json";
        let image = if by_address {
            let name = format!("image-{}.png", self.sold.lock().unwrap().len());
            self.files.lock().unwrap().insert(name.clone(), bytes);
            json!({ "url": format!("{}/files/{name}?se=soon&sig=secret", self.base) })
        } else {
            json!({ "b64_json": STANDARD.encode(bytes) })
        };
        let answer = Answer::json(200, &json!({ "created": 1_795_000_000, "data": [image] }));
        self.in_halves(answer, Step::HalfAnswered, fault)
    }

    async fn openrouter_image(self: &Arc<Self>, asked: &Asked) -> Response {
        let order = asked.json();
        let prompt = order.pointer("/messages/0/content").and_then(Value::as_str).unwrap_or_default();
        if prompt.is_empty() || order["modalities"] != json!(["image", "text"]) {
            self.complain(format!("OpenRouter image: {order}"));
            return refusal(400, "messages and modalities are required");
        }
        let fault = match self.sell(asked).await {
            Ok(fault) => fault,
            Err(answer) => return answer,
        };
        if let Some(Fault::Says(content_type, body)) = fault {
            return Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole();
        }
        let side = match order.pointer("/image_config/image_size").and_then(Value::as_str) {
            Some("4K") => 4096,
            Some("2K") => 2048,
            _ => 1024,
        };
        let url =
            format!("data:image/png;base64,{}", STANDARD.encode(self.picture(prompt, side, fault.as_ref()).await));
        let message = json!({ "role": "assistant", "content": "", "images": [
            { "type": "image_url", "image_url": { "url": url } }
        ]});
        let answer = Answer::json(200, &json!({ "id": "gen-1", "choices": [{ "message": message }] }));
        self.in_halves(answer, Step::HalfAnswered, fault)
    }

    async fn stability(self: &Arc<Self>, asked: &Asked) -> Response {
        let prompt = asked.field("prompt").unwrap_or_default();
        if prompt.is_empty() || !asked.header("content-type").starts_with("multipart/form-data") {
            self.complain(format!("Stability: {:?}", String::from_utf8_lossy(&asked.body)));
            return refusal(400, "prompt: is required");
        }
        if asked.header("accept") != "image/*" {
            self.complain(format!("Stability: accept is `{}`", asked.header("accept")));
        }
        let fault = match self.sell(asked).await {
            Ok(fault) => fault,
            Err(answer) => return answer,
        };
        if let Some(Fault::Says(content_type, body)) = fault {
            return Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole();
        }
        let bytes = self.picture(&prompt, 1024, fault.as_ref()).await;
        self.in_halves(Answer::medium("image/png", bytes), Step::HalfAnswered, fault)
    }

    /// Takes a film's order; the answer names the job.
    async fn begin_job(self: &Arc<Self>, asked: &Asked, prompt: &str, status: u16) -> Response {
        let order = asked.json();
        let (model, prompt) = (text(&order, "model"), text(&order, prompt));
        if prompt.is_empty() || model.is_empty() {
            self.complain(format!("a film: {order}"));
            return refusal(400, "prompt and model are required");
        }
        let fault = match self.sell(asked).await {
            Ok(fault) => fault,
            Err(answer) => return answer,
        };
        if let Some(Fault::Says(content_type, body)) = fault {
            return Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole();
        }
        let id = format!("job-{}", self.sold.lock().unwrap().len());
        self.jobs.lock().unwrap().insert(id.clone(), Job { prompt: prompt.to_owned(), polls: 0 });
        let answer = if status == 202 {
            json!({ "id": id, "status": "pending", "polling_url": format!("{}/api/v1/videos/{id}", self.base) })
        } else {
            json!({ "id": id })
        };
        self.in_halves(Answer::json(status, &answer), Step::HalfAnswered, fault)
    }

    /// Counts the question; whether the job is done by now, or the state that a test wants.
    async fn poll(&self, id: &str) -> Result<Result<bool, &'static str>, Response> {
        let count = match self.jobs.lock().unwrap().get_mut(id) {
            None => None,
            Some(job) => {
                job.polls += 1;
                Some(job.polls)
            }
        };
        let Some(count) = count else {
            self.complain(format!("no such job: {id}"));
            return Err(refusal(404, "Job not found"));
        };
        self.pass(Step::Polled(count)).await;
        match self.fault(Kind::Poll) {
            Some(Fault::Refused(status, headers)) => Err(refused(status, &headers)),
            Some(Fault::Says(content_type, body)) => {
                Err(Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole())
            }
            Some(Fault::JobIs(state)) => Ok(Err(state)),
            _ => Ok(Ok(count >= *self.polls.lock().unwrap())),
        }
    }

    async fn openrouter_poll(self: &Arc<Self>, id: &str) -> Response {
        let state = match self.poll(id).await {
            Err(answer) => return answer,
            Ok(Ok(done)) => json!({ "id": id, "status": if done { "completed" } else { "in_progress" } }),
            Ok(Err(state)) => json!({ "id": id, "status": state, "error": "content policy" }),
        };
        Answer::json(200, &state).whole()
    }

    async fn runway_poll(self: &Arc<Self>, id: &str) -> Response {
        let output = format!("{}/files/{id}.mp4?_jwt=secret", self.base);
        let state = match self.poll(id).await {
            Err(answer) => return answer,
            Ok(Ok(true)) => json!({ "id": id, "status": "SUCCEEDED", "output": [output] }),
            Ok(Ok(false)) => json!({ "id": id, "status": "RUNNING", "progress": 0.5 }),
            Ok(Err(state)) => {
                json!({ "id": id, "status": state, "failure": "content policy", "failureCode": "SAFETY.INPUT.TEXT" })
            }
        };
        Answer::json(200, &state).whole()
    }

    /// What lies at an address of its own.
    async fn file(self: &Arc<Self>, name: &str) -> Response {
        if let Some(id) = name.strip_suffix(".mp4") {
            return self.film(id).await;
        }
        let Some(bytes) = self.files.lock().unwrap().get(name).cloned() else {
            return refusal(404, "Not found");
        };
        self.send("image/png", bytes).await
    }

    async fn film(self: &Arc<Self>, id: &str) -> Response {
        let Some(prompt) = self.jobs.lock().unwrap().get(id).map(|job| job.prompt.clone()) else {
            return refusal(404, "Not found");
        };
        let signed = !matches!(self.faults.lock().unwrap().get(&Kind::Download), Some(faults) if matches!(faults.front(), Some(Fault::Unsigned)));
        self.send("video/mp4", self.studio.film(&prompt, signed).await).await
    }

    async fn send(self: &Arc<Self>, content_type: &'static str, bytes: Bytes) -> Response {
        self.pass(Step::Downloading).await;
        let fault = self.fault(Kind::Download);
        match fault {
            Some(Fault::Refused(status, headers)) => refused(status, &headers),
            Some(Fault::Says(content_type, body)) => {
                Answer::medium(content_type, Bytes::from_static(body.as_bytes())).whole()
            }
            Some(Fault::Empty) => Answer::medium(content_type, Bytes::new()).whole(),
            fault => self.in_halves(Answer::medium(content_type, bytes), Step::HalfDownloaded, fault),
        }
    }
}

fn refused(status: u16, headers: &[(&'static str, &'static str)]) -> Response {
    let mut answer = refusal(status, "as asked");
    for (name, value) in headers {
        answer.headers_mut().insert(*name, axum::http::HeaderValue::from_static(value));
    }
    answer
}

fn text<'a>(order: &'a Value, name: &str) -> &'a str {
    order.get(name).and_then(Value::as_str).unwrap_or_default()
}
