//! Checks the signatures of requests on a thread of its own: those that arrive while it is busy are checked together,
//! which halves what each costs. Nobody waits for others to come.

use tokio::sync::{mpsc, oneshot};

use crate::types::{Claim, verify_all};

/// Requests that may wait; more wait to be let in.
const WAITING: usize = 1024;

/// Claims that are checked together. More would gain little, and the first would wait longer.
const TOGETHER: usize = 32;

/// A claim, and who wants to know.
type Asked = (Claim, oneshot::Sender<bool>);

/// See the module. The thread ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Signatures {
    asked: mpsc::Sender<Asked>,
}

impl Signatures {
    pub(crate) fn start() -> Self {
        let (asked, waiting) = mpsc::channel(WAITING);
        // Without a thread each request is checked where it is.
        if let Err(error) = std::thread::Builder::new().name("signatures".into()).spawn(move || check(waiting)) {
            tracing::warn!(%error, "no thread for signatures can be had");
        }
        Self { asked }
    }

    /// Whether the claim holds.
    pub(crate) async fn hold(&self, claim: &Claim) -> bool {
        let (answer, answered) = oneshot::channel();
        if self.asked.send((claim.clone(), answer)).await.is_ok()
            && let Ok(holds) = answered.await
        {
            return holds;
        }
        claim.signer.verify(&claim.message, &claim.signature)
    }
}

fn check(mut waiting: mpsc::Receiver<Asked>) {
    while let Some(first) = waiting.blocking_recv() {
        let (mut claims, mut answers) = (vec![first.0], vec![first.1]);
        while claims.len() < TOGETHER
            && let Ok((claim, answer)) = waiting.try_recv()
        {
            claims.push(claim);
            answers.push(answer);
        }
        for (answer, holds) in answers.into_iter().zip(verify_all(&claims)) {
            let _ = answer.send(holds); // whoever asked may have gone
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Keypair;

    #[tokio::test(flavor = "multi_thread")]
    async fn each_of_many_requests_at_once_gets_its_own_answer() {
        let signatures = std::sync::Arc::new(Signatures::start());
        let pair = Keypair::from_seed(&[1; 32]);
        let mut asking = tokio::task::JoinSet::new();
        for number in 0..200_u32 {
            let message = number.to_le_bytes().to_vec();
            let mut claim = Claim { signer: pair.hotkey(), signature: pair.sign(&message), message };
            let is_true = number % 7 != 0;
            if !is_true {
                claim.message.push(1);
            }
            let signatures = std::sync::Arc::clone(&signatures);
            asking.spawn(async move { signatures.hold(&claim).await == is_true });
        }
        assert!(asking.join_all().await.into_iter().all(|right| right));
    }
}
