//! What a correction takes over from the entry that it corrects, where no form asks for it: codes that came with an import,
//! by which the review knows an allergy or a condition, and who began a course. Codes belong to a name: they are kept while
//! the name is.

use concord_chart::{Event, measurement::Measured};

/// The corrected event with what its form does not ask for.
pub(in crate::pages::clinician) fn carried(mut event: Event, earlier: &Event) -> Event {
    match (&mut event, earlier) {
        (Event::MedicationStarted(now), Event::MedicationStarted(then)) if same(&now.name, &then.name) => {
            now.coding.clone_from(&then.coding);
            now.substance = now.substance.take().or_else(|| then.substance.clone());
        }
        (Event::ConditionNoted(now), Event::ConditionNoted(then)) if same(&now.name, &then.name) => {
            now.coding.clone_from(&then.coding);
        }
        (Event::AllergyNoted(now), Event::AllergyNoted(then)) if same(&now.substance, &then.substance) => {
            now.coding.clone_from(&then.coding);
        }
        (Event::ProcedureDone(now), Event::ProcedureDone(then)) if same(&now.what, &then.what) => {
            now.coding.clone_from(&then.coding);
            now.until = then.until;
        }
        (Event::LabResulted(now), Event::LabResulted(then))
        | (Event::VitalMeasured(now), Event::VitalMeasured(then))
        | (Event::ObservationMade(now), Event::ObservationMade(then))
            if same(&now.what, &then.what) =>
        {
            measured(now, then);
        }
        // Whoever corrects a colleague's entry does not become the therapist.
        (Event::TherapyStarted(now), Event::TherapyStarted(then)) => {
            now.therapist = then.therapist;
            now.therapist_name.clone_from(&then.therapist_name);
        }
        _ => {}
    }
    event
}

fn same(now: &str, then: &str) -> bool {
    now.trim().eq_ignore_ascii_case(then.trim())
}

fn measured(now: &mut Measured, then: &Measured) {
    now.coding.clone_from(&then.coding);
    for (part, before) in now.parts.iter_mut().zip(&then.parts) {
        part.what.clone_from(&before.what);
        part.coding.clone_from(&before.coding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::{StaffId, allergy::AllergyNoted, quantity::Coding, therapy::Started};

    fn allergy(substance: &str, coding: Vec<Coding>) -> Event {
        Event::AllergyNoted(AllergyNoted {
            substance: substance.into(),
            coding,
            intolerance: None,
            reactions: Vec::new(),
            criticality: None,
        })
    }

    #[test]
    fn an_imported_allergy_keeps_its_code_while_it_keeps_its_name() {
        let code = || vec![Coding { system: "http://snomed.info/sct".into(), code: "91936005".into(), display: String::new() }];
        let imported = allergy("Penicillin", code());
        let corrected = |substance: &str| carried(allergy(substance, Vec::new()), &imported);
        assert_eq!(corrected("penicillin "), allergy("penicillin ", code()));
        assert_eq!(corrected("Aspirin"), allergy("Aspirin", Vec::new()));
    }

    #[test]
    fn whoever_corrects_a_course_does_not_become_its_therapist() {
        let by = |number: u128, name: &str| {
            Event::TherapyStarted(Started {
                course: concord_chart::CourseId(uuid::Uuid::from_u128(1)),
                therapy: None,
                name: "CBT".into(),
                planned_sessions: None,
                every_days: None,
                therapist: Some(StaffId(uuid::Uuid::from_u128(number))),
                therapist_name: name.into(),
                aim: String::new(),
            })
        };
        assert_eq!(carried(by(2, "Somebody else"), &by(1, "Ruth Lindgren")), by(1, "Ruth Lindgren"));
    }
}
