//! What was typed so far, kept on the server under the session's own name. Nothing of the sealed part is ever among it.
//!
//! A session that nobody planned stands on no list before it is signed: beside its draft the author has a list of those that
//! they began, so that each is found again.

use super::Room;
use crate::{app::Shared, guard::Who, pages::clinician::forms::Values};
use concord_actions::ActionError;
use concord_chart::{Chart, ChartId, CourseId, SessionId};

/// The beginning of the names of every field that belongs to the sealed part.
pub(super) const SEALED: &str = "sealed";

fn name(room: &Room<'_>) -> String {
    name_of(room.chart().id, room.session.id)
}

fn name_of(chart: ChartId, session: SessionId) -> String {
    format!("session:{chart}:{session}")
}

/// The name under which the list of begun sessions of a chart is kept.
fn list_name(chart: ChartId) -> String {
    format!("sessions-begun:{chart}")
}

/// A session that nobody planned, begun and not signed.
pub(in crate::pages::clinician) struct Begun {
    /// The session.
    pub session: SessionId,
    /// Its course.
    pub course: CourseId,
    /// What was typed so far.
    pub typed: Values,
}

impl Begun {
    /// Its page.
    pub fn address(&self, chart: ChartId) -> String {
        format!("/chart/{chart}/session/{}?course={}", self.session, self.course)
    }
}

async fn listed(app: &Shared, who: &Who, chart: ChartId) -> Result<Vec<(SessionId, CourseId)>, ActionError> {
    let text = app.clinic.draft_of(&who.subject, &list_name(chart)).await?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// The sessions that this author began on this chart without a plan, the latest last.
///
/// # Errors
/// The store could not.
pub(in crate::pages::clinician) async fn begun(app: &Shared, who: &Who, chart: &Chart) -> Result<Vec<Begun>, ActionError> {
    let mut begun = Vec::new();
    for (session, course) in listed(app, who, chart.id).await? {
        let known = chart.therapies.iter().flat_map(|course| &course.sessions).any(|known| known.id == session);
        let text = app.clinic.draft_of(&who.subject, &name_of(chart.id, session)).await?.unwrap_or_default();
        if let Some(typed) = read(&text).filter(|_| !known && chart.therapy(course).is_some()) {
            begun.push(Begun { session, course, typed });
        }
    }
    Ok(begun)
}

/// Puts the session on the author's list of those begun, or takes it off.
async fn list(room: &Room<'_>, is_begun: bool) -> Result<(), ActionError> {
    let (app, chart, own) = (room.app, room.chart().id, (room.session.id, room.course.id));
    let mut known = listed(app, room.who, chart).await?;
    if known.contains(&own) == is_begun {
        return Ok(());
    }
    known.retain(|one| *one != own);
    known.extend(is_begun.then_some(own));
    let text = match known.as_slice() {
        [] => String::new(),
        known => serde_json::to_string(known).map_err(|error| ActionError::Inside(error.to_string()))?,
    };
    app.clinic.keep_draft(&room.who.subject, &list_name(chart), &text).await
}

fn read(text: &str) -> Option<Values> {
    serde_json::from_str::<Vec<(String, String)>>(text).ok().filter(|pairs| !pairs.is_empty()).map(Values::new)
}

/// True for a field whose words may be kept in the clear.
fn may_be_kept(field: &str) -> bool {
    !field.starts_with(SEALED) && !matches!(field, "act" | "keep" | "checked" | "chart" | "kept_at")
}

/// What was kept, if anything was.
pub(super) async fn kept(room: &Room<'_>) -> Result<Option<Values>, ActionError> {
    let text = room.app.clinic.draft_of(&room.who.subject, &name(room)).await?.unwrap_or_default();
    Ok(read(&text))
}

/// Keeps it. A correction of something signed is not kept: it is begun anew from what was signed.
pub(super) async fn keep(room: &Room<'_>, values: &Values) -> Result<(), ActionError> {
    if room.session.written.is_some() {
        return Ok(());
    }
    let at = room.now.to_zoned(room.zone.clone()).strftime("%H:%M").to_string();
    let pairs: Vec<(&str, &str)> =
        values.pairs().filter(|(field, _)| may_be_kept(field)).chain([("kept_at", at.as_str())]).collect();
    let text = serde_json::to_string(&pairs).map_err(|error| ActionError::Inside(error.to_string()))?;
    room.app.clinic.keep_draft(&room.who.subject, &name(room), &text).await?;
    if room.is_unplanned() { list(room, true).await } else { Ok(()) }
}

/// Forgets it.
pub(super) async fn forget(room: &Room<'_>) -> Result<(), ActionError> {
    list(room, false).await?;
    room.app.clinic.keep_draft(&room.who.subject, &name(room), "").await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_sealed_part_is_kept_in_the_clear() {
        assert!(!may_be_kept("sealed"));
        assert!(!may_be_kept("sealed-text"));
        assert!(may_be_kept("summary"));
        assert!(may_be_kept("key"), "the key stays, so that coming back never signs twice");
    }
}
