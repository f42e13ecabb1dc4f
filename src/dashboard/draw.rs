//! A frame: a pure function of the state. Nothing is drawn that is not in [`App`], and nothing is asked twice.

mod alerts;
mod dialogs;
mod gpus;
mod header;
mod keys;
mod log;
mod paint;
mod scores;
mod services;
mod tables;
mod words;
mod work;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, DaemonEntry, Pane};
use super::facts::{LinkFact, ServiceFact, SupervisorFact};
use super::layout::{Areas, SMALLEST, areas_in};
use super::log::LogStatus;
use super::rows::{self, Standing};
use super::theme::{Look, Role};
use crate::types::{ServiceName, UnixMillis};

/// News of services that are older than this, and than some looks, are out of date.
const FRESH: Duration = Duration::from_secs(10);

/// Draws the state.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    buffer.set_style(screen, app.look.style(Role::Ground));
    let areas = areas_in(app, (screen.width, screen.height));
    if areas.is_too_small {
        return too_small(buffer, screen, app);
    }
    let scene = Scene::of(app, areas);
    header::draw(&scene, buffer, scene.areas.header);
    for (pane, area) in &scene.areas.panes {
        match pane {
            Pane::Services => services::draw(&scene, buffer, *area),
            Pane::Gpus => gpus::draw(&scene, buffer, *area),
            Pane::Scores => scores::draw(&scene, buffer, *area),
            Pane::Log => log::draw(&scene, buffer, *area),
            Pane::Alerts => alerts::draw(&scene, buffer, *area),
        }
        if scene.is_stale && matches!(pane, Pane::Services | Pane::Gpus | Pane::Scores) {
            buffer.set_style(*area, scene.style(Role::Dim));
        }
    }
    alerts::draw_strip(&scene, buffer, scene.areas.alerts_strip);
    keys::draw_news(&scene, buffer);
    keys::draw(&scene, buffer, scene.areas.keys);
    dialogs::draw(&scene, buffer, screen);
    if app.look.is_ascii {
        paint::to_ascii(buffer);
    }
}

fn too_small(buffer: &mut Buffer, screen: Rect, app: &App) {
    let (width, height) = SMALLEST;
    let text = format!("too small: {width}x{height} needed, {}x{} here", screen.width, screen.height);
    if screen.area() > 0 {
        buffer.set_stringn(screen.x, screen.y, text, usize::from(screen.width), app.look.style(Role::Warn));
    }
}

/// The state with what is found in it once a frame.
struct Scene<'a> {
    app: &'a App,
    look: Look,
    areas: Areas,
    /// Those that are shown, in their order.
    services: Vec<&'a ServiceFact>,
    /// Of all services.
    standings: BTreeMap<&'a ServiceName, Standing>,
    scored: Option<(&'a ServiceName, &'a DaemonEntry)>,
    log: LogStatus,
    /// Nobody tells how services are now.
    is_stale: bool,
}

impl<'a> Scene<'a> {
    fn of(app: &'a App, areas: Areas) -> Self {
        let standings = app.world.services.iter().map(|fact| (&fact.status.name, rows::health(app, fact))).collect();
        Self {
            app,
            look: app.look,
            areas,
            services: rows::services(app),
            standings,
            scored: rows::scored(app),
            log: app.log.status(),
            is_stale: is_stale(app),
        }
    }

    fn has_focus(&self, pane: Pane) -> bool {
        self.app.view.zoomed.unwrap_or(self.app.view.focus) == pane
    }

    /// How long ago something was.
    fn since(&self, at: UnixMillis) -> Duration {
        at.until(self.app.now)
    }

    /// How long ago in words, or when if that is asked for.
    fn age(&self, at: UnixMillis, is_absolute: bool) -> String {
        if is_absolute { words::short_time(at, self.app.now, self.app.view.is_utc) } else { words::age(self.since(at)) }
    }
}

fn is_stale(app: &App) -> bool {
    let world = &app.world;
    let is_lost = matches!(world.link, Some(LinkFact::Down { .. }))
        || matches!(world.supervisor, Some(SupervisorFact::Down | SupervisorFact::Trouble { .. }));
    let limit = FRESH.max(app.view.refresh * 3);
    is_lost || world.services_at.is_some_and(|at| at.until(app.now) > limit)
}
