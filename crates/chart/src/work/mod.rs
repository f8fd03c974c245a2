//! What the patient does between visits: thought records, plans of things to do, exposure trials, diary cards, sheets.
//!
//! Each piece is one event. Who may read the words is chosen by the patient ([`Readers`]); that it was done is known
//! to the whole team.

mod activity;
mod chain;
mod diary_card;
mod exposure;
mod sheet;
mod thought;

pub use activity::{Activity, ActivityPlanned, ActivityReported};
pub use chain::{ChainAnalysed, Link, LinkKind};
pub use diary_card::{Act, CardFilled, CardSet, DiaryCard, Medicines, SkillUsed, Target};
pub use exposure::{ExposureItem, ItemSet, Tried};
pub use sheet::{Field, SheetFilled};
pub use thought::{Balanced, Mood, RecordForm, Thought, ThoughtRecorded};

use crate::{Chart, Event, Recorded, Refusal, condition::plain, ids::*, when::When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who of the team may read the words of a piece of work. The patient always may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// Everybody on the team.
    #[default]
    Team,
    /// These members of staff; nobody when the list is empty.
    Only(Vec<StaffId>),
}

impl Readers {
    /// True when this member of staff may read the words.
    pub fn include(&self, staff: StaffId) -> bool {
        match self {
            Self::Team => true,
            Self::Only(staffs) => staffs.contains(&staff),
        }
    }
}

/// The patient chose who may read a piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadersChosen {
    /// The event of the piece of work.
    pub work: EventId,
    /// Who may read it from now on.
    pub readers: Readers,
}

/// Somebody wrote a line to a piece of work or a task: therapist to patient, or back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commented {
    /// The event of the work, or the one that set the homework.
    pub about: EventId,
    /// In words.
    pub text: String,
}

/// A line to a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who wrote it.
    pub by: String,
    /// True when the patient wrote it.
    pub by_patient: bool,
    /// What was written.
    pub what: Commented,
}

/// One piece of work on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<T> {
    /// The event.
    pub id: EventId,
    /// What time it is about.
    pub at: When,
    /// Who wrote it.
    pub by: String,
    /// What it says. Words that the reader may not see are empty (see [`Event::without_own_words`]).
    pub what: T,
}

/// The patient's work, each list in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Thought records.
    pub thoughts: Vec<Piece<ThoughtRecorded>>,
    /// Things planned and what became of them, in order of planning.
    pub activities: Vec<Activity>,
    /// Steps of exposure, with their trials, in the order in which they were set; a later one replaces its elder.
    pub exposure: Vec<ExposureItem>,
    /// How the diary card is laid out now; `None` while there is none.
    pub card: Option<Piece<CardSet>>,
    /// Day → card. A later card for the same day takes its place.
    pub cards: BTreeMap<jiff::civil::Date, Piece<CardFilled>>,
    /// Chain analyses.
    pub chains: Vec<Piece<ChainAnalysed>>,
    /// Other sheets.
    pub sheets: Vec<Piece<SheetFilled>>,
    /// Lines between patient and therapist about work and homework.
    pub comments: Vec<Comment>,
    /// Who may read what, where the patient chose again: work → readers.
    pub readers: BTreeMap<EventId, Readers>,
}

impl Work {
    /// Lines about one piece of work or homework, in order of time.
    pub fn comments_on(&self, about: EventId) -> impl Iterator<Item = &Comment> {
        self.comments.iter().filter(move |comment| comment.what.about == about)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded) {
        match recorded.event() {
            Event::ThoughtRecorded(event) => self.thoughts.push(piece(recorded, event)),
            Event::ActivityPlanned(event) => activity::planned(&mut self.activities, recorded, event),
            Event::ActivityReported(event) => activity::reported(&mut self.activities, recorded, event),
            Event::ExposureItemSet(event) => exposure::set(&mut self.exposure, recorded, event),
            Event::ExposureTried(event) => exposure::tried(&mut self.exposure, recorded, event),
            Event::DiaryCardSet(event) => self.card = Some(piece(recorded, event)),
            Event::DiaryCardFilled(event) => drop(self.cards.insert(event.on, piece(recorded, event))),
            Event::ChainAnalysed(event) => self.chains.push(piece(recorded, event)),
            Event::SheetFilled(event) => self.sheets.push(piece(recorded, event)),
            Event::WorkCommented(event) => self.comments.push(Comment {
                id: recorded.id(),
                at: recorded.occurred(),
                by: recorded.author().name.clone(),
                by_patient: recorded.author().kind != crate::AuthorKind::Staff,
                what: event.clone(),
            }),
            Event::ReadersChosen(event) => drop(self.readers.insert(event.work, event.readers.clone())),
            _ => {}
        }
    }
}

fn piece<T: Clone>(recorded: &Recorded, what: &T) -> Piece<T> {
    Piece { id: recorded.id(), at: recorded.occurred(), by: recorded.author().name.clone(), what: what.clone() }
}

impl Event {
    /// Who may read the words of this event, where its author may choose; `None` for every other kind.
    pub fn readers(&self) -> Option<&Readers> {
        match self {
            Event::ThoughtRecorded(event) => Some(&event.readers),
            Event::ExposureTried(event) => Some(&event.readers),
            Event::ChainAnalysed(event) => Some(&event.readers),
            Event::SheetFilled(event) => Some(&event.readers),
            _ => None,
        }
    }

    /// The same event as it is known to those who may not read its words: that it was done, and when.
    pub fn without_own_words(&self) -> Event {
        match self {
            Event::ThoughtRecorded(event) => Event::ThoughtRecorded(event.without_words()),
            Event::ExposureTried(event) => Event::ExposureTried(event.without_words()),
            Event::ChainAnalysed(event) => Event::ChainAnalysed(event.without_words()),
            Event::SheetFilled(event) => Event::SheetFilled(event.without_words()),
            other => other.clone(),
        }
    }
}

pub(crate) fn decide(chart: &Chart, event: &Event) -> Result<(), Refusal> {
    match event {
        Event::ThoughtRecorded(event) => thought::decide(event),
        Event::ActivityPlanned(event) => activity::decide_plan(event),
        Event::ActivityReported(event) => activity::decide_report(chart, event),
        Event::ExposureItemSet(event) => exposure::decide_set(event),
        Event::ExposureTried(event) => exposure::decide_try(chart, event),
        Event::DiaryCardSet(event) => diary_card::decide_set(event),
        Event::DiaryCardFilled(event) => diary_card::decide_fill(event),
        Event::ChainAnalysed(event) => chain::decide(event),
        Event::SheetFilled(event) => sheet::decide(event),
        Event::WorkCommented(event) if event.text.trim().is_empty() => plain("Write a line before you send it."),
        Event::WorkCommented(event) if chart.entry(event.about).is_none() => {
            plain("What this line is about is not on the record any more. Open the page again.")
        }
        Event::ReadersChosen(event) if chart.entry(event.work).is_none() => {
            plain("That piece of work is not on the record any more. Open the page again.")
        }
        _ => Ok(()),
    }
}

/// A rating in per cent.
pub(crate) fn percent(value: Option<u8>) -> Result<(), Refusal> {
    match value {
        Some(value) if value > 100 => plain("Strength and belief go from 0 to 100."),
        _ => Ok(()),
    }
}

/// A rating from 0 to 10.
pub(crate) fn ten(value: Option<u8>) -> Result<(), Refusal> {
    match value {
        Some(value) if value > 10 => plain("This rating goes from 0 to 10."),
        _ => Ok(()),
    }
}
