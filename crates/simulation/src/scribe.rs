//! Writes a course down by hand: for the two people whose course is not left to the dice.

use crate::{
    calendar::Calendar,
    deed::{Act, By, Deed, Filled, Label, Line},
    life::Names,
    staff::{StaffNumber, by_login},
};
use concord_chart::{
    Event, InstrumentId,
    note::{NoteSigned, Section},
    questionnaire::{Offered, Respondent},
    side_effect::Reported,
};
use jiff::{Timestamp, civil::Date};

/// A pen, a calendar and names for things.
pub(crate) struct Scribe<'a> {
    calendar: &'a Calendar,
    pub names: Names,
    deeds: Vec<Deed>,
}

/// A member of staff by login.
pub(crate) fn staff(login: &str) -> StaffNumber {
    by_login(login)
}

impl<'a> Scribe<'a> {
    pub fn new(seed: u64, calendar: &'a Calendar) -> Self {
        Self { calendar, names: Names::new(seed), deeds: Vec::new() }
    }

    pub fn at(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        self.calendar.at(day, hour, minute)
    }

    pub fn deed(&mut self, at: Timestamp, by: By, act: Act) {
        self.deeds.push(Deed { at, by, act });
    }

    pub fn record(&mut self, at: Timestamp, by: By, lines: Vec<Line>) {
        self.deed(at, by, Act::Record(lines));
    }

    pub fn by_staff(&mut self, at: Timestamp, login: &str, lines: Vec<Line>) {
        self.record(at, By::Staff(staff(login)), lines);
    }

    pub fn look(&mut self, at: Timestamp, login: &str) {
        self.deed(at, By::Staff(staff(login)), Act::Look);
    }

    pub fn answer(&mut self, at: Timestamp, instrument: &'static str, items: &[u8], language: &'static str) -> Label {
        let label = self.names.label();
        let answers = items.iter().map(|item| Some(*item)).collect();
        let difficulty = (instrument == "phq-9").then(|| crate::answers::difficulty(items));
        let filled = Filled { label, instrument, answers, difficulty, respondent: Respondent::Patient, language };
        self.deed(at, By::Patient, Act::Answer(filled));
        label
    }

    /// The screening questions, read aloud by a member of staff; items that were not asked stay open.
    pub fn screen(&mut self, at: Timestamp, login: &str, answers: [Option<u8>; 7]) -> Label {
        let label = self.names.label();
        let filled = Filled {
            label,
            instrument: "c-ssrs-screen",
            answers: answers.to_vec(),
            difficulty: None,
            respondent: Respondent::Clinician,
            language: "en",
        };
        self.deed(at, By::Staff(staff(login)), Act::Answer(filled));
        label
    }

    pub fn report(&mut self, at: Timestamp, by: By, report: Reported) -> Label {
        let label = self.names.label();
        self.deed(at, by, Act::Report(label, report));
        label
    }

    /// The script, in order of time, up to the present moment.
    pub fn finish(mut self) -> Vec<Deed> {
        let now = self.calendar.now();
        self.deeds.retain(|deed| deed.at <= now);
        self.deeds.sort_by_key(|deed| deed.at);
        self.deeds
    }
}

/// A questionnaire that is offered for a day.
pub(crate) fn offered(instrument: &str, due: Date, reason: &str) -> Line {
    Event::QuestionnaireOffered(Offered { instrument: InstrumentId::from(instrument), due, reason: reason.to_owned() }).into()
}

/// A note of headings and texts.
pub(crate) fn note(format: &str, sections: &[(&str, &str)]) -> Event {
    let section = |(heading, text): &(&str, &str)| Section { heading: (*heading).to_owned(), text: (*text).to_owned() };
    Event::NoteSigned(NoteSigned { format: format.to_owned(), sections: sections.iter().map(section).collect(), session: None })
}

/// Texts as they are kept.
pub(crate) fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
