//! What I take besides: supplements, bought medicines, another doctor's, alcohol, tobacco. A name that our list does not
//! know is kept and said to be unchecked.

use super::sheet::{self, Opened, Sheet, TEAM_READS, Wrong};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
    own_words,
    pages::clinician::forms::strict_amount,
};
use axum::{Form, extract::State, response::Response};
use concord_actions::Entry;
use concord_chart::{
    CourseId, Event, When,
    medication::{Dosing, Started},
    quantity::Dose,
};
use concord_knowledge::{Knowledge, Substance};
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    often: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    since: String,
}

/// What it can be.
const KINDS: &[(&str, &str)] = &[
    ("supplement", "A supplement, a herb or a tea"),
    ("bought", "A medicine that I bought without a prescription"),
    ("other", "A medicine from another doctor"),
    ("alcohol", "Alcohol"),
    ("tobacco", "Tobacco"),
    ("food", "Something else that I eat or drink"),
];

/// Units in plain words, with the word that is kept.
const UNITS: &[(&str, &str)] = &[
    ("mg", "mg (milligrams)"),
    ("mcg", "micrograms"),
    ("g", "g (grams)"),
    ("mL", "mL"),
    ("units", "international units"),
    ("tablet", "tablets"),
    ("capsule", "capsules"),
    ("drop", "drops"),
    ("cup", "cups"),
    ("drink", "drinks"),
    ("cigarette", "cigarettes"),
];

/// How often, with administrations a day.
const OFTEN: &[(&str, &str)] = &[
    ("", "I do not know"),
    ("1", "once a day"),
    ("2", "twice a day"),
    ("3", "three times a day"),
    ("4", "four times a day"),
    ("0.5", "every second day"),
    ("0.285714", "twice a week"),
    ("0.142857", "once a week"),
    ("as-needed", "now and then"),
];

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &Typed::default(), None))
}

/// Puts it on the list.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &typed, Some((field, words))));
    let (started, at) = match read(&app, &typed) {
        Ok(read) => read,
        Err((field, words)) => return again(field, &words),
    };
    let done = if started.substance.is_some() { "added" } else { "added-unknown" };
    let mut entry = Entry::new(typed.key.clone(), Event::MedicationStarted(started));
    if let Some(at) = at {
        entry = entry.at(at);
    }
    let recorded = app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await;
    sheet::answered(&app, &who, recorded, done, |words| again("name", words))
}

type NotRead = (&'static str, String);

fn read(app: &Shared, typed: &Typed) -> Result<(Started, Option<When>), NotRead> {
    if !KINDS.iter().any(|(kind, _)| *kind == typed.kind) {
        return Err(("kind", "Choose what it is.".to_owned()));
    }
    let name = match (typed.name.trim(), typed.kind.as_str()) {
        ("", "alcohol") => "Alcohol".to_owned(),
        ("", "tobacco") => "Tobacco".to_owned(),
        ("", _) => return Err(("name", "Write what it is called, as it stands on the box.".to_owned())),
        (name, _) => name.to_owned(),
    };
    let knowledge = app.clinic.knowledge();
    let named = matched(knowledge, &typed.kind, &name);
    let dose = match typed.amount.trim() {
        "" => None,
        text => Some(dose(text, &typed.unit)?),
    };
    let as_needed = typed.often == "as-needed";
    let per_day = OFTEN.iter().any(|(often, _)| *often == typed.often).then(|| typed.often.parse().ok()).flatten();
    let since = match typed.since.trim() {
        "" => None,
        text => Some(moment(app, text)?),
    };
    let started = Started {
        course: CourseId(app.clinic.fresh()),
        substance: named.map(|substance| substance.id.clone()),
        name,
        coding: Vec::new(),
        dosing: Dosing { dose, per_day, time_words: String::new(), as_needed },
        route: None,
        purpose: typed.purpose.trim().to_owned(),
        prescriber: if typed.kind == "other" { "another doctor".to_owned() } else { String::new() },
        from_elsewhere: true,
    };
    Ok((started, since))
}

/// The substance that a name means. Of alcohol and tobacco it is what was chosen, whatever the bottle is called.
fn matched<'a>(knowledge: &'a Knowledge, kind: &str, name: &str) -> Option<&'a Substance> {
    own_words::meant(knowledge, if matches!(kind, "alcohol" | "tobacco") { kind } else { name })
}

fn dose(text: &str, unit: &str) -> Result<Dose, NotRead> {
    let amount = strict_amount(text).map_err(|words| ("amount", words))?;
    if amount.is_zero() {
        return Err(("amount", "Write how much it is each time, or leave it empty.".to_owned()));
    }
    let unit = UNITS.iter().map(|(unit, _)| *unit).find(|known| *known == unit);
    unit.map(|unit| Dose { amount, unit: unit.to_owned() }).ok_or_else(|| ("unit", "Choose what was counted.".to_owned()))
}

fn moment(app: &Shared, text: &str) -> Result<When, NotRead> {
    match text.parse::<When>() {
        Ok(since) if since.first_day() <= app.clinic.today() => Ok(since),
        Ok(_) => Err(("since", "That day is still to come. Write when it began.".to_owned())),
        Err(_) => Err(("since", "Write a day or just a month or a year, for example 2026-08-14, 2026-08 or 2019.".to_owned())),
    }
}

fn page(app: &Shared, who: &Who, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let error = |name: &str| opened.error(name);
    let unit = if typed.unit.is_empty() { "mg" } else { &typed.unit };
    let fields = html! {
        (form::radios(&Field { name: "kind", label: "What is it?", error: error("kind"), value: &typed.kind, ..Field::default() }, KINDS))
        (form::text(&Field { name: "name", label: "What it is called", hint: "As on the box. For alcohol and tobacco it can be left empty.", error: error("name"), value: &typed.name, ..Field::default() }, "text"))
        (form::text(&Field { name: "amount", label: "How much each time (can be left empty)", hint: "A number, for example 300 or 0.5.", error: error("amount"), value: &typed.amount, ..Field::default() }, "text"))
        (form::select(&Field { name: "unit", label: "Of what", error: error("unit"), value: unit, ..Field::default() }, UNITS))
        (form::select(&Field { name: "often", label: "How often", value: &typed.often, ..Field::default() }, OFTEN))
        (form::text(&Field { name: "purpose", label: "What for (can be left empty)", value: &typed.purpose, ..Field::default() }, "text"))
        (form::text(&Field { name: "since", label: "Since when (can be left empty)", hint: "A day, a month or a year: 2026-08-14, 2026-08 or 2019. Empty means today.", error: error("since"), value: &typed.since, ..Field::default() }, "text"))
    };
    let sheet = Sheet {
        word: "add",
        tab: "Something else",
        heading: "I take something else as well",
        lead: "Teas, herbs and bought tablets can change how a medicine works. It helps to know them all; nobody scolds.",
        first: "kind",
        keeps_draft: true,
        note: TEAM_READS,
        button: "Put it on my list",
    };
    sheet.page(&opened, html! {}, Some(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_herb_is_known_by_its_whole_name_and_a_box_by_the_name_on_it() {
        let knowledge = concord_knowledge::shipped();
        let id = |kind: &str, name: &str| matched(knowledge, kind, name).map(|substance| substance.id.as_str());
        assert_eq!(id("supplement", "St John’s wort 300 mg capsules"), Some("st-johns-wort"));
        assert_eq!(id("supplement", "St John's wort tea"), Some("st-johns-wort"));
        assert_eq!(id("food", "tea"), id("food", "coffee"));
        assert_eq!(id("supplement", "Grandmother’s sleepy tea"), None, "not every tea is tea");
        assert_eq!(id("other", "sertraline 50 MG Oral Tablet"), Some("sertraline"));
        assert_eq!(id("alcohol", "Beer"), id("alcohol", "Alcohol"));
    }
}
