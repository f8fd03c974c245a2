//! The frame of a patient page: quiet title, content, foot bar; and the words for days and times.

use crate::{app::Shared, components, layout};
use concord_access::Role;
use concord_actions::SignedIn;
use maud::{Markup, html};

/// The places of the foot bar.
pub(super) const HOME: &str = "/my";
/// The plan.
pub(super) const PLAN: &str = "/my/plan";
/// Visits.
pub(super) const VISITS: &str = "/my/visits";

/// A page. The browser's title says nothing about health: somebody may look over the shoulder.
/// Somebody who acts for a patient has a frame of their own: none of the patient's places stands in it.
pub(super) fn page(app: &Shared, who: &SignedIn, title: &str, current: &str, body: Markup) -> Markup {
    if who.subject.role == Role::Proxy {
        return layout::page(app, Some(who), title, home(who), body);
    }
    layout::patient_page(app, Some(who), title, current, body)
}

/// The first page of a patient, or of somebody who acts for one.
pub(super) fn home(who: &SignedIn) -> &'static str {
    if who.subject.role == Role::Proxy { "/for" } else { HOME }
}

/// The way back to the page that leads here.
pub(super) fn back(address: &str, words: &str) -> Markup {
    html! { p.back { a href=(address) { (words) } } }
}

/// A form in which one thing was wrong: the sentence on top, the words kept below.
pub(super) fn trouble(sentence: Option<&str>, field: &str) -> Markup {
    html! {
        @if let Some(sentence) = sentence {
            (components::error_summary::error_summary(&[(format!("#{field}"), sentence.to_owned())]))
        }
    }
}

/// A key for a form: sending the same form twice records once.
pub(super) fn fresh_key(app: &Shared) -> String {
    app.clinic.fresh().to_string()
}

/// The key that a form brought back, else a fresh one.
pub(super) fn key_of(app: &Shared, typed: &str) -> String {
    if typed.is_empty() { fresh_key(app) } else { typed.to_owned() }
}

/// "Thursday 20 August".
pub(super) fn day_words(day: jiff::civil::Date) -> String {
    day.strftime("%A %-d %B").to_string()
}

/// "Wed 26 Aug".
pub(super) fn short_day(day: jiff::civil::Date) -> String {
    day.strftime("%a %-d %b").to_string()
}

/// "10 Aug", with the year when it is another one.
pub(super) fn past_day(day: jiff::civil::Date, today: jiff::civil::Date) -> String {
    concord_engines::days::day_words(day, today)
}

/// "2:30 pm", as patients write it.
pub(super) fn clock_words(at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-I:%M %P").to_string()
}
