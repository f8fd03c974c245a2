//! The page after answering. Where an answer asks for it, help stands here at once: from memory, in the same
//! response, whatever the database, the mail or the script do.

use super::{frame, questionnaire};
use crate::{app::Shared, guard::Who};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_knowledge::Instrument;
use jiff::civil::Weekday;
use maud::{Markup, html};

/// The answers are on the chart.
pub(super) fn page(app: &Shared, who: &Who, instrument: &Instrument, show_help: bool) -> Markup {
    let body = html! {
        @if show_help {
            section.thanks { h1 { "Thank you for telling us." } p { "You are not alone with this." } }
            (questionnaire::help_lines(app))
            section.card { h2 { "What happens next" } ol.next-steps { li { "Your care team was told now." } li { (when_we_call(app)) } li { "Everybody on your team can read your answers. " a href="/my/looked" { "See who has looked" } } } }
        } @else {
            section.thanks { h1 { "Thank you. It is sent." } p { "Your answers to “" (instrument.patient_name) "” are on your course, and your team can read them." } }
        }
        p { a.button.secondary href="/my/course" { "See my course" } }
        p { a href="/my" { "Home" } }
        p.small { "We read answers " (app.clinic.practice().hours) ". Outside those hours the numbers under " a href="/help-now" { "Help now" } " always answer." }
    };
    frame::page(app, who, "Sent", frame::HOME, body)
}

/// The answers could not be kept. Help first, then how to send again.
pub(super) fn not_kept(app: &Shared, who: &Who) -> Response {
    let body = html! {
        section.thanks { h1 { "Thank you for telling us." } p { "Our line to the record is down, so your team has not seen this yet. Please use these now." } }
        (questionnaire::help_lines(app))
        p { "Go back and send again in a minute: what you chose is still there." }
    };
    (StatusCode::SERVICE_UNAVAILABLE, frame::page(app, who, "Not sent yet", frame::HOME, body)).into_response()
}

/// A promise that the hours of the practice can keep.
fn when_we_call(app: &Shared) -> &'static str {
    let now = app.clinic.now().to_zoned(app.clinic.zone());
    let (opens, closes) = app.clinic.practice().open_hours;
    let working_day = !matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday);
    if working_day && (opens..closes).contains(&now.hour()) {
        "Somebody from your team will be in touch today."
    } else {
        "Somebody from your team will be in touch when we open next. Until then please use the numbers above; they always answer."
    }
}
