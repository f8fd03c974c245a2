//! Keys of sealed notes: which custodian the practice has, and whose key could not be helped. Nothing here says whether
//! anybody has written a note; every clinician has a key.

use crate::{app::Shared, components::status_tag::tag, errors::Problem, guard::Who, layout};
use axum::extract::State;
use concord_actions::{AuthorState, KeyState};
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let problem = |error| Problem::of(&app, Some(&who), error);
    let custodian = app.clinic.custodian().await.map_err(problem)?;
    let authors = app.clinic.author_states(&who.subject).await.map_err(problem)?;
    let body = html! {
        header.page-head { div { h1 { "Keys of sealed notes" } p.lead { "Each clinician has a key that opens with their own password. Nobody here can open one." } } }
        section.card.pad aria-labelledby="custodian" {
            h2 #custodian { "The custodian" }
            @match custodian {
                Some(key) => { p { "Fingerprint " code { (key.fingerprint()) } ". Compare it with the one in the custodian’s key file." } }
                None => { p { "None yet. A clinician who forgets their password would lose what they sealed. At the machine, run " code { "concord custodian create" } " and give the file to the custodian." } }
            }
        }
        section.card.flush aria-labelledby="keys" {
            div.pad { h2 #keys { "Clinicians" } p.small.muted { "A key is made when somebody signs in with a password of their own, whether they write sealed notes or not." } }
            table { thead { tr { th { "Name" } th { "Login" } th { "Key" } } } tbody { @for author in &authors { (row(author)) } } }
        }
    };
    Ok(layout::page(&app, Some(&who), "Keys of sealed notes", "/admin/sealed", body))
}

fn row(author: &AuthorState) -> Markup {
    let words = match author.key {
        KeyState::None => "none yet: made at the next sign-in",
        KeyState::WithCustodian => "in order",
        KeyState::WithoutCustodian => "the custodian has no part of it until the next sign-in",
        KeyState::WithEarlierCustodian => "with the earlier custodian, until they agree to the new one",
        KeyState::Waits => "shut: the password was set anew, and the custodian can help",
    };
    html! { tr { td { (author.name) @if !author.open { " " (tag("", None, "closed")) } } td { (author.login) } td { (words) } } }
}
