//! A progress note: written, kept as a draft while it is being written, signed once. Before signing, the record that was
//! opened last must be the one that the note is for; if not, a page asks which is right.

use super::{
    forms::Values,
    frame::{self, BannerWords, RecordPage},
};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form as controls, notice,
        record_choice::{Candidate, record_choice},
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    ChartId, Event,
    note::{Note, NoteSigned, Section},
};
use maud::{Markup, html};
use serde::Deserialize;

/// A way of laying out a note: its stored word, its name, its headings.
struct Layout {
    word: &'static str,
    name: &'static str,
    headings: &'static [&'static str],
}

const LAYOUTS: &[Layout] = &[
    Layout { word: "free", name: "Free text", headings: &[""] },
    Layout { word: "soap", name: "SOAP", headings: &["Subjective", "Objective", "Assessment", "Plan"] },
    Layout { word: "dap", name: "DAP", headings: &["Data", "Assessment", "Plan"] },
    Layout { word: "birp", name: "BIRP", headings: &["Behaviour", "Intervention", "Response", "Plan"] },
];

/// Which layout, and a word about what was just done.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    layout: String,
    #[serde(default)]
    done: String,
}

fn layout(word: &str) -> &'static Layout {
    LAYOUTS.iter().find(|layout| layout.word == word).unwrap_or(&LAYOUTS[0])
}

fn draft_name(chart: ChartId) -> String {
    format!("note:{chart}")
}

/// The page: write, and read what was signed.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "notes").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let draft = app.clinic.draft_of(&who.subject, &draft_name(chart)).await.unwrap_or_default();
    let draft: Values =
        draft.and_then(|text| serde_json::from_str::<Vec<(String, String)>>(&text).ok()).map(Values::new).unwrap_or_default();
    let word = if asked.layout.is_empty() { draft.get("layout").to_owned() } else { asked.layout.clone() };
    page(&app, &who, &open, layout(&word), &draft, &asked.done, None).into_response()
}

fn page(app: &Shared, who: &Who, open: &OpenChart, layout: &Layout, values: &Values, done: &str, wrong: Option<&str>) -> Markup {
    let chart = &open.chart;
    let key = if values.get("key").is_empty() { app.clinic.fresh().to_string() } else { values.get("key").to_owned() };
    let errors: Vec<_> = wrong.map(|sentence| ("#section_0".to_owned(), sentence.to_owned())).into_iter().collect();
    let base = format!("/chart/{}/note", chart.id);
    let body = html! {
        header.page-head { h2 { "Progress note" } p.lead { "The team reads it, and the patient as soon as it is signed." } }
        @match done { "signed" => (notice::done("Signed. It cannot be changed; a correction is added beside it.")), "kept" => (notice::done("Kept as your draft. Nobody else sees it.")), _ => {} }
        (error_summary(&errors))
        nav.seg aria-label="Layout" { @for other in LAYOUTS { a href=(format!("{base}?layout={}", other.word)) aria-current=[(other.word == layout.word).then_some("true")] { (other.name) } } }
        form.card.pad.stack method="post" action=(base) data-guard="" data-draft=(draft_name(chart.id)) {
            input type="hidden" name="key" value=(key);
            input type="hidden" name="layout" value=(layout.word);
            @for (index, heading) in layout.headings.iter().enumerate() {
                @let name = format!("section_{index}");
                @let label = if heading.is_empty() { "Note" } else { heading };
                (controls::textarea(&controls::Field { name: &name, label, value: values.get(&name), ..Default::default() }, if heading.is_empty() { 10 } else { 4 }))
            }
            (frame::signing(app, chart))
            div.row {
                button.button.primary type="submit" name="act" value="sign" { "Sign for " (frame::given_name(chart)) }
                button.button.secondary type="submit" name="act" value="keep" { "Keep as my draft" }
            }
        }
        (signed(app, open))
    };
    frame::page(app, who, &RecordPage { open, tab: "/note", title: "Progress note" }, body)
}

fn signed(app: &Shared, open: &OpenChart) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let one = |note: &Note| {
        html! {
            article.card.pad {
                h3 { (frame::moment(note.at, today, &zone)) ", " (note.by) span.small.muted { " " (note.role) } }
                @for section in &note.what.sections { @if !section.heading.is_empty() { h4 { (section.heading) } } p.prose { (section.text) } }
                p.small { a href=(format!("/chart/{}/entries#e-{}", open.chart.id, note.id)) { "Correct or retract" } }
            }
        }
    };
    html! {
        section aria-labelledby="signed" { h2 #signed { "Signed notes" }
            @if open.chart.notes.is_empty() { p.muted { "None yet." } }
            @for note in open.chart.notes.iter().rev().take(30) { (one(note)) }
        }
    }
}

/// Signs, or keeps the draft.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    if values.get("act") == "keep" {
        return keep(&app, &who, chart, &values).await;
    }
    let elsewhere = who.last_opened.filter(|last| *last != chart);
    match elsewhere {
        Some(other) if !values.has("checked", "yes") => which_is_right(&app, &who, chart, other, &values).await,
        _ => sign(&app, &who, chart, &values).await,
    }
}

async fn keep(app: &Shared, who: &Who, chart: ChartId, values: &Values) -> Response {
    match keep_draft(app, who, chart, values).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}/note?done=kept")).into_response(),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

async fn keep_draft(app: &Shared, who: &Who, chart: ChartId, values: &Values) -> Result<(), ActionError> {
    let words: Vec<_> =
        values.pairs().filter(|(name, _)| *name == "layout" || *name == "key" || name.starts_with("section_")).collect();
    let text = serde_json::to_string(&words).map_err(|error| ActionError::Inside(error.to_string()))?;
    app.clinic.keep_draft(&who.subject, &draft_name(chart), &text).await
}

async fn sign(app: &Shared, who: &Who, chart: ChartId, values: &Values) -> Response {
    let open = match frame::read(app, who, chart, "sign a note").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let layout = layout(values.get("layout"));
    let section = |(index, heading): (usize, &&str)| Section {
        heading: (*heading).to_owned(),
        text: values.get(&format!("section_{index}")).trim().to_owned(),
    };
    let sections: Vec<Section> =
        layout.headings.iter().enumerate().map(section).filter(|section| !section.text.is_empty()).collect();
    let event = Event::NoteSigned(NoteSigned { format: layout.word.to_owned(), sections, session: None });
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(values.get("key"), event)]).await {
        Ok(_) => {
            // The note is on the chart; a draft that stays behind would only be offered again.
            if let Err(error) = app.clinic.keep_draft(&who.subject, &draft_name(chart), "").await {
                tracing::warn!(%error, "a signed note's draft stays behind");
            }
            Redirect::to(&format!("/chart/{chart}/note?done=signed")).into_response()
        }
        Err(ActionError::Refused(refusal)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, page(app, who, &open, layout, values, "", Some(&refusal.sentence))).into_response()
        }
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

/// Both records side by side. Nothing is signed; the words are kept as a draft of the one they were begun for.
async fn which_is_right(app: &Shared, who: &Who, begun_for: ChartId, last: ChartId, values: &Values) -> Response {
    let (here, there) = match (
        frame::read(app, who, begun_for, "which record is right").await,
        frame::read(app, who, last, "which record is right").await,
    ) {
        (Ok(here), Ok(there)) => (here, there),
        (Err(response), _) | (_, Err(response)) => return response,
    };
    if let Err(error) = keep_draft(app, who, begun_for, values).await {
        return Problem::of(app, Some(who), error).into_response();
    }
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let (words_here, words_there) = (BannerWords::of(&here.chart, today, &zone), BannerWords::of(&there.chart, today, &zone));
    let candidates = [
        Candidate { banner: words_here.banner(), remark: "This note was begun here.", action: sign_form(&here, values) },
        Candidate { banner: words_there.banner(), remark: "You last opened this one.", action: move_form(&there, values) },
    ];
    let first_words: String = values.get("section_0").chars().take(90).collect();
    let way_out = html! { a href=(format!("/chart/{begun_for}/note")) { "Neither: keep it as my draft" } };
    let body = record_choice(&candidates, &first_words, way_out);
    (StatusCode::CONFLICT, crate::layout::page(app, Some(who), "Which record is right?", "", body)).into_response()
}

fn carried(values: &Values, keep_key: bool) -> Markup {
    let wanted = |name: &str| name == "layout" || name.starts_with("section_") || (keep_key && name == "key");
    html! { @for (name, text) in values.pairs().filter(|(name, _)| wanted(name)) { input type="hidden" name=(name) value=(text); } }
}

fn sign_form(open: &OpenChart, values: &Values) -> Markup {
    html! { form method="post" action=(format!("/chart/{}/note", open.chart.id)) {
        (carried(values, true))
        input type="hidden" name="checked" value="yes";
        button.button.primary type="submit" name="act" value="sign" { "It is " (frame::given_name(&open.chart)) "’s. Sign" }
    } }
}

/// Moving a note opens it for reading again; it is not signed by the move.
fn move_form(open: &OpenChart, values: &Values) -> Markup {
    html! { form method="post" action=(format!("/chart/{}/note", open.chart.id)) {
        (carried(values, false))
        button.button.secondary type="submit" name="act" value="keep" { "It is " (frame::given_name(&open.chart)) "’s. Move it, then read it again" }
    } }
}
