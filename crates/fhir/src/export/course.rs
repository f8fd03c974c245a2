//! Courses of medicines as prescriptions. A course may have begun elsewhere and gone on here: then the steps that came
//! from elsewhere keep their records, each with where it now stands.

use super::{Giver, Out, address, in_order, is_own};
use crate::{intake::OWN_EVENT, labels, resources::medication};
use concord_chart::{EventId, medication::MedicationCourse};
use serde_json::{Value, json};

/// One prescription of a course.
struct Step {
    full_url: String,
    value: Value,
    /// False for another system's own record.
    made_here: bool,
}

impl Giver<'_> {
    /// One prescription for each stretch at one dose, each naming the one before it; then what was told of taking it.
    pub(super) fn give_course(&mut self, course: &MedicationCourse) {
        let mut before: Option<String> = None;
        for (because, request) in medication::give_back(course, &self.patient) {
            let Step { full_url, mut value, made_here } = self.step(course, because, request);
            if let (Some(before), true) = (&before, made_here) {
                value["priorPrescription"] = json!({"reference": before});
            }
            self.push(full_url.clone(), Out::Made(in_order(value)));
            let entry = because.and_then(|because| self.chart.entry(because)).filter(|entry| is_own(entry));
            if let Some(entry) = entry {
                self.give_provenance(entry, std::slice::from_ref(&full_url));
            }
            // A step that is only planned comes after the one that holds, and nothing comes after it.
            if because.is_some() {
                before = Some(full_url);
            }
        }
        let taking = medication::give_back_taking(course, before.as_deref(), &self.patient);
        if let (Some(mut taking), Some(entry)) = (taking, self.chart.entry(course.because)) {
            self.mark(entry, &mut taking);
            self.push(address(medication::id_of(&taking)), Out::Made(in_order(taking)));
        }
    }

    /// Address and content of a step: the record in which it came, that record corrected here, or one of ours.
    fn step(&self, course: &MedicationCourse, because: Option<EventId>, mut request: Value) -> Step {
        let entry = because.and_then(|because| self.chart.entry(because));
        let amended = entry.and_then(|entry| entry.recorded.draft.amends).and_then(|id| self.chart.entry(id));
        if let Some(original) = entry.and_then(|entry| self.originals.of_entry(entry)) {
            let mut value = original.value.clone();
            for key in ["status", "statusReason"] {
                if let Some(now) = request.get(key) {
                    value[key] = now.clone();
                }
            }
            if let Some(meta) = value.get_mut("meta").and_then(Value::as_object_mut) {
                meta.retain(|key, said| key != "source" || !said.as_str().is_some_and(|said| said.starts_with(OWN_EVENT)));
            }
            labels::put(&mut value, original.label.max(labels::of(&original.value)));
            return Step { full_url: original.full_url.clone(), value, made_here: false };
        }
        if let Some(original) = amended.and_then(|amended| self.originals.of_entry(amended)) {
            let id = original.name.split('/').nth(1).unwrap_or_default();
            request["id"] = json!(id);
            labels::put(&mut request, original.label);
            return Step { full_url: original.full_url.clone(), value: request, made_here: true };
        }
        if let Some(entry) = entry.or_else(|| self.chart.entry(course.because)) {
            self.mark(entry, &mut request);
        }
        Step { full_url: address(medication::id_of(&request)), value: request, made_here: true }
    }
}
