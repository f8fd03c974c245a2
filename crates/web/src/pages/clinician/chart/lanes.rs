//! Which lanes a person wants to see: plain boxes, remembered per person.

use super::Seen;
use crate::{app::Shared, errors::Problem, guard::Who, pages::clinician::frame};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_chart::ChartId;
use concord_timeline::Timeline;
use maud::{Markup, html};
use serde_json::{Map, Value};

/// The setting that holds the ids of hidden lanes.
const HIDDEN: &str = "hidden_lanes";
/// A person's settings stay small.
const AT_MOST: usize = 60;

/// The lanes that this person hides.
pub(super) fn hidden(settings: &str) -> Vec<String> {
    let settings: Map<String, Value> = serde_json::from_str(settings).unwrap_or_default();
    let ids = settings.get(HIDDEN).and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The boxes: lanes that are drawn now, and those that are hidden.
pub(super) fn form(seen: &Seen<'_>, drawn: &Timeline) -> Markup {
    let hidden = hidden(&seen.who.settings);
    html! {
        details.lanes {
            summary { "Show and hide lanes" }
            form.stack method="post" action=(format!("{}/lanes", seen.base())) {
                input type="hidden" name="chart" value=(seen.open.chart.id);
                fieldset.columns {
                    legend.vh { "Lanes to show" }
                    @for lane in &drawn.lanes { (tick(&lane.id, &lane.name, true)) }
                    @for id in &hidden { (tick(id, &name_of(id), false)) }
                }
                button.button.secondary type="submit" { "Keep these lanes" }
            }
        }
    }
}

fn tick(id: &str, name: &str, on: bool) -> Markup {
    html! {
        label.choice {
            input type="hidden" name="known" value=(id);
            input type="checkbox" name="show" value=(id) checked[on];
            span { (name) }
        }
    }
}

/// A hidden lane is named by its id: its chart may be another one.
fn name_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Remembers the choice. What was not on the form stays as it was.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(response) = frame::read(&app, &who, chart, "chart").await {
        return response;
    }
    let sent = |wanted: &str| pairs.iter().filter(|(name, _)| name == wanted).map(|(_, id)| id.clone()).collect::<Vec<_>>();
    let settings = with_hidden(&who.settings, &sent("known"), &sent("show"));
    match app.clinic.save_settings(&who, settings).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}?done=lanes")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn with_hidden(settings: &str, known: &[String], shown: &[String]) -> String {
    let mut all: Map<String, Value> = serde_json::from_str(settings).unwrap_or_default();
    let mut ids: Vec<String> = hidden(settings).into_iter().filter(|id| !known.contains(id)).collect();
    ids.extend(known.iter().filter(|id| !shown.contains(id)).cloned());
    ids.dedup();
    ids.truncate(AT_MOST);
    all.insert(HIDDEN.to_owned(), Value::from(ids));
    Value::Object(all).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn hiding_a_lane_keeps_other_settings_and_lanes_of_other_charts() {
        let before = r#"{"theme":"dark","hidden_lanes":["sleep","lithium-1"]}"#;
        let after = with_hidden(before, &ids(&["sleep", "mood"]), &ids(&["sleep"]));
        assert!(after.contains(r#""theme":"dark""#));
        assert_eq!(hidden(&after), ids(&["lithium-1", "mood"]));
    }

    #[test]
    fn damaged_settings_hide_nothing() {
        assert!(hidden("not json").is_empty());
        assert!(hidden(r#"{"hidden_lanes":"all"}"#).is_empty());
    }
}
