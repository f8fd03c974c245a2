//! Slips, and how they are put right: struck through and replaced, never erased.

use crate::{
    calendar::{TODAY, open_from, plus},
    deed::{By, Line, What},
    life::Life,
    measures::weight,
};
use concord_chart::{Event, EventId, entry::RetractionReason, note::NoteSigned};
use jiff::{Timestamp, civil::Date};

/// What will have to be put right.
#[derive(Debug, Default)]
pub(crate) struct Slips {
    /// A weight with a slip of the pen: the event, when, and the true tenths of a kilogram.
    pub weight: Option<(EventId, Timestamp, i64)>,
    /// The latest note of a visit.
    pub note: Option<(EventId, Date, NoteSigned)>,
}

impl Life<'_> {
    pub fn correct(&mut self) {
        self.correct_weight();
        if !self.full {
            return;
        }
        if self.who.number % 29 == 4 {
            self.correct_note();
        }
        if self.who.number % 41 == 20 {
            self.strike_a_questionnaire();
        }
    }

    fn correct_weight(&mut self) {
        let Some((id, at, tenths)) = self.slips.weight.take() else { return };
        let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let Some(seat) = self.who.prescriber_on(day) else { return };
        let line = Line::from(weight(tenths)).amending(id).at(at);
        self.record(self.calendar.at(day, 16, 50), By::Staff(seat.staff), vec![line]);
    }

    fn correct_note(&mut self) {
        let Some((id, day, mut note)) = self.slips.note.take() else { return };
        let Some(seat) = self.who.prescriber_on(day) else { return };
        if let Some(section) = note.sections.last_mut() {
            section.text.push_str(" Corrected: the daughter's name is not to be used in letters.");
        }
        let at = self.calendar.at(open_from(plus(day, 1)), 8, 35);
        self.record(at, By::Staff(seat.staff), vec![Line::from(Event::NoteSigned(note)).amending(id)]);
    }

    /// Somebody else answered on the same phone.
    fn strike_a_questionnaire(&mut self) {
        let Some((label, answered)) = self.asking.last else { return };
        let day = answered.to_zoned(jiff::tz::TimeZone::UTC).date();
        let at = self.calendar.at(open_from(plus(day.min(TODAY), 1)), 9, 20);
        let words = "Answered by a sister who used the same phone.".to_owned();
        let line = Line::of(What::Retract { entry: label, reason: RetractionReason::WrongPatient, words });
        let care_manager = self.care_manager();
        self.record(at, care_manager, vec![line]);
    }
}
