//! Medicines as they are given here: which, in which steps, how they are felt, and whether they are taken.

use crate::{
    calendar::{TODAY, days_between},
    course_of_illness::AtWork,
    deed::By,
    life::Life,
    roster::Leaving,
    track::Track,
};
use concord_chart::{
    CourseId, Event, SubstanceId,
    medication::{Dosing, Started, StopReason, Stopped},
    quantity::Dose,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// How a medicine is usually given here. Every step lies within the range that the formulary gives; a test says so.
#[derive(Debug)]
pub(crate) struct Usual {
    pub substance: &'static str,
    /// Milligrams a day, from the first step up.
    pub steps: &'static [u16],
    pub per_day: u8,
    pub when: &'static str,
    pub purpose: &'static str,
    /// How it is felt when it bothers.
    pub felt: &'static [&'static str],
}

const fn usual(
    substance: &'static str,
    steps: &'static [u16],
    per_day: u8,
    when: &'static str,
    purpose: &'static str,
    felt: &'static [&'static str],
) -> Usual {
    Usual { substance, steps, per_day, when, purpose, felt }
}

const LIFT: &str = "lifting mood and energy";
const CALM: &str = "less worry";

pub(crate) static FORMULARY: &[Usual] = &[
    usual(
        "sertraline",
        &[50, 100, 150, 200],
        1,
        "in the morning",
        LIFT,
        &["Queasy after breakfast", "Loose stomach", "Sweating at night", "Legs will not rest"],
    ),
    usual("escitalopram", &[10, 20], 1, "in the morning", CALM, &["Yawning all day", "Sleepy after lunch", "No interest in sex"]),
    usual("citalopram", &[20, 40], 1, "in the morning", LIFT, &["Dry mouth", "Sweating", "Tired"]),
    usual("fluoxetine", &[20, 40, 60], 1, "in the morning", LIFT, &["Jittery", "Sleep is thin", "Headache"]),
    usual(
        "venlafaxine",
        &[75, 150, 225],
        1,
        "in the morning",
        LIFT,
        &["Sweating through shirts", "Heart pounds on the stairs", "Constipated"],
    ),
    usual("duloxetine", &[40, 60, 120], 1, "in the morning", LIFT, &["No appetite", "Sick in the car", "Sleepy"]),
    usual("bupropion", &[150, 300, 450], 1, "in the morning", LIFT, &["Wired in the evening", "Dry mouth", "Ringing ears"]),
    usual(
        "mirtazapine",
        &[15, 30, 45],
        1,
        "at night",
        "sleep and mood",
        &["Hungry all evening", "Groggy until ten", "Heavy dreams"],
    ),
    usual("vortioxetine", &[10, 20], 1, "in the morning", LIFT, &["Queasy for an hour", "Itching"]),
    usual("buspirone", &[15, 30, 45], 2, "morning and evening", CALM, &["Dizzy when I stand up", "Light-headed"]),
    usual(
        "aripiprazole",
        &[2, 5, 10],
        1,
        "in the morning",
        "helping the other medicine",
        &["Cannot sit still", "Restless inside"],
    ),
    usual(
        "quetiapine",
        &[50, 100, 200, 300],
        1,
        "at night",
        "steady mood and sleep",
        &["Heavy in the morning", "Always hungry", "Dizzy at night"],
    ),
    usual(
        "lamotrigine",
        &[25, 50, 100, 200],
        1,
        "in the morning",
        "keeping mood steady",
        &["Headache", "Clumsy", "Cannot find words"],
    ),
    usual(
        "lithium",
        &[900, 1_200],
        1,
        "at night",
        "keeping mood steady",
        &["Hands shake", "Thirsty all the time", "Everything tastes of metal"],
    ),
    usual("lurasidone", &[20, 40, 60], 1, "with supper", "lifting mood", &["Restless legs", "Sick after supper"]),
    usual(
        "methylphenidate",
        &[20, 40, 60],
        2,
        "morning and noon",
        "holding attention",
        &["No appetite at noon", "Heart races", "Flat in the evening"],
    ),
    usual(
        "lisdexamfetamine",
        &[30, 50, 70],
        1,
        "in the morning",
        "holding attention",
        &["No appetite", "Grinding teeth", "Awake till two"],
    ),
    usual("atomoxetine", &[40, 80, 100], 1, "in the morning", "holding attention", &["Dry mouth", "Queasy", "Tired"]),
    usual("prazosin", &[1, 2, 4, 6], 1, "at night", "fewer nightmares", &["Dizzy when I get up", "Stuffy nose"]),
];

/// The usual way of giving a substance of the list above.
pub(crate) fn usual_of(substance: &str) -> &'static Usual {
    FORMULARY.iter().find(|usual| usual.substance == substance).unwrap_or(&FORMULARY[0])
}

impl Usual {
    pub fn name(&self) -> String {
        let mut letters = self.substance.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    pub fn dosing(&self, step: usize, at_night: bool) -> Dosing {
        let daily = Decimal::from(self.steps[step.min(self.steps.len() - 1)]);
        let per_day = Decimal::from(self.per_day);
        Dosing {
            dose: Some(Dose { amount: (daily / per_day).normalize(), unit: "mg".to_owned() }),
            per_day: Some(per_day),
            time_words: if at_night { "at night".to_owned() } else { self.when.to_owned() },
            as_needed: false,
        }
    }
}

/// A medicine that is being taken.
#[derive(Debug)]
pub(crate) struct Medicine {
    pub course: CourseId,
    pub usual: &'static Usual,
    pub step: usize,
    pub at_night: bool,
    pub began: Date,
    /// Since when at this step.
    pub since: Date,
    /// How much of its effect is there, 0 to about 1.
    pub effect: f64,
    /// How much it bothers, 0 to 6.
    pub burden: f64,
    /// How much this person is bothered by it at all.
    tender: f64,
    /// Added to another because that was not enough.
    pub added: bool,
    /// People have said that it works.
    pub judged: bool,
    pub ended: bool,
    /// Coming steps were agreed.
    pub planned: bool,
    /// Today's dose, once the day is over.
    pub taken_today: bool,
}

impl Medicine {
    pub fn dosing(&self) -> Dosing {
        self.usual.dosing(self.step, self.at_night)
    }

    /// Goes to another step (or another time of day): the body notices.
    pub fn change(&mut self, step: usize, day: Date) {
        let up = step > self.step;
        self.step = step;
        self.since = day;
        self.burden = if up { (self.burden + self.tender * 1.5).min(6.0) } else { self.burden * 0.5 };
    }

    fn one_day(&mut self, taken: bool) {
        self.taken_today = taken;
        let top = (self.usual.steps.len() - 1).max(1) as f64;
        let worth = if taken { 0.72 + 0.33 * self.step as f64 / top } else { 0.0 };
        self.effect += (worth - self.effect) * 0.05;
        self.burden += (self.tender * 0.4 - self.burden) * 0.06;
    }
}

/// What somebody is begun on.
pub(crate) fn first_choice(track: Track, chance: &mut crate::chance::Chance) -> &'static str {
    let from: &[(&str, u32)] = match track {
        Track::AnxietyBoth => &[
            ("escitalopram", 34),
            ("sertraline", 30),
            ("venlafaxine", 10),
            ("duloxetine", 8),
            ("buspirone", 10),
            ("fluoxetine", 8),
        ],
        Track::Dbt => &[("fluoxetine", 34), ("sertraline", 30), ("lamotrigine", 22), ("aripiprazole", 14)],
        Track::Bipolar => &[("lithium", 50), ("lamotrigine", 28), ("quetiapine", 14), ("lurasidone", 8)],
        Track::Adhd => &[("methylphenidate", 50), ("lisdexamfetamine", 30), ("atomoxetine", 20)],
        Track::Trauma => &[("sertraline", 70), ("venlafaxine", 30)],
        Track::Couple | Track::Family => &[("sertraline", 50), ("escitalopram", 50)],
        _ => &[
            ("sertraline", 28),
            ("escitalopram", 22),
            ("fluoxetine", 12),
            ("citalopram", 8),
            ("venlafaxine", 8),
            ("duloxetine", 6),
            ("bupropion", 8),
            ("mirtazapine", 5),
            ("vortioxetine", 3),
        ],
    };
    chance.weighted(from)
}

impl Life<'_> {
    /// Begins a medicine: the event, and the state that goes with it.
    pub fn begin_medicine(&mut self, substance: &str, prescriber: &str, added: bool) -> Event {
        let usual = usual_of(substance);
        let course = CourseId(self.names.id());
        let tender = if self.dice.medicine.happens(0.3) {
            self.dice.medicine.within(1.8, 3.3)
        } else {
            self.dice.medicine.within(0.2, 1.6)
        };
        let medicine = Medicine {
            course,
            usual,
            step: 0,
            at_night: usual.when == "at night",
            began: self.day,
            since: self.day,
            effect: 0.0,
            burden: tender,
            tender,
            added,
            judged: false,
            ended: false,
            planned: false,
            taken_today: false,
        };
        let started = Event::MedicationStarted(Started {
            course,
            substance: Some(SubstanceId::from(usual.substance)),
            name: usual.name(),
            coding: Vec::new(),
            dosing: medicine.dosing(),
            route: Some("by mouth".to_owned()),
            purpose: usual.purpose.to_owned(),
            prescriber: prescriber.to_owned(),
            from_elsewhere: false,
        });
        self.medicines.push(medicine);
        started
    }

    /// The medicine that the plan rests on.
    pub fn main_medicine(&self) -> Option<usize> {
        self.medicines.iter().position(|medicine| !medicine.ended && !medicine.added)
    }

    /// The heaviest burden of any medicine today.
    pub fn burden(&self) -> f64 {
        self.medicines.iter().filter(|medicine| !medicine.ended).map(|medicine| medicine.burden).fold(0.0, f64::max)
    }

    /// Whether each medicine was taken today, and what that does.
    pub fn doses_of_the_day(&mut self) {
        let care = self.phone.careful;
        for medicine in self.medicines.iter_mut().filter(|medicine| !medicine.ended) {
            let taken = self.dice.medicine.happens(care - medicine.burden * 0.018);
            medicine.one_day(taken);
        }
    }

    /// What treatments do today.
    pub fn at_work(&self) -> AtWork {
        let current = self.medicines.iter().filter(|medicine| !medicine.ended);
        let medicine = current.map(|medicine| if medicine.added { medicine.effect * 0.35 } else { medicine.effect }).sum::<f64>();
        AtWork {
            medicine: medicine.min(1.25),
            talking: self.talking.as_ref().map_or(0.0, |talking| talking.effect),
            practice: self.classes.as_ref().map_or(0.0, |classes| classes.effect),
        }
    }

    pub fn stop_medicine(&mut self, index: usize, reason: StopReason, words: &str) -> Event {
        self.medicines[index].ended = true;
        Event::MedicationStopped(Stopped { course: self.medicines[index].course, reason, words: words.to_owned() })
    }

    /// At the end of care the family doctor goes on prescribing, or the medicine ends.
    pub fn end_medicines(&mut self, how: Leaving) {
        let Some(seat) = self.who.prescriber_on(self.day) else { return };
        if how != Leaving::Finished || days_between(self.day, TODAY) < 0 {
            return;
        }
        let current: Vec<usize> = (0..self.medicines.len()).filter(|index| !self.medicines[*index].ended).collect();
        let lines: Vec<_> = current
            .into_iter()
            .map(|index| self.stop_medicine(index, StopReason::Completed, "Tapered over the last weeks.").into())
            .collect();
        self.record(self.at(11, 20), By::Staff(seat.staff), lines);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_step_lies_within_the_range_that_the_formulary_gives() {
        for usual in FORMULARY {
            let entry = concord_knowledge::shipped().substance(&SubstanceId::from(usual.substance)).unwrap();
            let low = entry.doses.iter().map(|range| range.start).min().unwrap();
            let high = entry.doses.iter().map(|range| range.max).max().unwrap();
            for step in usual.steps {
                let dose = Decimal::from(*step);
                assert!(dose >= low && dose <= high, "{} {step} mg: {low} to {high}", usual.substance);
            }
        }
    }

    #[test]
    fn two_administrations_share_the_dose_of_the_day() {
        assert_eq!(usual_of("buspirone").dosing(0, false).words(), "7.5 mg twice a day morning and evening");
        assert_eq!(usual_of("mirtazapine").dosing(1, true).words(), "30 mg at night");
    }
}
