//! Somebody else changed the same thing meanwhile: theirs and yours side by side. A dose is never merged.

use super::Desk;
use crate::pages::clinician::{
    forms::{Form, Values},
    frame::{self, RecordPage},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_chart::{Chart, CourseId, Recorded};
use maud::{Markup, html};
use std::sync::Arc;

/// The page. Nothing of the person's was written; their words travel in it, and stand in a draft besides.
pub(super) async fn page(desk: &Desk, form: &Form, values: &Values, theirs: &[Recorded], head: u64) -> Response {
    let (chart, today, zone) = (desk.chart(), desk.app.clinic.today(), &desk.zone);
    let by = theirs.last().map_or_else(|| "Somebody else".to_owned(), |recorded| recorded.author().name.clone());
    let base = format!("/chart/{}", chart.id);
    let body = html! {
        section.card aria-labelledby="two" {
            h2 #two { "Two people changed the same thing" }
            p.muted { (by) " recorded this while you were writing. Nothing is lost, and nothing of yours is written until you say so. " b { "Your words are kept." } }
            div.xscroll tabindex="0" role="region" aria-labelledby="two" {
                table.merge {
                    thead { tr { th scope="col" { "Before" } th scope="col" { (by) ", recorded" } th scope="col" { "Yours, not recorded yet" } } }
                    tbody { tr.clash {
                        td { (before(chart, values)) }
                        td { @for recorded in theirs { p { ins { (recorded.event().words()) } br; span.small.muted { (frame::moment(recorded.occurred(), today, zone)) } } } }
                        td { (mine(desk, form, values)) }
                    } }
                }
            }
            p.small.muted { "A dose or a time is never merged for you." }
            (frame::signing(&desk.app, chart))
            div.row {
                form method="post" action=(format!("{base}/record/{}", form.what)) {
                    @for (name, text) in values.pairs().filter(|(name, _)| *name != "seen") { input type="hidden" name=(name) value=(text); }
                    input type="hidden" name="seen" value=(head);
                    button.button type="submit" { "Record mine after theirs" }
                }
                a.button.secondary href=(format!("{base}?done=left")) { "Leave theirs" }
                a.button.quiet href=(format!("{base}/record/{}?{}", form.what, query(values))) { "Neither yet: ask " (by) ", keep my words" }
            }
        }
    };
    let title = "Two people changed the same thing";
    (StatusCode::CONFLICT, frame::page(&desk.app, &desk.who, &RecordPage { open: &desk.open, tab: "/record", title }, body))
        .into_response()
}

/// What stood on the chart when the person began.
fn before(chart: &Chart, values: &Values) -> Markup {
    let seen: u64 = values.get("seen").parse().unwrap_or(0);
    let log = chart.log().filter(|recorded| recorded.seq <= seen).map(Arc::clone);
    let course = values.get("course").parse::<CourseId>().ok();
    let then = Chart::fold(chart.id, log);
    let medicine = course
        .and_then(|id| then.medication(id))
        .map(|course| course.dosing().map_or_else(|| "held".to_owned(), |dosing| dosing.words()));
    html! {
        @match medicine {
            Some(words) => (words),
            None => span.muted { "as you saw it" },
        }
    }
}

/// What the person typed, as it would be recorded.
fn mine(desk: &Desk, form: &Form, values: &Values) -> Markup {
    let wanted = desk.about(|about| (form.read)(&mut super::Reading::new(values, about.zone), about));
    html! {
        @match wanted {
            Some(wanted) => { @for one in &wanted { p { ins { (one.event.words()) } } } },
            None => { p { ins { (form.title) } } },
        }
        @if !values.get("reason").is_empty() { p.small.muted { "“" (values.get("reason")) "”" } }
    }
}

/// The words as an address, so that the form opens with them again.
fn query(values: &Values) -> String {
    let kept = values.pairs().filter(|(name, text)| !text.is_empty() && !matches!(*name, "seen" | "key" | "chart" | "amends"));
    kept.map(|(name, text)| format!("{}={}", escaped(name), escaped(text))).collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
