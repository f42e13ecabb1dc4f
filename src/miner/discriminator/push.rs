//! From a checked archive to what stands on chain, step by step.

use std::path::PathBuf;
use std::time::Duration;

use super::error::PushError;
use super::service::{CONTENT, UploadError, UploadService};
use super::standing::{self, Dropped};
use super::submissions::{Stage, Submission, Submissions};
use crate::chain::subtensor::SubmitError;
use crate::chain::{At, Chain, ChainError, CommitmentField};
use crate::protocol::discriminator::{Medium, PresignRequest, Presigned, Registration};
use crate::types::{BlockNumber, Keypair, Netuid};

/// First pause before the service is asked again; it doubles, up to the pause that the operator chose.
const PAUSE: Duration = Duration::from_secs(1);

/// An archive that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// What it judges.
    pub medium: Medium,
    /// Where it lies.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// In hex.
    pub sha256: String,
}

/// What is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An earlier run came so far with this archive.
    Resumed(Medium, Stage),
    /// So many of the archive's bytes got away.
    Sent(Medium, u64),
    /// All of them are there.
    Uploaded(Medium),
    /// The service has it: submissions before, and how many there may be.
    Confirmed(Medium, Option<u64>, Option<u64>),
    /// It is being written to the chain.
    Committing(Medium),
    /// This goes from the chain with it.
    Dropping(Dropped),
    /// Something failed, and is tried again after a pause.
    Again(String, Duration),
}

/// What became of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub medium: Medium,
    /// The service's number.
    pub model_id: i64,
    /// What stands on chain.
    pub registration: Registration,
    /// In which block it was published; `None` if it stood there before.
    pub block: Option<BlockNumber>,
}

/// How a push ended. What was accepted is registered, though another archive failed.
#[derive(Debug)]
pub struct Outcome {
    /// What is registered.
    pub done: Vec<Done>,
    /// What went from the chain for it, and no newer model took its place.
    pub dropped: Vec<Dropped>,
    /// Why it ended early.
    pub failure: Option<PushError>,
}

/// What may go from the chain, besides older models of the same modality and vertical.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayDrop {
    /// Whatever stands in the way.
    Anything,
    /// What [`Push::plan`] has named.
    Only(Vec<Dropped>),
}

/// What stands on chain.
enum Found {
    /// The registration, since before.
    Standing,
    /// The registration, since this block.
    Published(BlockNumber),
    /// Something else.
    Other,
}

/// Who pushes where.
pub struct Push<'a> {
    /// The upload service.
    pub service: &'a UploadService,
    /// Where models are registered.
    pub chain: &'a dyn Chain,
    /// Subnet.
    pub netuid: Netuid,
    /// Whose models they are.
    pub keypair: &'a Keypair,
    /// `general` or `human`.
    pub vertical: &'a str,
    /// How often something is tried that may pass, 1 at least.
    pub attempts: u32,
    /// Longest pause between two attempts, and that between two on chain.
    pub retry_delay: Duration,
    /// What was submitted before.
    pub submissions: &'a mut Submissions,
    /// What may go from the chain.
    pub may_drop: MayDrop,
    /// Is told what is under way.
    pub tell: &'a mut dyn FnMut(Event),
}

impl Push<'_> {
    /// What would go from the chain if these archives were pushed. Sends nothing.
    ///
    /// # Errors
    /// If the chain cannot be asked, or the hotkey has no seat: nothing should be submitted then.
    pub async fn plan(&mut self, archives: &[Archive]) -> Result<Vec<Dropped>, PushError> {
        self.seat().await?;
        for attempt in 1.. {
            match self.fields().await {
                Ok(fields) => {
                    let (hotkey, host) = (self.keypair.hotkey(), self.service.host());
                    let known = self.submissions.newest_first();
                    return Ok(standing::planned(archives, (self.vertical, &host), known, fields, &hotkey));
                }
                Err(error) => self.again_on_chain(attempt, error).await?,
            }
        }
        unreachable!("the last attempt returns")
    }

    /// Submits archives in their order, then registers them in the same order.
    pub async fn run(mut self, archives: &[Archive]) -> Outcome {
        let mut failure = None;
        let mut accepted = Vec::new();
        for archive in archives {
            match self.submit(archive).await {
                Ok(submission) => accepted.push(submission),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        let (mut done, mut dropped) = (Vec::new(), Vec::new());
        for submission in accepted {
            match self.register(submission, &mut dropped).await {
                Ok(registered) => done.push(registered),
                Err(error) => {
                    failure.get_or_insert(error);
                    break;
                }
            }
        }
        Outcome { done, dropped, failure }
    }

    async fn seat(&mut self) -> Result<(), PushError> {
        let (hotkey, netuid) = (self.keypair.hotkey(), self.netuid);
        for attempt in 1.. {
            match self.chain.metagraph(netuid, At::Finalized).await {
                Ok(metagraph) if metagraph.by_hotkey(&hotkey).is_some() => break,
                Ok(_) => return Err(PushError::Unregistered { hotkey, netuid }),
                Err(error) => self.again_on_chain(attempt, error).await?,
            }
        }
        Ok(())
    }

    /// Brings an archive to where the service has accepted it.
    async fn submit(&mut self, archive: &Archive) -> Result<Submission, PushError> {
        let medium = archive.medium;
        let known = self.submissions.find(medium, &archive.sha256, &self.service.host()).cloned();
        let is_old = known.is_some();
        let mut submission = match known {
            Some(Submission { vertical, .. }) if vertical != self.vertical => {
                return Err(PushError::OtherVertical { medium, vertical });
            }
            Some(known) => {
                (self.tell)(Event::Resumed(medium, known.stage));
                known
            }
            None => self.presign(archive, None).await?,
        };
        if submission.registration(&self.keypair.hotkey()).text().is_none() {
            return Err(PushError::KeyTooLong { medium, key: submission.presigned.r2_key });
        }
        if submission.stage == Stage::Presigned {
            let mut sent = self.put(archive, &submission).await;
            // The address of an earlier run is good for a while only.
            if is_old && matches!(&sent, Err(PushError::Upload { source, .. }) if source.is_refusal()) {
                submission = self.presign(archive, Some(&submission)).await?;
                sent = match submission.stage {
                    Stage::Presigned => self.put(archive, &submission).await,
                    _ => Ok(()),
                };
            }
            sent?;
            submission.stage = submission.stage.max(Stage::Uploaded);
            submission.presigned.presigned_url = String::new();
            self.submissions.put(submission.clone())?;
        }
        if submission.stage == Stage::Uploaded {
            self.confirm(archive, &submission).await?;
            submission.stage = Stage::Confirmed;
            self.submissions.put(submission.clone())?;
            let Submission { presigned, .. } = &submission;
            (self.tell)(Event::Confirmed(medium, presigned.submissions_used, presigned.submissions_max));
        }
        Ok(submission)
    }

    /// Asks where the archive may be put. One that the service has already is found by what is known of it.
    async fn presign(&mut self, archive: &Archive, known: Option<&Submission>) -> Result<Submission, PushError> {
        let medium = archive.medium;
        let name = archive.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let service = self.service;
        let request = PresignRequest {
            filename: &name,
            file_size: archive.size,
            expected_hash: &archive.sha256,
            content_type: CONTENT,
            modality: medium,
            vertical: self.vertical,
        };
        for attempt in 1.. {
            let submission = |stage, presigned| Submission {
                modality: medium,
                sha256: archive.sha256.clone(),
                vertical: self.vertical.to_owned(),
                service: service.host(),
                stage,
                presigned,
            };
            match service.presign(&request).await {
                Ok(presigned) => {
                    let submission = submission(Stage::Presigned, presigned);
                    self.submissions.put(submission.clone())?;
                    return Ok(submission);
                }
                Err(error) if error.status() == Some(409) => {
                    if let Some(known) = known {
                        return Ok(Submission { stage: Stage::Confirmed, ..known.clone() });
                    }
                    let key = self.key_on_chain(&archive.sha256).await?.ok_or(PushError::KeyUnknown(medium))?;
                    let submission = submission(Stage::Confirmed, Presigned::of_key(Some(key)));
                    self.submissions.put(submission.clone())?;
                    return Ok(submission);
                }
                Err(error) => self.again(attempt, medium, error).await?,
            }
        }
        unreachable!("the last attempt returns")
    }

    /// The key of an archive that was registered before, perhaps by another machine.
    async fn key_on_chain(&self, sha256: &str) -> Result<Option<String>, PushError> {
        let hotkey = self.keypair.hotkey();
        let fields = self.fields().await.map_err(|error| PushError::Chain(Box::new(error)))?;
        Ok(standing::registrations(&fields)
            .into_iter()
            .find(|found| found.is_of(sha256, &hotkey))
            .map(|found| found.key))
    }

    async fn put(&mut self, archive: &Archive, submission: &Submission) -> Result<(), PushError> {
        let medium = archive.medium;
        for attempt in 1.. {
            let progress = &mut |bytes| (self.tell)(Event::Sent(medium, bytes));
            let sent = self.service.put(&submission.presigned.presigned_url, (&archive.path, archive.size), progress);
            match sent.await {
                Ok(()) => break,
                Err(error) => self.again(attempt, medium, error).await?,
            }
        }
        (self.tell)(Event::Uploaded(medium));
        Ok(())
    }

    async fn confirm(&mut self, archive: &Archive, submission: &Submission) -> Result<(), PushError> {
        for attempt in 1.. {
            match self.service.confirm(submission.presigned.model_id, &archive.sha256).await {
                Ok(()) => break,
                // Confirmed before, by a request whose answer was lost.
                Err(error) if error.status() == Some(409) => break,
                Err(error) => {
                    // It does not have what was put there: the next run begins anew.
                    if matches!(error.status(), Some(400 | 404 | 410 | 422)) {
                        self.submissions.drop(submission)?;
                    }
                    self.again(attempt, archive.medium, error).await?;
                }
            }
        }
        Ok(())
    }

    /// Waits before the next attempt, or gives up.
    async fn again(&mut self, attempt: u32, medium: Medium, source: UploadError) -> Result<(), PushError> {
        if attempt >= self.attempts || !source.may_pass() {
            return Err(PushError::Upload { medium, source });
        }
        let pause = (PAUSE * 2_u32.saturating_pow(attempt - 1).min(1 << 16)).min(self.retry_delay);
        self.pause(source.to_string(), pause).await;
        Ok(())
    }

    async fn again_on_chain(&mut self, attempt: u32, error: ChainError) -> Result<(), PushError> {
        if let ChainError::NotRegistered { hotkey, netuid }
        | ChainError::Submit(SubmitError::NotRegistered { hotkey, netuid, .. }) = error
        {
            return Err(PushError::Unregistered { hotkey, netuid });
        }
        if attempt >= self.attempts || !error.may_pass() {
            return Err(PushError::Chain(Box::new(error)));
        }
        self.pause(error.to_string(), self.retry_delay).await;
        Ok(())
    }

    async fn pause(&mut self, reason: String, pause: Duration) {
        (self.tell)(Event::Again(reason, pause));
        tokio::time::sleep(pause).await;
    }

    /// What the hotkey has published.
    async fn fields(&self) -> Result<Vec<CommitmentField>, ChainError> {
        let found = self.chain.commitment(self.netuid, &self.keypair.hotkey(), At::Finalized).await?;
        Ok(found.map(|found| found.fields).unwrap_or_default())
    }

    /// Publishes a submission and reads it back.
    async fn register(&mut self, mut submission: Submission, dropped: &mut Vec<Dropped>) -> Result<Done, PushError> {
        let medium = submission.modality;
        // From now on it is the one that is wanted, though a newer archive was pushed meanwhile.
        self.submissions.put(submission.clone())?;
        let registration = submission.registration(&self.keypair.hotkey());
        let mut done =
            Done { medium, model_id: submission.presigned.model_id, registration: registration.clone(), block: None };
        for attempt in 1.. {
            match self.publish(&submission, &registration, dropped).await {
                Ok(Found::Standing) => {}
                Ok(Found::Published(block)) => done.block = Some(block),
                Ok(Found::Other) if attempt < self.attempts => {
                    self.pause(PushError::NotReadBack(medium).to_string(), self.retry_delay).await;
                    continue;
                }
                Ok(Found::Other) => return Err(PushError::NotReadBack(medium)),
                Err(PushError::Chain(error)) => {
                    self.again_on_chain(attempt, *error).await?;
                    continue;
                }
                Err(error) => return Err(error),
            }
            break;
        }
        if submission.stage != Stage::Committed {
            submission.stage = Stage::Committed;
            self.submissions.put(submission)?;
        }
        Ok(done)
    }

    /// Publishes a submission unless it stands on chain already, and looks what stands there then.
    async fn publish(
        &mut self,
        submission: &Submission,
        registration: &Registration,
        dropped: &mut Vec<Dropped>,
    ) -> Result<Found, PushError> {
        let failed = |error| PushError::Chain(Box::new(error));
        let fields = self.fields().await.map_err(failed)?;
        if standing::stands(submission, registration, &standing::registrations(&fields)) {
            return Ok(Found::Standing);
        }
        let next = standing::next(submission, self.submissions.newest_first(), &fields, &self.keypair.hotkey());
        if let MayDrop::Only(named) = &self.may_drop
            && let Some(lost) = next.dropped.iter().find(|lost| !named.contains(lost))
        {
            return Err(PushError::WouldDrop { medium: submission.modality, field: lost.field.clone() });
        }
        (self.tell)(Event::Committing(submission.modality));
        for lost in next.dropped.into_iter().filter(|lost| !dropped.contains(lost)).collect::<Vec<_>>() {
            (self.tell)(Event::Dropping(lost.clone()));
            dropped.push(lost);
        }
        let texts: Vec<String> = next.registrations.iter().filter_map(Registration::text).collect();
        let fields: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        let block = self.chain.commit(self.netuid, self.keypair, &fields).await.map_err(failed)?;
        let found = self.fields().await.map_err(failed)?;
        let first = found.first().and_then(CommitmentField::raw);
        Ok(if first == fields.first().copied() { Found::Published(block) } else { Found::Other })
    }
}
