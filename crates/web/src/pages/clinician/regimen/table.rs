//! What is taken now: dose, time, what for, since when, by whose word, how much of it was taken and how we know. Supplements,
//! food and drink, tobacco and what others prescribe are rows of their own kind.

use super::{Page, checked::Checked};
use crate::{
    chart_view,
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        status_tag::tag,
    },
    own_words,
    pages::clinician::{forms::sentence_case, frame, suspected},
};
use concord_chart::{
    medication::{KnownFrom, MedicationCourse},
    side_effect::SideEffect,
};
use concord_engines::{days::day_words, safety::Status, supply::source_words};
use concord_knowledge::{Substance, Verification, formulary::SubstanceKind};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Days that are looked back upon for what was taken.
const LATELY: i32 = 28;

/// The kinds of row, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RowKind {
    Here,
    Elsewhere,
    Supplement,
    Food,
    Tobacco,
}

impl RowKind {
    fn of(course: &MedicationCourse, substance: Option<&Substance>) -> Self {
        match substance.map(|substance| substance.kind) {
            Some(SubstanceKind::Supplement) => Self::Supplement,
            Some(SubstanceKind::Food) => Self::Food,
            Some(SubstanceKind::Tobacco) => Self::Tobacco,
            _ if course.what.from_elsewhere => Self::Elsewhere,
            _ => Self::Here,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Here => "prescribed here",
            Self::Elsewhere => "bought, or prescribed elsewhere",
            Self::Supplement => "supplement or herb",
            Self::Food => "food or drink",
            Self::Tobacco => "tobacco",
        }
    }
}

/// The card with what is taken, and the draft as a row of its own.
pub(super) fn taken(page: &Page<'_>, checked: &Checked) -> Markup {
    let name = frame::given_name(page.chart());
    let mut current: Vec<(RowKind, &MedicationCourse)> = page
        .chart()
        .medications
        .iter()
        .filter(|course| course.is_current())
        .map(|course| (RowKind::of(course, page.substance(course)), course))
        .collect();
    current.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.started.order(&b.1.started)));
    let starts = checked.proposal.as_ref().filter(|proposal| proposal.what == "medicine-start" && !proposal.corrects);
    html! {
        section.card.flush aria-labelledby="taken" {
            div.pad { h2 #taken { "What " (name) " takes" } }
            @if current.is_empty() && starts.is_none() {
                div.pad { (empty_state("No medicine is on the chart", "Medicines stand here with dose, time of day and what was taken of them.", None)) }
            } @else {
                table.visits.reg {
                    caption.vh { "Everything that is taken now" }
                    thead { tr { th scope="col" { "Medicine" } th scope="col" { "Dose and time" } th scope="col" { "For" } th scope="col" { "Since" } th scope="col" { "Taken, 28 days" } @if page.prescriber { th scope="col" { "Change" } } } }
                    tbody {
                        @for (kind, course) in &current { (page.row(*kind, course, checked)) }
                        @if let Some(proposal) = starts {
                            tr.new {
                                td { b { (sentence_case(&proposal.name)) } span.small { "draft, not started" } }
                                td data-label="Draft" colspan=(if page.prescriber { 5 } else { 4 }) { (proposal.said_back) }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Page<'_> {
    fn substance(&self, course: &MedicationCourse) -> Option<&'static Substance> {
        own_words::substance_of(self.app().clinic.knowledge(), course)
    }

    fn medicine(&self, course: &MedicationCourse) -> String {
        // What was told under a name of its own keeps it: “alcohol”, “the pill”.
        match course.what.substance {
            Some(_) => chart_view::medicine_name(course, self.substance(course)),
            None => sentence_case(course.what.name.trim()),
        }
    }

    fn row(&self, kind: RowKind, course: &MedicationCourse, checked: &Checked) -> Markup {
        let dose = course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words());
        let draft = checked.proposal.as_ref().filter(|proposal| {
            (proposal.what != "medicine-start" || proposal.corrects)
                && proposal.item.name == course.what.name.trim()
                && proposal.item.substance == course.what.substance
        });
        html! {
            tr class=[draft.map(|_| "new")] {
                td {
                    b { (self.medicine(course)) }
                    span.small { (kind.words()) @if !course.what.prescriber.is_empty() { ", " (course.what.prescriber) } }
                }
                td data-label="Dose" {
                    (dose)
                    @if let Some(route) = &course.what.route { ", " (route) }
                    @if let Some(draft) = draft { span.small { "draft: " (draft_words(&draft.item.status, &draft.said_back)) } }
                    (self.usual(course))
                    @if course.steps.len() > 1 { details.small { summary { "Every dose so far" } (self.steps(course)) } }
                    (self.waits(course))
                    @for step in &course.planned {
                        span.small { "planned: " (step.dosing.words()) " from " (day_words(step.from, self.today)) @if let Some(condition) = &step.only_if { ", only if " (condition) } }
                    }
                }
                td data-label="For" { @if course.what.purpose.is_empty() { span.faint { "not said" } } @else { (course.what.purpose) } }
                td.nowrap data-label="Since" { (frame::day(course.started, self.today, &self.zone)) }
                td data-label="Taken" { (self.taken_words(course)) }
                @if self.prescriber { td { (self.changes(course)) } }
            }
        }
    }

    /// That the coming steps wait, by whom and why, with the way to go on.
    fn waits(&self, course: &MedicationCourse) -> Markup {
        let pause = course.plan.as_ref().and_then(|plan| plan.paused.as_ref());
        html! {
            @if let Some(pause) = pause {
                span.small {
                    (icon(Icon::Clock)) " the steps wait: paused by " (pause.by) @if !pause.words.is_empty() { ", “" (pause.words) "”" } " "
                    a href=(format!("/chart/{}/steps?course={}", self.chart().id, course.id)) { "Look at the plan" span.vh { " of " (self.medicine(course)) } }
                }
            }
        }
    }

    /// The entry's usual range, with the mark whether it was read in its source; "not checked" where there is no entry.
    fn usual(&self, course: &MedicationCourse) -> Markup {
        let Some(substance) = self.substance(course) else {
            return match self.app().clinic.knowledge().product_by_name(&course.what.name) {
                Some(product) => {
                    html! { span.small { "made of " (product.ingredients.join(", ").replace('_', " ")) ": see each of them in the checks" } }
                }
                None => html! { span.small { (icon(Icon::Query)) " not checked: no entry in the formulary" } },
            };
        };
        let Some(dose) = substance.main_dose() else {
            return html! { @if substance.kind == SubstanceKind::Medicine { span.small { "usual dose not known to the formulary" } } };
        };
        let source = self
            .app()
            .clinic
            .knowledge()
            .source(&dose.source)
            .map_or_else(|| dose.source.to_string(), |source| source.title.clone());
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

    /// Days taken of those answered for, and how we know; days nobody answered for are not days without it.
    fn taken_words(&self, course: &MedicationCourse) -> Markup {
        let (taken, known) = chart_view::taken_lately(course, self.today);
        let sources = self.sources(course);
        html! {
            @if course.what.dosing.as_needed { @if taken > 0 { (taken) " days" } @else { "as needed" } }
            @else if known == 0 { span.faint { "not answered" } }
            @else { (taken) " of " (known) " days answered for" }
            @if !sources.is_empty() { span.small { (sources.join(", ")) } }
            a.small href=(format!("{}/taking?course={}", self.base(), course.id)) { "Days, supply, counts" span.vh { " of " (self.medicine(course)) } }
        }
    }

    fn sources(&self, course: &MedicationCourse) -> Vec<&'static str> {
        let since: Date = self.today.checked_sub((LATELY - 1).days()).unwrap_or(self.today);
        let lately = course.taken_from.iter().chain(&course.missed_from).filter(|(day, _)| *day >= since && *day <= self.today);
        let known: BTreeSet<&str> = lately.map(|(_, from): &(Date, KnownFrom)| source_words(*from)).collect();
        known.into_iter().collect()
    }

    fn changes(&self, course: &MedicationCourse) -> Markup {
        let link = |what: &str, words: &str| html! { a href=(format!("{}?what={what}&course={}#change", self.base(), course.id)) { (words) span.vh { " " (self.medicine(course)) } } };
        html! {
            (link("dose-change", "Dose")) " · "
            @if course.is_held() { (link("medicine-resume", "Go on")) } @else { (link("medicine-hold", "Hold")) } " · "
            (link("medicine-stop", "Stop")) " · "
            a href=(format!("/chart/{}/steps?course={}", self.chart().id, course.id)) { "Plan steps" span.vh { " " (self.medicine(course)) } }
        }
    }
}

/// A draft about a row that is there: what would become of it.
fn draft_words(status: &Status, said_back: &str) -> String {
    match status {
        Status::StopPlannedAbrupt => said_back.split(',').next().unwrap_or(said_back).to_owned(),
        _ => said_back.split_once(": ").map_or(said_back, |(_, dose)| dose).trim_end_matches('.').to_owned(),
    }
}

/// Allergies and intolerances, and whether anybody asked. The review checks what is taken against them.
pub(super) fn allergies(page: &Page<'_>) -> Markup {
    let known = &page.chart().allergies;
    let record = format!("/chart/{}/record", page.chart().id);
    html! {
        section.card aria-labelledby="allergies" {
            h2 #allergies { "Allergies and intolerances" }
            @if known.known.is_empty() {
                @if known.none_known { p.small { (icon(Icon::Check)) " Asked, and none is known." } }
                @else { p.small { (icon(Icon::Query)) " Not asked yet: nothing that is taken could be checked against an allergy." } }
            }
            ul { @for allergy in &known.known {
                li {
                    b { (allergy.what.substance) } " "
                    @match allergy.what.intolerance { Some(true) => (tag("line", None, "intolerance")), Some(false) => (tag("care", None, "allergy")), None => (tag("unk", Some(Icon::Query), "not known which")) }
                    @if !allergy.what.reactions.is_empty() { span.small.muted { " " (allergy.what.reactions.join(", ")) } }
                }
            } }
            p.small.row { a href=(format!("{record}/allergy")) { "Note an allergy" } @if known.known.is_empty() && !known.none_known { a href=(format!("{record}/no-allergies")) { "None is known" } } }
        }
    }
}

/// What was stopped, when and why.
pub(super) fn stopped(page: &Page<'_>) -> Markup {
    let mut stopped: Vec<&MedicationCourse> = page.chart().medications.iter().filter(|course| !course.is_current()).collect();
    stopped.sort_by_key(|course| std::cmp::Reverse(course.last_day(&page.zone)));
    html! {
        @if !stopped.is_empty() {
            section.card.flush aria-labelledby="stopped" {
                div.pad { h2 #stopped { "Stopped" } }
                table.visits {
                    caption.vh { "Medicines that were stopped" }
                    thead { tr { th scope="col" { "Medicine" } th scope="col" { "Last dose" } th scope="col" { "From, to" } th scope="col" { "Why" } } }
                    tbody { @for course in stopped {
                        @if let Some((when, why)) = &course.stopped {
                            tr {
                                td { (page.medicine(course)) }
                                td data-label="Last dose" { (course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words())) }
                                td data-label="From, to" { (frame::day(course.started, page.today, &page.zone)) " to " (frame::day(*when, page.today, &page.zone)) }
                                td data-label="Why" { (why.reason.words()) @if !why.words.is_empty() { span.small { "“" (why.words) "”" } } }
                            }
                        }
                    } }
                }
            }
        }
    }
}

/// Told by anybody, answered by the prescriber, seen by the team.
pub(super) fn side_effects(page: &Page<'_>) -> Markup {
    let mut told: Vec<&SideEffect> = page.chart().side_effects.iter().collect();
    told.sort_by(|a, b| a.answer.is_some().cmp(&b.answer.is_some()).then_with(|| b.at.order(&a.at)));
    html! {
        section.card {
            h2 { "Side effects told" }
            @if told.is_empty() { p.small.muted { "None was told." } }
            ul { @for (index, one) in told.iter().take(12).enumerate() { (side_effect(page, one, index < suspected::AT_ONCE)) } }
        }
    }
}

/// `causes`: with its possible causes, while it waits for an answer.
fn side_effect(page: &Page<'_>, one: &SideEffect, causes: bool) -> Markup {
    let answer = format!("/chart/{}/record/side-effect-answer?report={}", page.chart().id, one.id);
    html! {
        li id=(format!("report-{}", one.id)) {
            p { b { "“" (one.what.words) "”" } " burden " (one.what.burden) " of 6" }
            p.small.muted { (frame::day(one.at, page.today, &page.zone)) ", told by " (one.by) @if !one.what.told_to.is_empty() { ", heard by " (one.what.told_to) } @if let Some(severity) = one.what.severity { ", " (severity.words()) } @if !one.what.effects().is_empty() { ". " (one.what.effects()) } }
            @match &one.answer {
                Some((at, by, words)) => p.small { b { (by) ", " (frame::day(*at, page.today, &page.zone)) ": " } (words) },
                None => p.small {
                    (tag("care", Some(Icon::Clock), "not answered yet")) " "
                    @if let Some(by) = one.what.answer_by { "promised by " (by.to_zoned(page.zone.clone()).strftime("%-d %b, %H:%M")) " " }
                    @if page.prescriber { a href=(answer) { "Answer" } }
                },
            }
            @if causes && one.answer.is_none() {
                details.small { summary { "Possible causes" } (suspected::possible_causes(page.chart(), one, page.today, &page.zone)) }
            }
        }
    }
}
