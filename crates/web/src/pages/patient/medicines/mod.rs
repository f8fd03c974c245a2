//! My medicines: what I take and what for, today's doses, what to expect, what to tell at once, and the way ahead.

pub mod add;
pub mod ask;
pub mod barrier;
mod know;
pub mod list;
pub mod not_taking;
mod one;
pub mod pause;
mod sheet;
pub mod supply;
mod way;

use super::{doses, frame, own, side_effect};
use crate::{app::Shared, components::notice, errors::Problem, guard::Who, pages::public::help_now::dialled};
use axum::extract::{Query, State};
use concord_actions::OpenChart;
use concord_chart::{Chart, CourseId, StaffId, medication::MedicationCourse, registration::CareRole};
use concord_engines::days::day_of;
use maud::{Markup, html};
use serde::Deserialize;

/// The address of the page, to which its forms lead back.
pub(super) const HERE: &str = "/my/medicines";

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
    let open = own::open(&app, &who, "own medicines").await?;
    let today = app.clinic.today();
    let mut courses: Vec<&MedicationCourse> = open.chart.medications.iter().filter(|course| course.is_current()).collect();
    courses.sort_by(|a, b| a.what.from_elsewhere.cmp(&b.what.from_elsewhere).then_with(|| a.started.order(&b.started)));
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "My medicines" } p.lead { "What I take, what it is for, and what comes next." } }
        @if let Some(words) = done_words(&said.done) { (notice::done(words)) }
        (doses::card(&app, &open, today, doses::MEDICINES))
        @for course in &courses { (one::card(&app, course, open.chart.is_told_by_patient(course.id), today)) }
        (asked_card(&app, &open))
        (barriers_card(&app, &open))
        section.card aria-labelledby="also" {
            h2 #also { "Something to tell us?" }
            ul.med-ways {
                li { a href="/my/medicines/add" { "I take something else as well" } span.small.muted { "Bought medicines, supplements, another doctor’s, alcohol, tobacco." } }
                li { a href="/my/side-effect" { "It does something I do not want" } span.small.muted { "Your prescriber answers." } }
                li { a href="/my/medicines/barrier" { "Something gets in the way of taking it" } span.small.muted { "Cost, forgetting, worries, the pharmacy." } }
                li { a href="/my/medicines/supply" { "I picked some up, or counted what is left" } }
                li { a href="/my/medicines/list" { "My list to print, and a card for the wallet" } }
            }
        }
        (urgent(&app))
    };
    Ok(frame::page(&app, &who, "What I take", frame::HOME, body))
}

/// The only sentences that an address can make the page say.
fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "dose" => "Ticked.",
        "undone" => "The tick is taken back.",
        "asked" => "Asked. The answer will stand on this page.",
        "paused" => "The coming steps wait. Go on with what you take now; your prescriber is asked to look at it.",
        "added" => "It stands on your list now. Your prescriber sees it.",
        "added-unknown" => {
            "It stands on your list now. Our list of medicines does not know it, so it is not checked; your prescriber will look."
        }
        "stopped" => "It is off your list now. Your team sees when and why.",
        "filled" => "Kept. Thank you.",
        "counted" => "Kept. Thank you.",
        "barrier" => "Kept. Somebody of your team looks after it.",
        _ => return None,
    })
}

/// What holds for every medicine, with the number to call.
fn urgent(app: &Shared) -> Markup {
    let emergency = &app.clinic.practice().emergency_number;
    html! { p.note { "Trouble breathing, a swollen face, a seizure, fainting, or too much taken: call " a href=(format!("tel:{}", dialled(emergency))) { (emergency) } " now." } }
}

fn asked_card(app: &Shared, open: &OpenChart) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let asked: Vec<_> = open.chart.change_requests.iter().rev().take(5).collect();
    html! {
        @if !asked.is_empty() {
            section.card #asked aria-labelledby="asked-h" {
                h2 #asked-h { "What I asked for" }
                ul.told { @for request in asked {
                    li {
                        p { b { (know::name_of(app, &open.chart, request.what.course)) ": " } (request.what.wish.words()) }
                        @if !request.what.words.is_empty() { p.quote { "“" (request.what.words) "”" } }
                        p.small.muted { (frame::past_day(day_of(request.at, &zone), today)) }
                        @match &request.answer {
                            Some((at, by, words)) => p { strong { (by) ": " } (words) span.small.muted { " " (frame::past_day(day_of(*at, &zone), today)) } },
                            None => p.small { (side_effect::waiting_words(app, request.what.answer_by)) },
                        }
                    }
                } }
            }
        }
    }
}

fn barriers_card(app: &Shared, open: &OpenChart) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let noted: Vec<_> = open.chart.barriers.iter().rev().take(4).collect();
    html! {
        @if !noted.is_empty() {
            section.card aria-labelledby="barriers-h" {
                h2 #barriers-h { "What gets in the way" }
                ul.told { @for barrier in noted {
                    li {
                        p { @if let Some(course) = barrier.what.course { b { (know::name_of(app, &open.chart, course)) ": " } } (barrier.what.reason.words()) }
                        @if !barrier.what.words.is_empty() { p.quote { "“" (barrier.what.words) "”" } }
                        @match &barrier.resolved {
                            Some((at, by, words)) => p { strong { (by) ": " } (words) span.small.muted { " " (frame::past_day(day_of(*at, &zone), today)) } },
                            None => p.small.muted { "Since " (frame::past_day(day_of(barrier.at, &zone), today)) @if let Some(name) = named(&open.chart, barrier.what.owner) { ". " (name) " looks after it" } "." },
                        }
                    }
                } }
            }
        }
    }
}

/// The name of somebody on the care team.
fn named(chart: &Chart, staff: Option<StaffId>) -> Option<&str> {
    let staff = staff?;
    chart.registration.team.iter().find(|member| member.staff == Some(staff)).map(|member| member.name.as_str())
}

/// The member of the team with this role.
fn of_team(chart: &Chart, role: CareRole) -> Option<StaffId> {
    chart.registration.member(role).and_then(|member| member.staff)
}

/// The medicines to choose from on a form: id and name.
fn choices(app: &Shared, chart: &Chart, which: impl Fn(&MedicationCourse) -> bool) -> Vec<(String, String)> {
    let chosen = chart.medications.iter().filter(|course| course.is_current() && which(course));
    chosen.map(|course| (course.id.to_string(), know::name(app, course))).collect()
}

/// The one there is, where there is one; else what was typed.
fn only<'a>(choices: &'a [(String, String)], typed: &'a str) -> &'a str {
    match choices {
        [(id, _)] => id,
        _ => typed,
    }
}

/// A course of the own chart that is going on.
fn current(chart: &Chart, id: &str) -> Option<CourseId> {
    let id: CourseId = id.parse().ok()?;
    chart.medication(id).filter(|course| course.is_current()).map(|course| course.id)
}

/// Borrowed pairs, as form fields want them.
fn pairs(choices: &[(String, String)]) -> Vec<(&str, &str)> {
    choices.iter().map(|(value, words)| (value.as_str(), words.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_makes_the_page_say_only_what_is_known() {
        assert_eq!(done_words("Stop all of them"), None);
        assert!(done_words("paused").is_some_and(|words| words.contains("Go on with what you take now")));
    }
}
