//! The sealed side beside the session: its panel on the page, and sealing with the same press that signs the shared face.
//! Its words go to the author's own sealed store and nowhere else.

use super::{Room, draft::SEALED};
use crate::pages::clinician::{
    forms::Values,
    sealed::{
        SealedForm, Verdict,
        panel::{Panel, panel},
    },
};
use concord_actions::{ActionError, NewSealedNote, SealedSide, Typed};
use maud::Markup;

/// What the author finds on the sealed side, and what stands in its fields.
pub(super) struct Sealed {
    side: SealedSide,
    form: SealedForm,
}

/// The sealed side with what was sent; with the author's own draft where nothing was.
pub(super) async fn side(room: &Room<'_>, sent: Option<&Values>) -> Result<Sealed, ActionError> {
    let session = room.session.id.to_string();
    let side = room.app.clinic.sealed_side(room.who, room.open, Some(&session)).await?;
    let form = match (sent, &side) {
        (Some(values), _) => SealedForm::read(values),
        (None, SealedSide::Open { draft, .. }) => SealedForm { typed: draft.clone(), ..SealedForm::default() },
        (None, _) => SealedForm::default(),
    };
    Ok(Sealed { side, form: SealedForm { session: Some(session), ..form } })
}

impl Sealed {
    /// The panel.
    pub fn show(&self, room: &Room<'_>) -> Markup {
        let given_name = room.given_name();
        panel(&Panel { given_name: &given_name, chart: room.chart().id, side: &self.side, form: &self.form })
    }

    /// True for somebody who has a sealed side here.
    pub fn is_open(&self) -> bool {
        matches!(self.side, SealedSide::Open { .. })
    }
}

/// What is to be sealed with the signature.
pub(super) enum ToSeal {
    /// Nothing was written there.
    Nothing,
    /// The author has to decide about some words first.
    Ask,
    /// This note.
    Note(Box<NewSealedNote>),
}

/// Reads the sealed side of what was sent.
pub(super) fn wanted(room: &Room<'_>, values: &Values) -> ToSeal {
    let form = SealedForm { session: Some(room.session.id.to_string()), ..SealedForm::read(values) };
    match form.verdict() {
        Verdict::Nothing => ToSeal::Nothing,
        Verdict::Ask => ToSeal::Ask,
        Verdict::Seal(note) => ToSeal::Note(Box::new(note)),
    }
}

/// Keeps what was typed there as the author's own draft, sealed. Does nothing where the page had no such fields.
pub(super) async fn keep(room: &Room<'_>, values: &Values) -> Result<(), ActionError> {
    if !has_fields(values) {
        return Ok(());
    }
    let typed: Typed = SealedForm::read(values).typed;
    let session = room.session.id.to_string();
    room.app.clinic.keep_sealed_draft(room.who, room.chart().id, Some(&session), typed).await
}

fn has_fields(values: &Values) -> bool {
    values.pairs().any(|(name, _)| name.starts_with(SEALED) && name.ends_with("text"))
}

/// Forgets what was typed there. Does nothing where the page had no such fields.
pub(super) async fn forget(room: &Room<'_>, values: &Values) -> Result<(), ActionError> {
    if !has_fields(values) {
        return Ok(());
    }
    let session = room.session.id.to_string();
    room.app.clinic.keep_sealed_draft(room.who, room.chart().id, Some(&session), Typed::default()).await
}
