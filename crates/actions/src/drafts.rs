//! Half-filled forms, kept on the server so that a lost line or an empty battery loses nothing.

use crate::{ActionError, Clinic};
use concord_access::Subject;
use concord_chart::AccountId;

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
    /// same account gives it back. One form an account: the latest.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn keep_unsent(&self, account: AccountId, body: &str) -> Result<(), ActionError> {
        Ok(self.store().put_draft(account, UNSENT, body, self.now()).await?)
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
