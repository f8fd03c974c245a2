//! What reached the person of what was agreed: doses, sessions, homework, own practice. A day or task without an answer
//! is unanswered; it is neither done nor missed.

use crate::days::{day_of, days_between, plus};
use concord_chart::medication::MedicationCourse;
use concord_chart::therapy::{NotHeld, SessionState, TherapyCourse};
use concord_chart::{Chart, EventId};
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What reached the person in the last days.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adherence {
    /// The first day that was looked at.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Doses, over all medicines that are taken regularly and were current; `None` where there were none.
    pub pills: Option<Pills>,
    /// Sessions of talking therapies; `None` where there were none.
    pub sessions: Option<Sessions>,
    /// Homework; `None` where none was set or reported.
    pub homework: Option<HomeworkDone>,
    /// Own practice and classes, one entry a course.
    pub practice: Vec<Practised>,
    /// The events of sessions and homework that it rests on; doses are many and stand on the chart.
    pub because: Vec<EventId>,
    /// What was not answered, as sentences.
    pub missing: Vec<String>,
}

/// Days of doses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pills {
    /// Days with every answered dose taken.
    pub taken: u16,
    /// Days with a dose left out.
    pub missed: u16,
    /// Days nobody answered for.
    pub unanswered: u16,
}

impl Pills {
    /// Days answered for.
    pub fn answered(&self) -> u16 {
        self.taken + self.missed
    }

    /// `26 of 28 days`, or `not answered`.
    pub fn words(&self) -> String {
        match self.answered() {
            0 => "not answered".to_owned(),
            answered => format!("{} of {answered} days", self.taken),
        }
    }
}

/// Sessions that had come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// Attended.
    pub attended: u16,
    /// Did not attend.
    #[serde(default, skip_serializing_if = "none")]
    pub did_not_attend: u16,
    /// Cancelled by the patient.
    #[serde(default, skip_serializing_if = "none")]
    pub cancelled_by_patient: u16,
    /// Cancelled by us: nobody's lack of adherence.
    #[serde(default, skip_serializing_if = "none")]
    pub cancelled_by_us: u16,
    /// Past, and nobody has written down what became of it.
    #[serde(default, skip_serializing_if = "none")]
    pub not_recorded: u16,
}

fn none(count: &u16) -> bool {
    *count == 0
}

impl Sessions {
    /// Sessions the patient could have attended.
    pub fn offered(&self) -> u16 {
        self.attended + self.did_not_attend + self.cancelled_by_patient
    }

    fn count(&mut self, state: SessionState) {
        let counter = match state {
            SessionState::Held => &mut self.attended,
            SessionState::NotHeld(NotHeld::DidNotAttend) => &mut self.did_not_attend,
            SessionState::NotHeld(NotHeld::CancelledByPatient | NotHeld::CancelledLate) => &mut self.cancelled_by_patient,
            SessionState::NotHeld(NotHeld::CancelledByUs) => &mut self.cancelled_by_us,
            SessionState::Planned => &mut self.not_recorded,
        };
        *counter = counter.saturating_add(1);
    }
}

/// Homework.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkDone {
    /// Mean share done over the tasks that were reported, in percent; `None` when none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// Tasks reported.
    pub reported: u16,
    /// Tasks set, reported or not.
    pub set: u16,
}

/// Own practice of one course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practised {
    /// Its name.
    pub name: String,
    /// Minutes practised.
    pub minutes: u32,
    /// Minutes a week that were agreed.
    pub aim_minutes_week: Option<u16>,
    /// Classes attended.
    pub attended: u16,
    /// Classes not attended.
    pub missed: u16,
}

/// What reached the person in the `days` days up to and including today.
pub fn adherence(chart: &Chart, today: Date, zone: &TimeZone, days: u16) -> Adherence {
    let from = plus(today, 1 - i64::from(days.max(1)));
    let within = |day: Date| day >= from && day <= today;
    let mut because = Vec::new();
    let mut missing = Vec::new();
    let pills = has_regular(chart, from, today, zone).then(|| PillStrip::of(chart, zone).within(from, today));
    if pills.is_some_and(|pills| pills.unanswered > 0) {
        missing.push(format!("{} of {days} days were not answered for.", pills.unwrap_or_default().unanswered));
    }
    let mut sessions = Sessions::default();
    let mut homework = HomeworkDone::default();
    let mut percents = Vec::new();
    for course in &chart.therapies {
        for session in course.sessions.iter().filter(|session| within(day_of(session.at, zone))) {
            sessions.count(session.state);
            because.push(session.because);
        }
        for task in course.homework.iter().filter(|task| within(day_of(task.set, zone))) {
            homework.set = homework.set.saturating_add(1);
            percents.extend(task.reported.as_ref().map(|(_, report)| report.done_percent));
            because.push(task.because);
        }
    }
    homework.reported = u16::try_from(percents.len()).unwrap_or(u16::MAX);
    homework.percent = mean(&percents);
    Adherence {
        from,
        to: today,
        pills,
        sessions: (sessions != Sessions::default()).then_some(sessions),
        homework: (homework.set > 0).then_some(homework),
        practice: practised(chart, from, today, zone),
        because,
        missing,
    }
}

/// Homework of one course over the tasks that `counts` (by the day on which they were set): mean share done, reported, set.
pub(crate) fn homework_share(course: &TherapyCourse, counts: impl Fn(&EventId) -> bool) -> (Option<u8>, u16, u16) {
    let tasks = || course.homework.iter().filter(|task| counts(&task.because));
    let percents: Vec<u8> = tasks().filter_map(|task| task.reported.as_ref().map(|(_, report)| report.done_percent)).collect();
    let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    (mean(&percents), count(percents.len()), count(tasks().count()))
}

fn mean(percents: &[u8]) -> Option<u8> {
    let sum: u32 = percents.iter().map(|percent| u32::from(*percent)).sum();
    let count = u32::try_from(percents.len()).ok().filter(|count| *count > 0)?;
    u8::try_from((sum + count / 2) / count).ok()
}

fn practised(chart: &Chart, from: Date, to: Date, zone: &TimeZone) -> Vec<Practised> {
    let within = |day: Date| day >= from && day <= to;
    let current = chart.practices.iter().filter(|course| {
        day_of(course.started, zone) <= to && course.ended.as_ref().is_none_or(|(when, _)| day_of(*when, zone) >= from)
    });
    let one = |course: &concord_chart::practice::PracticeCourse| {
        let classes = |attended: bool| {
            let these = course.classes.iter().filter(|(at, was)| *was == attended && within(day_of(*at, zone))).count();
            u16::try_from(these).unwrap_or(u16::MAX)
        };
        let minutes = course.practised.iter().filter(|(day, _)| within(*day));
        Practised {
            name: course.what.name.clone(),
            minutes: minutes.map(|(_, minutes)| u32::from(*minutes)).sum(),
            aim_minutes_week: course.home_minutes_week(),
            attended: classes(true),
            missed: classes(false),
        }
    };
    current.map(one).collect()
}

/// A medicine that is to be taken every day, not only when needed.
fn is_regular(course: &MedicationCourse) -> bool {
    !course.what.dosing.as_needed && course.dosing().is_none_or(|dosing| !dosing.as_needed)
}

fn has_regular(chart: &Chart, from: Date, to: Date, zone: &TimeZone) -> bool {
    let current =
        |course: &MedicationCourse| day_of(course.started, zone) <= to && course.last_day(zone).is_none_or(|last| last >= from);
    chart.medications.iter().any(|course| is_regular(course) && current(course))
}

/// The last answered days of doses, compact: it does not depend on today, and any window of up to [`PillStrip::LENGTH`]
/// days that ends on or after its last day can be counted from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PillStrip {
    /// The last day that was answered for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
    /// One letter a day up to `last`: `t` taken, `m` a dose left out, `.` no answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub days: String,
}

impl PillStrip {
    /// How many days it holds.
    pub const LENGTH: u16 = 28;

    /// Reads the doses of all medicines that are taken regularly.
    pub fn of(chart: &Chart, zone: &TimeZone) -> Self {
        let regular: Vec<&MedicationCourse> = chart.medications.iter().filter(|course| is_regular(course)).collect();
        let all = || regular.iter().flat_map(|course| course.taken.iter().chain(course.missed.iter().map(|(day, _)| day)));
        let Some(last) = all().max().copied() else { return Self::default() };
        let first = plus(last, 1 - i64::from(Self::LENGTH));
        let started = regular.iter().map(|course| day_of(course.started, zone)).min().unwrap_or(first);
        let first = first.max(started.min(last));
        let recent = |day: &&Date| **day >= first;
        let missed: BTreeSet<&Date> =
            regular.iter().flat_map(|course| course.missed.iter().map(|(day, _)| day)).filter(recent).collect();
        let taken: BTreeSet<&Date> = regular.iter().flat_map(|course| &course.taken).filter(recent).collect();
        let letter = |offset: i64| {
            let day = plus(first, offset);
            if missed.contains(&day) {
                'm'
            } else if taken.contains(&day) {
                't'
            } else {
                '.'
            }
        };
        Self { last: Some(last), days: (0..=days_between(first, last)).map(letter).collect() }
    }

    /// Counts the days of a window. Days before the strip begins count as unanswered.
    pub fn within(&self, from: Date, to: Date) -> Pills {
        let mut pills = Pills::default();
        let length = u16::try_from((days_between(from, to) + 1).max(0)).unwrap_or(u16::MAX);
        if let Some(last) = self.last {
            let first = plus(last, 1 - i64::try_from(self.days.len()).unwrap_or(0));
            for (offset, letter) in (0..).zip(self.days.chars()) {
                let day = plus(first, offset);
                match letter {
                    _ if day < from || day > to => {}
                    't' => pills.taken += 1,
                    'm' => pills.missed += 1,
                    _ => {}
                }
            }
        }
        pills.unanswered = length.saturating_sub(pills.answered());
        pills
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_without_a_tick_are_unanswered_and_not_missed() {
        let strip = PillStrip { last: Some(date(2026, 1, 15)), days: "tttt.ttttm".to_owned() };
        let pills = strip.within(date(2026, 1, 6), date(2026, 1, 20));
        assert_eq!(pills, Pills { taken: 8, missed: 1, unanswered: 6 });
        assert_eq!(pills.words(), "8 of 9 days");
        assert_eq!(strip.within(date(2026, 2, 1), date(2026, 2, 28)).words(), "not answered");
    }

    #[test]
    fn a_window_counts_its_own_days_only() {
        let strip = PillStrip { last: Some(date(2026, 1, 15)), days: "mmtt".to_owned() };
        assert_eq!(strip.within(date(2026, 1, 14), date(2026, 1, 15)), Pills { taken: 2, missed: 0, unanswered: 0 });
        assert_eq!(strip.within(date(2026, 1, 12), date(2026, 1, 13)), Pills { taken: 0, missed: 2, unanswered: 0 });
        assert_eq!(PillStrip::default().within(date(2026, 1, 1), date(2026, 1, 28)).unanswered, 28);
    }

    #[test]
    fn a_session_that_we_cancelled_was_not_offered() {
        let sessions = Sessions { attended: 3, did_not_attend: 1, cancelled_by_patient: 1, cancelled_by_us: 2, not_recorded: 1 };
        assert_eq!(sessions.offered(), 5);
    }

    #[test]
    fn the_minutes_to_practise_are_those_of_the_plan_that_holds_now() {
        use concord_chart::{ChartId, CourseId, EventId, practice};
        let day = concord_chart::When::Day(date(2026, 1, 5));
        let (course, event) = (CourseId(uuid::Uuid::nil()), EventId(uuid::Uuid::nil()));
        let started = serde_json::json!({"course": course, "name": "Yoga", "aim_minutes_week": 60});
        let planned = serde_json::json!({"course": course, "home_minutes_week": 20});
        let (Ok(what), Ok(plan)) = (serde_json::from_value(started), serde_json::from_value(planned)) else {
            unreachable!("both are written as the chart keeps them")
        };
        let mut chart = Chart::empty(ChartId(uuid::Uuid::nil()));
        chart.practices.push(practice::PracticeCourse {
            id: course,
            because: event,
            what,
            started: day,
            practised: vec![(date(2026, 1, 6), 15)],
            classes: Vec::new(),
            attended: Vec::new(),
            plans: vec![(event, day, plan)],
            written: Vec::new(),
            rated: Vec::new(),
            ended: None,
        });
        let done = practised(&chart, date(2026, 1, 1), date(2026, 1, 31), &TimeZone::UTC);
        assert_eq!((done[0].minutes, done[0].aim_minutes_week), (15, Some(20)));
    }

    #[test]
    fn the_mean_of_no_homework_is_not_zero() {
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[0]), Some(0));
        assert_eq!(mean(&[100, 50, 50]), Some(67));
    }
}
