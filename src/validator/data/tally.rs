//! What the data service tells of itself.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::protocol::daemon_state::{DataState, Health};
use crate::store::{Store, StoreError};
use crate::types::{Modality, UnixMillis};

/// Shared by all parts; no lock is held for longer than a copy takes.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    data: DataState,
    ready: bool,
    stopping: bool,
    upload_fault: Option<String>,
    cleanup_fault: Option<String>,
}

impl Tally {
    pub(super) fn new(target: Option<String>) -> Self {
        Self(Mutex::new(Inner { data: DataState { target, ..DataState::default() }, ..Inner::default() }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ready(&self) {
        self.inner().ready = true;
    }

    pub(super) fn stopping(&self) {
        self.inner().stopping = true;
    }

    /// Which batch is worked on.
    pub(super) fn batch(&self, id: Option<String>) {
        self.inner().data.batch = id;
    }

    pub(super) fn uploaded(&self, media: u64, bytes: u64) {
        let data = &mut self.inner().data;
        data.batches += 1;
        data.media += media;
        data.bytes += bytes;
        data.last_upload_at_ms = Some(UnixMillis::now());
    }

    /// How a cycle ended, and when the next one begins.
    pub(super) fn cycle_ended(&self, fault: Option<String>, rate_limited: bool, next: Duration) {
        let inner = &mut *self.inner();
        inner.data.failures += u64::from(fault.is_some());
        if fault.is_some() {
            inner.data.last_error.clone_from(&fault);
        }
        inner.data.rate_limited = rate_limited;
        inner.data.next_check_at_ms = Some(UnixMillis::now().after(next));
        inner.data.batch = None;
        inner.upload_fault = fault;
    }

    pub(super) fn cleaned(&self, media: u64, bytes: u64) {
        let inner = &mut *self.inner();
        inner.data.removed_media += media;
        inner.data.removed_bytes += bytes;
        inner.data.last_cleanup_at_ms = Some(UnixMillis::now());
        inner.cleanup_fault = None;
    }

    pub(super) fn cleanup_failed(&self, fault: String) {
        self.inner().cleanup_fault = Some(fault);
    }

    /// Reads from the store what waits. Blocks.
    pub(super) fn take_stock(&self, store: &Store) -> Result<(), StoreError> {
        let image = store.waiting_for_upload(Modality::Image)?;
        let video = store.waiting_for_upload(Modality::Video)?;
        let open = store.open_uploads()?;
        let last = store.last_upload()?;
        let data = &mut self.inner().data;
        (data.waiting_images, data.waiting_videos) = (image.media, video.media);
        data.waiting_bytes = image.bytes.saturating_add(video.bytes);
        data.open_batches = u64::try_from(open.len()).unwrap_or(u64::MAX);
        data.last_upload_at_ms = last.map(|batch| batch.updated_at_ms).max(data.last_upload_at_ms);
        Ok(())
    }

    pub(super) fn data(&self) -> DataState {
        self.inner().data.clone()
    }

    pub(super) fn health(&self) -> Health {
        let inner = self.inner();
        let fault = inner.upload_fault.as_ref().or(inner.cleanup_fault.as_ref());
        match fault {
            _ if inner.stopping => Health::Stopping,
            _ if !inner.ready => Health::Starting,
            Some(reason) => Health::Degraded { reason: reason.clone() },
            None => Health::Healthy,
        }
    }
}
