//! My plan: what matters, each treatment with its part in plain words, who does what, what changed and why.

use super::{frame, own, practice};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        icon::{Icon, sized},
        notice,
        status_tag::{Status, patient_status_tag, tag},
        top_bar::initials,
    },
    errors::Problem,
    guard::Who,
};
use axum::extract::{Query, State};
use concord_chart::{Chart, CourseId, When, decision::Arm, goal::GoalState, plan::PlanPart, registration::CareRole};
use concord_engines::{
    clocks::{ArmClock, ArmState, clocks},
    days::day_of,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// A word about what was just done.
#[derive(Deserialize, Default)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What the parts of the page are made from.
struct Seen<'a> {
    app: &'a Shared,
    chart: &'a Chart,
    today: Date,
}

impl Seen<'_> {
    fn day(&self, at: When) -> String {
        frame::past_day(day_of(at, &self.app.clinic.zone()), self.today)
    }
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own plan").await?;
    let seen = Seen { app: &app, chart: &open.chart, today: app.clinic.today() };
    let clocks = clocks(seen.chart, app.clinic.knowledge(), seen.today, &app.clinic.zone(), 0);
    let body = html! {
        header { h1 { "My plan" } p.lead { (agreed(&seen)) } }
        @if said.done == "practice" { (notice::done("Kept.")) }
        (what_matters(seen.chart))
        @for arm in Arm::ALL { @for clock in clocks.iter().filter(|clock| clock.facts.arm == *arm) { (arm_card(&seen, clock)) } }
        @if clocks.is_empty() { section.card { (empty_state("No treatment has begun yet", "Your team plans it with you; each part will stand here with who looks after it.", None)) } }
        (written(&seen))
        (team(seen.chart))
        (decisions(&seen))
        p { a.button.secondary href="/my/course" { "My course as a picture" } }
    };
    Ok(frame::page(&app, &who, "My plan", frame::PLAN, body))
}

fn agreed(seen: &Seen<'_>) -> String {
    match seen.chart.decisions.last() {
        Some(decision) => format!("Last decided together {}.", seen.day(decision.at)),
        None => "What we agreed, in plain words.".to_owned(),
    }
}

fn what_matters(chart: &Chart) -> Markup {
    let goals: Vec<_> = chart.goals.iter().filter(|goal| goal.state != GoalState::LetGo).collect();
    html! {
        section.card { h2 { "What I said matters" }
            @match chart.plan.parts.get(&PlanPart::WhatMatters) {
                Some(written) if goals.is_empty() => { p.prose { (written.text) } },
                None if goals.is_empty() => { p { "Nothing is written here yet. Tell your team what you want back." } },
                _ => {},
            }
            @for goal in goals {
                blockquote.quote { "“" (goal.what.words) "”" }
                p.small.muted { (goal.state.words()) @if !goal.latest_words.is_empty() { ": " (goal.latest_words) } }
            }
        }
    }
}

/// What patients are told of a clock. Nothing is *judged* on this page.
fn state_tag(state: ArmState) -> Markup {
    match state {
        ArmState::Working => patient_status_tag(Status::Working),
        ArmState::JudgeNow => patient_status_tag(Status::JudgeNow),
        ArmState::TooEarly => patient_status_tag(Status::TooEarly),
        ArmState::NotEnough => tag("", Some(Icon::Level), "not enough"),
        ArmState::SideEffect => tag("care", Some(Icon::Triangle), "side effect"),
        ArmState::DoseTooLow => patient_status_tag(Status::DoseTooLow),
        ArmState::Done => patient_status_tag(Status::Done),
        ArmState::NotChecked => patient_status_tag(Status::NotChecked),
    }
}

fn arm_card(seen: &Seen<'_>, clock: &ArmClock) -> Markup {
    let facts = &clock.facts;
    let (class, heading) = match facts.arm {
        Arm::Medication => ("med", "Medicine"),
        Arm::Psychotherapy => ("psy", "Talking therapy"),
        Arm::Complementary => ("cmp", facts.name.as_str()),
    };
    let aim = aim_of(seen.chart, facts.course);
    let my_part = my_part(seen.chart, facts.course);
    let owner = facts.owner.as_ref().map(|owner| owner.name.as_str()).unwrap_or_default();
    let with = if facts.arm == Arm::Medication && owner.is_empty() { member(seen.chart, CareRole::Prescriber) } else { owner };
    let look_again = look_again(seen, clock);
    html! {
        section.card.arm-card.(class) {
            header { h2 { span.dot.(class) aria-hidden="true" {} " " (heading) } (state_tag(clock.state)) }
            p.b { @if facts.arm == Arm::Complementary { (facts.dose) } @else { (facts.name) @if !facts.dose.is_empty() { ", " (facts.dose) } } }
            dl {
                @if !aim.is_empty() { dt { "For" } dd { (aim) } }
                @if !with.is_empty() { dt { "With" } dd { (with) } }
                @if !my_part.is_empty() { dt { "My part" } dd { (my_part) } }
                dt { "So far" } dd { (so_far(clock)) }
            }
            @if facts.arm == Arm::Complementary { (practice::form(seen.app, seen.chart, facts.course)) }
            @if let Some((words, day)) = look_again { p.look-again { (sized(Icon::Clock, 15)) span { (words) " " b { (frame::short_day(day)) } } } }
        }
    }
}

/// Exposure in plain numbers, as its owner would say it.
fn so_far(clock: &ArmClock) -> String {
    use concord_engines::clocks::Exposure;
    match &clock.facts.exposure {
        Exposure::Medicine { answered_days: 0, .. } => "no day ticked yet".to_owned(),
        Exposure::Medicine { taken_days, answered_days, .. } => {
            format!("taken on {taken_days} of the {answered_days} days I answered for")
        }
        Exposure::Sessions { attended, planned: Some(planned), .. } => format!("{attended} of {planned} sessions"),
        Exposure::Sessions { attended, planned: None, .. } => format!("{attended} sessions"),
        Exposure::Practice { attended, planned, minutes, .. } => {
            let classes =
                planned.map_or_else(|| format!("{attended} classes"), |planned| format!("{attended} of {planned} classes"));
            format!("{classes}, {minutes} minutes on my own")
        }
    }
}

fn aim_of(chart: &Chart, course: CourseId) -> String {
    let medicine = chart.medication(course).map(|course| course.what.purpose.clone());
    let therapy = chart.therapy(course).map(|course| course.what.aim.clone());
    let practice = chart.practice(course).map(|course| course.what.aim.clone());
    medicine.or(therapy).or(practice).unwrap_or_default()
}

fn my_part(chart: &Chart, course: CourseId) -> String {
    if let Some(medicine) = chart.medication(course) {
        let when = medicine.dosing().map(|dosing| dosing.time_words.clone()).unwrap_or_default();
        return if when.is_empty() {
            "take it, and tick it on Home".to_owned()
        } else {
            format!("take it {when}, and tick it on Home")
        };
    }
    if let Some(therapy) = chart.therapy(course) {
        return if therapy.homework.is_empty() { String::new() } else { "one task between sessions".to_owned() };
    }
    let aim = chart.practice(course).and_then(|course| course.home_minutes_week());
    aim.map(|minutes| format!("{minutes} minutes a week, in any pieces")).unwrap_or_default()
}

/// The day that was agreed in a decision on this arm, else the day from which it is fair to look.
fn look_again(seen: &Seen<'_>, clock: &ArmClock) -> Option<(&'static str, Date)> {
    let agreed = seen.chart.decisions.iter().rev().filter(|decision| decision.what.arms.contains(&clock.facts.arm));
    let agreed = agreed.filter_map(|decision| decision.what.look_again).find(|day| *day >= seen.today);
    let fair = clock.facts.dial.fair_from.filter(|day| *day >= seen.today && clock.state == ArmState::TooEarly);
    agreed.map(|day| ("We decide again on", day)).or(fair.map(|day| ("We can tell whether it helps from", day)))
}

fn member(chart: &Chart, role: CareRole) -> &str {
    chart.registration.member(role).map(|member| member.name.as_str()).unwrap_or_default()
}

/// What the team wrote into the plan, in the words in which it was agreed.
fn written(seen: &Seen<'_>) -> Markup {
    let shown = [PlanPart::WhoDoesWhat, PlanPart::IfThingsSlip, PlanPart::LookAgain];
    html! {
        @for part in shown {
            @if let Some(written) = seen.chart.plan.parts.get(&part) {
                section.card { h2 { (part.words()) } p.prose { (written.text) } p.small.muted { (written.by) ", " (seen.day(written.at)) } }
            }
        }
    }
}

fn team(chart: &Chart) -> Markup {
    let does = |role: CareRole| match role {
        CareRole::Prescriber => "looks after medicine and checks",
        CareRole::Therapist => "looks after talking therapy",
        CareRole::CareManager => "keeps us all in step, and calls if an answer worries us",
        CareRole::ComplementaryPractitioner => "teaches; sees only the own classes",
        CareRole::PsychiatricConsultant => "advises the team",
        CareRole::Outside => "outside the practice",
    };
    html! {
        section.card { h2 { "My team" }
            @if chart.registration.team.is_empty() { p { "Nobody is named yet. Ask at the front desk who looks after you." } }
            ul.team { @for member in &chart.registration.team { li.row { span.ava aria-hidden="true" { (initials(&member.name)) } span { strong { (member.name) } " " (does(member.role)) } } } }
        }
    }
}

fn decisions(seen: &Seen<'_>) -> Markup {
    html! {
        @if !seen.chart.decisions.is_empty() {
            section.card { h2 { "What changed, and why" }
                ol.decisions { @for decision in seen.chart.decisions.iter().rev() {
                    li { p { strong { (decision.what.what) } span.small.muted { " " (seen.day(decision.at)) } } p { (decision.what.why) } p.small.muted { (decision.what.who.join(", ")) } }
                } }
            }
        }
    }
}
