//! One form of the patient's medicines: opened, shown, and answered in the same way on each of its pages.

use super::super::{doses::sentence, frame, own};
use super::HERE;
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OpenChart};
use maud::{Markup, html};

/// What could not be taken: its field, and a sentence that says what to do.
pub(super) type Wrong<'a> = Option<(&'a str, &'a str)>;

/// The words around the fields of a form.
pub(super) struct Sheet<'a> {
    /// The word of its address under [`HERE`], which is also the name of its draft.
    pub word: &'static str,
    /// In the browser's title, where it says nothing about health.
    pub tab: &'static str,
    pub heading: &'static str,
    pub lead: &'a str,
    /// The field to which a sentence without one belongs.
    pub first: &'static str,
    /// Words that are kept in the browser until they were sent.
    pub keeps_draft: bool,
    /// Under the fields.
    pub note: &'static str,
    pub button: &'static str,
}

/// What a page needs, and what was wrong with what was typed.
pub(super) struct Opened<'a> {
    pub app: &'a Shared,
    pub who: &'a Who,
    /// The key that the form brought along; empty on a fresh one.
    pub key: &'a str,
    pub wrong: Wrong<'a>,
}

impl Opened<'_> {
    /// The sentence at a field.
    pub fn error(&self, name: &str) -> &str {
        self.wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence)
    }
}

impl Sheet<'_> {
    /// The page. `before`: what is to be read first. Without fields it says why there is nothing to fill in, in `before`.
    pub fn page(&self, opened: &Opened<'_>, before: Markup, fields: Option<Markup>) -> Markup {
        let (app, wrong) = (opened.app, opened.wrong);
        let body = html! {
            (frame::back(HERE, "My medicines"))
            header { h1 { (self.heading) } p.lead { (self.lead) } }
            (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or(self.first, |(field, _)| field)))
            (before)
            @if let Some(fields) = fields {
                form.stack method="post" action=(format!("{HERE}/{}", self.word)) data-once data-draft=[self.keeps_draft.then(|| format!("medicine-{}", self.word))] {
                    input type="hidden" name="key" value=(frame::key_of(app, opened.key));
                    (fields)
                    p.small.muted { (self.note) }
                    button.button.primary type="submit" { (self.button) }
                }
            }
        };
        frame::page(app, opened.who, self.tab, frame::HOME, body)
    }
}

/// The note under most forms.
pub(super) const TEAM_READS: &str = "Your care team can read this.";

/// Opens the own chart for a form that is shown.
///
/// # Errors
/// A page that says what went wrong.
pub(super) async fn shown(app: &Shared, who: &Who) -> Result<OpenChart, Problem> {
    own::open(app, who, "own medicines").await
}

/// Opens the own chart for a form that was sent.
///
/// # Errors
/// The answer that says what went wrong.
pub(super) async fn sent(app: &Shared, who: &Who) -> Result<OpenChart, Response> {
    shown(app, who).await.map_err(IntoResponse::into_response)
}

/// The form again, with everything that was typed.
pub(super) fn again(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Back to the medicines with a word of thanks; the form again where the chart refused, with its sentence.
pub(super) fn answered<T>(
    app: &Shared,
    who: &Who,
    recorded: Result<T, ActionError>,
    done: &str,
    refused: impl FnOnce(&str) -> Response,
) -> Response {
    match recorded {
        Ok(_) => Redirect::to(&format!("{HERE}?done={done}")).into_response(),
        Err(error) => match sentence(error) {
            Ok(words) => refused(&words),
            Err(error) => Problem::of(app, Some(who), error).into_response(),
        },
    }
}
