//! What was noticed: each finding with its grounds, offered to people who decide. One finding, one file.
//!
//! A finding is worked out from the chart alone; what depends on the day is only whether it holds yet ([`Finding::from`])
//! or still ([`Finding::until`]). What people did about it is on the chart: taken on, closed with a reason. A finding is
//! closed for the events it rested on; a later event opens it again.

pub mod check_overdue;
pub mod measures_missed_in_a_row;
pub mod no_answer_for_weeks;
pub mod no_response_after_adequate_trial;
pub mod planned_step_due;
pub mod reliably_worse;
pub mod side_effect_coincides_with_missed_work;
pub mod side_effect_unanswered;
pub mod suicidal_ideation_endorsed;

use crate::course_state::CourseState;
use crate::days::day_of;
use crate::report::Report;
use concord_chart::{Chart, CourseId, EventId, StaffId};
use concord_knowledge::Knowledge;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// The findings there are, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An item about self-harm or suicide was endorsed.
    SuicidalIdeationEndorsed,
    /// A score is worse by more than the error of measurement.
    ReliablyWorse,
    /// A reported side effect waits for an answer.
    SideEffectUnanswered,
    /// No questionnaire was answered for several rounds.
    NoAnswerForWeeks,
    /// A measure that was agreed was missed several times in a row.
    MeasuresMissedInARow,
    /// A planned step of a dose waits to be confirmed.
    PlannedStepDue,
    /// A check that a schedule asks for is past its day.
    CheckOverdue,
    /// An arm has had its fair trial and the score is not down by enough.
    NoResponseAfterAdequateTrial,
    /// A side effect falls in the same weeks as missed sessions or undone homework.
    SideEffectCoincidesWithMissedWork,
}

impl FindingKind {
    /// Every kind, most urgent first.
    pub const ALL: &'static [Self] = &[
        Self::SuicidalIdeationEndorsed,
        Self::ReliablyWorse,
        Self::SideEffectUnanswered,
        Self::NoAnswerForWeeks,
        Self::MeasuresMissedInARow,
        Self::PlannedStepDue,
        Self::CheckOverdue,
        Self::NoResponseAfterAdequateTrial,
        Self::SideEffectCoincidesWithMissedWork,
    ];

    /// The stored word, as [`concord_chart::finding::FindingTaken`] names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SuicidalIdeationEndorsed => "suicidal_ideation_endorsed",
            Self::ReliablyWorse => "reliably_worse",
            Self::SideEffectUnanswered => "side_effect_unanswered",
            Self::NoAnswerForWeeks => "no_answer_for_weeks",
            Self::MeasuresMissedInARow => "measures_missed_in_a_row",
            Self::PlannedStepDue => "planned_step_due",
            Self::CheckOverdue => "check_overdue",
            Self::NoResponseAfterAdequateTrial => "no_response_after_adequate_trial",
            Self::SideEffectCoincidesWithMissedWork => "side_effect_coincides_with_missed_work",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }

    /// How it is shown.
    pub fn severity(self) -> Severity {
        match self {
            Self::SuicidalIdeationEndorsed => Severity::Urgent,
            Self::SideEffectCoincidesWithMissedWork => Severity::Note,
            _ => Severity::Attention,
        }
    }
}

/// How a finding is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A person is needed today.
    Urgent,
    /// Somebody should look at it.
    Attention,
    /// Worth knowing when people next meet.
    Note,
}

impl Severity {
    /// The word.
    pub fn words(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Attention => "attention",
            Self::Note => "note",
        }
    }
}

/// What a person may do about a finding. Nothing here happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferedAction {
    /// Take it on: put one's own name to it.
    TakeOn,
    /// Call or see the person.
    SpeakToday,
    /// Ask the C-SSRS screener.
    AskScreener,
    /// Answer the report.
    AnswerReport,
    /// Offer the questionnaire again.
    OfferQuestionnaire,
    /// Plan a visit.
    PlanVisit,
    /// Decide together.
    DecideTogether,
    /// Order the test, or enter its result.
    OrderCheck,
    /// Confirm the step, move it, or let the plan wait.
    ConfirmStep,
    /// Close it with what was found out and done.
    Close,
}

impl OfferedAction {
    /// The words of the button or link.
    pub fn words(self) -> &'static str {
        match self {
            Self::TakeOn => "Take this on",
            Self::SpeakToday => "Speak with the person today",
            Self::AskScreener => "Ask the C-SSRS screener",
            Self::AnswerReport => "Answer the report",
            Self::OfferQuestionnaire => "Offer the questionnaire again",
            Self::PlanVisit => "Plan a visit",
            Self::DecideTogether => "Decide together: keep, change one arm, or finish",
            Self::OrderCheck => "Order it or enter the result",
            Self::ConfirmStep => "Confirm, move or pause the step",
            Self::Close => "Close it with what was found and done",
        }
    }
}

/// One finding.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub kind: FindingKind,
    /// Names the thing in a few words.
    pub title: String,
    /// Two plain sentences: what is so, and what it means or does not mean.
    pub sentences: [String; 2],
    /// What it rests on.
    pub report: Report,
    /// What may be done.
    pub actions: Vec<OfferedAction>,
    /// Whose it is, where somebody was named.
    pub owner: Option<Owner>,
    /// By when an answer was promised.
    pub answer_by: Option<Timestamp>,
    /// The course that it is about.
    pub course: Option<CourseId>,
    /// The first day on which it holds, given what is on the chart now.
    pub from: Date,
    /// The last day on which it is worth showing; `None` until it is closed or its grounds are gone.
    pub until: Option<Date>,
    /// Who took it on, and when.
    pub taken: Option<Handling>,
    /// Who closed it, when, in what words.
    pub closed: Option<Handling>,
}

/// Whose a finding is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// The name, as the team or the chart has it.
    pub name: String,
}

/// What somebody did about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// Who.
    pub by: String,
    /// When.
    pub on: Date,
    /// What was found and done, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl Finding {
    /// How it is shown.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// True on the days on which it is to be shown and nobody has closed it.
    pub fn holds(&self, today: Date) -> bool {
        self.closed.is_none() && self.from <= today && self.until.is_none_or(|until| until >= today)
    }

    /// A finding about which nobody has done anything yet.
    fn new(kind: FindingKind, from: Date, report: Report) -> Self {
        Self {
            kind,
            title: String::new(),
            sentences: [String::new(), String::new()],
            report,
            actions: Vec::new(),
            owner: None,
            answer_by: None,
            course: None,
            from,
            until: None,
            taken: None,
            closed: None,
        }
    }

    /// Takes over what people did about exactly these events, or about more than these.
    fn handled(mut self, state: &CourseState<'_>) -> Self {
        let of_kind = || state.chart.findings_handled.iter().filter(|handled| handled.finding == self.kind.as_str());
        let covers = |handled: &[EventId]| self.report.because.iter().all(|event| handled.contains(event));
        let day = |when| day_of(when, state.zone);
        let taken: Vec<EventId> =
            of_kind().filter(|handled| handled.taken.is_some()).flat_map(|handled| handled.because.clone()).collect();
        let closed: Vec<EventId> =
            of_kind().filter(|handled| handled.closed.is_some()).flat_map(|handled| handled.because.clone()).collect();
        if !self.report.because.is_empty() && covers(&taken) {
            let last = of_kind().filter_map(|handled| handled.taken.as_ref()).max_by(|a, b| a.0.order(&b.0));
            self.taken = last.map(|(when, by)| Handling { by: by.clone(), on: day(*when), words: String::new() });
        }
        if !self.report.because.is_empty() && covers(&closed) {
            let last = of_kind().filter_map(|handled| handled.closed.as_ref()).max_by(|a, b| a.0.order(&b.0));
            self.closed = last.map(|(when, by, words)| Handling { by: by.clone(), on: day(*when), words: words.clone() });
        }
        self
    }
}

/// Everything that was noticed on this chart, also what does not hold yet or was closed; most urgent first.
/// It does not depend on today: [`Finding::holds`] does.
#[must_use]
pub fn all(state: &CourseState<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if !state.is_alive() {
        return found;
    }
    found.extend(suicidal_ideation_endorsed::find(state));
    found.extend(reliably_worse::find(state));
    found.extend(side_effect_unanswered::find(state));
    found.extend(no_answer_for_weeks::find(state));
    found.extend(measures_missed_in_a_row::find(state));
    found.extend(planned_step_due::find(state));
    found.extend(check_overdue::find(state));
    found.extend(no_response_after_adequate_trial::find(state));
    found.extend(side_effect_coincides_with_missed_work::find(state));
    found.sort_by_key(|finding| (finding.kind, finding.from));
    found
}

/// The findings that hold today and that nobody has closed, most urgent first.
#[must_use]
pub fn findings(chart: &Chart, knowledge: &Knowledge, today: Date, zone: &TimeZone) -> Vec<Finding> {
    let mut found = all(&CourseState::of(chart, knowledge, zone));
    found.retain(|finding| finding.holds(today));
    found
}
