//! The caseload: one row a patient, kept for follow-up. Nothing in a row depends on today; what does is worked out when
//! the list is read ([`CaseloadRow::standing`] for sorting thousands, [`CaseloadRow::at`] for the rows that are shown).

mod facts;
mod line;
mod needs;
mod schedules;
mod standing;

pub use facts::{Fact, FactId, facts};
pub use line::{ArmCell, CaseloadLine, ScoreCell};
pub use needs::{By, Need, NeedKind, Whose};
pub use schedules::Otherwise;
pub use standing::{Group, Standing, Urgency};

use crate::person::Person;
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::decision::Arm;
use concord_chart::plan::PlanPart;
use concord_chart::registration::TeamMember;
use concord_chart::{InstrumentId, StaffId};
use concord_engines::adherence::{HomeworkDone, PillStrip, Sessions};
use concord_engines::clocks::{ArmFacts, Dial};
use concord_engines::course_state::{CourseState, Measure};
use concord_engines::days::{day_of, days_between};
use concord_engines::due::{Rhythm, last_contact, rhythms};
use concord_engines::findings::{Finding, FindingKind, Handling};
use concord_engines::outcomes::{Change, OutcomeWord, Way};
use concord_engines::series::ScorePoint;
use concord_knowledge::shipped;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One patient on the caseload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseloadRow {
    /// Who it is.
    #[serde(flatten)]
    pub person: Person,
    /// Who looks after them, in the order in which they joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<TeamMember>,
    /// True while an episode of care or a treatment is open.
    pub in_care: bool,
    /// First day of the present treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The measures, the main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<RowMeasure>,
    /// The latest answer to a safety item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<RowSafety>,
    /// Treatments, current ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<RowArm>,
    /// The last answered days of doses.
    #[serde(default, skip_serializing_if = "is_empty_strip")]
    pub pills: PillStrip,
    /// Sessions of the present treatment that were held or not held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Sessions>,
    /// Homework of the present treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<HomeworkDone>,
    /// When each instrument comes round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rhythms: Vec<Rhythm>,
    /// What was noticed and not closed, most urgent first, also what does not hold yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<RowFinding>,
    /// Overdue checks under other choices of schedules than the usual one ([`CaseloadRow::choosing`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<Otherwise>,
    /// The last day on which the person was met: a session, a visit, a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contact: Option<Date>,
    /// The last day on which something was decided together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_decision: Option<Date>,
    /// When that is to be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again: Option<Date>,
    /// True when the plan says what to do if things start to slip.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub staying_well_plan: bool,
}

fn is_empty_strip(strip: &PillStrip) -> bool {
    strip.last.is_none()
}

/// One instrument of one patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMeasure {
    /// Which.
    pub instrument: InstrumentId,
    /// Its short name.
    pub name: String,
    /// Lowest and highest total.
    pub range: (i32, i32),
    /// The total below which remission lies, where one is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remission_below: Option<i32>,
    /// The first total ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<(Date, i32)>,
    /// The total at the start of the present treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<(Date, i32)>,
    /// The latest total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<(Date, i32)>,
    /// What the change from baseline to latest amounts to; absent with fewer than two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<RowChangeOf>,
    /// The last answer, where it gave no total: its day, and how many items were left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_total: Option<(Date, u8)>,
    /// The latest totals for the small course, oldest first, with the baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Spark>,
}

/// What a change amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChangeOf {
    /// Latest minus baseline, in points.
    pub points: i32,
    /// The word that is shown.
    pub outcome: RowOutcome,
    /// Whether the improvement is a response, remission included.
    pub response: bool,
}

/// The word for a change; the first that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// Symptoms down to a minimal level.
    Remission,
    /// Enough better.
    Response,
    /// Better by more than the error of measurement.
    ReliableChange,
    /// Better by so many percent, within the error of measurement.
    Better(u16),
    /// Neither better nor reliably worse.
    NoReliableChange,
    /// Worse by more than the error of measurement.
    ReliablyWorse,
    /// Better, without a threshold that would judge it.
    BetterNotJudged,
    /// The same.
    Unchanged,
    /// Worse, without a threshold that would judge it.
    WorseNotJudged,
}

impl RowOutcome {
    /// The words of the tag.
    pub fn words(self) -> String {
        self.word().to_string()
    }

    fn word(self) -> OutcomeWord {
        match self {
            Self::Remission => OutcomeWord::Remission,
            Self::Response => OutcomeWord::Response,
            Self::ReliableChange => OutcomeWord::ReliableChange,
            Self::Better(percent) => OutcomeWord::Better { percent },
            Self::NoReliableChange => OutcomeWord::NoReliableChange,
            Self::ReliablyWorse => OutcomeWord::ReliablyWorse,
            Self::BetterNotJudged => OutcomeWord::NotJudged(Way::Better),
            Self::Unchanged => OutcomeWord::NotJudged(Way::Same),
            Self::WorseNotJudged => OutcomeWord::NotJudged(Way::Worse),
        }
    }
}

impl From<OutcomeWord> for RowOutcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::Remission => Self::Remission,
            OutcomeWord::Response => Self::Response,
            OutcomeWord::ReliableChange => Self::ReliableChange,
            OutcomeWord::Better { percent } => Self::Better(percent),
            OutcomeWord::NoReliableChange => Self::NoReliableChange,
            OutcomeWord::ReliablyWorse => Self::ReliablyWorse,
            OutcomeWord::NotJudged(Way::Better) => Self::BetterNotJudged,
            OutcomeWord::NotJudged(Way::Same) => Self::Unchanged,
            OutcomeWord::NotJudged(Way::Worse) => Self::WorseNotJudged,
        }
    }
}

/// Totals of one series for a small picture: days since `from`, and totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spark {
    /// The day of the first point.
    pub from: Date,
    /// Days since `from` and total, in order of time; at most [`Spark::LENGTH`].
    pub points: Vec<(u16, i32)>,
}

impl Spark {
    /// How many points it holds.
    pub const LENGTH: usize = 16;
}

/// The latest answer to a safety item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSafety {
    /// Short name of the instrument.
    pub name: String,
    /// Position of the item.
    pub item: u8,
    /// The value; absent when it was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u8>,
    /// The answer's words.
    pub words: String,
    /// When.
    pub on: Date,
    /// True when this answer calls a person.
    pub endorsed: bool,
    /// Who closed the last endorsed answer, where everything is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Handling>,
}

/// One treatment of one patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowArm {
    /// Which kind.
    pub arm: Arm,
    /// Short name.
    pub name: String,
    /// The dose now, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dose: String,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<RowOwner>,
    /// The day on which it began.
    pub started: Date,
    /// Its clock.
    #[serde(flatten)]
    pub dial: Dial,
}

/// Whose something is: a member of the row's team by place, or somebody else by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOwner {
    /// Place on [`CaseloadRow::team`], from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<u8>,
    /// The name, where they are not on the team.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl RowOwner {
    fn of(team: &[TeamMember], staff: Option<StaffId>, name: &str) -> Self {
        let place = team.iter().position(|member| match staff {
            Some(staff) => member.staff == Some(staff),
            None => member.name == name,
        });
        match place.and_then(|place| u8::try_from(place).ok()) {
            Some(member) => Self { member: Some(member), name: String::new() },
            None => Self { member: None, name: name.to_owned() },
        }
    }
}

/// One finding on a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFinding {
    /// Which.
    pub kind: FindingKind,
    /// Names the thing.
    pub title: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it is worth showing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<RowOwner>,
    /// By when an answer was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
    /// Who took it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Handling>,
}

impl RowFinding {
    fn of(finding: &Finding, team: &[TeamMember]) -> Self {
        let owner = finding.owner.as_ref();
        Self {
            kind: finding.kind,
            title: finding.title.clone(),
            from: finding.from,
            until: finding.until,
            owner: owner.map(|owner| RowOwner::of(team, owner.staff, &owner.name)),
            answer_by: finding.answer_by,
            taken: finding.taken.clone(),
        }
    }

    /// True on the days on which it is to be shown.
    pub fn holds(&self, today: Date) -> bool {
        self.from <= today && self.until.is_none_or(|until| until >= today)
    }
}

/// How many treatments a row names at most: current ones first, then those that ended last.
const ARMS_AT_MOST: usize = 8;

impl CaseloadRow {
    /// The row of a chart whose state is worked out; `None` until somebody is registered.
    pub(crate) fn of(state: &CourseState<'_>, found: &[Finding]) -> Option<Self> {
        let chart = state.chart;
        let zone = state.zone;
        let team = &chart.registration.team;
        let decision = chart.decisions.iter().max_by(|a, b| a.at.order(&b.at));
        let (sessions, homework) = work_done(state);
        Some(Self {
            person: Person::of(&chart.registration)?,
            team: team.clone(),
            in_care: state.is_in_care(),
            since: state.since(),
            measures: state.measures.iter().filter(|measure| measure.last_answered().is_some()).map(RowMeasure::of).collect(),
            safety: RowSafety::of(state, found),
            arms: row_arms(&state.arms, team),
            pills: PillStrip::of(chart, zone),
            sessions,
            homework,
            rhythms: rhythms(state).into_iter().map(|facts| facts.rhythm).collect(),
            findings: found
                .iter()
                .filter(|finding| finding.closed.is_none())
                .map(|finding| RowFinding::of(finding, team))
                .collect(),
            otherwise: schedules::otherwise(state, found, team),
            last_contact: last_contact(chart, zone),
            last_decision: decision.map(|decision| day_of(decision.at, zone)),
            look_again: decision.and_then(|decision| decision.what.look_again),
            staying_well_plan: !chart.plan.text(PlanPart::IfThingsSlip).is_empty(),
        })
    }

    /// The row as the store keeps it.
    pub(crate) fn read_row(&self) -> ReadRow {
        ReadRow { shelf: Shelf::Caseload, key: "row".to_owned(), sort: self.person.sort(), body: written(self) }
    }
}

fn row_arms(arms: &[ArmFacts], team: &[TeamMember]) -> Vec<RowArm> {
    let ended = |arm: &ArmFacts| arm.dial.ended.as_ref().map(|ended| ended.on);
    let mut chosen: Vec<&ArmFacts> = arms.iter().collect();
    // Stable: within the same end they stay in the order medicines, therapies, practices, each by start.
    // What is no treatment of this practice comes after what is, so that it never pushes one off the list.
    chosen.sort_by_key(|arm| std::cmp::Reverse((arm.is_treatment, ended(arm).unwrap_or(Date::MAX))));
    chosen.truncate(ARMS_AT_MOST);
    let row = |arm: &ArmFacts| RowArm {
        arm: arm.arm,
        name: arm.name.clone(),
        dose: arm.dose.clone(),
        owner: arm.owner.as_ref().map(|owner| RowOwner::of(team, owner.staff, &owner.name)),
        started: arm.started,
        dial: arm.dial.clone(),
    };
    chosen.into_iter().map(row).collect()
}

/// Sessions and homework since the present treatment began. Sessions still to come are no part of it.
fn work_done(state: &CourseState<'_>) -> (Option<Sessions>, Option<HomeworkDone>) {
    let Some(last) = state.chart.entries.iter().map(|entry| day_of(entry.recorded.occurred(), state.zone)).max() else {
        return (None, None);
    };
    let from = state.since().unwrap_or(Date::MIN).min(last);
    let days = u16::try_from(days_between(from, last) + 1).unwrap_or(u16::MAX);
    let done = concord_engines::adherence::adherence(state.chart, last, state.zone, days);
    let sessions = done.sessions.map(|sessions| Sessions { not_recorded: 0, ..sessions });
    (sessions.filter(|sessions| *sessions != Sessions::default()), done.homework)
}

impl RowMeasure {
    /// A total of this row as its manual reports it. Rows hold the sum, which keeps its order; a practice's own wording
    /// changes neither.
    pub fn shown(&self, total: i32) -> Decimal {
        shipped().instrument(&self.instrument).map_or_else(|| Decimal::from(total), |known| known.shown_total(total))
    }

    fn of(measure: &Measure<'_>) -> Self {
        let point = |point: &Option<ScorePoint>| point.as_ref().and_then(|point| Some((point.day, point.total?)));
        let remission = measure.definition.and_then(|definition| definition.remission.as_ref());
        let last = measure.last_answered().filter(|last| last.total.is_none());
        Self {
            instrument: measure.instrument.id.clone(),
            name: measure.instrument.short_name.clone(),
            range: measure.instrument.total_range().unwrap_or_default(),
            remission_below: remission.map(|rule| rule.below),
            first: point(&measure.first),
            baseline: point(&measure.baseline),
            latest: point(&measure.latest),
            change: measure.change.as_ref().map(RowChangeOf::of),
            no_total: last.map(|last| (last.day, u8::try_from(last.missing.len()).unwrap_or(u8::MAX))),
            course: spark(measure),
        }
    }
}

impl RowChangeOf {
    fn of(change: &Change) -> Self {
        let response = change.response == Some(true) || matches!(change.headline, OutcomeWord::Remission | OutcomeWord::Response);
        Self { points: change.difference, outcome: change.headline.into(), response }
    }
}

/// The baseline and the latest totals after it.
fn spark(measure: &Measure<'_>) -> Option<Spark> {
    let series = measure.scores.main(measure.instrument)?;
    let from = measure.baseline.as_ref().map_or(Date::MIN, |baseline| baseline.day);
    let mut points: Vec<&ScorePoint> = series.since(from).collect();
    if points.len() > Spark::LENGTH {
        points.drain(1..=points.len() - Spark::LENGTH);
    }
    let first = points.first()?.day;
    let offset = |point: &ScorePoint| u16::try_from(days_between(first, point.day)).unwrap_or(u16::MAX);
    let points = points.iter().filter_map(|point| Some((offset(point), point.total?)));
    Some(Spark { from: first, points: points.collect() })
}

impl RowSafety {
    /// The latest reading of any measure, an endorsed one before others of the same day.
    fn of(state: &CourseState<'_>, found: &[Finding]) -> Option<Self> {
        let latest = |measure: &Measure<'_>| {
            let points = measure.scores.points();
            let point = points.into_iter().rev().find(|point| point.safety.is_some())?;
            let safety = point.safety.clone()?;
            Some(Self {
                name: measure.instrument.short_name.clone(),
                item: safety.item,
                value: safety.value,
                words: safety.words,
                on: point.day,
                endorsed: safety.endorsed,
                closed: None,
            })
        };
        let mut readings: Vec<Self> = state.measures.iter().filter_map(latest).collect();
        readings.sort_by_key(|reading| (reading.on, reading.endorsed));
        let mut reading = readings.pop()?;
        let kind = FindingKind::SuicidalIdeationEndorsed;
        let mut of_kind = found.iter().filter(|finding| finding.kind == kind);
        reading.closed = of_kind.find_map(|finding| finding.closed.clone());
        if found.iter().any(|finding| finding.kind == kind && finding.closed.is_none()) {
            reading.closed = None;
        }
        Some(reading)
    }
}
