//! What is agreed about a course, and how much of it happened.

use super::Seen;
use concord_chart::practice::PracticeCourse;
use concord_engines::days::{day_words, monday_of, plus};
use jiff::civil::Date;
use maud::{Markup, html};

/// Weeks that the table of own practice shows.
const WEEKS: i64 = 8;

/// The card.
pub(super) fn card(seen: &Seen<'_>, course: &PracticeCourse) -> Markup {
    let plan = course.plan();
    let protocol = plan.and_then(|plan| plan.protocol.as_deref()).and_then(|id| seen.entry(course)?.protocol(id));
    let attended = course.classes.iter().filter(|(_, attended)| *attended).count();
    let missed = course.classes.len() - attended;
    html! {
        section.card.pad { h3 { "Agreed" }
            dl.pairs {
                @if let Some(protocol) = protocol { dt { "Course" } dd { (protocol.name) ". " (protocol.about) } }
                @if !course.what.practitioner_name.is_empty() { dt { "With" } dd { (course.what.practitioner_name) @if let Some(plan) = plan.filter(|plan| !plan.credential.is_empty()) { ", " (plan.credential) } } }
                @if !course.what.aim.is_empty() { dt { "For" } dd { "“" (course.what.aim) "”" } }
                dt { "Classes" } dd { (attended) @if let Some(of) = course.planned_classes() { " of " (of) } " attended" @if missed > 0 { ", " (missed) " missed" } @if let Some(plan) = plan { (rhythm(plan.per_week, plan.minutes)) } "." }
                @if let Some(minutes) = course.home_minutes_week() { dt { "Own practice" } dd { (minutes) " minutes a week" } }
                @if let Some(plan) = plan {
                    dt { "Measured by" } dd { @match &plan.measure { Some(id) => (seen.app.clinic.knowledge().instrument(id).map_or(id.as_str(), |one| one.name.as_str())), None => { "a line from 0 to 10" } } @if !plan.own_line.is_empty() { ": " (plan.own_line) } }
                    @if !plan.cost.is_empty() { dt { "Cost" } dd { (plan.cost) } }
                }
            }
            @if plan.is_none() { p.small.muted { "Nothing is agreed in numbers yet." } }
            (own_practice(seen, course))
        }
    }
}

fn rhythm(per_week: Option<u8>, minutes: Option<u16>) -> String {
    let per_week = per_week.map(|count| format!(", {count} a week agreed")).unwrap_or_default();
    let minutes = minutes.map(|minutes| format!(", {minutes} minutes each")).unwrap_or_default();
    format!("{per_week}{minutes}")
}

/// Minutes week by week against what was agreed. A week of which nothing was told is said to be that.
fn own_practice(seen: &Seen<'_>, course: &PracticeCourse) -> Markup {
    let Some(aim) = course.home_minutes_week().map(u32::from) else { return html! {} };
    let this_week = monday_of(seen.today);
    let began = monday_of(course.started.first_day());
    let weeks = (0..WEEKS).map(|back| plus(this_week, -7 * back)).filter(|monday| *monday >= began);
    html! {
        table { caption.small { "Own practice, week by week" }
            thead { tr { th scope="col" { "Week of" } th scope="col" { "Minutes" } th scope="col" { "Of what was agreed" } } }
            tbody { @for monday in weeks { tr {
                th scope="row" { (day_words(monday, seen.today)) }
                @match minutes_in(course, monday) {
                    Some(minutes) => { td { (minutes) } td { (minutes * 100 / aim.max(1)) " %" } },
                    None => { td { span.muted { "nothing told" } } td { span.muted { "not known" } } },
                }
            } } }
        }
    }
}

/// Minutes of the week that begins on this Monday; none where nothing was told.
fn minutes_in(course: &PracticeCourse, monday: Date) -> Option<u32> {
    let within: Vec<u32> = course
        .practised
        .iter()
        .filter(|(day, _)| *day >= monday && *day < plus(monday, 7))
        .map(|(_, minutes)| u32::from(*minutes))
        .collect();
    (!within.is_empty()).then(|| within.iter().sum())
}
