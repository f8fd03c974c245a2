//! What every page of own work begins with: the own chart, what was sent, what is kept half done, and the frame.

use super::words;
use crate::{
    app::Shared,
    components::quick_exit::quick_exit,
    errors::Problem,
    guard::Who,
    pages::patient::{doses::sentence, frame, own},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_actions::{ActionError, Entry, OpenChart, Receipt};
use concord_chart::{Chart, CourseId, EventId, HomeworkId, StaffId, registration::CareRole, therapy::Homework, work::Readers};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::{Serialize, de::DeserializeOwned};

/// What is wrong: the field and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub field: String,
    pub sentence: String,
}

impl Wrong {
    pub(super) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

/// The sentence about one field, or nothing.
pub(super) fn about<'a>(wrong: Option<&'a Wrong>, field: &str) -> &'a str {
    wrong.filter(|wrong| wrong.field == field).map_or("", |wrong| wrong.sentence.as_str())
}

/// What a form sent, or what stands in it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// The first value under a name, without blanks around it; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value under a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, value)| known == name && !value.trim().is_empty()).map(|(_, value)| value.trim())
    }

    /// A whole number from 0 to `most`; nothing where nothing was written. What cannot be read is asked again, never rounded.
    pub(super) fn number(&self, name: &str, most: u8) -> Result<Option<u8>, Wrong> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<u8>() {
            Ok(value) if value <= most => Ok(Some(value)),
            _ => Err(Wrong::new(name, words::from_to(most))),
        }
    }

    /// Adds a value.
    pub(super) fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push((name.into(), value.to_string()));
    }

    /// Adds a value where there is one.
    pub(super) fn put_some(&mut self, name: impl Into<String>, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

/// The signed-in patient with their own chart open.
pub(super) struct Own {
    pub app: Shared,
    pub who: Who,
    pub open: OpenChart,
}

impl Own {
    /// Opens the own chart; the access log says that its owner looked.
    pub(super) async fn open(app: Shared, who: Who, purpose: &'static str) -> Result<Self, Problem> {
        let open = own::open(&app, &who, purpose).await?;
        Ok(Self { app, who, open })
    }

    pub(super) fn chart(&self) -> &Chart {
        &self.open.chart
    }

    pub(super) fn today(&self) -> Date {
        self.app.clinic.today()
    }

    pub(super) fn zone(&self) -> TimeZone {
        self.app.clinic.zone()
    }

    /// A page with the way back, and the way out.
    pub(super) fn page(&self, back: (&str, &str), body: Markup) -> Markup {
        let body = html! {
            div.work-top { (frame::back(back.0, back.1)) (quick_exit()) }
            div.work { (body) }
        };
        frame::page(&self.app, &self.who, words::QUIET_TITLE, frame::HOME, body)
    }

    /// The page of something that is not there, or not theirs.
    pub(super) fn nothing(&self) -> Problem {
        Problem::of(&self.app, Some(&self.who), ActionError::NotFound)
    }

    pub(super) fn trouble(&self, error: ActionError) -> Problem {
        Problem::of(&self.app, Some(&self.who), error)
    }

    /// What is kept half done under a name.
    pub(super) async fn draft<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Problem> {
        let kept = self.app.clinic.draft_of(&self.who.subject, name).await.map_err(|error| self.trouble(error))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps something half done.
    pub(super) async fn keep<T: Serialize>(&self, name: &str, what: &T) -> Result<(), Problem> {
        let text = serde_json::to_string(what).map_err(|error| self.trouble(ActionError::Inside(error.to_string())))?;
        self.app.clinic.keep_draft(&self.who.subject, name, &text).await.map_err(|error| self.trouble(error))
    }

    /// Forgets it. What was recorded is on the chart; a draft that stays behind would only be offered again.
    pub(super) async fn forget(&self, name: &str) {
        if let Err(error) = self.app.clinic.keep_draft(&self.who.subject, name, "").await {
            tracing::warn!(%error, "a draft of own work stays behind");
        }
    }

    /// Records entries, all or nothing; a refusal is a sentence for the form.
    pub(super) async fn record(&self, entries: Vec<Entry>) -> Result<Result<Receipt, String>, Problem> {
        self.or_sentence(self.app.clinic.record(&self.who.subject, self.chart().id, None, entries).await)
    }

    /// A refusal as a sentence, everything else as a page.
    pub(super) fn or_sentence<T>(&self, done: Result<T, ActionError>) -> Result<Result<T, String>, Problem> {
        match done {
            Ok(done) => Ok(Ok(done)),
            Err(error) => sentence(error).map(Err).map_err(|error| self.trouble(error)),
        }
    }

    /// The key that a form brought back, else a fresh one.
    pub(super) fn key(&self, sent: &Sent) -> String {
        frame::key_of(&self.app, sent.get("key"))
    }

    /// A task by its id as it came in an address or a form.
    pub(super) fn homework(&self, id: &str) -> Option<Task<'_>> {
        let id: HomeworkId = id.parse().ok()?;
        self.chart().therapies.iter().find_map(|course| {
            let homework = course.homework.iter().find(|task| task.what.homework == id)?;
            Some(Task { course: course.id, therapist: course.what.therapist, name: &course.what.therapist_name, homework })
        })
    }

    /// Who may read a new piece of work: the therapist of the course that it belongs to, and nobody else.
    pub(super) fn first_readers(&self, homework: Option<HomeworkId>) -> Readers {
        let of_task = homework.and_then(|id| self.homework(&id.to_string())).and_then(|task| task.therapist);
        Readers::Only(of_task.or_else(|| self.therapist().0).into_iter().collect())
    }

    /// The therapist of the course that is going on, else of the team: who, and the name as shown.
    pub(super) fn therapist(&self) -> (Option<StaffId>, &str) {
        let going = self.chart().therapies.iter().rev().find(|course| course.is_current() && course.what.therapist.is_some());
        if let Some(course) = going {
            return (course.what.therapist, &course.what.therapist_name);
        }
        match self.chart().registration.member(CareRole::Therapist) {
            Some(member) => (member.staff, &member.name),
            None => (None, ""),
        }
    }

    /// The name as shown of the prescriber to whom a message can go.
    pub(super) fn prescriber(&self) -> Option<&str> {
        let member = self.chart().registration.member(CareRole::Prescriber)?;
        member.staff.map(|_| member.name.as_str())
    }

    /// What was already recorded under a key: the second tap of the same button finds it.
    pub(super) fn recorded_under(&self, key: &str) -> Option<EventId> {
        let mut entries = self.chart().entries.iter().rev();
        entries.find(|entry| !key.is_empty() && entry.recorded.draft.key.0 == key).map(|entry| entry.recorded.id())
    }
}

/// A task with the course that it belongs to.
pub(super) struct Task<'a> {
    pub course: CourseId,
    pub therapist: Option<StaffId>,
    pub name: &'a str,
    pub homework: &'a Homework,
}

/// A form sent back to be put right.
pub(super) fn again(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The sentence on top of a form that was not taken.
pub(super) fn trouble(wrong: Option<&Wrong>) -> Markup {
    html! { @if let Some(wrong) = wrong { (frame::trouble(Some(&wrong.sentence), &wrong.field)) } }
}

/// The field that carries the key of a form.
pub(super) fn key_field(key: &str) -> Markup {
    html! { input type="hidden" name="key" value=(key); }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_number_is_read_whole_and_nothing_is_not_a_zero() {
        let mut sent = Sent::default();
        sent.put("a", " 80 ");
        sent.put("b", "101");
        sent.put("c", "7.5");
        sent.put("d", "");
        assert_eq!(sent.number("a", 100).unwrap(), Some(80));
        assert_eq!(sent.number("d", 100).unwrap(), None);
        assert_eq!(sent.number("gone", 100).unwrap(), None);
        assert_eq!(sent.number("b", 100).unwrap_err().field, "b");
        assert_eq!(sent.number("c", 10).unwrap_err().field, "c");
    }
}
