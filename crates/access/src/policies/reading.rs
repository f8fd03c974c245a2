//! Who may look at a chart, and how much of it they see.
//!
//! | Who | Their own patients | Everybody else |
//! |---|---|---|
//! | Prescriber, therapist, care manager | the whole chart | only through the glass: reason first, one hour, seen by the patient |
//! | Complementary practitioner | identity, allergies, goals, own courses | nothing |
//! | Front desk | identity and visits | identity and visits |
//! | Administrator | nothing | nothing |
//! | Patient | the own chart | nothing |
//! | Proxy | what their right names, until its last day | nothing |
//!
//! The record of a couple, family, group or consultation team is read by its therapists, and by its members as far as
//! it is a joint room. There is no glass into it.
//!
//! A psychotherapy note is shown to its author and to nobody else, glass or no glass (see [`View`]).

use crate::{Denied, Relation, Role, Subject, View};
use concord_chart::ChartId;
use jiff::civil::Date;

/// The view that the subject has of this chart.
///
/// # Errors
/// [`Denied`] when there is none.
pub fn view(subject: &Subject, chart: ChartId, relation: &Relation, glass: bool, today: Date) -> Result<View, Denied> {
    if let Some(members) = &relation.unit {
        return unit_view(subject, members, relation);
    }
    match (subject.role, subject.staff) {
        (Role::Patient, _) if subject.chart == Some(chart) => Ok(View::Patient),
        (Role::Proxy, _) if subject.chart == Some(chart) => match relation.right_of(subject, today) {
            [] => Err(Denied::NotForRole),
            may => Ok(View::Proxy(may.to_vec())),
        },
        (Role::FrontDesk, _) => Ok(View::Desk),
        (Role::ComplementaryPractitioner, Some(staff)) if relation.includes(subject) => Ok(View::Complementary(staff)),
        (role, Some(staff)) if role.is_clinician() && (relation.includes(subject) || glass) => Ok(View::Clinical(staff)),
        (role, Some(_)) if role.is_clinician() => Err(Denied::NotOnTeam),
        _ => Err(Denied::NotForRole),
    }
}

fn unit_view(subject: &Subject, members: &[ChartId], relation: &Relation) -> Result<View, Denied> {
    match (subject.role, subject.staff, subject.chart) {
        (role, Some(staff), _) if role.is_clinician() && relation.includes(subject) => Ok(View::Unit(staff)),
        (Role::Patient, _, Some(own)) if members.contains(&own) => Ok(View::Member(own)),
        _ => Err(Denied::NotForRole),
    }
}
