//! What a worrying entry brings with it: the alert, the first call and its message. One place, through which every way of
//! recording goes, so that no page, import or program can forget it.

use crate::ActionError;
use crate::Clinic;
use concord_access::MayWrite;
use concord_chart::{
    AccountId, Chart, Draft, Event, EventId, IdempotencyKey, StaffId, When,
    finding::FindingClosed,
    questionnaire::Respondent,
    registration::CareRole,
    safety_alert::{Acknowledged, Alert, AlertRaised, Assessed, CameIn, Closed, Notified},
};
use concord_engines::escalation::{self, Call, Concern, Hours, Staff, Worry, calls, respond_by};
use concord_engines::findings::FindingKind;
use concord_store::OutboxMessage;

/// What a message says: nothing clinical, nobody's name.
const TEXT: &str = "Somebody needs you in Concord now. Please sign in and open Alerts.";

/// The kind of these messages.
pub(crate) const KIND: &str = "alert";

/// What follows from worrying entries.
#[derive(Default)]
pub(crate) struct Alarm {
    /// To be recorded after them.
    pub drafts: Vec<Draft>,
    /// To be sent.
    pub outbox: Vec<OutboxMessage>,
}

impl Clinic {
    /// The alerts that these drafts raise, with the first calls, and what closing one settles. `came` says how they came in
    /// where the drafts themselves do not.
    pub(crate) async fn alarm(&self, chart: &Chart, drafts: &[Draft], came: Option<CameIn>) -> Result<Alarm, ActionError> {
        let fresh: Vec<&Draft> = drafts.iter().filter(|draft| !chart.has_key(&draft.key)).collect();
        let mut alarm = Alarm::default();
        alarm.drafts.extend(fresh.iter().filter_map(|draft| self.finding_closed_with(chart, draft)));
        let practice = self.practice();
        let (today, zone) = (self.today(), self.zone());
        let worrying = fresh.into_iter().filter_map(|draft| {
            let worry = escalation::of_draft(chart, draft, self.knowledge(), &practice.safety, today, &zone)?;
            Some((draft, worry))
        });
        let mut worrying: Vec<(&Draft, Worry)> = worrying.collect();
        // One submission with several worrying entries is one alert: the most pressing.
        worrying.sort_by_key(|(_, worry)| std::cmp::Reverse(worry.tier));
        let Some((draft, worry)) = worrying.into_iter().next() else { return Ok(alarm) };
        let staff = self.staff_to_call(chart).await?;
        self.raise(&mut alarm, draft, Worry { came: came.unwrap_or(worry.came), ..worry }, &staff);
        Ok(alarm)
    }

    fn raise(&self, alarm: &mut Alarm, about: &Draft, worry: Worry, staff: &Staff) {
        let (now, zone, practice) = (self.now(), self.zone(), self.practice());
        let rules = &practice.safety;
        let raised = AlertRaised {
            about: about.id,
            what: worry.what,
            tier: worry.tier,
            came: worry.came,
            respond_by: respond_by(worry.tier, now, practice.opening(), &zone, rules),
            location: worry.location,
            call_back: worry.call_back,
        };
        let alert = Alert {
            id: EventId(self.fresh()),
            raised_at: now,
            what: raised.clone(),
            notified: Vec::new(),
            acknowledged: None,
            taken: Vec::new(),
            tried: Vec::new(),
            assessed: Vec::new(),
            closed: None,
            closed_by: None,
            cosigned: Vec::new(),
        };
        // Beside the answer, by its author, with its label: who may not know of the answer may not know of the alert.
        let beside = |id: EventId, place: &str, event: Event| Draft {
            id,
            occurred: When::Instant(now),
            key: IdempotencyKey(format!("{}:{place}", about.key)),
            amends: None,
            source: None,
            event,
            ..about.clone()
        };
        alarm.drafts.push(beside(alert.id, "alert", Event::AlertRaised(raised)));
        if let Some(concern) = settled_in_person(about) {
            let settled = settled_by_asker(alert.id, concern).into_iter().enumerate();
            let settled = settled.map(|(step, event)| beside(EventId(self.fresh()), &format!("alert:settled:{step}"), event));
            alarm.drafts.extend(settled);
            return;
        }
        if is_asked_in_person(about) {
            let words = "Heard it in person and wrote it down.".to_owned();
            let acknowledged = Event::AlertAcknowledged(Acknowledged { alert: alert.id, words });
            alarm.drafts.push(beside(EventId(self.fresh()), "alert:heard", acknowledged));
            return;
        }
        let due = calls(&alert, rules, staff, &zone, now).due;
        self.calls_to_make(alarm, &alert, about, &due);
        self.tell_team(alarm, &alert, staff, &due);
    }

    /// The entries and messages of calls that are due.
    pub(crate) fn calls_to_make(&self, alarm: &mut Alarm, alert: &Alert, like: &Draft, due: &[Call]) {
        for call in due {
            let notified = Notified { alert: alert.id, level: call.level, to: call.to, to_name: call.name.clone() };
            let draft = Draft {
                id: EventId(self.fresh()),
                occurred: When::Instant(self.now()),
                author: MayWrite::caller(),
                on_behalf_of: None,
                key: IdempotencyKey(call.key(alert.id)),
                amends: None,
                source: None,
                event: Event::AlertNotified(notified),
                sensitivity: like.sensitivity,
            };
            alarm.outbox.extend(call.to.map(|staff| self.alert_message(draft.id, staff)));
            alarm.drafts.push(draft);
        }
    }

    fn alert_message(&self, id: EventId, staff: StaffId) -> OutboxMessage {
        // Messages to staff are addressed by the account; one id serves both.
        let to = AccountId(staff.0);
        OutboxMessage { id: id.to_string(), to, kind: KIND.to_owned(), text: TEXT.to_owned(), at: self.now() }
    }

    /// Whoever keeps the patient's care together hears of it, also where somebody else is on call.
    fn tell_team(&self, alarm: &mut Alarm, alert: &Alert, staff: &Staff, due: &[Call]) {
        let active = staff.team.iter().copied().find(|person| staff.active(*person).is_some());
        // Somebody of whom no account is known may still be reached by who sends the messages.
        let owner = active.or_else(|| staff.team.first().copied());
        if let Some(owner) = owner.filter(|owner| due.iter().all(|call| call.to != Some(*owner))) {
            let message = self.alert_message(alert.id, owner);
            alarm.outbox.push(OutboxMessage { kind: "finding_to_owner".to_owned(), ..message });
        }
    }

    /// Closing an alert closes the finding that rests on the same answer, in the same hand.
    fn finding_closed_with(&self, chart: &Chart, draft: &Draft) -> Option<Draft> {
        let Event::AlertClosed(closed) = &draft.event else { return None };
        let alert = chart.alerts.iter().find(|alert| alert.id == closed.alert && alert.is_open())?;
        let mut because = vec![alert.what.about];
        for entry in &chart.entries {
            let recorded = &entry.recorded;
            if recorded.draft.amends.is_some_and(|earlier| because.contains(&earlier)) {
                because.push(recorded.id());
            }
        }
        let of_questionnaire = |id: &EventId| {
            let event = chart.entry(*id).map(|entry| entry.recorded.event());
            matches!(event, Some(Event::QuestionnaireAnswered(_) | Event::QuestionnaireReported(_)))
        };
        because.retain(of_questionnaire);
        let finding = FindingKind::SuicidalIdeationEndorsed.as_str().to_owned();
        let event = Event::FindingClosed(FindingClosed { finding, because: because.clone(), words: closed.reason.clone() });
        let key = IdempotencyKey(format!("{}:finding", draft.key));
        (!because.is_empty()).then(|| Draft { id: EventId(self.fresh()), key, event, ..draft.clone() })
    }

    /// Everybody who could be called for this patient: who works here, and in which order the team is asked.
    pub(crate) async fn staff_to_call(&self, chart: &Chart) -> Result<Staff, ActionError> {
        let team = &chart.registration;
        let order = [CareRole::CareManager, CareRole::Therapist, CareRole::Prescriber];
        let team = order.into_iter().filter_map(|role| team.member(role)?.staff).collect();
        Ok(Staff { members: self.members().await?, team })
    }
}

/// A concern on which the clinician who wrote it down has acted. What another system says of it settles nothing here.
fn settled_in_person(draft: &Draft) -> Option<Concern<'_>> {
    escalation::of_concern(&draft.event).filter(|concern| !concern.done.is_empty() && draft.author.staff.is_some())
}

/// What a clinician who was told something and acted on it at once did with it: the whole way of an alert, in their own
/// hand and words.
fn settled_by_asker(alert: EventId, concern: Concern<'_>) -> [Event; 3] {
    let told = if concern.words.is_empty() { "What was told stands in the entry itself." } else { concern.words };
    let assessed = Assessed {
        alert,
        how: "in person".to_owned(),
        words: told.to_owned(),
        disposition: concern.done.to_owned(),
        tries: Vec::new(),
    };
    [
        Event::AlertAcknowledged(Acknowledged { alert, words: "Heard it in person and acted on it.".to_owned() }),
        Event::AlertAssessed(assessed),
        Event::AlertClosed(Closed { alert, reason: concern.done.to_owned() }),
    ]
}

/// A clinician who asks in person has it in hand by asking.
fn is_asked_in_person(draft: &Draft) -> bool {
    matches!(&draft.event, Event::QuestionnaireAnswered(answered) if answered.respondent == Respondent::Clinician)
        && draft.author.staff.is_some()
}

impl crate::PracticeSettings {
    /// The opening hours.
    pub fn opening(&self) -> Hours {
        Hours { opens: self.open_hours.0, closes: self.open_hours.1 }
    }
}
