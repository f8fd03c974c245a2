//! One person's years with the practice, day by day, as a script of what everybody does.

use crate::{
    answers::Leaning,
    beside::Beside,
    calendar::{Calendar, TODAY, is_open, open_from, plus},
    chance::Chance,
    complementary::Classes,
    corrections::Slips,
    course_of_illness::Illness,
    deed::{Act, By, Deed, Label, Line},
    measures::Bench,
    medication::Medicine,
    phone::Phone,
    questionnaires::Asking,
    roster::Enrolled,
    staff::StaffNumber,
    therapy::Talking,
    visits::Visits,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use uuid::Uuid;

/// One stream of dice for each part of a life, so that a change in one leaves the others as they were.
pub(crate) struct Dice {
    pub illness: Chance,
    pub answers: Chance,
    pub medicine: Chance,
    pub visits: Chance,
    pub therapy: Chance,
    pub practice: Chance,
    pub phone: Chance,
    pub safety: Chance,
    pub words: Chance,
}

impl Dice {
    fn new(seed: u64) -> Self {
        let dice = |label| Chance::new(seed, label);
        Self {
            illness: dice("illness"),
            answers: dice("answers"),
            medicine: dice("medicine"),
            visits: dice("visits"),
            therapy: dice("therapy"),
            practice: dice("practice"),
            phone: dice("phone"),
            safety: dice("safety"),
            words: dice("words"),
        }
    }
}

/// Names for what a script makes: courses, sessions, visits, and events that are named again later.
pub(crate) struct Names {
    chance: Chance,
    labels: u32,
}

impl Names {
    pub fn new(seed: u64) -> Self {
        Self { chance: Chance::new(seed, "names of things"), labels: 0 }
    }

    pub fn id(&mut self) -> Uuid {
        let value = (u128::from(self.chance.bits()) << 64) | u128::from(self.chance.bits());
        uuid::Builder::from_random_bytes(value.to_be_bytes()).into_uuid()
    }

    pub fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels)
    }
}

/// A life as far as it has been lived.
pub(crate) struct Life<'a> {
    pub who: &'a Enrolled,
    pub calendar: &'a Calendar,
    /// False in a light history: no phone, no notes, no arrivals.
    pub full: bool,
    /// The day that is being lived.
    pub day: Date,
    pub deeds: Vec<Deed>,
    pub dice: Dice,
    pub names: Names,
    pub illness: Illness,
    pub leaning: Leaning,
    pub asking: Asking,
    pub medicines: Vec<Medicine>,
    pub visits: Visits,
    pub talking: Option<Talking>,
    pub classes: Option<Classes>,
    pub phone: Phone,
    pub beside: Beside,
    pub bench: Bench,
    pub slips: Slips,
}

impl<'a> Life<'a> {
    fn begin(who: &'a Enrolled, calendar: &'a Calendar, full: bool) -> Self {
        let mut dice = Dice::new(who.seed);
        let illness = Illness::begin(who.track, who.scene, &mut dice.illness);
        let leaning = Leaning::draw(&mut dice.answers);
        let phone = Phone::draw(who, &mut dice.phone);
        Self {
            who,
            calendar,
            full,
            day: who.from,
            deeds: Vec::new(),
            names: Names::new(who.seed),
            illness,
            leaning,
            asking: Asking::begin(who),
            medicines: Vec::new(),
            visits: Visits::default(),
            talking: None,
            classes: None,
            phone,
            beside: Beside::draw(who),
            bench: Bench::default(),
            slips: Slips::default(),
            dice,
        }
    }

    fn live(mut self) -> Vec<Deed> {
        self.arrive();
        while self.day <= TODAY && self.who.is_in_care(self.day) {
            self.live_day();
            self.day = plus(self.day, 1);
        }
        if let Some((day, how)) = self.who.until {
            // The practice notes it the next open morning, when everything of the last day is written down.
            self.day = open_from(plus(day, 1));
            self.leave(how);
        }
        self.correct();
        let now = self.calendar.now();
        self.deeds.retain(|deed| deed.at <= now);
        self.deeds.sort_by_key(|deed| deed.at);
        self.deeds
    }

    fn live_day(&mut self) {
        let at_work = self.at_work();
        self.illness.step(at_work, &mut self.dice.illness);
        self.something_happens();
        self.questionnaires_of_the_day();
        self.change_of_prescriber();
        self.visit_of_the_day();
        self.session_of_the_day();
        self.class_of_the_day();
        self.doses_of_the_day();
        self.phone_of_the_day();
        self.beside_of_the_day();
        self.diary_card_of_the_day();
    }

    /// A time on the day that is being lived.
    pub fn at(&self, hour: i8, minute: i8) -> Timestamp {
        self.calendar.at(self.day, hour, minute)
    }

    pub fn deed(&mut self, at: Timestamp, by: By, act: Act) {
        self.deeds.push(Deed { at, by, act });
    }

    pub fn record(&mut self, at: Timestamp, by: By, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.deed(at, by, Act::Record(lines));
        }
    }

    pub fn look(&mut self, at: Timestamp, by: StaffNumber) {
        if self.full {
            self.deed(at, By::Staff(by), Act::Look);
        }
    }

    /// Who answers for everything in between.
    pub fn care_manager(&self) -> By {
        By::Staff(self.who.care_manager)
    }

    pub fn desk(&self) -> By {
        By::Staff(crate::staff::desk_of(self.who.person.place))
    }

    /// An open day from this many days on.
    pub fn open_day_in(&self, days: i64) -> Date {
        open_from(plus(self.day, days))
    }

    /// When somebody at the practice gets to it: soon, in opening hours, else the next open morning.
    pub fn attended_to(&mut self, day: Date, hour: i8, minutes_later: i64) -> Timestamp {
        if is_open(day) && (8..16).contains(&hour) {
            return minutes_after(self.calendar.at(day, hour, 20), minutes_later);
        }
        let next = if is_open(day) && hour < 8 { day } else { open_from(plus(day, 1)) };
        minutes_after(self.calendar.at(next, 8, 3), minutes_later.min(40))
    }
}

/// This many minutes later (or earlier).
pub(crate) fn minutes_after(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(minutes.minutes()).unwrap_or(at)
}

/// The script of a drawn life, in order of time.
pub(crate) fn live(who: &Enrolled, calendar: &Calendar, full: bool) -> Vec<Deed> {
    Life::begin(who, calendar, full).live()
}
