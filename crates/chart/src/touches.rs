//! What an event changes that somebody else may be changing at the same moment.

use crate::{plan::PlanPart, *};

/// A thing that two people can change against each other. Additions (answers, notes, ticks) touch nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Name, address and other details.
    Details,
    /// Dose, hold, stop or plan of a course.
    Course(CourseId),
    /// What becomes of a session.
    Session(SessionId),
    /// What becomes of a visit.
    Visit(VisitId),
    /// What becomes of a task, by the event that opened it.
    Task(EventId),
    /// The safety plan.
    SafetyPlan,
    /// How the diary card is laid out.
    DiaryCard,
    /// A part of the care plan.
    Plan(PlanPart),
    /// An existing entry, by correction or retraction.
    Entry(EventId),
}

impl Draft {
    /// What this draft changes.
    pub fn touches(&self) -> Vec<Subject> {
        let mut subjects = self.event.touches();
        subjects.extend(self.amends.map(Subject::Entry));
        subjects
    }
}

impl Event {
    /// What this event changes.
    pub fn touches(&self) -> Vec<Subject> {
        match self {
            Event::DetailsChanged(_) => vec![Subject::Details],
            Event::DoseChanged(event) => vec![Subject::Course(event.course)],
            Event::MedicationHeld(event) => vec![Subject::Course(event.course)],
            Event::MedicationResumed(event) => vec![Subject::Course(event.course)],
            Event::MedicationStopped(event) => vec![Subject::Course(event.course)],
            Event::StepsPlanned(event) => vec![Subject::Course(event.course)],
            Event::StepConfirmed(event) => vec![Subject::Course(event.course)],
            Event::PlanPaused(event) => vec![Subject::Course(event.course)],
            Event::PlanResumed(event) => vec![Subject::Course(event.course)],
            Event::TherapyEnded(event) => vec![Subject::Course(event.course)],
            Event::PracticeEnded(event) => vec![Subject::Course(event.course)],
            Event::SessionPlanned(event) => vec![Subject::Session(event.session)],
            Event::SessionHeld(event) => vec![Subject::Session(event.session)],
            Event::SessionNotHeld(event) => vec![Subject::Session(event.session)],
            Event::VisitPlanned(event) => vec![Subject::Visit(event.visit)],
            Event::VisitHappened(event) => vec![Subject::Visit(event.visit)],
            Event::VisitNotHeld(event) => vec![Subject::Visit(event.visit)],
            Event::PlanRevised(event) => event.parts.keys().copied().map(Subject::Plan).collect(),
            Event::CoursePlanned(event) => vec![Subject::Course(event.course)],
            Event::PracticePlanned(event) => vec![Subject::Course(event.course)],
            Event::SessionWritten(event) => vec![Subject::Session(event.session)],
            Event::UnitSessionPlanned(event) => vec![Subject::Session(event.session)],
            Event::UnitSessionHeld(event) => vec![Subject::Session(event.session)],
            Event::UnitSessionNotHeld(event) => vec![Subject::Session(event.session)],
            Event::UnitNoteSigned(event) => vec![Subject::Session(event.session)],
            Event::SafetyPlanWritten(_) => vec![Subject::SafetyPlan],
            Event::SafetyPlanReviewed(_) => vec![Subject::SafetyPlan],
            Event::DiaryCardSet(_) => vec![Subject::DiaryCard],
            Event::TaskDone(event) => vec![Subject::Task(event.task)],
            Event::TaskHandedOver(event) => vec![Subject::Task(event.task)],
            Event::EntryRetracted(event) => vec![Subject::Entry(event.entry)],
            _ => Vec::new(),
        }
    }
}

impl Event {
    /// The entry without which this one says nothing: what it takes back, answers, adds to or is a step of. Who may not know
    /// of that entry may not know of this one.
    pub fn speaks_of(&self) -> Option<EventId> {
        match self {
            Event::EntryRetracted(event) => Some(event.entry),
            Event::AlertRaised(event) => Some(event.about),
            Event::AlertNotified(event) => Some(event.alert),
            Event::AlertAcknowledged(event) => Some(event.alert),
            Event::AlertAssessed(event) => Some(event.alert),
            Event::AlertClosed(event) => Some(event.alert),
            Event::ContactTried(event) => Some(event.alert),
            Event::AlertCosigned(event) => Some(event.alert),
            Event::HandlingChanged(event) => Some(event.told),
            Event::AnsweredAlone(event) => Some(event.told),
            Event::NoteAddended(event) => Some(event.note),
            Event::WorkCommented(event) => Some(event.about),
            Event::ReadersChosen(event) => Some(event.work),
            Event::SafetyPlanReviewed(event) => Some(event.plan),
            Event::ClassWritten(event) => Some(event.class),
            Event::TaskDone(event) => Some(event.task),
            Event::TaskHandedOver(event) => Some(event.task),
            _ => None,
        }
    }

    /// True where somebody chooses between a few things, for themselves: the latest choice counts, and nobody else takes it
    /// back in their place.
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Event::HandlingChanged(_)
                | Event::ReadersChosen(_)
                | Event::UnitSharingSet(_)
                | Event::UnitReleaseSet(_)
                | Event::UnitBroughtIn(_)
        )
    }
}

impl Chart {
    /// What was recorded after `seen` that changes the same things as these drafts: the other side of a conflict.
    pub fn changed_since<'a>(&'a self, seen: u64, drafts: &[Draft]) -> Vec<&'a Recorded> {
        let mine: Vec<Subject> = drafts.iter().flat_map(Draft::touches).collect();
        let later = self.entries.iter().rev().map(|entry| &*entry.recorded).take_while(|recorded| recorded.seq > seen);
        let mut theirs: Vec<&Recorded> =
            later.filter(|recorded| recorded.draft.touches().iter().any(|subject| mine.contains(subject))).collect();
        theirs.reverse();
        theirs
    }
}
