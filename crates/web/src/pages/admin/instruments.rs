//! Instruments: which there are, on what terms, whether their wording ships; and the wording that this practice brings under
//! its own licence. No patient stands here.

use crate::{
    app::Shared,
    components::{error_summary::error_summary, notice},
    errors::Problem,
    guard::Who,
    layout,
    pages::{article_text::language_name, patient::questionnaire::is_for_patients},
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, LoadedContent, ShownInstrument};
use concord_chart::InstrumentId;
use concord_knowledge::instrument::LicenceKind;
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Markup {
    page(&app, &who, &said.done, "", &[])
}

/// A content file, pasted.
#[derive(Deserialize)]
pub struct Pasted {
    #[serde(default)]
    text: String,
}

/// Loads a content file.
pub async fn load(State(app): State<Shared>, who: Who, Form(pasted): Form<Pasted>) -> Response {
    match app.clinic.load_content(&who.subject, &pasted.text).await {
        Ok(_) => Redirect::to("/admin/instruments?done=loaded").into_response(),
        Err(ActionError::Refused(refusal)) => {
            let sentences: Vec<String> = refusal.sentence.lines().map(str::to_owned).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, "", &pasted.text, &sentences)).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Which wording goes.
#[derive(Deserialize)]
pub struct Removed {
    instrument: String,
    language: String,
}

/// Takes wording away.
pub async fn remove(State(app): State<Shared>, who: Who, Form(removed): Form<Removed>) -> Response {
    let instrument = InstrumentId::from(removed.instrument.as_str());
    match app.clinic.remove_content(&who.subject, &instrument, &removed.language).await {
        Ok(()) => Redirect::to("/admin/instruments?done=removed").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, done: &str, typed: &str, wrong: &[String]) -> Markup {
    let errors: Vec<_> = wrong.iter().map(|sentence| ("#text".to_owned(), sentence.clone())).collect();
    let files = app.clinic.content_files();
    let body = html! {
        header.page-head { div { h1 { "Instruments" } p.lead { "Questionnaires and scales, with their terms. Where the wording is not shown, patients are not asked on their own pages; staff enter the numbers beside neutral labels." } } }
        @match done {
            "loaded" => (notice::done("Loaded. It is shown from now on, with whose licence it is.")),
            "removed" => (notice::done("Taken away. The questions are shown as they ship.")),
            _ => {}
        }
        (error_summary(&errors))
        (own_wording(&files))
        (load_form(typed, wrong))
        (list(&app.clinic.instruments()))
    };
    layout::page(app, Some(who), "Instruments", "/admin/instruments", body)
}

/// Wording that this practice brought.
fn own_wording(files: &[LoadedContent]) -> Markup {
    html! {
        section.card { h2 { "This practice’s own wording" }
            @if files.is_empty() { p.muted { "None is loaded." } }
            ul.plain { @for loaded in files {
                li {
                    @let file = &loaded.file;
                    b { (file.instrument) } " (" (file.language) "), licensed to " (file.holder) ", " (file.reference) "."
                    div.small.muted { "Loaded by " (file.by) ", " (file.at.strftime("%-d %b %Y")) "." }
                    @for misfit in &loaded.misfits { p.error { "Not shown: " (misfit) } }
                    form method="post" action="/admin/instruments/remove" data-once {
                        input type="hidden" name="instrument" value=(file.instrument);
                        input type="hidden" name="language" value=(file.language);
                        button.button.quiet type="submit" { "Take away" span.vh { " the wording of " (file.instrument) } }
                    }
                }
            } }
        }
    }
}

fn load_form(typed: &str, wrong: &[String]) -> Markup {
    html! {
        details.card open[!wrong.is_empty()] {
            summary { "Load wording for which this practice holds a licence" }
            form.stack method="post" action="/admin/instruments" data-once data-guard {
                p.small { "A text file: instrument, version and language, who holds the licence and its reference, then under [wording] one text for each item, the answers and the notice. It is checked before it is taken; nothing is counted differently. One for the same instrument and language takes the place of the one before." }
                div.field.wrong[!wrong.is_empty()] {
                    label for="text" { "The file" }
                    @for sentence in wrong { p.error { (sentence) } }
                    textarea #text name="text" rows="14" spellcheck="false" required { (typed) }
                }
                p { button.button.primary type="submit" { "Check and load" } }
            }
        }
    }
}

fn list(instruments: &[ShownInstrument]) -> Markup {
    html! {
        section.card.flush { div.pad { h2 { "All " (instruments.len()) } }
            div.xscroll tabindex="0" role="region" aria-label="All instruments" {
                table.med-table {
                    caption.vh { "Instruments with their terms" }
                    thead { tr { th scope="col" { "Instrument" } th scope="col" { "What" } th scope="col" { "Who answers" } th scope="col" { "Terms" } th scope="col" { "Wording" } th scope="col" { "Languages" } } }
                    tbody { @for known in instruments {
                        tr {
                            th scope="row" { (known.short_name) div.small.muted { (known.name) ", version " (known.version) } }
                            td data-label="What" { (known.construct.words()) }
                            td data-label="Who answers" { (who_answers(known)) }
                            td data-label="Terms" { (terms(known.licence.kind)) div.tiny { (known.licence.notice) } }
                            td data-label="Wording" { (wording(known)) }
                            td data-label="Languages" { (languages(known)) }
                        }
                    } }
                }
            }
        }
    }
}

fn who_answers(known: &ShownInstrument) -> &'static str {
    use concord_knowledge::instrument::Mode;
    match known.mode {
        Mode::SelfReport if is_for_patients(known) => "the patient, on their own pages too",
        Mode::SelfReport => "the patient on paper; staff enter the numbers",
        Mode::Clinician => "a clinician rates",
        Mode::Proxy => "somebody who knows the patient",
        Mode::Observer => "somebody who watches",
    }
}

fn terms(kind: LicenceKind) -> &'static str {
    match kind {
        LicenceKind::Free => "free",
        LicenceKind::FreeWithNotice => "free with its notice",
        LicenceKind::NonCommercial => "free where no money is made from it; a practice that charges for its use asks the holder",
        LicenceKind::Permission => "the holder wants to be asked",
        LicenceKind::Proprietary => "a licence is needed",
    }
}

fn wording(known: &ShownInstrument) -> String {
    let free = matches!(known.licence.kind, LicenceKind::Free | LicenceKind::FreeWithNotice);
    match (&known.licensed_to, known.licence.ships_wording && known.has_wording()) {
        (Some(to), _) => format!("shown, licensed to {}", to.holder),
        (None, true) => "shown, as it came with the program".to_owned(),
        (None, false) if free => "not shown: neutral labels. Its terms would allow it; the program came without it".to_owned(),
        (None, false) => "not shown: neutral labels".to_owned(),
    }
}

fn languages(known: &ShownInstrument) -> String {
    let languages = known.languages();
    if languages.is_empty() {
        return "none".to_owned();
    }
    languages.iter().map(|code| language_name(code)).collect::<Vec<_>>().join(", ")
}
