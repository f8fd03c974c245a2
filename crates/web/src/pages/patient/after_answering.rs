//! The page after answering. Where an answer asks for it, help stands here at once: from memory, in the same
//! response, whatever the database, the mail or the script do.

use super::{frame, help, questionnaire::words::words};
use crate::{
    app::Shared,
    components::icon::{Icon, sized},
    guard::Who,
    layout,
    pages::public::help_now,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_actions::AnswerReceipt;
use concord_knowledge::Instrument;
use maud::{Markup, html};

/// The answers are on the chart. In the language in which they were given, as far as this page's own words go.
pub(super) fn page(app: &Shared, who: &Who, instrument: &Instrument, receipt: &AnswerReceipt) -> Markup {
    let (show_help, words) = (receipt.show_help, words(&instrument.language));
    let sent_at = frame::clock_words(app.clinic.now(), &app.clinic.zone());
    let (before, after) = words.on_your_course;
    let (we_read, outside, always) = words.hours;
    let body = html! {
        p.sent { (sized(Icon::Check, 16)) (words.sent) ", " (sent_at) }
        @if show_help {
            header.thanks { h1 { (words.thank_you) } p { (words.not_alone) } }
            (help_now::lines(app))
            @match &receipt.told { Some(told) => (help::what_happens(app, told)), None => (what_happens_next(app, &sent_at)) }
            (help::ask_form(app, &help::Typed::default()))
        } @else {
            header.thanks { h1 { (words.thanks) } p { (before) (instrument.patient_name) (after) " " a href="/my/looked" { (words.who_looked) } } }
        }
        p { a.button.secondary href="/my/course" { (words.see_course) } }
        p { a href="/my" { (words.home) } }
        p.small.muted { (we_read) " " (app.clinic.practice().hours) (outside) " " a href="/help-now" { (words.help_now) } " " (always) }
    };
    layout::patient_page_in(app, Some(who), words.language, words.sent, frame::HOME, body)
}

fn what_happens_next(app: &Shared, sent_at: &str) -> Markup {
    html! {
        section.card { h2 { "What happens next" }
            ol.next-steps.with-icons {
                li { (sized(Icon::Check, 18)) span { "Your care team was told at " (sent_at) "." } }
                li { (sized(Icon::Clock, 18)) span { (when_we_call(app)) } }
                li { (sized(Icon::Eye, 18)) span { "Everybody on your team can read your answers. " a href="/my/looked" { "See who has looked" } } }
            }
        }
    }
}

/// The answers could not be kept. Help first, then how to send again.
pub(super) fn not_kept(app: &Shared, who: &Who) -> Response {
    let body = html! {
        header.thanks {
            h1 { "Thank you for telling us." }
            p { "You are not alone with this. We could not make sure that your team has it: our record does not answer just now. Please use these instead of waiting for us." }
        }
        (help_now::lines(app))
        p { "To send it to your team, go back and press the button again in a minute. Sent twice, it counts once." }
        p { a href="/my" { "Home" } }
    };
    (StatusCode::SERVICE_UNAVAILABLE, frame::page(app, who, "Not sent yet", frame::HOME, body)).into_response()
}

/// A promise that the hours of the practice can keep.
fn when_we_call(app: &Shared) -> &'static str {
    if app.clinic.is_open_now() {
        "Somebody from your team will be in touch today."
    } else {
        "We are closed now. Somebody from your team will be in touch when we open next; until then please use the numbers above, they always answer."
    }
}
