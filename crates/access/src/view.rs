//! What of a chart a reader is shown. Filtering happens before folding, so nothing hidden can be computed back.

use concord_chart::{
    AuthorKind, ChartId, CourseId, Event, EventId, Recorded, Sensitivity, StaffId,
    plan::PlanPart,
    proxy::ProxyMay,
    unit::{Shared, UnitKind},
    work::Readers,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

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
    /// Somebody who may act for the patient: what their right names, and nothing that a label keeps from them.
    Proxy(Vec<ProxyMay>),
    /// The record of a couple, family, group or consultation team, for its therapists.
    Unit(StaffId),
    /// The same for one of its members, who is named by their own record.
    Member(ChartId),
    /// What one member of a couple or family lets the others see of their own record, and nothing beside it.
    Shared(Shared),
}

impl View {
    /// The part of a log that this view shows, in the same order.
    pub fn filter(&self, log: &[Arc<Recorded>]) -> Vec<Arc<Recorded>> {
        let own = self.own_courses(log);
        let shown = log.iter().filter(|recorded| self.shows(recorded, &own));
        match self {
            View::Desk => shown.map(without_clinical_words).collect(),
            View::Clinical(reader) => {
                let chosen = readers_chosen(log);
                shown.map(|recorded| as_read_by(*reader, recorded, &chosen)).collect()
            }
            View::Proxy(_) => shown.map(as_proxy_sees).collect(),
            View::Complementary(_) => shown.map(as_practitioner_sees).collect(),
            View::Member(member) => {
                let group = is_group(log);
                let shown = shown.filter(|recorded| !group || of_a_group_to(*member, recorded));
                shown.map(|recorded| as_member_sees(*member, recorded)).collect()
            }
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
            View::Clinical(_) | View::Everything | View::Unit(_) => true,
            // Whoever holds the telephone must not find the question there.
            View::Patient => recorded.draft.sensitivity != Sensitivity::Safe,
            View::Proxy(may) => recorded.draft.sensitivity == Sensitivity::General && shown_to_proxy(may, event),
            View::Member(member) => shown_to_member(*member, event),
            View::Shared(what) => recorded.draft.sensitivity == Sensitivity::General && is_shared(*what, event),
            View::Complementary(_) if recorded.draft.sensitivity != Sensitivity::General => false,
            View::Complementary(_) => match event {
                Event::PracticePlanned(event) => own.contains(&event.course),
                Event::ClassWritten(event) => own.contains(&event.course),
                Event::PracticeRated(event) => own.contains(&event.course),
                Event::ProxyNamed(_)
                | Event::ProxyEnded(_)
                | Event::MinorConsented(_)
                | Event::UnitEntered(_)
                | Event::UnitLeft(_) => false,
                Event::PracticeStarted(event) => own.contains(&event.course),
                Event::Practised(event) => own.contains(&event.course),
                Event::ClassAttended(event) => own.contains(&event.course),
                Event::ClassMissed(event) => own.contains(&event.course),
                Event::PracticeEnded(event) => own.contains(&event.course),
                _ => matches!(event.family(), "registration" | "allergy" | "goal" | "entry"),
            },
            View::Desk => match event {
                Event::EpisodeOpened(_) | Event::EpisodeClosed(_) | Event::MinorConsented(_) => false,
                Event::UnitEntered(_) | Event::UnitLeft(_) => false,
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

/// A visit or a plan as somebody who acts for the patient may know it. The part about talking is left out for everybody, so
/// that its absence says nothing about a minor who consented alone.
fn as_proxy_sees(recorded: &Arc<Recorded>) -> Arc<Recorded> {
    let mut shown = Recorded::clone(recorded);
    match &mut shown.draft.event {
        Event::PlanRevised(revised) => drop(revised.parts.remove(&PlanPart::Psychotherapy)),
        _ => return without_clinical_words(recorded),
    }
    Arc::new(shown)
}

/// What stands behind a score or a medicine that somebody shares. Who takes what and when, what gets in the way, wishes and
/// side effects are not part of it.
fn is_shared(what: Shared, event: &Event) -> bool {
    match what {
        Shared::Scores => matches!(event, Event::QuestionnaireAnswered(_) | Event::EntryRetracted(_)),
        Shared::Medicines => matches!(
            event,
            Event::MedicationStarted(_)
                | Event::DoseChanged(_)
                | Event::MedicationHeld(_)
                | Event::MedicationResumed(_)
                | Event::MedicationStopped(_)
                | Event::EntryRetracted(_)
        ),
    }
}

fn is_group(log: &[Arc<Recorded>]) -> bool {
    log.iter().any(|recorded| matches!(recorded.event(), Event::UnitOpened(opened) if opened.kind == UnitKind::Group))
}

/// What of a group's log is about everybody, or about this member alone. Who else comes, goes, signs or reports is nobody's
/// to know.
fn of_a_group_to(member: ChartId, recorded: &Recorded) -> bool {
    match recorded.event() {
        Event::UnitMemberJoined(event) => event.member.chart == member,
        Event::UnitMemberLeft(event) => event.member == member,
        Event::UnitSharingSet(event) => event.member == member,
        Event::UnitReleaseSet(event) => event.member == member,
        Event::UnitTaskReported(_) => recorded.author().kind == AuthorKind::Staff,
        Event::UnitBroughtIn(_) | Event::UnitMeasured(_) => false,
        Event::UnitSessionHeld(event) => event.attendance.contains_key(&member),
        _ => true,
    }
}

/// What a proxy's right shows of events that carry no label.
fn shown_to_proxy(may: &[ProxyMay], event: &Event) -> bool {
    let right = match event {
        Event::EpisodeOpened(_) | Event::EpisodeClosed(_) | Event::MinorConsented(_) => return false,
        Event::ProxyNamed(_) | Event::ProxyEnded(_) | Event::UnitEntered(_) | Event::UnitLeft(_) => return false,
        Event::SafetyPlanWritten(_) | Event::SafetyPlanReviewed(_) => ProxyMay::SafetyPlan,
        _ => match event.family() {
            "registration" | "entry" => return true,
            "visit" => ProxyMay::Visits,
            "medication" | "allergy" => ProxyMay::Medicines,
            "plan" | "goal" => ProxyMay::Plan,
            "education" => ProxyMay::Education,
            _ => return false,
        },
    };
    may.contains(&right)
}

/// What a member sees of the joint room: what was agreed, done and counted together. Notes come with everybody's
/// permission only, which the page asks for; the roster's attendance is cut to the member's own line.
fn shown_to_member(member: ChartId, event: &Event) -> bool {
    match event {
        Event::UnitNoteSigned(_) | Event::UnitTeamNoted(_) | Event::NoteAddended(_) => false,
        Event::UnitSharingSet(_) | Event::UnitReleaseSet(_) => true,
        Event::UnitPolicySigned(event) => event.member == member,
        _ => matches!(event.family(), "unit" | "entry"),
    }
}

/// A joint event as one member may know it. Members of a group are nobody to one another: no name, no number.
fn as_member_sees(member: ChartId, recorded: &Arc<Recorded>) -> Arc<Recorded> {
    let mut shown = Recorded::clone(recorded);
    match &mut shown.draft.event {
        Event::UnitSessionHeld(held) => held.attendance.retain(|who, _| *who == member),
        Event::UnitOpened(opened) if opened.kind == UnitKind::Group => {
            opened.members.retain(|known| known.chart == member);
            opened.name.clone_from(&opened.public_name);
            opened.places = None;
        }
        Event::UnitMemberLeft(left) => left.words.clear(),
        _ => return Arc::clone(recorded),
    }
    Arc::new(shown)
}

/// What was agreed about a complementary course without the grounds on which a caution was weighed: these name conditions
/// and medicines.
fn as_practitioner_sees(recorded: &Arc<Recorded>) -> Arc<Recorded> {
    let Event::PracticePlanned(planned) = recorded.event() else { return Arc::clone(recorded) };
    let mut shown = Recorded::clone(recorded);
    shown.draft.event = Event::PracticePlanned(planned.for_practitioner());
    Arc::new(shown)
}

/// Who may read which piece of work, where the patient chose again after writing it: the latest choice counts.
fn readers_chosen(log: &[Arc<Recorded>]) -> HashMap<EventId, Readers> {
    let chosen = log.iter().filter_map(|recorded| match recorded.event() {
        Event::ReadersChosen(event) => Some((event.work, event.readers.clone())),
        _ => None,
    });
    chosen.collect()
}

/// A piece of work as one clinician may know it: its words only where the patient lets them.
fn as_read_by(reader: StaffId, recorded: &Arc<Recorded>, chosen: &HashMap<EventId, Readers>) -> Arc<Recorded> {
    let Some(readers) = chosen.get(&recorded.id()).or_else(|| recorded.event().readers()) else {
        return Arc::clone(recorded);
    };
    // What a clinician wrote down in a session is theirs to read again.
    if readers.include(reader) || recorded.author().staff == Some(reader) {
        return Arc::clone(recorded);
    }
    let mut shown = Recorded::clone(recorded);
    shown.draft.event = shown.draft.event.without_own_words();
    Arc::new(shown)
}
