//! The author's own key: whether it is open, who could help, what the custodian did, and the one-time code.

use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self, Field},
        icon::{Icon, icon},
        notice,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OwnKey};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    act: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    fingerprint: String,
}

/// A form's key that comes from the machine's randomness: the practice's own ids count up, and a step in them would tell.
pub(super) fn fresh() -> String {
    concord_sealed::piece::new_id().unwrap_or_default()
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    page(&app, &who, &said.done, None).await
}

async fn page(app: &Shared, who: &Who, done: &str, wrong: Option<&str>) -> Result<Markup, Problem> {
    let own = app.clinic.own_key(who).await.map_err(|error| Problem::of(app, Some(who), error))?;
    let errors: Vec<_> = wrong.map(|sentence| ("#code".to_owned(), sentence.to_owned())).into_iter().collect();
    let body = html! {
        header.page-head { div { h1 { "The key of your sealed notes" } p.lead { "It opens with your password, in your session, and nowhere else." } } }
        @match done { "opened" => (notice::done("Your key is open again, under your present password.")), "agreed" => (notice::done("Your key is sealed to the new custodian.")), _ => {} }
        (error_summary(&errors))
        (state(&own))
        @if let Some(fingerprint) = &own.new_custodian { (other_custodian(fingerprint)) }
        @if !own.is_open { (code_form(&own)) }
        (acts(app, &own))
    };
    Ok(layout::page(app, Some(who), "Your key", "", body))
}

fn state(own: &OwnKey) -> Markup {
    html! {
        section.card.pad {
            dl.kept {
                dt { "Your key" } dd { @match &own.fingerprint { Some(print) => { code { (print) } @if own.is_open { ", open in this session" } @else { ", shut in this session" } } None => "None yet. It is made when you sign in with a password that you chose." } }
                dt { "The custodian" } dd { @match &own.custodian { Some(print) => { code { (print) } " could help you if you lost your password." } None => "Nobody could help you if you lost your password: the practice has named no custodian." } }
            }
        }
    }
}

fn other_custodian(fingerprint: &str) -> Markup {
    html! {
        section.card.pad aria-labelledby="other" {
            h2 #other { "The practice names another custodian" }
            p { "Ask the custodian to read you the fingerprint from their key file. Agree only if it is this one: " code { (fingerprint) } "." }
            form method="post" action="/sealed-key" {
                input type="hidden" name="fingerprint" value=(fingerprint);
                button.button.secondary type="submit" name="act" value="agree" { "It is the same: seal my key to them" }
            }
        }
    }
}

fn code_form(own: &OwnKey) -> Markup {
    html! {
        section.card.pad aria-labelledby="shut" {
            h2 #shut { "Open it with the custodian’s code" }
            @if own.code_waits { p { "The custodian has put your key under a code for you. It can be used once, within seven days." } }
            @else { p { "If your password was set anew by somebody else, ask the practice’s custodian for a code. What you sealed stays as it is until then." } }
            form method="post" action="/sealed-key" {
                (form::text(&Field { name: "code", label: "The code", required: true, ..Field::default() }, "text"))
                (form::text(&Field { name: "password", label: "Your present password", required: true, ..Field::default() }, "password"))
                button.button.primary type="submit" name="act" value="code" { (icon(Icon::Key)) "Open my key" }
            }
        }
    }
}

fn acts(app: &Shared, own: &OwnKey) -> Markup {
    let zone = app.clinic.zone();
    html! {
        @if !own.acts.is_empty() {
            section.card.pad aria-labelledby="acts" {
                h2 #acts { "What the custodian did" }
                ul.bare.stack { @for act in own.acts.iter().rev() {
                    li { b { (act.at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M")) } " " (act.what) @if !act.reason.is_empty() { " Reason given: “" (act.reason) "”." } @if act.seen.is_none() { " " span.tag.care { "new" } } }
                } }
                @if own.acts.iter().any(|act| act.seen.is_none()) {
                    form method="post" action="/sealed-key" { button.button.secondary type="submit" name="act" value="seen" { "I have seen this" } }
                }
            }
        }
    }
}

/// Opens the key with a code, agrees to a custodian, or notes what was seen.
pub async fn submit(State(app): State<Shared>, who: Who, Form(sent): Form<Sent>) -> Response {
    let (done, way) = match sent.act.as_str() {
        "code" => (app.clinic.open_key_with_code(&who, &sent.code, &sent.password).await, "/sealed-key?done=opened"),
        "agree" => (app.clinic.agree_to_custodian(&who, &sent.fingerprint).await, "/sealed-key?done=agreed"),
        _ => (app.clinic.see_custodian_acts(&who).await, "/sealed-key"),
    };
    match done {
        Ok(()) => Redirect::to(way).into_response(),
        Err(error @ (ActionError::Refused(_) | ActionError::Wait { .. })) => {
            let sentence = error.to_string();
            match page(&app, &who, "", Some(&sentence)).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(problem) => problem.into_response(),
            }
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
