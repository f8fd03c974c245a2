//! The one next thing on the home page.

use super::{
    coming::Coming,
    frame,
    questionnaire::{SoFar, is_for_patients, so_far},
};
use crate::{app::Shared, errors::Problem, guard::Who};
use concord_chart::{Chart, therapy::Homework};
use concord_engines::due::{DueState, due};
use concord_knowledge::Instrument;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// A questionnaire that waits: due, or begun and not sent.
pub(super) struct Waiting<'a> {
    instrument: &'a Instrument,
    begun: Option<SoFar>,
}

/// What waits for an answer today, what was begun first.
pub(super) async fn waiting<'a>(app: &'a Shared, who: &Who, chart: &Chart) -> Result<Vec<Waiting<'a>>, Problem> {
    let know = app.clinic.knowledge();
    let list = due(chart, know, app.clinic.today(), &app.clinic.zone());
    let is_due = |instrument: &Instrument| {
        let states = list.measures.iter().filter(|(facts, _)| facts.rhythm.instrument == instrument.id);
        states.into_iter().any(|(_, state)| matches!(state, DueState::Due | DueState::Overdue(..)))
    };
    let mut waiting = Vec::new();
    for instrument in know.instruments().filter(|instrument| is_for_patients(instrument)) {
        let begun = so_far::begun(app, who, instrument).await?.filter(|kept| kept.reached > 0);
        if begun.is_some() || (is_due(instrument) && app.clinic.may_send(instrument)) {
            waiting.push(Waiting { instrument, begun });
        }
    }
    waiting.sort_by_key(|one| one.begun.is_none());
    Ok(waiting)
}

/// The day on which questions come round next, if that is after today.
pub(super) fn next_questions(app: &Shared, chart: &Chart) -> Option<(Date, &'static str)> {
    let know = app.clinic.knowledge();
    let list = due(chart, know, app.clinic.today(), &app.clinic.zone());
    let days = list.measures.iter().filter_map(|(facts, state)| match state {
        DueState::Next(day) => know
            .instrument(&facts.rhythm.instrument)
            .filter(|known| is_for_patients(known))
            .map(|known| (*day, known.patient_name.as_str())),
        _ => None,
    });
    days.min_by_key(|(day, _)| *day)
}

/// The card.
pub(super) fn card(
    waiting: &[Waiting<'_>],
    visit: Option<&Coming>,
    homework: Option<&Homework>,
    today: Date,
    zone: &TimeZone,
) -> Markup {
    let visit_today = visit.filter(|coming| coming.day(zone) == today);
    html! {
        section.card.next aria-label="Next" {
            p.eyebrow { "Next" }
            @match (visit_today, waiting.first(), homework) {
                (Some(visit), first, _) => {
                    h2 { (visit.with) ", today at " (frame::clock_words(visit.at, zone)) }
                    p { @if !visit.place.is_empty() { (visit.place) ". " } (visit.minutes) " minutes." }
                    @if let Some(first) = first {
                        @if first.begun.is_some() { p.small.muted { (about(first)) } }
                        (questions_button(first, "Get ready: "))
                    }
                }
                (None, Some(first), _) => {
                    h2 { (first.instrument.patient_name) }
                    p { (about(first)) }
                    (questions_button(first, ""))
                }
                (None, None, Some(task)) => {
                    h2 { (task.what.task) }
                    p { "Your own work between sessions" @if let Some(due) = task.what.due { ", for " (frame::short_day(due)) } "." }
                    a.button.primary href=(format!("/my/homework/{}", task.what.homework)) { "Say how it went" }
                }
                (None, None, None) => {
                    h2 { "Nothing is waiting for you" }
                    p { "The check-in below is there whenever you like." }
                }
            }
        }
        @if waiting.len() > 1 {
            ul.also { @for other in &waiting[1..] { li { a href=(address(other)) { (other.instrument.patient_name) } span.small { @if other.begun.is_some() { " begun, not sent" } @else { " due" } } } } }
        }
    }
}

fn about(waiting: &Waiting<'_>) -> String {
    match &waiting.begun {
        Some(kept) => format!(
            "You answered up to question {} of {}. Your answers are kept.",
            kept.reached,
            waiting.instrument.all_items().count()
        ),
        None => waiting.instrument.patient_about.clone(),
    }
}

fn address(waiting: &Waiting<'_>) -> String {
    format!("/my/questions/{}", waiting.instrument.id)
}

fn questions_button(waiting: &Waiting<'_>, before: &str) -> Markup {
    html! {
        a.button.primary href=(address(waiting)) {
            @if waiting.begun.is_some() { "Go on where I stopped" } @else if before.is_empty() { "Start" } @else { (before) (lowered(&waiting.instrument.patient_name)) }
        }
    }
}

fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
