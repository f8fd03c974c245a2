//! Who may put what on a chart.
//!
//! | Family | Prescriber | Therapist | Care manager | Complementary | Front desk | Patient |
//! |---|---|---|---|---|---|---|
//! | registration | yes | yes | yes | – | yes | – |
//! | condition, allergy, circumstance, measurement, document | yes | yes | yes | – | – | – |
//! | questionnaire | yes | yes | yes | – | – | answer, decline |
//! | medication: start, change, hold, stop, plan | yes | – | – | – | – | start one from elsewhere, stop what they put there |
//! | medication: a dose taken or left out | yes | yes | yes | – | – | yes |
//! | medication: confirm a step, let a plan go on, answer a wish, go on past a finding | yes | – | – | – | – | – |
//! | medication: pause a plan of steps | yes | – | – | – | – | yes |
//! | medication: handed out, counted | yes | yes | yes | – | – | as told by them |
//! | medication: no longer in the way | yes | yes | yes | – | – | – |
//! | medication: gets in the way, ask to change or stop | yes | yes | yes | – | – | yes |
//! | side effect: report | yes | yes | yes | yes | – | yes |
//! | side effect: answer | yes | – | – | – | – | – |
//! | therapy: course and sessions | – | yes | – | – | – | – |
//! | therapy: report homework | – | yes | – | – | – | yes |
//! | therapy: work between visits | – | yes | – | – | – | yes |
//! | therapy: the diary card's layout | – | yes | – | – | – | – |
//! | a line about work | yes | yes | yes | yes | – | yes |
//! | who may read it | – | – | – | – | – | yes |
//! | practice: course and classes | – | – | yes | own | – | – |
//! | practice: what is agreed, with the cautions weighed | yes | yes | yes | own | – | – |
//! | practice: minutes | – | – | yes | own | – | yes |
//! | diary, life event, goal | yes | yes | yes | goal | – | yes |
//! | note | yes | yes | yes | yes | – | – |
//! | decision, plan, finding, task | yes | yes | yes | – | – | – |
//! | safety plan, call for help | yes | yes | yes | – | – | yes |
//! | alert: raised | yes | yes | yes | yes | – | yes |
//! | alert: called, acknowledged, tried to reach, assessed, closed, second signature | yes | yes | yes | – | – | – |
//! | the same for somebody who is on call and not on the team | through the glass | through the glass | through the glass | – | – | – |
//! | article: offered | yes | yes | yes | yes | – | – |
//! | article: read | – | – | – | – | – | yes |
//! | article: told back | yes | yes | yes | – | – | yes |
//! | told alone | – | yes | – | – | – | yes |
//! | told alone: what may be done with it | – | – | – | – | – | yes |
//! | told alone: answer; asked alone | – | yes | – | – | – | – |
//! | proxy, minor's consent, member of a unit | yes | yes | yes | – | – | – |
//! | unit | – | yes | – | – | – | own signature, sharing, release, task, own words brought in |
//! | release to somebody outside: asked, consent noted, given | yes | yes | yes | – | – | – |
//! | the same of a unit's record | – | yes | – | – | – | – |
//! | consultation team | yes | yes | – | – | – | – |
//! | visit | yes | yes | yes | yes | yes | – |
//! | retraction and amendment | team | team | team | own entries | own entries | own entries |
//! | the same of what a patient chose for themselves | – | – | – | – | – | own entries |

use crate::{Denied, Relation, Role, Subject};
use concord_chart::{
    ChartId, Draft, Event,
    medication::{KnownFrom, StopReason},
    proxy::ProxyMay,
    questionnaire::Respondent,
};
use jiff::civil::Date;

/// Says whether the subject may record this draft.
///
/// # Errors
/// [`Denied`] when not.
pub fn may_record(subject: &Subject, chart: ChartId, relation: &Relation, today: Date, draft: &Draft) -> Result<(), Denied> {
    if let Some(members) = &relation.unit {
        return match &draft.event {
            Event::UnitReleaseSet(event) if is_former(subject, relation) && subject.chart == Some(event.member) => Ok(()),
            _ => may_record_on_unit(subject, members, relation, draft),
        };
    }
    let near = match subject.role {
        Role::Patient => subject.chart == Some(chart),
        Role::Proxy if subject.chart == Some(chart) => return may_record_as_proxy(relation.right_of(subject, today), draft),
        Role::Proxy => false,
        Role::FrontDesk => true,
        Role::Administrator => false,
        // Somebody who registers a person is not on the team yet; the registration itself puts them there.
        _ => {
            relation.includes(subject)
                || matches!(draft.event, Event::Registered(_))
                || joins_self(subject, &draft.event)
                || answers_through_glass(subject, chart, &draft.event)
        }
    };
    if !near {
        return Err(if subject.role.is_clinician() { Denied::NotOnTeam } else { Denied::NotForRole });
    }
    if allowed(subject.role, &draft.event) { Ok(()) } else { Err(Denied::NotForRole) }
}

/// What a person does about an alert.
fn answers_alert(event: &Event) -> bool {
    matches!(
        event,
        Event::AlertAcknowledged(_)
            | Event::AlertAssessed(_)
            | Event::AlertClosed(_)
            | Event::AlertCosigned(_)
            | Event::ContactTried(_)
    )
}

/// Who is on call looks after an alert of somebody else's patient, with the glass open for that record and no other. That
/// it has not run out is asked when the record is read.
fn answers_through_glass(subject: &Subject, chart: ChartId, event: &Event) -> bool {
    answers_alert(event) && subject.glass.as_ref().is_some_and(|glass| glass.chart == chart)
}

fn joins_self(subject: &Subject, event: &Event) -> bool {
    matches!(event, Event::TeamJoined(joined) if joined.member.staff == subject.staff && subject.role == Role::CareManager)
}

/// The table above.
pub fn allowed(role: Role, event: &Event) -> bool {
    use Role::{CareManager, ComplementaryPractitioner, FrontDesk, Patient, Prescriber, Therapist};
    let clinicians = role.is_clinician();
    match event {
        Event::DoseTaken(_) | Event::DoseMissed(_) => clinicians || role == Patient,
        // What a patient tells about their own supply never looks like the pharmacy's record.
        Event::Dispensed(fill) => clinicians || (role == Patient && fill.known_from == KnownFrom::PatientTick),
        Event::PillsCounted(_) => clinicians || role == Patient,
        Event::BarrierResolved(_) => clinicians,
        Event::MedicationStarted(started) => role == Prescriber || (role == Patient && started.from_elsewhere),
        // Which ones a patient put on the list, only the chart can say: the recording asks it.
        Event::MedicationStopped(stopped) => {
            role == Prescriber || (role == Patient && stopped.reason == StopReason::PatientChoice)
        }
        Event::BarrierNoted(_) | Event::ChangeAsked(_) => clinicians || role == Patient,
        Event::PlanPaused(_) => matches!(role, Prescriber | Patient),
        Event::SideEffectReported(_) => clinicians || matches!(role, Patient | ComplementaryPractitioner),
        Event::SideEffectAnswered(_) => role == Prescriber,
        Event::HomeworkReported(_) => matches!(role, Therapist | Patient),
        Event::Practised(_) => matches!(role, CareManager | ComplementaryPractitioner | Patient),
        Event::QuestionnaireAnswered(_) | Event::QuestionnaireDeclined(_) => clinicians || role == Patient,
        Event::EntryRetracted(_) => role != Role::Administrator,
        Event::DiaryCardSet(_) => role == Therapist,
        Event::WorkCommented(_) => role.treats() || role == Patient,
        Event::ReadersChosen(_) | Event::HandlingChanged(_) => role == Patient,
        Event::PracticeRated(_) => matches!(role, CareManager | ComplementaryPractitioner | Patient),
        // Whoever sees conditions and medicines may weigh a caution that rests on them.
        Event::PracticePlanned(_) => clinicians || role == ComplementaryPractitioner,
        Event::SafetyPlanWritten(_) | Event::SafetyPlanReviewed(_) | Event::HelpAsked(_) => clinicians || role == Patient,
        Event::AlertRaised(_) => role.treats() || role == Patient,
        Event::AlertNotified(_) => clinicians,
        event if answers_alert(event) => clinicians,
        Event::ArticleOffered(_) => role.treats(),
        Event::ArticleRead(_) => role == Patient,
        Event::TaughtBack(_) => clinicians || role == Patient,
        Event::ToldAlone(_) => matches!(role, Therapist | Patient),
        Event::AnsweredAlone(_) | Event::AskedAlone(_) => role == Therapist,
        Event::ProxyNamed(_) | Event::ProxyEnded(_) | Event::MinorConsented(_) | Event::UnitEntered(_) | Event::UnitLeft(_) => {
            clinicians
        }
        Event::UnitPolicySigned(_) | Event::UnitSharingSet(_) | Event::UnitReleaseSet(_) | Event::UnitTaskReported(_) => {
            matches!(role, Therapist | Patient)
        }
        Event::UnitBroughtIn(_) => role == Patient,
        Event::UnitTeamNoted(_) => matches!(role, Prescriber | Therapist),
        _ => match event.family() {
            "registration" => clinicians || role == FrontDesk,
            "medication" => role == Prescriber,
            "therapy" | "unit" => role == Therapist,
            "work" => matches!(role, Therapist | Patient),
            "practice" => matches!(role, CareManager | ComplementaryPractitioner),
            "diary" | "life_event" => clinicians || role == Patient,
            "goal" => clinicians || matches!(role, Patient | ComplementaryPractitioner),
            "note" => clinicians || role == ComplementaryPractitioner,
            "visit" => clinicians || matches!(role, ComplementaryPractitioner | FrontDesk),
            "condition" | "allergy" | "circumstance" | "task" | "questionnaire" | "side_effect" | "measurement" | "document"
            | "decision" | "plan" | "finding" | "release" => clinicians,
            _ => false,
        },
    }
}

/// A proxy answers questionnaires made for proxies, and nothing else: what the patient says stays the patient's.
fn may_record_as_proxy(may: &[ProxyMay], draft: &Draft) -> Result<(), Denied> {
    let own = match &draft.event {
        Event::QuestionnaireAnswered(answered) => {
            answered.respondent == Respondent::Proxy && may.contains(&ProxyMay::AnswerAsProxy)
        }
        _ => false,
    };
    if own { Ok(()) } else { Err(Denied::NotForRole) }
}

/// Who has left a unit still says whether the notes of their time may be given out.
fn is_former(subject: &Subject, relation: &Relation) -> bool {
    subject.role == Role::Patient && subject.chart.is_some_and(|own| relation.former.contains(&own))
}

/// The joint room: its therapists write it; a member signs, shares, allows and reports for themselves.
fn may_record_on_unit(subject: &Subject, members: &[ChartId], relation: &Relation, draft: &Draft) -> Result<(), Denied> {
    let own = subject.chart.filter(|own| members.contains(own));
    let allowed_here = match (subject.role, own, &draft.event) {
        (Role::Patient, Some(own), Event::UnitPolicySigned(event)) => event.member == own,
        (Role::Patient, Some(own), Event::UnitSharingSet(event)) => event.member == own,
        (Role::Patient, Some(own), Event::UnitReleaseSet(event)) => event.member == own,
        (Role::Patient, Some(own), Event::UnitBroughtIn(event)) => event.member == own,
        (Role::Patient, Some(_), Event::UnitTaskReported(_)) => true,
        // What a member allows is theirs to allow: no clinician shares, releases or brings in anything in their place.
        (_, _, Event::UnitSharingSet(_) | Event::UnitReleaseSet(_) | Event::UnitBroughtIn(_)) => false,
        (role, _, event) => role.is_clinician() && relation.includes(subject) && on_unit(role, event),
    };
    if allowed_here { Ok(()) } else { Err(Denied::NotForRole) }
}

/// The first entries of a unit's log: a therapist opens it and says who looks after it.
///
/// # Errors
/// [`Denied`] for everybody else, and for entries that do not belong there.
pub fn may_open_unit(subject: &Subject, draft: &Draft) -> Result<(), Denied> {
    let first = match &draft.event {
        Event::TeamJoined(_) => true,
        event => event.family() == "unit" && allowed(subject.role, event),
    };
    if subject.role == Role::Therapist && first { Ok(()) } else { Err(Denied::NotForRole) }
}

fn on_unit(role: Role, event: &Event) -> bool {
    match event {
        Event::TeamJoined(_) | Event::TeamLeft(_) | Event::EntryRetracted(_) | Event::NoteAddended(_) => true,
        // The consents of a unit's members are noted by those who know the members.
        _ if event.family() == "release" => role == Role::Therapist,
        _ => event.family() == "unit" && allowed(role, event),
    }
}
