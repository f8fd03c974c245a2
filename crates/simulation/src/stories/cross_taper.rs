//! Kwame: sertraline goes down while venlafaxine goes up, with a gene result that slows the one that comes.

use super::{
    pen::{Pen, ago, ahead, step},
    tablets::{Tablets, hundredths, mg},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::pressure,
    track::Track,
};
use concord_chart::{When, circumstance::Circumstance, steps::StepsKind};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Kwame",
        family: "Lindholm",
        born: date(1980, 8, 2),
        gender: "M",
        track: Track::DepressionMedicine,
        weeks: 20,
        visit: Some(with("rafael.quintero", 11, 0)),
        ..NOBODY
    }
}

const WHEN: &str = "in the morning";

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Low for a year, half better on sertraline.",
        ("Major depressive disorder, single episode, moderate", "F32.1", When::Month(2025, 7)),
    );
    let old = pen.takes(pen.came(), Tablets::of("sertraline", "Sertraline", mg(50, WHEN), "lifting mood"));
    pen.changes(ago(112), old, mg(100, WHEN), "Not enough at week 4.");
    pen.changes(ago(70), old, mg(150, WHEN), "Half better.");
    let gene = |gene: &str, phenotype: &str, words: &str| Circumstance::Gene {
        gene: gene.to_owned(),
        phenotype: phenotype.to_owned(),
        words: words.to_owned(),
    };
    pen.circumstance(ago(30), gene("CYP2D6", "poor metabolizer", "*4/*4"));
    pen.circumstance(ago(30), gene("CYP2C19", "normal metabolizer", "*1/*1"));
    let new = pen.takes(ago(10), Tablets::of("venlafaxine", "Venlafaxine XR", hundredths(3_750, WHEN), "lifting mood"));
    let basis = "own steps over four weeks";
    let down = vec![step(ago(10), mg(100, WHEN)), step(ahead(4), mg(50, WHEN)), step(ahead(18), hundredths(0, ""))];
    pen.plans(ago(10), old, StepsKind::CrossTaper, basis, Some(new), down);
    pen.confirms(old, ago(10), mg(100, WHEN));
    let up = vec![step(ahead(4), mg(75, WHEN)), step(ahead(18), mg(150, WHEN))];
    pen.plans(ago(10), new, StepsKind::CrossTaper, basis, Some(old), up);
    pen.measured(ago(10), vec![pressure(132, 84)]);
    pen.fills(old, 30, 1, &[ago(138), ago(109), ago(80), ago(49), ago(15)]);
    pen.visit(
        ago(10),
        "Sertraline down while venlafaxine goes up. Blood pressure at each step; sweating, jerks or fever: call at once.",
    );
    pen.comes_again(ahead(4));
}
