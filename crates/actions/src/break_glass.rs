//! Open the record of somebody else's patient: reason first, for an hour, seen by the patient.

use crate::{ActionError, Clinic, SignedIn};
use concord_access::{Denied, Glass};
use concord_chart::{ChartId, Refusal};
use concord_store::AccessLine;
use jiff::ToSpan;

/// How long an opened glass lasts, in minutes.
pub const GLASS_MINUTES: i64 = 60;

impl Clinic {
    /// Opens the glass for a clinician. Sealed notes stay sealed.
    ///
    /// # Errors
    /// Not a clinician, no reason given, or the line in the access log could not be written.
    pub async fn break_glass(&self, signed_in: &SignedIn, chart: ChartId, reason: &str) -> Result<(), ActionError> {
        let subject = &signed_in.subject;
        if !subject.role.is_clinician() {
            return Err(Denied::NotForRole.into());
        }
        if reason.trim().is_empty() {
            return Err(Refusal::new("Say why you need to open this record now. The person will read it.")
                .about("reason")
                .into());
        }
        let line = AccessLine {
            at: self.now(),
            account: Some(subject.account),
            name: subject.name.clone(),
            role: subject.role.words().to_owned(),
            chart: Some(chart),
            what: "opened the glass".to_owned(),
            reason: reason.trim().to_owned(),
        };
        self.store().log_access(self.organisation(), line).await?;
        let until = self.now().checked_add(GLASS_MINUTES.minutes()).unwrap_or(self.now());
        let glass = Glass { chart, reason: reason.trim().to_owned(), until };
        self.set_glass(signed_in, glass).await
    }
}
