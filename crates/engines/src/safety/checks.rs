//! Checks that are due: laboratory, ECG, weight and others, by schedule, treatment time and what was done when.

use super::Circumstances;
use super::book::Timetable;
use super::case::{At, Case};
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::Unjudged;
use super::regimen::Status;
use super::truth::{Span, Truth};
use super::words;
use concord_knowledge::monitoring::{Check, Test};
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// How many days before its day a check may be done and still count for it.
const EARLY_DAYS: u32 = 7;
/// So many days after its day a check is due; beyond that it is overdue.
const GRACE_DAYS: u32 = 7;
/// A result of these days counts as one from before the first dose.
const BASELINE_DAYS: u32 = 90;

/// How a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// Its day has come.
    Now,
    /// It belongs before the first dose.
    BeforeStart,
    /// Nothing is on record.
    Never,
    /// So many days late.
    Late(u32),
}

/// A check that is due, of one item.
struct Open<'c> {
    check: &'c Check,
    item: usize,
    due: Due,
    severity: Severity,
}

/// Every check that is due, one finding for each test.
pub(crate) fn drafts<'c>(case: &Case<'c>, given: &Circumstances, unjudged: &mut Unjudged) -> Vec<Draft<'c>> {
    let done = Done::of(case, given, unjudged);
    let mut open: BTreeMap<&'c str, Vec<Open<'c>>> = BTreeMap::new();
    let mut lists: BTreeMap<usize, Vec<Open<'c>>> = BTreeMap::new();
    for item in (0..case.items.len()).filter(|item| case.items[*item].taken) {
        for timetable in in_force(case, item, given) {
            for (check, when) in timetable.schedule.checks.iter().zip(&timetable.checks) {
                let meant = when.as_ref().map_or(Truth::True, |when| case.test(when, At::one(item)));
                if meant == Truth::False {
                    continue;
                }
                match stands(case, item, check, &done) {
                    // Before the first dose, and where nobody said what was done when, one list says it all.
                    Some(found) if found.due == Due::BeforeStart || (found.due == Due::Never && !done.told) => {
                        lists.entry(item).or_default().push(found);
                    }
                    Some(found) => open.entry(check.item.as_str()).or_default().push(found),
                    None => {}
                }
            }
        }
    }
    let single = open.into_values().map(|found| draft(case, &found, &done));
    single.chain(lists.into_iter().map(|(item, found)| list_draft(case, item, &found))).collect()
}

/// The schedules that hold for an item: of several to choose from, the one that the practice chose.
pub(super) fn in_force<'c>(case: &Case<'c>, item: usize, given: &Circumstances) -> Vec<&'c Timetable<'c>> {
    let all = to_choose_from(case, item);
    let chosen = |timetable: &&&'c Timetable<'c>| {
        let Some(choice) = &timetable.schedule.choice else { return true };
        let of_choice = || all.iter().filter(|other| other.schedule.choice.as_ref() == Some(choice));
        let by_practice = given.schedules.get(choice).and_then(|id| of_choice().find(|other| other.schedule.id == *id));
        let used = by_practice.or_else(|| of_choice().find(|other| other.schedule.default)).or_else(|| of_choice().next());
        used.is_some_and(|used| used.schedule.id == timetable.schedule.id)
    };
    all.iter().filter(chosen).copied().collect()
}

/// Every schedule that could hold for an item, alternatives included.
pub(super) fn to_choose_from<'c>(case: &Case<'c>, item: usize) -> Vec<&'c Timetable<'c>> {
    let place = case.items[item].place;
    let applies = |timetable: &&'c Timetable<'c>| {
        timetable.possible.has(place)
            && case.test(&timetable.applies, At::this(item)) == Truth::True
            && timetable.when.as_ref().is_none_or(|when| case.test(when, At::one(item)) != Truth::False)
    };
    case.book.schedules.iter().filter(applies).collect()
}

/// When each test was last done.
struct Done<'c> {
    /// Test's id → days ago.
    days_ago: BTreeMap<&'c str, u32>,
    /// Somebody told when anything was done.
    told: bool,
}

impl<'c> Done<'c> {
    fn of(case: &Case<'c>, given: &Circumstances, unjudged: &mut Unjudged) -> Self {
        let mut days_ago: BTreeMap<&'c str, u32> = BTreeMap::new();
        let mut put = |test: &'c Test, days: u32| {
            days_ago.entry(test.id.as_str()).and_modify(|known| *known = days.min(*known)).or_insert(days);
        };
        for (name, days) in &given.last_done {
            match case.book.tests.get(words::squeezed(name).as_str()) {
                Some(test) => put(test, *days),
                None => unjudged.say(name.clone(), "no schedule knows a check by this name, so its date was not used"),
            }
        }
        for (key, lab) in &given.labs {
            if let Some(test) = case.book.tests.get(words::squeezed(key).as_str()) {
                put(test, lab.days_old.unwrap_or(0));
            }
        }
        Self { days_ago, told: !given.last_done.is_empty() }
    }
}

fn stands<'c>(case: &Case<'c>, item: usize, check: &'c Check, done: &Done<'c>) -> Option<Open<'c>> {
    let present = &case.items[item];
    let last = done.days_ago.get(check.item.as_str()).copied();
    let begins = matches!(present.item.status, Status::Proposed | Status::Restart);
    let due = if begins { before_start(check, last) } else { due(check, whole_days(present.days_on), last) }?;
    let severity = match due {
        Due::Now => check.severity.min(Severity::Minor),
        Due::BeforeStart => check.severity.min(Severity::Moderate),
        Due::Never if !done.told => check.severity.min(Severity::Minor),
        Due::Never | Due::Late(_) => check.severity,
    };
    Some(Open { check, item, due, severity })
}

fn whole_days(span: Span) -> Option<u32> {
    span.decimal().and_then(|days| days.to_u32())
}

fn before_start(check: &Check, last: Option<u32>) -> Option<Due> {
    (check.baseline && last.is_none_or(|days| days > BASELINE_DAYS)).then_some(Due::BeforeStart)
}

/// How a check stands after so many days of treatment, when it was last done so many days ago.
fn due(check: &Check, days_on: Option<u32>, last: Option<u32>) -> Option<Due> {
    let Some(days_on) = days_on else {
        return long_run(check, last);
    };
    let single = check.at_weeks.iter().map(|week| u32::from(*week) * 7).chain(check.days_after_change.map(u32::from));
    let latest = single.filter(|day| *day <= days_on).max();
    let at_point = latest.and_then(|day| match last {
        None => Some(Due::Never),
        Some(last) if last > days_on - day + EARLY_DAYS => Some(late(days_on - day)),
        Some(_) => None,
    });
    let repeated = check.every.iter().filter_map(|stretch| {
        let (from, to) = (u32::from(stretch.from_week) * 7, stretch.to_week.map_or(u32::MAX, |week| u32::from(week) * 7 + 6));
        let interval = u32::from(stretch.days);
        if days_on < from || days_on > to {
            return None;
        }
        match last {
            None if days_on >= from + interval => Some(Due::Never),
            // What was done in an earlier stretch counts from the beginning of this one only where it was due there.
            Some(last) if last > interval => Some(late((last - interval).min(days_on - from))),
            _ => None,
        }
    });
    let baseline = (check.baseline && last.is_none()).then_some(Due::Never);
    repeated.chain(at_point).chain(baseline).max()
}

fn late(days: u32) -> Due {
    if days > GRACE_DAYS { Due::Late(days) } else { Due::Now }
}

/// Where nobody knows since when it is taken, the distance of the long run counts.
fn long_run(check: &Check, last: Option<u32>) -> Option<Due> {
    let Some(last) = last else { return Some(Due::Never) };
    let interval = check.every.iter().max_by_key(|stretch| stretch.from_week).map(|stretch| u32::from(stretch.days))?;
    (last > interval).then(|| late(last - interval))
}

fn test_name(case: &Case<'_>, id: &str) -> String {
    case.book.knowledge.test(id).map_or_else(|| id.replace('_', " "), |test| test.name.clone())
}

/// One finding that lists what is to be checked before the first dose, or what nobody has told the date of.
fn list_draft<'c>(case: &Case<'c>, item: usize, open: &[Open<'c>]) -> Draft<'c> {
    let mut tests: Vec<String> = open.iter().map(|found| test_name(case, &found.check.item)).collect();
    tests.sort();
    tests.dedup();
    let name = &case.items[item].name;
    let before = open.iter().any(|found| found.due == Due::BeforeStart);
    let listed = words::list(&tests);
    let mut whys: Vec<&str> = open.iter().map(|found| found.check.why.as_str()).collect();
    whys.sort_unstable();
    whys.dedup();
    let says = Says {
        id: if before { "check.baseline" } else { "check.dates" },
        kind: Kind::Monitoring,
        matter: "checks",
        severity: open.iter().map(|found| found.severity).max().unwrap_or(Severity::Info),
        personal: false,
        serious: false,
        title: if before {
            format!("Before the first dose of {name}: {listed}")
        } else {
            format!("{name}: checks without a result on record")
        },
        consequence: whys.join(" "),
        mechanism: if before {
            format!("The schedule of checks for {name} begins before the first dose.")
        } else {
            format!("The schedule of checks for {name} asks for: {listed}. When they were last done was not said.")
        },
        action: if before { format!("Order: {listed}.") } else { "Say when they were last done, or order them.".to_owned() },
        evidence: Evidence::B,
        sources: open.iter().map(|found| found.check as _).collect(),
        numbers: Numbers::default(),
    };
    let mut draft = Draft::of(says, &[item], case);
    draft.finding.monitoring = tests;
    draft.finding.citations.sort();
    draft.finding.citations.dedup();
    draft
}

/// One finding for one test, for all items that ask for it.
fn draft<'c>(case: &Case<'c>, open: &[Open<'c>], done: &Done<'c>) -> Draft<'c> {
    let worst = open.iter().max_by_key(|found| (found.severity, found.due));
    let (severity, due, id) =
        worst.map_or((Severity::Info, Due::Now, ""), |found| (found.severity, found.due, found.check.item.as_str()));
    let test = test_name(case, id);
    let mut items: Vec<usize> = open.iter().map(|found| found.item).collect();
    items.sort_unstable();
    items.dedup();
    let names: Vec<String> = items.iter().map(|item| case.items[*item].name.clone()).collect();
    let names = words::list(&names);
    let (state, action) = match due {
        Due::Now | Due::BeforeStart => ("due".to_owned(), format!("Order: {test}.")),
        Due::Never => ("no result on record".to_owned(), format!("Order: {test}; or enter the result if it was done elsewhere.")),
        Due::Late(days) => (format!("overdue by {days} days"), format!("Order now: {test}.")),
    };
    let mut whys: Vec<&str> = open.iter().map(|found| found.check.why.as_str()).collect();
    whys.sort_unstable();
    whys.dedup();
    let says = Says {
        id: "check",
        kind: Kind::Monitoring,
        matter: "check",
        severity,
        personal: true,
        serious: false,
        title: format!("{test}: {state}, for {names}"),
        consequence: whys.join(" "),
        mechanism: format!("The schedule of checks for {names} asks for it at this time of treatment."),
        action,
        evidence: Evidence::B,
        sources: open.iter().map(|found| found.check as _).collect(),
        numbers: Numbers::default(),
    };
    let mut draft = Draft::of(says, &items, case);
    draft.finding.id = format!("check.{id}");
    draft.finding.matter = format!("check: {id}");
    draft.finding.monitoring.push(test.clone());
    draft.finding.citations.sort();
    draft.finding.citations.dedup();
    for item in items {
        if let Some(days) = case.items[item].days_on.decimal() {
            draft = draft.context(format!("days on {}", case.items[item].name), days.to_string());
        }
    }
    match done.days_ago.get(id) {
        Some(days) => draft.context(format!("{test}, last done"), format!("{days} days ago")),
        None => draft,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(plan: &str) -> Check {
        let text = format!(
            "item = \"weight\"\nseverity = \"moderate\"\nwhy = \"…\"\nsource = \"x\"\nverification = \"unverified\"\n{plan}"
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn a_check_in_a_week_of_treatment_is_due_from_that_day_until_it_is_done() {
        let check = check("baseline = true\nat_weeks = [4, 12]");
        assert_eq!(due(&check, Some(83), Some(55)), None, "done in week 4, not yet week 12");
        assert_eq!(due(&check, Some(84), Some(56)), Some(Due::Now));
        assert_eq!(due(&check, Some(100), Some(100)), Some(Due::Late(16)));
        assert_eq!(due(&check, Some(100), Some(16)), None);
        assert_eq!(due(&check, Some(100), Some(23)), None, "a week early is in time");
        assert_eq!(due(&check, Some(3), None), Some(Due::Never));
    }

    #[test]
    fn a_repeated_check_is_due_when_the_last_one_is_older_than_its_distance() {
        let check = check("every = [{ from_week = 0, to_week = 26, days = 7 }, { from_week = 27, days = 28 }]");
        assert_eq!(due(&check, Some(60), Some(7)), None);
        assert_eq!(due(&check, Some(60), Some(10)), Some(Due::Now));
        assert_eq!(due(&check, Some(60), Some(20)), Some(Due::Late(13)));
        assert_eq!(due(&check, Some(400), Some(20)), None, "after half a year four weeks are enough");
        assert_eq!(due(&check, None, Some(50)), Some(Due::Late(22)));
        assert_eq!(due(&check, None, None), Some(Due::Never));
    }

    #[test]
    fn before_the_first_dose_an_old_result_is_no_baseline() {
        let check = check("baseline = true");
        assert_eq!(before_start(&check, None), Some(Due::BeforeStart));
        assert_eq!(before_start(&check, Some(20)), None);
        assert_eq!(before_start(&check, Some(400)), Some(Due::BeforeStart));
    }
}
