//! Messages that wait to be sent: which, to whom, and what came of each try. How one is sent is the operator's choice and
//! not known here; a message that cannot be sent never holds up the calls of an alert.

use crate::{ActionError, Clinic};
use concord_store::OutboxMessage;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// What is older was not sent in its time, and sending it late would only frighten somebody.
const NOT_OLDER_THAN: SignedDuration = SignedDuration::from_hours(24);
/// As many are looked at in one go: more than can come together in a day.
const AT_MOST: u32 = 20_000;
/// As many that failed before may fail again in one go: each may take its time, and a new one must not wait for them all.
const FAIL_AGAIN_AT_MOST: usize = 2;
/// How long after a failed try the next one comes, by the number of tries.
const WAITS: &[i64] = &[0, 30, 60, 120, 300, 600];

/// Where the tries of a message are kept: a draft of its addressee's account, under this name.
pub fn message_tries(message: &str) -> String {
    format!("message-try:{message}")
}

/// What one round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Messages that were sent.
    pub sent: usize,
    /// Messages that could not be sent; they are tried again.
    pub failed: usize,
}

#[derive(Serialize, Deserialize)]
struct Tries {
    tries: usize,
    last: Timestamp,
    said: String,
}

impl Clinic {
    /// Tries to send every message that waits. `send` is given how the addressee is reached and the text, and answers with
    /// a sentence where it could not. Nothing is sent to somebody who has left.
    ///
    /// # Errors
    /// When the messages cannot be read.
    pub async fn deliver<F>(&self, send: impl Fn(String, String) -> F) -> Result<Delivered, ActionError>
    where
        F: Future<Output = Result<(), String>>,
    {
        let since = self.now().checked_sub(NOT_OLDER_THAN).unwrap_or(self.now());
        let mut done = Delivered::default();
        let mut failed_again = 0;
        for (message, before) in self.to_try(since).await? {
            if before.is_some() && failed_again >= FAIL_AGAIN_AT_MOST {
                break;
            }
            let Some(recipient) = self.recipient(&message).await? else { continue };
            match send(recipient, message.text.clone()).await {
                Ok(()) => {
                    self.store().sent(self.organisation(), &message.id, self.now()).await?;
                    self.store().put_draft(message.to, &message_tries(&message.id), "", self.now()).await?;
                    done.sent += 1;
                }
                Err(said) => {
                    tracing::warn!(message = %message.id, %said, "a message could not be sent");
                    failed_again += usize::from(before.is_some());
                    self.note_try(&message, before, said).await?;
                    done.failed += 1;
                }
            }
        }
        Ok(done)
    }

    /// What is to be tried now, with the tries so far: first what was never tried, the oldest first, then what failed.
    async fn to_try(&self, since: Timestamp) -> Result<Vec<(OutboxMessage, Option<Tries>)>, ActionError> {
        let (mut new, mut again) = (Vec::new(), Vec::new());
        for message in self.store().outbox_since(self.organisation(), since, AT_MOST).await? {
            match self.tries_of(&message).await? {
                None => new.push((message, None)),
                Some(tries) if self.now() >= next_try(&tries) => again.push((message, Some(tries))),
                Some(_) => {}
            }
        }
        new.extend(again);
        Ok(new)
    }

    /// How the addressee is reached: as the practice wrote it down, else under their login. `None` for a closed account.
    async fn recipient(&self, message: &OutboxMessage) -> Result<Option<String>, ActionError> {
        let Some(account) = self.store().account(message.to).await?.filter(|account| account.open) else { return Ok(None) };
        let practice = self.practice();
        let reach = account.staff.and_then(|staff| practice.safety.reach.get(&staff).cloned());
        Ok(Some(reach.unwrap_or(account.login)).filter(|recipient| !recipient.starts_with('-')))
    }

    async fn tries_of(&self, message: &OutboxMessage) -> Result<Option<Tries>, ActionError> {
        let kept = self.store().draft(message.to, &message_tries(&message.id)).await?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    async fn note_try(&self, message: &OutboxMessage, before: Option<Tries>, said: String) -> Result<(), ActionError> {
        let tries = before.map_or(0, |tries| tries.tries) + 1;
        let said: String = said.chars().take(300).collect();
        let text = serde_json::to_string(&Tries { tries, last: self.now(), said })
            .map_err(|error| ActionError::Inside(error.to_string()))?;
        Ok(self.store().put_draft(message.to, &message_tries(&message.id), &text, self.now()).await?)
    }

    /// What came of the tries to send a message, in a sentence; `None` before the first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tried_to_send(&self, message: &OutboxMessage) -> Result<Option<String>, ActionError> {
        let tries = self.tries_of(message).await?;
        let at = |tries: &Tries| tries.last.to_zoned(self.zone()).strftime("%H:%M").to_string();
        Ok(tries.map(|tries| format!("tried {} times, last at {}: {}", tries.tries, at(&tries), tries.said)))
    }
}

fn next_try(tries: &Tries) -> Timestamp {
    let seconds = WAITS.get(tries.tries).or(WAITS.last()).copied().unwrap_or(600);
    tries.last.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(tries.last)
}
