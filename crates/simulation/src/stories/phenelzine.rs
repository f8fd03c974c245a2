//! Greta: an MAOI for twelve years, a diet that she knows by heart, and a cough syrup that she bought on Tuesday.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, as_needed, mg, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{pressure, pulse, weight},
    track::Track,
};
use concord_chart::{When, task::TaskKind};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Greta",
        family: "Sandvik",
        born: date(1966, 7, 7),
        place: "north-hill",
        track: Track::DepressionMedicine,
        weeks: 52,
        visit: Some(with("helena.brandvold", 13, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Depression that yielded to nothing but phenelzine; needs somebody who goes on prescribing it.",
        ("Major depressive disorder, recurrent, in remission", "F33.40", When::Year(1995)),
    );
    let phenelzine = Tablets::of("phenelzine", "Phenelzine", times(mg(15, "morning, noon and evening"), 3), "lifting mood");
    let phenelzine = pen.takes(When::Year(2014), phenelzine);
    for (day, upper, lower) in [(ago(360), 118, 74), (ago(180), 114, 72), (ago(60), 112, 70)] {
        pen.measured(day, vec![pressure(upper, lower), pulse(68), weight(704)]);
    }
    pen.fills(phenelzine, 30, 3, &[ago(156), ago(127), ago(96), ago(66), ago(38), ago(7)]);
    pen.visit(ago(60), "Well for years. Blood pressure a little low when she stands up. Knows what she may not eat.");
    pen.takes(ago(2), Tablets::beside("Dextromethorphan", as_needed(mg(20, "")), "a cough"));
    let what = "Ask what she bought for her cough and whether she took it";
    pen.task(ago(1), TaskKind::Call, None, what, Some(phenelzine), "helena.brandvold", ago(0));
    pen.comes_again(ago(-14));
}
