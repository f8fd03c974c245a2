//! Marcus: methadone from a programme, citalopram from here, hydroxyzine for the nights; the QT interval grows and the next
//! ECG is overdue.

use super::{
    pen::{Pen, ago},
    tablets::{Tablets, as_needed, mg, some},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{potassium, qtc},
    track::Track,
};
use concord_chart::When;
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Marcus",
        family: "Tolliver",
        born: date(1983, 3, 3),
        gender: "M",
        place: "north-hill",
        track: Track::DepressionMedicine,
        weeks: 36,
        visit: Some(with("joan.abernethy", 14, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Low and sleepless; three years off heroin with methadone.",
        ("Major depressive disorder, recurrent, moderate", "F33.1", When::Year(2019)),
    );
    pen.condition("Opioid use disorder", "F11.20", When::Year(2012));
    let methadone = Tablets::of("methadone", "Methadone", mg(90, "in the morning, at the programme"), "staying off heroin")
        .from("Harbor programme");
    let methadone = pen.takes(When::Month(2023, 6), methadone);
    pen.takes(When::Year(2001), Tablets::beside("Cigarettes", some("half a pack a day"), ""));
    let citalopram = Tablets::of("citalopram", "Citalopram", mg(20, "in the morning"), "lifting mood");
    let citalopram = pen.takes(pen.came(), citalopram);
    pen.measured(ago(240), vec![qtc(438), potassium(42)]);
    pen.changes(ago(150), citalopram, mg(40, "in the morning"), "Half better.");
    pen.measured(ago(120), vec![qtc(461), potassium(40)]);
    pen.takes(ago(60), Tablets::of("hydroxyzine", "Hydroxyzine", as_needed(mg(50, "at night")), "the worst nights"));
    pen.measured(ago(55), vec![qtc(478), potassium(37)]);
    pen.orders(ago(40), "ecg", "ECG again: QTc 478 ms in June", methadone, "joan.abernethy", ago(9));
    pen.fills(citalopram, 30, 1, &[ago(150), ago(112), ago(84), ago(41), ago(12)]);
    pen.visit(ago(60), "Sleeps four hours. Hydroxyzine for the worst nights; ECG to follow.");
    pen.comes_again(ago(-6));
}
