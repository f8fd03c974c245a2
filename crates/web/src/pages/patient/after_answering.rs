//! The page after answering. Where an answer asks for it, help stands here at once: from memory, in the same
//! response, whatever the database, the mail or the script do.

use super::{
    frame, help,
    questionnaire::words::words,
    safety_words::{HelpWords, help_words},
};
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
use concord_access::Role;
use concord_actions::AnswerReceipt;
use concord_knowledge::Instrument;
use maud::{Markup, html};

/// The answers are on the chart. In the language in which they were given, as far as this page's own words go.
pub(super) fn page(app: &Shared, who: &Who, instrument: &Instrument, receipt: &AnswerReceipt) -> Markup {
    if who.subject.role == Role::Proxy {
        return page_of_proxy(app, who, instrument, receipt.show_help);
    }
    let (show_help, words) = (receipt.show_help, words(&instrument.language));
    let sent_at = frame::clock_words(app.clinic.now(), &app.clinic.zone());
    let (before, after) = words.on_your_course;
    let (we_read, outside, always) = words.hours;
    let of_help = help_words(words.language);
    let body = html! {
        p.sent { (sized(Icon::Check, 16)) (words.sent) ", " (sent_at) }
        @if show_help {
            header.thanks { h1 { (words.thank_you) } p { (words.not_alone) } }
            (help_now::lines_in(app, of_help))
            @match &receipt.told { Some(told) => (help::what_happens(app, told, of_help)), None => (what_happens_next(app, &sent_at, of_help)) }
            (help::ask_form(app, &help::Typed::default(), of_help))
        } @else {
            header.thanks { h1 { (words.thanks) } p { (before) (instrument.patient_name) (after) " " a href="/my/looked" { (words.who_looked) } } }
        }
        p { a.button.secondary href="/my/course" { (words.see_course) } }
        p { a href="/my" { (words.home) } }
        p.small.muted { (we_read) " " (app.clinic.practice().hours) (outside) " " a href="/help-now" { (words.help_now) } " " (always) }
    };
    layout::patient_page_in(app, Some(who), words.language, words.sent, frame::HOME, body)
}

/// After somebody who acts for the patient answered. Who is called about it, and what else the record says, is not theirs to
/// know; the numbers are for everybody.
fn page_of_proxy(app: &Shared, who: &Who, instrument: &Instrument, show_help: bool) -> Markup {
    let words = words(&instrument.language);
    let sent_at = frame::clock_words(app.clinic.now(), &app.clinic.zone());
    let (we_read, outside, always) = words.hours;
    let body = html! {
        p.sent { (sized(Icon::Check, 16)) (words.sent) ", " (sent_at) }
        header.thanks { h1 { (if show_help { words.thank_you } else { words.thanks }) } }
        @if show_help { (help_now::lines_in(app, help_words(words.language))) }
        p.small.muted { (we_read) " " (app.clinic.practice().hours) (outside) " " a href="/help-now" { (words.help_now) } " " (always) }
        p { a href=(frame::home(who)) { (words.home) } }
    };
    frame::page(app, who, words.sent, frame::HOME, html! { div lang=(words.language) { (body) } })
}

/// Where nobody is called about it: an earlier call stands, or the answer speaks of a time long ago.
fn what_happens_next(app: &Shared, sent_at: &str, words: &HelpWords) -> Markup {
    html! {
        section.card { h2 { (words.what_happens) }
            ol.next-steps.with-icons {
                li { (sized(Icon::Check, 18)) span { (words.in_record) " " (sent_at) "." } }
                li { (sized(Icon::Clock, 18)) span { (words.team_reads) " " (app.clinic.practice().hours) ". " (words.lines_answer) } }
                li { (sized(Icon::Eye, 18)) span { (words.who_reads.0) " " a href="/my/looked" { (words.who_reads.1) } } }
            }
        }
    }
}

/// The answers could not be kept. Help first, then how to send again, in the language in which they were given.
pub(super) fn not_kept(app: &Shared, who: &Who, language: &str) -> Response {
    let of_help = help_words(language);
    let [title, thanks, instead, again] = of_help.not_kept;
    let body = html! {
        div lang=(of_help.language) {
            header.thanks { h1 { (thanks) } p { (instead) } }
            (help_now::lines_in(app, of_help))
            p { (again) }
            p { a href=(frame::home(who)) { (words(language).home) } }
        }
    };
    (StatusCode::SERVICE_UNAVAILABLE, frame::page(app, who, title, frame::HOME, body)).into_response()
}
