//! Checks over time: for each test that a schedule in force asks for, when it was last done, with what result, and when it
//! is due again.
//!
//! The schedules and for whom they hold come from `knowledge/monitoring/`; of alternatives the practice's choice counts.
//! Everything here is a day and no distance to today, so that a chart's picture stays the same until something is recorded;
//! [`DueCheck::state`] says how it stands on a day.

use crate::days::{day_of, days_between, plus};
use crate::safety::{Asked, Book, from_chart, shipped_book};
use concord_chart::medication::MedicationCourse;
use concord_chart::{Chart, CourseId, EventId};
use concord_knowledge::monitoring::{Check, Schedule};
use concord_knowledge::vocabulary::Severity;
use concord_knowledge::{Knowledge, shipped};
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// So many days before its day a check may be done and still count for it. As in the review.
const EARLY_DAYS: i64 = 7;
/// So many days after its day a check is due; beyond that it is overdue. As in the review.
const GRACE_DAYS: i64 = 7;
/// Checks that come within so many days are shown as coming.
const COMING_DAYS: i64 = 30;

/// Which of several schedules the practice has chosen: `metabolic` → `ada_apa_2004`.
pub type Choices = BTreeMap<String, String>;

/// One test, for everything on the chart that asks for it.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct DueCheck<'k> {
    /// The test's id: `lithium_level`.
    pub test: String,
    /// Its name in words.
    pub name: String,
    /// The unit of its value, where it has one.
    pub unit: Option<String>,
    /// Who asks for it; never empty.
    pub asked_by: Vec<AskedBy<'k>>,
    /// The latest result, or the day on which it was otherwise done.
    pub last: Option<LastDone>,
    /// The events that did it, in order of time.
    pub done: Vec<EventId>,
    /// Every value in the test's own unit, in order of time.
    pub values: Vec<(Date, Decimal)>,
    /// An open task to order or do it.
    pub task: Option<EventId>,
}

/// One course that asks for a test, and by which schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedBy<'k> {
    /// The course.
    pub course: CourseId,
    /// The event that began it.
    pub because: EventId,
    /// The medicine as it is shown.
    pub medicine: String,
    /// The schedule.
    pub schedule: &'k Schedule,
    /// The check in it.
    pub check: &'k Check,
    /// False where it depends on a fact that is not known.
    pub sure: bool,
    /// The days on which it becomes due after the last time.
    days: Days,
}

/// When a test was last done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDone {
    /// The day.
    pub on: Date,
    /// The event.
    pub because: EventId,
    /// The result in words.
    pub words: String,
    /// The value in the test's own unit.
    pub value: Option<Decimal>,
}

/// How a check stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckState {
    /// Was never done, and should have been before or since this day.
    Never(Date),
    /// Late by so many days.
    Overdue(i64),
    /// Its day has come.
    Due(Date),
    /// It comes within a month.
    Coming(Date),
    /// It comes later.
    Later(Date),
    /// Nothing more is asked.
    Done,
}

/// The days on which a check becomes due, given when it was last done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Days {
    /// Single days: before the first dose, in a week of treatment, after a change of dose.
    single: Vec<Date>,
    /// The next day of each stretch of regular checks.
    repeated: Vec<Date>,
}

impl Days {
    fn of(check: &Check, start: Date, changed: Date, last: Option<Date>) -> Self {
        let mut days = Self::default();
        if check.baseline && last.is_none() {
            days.single.push(start);
        }
        let weeks = check.at_weeks.iter().map(|week| plus(start, i64::from(*week) * 7));
        days.single.extend(weeks.filter(|day| last.is_none_or(|last| days_between(last, *day) > EARLY_DAYS)));
        if let Some(after) = check.days_after_change {
            // A result of the day of the change or before says nothing about the new dose.
            days.single.extend(last.is_none_or(|last| last <= changed).then(|| plus(changed, i64::from(after))));
        }
        for stretch in &check.every {
            let from = plus(start, i64::from(stretch.from_week) * 7);
            let end = stretch.to_week.map_or(Date::MAX, |week| plus(start, i64::from(week) * 7 + 6));
            let next = plus(last.unwrap_or(from), i64::from(stretch.days)).max(from);
            days.repeated.extend((next <= end).then_some(next));
        }
        days
    }

    /// The first day on which anything is due, which does not depend on today.
    fn first(&self) -> Option<Date> {
        self.single.iter().chain(&self.repeated).min().copied()
    }

    /// The day that counts today: of single days that have passed only the latest.
    fn on(&self, today: Date) -> Option<Date> {
        let passed = self.single.iter().filter(|day| **day <= today).max();
        let single = passed.or_else(|| self.single.iter().min());
        single.into_iter().chain(&self.repeated).min().copied()
    }
}

impl AskedBy<'_> {
    /// The first day on which it is due after the last time.
    pub fn first_due(&self) -> Option<Date> {
        self.days.first()
    }
}

impl DueCheck<'_> {
    /// The first day on which it is due after the last time, for whichever medicine asks first.
    pub fn first_due(&self) -> Option<Date> {
        self.asked_by.iter().filter_map(AskedBy::first_due).min()
    }

    /// The first day on which it counts as overdue.
    pub fn overdue_from(&self) -> Option<Date> {
        self.first_due().map(|day| plus(day, GRACE_DAYS + 1))
    }

    /// The day that counts today.
    pub fn due_on(&self, today: Date) -> Option<Date> {
        self.asked_by.iter().filter_map(|asked| asked.days.on(today)).min()
    }

    /// How it stands on a day.
    pub fn state(&self, today: Date) -> CheckState {
        let Some(day) = self.due_on(today) else { return CheckState::Done };
        match days_between(day, today) {
            late if late >= 0 && self.last.is_none() => CheckState::Never(day),
            late if late > GRACE_DAYS => CheckState::Overdue(late),
            late if late >= 0 => CheckState::Due(day),
            late if late >= -COMING_DAYS => CheckState::Coming(day),
            _ => CheckState::Later(day),
        }
    }

    /// How bad it is when it is overdue: the worst of those who ask for it and whose day has come.
    pub fn severity(&self, today: Date) -> Severity {
        let come = self.asked_by.iter().filter(|asked| asked.days.on(today).is_some_and(|day| day <= today));
        come.map(|asked| asked.check.severity).max().unwrap_or(Severity::Info)
    }

    /// Days since it was last done.
    pub fn age_days(&self, today: Date) -> Option<i64> {
        self.last.as_ref().map(|last| days_between(last.on, today))
    }

    /// True where the last result is older than the schedule lets a result grow.
    pub fn is_old(&self, today: Date) -> bool {
        self.last.is_some() && matches!(self.state(today), CheckState::Overdue(_))
    }

    /// The medicines that ask for it.
    pub fn medicines(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.asked_by.iter().map(|asked| asked.medicine.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Every test that is asked for on this chart, in the order of their names. `on`: the day on which it is asked for whom the
/// schedules hold (age, values, what is taken).
pub fn checks_due<'k>(
    chart: &Chart,
    knowledge: &'k Knowledge,
    on: Date,
    zone: &TimeZone,
    choices: &Choices,
) -> Vec<DueCheck<'k>> {
    if chart.medications.iter().all(|course| !course.is_current()) {
        return Vec::new();
    }
    with_book(knowledge, |book| by_book(chart, knowledge, book, on, zone, choices))
}

/// Every choice of schedules that a practice could make instead of the usual one and that bears on what this chart says is
/// taken, from the fewest departures to the most. Most charts have none.
pub fn other_choices(chart: &Chart, knowledge: &Knowledge, on: Date, zone: &TimeZone) -> Vec<Choices> {
    if chart.medications.iter().all(|course| !course.is_current()) {
        return Vec::new();
    }
    let others = with_book(knowledge, |book| {
        let (regimen, given) = from_chart(chart, book, on, zone);
        book.other_schedules(&regimen, &given)
    });
    let mut all = vec![Choices::new()];
    for (choice, schedules) in others {
        let with = |known: &Choices, id: &String| {
            let mut more = known.clone();
            more.insert(choice.clone(), id.clone());
            more
        };
        let more: Vec<Choices> = all.iter().flat_map(|known| schedules.iter().map(|id| with(known, id))).collect();
        all.extend(more);
    }
    all.sort_by_key(BTreeMap::len);
    all.retain(|choices| !choices.is_empty());
    all
}

/// The book of the knowledge that comes with the program is kept ready.
fn with_book<T>(knowledge: &Knowledge, ask: impl FnOnce(&Book<'_>) -> T) -> T {
    if std::ptr::eq(knowledge, shipped()) { ask(shipped_book()) } else { ask(&Book::of(knowledge)) }
}

fn by_book<'k>(
    chart: &Chart,
    knowledge: &'k Knowledge,
    book: &Book<'_>,
    on: Date,
    zone: &TimeZone,
    choices: &Choices,
) -> Vec<DueCheck<'k>> {
    let (regimen, mut given) = from_chart(chart, book, on, zone);
    given.schedules.clone_from(choices);
    let courses: Vec<(&MedicationCourse, _)> = chart
        .medications
        .iter()
        .filter(|course| course.is_current() && !course.is_held())
        .map(|course| (course, book.substances_of(course)))
        .collect();
    let done = Done::of(chart, book, zone);
    let mut checks: BTreeMap<&str, DueCheck<'k>> = BTreeMap::new();
    for asked in book.asked(&regimen, &given) {
        let Some((schedule, check)) = schedule_of(knowledge, &asked) else { continue };
        let known = checks.entry(check.item.as_str()).or_insert_with(|| done.check(chart, knowledge, &check.item));
        let last = known.last.as_ref().map(|last| last.on);
        for (course, _) in courses.iter().filter(|(_, substances)| substances.contains(&asked.substance)) {
            let start = day_of(course.started, zone);
            let changed = course.steps.last().map_or(start, |step| day_of(step.from, zone));
            let by = AskedBy {
                course: course.id,
                because: course.because,
                medicine: asked.name.clone(),
                schedule,
                check,
                sure: asked.sure,
                days: Days::of(check, start, changed, last),
            };
            if !known.asked_by.contains(&by) {
                known.asked_by.push(by);
            }
        }
    }
    checks.into_values().filter(|check| !check.asked_by.is_empty()).collect()
}

fn schedule_of<'k>(knowledge: &'k Knowledge, asked: &Asked) -> Option<(&'k Schedule, &'k Check)> {
    let schedule = knowledge.schedules().find(|schedule| schedule.id == asked.schedule)?;
    Some((schedule, schedule.checks.get(asked.check)?))
}

/// What was done on this chart, by test.
struct Done {
    results: BTreeMap<String, Vec<LastDone>>,
}

impl Done {
    fn of(chart: &Chart, book: &Book<'_>, zone: &TimeZone) -> Self {
        let mut results: BTreeMap<String, Vec<LastDone>> = BTreeMap::new();
        for measurement in &chart.measurements {
            for found in book.tests_in(&measurement.what) {
                results.entry(found.test).or_default().push(LastDone {
                    on: day_of(measurement.at, zone),
                    because: measurement.id,
                    words: measurement.what.value_words(),
                    value: found.value,
                });
            }
        }
        // What has no value, as a talk about smoking and movement, is done when its task is.
        for task in &chart.tasks {
            if let (Some(item), Some((when, by, words))) = (&task.what.item, &task.done) {
                if book.has_value(item) {
                    continue;
                }
                let words = if words.is_empty() { format!("done by {by}") } else { words.clone() };
                let last = LastDone { on: day_of(*when, zone), because: task.id, words, value: None };
                results.entry(item.clone()).or_default().push(last);
            }
        }
        for done in results.values_mut() {
            done.sort_by_key(|one| one.on);
        }
        Self { results }
    }

    fn check<'k>(&self, chart: &Chart, knowledge: &Knowledge, id: &str) -> DueCheck<'k> {
        let test = knowledge.test(id);
        let done = self.results.get(id).map(Vec::as_slice).unwrap_or_default();
        let open = chart.tasks.iter().find(|task| task.is_open() && task.what.item.as_deref() == Some(id));
        DueCheck {
            test: id.to_owned(),
            name: test.map_or_else(|| id.replace('_', " "), |test| test.name.clone()),
            unit: test.and_then(|test| test.unit.clone()),
            asked_by: Vec::new(),
            last: done.last().cloned(),
            done: done.iter().map(|one| one.because).collect(),
            values: done.iter().filter_map(|one| Some((one.on, one.value?))).collect(),
            task: open.map(|task| task.id),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn check(plan: &str) -> Check {
        let text = format!(
            "item = \"weight\"\nseverity = \"moderate\"\nwhy = \"…\"\nsource = \"x\"\nverification = \"unverified\"\n{plan}"
        );
        toml::from_str(&text).unwrap()
    }

    const START: Date = date(2026, 1, 5);

    fn days(plan: &str, last: Option<Date>) -> Days {
        Days::of(&check(plan), START, START, last)
    }

    #[test]
    fn a_baseline_that_was_never_done_is_due_on_the_first_day() {
        assert_eq!(days("baseline = true", None).first(), Some(START));
        assert_eq!(days("baseline = true", Some(START)).first(), None);
    }

    #[test]
    fn of_weeks_that_have_passed_only_the_latest_counts() {
        let days = days("at_weeks = [4, 8, 12]", Some(START));
        assert_eq!(days.first(), Some(date(2026, 2, 2)));
        assert_eq!(days.on(date(2026, 3, 10)), Some(date(2026, 3, 2)));
        assert_eq!(days.on(START), Some(date(2026, 2, 2)));
    }

    #[test]
    fn a_check_done_up_to_a_week_early_counts() {
        assert_eq!(days("at_weeks = [4]", Some(date(2026, 1, 26))).first(), None);
        assert_eq!(days("at_weeks = [4]", Some(date(2026, 1, 25))).first(), Some(date(2026, 2, 2)));
    }

    #[test]
    fn a_wider_distance_holds_from_its_own_stretch_on() {
        let plan = "every = [{ from_week = 0, to_week = 26, days = 7 }, { from_week = 27, days = 28 }]";
        assert_eq!(days(plan, Some(date(2026, 2, 2))).first(), Some(date(2026, 2, 9)));
        let late = date(2026, 8, 3);
        assert_eq!(days(plan, Some(late)).first(), Some(plus(late, 28)));
    }

    #[test]
    fn a_level_from_before_a_change_of_dose_says_nothing_about_the_new_one() {
        let changed = date(2026, 3, 2);
        let check = check("days_after_change = 5");
        assert_eq!(Days::of(&check, START, changed, Some(changed)).first(), Some(date(2026, 3, 7)));
        assert_eq!(Days::of(&check, START, changed, Some(date(2026, 3, 8))).first(), None);
    }
}
