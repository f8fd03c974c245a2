//! Oskar: off an MAOI at last, with two weeks of nothing before the next antidepressant may begin.

use super::{
    pen::{Pen, ago, ahead, step},
    tablets::{Tablets, hundredths, mg, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::pressure,
    track::Track,
};
use concord_chart::{When, steps::StepsKind, task::TaskKind};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Oskar",
        family: "Brennan",
        born: date(1976, 5, 14),
        gender: "M",
        place: "north-hill",
        track: Track::DepressionMedicine,
        weeks: 26,
        visit: Some(with("joan.abernethy", 13, 30)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Tranylcypromine has stopped helping; he wants to eat cheese again.",
        ("Major depressive disorder, recurrent, moderate", "F33.1", When::Year(2004)),
    );
    let first = times(mg(10, "morning, noon and afternoon"), 3);
    let course = pen.takes(When::Year(2020), Tablets::of("tranylcypromine", "Tranylcypromine", first, "lifting mood"));
    pen.measured(ago(40), vec![pressure(116, 72)]);
    let basis =
        "own steps down; then 14 days without, as the labels of both ask; sertraline 50 mg from 8 September at the earliest";
    let steps = vec![
        step(ago(14), times(mg(10, "morning and noon"), 2)),
        step(ago(7), mg(10, "in the morning")),
        step(ahead(4), hundredths(0, "")),
    ];
    pen.plans(ago(21), course, StepsKind::Switch, basis, None, steps);
    pen.confirms(course, ago(14), times(mg(10, "morning and noon"), 2));
    pen.confirms(course, ago(7), mg(10, "in the morning"));
    let what = "Begin sertraline 50 mg: not before 14 days without tranylcypromine have passed";
    pen.task(ago(7), TaskKind::ConfirmStep, None, what, Some(course), "joan.abernethy", ahead(19));
    pen.visit(
        ago(21),
        "Three weeks down, two weeks without anything, then sertraline. Diet and cough-syrup rules hold until 8 September.",
    );
    pen.comes_again(ahead(4));
}
