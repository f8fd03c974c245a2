//! How somebody likes to answer: one question at a time or all on one page, and in which language. Remembered.

use crate::{app::Shared, errors::Problem, guard::Who};
use concord_actions::ActionError;
use concord_knowledge::Instrument;
use serde::{Deserialize, Serialize};

/// Under this name it is kept beside the drafts.
const FORM: &str = "questions-way";

/// What somebody chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pages::patient) struct Way {
    /// All questions on one page.
    #[serde(default)]
    pub all_on_one: bool,
    /// Language tag; empty where nothing was chosen.
    #[serde(default)]
    pub language: String,
}

impl Way {
    /// What was chosen before; the usual way where that cannot be read.
    pub async fn of(app: &Shared, who: &Who) -> Result<Self, Problem> {
        let kept = app.clinic.draft_of(&who.subject, FORM).await.map_err(|error| Problem::of(app, Some(who), error))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// The language that was chosen, where one was.
    pub fn language(&self) -> Option<&str> {
        Some(self.language.as_str()).filter(|language| !language.is_empty())
    }

    /// Remembers it.
    pub async fn keep(&self, app: &Shared, who: &Who) -> Result<(), Problem> {
        let trouble = |error| Problem::of(app, Some(who), error);
        let text = serde_json::to_string(self).map_err(|error| trouble(ActionError::Inside(error.to_string())))?;
        app.clinic.keep_draft(&who.subject, FORM, &text).await.map_err(trouble)
    }

    /// The instrument in the chosen language, else in its own, else in the first one in which it can be shown.
    pub fn shown(&self, instrument: &Instrument) -> Instrument {
        let chosen = self.language().and_then(|language| instrument.in_language(language)).filter(Instrument::has_wording);
        let own = || instrument.has_wording().then(|| instrument.clone());
        let first = || instrument.languages().first().and_then(|language| instrument.in_language(language));
        chosen.or_else(own).or_else(first).unwrap_or_else(|| instrument.clone())
    }
}
