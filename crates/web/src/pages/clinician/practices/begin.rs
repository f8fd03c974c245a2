//! Begin a course: choose the practice, then agree on its dose with what to look out for beside it.

use super::{
    Seen,
    form::{self, Asked},
};
use crate::{
    app::Shared,
    errors::Problem,
    guard::Who,
    pages::clinician::{
        forms::{About, Problem as Wrong, Reading, Values, show_problems},
        record::Desk,
    },
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::ActionError;
use concord_chart::{ChartId, CourseId, StaffId, When, practice::Started};
use concord_knowledge::Practice;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The word for a practice that has no entry.
const OTHER: &str = "other";

/// The page: the practices to choose from, or the form of the one that was chosen.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(given): Query<BTreeMap<String, String>>,
) -> Response {
    let desk = match opened(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let seen = Seen::of(&app, &who, &desk.open);
    let text = |name: &str| given.get(name).map(String::as_str).unwrap_or_default();
    let entry = form::entry_of(&seen, text("practice"));
    match entry {
        None if text("practice") != OTHER => seen.page("Begin a course", choose(&seen)).into_response(),
        None => page(&seen, &desk, None, &Values::default(), &[]).into_response(),
        Some(entry) => page(&seen, &desk, Some(entry), &form::usual(entry, text("protocol")), &[]).into_response(),
    }
}

/// Courses are begun by those who deliver them.
async fn opened(app: &Shared, who: &Who, chart: ChartId, looked: bool) -> Result<Desk, Response> {
    if !matches!(who.subject.role, Role::CareManager | Role::ComplementaryPractitioner) {
        return Err(Problem::not_for_role(app, who).into_response());
    }
    Desk::open(app, who, chart, looked).await
}

fn choose(seen: &Seen<'_>) -> Markup {
    let base = format!("{}/practices/begin?practice=", seen.base());
    html! {
        header.page-head { h2 { "Begin a course" } p.lead { "Which practice? Its usual dose, what it asks to look out for and how well founded it is come with it." } }
        div.columns { @for entry in seen.app.clinic.knowledge().practices() {
            section.card.pad {
                h3 { a href={ (base) (entry.id) } { (entry.name) } }
                p.small { (entry.evidence.line) }
                @if !entry.protocols.is_empty() { ul.small { @for one in &entry.protocols { li { a href={ (base) (entry.id) "&protocol=" (one.id) } { (one.name) } ": " (one.about) } } } }
            }
        } }
        p { a.button.secondary href={ (base) (OTHER) } { "Another practice" } }
    }
}

fn page(seen: &Seen<'_>, desk: &Desk, entry: Option<&'static Practice>, values: &Values, problems: &[Wrong]) -> Markup {
    let asked = Asked { entry, course: None, action: "/practices/begin".to_owned(), button: "Begin the course" };
    let fields = desk.about(|about| form::fields(&asked, about));
    let name = entry.map_or("Another practice", |entry| entry.name.as_str());
    let body = html! {
        header.page-head { h2 { "Begin: " (name) } p.row { a.button.quiet href={ (seen.base()) "/practices/begin" } { "Choose another" } } }
        (show_problems(problems))
        (form::body(seen, &asked, &fields, values, problems))
    };
    seen.page("Begin a course", body)
}

/// Begins the course with what is agreed, in one hand.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let desk = match opened(&app, &who, chart, false).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    if values.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let seen = Seen::of(&app, &who, &desk.open);
    let entry = form::entry_of(&seen, values.get("practice"));
    let course = CourseId(app.clinic.fresh());
    let mut reading = Reading::new(&values, &seen.zone);
    let started = desk.about(|about| started(&mut reading, about, entry, course));
    let at = reading.occurred().unwrap_or(When::Day(seen.today));
    let plan = form::read(&mut reading, &seen, entry, course);
    let problems = reading.into_problems();
    let again =
        |problems: &[Wrong]| (StatusCode::UNPROCESSABLE_ENTITY, page(&seen, &desk, entry, &values, problems)).into_response();
    let Some(plan) = plan else { return again(&problems) };
    let begins = Started { planned_classes: plan.planned_classes, aim_minutes_week: plan.home_minutes_week, ..started };
    match app.clinic.agree_practice(&who.subject, chart, values.get("key"), Some((begins, at)), plan).await {
        // Sent twice it began once, under the first id: the list knows it.
        Ok(receipt) if receipt.events.is_empty() => Redirect::to(&format!("/chart/{chart}/practices")).into_response(),
        Ok(_) => Redirect::to(&format!("/chart/{chart}/practices/{course}?done=begun")).into_response(),
        Err(ActionError::Refused(refusal)) => again(&[Wrong { field: "name".to_owned(), sentence: refusal.sentence }]),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn started(reading: &mut Reading<'_>, about: &About<'_>, entry: Option<&Practice>, course: CourseId) -> Started {
    let name = match entry {
        Some(entry) => entry.name.clone(),
        None => reading.needed("name", "Say which practice it is."),
    };
    let with = match about.me.role {
        Role::ComplementaryPractitioner => Some(&about.me),
        _ => reading.text("with").parse::<StaffId>().ok().and_then(|staff| about.colleague(staff)),
    };
    Started {
        course,
        practice: entry.map(|entry| entry.id.clone()),
        name,
        planned_classes: None,
        aim_minutes_week: None,
        practitioner: with.and_then(|colleague| colleague.staff),
        practitioner_name: with.map_or_else(|| reading.text("with_name"), |colleague| colleague.name.clone()),
        aim: reading.text("aim"),
    }
}
