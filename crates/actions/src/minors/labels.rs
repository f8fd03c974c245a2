//! Labels that are put on by the program, so that nobody has to think of them: once a course stands under a minor's own
//! consent, its sessions, homework, notes and visits carry it; and what is done about an entry that the patient's own pages
//! never show carries the label of that entry.

use concord_chart::{AuthorKind, Chart, CourseId, Draft, Event, EventId, Sensitivity, StaffId};
use serde_json::Value;
use std::collections::BTreeSet;

/// The drafts with the labels that they inherit: from the course that they belong to, and from the entry that they correct
/// or speak of. A label that somebody chose stays as it is.
pub(crate) fn labelled(chart: &Chart, drafts: &[Draft]) -> Vec<Draft> {
    let covered = Covered::of(chart);
    let label = |draft: &Draft| {
        let mut draft = draft.clone();
        if draft.sensitivity == Sensitivity::General {
            draft.sensitivity = inherited(chart, &covered, &draft);
        }
        draft
    };
    drafts.iter().map(label).collect()
}

fn inherited(chart: &Chart, covered: &Covered, draft: &Draft) -> Sensitivity {
    let of_entry = |id: EventId| chart.entry(id).map_or(Sensitivity::General, |entry| entry.recorded.draft.sensitivity);
    if let Some(label) = draft.amends.map(of_entry).filter(|label| *label != Sensitivity::General) {
        return label;
    }
    if covered.includes(draft) {
        return Sensitivity::MinorConsented;
    }
    // What is done about something that the patient's own pages never show is not shown there either.
    let safe = chart.log().filter(|recorded| recorded.draft.sensitivity == Sensitivity::Safe);
    let safe: BTreeSet<String> = safe.map(|recorded| recorded.id().to_string()).collect();
    if names(&draft.event, &safe) { Sensitivity::Safe } else { Sensitivity::General }
}

/// What stands under a minor's own consent on one chart.
#[derive(Default)]
struct Covered {
    /// Ids of courses, of their sessions and homework, of visits and of entries that carry the label.
    ids: BTreeSet<String>,
    /// Who treats in those courses.
    therapists: BTreeSet<StaffId>,
}

impl Covered {
    fn of(chart: &Chart) -> Self {
        let courses: BTreeSet<CourseId> = chart.minor_consents.iter().filter_map(|(_, consent)| consent.course).collect();
        let mut covered = Self::default();
        if courses.is_empty() {
            return covered;
        }
        covered.ids.extend(courses.iter().map(ToString::to_string));
        for course in chart.therapies.iter().filter(|course| courses.contains(&course.id)) {
            covered.ids.extend(course.sessions.iter().map(|session| session.id.to_string()));
            covered.ids.extend(course.homework.iter().map(|task| task.what.homework.to_string()));
            covered.therapists.extend(course.what.therapist);
        }
        for recorded in chart.log().filter(|recorded| recorded.draft.sensitivity == Sensitivity::MinorConsented) {
            covered.ids.insert(recorded.id().to_string());
            if let Event::VisitPlanned(planned) = recorded.event() {
                covered.ids.insert(planned.visit.to_string());
            }
        }
        covered
    }

    fn includes(&self, draft: &Draft) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        let by_therapist = |staff: Option<StaffId>| staff.is_some_and(|staff| self.therapists.contains(&staff));
        match &draft.event {
            // A consent given before is no reason to hide what the minor consents to now; it is hidden by its kind.
            Event::MinorConsented(_) => true,
            Event::VisitPlanned(planned) if by_therapist(planned.with) => true,
            Event::NoteSigned(_) if draft.author.kind == AuthorKind::Staff && by_therapist(draft.author.staff) => true,
            event => names(event, &self.ids),
        }
    }
}

/// True when the event names one of these.
fn names(event: &Event, ids: &BTreeSet<String>) -> bool {
    if ids.is_empty() {
        return false;
    }
    let body = event.to_body().ok().and_then(|body| serde_json::from_str::<Value>(&body).ok());
    let Some(Value::Object(fields)) = body else { return false };
    fields.values().filter_map(Value::as_str).any(|text| ids.contains(text))
}
