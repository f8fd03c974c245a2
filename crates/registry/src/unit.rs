//! One row a couple, family, group or consultation team, for the therapists' list.

use crate::name::folded;
use crate::person::staff_of;
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::unit::{Unit, UnitKind};
use concord_chart::{Chart, StaffId, TherapyId, When};
use serde::{Deserialize, Serialize};

/// A unit on a list. It names its members to its therapists; nobody else is shown the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// What kind.
    pub kind: UnitKind,
    /// Name for staff.
    pub name: String,
    /// The therapy, where it has an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub therapy: Option<TherapyId>,
    /// Names of the present members, in the order in which they joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// Sessions that took place.
    pub held: usize,
    /// Sessions planned in all, where it was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u16>,
    /// Sessions that are arranged and have no outcome yet, by time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arranged: Vec<When>,
    /// True when every present member has signed the rule on secrets that stands.
    pub all_signed: bool,
    /// False once it has ended.
    pub open: bool,
    /// Its therapists, for permission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<StaffId>,
}

pub(crate) fn row(chart: &Chart, unit: &Unit) -> ReadRow {
    let waiting = unit.sessions.iter().filter(|session| session.held.is_none() && session.not_held.is_none());
    let mut arranged: Vec<When> = waiting.map(|session| session.at).collect();
    arranged.sort_by(When::order);
    let row = UnitRow {
        kind: unit.what.kind,
        name: unit.what.name.clone(),
        therapy: unit.what.therapy.clone(),
        members: unit.members.iter().map(|member| member.name.clone()).collect(),
        held: unit.sessions.iter().filter(|session| session.held.is_some()).count(),
        planned: unit.what.planned_sessions,
        arranged,
        all_signed: unit.all_signed(),
        open: unit.is_open(),
        team: staff_of(&chart.registration),
    };
    ReadRow { shelf: Shelf::Unit, key: "unit".to_owned(), sort: folded(&row.name), body: written(&row) }
}
