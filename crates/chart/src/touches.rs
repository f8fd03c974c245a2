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
