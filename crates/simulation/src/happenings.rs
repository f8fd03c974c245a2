//! What life does: hard and good things, a stomach bug, a new address, a letter from the family doctor.

use crate::{
    calendar::{days_between, open_from, plus},
    deed::{By, Line},
    life::Life,
    names::STREETS,
    words,
};
use concord_chart::{
    Event,
    document::{DocumentFiled, ProcedureDone},
    life_event::{Feel, Noted},
    medication::{Held, Resumed},
    registration::DetailsChanged,
};

impl Life<'_> {
    pub fn something_happens(&mut self) {
        if self.dice.illness.happens(0.012) {
            self.life_event();
        }
        if !self.full {
            return;
        }
        let (number, days) = (self.who.number, days_between(self.who.from, self.day));
        if self.takes(&["lithium"]) && days > 40 && self.dice.illness.happens(0.0012) {
            self.stomach_bug();
        }
        if number % 19 == 2 && days == 75 {
            self.new_address();
        }
        if number % 7 == 3 && days == 6 {
            self.letter();
        }
        if number % 11 == 1 && days == 20 && self.takes(&["citalopram", "escitalopram", "venlafaxine", "quetiapine", "lithium"]) {
            let ecg = ProcedureDone {
                what: "Electrocardiogram".to_owned(),
                coding: Vec::new(),
                until: None,
                reasons: vec!["Before the next dose step.".to_owned()],
            };
            let at = self.calendar.at(open_from(self.day), 11, 25);
            let care_manager = self.care_manager();
            self.record(at, care_manager, vec![Event::ProcedureDone(ecg).into()]);
        }
    }

    fn life_event(&mut self) {
        let hard = self.dice.illness.happens(0.6);
        let weight = if hard { self.dice.illness.within(1.5, 4.5) } else { -self.dice.illness.within(1.0, 3.0) };
        self.illness.struck_by(weight);
        let told = if self.full { 0.75 } else { 0.2 };
        if !self.dice.illness.happens(told) {
            return;
        }
        let (words, feel) =
            if hard { (self.dice.words.pick(words::HARD), Feel::Hard) } else { (self.dice.words.pick(words::GOOD), Feel::Good) };
        let noted = Event::LifeEventNoted(Noted { words: words.to_owned(), feel });
        // One in four is told some days later.
        let later = if self.dice.illness.happens(0.25) { self.dice.illness.between(1, 5) } else { 0 };
        let at = self.calendar.at(plus(self.day, later), 19, self.dice.words.between(0, 58) as i8);
        let line = if later > 0 { Line::from(noted).at(self.day) } else { noted.into() };
        self.record(at, By::Patient, vec![line]);
    }

    fn stomach_bug(&mut self) {
        let day = open_from(self.day);
        let (Some(seat), Some(index)) = (self.who.prescriber_on(day), self.main_medicine()) else { return };
        let medicine = &self.medicines[index];
        // Not beside another change of the same days.
        if medicine.usual.substance != "lithium" || days_between(medicine.since, self.day) < 14 {
            return;
        }
        let course = medicine.course;
        let back = open_from(plus(day, 3));
        if !self.who.is_in_care(plus(back, 7)) {
            return;
        }
        let held = Held { course, reason: "Vomiting; not to be taken until drinking again.".to_owned(), until: Some(back) };
        self.record(self.calendar.at(day, 8, 22), By::Staff(seat.staff), vec![Event::MedicationHeld(held).into()]);
        self.record(
            self.calendar.at(back, 8, 14),
            By::Staff(seat.staff),
            vec![Event::MedicationResumed(Resumed { course }).into()],
        );
    }

    fn new_address(&mut self) {
        let mut person = self.who.person.clone();
        person.street = format!("{} {}", self.dice.words.between(1, 240), self.dice.words.pick(STREETS));
        let at = self.calendar.at(open_from(self.day), 9, 48);
        let desk = self.desk();
        self.record(at, desk, vec![Event::DetailsChanged(DetailsChanged { person: person.demographics() }).into()]);
    }

    fn letter(&mut self) {
        let document = DocumentFiled {
            title: "Letter from the family doctor".to_owned(),
            document_kind: "Referral".to_owned(),
            text: Some("Thank you for seeing this patient. No other illness of note. Blood count and thyroid were unremarkable in the spring.".to_owned()),
            written_by: "family doctor".to_owned(),
        };
        let at = self.calendar.at(open_from(self.day), 13, 35);
        let care_manager = self.care_manager();
        self.record(at, care_manager, vec![Event::DocumentFiled(document).into()]);
    }
}
