//! A change that is thought of and not recorded: its address holds all of it, and one can be kept for later. Nothing of it
//! is prescribed, and nobody takes it for the regimen.

use super::opened;
use crate::{
    app::Shared,
    components::icon::{Icon, sized},
    errors::Problem,
    guard::Who,
    pages::clinician::{forms::Values, record::Desk},
};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_chart::ChartId;
use maud::{Markup, html};

/// Names that belong to a sending and not to what is thought of.
const NOT_KEPT: [&str; 8] = ["key", "seen", "chart", "from", "done", "finding", "checked", "forget"];

/// What was typed as the end of an address: `&what=…&name=…`; empty where nothing is proposed.
pub(super) fn query(values: &Values) -> String {
    if values.get("what").is_empty() {
        return String::new();
    }
    let kept = values.pairs().filter(|(name, text)| !text.is_empty() && !NOT_KEPT.contains(name) && !name.contains(':'));
    kept.map(|(name, text)| format!("&{}={}", escaped(name), escaped(text))).collect()
}

/// A text as it stands in an address.
pub(super) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn name_of(chart: ChartId) -> String {
    format!("regimen:{chart}")
}

/// The address of the draft that this person kept for this chart. A store that cannot say has none to show.
pub(super) async fn kept(desk: &Desk) -> Option<String> {
    let kept = desk.app.clinic.draft_of(&desk.who.subject, &name_of(desk.open.chart.id)).await;
    kept.ok().flatten().filter(|body| body.starts_with("&what="))
}

/// That there is a draft, with the way to it and the way to be rid of it.
pub(super) fn ribbon(desk: &Desk, kept: &str) -> Markup {
    let base = format!("/chart/{}/regimen", desk.open.chart.id);
    html! {
        div.ribbon {
            (sized(Icon::Pencil, 18))
            p { b { "You kept a draft." } span.muted { " Nothing of it is prescribed. " } a href=(format!("{base}?{}#change", kept.trim_start_matches('&'))) { "Open the draft" } }
            form method="post" action=(format!("{base}/draft")) {
                input type="hidden" name="chart" value=(desk.open.chart.id);
                input type="hidden" name="forget" value="yes";
                button.link type="submit" { "Throw it away" }
            }
        }
    }
}

/// Keeps what was typed, or throws the draft away.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    // A correction is about an entry that stands: kept for later it would be taken for something new.
    if values.get("chart") != chart.to_string() || !values.get("amends").is_empty() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    if let Err(response) = opened(&app, &who, chart, false).await {
        return response;
    }
    let (body, done) = if values.get("forget").is_empty() { (query(&values), "draft") } else { (String::new(), "forgotten") };
    match app.clinic.keep_draft(&who.subject, &name_of(chart), &body).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}/regimen?done={done}")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
