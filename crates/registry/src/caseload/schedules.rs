//! Which checks count as overdue depends on the schedules that the practice has chosen. A row holds what is found under the
//! usual ones and, beside it, what is found instead under each other choice; the practice's choice is applied when the list
//! is read. So a row follows from its chart alone, and a new choice is seen at once without any row being written again.

use super::{CaseloadRow, RowFinding};
use concord_chart::registration::TeamMember;
use concord_engines::checks_due::Choices;
use concord_engines::course_state::CourseState;
use concord_engines::findings::{Finding, FindingKind, check_overdue};
use serde::{Deserialize, Serialize};

/// What is overdue under another choice of schedules than the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The choice, only where it departs from the usual: `metabolic` → `apa_2020`.
    pub choices: Choices,
    /// What stands in place of the overdue checks of [`CaseloadRow::findings`]; may be none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<RowFinding>,
}

/// The other choices that make a difference for this chart, from the fewest departures to the most.
pub(super) fn otherwise(state: &CourseState<'_>, found: &[Finding], team: &[TeamMember]) -> Vec<Otherwise> {
    let rows = |found: &[Finding]| -> Vec<RowFinding> {
        let open = found.iter().filter(|finding| finding.kind == FindingKind::CheckOverdue && finding.closed.is_none());
        open.map(|finding| RowFinding::of(finding, team)).collect()
    };
    let usual = rows(found);
    let mut kept: Vec<Otherwise> = Vec::new();
    for (choices, found) in check_overdue::under_other_choices(state) {
        let findings = rows(&found);
        let said = under(&kept, &choices).map_or(&usual, |known| &known.findings);
        if *said != findings {
            kept.push(Otherwise { choices, findings });
        }
    }
    kept
}

/// What was found under a practice's choices: of what agrees with them, that which departs the most from the usual.
fn under<'o>(known: &'o [Otherwise], chosen: &Choices) -> Option<&'o Otherwise> {
    let agrees = |other: &&Otherwise| other.choices.iter().all(|(choice, id)| chosen.get(choice) == Some(id));
    known.iter().filter(agrees).max_by_key(|other| other.choices.len())
}

impl CaseloadRow {
    /// The row as it is where a practice has chosen among schedules of checks; `None` where the choice makes no difference
    /// to it. Ask it of a row as it is kept, before anything else.
    #[must_use]
    pub fn choosing(&self, chosen: &Choices) -> Option<Self> {
        let instead = under(&self.otherwise, chosen)?;
        let mut row = self.clone();
        row.findings.retain(|finding| finding.kind != FindingKind::CheckOverdue);
        row.findings.extend(instead.findings.iter().cloned());
        row.findings.sort_by_key(|finding| (finding.kind, finding.from));
        Some(row)
    }
}
