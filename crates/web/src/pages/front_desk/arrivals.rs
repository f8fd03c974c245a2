//! A day at the desk: who comes, when, to whom, and whether they are here.

use super::words::{day_of, initials_of, length_and_room, name_of, similar_tag, time_of};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, notice, record_mark::record_mark, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::{Query, State};
use concord_access::Role;
use concord_actions::DayVisit;
use concord_chart::{ChartId, registration::Demographics};
use concord_registry::{DiaryKind, DiaryState};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeSet;

/// After so many minutes somebody who is not here is late.
const LATE_AFTER_MINUTES: i64 = 5;

/// Which day, and what was just done.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    done: String,
}

/// What the rows are made from.
struct Seen<'a> {
    app: &'a Shared,
    zone: TimeZone,
    now: Timestamp,
    today: Date,
    day: Date,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let today = app.clinic.today();
    let day = asked.day.parse().unwrap_or(today);
    let seen = Seen { app: &app, zone: app.clinic.zone(), now: app.clinic.now(), today, day };
    let trouble = |error| Problem::of(&app, Some(&who), error);
    let visits = app.clinic.diary(&who.subject, day).await.map_err(trouble)?;
    let near = nearest(&app, &who).await.map_err(trouble)?;
    let similar = similar(&visits);
    let late = visits.iter().filter(|visit| seen.minutes_late(visit).is_some()).count();
    let title = if day == today { "Today".to_owned() } else { day.strftime("%A %-d %B").to_string() };
    let body = html! {
        header.page-head {
            div { h1 { (title) } p.lead { (day.strftime("%A %-d %B")) ". " (places(&app, &who)) ", " (app.clinic.practice().hours) "." } }
            @if late > 0 { (tag("care", Some(Icon::Clock), &format!("{late} late"))) }
        }
        @if let Some(words) = done_words(&asked.done) { (notice::done(words)) }
        div.two-columns {
            section.card.flush aria-labelledby="arrivals" {
                div.pad {
                    div.row.between { h2 #arrivals { "Arrivals" } (other_days(&seen)) }
                    p.small.muted { (counted(&seen, &visits)) }
                }
                @if visits.is_empty() { div.pad { (empty_state("No visit is in the diary", "What clinicians and the desk plan for this day stands here.", Some(("/find", "Find a person")))) } }
                @else { (table(&seen, &visits, &similar)) }
            }
            aside {
                section.card { h2 { "Somebody upset or unwell?" } p.small { "You do not have to ask why. Fetch " (near) ". In danger: call " b { (app.clinic.practice().emergency_number) } " first." } }
                (similar_card(&visits, &similar))
                section.card { h2 { "New here?" } p { a.button.secondary href="/desk/register" { "Register a person" } } }
                p.small.muted { "You see names, times, lengths, rooms and forms. Reasons and records stay with the team." }
            }
        }
    };
    Ok(layout::page(&app, Some(&who), &title, "/desk", body))
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "here" => "Marked as here. Whoever sees them can see it now.",
        "not" => "Kept. Whoever was to see them can see it now.",
        _ => return None,
    })
}

/// Who can be fetched: care managers of this place, else anybody who treats here.
async fn nearest(app: &Shared, who: &Who) -> Result<String, concord_actions::ActionError> {
    let staff = super::words::staff(&app.clinic).await?;
    let here = |account: &&concord_store::Account| {
        who.subject.places.is_empty()
            || account.places.is_empty()
            || account.places.iter().any(|place| who.subject.places.contains(place))
    };
    let managers: Vec<&str> = staff
        .iter()
        .filter(|account| account.role == Role::CareManager)
        .filter(here)
        .map(|account| account.name.as_str())
        .collect();
    Ok(if managers.is_empty() {
        "whoever is nearest of the clinicians".to_owned()
    } else {
        format!("{}, or whoever is nearest", managers.join(" or "))
    })
}

fn places(app: &Shared, who: &Who) -> String {
    let practice = app.clinic.practice();
    let own: Vec<&str> =
        practice.places.iter().filter(|place| who.subject.places.contains(&place.id)).map(|place| place.name.as_str()).collect();
    if own.is_empty() { "All places".to_owned() } else { own.join(" and ") }
}

fn other_days(seen: &Seen<'_>) -> Markup {
    let link = |day: Date, words: &str| html! { a href=(format!("/desk?day={day}")) { (words) } };
    let (before, after) = (seen.day.checked_sub(1.day()).unwrap_or(seen.day), seen.day.checked_add(1.day()).unwrap_or(seen.day));
    html! { nav.row.small aria-label="Other days" { (link(before, "The day before")) @if seen.day != seen.today { a href="/desk" { "Today" } } (link(after, "The day after")) } }
}

fn counted(seen: &Seen<'_>, visits: &[DayVisit]) -> String {
    let here = visits.iter().filter(|visit| visit.visit.state == DiaryState::Arrived).count();
    let to_come = visits.iter().filter(|visit| visit.visit.state == DiaryState::Planned).count();
    let clock = seen.now.to_zoned(seen.zone.clone()).strftime("%H:%M");
    if seen.day == seen.today {
        format!("It is {clock}. {} in the diary, {here} here now, {to_come} still to come.", visits.len())
    } else {
        format!("{} in the diary.", visits.len())
    }
}

impl Seen<'_> {
    fn minutes_late(&self, day: &DayVisit) -> Option<i64> {
        let planned = day.visit.state == DiaryState::Planned && day.visit.time_known && self.day == self.today;
        let minutes = self.now.duration_since(day.visit.at).as_mins();
        (planned && minutes >= LATE_AFTER_MINUTES).then_some(minutes)
    }

    fn class(&self, day: &DayVisit) -> &'static str {
        match day.visit.state {
            DiaryState::Arrived => "here",
            DiaryState::Held | DiaryState::NotHeld => "past",
            DiaryState::Planned if self.minutes_late(day).is_some() => "late",
            DiaryState::Planned => "",
        }
    }
}

fn table(seen: &Seen<'_>, visits: &[DayVisit], similar: &BTreeSet<ChartId>) -> Markup {
    html! {
        table.visits {
            caption.vh { "Who comes on this day" }
            thead { tr { th scope="col" { "Due" } th scope="col" { "Person" } th scope="col" { "With, how long, where" } th scope="col" { "Arrival" } } }
            tbody { @for day in visits {
                @let visit = &day.visit;
                tr class=(seen.class(day)) {
                    td.tm { b { (time_of(visit, &seen.zone)) } }
                    td { div.nm {
                        (record_mark(&day.chart.to_string(), &initials_of(&visit.given_name, &visit.family_name), 28))
                        div {
                            a href=(format!("/desk/person/{}", day.chart)) { (visit.family_name.to_uppercase()) ", " (visit.given_name) }
                            span { "born " (visit.born_words()) }
                            @if similar.contains(&day.chart) { (similar_tag()) }
                        }
                    } }
                    td data-label="With" { (with_words(&visit.with_name)) span.small { (length_and_room(seen.app, visit)) } }
                    td { (arrival(seen, day)) }
                }
            } }
        }
    }
}

fn with_words(name: &str) -> &str {
    if name.is_empty() { "nobody named" } else { name }
}

fn arrival(seen: &Seen<'_>, day: &DayVisit) -> Markup {
    match day.visit.state {
        DiaryState::Held => html! { span.muted { "done" } },
        DiaryState::NotHeld => html! { span.muted { (day.visit.why_not.map_or("did not take place", |why| why.words())) } },
        DiaryState::Arrived => html! { span.done { "✓ here" } },
        DiaryState::Planned if day_of(&day.visit, &seen.zone) > seen.today => html! { span.muted { "to come" } },
        DiaryState::Planned => html! {
            @if let Some(minutes) = seen.minutes_late(day) { p { (tag("care", Some(Icon::Clock), &format!("{minutes} min late"))) } }
            (buttons(seen.app, day))
        },
    }
}

/// "Here" is one press; what is rarer is one press further away.
fn buttons(app: &Shared, day: &DayVisit) -> Markup {
    let kind = if day.visit.kind == DiaryKind::Session { "session" } else { "visit" };
    let whom = format!("{} {}", day.visit.given_name, day.visit.family_name);
    let form = |buttons: Markup| {
        html! {
            form.inline-form method="post" action=(format!("/desk/{}/visit/{}", day.chart, day.visit.id)) {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="kind" value=(kind);
                (buttons)
            }
        }
    };
    html! {
        div.row {
            (form(html! { button.button.secondary name="what" value="here" type="submit" { "Here" span.vh { ": " (whom) } } }))
            details.small { summary { "Not coming" span.vh { ": " (whom) } }
                (form(html! {
                    button.button.quiet name="what" value="did_not_attend" type="submit" { "Did not come" }
                    button.button.quiet name="what" value="cancelled" type="submit" { "They cancelled" }
                    button.button.quiet name="what" value="cancelled_by_us" type="submit" { "We cancelled" }
                }))
            }
        }
    }
}

/// People of the day who may be taken for each other: the same family name, or the same birth date.
fn similar(visits: &[DayVisit]) -> BTreeSet<ChartId> {
    let alike = |one: &DayVisit, other: &DayVisit| {
        let name = concord_registry::folded(&one.visit.family_name) == concord_registry::folded(&other.visit.family_name);
        one.chart != other.chart && (name || (one.visit.birth.is_some() && one.visit.birth == other.visit.birth))
    };
    visits.iter().filter(|one| visits.iter().any(|other| alike(one, other))).map(|one| one.chart).collect()
}

fn similar_card(visits: &[DayVisit], similar: &BTreeSet<ChartId>) -> Markup {
    let mut people: Vec<(String, String, ChartId)> = visits
        .iter()
        .filter(|day| similar.contains(&day.chart))
        .map(|day| {
            let person = Demographics {
                family_name: day.visit.family_name.clone(),
                given_name: day.visit.given_name.clone(),
                ..Demographics::default()
            };
            (name_of(&person), day.visit.born_words(), day.chart)
        })
        .collect();
    people.sort();
    people.dedup();
    html! {
        @if !people.is_empty() {
            section.card { h2 { "Same or similar names" }
                ul { @for (name, born, chart) in &people { li.row { (record_mark(&chart.to_string(), "", 20)) span { (name) ", born " (born) } } } }
                p.small { "Ask for the birth date." }
            }
        }
    }
}
