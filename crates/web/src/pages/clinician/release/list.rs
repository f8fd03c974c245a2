//! Every release of a record, and the form on which one is asked for.

use super::{
    super::{
        forms::Values,
        frame::{self, RecordPage},
    },
    name_of, open, writes,
};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::Icon,
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OpenChart, SignedIn};
use concord_chart::{
    ChartId, Refusal,
    release::{Release, ReleaseAsked, ReleasePart},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    match open(&app, &who, chart, "releases").await {
        Ok(open) => page(&app, &who, &open, &Values::default(), None).into_response(),
        Err(response) => response,
    }
}

/// Keeps what is asked for and goes to its page.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Values::new(pairs);
    match ask(&app, &who, chart, &typed).await {
        Ok(release) => Redirect::to(&format!("/chart/{chart}/release/{release}")).into_response(),
        Err(ActionError::Refused(refusal)) => match open(&app, &who, chart, "releases").await {
            Ok(open) => (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, Some(&refusal))).into_response(),
            Err(response) => response,
        },
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn ask(app: &Shared, who: &SignedIn, chart: ChartId, typed: &Values) -> Result<String, ActionError> {
    let release =
        typed.get("release").parse().map_err(|_| Refusal::new("The form was incomplete. Fill it in again.").about("to"))?;
    let all = || ReleasePart::OF_A_PERSON.iter().chain(ReleasePart::OF_A_UNIT);
    let asked = ReleaseAsked {
        release,
        to: typed.get("to").trim().to_owned(),
        address: typed.get("address").trim().to_owned(),
        purpose: typed.get("purpose").trim().to_owned(),
        parts: all().copied().filter(|part| typed.has("part", part.as_str())).collect(),
        from: day(typed, "from")?,
        to_day: day(typed, "to_day")?,
    };
    app.clinic.ask_release(&who.subject, chart, asked).await?;
    Ok(release.to_string())
}

/// A day that may be left open.
pub(super) fn day(typed: &Values, name: &'static str) -> Result<Option<Date>, Refusal> {
    match typed.get(name).trim() {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Refusal::new("Write the day like 2026-08-20, or leave it empty.").about(name)),
    }
}

fn page(app: &Shared, who: &SignedIn, open: &OpenChart, typed: &Values, wrong: Option<&Refusal>) -> Markup {
    let field = wrong.map(|refusal| refusal.field.unwrap_or("to"));
    let errors: Vec<_> =
        wrong.iter().zip(field).map(|(refusal, field)| (format!("#{field}"), refusal.sentence.clone())).collect();
    let chart = &open.chart;
    let needed: Vec<String> = chart.consent_needed().into_iter().map(|member| name_of(chart, member)).collect();
    let body = html! {
        header.page-head { div { h2 { "Given to others" } p.lead { @if needed.is_empty() { "Nothing of this record is given out: nobody is there who could consent to it." } @else { "Part of this record for somebody outside: a court, an insurer, another practice, the person themselves. Nothing leaves before " (needed.join(" and ")) " consented to exactly that." } } } }
        (error_summary(&errors))
        section.card aria-label="Releases" {
            @if chart.releases.is_empty() { (empty_state("Nothing was asked for yet", "What is asked for, every consent and every time something was given out stands here.", None)) }
            @for release in chart.releases.iter().rev() { (line(app, open, release)) }
        }
        @if writes(who, chart) { (form(app, open, typed, wrong)) }
    };
    frame::page(app, who, &RecordPage { open, tab: "/release", title: "Given to others" }, body)
}

fn line(app: &Shared, open: &OpenChart, release: &Release) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    html! {
        p {
            a href=(format!("/chart/{}/release/{}", open.chart.id, release.what.release)) { b { (release.what.to) } } ", for " (release.what.purpose) " "
            (state(open, release, today))
            span.small.muted { " asked for " (frame::day(release.at, today, &zone)) }
        }
    }
}

/// Where a release stands.
pub(super) fn state(open: &OpenChart, release: &Release, today: Date) -> Markup {
    match (release.given.len(), open.chart.consent_missing(release, today)) {
        (0, Some(missing)) if missing.is_empty() => tag("good", Some(Icon::Check), "may be given out"),
        (0, _) => tag("line", Some(Icon::Lock), "waits for consent"),
        _ => tag("", None, "given out"),
    }
}

fn form(app: &Shared, open: &OpenChart, typed: &Values, wrong: Option<&Refusal>) -> Markup {
    let chart = &open.chart;
    let parts = if chart.unit.is_some() { ReleasePart::OF_A_UNIT } else { ReleasePart::OF_A_PERSON };
    let text = |name: &'static str, label: &'static str, hint: &'static str, kind: &str| {
        let error = wrong.filter(|refusal| refusal.field == Some(name)).map_or("", |refusal| refusal.sentence.as_str());
        controls::text(&Field { name, label, hint, error, value: typed.get(name), ..Field::default() }, kind)
    };
    // Sent again after a mistake, it is still the same release.
    let release = if typed.get("release").is_empty() { app.clinic.fresh().to_string() } else { typed.get("release").to_owned() };
    html! {
        section.card.noprint aria-label="Ask for a release" { h3 { "Somebody asks for part of it" }
            form.stack method="post" action=(format!("/chart/{}/release", chart.id)) data-once {
                input type="hidden" name="release" value=(release);
                (text("to", "Who gets it", "A person or an office, by name.", "text"))
                (text("address", "Their address", "", "text"))
                (text("purpose", "What for", "In the words of the request.", "text"))
                fieldset { legend { "Which parts" } @for part in parts { label.choice { input type="checkbox" name="part" value=(part.as_str()) checked[typed.has("part", part.as_str())]; span { (part.words()) } } } }
                (text("from", "From which day on", "Empty for everything.", "date"))
                (text("to_day", "Up to which day", "Empty for up to now.", "date"))
                @if chart.unit.is_some() { p.small { "What one of them told alone, their own scores and medicines are never part of it." } }
                @else { p.small { "Psychotherapy notes are never part of it: they need an authorisation of their own. What the patient told beside a couple, family or group stays here too." } }
                button.button.primary type="submit" { "Keep the request" }
            }
        }
    }
}
