//! The check-in: mood around one's own usual, and sleep. Nothing is pre-filled with yesterday.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Event,
    diary::{MoodEntered, SleepEntered},
};
use maud::{Markup, html};
use serde::Deserialize;

/// From far below to far above one's own usual.
const MOODS: &[(i8, &str)] = &[
    (-4, "far below my usual"),
    (-3, "well below"),
    (-2, "below"),
    (-1, "a little below"),
    (0, "my usual"),
    (1, "a little above"),
    (2, "above"),
    (3, "well above"),
    (4, "far above my usual"),
];

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    mood: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    minutes: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own check-in").await?;
    let today = app.clinic.today();
    let already = open.chart.diary.mood.get(&today).map(|(mood, _)| *mood);
    let typed = Typed { mood: already.map(|mood| mood.to_string()).unwrap_or_default(), ..Typed::default() };
    Ok(form(&app, &who, &typed, None))
}

/// Records mood, sleep, or both: whatever was answered.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let again = |sentence: &str| (StatusCode::UNPROCESSABLE_ENTITY, form(&app, &who, &typed, Some(sentence))).into_response();
    let sleep = match sleep_minutes(&typed) {
        Ok(sleep) => sleep,
        Err(sentence) => return again(sentence),
    };
    let today = app.clinic.today();
    let mut entries = Vec::new();
    if let Ok(mood) = typed.mood.parse::<i8>() {
        let event = Event::MoodEntered(MoodEntered { on: today, mood, words: typed.words.trim().to_owned() });
        entries.push(Entry::new(format!("{}:mood", typed.key), event));
    }
    if let Some(minutes) = sleep {
        entries.push(Entry::new(format!("{}:sleep", typed.key), Event::SleepEntered(SleepEntered { on: today, minutes })));
    }
    if entries.is_empty() {
        return again("Choose how your mood was, or write how long you slept. One of them is enough.");
    }
    let chart = match own::id(&app, &who) {
        Ok(chart) => chart,
        Err(problem) => return problem.into_response(),
    };
    match app.clinic.record(&who.subject, chart, None, entries).await {
        Ok(_) => Redirect::to("/my?done=check-in").into_response(),
        Err(error) => match super::doses::sentence(error) {
            Ok(sentence) => again(&sentence),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

fn sleep_minutes(typed: &Typed) -> Result<Option<u16>, &'static str> {
    if typed.hours.trim().is_empty() {
        return Ok(None);
    }
    let hours: u16 = typed.hours.trim().parse().map_err(|_| "Write the hours you slept as a number, for example 7.")?;
    let minutes: u16 = typed.minutes.trim().parse().unwrap_or(0);
    if hours > 24 || minutes > 59 {
        return Err("A night has no more than 24 hours. Check the number.");
    }
    Ok(Some(hours * 60 + minutes))
}

fn form(app: &Shared, who: &Who, typed: &Typed, wrong: Option<&str>) -> Markup {
    let key = if typed.key.is_empty() { frame::fresh_key(app) } else { typed.key.clone() };
    let body = html! {
        h1 { "Check-in" }
        p.lead { (frame::day_words(app.clinic.today())) }
        (frame::trouble(wrong, "mood"))
        form.stack method="post" action="/my/check-in" {
            input type="hidden" name="key" value=(key);
            fieldset.mood-scale #mood { legend { "My mood today, next to my usual" }
                @for (value, words) in MOODS.iter().rev() {
                    label.choice { input type="radio" name="mood" value=(value) checked[typed.mood == value.to_string()]; " " (words) }
                }
            }
            fieldset.sleep { legend { "I slept about" }
                label { "hours " input name="hours" inputmode="numeric" maxlength="2" value=(typed.hours); }
                label { " minutes " select name="minutes" { @for quarter in ["0", "15", "30", "45"] { option value=(quarter) selected[typed.minutes == quarter] { (quarter) } } } }
            }
            div.field { label for="words" { "A few words (if you like)" } textarea #words name="words" rows="2" { (typed.words) } }
            p.small { "Your care team can read this. Nobody is watching it at night: for that there is " a href="/help-now" { "Help now" } "." }
            button.button.primary type="submit" { "Keep it" }
            p { a href="/my/side-effect" { "Something from my medicine bothers me" } }
        }
    };
    frame::page(app, who, "Check-in", frame::HOME, body)
}
