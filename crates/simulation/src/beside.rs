//! What stands beside the prescriptions of ordinary lives: what is bought, drunk and smoked, what the pharmacy handed out,
//! who may become pregnant, what gets in the way, and the wish to take less of it or none.

use crate::{
    calendar::{TODAY, is_open, open_from, plus},
    chance::Chance,
    deed::{Act, By, Line, What},
    life::{Life, minutes_after},
    roster::Enrolled,
    words,
};
use concord_chart::{
    CourseId, Event, EventId, When,
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    change_request::{ChangeAsked, Wish},
    circumstance::{Circumstance, CircumstanceNoted},
    dispensing::Dispensed,
    medication::{Dosing, KnownFrom, Started},
    quantity::Dose,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Something that is bought: name, milligrams, how often a day (0: when needed), when.
type Bought = (&'static str, i64, i64, &'static str);

/// Supplements and things without a prescription, and how many of a hundred take them.
const BOUGHT: &[(Bought, u32)] = &[
    (("Omega-3", 1_000, 1, "with supper"), 18),
    (("Melatonin", 3, 1, "at night"), 18),
    (("Ibuprofen", 400, 0, ""), 14),
    (("Cetirizine", 10, 1, "in the morning"), 9),
    (("Diphenhydramine", 25, 0, "at night"), 8),
    (("Omeprazole", 20, 1, "in the morning"), 8),
    (("Acetaminophen", 500, 0, ""), 8),
    (("Ashwagandha", 300, 1, "at night"), 6),
    (("Valerian", 450, 1, "at night"), 5),
    (("St John's wort", 300, 2, "morning and evening"), 3),
    (("Collagen powder", 5_000, 1, "in the morning"), 3),
];

/// How fills of somebody's medicine come in.
#[derive(Debug)]
pub(crate) struct Beside {
    dice: Chance,
    /// The pharmacy tells the practice.
    pharmacy_tells: bool,
    /// How many days early (below zero) or late somebody fetches it, in the middle.
    punctual: i64,
    next_fill: Option<(CourseId, Date)>,
    barrier: Option<(EventId, Date)>,
    asked: Option<Date>,
}

impl Beside {
    pub fn draw(who: &Enrolled) -> Self {
        let mut dice = Chance::new(who.seed, "beside");
        let pharmacy_tells = dice.happens(0.45);
        let punctual = dice.weighted(&[(-4, 20), (0, 45), (3, 20), (9, 15)]);
        Self { dice, pharmacy_tells, punctual, next_fill: None, barrier: None, asked: None }
    }
}

impl Life<'_> {
    /// What is told at the first visit when somebody asks about everything that is taken, drunk and smoked.
    pub fn beside_at_first_visit(&mut self, lines: &mut Vec<Line>) {
        if !self.full {
            return;
        }
        let year = self.who.from.year();
        if self.beside.dice.happens(0.42) {
            let (name, mg, per_day, when) = self.beside.dice.weighted(BOUGHT);
            let dosing = Dosing {
                dose: Some(Dose::mg(mg)),
                per_day: (per_day > 0).then(|| Decimal::from(per_day)),
                time_words: when.to_owned(),
                as_needed: per_day == 0,
            };
            let since = year - self.beside.dice.between(1, 3) as i16;
            lines.push(self.taken_beside(name, dosing, When::Year(since)));
        }
        for (share, name, habits) in [
            (0.34, "Alcohol", &["a glass of wine at weekends", "two beers most evenings", "seldom"]),
            (0.15, "Cigarettes", &["about 10 a day", "a pack a day", "at parties"]),
        ] {
            if self.beside.dice.happens(share) {
                let habit = self.beside.dice.pick(habits).to_owned();
                let dosing = Dosing { dose: None, per_day: None, time_words: habit, as_needed: false };
                let since = year - self.beside.dice.between(4, 20) as i16;
                lines.push(self.taken_beside(name, dosing, When::Year(since)));
            }
        }
        if self.who.person.sex == "F" && (18..50).contains(&self.who.person.age()) && self.beside.dice.happens(0.6) {
            let note = |what| Line::from(Event::CircumstanceNoted(CircumstanceNoted { what }));
            let words = self.beside.dice.pick(&["combined pill", "copper coil", "condoms", "none", "hormone coil"]).to_owned();
            lines.push(note(Circumstance::CanBecomePregnant { yes: true }));
            lines.push(note(Circumstance::Contraception { words }));
        }
    }

    fn taken_beside(&mut self, name: &str, dosing: Dosing, since: When) -> Line {
        let started = Started {
            course: CourseId(self.names.id()),
            substance: None,
            name: name.to_owned(),
            coding: Vec::new(),
            dosing,
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: true,
        };
        Line::from(Event::MedicationStarted(started)).at(since)
    }

    /// The pharmacy, an obstacle, a wish: what a day brings for those who take something.
    pub fn beside_of_the_day(&mut self) {
        if !self.full {
            return;
        }
        let Some(index) = self.main_medicine() else { return };
        let (course, began) = (self.medicines[index].course, self.medicines[index].began);
        if began >= self.day {
            return;
        }
        self.fetch(course);
        self.obstacle(course);
        self.wish(course);
    }

    /// Thirty days at a time, early or late as the person is.
    fn fetch(&mut self, course: CourseId) {
        let beside = &mut self.beside;
        if !beside.pharmacy_tells {
            return;
        }
        let next = beside.next_fill.filter(|(known, _)| *known == course).map(|(_, day)| day);
        if next.is_some_and(|day| self.day < day) {
            return;
        }
        let days = 30 + beside.punctual + beside.dice.between(-2, 3);
        beside.next_fill = Some((course, plus(self.day, days)));
        let dispensed = Dispensed {
            course,
            on: self.day,
            quantity: Some(Decimal::from(30)),
            unit: "tablet".to_owned(),
            days_supply: Some(30),
            place: "Ferry Street Pharmacy".to_owned(),
            known_from: KnownFrom::Fill,
        };
        let known = self.calendar.at(open_from(plus(self.day, 1)), 9, 14);
        let care_manager = self.care_manager();
        self.record(known, care_manager, vec![Event::Dispensed(dispensed).into()]);
    }

    /// Something gets in the way of taking it, and some weeks later mostly no more.
    fn obstacle(&mut self, course: CourseId) {
        if !is_open(self.day) {
            return;
        }
        if let Some((barrier, until)) = self.beside.barrier {
            if until <= self.day {
                self.beside.barrier = None;
                let resolved = Event::BarrierResolved(BarrierResolved {
                    barrier,
                    words: "A box for the week, filled on Sundays.".to_owned(),
                });
                let (at, care_manager) = (self.at(16, 21), self.care_manager());
                self.record(at, care_manager, vec![resolved.into()]);
            }
            return;
        }
        if !self.beside.dice.happens(0.0016) {
            return;
        }
        let reasons = [BarrierReason::Forgot, BarrierReason::Cost, BarrierReason::Worry, BarrierReason::SideEffects];
        let reason = self.beside.dice.pick(&reasons);
        let id = EventId(self.names.id());
        self.beside.barrier = Some((id, plus(self.day, self.beside.dice.between(12, 60))));
        let words = self.beside.dice.pick(words::LEFT_OUT).to_owned();
        let owner = Some(self.who.care_manager.member().id());
        let review_on = Some(open_from(plus(self.day, 14)));
        let noted = Event::BarrierNoted(BarrierNoted { course: Some(course), reason, words, owner, review_on });
        let (at, care_manager) = (self.at(15, 33), self.care_manager());
        self.record(at, care_manager, vec![Line::from(noted).with_id(id)]);
    }

    /// The wish to take less of it, or none; answered the next morning.
    fn wish(&mut self, course: CourseId) {
        if self.day >= plus(TODAY, -2) || self.beside.asked.is_some() {
            return;
        }
        if !self.beside.dice.happens(if self.burden() >= 2.2 { 0.006 } else { 0.0006 }) {
            return;
        }
        self.beside.asked = Some(self.day);
        let (wish, words) = self.beside.dice.pick(&[
            (Wish::Stop, "I want to see how I am without it."),
            (Wish::Lower, "Is less of it enough?"),
            (Wish::OtherTime, "Can I take it at night?"),
            (Wish::Different, "Is there one that does not do this to me?"),
        ]);
        let label = self.names.label();
        let asked = ChangeAsked { course, wish, words: words.to_owned(), owner: None, answer_by: None };
        let at = self.at(18, 40);
        self.deed(at, By::Patient, Act::Ask(label, asked));
        let day = open_from(plus(self.day, 1));
        let Some(seat) = self.who.prescriber_on(day) else { return };
        let words = "Thank you for asking before changing anything. Let us talk it through at the next visit; until then, please stay with it.";
        let answer = vec![Line::of(What::AnswerWish { request: label, words: words.to_owned() })];
        self.record(minutes_after(self.calendar.at(day, 8, 31), 2), By::Staff(seat.staff), answer);
    }
}
