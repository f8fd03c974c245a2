//! Questionnaires: offered in time, answered mostly, sometimes late, declined, forgotten, or with one item left out.

use crate::{
    calendar::{TODAY, days_between, open_from, plus},
    cast::Scene,
    deed::{Act, By, Filled, Label, Line},
    life::Life,
    roster::Enrolled,
    track::Track,
    words,
};
use concord_chart::{
    Event, EventId, GoalId, InstrumentId,
    questionnaire::{Declined, Offered, Respondent},
};
use jiff::{Timestamp, civil::Date};

/// What is asked of somebody, and what they last answered.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    pub due: Option<Date>,
    answer_on: Option<Date>,
    /// Totals of the PHQ-9, in order of time.
    pub totals: Vec<(Date, u8)>,
    /// The last questionnaire that was answered, and when.
    pub last: Option<(Label, Timestamp)>,
    pub condition: Option<EventId>,
    pub goal: Option<GoalId>,
    pub goal_moved: bool,
    pub remission_noted: bool,
    second: &'static str,
    every: i64,
}

impl Asking {
    pub fn begin(who: &Enrolled) -> Self {
        let (second, every) = match who.track {
            Track::Couple | Track::Family | Track::Adhd => ("who-5", 28),
            Track::Bipolar => ("gad-7", 28),
            _ => ("gad-7", 14),
        };
        Self {
            due: Some(who.from),
            answer_on: None,
            totals: Vec::new(),
            last: None,
            condition: None,
            goal: None,
            goal_moved: false,
            remission_noted: false,
            second,
            every,
        }
    }

    pub fn baseline(&self) -> Option<u8> {
        self.totals.first().map(|(_, total)| *total)
    }

    pub fn latest(&self) -> Option<u8> {
        self.totals.last().map(|(_, total)| *total)
    }

    /// Share of the baseline that is gone, 0 to 1; 0 before there are two.
    pub fn better_by(&self) -> f64 {
        match (self.baseline(), self.latest()) {
            (Some(first), Some(latest)) if first > 0 && self.totals.len() > 1 => 1.0 - f64::from(latest) / f64::from(first),
            _ => 0.0,
        }
    }

    /// True when the last two were below the line of remission.
    pub fn well_twice(&self) -> bool {
        self.totals.len() >= 2 && self.totals.iter().rev().take(2).all(|(_, total)| *total < 5)
    }
}

impl Life<'_> {
    /// The care manager offers what is due on a day.
    pub fn offer(&mut self, at: Timestamp, due: Date) {
        let reason = if self.asking.totals.is_empty() { "Where we begin." } else { "How it goes." };
        let offered = |instrument: &str| {
            Event::QuestionnaireOffered(Offered { instrument: InstrumentId::from(instrument), due, reason: reason.to_owned() })
        };
        let mut lines: Vec<Line> = vec![offered("phq-9").into()];
        if self.full {
            lines.push(offered(self.asking.second).into());
        }
        let care_manager = self.care_manager();
        self.record(at, care_manager, lines);
    }

    pub fn questionnaires_of_the_day(&mut self) {
        if self.asking.due == Some(self.day) {
            self.falls_due();
        }
        if self.asking.answer_on == Some(self.day) && !self.is_silent() {
            self.answer_today(None);
        }
        if let (Scene::ItemNineThisMorning { item_9, .. }, TODAY) = (self.who.scene, self.day) {
            self.answer_today(Some(item_9));
        }
    }

    /// The day has come: what will the person do with it, and when is the next?
    fn falls_due(&mut self) {
        let first = self.asking.totals.is_empty();
        let every = if !self.full || days_between(self.who.from, self.day) > 180 { 28 } else { self.asking.every };
        let next = plus(self.day, every);
        let throw = self.dice.answers.between(1, 100);
        let asked_again = match throw {
            _ if first => {
                self.asking.answer_on = Some(plus(self.day, i64::from(throw > 80)));
                2
            }
            1..=84 => {
                let delay = self.dice.answers.weighted(&[(0, 62), (1, 24), (2, 9), (3, 5)]);
                self.asking.answer_on = Some(plus(self.day, delay));
                delay + 1
            }
            85..=87 => {
                self.decline();
                1
            }
            _ => 5,
        };
        self.asking.due = Some(next);
        let day = open_from(plus(self.day, asked_again));
        if day < next {
            let at = self.calendar.at(day, 8, self.dice.answers.between(6, 50) as i8);
            self.offer(at, next);
        }
    }

    /// Some of the cast do not answer these weeks.
    fn is_silent(&self) -> bool {
        let left = days_between(self.day, TODAY);
        match self.who.scene {
            Scene::SilentFor(weeks) => left < weeks * 7,
            Scene::FirstVisit => true,
            Scene::ItemNineThisMorning { .. } => left < 6,
            _ => false,
        }
    }

    fn decline(&mut self) {
        let declined =
            Declined { instrument: InstrumentId::from("phq-9"), reason: self.dice.words.pick(words::DECLINED).to_owned() };
        let minute = self.dice.answers.between(0, 59) as i8;
        let at = self.at(18, minute);
        self.record(at, By::Patient, vec![Event::QuestionnaireDeclined(declined).into()]);
    }

    fn answer_today(&mut self, item_9: Option<u8>) {
        let (hour, minute) = match item_9 {
            Some(_) => (8, 40),
            // On the first day nothing can be answered before one is registered and asked.
            None if self.day == self.who.from => {
                (self.dice.answers.between(12, 21) as i8, self.dice.answers.between(2, 54) as i8)
            }
            None => {
                let (from, to) = self.dice.answers.weighted(&[((7, 8), 35), ((12, 12), 20), ((17, 17), 10), ((18, 21), 35)]);
                (self.dice.answers.between(from, to) as i8, self.dice.answers.between(2, 54) as i8)
            }
        };
        let at = self.at(hour, minute);
        let mut items = self.leaning.phq_9(&self.illness, &mut self.dice.answers);
        if let Some(item_9) = item_9 {
            items[8] = item_9;
        }
        if self.who.scene == Scene::Remission && days_between(self.day, TODAY) < 60 {
            items.fill(0);
        }
        let worst = items[8];
        let answers = self.fill_in(&items, item_9.is_some());
        if answers.iter().all(Option::is_some) {
            self.asking.totals.push((self.day, items.iter().sum()));
        }
        let label = self.submit(at, "phq-9", answers, Some(crate::answers::difficulty(&items)));
        self.asking.last = Some((label, at));
        if self.full {
            self.answer_second(crate::life::minutes_after(at, 3));
        }
        if worst > 0 {
            self.a_dark_answer(label, at, (hour, minute), worst);
        }
        if self.asking.totals.len() > 2 && self.asking.better_by() >= 0.5 {
            let remission = self.asking.well_twice();
            self.notice_getting_better(remission);
        }
    }

    fn answer_second(&mut self, at: Timestamp) {
        let second = self.asking.second;
        let items = match second {
            "who-5" => self.leaning.who_5(&self.illness, &mut self.dice.answers),
            _ => self.leaning.gad_7(&self.illness, &mut self.dice.answers),
        };
        let answers = self.fill_in(&items, false);
        // Some stop after the first questionnaire.
        if self.dice.answers.happens(0.95) {
            self.submit(at, second, answers, None);
        }
    }

    /// One in forty leaves an item out; mostly another than the last.
    fn fill_in(&mut self, items: &[u8], whole: bool) -> Vec<Option<u8>> {
        let mut answers: Vec<Option<u8>> = items.iter().map(|item| Some(*item)).collect();
        if !whole && self.dice.answers.happens(0.025) {
            let left_out = usize::try_from(self.dice.answers.between(0, items.len() as i64 - 1)).unwrap_or(0);
            answers[left_out] = None;
        }
        answers
    }

    pub fn submit(&mut self, at: Timestamp, instrument: &'static str, answers: Vec<Option<u8>>, difficulty: Option<u8>) -> Label {
        let label = self.names.label();
        let spanish = self.who.person.languages.first().is_some_and(|language| language == "Spanish");
        let filled = Filled {
            label,
            instrument,
            answers,
            difficulty,
            respondent: Respondent::Patient,
            language: if spanish { "es" } else { "en" },
        };
        self.deed(at, By::Patient, Act::Answer(filled));
        label
    }
}
