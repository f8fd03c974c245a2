//! Open the record of somebody else's patient: reason first, sixty minutes, seen by the person.

use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form as controls,
        icon::{Icon, icon, sized},
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, GLASS_MINUTES};
use concord_chart::ChartId;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    why: String,
    #[serde(default)]
    reason: String,
}

/// Reasons that are common; the sentence below them is what counts.
const REASONS: &[&str] = &[
    "The person is here or on the phone, and the team cannot be reached",
    "I cover for somebody in the team today",
    "A hospital or the police ask in an emergency",
    "Something else",
];

/// The form. It names nobody: whoever has the address is not told whose record it is.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>) -> Markup {
    form(&app, &who, chart, &Typed::default(), None)
}

/// Opens the glass, or asks for the reason.
pub async fn submit(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    let sentence = typed.reason.trim();
    if sentence.is_empty() || typed.why.is_empty() {
        let wrong = if typed.why.is_empty() {
            ("#why", "Choose why you need to open this record now.")
        } else {
            ("#reason", "Say in one sentence why. The person will read it.")
        };
        return (StatusCode::UNPROCESSABLE_ENTITY, form(&app, &who, chart, &typed, Some(wrong))).into_response();
    }
    let reason = if typed.why == "Something else" { sentence.to_owned() } else { format!("{}: {sentence}", typed.why) };
    match app.clinic.break_glass(&who, chart, &reason).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}")).into_response(),
        Err(ActionError::Refused(refusal)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, form(&app, &who, chart, &typed, Some(("#reason", &refusal.sentence))))
                .into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn form(app: &Shared, who: &Who, chart: ChartId, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |field: &str| wrong.filter(|(at, _)| *at == format!("#{field}")).map_or("", |(_, words)| words);
    let why =
        controls::Field { name: "why", label: "Why now?", value: &typed.why, error: error("why"), ..controls::Field::default() };
    let reason = controls::Field {
        name: "reason",
        label: "In one sentence",
        hint: "The person reads this sentence.",
        value: &typed.reason,
        error: error("reason"),
        ..controls::Field::default()
    };
    let reasons: Vec<(&str, &str)> = REASONS.iter().map(|reason| (*reason, *reason)).collect();
    let errors: Vec<(String, String)> = wrong.map(|(at, words)| (at.to_owned(), words.to_owned())).into_iter().collect();
    let body = html! {
        section.problem {
            (error_summary(&errors))
            div.card {
                h1 { (sized(Icon::Key, 20)) " You are not in this person’s team" }
                p { "You can open the record if somebody’s safety needs it. It will be seen." }
                form.stack method="post" action=(format!("/chart/{chart}/glass")) data-once {
                    (controls::radios(&why, &reasons))
                    (controls::text(&reason, "text"))
                    ul.stack.small {
                        li { (icon(Icon::Clock)) " Open for " b { (GLASS_MINUTES) " minutes" } ", then closed by itself" }
                        li { (icon(Icon::Eye)) " The person, their team and the practice admin see that you looked, and this reason, today" }
                        li { (icon(Icon::Lock)) " Sealed notes stay shut" }
                    }
                    p.row { button.button type="submit" { "Open the record for " (GLASS_MINUTES) " minutes" } a.button.quiet href="/find" { "Go back instead" } }
                }
            }
        }
    };
    layout::page(app, Some(who), "Open with a reason", "", body)
}
