//! What the knowledge says about a medicine in a patient's words: never a severity, never a risk in numbers.

use crate::{app::Shared, chart_view, own_words};
use concord_chart::{Chart, CourseId, medication::MedicationCourse};
use concord_knowledge::{
    Knowledge, Substance,
    formulary::{Tie, Unwanted},
};

/// The entry of a course, where the formulary has one.
pub(super) fn substance(app: &Shared, course: &MedicationCourse) -> Option<&'static Substance> {
    own_words::substance_of(app.clinic.knowledge(), course)
}

/// True for a medicine that is ended in steps.
pub(super) fn ends_slowly(app: &Shared, course: &MedicationCourse) -> bool {
    substance(app, course).is_some_and(|substance| substance.taper.is_some())
}

/// What is to be read before ending one of these.
pub(super) const ENDS_SLOWLY: &str = "Stopping this one from one day to the next can make people feel ill. Going down in steps is easier; your prescriber plans them with you.";

/// The name as people say it.
pub(super) fn name(app: &Shared, course: &MedicationCourse) -> String {
    chart_view::medicine_name(course, substance(app, course))
}

/// The name of a course of a chart.
pub(super) fn name_of(app: &Shared, chart: &Chart, course: CourseId) -> String {
    chart.medication(course).map_or_else(|| "A medicine".to_owned(), |course| name(app, course))
}

/// Effects that come often, the most frequent first, each with when it usually begins.
pub(super) fn often(knowledge: &Knowledge, substance: &Substance) -> Vec<String> {
    let rank = |effect: &Unwanted| match effect.strength {
        Tie::VeryCommon => Some(0),
        Tie::Hallmark => Some(1),
        Tie::Common => Some(2),
        Tie::Warning | Tie::Rare => None,
    };
    let mut often: Vec<(u8, &Unwanted)> = substance
        .unwanted
        .iter()
        .filter(|effect| !effect.tell_at_once)
        .filter_map(|effect| Some((rank(effect)?, effect)))
        .collect();
    often.sort_by_key(|(rank, _)| *rank);
    often.iter().map(|(_, effect)| with_onset(knowledge, effect)).collect()
}

/// What to tell somebody at once.
pub(super) fn at_once(knowledge: &Knowledge, substance: &Substance) -> Vec<String> {
    substance.unwanted.iter().filter(|effect| effect.tell_at_once).map(|effect| words(knowledge, effect)).collect()
}

fn words(knowledge: &Knowledge, effect: &Unwanted) -> String {
    let known = knowledge.effect(&effect.effect).map(|term| term.plain.as_str());
    effect.plain.as_deref().or(known).unwrap_or(&effect.effect).to_owned()
}

fn with_onset(knowledge: &Knowledge, effect: &Unwanted) -> String {
    let words = words(knowledge, effect);
    match effect.onset_days.map(|(_, to)| to) {
        None => words,
        Some(0..=7) => format!("{words}, in the first days"),
        Some(8..=42) => format!("{words}, in the first weeks"),
        Some(43..=180) => format!("{words}, in the first months"),
        Some(_) => format!("{words}, after months or years"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Words of clinicians' gradings, and of scores, that have no place before a patient.
    const JARGON: &[&str] =
        &["contraindicat", "major", "moderate", "severity", "risk of", "QTc", "CYP", "syndrome of inappropriate"];

    #[test]
    fn no_effect_is_told_to_a_patient_in_the_words_of_a_grading() {
        let knowledge = concord_knowledge::shipped();
        for substance in knowledge.substances() {
            for said in often(knowledge, substance).into_iter().chain(at_once(knowledge, substance)) {
                let found = JARGON.iter().find(|word| said.contains(**word));
                assert_eq!(found, None, "{}: {said}", substance.id);
                assert!(!said.contains('_'), "{}: an id instead of words: {said}", substance.id);
            }
        }
    }

    #[test]
    fn what_to_tell_at_once_does_not_stand_among_what_comes_often() {
        let knowledge = concord_knowledge::shipped();
        let mut seen = 0;
        for substance in knowledge.substances() {
            let often = often(knowledge, substance);
            for urgent in at_once(knowledge, substance) {
                seen += 1;
                assert!(!often.contains(&urgent), "{}: {urgent}", substance.id);
            }
        }
        assert!(seen > 50, "only {seen} effects are to be told at once");
    }
}
