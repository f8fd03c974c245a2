//! What gets in the way of taking a medicine. Somebody of the team looks after it by name.

use super::{
    choices, current, of_team, pairs,
    sheet::{self, Opened, Sheet, TEAM_READS, Wrong},
};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    Chart, Event, StaffId,
    barrier::{BarrierNoted, BarrierReason},
    registration::CareRole,
};
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
}

/// The reasons in the first person: the word in the form, the reason, what is read.
const REASONS: &[(&str, BarrierReason, &str)] = &[
    ("forgot", BarrierReason::Forgot, "I forget it"),
    ("side_effects", BarrierReason::SideEffects, "It does something I do not want"),
    ("cost", BarrierReason::Cost, "It costs too much"),
    ("does_not_help", BarrierReason::DoesNotHelp, "It does not help me"),
    ("worry", BarrierReason::Worry, "I worry about taking it"),
    ("access", BarrierReason::Access, "It is hard to get"),
    ("complicated", BarrierReason::Complicated, "It is too much, too often, or hard to swallow"),
    ("other", BarrierReason::Other, "Something else"),
];

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let open = sheet::shown(&app, &who).await?;
    Ok(page(&app, &who, &open, &Typed { course: typed.course, ..Typed::default() }, None))
}

/// Keeps it, as a task for the one who looks after it. A side effect goes on to the page that tells the prescriber.
pub async fn submit(State(app): State<Shared>, who: Who, Form(typed): Form<Typed>) -> Response {
    let open = match sheet::sent(&app, &who).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |field, words: &str| sheet::again(page(&app, &who, &open, &typed, Some((field, words))));
    let Some((_, reason, _)) = REASONS.iter().find(|(word, _, _)| *word == typed.reason) else {
        return again("reason", "Choose what gets in the way.");
    };
    let course = current(&open.chart, &typed.course);
    let owner = owner(&open.chart, *reason);
    let noted = BarrierNoted { course, reason: *reason, words: typed.words.trim().to_owned(), owner, review_on: None };
    let entry = Entry::new(typed.key.clone(), Event::BarrierNoted(noted));
    let recorded = app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await;
    if *reason == BarrierReason::SideEffects && recorded.is_ok() {
        let course = course.map(|course| course.to_string()).unwrap_or_default();
        return Redirect::to(&format!("/my/side-effect?course={course}&from=left-out")).into_response();
    }
    sheet::answered(&app, &who, recorded, "barrier", |words| again("words", words))
}

/// Who looks after it: what is practical is the care manager's, what is about the medicine itself the prescriber's.
fn owner(chart: &Chart, reason: BarrierReason) -> Option<StaffId> {
    let practical = matches!(reason, BarrierReason::Cost | BarrierReason::Access | BarrierReason::Forgot);
    let order =
        if practical { [CareRole::CareManager, CareRole::Prescriber] } else { [CareRole::Prescriber, CareRole::CareManager] };
    order.into_iter().find_map(|role| of_team(chart, role))
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let opened = Opened { app, who, key: &typed.key, wrong };
    let mut choices = choices(app, &open.chart, |_| true);
    choices.push((String::new(), "All of them, or none in particular".to_owned()));
    let reasons: Vec<(&str, &str)> = REASONS.iter().map(|(word, _, words)| (*word, *words)).collect();
    let fields = html! {
        (form::radios(&Field { name: "reason", label: "What is it?", error: opened.error("reason"), value: &typed.reason, ..Field::default() }, &reasons))
        (form::radios(&Field { name: "course", label: "Which medicine", value: &typed.course, ..Field::default() }, &pairs(&choices)))
        (form::textarea(&Field { name: "words", label: "In your words (can be left empty)", error: opened.error("words"), value: &typed.words, ..Field::default() }, 3))
    };
    let sheet = Sheet {
        word: "barrier",
        tab: "In the way",
        heading: "What gets in the way",
        lead: "Most people leave some out at times. What makes it hard is worth knowing; there is often a way round.",
        first: "reason",
        keeps_draft: true,
        note: TEAM_READS,
        button: "Keep it",
    };
    sheet.page(&opened, html! {}, Some(fields))
}
