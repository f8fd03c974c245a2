//! The list of everything that can have happened, one line a kind.
//!
//! **The left names and their fields are the stored format.** Add kinds; never edit one. A field may be added when
//! its absence has a meaning (`Option`, `#[serde(default)]`); anything else is a new version with an upcaster
//! (see [`crate::upcast`]) and the golden file of the old version stays.

use crate::*;
use serde::{Deserialize, Serialize};

/// A stored event that this program cannot read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Written by a newer program.
    #[error("the event kind “{0}” is unknown to this version of Concord: run the version that wrote it, or a later one")]
    UnknownKind(String),
    /// Written by a newer program.
    #[error("{kind} version {version} is newer than this version of Concord: run the version that wrote it, or a later one")]
    NewerVersion {
        /// The kind.
        kind: String,
        /// The version found.
        version: u16,
    },
    /// Damaged.
    #[error("the body of a stored {kind} cannot be read: {error}")]
    Body {
        /// The kind.
        kind: String,
        /// What the reader said.
        error: serde_json::Error,
    },
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $variant:ident($payload:path) = $kind:literal, version $version:literal;)*) => {
        /// One thing that happened to, with or for a patient.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(clippy::large_enum_variant, reason = "an event lies behind an `Arc` in every log; a box in it would be a second step to it")]
        pub enum Event {
            $($(#[$doc])* $variant($payload),)*
        }

        impl Event {
            /// Every kind with its current version.
            pub const KINDS: &'static [(&'static str, u16)] = &[$(($kind, $version)),*];

            /// The stored name of the kind, `family.what_happened`.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$variant(_) => $kind,)* }
            }

            /// The version in which this program writes the kind.
            pub fn version(&self) -> u16 {
                match self { $(Event::$variant(_) => $version,)* }
            }

            /// The body as readable JSON.
            ///
            /// # Errors
            /// None in practice: every payload is plain data.
            pub fn to_body(&self) -> Result<String, serde_json::Error> {
                match self { $(Event::$variant(payload) => serde_json::to_string(payload),)* }
            }

            /// Reads a stored body of the current version.
            fn read_current(kind: &str, body: &str) -> Result<Self, ReadError> {
                let damaged = |error| ReadError::Body { kind: kind.to_owned(), error };
                match kind {
                    $($kind => serde_json::from_str(body).map(Event::$variant).map_err(damaged),)*
                    _ => Err(ReadError::UnknownKind(kind.to_owned())),
                }
            }
        }
    };
}

event_kinds! {
    /// The person was registered with the practice.
    Registered(registration::Registered) = "registration.registered", version 1;
    /// Name, address or another detail changed.
    DetailsChanged(registration::DetailsChanged) = "registration.details_changed", version 1;
    /// Somebody joined the care team.
    TeamJoined(registration::TeamJoined) = "registration.team_joined", version 1;
    /// Somebody left the care team.
    TeamLeft(registration::TeamLeft) = "registration.team_left", version 1;
    /// An episode of care began.
    EpisodeOpened(registration::EpisodeOpened) = "registration.episode_opened", version 1;
    /// An episode of care ended.
    EpisodeClosed(registration::EpisodeClosed) = "registration.episode_closed", version 1;
    /// A condition was noted.
    ConditionNoted(condition::ConditionNoted) = "condition.noted", version 1;
    /// A condition's status changed.
    ConditionChanged(condition::ConditionChanged) = "condition.changed", version 1;
    /// An allergy or intolerance was noted.
    AllergyNoted(allergy::AllergyNoted) = "allergy.noted", version 1;
    /// Asked, and none known.
    NoKnownAllergies(allergy::NoKnownAllergies) = "allergy.none_known", version 1;
    /// A noted allergy turned out not to be one.
    AllergyRefuted(allergy::AllergyRefuted) = "allergy.refuted", version 1;
    /// A questionnaire was offered.
    QuestionnaireOffered(questionnaire::Offered) = "questionnaire.offered", version 1;
    /// A questionnaire was answered. The answers are the fact; scores are computed.
    QuestionnaireAnswered(questionnaire::Answered) = "questionnaire.answered", version 1;
    /// A questionnaire was declined.
    QuestionnaireDeclined(questionnaire::Declined) = "questionnaire.declined", version 1;
    /// A rhythm of measuring was agreed.
    MeasureScheduled(questionnaire::Scheduled) = "questionnaire.scheduled", version 1;
    /// A rhythm of measuring ended.
    MeasureScheduleEnded(questionnaire::ScheduleEnded) = "questionnaire.schedule_ended", version 1;
    /// Another system reported a total or single items.
    QuestionnaireReported(questionnaire::Reported) = "questionnaire.reported", version 1;
    /// A medicine was started.
    MedicationStarted(medication::Started) = "medication.started", version 1;
    /// Its dose or time of day changed.
    DoseChanged(medication::DoseChanged) = "medication.dose_changed", version 1;
    /// It is held for now.
    MedicationHeld(medication::Held) = "medication.held", version 1;
    /// It goes on after being held.
    MedicationResumed(medication::Resumed) = "medication.resumed", version 1;
    /// It was stopped, with a reason.
    MedicationStopped(medication::Stopped) = "medication.stopped", version 1;
    /// A dose was taken.
    DoseTaken(medication::DoseTaken) = "medication.dose_taken", version 1;
    /// A dose was left out.
    DoseMissed(medication::DoseMissed) = "medication.dose_missed", version 1;
    /// Coming dose steps were agreed.
    StepsPlanned(steps::StepsPlanned) = "medication.steps_planned", version 1;
    /// A person confirmed that a due dose step is taken.
    StepConfirmed(steps::StepConfirmed) = "medication.step_confirmed", version 1;
    /// The coming dose steps wait.
    PlanPaused(steps::PlanPaused) = "medication.plan_paused", version 1;
    /// The coming dose steps go on.
    PlanResumed(steps::PlanResumed) = "medication.plan_resumed", version 1;
    /// A medicine was handed out.
    Dispensed(dispensing::Dispensed) = "medication.dispensed", version 1;
    /// What is left of a medicine was counted.
    PillsCounted(dispensing::Counted) = "medication.counted", version 1;
    /// Something gets in the way of taking a medicine.
    BarrierNoted(barrier::BarrierNoted) = "medication.barrier_noted", version 1;
    /// It no longer gets in the way.
    BarrierResolved(barrier::BarrierResolved) = "medication.barrier_resolved", version 1;
    /// The patient, or somebody for them, asked to change or stop a medicine.
    ChangeAsked(change_request::ChangeAsked) = "medication.change_asked", version 1;
    /// That wish was answered.
    ChangeAnswered(change_request::ChangeAnswered) = "medication.change_answered", version 1;
    /// A person went on past a safety finding, with a reason.
    FindingAcknowledged(acknowledgement::FindingAcknowledged) = "medication.finding_acknowledged", version 1;
    /// A side effect was reported.
    SideEffectReported(side_effect::Reported) = "side_effect.reported", version 1;
    /// A reported side effect was answered.
    SideEffectAnswered(side_effect::Answered) = "side_effect.answered", version 1;
    /// A course of therapy began.
    TherapyStarted(therapy::Started) = "therapy.started", version 1;
    /// A session was planned.
    SessionPlanned(therapy::SessionPlanned) = "therapy.session_planned", version 1;
    /// A session took place.
    SessionHeld(therapy::SessionHeld) = "therapy.session_held", version 1;
    /// A planned session did not take place.
    SessionNotHeld(therapy::SessionNotHeld) = "therapy.session_not_held", version 1;
    /// Homework was set.
    HomeworkSet(therapy::HomeworkSet) = "therapy.homework_set", version 1;
    /// Homework was reported: how much was done, or what got in the way.
    HomeworkReported(therapy::HomeworkReported) = "therapy.homework_reported", version 1;
    /// A course of therapy ended.
    TherapyEnded(therapy::Ended) = "therapy.ended", version 1;
    /// Protocol, phase, targets and rhythm of a course of therapy were agreed.
    CoursePlanned(course_plan::CoursePlanned) = "therapy.planned", version 1;
    /// The shared face of a session was signed.
    SessionWritten(session::SessionWritten) = "therapy.session_written", version 1;
    /// A relationship episode was told.
    RelationshipEpisode(formulation::RelationshipEpisode) = "therapy.relationship_episode", version 1;
    /// A formulation was written; a later one of its kind takes its place.
    FormulationWritten(formulation::FormulationWritten) = "therapy.formulation_written", version 1;
    /// Skills were coached between sessions.
    Coached(formulation::Coached) = "therapy.coached", version 1;
    /// A thought record was kept.
    ThoughtRecorded(work::ThoughtRecorded) = "work.thought_recorded", version 1;
    /// Something to do was planned.
    ActivityPlanned(work::ActivityPlanned) = "work.activity_planned", version 1;
    /// What became of it was told.
    ActivityReported(work::ActivityReported) = "work.activity_reported", version 1;
    /// A step of exposure was set.
    ExposureItemSet(work::ItemSet) = "work.exposure_item_set", version 1;
    /// A step of exposure was tried.
    ExposureTried(work::Tried) = "work.exposure_tried", version 1;
    /// The diary card was laid out.
    DiaryCardSet(work::CardSet) = "work.diary_card_set", version 1;
    /// A day's diary card was filled in.
    DiaryCardFilled(work::CardFilled) = "work.diary_card_filled", version 1;
    /// A chain was analysed.
    ChainAnalysed(work::ChainAnalysed) = "work.chain_analysed", version 1;
    /// Another sheet was filled in.
    SheetFilled(work::SheetFilled) = "work.sheet_filled", version 1;
    /// A line about work or homework, between therapist and patient.
    WorkCommented(work::Commented) = "work.commented", version 1;
    /// The patient chose who may read a piece of work.
    ReadersChosen(work::ReadersChosen) = "work.readers_chosen", version 1;
    /// A complementary course began.
    PracticeStarted(practice::Started) = "practice.started", version 1;
    /// The patient practised for some minutes.
    Practised(practice::Practised) = "practice.practised", version 1;
    /// A class or appointment was attended.
    ClassAttended(practice::ClassAttended) = "practice.attended", version 1;
    /// A class or appointment was not attended.
    ClassMissed(practice::ClassMissed) = "practice.missed", version 1;
    /// Protocol, dose, credential and cautions of a complementary course were agreed.
    PracticePlanned(practice::PracticePlanned) = "practice.planned", version 1;
    /// What was done in a class or appointment was written down.
    ClassWritten(practice::ClassWritten) = "practice.class_written", version 1;
    /// How it was before and after practising.
    PracticeRated(practice::PracticeRated) = "practice.rated", version 1;
    /// A complementary course ended.
    PracticeEnded(practice::Ended) = "practice.ended", version 1;
    /// A laboratory result came in.
    LabResulted(measurement::Measured) = "measurement.lab_resulted", version 1;
    /// A vital sign was measured.
    VitalMeasured(measurement::Measured) = "measurement.vital_measured", version 1;
    /// Another observation was made.
    ObservationMade(measurement::Measured) = "measurement.observed", version 1;
    /// A fact about the person that safety rules ask for was noted.
    CircumstanceNoted(circumstance::CircumstanceNoted) = "circumstance.noted", version 1;
    /// The patient noted a day's mood.
    MoodEntered(diary::MoodEntered) = "diary.mood_entered", version 1;
    /// The patient noted a night's sleep.
    SleepEntered(diary::SleepEntered) = "diary.sleep_entered", version 2;
    /// The patient noted a day of their cycle.
    CycleEntered(diary::CycleEntered) = "diary.cycle_entered", version 1;
    /// Something happened in the patient's life.
    LifeEventNoted(life_event::Noted) = "life_event.noted", version 1;
    /// A goal was set.
    GoalSet(goal::GoalSet) = "goal.set", version 1;
    /// A goal moved.
    GoalMoved(goal::GoalMoved) = "goal.moved", version 1;
    /// A progress note was signed.
    NoteSigned(note::NoteSigned) = "note.signed", version 1;
    /// Something was added to a signed note or session.
    NoteAddended(note::NoteAddended) = "note.addended", version 1;
    /// A decision was made together.
    DecisionMade(decision::DecisionMade) = "decision.made", version 1;
    /// The care plan was revised.
    PlanRevised(plan::PlanRevised) = "plan.revised", version 1;
    /// A visit was planned.
    VisitPlanned(visit::VisitPlanned) = "visit.planned", version 1;
    /// The patient arrived.
    VisitArrived(visit::VisitArrived) = "visit.arrived", version 1;
    /// A visit took place.
    VisitHappened(visit::VisitHappened) = "visit.happened", version 1;
    /// A planned visit did not take place.
    VisitNotHeld(visit::VisitNotHeld) = "visit.not_held", version 1;
    /// A document was filed.
    DocumentFiled(document::DocumentFiled) = "document.filed", version 1;
    /// A procedure was done.
    ProcedureDone(document::ProcedureDone) = "document.procedure_done", version 1;
    /// Another system's care plan was noted.
    OutsidePlanNoted(document::OutsidePlanNoted) = "document.outside_plan_noted", version 1;
    /// A record of another system was kept as it is.
    RecordKept(document::RecordKept) = "document.record_kept", version 1;
    /// Somebody took ownership of a finding.
    FindingTaken(finding::FindingTaken) = "finding.taken", version 1;
    /// A person closed a finding with a reason.
    FindingClosed(finding::FindingClosed) = "finding.closed", version 1;
    /// A safety plan was written.
    SafetyPlanWritten(safety_plan::PlanWritten) = "safety.plan_written", version 1;
    /// The safety plan was looked at again.
    SafetyPlanReviewed(safety_plan::PlanReviewed) = "safety.plan_reviewed", version 1;
    /// The patient asked for help in their own words.
    HelpAsked(safety_alert::HelpAsked) = "safety.help_asked", version 1;
    /// A worrying answer calls for a person.
    AlertRaised(safety_alert::AlertRaised) = "safety.alert_raised", version 1;
    /// Somebody was called.
    AlertNotified(safety_alert::Notified) = "safety.alert_notified", version 1;
    /// Somebody has it in hand.
    AlertAcknowledged(safety_alert::Acknowledged) = "safety.alert_acknowledged", version 1;
    /// A person assessed the situation.
    AlertAssessed(safety_alert::Assessed) = "safety.alert_assessed", version 1;
    /// A person closed the alert.
    AlertClosed(safety_alert::Closed) = "safety.alert_closed", version 1;
    /// Somebody tried to reach the person.
    ContactTried(safety_alert::ContactTried) = "safety.contact_tried", version 1;
    /// A second person read what was done about an alert.
    AlertCosigned(safety_alert::Cosigned) = "safety.alert_cosigned", version 1;
    /// An article was offered.
    ArticleOffered(learning::ArticleOffered) = "education.offered", version 1;
    /// An article was read.
    ArticleRead(learning::ArticleRead) = "education.read", version 1;
    /// What was understood was told back.
    TaughtBack(learning::TaughtBack) = "education.taught_back", version 1;
    /// Something was told alone, beside a couple, family or group.
    ToldAlone(disclosure::ToldAlone) = "disclosure.told", version 1;
    /// The teller changed what may be done with it.
    HandlingChanged(disclosure::HandlingChanged) = "disclosure.handling_changed", version 1;
    /// The therapist answered, alone.
    AnsweredAlone(disclosure::AnsweredAlone) = "disclosure.answered", version 1;
    /// A member was asked alone whether they are safe at home.
    AskedAlone(disclosure::AskedAlone) = "disclosure.asked_alone", version 1;
    /// Somebody was named who may act for the patient.
    ProxyNamed(proxy::ProxyNamed) = "registration.proxy_named", version 1;
    /// That right ended.
    ProxyEnded(proxy::ProxyEnded) = "registration.proxy_ended", version 1;
    /// A minor consented alone to a service.
    MinorConsented(proxy::MinorConsented) = "registration.minor_consented", version 1;
    /// The person became a member of a couple, family or group.
    UnitEntered(unit::UnitEntered) = "registration.unit_entered", version 1;
    /// They are a member no more.
    UnitLeft(unit::UnitLeft) = "registration.unit_left", version 1;
    /// A couple, family, group or consultation team was opened, with a record of its own.
    UnitOpened(unit::UnitOpened) = "unit.opened", version 1;
    /// A member joined.
    UnitMemberJoined(unit::MemberJoined) = "unit.member_joined", version 1;
    /// A member left.
    UnitMemberLeft(unit::MemberLeft) = "unit.member_left", version 1;
    /// The rule on secrets was chosen.
    UnitPolicyChosen(unit::PolicyChosen) = "unit.policy_chosen", version 1;
    /// A member signed it.
    UnitPolicySigned(unit::PolicySigned) = "unit.policy_signed", version 1;
    /// A goal of the unit.
    UnitGoalSet(unit::JointGoalSet) = "unit.goal_set", version 1;
    /// A session of the unit was planned.
    UnitSessionPlanned(unit::JointSessionPlanned) = "unit.session_planned", version 1;
    /// It took place.
    UnitSessionHeld(unit::JointSessionHeld) = "unit.session_held", version 1;
    /// It did not take place.
    UnitSessionNotHeld(unit::JointSessionNotHeld) = "unit.session_not_held", version 1;
    /// The joint note was signed.
    UnitNoteSigned(unit::JointNoteSigned) = "unit.note_signed", version 1;
    /// A task for all.
    UnitTaskSet(unit::JointTaskSet) = "unit.task_set", version 1;
    /// What became of it.
    UnitTaskReported(unit::JointTaskReported) = "unit.task_reported", version 1;
    /// The shared measure.
    UnitMeasured(unit::JointMeasured) = "unit.measured", version 1;
    /// A member brought something into the joint room that they had told alone.
    UnitBroughtIn(unit::BroughtIn) = "unit.brought_in", version 1;
    /// A member shares something of their own, or takes it back.
    UnitSharingSet(unit::SharingSet) = "unit.sharing_set", version 1;
    /// A member allows the release of joint notes, or takes it back.
    UnitReleaseSet(unit::ReleaseSet) = "unit.release_set", version 1;
    /// The consultation team keeps something.
    UnitTeamNoted(unit::TeamNoted) = "unit.team_noted", version 1;
    /// The unit ended.
    UnitClosed(unit::UnitClosed) = "unit.closed", version 1;
    /// Part of the record was asked for by, or for, somebody outside.
    ReleaseAsked(release::ReleaseAsked) = "release.asked", version 1;
    /// Somebody consented to it, or took that back.
    ReleaseConsented(release::ReleaseConsented) = "release.consented", version 1;
    /// It was given out.
    ReleaseGiven(release::ReleaseGiven) = "release.given", version 1;
    /// A task was opened.
    TaskOpened(task::TaskOpened) = "task.opened", version 1;
    /// A task was done.
    TaskDone(task::TaskDone) = "task.done", version 1;
    /// A task was handed over to somebody else.
    TaskHandedOver(task::TaskHandedOver) = "task.handed_over", version 1;
    /// An entry was retracted: entered in error, never erased.
    EntryRetracted(entry::EntryRetracted) = "entry.retracted", version 1;
}

impl Event {
    /// The family: the part of the kind before the dot.
    pub fn family(&self) -> &'static str {
        self.kind().split('.').next().unwrap_or_default()
    }

    /// Reads a stored event of any version that was ever written.
    ///
    /// # Errors
    /// An unknown kind, a version from the future, or a damaged body.
    pub fn read(kind: &str, version: u16, body: &str) -> Result<Self, ReadError> {
        let current = Self::KINDS.iter().find(|(known, _)| *known == kind).map(|(_, version)| *version);
        match current {
            None => Err(ReadError::UnknownKind(kind.to_owned())),
            Some(current) if version == current => Self::read_current(kind, body),
            Some(current) if version > current => Err(ReadError::NewerVersion { kind: kind.to_owned(), version }),
            Some(current) => {
                let body = upcast::upcast(kind, version, current, body)
                    .map_err(|error| ReadError::Body { kind: kind.to_owned(), error })?;
                Self::read_current(kind, &body)
            }
        }
    }
}
