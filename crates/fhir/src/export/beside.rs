//! What is done beside a medicine, as resources: fills, counts, obstacles, wishes, findings that somebody went on past,
//! tasks, and the circumstances that safety rules ask for. A pause of a plan has no resource of its own: the steps that
//! wait say so (see `medication`).

use super::{Giver, address, identity, is_own};
use crate::{
    datatypes::{UCUM, concept, write_quantity},
    dates,
    resources::observation::{self, OWN_CODES},
};
use concord_chart::{
    CourseId, Entry, Event, EventId, StaffId, When,
    acknowledgement::FindingAcknowledged,
    barrier::BarrierNoted,
    change_request::{ChangeAnswered, ChangeAsked},
    circumstance::{About, Circumstance},
    dispensing::{Counted, Dispensed},
    medication::KnownFrom,
    quantity::Quantity,
};
use serde_json::{Value, json};

impl Giver<'_> {
    /// The resource of such an event, if it is one by itself. `struck` is true for a retracted entry.
    pub(super) fn beside(&self, entry: &Entry, struck: bool) -> Option<Value> {
        let at = entry.recorded.occurred();
        match entry.recorded.event() {
            Event::Dispensed(event) => Some(self.dispense(event, struck)),
            Event::PillsCounted(event) => Some(self.count(event, struck)),
            Event::BarrierNoted(event) => Some(self.barrier(entry, event)),
            Event::ChangeAsked(event) => Some(self.wish(entry, event)),
            Event::ChangeAnswered(event) => Some(self.wish_answered(entry, event)),
            Event::FindingAcknowledged(event) => Some(self.went_on_past(entry, event)),
            Event::CircumstanceNoted(event) => Some(self.circumstance(&event.what, at, struck)),
            Event::TaskOpened(_) => self.task(entry.recorded.id()),
            _ => None,
        }
    }

    /// Name and codes of a medicine.
    fn medicine(&self, course: CourseId) -> Value {
        self.chart
            .medication(course)
            .map_or_else(|| json!({"text": "a medicine"}), |course| concept(&course.what.name, &course.what.coding))
    }

    fn medicine_name(&self, course: CourseId) -> &str {
        self.chart.medication(course).map_or("medicine", |course| &course.what.name)
    }

    fn prescription_of(&self, course: CourseId) -> Option<Value> {
        let because = self.chart.medication(course)?.because;
        self.prescription(because).map(|prescription| json!({"reference": prescription}))
    }

    fn dispense(&self, event: &Dispensed, struck: bool) -> Value {
        let mut dispense = json!({
            "resourceType": "MedicationDispense",
            "status": if struck { "entered-in-error" } else { "completed" },
            "medicationCodeableConcept": self.medicine(event.course),
            "subject": self.patient,
            "whenHandedOver": event.on.to_string(),
        });
        if let Some(prescription) = self.prescription_of(event.course) {
            dispense["authorizingPrescription"] = json!([prescription]);
        }
        if let Some(quantity) = event.quantity {
            dispense["quantity"] =
                write_quantity(&Quantity { value: quantity.normalize(), unit: event.unit.clone(), comparator: None });
        }
        if let Some(days) = event.days_supply {
            dispense["daysSupply"] = json!({"value": days, "unit": "days", "system": UCUM, "code": "d"});
        }
        if !event.place.is_empty() {
            dispense["location"] = json!({"display": event.place});
        }
        let known = match event.known_from {
            KnownFrom::Fill => "",
            KnownFrom::Observed => "Handed out in the practice.",
            _ => "As it was told, not from the pharmacy's own record.",
        };
        with_note(dispense, known)
    }

    fn count(&self, event: &Counted, struck: bool) -> Value {
        let words = format!("{}: how much is left", self.medicine_name(event.course));
        let mut count = own(code("medicine-left", &words), When::Day(event.on), struck, None, &self.patient);
        count["valueQuantity"] =
            write_quantity(&Quantity { value: event.left.normalize(), unit: String::new(), comparator: None });
        let expected = event.expected.map(|expected| format!("{} were expected to be left.", expected.normalize()));
        with_note(count, &expected.unwrap_or_default())
    }

    fn barrier(&self, entry: &Entry, event: &BarrierNoted) -> Value {
        let words = match event.course {
            Some(course) => format!("{}: what gets in the way of taking it", self.medicine_name(course)),
            None => "What gets in the way of taking medicines".to_owned(),
        };
        let code = code("medicine-barrier", &words);
        let mut barrier = own(code, entry.recorded.occurred(), false, None, &self.patient);
        let said = [event.reason.words(), event.words.trim()].into_iter().filter(|words| !words.is_empty());
        barrier["valueString"] = json!(said.collect::<Vec<_>>().join(": "));
        let now = self.chart.barriers.iter().find(|known| known.id == entry.recorded.id());
        let resolved = now.and_then(|known| known.resolved.as_ref());
        with_note(
            barrier,
            &resolved.map(|(at, _, words)| format!("No longer in the way since {at}: {words}")).unwrap_or_default(),
        )
    }

    fn wish(&self, entry: &Entry, event: &ChangeAsked) -> Value {
        let reason = if event.words.is_empty() { String::new() } else { format!(" “{}”", event.words) };
        let words = format!("Asks about {}: to {}.{reason}", self.medicine_name(event.course), event.wish.words());
        let about = self.prescription_of(event.course).and_then(|about| about["reference"].as_str().map(str::to_owned));
        self.communication(entry, &words, about)
    }

    fn wish_answered(&self, entry: &Entry, event: &ChangeAnswered) -> Value {
        let mut answer = self.communication(entry, &event.words, None);
        let request = self.chart.entry(event.request).filter(|request| is_own(request) && request.status.counts());
        if let Some(request) = request {
            answer["inResponseTo"] = json!([{"reference": address(identity(self.chart, request, ""))}]);
        }
        answer
    }

    /// The finding with what a person did about it. What it rested on stays here: the check finds it again by itself.
    fn went_on_past(&self, entry: &Entry, event: &FindingAcknowledged) -> Value {
        let recorded = &entry.recorded;
        let about = event.about();
        let names = about.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mut issue = json!({
            "resourceType": "DetectedIssue",
            "status": "final",
            "code": {"coding": [{"system": "urn:concord:rule", "code": event.finding}], "text": event.finding},
            "patient": self.patient,
        });
        if let Some(severity) = fhir_severity(&event.severity) {
            issue["severity"] = json!(severity);
        }
        let mut mitigation = json!({"action": {"text": event.why()}, "author": {"display": recorded.author().name}});
        match dates::write(recorded.occurred()) {
            Some(date) => {
                issue["identifiedDateTime"] = json!(date);
                mitigation["date"] = json!(date);
            }
            None => issue["identifiedPeriod"] = dates::write_period(recorded.occurred()),
        }
        let concerns = |substance: &Option<concord_chart::SubstanceId>| substance.as_ref().is_some_and(|id| about.contains(id));
        let implicated: Vec<Value> = self
            .chart
            .medications
            .iter()
            .filter(|course| course.is_current() && concerns(&course.what.substance))
            .filter_map(|course| self.prescription_of(course.id))
            .collect();
        if !implicated.is_empty() {
            issue["implicated"] = json!(implicated);
        }
        if !names.is_empty() {
            issue["detail"] = json!(format!("About {names}."));
        }
        issue["mitigation"] = json!([mitigation]);
        issue
    }

    fn circumstance(&self, what: &Circumstance, at: When, struck: bool) -> Value {
        let (word, words, category) = match what.about() {
            About::Pregnancy => ("pregnancy", "Pregnancy".to_owned(), "social-history"),
            About::Breastfeeding => ("breastfeeding", "Breastfeeding".to_owned(), "social-history"),
            About::Contraception => ("contraception", "Contraception".to_owned(), "social-history"),
            About::CanBecomePregnant => ("can-become-pregnant", "Can become pregnant".to_owned(), "social-history"),
            About::PregnancyWanted => ("pregnancy-wanted", "Pregnancy wished for".to_owned(), "social-history"),
            About::Ancestry => ("ancestry", "Ancestry".to_owned(), "social-history"),
            About::Gene(gene) => ("gene", format!("Gene test: {gene}"), "laboratory"),
        };
        let mut noted = own(code(word, &words), at, struck, Some(category), &self.patient);
        noted["valueString"] = json!(what.words());
        if let Circumstance::Pregnancy { due: Some(due) } = what {
            noted["component"] = json!([{"code": code("day-due", "Day due"), "valueDateTime": due.to_string()}]);
        }
        noted
    }

    /// A task as it stands now: who has it, and what came of it.
    fn task(&self, id: EventId) -> Option<Value> {
        let task = self.chart.tasks.iter().find(|task| task.id == id)?;
        let mut given = json!({
            "resourceType": "Task",
            "status": if task.is_open() { "requested" } else { "completed" },
            "intent": "order",
            "code": {"text": task.what.kind.words()},
            "description": task.what.what,
            "for": self.patient,
        });
        if let Some(opened) = dates::write(task.at) {
            given["authoredOn"] = json!(opened);
        }
        if let Some(name) = self.name_of(task.owner) {
            given["owner"] = json!({"display": name});
        }
        if let Some(focus) = task.what.course.and_then(|course| self.prescription_of(course)) {
            given["focus"] = focus;
        }
        if let Some(due) = task.what.due {
            given["restriction"] = json!({"period": {"end": due.to_string()}});
        }
        let Some((at, _, words)) = &task.done else { return Some(given) };
        if let Some(at) = dates::write(*at) {
            given["executionPeriod"] = json!({"end": at});
        }
        Some(with_note(given, words))
    }

    fn name_of(&self, staff: StaffId) -> Option<&str> {
        let team = &self.chart.registration.team;
        team.iter().find(|member| member.staff == Some(staff)).map(|member| member.name.as_str())
    }
}

/// FHIR's word for how severe a finding was; none for a word of ours that it has no like of.
fn fhir_severity(word: &str) -> Option<&'static str> {
    match word {
        "contraindicated" | "major" => Some("high"),
        "moderate" => Some("moderate"),
        "minor" => Some("low"),
        _ => None,
    }
}

fn code(code: &str, words: &str) -> Value {
    json!({"coding": [{"system": OWN_CODES, "code": code}], "text": words})
}

fn own(code: Value, at: When, struck: bool, category: Option<&str>, patient: &Value) -> Value {
    observation::shell(code, at, if struck { "entered-in-error" } else { "final" }, category, patient)
}

fn with_note(mut resource: Value, words: &str) -> Value {
    if !words.is_empty() {
        resource["note"] = json!([{"text": words}]);
    }
    resource
}
