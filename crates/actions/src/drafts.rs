//! Half-filled forms, kept on the server so that a lost line or an empty battery loses nothing.

use crate::{ActionError, Clinic};
use concord_access::Subject;
use concord_chart::AccountId;
use concord_store::KeptDraft;
use jiff::Timestamp;

/// The name under which a form is kept that arrived too late.
const UNSENT: &str = "unsent";

impl Clinic {
    /// Keeps what was typed so far. An empty body forgets it.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn keep_draft(&self, subject: &Subject, form: &str, body: &str) -> Result<(), ActionError> {
        Ok(self.store().put_draft(subject.account, form, body, self.now()).await?)
    }

    /// What was typed so far.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn draft_of(&self, subject: &Subject, form: &str) -> Result<Option<String>, ActionError> {
        Ok(self.store().draft(subject.account, form).await?)
    }

    /// Keeps a form that arrived after its sender had been signed out for waiting, so that signing in again under the
    /// same account gives it back. One form an account: the latest. What in it calls for a person is looked at now: it was
    /// sent, and nobody knows when its sender signs in again.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn keep_unsent(&self, account: AccountId, body: &str) -> Result<(), ActionError> {
        // To the microsecond, as it is kept: what is looked at now and later has to be the same moment, and so one entry.
        let at = Timestamp::from_microsecond(self.now().as_microsecond()).unwrap_or(self.now());
        let kept = KeptDraft { account, form: UNSENT.to_owned(), body: body.to_owned(), at };
        self.store().put_draft(account, UNSENT, body, kept.at).await?;
        if let Err(error) = self.look_at_one(&kept).await {
            // It is looked at again with the forms that were left.
            tracing::error!(%error, "a form that arrived late could not be looked at");
        }
        Ok(())
    }

    /// The form that was kept so, if there is one.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn unsent(&self, subject: &Subject) -> Result<Option<String>, ActionError> {
        self.draft_of(subject, UNSENT).await
    }

    /// Forgets it.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn forget_unsent(&self, subject: &Subject) -> Result<(), ActionError> {
        self.keep_draft(subject, UNSENT, "").await
    }
}
