//! Ivo: on clozapine and cigarettes, and on Monday he means to stop smoking.

use super::{
    pen::{Pen, ago, ahead},
    tablets::{Tablets, mg, some},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{clozapine_level, hba1c, neutrophils, weight},
    track::Track,
};
use concord_chart::{When, task::TaskKind};
use jiff::civil::date;

/// Neutrophils per microlitre, oldest first, every two weeks.
const COUNTS: &[i64] = &[5_200, 4_800, 4_400, 3_900, 4_100, 1_400, 2_300, 3_100, 3_600, 3_800];

pub(super) fn part() -> Part {
    Part {
        given: "Ivo",
        family: "Marchbanks",
        born: date(1985, 1, 9),
        gender: "M",
        track: Track::DepressionMedicine,
        weeks: 30,
        visit: Some(with("amara.osei", 10, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Schizophrenia; clozapine begun in hospital, discharged last week.",
        ("Schizophrenia", "F20.9", When::Year(2008)),
    );
    let clozapine = Tablets::of("clozapine", "Clozapine", mg(300, "at night"), "quiet voices");
    let clozapine = pen.takes(When::Month(2025, 12), clozapine);
    pen.takes(When::Year(2003), Tablets::beside("Cigarettes", some("15 to 20 a day"), ""));
    for (back, count) in COUNTS.iter().rev().enumerate() {
        pen.measured(ago(8 + 14 * back as i64), vec![neutrophils(*count)]);
    }
    pen.measured(ago(100), vec![clozapine_level(368), weight(912), hba1c(56)]);
    let again = pen.orders(ago(77), "anc", "Neutrophils again within days: 1,400 on Friday", clozapine, "ben.achebe", ago(73));
    pen.done(ago(64), again, "2,300, then 3,100. Had a cold.");
    pen.fills(clozapine, 14, 3, &[ago(92), ago(78), ago(64), ago(50), ago(36), ago(22), ago(8)]);
    pen.visit(ago(50), "Hears them on the bus only. Wants to stop smoking at the end of August.");
    let what = "Ask how the first days without cigarettes are, and how sleepy he is";
    pen.task(ago(8), TaskKind::Call, None, what, Some(clozapine), "ben.achebe", ahead(6));
    pen.comes_again(ahead(5));
}
