//! From a worrying answer to a person who has looked after it: raised, told, acknowledged, assessed, closed.
//!
//! An alert is a reported answer, never a computed risk. It is raised in the same transaction as the answer, it goes
//! on from person to person until somebody acknowledges it, and only a person closes it, with a reason.

use crate::{Author, Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An alert was raised. Its id is the id of this event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRaised {
    /// The event that it is about: answers, a diary card, a message.
    pub about: EventId,
    /// What was reported, in words for staff: `PHQ-9 item 9: several days`.
    pub what: String,
    /// How soon a person has to look, as the practice set it.
    pub tier: Tier,
    /// How it came in.
    pub came: CameIn,
    /// By when a person has to have looked.
    pub respond_by: Timestamp,
    /// Where the patient said they are; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// The number at which they want to be called; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub call_back: String,
}

/// How soon a person has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Within the next working period.
    NextWorkingPeriod,
    /// Soon: whoever is on call.
    Soon,
    /// At once.
    AtOnce,
}

impl Tier {
    /// Every tier, from the least to the most pressing.
    pub const ALL: &'static [Self] = &[Self::NextWorkingPeriod, Self::Soon, Self::AtOnce];

    /// The tier in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::NextWorkingPeriod => "next working period",
            Self::Soon => "soon",
            Self::AtOnce => "at once",
        }
    }
}

/// How a worrying answer came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameIn {
    /// A finished questionnaire.
    Answered,
    /// A questionnaire that was not finished.
    Partial,
    /// A form that was begun and left.
    Abandoned,
    /// From another record system.
    Imported,
    /// A diary card.
    DiaryCard,
    /// A message of the patient.
    Message,
    /// A member of staff wrote it down.
    Staff,
}

impl CameIn {
    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Partial => "answered in part",
            Self::Abandoned => "begun and left",
            Self::Imported => "came from another system",
            Self::DiaryCard => "on a diary card",
            Self::Message => "in a message",
            Self::Staff => "told to staff",
        }
    }
}

/// Somebody was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified {
    /// Which alert.
    pub alert: EventId,
    /// Which step of the chain, from 1.
    pub level: u8,
    /// Who; absent for the banner that everybody sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StaffId>,
    /// Their name as shown.
    pub to_name: String,
}

/// Somebody has it in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Which alert.
    pub alert: EventId,
    /// What they will do; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A person assessed the situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// Which alert.
    pub alert: EventId,
    /// How: which tool or conversation.
    pub how: String,
    /// What was found.
    pub words: String,
    /// What was decided: stays at home with a plan, seen today, emergency service, …
    pub disposition: String,
    /// Attempts to reach the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<ContactTry>,
}

/// An attempt to reach the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTry {
    /// When.
    pub at: Timestamp,
    /// How: telephone, text, visit.
    pub how: String,
    /// True when the person was reached.
    pub reached: bool,
}

/// A person closed the alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Which alert.
    pub alert: EventId,
    /// Why it may be closed.
    pub reason: String,
}

/// Somebody tried to reach the person, before or after there was anything to assess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTried {
    /// Which alert.
    pub alert: EventId,
    /// When, how, and whether the person was reached.
    #[serde(flatten)]
    pub what: ContactTry,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A second person read what was done and agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigned {
    /// Which alert.
    pub alert: EventId,
    /// In words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The patient asked for help in their own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpAsked {
    /// In the patient's words.
    pub words: String,
    /// Where they are, where they said it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Where they want to be called; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub call_back: String,
}

/// An alert as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its id: the event that raised it.
    pub id: EventId,
    /// When the practice could know.
    pub raised_at: Timestamp,
    /// What was raised.
    pub what: AlertRaised,
    /// Who was called, in order of time.
    pub notified: Vec<(Timestamp, Notified)>,
    /// Who has it in hand: when, name, member of staff, words. The first one.
    pub acknowledged: Option<(Timestamp, String, Option<StaffId>, String)>,
    /// Everybody who took it in hand, in order of time: when, name, member of staff. A second one may take it on from a
    /// first who has left.
    pub taken: Vec<(Timestamp, String, Option<StaffId>)>,
    /// Attempts to reach the person, in order of recording: who tried, what.
    pub tried: Vec<(String, ContactTried)>,
    /// Assessments, in order of time: when, by whom, what.
    pub assessed: Vec<(When, String, Assessed)>,
    /// When, by whom and why it was closed.
    pub closed: Option<(When, String, String)>,
    /// Which member of staff closed it.
    pub closed_by: Option<StaffId>,
    /// Second signatures: when, by whom, words.
    pub cosigned: Vec<(When, String, String)>,
}

impl Alert {
    /// True until a person closes it.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// True while nobody has it in hand.
    pub fn waits(&self) -> bool {
        self.is_open() && self.acknowledged.is_none()
    }
}

pub(crate) fn apply(alerts: &mut Vec<Alert>, recorded: &Recorded) {
    use crate::Event;
    let (at, when, by) = (recorded.recorded_at, recorded.occurred(), recorded.author().name.clone());
    match recorded.event() {
        Event::AlertRaised(event) => alerts.push(Alert {
            id: recorded.id(),
            raised_at: at,
            what: event.clone(),
            notified: Vec::new(),
            acknowledged: None,
            taken: Vec::new(),
            tried: Vec::new(),
            assessed: Vec::new(),
            closed: None,
            closed_by: None,
            cosigned: Vec::new(),
        }),
        Event::AlertNotified(event) => on(alerts, event.alert, |alert| alert.notified.push((at, event.clone()))),
        Event::AlertAcknowledged(event) => on(alerts, event.alert, |alert| {
            alert.taken.push((at, by.clone(), recorded.author().staff));
            alert.acknowledged.get_or_insert((at, by, recorded.author().staff, event.words.clone()));
        }),
        Event::ContactTried(event) => on(alerts, event.alert, |alert| alert.tried.push((by, event.clone()))),
        Event::AlertCosigned(event) => on(alerts, event.alert, |alert| alert.cosigned.push((when, by, event.words.clone()))),
        Event::AlertAssessed(event) => on(alerts, event.alert, |alert| alert.assessed.push((when, by, event.clone()))),
        Event::AlertClosed(event) => on(alerts, event.alert, |alert| {
            alert.closed = Some((when, by, event.reason.clone()));
            alert.closed_by = recorded.author().staff;
        }),
        _ => {}
    }
}

fn on(alerts: &mut [Alert], id: EventId, change: impl FnOnce(&mut Alert)) {
    if let Some(alert) = alerts.iter_mut().find(|alert| alert.id == id) {
        change(alert);
    }
}

pub(crate) fn decide_assess(chart: &Chart, event: &Assessed) -> Result<(), Refusal> {
    if event.how.trim().is_empty() || event.words.trim().is_empty() || event.disposition.trim().is_empty() {
        return plain("Say how you assessed, what you found and what was decided.");
    }
    decide_on_open(chart, event.alert)
}

pub(crate) fn decide_close(chart: &Chart, event: &Closed) -> Result<(), Refusal> {
    if event.reason.trim().is_empty() {
        return plain("Say why this can be closed. A person closes it, with a reason.");
    }
    decide_on_open(chart, event.alert)?;
    let assessed = chart.alerts.iter().any(|alert| alert.id == event.alert && !alert.assessed.is_empty());
    if assessed {
        Ok(())
    } else {
        plain("Write down first how you assessed the situation and what you found. Then it can be closed.")
    }
}

pub(crate) fn decide_try(chart: &Chart, event: &ContactTried) -> Result<(), Refusal> {
    if event.what.how.trim().is_empty() {
        return plain("Say how you tried to reach the person: by telephone, by text, in person.");
    }
    decide_on_open(chart, event.alert)
}

pub(crate) fn decide_cosign(chart: &Chart, event: &Cosigned, author: &Author) -> Result<(), Refusal> {
    match chart.alerts.iter().find(|known| known.id == event.alert) {
        None => plain("That alert is not on this chart. Open the list again."),
        Some(known) if known.is_open() => plain("A second signature comes after the alert was closed."),
        Some(known) if known.closed_by.is_some() && known.closed_by == author.staff => {
            plain("You closed this alert yourself. The second signature is somebody else’s: ask a colleague to read it.")
        }
        Some(_) => Ok(()),
    }
}

/// An alert stands until a person has assessed and closed it: it is neither corrected nor taken back, by nobody.
pub(crate) fn may_be_corrected(event: &crate::Event) -> Result<(), Refusal> {
    match event {
        crate::Event::AlertRaised(_) | crate::Event::AlertNotified(_) => plain(
            "An alert is not corrected or taken back. Write down how you assessed the situation, then close it with the reason.",
        ),
        _ => Ok(()),
    }
}

pub(crate) fn decide_on_open(chart: &Chart, alert: EventId) -> Result<(), Refusal> {
    match chart.alerts.iter().find(|known| known.id == alert) {
        None => plain("That alert is not on this chart. Open the list again."),
        Some(known) if !known.is_open() => plain("That alert is closed already. Open the chart to see by whom and why."),
        Some(_) => Ok(()),
    }
}

pub(crate) fn decide_ask_help(event: &HelpAsked) -> Result<(), Refusal> {
    if event.words.trim().is_empty() && event.call_back.trim().is_empty() {
        return plain("Write a word, or the number at which we can call you.");
    }
    Ok(())
}
