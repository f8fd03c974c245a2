//! Couples, families, groups and the therapists' consultation team.
//!
//! A unit has a record of its own, and every member keeps theirs. Whatever is about one person goes to that person's
//! record; what goes to several records goes in one transaction. Nothing that one member says alone is ever written here.

mod agreement;
mod alone;
mod membership;
mod open;
mod sessions;
mod sharing;
mod tasks;

pub use open::{NewMember, NewUnit};
pub use sessions::{JointOutcome, JointPlan};
pub use sharing::{ReleasedNote, SharedRoom, SharedScore};

use crate::{ActionError, Clinic, OpenChart};
use concord_access::{Denied, MayList, Purpose, Role, Subject};
use concord_chart::{ChartId, unit::Unit};
use concord_registry::{Shelf, UnitRow};

/// No practice keeps more.
const AT_MOST: u32 = 5_000;

impl Clinic {
    /// The units on whose team the reader is, by name.
    ///
    /// # Errors
    /// Not a clinician, or the store could not.
    pub async fn units(&self, subject: &Subject) -> Result<Vec<(ChartId, UnitRow)>, ActionError> {
        let may = MayList::caseload(subject)?;
        self.log_list(&may, "couples, families and groups").await?;
        let rows = self.store().rows(&may, Shelf::Unit, "", "\u{10ffff}", AT_MOST).await?;
        let read = rows.into_iter().filter_map(|stored| {
            let row: UnitRow = serde_json::from_str(&stored.row.body).ok()?;
            may.includes(&row.team).then_some((stored.chart, row))
        });
        Ok(read.collect())
    }

    /// Opens the record of a unit, as far as the reader may.
    ///
    /// # Errors
    /// Not theirs to read, not the record of a unit, or the store could not.
    pub async fn open_unit(&self, subject: &Subject, chart: ChartId, purpose: Purpose) -> Result<(OpenChart, Unit), ActionError> {
        let open = self.open_chart(subject, chart, purpose).await?;
        let unit = open.chart.unit.clone().ok_or(ActionError::NotFound)?;
        Ok((open, unit))
    }

    /// The unit for somebody who is going to write on it, without a line in the access log: the writing is the trace.
    async fn unit_to_write(&self, subject: &Subject, chart: ChartId) -> Result<Unit, ActionError> {
        let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
        folded.whole.unit.clone().ok_or(ActionError::NotFound)
    }
}

/// Joint work is a therapist's.
fn only_therapist(subject: &Subject) -> Result<(), ActionError> {
    if subject.role == Role::Therapist { Ok(()) } else { Err(Denied::NotForRole.into()) }
}

/// The own record of a patient.
fn own(subject: &Subject) -> Result<ChartId, ActionError> {
    match (subject.role, subject.chart) {
        (Role::Patient, Some(own)) => Ok(own),
        _ => Err(Denied::NotForRole.into()),
    }
}
