//! What is taken: how, since when, why, by whom; what was taken before; side effects and their answers.

use super::frame::{self, RecordPage};
use crate::{app::Shared, components::empty_state::empty_state, guard::Who};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::Role;
use concord_actions::OpenChart;
use concord_chart::{
    ChartId,
    medication::{MedicationCourse, PlannedStep},
};
use concord_knowledge::Verification;
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "regimen").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let prescriber = who.subject.role == Role::Prescriber;
    let (current, past): (Vec<_>, Vec<_>) = open.chart.medications.iter().partition(|course| course.is_current());
    let start = format!("/chart/{chart}/record/medicine-start");
    let body = html! {
        header.page-head { h2 { "Regimen" } p.lead { "Allergies: " b { (open.chart.allergies.words()) } ". Interactions are not checked by this version; please do not read the list as safe." } }
        p.row {
            @if prescriber { a.button.primary href=(start) { "Start a medicine" } }
            @else { a.button.primary href=(format!("/chart/{chart}/record/side-effect")) { "Tell the prescriber" } }
        }
        section.card.pad aria-labelledby="now" { h3 #now { "Taken now" }
            @if current.is_empty() { (empty_state("No medicine is on the list", "What is taken, also from elsewhere and without prescription, belongs here.", prescriber.then_some((start.as_str(), "Start a medicine")))) }
            @for course in &current { (now(&app, &open, course, prescriber)) }
        }
        (side_effects(&app, &open, prescriber))
        @if !past.is_empty() { section.card.pad { h3 { "Taken before" } ul { @for course in &past { (before(&app, course)) } } } }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/regimen", title: "Regimen" }, body).into_response()
}

fn now(app: &Shared, open: &OpenChart, course: &MedicationCourse, prescriber: bool) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let act = |what: &str| format!("/chart/{}/record/{what}?course={}", open.chart.id, course.id);
    let dosing = course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words());
    html! {
        article.medicine aria-label=(course.what.name) {
            h4 { (course.what.name) ", " (dosing) }
            p.small.muted {
                "Since " (frame::day(course.started, today, &zone))
                @if !course.what.purpose.is_empty() { " · for " (course.what.purpose) }
                @if !course.what.prescriber.is_empty() { " · " (course.what.prescriber) }
                @if course.what.from_elsewhere { " · from elsewhere" }
            }
            (usual_range(app, course))
            p.small { (steps(app, course)) }
            @if !course.planned.is_empty() { p.small { "Planned: " (course.planned.iter().map(planned).collect::<Vec<_>>().join("; ")) } }
            @if prescriber {
                p.row.small {
                    a href=(act("dose-change")) { "Change the dose" }
                    a href=(act("planned-step")) { "Plan a step" }
                    @if course.is_held() { a href=(act("medicine-resume")) { "Let it go on" } } @else { a href=(act("medicine-hold")) { "Hold" } }
                    a href=(act("medicine-stop")) { "Stop" }
                }
            }
        }
    }
}

/// The entry's usual range, with the mark whether it was read in its source; "not checked" where there is no entry.
fn usual_range(app: &Shared, course: &MedicationCourse) -> Markup {
    let know = app.clinic.knowledge();
    let Some(substance) = course.what.substance.as_ref().and_then(|id| know.substance(id)) else {
        return html! { p.small.muted { "Not checked: no entry for it in the formulary." } };
    };
    let Some(dose) = substance.main_dose() else {
        return html! { p.small.muted { "Usual dose not known to the formulary." } };
    };
    let source = know.source(&dose.source).map_or_else(|| dose.source.to_string(), |source| source.title.clone());
    html! {
        p.small.muted {
            "Usual for " (dose.indication) ": " (dose.start.normalize()) " to " (dose.max.normalize()) " " (dose.unit.as_str()) ". " (source)
            @if dose.verification != Verification::Read { ", not verified" } "."
        }
    }
}

/// Every dose so far with its day and reason.
fn steps(app: &Shared, course: &MedicationCourse) -> String {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let one = |step: &concord_chart::medication::DoseStep| {
        let dosing = step.dosing.as_ref().map_or_else(|| "held".to_owned(), |dosing| dosing.words());
        let reason = if step.reason.is_empty() { String::new() } else { format!(" ({})", step.reason) };
        format!("{}: {dosing}{reason}", frame::day(step.from, today, &zone))
    };
    course.steps.iter().map(one).collect::<Vec<_>>().join(" → ")
}

fn planned(step: &PlannedStep) -> String {
    let only_if = step.only_if.as_ref().map(|condition| format!(" if {condition}")).unwrap_or_default();
    format!("{} from {}{only_if}", step.dosing.words(), step.from)
}

fn before(app: &Shared, course: &MedicationCourse) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    html! {
        li { b { (course.what.name) } " " (frame::day(course.started, today, &zone))
            @if let Some((at, stopped)) = &course.stopped { " to " (frame::day(*at, today, &zone)) ": " (stopped.reason.words()) @if !stopped.words.is_empty() { ", " (stopped.words) } }
        }
    }
}

fn side_effects(app: &Shared, open: &OpenChart, prescriber: bool) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let told: Vec<_> = open.chart.side_effects.iter().rev().take(20).collect();
    html! {
        section.card.pad { h3 { "Side effects" }
            @if told.is_empty() { p.muted { "None reported." } }
            @for report in told {
                article { p { "“" (report.what.words) "” " span.small.muted { (frame::day(report.at, today, &zone)) ", told by " (report.by) @if !report.what.told_to.is_empty() { " to " (report.what.told_to) } ", burden " (report.what.burden) " of 6" } }
                    @match &report.answer {
                        Some((at, by, words)) => p.small { b { (by) } ", " (frame::day(*at, today, &zone)) ": " (words) },
                        None => p.small { span.tag.care { "not answered" }
                            @if let Some(by) = report.what.answer_by { " promised by " (frame::moment(by.into(), today, &zone)) }
                            @if prescriber { " " a href=(format!("/chart/{}/record/side-effect-answer?report={}", open.chart.id, report.id)) { "Answer" } } },
                    }
                }
            }
        }
    }
}
