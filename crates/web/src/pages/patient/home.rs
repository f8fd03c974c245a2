//! Home: the next thing, today's doses, the check-in, the next visits. The order never changes.

use super::{coming, doses, frame, next, own, reading, work};
use crate::{app::Shared, components::notice, errors::Problem, guard::Who};
use axum::extract::{Query, State};
use concord_chart::{Chart, therapy::Homework};
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
    let visits = coming::coming(&app, &open.chart);
    let waiting = next::waiting(&app, &who, &open.chart).await?;
    let homework = open_tasks(&open.chart);
    let to_read = reading::home_card(&app, &who, &open).await?;
    let body = html! {
        header.hello { h1 { "Hello, " (own::first_name(&open)) } p.lead { (frame::day_words(today)) } }
        @if let Some(words) = done_words(&said.done) { (notice::done(words)) }
        (next::card(&waiting, visits.first(), homework.last().copied(), today, &zone))
        (doses::card(&app, &open, today, ""))
        (check_in_card(&app, &open.chart))
        (visits_card(&visits, &zone))
        (work::today::on_home(&app, &who, &open))
        (to_read)
        nav.more aria-label="More" {
            a href="/my/medicines" { "My medicines" }
            @if !open.chart.units.is_empty() { a href="/my/us" { "Us" } }
            a href="/my/course" { "My course as a picture" }
            a href="/my/answers" { "My answers" }
            a href="/my/reading" { "To read" }
            a href="/my/side-effect" { "Tell us about a side effect" }
            a href="/my/work" { "My work" }
        }
    };
    Ok(frame::page(&app, &who, "Home", frame::HOME, body))
}

/// The only sentences that an address can make the page say.
fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "check-in" => "Kept. Thank you.",
        "dose" => "Ticked.",
        "undone" => "The tick is taken back.",
        "left-out" => "Kept. Leaving one out happens; knowing why helps us help.",
        "side-effect" => "Told. The answer will stand under “Tell us about a side effect”.",
        "homework" => "Kept. Your therapist sees it before the next session.",
        "practice" => "Kept.",
        "work" => "Kept.",
        "card" => "Your card is kept.",
        "could-not" => "Sent. Thank you for saying so; it helps as much as having done it.",
        "medicine" => {
            "Told. Your prescriber answers within one working day; the answer will stand under “Tell us about a side effect”."
        }
        "mine" => "Kept for you alone. Nobody else sees it.",
        "questions-kept" => "Kept. The questions wait for you here.",
        "declined" => "That is fine. We will not ask this one again until it is next due.",
        "not-now" => "That is fine. It waits for you.",
        _ => return None,
    })
}

fn check_in_card(app: &Shared, chart: &Chart) -> Markup {
    let today = app.clinic.today();
    let done = chart.diary.mood.contains_key(&today) && chart.diary.sleep.contains_key(&today);
    html! {
        section.card.check-in[!done] aria-label="Check-in" {
            h2 { "Check-in" }
            @if done {
                p { "Done for today. " a href="/my/check-in" { "Change it" } }
            } @else {
                p { "Mood and sleep. Under a minute." }
                a.button.secondary href="/my/check-in" { "Check in" }
            }
            @if let Some((day, name)) = next::next_questions(app, chart) { p.small.muted { (name) " come round " (frame::short_day(day)) "." } }
        }
    }
}

/// Tasks of going courses that nobody has said anything about, oldest first.
fn open_tasks(chart: &Chart) -> Vec<&Homework> {
    let going = chart.therapies.iter().filter(|course| course.is_current());
    going.flat_map(|course| course.homework.iter().filter(|task| task.reported.is_none())).collect()
}

fn visits_card(visits: &[coming::Coming], zone: &jiff::tz::TimeZone) -> Markup {
    html! {
        section.card aria-label="Next visits" {
            h2 { "Next visits" }
            @if visits.is_empty() { p { "No visit is planned. Call us to find a time." } }
            @else { (coming::days(&visits[..visits.len().min(3)], zone)) }
            p { a href="/my/visits" { @if visits.len() > 3 { "All visits" } @else { "To change a visit" } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_makes_the_page_say_only_what_is_known() {
        assert_eq!(done_words("Your doctor has left"), None);
        assert!(done_words("dose").is_some());
    }
}
