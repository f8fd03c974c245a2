//! Home: the next thing, today's doses, the check-in, the next visits. One thing at a time.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_chart::{Chart, When, questionnaire::Open, therapy::SessionState};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// A word about what was just done.
#[derive(Deserialize, Default)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own home page").await?;
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let visits = coming(&open.chart, app.clinic.now(), &zone);
    let due = due_now(&open.chart, today);
    let body = html! {
        header.hello {
            h1 { "Hello, " (own::first_name(&open)) }
            p.lead { (frame::day_words(today)) }
        }
        @if let Some(words) = done_words(&said.done) { p.done-note role="status" { (words) } }
        (next_thing(&app, &due, visits.first(), today, &zone))
        (super::doses::card(&app, &open, today))
        (check_in_card(&open.chart, today))
        (homework_card(&open.chart))
        (visits_card(&visits, &zone))
        p.more { a href="/my/course" { "My course as a picture" } " · " a href="/my/side-effect" { "Tell us about a side effect" } " · " a href="/my/looked" { "Who has looked" } }
    };
    Ok(frame::page(&app, &who, "Home", frame::HOME, body))
}

/// The only sentences that an address can make the page say.
fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "check-in" => "Kept. Thank you.",
        "dose" => "Ticked.",
        "left-out" => "Kept. Leaving one out happens; knowing why helps us help.",
        "side-effect" => "Told. Your prescriber will answer within one working day; the answer stands here and in your course.",
        "homework" => "Kept. Your therapist will see it before the next session.",
        "practice" => "Kept.",
        "questions" => "Sent. Thank you.",
        "declined" => "That is fine. We will not ask this one again until it is next due.",
        _ => return None,
    })
}

/// A visit or session to come.
pub(super) struct Coming {
    pub(super) at: Timestamp,
    pub(super) minutes: u16,
    pub(super) with: String,
    pub(super) what: &'static str,
    pub(super) place: String,
}

/// Everything to come within a year, soonest first.
pub(super) fn coming(chart: &Chart, now: Timestamp, zone: &TimeZone) -> Vec<Coming> {
    let from = now.to_zoned(zone.clone()).checked_sub(1.hour()).map_or(now, |earlier| earlier.timestamp());
    let planned_visits = chart.visits.iter().filter(|visit| visit.outcome.is_none()).filter_map(|visit| visit.planned.as_ref());
    let visits = planned_visits.map(|plan| Coming {
        at: plan.at,
        minutes: plan.minutes,
        with: plan.with_name.clone(),
        what: "visit",
        place: [place_words(plan.place.as_ref().map(|place| place.as_str())), plan.room.clone()]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    });
    let sessions = chart.therapies.iter().flat_map(|course| {
        let planned = course.sessions.iter().filter(|session| session.state == SessionState::Planned);
        planned.filter_map(|session| match session.at {
            When::Instant(at) => Some(Coming {
                at,
                minutes: session.minutes.unwrap_or_default(),
                with: course.what.therapist_name.clone(),
                what: "talking therapy",
                place: place_words(session.place.as_ref().map(|place| place.as_str())),
            }),
            _ => None,
        })
    });
    let mut all: Vec<Coming> = visits.chain(sessions).filter(|coming| coming.at >= from).collect();
    all.sort_by_key(|coming| coming.at);
    all
}

fn place_words(id: Option<&str>) -> String {
    let words = id.unwrap_or_default().replace('-', " ");
    words.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Questionnaires that are due today or were due before.
fn due_now(chart: &Chart, today: Date) -> Vec<Open> {
    chart.questionnaires.open.iter().filter(|open| open.what.due <= today).cloned().collect()
}

fn next_thing(app: &Shared, due: &[Open], visit: Option<&Coming>, today: Date, zone: &TimeZone) -> Markup {
    let visit_today = visit.filter(|coming| coming.at.to_zoned(zone.clone()).date() == today);
    html! {
        section.card.next aria-label="Next" {
            p.eyebrow { "Next" }
            @if let Some(visit) = visit_today {
                h2 { (visit.with) ", today at " (frame::clock_words(visit.at, zone)) }
                p { (visit.place) @if !visit.place.is_empty() { ". " } (visit.minutes) " minutes." }
                @if let Some(first) = due.first() {
                    a.button.primary href=(format!("/my/questions/{}", first.what.instrument)) { "Get ready: " (patient_name(app, first)) }
                }
            } @else if let Some(first) = due.first() {
                h2 { (patient_name(app, first)) }
                p { "A few questions about the last weeks. They help us see together what works." }
                a.button.primary href=(format!("/my/questions/{}", first.what.instrument)) { "Start" }
            } @else {
                h2 { "Nothing is waiting for you" }
                p { "The check-in below is there whenever you like." }
            }
        }
    }
}

fn patient_name(app: &Shared, open: &Open) -> String {
    app.clinic.knowledge().instrument(&open.what.instrument).map_or_else(|| open.what.instrument.to_string(), |known| known.patient_name.clone())
}

fn check_in_card(chart: &Chart, today: Date) -> Markup {
    let done = chart.diary.mood.contains_key(&today) && chart.diary.sleep.contains_key(&today);
    let waiting = chart.questionnaires.open.iter().filter(|open| open.what.due > today).min_by_key(|open| open.what.due);
    html! {
        section.card.check-in aria-label="Check-in" {
            h2 { "Check-in" }
            @if done {
                p { "Done for today. " a href="/my/check-in" { "Change it" } }
            } @else {
                p { "Mood and sleep. Under a minute." }
                a.button.secondary href="/my/check-in" { "Check in" }
            }
            @if let Some(open) = waiting { p.small { "The longer questions come " (frame::short_day(open.what.due)) "." } }
        }
    }
}

fn homework_card(chart: &Chart) -> Markup {
    let open: Vec<_> = chart
        .therapies
        .iter()
        .filter(|course| course.is_current())
        .flat_map(|course| course.homework.iter().filter(|task| task.reported.is_none()).map(move |task| (course, task)))
        .collect();
    html! {
        @if let Some((course, task)) = open.last() {
            section.card aria-label="Between sessions" {
                h2 { "Between sessions" }
                p { (task.what.task) }
                p.small { "With " (course.what.therapist_name) @if let Some(due) = task.what.due { ", for " (frame::short_day(due)) } "." }
                a.button.secondary href=(format!("/my/homework/{}", task.what.homework)) { "How did it go?" }
            }
        }
    }
}

fn visits_card(visits: &[Coming], zone: &TimeZone) -> Markup {
    html! {
        section.card aria-label="Next visits" {
            h2 { "Next visits" }
            @if visits.is_empty() { p { "No visit is planned. Call the clinic to find a time." } }
            ul.visit-list { @for visit in visits.iter().take(3) { (visit_line(visit, zone)) } }
            @if visits.len() > 3 { p { a href="/my/visits" { "All visits" } } }
        }
    }
}

/// One line: day, time, with whom, where.
pub(super) fn visit_line(visit: &Coming, zone: &TimeZone) -> Markup {
    let day = visit.at.to_zoned(zone.clone()).date();
    html! {
        li {
            strong { (frame::short_day(day)) ", " (frame::clock_words(visit.at, zone)) }
            " " (visit.with) ", " (visit.what) @if visit.minutes > 0 { ", " (visit.minutes) " min" } @if !visit.place.is_empty() { ", " (visit.place) }
        }
    }
}

