//! The one next thing on the home page.

use super::{
    coming::Coming,
    frame,
    questionnaire::{SoFar, is_for_patients, so_far},
    work,
};
use crate::{app::Shared, errors::Problem, guard::Who};
use concord_actions::ShownInstrument;
use concord_chart::{Chart, InstrumentId, therapy::Homework};
use concord_engines::due::{DueState, due};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// A questionnaire that waits: due, or begun and not sent.
pub(super) struct Waiting {
    instrument: ShownInstrument,
    begun: Option<SoFar>,
    overdue: bool,
}

/// What waits for an answer today: what was begun first, then what waits longest.
pub(super) async fn waiting(app: &Shared, who: &Who, chart: &Chart) -> Result<Vec<Waiting>, Problem> {
    let today = app.clinic.today();
    let list = due(chart, app.clinic.knowledge(), today, &app.clinic.zone());
    let mut waiting = Vec::new();
    for id in in_use(chart) {
        let Some(instrument) = app.clinic.instrument(id).filter(|instrument| is_for_patients(instrument)) else { continue };
        let state = list.measures.iter().find(|(facts, _)| facts.rhythm.instrument == *id);
        let state = state.filter(|(facts, _)| facts.rhythm.is_asked_of_the_person()).map(|(_, state)| *state);
        let since = match state {
            Some(DueState::Due) => Some(today),
            Some(DueState::Overdue(since, _)) => Some(since),
            _ => None,
        };
        let begun = so_far::begun(app, who, &instrument).await?.filter(|kept| kept.reached > 0);
        // What may not be sent is asked at the practice and is not waited for here.
        let since = since.filter(|_| begun.is_some() || app.clinic.may_send(&instrument));
        if begun.is_some() || since.is_some() {
            let overdue = since.is_some_and(|since| since < today);
            waiting.push((since, Waiting { instrument, begun, overdue }));
        }
    }
    waiting.sort_by_key(|(since, one)| (one.begun.is_none(), since.is_none(), *since));
    Ok(waiting.into_iter().map(|(_, one)| one).collect())
}

/// Every instrument that this chart knows, each once. What nobody offered, agreed or answered cannot wait.
fn in_use(chart: &Chart) -> BTreeSet<&InstrumentId> {
    let all = &chart.questionnaires;
    let open = all.open.iter().map(|open| &open.what.instrument);
    let done = all.completed.iter().map(|done| &done.instrument);
    let declined = all.declined.iter().map(|(_, declined)| &declined.instrument);
    open.chain(done).chain(declined).chain(all.schedules.iter().map(|(_, agreed)| &agreed.instrument)).collect()
}

/// The day on which questions come round next, if that is after today.
pub(super) fn next_questions(app: &Shared, chart: &Chart) -> Option<(Date, String)> {
    let list = due(chart, app.clinic.knowledge(), app.clinic.today(), &app.clinic.zone());
    let asked = list.measures.iter().filter(|(facts, _)| facts.rhythm.is_asked_of_the_person());
    let days = asked.filter_map(|(facts, state)| match state {
        DueState::Next(day) => app
            .clinic
            .instrument(&facts.rhythm.instrument)
            .filter(|known| is_for_patients(known))
            .map(|known| (*day, known.patient_name.clone())),
        _ => None,
    });
    days.min_by_key(|(day, _)| *day)
}

/// The card.
pub(super) fn card(
    waiting: &[Waiting],
    visit: Option<&Coming>,
    homework: Option<&Homework>,
    today: Date,
    zone: &TimeZone,
) -> Markup {
    let visit_today = visit.filter(|coming| coming.day(zone) == today);
    let eyebrow = match (visit_today, waiting.first()) {
        (None, Some(first)) if first.begun.is_none() => "Due today",
        _ => "Next",
    };
    html! {
        section.card.next aria-label="Next" {
            p.eyebrow { (eyebrow) }
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
                    a.button.primary href=(work::today::address_of(task)) { (work::today::words_of(task)) }
                }
                (None, None, None) => {
                    h2 { "Nothing is waiting for you" }
                    p { "The check-in below is there whenever you like." }
                }
            }
        }
        @if waiting.len() > 1 {
            ul.also { @for other in &waiting[1..] { li { a href=(address(other)) { (other.instrument.patient_name) } span.small { @if other.begun.is_some() { " begun, not sent" } @else if other.overdue { " waiting" } @else { " due today" } } } } }
        }
    }
}

fn about(waiting: &Waiting) -> String {
    match &waiting.begun {
        Some(kept) => format!(
            "You answered up to question {} of {}. Your answers are kept.",
            kept.reached,
            waiting.instrument.all_items().count()
        ),
        None => waiting.instrument.patient_about.clone(),
    }
}

fn address(waiting: &Waiting) -> String {
    format!("/my/questions/{}", waiting.instrument.id)
}

fn questions_button(waiting: &Waiting, before: &str) -> Markup {
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
