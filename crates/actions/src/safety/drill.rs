//! What would happen if a worrying answer came in at some moment: worked out by the same rules as the real thing, and
//! nothing is written.

use crate::{ActionError, Clinic};
use concord_chart::{
    EventId, InstrumentId, Refusal,
    safety_alert::{Alert, AlertRaised, CameIn, Tier},
};
use concord_engines::escalation::{self, Answer, Call, Staff, calls, respond_by};
use jiff::Timestamp;

/// The answer to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillAnswer {
    /// Which instrument.
    pub instrument: InstrumentId,
    /// Items and their answers.
    pub answers: Vec<Answer>,
}

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// The moment.
    pub at: Timestamp,
    /// What was answered, in words for staff; empty where the answer calls for nobody.
    pub what: String,
    /// How soon a person has to look; `None` where the answer calls for nobody.
    pub tier: Option<Tier>,
    /// By when.
    pub respond_by: Option<Timestamp>,
    /// True while the practice is open at that moment.
    pub open: bool,
    /// Whether such a questionnaire is sent to patients at all.
    pub sent_to_patients: bool,
    /// The first round of calls if nobody answers, in order of time.
    pub calls: Vec<Call>,
    /// After how many minutes it goes round again.
    pub again: u16,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// What stands in the way of somebody being reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody is on call then.
    NobodyOnCall,
    /// Only one person could be called.
    OnlyOnePerson,
    /// No clinic lead is named.
    NoLead,
    /// Nobody signed what happens out of hours.
    NotSigned,
    /// No way to send a message is configured; calls stand on the pages only.
    NoChannel,
    /// Somebody on the calendar has left.
    SomebodyHasLeft,
}

impl Missing {
    /// The gap as a sentence to the practice, with the way to close it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NobodyOnCall => {
                "Nobody is on call at this moment: the patient's own team is called, then everybody. Fill the calendar under On call."
            }
            Self::OnlyOnePerson => "Only one person would be called before everybody is. Name a second one for this time.",
            Self::NoLead => "No clinic lead is named, who is called before everybody is.",
            Self::NotSigned => {
                "Nobody has signed what happens out of hours: questionnaires that ask about suicide or self-harm are not sent to patients."
            }
            Self::NoChannel => {
                "No message leaves this machine: calls stand on the pages only. Start the server with --message-command or --message-folder."
            }
            Self::SomebodyHasLeft => {
                "Somebody on the calendar does not work here any more; their turn goes to the next. Mend the calendar."
            }
        }
    }

    /// One word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NobodyOnCall => "nobody_on_call",
            Self::OnlyOnePerson => "only_one_person",
            Self::NoLead => "no_lead",
            Self::NotSigned => "not_signed",
            Self::NoChannel => "no_channel",
            Self::SomebodyHasLeft => "somebody_has_left",
        }
    }
}

impl Clinic {
    /// Works out what would happen at `at` for a patient without a care team of their own. Writes nothing.
    ///
    /// # Errors
    /// An unknown instrument or item, or the store could not be read.
    pub async fn drill(&self, at: Timestamp, answer: &DrillAnswer, has_channel: bool) -> Result<Drill, ActionError> {
        let unknown =
            || Refusal::new(format!("There is no instrument “{}”; `concord instruments` lists them.", answer.instrument));
        let instrument = self.knowledge().instrument(&answer.instrument).ok_or_else(unknown)?;
        for given in &answer.answers {
            let item = instrument.item(given.item);
            if item.is_none_or(|item| instrument.option_of(item, given.value).is_none()) {
                let sentence = format!("The {} has no answer {} to item {}.", instrument.short_name, given.value, given.item);
                return Err(Refusal::new(sentence).into());
            }
        }
        let (practice, zone) = (self.practice(), self.zone());
        let rules = &practice.safety;
        let staff = Staff { members: self.read_members().await?, team: Vec::new() };
        let found = escalation::of_answers(instrument, &answer.answers, rules);
        let alert = |what: &str, tier: Tier| Alert {
            id: EventId(uuid::Uuid::nil()),
            raised_at: at,
            what: AlertRaised {
                about: EventId(uuid::Uuid::nil()),
                what: what.to_owned(),
                tier,
                came: CameIn::Answered,
                respond_by: respond_by(tier, at, practice.opening(), &zone, rules),
                location: String::new(),
                call_back: String::new(),
            },
            notified: Vec::new(),
            acknowledged: None,
            taken: Vec::new(),
            tried: Vec::new(),
            assessed: Vec::new(),
            closed: None,
            closed_by: None,
            cosigned: Vec::new(),
        };
        let raised = found.as_ref().map(|(what, tier)| alert(what, *tier));
        let planned = raised.as_ref().map(|alert| calls(alert, rules, &staff, &zone, at).planned).unwrap_or_default();
        let missing = self.missing_at(at, &staff, has_channel, &planned);
        Ok(Drill {
            at,
            what: found.as_ref().map(|(what, _)| what.clone()).unwrap_or_default(),
            tier: found.as_ref().map(|(_, tier)| *tier),
            respond_by: raised.map(|alert| alert.what.respond_by),
            open: self.is_open_at(at),
            sent_to_patients: self.may_send(instrument),
            calls: planned,
            again: rules.chain.again,
            missing,
        })
    }

    fn missing_at(&self, at: Timestamp, staff: &Staff, has_channel: bool, planned: &[Call]) -> Vec<Missing> {
        let practice = self.practice();
        let (rules, clock) = (&practice.safety, at.to_zoned(self.zone()).datetime());
        let calendar = &rules.calendar;
        let on_call = (1..=calendar.levels()).flat_map(|level| calendar.on_call(level, clock));
        let on_call = on_call.filter(|person| staff.active(*person).is_some()).count();
        let called: std::collections::BTreeSet<_> = planned.iter().filter_map(|call| call.to).collect();
        let has_left = calendar.shifts.iter().any(|shift| staff.active(shift.staff).is_none());
        let all = [
            (on_call == 0, Missing::NobodyOnCall),
            (on_call > 0 && called.len() == 1, Missing::OnlyOnePerson),
            (rules.lead.is_none_or(|lead| staff.active(lead).is_none()), Missing::NoLead),
            (!rules.is_signed(), Missing::NotSigned),
            (!has_channel, Missing::NoChannel),
            (has_left, Missing::SomebodyHasLeft),
        ];
        all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, missing)| missing).collect()
    }
}
