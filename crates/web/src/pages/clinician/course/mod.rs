//! One course of therapy: what was agreed, how much of it reached the person, what it is careful about, and the work that
//! belongs to its school.

pub mod begin;
pub(in crate::pages::clinician) mod brief;
mod cautions;
mod cognitive;
mod dialectical;
mod dynamic;
pub mod lines;
mod sheets;
mod thoughts;
mod work;

use super::{
    forms::sentence_case,
    frame::{self, RecordPage},
};
use crate::{
    app::Shared,
    components::{
        arm_clock::{ArmClock, arm_clock},
        icon::{Icon, icon},
        notice,
    },
    errors::Problem,
    guard::Who,
    pages::clinician::parts::{arm, status},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    Chart, ChartId, CourseId, Event,
    course_plan::{AgreedPlan, CoursePlanned},
    therapy::TherapyCourse,
};
use concord_engines::{
    course_state::CourseState,
    days::{day_of, day_words},
    therapy::{attendance, facts::every_words, homework, progress},
};
use concord_knowledge::{ListName, Therapy};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

/// What of the page is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    #[serde(default)]
    done: String,
    /// The last day of the week of the diary card; empty for today.
    #[serde(default)]
    to: String,
}

/// What the parts of the page look at.
struct Desk<'a> {
    app: &'a Shared,
    who: &'a Who,
    open: &'a OpenChart,
    course: &'a TherapyCourse,
    entry: Option<&'a Therapy>,
    today: Date,
    zone: TimeZone,
}

impl<'a> Desk<'a> {
    fn at(app: &'a Shared, who: &'a Who, open: &'a OpenChart, course: CourseId) -> Option<Self> {
        let course = open.chart.therapy(course)?;
        let entry = course.what.therapy.as_ref().and_then(|id| app.clinic.knowledge().therapy(id));
        Some(Self { app, who, open, course, entry, today: app.clinic.today(), zone: app.clinic.zone() })
    }

    fn chart(&self) -> &Chart {
        &self.open.chart
    }

    fn may_write(&self) -> bool {
        self.who.subject.role == Role::Therapist && self.course.is_current()
    }

    /// The address of a form about this course.
    fn form(&self, what: &str) -> String {
        format!("/chart/{}/record/{what}?course={}", self.chart().id, self.course.id)
    }

    fn address(&self) -> String {
        format!("/chart/{}/course/{}", self.chart().id, self.course.id)
    }

    fn day(&self, at: concord_chart::When) -> String {
        frame::day(at, self.today, &self.zone)
    }

    fn given_name(&self) -> String {
        frame::given_name(self.chart())
    }
}

/// The course.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, course)): Path<(ChartId, CourseId)>,
    Query(asked): Query<Asked>,
) -> Response {
    let open = match frame::open(&app, &who, chart, "course of therapy").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(desk) = Desk::at(&app, &who, &open, course) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let title = desk.course.what.name.clone();
    let body = html! {
        @if asked.done == "phase" { (notice::done("The course is in its next phase. The agreement before stays readable.")) }
        (overview(&desk))
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/sessions", title: &title }, body).into_response()
}

/// The work of a course: what the patient does, and what belongs to the school.
pub async fn work(
    State(app): State<Shared>,
    who: Who,
    Path((chart, course)): Path<(ChartId, CourseId)>,
    Query(asked): Query<Asked>,
) -> Response {
    let open = match frame::open(&app, &who, chart, "work of a course of therapy").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(desk) = Desk::at(&app, &who, &open, course) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let title = format!("{}: the work", desk.course.what.name);
    let body = html! {
        @match asked.done.as_str() {
            "line" => (notice::done("Sent. It stands under the work, for both of you.")),
            "empty" => (notice::note(html! { "The line was empty, so nothing was sent." })),
            _ => {}
        }
        (work::body(&desk, asked.to.parse().unwrap_or(desk.today)))
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/sessions", title: &title }, body).into_response()
}

/// What is sent to go on to the next phase.
#[derive(Debug, Deserialize)]
pub struct Moved {
    #[serde(default)]
    key: String,
    #[serde(default)]
    phase: String,
}

/// Goes on to the next phase: the agreement as it is, with the phase changed.
pub async fn next_phase(
    State(app): State<Shared>,
    who: Who,
    Path((chart, course)): Path<(ChartId, CourseId)>,
    Form(moved): Form<Moved>,
) -> Response {
    let open = match frame::read(&app, &who, chart, "course of therapy").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(desk) = Desk::at(&app, &who, &open, course) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let next = progress::next_phase(app.clinic.knowledge(), desk.course).filter(|phase| phase.id == moved.phase);
    let Some(next) = next else { return Redirect::to(&desk.address()).into_response() };
    let plan = CoursePlanned { phase: Some(next.id.clone()), words: String::new(), ..plan_of(desk.course) };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(moved.key, Event::CoursePlanned(plan))]).await {
        Ok(_) => Redirect::to(&format!("{}?done=phase", desk.address())).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// What is agreed now; nothing but the course's own numbers where nothing was.
pub(super) fn plan_of(course: &TherapyCourse) -> CoursePlanned {
    course.plan().cloned().unwrap_or_else(|| CoursePlanned {
        course: course.id,
        protocol: None,
        phase: None,
        targets: Vec::new(),
        goals: Vec::new(),
        planned_sessions: course.what.planned_sessions,
        every_days: course.what.every_days,
        minutes: None,
        participants: Vec::new(),
        unit: None,
        measures: Vec::new(),
        words: String::new(),
    })
}

fn overview(desk: &Desk<'_>) -> Markup {
    let course = desk.course;
    html! {
        header.page-head {
            h2 { (course.what.name) @if !course.what.therapist_name.is_empty() { " with " (course.what.therapist_name) } }
            p.lead {
                "Since " (desk.day(course.started)) "."
                @if let Some((when, ended)) = &course.ended { " Ended " (desk.day(*when)) ": " (ended.how.words()) "." }
                @if !course.what.aim.is_empty() { " “" (course.what.aim) "”" }
            }
            p.row {
                @if desk.may_write() { a.button href=(format!("/chart/{}/session/new?course={}", desk.chart().id, course.id)) { "Write a session" } a.button.secondary href=(desk.form("course-plan")) { "Change what is agreed" } }
                a.button.quiet href=(format!("{}/work", desk.address())) { "The work" }
                @if desk.may_write() { a.button.quiet href=(desk.form("therapy-end")) { "End the course" } }
            }
        }
        div.two-columns {
            div { (agreed(desk)) (dose(desk)) (history(desk)) }
            aside aria-label="Clock and cautions" { (clock(desk)) @if let Some(entry) = desk.entry { (cautions::card(desk.app, desk.chart(), entry)) } (agreements(desk)) }
        }
    }
}

/// Protocol, phase, rhythm, targets, goals, participants.
fn agreed(desk: &Desk<'_>) -> Markup {
    let plan = plan_of(desk.course);
    let protocol = desk.entry.and_then(|entry| plan.protocol.as_deref().and_then(|id| entry.protocol(id)));
    let goals: Vec<&str> = plan
        .goals
        .iter()
        .filter_map(|id| desk.chart().goals.iter().find(|goal| goal.what.goal == *id))
        .map(|goal| goal.what.words.as_str())
        .collect();
    let minutes = plan.minutes.map_or_else(String::new, |minutes| format!(", {minutes} minutes"));
    let rhythm = match (plan.planned_sessions, plan.every_days) {
        (Some(planned), Some(days)) => format!("{planned} sessions, {}{minutes}", every_words(days)),
        (Some(planned), None) => format!("{planned} sessions{minutes}"),
        (None, Some(days)) => format!("{}{minutes}", sentence_case(&every_words(days))),
        (None, None) => "not agreed yet".to_owned(),
    };
    let measures: Vec<String> = plan
        .measures
        .iter()
        .map(|id| desk.app.clinic.knowledge().instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone()))
        .collect();
    html! {
        section.card aria-labelledby="agreed" {
            h2 #agreed { "What is agreed" }
            (phases(desk, &plan))
            dl.pairs.wide-pairs {
                @if let Some(protocol) = protocol { div { dt { "Protocol" } dd { (protocol.name) } } }
                div { dt { "Sessions" } dd { (rhythm) } }
                div { dt { "Aimed at" } dd { @if plan.targets.is_empty() { "not written yet" } @else { (plan.targets.join("; ")) } } }
                @if !goals.is_empty() { div { dt { (desk.given_name()) "’s goals" } dd { @for goal in &goals { "“" (goal) "” " } } } }
                @if !plan.participants.is_empty() { div { dt { "Takes part" } dd { (plan.participants.iter().map(|one| format!("{}, {}", one.name, one.role.words())).collect::<Vec<_>>().join("; ")) } } }
                @if !measures.is_empty() { div { dt { "Followed by" } dd { (measures.join(", ")) } } }
            }
        }
    }
}

/// The phases as a row of steps, the present one marked, and the step to the next.
fn phases(desk: &Desk<'_>, plan: &CoursePlanned) -> Markup {
    let Some(entry) = desk.entry else { return html! {} };
    let knowledge = desk.app.clinic.knowledge();
    let present = progress::phase(knowledge, desk.course);
    let next = progress::next_phase(knowledge, desk.course).filter(|_| desk.may_write());
    html! {
        ol.phases {
            @for phase in entry.phases_of(plan.protocol.as_deref()) {
                @let here = present.is_some_and(|(known, _)| known.id == phase.id);
                li aria-current=[here.then_some("step")] { b { (phase.label) } span { (phase.goal) } }
            }
        }
        @if let Some((_, false)) = present { p.small.muted { "Nobody wrote the phase: this is where a course usually is by now." } }
        @if let Some(next) = next {
            form.inline-form method="post" action=(format!("{}/phase", desk.address())) {
                input type="hidden" name="key" value=(desk.app.clinic.fresh());
                input type="hidden" name="phase" value=(next.id);
                button.button.secondary type="submit" { "Go on to: " (next.label) }
            }
        }
    }
}

/// How much of it reached the person.
fn dose(desk: &Desk<'_>) -> Markup {
    let came = attendance::attendance(desk.course);
    let done = homework::compliance(desk.course);
    let reasons: Vec<String> = came.not_held.iter().map(|(why, count)| format!("{count} {}", why.words())).collect();
    html! {
        section.card aria-labelledby="dose" {
            h2 #dose { "So far" }
            dl.pairs.wide-pairs {
                div { dt { "Sessions attended" } dd { (came.attended) @if let Some(planned) = desk.course.planned_sessions() { " of " (planned) } } }
                div { dt { "Minutes" } dd { (came.minutes) @if came.minutes_not_known > 0 { " (" (came.minutes_not_known) " sessions without)" } } }
                div { dt { "Did not take place" } dd { @if reasons.is_empty() { "none" } @else { (reasons.join("; ")) } } }
                div { dt { "Homework" } dd { @match done.percent() { Some(percent) => { (percent) " % of what was looked at; " (done.rated) " of " (done.set) " tasks looked at" }, None if done.set == 0 => "none set", None => { (done.set) " set, none looked at yet" } } } }
            }
        }
    }
}

/// The clock of this arm: when a verdict is fair, and why.
fn clock(desk: &Desk<'_>) -> Markup {
    let state = CourseState::of(desk.chart(), desk.app.clinic.knowledge(), &desk.zone);
    let Some(facts) = state.arms.iter().find(|facts| facts.course == desk.course.id) else { return html! {} };
    let read = facts.clone().on(desk.today);
    let drawn = ArmClock {
        arm: arm(facts.arm),
        name: &facts.name,
        status: status(read.state),
        weeks: read.weeks.map(f32::from),
        window: read.window.map(|(from, to)| (f32::from(from), f32::from(to))),
        line: &read.exposure,
        source: None,
    };
    html! { section.card.pad { (arm_clock(&drawn)) p.small.muted { (read.why) } } }
}

/// Rules that both sides agreed on. They are shown; nothing is enforced.
fn agreements(desk: &Desk<'_>) -> Markup {
    let agreements = desk.entry.map(|entry| entry.agreements.as_slice()).unwrap_or_default();
    let missed = attendance::missed_in_a_row(desk.course, false).max(attendance::missed_in_a_row(desk.course, true));
    let four = agreements.iter().find(|one| one.id == "four_missed").and_then(|one| one.number);
    html! {
        @if !agreements.is_empty() {
            section.card.pad {
                h3 { "Agreed between you" }
                @for one in agreements { p.small { (one.text) } }
                @if let Some(four) = four.filter(|_| missed > 0) {
                    p { span.tag.(if missed >= four { "care" } else { "line" }) { (icon(Icon::Clock)) (missed) " of " (four) " missed in a row" } }
                }
            }
        }
    }
}

/// Every agreement with what changed.
fn history(desk: &Desk<'_>) -> Markup {
    let plans = &desk.course.plans;
    html! {
        @if plans.len() > 1 {
            section.card { details { summary { "Earlier agreements (" (plans.len() - 1) ")" }
                @for (index, plan) in plans.iter().enumerate().rev() { (version(desk, plan, index.checked_sub(1).and_then(|before| plans.get(before)))) } } }
        }
    }
}

fn version(desk: &Desk<'_>, plan: &AgreedPlan, before: Option<&AgreedPlan>) -> Markup {
    let changed = before.map(|before| changes(&before.what, &plan.what)).unwrap_or_default();
    html! {
        p { b { (desk.day(plan.at)) } ", " (plan.by) @if !plan.what.words.is_empty() { ": " (plan.what.words) }
            @if before.is_none() { span.small.muted { " the first agreement" } } @else if !changed.is_empty() { span.small.muted { " changed: " (changed.join(", ")) } } }
    }
}

/// Which parts of an agreement changed, in words.
fn changes(before: &CoursePlanned, after: &CoursePlanned) -> Vec<&'static str> {
    let parts = [
        ("protocol", before.protocol != after.protocol),
        ("phase", before.phase != after.phase),
        ("targets", before.targets != after.targets),
        ("goals", before.goals != after.goals),
        ("number of sessions", before.planned_sessions != after.planned_sessions),
        ("rhythm", before.every_days != after.every_days),
        ("length", before.minutes != after.minutes),
        ("who takes part", before.participants != after.participants),
        ("questionnaires", before.measures != after.measures),
    ];
    parts.into_iter().filter(|(_, changed)| *changed).map(|(words, _)| words).collect()
}

/// A code in the words of its list; own words as they are.
fn words_of(desk: &Desk<'_>, list: ListName, code: &str) -> String {
    let list = desk.app.clinic.knowledge().word_list(list);
    list.and_then(|list| list.word(code)).map_or_else(|| code.to_owned(), |word| word.label.clone())
}

/// A day in the words of a list.
fn short(at: concord_chart::When, desk: &Desk<'_>) -> String {
    day_words(day_of(at, &desk.zone), desk.today)
}
