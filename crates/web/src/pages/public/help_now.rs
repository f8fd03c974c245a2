//! Help now: opens without signing in, from memory, whatever else fails.

use crate::{
    app::Shared,
    components::icon::{Icon, sized},
    layout,
};
use axum::{Extension, extract::State};
use concord_access::{Purpose, Role};
use concord_actions::SignedIn;
use concord_chart::plan::PlanPart;
use maud::{Markup, html};
use std::time::Duration;

/// Where "Leave this page quickly" leads: a page that says nothing about whoever has it open.
const NEUTRAL: &str = "https://www.weather.gov/";
/// How long the own plan may take; the numbers do not wait for it longer.
const PATIENCE: Duration = Duration::from_millis(700);

/// Who to call, in order. Needs no database, no script and no mail: the practice's settings lie in memory. Somebody who is
/// signed in has their own plan below, if the record can be reached.
pub async fn show(State(app): State<Shared>, who: Option<Extension<SignedIn>>) -> Markup {
    let who = who.map(|Extension(who)| who);
    let plan = match &who {
        Some(who) if who.subject.role == Role::Patient => {
            tokio::time::timeout(PATIENCE, own_plan(&app, who)).await.ok().flatten()
        }
        _ => None,
    };
    let body = html! {
        section.help-now {
            p.leave { a href=(NEUTRAL) rel="noreferrer" data-leave { (sized(Icon::Cross, 16)) "Leave this page quickly" } }
            header { h1 { "Help now" } p.lead { "You do not have to be in an emergency to use these." } }
            (lines(&app))
            @if let Some((text, when)) = plan {
                section.card { h2 { "If things start to slip" } p.prose { (text) } p.small { "Written together, " (when) "." } }
            }
        }
    };
    layout::page(&app, who.as_ref(), "Help now", "/help-now", body)
}

/// The lines themselves, for every page that shows help at once. No heading of their own.
pub fn lines(app: &Shared) -> Markup {
    let practice = app.clinic.practice();
    let open = if app.clinic.is_open_now() { "Now: open." } else { "Now: closed." };
    html! {
        ul.help-lines {
            @for line in &practice.crisis_lines {
                li { a href=(line.address) { (badge(if line.address.starts_with("sms:") { Icon::Message } else { Icon::Phone }, "c")) span { strong { (line.label) } span { (line.about) } } } }
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

/// What the person and their team wrote down for such a time.
async fn own_plan(app: &Shared, who: &SignedIn) -> Option<(String, String)> {
    let open = app.clinic.open_chart(&who.subject, who.subject.chart?, Purpose("own plan for a hard time")).await.ok()?;
    let written = open.chart.plan.parts.get(&PlanPart::IfThingsSlip)?;
    Some((written.text.clone(), written.at.first_day().strftime("%-d %b %Y").to_string()))
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
