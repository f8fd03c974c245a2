//! Taking one medicine, in one view: days, supply and counts side by side, each with where it comes from and what it does
//! not say; what gets in the way; and whether enough was taken to judge the medicine by.

mod picture;
mod sources;

use super::{
    frame::{self, RecordPage},
    record::Desk,
};
use crate::{
    app::Shared,
    chart_view::{
        self,
        taking::{LATELY, Taking},
    },
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_chart::{Chart, ChartId, CourseId, StaffId, barrier::Barrier, medication::MedicationCourse};
use concord_engines::days::{day_of, day_words};
use concord_knowledge::Substance;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// Which medicine; without one the page lets choose.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    course: Option<CourseId>,
}

/// Everything the parts of the page look at.
struct Page<'a> {
    desk: &'a Desk,
    today: Date,
    zone: TimeZone,
}

/// The page of `?course=…`.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(wanted): Query<Wanted>) -> Response {
    let desk = match Desk::open(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    if matches!(desk.open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    let page = Page { desk: &desk, today: app.clinic.today(), zone: app.clinic.zone() };
    let body = match wanted.course {
        None => page.choice(),
        Some(id) => match page.chart().medication(id) {
            Some(course) => page.of(course),
            None => return Problem::not_found(&app, Some(&who)).into_response(),
        },
    };
    frame::page(&app, &who, &RecordPage { open: &desk.open, tab: "/regimen", title: "Taking a medicine" }, body).into_response()
}

impl Page<'_> {
    fn chart(&self) -> &Chart {
        &self.desk.open.chart
    }

    fn record(&self, what: &str, course: &MedicationCourse) -> String {
        let field = if what == "barrier" { "about_course" } else { "course" };
        format!("/chart/{}/record/{what}?{field}={}", self.chart().id, course.id)
    }

    fn substance(&self, course: &MedicationCourse) -> Option<&'static Substance> {
        crate::own_words::substance_of(self.desk.app.clinic.knowledge(), course)
    }

    fn name(&self, course: &MedicationCourse) -> String {
        chart_view::medicine_name(course, self.substance(course))
    }

    fn back(&self) -> Markup {
        html! { p.back { a href=(format!("/chart/{}/regimen", self.chart().id)) { "Back to the regimen" } } }
    }

    /// The medicines, to choose one.
    fn choice(&self) -> Markup {
        let mut courses: Vec<&MedicationCourse> = self.chart().medications.iter().collect();
        courses.sort_by(|a, b| b.is_current().cmp(&a.is_current()).then_with(|| b.started.order(&a.started)));
        html! {
            (self.back())
            header.page-head { h2 { "Taking a medicine" } p.lead { "Choose the medicine." } }
            section.card {
                @if courses.is_empty() { (empty_state("No medicine is on the chart", "What is known about taking it stands here once one was started.", None)) }
                ul { @for course in courses {
                    li { a href=(format!("/chart/{}/regimen/taking?course={}", self.chart().id, course.id)) { (self.name(course)) } " since " (frame::day(course.started, self.today, &self.zone)) @if !course.is_current() { ", stopped" } }
                } }
            }
        }
    }

    /// Everything about one medicine.
    fn of(&self, course: &MedicationCourse) -> Markup {
        let name = self.name(course);
        let taking = Taking::of(self.chart(), course, self.substance(course), self.today, &self.zone);
        html! {
            (self.back())
            header.page-head { h2 { "Taking " (name) } p.lead { (in_a_sentence(&taking)) } }
            section.card aria-labelledby="weeks-title" {
                h3 #weeks-title { "The last 12 weeks" }
                (picture::strip(&taking, &name, self.today))
                (picture::table(&taking, self.today))
            }
            (self.enough(&taking))
            (self.sources(&taking))
            (self.barriers(&taking))
        }
    }

    fn barriers(&self, taking: &Taking<'_>) -> Markup {
        html! {
            section.card aria-labelledby="barriers-title" {
                h3 #barriers-title { "What gets in the way" }
                @if taking.barriers.is_empty() { p.small.muted { "Nothing was noted. Nobody may have asked." } }
                ul { @for barrier in &taking.barriers { (self.barrier(barrier)) } }
                p.row {
                    a href=(self.record("barrier", taking.course)) { "Note what gets in the way" }
                }
            }
        }
    }

    fn barrier(&self, barrier: &Barrier) -> Markup {
        let what = &barrier.what;
        let resolve = format!("/chart/{}/record/barrier-resolved?barrier={}", self.chart().id, barrier.id);
        html! {
            li {
                p {
                    b { (super::forms::sentence_case(what.reason.words())) } @if !what.words.is_empty() { " “" (what.words) "”" }
                    @if what.course.is_none() { span.small.muted { " about medicines in general" } }
                }
                p.small.muted { "Noted " (frame::day(barrier.at, self.today, &self.zone)) " by " (barrier.by) ". " (self.owner(what.owner)) }
                @match &barrier.resolved {
                    Some((at, by, words)) => p.small { (icon(Icon::Check)) " Out of the way since " (frame::day(*at, self.today, &self.zone)) ", " (by) ": “" (words) "”" },
                    None => p.small.row { (self.review(what.review_on)) a href=(resolve) { "It no longer gets in the way" span.vh { ": " (what.reason.words()) } } },
                }
            }
        }
    }

    fn owner(&self, owner: Option<StaffId>) -> String {
        match owner {
            None => "Nobody looks after it yet.".to_owned(),
            Some(staff) => self.desk.about(|about| match about.colleague(staff) {
                Some(colleague) => format!("{} looks after it.", colleague.name),
                None => "Who looked after it does not work here any more.".to_owned(),
            }),
        }
    }

    fn review(&self, on: Option<Date>) -> Markup {
        match on {
            None => html! { span { "No day to look again." } },
            Some(on) if on < self.today => {
                html! { (tag("care", Some(Icon::Clock), &format!("to be looked at on {}", day_words(on, self.today)))) }
            }
            Some(on) => html! { span { "To be looked at again on " (day_words(on, self.today)) "." } },
        }
    }

    /// The day of something on the chart.
    fn started(&self, course: &MedicationCourse) -> Date {
        day_of(course.started, &self.zone)
    }
}

/// The last four weeks in one sentence; nothing is made of days without an answer.
fn in_a_sentence(taking: &Taking<'_>) -> String {
    let (lately, dosing) = (&taking.lately, taking.course.dosing().unwrap_or(&taking.course.what.dosing));
    if dosing.as_needed {
        return format!("As needed: taken on {} of the last {LATELY} days, as far as anybody said.", lately.taken);
    }
    if lately.answered() == 0 {
        return format!("Nobody answered for any of the last {LATELY} days: how much was taken is not known.");
    }
    let open = match lately.unanswered {
        0 => "every day that was due has an answer".to_owned(),
        1 => "1 day has no answer".to_owned(),
        days => format!("{days} days have no answer"),
    };
    format!("Of the last {LATELY} days it was taken on {} and left out on {}; {open}.", lately.taken, lately.missed)
}
