//! The check-in: mood around one's own usual, and sleep. Nothing is pre-filled with yesterday.

use super::{cycle, frame, own};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Event,
    diary::{CycleEntered, MoodEntered, SleepEntered},
};
use maud::{Markup, html};
use serde::Deserialize;

/// From far above to far below one's own usual.
const MOODS: &[(&str, &str)] = &[
    ("4", "far above my usual"),
    ("3", "well above"),
    ("2", "above"),
    ("1", "a little above"),
    ("0", "my usual"),
    ("-1", "a little below"),
    ("-2", "below"),
    ("-3", "well below"),
    ("-4", "far below my usual"),
];

const QUARTERS: &[&str] = &["0", "15", "30", "45"];

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
    #[serde(default)]
    bleeding: String,
    #[serde(default)]
    cycle_words: String,
}

/// What is wrong: the field and the sentence.
type Wrong<'a> = Option<(&'a str, &'a str)>;

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own check-in").await?;
    let today = app.clinic.today();
    let (mood, words) =
        open.chart.diary.mood.get(&today).map(|(mood, words)| (mood.to_string(), words.clone())).unwrap_or_default();
    let slept = open.chart.diary.sleep.get(&today);
    let typed = Typed {
        key: String::new(),
        mood,
        words,
        hours: slept.map(|minutes| (minutes / 60).to_string()).unwrap_or_default(),
        minutes: slept.map(|minutes| (minutes % 60).to_string()).unwrap_or_default(),
        bleeding: open
            .chart
            .diary
            .cycle
            .get(&today)
            .and_then(|(bleeding, _)| *bleeding)
            .map(|bleeding| bleeding.to_string())
            .unwrap_or_default(),
        cycle_words: open.chart.diary.cycle.get(&today).map(|(_, words)| words.clone()).unwrap_or_default(),
    };
    Ok(page(&app, &who, &typed, None))
}

/// Records mood, sleep, or both: whatever was answered.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let again = |field, sentence: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &typed, Some((field, sentence)))).into_response()
    };
    let sleep = match sleep_minutes(&typed.hours, &typed.minutes) {
        Ok(sleep) => sleep,
        Err(sentence) => return again("hours", sentence),
    };
    let today = app.clinic.today();
    let mut entries = Vec::new();
    if let Ok(mood) = typed.mood.parse::<i8>() {
        let event = Event::MoodEntered(MoodEntered { on: today, mood, words: typed.words.trim().to_owned() });
        entries.push(Entry::new(format!("{}:mood", typed.key), event));
    } else if !typed.words.trim().is_empty() {
        return again("mood", "Your words belong to a day’s mood: choose how it was, too.");
    }
    if let Some(minutes) = sleep {
        entries.push(Entry::new(format!("{}:sleep", typed.key), Event::SleepEntered(SleepEntered { on: today, minutes })));
    }
    let bleeding = typed.bleeding.parse::<u8>().ok();
    if cycle::is_on(&who) && (bleeding.is_some() || !typed.cycle_words.trim().is_empty()) {
        let event = CycleEntered { on: today, bleeding, words: typed.cycle_words.trim().to_owned() };
        entries.push(Entry::new(format!("{}:cycle", typed.key), Event::CycleEntered(event)));
    }
    if entries.is_empty() {
        return again("mood", "Choose how your mood was, or write how long you slept. One of them is enough.");
    }
    let chart = match own::id(&app, &who) {
        Ok(chart) => chart,
        Err(problem) => return problem.into_response(),
    };
    match app.clinic.record(&who.subject, chart, None, entries).await {
        Ok(_) => Redirect::to("/my?done=check-in").into_response(),
        Err(error) => match super::doses::sentence(error) {
            Ok(sentence) => again("mood", &sentence),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
    }
}

/// Minutes slept; `None` where nothing was written.
fn sleep_minutes(hours: &str, minutes: &str) -> Result<Option<u16>, &'static str> {
    const NUMBER: &str = "Write the hours you slept as a number, for example 7 or 7.5.";
    let hours = hours.trim().replace(',', ".");
    if hours.is_empty() {
        return Ok(None);
    }
    let (whole, part) = hours.split_once('.').unwrap_or((&hours, ""));
    let whole: u16 = whole.parse().map_err(|_| NUMBER)?;
    let of_part = match part {
        "" | "0" => 0,
        "25" => 15,
        "5" | "50" => 30,
        "75" => 45,
        _ => return Err(NUMBER),
    };
    let minutes: u16 = if minutes.trim().is_empty() { 0 } else { minutes.trim().parse().map_err(|_| NUMBER)? };
    let total = whole.saturating_mul(60).saturating_add(of_part).saturating_add(minutes);
    if total > 1440 || minutes > 59 {
        Err("A night has no more than 24 hours. Look at the number again.")
    } else {
        Ok(Some(total))
    }
}

fn page(app: &Shared, who: &Who, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "Check-in" } p.lead { (frame::day_words(app.clinic.today())) } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("mood", |(field, _)| field)))
        form.stack method="post" action="/my/check-in" data-once data-no-wait data-draft=(format!("check-in-{}", app.clinic.today())) {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            div.card.mood-scale { (form::radios(&Field { name: "mood", label: "My mood today, next to my usual", error: error("mood"), value: &typed.mood, ..Field::default() }, MOODS)) }
            div.card { (sleep(typed, error("hours"))) }
            @if cycle::is_on(who) { div.card { (cycle::fields(&typed.bleeding, &typed.cycle_words)) } }
            div.card { (form::textarea(&Field { name: "words", label: "A few words about the day (can be left empty)", hint: "They stand on your picture.", value: &typed.words, ..Field::default() }, 2)) }
            p.note { "Your care team can read this. Nobody is watching it at night: for that there is " a href="/help-now" { "Help now" } "." }
            button.button.primary type="submit" { "Keep it" }
        }
        p { a href="/my/side-effect" { "Something about my medicine bothers me" } }
        (cycle::switch(who))
    };
    frame::page(app, who, "Check-in", frame::HOME, body)
}

fn sleep(typed: &Typed, error: &str) -> Markup {
    html! {
        fieldset.sleep.wrong[!error.is_empty()] {
            legend { "Last night I slept about" }
            @if !error.is_empty() { p.error #hours-error { (error) } }
            div.inline-form {
                label for="hours" { "hours" input #hours name="hours" inputmode="decimal" maxlength="5" autocomplete="off" value=(typed.hours) aria-describedby=[(!error.is_empty()).then_some("hours-error")]; }
                label for="minutes" { "and minutes" select #minutes name="minutes" { @for quarter in QUARTERS { option value=(quarter) selected[typed.minutes == *quarter] { (quarter) } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(sleep_minutes("7", ""), Ok(Some(420)));
        assert_eq!(sleep_minutes("7.5", "0"), Ok(Some(450)));
        assert_eq!(sleep_minutes(" 7,25 ", ""), Ok(Some(435)));
        assert_eq!(sleep_minutes("6", "45"), Ok(Some(405)));
        assert_eq!(sleep_minutes("0", "0"), Ok(Some(0)), "a night without sleep is an answer");
    }

    #[test]
    fn nothing_written_is_no_answer_and_nonsense_is_asked_again() {
        assert_eq!(sleep_minutes("  ", "30"), Ok(None));
        for (hours, minutes) in [("a lot", ""), ("25", ""), ("7.3", ""), ("-1", ""), ("7", "75"), ("99999", "")] {
            assert!(sleep_minutes(hours, minutes).is_err(), "{hours} {minutes}");
        }
    }
}
