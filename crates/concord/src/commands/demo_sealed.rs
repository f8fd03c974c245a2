//! What the therapist of the invented practice keeps to herself. It is sealed by signing in as her, once, after the practice
//! was made: a key is drawn by chance, so it cannot be part of a practice that is the same for the same seed.

use anyhow::{Context, Result};
use concord_actions::{Clinic, NewSealedNote, Typed, Visitor};
use concord_simulation::{DEMO_PASSWORD, sign_ins};

/// Title and words.
const NOTES: [(&str, &str); 2] = [
    (
        "After the foggy weeks",
        "I noticed that I hurried whenever she fell silent. The fog was easier to talk about than her anger with me for \
         sending her to the prescriber. Hypothesis: asking for less is how she keeps people near. Leave the silence next time.",
    ),
    (
        "For supervision",
        "The dream of the empty choir stalls came back. I like being the one who understands her and should be careful with \
         that. What does she not tell me so that I stay pleased?",
    ),
];

/// Seals the notes of the demo's therapist about the demo's patient.
///
/// # Errors
/// When somebody of the demo is not there, or a note cannot be sealed.
pub(super) async fn write(clinic: &Clinic) -> Result<()> {
    let login = |role| sign_ins().into_iter().find(|known| known.role == role).map(|known| known.login);
    let therapist = login(concord_access::Role::Therapist).context("the demo has no therapist")?;
    let patient = login(concord_access::Role::Patient).context("the demo has no patient")?;
    let accounts = clinic.store().accounts(clinic.organisation()).await?;
    let chart = accounts.into_iter().find(|account| account.login == patient).and_then(|account| account.chart);
    let chart = chart.context("the demo’s patient has no record")?;
    let (secret, _) = clinic.sign_in(&therapist, DEMO_PASSWORD, "the demo itself").await?;
    let Visitor::SignedIn(who) = clinic.visitor(&secret, false).await? else {
        anyhow::bail!("the demo’s therapist is not signed in")
    };
    for (number, (title, text)) in NOTES.iter().enumerate() {
        let typed = Typed { title: (*title).to_owned(), text: (*text).to_owned() };
        let note = NewSealedNote { key: format!("demo-{number}"), typed, ..NewSealedNote::default() };
        clinic.seal_note(&who, chart, note).await.context("a note of the demo could not be sealed")?;
    }
    Ok(clinic.sign_out(&who).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_access::Purpose;
    use concord_actions::{OffsetClock, SealedSide};
    use concord_simulation::demo;
    use std::sync::Arc;

    #[tokio::test]
    async fn the_therapist_of_the_demo_finds_her_notes_and_the_same_note_is_not_sealed_twice() {
        let folder = tempfile::tempdir().unwrap();
        let opened = demo::open_or_make(&folder.path().join("demo.db"), None, Some(1), |_| ()).await.unwrap();
        let clock = Arc::new(OffsetClock::starting_at(opened.now));
        let clinic = crate::practice::clinic_at(opened.store, clock).await.unwrap();
        write(&clinic).await.unwrap();
        write(&clinic).await.unwrap();
        let accounts = clinic.store().accounts(clinic.organisation()).await.unwrap();
        let maria = accounts.iter().find(|account| account.login == "maria.delgado").unwrap().chart.unwrap();
        let (secret, _) = clinic.sign_in("ruth.lindgren", DEMO_PASSWORD, "test").await.unwrap();
        let Visitor::SignedIn(ruth) = clinic.visitor(&secret, false).await.unwrap() else { panic!("not signed in") };
        let open = clinic.open_chart(&ruth.subject, maria, Purpose("test")).await.unwrap();
        let SealedSide::Open { notes, .. } = clinic.sealed_side(&ruth, &open, None).await.unwrap() else { panic!("shut") };
        let mut titles: Vec<&str> = notes.iter().map(|note| note.note.title.as_str()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["After the foggy weeks", "For supervision"]);
    }
}
