//! Questionnaires offered, answered, declined; and totals that other systems report.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A questionnaire was offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Which.
    pub instrument: InstrumentId,
    /// The day on which it is due.
    pub due: Date,
    /// Why now, in words; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// A questionnaire was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which.
    pub instrument: InstrumentId,
    /// The version of the instrument's entry that was shown.
    pub version: String,
    /// One entry an item, in order; `null` where the item was left out. Left out is not 0.
    pub answers: Vec<Option<u8>>,
    /// The unscored question how difficult the problems made things, where the instrument has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// Who answered.
    #[serde(default)]
    pub respondent: Respondent,
    /// Language in which it was shown, e.g. `en`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// True when the person stopped before the end.
    #[serde(default)]
    pub partial: bool,
}

/// Who answered a questionnaire. A different respondent is a different series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Respondent {
    /// The patient.
    #[default]
    Patient,
    /// Somebody for the patient.
    Proxy,
    /// A clinician, rating or reading aloud.
    Clinician,
}

/// A questionnaire was declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    /// Which.
    pub instrument: InstrumentId,
    /// Why, in the person's words; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// Another system reported a total, or single items, without the whole set of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which.
    pub instrument: InstrumentId,
    /// The total that it reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i32>,
    /// Single items: number from 1 → value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<u8, u8>,
}

/// A rhythm of measuring was agreed. A later one for the same instrument takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Which.
    pub instrument: InstrumentId,
    /// When it is due.
    pub rhythm: Rhythm,
    /// The treatment course that it follows; absent for the whole of care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// The first day.
    pub from: Date,
    /// The last day, where one was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// True when a clinician rates it; false when the patient answers.
    #[serde(default)]
    pub rated_by_clinician: bool,
    /// After how many missed in a row somebody is told; absent means two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_after_missed: Option<u8>,
}

/// When a measure is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Every so many days from the first day on.
    EveryDays(u16),
    /// In the days before each session or visit of the course: this many days ahead.
    BeforeEachVisit(u8),
    /// At these weeks, counted from the first day.
    AtWeeks(Vec<u16>),
}

impl Rhythm {
    /// The rhythm in words.
    pub fn words(&self) -> String {
        match self {
            Self::EveryDays(1) => "every day".to_owned(),
            Self::EveryDays(7) => "every week".to_owned(),
            Self::EveryDays(days) if days % 7 == 0 => format!("every {} weeks", days / 7),
            Self::EveryDays(days) => format!("every {days} days"),
            Self::BeforeEachVisit(_) => "before each visit".to_owned(),
            Self::AtWeeks(weeks) => {
                let weeks: Vec<_> = weeks.iter().map(u16::to_string).collect();
                format!("in week {}", weeks.join(", "))
            }
        }
    }
}

/// A rhythm of measuring ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleEnded {
    /// Which.
    pub instrument: InstrumentId,
    /// Why, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// One completed (or partly completed) questionnaire on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The event.
    pub id: EventId,
    /// When it was answered.
    pub at: When,
    /// Which instrument.
    pub instrument: InstrumentId,
    /// What was answered.
    pub what: Answers,
}

/// What a completed questionnaire holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Item by item.
    Items(Answered),
    /// A total or single items from elsewhere.
    Reported(Reported),
}

/// A questionnaire that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The event that offered it.
    pub id: EventId,
    /// What was offered.
    pub what: Offered,
}

/// Questionnaires on the chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questionnaires {
    /// Offered and neither answered nor declined.
    pub open: Vec<Open>,
    /// Answered, in order of time.
    pub completed: Vec<Completed>,
    /// Declined, in order of time.
    pub declined: Vec<(When, Declined)>,
    /// Offered, due and never answered before the next was offered: instrument and due day.
    pub unanswered: Vec<(InstrumentId, Date)>,
    /// Rhythms that are agreed now, with the event that agreed them.
    pub schedules: Vec<(EventId, Scheduled)>,
}

impl Questionnaires {
    /// Everything answered with one instrument, in order of time.
    pub fn of<'a>(&'a self, instrument: &'a InstrumentId) -> impl DoubleEndedIterator<Item = &'a Completed> {
        self.completed.iter().filter(move |done| done.instrument == *instrument)
    }

    pub(crate) fn offered(&mut self, recorded: &Recorded, event: &Offered) {
        let earlier = self.open.iter().filter(|open| open.what.instrument == event.instrument);
        let unanswered: Vec<_> = earlier.map(|open| (open.what.instrument.clone(), open.what.due)).collect();
        self.unanswered.extend(unanswered);
        self.close(&event.instrument);
        self.open.push(Open { id: recorded.id(), what: event.clone() });
    }

    pub(crate) fn answered(&mut self, recorded: &Recorded, event: &Answered) {
        self.close(&event.instrument);
        self.complete(recorded, &event.instrument, Answers::Items(event.clone()));
    }

    pub(crate) fn declined(&mut self, recorded: &Recorded, event: &Declined) {
        self.close(&event.instrument);
        self.declined.push((recorded.occurred(), event.clone()));
    }

    pub(crate) fn reported(&mut self, recorded: &Recorded, event: &Reported) {
        self.complete(recorded, &event.instrument, Answers::Reported(event.clone()));
    }

    pub(crate) fn scheduled(&mut self, recorded: &Recorded, event: &Scheduled) {
        self.schedules.retain(|(_, known)| known.instrument != event.instrument);
        self.schedules.push((recorded.id(), event.clone()));
    }

    pub(crate) fn schedule_ended(&mut self, event: &ScheduleEnded) {
        self.schedules.retain(|(_, known)| known.instrument != event.instrument);
    }

    fn close(&mut self, instrument: &InstrumentId) {
        self.open.retain(|open| open.what.instrument != *instrument);
    }

    fn complete(&mut self, recorded: &Recorded, instrument: &InstrumentId, what: Answers) {
        self.completed.push(Completed { id: recorded.id(), at: recorded.occurred(), instrument: instrument.clone(), what });
    }
}

pub(crate) fn decide_answer(event: &Answered) -> Result<(), Refusal> {
    if event.answers.iter().all(Option::is_none) {
        return plain(
            "No question was answered, so there is nothing to keep. Answer at least one, or decline the questionnaire.",
        );
    }
    Ok(())
}

pub(crate) fn decide_report(event: &Reported) -> Result<(), Refusal> {
    if event.total.is_none() && event.items.is_empty() {
        return plain("The report has neither a total nor an item.");
    }
    Ok(())
}

pub(crate) fn decide_decline(chart: &Chart, event: &Declined) -> Result<(), Refusal> {
    if chart.questionnaires.open.iter().any(|open| open.what.instrument == event.instrument) {
        return Ok(());
    }
    plain("This questionnaire is not waiting for an answer, so there is nothing to decline.")
}

pub(crate) fn decide_schedule(event: &Scheduled) -> Result<(), Refusal> {
    if event.until.is_some_and(|until| until < event.from) {
        return plain("The last day lies before the first. Check the dates.");
    }
    match &event.rhythm {
        _ if event.tell_after_missed == Some(0) => plain("Somebody is told after one missed answer at the earliest."),
        Rhythm::EveryDays(0) => plain("A rhythm has at least one day between two measures."),
        Rhythm::AtWeeks(weeks) if weeks.is_empty() => plain("Name at least one week."),
        _ => Ok(()),
    }
}

pub(crate) fn decide_end_schedule(chart: &Chart, event: &ScheduleEnded) -> Result<(), Refusal> {
    if chart.questionnaires.schedules.iter().any(|(_, known)| known.instrument == event.instrument) {
        return Ok(());
    }
    plain("No rhythm is agreed for this questionnaire, so there is nothing to end.")
}
