//! What of a chart a reader is shown. Filtering happens before folding, so nothing hidden can be computed back.

use concord_chart::{
    AuthorKind, ChartId, CourseId, Event, EventId, Recorded, Sensitivity, StaffId,
    plan::PlanPart,
    practice::PracticeRated,
    proxy::ProxyMay,
    therapy::HomeworkReported,
    unit::{Shared, UnitKind},
    work::{ActivityReported, Commented, Readers},
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
        let hidden = self.hidden(log);
        let shown = log.iter().filter(|recorded| !hidden.contains(&recorded.id()));
        match self {
            View::Desk => shown.map(without_clinical_words).collect(),
            View::Clinical(reader) => {
                let (readers, courses) = (readers(log), CourseStaff::of(log));
                let shown = shown.map(|recorded| as_read_by(*reader, recorded, &readers));
                shown.map(|recorded| courses.as_read_by(*reader, recorded)).collect()
            }
            View::Proxy(_) => shown.map(as_proxy_sees).collect(),
            View::Complementary(_) => shown.map(as_practitioner_sees).collect(),
            View::Member(member) => shown.map(|recorded| as_member_sees(*member, recorded)).collect(),
            _ => shown.map(Arc::clone).collect(),
        }
    }

    /// What this view does not show: what is walled off by its kind or label, whatever speaks of that (a retraction, an
    /// answer, a step of an alert), and what was corrected by it. Otherwise a struck line without its entry, or an account
    /// that no longer holds, would tell of what is hidden.
    fn hidden(&self, log: &[Arc<Recorded>]) -> HashSet<EventId> {
        let own = self.own_courses(log);
        let (group, told) = match self {
            View::Member(_) => (is_group(log), HashSet::new()),
            View::Proxy(_) => (false, told_by_patient(log)),
            _ => (false, HashSet::new()),
        };
        let shows = |recorded: &Recorded| {
            let beside = match self {
                View::Member(member) => !group || of_a_group_to(*member, recorded),
                View::Proxy(_) => !is_patients_own_medicine(&told, recorded),
                _ => true,
            };
            beside && self.shows(recorded, &own)
        };
        let mut hidden: HashSet<EventId> = log.iter().filter(|recorded| !shows(recorded)).map(|recorded| recorded.id()).collect();
        for recorded in log.iter().rev().filter(|_| !hidden.is_empty()).collect::<Vec<_>>() {
            if let Some(earlier) = recorded.draft.amends.filter(|_| hidden.contains(&recorded.id())) {
                hidden.insert(earlier);
            }
        }
        for recorded in log {
            if recorded.event().speaks_of().is_some_and(|of| hidden.contains(&of)) {
                hidden.insert(recorded.id());
            }
        }
        hidden
    }

    /// True for an entry that not every reader of a chart sees as it stands: then no view is the chart as a whole.
    pub fn has_wall(recorded: &Recorded) -> bool {
        let by_patient = recorded.author().kind == AuthorKind::Patient;
        recorded.draft.sensitivity != Sensitivity::General
            || matches!(recorded.event().readers(), Some(Readers::Only(_)))
            || match recorded.event() {
                Event::ReadersChosen(_) => true,
                Event::HomeworkReported(event) => by_patient && !event.could_not.is_empty(),
                Event::ActivityReported(event) => by_patient && !event.words.is_empty(),
                Event::PracticeRated(event) => by_patient && !event.noticed.is_empty(),
                _ => false,
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
                Event::EntryRetracted(_) => true,
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
        Event::EntryRetracted(retracted) => retracted.words.clear(),
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

/// The medicines that the patient put on the list: told to the team, not to whoever acts for them.
fn told_by_patient(log: &[Arc<Recorded>]) -> HashSet<CourseId> {
    let started = log.iter().filter(|recorded| recorded.author().kind == AuthorKind::Patient);
    let started = started.filter_map(|recorded| match recorded.event() {
        Event::MedicationStarted(event) => Some(event.course),
        _ => None,
    });
    started.collect()
}

/// What the patient said about medicines and allergies, and whatever anybody recorded about a medicine that they told of.
fn is_patients_own_medicine(told: &HashSet<CourseId>, recorded: &Recorded) -> bool {
    let event = recorded.event();
    let said = matches!(event.family(), "medication" | "allergy") && recorded.author().kind == AuthorKind::Patient;
    said || course_of_medicine(event).is_some_and(|course| told.contains(&course))
}

fn course_of_medicine(event: &Event) -> Option<CourseId> {
    match event {
        Event::MedicationStarted(event) => Some(event.course),
        Event::DoseChanged(event) => Some(event.course),
        Event::MedicationHeld(event) => Some(event.course),
        Event::MedicationResumed(event) => Some(event.course),
        Event::MedicationStopped(event) => Some(event.course),
        Event::DoseTaken(event) => Some(event.course),
        Event::DoseMissed(event) => Some(event.course),
        Event::StepsPlanned(event) => Some(event.course),
        Event::Dispensed(event) => Some(event.course),
        Event::PillsCounted(event) => Some(event.course),
        _ => None,
    }
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

/// Who may read which piece of work: as it was written, or as the patient chose later; the latest choice counts. A line
/// about a piece of work is for those who may read the piece.
fn readers(log: &[Arc<Recorded>]) -> HashMap<EventId, Readers> {
    let mut taken_back = HashSet::new();
    for recorded in log.iter().rev().filter(|recorded| matches!(recorded.event(), Event::EntryRetracted(_))) {
        if !taken_back.contains(&recorded.id()) {
            taken_back.extend(recorded.event().speaks_of());
        }
    }
    let mut readers = HashMap::new();
    for recorded in log.iter().filter(|recorded| !taken_back.contains(&recorded.id())) {
        match recorded.event() {
            Event::ReadersChosen(event) => drop(readers.insert(event.work, event.readers.clone())),
            event => readers.extend(event.readers().map(|chosen| (recorded.id(), chosen.clone()))),
        }
    }
    readers
}

/// A piece of work, or a line about one, as one clinician may know it: its words only where the patient lets them.
fn as_read_by(reader: StaffId, recorded: &Arc<Recorded>, readers: &HashMap<EventId, Readers>) -> Arc<Recorded> {
    let piece = match recorded.event() {
        Event::WorkCommented(event) => event.about,
        _ => recorded.id(),
    };
    // What a clinician wrote down in a session is theirs to read again.
    let may = readers.get(&piece).is_none_or(|readers| readers.include(reader)) || recorded.author().staff == Some(reader);
    if may {
        return Arc::clone(recorded);
    }
    let mut shown = Recorded::clone(recorded);
    shown.draft.event = match recorded.event() {
        Event::WorkCommented(event) => Event::WorkCommented(Commented { text: String::new(), ..event.clone() }),
        event => event.without_own_words(),
    };
    Arc::new(shown)
}

/// Who works with the patient on which course: whoever began it as its therapist or practitioner.
struct CourseStaff {
    therapists: HashMap<CourseId, StaffId>,
    practitioners: HashMap<CourseId, StaffId>,
}

impl CourseStaff {
    fn of(log: &[Arc<Recorded>]) -> Self {
        let mut staff = Self { therapists: HashMap::new(), practitioners: HashMap::new() };
        for recorded in log {
            match recorded.event() {
                Event::TherapyStarted(event) => staff.therapists.extend(event.therapist.map(|who| (event.course, who))),
                Event::PracticeStarted(event) => staff.practitioners.extend(event.practitioner.map(|who| (event.course, who))),
                _ => {}
            }
        }
        staff
    }

    /// What the patient wrote about a task is for whoever set it. The rest of the team sees how much of it was done, and what
    /// got in the way by its name in the list. Where nobody is named who would read it, the team does.
    fn as_read_by(&self, reader: StaffId, recorded: Arc<Recorded>) -> Arc<Recorded> {
        if recorded.author().kind != AuthorKind::Patient {
            return recorded;
        }
        let is_therapist = || self.therapists.values().any(|one| *one == reader);
        let any_therapist = || self.therapists.is_empty() || is_therapist();
        let of_therapy = |course| self.therapists.get(course).is_none_or(|one| *one == reader);
        let of_practice =
            |course| self.practitioners.get(course).map_or_else(any_therapist, |one| *one == reader || is_therapist());
        let event = match recorded.event() {
            Event::HomeworkReported(event) if !of_therapy(&event.course) => {
                Event::HomeworkReported(HomeworkReported { could_not: String::new(), ..event.clone() })
            }
            Event::ActivityReported(event) if !event.done && !any_therapist() => {
                Event::ActivityReported(ActivityReported { words: String::new(), ..event.clone() })
            }
            Event::PracticeRated(event) if event.obstacle.is_some() && !of_practice(&event.course) => {
                Event::PracticeRated(PracticeRated { noticed: String::new(), ..event.clone() })
            }
            _ => return recorded,
        };
        let mut shown = Recorded::clone(&recorded);
        shown.draft.event = event;
        Arc::new(shown)
    }
}
