//! The author's own sealed notes on a record: written here, read here, shown to nobody else.
//!
//! The page leaves the line that opening a record's sessions leaves in any case; sending a note leaves none, for it shows
//! nothing of the record. What the author did is in their own sealed journal, at the foot of the page.

mod form;
pub mod key;
mod own;
pub mod panel;

pub use form::{SealedForm, Verdict};

use super::{
    forms::Values,
    frame::{self, RecordPage},
};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, icon::Icon, notice},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, OpenChart, SealedSide, SignedIn, Typed, sealed_draft_about};
use concord_chart::{ChartId, Refusal};
use maud::{Markup, html};
use panel::{Panel, panel};
use serde::Deserialize;

/// What is in the address.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The session that a new note is about.
    #[serde(default)]
    session: String,
    /// The note of which a later version is written.
    #[serde(default)]
    revise: String,
    /// Show the journal.
    #[serde(default)]
    journal: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

impl Asked {
    fn session(&self) -> Option<&str> {
        Some(self.session.trim()).filter(|session| !session.is_empty())
    }

    fn draft_about(&self) -> Option<String> {
        let revise = Some(self.revise.trim()).filter(|note| !note.is_empty());
        sealed_draft_about(self.session(), revise)
    }
}

/// The page: write, and read one's own.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "sessions").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let side = match app.clinic.sealed_side(&who, &open, asked.draft_about().as_deref()).await {
        Ok(side) => side,
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    let form = begun(&side, &asked);
    page(&app, &who, &open, &side, &asked, &form, None).await.into_response()
}

/// What the form begins with: the draft, or the note of which a later version is written.
fn begun(side: &SealedSide, asked: &Asked) -> SealedForm {
    let session = asked.session().map(str::to_owned);
    let SealedSide::Open { notes, draft, .. } = side else { return SealedForm { session, ..SealedForm::default() } };
    let revised = notes.iter().find(|note| note.id == asked.revise);
    let typed = match revised {
        Some(revised) if *draft == Typed::default() => {
            Typed { title: revised.note.title.clone(), text: revised.note.text.clone() }
        }
        _ => draft.clone(),
    };
    let session = session.or_else(|| revised.and_then(|note| note.note.session.clone()));
    SealedForm { typed, session, supersedes: revised.map(|note| note.id.clone()), ..SealedForm::default() }
}

/// Seals, keeps as a draft, or shows what belongs on the shared side.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let form = SealedForm::read(&values);
    let back = |done: &str, about: String| Redirect::to(&format!("/chart/{chart}/sealed?done={done}{about}")).into_response();
    let done = match (values.get("act"), form.verdict()) {
        ("keep", _) => keep(&app, &who, chart, &form).await.map(|()| back("kept", form.as_draft_in_address())),
        (_, Verdict::Seal(note)) => app.clinic.seal_note(&who, chart, note).await.map(|_| back("sealed", form.in_address())),
        (_, Verdict::Nothing) => {
            Err(Refusal::new("There is nothing written yet, so nothing was sealed.").about("sealed_text").into())
        }
        (_, Verdict::Ask) => return again(&app, &who, chart, &form, None).await,
    };
    match done {
        Ok(response) => response,
        Err(ActionError::Refused(refusal)) => again(&app, &who, chart, &form, Some(&refusal)).await,
        Err(ActionError::Denied(_)) => match frame::read(&app, &who, chart, "sessions").await {
            Ok(_) => Problem::not_for_role(&app, &who).into_response(),
            Err(response) => response,
        },
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Keeps what is typed, sealed; asked by the page as its author leaves a field.
pub async fn draft(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    if !values.pairs().any(|(name, _)| name == "sealed_text") {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    match keep(&app, &who, chart, &SealedForm::read(&values)).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn keep(app: &Shared, who: &SignedIn, chart: ChartId, form: &SealedForm) -> Result<(), ActionError> {
    app.clinic.keep_sealed_draft(who, chart, form.draft_about().as_deref(), form.typed.clone()).await
}

/// The page again with what was typed: something is wrong, or something belongs on the shared side. Nothing was sealed.
async fn again(app: &Shared, who: &Who, chart: ChartId, form: &SealedForm, wrong: Option<&Refusal>) -> Response {
    let open = match frame::read(app, who, chart, "sessions").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let asked = Asked { session: form.session.clone().unwrap_or_default(), ..Asked::default() };
    match app.clinic.sealed_side(who, &open, form.draft_about().as_deref()).await {
        Ok(side) => {
            let page = page(app, who, &open, &side, &asked, form, wrong).await;
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

async fn page(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    side: &SealedSide,
    asked: &Asked,
    form: &SealedForm,
    wrong: Option<&Refusal>,
) -> Markup {
    let chart = &open.chart;
    let given = frame::given_name(chart);
    let errors: Vec<_> = wrong
        .map(|refusal| (format!("#{}", refusal.field.unwrap_or("sealed_text")), refusal.sentence.clone()))
        .into_iter()
        .collect();
    let key = if form.key.is_empty() { key::fresh() } else { form.key.clone() };
    let journal = match asked.journal.as_str() {
        "yes" => app.clinic.sealed_journal(who, open).await.ok(),
        _ => None,
    };
    let body = html! {
        header.page-head { h2 { "Sealed note" } p.lead { "Your own words about the conversation. What the team needs goes into " a href=(format!("/chart/{}/sessions", chart.id)) { "the session" } "; this opens for you alone." } }
        @match asked.done.as_str() {
            "sealed" => (notice::done("Sealed. It cannot be changed; a later version is sealed over it and the earlier one stays.")),
            "kept" => (notice::done("Kept as your sealed draft.")),
            _ => {}
        }
        (error_summary(&errors))
        div.two-columns.sealed-page {
            (own::list(app, chart.id, side, journal.as_deref()))
            form.stack method="post" action=(format!("/chart/{}/sealed", chart.id)) data-guard="" {
                input type="hidden" name="key" value=(key);
                (panel(&Panel { given_name: &given, chart: chart.id, side, form }))
                @if matches!(side, SealedSide::Open { .. }) {
                    (frame::signing(app, chart))
                    div.row {
                        button.button.primary type="submit" name="act" value="seal" { (crate::components::icon::icon(Icon::Lock)) "Seal it" }
                        button.button.quiet type="submit" name="act" value="keep" { "Save and finish later" }
                    }
                }
            }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/sessions", title: "Sealed note" }, body)
}
