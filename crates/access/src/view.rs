//! What of a chart a reader is shown. Filtering happens before folding, so nothing hidden can be computed back.

use concord_chart::{CourseId, Event, Recorded, Sensitivity, StaffId};
use std::{collections::HashSet, sync::Arc};

/// A way of looking at a chart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The whole chart for the clinicians of the team; psychotherapy notes only if this reader wrote them.
    Clinical(StaffId),
    /// The whole chart for a programme of the operator (replay, read models): everything but psychotherapy notes.
    Everything,
    /// The patient's own chart.
    Patient,
    /// A complementary practitioner: identity, allergies, goals, own courses.
    Complementary(StaffId),
    /// Front desk: identity and visits.
    Desk,
}

impl View {
    /// The part of a log that this view shows, in the same order.
    pub fn filter(&self, log: &[Arc<Recorded>]) -> Vec<Arc<Recorded>> {
        let own = self.own_courses(log);
        let shown = log.iter().filter(|recorded| self.shows(recorded, &own));
        match self {
            View::Desk => shown.map(without_clinical_words).collect(),
            _ => shown.map(Arc::clone).collect(),
        }
    }

    /// True when an event is part of this view; `own` are the courses from [`View::own_courses`].
    pub fn shows(&self, recorded: &Recorded, own: &HashSet<CourseId>) -> bool {
        if recorded.draft.sensitivity == Sensitivity::PsychotherapyNote {
            return matches!(self, View::Clinical(reader) if recorded.author().staff == Some(*reader));
        }
        let event = recorded.event();
        match self {
            View::Clinical(_) | View::Everything | View::Patient => true,
            View::Complementary(_) => match event {
                Event::PracticeStarted(event) => own.contains(&event.course),
                Event::Practised(event) => own.contains(&event.course),
                Event::ClassAttended(event) => own.contains(&event.course),
                Event::ClassMissed(event) => own.contains(&event.course),
                Event::PracticeEnded(event) => own.contains(&event.course),
                _ => matches!(event.family(), "registration" | "allergy" | "goal" | "entry"),
            },
            View::Desk => match event {
                Event::EpisodeOpened(_) | Event::EpisodeClosed(_) => false,
                _ => matches!(event.family(), "registration" | "visit"),
            },
        }
    }

    /// The complementary courses of this reader.
    pub fn own_courses(&self, log: &[Arc<Recorded>]) -> HashSet<CourseId> {
        let View::Complementary(staff) = self else { return HashSet::new() };
        log.iter()
            .filter_map(|recorded| match recorded.event() {
                Event::PracticeStarted(event) if event.practitioner == Some(*staff) => Some(event.course),
                _ => None,
            })
            .collect()
    }
}

/// A visit as the front desk may know it: when, how long, with whom, where. What it was for stays with the team.
fn without_clinical_words(recorded: &Arc<Recorded>) -> Arc<Recorded> {
    let mut shown = Recorded::clone(recorded);
    match &mut shown.draft.event {
        Event::VisitPlanned(planned) => planned.purpose.clear(),
        Event::VisitHappened(happened) => {
            happened.what = "visit".to_owned();
            happened.reasons.clear();
        }
        _ => return Arc::clone(recorded),
    }
    Arc::new(shown)
}
