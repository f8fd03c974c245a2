//! One line for every event, in words a person can read: for lists, merge views and the log.

use crate::*;

impl Event {
    /// What happened, in a few words.
    pub fn words(&self) -> String {
        match self {
            Event::Registered(event) => format!("registered as record {}", event.record_number),
            Event::DetailsChanged(_) => "details changed".to_owned(),
            Event::TeamJoined(event) => format!("{} joined as {}", event.member.name, event.member.role.words()),
            Event::TeamLeft(_) => "somebody left the care team".to_owned(),
            Event::EpisodeOpened(event) => format!("care began: {}", event.reason),
            Event::EpisodeClosed(event) => format!("care ended: {}", event.words),
            Event::ConditionNoted(event) => format!("{} ({})", event.name, event.status.words()),
            Event::ConditionChanged(event) => format!("condition now {}", event.status.words()),
            Event::AllergyNoted(event) => format!("allergy: {}", event.substance),
            Event::NoKnownAllergies(_) => "asked about allergies: none known".to_owned(),
            Event::AllergyRefuted(event) => format!("not an allergy after all: {}", event.reason),
            Event::QuestionnaireOffered(event) => format!("{} offered, due {}", event.instrument, event.due),
            Event::QuestionnaireAnswered(event) => format!("{} answered", event.instrument),
            Event::QuestionnaireDeclined(event) => format!("{} declined", event.instrument),
            Event::QuestionnaireReported(event) => format!("{} reported from elsewhere", event.instrument),
            Event::MedicationStarted(event) => format!("{} started, {}", event.name, event.dosing.words()),
            Event::DoseChanged(event) => format!("dose changed to {}", event.dosing.words()),
            Event::MedicationHeld(event) => format!("held: {}", event.reason),
            Event::MedicationResumed(_) => "goes on".to_owned(),
            Event::MedicationStopped(event) => format!("stopped: {}", event.reason.words()),
            Event::DoseTaken(event) => format!("dose of {} taken", event.on),
            Event::DoseMissed(event) => format!("dose of {} left out", event.on),
            Event::StepsPlanned(event) => steps_planned(event),
            Event::StepConfirmed(event) => format!("step of {} confirmed: {}", event.from, event.dosing.words()),
            Event::PlanPaused(event) => with("coming steps paused", &event.words),
            Event::PlanResumed(event) if event.shift_days == 0 => "coming steps go on".to_owned(),
            Event::PlanResumed(event) => format!("coming steps go on, {} days later", event.shift_days),
            Event::Dispensed(event) => format!("handed out on {}: {}", event.on, event.words()),
            Event::PillsCounted(event) => format!("counted on {}: {}", event.on, event.words()),
            Event::BarrierNoted(event) => with(&format!("gets in the way: {}", event.reason.words()), &event.words),
            Event::BarrierResolved(event) => format!("no longer in the way: {}", event.words),
            Event::ChangeAsked(event) => with(&format!("asked to {}", event.wish.words()), &event.words),
            Event::ChangeAnswered(event) => format!("request answered: {}", event.words),
            Event::FindingAcknowledged(event) => acknowledged(event),
            Event::SideEffectReported(event) => format!("side effect: {}", event.words),
            Event::SideEffectAnswered(event) => format!("side effect answered: {}", event.words),
            Event::TherapyStarted(event) => format!("{} started", event.name),
            Event::SessionPlanned(_) => "session planned".to_owned(),
            Event::SessionHeld(_) => "session attended".to_owned(),
            Event::SessionNotHeld(event) => format!("session: {}", event.why.words()),
            Event::HomeworkSet(event) => format!("homework: {}", event.task),
            Event::HomeworkReported(event) => format!("homework {} % done", event.done_percent),
            Event::TherapyEnded(event) => format!("therapy ended: {}", event.how.words()),
            Event::PracticeStarted(event) => format!("{} started", event.name),
            Event::Practised(event) => format!("practised {} minutes", event.minutes),
            Event::ClassAttended(_) => "class attended".to_owned(),
            Event::ClassMissed(_) => "class not attended".to_owned(),
            Event::PracticeEnded(event) => format!("course ended: {}", event.how.words()),
            Event::LabResulted(event) | Event::VitalMeasured(event) | Event::ObservationMade(event) => {
                format!("{}: {}", event.what, event.value_words())
            }
            Event::CircumstanceNoted(event) => event.what.words(),
            Event::MoodEntered(event) => format!("mood {:+}", event.mood),
            Event::SleepEntered(event) => format!("slept {} h {:02} min", event.minutes / 60, event.minutes % 60),
            Event::LifeEventNoted(event) => event.words.clone(),
            Event::GoalSet(event) => format!("goal: {}", event.words),
            Event::GoalMoved(event) => format!("goal {}", event.state.words()),
            Event::NoteSigned(_) => "progress note signed".to_owned(),
            Event::DecisionMade(event) => format!("decided: {}", event.what),
            Event::PlanRevised(event) => {
                let parts: Vec<_> = event.parts.keys().map(plan::PlanPart::words).collect();
                format!("plan revised: {}", parts.join(", "))
            }
            Event::VisitPlanned(event) => format!("visit with {} planned", event.with_name),
            Event::VisitArrived(_) => "arrived".to_owned(),
            Event::VisitHappened(event) => event.what.clone(),
            Event::VisitNotHeld(event) => format!("visit: {}", event.why.words()),
            Event::DocumentFiled(event) => format!("document: {}", event.title),
            Event::ProcedureDone(event) => event.what.clone(),
            Event::OutsidePlanNoted(event) => format!("plan from elsewhere: {}", event.title),
            Event::RecordKept(event) => format!("{} kept as it is", event.resource_type),
            Event::FindingTaken(event) => format!("took on: {}", event.finding),
            Event::FindingClosed(event) => format!("closed: {}", event.words),
            Event::TaskOpened(event) => format!("task: {}", event.what),
            Event::TaskDone(event) => with("task done", &event.words),
            Event::TaskHandedOver(_) => "task handed over".to_owned(),
            Event::EntryRetracted(event) => format!("entry retracted: {}", event.reason.words()),
            other => other.more_words(),
        }
    }
}

impl Event {
    fn more_words(&self) -> String {
        match self {
            Event::CoursePlanned(event) => with("plan of the course agreed", &event.words),
            Event::SessionWritten(event) => {
                event.number.map_or("session signed".to_owned(), |number| format!("session {number} signed"))
            }
            Event::RelationshipEpisode(event) => format!("relationship episode with {}", event.other),
            Event::FormulationWritten(event) => with("formulation written", &event.words),
            Event::Coached(event) => format!("coached between sessions: {}", event.reason),
            Event::ThoughtRecorded(_) => "thought record kept".to_owned(),
            Event::ActivityPlanned(event) => format!("planned: {}", event.what),
            Event::ActivityReported(event) if event.done => with("did what was planned", &event.what),
            Event::ActivityReported(event) => with("could not do what was planned", &event.words),
            Event::ExposureItemSet(event) => format!("step of exposure: {}", event.situation),
            Event::ExposureTried(_) => "step of exposure tried".to_owned(),
            Event::DiaryCardSet(_) => "diary card laid out".to_owned(),
            Event::DiaryCardFilled(event) => format!("diary card of {} filled in", event.on),
            Event::ChainAnalysed(event) => with("chain analysed", &event.behaviour),
            Event::SheetFilled(_) => "sheet filled in".to_owned(),
            Event::WorkCommented(event) => event.text.clone(),
            Event::ReadersChosen(_) => "chose who may read a piece of work".to_owned(),
            Event::PracticePlanned(_) => "plan of the course agreed".to_owned(),
            Event::ClassWritten(event) => format!("done in class: {}", event.what),
            Event::PracticeRated(event) => with("rated before and after", &event.noticed),
            Event::MeasureScheduled(event) => format!("{} {}", event.instrument, event.rhythm.words()),
            Event::MeasureScheduleEnded(event) => format!("{} no longer asked regularly", event.instrument),
            Event::CycleEntered(event) => with("day of the cycle", &event.words),
            Event::NoteAddended(_) => "added to a signed note".to_owned(),
            _ => self.words_of_safety_and_units(),
        }
    }

    fn words_of_safety_and_units(&self) -> String {
        match self {
            Event::SafetyPlanWritten(_) => "safety plan written".to_owned(),
            Event::SafetyPlanReviewed(event) => with("safety plan looked at again", &event.words),
            Event::HelpAsked(event) => with("asked for help", &event.words),
            Event::AlertRaised(event) => format!("needs a person, {}: {}", event.tier.words(), event.what),
            Event::AlertNotified(event) => format!("called {}", event.to_name),
            Event::AlertAcknowledged(event) => with("took it in hand", &event.words),
            Event::AlertAssessed(event) => format!("assessed: {}", event.disposition),
            Event::AlertClosed(event) => format!("closed: {}", event.reason),
            Event::ContactTried(event) => {
                format!("tried to reach by {}: {}", event.what.how, if event.what.reached { "reached" } else { "not reached" })
            }
            Event::AlertCosigned(event) => with("second signature", &event.words),
            Event::ArticleOffered(event) => format!("to read: {}", event.article),
            Event::ArticleRead(event) => format!("read: {}", event.article),
            Event::TaughtBack(event) => format!("told back: {}", event.article),
            Event::ToldAlone(_) => "told alone".to_owned(),
            Event::HandlingChanged(event) => format!("told alone, now: {}", event.handling.words()),
            Event::AnsweredAlone(_) => "answered alone".to_owned(),
            Event::AskedAlone(_) => "asked alone about safety at home".to_owned(),
            Event::ProxyNamed(event) => format!("{} ({}) may act", event.name, event.relation),
            Event::ProxyEnded(_) => "a right to act ended".to_owned(),
            Event::MinorConsented(event) => format!("consented alone to {}", event.service),
            Event::UnitEntered(event) => with(&format!("member of a {}", event.kind.words()), &event.name),
            Event::UnitLeft(_) => "no longer member of a unit".to_owned(),
            Event::UnitOpened(event) => format!("{} opened: {}", event.kind.words(), event.name),
            Event::UnitMemberJoined(event) => format!("{} joined", event.member.name),
            Event::UnitMemberLeft(event) => with("a member left", &event.words),
            Event::UnitPolicyChosen(event) => format!("rule on secrets: {}", event.policy.words()),
            Event::UnitPolicySigned(_) => "rule on secrets signed".to_owned(),
            Event::UnitGoalSet(event) => format!("goal: {}", event.words),
            Event::UnitSessionPlanned(event) => with("session planned", &event.topic),
            Event::UnitSessionHeld(event) => format!("session {} held", event.number),
            Event::UnitSessionNotHeld(event) => format!("session: {}", event.why.words()),
            Event::UnitNoteSigned(_) => "joint note signed".to_owned(),
            Event::UnitTaskSet(event) => format!("task: {}", event.words),
            Event::UnitTaskReported(event) => format!("task {} % done", event.done_percent),
            Event::UnitMeasured(event) => format!("{}: {}", event.what, event.value),
            Event::UnitBroughtIn(event) => format!("brought into the joint room: {}", event.words),
            Event::UnitSharingSet(event) if event.on => format!("shares own {}", event.what.words()),
            Event::UnitSharingSet(event) => format!("no longer shares own {}", event.what.words()),
            Event::UnitReleaseSet(event) if event.on => "allows the release of joint notes".to_owned(),
            Event::UnitReleaseSet(_) => "no longer allows the release of joint notes".to_owned(),
            Event::UnitTeamNoted(event) => format!("{}: {}", event.kind.words(), event.words),
            Event::UnitClosed(event) => with(&format!("unit ended: {}", event.how.words()), &event.words),
            Event::ReleaseAsked(event) => format!("release to {} asked for: {}", event.to, event.purpose),
            Event::ReleaseConsented(event) if event.on => with("consent to a release", &event.how),
            Event::ReleaseConsented(event) => with("no consent to a release", &event.how),
            Event::ReleaseGiven(event) => with("given out", &event.how),
            // Every other kind has its words above.
            _ => self.kind().to_owned(),
        }
    }
}

/// What happened, and what was said about it where something was.
fn with(what: &str, words: &str) -> String {
    if words.trim().is_empty() { what.to_owned() } else { format!("{what}: {}", words.trim()) }
}

fn steps_planned(event: &steps::StepsPlanned) -> String {
    let kind = event.kind.map(|kind| format!("{}: ", kind.words())).unwrap_or_default();
    format!("{kind}{} coming steps agreed", event.steps.len())
}

fn acknowledged(event: &acknowledgement::FindingAcknowledged) -> String {
    let about: Vec<String> = event.about().iter().map(ToString::to_string).collect();
    let about = if about.is_empty() { String::new() } else { format!(" about {}", about.join(" and ")) };
    with(&format!("went on past a safety finding{about}"), &event.why())
}
