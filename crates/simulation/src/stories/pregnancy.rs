//! Camila: pregnant in the twenty-fourth week, well on sertraline and meaning to stay so; what speaks against it was talked
//! through and written down.

use super::{
    pen::{Pen, ago, ahead},
    tablets::{Tablets, as_needed, hundredths, mg},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{pressure, tsh, weight},
    track::Track,
};
use concord_chart::{When, acknowledgement::AcknowledgeReason, circumstance::Circumstance};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Camila",
        family: "Osterberg",
        born: date(1995, 6, 18),
        place: "north-hill",
        languages: &["English", "Portuguese"],
        track: Track::DepressionMedicine,
        weeks: 64,
        visit: Some(with("helena.brandvold", 15, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Third low in six years, the last after her first child.",
        ("Major depressive disorder, recurrent, in full remission", "F33.42", When::Year(2020)),
    );
    let sertraline = pen.takes(ago(430), Tablets::of("sertraline", "Sertraline", mg(50, "in the morning"), "staying well"));
    pen.changes(ago(400), sertraline, mg(100, "in the morning"), "Not enough at week 4.");
    pen.circumstance(ago(430), Circumstance::CanBecomePregnant { yes: true });
    pen.circumstance(ago(120), Circumstance::Pregnancy { due: Some(ahead(112)) });
    pen.takes(ago(140), Tablets::beside("Folic acid", hundredths(80, "in the morning"), "the child"));
    pen.takes(ago(90), Tablets::beside("Doxylamine", as_needed(mg(25, "at night")), "nausea"));
    pen.measured(ago(118), vec![tsh(18), weight(668), pressure(112, 70)]);
    pen.measured(ago(30), vec![weight(712), pressure(114, 70)]);
    let words = "Two lows after stopping; talked through with her and her midwife, who watches the child after birth.";
    pen.goes_on(ago(90), "pregnancy", AcknowledgeReason::BenefitOutweighs, words);
    pen.fills(sertraline, 30, 1, &[ago(160), ago(129), ago(101), ago(70), ago(41), ago(10)]);
    pen.ticks(sertraline, (1..=30).map(ago));
    pen.visit(
        ago(118),
        "Eight weeks pregnant, wanted. Stays on sertraline: the last two times she stopped she was ill within months.",
    );
    pen.visit(ago(30), "Well. Midwife knows.");
    pen.comes_again(ahead(6));
}
