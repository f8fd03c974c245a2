//! The care plan: goals in the patient's words, one text a part, and what became of it. Two people who change it at once
//! see each other's words before anything is kept ([`super::merge`]).

use super::{
    forms::Values,
    frame::{self, RecordPage},
    merge::{self, Versions},
    reading, treatments,
};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, form as controls, notice},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::View;
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    Chart, ChartId, Event,
    plan::{PlanPart, PlanRevised},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// A word about what was just done.
#[derive(Deserialize, Default)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    let open = match frame::open(&app, &who, chart, "plan").await {
        Ok(open) if !matches!(open.view, View::Complementary(_)) => open,
        Ok(_) => return Problem::not_for_role(&app, &who).into_response(),
        Err(response) => return response,
    };
    let kept = app.clinic.draft_of(&who.subject, &draft_name(chart)).await.unwrap_or_default();
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/plan", title: "Plan" }, body(&app, &open, &said, kept.as_deref()))
        .into_response()
}

/// Under which name words that were not kept wait for their author.
pub(super) fn draft_name(chart: ChartId) -> String {
    format!("plan:{chart}")
}

fn body(app: &Shared, open: &OpenChart, said: &Said, waiting: Option<&str>) -> Markup {
    let chart = &open.chart;
    html! {
        header.page-head { h2 { "Plan" } p.lead { "What is intended, by whom, until when. Everybody on the team and the patient read the same words." } }
        @match said.done.as_str() {
            "kept" => (notice::done("The plan is kept.")),
            "offered" => (notice::done("Offered. It stands first on their list.")),
            "asked" => (notice::done("Kept. Your words on the parts that you left open wait below until you have talked.")),
            "nothing" => (notice::done("Nothing was different, so nothing was written.")),
            _ => {},
        }
        @if let Some(words) = waiting { (notice::note(html! { p { b { "Not kept yet: " } "talk to each other, then write it into the plan." } p.prose { (words) } })) }
        (goals(chart))
        (treatments::card(app, chart))
        form.card.pad.stack method="post" action=(format!("/chart/{}/plan", chart.id)) data-guard="" data-draft=(draft_name(chart.id)) {
            input type="hidden" name="key" value=(app.clinic.fresh());
            input type="hidden" name="seen" value=(open.head);
            @for part in PlanPart::ALL { (field(chart, *part)) }
            (frame::signing(app, chart))
            button.button.primary type="submit" { "Keep the plan" }
        }
        (reading::card(app, chart, "plan"))
    }
}

fn goals(chart: &Chart) -> Markup {
    html! {
        section.card.pad { h3 { "Goals in their words" }
            @if chart.goals.is_empty() {
                (empty_state("No goal is written yet", "A goal in the patient’s own words is what the treatment is for.", Some((&format!("/chart/{}/record/goal", chart.id), "Write a goal"))))
            }
            ul { @for goal in &chart.goals { li { blockquote.quote { "“" (goal.what.words) "”" } span.small.muted { (goal.state.words()) @if !goal.latest_words.is_empty() { ": " (goal.latest_words) } } } } }
        }
    }
}

fn field(chart: &Chart, part: PlanPart) -> Markup {
    let written = chart.plan.parts.get(&part);
    let hint = written
        .map_or_else(|| "Nothing is written yet.".to_owned(), |written| format!("{}, {}", written.by, written.at.first_day()));
    controls::textarea(
        &controls::Field {
            name: part.as_str(),
            label: part.words(),
            hint: &hint,
            value: chart.plan.text(part),
            ..Default::default()
        },
        2,
    )
}

/// Keeps what was changed.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let open = match frame::read(&app, &who, chart, "plan").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let seen = values.get("seen").parse().unwrap_or(0);
    let base = as_of(&open.chart, seen);
    let mine = changed(&base, &values);
    if mine.is_empty() {
        return Redirect::to(&format!("/chart/{chart}/plan?done=nothing")).into_response();
    }
    keep(&app, &who, &open, Kept { key: values.get("key").to_owned(), seen, base, mine, waits: String::new() }).await
}

/// A plan to keep, with what it was made from.
pub(super) struct Kept {
    pub key: String,
    pub seen: u64,
    /// The plan that the person saw.
    pub base: BTreeMap<PlanPart, String>,
    /// The parts that they changed.
    pub mine: BTreeMap<PlanPart, String>,
    /// Words that wait until people have talked.
    pub waits: String,
}

/// Records the changed parts, or shows both versions where somebody else changed the same ones.
pub(super) async fn keep(app: &Shared, who: &Who, open: &OpenChart, kept: Kept) -> Response {
    let chart = open.chart.id;
    let done = if kept.waits.is_empty() { "kept" } else { "asked" };
    if !kept.mine.is_empty() {
        let event = Event::PlanRevised(PlanRevised { parts: kept.mine.clone() });
        match app.clinic.record(&who.subject, chart, Some(kept.seen), vec![Entry::new(kept.key.clone(), event)]).await {
            Ok(_) => {}
            Err(ActionError::Conflict { theirs, head, .. }) => {
                let latest = match frame::read(app, who, chart, "plan").await {
                    Ok(latest) => latest,
                    Err(response) => return response,
                };
                let by = theirs.last().map(|recorded| recorded.author().name.clone()).unwrap_or_default();
                let versions = Versions { base: kept.base, mine: kept.mine, theirs: as_of(&latest.chart, head), by, head };
                return merge::page(app, who, &latest, &versions, None).into_response();
            }
            Err(error) => return Problem::of(app, Some(who), error).into_response(),
        }
    }
    match app.clinic.keep_draft(&who.subject, &draft_name(chart), &kept.waits).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}/plan?done={done}")).into_response(),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

/// The plan as it stood after a position of the log.
pub(super) fn as_of(chart: &Chart, seen: u64) -> BTreeMap<PlanPart, String> {
    let log = chart.log().filter(|recorded| recorded.seq <= seen).map(Arc::clone);
    let then = Chart::fold(chart.id, log);
    then.plan.parts.into_iter().map(|(part, written)| (part, written.text)).collect()
}

/// The parts of a form that say something else than before.
fn changed(base: &BTreeMap<PlanPart, String>, values: &Values) -> BTreeMap<PlanPart, String> {
    let before = |part: &PlanPart| base.get(part).map(String::as_str).unwrap_or_default();
    let typed = PlanPart::ALL.iter().filter(|part| values.sent(part.as_str()));
    typed
        .map(|part| (*part, values.get(part.as_str()).replace("\r\n", "\n").trim().to_owned()))
        .filter(|(part, text)| text != before(part).trim())
        .collect()
}
