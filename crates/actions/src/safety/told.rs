//! What a patient reads after a worrying answer: who was called when, who is next, by when somebody looks.

use crate::Clinic;
use concord_chart::{Chart, ChartId, EventId, Sensitivity, safety_alert::Alert};
use concord_engines::escalation::calls;
use jiff::Timestamp;

/// The state of an alert, in facts that a sentence can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The alert.
    pub alert: Option<EventId>,
    /// When the practice knew.
    pub known_at: Option<Timestamp>,
    /// By when a person has to have looked.
    pub respond_by: Option<Timestamp>,
    /// Who was called, in order of time, by name; the line that everybody sees is left out.
    pub called: Vec<ToldCall>,
    /// Who is called next, if nobody answers.
    pub next: Option<ToldCall>,
    /// Who has it in hand, and since when.
    pub taken: Option<ToldCall>,
    /// True when a person has closed it.
    pub closed: bool,
}

/// Somebody, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldCall {
    /// When.
    pub at: Timestamp,
    /// Their name as shown.
    pub name: String,
}

impl Clinic {
    /// What became of the alert about an entry, or about the state of it that came before; of the latest open one where
    /// there is none about it. From memory: the entry was recorded a moment ago.
    pub async fn told_about(&self, chart: ChartId, entry: EventId) -> Option<Told> {
        let folded = self.cache.get(chart)?;
        let alerts = &folded.whole.alerts;
        let found = alerts.iter().rev().find(|alert| alert.what.about == entry);
        let of_theirs = |alert: &&Alert| alert.is_open() && !is_kept_from_patient(&folded.whole, alert);
        let alert = found.or_else(|| alerts.iter().rev().find(of_theirs))?;
        Some(self.told_of(&folded.whole, alert).await)
    }

    /// The open alert about an entry, from memory: the chart was read or written a moment ago.
    pub fn open_alert_about(&self, chart: ChartId, entry: EventId) -> Option<EventId> {
        let folded = self.cache.get(chart)?;
        let about = |alert: &&Alert| alert.is_open() && alert.what.about == entry;
        folded.whole.alerts.iter().rev().find(about).map(|alert| alert.id)
    }

    /// The latest alert about an entry, and whether it is open; from memory as above.
    pub fn alert_about(&self, chart: ChartId, entry: EventId) -> Option<(EventId, bool)> {
        let folded = self.cache.get(chart)?;
        let found = folded.whole.alerts.iter().rev().find(|alert| alert.what.about == entry)?;
        Some((found.id, found.is_open()))
    }

    /// The facts about one alert.
    pub async fn told_of(&self, chart: &Chart, alert: &Alert) -> Told {
        let called = alert.notified.iter().filter(|(_, call)| call.to.is_some());
        let called: Vec<ToldCall> = called.map(|(at, call)| ToldCall { at: *at, name: call.to_name.clone() }).collect();
        let next = match self.staff_to_call(chart).await {
            Ok(staff) => {
                let planned = calls(alert, &self.practice().safety, &staff, &self.zone(), self.now());
                let waits = planned.next.is_some();
                let to_come = planned.planned.into_iter().find(|call| waits && call.to.is_some() && call.at > self.now());
                to_come.map(|call| ToldCall { at: call.at, name: call.name })
            }
            Err(_) => None,
        };
        Told {
            alert: Some(alert.id),
            known_at: Some(alert.raised_at),
            respond_by: Some(alert.what.respond_by),
            called,
            next,
            taken: alert.taken.last().map(|(at, name, _)| ToldCall { at: *at, name: name.clone() }),
            closed: !alert.is_open(),
        }
    }
}

/// True for an alert about something that the patient's own pages never show.
pub(crate) fn is_kept_from_patient(chart: &Chart, alert: &Alert) -> bool {
    chart.entry(alert.id).is_some_and(|entry| entry.recorded.draft.sensitivity == Sensitivity::Safe)
}
