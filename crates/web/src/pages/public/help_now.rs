//! Help now: opens without signing in, from memory, whatever else fails.

use crate::{
    app::Shared,
    components::icon::{Icon, sized},
    layout,
    pages::{patient::safety_words::TITLE, plan_form},
};
use axum::{Extension, extract::State};
use concord_access::{Purpose, Role};
use concord_actions::SignedIn;
use concord_chart::{
    plan::PlanPart,
    safety_plan::{Contact, PlanVersion},
};
use maud::{Markup, html};
use std::time::Duration;

/// Where "Leave this page quickly" leads: a page that says nothing about whoever has it open.
const NEUTRAL: &str = "https://www.weather.gov/";
/// How long the own plan may take; the numbers do not wait for it longer.
const PATIENCE: Duration = Duration::from_millis(700);

/// Who to call, in order. Needs no database, no script and no mail: the practice's settings lie in memory. Somebody who is
/// signed in has their own people among the lines and their own plan below, if the record can be reached in time.
pub async fn show(State(app): State<Shared>, who: Option<Extension<SignedIn>>) -> Markup {
    let who = who.map(|Extension(who)| who);
    let own = match &who {
        Some(who) if who.subject.role == Role::Patient => {
            tokio::time::timeout(PATIENCE, own_plan(&app, who)).await.ok().flatten()
        }
        _ => None,
    };
    let is_patient = who.as_ref().is_some_and(|who| who.subject.role == Role::Patient);
    let people: &[Contact] = match &own {
        Some(Own::Steps(version)) => &version.what.people,
        _ => &[],
    };
    let body = html! {
        section.help-now {
            p.leave.noprint { a href=(NEUTRAL) rel="noreferrer" data-leave { (sized(Icon::Cross, 16)) "Leave this page quickly" } }
            header { h1 { "Help now" } p.lead { "You do not have to be in an emergency to use these." } }
            (lines_with(&app, people))
            @if is_patient { p.noprint { a.button.secondary href="/my/help" { "Ask us to call you" } } }
            @match &own {
                Some(Own::Steps(version)) => section.card { div.page-head { h2 { (TITLE) } a.noprint href="/my/safety-plan/change" { "Change it" } } (plan_form::read(&version.what)) p.small { (plan_form::last_read(&app, version)) " " a.noprint href="/my/safety-plan" { "Keep a copy or print a card" } } },
                Some(Own::Words(text, when)) => section.card { h2 { "If things start to slip" } p.prose { (text) } p.small { "Written together, " (when) "." } },
                None => {}
            }
            @if is_patient && !matches!(own, Some(Own::Steps(_))) { p.small.noprint { a href="/my/safety-plan" { (TITLE) } } }
        }
    };
    layout::page(&app, who.as_ref(), "Help now", "/help-now", body)
}

/// The lines themselves, for every page that shows help at once. No heading of their own.
pub fn lines(app: &Shared) -> Markup {
    lines_with(app, &[])
}

/// The same with the person's own people before the practice.
fn lines_with(app: &Shared, people: &[Contact]) -> Markup {
    let practice = app.clinic.practice();
    let open = if app.clinic.is_open_now() { "Now: open." } else { "Now: closed." };
    let reachable = people.iter().filter(|contact| !dialled(&contact.phone).is_empty());
    html! {
        ul.help-lines {
            @for line in &practice.crisis_lines {
                li { a href=(line.address) { (badge(if line.address.starts_with("sms:") { Icon::Message } else { Icon::Phone }, "c")) span { strong { (line.label) } span { (line.about) } } } }
            }
            @for contact in reachable {
                li { a href=(format!("tel:{}", dialled(&contact.phone))) { (badge(Icon::Heart, "c")) span { strong { "Call " (contact.name) } span { @if contact.words.is_empty() { (contact.phone) } @else { "“" (contact.words) "”" } } } } }
            }
            @for place in &practice.places {
                li { a href=(format!("tel:{}", dialled(&place.phone))) { (badge(Icon::Phone, "c o")) span { strong { "Call us, " (place.name) } span { (practice.hours) ". " (open) } } } }
            }
        }
        p.danger { "In danger right now? Call " a href=(format!("tel:{}", dialled(&practice.emergency_number))) { (practice.emergency_number) } " or go to the nearest emergency room." }
    }
}

fn badge(icon: Icon, class: &str) -> Markup {
    html! { span class=(class) aria-hidden="true" { (sized(icon, 20)) } }
}

/// A number as a telephone takes it.
pub(crate) fn dialled(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// What the person wrote down for such a time.
enum Own {
    /// The safety plan in six steps.
    Steps(Box<PlanVersion>),
    /// The words of the care plan, where there are no six steps, and when they were written.
    Words(String, String),
}

async fn own_plan(app: &Shared, who: &SignedIn) -> Option<Own> {
    let open = app.clinic.open_chart(&who.subject, who.subject.chart?, Purpose("own plan for a hard time")).await.ok()?;
    if let Some(version) = open.chart.safety_plans.last() {
        return Some(Own::Steps(Box::new(version.clone())));
    }
    let written = open.chart.plan.parts.get(&PlanPart::IfThingsSlip)?;
    Some(Own::Words(written.text.clone(), written.at.first_day().strftime("%-d %b %Y").to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_without_what_makes_it_readable() {
        assert_eq!(dialled("(303) 555-0142"), "3035550142");
        assert_eq!(dialled("+1 303 555 0142"), "+13035550142");
    }
}
