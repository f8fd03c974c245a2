//! Each arm's own clock: when a verdict on a treatment course is fair, from how long it has been given in a dose that
//! can work. The clock starts with the first adequate exposure (minimum effective dose reached, first session attended,
//! first class or sitting) and never says that something does not work: only people judge.
//!
//! Facts about a course do not depend on the day they are read ([`Dial`]); its state does ([`Dial::state`]).

mod counted;
mod medicine;
mod practised;
mod talking;

use crate::days::{day_of, full_day_words, plus, weeks_between};
use crate::report::Report;
use concord_chart::decision::{Arm, Verdict};
use concord_chart::medication::KnownFrom;
use concord_chart::{Chart, CourseId, EventId, StaffId};
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Where an arm's clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArmState {
    /// A verdict would not be fair yet.
    TooEarly,
    /// A verdict is fair, and nobody has given one.
    JudgeNow,
    /// Time has passed, but too little was taken or attended for a fair verdict.
    DoseTooLow,
    /// Judged by a person: it works.
    Working,
    /// Judged by a person: it does not do enough.
    NotEnough,
    /// Judged by a person: it does more harm than good.
    SideEffect,
    /// Over, without a verdict.
    Done,
    /// No fair trial is known for it, or the chart does not say enough.
    NotChecked,
}

impl ArmState {
    /// The words of the tag.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooEarly => "too early",
            Self::JudgeNow => "judge now",
            Self::DoseTooLow => "dose too low to judge",
            Self::Working => "working",
            Self::NotEnough => "not enough",
            Self::SideEffect => "side effect",
            Self::Done => "done",
            Self::NotChecked => "not checked",
        }
    }

    fn judged(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Working => Self::Working,
            Verdict::NotEnough => Self::NotEnough,
            Verdict::SideEffect => Self::SideEffect,
        }
    }
}

/// What of a clock does not depend on the day on which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dial {
    /// The day of the first adequate exposure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Date>,
    /// From this day on a verdict is fair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fair_from: Option<Date>,
    /// By this day a verdict is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_by: Option<Date>,
    /// From this day on it can be said that exposure is too low to judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_from: Option<Date>,
    /// Why exposure is too low, as plain words; empty when it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub low: String,
    /// Why the clock cannot be read at all, as a sentence; empty when it can.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_checked: String,
    /// What people found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judgement>,
    /// How and when it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ending>,
}

/// A verdict that people gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What they found.
    pub verdict: Verdict,
    /// When.
    pub on: Date,
    /// Who together; empty where the course was stopped with this reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
}

/// The end of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The last day.
    pub on: Date,
    /// How, in words: `finished as planned`.
    pub how: String,
}

impl Dial {
    /// The state on a day.
    pub fn state(&self, today: Date) -> ArmState {
        let reached = |day: Option<Date>| day.is_some_and(|day| day <= today);
        if let Some(judged) = self.judged.as_ref().filter(|judged| judged.on <= today) {
            return ArmState::judged(judged.verdict);
        }
        if self.ended.as_ref().is_some_and(|ended| ended.on <= today) {
            return ArmState::Done;
        }
        if !self.not_checked.is_empty() {
            return ArmState::NotChecked;
        }
        match (self.low.is_empty(), reached(self.low_from), reached(self.fair_from)) {
            (false, true, _) => ArmState::DoseTooLow,
            (true, _, true) => ArmState::JudgeNow,
            _ => ArmState::TooEarly,
        }
    }

    /// Whole weeks of exposure on a day, `None` before the first adequate one.
    pub fn weeks(&self, today: Date) -> Option<u16> {
        let until = self.ended.as_ref().map_or(today, |ended| ended.on.min(today));
        self.first.filter(|first| *first <= today).map(|first| weeks_between(first, until))
    }

    /// True until the course ends.
    pub fn is_current(&self, today: Date) -> bool {
        self.ended.as_ref().is_none_or(|ended| ended.on > today)
    }

    /// True for a course that goes on or ended within some days.
    pub fn is_recent(&self, today: Date, days: i64) -> bool {
        self.ended.as_ref().is_none_or(|ended| plus(ended.on, days) >= today)
    }

    /// Why the state is what it is, in one sentence.
    pub fn why(&self, today: Date) -> String {
        match self.state(today) {
            ArmState::NotChecked => self.not_checked.clone(),
            ArmState::DoseTooLow => self.low.clone(),
            ArmState::JudgeNow => {
                let since = self.fair_from.map(full_day_words).unwrap_or_default();
                format!("It has had a fair trial since {since}, and nobody has judged it yet.")
            }
            ArmState::TooEarly => match self.fair_from {
                Some(day) => format!("A verdict is fair from {} on.", full_day_words(day)),
                None => "The trial has not begun.".to_owned(),
            },
            ArmState::Done => {
                let ended = self.ended.as_ref();
                ended.map(|ended| format!("Ended {}: {}.", full_day_words(ended.on), ended.how)).unwrap_or_default()
            }
            ArmState::Working | ArmState::NotEnough | ArmState::SideEffect => {
                let judged = self.judged.as_ref();
                let by = |judged: &Judgement| match judged.by.is_empty() {
                    true => "when it was ended".to_owned(),
                    false => format!("by {}", judged.by.join(", ")),
                };
                judged.map(|judged| format!("Judged {} {}.", full_day_words(judged.on), by(judged))).unwrap_or_default()
            }
        }
    }
}

/// How much of a treatment reached the person, in plain numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Of a medicine.
    Medicine {
        /// The dose now in words, `held`, or the last dose.
        dose: String,
        /// Days that were answered for with a dose taken.
        taken_days: u32,
        /// Days that were answered for, taken or left out. A day without an answer is not among them.
        answered_days: u32,
        /// How we know.
        known_from: Vec<KnownFrom>,
    },
    /// Of a talking therapy.
    Sessions {
        /// Sessions attended.
        attended: u16,
        /// Sessions that were planned and not attended, for whatever reason.
        not_held: u16,
        /// Sessions agreed for the whole course.
        planned: Option<u16>,
        /// Share of homework done, in percent over the tasks that were reported; `None` when none was.
        homework_percent: Option<u8>,
        /// Tasks reported.
        homework_reported: u16,
        /// Tasks set.
        homework_set: u16,
    },
    /// Of a complementary practice.
    Practice {
        /// Classes attended.
        attended: u16,
        /// Classes not attended.
        missed: u16,
        /// Classes agreed for the whole course.
        planned: Option<u16>,
        /// Days with own practice.
        sittings: u16,
        /// Minutes of own practice.
        minutes: u32,
    },
}

impl Exposure {
    /// The line under the clock.
    pub fn words(&self) -> String {
        match self {
            Self::Medicine { answered_days: 0, .. } => "taking not known: no day was answered for".to_owned(),
            Self::Medicine { taken_days, answered_days, known_from, .. } => {
                let sources: Vec<&str> = known_from.iter().map(known_from_words).collect();
                let from = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join(", ")) };
                format!("taken on {taken_days} of {answered_days} days answered for{from}")
            }
            Self::Sessions { attended, not_held, planned, homework_percent, homework_reported, homework_set } => {
                let mut words = of_planned(*attended, *planned, "session");
                if *not_held > 0 {
                    words.push_str(&format!(", {not_held} not held"));
                }
                match homework_percent {
                    Some(percent) => {
                        words.push_str(&format!(", homework {percent} % done ({homework_reported} of {homework_set} reported)"))
                    }
                    None if *homework_set > 0 => words.push_str(", homework not reported"),
                    None => words.push_str(", no homework set"),
                }
                words
            }
            Self::Practice { attended, missed, planned, sittings, minutes } => {
                let mut words = Vec::new();
                if attended + missed > 0 || planned.is_some() {
                    words.push(of_planned(*attended, *planned, "class"));
                }
                if *sittings > 0 {
                    words.push(format!("own practice on {sittings} days, {minutes} minutes"));
                }
                if words.is_empty() { "nothing attended or practised yet".to_owned() } else { words.join(", ") }
            }
        }
    }
}

fn of_planned(attended: u16, planned: Option<u16>, thing: &str) -> String {
    let many = if thing == "class" { "classes" } else { "sessions" };
    match planned {
        Some(planned) => format!("{attended} of {planned} {many} attended"),
        None => format!("{attended} {} attended", if attended == 1 { thing } else { many }),
    }
}

fn known_from_words(known: &KnownFrom) -> &'static str {
    match known {
        KnownFrom::PatientTick => "the patient's ticks",
        KnownFrom::Conversation => "said in conversation",
        KnownFrom::PillCount => "pill count",
        KnownFrom::Fill => "fills",
        KnownFrom::Observed => "observed",
    }
}

/// One course of treatment with its clock; nothing in it depends on today.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmFacts {
    /// Which kind of treatment.
    pub arm: Arm,
    /// The course.
    pub course: CourseId,
    /// Short name: `Sertraline`, `CBT`.
    pub name: String,
    /// The dose now, in words: `75 mg at night`, `16 sessions planned`; may be empty.
    pub dose: String,
    /// Who looks after it.
    pub owner: Option<ArmOwner>,
    /// False for a medicine that treats something else (blood pressure, say), a supplement, or one without an entry in
    /// the formulary: it is shown, and does not set when the present treatment began.
    pub is_treatment: bool,
    /// The day on which the course began.
    pub started: Date,
    /// The event that began it.
    pub because: EventId,
    /// What the trial is a trial for, where the entry says so: `depression`.
    pub indication: Option<String>,
    /// How much of it reached the person.
    pub exposure: Exposure,
    /// The clock.
    pub dial: Dial,
    /// What it rests on.
    pub report: Report,
}

/// Who looks after a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmOwner {
    /// The member of staff, where it is one of the practice.
    pub staff: Option<StaffId>,
    /// Their name as shown.
    pub name: String,
}

/// One arm's clock read on a day.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmClock {
    /// The course and what is known of it.
    pub facts: ArmFacts,
    /// The state of the tag.
    pub state: ArmState,
    /// Weeks since the first adequate exposure; `None` before it.
    pub weeks: Option<u16>,
    /// First and last week of the window in which a verdict is fair, since the first adequate exposure.
    pub window: Option<(u16, u16)>,
    /// Exposure in plain numbers.
    pub exposure: String,
    /// Why the state is what it is, in one sentence.
    pub why: String,
}

/// Every course on the chart with its clock: medicines, then therapies, then practices, each in order of starting.
pub fn arms(chart: &Chart, knowledge: &Knowledge, zone: &TimeZone) -> Vec<ArmFacts> {
    let sources = medicine::KnownFromByCourse::of(chart);
    let medicines = chart.medications.iter().map(|course| medicine::facts(chart, knowledge, course, &sources, zone));
    let therapies = chart.therapies.iter().map(|course| talking::facts(chart, knowledge, course, zone));
    let practices = chart.practices.iter().map(|course| practised::facts(chart, knowledge, course, zone));
    medicines.chain(therapies).chain(practices).collect()
}

/// The clocks of the courses that go on today, and of those that ended within `recent_days` before it.
#[must_use]
pub fn clocks(chart: &Chart, knowledge: &Knowledge, today: Date, zone: &TimeZone, recent_days: u16) -> Vec<ArmClock> {
    let shown = |facts: &ArmFacts| facts.started <= today && facts.dial.is_recent(today, i64::from(recent_days));
    arms(chart, knowledge, zone).into_iter().filter(shown).map(|facts| facts.on(today)).collect()
}

impl ArmFacts {
    /// The clock on a day.
    pub fn on(self, today: Date) -> ArmClock {
        let weeks_to = |day: Option<Date>| Some(weeks_between(self.dial.first?, day?));
        let window = weeks_to(self.dial.fair_from).zip(weeks_to(self.dial.due_by));
        ArmClock {
            state: self.dial.state(today),
            weeks: self.dial.weeks(today),
            window,
            exposure: self.exposure.words(),
            why: self.dial.why(today),
            facts: self,
        }
    }
}

/// The last verdict that people gave on a course, with the decision it stands in.
fn last_judgement(chart: &Chart, course: CourseId, zone: &TimeZone) -> Option<(Judgement, EventId)> {
    chart.decisions.iter().rev().find_map(|decision| {
        let judged = decision.what.judged.iter().find(|judged| judged.course == course)?;
        let by = decision.what.who.clone();
        Some((Judgement { verdict: judged.verdict, on: day_of(decision.at, zone), by }, decision.id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn dial() -> Dial {
        let day = |month, day| Some(date(2026, month, day));
        Dial { first: day(1, 5), fair_from: day(2, 16), due_by: day(3, 2), ..Dial::default() }
    }

    #[test]
    fn a_clock_says_too_early_then_judge_now_and_never_that_it_does_not_work() {
        assert_eq!(dial().state(date(2026, 2, 15)), ArmState::TooEarly);
        assert_eq!(dial().state(date(2026, 2, 16)), ArmState::JudgeNow);
        assert_eq!(dial().state(date(2030, 1, 1)), ArmState::JudgeNow);
        assert_eq!(dial().weeks(date(2026, 1, 4)), None);
        assert_eq!(dial().weeks(date(2026, 2, 16)), Some(6));
    }

    #[test]
    fn low_exposure_is_said_when_the_trial_should_be_over_and_not_before() {
        let low = Dial { fair_from: None, low_from: Some(date(2026, 2, 16)), low: "Now 25 mg.".to_owned(), ..dial() };
        assert_eq!(low.state(date(2026, 2, 15)), ArmState::TooEarly);
        assert_eq!(low.state(date(2026, 2, 16)), ArmState::DoseTooLow);
        assert_eq!(low.why(date(2026, 2, 16)), "Now 25 mg.");
    }

    #[test]
    fn a_verdict_of_people_stands_also_after_the_end() {
        let ended = Ending { on: date(2026, 3, 1), how: "not enough effect".to_owned() };
        let done = Dial { ended: Some(ended), ..dial() };
        assert_eq!(done.state(date(2026, 2, 28)), ArmState::JudgeNow);
        assert_eq!(done.state(date(2026, 3, 1)), ArmState::Done);
        assert_eq!(done.weeks(date(2026, 12, 1)), Some(7));
        let judged = Some(Judgement { verdict: Verdict::NotEnough, on: date(2026, 3, 1), by: vec!["Dr Osei".to_owned()] });
        let judged = Dial { judged, ..done };
        assert_eq!(judged.state(date(2026, 3, 1)), ArmState::NotEnough);
        assert_eq!(judged.why(date(2026, 3, 1)), "Judged 1 Mar 2026 by Dr Osei.");
        assert_eq!(judged.state(date(2026, 2, 20)), ArmState::JudgeNow);
    }

    #[test]
    fn what_cannot_be_read_is_not_checked_on_any_day() {
        let unknown = Dial { not_checked: "No trial is known.".to_owned(), ..Dial::default() };
        assert_eq!(unknown.state(date(2020, 1, 1)), ArmState::NotChecked);
        assert_eq!(unknown.state(date(2040, 1, 1)), ArmState::NotChecked);
        assert_eq!(unknown.why(date(2040, 1, 1)), "No trial is known.");
    }

    #[test]
    fn a_day_without_an_answer_is_in_no_number() {
        let not_answered =
            Exposure::Medicine { dose: "50 mg".to_owned(), taken_days: 0, answered_days: 0, known_from: Vec::new() };
        assert_eq!(not_answered.words(), "taking not known: no day was answered for");
        let counted = Exposure::Medicine {
            dose: "50 mg".to_owned(),
            taken_days: 26,
            answered_days: 28,
            known_from: vec![KnownFrom::PatientTick, KnownFrom::Observed],
        };
        assert_eq!(counted.words(), "taken on 26 of 28 days answered for (the patient's ticks, observed)");
    }
}
