//! Petra: lamotrigine beside valproate, at half of everybody else's steps. The second step was due two days ago.

use super::{
    pen::{Pen, ago, ahead, step},
    tablets::{Tablets, every_second_day, mg, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{alt, platelets, valproate_level},
    staff::Skill,
    track::Track,
};
use concord_chart::{When, circumstance::Circumstance, steps::StepsKind};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Petra",
        family: "Hollander",
        born: date(1971, 2, 19),
        place: "old-mill",
        track: Track::Bipolar,
        weeks: 40,
        practice: Some(Skill::ArtTherapy),
        visit: Some(with("meiling.zhao", 10, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Bipolar disorder; lows come back each winter in spite of valproate.",
        ("Bipolar disorder", "F31.9", When::Year(1998)),
    );
    let valproate = Tablets::of("valproate", "Divalproex", times(mg(500, "morning and night"), 2), "keeping mood steady");
    let valproate = pen.takes(When::Year(2016), valproate);
    let came = pen.came();
    pen.circumstance(came, Circumstance::CanBecomePregnant { yes: false });
    pen.measured(ago(200), vec![valproate_level(82), platelets(176), alt(31)]);
    pen.measured(ago(24), vec![valproate_level(88), platelets(164), alt(29)]);
    pen.fills(valproate, 90, 2, &[ago(260), ago(178), ago(84)]);
    let first = every_second_day(mg(25, "in the morning"));
    let lamotrigine = pen.takes(ago(16), Tablets::of("lamotrigine", "Lamotrigine", first, "fewer lows"));
    let steps = vec![
        step(ago(2), mg(25, "in the morning")),
        step(ahead(12), mg(50, "in the morning")),
        step(ahead(19), mg(100, "in the morning")),
    ];
    pen.plans(ago(16), lamotrigine, StepsKind::Titration, "label of lamotrigine, with valproate", Some(valproate), steps);
    pen.fills(lamotrigine, 28, 1, &[ago(15)]);
    pen.visit(ago(16), "Lamotrigine beside valproate in the small steps; any rash: stop and call the same day.");
    pen.comes_again(ahead(12));
}
