//! Edith: eighty-three, seven things from four hands, a fall in July, and sodium on its way down.

use super::{
    pen::{Pen, ago, ahead},
    tablets::{Tablets, mg, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{creatinine, egfr, pressure, sodium, weight},
    track::Track,
};
use concord_chart::{When, barrier::BarrierReason};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Edith",
        family: "Vandermeer",
        born: date(1943, 2, 11),
        place: "north-hill",
        languages: &["English", "Dutch"],
        track: Track::DepressionMedicine,
        weeks: 12,
        visit: Some(with("helena.brandvold", 14, 0)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Low since her husband died; her daughter says she forgets more.",
        ("Major depressive disorder, single episode, mild", "F32.0", When::Month(2026, 2)),
    );
    pen.condition("Mild cognitive impairment", "G31.84", When::Year(2025));
    pen.condition("Hypertension", "I10", When::Year(1999));
    let doctor = "her family doctor";
    let amitriptyline = Tablets::of("amitriptyline", "Amitriptyline", mg(50, "at night"), "pain in the feet").from(doctor);
    let amitriptyline = pen.takes(When::Year(2015), amitriptyline);
    pen.takes(
        When::Year(2021),
        Tablets::of("oxybutynin", "Oxybutynin", times(mg(5, "morning and night"), 2), "bladder").from("a urologist"),
    );
    pen.takes(
        When::Year(1999),
        Tablets::of("hydrochlorothiazide", "Hydrochlorothiazide", mg(25, "in the morning"), "blood pressure").from(doctor),
    );
    pen.takes(When::Month(2026, 3), Tablets::beside("Diphenhydramine", mg(50, "at night"), "sleep"));
    pen.takes(When::Year(2020), Tablets::beside("Vitamin D", Tablets::micrograms(25, "in the morning"), "bones"));
    pen.takes(When::Year(2022), Tablets::beside("Ginkgo", mg(120, "in the morning"), "memory"));
    pen.measured(ago(82), vec![sodium(139), creatinine(92), egfr(61), weight(583), pressure(128, 70)]);
    let sertraline = pen.takes(ago(62), Tablets::of("sertraline", "Sertraline", mg(25, "in the morning"), "lifting mood"));
    pen.changes(ago(34), sertraline, mg(50, "in the morning"), "Brighter, not enough.");
    pen.measured(ago(30), vec![sodium(134), pressure(116, 64)]);
    pen.measured(ago(6), vec![sodium(130), weight(571), pressure(108, 62)]);
    pen.orders(ago(4), "sodium", "Sodium again: 130 on Friday", sertraline, "helena.brandvold", ahead(1));
    let boxes =
        pen.barrier(ago(55), None, BarrierReason::Complicated, "Seven boxes and she takes the night ones in the morning.");
    pen.barrier_gone(ago(30), boxes, "Her daughter fills a box for the week on Sundays.");
    pen.barrier(ago(6), Some(sertraline), BarrierReason::Worry, "Afraid that it makes her fall.");
    pen.fills(sertraline, 30, 1, &[ago(62), ago(35), ago(5)]);
    pen.fills(amitriptyline, 90, 1, &[ago(80)]);
    pen.visit(ago(34), "A little brighter. Fell in the bathroom at night, nothing broken.");
    pen.comes_again(ahead(1));
}
