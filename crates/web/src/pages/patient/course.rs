//! My course as a picture: the same axis as the clinicians', in the patient's own words, with their own notes on top.

use super::{doses::sentence, frame, own, work};
use crate::{
    app::Shared,
    chart_view,
    components::{
        form::{self, Field},
        icon::{Icon, sized},
        notice,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    Form as Sent,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    Event, When,
    life_event::{Feel, Noted},
};
use concord_timeline::{Form, LaneKind, Note, Timeline, legend, letter, notes, render, summary, table};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// Which stretch of time, and whether the line about self-harm is shown.
#[derive(Deserialize, Default)]
pub struct Shown {
    #[serde(default)]
    window: String,
    #[serde(default)]
    all_lines: Option<String>,
    #[serde(default)]
    done: String,
}

/// Stretches that can be chosen: the word in the address and on the page.
const WINDOWS: &[(&str, &str)] = &[("4w", "4 weeks"), ("24w", "16 weeks"), ("1y", "1 year"), ("10y", "All")];
/// The usual one.
const USUAL: &str = "24w";

/// How something felt.
const FEELS: &[(&str, &str)] = &[("good", "good"), ("hard", "hard"), ("neither", "neither, or both")];

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    feel: String,
    #[serde(default)]
    on: String,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(shown): Query<Shown>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own course").await?;
    Ok(page(&app, &who, &open, &shown, &Typed::default(), None))
}

/// Writes a note on the picture: something that happened, with its day.
pub async fn note(State(app): State<Shared>, who: Who, Sent(typed): Sent<Typed>) -> Response {
    let open = match own::open(&app, &who, "own course").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field: &str, words: &str| {
        let page = page(&app, &who, &open, &Shown::default(), &typed, Some((field, words)));
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let today = app.clinic.today();
    let on = match typed.on.trim() {
        "" => today,
        text => match text.parse::<Date>() {
            Ok(day) if day <= today => day,
            _ => return again("on", "Choose the day on which it happened, today or before."),
        },
    };
    let feel = match typed.feel.as_str() {
        "good" => Feel::Good,
        "hard" => Feel::Hard,
        _ => Feel::Neither,
    };
    let event = Event::LifeEventNoted(Noted { words: typed.words.trim().to_owned(), feel });
    let entry = Entry::new(typed.key.clone(), event).at(When::Day(on));
    match app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await {
        Ok(_) => Redirect::to("/my/course?done=note").into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => again("words", &words),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, shown: &Shown, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let window = WINDOWS.iter().map(|(word, _)| *word).find(|word| *word == shown.window).unwrap_or(USUAL);
    let all_lines = shown.all_lines.is_some();
    let mut timeline = chart_view::own_course(app, &open.chart, window, all_lines);
    // Said below with the way to show it, so the legend need not say it too.
    let hides = !std::mem::take(&mut timeline.hidden).is_empty();
    let keep = if all_lines { "&all_lines=yes" } else { "" };
    let body = html! {
        (frame::back("/my/plan", "My plan"))
        header { h1 { "My course" } p.lead { (lead(&timeline)) } }
        @if shown.done == "note" { (notice::done("It stands on your picture now.")) }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("words", |(field, _)| field)))
        nav.windows aria-label="Time shown" {
            @for (word, words) in WINDOWS { a href=(format!("/my/course?window={word}{keep}")) aria-current=[(*word == window).then_some("true")] { (words) } }
        }
        p.vh { a href="#in-words" { "The same facts in words" } }
        figure.course { (render(&timeline, Form::Phone)) (legend(&timeline)) (notes(&timeline)) }
        (hidden_line(hides, window, all_lines))
        (work::progress::cards(app, &open.chart))
        (own_notes(&timeline))
        (note_form(app, typed, wrong))
        details.card #in-words { summary { "The same facts in words" } div.xscroll { (table(&timeline)) } }
    };
    frame::page(app, who, "My course", frame::PLAN, body)
}

/// What the picture says first, in one sentence.
fn lead(timeline: &Timeline) -> String {
    if timeline.headline.is_empty() { summary(timeline) } else { timeline.headline.clone() }
}

/// Said, never silently gone.
fn hidden_line(hides: bool, window: &str, all_lines: bool) -> Markup {
    html! {
        @if hides {
            p.hidden-line { (sized(Icon::Eye, 16)) span { "1 line is hidden: thoughts of self-harm. " a href=(format!("/my/course?window={window}&all_lines=yes")) { "Show it" } } }
        } @else if all_lines {
            p.hidden-line { (sized(Icon::Eye, 16)) span { "Every line is shown. " a href=(format!("/my/course?window={window}")) { "Hide the one about self-harm" } } }
        }
    }
}

/// The own notes in the window, newest first, under the letters that stand on the picture.
fn own_notes(timeline: &Timeline) -> Markup {
    let lane = timeline.lanes.iter().find_map(|lane| match &lane.kind {
        LaneKind::Notes(notes) => Some(notes),
        _ => None,
    });
    let mut notes: Vec<&Note> = lane.into_iter().flatten().collect();
    notes.sort_by_key(|note| note.on);
    let lettered: Vec<(String, &Note)> = notes.into_iter().enumerate().map(|(index, note)| (letter(index), note)).collect();
    let in_window: Vec<_> = lettered
        .iter()
        .rev()
        .filter(|(_, note)| timeline.window.from <= note.on && note.on < timeline.window.to)
        .take(12)
        .collect();
    html! {
        @if !in_window.is_empty() {
            section.card { h2 { "What I wrote" }
                ol.own-notes { @for (letter, note) in in_window { li { b.letter { (letter) } span { (frame::past_day(note.on, timeline.today)) ". “" (note.words) "”" } } } }
            }
        }
    }
}

fn note_form(app: &Shared, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let today = app.clinic.today().to_string();
    let on = if typed.on.is_empty() { today.as_str() } else { typed.on.as_str() };
    html! {
        details.card open[wrong.is_some()] {
            summary { "Write on my picture" }
            form.stack method="post" action="/my/course" data-once {
                input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
                (form::text(&Field { name: "words", label: "What happened, in a few words", error: error("words"), value: &typed.words, required: true, ..Field::default() }, "text"))
                (form::radios(&Field { name: "feel", label: "It was", value: &typed.feel, ..Field::default() }, FEELS))
                (form::date(&Field { name: "on", label: "On", error: error("on"), value: on, ..Field::default() }, None, Some(&today)))
                p.small.muted { "Your care team can read this." }
                button.button.secondary type="submit" { "Write it" }
            }
        }
    }
}
