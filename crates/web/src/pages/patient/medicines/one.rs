//! One medicine as the patient reads about it.

use super::{know, way};
use crate::{
    app::Shared,
    components::icon::{Icon, icon},
};
use concord_chart::medication::MedicationCourse;
use concord_knowledge::{Substance, Verification, substance::SubstanceGroup};
use concord_papers::dose_words;
use jiff::civil::Date;
use maud::{Markup, html};

/// Effects shown before the rest is folded.
const SHOWN: usize = 5;

/// The card of one medicine.
/// `own`: the patient put it on the list, and can take it off.
pub(super) fn card(app: &Shared, course: &MedicationCourse, own: bool, today: Date) -> Markup {
    let substance = know::substance(app, course);
    let name = know::name(app, course);
    let dose = course
        .dosing()
        .map_or_else(|| "On hold: not taken for now. Your prescriber says when it goes on.".to_owned(), dose_words);
    html! {
        section.card.med-own id=(format!("m-{}", course.id)) aria-label=(name) {
            h2 { (name) }
            p { b { (dose) } }
            @if let Some(words) = purpose(course, substance) { p { (words) } }
            @match substance {
                None => p.note { (icon(Icon::Query)) " Our list of medicines does not know this one, so nothing about it is checked. Your prescriber will look." },
                Some(substance) => (about(app, substance)),
            }
            (way::ahead(course, today))
            (links(course, own, &name))
        }
    }
}

/// What it is for: as agreed with the person, else what it is usually taken for.
fn purpose(course: &MedicationCourse, substance: Option<&Substance>) -> Option<String> {
    match (course.what.purpose.trim(), substance) {
        ("", Some(substance)) if is_treatment(substance) => {
            Some(format!("Usually {}. Ask what it is for in your case.", substance.plain.purpose))
        }
        ("", _) => None,
        (purpose, _) => Some(format!("For {}.", purpose.trim_start_matches("for ").trim_end_matches('.'))),
    }
}

/// Food, drink and tobacco are not taken for anything.
fn is_treatment(substance: &Substance) -> bool {
    !matches!(substance.group, SubstanceGroup::Food | SubstanceGroup::Exposure)
}

fn about(app: &Shared, substance: &Substance) -> Markup {
    let knowledge = app.clinic.knowledge();
    let (often, urgent) = (know::often(knowledge, substance), know::at_once(knowledge, substance));
    html! {
        p.small.muted { (substance.plain.action) }
        @if let Some(take) = &substance.how_to_take {
            dl.med-how {
                div { dt { "How to take it" } dd { (take.words) } }
                @if let Some(words) = &take.expect { div { dt { "What to expect when" } dd { (words) } } }
                @if let Some(words) = &take.forgotten { div { dt { "If I forgot one" } dd { (words) } } }
            }
        }
        @if !urgent.is_empty() {
            div.med-urgent {
                h3 { (icon(Icon::Octagon)) " Tell us at once" }
                ul { @for words in &urgent { li { (words) } } }
            }
        }
        @if !often.is_empty() {
            details {
                summary { "What can come with it" }
                ul { @for words in often.iter().take(SHOWN) { li { (words) } } }
                @if often.len() > SHOWN { p.small.muted { "Less often: " (often[SHOWN..].join("; ")) "." } }
                p.small.muted { "Most people have none or few of these. " (source(app, substance)) }
            }
        }
    }
}

/// Where the words come from, and whether they were compared with it.
fn source(app: &Shared, substance: &Substance) -> String {
    let said = &substance.plain;
    let title =
        app.clinic.knowledge().source(&said.source).map_or_else(|| said.source.to_string(), |source| source.title.clone());
    let read =
        if said.verification == Verification::Read { "" } else { " These words are not yet compared with it line by line." };
    format!("From: {title}.{read}")
}

fn links(course: &MedicationCourse, own: bool, name: &str) -> Markup {
    let id = course.id;
    let link = |address: String, words: &str| html! { a href=(address) { (words) span.vh { ": " (name) } } };
    html! {
        p.med-links {
            @if own { (link(format!("/my/medicines/not-taking?course={id}"), "I have stopped it")) }
            @else {
                (link(format!("/my/medicines/ask?course={id}"), "Ask to change or stop it"))
                (link(format!("/my/medicines/not-taking?course={id}"), "I am not taking it"))
            }
            (link(format!("/my/side-effect?course={id}"), "Tell about a side effect"))
            (link(format!("/my/medicines/barrier?course={id}"), "Something gets in the way"))
        }
    }
}
