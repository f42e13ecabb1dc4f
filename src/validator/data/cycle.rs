//! One cycle of uploads: goes on with the batches that are open, then plans new ones (`spec/gas.md` 13.1).
//!
//! ```text
//!  planned ──build──> built ──send──> sent ──publish──> done (and the media are marked)
//!                                      └── after a restart: is it published already? ──┘
//! ```
//!
//! Each arrow is recorded when it is behind us, so whoever is killed goes on at the last one. What lies between `sent` and
//! `done` is the target's affair: publishing what is published changes nothing there.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::build::{self, BuildError};
use super::seat::Seat;
use super::settings::Settings;
use super::tally::Tally;
use super::target::{self, Shipment, Target, TargetError};
use super::{DataError, report};
use crate::daemon::lock::{self, Lock};
use crate::store::{NewUpload, UploadBatch, UploadStep};
use crate::types::{Hotkey, Modality, UnixMillis};
use crate::validator::node::SharedStore;

/// Below the folder of the store: the files of batches that are open.
const WORK: &str = "tmp/uploads";

/// Below the folder of the store: held by the one process that uploads.
const LOCK: &str = "uploads.lock";

/// What a cycle did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Cycle {
    /// Batches that were published.
    pub batches: u64,
    /// Their media.
    pub media: u64,
    /// Length of their files.
    pub bytes: u64,
    /// Batches that wait for another target than the configured one.
    pub waiting_for_other_targets: u64,
    /// Whether the target asked for patience.
    pub rate_limited: bool,
    /// For how long, if it said so.
    #[serde(skip)]
    pub retry_after: Option<std::time::Duration>,
}

/// Uploads from one store.
pub(super) struct Uploader {
    pub(super) settings: Settings,
    pub(super) store: SharedStore,
    /// Of the store.
    pub(super) folder: PathBuf,
    pub(super) hotkey: Hotkey,
    pub(super) seat: Seat,
    pub(super) tally: Arc<Tally>,
    pub(super) reporter: Option<report::Reporter>,
}

impl Uploader {
    /// Runs one cycle, within the time that one may take. Dropped at any point, the next one goes on where it was.
    pub(super) async fn run(&self) -> Result<Cycle, DataError> {
        let limit = self.settings.max_duration;
        let mut done = Cycle::default();
        let ended = tokio::time::timeout(limit, self.cycle(&mut done)).await.unwrap_or(Err(DataError::TooLong(limit)));
        self.tally.batch(None);
        if done.batches > 0
            && let Some(reporter) = &self.reporter
        {
            reporter.report(&self.store).await;
        }
        match ended {
            Err(DataError::Target(error @ TargetError::RateLimited { retry_after, .. })) => {
                tracing::info!(%error, "the upload rests");
                (done.rate_limited, done.retry_after) = (true, retry_after);
                Ok(done)
            }
            Err(error) => Err(error),
            Ok(()) => Ok(done),
        }
    }

    async fn cycle(&self, done: &mut Cycle) -> Result<(), DataError> {
        let chosen = self.settings.target.clone().ok_or(DataError::NoTarget)?;
        let lock = self.lock()?;
        let target = blocking(move || target::open(&chosen)).await??;
        let places = Modality::ALL.map(|modality| target.place(modality));
        let ours = places.to_vec();
        let dropped = self.store.call(move |store| store.drop_uploads_of_others(&ours, UnixMillis::now())).await?;
        if dropped > 0 {
            tracing::info!(batches = dropped, "batches for another target are given up; their media wait again");
        }
        let mut open = self.store.call(|store| store.open_uploads()).await?;
        self.clear(open.iter().map(|batch| batch.id.clone()).collect()).await?;
        open.retain(|batch| {
            places.contains(&batch.target) || {
                tracing::warn!(
                    batch = batch.id,
                    target = batch.target,
                    "this batch may be published there, and waits until that target is configured again"
                );
                done.waiting_for_other_targets += 1;
                false
            }
        });
        let mut fault = None;
        for modality in Modality::ALL {
            let mine = open.iter().filter(|batch| batch.modality == modality).cloned().collect();
            match self.modality(&*target, modality, mine, &lock, done).await {
                Err(error) if error.is_rate_limit() => return Err(error),
                // What is wrong with one repository need not be wrong with the other.
                Err(error) => fault = fault.or(Some(error)),
                Ok(()) => {}
            }
        }
        fault.map_or(Ok(()), Err)
    }

    /// Goes on with what is open of a modality, then uploads what waits, if it is enough.
    async fn modality(
        &self,
        target: &dyn Target,
        modality: Modality,
        open: Vec<UploadBatch>,
        lock: &Arc<Lock>,
        done: &mut Cycle,
    ) -> Result<(), DataError> {
        for batch in open {
            self.carry_on(target, batch, lock, done).await?;
        }
        let waiting = self.store.call(move |store| store.waiting_for_upload(modality)).await?.media;
        let batches = (waiting / self.settings.threshold(modality).max(1)).min(self.settings.max_batches);
        for _ in 0..batches {
            let new = NewUpload {
                target: target.place(modality),
                modality,
                hotkey: self.hotkey.to_string(),
                uid: self.seat.uid().await.map(|uid| uid.0),
                most: self.settings.batch_size,
            };
            let Some(batch) = self.store.call(move |store| store.plan_upload(&new, UnixMillis::now())).await? else {
                break;
            };
            tracing::info!(batch = batch.id, target = batch.target, media = batch.media, "upload planned");
            self.carry_on(target, batch, lock, done).await?;
        }
        Ok(())
    }

    async fn carry_on(
        &self,
        target: &dyn Target,
        batch: UploadBatch,
        lock: &Arc<Lock>,
        done: &mut Cycle,
    ) -> Result<(), DataError> {
        let id = batch.id.clone();
        self.tally.batch(Some(id.clone()));
        match self.carry(target, batch, lock, done).await {
            Err(error) if !error.is_rate_limit() => {
                let (text, failed) = (error.in_one_line(), id.clone());
                self.store.call(move |store| store.upload_failed(&failed, &text, UnixMillis::now())).await?;
                Err(error)
            }
            other => other,
        }
    }

    /// Brings a batch from where it is to its end.
    async fn carry(
        &self,
        target: &dyn Target,
        batch: UploadBatch,
        lock: &Arc<Lock>,
        done: &mut Cycle,
    ) -> Result<(), DataError> {
        let (id, folder) = (batch.id.clone(), self.work().join(&batch.id));
        let of = id.clone();
        let files = self.store.call(move |store| store.upload_files(&of)).await?;
        let mut shipment = Shipment { batch, files, folder };
        let may_be_published = shipment.batch.step == UploadStep::Sent && !shipment.files.is_empty();
        if may_be_published && target.is_published(&shipment).await? {
            tracing::info!(batch = id, "the batch is published already");
            return self.finish(&shipment, done).await;
        }
        if !self.is_built(&shipment, lock).await? && !self.build(&mut shipment, lock).await? {
            tracing::warn!(batch = id, "no medium of the batch can be read, so it is dropped");
            return Ok(());
        }
        for file in &shipment.files {
            target.send(&shipment, file).await?;
            let (id, path) = (id.clone(), file.path.clone());
            self.store.call(move |store| store.upload_file_sent(&id, &path)).await?;
        }
        self.store.call(move |store| store.upload_sent(&id, UnixMillis::now())).await?;
        target.publish(&shipment).await?;
        self.finish(&shipment, done).await
    }

    async fn finish(&self, shipment: &Shipment, done: &mut Cycle) -> Result<(), DataError> {
        let batch = &shipment.batch;
        let id = batch.id.clone();
        self.store.call(move |store| store.finish_upload(&id, UnixMillis::now())).await?;
        let bytes = shipment.files.iter().map(|file| file.bytes).sum::<u64>();
        done.batches += 1;
        done.media += batch.media;
        done.bytes += bytes;
        self.tally.uploaded(batch.media, bytes);
        tracing::info!(batch = batch.id, target = batch.target, media = batch.media, bytes, "media uploaded");
        let folder = shipment.folder.clone();
        blocking(move || remove(&folder)).await?
    }

    async fn is_built(&self, shipment: &Shipment, lock: &Arc<Lock>) -> Result<bool, DataError> {
        if shipment.batch.step == UploadStep::Planned {
            return Ok(false);
        }
        let (folder, files) = (shipment.folder.clone(), shipment.files.clone());
        self.work_on(&shipment.batch.id, lock, move |stop| build::is_built(&folder, &files, stop)).await
    }

    /// Writes the files of a batch; `false` if there is nothing to write.
    async fn build(&self, shipment: &mut Shipment, lock: &Arc<Lock>) -> Result<bool, DataError> {
        let id = shipment.batch.id.clone();
        let items = self.store.call(move |store| store.upload_items(&id)).await?;
        let (batch, folder) = (shipment.batch.clone(), shipment.folder.clone());
        let (per_archive, min_free) = (self.settings.per_archive(batch.modality), self.settings.min_free_bytes);
        let built = self
            .work_on(&shipment.batch.id, lock, move |stop| {
                build::build(&batch, &items, per_archive, &folder, min_free, stop)
            })
            .await?;
        let (id, files, media) = (shipment.batch.id.clone(), built.files.clone(), built.media);
        self.store
            .call(move |store| store.upload_built(&id, &built.files, &built.left_out, built.media, UnixMillis::now()))
            .await?;
        (shipment.files, shipment.batch.media) = (files, media);
        Ok(!shipment.files.is_empty())
    }

    /// Runs work on files on a thread that may block. It ends when this is dropped, and keeps the lock until then.
    async fn work_on<T: Send + 'static>(
        &self,
        batch: &str,
        lock: &Arc<Lock>,
        work: impl FnOnce(&CancellationToken) -> Result<T, BuildError> + Send + 'static,
    ) -> Result<T, DataError> {
        let (stop, lock) = (CancellationToken::new(), Arc::clone(lock));
        let _ends_with_us = stop.clone().drop_guard();
        let worked = blocking(move || {
            let answer = work(&stop);
            drop(lock);
            answer
        });
        worked.await?.map_err(|source| DataError::Build { batch: batch.to_owned(), source })
    }

    fn lock(&self) -> Result<Arc<Lock>, DataError> {
        let path = self.folder.join(LOCK);
        let fault = |source| DataError::Io { path: path.clone(), source };
        lock::take(&path).map_err(fault)?.map(Arc::new).ok_or_else(|| DataError::Busy(self.folder.clone()))
    }

    fn work(&self) -> PathBuf {
        self.folder.join(WORK)
    }

    /// Removes the files of batches that are not open.
    async fn clear(&self, open: Vec<String>) -> Result<(), DataError> {
        let folder = self.work();
        blocking(move || {
            let fault = |source| DataError::Io { path: folder.clone(), source };
            std::fs::create_dir_all(&folder).map_err(fault)?;
            for entry in std::fs::read_dir(&folder).map_err(fault)? {
                let entry = entry.map_err(fault)?;
                if !open.iter().any(|id| entry.file_name() == id.as_str()) {
                    remove(&entry.path())?;
                }
            }
            Ok(())
        })
        .await?
    }
}

fn remove(folder: &Path) -> Result<(), DataError> {
    match std::fs::remove_dir_all(folder) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(DataError::Io { path: folder.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Runs `work` on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DataError> {
    tokio::task::spawn_blocking(work).await.map_err(|panic| DataError::Broken(panic.to_string()))
}
