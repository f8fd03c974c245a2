//! Complementary courses: planned with a dose, delivered, rated and visible beside the other arms. A practitioner sees their
//! own; what rests on conditions and medicines is looked at by those who see them.

mod agreed;
pub mod begin;
mod cautions;
pub mod change;
pub mod classes;
mod evidence;
mod form;
mod ratings;

use super::{
    frame::{self, RecordPage},
    parts, reading,
    record::Desk,
};
use crate::{
    app::Shared,
    components::{
        arm_clock::{Arm, ArmClock, arm_clock},
        empty_state::empty_state,
        form as controls, notice,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::{Role, View};
use concord_actions::OpenChart;
use concord_chart::{Chart, ChartId, CourseId, practice::PracticeCourse};
use concord_engines::clocks::{ArmClock as Clock, clocks};
use concord_knowledge::Practice;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// Everything the parts of the pages look at.
struct Seen<'a> {
    app: &'a Shared,
    who: &'a Who,
    open: &'a OpenChart,
    today: Date,
    zone: TimeZone,
}

impl<'a> Seen<'a> {
    fn of(app: &'a Shared, who: &'a Who, open: &'a OpenChart) -> Self {
        Self { app, who, open, today: app.clinic.today(), zone: app.clinic.zone() }
    }

    fn chart(&self) -> &'a Chart {
        &self.open.chart
    }

    fn base(&self) -> String {
        format!("/chart/{}", self.open.chart.id)
    }

    fn day(&self, at: concord_chart::When) -> String {
        frame::day(at, self.today, &self.zone)
    }

    /// True for somebody who sees no conditions and no medicines.
    fn is_practitioner(&self) -> bool {
        matches!(self.open.view, View::Complementary(_))
    }

    /// True for those who begin courses and write classes.
    fn delivers(&self) -> bool {
        matches!(self.who.subject.role, Role::CareManager | Role::ComplementaryPractitioner)
    }

    fn entry(&self, course: &PracticeCourse) -> Option<&'static Practice> {
        self.app.clinic.knowledge().practice(course.what.practice.as_ref()?)
    }

    fn clocks(&self) -> Vec<Clock> {
        clocks(self.chart(), self.app.clinic.knowledge(), self.today, &self.zone, u16::MAX)
    }

    fn page(&self, title: &str, body: Markup) -> Markup {
        frame::page(self.app, self.who, &RecordPage { open: self.open, tab: "/practices", title }, body)
    }
}

/// Every course, the present ones first.
pub async fn list(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    let open = match frame::open(&app, &who, chart, "complementary courses").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let seen = Seen::of(&app, &who, &open);
    let clocks = seen.clocks();
    let mut courses: Vec<&PracticeCourse> = seen.chart().practices.iter().collect();
    courses.sort_by(|one, other| other.is_current().cmp(&one.is_current()).then_with(|| other.started.order(&one.started)));
    let begin = format!("{}/practices/begin", seen.base());
    let body = html! {
        header.page-head {
            h2 { "Complementary" }
            @if seen.delivers() { p.row { a.button href=(begin) { "Begin a course" } } }
            p.lead { @if seen.is_practitioner() { "Your own courses with " (frame::given_name(seen.chart())) "." } @else { "Each with its dose, its practitioner and how it goes, beside the other treatments." } }
        }
        @if said.done == "offered" { (notice::done("Offered. It stands first on their list.")) }
        @if courses.is_empty() {
            section.card { (empty_state("No course yet", "A course stands here with classes, own practice, what it asks to look out for, and whether it does good.", seen.delivers().then_some((&*begin, "Begin a course")))) }
        }
        @for course in courses { (card(&seen, course, &clocks)) }
        (supplements(&seen))
    };
    seen.page("Complementary", body).into_response()
}

fn card(seen: &Seen<'_>, course: &PracticeCourse, clocks: &[Clock]) -> Markup {
    html! {
        section.card.pad {
            h3 { a href=(format!("{}/practices/{}", seen.base(), course.id)) { (course.what.name) } @if !course.what.practitioner_name.is_empty() { " with " (course.what.practitioner_name) } }
            (clock(course.id, clocks))
            @if !course.what.aim.is_empty() { blockquote.quote { "“" (course.what.aim) "”" } }
        }
    }
}

/// The course on its own clock, as on the chart.
fn clock(course: CourseId, clocks: &[Clock]) -> Markup {
    let Some(clock) = clocks.iter().find(|clock| clock.facts.course == course) else { return html! {} };
    let drawn = ArmClock {
        arm: Arm::Complementary,
        name: &clock.facts.name,
        status: parts::status(clock.state),
        weeks: clock.weeks.map(f32::from),
        window: clock.window.map(|(from, to)| (f32::from(from), f32::from(to))),
        line: &clock.exposure,
        source: None,
    };
    html! { (arm_clock(&drawn)) p.small.muted { (clock.why) } }
}

/// A supplement is a medicine here: it goes through the review before it stands on any plan.
fn supplements(seen: &Seen<'_>) -> Markup {
    html! {
        section.card.pad { h3 { "A supplement" }
            p { "What is swallowed acts like a medicine and can act against one. It stands on the regimen, after its review, and nowhere else." }
            @if seen.is_practitioner() {
                p { "You do not see what else is taken, so it cannot be recommended from here. " a href=(format!("{}/note", seen.base())) { "Write to the team what you think of" } ", and the prescriber reviews it." }
            } @else {
                form.inline-form method="get" action=(format!("{}/regimen", seen.base())) {
                    input type="hidden" name="what" value="medicine-start";
                    input type="hidden" name="purpose" value="suggested beside a complementary course";
                    (controls::text(&controls::Field { name: "name", label: "Which supplement", required: true, ..controls::Field::default() }, "text"))
                    button.button.secondary type="submit" { "Review it as a medicine" }
                }
            }
        }
    }
}

/// One course: what is agreed, what to look out for, what was done, how it goes.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, practice)): Path<(ChartId, String)>,
    Query(said): Query<Said>,
) -> Response {
    let open = match frame::open(&app, &who, chart, "complementary course").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(course) = practice.parse().ok().and_then(|id| open.chart.practice(id)) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let seen = Seen::of(&app, &who, &open);
    let body = html! { (said_words(&said.done)) (course_body(&seen, course, &classes::Typed::default())) };
    seen.page(&course.what.name, body).into_response()
}

fn said_words(done: &str) -> Markup {
    match done {
        "begun" => notice::done("The course is begun."),
        "planned" => notice::done("Kept. This is what is agreed from now on."),
        "class" => notice::done("The class is kept."),
        "unwanted" => notice::done("The class is kept, and the prescriber is asked to answer what was unwanted."),
        "offered" => notice::done("Offered. It stands first on their list."),
        _ => html! {},
    }
}

fn course_body(seen: &Seen<'_>, course: &PracticeCourse, typed: &classes::Typed) -> Markup {
    let base = format!("{}/practices/{}", seen.base(), course.id);
    let record = format!("{}/record", seen.base());
    html! {
        header.page-head {
            h2 { (course.what.name) }
            @if course.is_current() {
                p.row {
                    a.button.secondary href={ (base) "/plan" } { @if course.plan().is_some() { "Change what is agreed" } @else { "Agree on the dose" } }
                    @if seen.delivers() {
                        a.button.secondary href={ (record) "/class-missed?course=" (course.id) } { "A class was missed" }
                        a.button.quiet href={ (record) "/practice-end?course=" (course.id) } { "End the course" }
                    }
                    @if !seen.is_practitioner() { a.button.quiet href={ (record) "/decision" } { "Say how it goes" } }
                }
            }
            p.lead { "Since " (seen.day(course.started)) @if let Some((at, ended)) = &course.ended { ", ended " (seen.day(*at)) ": " (ended.how.words()) } "." }
        }
        div.two-columns {
            div {
                (agreed::card(seen, course))
                (classes::card(seen, course, typed))
                (ratings::card(seen, course))
            }
            aside aria-label="Beside the course" {
                section.card.pad { (clock(course.id, &seen.clocks())) }
                (cautions::card(seen, course))
                @if let Some(entry) = seen.entry(course) { (evidence::card(seen, entry)) (to_read(seen, entry)) }
            }
        }
    }
}

/// Articles about this practice, to offer by one press.
fn to_read(seen: &Seen<'_>, entry: &Practice) -> Markup {
    let about = |article: &&concord_knowledge::article::Article| {
        article.translation_of.is_none() && article.offered_when.practices.contains(&entry.id)
    };
    html! {
        @for article in seen.app.clinic.knowledge().articles().filter(about) {
            section.card.pad { h3 { "To read" }
                p { a href=(format!("/reading/{}", article.id)) { (article.title) } }
                (reading::offer_button(seen.app, seen.chart(), article, &format!("Because your plan has this on it: {}.", entry.patient_name), "practices"))
            }
        }
    }
}

/// Opens the desk of one course that is going on, for its forms.
async fn desk_of(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    practice: &str,
    looked: bool,
) -> Result<(Desk, PracticeCourse), Response> {
    let desk = Desk::open(app, who, chart, looked).await?;
    let course = practice.parse().ok().and_then(|id| desk.open.chart.practice(id)).cloned();
    match course {
        Some(course) => Ok((desk, course)),
        None => Err(Problem::not_found(app, Some(who)).into_response()),
    }
}
