//! Ayla: valproate keeps her steady, and she would like a child. She asked last night for something else.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, hundredths, mg},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{alt, platelets, valproate_level, weight},
    track::Track,
};
use concord_chart::{When, change_request::Wish, circumstance::Circumstance};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Ayla",
        family: "Demirci",
        born: date(1996, 12, 1),
        languages: &["English", "Turkish"],
        track: Track::Bipolar,
        weeks: 44,
        visit: Some(with("amara.osei", 11, 30)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives("Bipolar disorder; moved here after her studies.", ("Bipolar disorder", "F31.9", When::Year(2018)));
    let valproate = Tablets::of("valproate", "Divalproex ER", mg(1_000, "at night"), "keeping mood steady");
    let valproate = pen.takes(When::Year(2021), valproate);
    pen.takes(When::Month(2026, 7), Tablets::beside("Folic acid", hundredths(40, "in the morning"), "before a pregnancy"));
    let came = pen.came();
    pen.circumstance(came, Circumstance::CanBecomePregnant { yes: true });
    pen.circumstance(came, Circumstance::Contraception { words: "condoms".to_owned() });
    pen.measured(ago(300), vec![valproate_level(78), platelets(221), alt(24), weight(642)]);
    pen.measured(ago(120), vec![valproate_level(84), platelets(198), alt(28), weight(668)]);
    pen.fills(valproate, 30, 2, &[ago(182), ago(150), ago(119), ago(91), ago(58), ago(30)]);
    pen.visit(ago(119), "Well for two years. Married in May; a child is for later, she says.");
    pen.circumstance(ago(30), Circumstance::PregnancyWanted { yes: true });
    let words = "We want a child next year. I read that this one is dangerous for it. What else is there?";
    pen.asks(ago(1), valproate, Wish::Different, words);
    pen.comes_again(ago(-1));
}
