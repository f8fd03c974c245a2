//! What a member lets the others see, and what of the joint notes is given out. Each is asked for anew at every look.

use super::own;
use crate::{ActionError, Clinic, Entry};
use concord_access::{Denied, MayRead, Purpose, Subject, View};
use concord_chart::{
    ChartId, Event, When,
    unit::{JointNoteSigned, ReleaseSet, Shared, SharingSet, Unit},
};
use concord_engines::series::scores;
use concord_knowledge::instrument::Mode;
use rust_decimal::Decimal;

/// What another member lets the reader see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedRoom {
    /// Whose, by given name.
    pub name: String,
    /// Their scores.
    pub scores: Vec<SharedScore>,
    /// Their medicines, each on one line; only those that they take now.
    pub medicines: Vec<String>,
}

/// A score that is shared: totals, never single answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedScore {
    /// What patients call the questionnaire.
    pub name: String,
    /// Totals in order of time, each as its manual reports it.
    pub totals: Vec<Decimal>,
    /// True when the latest answers have no total.
    pub latest_has_none: bool,
}

/// A joint note that may be read by its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedNote {
    /// When the session was.
    pub at: When,
    /// Who signed.
    pub by: String,
    /// What was signed.
    pub note: JointNoteSigned,
}

impl Clinic {
    /// A member lets the others see something of their own, or takes it back.
    ///
    /// # Errors
    /// Not a member, or the store could not.
    pub async fn share(&self, subject: &Subject, unit: ChartId, key: &str, what: Shared, on: bool) -> Result<(), ActionError> {
        let event = Event::UnitSharingSet(SharingSet { member: own(subject)?, what, on });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// A member, present or former, allows that joint notes are read by the members, or takes it back.
    ///
    /// # Errors
    /// Never a member, or the store could not.
    pub async fn allow_release(&self, subject: &Subject, unit: ChartId, key: &str, on: bool) -> Result<(), ActionError> {
        let event = Event::UnitReleaseSet(ReleaseSet { member: own(subject)?, on, to: String::new() });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// Whether somebody who has left allows it now; `None` for everybody who was never a member.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn release_of_former(&self, subject: &Subject, unit: ChartId) -> Result<Option<bool>, ActionError> {
        let own = own(subject)?;
        if !self.relation(unit).await?.former.contains(&own) {
            return Ok(None);
        }
        // Nothing but the person's own permission leaves this function.
        let may = MayRead::operator(self.organisation(), unit, "own permission");
        let folded = self.catch_up(&may, self.cache.get(unit), None).await?;
        Ok(folded.whole.unit.as_ref().map(|unit| unit.released.contains(&(own, String::new()))))
    }

    /// The joint notes, for a member: none until everybody who decides alone, present and former, allows it.
    ///
    /// # Errors
    /// Not a member, or the store could not.
    pub async fn released_notes(&self, subject: &Subject, unit: ChartId) -> Result<Vec<ReleasedNote>, ActionError> {
        let (folded, may) = self.load(subject, unit, Purpose("joint notes"), true).await?;
        if !matches!(may.view(), View::Member(_)) {
            return Err(Denied::NotForRole.into());
        }
        let Some(unit) = folded.whole.unit.as_ref().filter(|unit| unit.may_release("")) else { return Ok(Vec::new()) };
        let note = |session: &concord_chart::unit::JointSession| {
            let (_, by, note) = session.note.clone()?;
            Some(ReleasedNote { at: session.at, by, note })
        };
        Ok(unit.sessions.iter().filter_map(note).collect())
    }

    /// What the other members of a couple or family share with the reader now. Nothing for somebody who shares nothing, so
    /// that a withdrawal leaves no trace.
    ///
    /// # Errors
    /// Not a member, or the store could not.
    pub async fn shared_with(&self, subject: &Subject, unit: &Unit) -> Result<Vec<SharedRoom>, ActionError> {
        let own = own(subject)?;
        let mut rooms = Vec::new();
        for member in unit.members.iter().filter(|member| member.chart != own) {
            let mut room = SharedRoom { name: given(&member.name), scores: Vec::new(), medicines: Vec::new() };
            for what in Shared::ALL {
                let Ok(may) = MayRead::shared(subject, unit, member.chart, *what) else { continue };
                self.look_into(&mut room, &may, *what).await?;
            }
            if !room.scores.is_empty() || !room.medicines.is_empty() {
                rooms.push(room);
            }
        }
        Ok(rooms)
    }

    async fn look_into(&self, room: &mut SharedRoom, may: &MayRead, what: Shared) -> Result<(), ActionError> {
        let line = self.access_line(may);
        let folded = self.catch_up(may, self.cache.get(may.chart()), Some(line)).await?;
        let seen = folded.seen_by(may.view());
        match what {
            Shared::Scores => {
                // What somebody is asked about safety at home is nobody's to see, nor that it is asked.
                let known = self.knowledge().instruments().filter(|known| {
                    known.mode == Mode::SelfReport && !known.screen && seen.questionnaires.of(&known.id).next().is_some()
                });
                for instrument in known {
                    let all = scores(&seen, self.knowledge(), &instrument.id, &self.zone());
                    let Some(main) = all.main(instrument) else { continue };
                    let totals = main.points.iter().filter_map(|point| Some(instrument.shown_total(point.total?)));
                    let totals: Vec<Decimal> = totals.collect();
                    if !totals.is_empty() {
                        let latest_has_none = main.points.last().is_some_and(|point| point.total.is_none());
                        room.scores.push(SharedScore { name: instrument.patient_name.clone(), totals, latest_has_none });
                    }
                }
            }
            Shared::Medicines => {
                let current = seen.medications.iter().filter(|course| course.is_current());
                room.medicines = current.map(medicine_line).collect();
            }
        }
        Ok(())
    }
}

fn medicine_line(course: &concord_chart::medication::MedicationCourse) -> String {
    let dosing = course.dosing().map(|dosing| dosing.words()).unwrap_or_default();
    format!("{} {dosing}", course.what.name).trim().to_owned()
}

fn given(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}
