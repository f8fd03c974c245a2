//! What somebody who acts for a patient is asked to answer: instruments made for whoever knows the patient, where the team
//! agreed or offered them. Nothing else of what is measured reaches them, nor that it is.

use crate::{ActionError, Clinic};
use concord_access::{Purpose, Subject, View};
use concord_chart::{Chart, EventId, InstrumentId, Sensitivity, proxy::ProxyMay};
use concord_engines::due::{DueState, due};
use concord_knowledge::instrument::Mode;

impl Clinic {
    /// The questions in use, each with where it stands today; none for a right that does not name answering. Whoever looks
    /// leaves a line.
    ///
    /// # Errors
    /// No right any more, or the store could not.
    pub async fn questions_for_proxy(&self, subject: &Subject) -> Result<Vec<(InstrumentId, DueState)>, ActionError> {
        let chart = subject.chart.ok_or(ActionError::NotFound)?;
        let (folded, may) = self.load(subject, chart, Purpose("questions for somebody who acts for the patient"), true).await?;
        if !matches!(may.view(), View::Proxy(rights) if rights.contains(&ProxyMay::AnswerAsProxy)) {
            return Ok(Vec::new());
        }
        let whole = &folded.whole;
        let list = due(whole, self.knowledge(), self.today(), &self.zone());
        let made_for_them = |id: &InstrumentId| self.knowledge().instrument(id).is_some_and(|known| known.mode == Mode::Proxy);
        let asked = list.measures.iter().filter(|(facts, _)| {
            let id = &facts.rhythm.instrument;
            made_for_them(id) && facts.offer.into_iter().chain(agreed(whole, id)).any(|event| is_open_to_them(whole, event))
        });
        Ok(asked.map(|(facts, state)| (facts.rhythm.instrument.clone(), *state)).collect())
    }
}

/// The agreement on a rhythm, where one stands.
fn agreed(chart: &Chart, instrument: &InstrumentId) -> Option<EventId> {
    chart.questionnaires.schedules.iter().find(|(_, what)| what.instrument == *instrument).map(|(event, _)| *event)
}

/// What a label keeps from them is not asked of them either.
fn is_open_to_them(chart: &Chart, event: EventId) -> bool {
    chart.entry(event).is_some_and(|entry| entry.recorded.draft.sensitivity == Sensitivity::General)
}
