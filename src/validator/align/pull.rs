//! Fetches the model that is missing, beside everything else.

use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::models::{Hub, ModelError, ModelFolder, Models};
use crate::types::Hint;

/// Before another attempt; doubled with each, up to the second.
const PAUSES: [Duration; 2] = [Duration::from_mins(1), Duration::from_hours(1)];

/// One model, and where it is fetched from.
pub(super) struct Pull {
    models: Models,
    hub: Hub,
    stop: CancellationToken,
    running: Option<JoinHandle<Result<ModelFolder, ModelError>>>,
    pause: Duration,
    due: Instant,
    failed: Option<String>,
}

impl Pull {
    pub(super) fn new(models: &Models, hub: &Hub) -> Self {
        Self {
            models: models.clone(),
            hub: hub.clone(),
            stop: CancellationToken::new(),
            running: None,
            pause: PAUSES[0],
            due: Instant::now(),
            failed: None,
        }
    }

    /// Sees to it that the model is fetched; says how that stands.
    pub(super) async fn go_on(&mut self, name: &str) -> String {
        if let Some(running) = self.running.take_if(|running| running.is_finished()) {
            match running.await {
                Ok(Ok(_)) => return "it has just been fetched".into(),
                Ok(Err(error)) => self.fail(name, &error),
                Err(panic) => {
                    tracing::error!(model = name, %panic, "fetching the model broke off");
                    self.put_off();
                }
            }
        }
        if self.running.is_none() && Instant::now() >= self.due {
            tracing::info!(model = name, from = %self.hub.endpoint, "the model is being fetched");
            let (models, hub, stop, name) = (self.models.clone(), self.hub.clone(), self.stop.clone(), name.to_owned());
            self.running = Some(tokio::task::spawn_blocking(move || models.pull(&name, &hub, &stop, &mut |_| {})));
        }
        match (&self.running, &self.failed) {
            (Some(_), _) if self.hub.is_offline => "it is looked for among what other programs fetched".into(),
            (Some(_), _) => format!("it is being fetched from {}", self.hub.endpoint),
            (None, Some(failed)) => failed.clone(),
            (None, None) => "it is fetched soon".into(),
        }
    }

    fn fail(&mut self, name: &str, error: &ModelError) {
        let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
        let text = format!("it could not be fetched: {error}{hint}");
        tracing::warn!(
            model = name,
            reason = text,
            again_in_s = self.pause.as_secs(),
            "the model could not be fetched"
        );
        self.failed = Some(text);
        self.put_off();
    }

    fn put_off(&mut self) {
        self.due = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(PAUSES[1]);
    }

    /// Ends a fetch; what has come is kept for the next time.
    pub(super) async fn end(&mut self) {
        self.stop.cancel();
        if let Some(running) = self.running.take() {
            drop(running.await);
        }
    }
}
