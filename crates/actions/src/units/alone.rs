//! What is told, asked and answered alone. It lives on the teller's own record: the unit's has no trace of it.

use super::{only_therapist, own};
use crate::{ActionError, Clinic, Entry};
use concord_access::{Purpose, Subject};
use concord_chart::{
    ChartId, Event, EventId, Refusal, Sensitivity,
    disclosure::{AnsweredAlone, AskedAlone, Handling, HandlingChanged, ToldAlone},
    unit::BroughtIn,
};

/// The label that everything told alone carries.
const ALONE: Sensitivity = Sensitivity::SideDisclosure;

impl Clinic {
    /// Keeps something that a member tells alone: they write it themselves, or the therapist writes down what they said.
    ///
    /// # Errors
    /// Not allowed, not a member of this unit, no words, or the store could not.
    pub async fn tell_alone(&self, subject: &Subject, teller: ChartId, key: &str, told: ToldAlone) -> Result<(), ActionError> {
        self.belongs(subject, teller, told.unit).await?;
        let entry = Entry::new(key, Event::ToldAlone(told)).labelled(ALONE);
        self.record(subject, teller, None, vec![entry]).await.map(drop)
    }

    /// The teller says anew what may be done with it.
    ///
    /// # Errors
    /// Not theirs, not there any more, or the store could not.
    pub async fn set_handling(&self, subject: &Subject, key: &str, told: EventId, handling: Handling) -> Result<(), ActionError> {
        let entry = Entry::new(key, Event::HandlingChanged(HandlingChanged { told, handling })).labelled(ALONE);
        self.record(subject, own(subject)?, None, vec![entry]).await.map(drop)
    }

    /// The words that would stand in the joint room, for the two pages that ask before they do.
    ///
    /// # Errors
    /// Not theirs, not there, or the store could not.
    pub async fn words_to_bring(&self, subject: &Subject, unit: ChartId, told: EventId) -> Result<String, ActionError> {
        let open = self.open_chart(subject, own(subject)?, Purpose("own room")).await?;
        let known = open.chart.disclosures.iter().find(|known| known.id == told && known.what.unit == unit);
        known.map(|known| known.what.words.clone()).ok_or(ActionError::NotFound)
    }

    /// Brings exactly these words into the joint room. Only the teller can, and only words that they told themselves.
    ///
    /// # Errors
    /// Not theirs, other words than were shown, a group, or the store could not.
    pub async fn bring_in(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        told: EventId,
        shown: &str,
    ) -> Result<(), ActionError> {
        let member = own(subject)?;
        let words = self.words_to_bring(subject, unit, told).await?;
        if words != shown {
            return Err(Refusal::new("These are not the words that were shown. Open the page again and read them.").into());
        }
        let handling = HandlingChanged { told, handling: Handling::MayBring };
        let handling = Entry::new(format!("{key}:may"), Event::HandlingChanged(handling)).labelled(ALONE);
        let brought = Entry::new(key, Event::UnitBroughtIn(BroughtIn { member, words }));
        self.record_on_each(subject, vec![(unit, vec![brought]), (member, vec![handling])]).await.map(drop)
    }

    /// The therapist answers the teller, alone.
    ///
    /// # Errors
    /// Not allowed, not there any more, no words, or the store could not.
    pub async fn answer_alone(
        &self,
        subject: &Subject,
        teller: ChartId,
        key: &str,
        told: EventId,
        words: &str,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        if words.trim().is_empty() {
            return Err(Refusal::new("Write the answer before you send it.").about("words").into());
        }
        let entry = Entry::new(key, Event::AnsweredAlone(AnsweredAlone { told, words: words.trim().to_owned() })).labelled(ALONE);
        self.record(subject, teller, None, vec![entry]).await.map(drop)
    }

    /// Writes down that one member was asked alone whether they are safe at home. The patient's own pages never show it:
    /// whoever holds the telephone must not find it.
    ///
    /// # Errors
    /// Not allowed, not a member of this unit, or the store could not.
    pub async fn asked_alone(&self, subject: &Subject, asked: ChartId, key: &str, what: AskedAlone) -> Result<(), ActionError> {
        only_therapist(subject)?;
        self.belongs(subject, asked, what.unit).await?;
        let entry = Entry::new(key, Event::AskedAlone(what)).labelled(Sensitivity::Safe);
        self.record(subject, asked, None, vec![entry]).await.map(drop)
    }

    async fn belongs(&self, subject: &Subject, member: ChartId, unit: ChartId) -> Result<(), ActionError> {
        let (folded, _) = self.load(subject, member, Purpose("record"), false).await?;
        let belongs = folded.whole.units.iter().any(|(_, known)| known.unit == unit);
        if belongs { Ok(()) } else { Err(ActionError::NotFound) }
    }
}
