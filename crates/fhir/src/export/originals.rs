//! Records of other systems on their way back: word for word where they still hold.

use super::{Giver, Out, course_named, is_own, is_sealed};
use crate::{
    datatypes::text,
    file::home_address,
    intake::OWN_EVENT,
    labels,
    references::mentions,
    resources::{allergy_intolerance, condition, goal, patient},
};
use concord_chart::{AuthorKind, Chart, CourseId, Entry, EntryStatus, Event, Sensitivity};
use concord_store::Kept;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The latest version of one kept record, and the entries that were made from it.
pub(super) struct Original<'a> {
    pub(super) name: &'a str,
    pub(super) json: String,
    pub(super) value: Value,
    pub(super) full_url: String,
    pub(super) entries: Vec<&'a Entry>,
    pub(super) label: Sensitivity,
}

/// Every record of other systems that may leave, in the order in which they came.
pub(super) struct Originals<'a>(pub(super) Vec<Original<'a>>);

impl<'a> Originals<'a> {
    pub(super) fn new(chart: &'a Chart, kept: &[Kept]) -> Self {
        let texts: HashMap<(&str, &str), &str> =
            kept.iter().map(|kept| ((kept.resource.as_str(), kept.sha256.as_str()), kept.json.as_str())).collect();
        let mut latest: HashMap<&str, (bool, &str)> = HashMap::new();
        let mut entries: HashMap<(&str, &str), Vec<&Entry>> = HashMap::new();
        let (mut sealed, mut order) = (HashSet::new(), Vec::new());
        for entry in &chart.entries {
            let Some(source) = entry.recorded.draft.source.as_ref().filter(|_| !is_struck_away(entry)) else { continue };
            if is_sealed(entry) {
                sealed.insert(source.resource.as_str());
            }
            if !latest.contains_key(source.resource.as_str()) {
                order.push(source.resource.as_str());
            }
            // The version that counts; of several that do not, the newest.
            let version = (entry.status.counts(), source.sha256.as_str());
            if latest.get(source.resource.as_str()).is_none_or(|(counts, _)| version.0 || !counts) {
                latest.insert(&source.resource, version);
            }
            entries.entry((&source.resource, &source.sha256)).or_default().push(entry);
        }
        let mut originals = Vec::new();
        for name in order.into_iter().filter(|name| !sealed.contains(name)) {
            let Some((_, sha256)) = latest.get(name) else { continue };
            let Some(json) = texts.get(&(name, *sha256)) else { continue };
            let entries = entries.remove(&(name, *sha256)).unwrap_or_default();
            originals.extend(unwrap(name, json, entries));
        }
        let mut originals = Self(originals);
        originals.find_addresses();
        originals
    }

    /// Records whose address is not told by themselves get the one by which their neighbours call them.
    fn find_addresses(&mut self) {
        let called: HashSet<String> =
            self.0.iter().flat_map(|original| mentions(&original.value)).map(|mention| mention.target.to_owned()).collect();
        for original in self.0.iter_mut().filter(|original| original.full_url.is_empty()) {
            let (kind, id) = original.name.split_once('/').unwrap_or((original.name, ""));
            let urn = format!("urn:uuid:{id}");
            let by_name = called.contains(original.name);
            let is_urn = called.contains(&urn) || (!by_name && Uuid::parse_str(id).is_ok());
            original.full_url = if is_urn { urn } else { home_address(kind, id) };
        }
    }

    /// The address of the person, where their own record came from elsewhere.
    pub(super) fn patient(&self) -> Option<String> {
        self.0.iter().find(|original| original.name.starts_with("Patient/")).map(|original| original.full_url.clone())
    }

    pub(super) fn of_entry(&self, entry: &Entry) -> Option<&Original<'a>> {
        let source = entry.recorded.draft.source.as_ref()?;
        self.0.iter().find(|original| original.name == source.resource)
    }
}

/// Retractions by an import speak about an older version and are no version themselves.
fn is_struck_away(entry: &Entry) -> bool {
    matches!(entry.recorded.event(), Event::EntryRetracted(_))
}

/// From the kept text to the resource; some were kept together with their address.
fn unwrap<'a>(name: &'a str, json: &str, entries: Vec<&'a Entry>) -> Option<Original<'a>> {
    #[derive(serde::Deserialize)]
    struct Wrapped<'b> {
        #[serde(rename = "fullUrl")]
        full_url: String,
        #[serde(borrow)]
        resource: &'b serde_json::value::RawValue,
    }
    let (full_url, json) = match serde_json::from_str::<Wrapped<'_>>(json) {
        Ok(wrapped) => (wrapped.full_url, wrapped.resource.get().to_owned()),
        Err(_) => (String::new(), json.to_owned()),
    };
    let value: Value = serde_json::from_str(&json).ok()?;
    let label = entries.iter().map(|entry| entry.recorded.draft.sensitivity).max().unwrap_or_default();
    Some(Original { name, json, value, full_url, entries, label })
}

/// What people here did about a record of another system.
enum Fate<'a> {
    Holds,
    /// Everything that was made of it was retracted here.
    Struck,
    /// An entry of it was corrected here: the entry that now counts.
    Corrected(&'a Entry),
}

fn fate<'a>(chart: &'a Chart, original: &Original<'_>) -> Fate<'a> {
    let by_person = |id| chart.entry(id).is_some_and(|entry| entry.recorded.author().kind != AuthorKind::Import);
    let mut all_struck = !original.entries.is_empty();
    for entry in &original.entries {
        match entry.status {
            EntryStatus::Retracted { by } if by_person(by) => {}
            EntryStatus::Amended { by } if by_person(by) => {
                let mut now = chart.entry(by);
                while let Some(EntryStatus::Amended { by }) = now.map(|entry| entry.status) {
                    now = chart.entry(by);
                }
                match now {
                    Some(entry) if entry.status.counts() => return Fate::Corrected(entry),
                    _ => {}
                }
            }
            _ => all_struck = false,
        }
    }
    if all_struck { Fate::Struck } else { Fate::Holds }
}

impl Giver<'_> {
    /// Gives back every record of another system that may leave.
    pub(super) fn give_originals(&mut self) {
        let originals = std::mem::take(&mut self.originals.0);
        self.changed_courses = originals.iter().filter_map(|original| self.changed_course(original)).collect();
        for original in &originals {
            // Prescriptions of one course are given together, each with where it now stands.
            if course_of(original).is_some_and(|course| self.changed_courses.contains(&course)) {
                continue;
            }
            let out = match fate(self.chart, original) {
                Fate::Struck => self.struck(original),
                Fate::Corrected(entry) => self.corrected(original, entry),
                Fate::Holds => Some(self.as_it_stands(original)),
            };
            if let Some(out) = out {
                self.push(original.full_url.clone(), out);
            }
        }
        self.originals.0 = originals;
    }

    /// Word for word, unless something that happened here has to be said on it.
    fn as_it_stands(&self, original: &Original<'_>) -> Out {
        let mut value = original.value.clone();
        let mut changed = false;
        for entry in &original.entries {
            changed |= self.restate(entry, &mut value);
        }
        if changed && let Some(meta) = value.get_mut("meta").and_then(Value::as_object_mut) {
            // It is no copy of another practice's entry any more.
            if meta.get("source").and_then(Value::as_str).is_some_and(|source| source.starts_with(OWN_EVENT)) {
                meta.remove("source");
            }
        }
        if labels::of(&value) < original.label {
            labels::put(&mut value, original.label);
            changed = true;
        }
        if changed { Out::Made(value) } else { Out::Verbatim(original.json.clone()) }
    }

    /// Says on the record what became of it here; true when there was something to say.
    fn restate(&self, entry: &Entry, value: &mut Value) -> bool {
        let chart = self.chart;
        match entry.recorded.event() {
            Event::Registered(_) | Event::DetailsChanged(_) => {
                let changed = chart.entries.iter().any(|later| {
                    is_own(later)
                        && later.status.counts()
                        && matches!(later.recorded.event(), Event::DetailsChanged(_) | Event::Registered(_))
                });
                if let (true, Some(person)) = (changed, &chart.registration.person) {
                    patient::describe(value, person);
                }
                changed
            }
            Event::ConditionNoted(noted) => {
                let now = chart.conditions.iter().find(|condition| condition.id == entry.recorded.id());
                let changed = now.is_some_and(|now| now.what.status != noted.status);
                if let (true, Some(now)) = (changed, now) {
                    condition::restate(value, &now.what);
                }
                changed
            }
            Event::AllergyNoted(_) => {
                let refuted = entry.status.counts() && !chart.allergies.known.iter().any(|known| known.id == entry.recorded.id());
                if refuted {
                    allergy_intolerance::restate(value, "refuted");
                }
                refuted
            }
            Event::GoalSet(set) => {
                let moved = |later: &&Entry| matches!(later.recorded.event(), Event::GoalMoved(moved) if moved.goal == set.goal);
                let changed =
                    chart.entries.iter().filter(|later| is_own(later) && later.status.counts()).any(|later| moved(&later));
                let now = chart.goals.iter().find(|goal| goal.what.goal == set.goal);
                if let (true, Some(now)) = (changed, now) {
                    goal::restate(value, now);
                }
                changed
            }
            _ => false,
        }
    }

    /// The record with FHIR's word for an entry in error, where its type has one; others are left out.
    fn struck(&self, original: &Original<'_>) -> Option<Out> {
        let mut value = original.value.clone();
        match text(&original.value, "resourceType")? {
            "Condition" => condition::strike(&mut value),
            "AllergyIntolerance" => allergy_intolerance::restate(&mut value, "entered-in-error"),
            "Goal" => value["lifecycleStatus"] = json!("entered-in-error"),
            "CareTeam"
            | "CarePlan"
            | "Claim"
            | "DiagnosticReport"
            | "DocumentReference"
            | "Encounter"
            | "ExplanationOfBenefit"
            | "ImagingStudy"
            | "Immunization"
            | "MedicationRequest"
            | "MedicationStatement"
            | "Observation"
            | "Procedure"
            | "QuestionnaireResponse" => value["status"] = json!("entered-in-error"),
            _ => return None,
        }
        labels::put(&mut value, original.label.max(labels::of(&original.value)));
        Some(Out::Made(value))
    }

    /// The record as it was corrected here, under the same id.
    fn corrected(&self, original: &Original<'_>, entry: &Entry) -> Option<Out> {
        let mut value = self.of_event(entry, "corrected")?;
        if let Some(id) = original.value.get("id") {
            value["id"] = id.clone();
        }
        labels::put(&mut value, original.label.max(entry.recorded.draft.sensitivity));
        Some(Out::Made(super::in_order(value)))
    }

    /// The course of a prescription from elsewhere, if people here have changed, held or stopped it.
    fn changed_course(&self, original: &Original<'_>) -> Option<CourseId> {
        let course = course_of(original)?;
        let counts = original.entries.iter().any(|entry| entry.status.counts());
        let corrects = |entry: &Entry| {
            let before = entry.recorded.draft.amends.and_then(|id| self.chart.entry(id));
            let starts = matches!(entry.recorded.event(), Event::MedicationStarted(started) if started.course == course);
            starts && before.is_some_and(|before| before.recorded.draft.source.is_some())
        };
        let changes = |entry: &&Entry| {
            is_own(entry) && entry.status.counts() && (course_named(entry.recorded.event()) == Some(course) || corrects(entry))
        };
        (counts && self.chart.entries.iter().any(|entry| changes(&entry))).then_some(course)
    }
}

/// The course that a prescription from elsewhere began or changed.
fn course_of(original: &Original<'_>) -> Option<CourseId> {
    original.entries.iter().find_map(|entry| match entry.recorded.event() {
        Event::MedicationStarted(started) => Some(started.course),
        Event::DoseChanged(changed) => Some(changed.course),
        _ => None,
    })
}
