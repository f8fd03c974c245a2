//! Who has looked at a chart: for the patient, and for the team.

use crate::{ActionError, Clinic};
use concord_access::{Denied, Purpose, Role, Subject};
use concord_chart::ChartId;
use concord_store::AccessLine;

impl Clinic {
    /// The lines of one chart, newest first. Reading them is itself a read of the chart.
    ///
    /// # Errors
    /// Not allowed, or the store could not.
    pub async fn who_looked(&self, subject: &Subject, chart: ChartId, limit: u32) -> Result<Vec<AccessLine>, ActionError> {
        if matches!(subject.role, Role::FrontDesk | Role::ComplementaryPractitioner | Role::Proxy) {
            return Err(Denied::NotForRole.into());
        }
        let open = self.open_chart(subject, chart, Purpose("who has looked")).await?;
        // Who of the members opens the joint room, and when, is not for the others to know.
        if open.chart.unit.is_some() && subject.staff.is_none() {
            return Err(Denied::NotForRole.into());
        }
        Ok(self.store().access_lines(self.organisation(), Some(chart), limit).await?)
    }

    /// The whole access log, newest first: for the practice's administrator. It names records, not contents.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn access_log(&self, subject: &Subject, limit: u32) -> Result<Vec<AccessLine>, ActionError> {
        if subject.role != Role::Administrator {
            return Err(Denied::NotForRole.into());
        }
        Ok(self.store().access_lines(self.organisation(), None, limit).await?)
    }
}
