//! Work that waits for a person: safety items to close, side effects and wishes about medicines to answer, tasks to do,
//! questionnaires to be answered.

use crate::person::{Person, staff_of};
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::change_request::ChangeRequest;
use concord_chart::questionnaire::Open;
use concord_chart::task::{Task, TaskKind};
use concord_chart::{EventId, InstrumentId, StaffId};
use concord_engines::course_state::CourseState;
use concord_engines::days::{day_of, plus};
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
    /// It is a task to order or do a test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub orders_test: bool,
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
    /// Somebody asked to change or stop a medicine and was not answered: the request.
    ChangeRequest(EventId),
    /// A task is open: the event that opened it, and the last day for it.
    Task(EventId, Option<Date>),
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
    /// True when a questionnaire or a task is past its day, or a promise past its time.
    pub fn is_overdue(&self, now: Timestamp, today: Date) -> bool {
        match &self.what {
            WorkItem::Questionnaire(_, _, due) | WorkItem::Task(_, Some(due)) => *due < today,
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
    let wishes = chart.change_requests.iter().filter(|request| request.answer.is_none()).map(|request| of_wish(state, request));
    let tasks = chart.tasks.iter().filter(|task| task.is_open()).map(|task| of_task(state, task));
    findings.chain(offers).chain(wishes).chain(tasks).map(whose).map(read_row).collect()
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
        orders_test: false,
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
        orders_test: false,
        person: Person::default(),
        team: Vec::new(),
    }
}

fn of_wish(state: &CourseState<'_>, request: &ChangeRequest) -> WorkRow {
    let medicine = state.chart.medication(request.what.course).map_or("A medicine", |course| course.what.name.as_str());
    WorkRow {
        what: WorkItem::ChangeRequest(request.id),
        words: format!("{medicine}: asks to {}", request.what.wish.words()),
        since: day_of(request.at, state.zone),
        owner: request.what.owner,
        owner_name: name_of(state, request.what.owner),
        answer_by: request.what.answer_by,
        taken_by: String::new(),
        orders_test: false,
        person: Person::default(),
        team: Vec::new(),
    }
}

fn of_task(state: &CourseState<'_>, task: &Task) -> WorkRow {
    WorkRow {
        what: WorkItem::Task(task.id, task.what.due),
        words: task.what.what.clone(),
        since: day_of(task.at, state.zone),
        owner: Some(task.owner),
        owner_name: name_of(state, Some(task.owner)),
        answer_by: None,
        taken_by: String::new(),
        orders_test: task.what.kind == TaskKind::OrderTest,
        person: Person::default(),
        team: Vec::new(),
    }
}

/// The name that somebody has on the team; empty for nobody, and for somebody who is not on it.
fn name_of(state: &CourseState<'_>, staff: Option<StaffId>) -> String {
    let team = &state.chart.registration.team;
    let known = team.iter().find(|member| member.staff.is_some() && member.staff == staff);
    known.map(|member| member.name.clone()).unwrap_or_default()
}

fn key(row: &WorkRow) -> String {
    match &row.what {
        WorkItem::SafetyItem(because) => {
            let last = because.last().map(ToString::to_string).unwrap_or_default();
            format!("safety_item:{last}")
        }
        WorkItem::SideEffect(report) => format!("side_effect:{report}"),
        WorkItem::ChangeRequest(request) => format!("change_request:{request}"),
        WorkItem::Task(task, _) => format!("task:{task}"),
        WorkItem::Questionnaire(instrument, ..) => format!("questionnaire:{instrument}"),
    }
}

/// By the promised time; without a promise a safety item by the beginning of its day, a task by the end of its last day,
/// anything else by the end of the day on which it began.
fn sort(row: &WorkRow, zone: &TimeZone) -> String {
    let (day, after) = match &row.what {
        WorkItem::SafetyItem(_) => (row.since, 0),
        WorkItem::Task(_, Some(due)) => (*due, 1),
        _ => (row.since, 1),
    };
    let bound = || plus(day, after).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
    row.answer_by.or_else(bound).map(|at| at.to_string()).unwrap_or_default()
}
