//! Alerts that are not closed: one row each, for the list of whoever is on call and for the line that everybody sees.

use crate::person::{Person, staff_of};
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::safety_alert::{Alert, CameIn, Tier};
use concord_chart::{Chart, EventId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One alert that is not closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Which: the event that raised it.
    pub alert: EventId,
    /// What was reported, in words for staff.
    pub what: String,
    /// How soon a person has to look.
    pub tier: Tier,
    /// How it came in.
    pub came: CameIn,
    /// When the practice could know.
    pub raised_at: Timestamp,
    /// By when a person has to have looked.
    pub respond_by: Timestamp,
    /// Who was called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<StaffId>,
    /// True when the calls went past the last of the chain: everybody sees it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everybody: bool,
    /// Who has it in hand, by name; empty while nobody has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub taken_by: String,
    /// The same as members of staff: one who has left has it in hand no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<StaffId>,
    /// True when a person has written down an assessment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assessed: bool,
    /// Whose.
    pub person: Person,
    /// The care team, for permission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<StaffId>,
}

pub(crate) fn rows(chart: &Chart, person: &Person) -> Vec<ReadRow> {
    let team = staff_of(&chart.registration);
    let row = |alert: &Alert| {
        let row = AlertRow { person: person.clone(), team: team.clone(), ..of(alert) };
        let sort = row.respond_by.to_string();
        ReadRow { shelf: Shelf::Alert, key: row.alert.to_string(), sort, body: written(&row) }
    };
    chart.alerts.iter().filter(|alert| alert.is_open()).map(row).collect()
}

fn of(alert: &Alert) -> AlertRow {
    let mut called: Vec<StaffId> = Vec::new();
    for staff in alert.notified.iter().filter_map(|(_, call)| call.to) {
        if !called.contains(&staff) {
            called.push(staff);
        }
    }
    AlertRow {
        alert: alert.id,
        what: alert.what.what.clone(),
        tier: alert.what.tier,
        came: alert.what.came,
        raised_at: alert.raised_at,
        respond_by: alert.what.respond_by,
        called,
        everybody: alert.notified.iter().any(|(_, call)| call.to.is_none()),
        taken_by: alert.taken.last().map(|(_, name, _)| name.clone()).unwrap_or_default(),
        taken: alert.taken.iter().filter_map(|(.., staff)| *staff).collect(),
        assessed: !alert.assessed.is_empty(),
        person: Person::default(),
        team: Vec::new(),
    }
}
