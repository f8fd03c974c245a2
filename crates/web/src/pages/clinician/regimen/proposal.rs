//! A change that somebody is typing: what it would make of the regimen. Nothing of it is prescribed.

use crate::chart_view;
use crate::own_words;
use crate::pages::clinician::forms::{self, Reading, Values};
use concord_chart::{
    Chart, CourseId,
    medication::{Dosing, MedicationCourse},
};
use concord_engines::{
    days::{day_of, days_between},
    safety::{Item, Status},
};
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// The forms that change what is taken, with the words of their link.
pub const CHANGES: &[(&str, &str)] = &[
    ("medicine-start", "Start a medicine"),
    ("dose-change", "Change a dose"),
    ("medicine-hold", "Hold"),
    ("medicine-resume", "Go on"),
    ("medicine-stop", "Stop"),
];

/// True for a form whose sending changes what is taken.
pub fn changes(what: &str) -> bool {
    CHANGES.iter().any(|(form, _)| *form == what)
}

/// What is proposed.
pub struct Proposal {
    /// The word of the form.
    pub what: &'static str,
    /// The item as it would stand in the regimen.
    pub item: Item,
    /// Name of the medicine as people say it.
    pub name: String,
    /// The proposal said back: `Start lamotrigine: 25 milligrams, once a day, 25 mg a day`.
    pub said_back: String,
    /// What cannot be read yet, each with its field.
    pub problems: Vec<String>,
    /// It is another account of what was recorded, and no change from now on.
    pub corrects: bool,
}

/// Everything a proposal is read from.
pub struct From<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// What medicine says.
    pub knowledge: &'a Knowledge,
    /// Today at the practice.
    pub today: Date,
    /// Where its days begin.
    pub zone: &'a TimeZone,
    /// Which of several schedules of checks the practice has chosen.
    pub schedules: BTreeMap<String, String>,
}

impl From<'_> {
    /// The proposal in what was typed; nothing while no medicine is named.
    pub fn proposal(&self, values: &Values) -> Option<Proposal> {
        let what = CHANGES.iter().map(|(form, _)| *form).find(|form| *form == values.get("what"))?;
        if what == "medicine-start" { self.start(what, values) } else { self.of_course(what, values) }
    }

    fn start(&self, what: &'static str, values: &Values) -> Option<Proposal> {
        let written = values.get("name").trim();
        if written.is_empty() {
            return None;
        }
        let substance = own_words::meant(self.knowledge, written);
        let mut reading = Reading::new(values, self.zone);
        let mut item = Item {
            name: written.to_owned(),
            substance: substance.map(|substance| substance.id.clone()),
            route: reading.some_text("route"),
            status: Status::Proposed,
            ..Item::default()
        };
        // Begun already, as something that was bought or is prescribed elsewhere most often is.
        let begun = reading.occurred().map(|when| day_of(when, self.zone)).filter(|day| *day < self.today);
        if let Some(days) = begun.and_then(|day| u32::try_from(days_between(day, self.today)).ok()) {
            item.days_on = Some(days);
            item.status = Status::Active;
        }
        let dosing = dosing(&mut reading);
        let name = substance.map_or_else(|| written.to_owned(), |substance| substance.name.clone());
        let said_back = format!("Start {name}: {}.", said(&dosing));
        put(&mut item, dosing);
        Some(Proposal { what, item, name, said_back, problems: sentences(reading), corrects: false })
    }

    fn of_course(&self, what: &'static str, values: &Values) -> Option<Proposal> {
        let course = values.get("course").parse::<CourseId>().ok().and_then(|id| self.chart.medication(id))?;
        let name = self.name(course);
        let mut reading = Reading::new(values, self.zone);
        let before = course.steps.iter().rev().find_map(|step| step.dosing.clone()).unwrap_or_else(|| course.what.dosing.clone());
        let mut item = Item {
            name: course.what.name.trim().to_owned(),
            substance: course.what.substance.clone(),
            route: course.what.route.clone(),
            status: Status::Proposed,
            ..Item::default()
        };
        let (dosing, said_back) = match what {
            "dose-change" => {
                let dosing = dosing(&mut reading);
                if values.get("amount").trim().is_empty() {
                    reading.problem("amount", "Write the new amount.");
                }
                let said = format!("{name}: {} instead of {}.", said(&dosing), before.words());
                (dosing, said)
            }
            "medicine-resume" => {
                item.status = Status::Restart;
                item.days_missed = course
                    .steps
                    .last()
                    .and_then(|step| u32::try_from(days_between(day_of(step.from, self.zone), self.today)).ok());
                let said = format!("Go on with {name}: {}.", said(&before));
                (before, said)
            }
            _ => {
                item.status = Status::StopPlannedAbrupt;
                item.days_on = u32::try_from(days_between(day_of(course.started, self.zone), self.today)).ok();
                let verb = if what == "medicine-hold" { "Hold" } else { "Stop" };
                let said = format!("{verb} {name}, now {}.", before.words());
                (before, said)
            }
        };
        put(&mut item, dosing);
        Some(Proposal { what, item, name, said_back, problems: sentences(reading), corrects: false })
    }

    fn name(&self, course: &MedicationCourse) -> String {
        let substance = course.what.substance.as_ref().and_then(|id| self.knowledge.substance(id));
        chart_view::medicine_name(course, substance)
    }
}

fn dosing(reading: &mut Reading<'_>) -> Dosing {
    let dose = forms::read_dose(reading);
    let as_needed = reading.text("often") == "as-needed";
    let per_day = reading.some_text("often").filter(|_| !as_needed).and_then(|often| often.parse().ok());
    Dosing { dose, per_day, time_words: reading.text("time"), as_needed }
}

fn put(item: &mut Item, dosing: Dosing) {
    item.per_day = dosing.per_day;
    item.prn = dosing.as_needed;
    if let Some(dose) = dosing.dose {
        item.dose = Some(dose.amount);
        item.unit = Some(dose.unit);
    }
}

/// A dosing with its unit in full and the amount a day, so that a slip is seen before it is recorded.
fn said(dosing: &Dosing) -> String {
    let mut parts = vec![
        dosing.dose.as_ref().map_or_else(|| "strength not known".to_owned(), |dose| forms::in_full(dose.amount, &dose.unit)),
    ];
    parts.push(match dosing.per_day {
        _ if dosing.as_needed => "only when needed".to_owned(),
        Some(often) if often == rust_decimal::Decimal::ONE => "once a day".to_owned(),
        Some(often) => format!("{} times a day", often.normalize()),
        None => "how often is not known".to_owned(),
    });
    if !dosing.time_words.is_empty() {
        parts.push(dosing.time_words.clone());
    }
    if let Some(daily) = dosing.per_day_amount().filter(|_| !dosing.as_needed) {
        parts.push(format!("{daily} a day"));
    }
    parts.join(", ")
}

fn sentences(reading: Reading<'_>) -> Vec<String> {
    reading.into_problems().into_iter().map(|problem| problem.sentence).collect()
}
