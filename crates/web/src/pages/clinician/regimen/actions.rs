//! What can be done about a finding with one press: order the check that it asks for, lower a dose, ask the patient, record
//! the fact that is missing. A check is a task with an owner and a day; ordering it twice is not offered.

use super::super::{frame, record::Desk};
use crate::{
    app::Shared,
    components::icon::{Icon, icon},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Chart, ChartId, CourseId, Event, SubstanceId,
    medication::MedicationCourse,
    task::{TaskKind, TaskOpened},
};
use concord_engines::{
    days::day_words,
    safety::{Finding, NotChecked},
};
use concord_knowledge::{
    Knowledge,
    monitoring::Test,
    vocabulary::{Kind, Severity},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

/// So many checks are offered for one finding.
const AT_MOST: usize = 3;

/// What the actions of a page need.
pub struct Actions<'a> {
    /// The web side: fresh keys, today.
    pub app: &'a Shared,
    /// The chart.
    pub chart: &'a Chart,
    /// False for those who only read the regimen: then they may still order checks and ask.
    pub prescriber: bool,
}

impl Actions<'_> {
    fn knowledge(&self) -> &'static Knowledge {
        self.app.clinic.knowledge()
    }

    /// The actions of a finding.
    pub fn of(&self, finding: &Finding) -> Option<Markup> {
        let tests = self.tests(finding);
        let doses = if self.prescriber { self.doses(finding) } else { Vec::new() };
        let facts: Vec<&String> =
            finding.context_missing.iter().filter(|missing| self.knowledge().test_by_name(missing).is_none()).collect();
        let none = tests.is_empty() && doses.is_empty() && facts.is_empty();
        let due = self.due(finding.severity);
        let first = finding.ids.first();
        (!none).then(|| {
            html! {
                @for test in tests { (self.order(test, due, first)) }
                @for (course, most) in doses { (self.lower(course, most)) }
                @for fact in facts.into_iter().take(2) { (self.fact(fact, due)) }
            }
        })
    }

    /// What can be done about a fact that is missing.
    pub fn of_open(&self, open: &NotChecked) -> Option<Markup> {
        let due = self.due(open.could_be.unwrap_or(Severity::Moderate));
        if let Some(test) = self.knowledge().test_by_name(&open.what) {
            return Some(html! { (self.order(test, due, None)) });
        }
        let unknown = open.could_be.is_none() && open.why.starts_with("not among");
        Some(if unknown {
            self.ask(&format!("What is in “{}”, and how much of it", open.what), due)
        } else {
            self.fact(&open.what, due)
        })
    }

    /// The checks that a finding names: what it says to watch, what is missing, what is due.
    fn tests(&self, finding: &Finding) -> Vec<&'static Test> {
        let title = (finding.kind == Kind::Monitoring).then_some(&finding.title);
        let texts: Vec<String> =
            finding.context_missing.iter().chain(&finding.monitoring).chain(title).map(|text| text.to_lowercase()).collect();
        let mut tests: Vec<(usize, &Test)> = self
            .knowledge()
            .tests()
            .filter_map(|test| {
                let names = std::iter::once(&test.name).chain(&test.synonyms).filter(|name| name.len() > 2);
                let mut names = names.map(|name| name.to_lowercase());
                let place = names.find_map(|name| texts.iter().position(|text| says(text, &name)))?;
                Some((place, test))
            })
            .collect();
        tests.sort_by_key(|(place, _)| *place);
        tests.into_iter().map(|(_, test)| test).take(AT_MOST).collect()
    }

    /// The medicines of a finding whose dose can be lowered here, with the largest amount where a limit is known.
    fn doses(&self, finding: &Finding) -> Vec<(&MedicationCourse, Option<rust_decimal::Decimal>)> {
        let about_dose = matches!(finding.kind, Kind::Dose | Kind::Titration | Kind::BurdenQt | Kind::BurdenCns | Kind::DrugAge)
            || finding.numbers.max_daily_mg.is_some()
            || matches!(finding.matter.as_str(), "level" | "dose" | "exposure");
        if !about_dose {
            return Vec::new();
        }
        let named = |course: &&MedicationCourse| {
            course.is_current()
                && !course.what.from_elsewhere
                && course.what.substance.as_ref().is_some_and(|id| finding.ids.contains(id))
        };
        self.chart.medications.iter().filter(named).take(2).map(|course| (course, finding.numbers.max_daily_mg)).collect()
    }

    fn order(&self, test: &Test, due: Date, about: Option<&SubstanceId>) -> Markup {
        let open = self.chart.tasks.iter().find(|task| task.is_open() && task.what.item.as_deref() == Some(&test.id));
        let course = about.and_then(|id| {
            self.chart.medications.iter().find(|course| course.is_current() && course.what.substance.as_ref() == Some(id))
        });
        match open {
            Some(task) => html! {
                span.small.ordered { (icon(Icon::Check)) " Ordered: " (test.name) @if let Some(due) = task.what.due { ", by " (day_words(due, self.app.clinic.today())) } }
            },
            None => self.press(
                &format!("Order: {}", test.name),
                TaskKind::OrderTest,
                Some(&test.id),
                course.map(|course| course.id),
                due,
            ),
        }
    }

    fn lower(&self, course: &MedicationCourse, most: Option<rust_decimal::Decimal>) -> Markup {
        let substance = course.what.substance.as_ref().and_then(|id| self.knowledge().substance(id));
        let name = crate::chart_view::medicine_name(course, substance);
        // The limit is filled in only where it is the single dose as well; otherwise the person writes the amount.
        let once = course
            .dosing()
            .is_some_and(|dosing| dosing.per_day == Some(1.into()) && dosing.dose.as_ref().is_some_and(|dose| dose.unit == "mg"));
        let amount = most.filter(|_| once).map(|most| format!("&amount={}", most.normalize())).unwrap_or_default();
        html! { a.button.secondary.slim href=(format!("/chart/{}/regimen?what=dose-change&course={}{amount}#change", self.chart.id, course.id)) { "Change the dose: " (name) } }
    }

    /// A fact that people know: recorded where there is a form for it, else asked.
    fn fact(&self, what: &str, due: Date) -> Markup {
        let base = format!("/chart/{}/record", self.chart.id);
        let record = |kind: &str| html! { a.button.secondary.slim href=(format!("{base}/circumstance?about_what={kind}")) { "Record it" span.vh { ": " (what) } } };
        html! {
            @match what {
                "ancestry" => (record("ancestry")),
                "contraception" => (record("contraception")),
                "whether there is a pregnancy" | "week of pregnancy" => (record("pregnant")),
                "whether there is breast-feeding" => (record("breastfeeding")),
                "whether a pregnancy is possible" => (record("can-become-pregnant")),
                "age" | "sex" => a.button.secondary.slim href=(format!("{base}/details")) { "Record it" span.vh { ": " (what) } },
                "smoking" => a.button.secondary.slim href=(format!("{base}/observation?what=Smoking")) { "Record it" span.vh { ": smoking" } },
                _ => {}
            }
            (self.ask(what, due))
        }
    }

    fn ask(&self, what: &str, due: Date) -> Markup {
        let words = format!("Ask: {what}");
        let open = self.chart.tasks.iter().any(|task| task.is_open() && task.what.what == words);
        html! {
            @if open { span.small.ordered { (icon(Icon::Check)) " To be asked: " (what) } }
            @else { (self.press(&words, TaskKind::AskPatient, None, None, due)) }
        }
    }

    fn press(&self, words: &str, kind: TaskKind, item: Option<&str>, course: Option<CourseId>, due: Date) -> Markup {
        html! {
            form.one-press method="post" action=(format!("/chart/{}/regimen/task", self.chart.id)) {
                input type="hidden" name="chart" value=(self.chart.id);
                input type="hidden" name="key" value=(self.app.clinic.fresh());
                input type="hidden" name="task" value=(words);
                input type="hidden" name="kind" value=(super::super::forms::word_of(&kind));
                @if let Some(item) = item { input type="hidden" name="item" value=(item); }
                @if let Some(course) = course { input type="hidden" name="course" value=(course); }
                input type="hidden" name="due" value=(due);
                button.button.secondary.slim type="submit" { (words) span.vh { ", by " (day_words(due, self.app.clinic.today())) } }
            }
        }
    }

    /// The worse it could be, the sooner.
    fn due(&self, severity: Severity) -> Date {
        let today = self.app.clinic.today();
        let days = match severity {
            Severity::Contraindicated => 0,
            Severity::Major => 2,
            Severity::Moderate => 7,
            Severity::Minor | Severity::Info => 28,
        };
        today.checked_add(days.days()).unwrap_or(today)
    }
}

/// A name stands in a text as words of its own.
fn says(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, found)| {
        let before = text[..start].chars().next_back().is_none_or(|letter| !letter.is_alphanumeric());
        let after = text[start + found.len()..].chars().next().is_none_or(|letter| !letter.is_alphanumeric());
        before && after
    })
}

/// A pressed action.
#[derive(Debug, Default, Deserialize)]
pub struct Pressed {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    due: String,
}

/// Opens the task: its owner is the one who pressed, its day stands on the button.
pub async fn submit(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(pressed): Form<Pressed>) -> Response {
    let kind = super::super::forms::read_word::<TaskKind>(&pressed.kind);
    let (Some(kind), Some(owner)) = (kind.filter(|_| pressed.chart == chart.to_string()), who.subject.staff) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    // Pressed in a window that was left open while another record was looked at: stop, and show whose it is.
    if who.last_opened.is_some_and(|last| last != chart) {
        return match Desk::open(&app, &who, chart, true).await {
            Ok(desk) => super::stopped_for_another(&desk),
            Err(response) => response,
        };
    }
    if let Err(response) = frame::read(&app, &who, chart, "order a check").await {
        return response;
    }
    let task = TaskOpened {
        what: pressed.task,
        kind,
        item: Some(pressed.item).filter(|item| !item.is_empty()),
        course: pressed.course.parse().ok(),
        owner,
        due: pressed.due.parse().ok(),
        because: Vec::new(),
    };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(pressed.key, Event::TaskOpened(task))]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/regimen?done=task")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
