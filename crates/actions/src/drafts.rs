//! Half-filled forms, kept on the server so that a lost line or an empty battery loses nothing.

use crate::{ActionError, Clinic};
use concord_access::Subject;

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
}
