//! One release: who consented, what would leave word for word, and the paper once it may.

use super::{
    super::{
        forms::Values,
        frame::{self, RecordPage},
    },
    list::{day, state},
    name_of, open, writes,
};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::Icon,
        notice,
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
    paper,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OpenChart, SignedIn};
use concord_chart::{
    ChartId, ReleaseId,
    release::{Release, ReleaseConsented, ReleasePart},
};
use concord_engines::days::full_day_words;
use concord_papers::{Block, Document, Given, Paper, PaperError, document_pdf, record_paper, unit_paper};
use maud::{Markup, html};
use serde::Deserialize;

/// What can stand in the address.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    #[serde(default)]
    done: String,
    /// `a4` or `letter`.
    #[serde(default)]
    paper: String,
    /// Not empty when the PDF could not write the letters of a name.
    #[serde(default)]
    letters: String,
}

type Which = (ChartId, ReleaseId);

/// The page.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, release)): Path<Which>,
    Query(asked): Query<Asked>,
) -> Response {
    let done = match asked.done.as_str() {
        "consent" => Some("Kept."),
        "given" => Some("Kept, with a line in the access log. Below is the paper."),
        _ => None,
    };
    answer(&app, &who, (chart, release), &Said { done, letters: !asked.letters.is_empty(), ..Said::default() }).await
}

/// What the page says beside the release.
#[derive(Default)]
struct Said<'a> {
    done: Option<&'a str>,
    wrong: Option<&'a str>,
    letters: bool,
    typed: Values,
}

async fn answer(app: &Shared, who: &Who, (chart, release): Which, said: &Said<'_>) -> Response {
    let open = match open(app, who, chart, "release").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(release) = open.chart.release(release) else { return Problem::not_found(app, Some(who)).into_response() };
    let status = if said.wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page(app, who, &open, release, said)).into_response()
}

/// Notes a consent, or that it was given out.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(which): Path<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Values::new(pairs);
    match act(&app, &who, which, &typed).await {
        Ok(done) => Redirect::to(&format!("/chart/{}/release/{}?done={done}", which.0, which.1)).into_response(),
        Err(ActionError::Refused(refusal)) => {
            answer(&app, &who, which, &Said { wrong: Some(&refusal.sentence), typed, ..Said::default() }).await
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn act(app: &Shared, who: &SignedIn, (chart, release): Which, typed: &Values) -> Result<&'static str, ActionError> {
    let (clinic, subject, key) = (&app.clinic, &who.subject, typed.get("key"));
    match typed.get("act") {
        "consent" => {
            let member = typed.get("member").parse().map_err(|_| ActionError::NotFound)?;
            let (on, until) = (typed.get("on") == "yes", day(typed, "until")?);
            let how = typed.get("how").trim().to_owned();
            let consent = ReleaseConsented { release, member, on, how, until };
            clinic.note_consent(subject, chart, key, consent).await.map(|()| "consent")
        }
        "give" => clinic.give_release(subject, chart, key, release, typed.get("sent")).await.map(|()| "given"),
        _ => Err(ActionError::NotFound),
    }
}

/// The paper, once it was written down that it leaves, and as long as everybody consents.
pub async fn pdf(
    State(app): State<Shared>,
    who: Who,
    Path((chart, release)): Path<Which>,
    Query(asked): Query<Asked>,
) -> Response {
    let open = match open(&app, &who, chart, "paper of a release").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(release) = open.chart.release(release) else { return Problem::not_found(&app, Some(&who)).into_response() };
    let page = format!("/chart/{chart}/release/{}", release.what.release);
    let document = document(&app, &who, &open, release);
    let Some(document) = document.filter(|_| may_be_printed(&app, &open, release)) else {
        return Redirect::to(&page).into_response();
    };
    match document_pdf(&document, Paper::parse(&asked.paper).unwrap_or_default()) {
        Ok(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline; filename=\"release.pdf\"")];
            (headers, bytes).into_response()
        }
        Err(PaperError::Letters(_)) => Redirect::to(&format!("{page}?letters=other")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), ActionError::Inside(error.to_string())).into_response(),
    }
}

fn may_be_printed(app: &Shared, open: &OpenChart, release: &Release) -> bool {
    !release.given.is_empty() && open.chart.may_be_given(release, app.clinic.today())
}

/// Exactly what was asked for, as the paper says it.
fn document(app: &Shared, who: &SignedIn, open: &OpenChart, release: &Release) -> Option<Document> {
    let (clinic, chart) = (&app.clinic, &*open.chart);
    let practice = paper::giver(clinic, chart);
    let zone = clinic.zone();
    let by = format!("{}, {}", who.subject.name, who.subject.role.words().to_lowercase());
    let consents: Vec<String> = release
        .consents
        .values()
        .filter(|consent| consent.what.on)
        .map(|consent| {
            let until = consent.what.until.map(|day| format!(", until {}", full_day_words(day))).unwrap_or_default();
            format!("Consent of {}: {}{until}.", name_of(chart, consent.what.member), consent.what.how)
        })
        .collect();
    let given = Given {
        practice: &practice,
        by: &by,
        to: &release.what.to,
        purpose: &release.what.purpose,
        consents: &consents,
        parts: Some(&release.what.parts),
        from: release.what.from,
        until: release.what.to_day,
        today: clinic.today(),
        zone: &zone,
    };
    if chart.unit.is_some() { unit_paper(chart, &given) } else { Some(record_paper(chart, clinic.knowledge(), &given)) }
}

fn page(app: &Shared, who: &SignedIn, open: &OpenChart, release: &Release, said: &Said<'_>) -> Markup {
    let (chart, today) = (&open.chart, app.clinic.today());
    let errors: Vec<_> = said.wrong.map(|sentence| ("#consents".to_owned(), sentence.to_owned())).into_iter().collect();
    let address = format!("/chart/{}/release/{}", chart.id, release.what.release);
    let parts: Vec<&str> = release.what.parts.iter().map(ReleasePart::words).collect();
    let body = html! {
        header.page-head { div { h2 { "For " (release.what.to) " " (state(open, release, today)) } p.lead { "What for: " (release.what.purpose) ". Parts: " (parts.join("; ")) "." } @if !release.what.address.is_empty() { p.small { (release.what.address) } } } }
        @if let Some(words) = said.done { (notice::done(words)) }
        @if said.letters { (notice::note(html! { p { "The PDF cannot write all letters of the name. This page has the same words: print it from the browser." } })) }
        (error_summary(&errors))
        section.card.noprint aria-labelledby="consents" { h3 #consents tabindex="-1" { "Who has to consent" }
            @for (place, member) in chart.consent_needed().into_iter().enumerate() { (consent(app, open, release, (place, member), said, writes(who, chart))) }
        }
        (giving(app, open, release, &address, writes(who, chart)))
        @if let Some(document) = document(app, who, open, release) { (preview(&document)) }
    };
    frame::page(app, who, &RecordPage { open, tab: "/release", title: "Given to others" }, body)
}

fn consent(
    app: &Shared,
    open: &OpenChart,
    release: &Release,
    (place, member): (usize, ChartId),
    said: &Said<'_>,
    writes: bool,
) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let known = release.consents.get(&member);
    let holds = release.has_consent_of(member, today);
    let own = said.typed.get("member") == member.to_string();
    let typed = |name: &str| if own { said.typed.get(name) } else { "" };
    let (how, until) = (format!("how-{place}"), format!("until-{place}"));
    html! {
        div {
            p { b { (name_of(&open.chart, member)) } " "
                @if holds { (tag("good", Some(Icon::Check), "consents")) } @else if known.is_some_and(|known| known.what.on) { (tag("", None, "has ended")) } @else if known.is_some() { (tag("line", Some(Icon::Lock), "does not consent")) } @else { (tag("line", Some(Icon::Lock), "not asked yet")) }
                @if let Some(known) = known { span.small.muted { " " (known.what.how) ", noted " (frame::day(known.at, today, &zone)) " by " (known.by) @if let Some(day) = known.what.until { ", until " (full_day_words(day)) } } }
            }
            @if writes { details open[own] { summary { "Note a consent, or that it is taken back" }
                form.stack method="post" action=(format!("/chart/{}/release/{}", open.chart.id, release.what.release)) data-once {
                    input type="hidden" name="key" value=(app.clinic.fresh()); input type="hidden" name="act" value="consent"; input type="hidden" name="member" value=(member);
                    fieldset { legend { "What they say to exactly this" }
                        label.choice { input type="radio" name="on" value="yes" checked[typed("on") != "no"]; span { "They consent" } }
                        label.choice { input type="radio" name="on" value="no" checked[typed("on") == "no"]; span { "They do not, or no longer do" } }
                    }
                    div.field { label for=(how) { "How you know it" } p.hint id=(format!("{how}-hint")) { "Signed on paper and seen by you; for a child, who signed." } input id=(how) name="how" value=(typed("how")) aria-describedby=(format!("{how}-hint")); }
                    div.field { label for=(until) { "Until when, where they named a day" } input id=(until) name="until" type="date" value=(typed("until")); }
                    button.button.secondary type="submit" { "Keep it" }
                }
            } }
        }
    }
}

fn giving(app: &Shared, open: &OpenChart, release: &Release, address: &str, writes: bool) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let may = open.chart.may_be_given(release, today);
    html! {
        section.card.noprint aria-label="Give it out" { h3 { "Give it out" }
            @for (at, by, what) in &release.given { p { (what.how) ", " (frame::day(*at, today, &zone)) span.small.muted { " by " (by) } } }
            @if may_be_printed(app, open, release) {
                p.row { a.button href=(format!("{address}/paper.pdf?paper=letter")) { "PDF, Letter" } a.button.secondary href=(format!("{address}/paper.pdf?paper=a4")) { "PDF, A4" } }
            }
            @if may && writes {
                form.stack method="post" action=(address) data-once {
                    input type="hidden" name="key" value=(app.clinic.fresh()); input type="hidden" name="act" value="give";
                    (controls::text(&Field { name: "sent", label: "How it leaves", hint: "Handed over, sent by post. The access log keeps to whom and what for.", ..Field::default() }, "text"))
                    button.button.primary type="submit" { @if release.given.is_empty() { "It leaves: make the paper" } @else { "It leaves once more" } }
                }
            }
            @if !may { p.muted { "A consent is missing. Nothing can be printed until everybody above consents." } }
        }
    }
}

/// What leaves, word for word.
fn preview(document: &Document) -> Markup {
    html! {
        article.card aria-label="What leaves" {
            h3 { (document.title) }
            @for line in &document.lead { p.small { (line) } }
            @for section in &document.sections {
                h4 { (section.heading) }
                @for block in &section.blocks { (piece(block)) }
            }
        }
    }
}

fn piece(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(words) => h5 { (words) },
            Block::Text(text) => @for line in text.lines() { p.prose { (line) } },
            Block::List(items) => ul { @for item in items { li { (item) } } },
            Block::Table(table) => table.visits {
                caption.vh { (table.about) }
                thead { tr { @for (words, _) in table.columns { th scope="col" { (words) } } } }
                tbody { @for row in &table.rows { tr {
                    @for (cell, (words, _)) in row.cells.iter().zip(table.columns).take(1) { th scope="row" data-label=(words) { @if row.struck { s { (cell) } } @else { (cell) } } }
                    @for (cell, (words, _)) in row.cells.iter().zip(table.columns).skip(1) { td data-label=(words) { (cell) } }
                } } }
            },
        }
    }
}
