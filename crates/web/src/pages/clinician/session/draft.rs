//! What was typed so far, kept on the server under the session's own name. Nothing of the sealed part is ever among it.

use super::Room;
use crate::pages::clinician::forms::Values;
use concord_actions::ActionError;

/// The beginning of the names of every field that belongs to the sealed part.
pub(super) const SEALED: &str = "sealed";

fn name(room: &Room<'_>) -> String {
    format!("session:{}:{}", room.chart().id, room.session.id)
}

/// True for a field whose words may be kept in the clear.
fn may_be_kept(field: &str) -> bool {
    !field.starts_with(SEALED) && !matches!(field, "act" | "keep" | "checked" | "chart" | "kept_at")
}

/// What was kept, if anything was.
pub(super) async fn kept(room: &Room<'_>) -> Result<Option<Values>, ActionError> {
    let text = room.app.clinic.draft_of(&room.who.subject, &name(room)).await?.unwrap_or_default();
    Ok(serde_json::from_str::<Vec<(String, String)>>(&text).ok().filter(|pairs| !pairs.is_empty()).map(Values::new))
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
    room.app.clinic.keep_draft(&room.who.subject, &name(room), &text).await
}

/// Forgets it.
pub(super) async fn forget(room: &Room<'_>) -> Result<(), ActionError> {
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
