//! What is so: the fold over everything that happened and was neither retracted nor replaced.

use crate::{
    acknowledgement::Acknowledged,
    allergy::Allergies,
    barrier::Barrier,
    change_request::ChangeRequest,
    circumstance::Circumstances,
    condition::Condition,
    decision::Decision,
    diary::Diary,
    document::{DocumentFiled, Filed, OutsidePlanNoted, ProcedureDone, RecordKept},
    finding::Handled,
    goal::{Goal, GoalState},
    life_event::LifeEvent,
    measurement::{Kind, Measurement},
    medication::MedicationCourse,
    note::Note,
    plan::Plan,
    practice::PracticeCourse,
    questionnaire::Questionnaires,
    registration::Registration,
    side_effect::SideEffect,
    task::Task,
    therapy::TherapyCourse,
    visit::Visit,
    *,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// One line of the log, and whether it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was recorded.
    pub recorded: Arc<Recorded>,
    /// Whether it counts.
    pub status: EntryStatus,
}

/// Whether an entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryStatus {
    /// It counts.
    Counts,
    /// A later entry took its place.
    Amended {
        /// The entry that did.
        by: EventId,
    },
    /// It was retracted.
    Retracted {
        /// The entry that did.
        by: EventId,
    },
}

impl EntryStatus {
    /// True for a retracted entry.
    pub fn is_retracted(&self) -> bool {
        matches!(self, Self::Retracted { .. })
    }

    /// True when the entry counts.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Counts)
    }
}

/// One patient's record as it stands. Lists are in order of time unless their field says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Whose.
    pub id: ChartId,
    /// Position of the last event, 0 when there is none.
    pub head: u64,
    /// Person, team, episode of care.
    pub registration: Registration,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// Allergies and intolerances.
    pub allergies: Allergies,
    /// Questionnaires.
    pub questionnaires: Questionnaires,
    /// Medicines, also stopped ones.
    pub medications: Vec<MedicationCourse>,
    /// What gets or got in the way of taking them.
    pub barriers: Vec<Barrier>,
    /// Wishes to change or stop one.
    pub change_requests: Vec<ChangeRequest>,
    /// The latest reason for going on past each safety finding.
    pub acknowledged: Vec<Acknowledged>,
    /// Side effects reported.
    pub side_effects: Vec<SideEffect>,
    /// Courses of therapy, also ended ones.
    pub therapies: Vec<TherapyCourse>,
    /// Complementary courses, also ended ones.
    pub practices: Vec<PracticeCourse>,
    /// Laboratory results, vital signs, other observations.
    pub measurements: Vec<Measurement>,
    /// Pregnancy, breastfeeding, genes and the like: the latest of each.
    pub circumstances: Circumstances,
    /// The patient's work between visits.
    pub work: work::Work,
    /// Versions of the safety plan, the latest last.
    pub safety_plans: Vec<safety_plan::PlanVersion>,
    /// Alerts, also closed ones.
    pub alerts: Vec<safety_alert::Alert>,
    /// Calls for help in the patient's own words: event, when, words.
    pub calls_for_help: Vec<(EventId, When, safety_alert::HelpAsked)>,
    /// Articles offered, read and talked about.
    pub learning: Vec<learning::Learning>,
    /// What was told alone, beside a couple, family or group.
    pub disclosures: Vec<disclosure::Disclosure>,
    /// Times when the person was asked alone whether they are safe: event, when, what.
    pub asked_alone: Vec<(EventId, When, disclosure::AskedAlone)>,
    /// People who may act for the patient, also those whose right has ended.
    pub proxies: Vec<proxy::Proxy>,
    /// Services to which the patient consented alone as a minor.
    pub minor_consents: Vec<(When, proxy::MinorConsented)>,
    /// Units of which the person is a member: since when, and which.
    pub units: Vec<(When, unit::UnitEntered)>,
    /// The couple, family, group or team, where this is the record of one.
    pub unit: Option<unit::Unit>,
    /// What was asked to be given out, with consents, in order of asking.
    pub releases: Vec<release::Release>,
    /// Additions to signed notes and sessions.
    pub addenda: Vec<note::Addendum>,
    /// Mood, sleep and cycle.
    pub diary: Diary,
    /// Life events.
    pub life_events: Vec<LifeEvent>,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Progress notes.
    pub notes: Vec<Note>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// The care plan.
    pub plan: Plan,
    /// Visits.
    pub visits: Vec<Visit>,
    /// Documents.
    pub documents: Vec<Filed<DocumentFiled>>,
    /// Procedures.
    pub procedures: Vec<Filed<ProcedureDone>>,
    /// Plans of other systems.
    pub outside_plans: Vec<Filed<OutsidePlanNoted>>,
    /// Records of other systems that are kept as they are.
    pub kept: Vec<Filed<RecordKept>>,
    /// What people did about findings.
    pub findings_handled: Vec<Handled>,
    /// Tasks of the team, also those that are done.
    pub tasks: Vec<Task>,
    /// Everything that was recorded, in order of recording, with its status.
    pub entries: Vec<Entry>,
    keys: HashSet<IdempotencyKey>,
    places: HashMap<EventId, usize>,
    latest: Option<When>,
}

impl Chart {
    /// A chart on which nothing has happened yet.
    pub fn empty(id: ChartId) -> Self {
        Self {
            id,
            head: 0,
            registration: Registration::default(),
            conditions: Vec::new(),
            allergies: Allergies::default(),
            questionnaires: Questionnaires::default(),
            medications: Vec::new(),
            barriers: Vec::new(),
            change_requests: Vec::new(),
            acknowledged: Vec::new(),
            side_effects: Vec::new(),
            therapies: Vec::new(),
            practices: Vec::new(),
            measurements: Vec::new(),
            circumstances: Circumstances::default(),
            work: work::Work::default(),
            safety_plans: Vec::new(),
            alerts: Vec::new(),
            calls_for_help: Vec::new(),
            learning: Vec::new(),
            disclosures: Vec::new(),
            asked_alone: Vec::new(),
            proxies: Vec::new(),
            minor_consents: Vec::new(),
            units: Vec::new(),
            unit: None,
            releases: Vec::new(),
            addenda: Vec::new(),
            diary: Diary::default(),
            life_events: Vec::new(),
            goals: Vec::new(),
            notes: Vec::new(),
            decisions: Vec::new(),
            plan: Plan::default(),
            visits: Vec::new(),
            documents: Vec::new(),
            procedures: Vec::new(),
            outside_plans: Vec::new(),
            kept: Vec::new(),
            findings_handled: Vec::new(),
            tasks: Vec::new(),
            entries: Vec::new(),
            keys: HashSet::new(),
            places: HashMap::new(),
            latest: None,
        }
    }

    /// Folds a whole log, in order of recording.
    pub fn fold(id: ChartId, log: impl IntoIterator<Item = Arc<Recorded>>) -> Self {
        let mut chart = Self::empty(id);
        for recorded in log {
            chart.enter(recorded);
        }
        chart.settle();
        chart
    }

    /// Adds what was just appended, in order of recording.
    ///
    /// Entries that are newer than everything before them are simply applied. A late entry, a correction or a
    /// retraction changes the order of things, so the whole log is folded again.
    pub fn add(&mut self, news: impl IntoIterator<Item = Arc<Recorded>>) {
        let mut in_order = true;
        let first = self.entries.len();
        for recorded in news {
            in_order &= self.is_newest(&recorded);
            self.latest = Some(recorded.occurred());
            self.enter(recorded);
        }
        if !in_order {
            return self.settle();
        }
        for index in first..self.entries.len() {
            let recorded = Arc::clone(&self.entries[index].recorded);
            self.apply(&recorded);
        }
    }

    /// The entry with this id.
    pub fn entry(&self, id: EventId) -> Option<&Entry> {
        self.places.get(&id).map(|place| &self.entries[*place])
    }

    /// True when a submission with this key was already recorded.
    pub fn has_key(&self, key: &IdempotencyKey) -> bool {
        self.keys.contains(key)
    }

    /// The course of a medicine.
    pub fn medication(&self, id: CourseId) -> Option<&MedicationCourse> {
        self.medications.iter().find(|course| course.id == id)
    }

    /// The course of a therapy.
    pub fn therapy(&self, id: CourseId) -> Option<&TherapyCourse> {
        self.therapies.iter().find(|course| course.id == id)
    }

    /// The complementary course.
    pub fn practice(&self, id: CourseId) -> Option<&PracticeCourse> {
        self.practices.iter().find(|course| course.id == id)
    }

    /// The log without one entry and those that it took the place of: what the chart would be if nothing of it had ever
    /// been said.
    pub(crate) fn without(&self, id: EventId) -> Self {
        let earlier = |id: &EventId| self.entry(*id).and_then(|entry| entry.recorded.draft.amends);
        // An entry corrects an earlier one, so that the way back is no longer than the log, whatever an import says.
        let gone: HashSet<EventId> = std::iter::successors(Some(id), earlier).take(self.entries.len()).collect();
        let log = self.entries.iter().map(|entry| Arc::clone(&entry.recorded));
        Self::fold(self.id, log.filter(|recorded| !gone.contains(&recorded.id())))
    }

    fn is_newest(&self, recorded: &Recorded) -> bool {
        let corrects = recorded.draft.amends.is_some() || matches!(recorded.event(), Event::EntryRetracted(_));
        !corrects && self.latest.is_none_or(|latest| latest.order(&recorded.occurred()).is_le())
    }

    fn enter(&mut self, recorded: Arc<Recorded>) {
        self.head = recorded.seq;
        self.keys.insert(recorded.draft.key.clone());
        self.places.insert(recorded.id(), self.entries.len());
        self.entries.push(Entry { recorded, status: EntryStatus::Counts });
    }

    /// Works out which entries count, and folds those in order of time.
    fn settle(&mut self) {
        let (entries, keys, places, head) =
            (std::mem::take(&mut self.entries), std::mem::take(&mut self.keys), std::mem::take(&mut self.places), self.head);
        *self = Self { entries, keys, places, head, ..Self::empty(self.id) };
        self.settle_statuses();
        let mut counting: Vec<Arc<Recorded>> =
            self.entries.iter().filter(|entry| entry.status.counts()).map(|entry| Arc::clone(&entry.recorded)).collect();
        counting.sort_by(|a, b| {
            makes_something(b.event())
                .cmp(&makes_something(a.event()))
                .then_with(|| a.occurred().order(&b.occurred()))
                .then_with(|| self.place_of(a).cmp(&self.place_of(b)))
        });
        for recorded in &counting {
            self.apply(recorded);
        }
        self.latest = counting.iter().map(|recorded| recorded.occurred()).max_by(When::order);
    }

    /// Where in the log the first account of this entry stands: a correction takes its place among what happened at the same
    /// time.
    fn place_of(&self, recorded: &Recorded) -> usize {
        let place = |id: EventId| self.places.get(&id).copied();
        let mut first = place(recorded.id()).unwrap_or(usize::MAX);
        let mut earlier = recorded.draft.amends;
        while let Some(before) = earlier.and_then(place).filter(|before| *before < first) {
            first = before;
            earlier = self.entries[before].recorded.draft.amends;
        }
        first
    }

    /// Later entries speak about earlier ones, so statuses are settled from the last entry to the first:
    /// a retraction that is itself retracted has no effect, and neither has a correction that was retracted. A correction
    /// that was itself corrected still took the place of what it corrected: the first account does not come back.
    fn settle_statuses(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.status = EntryStatus::Counts);
        for index in (0..self.entries.len()).rev() {
            let status = self.entries[index].status;
            if status.is_retracted() {
                continue;
            }
            let recorded = Arc::clone(&self.entries[index].recorded);
            let by = recorded.id();
            if let Some(place) = recorded.draft.amends.and_then(|id| self.places.get(&id).copied()).filter(|place| *place < index)
            {
                self.entries[place].status = EntryStatus::Amended { by };
            }
            if let Event::EntryRetracted(retracted) = recorded.event()
                && status.counts()
                && let Some(place) = self.places.get(&retracted.entry).copied().filter(|place| *place < index)
            {
                self.entries[place].status = EntryStatus::Retracted { by };
            }
        }
    }

    /// One event into the state. Unknown courses and tasks are passed over: an engine cannot fail on an
    /// incomplete chart, and what the event said stays in [`Chart::entries`].
    pub(crate) fn apply(&mut self, recorded: &Recorded) {
        match recorded.event() {
            Event::Registered(event) => self.registration.registered(event),
            Event::DetailsChanged(event) => self.registration.details_changed(event),
            Event::TeamJoined(event) => self.registration.joined(event),
            Event::TeamLeft(event) => self.registration.left(event),
            Event::EpisodeOpened(_) => self.registration.opened(recorded.occurred()),
            Event::EpisodeClosed(event) => self.registration.closed(recorded, event),
            Event::ConditionNoted(event) => condition::noted(&mut self.conditions, recorded, event),
            Event::ConditionChanged(event) => condition::changed(&mut self.conditions, recorded, event),
            Event::AllergyNoted(event) => self.allergies.noted(recorded, event),
            Event::NoKnownAllergies(_) => self.allergies.none_known(),
            Event::AllergyRefuted(event) => self.allergies.refuted(event),
            Event::QuestionnaireOffered(event) => self.questionnaires.offered(recorded, event),
            Event::QuestionnaireAnswered(event) => self.questionnaires.answered(recorded, event),
            Event::QuestionnaireDeclined(event) => self.questionnaires.declined(recorded, event),
            Event::QuestionnaireReported(event) => self.questionnaires.reported(recorded, event),
            Event::MedicationStarted(event) => medication::fold::started(&mut self.medications, recorded, event),
            Event::DoseChanged(event) => medication::fold::dose_changed(&mut self.medications, recorded, event),
            Event::MedicationHeld(event) => medication::fold::held(&mut self.medications, recorded, event),
            Event::MedicationResumed(event) => medication::fold::resumed(&mut self.medications, recorded, event),
            Event::MedicationStopped(event) => medication::fold::stopped(&mut self.medications, recorded, event),
            Event::DoseTaken(event) => medication::fold::taken(&mut self.medications, event),
            Event::DoseMissed(event) => medication::fold::missed(&mut self.medications, event),
            Event::StepsPlanned(event) => steps::planned(&mut self.medications, recorded, event),
            Event::StepConfirmed(event) => steps::confirmed(&mut self.medications, recorded, event),
            Event::PlanPaused(event) => steps::paused(&mut self.medications, recorded, event),
            Event::PlanResumed(event) => steps::resumed(&mut self.medications, event),
            Event::Dispensed(event) => dispensing::dispensed(&mut self.medications, recorded, event),
            Event::PillsCounted(event) => dispensing::counted(&mut self.medications, recorded, event),
            Event::BarrierNoted(event) => barrier::noted(&mut self.barriers, recorded, event),
            Event::BarrierResolved(event) => barrier::resolved(&mut self.barriers, recorded, event),
            Event::ChangeAsked(event) => change_request::asked(&mut self.change_requests, recorded, event),
            Event::ChangeAnswered(event) => change_request::answered(&mut self.change_requests, recorded, event),
            Event::FindingAcknowledged(event) => acknowledgement::acknowledged(&mut self.acknowledged, recorded, event),
            Event::SideEffectReported(event) => side_effect::reported(&mut self.side_effects, recorded, event),
            Event::SideEffectAnswered(event) => side_effect::answered(&mut self.side_effects, recorded, event),
            Event::TherapyStarted(event) => therapy::fold::started(&mut self.therapies, recorded, event),
            Event::SessionPlanned(event) => therapy::fold::planned(&mut self.therapies, recorded, event),
            Event::SessionHeld(event) => therapy::fold::held(&mut self.therapies, recorded, event),
            Event::SessionNotHeld(event) => therapy::fold::not_held(&mut self.therapies, recorded, event),
            Event::HomeworkSet(event) => therapy::fold::homework_set(&mut self.therapies, recorded, event),
            Event::HomeworkReported(event) => therapy::fold::homework_reported(&mut self.therapies, recorded, event),
            Event::TherapyEnded(event) => therapy::fold::ended(&mut self.therapies, recorded, event),
            Event::PracticeStarted(event) => practice::fold::started(&mut self.practices, recorded, event),
            Event::Practised(_) | Event::ClassAttended(_) | Event::ClassMissed(_) | Event::PracticeEnded(_) => {
                self.apply_practice(recorded)
            }
            Event::LabResulted(event) => measurement::measured(&mut self.measurements, recorded, Kind::Lab, event),
            Event::VitalMeasured(event) => measurement::measured(&mut self.measurements, recorded, Kind::Vital, event),
            Event::ObservationMade(event) => measurement::measured(&mut self.measurements, recorded, Kind::Other, event),
            Event::CircumstanceNoted(event) => self.circumstances.noted(recorded, event),
            Event::MoodEntered(event) => drop(self.diary.mood.insert(event.on, (event.mood, event.words.clone()))),
            Event::SleepEntered(event) => drop(self.diary.sleep.insert(event.on, event.minutes)),
            Event::LifeEventNoted(event) => {
                self.life_events.push(LifeEvent { id: recorded.id(), at: recorded.occurred(), what: event.clone() });
            }
            Event::GoalSet(_) | Event::GoalMoved(_) => self.apply_goal(recorded),
            Event::NoteSigned(event) => note::signed(&mut self.notes, recorded, event),
            Event::DecisionMade(event) => decision::made(&mut self.decisions, recorded, event),
            Event::PlanRevised(event) => self.plan.revised(recorded, event),
            Event::VisitPlanned(event) => visit::planned(&mut self.visits, recorded, event),
            Event::VisitArrived(event) => visit::arrived(&mut self.visits, recorded, event),
            Event::VisitHappened(event) => visit::happened(&mut self.visits, recorded, event),
            Event::VisitNotHeld(event) => visit::not_held(&mut self.visits, recorded, event),
            Event::DocumentFiled(event) => self.documents.push(filed(recorded, event)),
            Event::ProcedureDone(event) => self.procedures.push(filed(recorded, event)),
            Event::OutsidePlanNoted(event) => self.outside_plans.push(filed(recorded, event)),
            Event::RecordKept(event) => self.kept.push(filed(recorded, event)),
            Event::FindingTaken(_) | Event::FindingClosed(_) => self.apply_finding(recorded),
            Event::TaskOpened(event) => task::opened(&mut self.tasks, recorded, event),
            Event::TaskDone(event) => task::done(&mut self.tasks, recorded, event),
            Event::TaskHandedOver(event) => task::handed_over(&mut self.tasks, event),
            Event::EntryRetracted(_) => {}
            other => self.apply_more(recorded, other),
        }
    }

    /// Work between visits, safety, learning, walls and units.
    fn apply_more(&mut self, recorded: &Recorded, event: &Event) {
        match event {
            Event::CoursePlanned(event) => course_plan::planned(&mut self.therapies, recorded, event),
            Event::SessionWritten(event) => session::written(&mut self.therapies, recorded, event),
            Event::RelationshipEpisode(event) => formulation::told(&mut self.therapies, recorded, event),
            Event::FormulationWritten(event) => formulation::written(&mut self.therapies, recorded, event),
            Event::Coached(event) => formulation::coached(&mut self.therapies, recorded, event),
            Event::PracticePlanned(_) | Event::ClassWritten(_) | Event::PracticeRated(_) => self.apply_practice(recorded),
            Event::MeasureScheduled(event) => self.questionnaires.scheduled(recorded, event),
            Event::MeasureScheduleEnded(event) => self.questionnaires.schedule_ended(event),
            Event::CycleEntered(event) => drop(self.diary.cycle.insert(event.on, (event.bleeding, event.words.clone()))),
            Event::NoteAddended(event) => note::addended(&mut self.addenda, recorded, event),
            Event::SafetyPlanWritten(event) => safety_plan::written(&mut self.safety_plans, recorded, event),
            Event::SafetyPlanReviewed(event) => safety_plan::reviewed(&mut self.safety_plans, recorded, event),
            Event::HelpAsked(event) => self.calls_for_help.push((recorded.id(), recorded.occurred(), event.clone())),
            Event::ToldAlone(event) => disclosure::told(&mut self.disclosures, recorded, event),
            Event::HandlingChanged(event) => disclosure::changed(&mut self.disclosures, event),
            Event::AnsweredAlone(event) => disclosure::answered(&mut self.disclosures, recorded, event),
            Event::AskedAlone(event) => self.asked_alone.push((recorded.id(), recorded.occurred(), event.clone())),
            Event::MinorConsented(event) => self.minor_consents.push((recorded.occurred(), event.clone())),
            Event::UnitEntered(event) => {
                self.units.retain(|(_, known)| known.unit != event.unit);
                self.units.push((recorded.occurred(), event.clone()));
            }
            Event::UnitLeft(event) => self.units.retain(|(_, known)| known.unit != event.unit),
            _ => match event.family() {
                "work" => self.work.apply(recorded),
                "safety" => safety_alert::apply(&mut self.alerts, recorded),
                "education" => learning::apply(&mut self.learning, recorded),
                "release" => release::apply(&mut self.releases, recorded),
                "registration" => proxy::apply(&mut self.proxies, recorded),
                _ => unit::apply(&mut self.unit, recorded),
            },
        }
    }

    fn apply_practice(&mut self, recorded: &Recorded) {
        let at = recorded.occurred();
        let courses = &mut self.practices;
        match recorded.event() {
            Event::Practised(event) => {
                practice::fold::with(courses, event.course, |course| course.practised.push((event.on, event.minutes)))
            }
            Event::ClassAttended(event) => practice::fold::with(courses, event.course, |course| {
                course.classes.push((at, true));
                course.attended.push(recorded.id());
            }),
            Event::ClassMissed(event) => practice::fold::with(courses, event.course, |course| course.classes.push((at, false))),
            Event::PracticePlanned(event) => practice::fold::with(courses, event.course, |course| {
                course.plans.push((recorded.id(), at, event.clone()));
            }),
            Event::ClassWritten(event) => practice::fold::with(courses, event.course, |course| {
                course.written.push((recorded.id(), at, recorded.author().name.clone(), event.clone()));
            }),
            Event::PracticeRated(event) => {
                practice::fold::with(courses, event.course, |course| course.rated.push((recorded.id(), event.clone())))
            }
            Event::PracticeEnded(event) => {
                practice::fold::with(courses, event.course, |course| course.ended = Some((at, event.clone())));
            }
            _ => {}
        }
    }

    fn apply_goal(&mut self, recorded: &Recorded) {
        match recorded.event() {
            Event::GoalSet(event) => self.goals.push(Goal {
                because: recorded.id(),
                set: recorded.occurred(),
                what: event.clone(),
                state: GoalState::Active,
                latest_words: String::new(),
            }),
            Event::GoalMoved(event) => {
                if let Some(goal) = self.goals.iter_mut().find(|goal| goal.what.goal == event.goal) {
                    goal.state = event.state;
                    goal.latest_words.clone_from(&event.words);
                }
            }
            _ => {}
        }
    }

    fn apply_finding(&mut self, recorded: &Recorded) {
        let by = recorded.author().name.clone();
        match recorded.event() {
            Event::FindingTaken(event) => {
                finding::entry(&mut self.findings_handled, &event.finding, &event.because).taken =
                    Some((recorded.occurred(), by));
            }
            Event::FindingClosed(event) => {
                let closed = Some((recorded.occurred(), by, event.words.clone()));
                finding::entry(&mut self.findings_handled, &event.finding, &event.because).closed = closed;
            }
            _ => {}
        }
    }
}

fn filed<T: Clone>(recorded: &Recorded, event: &T) -> Filed<T> {
    Filed { id: recorded.id(), at: recorded.occurred(), by: recorded.author().name.clone(), what: event.clone() }
}

/// Events that make something which later events name by id. They are folded first: "started on the 20th" and
/// "dose changed at 09:00 on the 20th" may arrive in either order, and the change must find its course.
fn makes_something(event: &Event) -> bool {
    matches!(
        event,
        Event::Registered(_)
            | Event::ConditionNoted(_)
            | Event::AllergyNoted(_)
            | Event::MedicationStarted(_)
            | Event::BarrierNoted(_)
            | Event::ChangeAsked(_)
            | Event::SideEffectReported(_)
            | Event::TherapyStarted(_)
            | Event::PracticeStarted(_)
            | Event::SessionPlanned(_)
            | Event::HomeworkSet(_)
            | Event::GoalSet(_)
            | Event::VisitPlanned(_)
            | Event::TaskOpened(_)
            | Event::ActivityPlanned(_)
            | Event::ExposureItemSet(_)
            | Event::AlertRaised(_)
            | Event::ToldAlone(_)
            | Event::ProxyNamed(_)
            | Event::UnitOpened(_)
            | Event::ReleaseAsked(_)
    )
}
