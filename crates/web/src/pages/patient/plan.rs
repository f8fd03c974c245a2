//! My plan: what matters, three arms with their part in plain words, who does what, what changed and why.

use super::{frame, own, practice};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use concord_chart::{Chart, CourseId, decision::Arm, goal::GoalState, plan::PlanPart, registration::CareRole};
use concord_engines::clocks::{ArmClock, ArmState, clocks};
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own plan").await?;
    let (chart, today, zone) = (&open.chart, app.clinic.today(), app.clinic.zone());
    let clocks = clocks(chart, app.clinic.knowledge(), today, &zone, 0);
    let body = html! {
        h1 { "My plan" }
        (what_matters(chart))
        @for arm in Arm::ALL {
            @for clock in clocks.iter().filter(|clock| clock.facts.arm == *arm) { (arm_card(&app, chart, clock)) }
        }
        @if clocks.is_empty() { section.card { p { "No treatment has begun yet. Your team will plan it with you." } } }
        (plan_parts(chart))
        (team(chart))
        (decisions(chart))
    };
    Ok(frame::page(&app, &who, "My plan", frame::PLAN, body))
}

fn what_matters(chart: &Chart) -> Markup {
    let goals: Vec<_> = chart.goals.iter().filter(|goal| goal.state != GoalState::LetGo).collect();
    html! {
        section.card { h2 { "What I said matters" }
            @if goals.is_empty() { p { "Nothing is written here yet. Tell your team what you want back." } }
            @for goal in goals {
                blockquote.quote { "“" (goal.what.words) "”" }
                p.small { (goal.state.words()) @if !goal.latest_words.is_empty() { ": " (goal.latest_words) } }
            }
        }
    }
}

/// What patients are told of a clock. "Judge" is not a word for this page.
fn state_words(state: ArmState) -> &'static str {
    match state {
        ArmState::Working => "helping",
        ArmState::JudgeNow => "time to look",
        ArmState::TooEarly => "too early to say",
        ArmState::NotEnough => "not enough",
        ArmState::SideEffect => "side effect",
        ArmState::DoseTooLow => "too little so far to say",
        ArmState::Done => "done",
        ArmState::NotChecked => "not checked",
    }
}

fn arm_card(app: &Shared, chart: &Chart, clock: &ArmClock) -> Markup {
    let (class, heading) = match clock.facts.arm {
        Arm::Medication => ("med", "Medicine"),
        Arm::Psychotherapy => ("psy", "Talking therapy"),
        Arm::Complementary => ("cmp", "Complementary"),
    };
    let aim = aim_of(chart, clock.facts.course);
    html! {
        section.card.arm-card.(class) {
            header { h2 { (heading) } span.state { (state_words(clock.state)) } }
            p.what { strong { (clock.facts.name) } @if !clock.facts.dose.is_empty() { ", " (clock.facts.dose) } }
            dl {
                @if !aim.is_empty() { dt { "For" } dd { (aim) } }
                @if let Some(owner) = &clock.facts.owner { @if !owner.name.is_empty() { dt { "With" } dd { (owner.name) } } }
                dt { "So far" } dd { (clock.exposure) }
            }
            @if let Some(day) = clock.facts.dial.fair_from { p.look-again { "We can tell from " strong { (frame::short_day(day)) } " on whether it helps." } }
            @if clock.facts.arm == Arm::Complementary { (practice::form(app, chart, clock.facts.course)) }
        }
    }
}

fn aim_of(chart: &Chart, course: CourseId) -> String {
    let medicine = chart.medication(course).map(|course| course.what.purpose.clone());
    let therapy = chart.therapy(course).map(|course| course.what.aim.clone());
    let practice = chart.practice(course).map(|course| course.what.aim.clone());
    medicine.or(therapy).or(practice).unwrap_or_default()
}

fn plan_parts(chart: &Chart) -> Markup {
    html! {
        @for part in [PlanPart::WhoDoesWhat, PlanPart::IfThingsSlip, PlanPart::LookAgain] {
            @if let Some(written) = chart.plan.parts.get(&part) {
                section.card { h2 { (part.words()) } p.prose { (written.text) } p.small { (written.by) ", " (written.at.first_day()) } }
            }
        }
    }
}

fn team(chart: &Chart) -> Markup {
    let does = |role: CareRole| match role {
        CareRole::Prescriber => "looks after medicines and checks",
        CareRole::Therapist => "looks after talking therapy",
        CareRole::CareManager => "keeps us all in step, and calls if an answer worries us",
        CareRole::ComplementaryPractitioner => "teaches; sees only the own classes",
        CareRole::PsychiatricConsultant => "advises the team",
        CareRole::Outside => "outside the practice",
    };
    html! {
        section.card { h2 { "Who does what" }
            ul.team { @for member in &chart.registration.team { li { strong { (member.name) } " " (does(member.role)) } } }
        }
    }
}

fn decisions(chart: &Chart) -> Markup {
    html! {
        @if !chart.decisions.is_empty() {
            section.card { h2 { "What changed, and why" }
                ol.decisions reversed { @for decision in chart.decisions.iter().rev() {
                    li { p { strong { (decision.what.what) } span.small { " " (decision.at.first_day()) } } p { (decision.what.why) } p.small { (decision.what.who.join(", ")) } }
                } }
            }
        }
    }
}
