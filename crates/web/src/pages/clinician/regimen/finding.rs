//! One finding in full, on a page of its own: everything by which a reader can judge it, and the way past it with a reason.

use super::{
    Page, aside,
    checked::{Checked, key_of},
    opened, stopped_for_another, weigh,
};
use crate::{
    app::Shared,
    components::{
        notice,
        review::{self, Card},
    },
    errors::Problem,
    guard::Who,
    pages::clinician::{
        forms::{Problem as Wrong, Values, show_problems},
        frame::{self, RecordPage},
    },
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry};
use concord_chart::{ChartId, Event, EventId};
use concord_engines::safety::Finding;
use maud::html;

/// The page of `?finding=…`, with the draft in the address where there is one.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(given): Query<Vec<(String, String)>>,
) -> Response {
    match opened(&app, &who, chart, true).await {
        Ok(desk) => page(&Page::of(&desk), &Values::new(given), &[], StatusCode::OK),
        Err(response) => response,
    }
}

/// Goes on past a finding of the present regimen, with a reason.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    if values.get("chart") != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let elsewhere = who.last_opened.is_some_and(|last| last != chart);
    let desk = match opened(&app, &who, chart, elsewhere).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    if elsewhere {
        return stopped_for_another(&desk);
    }
    let page_of = Page::of(&desk);
    let checked = page_of.checked(&Values::default());
    let Some(finding) = find(&checked, values.get("finding")).map(|(finding, _)| finding) else {
        return Redirect::to(&page_of.base()).into_response();
    };
    let event = match weigh::weighed(finding, &key_of(finding), &checked.regimen, &values) {
        Ok(event) => event,
        Err(problem) => return page(&page_of, &values, &[problem], StatusCode::UNPROCESSABLE_ENTITY),
    };
    let entry = Entry::new(values.get("key"), Event::FindingAcknowledged(event));
    match app.clinic.record(&who.subject, chart, None, vec![entry]).await {
        Ok(_) => Redirect::to(&format!("{}?done=weighed", page_of.base())).into_response(),
        Err(ActionError::Refused(refusal)) => {
            let problem = Wrong { field: format!("words:{}", key_of(finding)), sentence: refusal.sentence };
            page(&page_of, &values, &[problem], StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// A finding by its name, among what is shown and what is not; with why it stands here.
fn find<'a>(checked: &'a Checked, key: &str) -> Option<(&'a Finding, String)> {
    let shown = checked.shown().find(|shown| key_of(&shown.finding) == key);
    let hidden = || checked.hidden().find(|(finding, _)| key_of(finding) == key);
    shown.map(|shown| (&shown.finding, shown.why_now.clone())).or_else(hidden)
}

fn page(of: &Page<'_>, values: &Values, problems: &[Wrong], status: StatusCode) -> Response {
    let checked = of.checked(values);
    let found = find(&checked, values.get("finding"));
    let back = way_back(of, values);
    let shown = found.as_ref().is_some_and(|(finding, _)| {
        checked.shown().any(|shown| shown.finding.id == finding.id && shown.finding.ids == finding.ids)
    });
    let body = html! {
        (show_problems(problems))
        p.back { a href=(back) { "Back to the regimen" } }
        @match &found {
            None => { h2 { "This finding is not there any more" } p { "The regimen, a value or the knowledge has changed since. Look at the review again." } },
            Some((finding, why)) => {
                header.page-head { h2 { (finding.title) } }
                @if checked.proposal.is_some() { (notice::note(html! { "Found in a draft that is not recorded." })) }
                section.card {
                    (review::full(&Card {
                        finding,
                        knowledge: of.app().clinic.knowledge(),
                        address: String::new(),
                        actions: of.actions().of(finding),
                        why_now: why.clone(),
                    }))
                }
                @if of.prescriber && shown && checked.proposal.is_none() { (weigh_card(of, finding, values, problems)) }
            }
        }
    };
    let page = RecordPage { open: &of.desk.open, tab: "/regimen", title: "A finding" };
    (status, frame::page(of.app(), &of.desk.who, &page, body)).into_response()
}

/// The regimen, with the draft where there is one; a correction is made from the entry that it corrects.
fn way_back(of: &Page<'_>, values: &Values) -> String {
    if let Ok(earlier) = values.get("amends").parse::<EventId>() {
        return format!("/chart/{}/entries/{earlier}/amend", of.chart().id);
    }
    match super::draft::query(values).trim_start_matches('&') {
        "" => of.base(),
        query => format!("{}?{query}#change", of.base()),
    }
}

/// "I have weighed this": it is then not shown again until it becomes worse.
fn weigh_card(of: &Page<'_>, finding: &Finding, values: &Values, problems: &[Wrong]) -> maud::Markup {
    let key = key_of(finding);
    let sent = if values.get("key").is_empty() { of.app().clinic.fresh().to_string() } else { values.get("key").to_owned() };
    let wrong = problems.first().map(|problem| problem.sentence.as_str());
    html! {
        section.card aria-labelledby="weigh-title" {
            h3 #weigh-title { "Do not show it again" }
            p.small.muted { "It stays readable under “found and not shown”, and comes back when it becomes worse: a higher severity, a raised dose, a new fact about " (frame::given_name(of.chart())) "." }
            form.stack #weigh-form method="post" action=(format!("{}/finding", of.base())) novalidate {
                input type="hidden" name="chart" value=(of.chart().id);
                input type="hidden" name="key" value=(sent);
                input type="hidden" name="finding" value=(key);
                (aside::weigh_fields(&key, wrong, "weigh-form", &|name| values.get(&format!("{name}:{key}")).to_owned()))
                (frame::signing(of.app(), of.chart()))
                p { button.button type="submit" { "Keep my reason" } }
            }
        }
    }
}
