//! Walter: fifteen years of lithium, a knee that hurts and tablets for it from the drugstore. The level rises, the kidney
//! falls, and the last level is fourteen weeks old.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, mg, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{creatinine, egfr, lithium_level, pressure, sodium, tsh, weight},
    track::Track,
};
use concord_chart::{
    When,
    side_effect::{Reported, Severity},
};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Walter",
        family: "Novotny",
        born: date(1961, 11, 3),
        gender: "M",
        track: Track::Bipolar,
        weeks: 70,
        visit: Some(with("amara.osei", 16, 30)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Bipolar disorder, well on lithium since 2011; his doctor retired.",
        ("Bipolar disorder", "F31.9", When::Year(2011)),
    );
    pen.condition("Hypertension", "I10", When::Year(2018));
    let lithium = Tablets::of("lithium", "Lithium carbonate", mg(900, "at night"), "keeping mood steady");
    let lithium = pen.takes(When::Year(2011), lithium);
    let lisinopril =
        Tablets::of("lisinopril", "Lisinopril", mg(20, "in the morning"), "blood pressure").from("his family doctor");
    pen.takes(When::Year(2018), lisinopril);
    let ibuprofen = Tablets::beside("Ibuprofen", times(mg(400, "with meals"), 3), "my knee");
    let came = pen.came();
    pen.visit(came, "Took over lithium, the list of levels and the kidney values. Well; wants to stay so.");
    for (day, level, gfr, crea) in [(ago(480), 70, 79, 101), (ago(298), 74, 72, 109), (ago(186), 81, 64, 121)] {
        let results = vec![lithium_level(level), egfr(gfr), creatinine(crea), tsh(28), sodium(139)];
        pen.measured(day, results);
    }
    pen.measured(ago(98), vec![lithium_level(96)]);
    pen.measured(ago(20), vec![egfr(52), creatinine(146), sodium(137)]);
    for (day, kilos) in [(came, 884), (ago(186), 897), (ago(62), 893)] {
        pen.measured(day, vec![weight(kilos), pressure(138, 84)]);
    }
    pen.visit(ago(186), "Well. Level 0.81 after a hot summer; drinks more now. Same dose.");
    pen.visit(ago(62), "Well. Hurt his knee in the garden.");
    pen.takes(ago(36), ibuprofen);
    pen.fills(lithium, 30, 3, &[ago(151), ago(120), ago(93), ago(60), ago(33), ago(3)]);
    let told = Reported {
        words: "My hands shake when I pour coffee, more each week".to_owned(),
        course: Some(lithium),
        burden: 3,
        since: Some(When::Month(2026, 7)),
        severity: Some(Severity::Moderate),
        effect_on_life: "I let my wife pour.".to_owned(),
        ..Reported::default()
    };
    pen.tells(ago(1), told);
    pen.comes_again(ago(0));
}
