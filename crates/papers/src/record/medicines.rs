//! What must not be given, what is taken now, what was taken before, what it did.

use super::{Given, care::table};
use crate::{
    document::{Block, Row, Section},
    list::{Line, MedicationList},
    words::{capitalised, day_words, dose_words},
};
use concord_chart::{Chart, medication::MedicationCourse, release::ReleasePart};
use concord_knowledge::Knowledge;

const NOW: &[(&str, f32)] =
    &[("Medicine", 0.22), ("How much and when", 0.27), ("What for", 0.21), ("Since", 0.14), ("Prescribed by", 0.16)];
const HISTORY: &[(&str, f32)] = &[("Medicine", 0.24), ("From", 0.18), ("How much and when", 0.3), ("Why", 0.28)];
const EFFECTS: &[(&str, f32)] = &[("When", 0.17), ("What was reported", 0.4), ("What was answered", 0.43)];

pub(super) fn sections(chart: &Chart, knowledge: &Knowledge, given: &Given<'_>) -> Vec<Section> {
    if !given.has(ReleasePart::Medicines) {
        return Vec::new();
    }
    let list = MedicationList::of(chart, knowledge, given.practice.clone(), given.today, given.zone);
    let current: Vec<Row> = list.prescribed.iter().chain(&list.elsewhere).map(now).collect();
    let mut blocks = table("Medicines taken now, one a row, with how much, what for, since when and by whom.", NOW, current);
    if blocks.is_empty() {
        blocks.push(Block::Text("No medicine is known to us.".to_owned()));
    }
    blocks.push(Block::List(list.notes));
    let mut courses: Vec<&MedicationCourse> = chart.medications.iter().collect();
    courses.sort_by(|a, b| a.started.order(&b.started));
    let name = |course: &MedicationCourse| course_name(course, knowledge);
    let rows = courses.iter().flat_map(|course| history(course, &name(course), given)).collect();
    vec![
        Section::of("Allergies and intolerances", Block::List(list.allergies)),
        Section { heading: "Medicines now".to_owned(), blocks },
        Section {
            heading: "Medicines over time".to_owned(),
            blocks: table("Every step of every medicine, one a row, with the reason.", HISTORY, rows),
        },
        effects(chart, given),
    ]
}

fn now(line: &Line) -> Row {
    let name = if line.known { line.name.clone() } else { format!("{} (not checked)", line.name) };
    Row::of([name, line.dose.clone(), line.what_for.clone(), line.since.clone(), line.by.clone()])
}

fn course_name(course: &MedicationCourse, knowledge: &Knowledge) -> String {
    let generic = course.what.substance.as_ref().and_then(|id| knowledge.substance(id)).map(|substance| substance.name.as_str());
    match (course.what.name.trim(), generic) {
        ("", None) => "Medicine without a name".to_owned(),
        ("", Some(generic)) => capitalised(generic),
        (told, _) => capitalised(told),
    }
}

fn history(course: &MedicationCourse, name: &str, given: &Given<'_>) -> Vec<Row> {
    let step = |step: &concord_chart::medication::DoseStep| {
        let dose = step.dosing.as_ref().map_or_else(|| "on hold".to_owned(), dose_words);
        Row::of([name.to_owned(), given.day(step.from), dose, step.reason.clone()])
    };
    let mut rows: Vec<Row> = course.steps.iter().filter(|step| given.within(step.from)).map(step).collect();
    if let Some((at, stopped)) = course.stopped.as_ref().filter(|(at, _)| given.within(*at)) {
        let why = super::joined(&[stopped.reason.words(), &stopped.words]);
        rows.push(Row::of([name.to_owned(), given.day(*at), "stopped".to_owned(), why]));
    }
    rows
}

fn effects(chart: &Chart, given: &Given<'_>) -> Section {
    let rows = chart.side_effects.iter().filter(|effect| given.within(effect.at)).map(|effect| {
        let medicine = effect.what.course.and_then(|course| chart.medication(course)).map(|course| course.what.name.clone());
        let about = medicine.map(|name| format!("perhaps from {name}")).unwrap_or_default();
        let answer = match &effect.answer {
            Some((at, by, words)) => format!("{words} ({by}, {})", given.day(*at)),
            None => "not answered yet".to_owned(),
        };
        let since = effect.what.since.map(|since| format!("since {}", given.day(since))).unwrap_or_default();
        Row::of([given.day(effect.at), super::joined(&[&effect.what.words, &effect.what.effect_on_life, &about, &since]), answer])
    });
    let blocks = table("Side effects as they were reported, one a row, with the answer.", EFFECTS, rows.collect());
    Section { heading: format!("Side effects reported, as known on {}", day_words(given.today)), blocks }
}
