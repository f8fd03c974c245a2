//! The list of medicines as data: what stands on the page in the browser and on paper.

use crate::words::{capitalised, day_words, dose_words, when_words};
use concord_chart::{Chart, When, medication::MedicationCourse};
use concord_knowledge::{Knowledge, Substance};
use jiff::{civil::Date, tz::TimeZone};

/// What a paper says about the practice that gives it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// Its name.
    pub name: String,
    /// How to reach it, one line each: `Riverside: 555 0100`.
    pub reach: Vec<String>,
    /// When it is open, in words; may be empty.
    pub hours: String,
    /// The number for an emergency.
    pub emergency: String,
}

/// What one person takes, as known on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MedicationList {
    /// Who gives it out.
    pub practice: Practice,
    /// Whose list it is.
    pub person: String,
    /// Date of birth in words; `not known` where it is not.
    pub born: String,
    /// The day on which this was so.
    pub known_on: String,
    /// What the person must not be given, one line each; never empty: "not asked yet" and "none known" are lines too.
    pub allergies: Vec<String>,
    /// Prescribed here, by start.
    pub prescribed: Vec<Line>,
    /// Bought, or prescribed elsewhere, by start.
    pub elsewhere: Vec<Line>,
    /// What this paper does not know, as sentences; never empty.
    pub notes: Vec<String>,
}

/// One medicine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Generic name, with the name as prescribed where it is another one.
    pub name: String,
    /// How much, how often, when; or that it is on hold.
    pub dose: String,
    /// What for, in plain words.
    pub what_for: String,
    /// Since when, as precisely as known.
    pub since: String,
    /// Who prescribed it.
    pub by: String,
    /// True where the formulary knows it, so that interaction checks include it.
    pub known: bool,
}

impl MedicationList {
    /// The list of a chart on a day: everything that is going on, held ones included and said to be on hold.
    pub fn of(chart: &Chart, knowledge: &Knowledge, practice: Practice, today: Date, zone: &TimeZone) -> Self {
        let person = chart.registration.person.as_ref();
        let mut courses: Vec<&MedicationCourse> = chart.medications.iter().filter(|course| course.is_current()).collect();
        courses.sort_by(|a, b| a.started.order(&b.started));
        let lines = |elsewhere: bool| {
            let of_kind = courses.iter().filter(|course| course.what.from_elsewhere == elsewhere);
            of_kind.map(|course| line(course, knowledge, zone)).collect::<Vec<_>>()
        };
        let (prescribed, elsewhere) = (lines(false), lines(true));
        let notes = notes(&practice.name, prescribed.iter().chain(&elsewhere));
        Self {
            person: person.map_or_else(
                || "Name not known".to_owned(),
                |person| format!("{} {}", person.given_name, person.family_name).trim().to_owned(),
            ),
            born: person
                .and_then(|person| person.birth_date)
                .map_or_else(|| "not known".to_owned(), |born: When| when_words(born, zone)),
            known_on: day_words(today),
            allergies: allergies(chart),
            prescribed,
            elsewhere,
            notes,
            practice,
        }
    }

    /// True when nothing is taken as far as is known.
    pub fn is_empty(&self) -> bool {
        self.prescribed.is_empty() && self.elsewhere.is_empty()
    }
}

fn allergies(chart: &Chart) -> Vec<String> {
    let known = &chart.allergies;
    if known.known.is_empty() {
        let words = if known.none_known {
            "None known: this was asked."
        } else {
            "Not asked yet. This does not mean that there are none."
        };
        return vec![words.to_owned()];
    }
    known
        .known
        .iter()
        .map(|allergy| {
            let what = match allergy.what.substance.trim() {
                "" => allergy.what.coding.first().map_or("something without a name", |code| code.display.as_str()),
                name => name,
            };
            let kind = if allergy.what.intolerance == Some(true) { " (intolerance)" } else { "" };
            let reactions = allergy.what.reactions.join(", ");
            let after = if reactions.is_empty() { String::new() } else { format!(": {reactions}") };
            format!("{}{kind}{after}", capitalised(what))
        })
        .collect()
}

fn line(course: &MedicationCourse, knowledge: &Knowledge, zone: &TimeZone) -> Line {
    let substance = course.what.substance.as_ref().and_then(|id| knowledge.substance(id));
    let dose = match course.dosing() {
        Some(dosing) => dose_words(dosing),
        None => course.steps.last().map_or_else(
            || "on hold: not taken for now".to_owned(),
            |step| format!("on hold since {}: not taken for now", when_words(step.from, zone)),
        ),
    };
    Line {
        name: name(course, substance),
        dose,
        what_for: what_for(course, substance),
        since: when_words(course.started, zone),
        by: match (course.what.prescriber.trim(), course.what.from_elsewhere) {
            ("", true) => "bought, or prescribed elsewhere".to_owned(),
            ("", false) => "not said".to_owned(),
            (name, _) => name.to_owned(),
        },
        known: substance.is_some(),
    }
}

/// The generic name; the name as prescribed behind it, where that says something else.
fn name(course: &MedicationCourse, substance: Option<&Substance>) -> String {
    let told = course.what.name.trim();
    match substance {
        Some(substance) if told.is_empty() || told.to_lowercase().contains(&substance.name.to_lowercase()) => {
            capitalised(&substance.name)
        }
        Some(substance) => format!("{} ({told})", capitalised(&substance.name)),
        None if told.is_empty() => "Medicine without a name".to_owned(),
        None => capitalised(told),
    }
}

/// As agreed with the person; else what it is usually for, said to be that.
fn what_for(course: &MedicationCourse, substance: Option<&Substance>) -> String {
    match (course.what.purpose.trim(), substance) {
        ("", Some(substance)) => format!("not said; usually {}", substance.plain.purpose),
        ("", None) => "not said".to_owned(),
        (purpose, _) => purpose.to_owned(),
    }
}

fn notes<'a>(practice: &str, lines: impl Iterator<Item = &'a Line>) -> Vec<String> {
    let unknown: Vec<&str> = lines.filter(|line| !line.known).map(|line| line.name.as_str()).collect();
    let mut notes = vec![
        format!("This is what {practice} knew on the day above. Something bought or prescribed elsewhere may be missing."),
        "This paper does not say whether these medicines go together. Ask before you add or stop one.".to_owned(),
    ];
    if !unknown.is_empty() {
        notes.push(format!("Not checked, because our list of medicines does not have it: {}.", unknown.join(", ")));
    }
    notes
}
