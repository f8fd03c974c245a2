//! Record something on a chart: the menu, the form, and what comes of sending it.

mod carried;
mod conflict;
mod defaults;
mod guard;

pub(super) use carried::carried;

use super::{
    entries,
    forms::{
        self, About, Colleague, Field, Form as Declared, Group, Input, Problem as Wrong, Reading, ToRecord, Values, show_fields,
        show_problems,
    },
    frame::{self, RecordPage},
    regimen, suspected,
};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart, Place};
use concord_chart::{Chart, ChartId, Event, EventId};
use jiff::tz::TimeZone;
use maud::html;
use uuid::Uuid;

/// Everything a form needs, read once for a request.
pub(super) struct Desk {
    pub app: Shared,
    pub who: Who,
    pub open: OpenChart,
    zone: TimeZone,
    staff: Vec<Colleague>,
    places: Vec<Place>,
}

impl Desk {
    /// Opens the record to act on it.
    ///
    /// # Errors
    /// The page that says why not.
    pub async fn open(app: &Shared, who: &Who, chart: ChartId, is_looked_at: bool) -> Result<Self, Response> {
        let open = if is_looked_at {
            frame::open(app, who, chart, "record").await?
        } else {
            frame::read(app, who, chart, "record").await?
        };
        let accounts = app.clinic.store().accounts(app.clinic.organisation()).await;
        let accounts = accounts.map_err(|error| Problem::of(app, Some(who), error.into()).into_response())?;
        let colleague =
            |account: concord_store::Account| Colleague { staff: account.staff, name: account.name, role: account.role };
        let staff = accounts.into_iter().filter(|account| account.open && account.role.treats()).map(colleague).collect();
        let places = app.clinic.practice().places.clone();
        Ok(Self { app: app.clone(), who: who.clone(), open, zone: app.clinic.zone(), staff, places })
    }

    /// Runs something with what forms know.
    pub fn about<T>(&self, run: impl FnOnce(&About<'_>) -> T) -> T {
        let fresh: &dyn Fn() -> Uuid = &|| self.app.clinic.fresh();
        let me = Colleague { staff: self.who.subject.staff, name: self.who.subject.name.clone(), role: self.who.subject.role };
        let clinic = &self.app.clinic;
        run(&About {
            chart: &self.open.chart,
            knowledge: clinic.knowledge(),
            now: clinic.now(),
            today: clinic.today(),
            zone: &self.zone,
            me,
            staff: &self.staff,
            places: &self.places,
            fresh,
        })
    }

    /// The form on its page. `status` says whether something has to be put right.
    pub fn page(&self, form: &Declared, values: &Values, problems: &[Wrong], status: StatusCode) -> Response {
        let fields: Vec<Field> = self.about(|about| (form.fields)(about));
        let chart = &self.open.chart;
        let base = format!("/chart/{}", chart.id);
        let amends = values.get("amends");
        let title = if amends.is_empty() { form.title.to_owned() } else { format!("Correct: {}", form.title.to_lowercase()) };
        let key = if values.get("key").is_empty() { self.app.clinic.fresh().to_string() } else { values.get("key").to_owned() };
        let seen = if values.get("seen").is_empty() { self.open.head.to_string() } else { values.get("seen").to_owned() };
        let body = html! {
            header.page-head { h2 { (title) } @if !form.about.is_empty() { p.lead { (form.about) "." } } }
            (show_problems(problems))
            section.card {
                form.stack method="post" action=(format!("{base}/record/{}", form.what)) novalidate data-guard="" data-draft=(form.what) {
                    input type="hidden" name="chart" value=(chart.id);
                    input type="hidden" name="seen" value=(seen);
                    input type="hidden" name="key" value=(key);
                    @if !amends.is_empty() { input type="hidden" name="amends" value=(amends); }
                    (show_fields(&fields, values, problems))
                    (frame::signing(&self.app, chart))
                    p.row {
                        button.button type="submit" { (form.button) " for " (frame::given_name(chart)) }
                        a.button.quiet href=(base) { "Back to the chart" }
                    }
                    @if !problems.is_empty() { p.small.muted { "Everything else you wrote is kept." } }
                }
            }
            @if form.what == "side-effect-answer" {
                (suspected::beside_answer(chart, values.get("report").parse().ok(), self.app.clinic.today(), &self.zone))
            }
        };
        (status, frame::page(&self.app, &self.who, &RecordPage { open: &self.open, tab: "/record", title: &title }, body))
            .into_response()
    }

    fn chart(&self) -> &Chart {
        &self.open.chart
    }
}

/// The menu: everything that this role records, by group.
pub async fn menu(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Response {
    let open = match frame::open(&app, &who, chart, "record").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let role = who.subject.role;
    let base = format!("/chart/{chart}/record");
    let group = |group: Group| {
        let mut lines: Vec<(String, &str, &str)> = forms::of(role)
            .filter(|form| form.group == group)
            .map(|form| (format!("{base}/{}", form.what), form.title, form.about))
            .collect();
        if group == Group::Measures && role.is_clinician() {
            lines.insert(
                0,
                (format!("{base}/questionnaire"), "Enter the answers of a questionnaire", "From paper, or read aloud"),
            );
        }
        html! {
            @if !lines.is_empty() {
                section.card { h3 { (group.words()) } ul { @for (address, title, about) in &lines { li { a href=(address) { (title) } @if !about.is_empty() { span.small.muted { " " (about) } } } } } }
            }
        }
    };
    let body = html! {
        header.page-head { h2 { "Record" } p.lead { "What happened, in a few steps. Everything keeps its author, and nothing is ever overwritten." } }
        div.columns { @for one in Group::ALL { (group(*one)) } }
    };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/record", title: "Record" }, body).into_response()
}

/// A form. What stands in the address is filled in: `?course=…`, `?report=…`.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, what)): Path<(ChartId, String)>,
    Query(given): Query<Vec<(String, String)>>,
) -> Response {
    let form = match declared(&app, &who, &what) {
        Ok(form) => form,
        Err(response) => return response,
    };
    match Desk::open(&app, &who, chart, true).await {
        Ok(desk) => {
            let given = Values::new(
                given
                    .into_iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "amends" | "key" | "seen" | "made" | "made_in"))
                    .collect(),
            );
            let values = desk.about(|about| defaults::fill(form, given, about));
            desk.page(form, &values, &[], StatusCode::OK)
        }
        Err(response) => response,
    }
}

/// The form of that name, for those who may send it.
fn declared(app: &Shared, who: &Who, what: &str) -> Result<&'static Declared, Response> {
    match forms::find(what) {
        None => Err(Problem::not_found(app, Some(who)).into_response()),
        Some(form) if !form.roles.contains(&who.subject.role) => Err(Problem::not_for_role(app, who).into_response()),
        Some(form) => Ok(form),
    }
}

/// Records what was typed, or shows the form again.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, what)): Path<(ChartId, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let form = match declared(&app, &who, &what) {
        Ok(form) => form,
        Err(response) => return response,
    };
    if values.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let desk = match Desk::open(&app, &who, chart, false).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let corrected = values.get("amends").parse::<EventId>().ok().and_then(|id| desk.chart().entry(id));
    if corrected.is_some_and(|entry| entries::is_kept_from(&who, desk.chart(), entry)) {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    if let Some(stop) = guard::other_record(&desk, form, &values).await {
        return stop;
    }
    let (wanted, problems) = desk.about(|about| {
        let mut reading = Reading::new(&values, about.zone);
        let wanted = (form.read)(&mut reading, about);
        (wanted, reading.into_problems())
    });
    let earlier = corrected.map(|entry| entry.recorded.event());
    let wanted = wanted.map(|wanted| carry_over(wanted, earlier));
    match wanted {
        Some(wanted) if problems.is_empty() => match regimen::weigh(&desk, form, &values, wanted) {
            Ok(wanted) => record(&desk, form, &values, wanted).await,
            Err(to_be_weighed) => to_be_weighed,
        },
        _ => again(&desk, form, &values, &problems),
    }
}

/// What no form asks for stays as it was in the entry that is corrected; that is the first one.
fn carry_over(mut wanted: Vec<ToRecord>, earlier: Option<&Event>) -> Vec<ToRecord> {
    if let (Some(first), Some(earlier)) = (wanted.first_mut(), earlier) {
        first.event = carried(first.event.clone(), earlier);
    }
    wanted
}

/// The form again with what has to be put right, on the page that it was sent from.
fn again(desk: &Desk, form: &'static Declared, values: &Values, problems: &[Wrong]) -> Response {
    if regimen::sent_from_here(values) {
        return regimen::again(desk, form, values, problems);
    }
    desk.page(form, values, problems, StatusCode::UNPROCESSABLE_ENTITY)
}

async fn record(desk: &Desk, form: &'static Declared, values: &Values, wanted: Vec<ToRecord>) -> Response {
    let back = if regimen::sent_from_here(values) { "/regimen" } else { "" };
    match send(desk, values, wanted).await {
        Ok(()) => Redirect::to(&format!("/chart/{}{back}?done={}", desk.chart().id, form.what)).into_response(),
        Err(ActionError::Refused(refusal)) => {
            let fields = desk.about(|about| (form.fields)(about));
            let field = place_of(refusal.field, &fields);
            again(desk, form, values, &[Wrong { field, sentence: refusal.sentence }])
        }
        Err(ActionError::Conflict { theirs, head, .. }) => conflict::page(desk, form, values, &theirs, head).await,
        Err(error) => Problem::of(&desk.app, Some(&desk.who), error).into_response(),
    }
}

/// The field that a refusal is about, by its name on this form; the first one where the form has no such field.
fn place_of(about: Option<&str>, fields: &[Field]) -> String {
    let about = about.unwrap_or_default();
    let asks_when = || fields.iter().any(|field| matches!(field.input, Input::Occurred));
    match about {
        "occurred" if asks_when() => "on_day".to_owned(),
        about if fields.iter().any(|field| field.name == about) => about.to_owned(),
        _ => {
            let shown = |field: &&Field| !matches!(field.input, Input::Hidden | Input::Heading | Input::Occurred);
            fields.iter().find(shown).map_or_else(|| "on_day".to_owned(), |field| field.name.to_string())
        }
    }
}

async fn send(desk: &Desk, values: &Values, wanted: Vec<ToRecord>) -> Result<(), ActionError> {
    let (clinic, subject, chart) = (&desk.app.clinic, &desk.who.subject, desk.chart().id);
    let amends: Option<EventId> = values.get("amends").parse().ok();
    let key = values.get("key");
    let mut wanted = wanted;
    if let [ToRecord { event: Event::SideEffectReported(report), .. }] = wanted.as_mut_slice() {
        let Some(earlier) = amends else {
            // A new report is a promise as well: its owner and answer time are the action's to name.
            return clinic.report_side_effect(subject, chart, key, report.clone()).await.map(drop);
        };
        if let Some(Event::SideEffectReported(before)) = desk.chart().entry(earlier).map(|entry| entry.recorded.event()) {
            report.owner = before.owner;
            report.answer_by = before.answer_by;
            // Not typed on this form, so a correction of the rest keeps it.
            report.severity = report.severity.or(before.severity);
            for (now, then) in
                [(&mut report.effect_on_life, &before.effect_on_life), (&mut report.effect_on_therapy, &before.effect_on_therapy)]
            {
                if now.is_empty() {
                    now.clone_from(then);
                }
            }
        }
    }
    let entries = wanted
        .into_iter()
        .enumerate()
        .map(|(index, one)| entry(desk, format!("{key}:{index}"), one, amends.filter(|_| index == 0)));
    let seen = values.get("seen").parse().ok();
    clinic.record(subject, chart, seen, entries.collect()).await.map(drop)
}

fn entry(desk: &Desk, key: String, one: ToRecord, amends: Option<EventId>) -> Entry {
    let mut entry = Entry::new(key, one.event);
    // A correction is about the time that the entry was about, unless another one was typed.
    let before = amends.and_then(|id| desk.chart().entry(id)).map(|entry| entry.recorded.occurred());
    if let Some(at) = one.at.or(before) {
        entry = entry.at(at);
    }
    match amends {
        Some(earlier) => entry.amending(earlier),
        None => entry,
    }
}
