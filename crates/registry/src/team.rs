//! The care team, for permission: one row a member of staff, keyed by their id.

use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::StaffId;
use concord_chart::registration::{CareRole, Registration};
use serde::{Deserialize, Serialize};

/// One member of the care team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// The member of staff.
    pub staff: StaffId,
    /// Their name as shown.
    pub name: String,
    /// What they do for this patient.
    pub role: CareRole,
}

/// People outside the practice have no row: they have no sign-in to permit.
pub(crate) fn rows(registration: &Registration) -> Vec<ReadRow> {
    let member = |member: &concord_chart::registration::TeamMember| {
        let staff = member.staff?;
        let row = TeamRow { staff, name: member.name.clone(), role: member.role };
        Some(ReadRow { shelf: Shelf::Team, key: staff.to_string(), sort: staff.to_string(), body: written(&row) })
    };
    registration.team.iter().filter_map(member).collect()
}
