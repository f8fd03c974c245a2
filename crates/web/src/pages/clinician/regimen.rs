//! The regimen: what is taken, how much, what for, and what was taken of it.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    chart_view,
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use concord_access::{Role, View};
use concord_actions::OpenChart;
use concord_chart::{ChartId, medication::MedicationCourse, side_effect::SideEffect};
use concord_engines::days::day_words;
use concord_knowledge::Verification;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "regimen").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let body = body(&app, &who, &open);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/regimen", title: "Regimen" }, body).into_response()
}

fn body(app: &Shared, who: &Who, open: &OpenChart) -> Markup {
    let chart = &open.chart;
    let prescriber = who.subject.role == Role::Prescriber;
    let base = format!("/chart/{}/record", chart.id);
    let (mut current, mut stopped): (Vec<_>, Vec<_>) = chart.medications.iter().partition(|course| course.is_current());
    current.sort_by(|a, b| a.started.order(&b.started));
    stopped.sort_by_key(|course| std::cmp::Reverse(course.last_day(&app.clinic.zone())));
    let row = Row { app, base: &base, prescriber, today: app.clinic.today(), zone: app.clinic.zone() };
    html! {
        header.page-head {
            h2 { "Regimen" }
            p.row {
                @if prescriber { a.button href=(format!("{base}/medicine-start")) { "Start a medicine" } }
                a.button.secondary href=(format!("{base}/side-effect")) { @if prescriber { "A side effect was told" } @else { "Tell the prescriber" } }
            }
            p.lead { "What " (frame::given_name(chart)) " takes, also what was bought or is prescribed elsewhere." }
        }
        div.two-columns {
            div {
                section.card.flush aria-labelledby="taken" {
                    div.pad { h2 #taken { "What " (frame::given_name(chart)) " takes" } }
                    @if current.is_empty() {
                        div.pad { (empty_state("No medicine is on the chart", "Medicines stand here with dose, time of day and what was taken of them.", None)) }
                    } @else {
                        table.visits {
                            caption.vh { "Medicines that are taken now" }
                            thead { tr { th scope="col" { "Medicine" } th scope="col" { "Dose and time" } th scope="col" { "For" } th scope="col" { "Since" } th scope="col" { "Taken, 28 days" } @if prescriber { th scope="col" { "Change" } } } }
                            tbody { @for course in &current { (row.current(course)) } }
                        }
                    }
                }
                @if !stopped.is_empty() { (stopped_card(&row, &stopped)) }
            }
            aside aria-label="Beside the regimen" {
                section.unchecked { p { (icon(Icon::Query)) " " b { "Interactions: not checked." } } p.small { "This page does not review how these medicines go together. Please do not read it as safe." } }
                (side_effects(&row, &chart.side_effects, &base, prescriber))
            }
        }
    }
}

struct Row<'a> {
    app: &'a Shared,
    base: &'a str,
    prescriber: bool,
    today: Date,
    zone: TimeZone,
}

impl Row<'_> {
    fn name(&self, course: &MedicationCourse) -> String {
        let substance = course.what.substance.as_ref().and_then(|id| self.app.clinic.knowledge().substance(id));
        chart_view::medicine_name(course, substance)
    }

    fn current(&self, course: &MedicationCourse) -> Markup {
        let dose = course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words());
        html! {
            tr {
                td {
                    b { (self.name(course)) }
                    span.small { @if course.what.from_elsewhere { "from elsewhere" } @else { "prescribed here" } }
                }
                td data-label="Dose" {
                    (dose)
                    (self.usual(course))
                    @if course.steps.len() > 1 { details.small { summary { "Every dose so far" } (self.steps(course)) } }
                    @for step in &course.planned {
                        span.small { "planned: " (step.dosing.words()) " from " (day_words(step.from, self.today)) @if let Some(condition) = &step.only_if { ", only if " (condition) } }
                    }
                }
                td data-label="For" { @if course.what.purpose.is_empty() { span.faint { "not said" } } @else { (course.what.purpose) } }
                td.nowrap data-label="Since" { (frame::day(course.started, self.today, &self.zone)) }
                td data-label="Taken" { (self.taken(course)) }
                @if self.prescriber { td { (self.changes(course)) } }
            }
        }
    }

    /// The entry's usual range, with the mark whether it was read in its source; "not checked" where there is no entry.
    fn usual(&self, course: &MedicationCourse) -> Markup {
        let knowledge = self.app.clinic.knowledge();
        let Some(substance) = course.what.substance.as_ref().and_then(|id| knowledge.substance(id)) else {
            return html! { span.small { (icon(Icon::Query)) " not checked: no entry in the formulary" } };
        };
        let Some(dose) = substance.main_dose() else { return html! { span.small { "usual dose not known to the formulary" } } };
        let source = knowledge.source(&dose.source).map_or_else(|| dose.source.to_string(), |source| source.title.clone());
        html! {
            span.small title=(source) {
                "usual for " (dose.indication) ": " (dose.start.normalize()) " to " (dose.max.normalize()) " " (dose.unit.as_str())
                @if dose.verification != Verification::Read { ", not verified in the source" }
            }
        }
    }

    fn steps(&self, course: &MedicationCourse) -> Markup {
        html! {
            ul { @for step in &course.steps {
                li { (frame::day(step.from, self.today, &self.zone)) ": " (step.dosing.as_ref().map_or_else(|| "held".to_owned(), |dosing| dosing.words())) @if !step.reason.is_empty() { " (" (step.reason) ")" } }
            } }
        }
    }

    fn taken(&self, course: &MedicationCourse) -> String {
        if course.what.dosing.as_needed {
            return "as needed".to_owned();
        }
        match chart_view::taken_lately(course, self.today) {
            (_, 0) => "not answered".to_owned(),
            (taken, known) => format!("{taken} of {known} days answered for"),
        }
    }

    fn changes(&self, course: &MedicationCourse) -> Markup {
        let link = |what: &str, words: &str| html! { a href=(format!("{}/{what}?course={}", self.base, course.id)) { (words) span.vh { " " (self.name(course)) } } };
        html! {
            (link("dose-change", "Dose")) " · "
            @if course.is_held() { (link("medicine-resume", "Go on")) } @else { (link("medicine-hold", "Hold")) } " · "
            (link("medicine-stop", "Stop")) " · " (link("planned-step", "Plan steps"))
        }
    }
}

fn stopped_card(row: &Row<'_>, stopped: &[&MedicationCourse]) -> Markup {
    html! {
        section.card.flush aria-labelledby="stopped" {
            div.pad { h2 #stopped { "Stopped" } }
            table.visits {
                caption.vh { "Medicines that were stopped" }
                thead { tr { th scope="col" { "Medicine" } th scope="col" { "Last dose" } th scope="col" { "From, to" } th scope="col" { "Why" } } }
                tbody { @for course in stopped {
                    @if let Some((when, why)) = &course.stopped {
                        tr {
                            td { (row.name(course)) }
                            td data-label="Last dose" { (course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words())) }
                            td data-label="From, to" { (frame::day(course.started, row.today, &row.zone)) " to " (frame::day(*when, row.today, &row.zone)) }
                            td data-label="Why" { (why.reason.words()) @if !why.words.is_empty() { span.small { "“" (why.words) "”" } } }
                        }
                    }
                } }
            }
        }
    }
}

/// Told by anybody, answered by the prescriber, seen by the team.
fn side_effects(row: &Row<'_>, told: &[SideEffect], base: &str, prescriber: bool) -> Markup {
    let mut told: Vec<&SideEffect> = told.iter().collect();
    told.sort_by(|a, b| a.answer.is_some().cmp(&b.answer.is_some()).then_with(|| b.at.order(&a.at)));
    html! {
        section.card {
            h2 { "Side effects told" }
            @if told.is_empty() { p.small.muted { "None was told." } }
            ul { @for one in told.iter().take(12) {
                li id=(format!("report-{}", one.id)) {
                    p { b { "“" (one.what.words) "”" } " burden " (one.what.burden) " of 6" }
                    p.small.muted { (frame::day(one.at, row.today, &row.zone)) ", told by " (one.by) @if !one.what.told_to.is_empty() { ", heard by " (one.what.told_to) } @if let Some(severity) = one.what.severity { ", " (severity.words()) } @if !one.what.effects().is_empty() { ". " (one.what.effects()) } }
                    @match &one.answer {
                        Some((at, by, words)) => p.small { b { (by) ", " (frame::day(*at, row.today, &row.zone)) ": " } (words) },
                        None => p.small {
                            (tag("care", Some(Icon::Clock), "not answered yet")) " "
                            @if let Some(by) = one.what.answer_by { "promised by " (by.to_zoned(row.zone.clone()).strftime("%-d %b, %H:%M")) " " }
                            @if prescriber { a href=(format!("{base}/side-effect-answer?report={}", one.id)) { "Answer" } }
                        },
                    }
                }
            } }
        }
    }
}
