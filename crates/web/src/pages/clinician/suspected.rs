//! Possible causes of a side effect that was told, for those who treat. Never shown to patients.

use crate::{
    chart_view::suspects::{ForEffect, Suspected},
    components::{
        icon::{Icon, icon},
        review::sources,
    },
};
use concord_chart::{Chart, EventId, side_effect::SideEffect};
use concord_engines::days::day_words;
use concord_knowledge::shipped;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// So many reports have their causes on one page; the others have theirs where they are answered.
pub(super) const AT_ONCE: usize = 3;

/// What the list says about one report.
pub(super) fn possible_causes(chart: &Chart, report: &SideEffect, today: Date, zone: &TimeZone) -> Markup {
    let suspected = Suspected::of(chart, report, zone);
    html! {
        @if suspected.effects.is_empty() {
            p.small { (icon(Icon::Query)) " We know no word for this in the list of effects; nobody is suspected by the program." }
        } @else {
            p.small.muted { "Possible causes, by what is published and when it began; not a verdict. Asked for " (day_words(suspected.on, today)) ", the day of the report." }
            @for effect in &suspected.effects { (of_effect(effect)) }
            @for open in &suspected.not_known { p.small { (icon(Icon::Query)) " Not checked: " (open.what) ", " (open.why) "." } }
        }
    }
}

fn of_effect(effect: &ForEffect) -> Markup {
    html! {
        p.small { "Read as " b { (effect.name) } ", by the words “" (effect.by) "”." }
        @if effect.suspects.is_empty() {
            p.small { (icon(Icon::Query)) " The list ties none of the medicines of that day to it. That clears none of them." }
        } @else {
            ol { @for suspect in &effect.suspects {
                li value=(suspect.rank) {
                    b { (suspect.substance) } span.small { " " (suspect.why) "." }
                    @if suspect.citations.is_empty() { p.small.muted { (icon(Icon::Query)) " No source names this effect for it: it follows from its properties or its boxed warning." } }
                    @else { div.small { (sources(&suspect.citations, shipped())) } }
                }
            } }
        }
    }
}

/// Beside the answer: the causes of the report that is answered, or of the newest that wait, while none is chosen.
pub(super) fn beside_answer(chart: &Chart, chosen: Option<EventId>, today: Date, zone: &TimeZone) -> Markup {
    let wanted = |report: &&SideEffect| chosen.map_or(report.answer.is_none(), |chosen| chosen == report.id);
    let mut reports: Vec<&SideEffect> = chart.side_effects.iter().filter(wanted).collect();
    reports.sort_by(|a, b| b.at.order(&a.at));
    html! {
        @for report in reports.into_iter().take(AT_ONCE) {
            section.card aria-label=(format!("Possible causes of “{}”", report.what.words)) {
                h3 { "Possible causes of “" (report.what.words) "”" }
                (possible_causes(chart, report, today, zone))
            }
        }
    }
}
