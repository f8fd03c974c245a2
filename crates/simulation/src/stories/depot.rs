//! Marisol: a depot injection every four weeks, one of which came late when the bus was cut.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, mg, some, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{cholesterol, hba1c, prolactin, weight},
    track::Track,
};
use concord_chart::{When, barrier::BarrierReason};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Marisol",
        family: "Quigley",
        born: date(1990, 10, 21),
        languages: &["English", "Spanish"],
        place: "old-mill",
        track: Track::DepressionMedicine,
        weeks: 48,
        visit: Some(with("yusuf.imani", 13, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Schizophrenia; chose the injection herself so as not to think of tablets.",
        ("Schizophrenia", "F20.9", When::Year(2015)),
    );
    let every_four_weeks = mg(156, "every 4 weeks, into the upper arm");
    let every_four_weeks = concord_chart::medication::Dosing { per_day: None, ..every_four_weeks };
    let depot =
        Tablets::of("paliperidone", "Paliperidone palmitate, monthly", every_four_weeks, "quiet voices").by("intramuscular");
    let depot = pen.takes(ago(310), depot);
    pen.given(depot, &[ago(310), ago(302), ago(274), ago(246), ago(218), ago(190), ago(162), ago(134), ago(106), ago(61)]);
    let benztropine = Tablets::of("benztropine", "Benztropine", times(mg(1, "morning and night"), 2), "stiff hands");
    pen.takes(ago(246), benztropine);
    pen.takes(When::Year(2012), Tablets::beside("Alcohol", some("beer at weekends"), ""));
    pen.measured(ago(300), vec![weight(702), hba1c(53), cholesterol(181), prolactin(24)]);
    pen.measured(ago(60), vec![weight(761), hba1c(57), cholesterol(203), prolactin(78)]);
    pen.barrier(ago(70), Some(depot), BarrierReason::Access, "The 14 bus was cut; two hours each way now.");
    pen.visit(ago(61), "Six and a half weeks since the last one: bus. Quiet, a little stiff, no period since May.");
    pen.comes_again(ago(-1));
}
