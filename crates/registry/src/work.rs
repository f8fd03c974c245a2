//! Work that waits for a person: safety items to close, side effects to answer, questionnaires to be answered.

use crate::person::{Person, staff_of};
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::questionnaire::Open;
use concord_chart::{EventId, InstrumentId, StaffId};
use concord_engines::course_state::CourseState;
use concord_engines::days::plus;
use concord_engines::findings::{Finding, FindingKind};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRow {
    /// What waits.
    pub what: WorkItem,
    /// In a few words, for a list.
    pub words: String,
    /// Since when.
    pub since: Date,
    /// Who is to do it, where somebody was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// Their name; empty where nobody was named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner_name: String,
    /// By when it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
    /// Who took it on; empty while nobody has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub taken_by: String,
    /// Whose.
    pub person: Person,
    /// The care team, for permission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<StaffId>,
}

/// The kinds of waiting work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkItem {
    /// A safety item was endorsed and nobody has closed it: the latest answers it rests on.
    SafetyItem(Vec<EventId>),
    /// A side effect was reported and not answered: the report.
    SideEffect(EventId),
    /// A questionnaire was offered: which, its offer and the day on which it is due.
    Questionnaire(InstrumentId, EventId, Date),
}

impl WorkItem {
    /// True for what waits for the team; an open questionnaire waits for the patient.
    pub fn waits_for_team(&self) -> bool {
        !matches!(self, Self::Questionnaire(..))
    }
}

impl WorkRow {
    /// True when a questionnaire is past its day, or a promise past its time.
    pub fn is_overdue(&self, now: Timestamp, today: Date) -> bool {
        match &self.what {
            WorkItem::Questionnaire(_, _, due) => *due < today,
            _ => self.answer_by.is_some_and(|by| by < now),
        }
    }
}

pub(crate) fn rows(state: &CourseState<'_>, person: &Person, found: &[Finding]) -> Vec<ReadRow> {
    let chart = state.chart;
    let team = staff_of(&chart.registration);
    let findings = found.iter().filter(|finding| finding.closed.is_none()).filter_map(of_finding);
    let offers = chart.questionnaires.open.iter().map(|open| of_offer(state, open));
    let whose = |row: WorkRow| WorkRow { person: person.clone(), team: team.clone(), ..row };
    let read_row =
        |row: WorkRow| ReadRow { shelf: Shelf::Work, key: key(&row), sort: sort(&row, state.zone), body: written(&row) };
    findings.chain(offers).map(whose).map(read_row).collect()
}

fn of_finding(finding: &Finding) -> Option<WorkRow> {
    let what = match finding.kind {
        FindingKind::SuicidalIdeationEndorsed => WorkItem::SafetyItem(finding.report.because.clone()),
        FindingKind::SideEffectUnanswered => WorkItem::SideEffect(*finding.report.because.first()?),
        _ => return None,
    };
    Some(WorkRow {
        what,
        words: finding.title.clone(),
        since: finding.from,
        owner: finding.owner.as_ref().and_then(|owner| owner.staff),
        owner_name: finding.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default(),
        answer_by: finding.answer_by,
        taken_by: finding.taken.as_ref().map(|taken| taken.by.clone()).unwrap_or_default(),
        person: Person::default(),
        team: Vec::new(),
    })
}

fn of_offer(state: &CourseState<'_>, open: &Open) -> WorkRow {
    let name = state.knowledge.instrument(&open.what.instrument).map(|instrument| instrument.short_name.as_str());
    WorkRow {
        what: WorkItem::Questionnaire(open.what.instrument.clone(), open.id, open.what.due),
        words: format!("{} to be answered", name.unwrap_or_else(|| open.what.instrument.as_str())),
        since: open.what.due,
        owner: None,
        owner_name: String::new(),
        answer_by: None,
        taken_by: String::new(),
        person: Person::default(),
        team: Vec::new(),
    }
}

fn key(row: &WorkRow) -> String {
    match &row.what {
        WorkItem::SafetyItem(because) => {
            let last = because.last().map(ToString::to_string).unwrap_or_default();
            format!("safety_item:{last}")
        }
        WorkItem::SideEffect(report) => format!("side_effect:{report}"),
        WorkItem::Questionnaire(instrument, ..) => format!("questionnaire:{instrument}"),
    }
}

/// By the promised time; without a promise a safety item by the beginning of its day, anything else by its end.
fn sort(row: &WorkRow, zone: &TimeZone) -> String {
    let after = if matches!(row.what, WorkItem::SafetyItem(_)) { 0 } else { 1 };
    let bound = || plus(row.since, after).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
    row.answer_by.or_else(bound).map(|at| at.to_string()).unwrap_or_default()
}
