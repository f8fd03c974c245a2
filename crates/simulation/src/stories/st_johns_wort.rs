//! Rosa helps herself: St John's wort for a low mood, beside the pill, wine, and three things from the health-food shop, one
//! of which no list of medicines knows. An antidepressant is to be talked about this afternoon.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, mg, some, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    track::Track,
};
use concord_chart::{When, circumstance::Circumstance};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Rosa",
        family: "Lindenbaum",
        born: date(1987, 9, 12),
        track: Track::DepressionMedicine,
        weeks: 2,
        visit: Some(with("amara.osei", 14, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Low since spring; takes a herb that helped her mother and asks for something that helps more.",
        ("Major depressive disorder, recurrent, moderate", "F33.1", When::Month(2026, 3)),
    );
    let wort = times(mg(300, "with meals"), 3);
    pen.takes(When::Month(2026, 5), Tablets::beside("St John's wort", wort, "my mood"));
    let pill = Tablets::beside("Combined oral contraceptive", some("in the morning"), "not to become pregnant")
        .from("her family doctor");
    pen.takes(When::Year(2019), pill);
    pen.takes(When::Month(2026, 6), Tablets::beside("Omega-3", mg(1_000, "with supper"), "my heart"));
    pen.takes(When::Month(2026, 7), Tablets::beside("Ashwagandha", mg(600, "at night"), "sleep"));
    pen.takes(When::Month(2026, 7), Tablets::beside("Lion's mane mushroom", mg(500, "in the morning"), "a clear head"));
    pen.takes(When::Year(2010), Tablets::beside("Alcohol", some("two glasses of wine, most evenings"), ""));
    let came = pen.came();
    pen.circumstance(came, Circumstance::CanBecomePregnant { yes: true });
    pen.circumstance(came, Circumstance::Contraception { words: "combined pill".to_owned() });
    pen.circumstance(came, Circumstance::PregnancyWanted { yes: false });
    pen.visit(came, "Low for the third time since she was thirty. Takes what her mother took; all of it written down together.");
    pen.fills_in(ago(2), "phq-9", &[2, 2, 2, 2, 1, 2, 2, 1, 0]);
    pen.comes_again(ago(0));
}
