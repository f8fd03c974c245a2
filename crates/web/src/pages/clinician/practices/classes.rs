//! Classes and visits: attended or missed, what was done, how it was answered; and the form for one that took place.

use super::{Seen, course_body, desk_of};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, status_tag::tag},
    errors::Problem,
    guard::Who,
    pages::clinician::{
        forms::{Choice, Field, Input, Problem as Wrong, Reading, Values, show_fields, show_problems},
        frame,
    },
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, ClassDone};
use concord_chart::{
    Chart, ChartId, CourseId, Event, EventId, When,
    practice::{ClassWritten, PracticeCourse},
};
use maud::{Markup, html};

/// What was typed, where it has to be put right.
#[derive(Default)]
pub(super) struct Typed {
    values: Values,
    problems: Vec<Wrong>,
}

/// One class as it stands on the chart.
struct Class<'a> {
    at: When,
    attended: bool,
    minutes: Option<u16>,
    why: &'a str,
    written: Option<(&'a str, &'a ClassWritten)>,
}

/// The table, and the form for the next one.
pub(super) fn card(seen: &Seen<'_>, course: &PracticeCourse, typed: &Typed) -> Markup {
    let classes = classes(seen.chart(), course);
    html! {
        section.card.pad { h3 { "Classes and visits" }
            @if classes.is_empty() { (empty_state("None yet", "What was done and how it was answered stands here for the team.", None)) } @else { (table(seen, &classes)) }
        }
        @if course.is_current() && seen.delivers() { (write(seen, course, typed)) }
    }
}

/// Attended and missed ones in one order, the latest first.
fn classes<'a>(chart: &'a Chart, course: &'a PracticeCourse) -> Vec<Class<'a>> {
    let written = |event: EventId| {
        let found = course.written.iter().rev().find(|(_, _, _, written)| written.class == event);
        found.map(|(_, _, by, written)| (by.as_str(), written))
    };
    let of = |recorded: &'a concord_chart::Recorded| match recorded.event() {
        Event::ClassAttended(event) if event.course == course.id => Some(Class {
            at: recorded.occurred(),
            attended: true,
            minutes: event.minutes,
            why: "",
            written: written(recorded.id()),
        }),
        Event::ClassMissed(event) if event.course == course.id => {
            Some(Class { at: recorded.occurred(), attended: false, minutes: None, why: &event.words, written: None })
        }
        _ => None,
    };
    let counted = chart.entries.iter().filter(|entry| entry.status.counts());
    let mut classes: Vec<Class<'a>> = counted.filter_map(|entry| of(&entry.recorded)).collect();
    classes.sort_by(|one, other| other.at.order(&one.at));
    classes
}

fn table(seen: &Seen<'_>, classes: &[Class<'_>]) -> Markup {
    html! {
        table.visits { caption.vh { "Classes and visits, the latest first" }
            thead { tr { th scope="col" { "When" } th scope="col" { "What became of it" } th scope="col" { "What was done" } th scope="col" { "How it was answered" } } }
            tbody { @for class in classes { tr {
                td.tm { b { (seen.day(class.at)) } @if let Some(minutes) = class.minutes { span { (minutes) " min" } } }
                td data-label="What became of it" {
                    @if class.attended { (tag("good", Some(Icon::Check), "attended")) } @else { (tag("care", Some(Icon::Cross), "missed")) " " (class.why) }
                }
                td data-label="What was done" { @match class.written { Some((by, written)) => { (written.what) span.small.muted { " " (by) } }, None => span.faint { "not written" } } }
                td data-label="How it was answered" { @if let Some((_, written)) = class.written { (written.response) @if written.unwanted { " " (tag("care", Some(Icon::Triangle), "something unwanted")) } } }
            } } }
        }
    }
}

fn fields() -> Vec<Field> {
    let burden = ["0, hardly", "1", "2", "3", "4", "5", "6, cannot bear it"];
    let burden = burden.iter().enumerate().map(|(points, words)| Choice::new(points.to_string(), *words)).collect();
    vec![
        Field::needed("what", "What was done", Input::Lines(2)).hint("Postures, points, medium, exercise: in a few words."),
        Field::optional("class_minutes", "Minutes", Input::Whole(1, 720)),
        Field::optional("response", "How it was answered", Input::Text),
        Field::heading("Something unwanted"),
        Field::needed("unwanted", "What was unwanted", Input::Text)
            .hint("Empty where nothing was. Otherwise the prescriber is asked to answer, and the team sees it."),
        Field::needed("burden", "How much of a burden", Input::Select(burden)),
        Field::occurred(),
    ]
}

fn write(seen: &Seen<'_>, course: &PracticeCourse, typed: &Typed) -> Markup {
    let key = match typed.values.get("key") {
        "" => seen.app.clinic.fresh().to_string(),
        key => key.to_owned(),
    };
    html! {
        section.card.pad #class { h3 { "A class or visit took place" }
            (show_problems(&typed.problems))
            form.stack method="post" action=(format!("{}/practices/{}/class", seen.base(), course.id)) novalidate data-guard="" data-draft="class" {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="chart" value=(seen.chart().id);
                (show_fields(&fields(), &typed.values, &typed.problems))
                (frame::signing(seen.app, seen.chart()))
                button.button.primary type="submit" { "Keep the class" }
            }
        }
    }
}

/// Keeps a class as attended, with what was done.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, practice)): Path<(ChartId, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let (desk, course) = match desk_of(&app, &who, chart, &practice, false).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    if values.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let seen = Seen::of(&app, &who, &desk.open);
    let mut reading = Reading::new(&values, &seen.zone);
    let done = read(&mut reading, course.id, When::Instant(app.clinic.now()));
    let problems = reading.into_problems();
    let again = |problems: Vec<Wrong>| {
        let typed = Typed { values: values.clone(), problems };
        (StatusCode::UNPROCESSABLE_ENTITY, seen.page(&course.what.name, course_body(&seen, &course, &typed))).into_response()
    };
    let Some(done) = done else { return again(problems) };
    let said = if done.unwanted.is_some() { "unwanted" } else { "class" };
    match app.clinic.keep_class(&who.subject, chart, values.get("key"), done).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/practices/{}?done={said}", course.id)).into_response(),
        Err(ActionError::Refused(refusal)) => again(vec![Wrong { field: "what".to_owned(), sentence: refusal.sentence }]),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn read(reading: &mut Reading<'_>, course: CourseId, now: When) -> Option<ClassDone> {
    let what = reading.needed("what", "Say in a few words what was done.");
    let minutes = reading.whole("class_minutes", 1..=720);
    let unwanted = reading.some_text("unwanted");
    let burden = reading.whole("burden", 0..=6).and_then(|points| u8::try_from(points).ok());
    let at = reading.occurred().unwrap_or(now);
    let unwanted = match (unwanted, burden) {
        (Some(words), Some(burden)) => Some((words, burden)),
        (Some(_), None) => {
            reading.problem("burden", "Say how much of a burden it was.");
            None
        }
        (None, _) => None,
    };
    let response = reading.text("response");
    reading.unless_problems(ClassDone { course, at, minutes, what, response, unwanted })
}
