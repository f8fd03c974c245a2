//! Decide together: where each treatment stands on its own clock, what the person wants, what is open, what could change.

use super::Seen;
use crate::components::{
    arm_clock::{ArmClock, arm_clock},
    icon::{Icon, icon},
};
use crate::pages::clinician::{
    course, frame,
    parts::{arm, status},
};
use concord_access::View;
use concord_chart::plan::PlanPart;
use concord_engines::{
    clocks::ArmFacts,
    days::{day_of, day_words},
    due::{self, DueState},
    report::Report,
};
use maud::{Markup, html};

/// Ended treatments stay in the panel for so many days, so that the last one can still be spoken about.
const RECENT_DAYS: i64 = 28;
/// Open things that fit; the rest is behind one link.
const OPEN: usize = 3;

/// The panel.
pub(super) fn panel(seen: &Seen<'_>) -> Markup {
    let clinician = !matches!(seen.open.view, View::Complementary(_));
    html! {
        section.panel.card aria-labelledby="decide" {
            h2 #decide { "Decide together" }
            (clocks(seen))
            @if clinician { (therapies(seen)) }
            @if clinician { (what_matters(seen)) (open_now(seen)) (options(seen)) }
        }
    }
}

fn clocks(seen: &Seen<'_>) -> Markup {
    let shown = |facts: &&ArmFacts| facts.started <= seen.today && facts.dial.is_recent(seen.today, RECENT_DAYS);
    let arms: Vec<&ArmFacts> = seen.state.arms.iter().filter(shown).collect();
    html! {
        @if arms.is_empty() { p.small.muted { "No treatment has begun. Its clock starts with the first dose, session or class that is enough." } }
        @for facts in arms { (clock(seen, facts)) }
    }
}

/// What each running therapy works on, how often and how it goes.
fn therapies(seen: &Seen<'_>) -> Markup {
    let chart = &seen.open.chart;
    let (now, zone) = (seen.app.clinic.now(), seen.state.zone);
    html! { @for course in chart.therapies.iter().filter(|course| course.is_current()) { (course::brief::card(chart.id, seen.state.knowledge, course, now, zone)) } }
}

fn clock(seen: &Seen<'_>, facts: &ArmFacts) -> Markup {
    let read = facts.clone().on(seen.today);
    let name = if facts.dose.is_empty() { facts.name.clone() } else { format!("{} {}", facts.name, facts.dose) };
    let drawn = ArmClock {
        arm: arm(facts.arm),
        name: &name,
        status: status(read.state),
        weeks: read.weeks.map(f32::from),
        window: read.window.map(|(from, to)| (f32::from(from), f32::from(to))),
        line: &read.exposure,
        source: None,
    };
    html! {
        (arm_clock(&drawn))
        details.small {
            summary { "Why “" (read.state.words()) "”" }
            p { (read.why) }
            (grounds(seen, &facts.report))
        }
    }
}

/// The entries and events that something rests on, with whether the numbers were read in their source.
pub(super) fn grounds(seen: &Seen<'_>, report: &Report) -> Markup {
    let (today, zone, knowledge) = (seen.today, seen.state.zone, seen.state.knowledge);
    let events: Vec<String> = report
        .because
        .iter()
        .filter_map(|id| seen.open.chart.entry(*id))
        .map(|entry| format!("{}, {}", entry.recorded.event().words(), frame::day(entry.recorded.occurred(), today, zone)))
        .collect();
    html! {
        @if !events.is_empty() { p { (events.join("; ")) "." } }
        @for entry in &report.entries {
            p {
                "Entry " code { (entry.entry) } ", version " (entry.version) ". "
                @match knowledge.source(&entry.source) {
                    Some(source) => { cite { (source.title) } @if let Some(url) = &source.url { " " a href=(url) rel="noreferrer" { "source" } } },
                    None => (entry.source),
                }
                @match entry.verification {
                    concord_knowledge::Verification::Read => ", read there.",
                    concord_knowledge::Verification::Unverified => { ", " b { "not verified in the source" } "." }
                }
            }
        }
        @for missing in &report.missing { p { (icon(Icon::Query)) " " (missing) } }
    }
}

/// In the person's own words, never edited.
fn what_matters(seen: &Seen<'_>) -> Markup {
    let chart = &seen.open.chart;
    let name = frame::given_name(chart);
    let zone = seen.state.zone;
    let (words, at) = match (
        chart.plan.parts.get(&PlanPart::WhatMatters),
        chart.goals.iter().rev().find(|goal| goal.state != concord_chart::goal::GoalState::LetGo),
    ) {
        (Some(part), _) => (part.text.clone(), part.at),
        (None, Some(goal)) => (goal.what.words.clone(), goal.set),
        (None, None) => {
            return html! { p.small.muted { "What matters most to " (name) " is not written yet. " a href=(format!("{}/plan", seen.base())) { "Write it together" } } };
        }
    };
    html! { blockquote.quote { "“" (words) "”" p.small.muted { "What matters most to " (name) ", " (day_words(day_of(at, zone), seen.today)) } } }
}

fn open_now(seen: &Seen<'_>) -> Markup {
    let open = open_things(seen);
    html! {
        hr;
        h3 { "Open now" }
        @if open.is_empty() { p.small.muted { "Nothing waits." } }
        ul.stack.small { @for (drawing, words) in open.iter().take(OPEN) { li { (icon(*drawing)) " " (words) } } }
        @if open.len() > OPEN {
            details.small { summary { (open.len() - OPEN) " more" } ul { @for (drawing, words) in open.iter().skip(OPEN) { li { (icon(*drawing)) " " (words) } } } }
        }
    }
}

/// What is due, what nobody asked about, and when people meet next. Findings have cards of their own.
fn open_things(seen: &Seen<'_>) -> Vec<(Icon, String)> {
    let chart = &seen.open.chart;
    let day = |day| day_words(day, seen.today);
    let mut open: Vec<(Icon, String)> = Vec::new();
    for facts in due::rhythms(seen.state) {
        let name = &facts.rhythm.name;
        match facts.rhythm.state(seen.today) {
            DueState::Overdue(since, days) => {
                open.push((Icon::Triangle, format!("{name} was due {}, {days} days ago.", day(since))))
            }
            DueState::Due => open.push((Icon::Clock, format!("{name} is due today."))),
            DueState::Next(next) => open.push((Icon::Clock, format!("Next {name} {}.", day(next)))),
            DueState::Declined(on) => open.push((Icon::Clock, format!("{name} declined {}.", day(on)))),
            DueState::NoneDue => {}
        }
    }
    if chart.allergies.known.is_empty() && !chart.allergies.none_known {
        open.push((Icon::Query, "Allergies: not asked yet.".to_owned()));
    }
    if chart.plan.text(PlanPart::IfThingsSlip).is_empty() {
        open.push((Icon::Query, "What to do if things start to slip: not written yet.".to_owned()));
    }
    let next = chart
        .visits
        .iter()
        .filter(|visit| visit.outcome.is_none())
        .filter_map(|visit| visit.planned.as_ref())
        .filter(|planned| planned.at >= seen.app.clinic.now())
        .min_by_key(|planned| planned.at);
    if let Some(planned) = next {
        let at = planned.at.to_zoned(seen.state.zone.clone());
        open.push((Icon::Calendar, format!("Visit with {} {}, {}.", planned.with_name, day(at.date()), at.strftime("%H:%M"))));
    }
    open.sort_by_key(|(drawing, _)| match drawing {
        Icon::Triangle => 0,
        Icon::Query => 1,
        _ => 2,
    });
    open
}

/// Options, always with "keep all". One arm at a time: the form asks why when it is two.
fn options(seen: &Seen<'_>) -> Markup {
    let base = seen.base();
    let decision = |what: &str| format!("{base}/record/decision?what={}", what.replace(' ', "+"));
    html! {
        hr;
        h3 { "What could change today" }
        a.option href=(decision("Stay the course")) { b { "Keep everything as it is" } span { "And say when to look again" } }
        a.option href=(format!("{base}/record")) { b { "Change one arm" } span { "Medicine, therapy or practice, one at a time so that what helped can be told apart" } }
        a.option href=(format!("{base}/plan")) { b { "Write what to do if things slip" } span { "Early signs, the first step, who is called" } }
        p { a.button.wide href=(format!("{base}/record/decision")) { "Record what you decided" } }
        p.tiny { "Opens with " (frame::given_name(&seen.open.chart)) "’s name and record mark. Nothing is changed until it is recorded." }
    }
}
