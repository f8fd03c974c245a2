//! The next step of a plan: that day's review, and the three answers: confirm, move, wait.

use super::Desk;
use crate::{
    components::{
        icon::{Icon, icon},
        status_tag::{Status, status_tag, tag},
    },
    own_words::{taken_and_known, with_book},
    pages::clinician::regimen::{Standing, key_of, standing, weigh_fields},
};
use concord_chart::{
    EventId,
    medication::{Dosing, MedicationCourse, PlannedStep},
    steps::StepsPlan,
};
use concord_engines::{
    days::{day_of, day_words, full_day_words},
    findings::planned_step_due::is_last,
    safety::{Book, Finding, Item, Regimen},
};
use concord_knowledge::vocabulary::Severity;
use maud::{Markup, html};

/// The review of the day of a step, with the step taken.
pub(super) struct StepReview {
    /// What was reviewed.
    pub regimen: Regimen,
    /// Moderate and worse findings about the medicine that nobody has weighed, or that have become worse since: each with
    /// why it is shown again; may be empty.
    pub shown: Vec<(Finding, String)>,
    /// What somebody went on past before, which still holds: each with by whom.
    pub weighed: Vec<(Finding, String)>,
}

impl StepReview {
    /// What has to be weighed before the step is confirmed.
    pub fn stopping(&self) -> impl Iterator<Item = &Finding> {
        self.shown.iter().map(|(finding, _)| finding).filter(|finding| finding.interruptive)
    }
}

/// The name of a finding in the form of a course: two plans on one page may have the same one.
pub(super) fn weigh_key(course: &MedicationCourse, finding: &Finding) -> String {
    format!("{}~{}", course.id, key_of(finding))
}

impl Desk<'_> {
    /// Every plan on the chart with its next step.
    pub(super) fn plans(&self) -> Markup {
        let planned = || {
            self.open
                .chart
                .medications
                .iter()
                .filter(|course| course.is_current())
                .filter_map(|course| Some((course, course.plan.as_ref()?)))
        };
        html! { @for (course, plan) in planned() { (self.plan(course, plan)) } }
    }

    fn plan(&self, course: &MedicationCourse, plan: &StepsPlan) -> Markup {
        let name = self.name(course);
        let kind = plan.kind.map_or("planned steps", |kind| kind.words());
        html! {
            section.card.pad id=(format!("plan-{}", course.id)) {
                h3 { (name) ": " (kind) }
                @if !plan.basis.is_empty() { p.small.muted { "Rests on: " (plan.basis) } }
                @if let Some(pause) = &plan.paused {
                    p { (tag("care", Some(Icon::Clock), "waits")) " paused by " (pause.by) @if let Some(until) = pause.until { " until " (full_day_words(until)) } @if !pause.words.is_empty() { ": “" (pause.words) "”" } }
                }
                ol { @for step in &course.planned { li { (full_day_words(step.from)) ": " (step_words(step)) @if let Some(only_if) = &step.only_if { ", only if " (only_if.trim_start_matches("if ")) } } } }
                @if let Some(step) = course.planned.iter().min_by_key(|step| step.from) {
                    @if self.prescriber { (self.next(course, plan, step)) } @else { p.small { "A prescriber confirms each step on its day." } }
                }
            }
        }
    }

    fn next(&self, course: &MedicationCourse, plan: &StepsPlan, step: &PlannedStep) -> Markup {
        let review = self.review_on(course, step);
        html! {
            div.stack {
                p { b { "Next: " (step_words(step)) } " on " (full_day_words(step.from)) " " @if step.from <= self.today { (status_tag(Status::Due)) } }
                @if review.shown.is_empty() && review.weighed.is_empty() { p.small { (icon(Icon::Check)) " The review of that day’s regimen finds nothing of weight about this step." } }
                (findings(review.shown.iter().map(|(finding, why)| (finding, why.as_str()))))
                @for (finding, by) in &review.weighed { p.small.muted { (icon(Icon::Check)) " Weighed before: " (finding.title) " " (by) } }
                @if plan.paused.is_some() { (self.resume(course)) } @else { (self.confirm(course, step, &review)) (self.later(course, step)) (self.wait(course)) }
            }
        }
    }

    /// The review about this medicine, as of that day and with the step taken.
    pub(super) fn review_on(&self, course: &MedicationCourse, step: &PlannedStep) -> StepReview {
        with_book(self.app.clinic.knowledge(), |book| self.step_review(book, course, step))
    }

    fn step_review(&self, book: &Book<'_>, course: &MedicationCourse, step: &PlannedStep) -> StepReview {
        let ids = book.substances_of(course);
        let (on, schedules) = (step.from.max(self.today), &self.app.clinic.practice().schedules);
        let (mut regimen, given) = taken_and_known(&self.open.chart, book, on, &self.zone, schedules);
        let this = |item: &Item| {
            item.name == course.what.name.trim()
                && item.dose == course.dosing().and_then(|dosing| dosing.dose.as_ref()).map(|dose| dose.amount)
        };
        if is_last(step) {
            regimen.items.retain(|item| !this(item));
        } else if let Some(item) = regimen.items.iter_mut().find(|item| this(item)) {
            item.dose = step.dosing.dose.as_ref().map(|dose| dose.amount);
            item.per_day = step.dosing.per_day;
            item.day_of_treatment = item.days_on.map(|days| days + 1);
        }
        let review = book.review(&regimen, &given, None);
        let about = |finding: &Finding| finding.ids.iter().any(|id| ids.contains(id));
        let found = review.findings.into_iter().filter(|finding| finding.severity >= Severity::Moderate && about(finding));
        let mut sorted = StepReview { regimen, shown: Vec::new(), weighed: Vec::new() };
        for finding in found {
            match standing(&finding, &sorted.regimen, &self.open.chart.acknowledged, self.today, &self.zone) {
                Standing::New => sorted.shown.push((finding, String::new())),
                Standing::Worse(why) => sorted.shown.push((finding, why)),
                Standing::Holds(earlier) => {
                    let day = day_words(day_of(earlier.at, &self.zone), self.today);
                    let by = format!("({}, {day}: {})", earlier.by, earlier.what.why());
                    sorted.weighed.push((finding, by));
                }
            }
        }
        sorted
    }

    fn hidden(&self, course: &MedicationCourse) -> Markup {
        html! {
            input type="hidden" name="chart" value=(self.open.chart.id);
            input type="hidden" name="key" value=(self.app.clinic.fresh());
            input type="hidden" name="course" value=(course.id);
        }
    }

    fn confirm(&self, course: &MedicationCourse, step: &PlannedStep, review: &StepReview) -> Markup {
        let form = format!("confirm-{}", course.id);
        let sent = self.sent.has("course", &course.id.to_string());
        let typed = |name: &str| if sent { self.sent.get(name).to_owned() } else { String::new() };
        html! {
            @for finding in review.stopping() {
                @let key = weigh_key(course, finding);
                @let error = |name: &str| self.wrong.iter().find(|(field, _)| *field == format!("{name}:{key}")).map(|(_, sentence)| sentence.as_str());
                p.small { b { (finding.title) } }
                (weigh_fields(&key, ["weighed", "reason", "words"].into_iter().find_map(error), &form, &|name| typed(&format!("{name}:{key}"))))
            }
            form.inline-form id=(form) method="post" action=(format!("/chart/{}/steps/confirm", self.open.chart.id)) data-guard="" {
                (self.hidden(course))
                input type="hidden" name="from" value=(step.from);
                label { "How the person is (may stay empty)" input name="words" value=(typed("words")); }
                button.button type="submit" { @if is_last(step) { "Confirm: stop it" } @else { "Confirm: " (step.dosing.words()) } span.vh { ", " (self.name(course)) } }
            }
        }
    }

    fn later(&self, course: &MedicationCourse, step: &PlannedStep) -> Markup {
        html! {
            form.inline-form method="post" action=(format!("/chart/{}/steps/shift", self.open.chart.id)) data-guard="" {
                (self.hidden(course))
                label { "The next step on" input type="date" name="from" value=(concord_engines::days::plus(step.from.max(self.today), 7)) min=(self.today); }
                button.button.secondary type="submit" { "Move all remaining steps" span.vh { " of " (self.name(course)) } }
            }
        }
    }

    fn wait(&self, course: &MedicationCourse) -> Markup {
        html! {
            form.inline-form method="post" action=(format!("/chart/{}/steps/pause", self.open.chart.id)) data-guard="" {
                (self.hidden(course))
                label { "Wait until (may stay open)" input type="date" name="from" min=(self.today); }
                label { "Why" input name="words"; }
                button.button.quiet type="submit" { "Let the plan wait" span.vh { ": " (self.name(course)) } }
            }
        }
    }

    fn resume(&self, course: &MedicationCourse) -> Markup {
        html! {
            form.inline-form method="post" action=(format!("/chart/{}/steps/resume", self.open.chart.id)) data-guard="" {
                (self.hidden(course))
                button.button type="submit" { "Go on with the plan, moved by the days it waited" span.vh { ": " (self.name(course)) } }
            }
        }
    }

    /// A medicine as people call it.
    pub(super) fn name(&self, course: &MedicationCourse) -> String {
        crate::chart_view::medicine_name(course, self.ground().substance(course))
    }
}

/// A step in words: "50 mg twice a day", "stop".
pub(super) fn step_words(step: &PlannedStep) -> String {
    if is_last(step) { "stop".to_owned() } else { dosing_words(&step.dosing) }
}

fn dosing_words(dosing: &Dosing) -> String {
    let words = dosing.words();
    if dosing.per_day == Some(rust_decimal::Decimal::ONE) { format!("{words} a day") } else { words }
}

/// Findings in short, each with why it is shown now; the regimen page has them whole.
pub(super) fn findings<'a>(found: impl Iterator<Item = (&'a Finding, &'a str)>) -> Markup {
    html! {
        ul.plain { @for (finding, why) in found {
            li {
                p { (icon(if finding.interruptive { Icon::Octagon } else { Icon::Triangle })) " " b { (finding.title) } }
                p.small { (finding.consequence) " " (finding.action) }
                @if !why.is_empty() { p.small.muted { (why) } }
            }
        } }
    }
}

/// The events that a plan rests on, for a task.
pub(super) fn because(course: &MedicationCourse) -> Vec<EventId> {
    course.plan.iter().map(|plan| plan.because).chain([course.because]).collect()
}
