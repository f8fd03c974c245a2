//! "Ask us to call": a call for help in one's own words, and what became of it. Help stands on every answer, from memory,
//! whatever the store does.

use super::{
    after_answering, frame, own,
    safety_words::{self as words, HelpWords, help_words},
};
use crate::{
    app::Shared,
    components::{
        form::{self as controls, Field},
        icon::{Icon, sized},
    },
    errors::Problem,
    finish::within,
    guard::Who,
    pages::public::help_now,
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, Told};
use concord_chart::{Event, safety_alert::HelpAsked};
use maud::{Markup, html};
use serde::Deserialize;
use std::time::Duration;

/// How long somebody who asks for help waits for the store before help is shown without it.
const PATIENCE: Duration = Duration::from_millis(2500);

/// What was typed.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    call_back: String,
    #[serde(default)]
    location: String,
}

/// The page: the lines, what became of the last call, and the form.
pub async fn show(State(app): State<Shared>, who: Who) -> Response {
    let state = tokio::time::timeout(PATIENCE, told(&app, &who)).await.ok().flatten();
    page(&app, &who, &Typed::default(), state.as_ref(), None).into_response()
}

/// The latest alert that is not closed.
async fn told(app: &Shared, who: &Who) -> Option<Told> {
    let open = own::open(app, who, "own call for help").await.ok()?;
    let alert = open.chart.alerts.iter().rev().find(|alert| alert.is_open())?;
    Some(app.clinic.told_of(&open.chart, alert).await)
}

/// Sends it.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let chart = match own::id(&app, &who) {
        Ok(chart) => chart,
        Err(problem) => return problem.into_response(),
    };
    let asked = HelpAsked {
        words: typed.words.trim().to_owned(),
        location: typed.location.trim().to_owned(),
        call_back: typed.call_back.trim().to_owned(),
    };
    let entry = Entry::new(frame::key_of(&app, &typed.key), Event::HelpAsked(asked));
    let recorded = {
        let (app, who) = (app.clone(), who.clone());
        async move { app.clinic.record(&who.subject, chart, None, vec![entry]).await }
    };
    match within(PATIENCE, recorded).await {
        Some(Ok(_)) => Redirect::to("/my/help").into_response(),
        Some(Err(ActionError::Refused(refusal))) => {
            let page = page(&app, &who, &typed, None, Some(&refusal.sentence));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Some(Err(ActionError::Denied(denied))) => Problem::of(&app, Some(&who), denied.into()).into_response(),
        Some(Err(_)) | None => after_answering::not_kept(&app, &who, "en"),
    }
}

fn page(app: &Shared, who: &Who, typed: &Typed, state: Option<&Told>, wrong: Option<&str>) -> Markup {
    let body = html! {
        @match state {
            Some(told) => header.thanks { h1 { (words::THANKS) } p { (words::NOT_ALONE) } (what_happens(app, told, help_words("en"))) },
            None => header.page-head { h1 { "Ask us to call" } p.lead { (words::ASK_LEAD) } },
        }
        (help_now::lines(app))
        (frame::trouble(wrong, "words"))
        (ask_form(app, typed, help_words("en")))
    };
    frame::page(app, who, "Call", "/help-now", body)
}

/// The form, also at the end of the page after a worrying answer.
pub(super) fn ask_form(app: &Shared, typed: &Typed, words: &HelpWords) -> Markup {
    let [call_back, location, own] = words.fields;
    html! {
        form.card.stack method="post" action="/my/help" data-once data-draft="help" {
            h2 { (words.where_now) }
            input type="hidden" name="key" value=(if typed.key.is_empty() { frame::fresh_key(app) } else { typed.key.clone() });
            (controls::text(&Field { name: "call_back", label: call_back, value: &typed.call_back, ..Field::default() }, "tel"))
            (controls::text(&Field { name: "location", label: location, value: &typed.location, ..Field::default() }, "text"))
            (controls::textarea(&Field { name: "words", label: own, value: &typed.words, ..Field::default() }, 3))
            p { button.button.primary type="submit" { (words.send) } }
            p.small.muted { (words.not_watched) }
        }
    }
}

/// What happens next: names and times, as the calls stand. A call is a message on its way: that somebody has heard it is said
/// where they say so themselves.
pub(super) fn what_happens(app: &Shared, told: &Told, words: &HelpWords) -> Markup {
    let at = |moment: jiff::Timestamp| frame::clock_words(moment, &app.clinic.zone());
    html! {
        section.card { h2 { (words.what_happens) }
            ol.next-steps.with-icons {
                @if let Some(known) = told.known_at { li { (sized(Icon::Check, 18)) span { (words.known_since) " " (at(known)) "." } } }
                @for call in &told.called { li { (sized(Icon::Phone, 18)) span { (words.we_called.0) " " (call.name) " " (words.we_called.1) " " (at(call.at)) "." } } }
                @match (&told.taken, told.closed) {
                    (_, true) => {}
                    (Some(taken), _) => li { (sized(Icon::People, 18)) span { (taken.name) " " (words.has_read_it.0) " " (at(taken.at)) ", " (words.has_read_it.1) } },
                    (None, _) => {
                        @if let Some(next) = &told.next { li { (sized(Icon::Clock, 18)) span { (words.if_nobody.0) " " (day_and_time(app, next.at, words)) ", " (words.if_nobody.1) " " (next.name) "." } } }
                        @else if let Some(by) = told.respond_by { li { (sized(Icon::Clock, 18)) span { (words.read_by) " " (day_and_time(app, by, words)) "." } } }
                    }
                }
                li { (sized(Icon::Heart, 18)) span { (words.lines_answer) } }
            }
        }
    }
}

/// "2:10 am"; with the day where it is another one.
fn day_and_time(app: &Shared, at: jiff::Timestamp, words: &HelpWords) -> String {
    let day = at.to_zoned(app.clinic.zone()).date();
    let time = frame::clock_words(at, &app.clinic.zone());
    match (day == app.clinic.today(), words.language) {
        (true, _) => time,
        (false, "es") => format!("{time} del {}/{}", day.day(), day.month()),
        (false, _) => format!("{time} on {}", frame::day_words(day)),
    }
}
