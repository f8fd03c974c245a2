//! One Bundle of a chart, for other systems.
//!
//! What came from elsewhere and still holds goes back word for word. What people here changed about it is said on it
//! (a stopped prescription, a retracted result). What was recorded here is made into resources, each with a Provenance
//! of who wrote it. Only records behind entries of the chart that is handed in can leave: a psychotherapy note is not in
//! it, and so neither is the verbatim record that it came in.

mod beside;
mod bundle;
mod care;
mod course;
mod originals;
mod own;
mod therapy;

use crate::{datatypes::text, labels};
use concord_chart::{AuthorKind, Chart, CourseId, Entry, Event, EventId, Sensitivity};
use concord_knowledge::Knowledge;
use concord_store::Kept;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// A chart as others read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// A FHIR R4 Bundle of type `collection`, as JSON.
    pub json: String,
    /// How many resources of each type are in it.
    pub counts: BTreeMap<String, usize>,
    /// What could not be said in FHIR, as sentences.
    pub notes: Vec<String>,
}

/// Makes a Bundle of a chart. `chart` is the chart as the reader may see it; of `kept` only those records leave that
/// stand behind an entry of it. `now` is when the Bundle is made.
pub fn export(chart: &Chart, kept: &[Kept], knowledge: &Knowledge, now: Timestamp) -> Exported {
    let mut giver = Giver::new(chart, kept, knowledge);
    giver.give_originals();
    giver.give_own();
    bundle::write(giver, now)
}

/// A resource on its way out.
pub(crate) enum Out {
    /// Word for word.
    Verbatim(String),
    /// Made or changed here.
    Made(Value),
}

/// One entry of the Bundle.
pub(crate) struct Leaving {
    pub(crate) full_url: String,
    pub(crate) kind: String,
    pub(crate) out: Out,
}

/// Collects what leaves.
pub(crate) struct Giver<'a> {
    chart: &'a Chart,
    knowledge: &'a Knowledge,
    originals: originals::Originals<'a>,
    /// Courses that began elsewhere and were changed here.
    changed_courses: HashSet<CourseId>,
    /// The Reference to the person that our resources use.
    patient: Value,
    leaving: Vec<Leaving>,
    notes: Vec<String>,
}

impl<'a> Giver<'a> {
    fn new(chart: &'a Chart, kept: &'a [Kept], knowledge: &'a Knowledge) -> Self {
        let originals = originals::Originals::new(chart, kept);
        let patient = originals.patient().unwrap_or_else(|| address(chart.id.0));
        Self {
            chart,
            knowledge,
            originals,
            changed_courses: HashSet::new(),
            patient: json!({"reference": patient}),
            leaving: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A resource that we made from an event, under the id of the event that first said it.
    fn give(&mut self, entry: &Entry, what: &str, resource: Value) -> String {
        let id = identity(self.chart, entry, what);
        self.give_as(entry, id, resource)
    }

    /// The same under another id, such as that of a course.
    fn give_as(&mut self, entry: &Entry, id: Uuid, mut resource: Value) -> String {
        resource["id"] = json!(id.to_string());
        self.mark(entry, &mut resource);
        let full_url = address(id);
        self.push(full_url.clone(), Out::Made(in_order(resource)));
        full_url
    }

    fn mark(&self, entry: &Entry, resource: &mut Value) {
        resource["meta"] = json!({"source": format!("{}{}", crate::intake::OWN_EVENT, entry.recorded.id())});
        labels::put(resource, entry.recorded.draft.sensitivity);
    }

    fn push(&mut self, full_url: String, out: Out) {
        let kind = match &out {
            Out::Made(value) => text(value, "resourceType").unwrap_or_default().to_owned(),
            Out::Verbatim(json) => {
                let value: Value = serde_json::from_str(json).unwrap_or_default();
                text(&value, "resourceType").unwrap_or_default().to_owned()
            }
        };
        self.leaving.push(Leaving { full_url, kind, out });
    }
}

/// Address of a resource of ours.
pub(crate) fn address(id: Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// True for what was recorded in this practice, and is nobody's sealed note.
pub(crate) fn is_own(entry: &Entry) -> bool {
    entry.recorded.author().kind != AuthorKind::Import && !is_sealed(entry)
}

/// A psychotherapy note. The reader's view leaves them out already; nothing here relies on that.
pub(crate) fn is_sealed(entry: &Entry) -> bool {
    entry.recorded.draft.sensitivity == Sensitivity::PsychotherapyNote
}

/// The id of a resource: of the entry that first said it, so that a correction is a new version and not a new thing.
pub(crate) fn identity(chart: &Chart, entry: &Entry, what: &str) -> Uuid {
    let mut id: EventId = entry.recorded.id();
    let mut amended = entry.recorded.draft.amends;
    while let Some(earlier) = amended.and_then(|earlier| chart.entry(earlier)) {
        id = earlier.recorded.id();
        amended = earlier.recorded.draft.amends;
    }
    if what.is_empty() { id.0 } else { Uuid::new_v5(&id.0, what.as_bytes()) }
}

/// FHIR's usual order at the top: type, id, meta, then the rest as it was made.
fn in_order(resource: Value) -> Value {
    let Value::Object(mut fields) = resource else { return resource };
    let mut ordered = serde_json::Map::new();
    for key in ["resourceType", "id", "meta"] {
        if let Some(value) = fields.shift_remove(key) {
            ordered.insert(key.to_owned(), value);
        }
    }
    ordered.extend(fields);
    Value::Object(ordered)
}

/// Which events name a course that an earlier event started.
pub(crate) fn course_named(event: &Event) -> Option<CourseId> {
    match event {
        Event::DoseChanged(event) => Some(event.course),
        Event::MedicationHeld(event) => Some(event.course),
        Event::MedicationResumed(event) => Some(event.course),
        Event::MedicationStopped(event) => Some(event.course),
        Event::StepsPlanned(event) => Some(event.course),
        Event::StepConfirmed(event) => Some(event.course),
        Event::PlanPaused(event) => Some(event.course),
        Event::PlanResumed(event) => Some(event.course),
        _ => None,
    }
}
