//! A form that arrived after its sender had been signed out for waiting: kept for the same account, shown after the next
//! sign-in, sent with one press.

use crate::{app::Shared, errors::Problem, guard::Who, layout};
use axum::{
    Form,
    extract::{FromRequest, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Typed, sealed_draft_about};
use concord_chart::{AccountId, ChartId};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// A form that waits to be sent again.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Where it was sent.
    path: String,
    /// Its fields in order.
    fields: Vec<(String, String)>,
}

/// Keeps a form, and answers with where it waits. Nothing that could hold a password is kept, and the words of a sealed note
/// go another way: sealed to their author's key, to stand in that note's form again.
pub(crate) async fn keep(app: &Shared, account: AccountId, request: Request) -> Option<String> {
    let path = request.uri().path().to_owned();
    if ["/account", "/sign-", "/kept", "/sealed-key"].iter().any(|beginning| path.starts_with(beginning)) {
        return None;
    }
    let Ok(Form(fields)) = Form::<Vec<(String, String)>>::from_request(request, &()).await else { return None };
    let (sealed, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name.starts_with("sealed_"));
    let own_side = keep_sealed(app, account, &path, &sealed).await;
    if path.ends_with("/sealed") || path.ends_with("/sealed/draft") {
        return own_side;
    }
    let text = serde_json::to_string(&Kept { path, fields }).ok()?;
    app.clinic.keep_unsent(account, &text).await.ok().map(|()| "/kept".to_owned())
}

/// Seals what was typed on the sealed side of `/chart/{chart}/…`; the answer is the page on which it stands again.
async fn keep_sealed(app: &Shared, account: AccountId, path: &str, fields: &[(String, String)]) -> Option<String> {
    let get = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.clone()).unwrap_or_default();
    let typed = Typed { title: get("sealed_title"), text: get("sealed_text") };
    if typed.text.trim().is_empty() && typed.title.trim().is_empty() {
        return None;
    }
    let chart: ChartId = path.strip_prefix("/chart/")?.split('/').next()?.parse().ok()?;
    let session = Some(get("sealed_session")).filter(|session| uuid::Uuid::parse_str(session).is_ok());
    let is_id = |note: &String| !note.is_empty() && note.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    let earlier = Some(get("sealed_supersedes")).filter(is_id);
    let draft = sealed_draft_about(session.as_deref(), earlier.as_deref());
    let kept = app.clinic.keep_unsent_sealed(account, chart, draft.as_deref(), typed).await;
    let about: Vec<String> = [("session", session), ("revise", earlier)]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
        .collect();
    let about = if about.is_empty() { String::new() } else { format!("?{}", about.join("&")) };
    kept.is_ok_and(|kept| kept).then(|| format!("/chart/{chart}/sealed{about}"))
}

async fn load(app: &Shared, who: &Who) -> Result<Option<Kept>, Problem> {
    let text = app.clinic.unsent(&who.subject).await.map_err(|error| Problem::of(app, Some(who), error))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Shows what was kept.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let body = match load(&app, &who).await? {
        Some(kept) => waiting(&kept),
        None => html! {
            section.problem { h1 { "Nothing is waiting to be sent" } p { "Everything you sent has arrived." } p { a.button href="/" { "Back to the start" } } }
        },
    };
    Ok(layout::page(&app, Some(&who), "Not sent yet", "", body))
}

fn waiting(kept: &Kept) -> Markup {
    html! {
        section.problem {
            h1 { "Kept, not sent yet" }
            p { "You were signed out before this arrived. Look it over, then send it or throw it away." }
            section.card aria-label="What you wrote" {
                dl.kept { @for (name, value) in kept.fields.iter().filter(|(name, value)| is_for_people(name, value)) { dt { (spoken(name)) } dd.prose { (value) } } }
            }
            form method="post" action="/kept" {
                @for (name, value) in &kept.fields { input type="hidden" name=(name) value=(value); }
                button.button.primary type="submit" { "Send it now" }
            }
            form method="post" action="/kept/forget" { button.button.quiet type="submit" { "Throw it away" } }
        }
    }
}

/// Ids, keys and positions are for the program.
fn is_for_people(name: &str, value: &str) -> bool {
    let machine = matches!(name, "key" | "seen" | "q" | "to") || uuid::Uuid::parse_str(value).is_ok();
    !machine && !value.trim().is_empty()
}

fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Sends it to where it was going: the browser repeats the form there, with everything the page there asks.
///
/// # Errors
/// A page that says what went wrong.
pub async fn send(State(app): State<Shared>, who: Who) -> Result<Response, Problem> {
    let Some(kept) = load(&app, &who).await? else { return Ok(Redirect::to("/kept").into_response()) };
    forget_it(&app, &who).await?;
    Ok(Redirect::temporary(&kept.path).into_response())
}

/// Throws it away.
///
/// # Errors
/// A page that says what went wrong.
pub async fn forget(State(app): State<Shared>, who: Who) -> Result<Redirect, Problem> {
    forget_it(&app, &who).await?;
    Ok(Redirect::to("/"))
}

async fn forget_it(app: &Shared, who: &Who) -> Result<(), Problem> {
    app.clinic.forget_unsent(&who.subject).await.map_err(|error| Problem::of(app, Some(who), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_their_words_and_not_the_programs_ids() {
        assert!(is_for_people("words", "My hands tremble."));
        assert!(!is_for_people("key", "anything"));
        assert!(!is_for_people("course", "0198c0de-0000-7000-8000-000000000000"));
        assert!(!is_for_people("words", "  "));
        assert_eq!(spoken("look_again"), "Look again");
    }
}
