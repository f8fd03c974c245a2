//! Every treatment that is going on, in one short list: medicines, therapies and practices side by side, each with its dose,
//! what reached the person, and where its clock stands.

use super::parts::{arm, status};
use crate::{app::Shared, components::arm_clock::arm_line};
use concord_chart::{Chart, decision::Arm};
use concord_engines::clocks::{ArmClock, clocks};
use maud::{Markup, html};

/// The card.
pub(super) fn card(app: &Shared, chart: &Chart) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let clocks: Vec<ArmClock> = clocks(chart, app.clinic.knowledge(), today, &zone, 0);
    html! {
        @if !clocks.is_empty() {
            section.card.pad { h3 { "What is going on" }
                ul.plain { @for clock in &clocks { li { (line(chart, clock)) } } }
            }
        }
    }
}

fn line(chart: &Chart, clock: &ArmClock) -> Markup {
    let facts = &clock.facts;
    let place = match facts.arm {
        Arm::Medication => format!("/chart/{}/regimen", chart.id),
        Arm::Psychotherapy => format!("/chart/{}/sessions", chart.id),
        Arm::Complementary => format!("/chart/{}/practices/{}", chart.id, facts.course),
    };
    let with = facts.owner.as_ref().map(|owner| owner.name.as_str()).unwrap_or_default();
    html! {
        p { (arm_line(arm(facts.arm), &facts.name, status(clock.state))) " " a href=(place) { "open" span.vh { ": " (facts.name) } } }
        p.small.muted { @if !facts.dose.is_empty() { (facts.dose) ". " } @if !with.is_empty() { "With " (with) ". " } (clock.exposure) }
    }
}
