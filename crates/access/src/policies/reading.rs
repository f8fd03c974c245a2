//! Who may look at a chart, and how much of it they see.
//!
//! | Who | Their own patients | Everybody else |
//! |---|---|---|
//! | Prescriber, therapist, care manager | the whole chart | only through the glass: reason first, one hour, seen by the patient |
//! | Complementary practitioner | identity, allergies, goals, own courses | nothing |
//! | Front desk | identity and visits | identity and visits |
//! | Administrator | nothing | nothing |
//! | Patient | the own chart | nothing |
//!
//! A psychotherapy note is shown to its author and to nobody else, glass or no glass (see [`View`]).

use crate::{Denied, Relation, Role, Subject, View};
use concord_chart::ChartId;

/// The view that the subject has of this chart.
///
/// # Errors
/// [`Denied`] when there is none.
pub fn view(subject: &Subject, chart: ChartId, relation: &Relation, glass: bool) -> Result<View, Denied> {
    match (subject.role, subject.staff) {
        (Role::Patient, _) if subject.chart == Some(chart) => Ok(View::Patient),
        (Role::FrontDesk, _) => Ok(View::Desk),
        (Role::ComplementaryPractitioner, Some(staff)) if relation.includes(subject) => Ok(View::Complementary(staff)),
        (role, Some(staff)) if role.is_clinician() && (relation.includes(subject) || glass) => Ok(View::Clinical(staff)),
        (role, Some(_)) if role.is_clinician() => Err(Denied::NotOnTeam),
        _ => Err(Denied::NotForRole),
    }
}
