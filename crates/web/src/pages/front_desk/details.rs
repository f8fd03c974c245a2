//! How to reach somebody, and who they are. Two people changing it at once get to know of each other.

use super::person::{self, Seen};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry};
use concord_chart::{
    ChartId, Event, Recorded, When,
    registration::{Demographics, DetailsChanged},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Details as typed.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    key: String,
    seen: u64,
    family_name: String,
    given_name: String,
    birth_date: String,
    #[serde(default)]
    pronouns: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    address: String,
}

/// The form as it has to be shown again.
pub(super) struct Again {
    pub(super) field: &'static str,
    pub(super) sentence: String,
    typed: Typed,
    /// True when the reason is that somebody else changed it meanwhile.
    meanwhile: bool,
}

/// What was typed, or nothing.
pub(super) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Reads a birth date as precisely as it is known.
pub(super) fn birth_date(text: &str) -> Result<Option<When>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let sentence = "Write the birth date like 1988-03-14, or the year alone when no more is known.";
    text.parse::<When>().map(Some).map_err(|_| sentence.to_owned())
}

/// Changes details.
pub async fn submit(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    match change(&app, &who, chart, &typed).await {
        Ok(()) => Redirect::to(&format!("/desk/person/{chart}?done=details")).into_response(),
        Err(NotChanged::Again { field, sentence, meanwhile }) => {
            let again = Again { field, sentence, typed, meanwhile };
            match Seen::load(&app, &who, chart).await {
                Ok(seen) => {
                    let status = if meanwhile { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                    let again = person::Again { details: Some(again), ..person::Again::default() };
                    (status, person::page(&app, &who, &seen, "", &again)).into_response()
                }
                Err(problem) => problem.into_response(),
            }
        }
        Err(NotChanged::Problem(error)) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Why nothing was changed.
enum NotChanged {
    Again { field: &'static str, sentence: String, meanwhile: bool },
    Problem(ActionError),
}

async fn change(app: &Shared, who: &Who, chart: ChartId, typed: &Typed) -> Result<(), NotChanged> {
    let birth_date = birth_date(&typed.birth_date).map_err(|sentence| NotChanged::Again {
        field: "birth_date",
        sentence,
        meanwhile: false,
    })?;
    let open = app
        .clinic
        .open_chart(&who.subject, chart, concord_access::Purpose("change details"))
        .await
        .map_err(NotChanged::Problem)?;
    let before = open.chart.registration.person.clone().unwrap_or_default();
    let person = Demographics {
        family_name: typed.family_name.trim().to_owned(),
        given_name: typed.given_name.trim().to_owned(),
        birth_date,
        pronouns: given(&typed.pronouns),
        phone: given(&typed.phone),
        email: given(&typed.email),
        address: given(&typed.address),
        ..before
    };
    let entry = Entry::new(typed.key.clone(), Event::DetailsChanged(DetailsChanged { person }));
    match app.clinic.record(&who.subject, chart, Some(typed.seen), vec![entry]).await {
        Ok(_) => Ok(()),
        Err(ActionError::Conflict { theirs, .. }) => {
            Err(NotChanged::Again { field: "family_name", sentence: meanwhile_words(&theirs), meanwhile: true })
        }
        Err(ActionError::Refused(refusal)) => {
            Err(NotChanged::Again { field: "family_name", sentence: refusal.sentence, meanwhile: false })
        }
        Err(error) => Err(NotChanged::Problem(error)),
    }
}

fn meanwhile_words(theirs: &[Recorded]) -> String {
    let whose = theirs.last().map_or("Somebody", |recorded| recorded.author().name.as_str());
    format!(
        "{whose} changed these details since this page was made. Theirs stand beside yours; nothing of yours is kept until you press again."
    )
}

/// The form.
pub(super) fn card(app: &Shared, seen: &Seen, again: Option<&Again>) -> Markup {
    let now = &seen.person;
    let now_born = now.birth_date.map(|when| when.to_string()).unwrap_or_default();
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    let typed = again.map(|again| &again.typed);
    let theirs = again.is_some_and(|again| again.meanwhile);
    let error =
        |name: &str| again.filter(|again| again.field == name && !again.meanwhile).map_or("", |again| again.sentence.as_str());
    let field = |name: &'static str, label: &'static str, kind: &'static str, mine: Option<&str>, now: &str| {
        let mine = mine.unwrap_or(now);
        let hint =
            if theirs && mine != now { format!("Now: {}", if now.is_empty() { "empty" } else { now }) } else { String::new() };
        form::text(&Field { name, label, value: mine, hint: &hint, error: error(name), ..Field::default() }, kind)
    };
    let key = typed.filter(|_| !theirs).map_or_else(|| app.clinic.fresh().to_string(), |typed| typed.key.clone());
    html! {
        section.card { h2 { "Who they are, how to reach them" }
            form.stack method="post" action=(format!("/desk/person/{}/details", seen.open.chart.id)) {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="seen" value=(seen.open.head);
                (field("family_name", "Family name", "text", typed.map(|typed| typed.family_name.as_str()), &now.family_name))
                (field("given_name", "Given names", "text", typed.map(|typed| typed.given_name.as_str()), &now.given_name))
                (field("birth_date", "Born", "text", typed.map(|typed| typed.birth_date.as_str()), &now_born))
                (field("pronouns", "Pronouns", "text", typed.map(|typed| typed.pronouns.as_str()), &optional(&now.pronouns)))
                (field("phone", "Telephone", "tel", typed.map(|typed| typed.phone.as_str()), &optional(&now.phone)))
                (field("email", "E-mail", "email", typed.map(|typed| typed.email.as_str()), &optional(&now.email)))
                (field("address", "Address", "text", typed.map(|typed| typed.address.as_str()), &optional(&now.address)))
                button.button.secondary type="submit" { @if theirs { "Keep mine" } @else { "Keep" } }
                @if theirs { p { a href=(format!("/desk/person/{}", seen.open.chart.id)) { "Leave theirs as they are" } } }
            }
        }
    }
}
