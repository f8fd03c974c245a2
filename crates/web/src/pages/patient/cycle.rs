//! The cycle on the check-in: asked only after the person has switched it on, and gone from the page when it is off again.

use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::SignedIn;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The name of the setting.
const SETTING: &str = "cycle";

/// Bleeding, from none to heavy.
const BLEEDING: &[(&str, &str)] = &[("0", "none"), ("1", "light"), ("2", "medium"), ("3", "heavy")];

/// On, or off.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    on: String,
}

/// True when the person has switched it on.
pub(super) fn is_on(who: &SignedIn) -> bool {
    let settings: Map<String, Value> = serde_json::from_str(&who.settings).unwrap_or_default();
    settings.get(SETTING).and_then(Value::as_bool).unwrap_or(false)
}

/// The fields.
pub(super) fn fields(bleeding: &str, words: &str) -> Markup {
    html! {
        (form::radios(&Field { name: "bleeding", label: "Bleeding today", value: bleeding, ..Field::default() }, BLEEDING))
        (form::text(&Field { name: "cycle_words", label: "What I noticed with it (can be left empty)", value: words, ..Field::default() }, "text"))
    }
}

/// The switch, with what it does.
pub(super) fn switch(who: &SignedIn) -> Markup {
    let on = is_on(who);
    html! {
        form method="post" action="/my/check-in/cycle" data-keep {
            input type="hidden" name="on" value=(if on { "" } else { "yes" });
            button.link type="submit" { @if on { "Do not ask about my cycle any more" } @else { "Ask me about my cycle as well" } }
        }
        @if !on { p.small.muted { "Only if you wish: some find that mood, sleep or a medicine moves with it. You can switch it off at any time." } }
    }
}

/// Keeps the choice. What was written before stays on the record.
pub async fn submit(State(app): State<Shared>, who: Who, Form(wanted): Form<Wanted>) -> Response {
    let mut settings: Map<String, Value> = serde_json::from_str(&who.settings).unwrap_or_default();
    settings.insert(SETTING.to_owned(), Value::Bool(!wanted.on.is_empty()));
    match app.clinic.save_settings(&who, Value::Object(settings).to_string()).await {
        Ok(()) => Redirect::to("/my/check-in").into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}
