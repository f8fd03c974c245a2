//! What may be recorded next.

use crate::{condition::plain, *};
use jiff::{ToSpan, civil::Date};
use std::{borrow::Cow, sync::Arc};

/// Why something may not be recorded: a sentence for the person who tried, with the way on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    /// The sentence.
    pub sentence: String,
    /// The field that it is about, where a form has one.
    pub field: Option<&'static str>,
}

impl Refusal {
    /// A refusal in a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), field: None }
    }

    /// The same, about a field.
    pub fn about(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }
}

impl Chart {
    /// What recording these drafts would add: those that were not recorded before, if all of them may be.
    /// Empty when every one was already recorded, so that a double tap is harmless.
    ///
    /// # Errors
    /// The first draft that may not be recorded, with the reason.
    pub fn decide(&self, drafts: Vec<Draft>, today: Date) -> Result<Vec<Draft>, Refusal> {
        for draft in drafts.iter().filter(|draft| self.has_key(&draft.key)) {
            self.decide_again(draft)?;
        }
        let news: Vec<Draft> = drafts.into_iter().filter(|draft| !self.has_key(&draft.key)).collect();
        let mut so_far = Cow::Borrowed(self);
        for (index, draft) in news.iter().enumerate() {
            decide_time(draft, today)?;
            so_far.decide_one(draft, today)?;
            if index + 1 < news.len() {
                // Later drafts of one submission may rest on earlier ones: a course and its first dose step.
                let provisional =
                    Recorded { seq: so_far.head + 1, recorded_at: jiff::Timestamp::UNIX_EPOCH, draft: draft.clone() };
                so_far.to_mut().apply(&provisional);
            }
        }
        Ok(news)
    }

    /// The same page sent twice says the same twice. One that is gone back to and says something else is no second tap: it
    /// must not look as if it had been kept.
    fn decide_again(&self, draft: &Draft) -> Result<(), Refusal> {
        let Some(known) = self.entries.iter().rev().find(|entry| entry.recorded.draft.key == draft.key) else { return Ok(()) };
        let (before, now) = (known.recorded.event(), &draft.event);
        // How another system's records are read may change with a version; what was taken in is not taken in again.
        let is_import = draft.author.kind == AuthorKind::Import;
        if is_import || (before.kind() == now.kind() && (!now.is_choice() || before == now)) {
            return Ok(());
        }
        plain("This page was sent before and said something else then. That is what was kept: open the page again to change it.")
    }

    fn decide_one(&self, draft: &Draft, today: Date) -> Result<(), Refusal> {
        let Some(amended) = draft.amends else { return self.decide_event(draft, today) };
        match self.entry(amended) {
            None => plain("The entry that you correct is not on this chart."),
            Some(entry) if !entry.status.counts() => {
                plain("That entry was already corrected or retracted. Open the chart again to see the latest.")
            }
            Some(entry) if entry.recorded.event().kind() != draft.event.kind() => plain(
                "A correction must be of the same kind as the entry that it corrects. Retract that entry and record a new one instead.",
            ),
            Some(entry) => {
                safety_alert::may_be_corrected(entry.recorded.event())?;
                release::may_be_corrected(entry.recorded.event())?;
                self.without(amended).decide_event(draft, today)
            }
        }
    }

    fn decide_event(&self, draft: &Draft, today: Date) -> Result<(), Refusal> {
        let event = &draft.event;
        if matches!(event, Event::UnitOpened(_)) && self.registration.person.is_some() {
            return plain("This is one person's record. A couple, family or group gets a record of its own.");
        }
        if event.family() == "unit" {
            return unit::decide(self.unit.as_ref(), event);
        }
        if self.unit.is_some()
            && event.family() != "release"
            && !matches!(event, Event::TeamJoined(_) | Event::TeamLeft(_) | Event::NoteAddended(_) | Event::EntryRetracted(_))
        {
            return plain(
                "This is the record of a couple, family or group. What belongs to one person goes to their own record.",
            );
        }
        if self.registration.person.is_none()
            && self.unit.is_none()
            && !matches!(event, Event::Registered(_) | Event::RecordKept(_))
        {
            return plain("Nobody is registered under this record. Register the person first.");
        }
        match event {
            Event::Registered(event) => registration::decide_register(self, event),
            Event::DetailsChanged(event) => registration::decide_person(&event.person),
            Event::TeamLeft(event) => registration::decide_leave(self, event),
            Event::ConditionNoted(event) => condition::decide_note(event),
            Event::ConditionChanged(event) => condition::decide_change(self, event),
            Event::AllergyNoted(event) => allergy::decide_note(event),
            Event::NoKnownAllergies(_) => allergy::decide_none(self),
            Event::AllergyRefuted(event) => allergy::decide_refute(self, event),
            Event::QuestionnaireAnswered(event) => questionnaire::decide_answer(event),
            Event::QuestionnaireReported(event) => questionnaire::decide_report(event),
            Event::QuestionnaireDeclined(event) => questionnaire::decide_decline(self, event),
            Event::MedicationStarted(event) => medication::decide_start(self, event),
            Event::DoseChanged(event) => {
                medication::decide_on_current(self, event.course).and_then(|()| medication::decide_dosing(&event.dosing))
            }
            Event::MedicationHeld(event) => medication::decide_on_current(self, event.course),
            Event::MedicationResumed(event) => medication::decide_on_current(self, event.course),
            Event::MedicationStopped(event) => medication::decide_on_current(self, event.course),
            Event::DoseTaken(event) => medication::decide_on_known(self, event.course),
            Event::DoseMissed(event) => medication::decide_on_known(self, event.course),
            Event::StepsPlanned(event) => steps::decide_plan(self, event),
            Event::StepConfirmed(event) => steps::decide_confirm(self, event),
            Event::PlanPaused(event) => steps::decide_pause(self, event, draft.occurred),
            Event::PlanResumed(event) => steps::decide_resume(self, event),
            Event::Dispensed(event) => dispensing::decide_dispense(self, event, today),
            Event::PillsCounted(event) => dispensing::decide_count(self, event, today),
            Event::BarrierNoted(event) => barrier::decide_note(self, event),
            Event::BarrierResolved(event) => barrier::decide_resolve(self, event),
            Event::ChangeAsked(event) => change_request::decide_ask(self, event),
            Event::ChangeAnswered(event) => change_request::decide_answer(self, event),
            Event::FindingAcknowledged(event) => acknowledgement::decide_acknowledge(event),
            Event::SideEffectReported(event) => side_effect::decide_report(self, event),
            Event::SideEffectAnswered(event) => side_effect::decide_answer(self, event),
            Event::TherapyStarted(event) => therapy::decide_start(self, event),
            Event::SessionPlanned(event) => therapy::decide_plan(self, event),
            Event::SessionHeld(event) => therapy::decide_hold(self, event),
            Event::SessionNotHeld(event) => therapy::decide_not_held(self, event),
            Event::HomeworkSet(event) => therapy::decide_set_homework(self, event),
            Event::HomeworkReported(event) => therapy::decide_report_homework(self, event),
            Event::TherapyEnded(event) => therapy::decide_on_current(self, event.course),
            Event::PracticeStarted(event) => practice::decide_start(self, event),
            Event::Practised(event) => practice::decide_practise(self, event),
            Event::ClassAttended(event) => practice::decide_on_current(self, event.course),
            Event::ClassMissed(event) => practice::decide_on_current(self, event.course),
            Event::PracticeEnded(event) => practice::decide_on_current(self, event.course),
            Event::LabResulted(event) | Event::VitalMeasured(event) | Event::ObservationMade(event) => {
                measurement::decide_measure(event)
            }
            Event::CircumstanceNoted(event) => circumstance::decide_note(event, draft.occurred),
            Event::MoodEntered(event) => diary::decide_mood(event),
            Event::SleepEntered(event) => diary::decide_sleep(event),
            Event::LifeEventNoted(event) => life_event::decide_note(event),
            Event::GoalSet(event) => goal::decide_set(self, event),
            Event::GoalMoved(event) => goal::decide_move(self, event),
            Event::NoteSigned(event) => note::decide_sign(event),
            Event::DecisionMade(event) => decision::decide(event),
            Event::PlanRevised(event) => plan::decide(event),
            Event::VisitPlanned(event) => visit::decide_plan(self, event),
            Event::VisitArrived(event) => visit::decide_on_open(self, event.visit),
            Event::VisitHappened(event) => visit::decide_happen(self, event),
            Event::VisitNotHeld(event) => visit::decide_on_open(self, event.visit),
            Event::FindingClosed(event) => finding::decide_close(event),
            Event::TaskOpened(event) => task::decide_open(self, event),
            Event::TaskDone(event) => task::decide_done(self, event),
            Event::TaskHandedOver(event) => task::decide_hand_over(self, event),
            Event::EntryRetracted(event) => entry::decide_retract(self, event),
            Event::CoursePlanned(event) => course_plan::decide_plan(self, event),
            Event::SessionWritten(event) => session::decide_write(self, event),
            Event::RelationshipEpisode(event) => formulation::decide_tell(self, event),
            Event::FormulationWritten(event) => formulation::decide_write(self, event),
            Event::Coached(event) => formulation::decide_coach(self, event),
            Event::PracticePlanned(event) => practice::decide_plan(self, event),
            Event::ClassWritten(event) => practice::decide_write(self, event),
            Event::PracticeRated(event) => practice::decide_rate(self, event),
            Event::MeasureScheduled(event) => questionnaire::decide_schedule(event),
            Event::MeasureScheduleEnded(event) => questionnaire::decide_end_schedule(self, event),
            Event::CycleEntered(event) => diary::decide_cycle(event),
            Event::NoteAddended(event) => note::decide_addend(self, event),
            Event::SafetyPlanWritten(event) => safety_plan::decide_write(event),
            Event::SafetyPlanReviewed(event) => safety_plan::decide_review(&self.safety_plans, event),
            Event::HelpAsked(event) => safety_alert::decide_ask_help(event),
            Event::AlertNotified(event) => safety_alert::decide_on_open(self, event.alert),
            Event::AlertAcknowledged(event) => safety_alert::decide_on_open(self, event.alert),
            Event::AlertAssessed(event) => safety_alert::decide_assess(self, event),
            Event::AlertClosed(event) => safety_alert::decide_close(self, event),
            Event::ContactTried(event) => safety_alert::decide_try(self, event),
            Event::AlertCosigned(event) => safety_alert::decide_cosign(self, event, &draft.author),
            Event::TaughtBack(event) => learning::decide_tell(event),
            Event::ToldAlone(event) => disclosure::decide_tell(event, draft.sensitivity),
            Event::HandlingChanged(event) => disclosure::decide_about(self, event.told, draft.sensitivity),
            Event::AnsweredAlone(event) => disclosure::decide_about(self, event.told, draft.sensitivity),
            Event::AskedAlone(_) => disclosure::decide_ask(draft.sensitivity),
            Event::ProxyNamed(event) => proxy::decide_name(event),
            Event::ProxyEnded(event) => proxy::decide_end(self, event),
            Event::MinorConsented(event) => proxy::decide_consent(event),
            Event::ThoughtRecorded(_)
            | Event::ActivityPlanned(_)
            | Event::ActivityReported(_)
            | Event::ExposureItemSet(_)
            | Event::ExposureTried(_)
            | Event::DiaryCardSet(_)
            | Event::DiaryCardFilled(_)
            | Event::ChainAnalysed(_)
            | Event::SheetFilled(_)
            | Event::WorkCommented(_)
            | Event::ReadersChosen(_) => work::decide(self, event),
            Event::ReleaseAsked(_) | Event::ReleaseConsented(_) | Event::ReleaseGiven(_) => release::decide(self, event, today),
            Event::TeamJoined(_)
            | Event::EpisodeOpened(_)
            | Event::EpisodeClosed(_)
            | Event::QuestionnaireOffered(_)
            | Event::DocumentFiled(_)
            | Event::ProcedureDone(_)
            | Event::OutsidePlanNoted(_)
            | Event::RecordKept(_)
            | Event::FindingTaken(_)
            | Event::AlertRaised(_)
            | Event::ArticleOffered(_)
            | Event::ArticleRead(_)
            | Event::UnitEntered(_)
            | Event::UnitLeft(_) => Ok(()),
            // What belongs to a unit was decided before, against the unit.
            Event::UnitOpened(_)
            | Event::UnitMemberJoined(_)
            | Event::UnitMemberLeft(_)
            | Event::UnitPolicyChosen(_)
            | Event::UnitPolicySigned(_)
            | Event::UnitGoalSet(_)
            | Event::UnitSessionPlanned(_)
            | Event::UnitSessionHeld(_)
            | Event::UnitSessionNotHeld(_)
            | Event::UnitNoteSigned(_)
            | Event::UnitTaskSet(_)
            | Event::UnitTaskReported(_)
            | Event::UnitMeasured(_)
            | Event::UnitBroughtIn(_)
            | Event::UnitSharingSet(_)
            | Event::UnitReleaseSet(_)
            | Event::UnitTeamNoted(_)
            | Event::UnitClosed(_) => unit::decide(self.unit.as_ref(), event),
        }
    }

    /// The log as it was recorded.
    pub fn log(&self) -> impl Iterator<Item = &Arc<Recorded>> {
        self.entries.iter().map(|entry| &entry.recorded)
    }
}

/// Nothing has happened tomorrow. A day's grace lets people west of the server record their evening.
fn decide_time(draft: &Draft, today: Date) -> Result<(), Refusal> {
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    if draft.occurred.first_day() > tomorrow {
        return Err(Refusal::new(format!(
            "{} lies in the future. Record what has happened; what is to come belongs on the plan.",
            draft.occurred.first_day()
        ))
        .about("occurred"));
    }
    Ok(())
}
