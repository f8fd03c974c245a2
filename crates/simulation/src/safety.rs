//! After an answer above zero on item 9: somebody takes it on, calls, asks the screening questions, writes down what was
//! found out.

use crate::{
    calendar::TODAY,
    cast::Scene,
    deed::{Act, Filled, Label, Line, What},
    life::{Life, minutes_after},
    words,
};
use concord_chart::questionnaire::Respondent;
use jiff::Timestamp;

impl Life<'_> {
    /// The care manager's work on a dark answer.
    pub fn a_dark_answer(&mut self, label: Label, answered: Timestamp, (hour, _): (i8, i8), _worst: u8) {
        let who = self.who;
        let care_manager = self.care_manager();
        let today = match (who.scene, self.day) {
            (Scene::ItemNineThisMorning { taken, .. }, TODAY) => Some(taken),
            _ => None,
        };
        if today == Some(false) {
            return;
        }
        let soon = self.dice.safety.between(6, 55);
        let taken =
            if today.is_some() { self.at(9, 55) } else { self.attended_to(self.day, hour, soon).max(minutes_after(answered, 4)) };
        self.look(minutes_after(taken, -1), who.care_manager);
        let words = self.dice.words.pick(words::TAKING_ON).to_owned();
        self.record(taken, care_manager, vec![Line::of(What::TakeFinding { because: vec![label], words })]);
        if today.is_some() {
            return;
        }
        let talked = minutes_after(taken, self.dice.safety.between(15, 70));
        let mut because = vec![label];
        if self.full && self.dice.safety.happens(0.5) {
            because.extend(self.ask_screening_questions(talked));
        }
        let words = self.dice.words.pick(words::TALKED_THROUGH).to_owned();
        let close =
            because.into_iter().map(|one| Line::of(What::CloseFinding { because: vec![one], words: words.clone() })).collect();
        self.record(minutes_after(talked, 6), care_manager, close);
    }

    /// The screener, read aloud. Answers its label where an answer calls for a closing of its own.
    fn ask_screening_questions(&mut self, at: Timestamp) -> Option<Label> {
        let label = self.names.label();
        let wish = self.dice.safety.happens(0.25);
        // Items 3 to 5 are asked only after a yes to the second, item 7 only after a yes to the sixth.
        let answers = vec![Some(u8::from(wish)), Some(0), None, None, None, Some(0), None];
        let filled = Filled {
            label,
            instrument: "c-ssrs-screen",
            answers,
            difficulty: None,
            respondent: Respondent::Clinician,
            language: "en",
        };
        self.deed(at, self.care_manager(), Act::Answer(filled));
        wish.then_some(label)
    }
}
