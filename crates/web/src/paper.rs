//! The list of medicines for paper: the same words as a page to print and as a tagged PDF.

use crate::{
    app::Shared,
    components::{
        icon::{Icon, icon},
        notice,
    },
    errors::Problem,
    pages::public::help_now::dialled,
};
use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Clinic, SignedIn};
use concord_chart::Chart;
use concord_papers::{Line, MedicationList, Paper, PaperError, Practice, pdf};
use maud::{Markup, html};
use serde::Deserialize;

/// What can be asked for in the address.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// `a4` or `letter`.
    #[serde(default)]
    paper: String,
    /// Not empty when the PDF could not write the letters of a name.
    #[serde(default)]
    letters: String,
}

/// The list of a chart as it is known now.
pub fn list_of(app: &Shared, chart: &Chart) -> MedicationList {
    let clinic = &app.clinic;
    MedicationList::of(chart, clinic.knowledge(), giver(clinic, chart), clinic.today(), &clinic.zone())
}

/// What a paper from a chart says about the practice.
pub fn giver(clinic: &Clinic, chart: &Chart) -> Practice {
    let practice = clinic.practice();
    let own = chart.registration.person.as_ref().and_then(|person| person.place.as_ref());
    let mut places: Vec<_> = practice.places.iter().collect();
    // The place where the person is mostly seen comes first.
    places.sort_by_key(|place| Some(&place.id) != own);
    Practice {
        name: practice.name.clone(),
        reach: places.iter().map(|place| format!("{}: {}", place.name, place.phone)).collect(),
        hours: practice.hours.clone(),
        emergency: practice.emergency_number.clone(),
    }
}

/// The PDF. Where a name has letters that its font does not have, the page to print instead.
pub fn answer(app: &Shared, who: &SignedIn, list: &MedicationList, asked: &Asked, page: &str) -> Response {
    match pdf(list, Paper::parse(&asked.paper).unwrap_or_default()) {
        Ok(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline; filename=\"medicines.pdf\"")];
            (headers, bytes).into_response()
        }
        Err(PaperError::Letters(_)) => Redirect::to(&format!("{page}?letters=other")).into_response(),
        Err(error) => Problem::of(app, Some(who), ActionError::Inside(error.to_string())).into_response(),
    }
}

/// The page to print. `pdf` is the address of the PDF with the same content. Within a record the patient's name is the
/// page's first heading already, and the paper's title comes second.
pub fn page(list: &MedicationList, asked: &Asked, pdf: &str, in_record: bool) -> Markup {
    let title = html! { "Medicines of " (list.person) };
    html! {
        @if !asked.letters.is_empty() {
            (notice::note(html! { p { "The PDF cannot write all letters of this list. This page has the same words: print it from the browser." } }))
        }
        article.med-paper {
            header { @if in_record { h2 { (title) } } @else { h1 { (title) } } p { b { "Born " (list.born) } } p { "As known on " (list.known_on) ", " (list.practice.name) } }
            p.row.noprint {
                a.button href={ (pdf) "?paper=letter" } { "PDF, Letter" }
                a.button.secondary href={ (pdf) "?paper=a4" } { "PDF, A4" }
                span.small.muted { "Tagged for screen readers, with a card for the wallet. Or print this page." }
            }
            section { h2 { "Allergies and intolerances" } ul { @for line in &list.allergies { li { (line) } } } }
            (table("Prescribed here", "No medicine is prescribed here.", &list.prescribed))
            (table("Bought, or prescribed elsewhere", "Nothing else was told to us.", &list.elsewhere))
            section { h2 { "What this paper does not know" } ul { @for note in &list.notes { li { (note) } } } }
            section { h2 { "How to reach us" } (reach(&list.practice)) }
        }
        (card(list))
    }
}

fn table(words: &str, nothing: &str, lines: &[Line]) -> Markup {
    html! {
        section {
            h2 { (words) }
            @if lines.is_empty() { p { (nothing) } }
            @else {
                table.med-table {
                    caption.vh { (words) ": one medicine a row" }
                    thead { tr { th scope="col" { "Medicine" } th scope="col" { "How much and when" } th scope="col" { "What for" } th scope="col" { "Since" } th scope="col" { "Prescribed by" } } }
                    tbody { @for line in lines {
                        tr {
                            th scope="row" { (line.name) @if !line.known { span.small { (icon(Icon::Query)) " not checked" } } }
                            td data-label="How much and when" { (line.dose) }
                            td data-label="What for" { (line.what_for) }
                            td data-label="Since" { (line.since) }
                            td data-label="Prescribed by" { (line.by) }
                        }
                    } }
                }
            }
        }
    }
}

fn reach(practice: &Practice) -> Markup {
    html! {
        ul {
            li { (practice.name) }
            @for line in &practice.reach { li { (line) } }
            @if !practice.hours.is_empty() { li { "Open " (practice.hours) } }
            @if !practice.emergency.is_empty() { li { "In an emergency call " a href=(format!("tel:{}", dialled(&practice.emergency))) { (practice.emergency) } } }
        }
    }
}

/// The card for the wallet, to cut out.
fn card(list: &MedicationList) -> Markup {
    html! {
        section.med-card aria-label="Card for the wallet" {
            h2 { (list.person) ", born " (list.born) }
            p { "Medicines as known on " (list.known_on) }
            p { b { "Allergies and intolerances: " (list.allergies.join("; ")) } }
            p { (list.practice.name) ". " (list.practice.reach.join(". ")) @if !list.practice.emergency.is_empty() { ". Emergency: " (list.practice.emergency) } }
            ul {
                @for line in &list.prescribed { li { (line.name) @if !line.known { " (not checked)" } ": " (line.dose) } }
                @for line in &list.elsewhere { li { (line.name) @if !line.known { " (not checked)" } ": " (line.dose) "; from elsewhere" } }
                @if list.is_empty() { li { "No medicine is known to us." } }
            }
        }
    }
}
