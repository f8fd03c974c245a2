//! Anton: clozapine with its counts for a year and a half, and since last Friday no cigarettes. What smoke cleared away
//! stays now; a level is ordered.

use super::{
    pen::{Pen, ago, ahead},
    tablets::{Tablets, mg, some, times},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{cholesterol, clozapine_level, hba1c, neutrophils, pressure, pulse, triglycerides, weight},
    track::Track,
};
use concord_chart::{
    When,
    barrier::BarrierReason,
    medication::StopReason,
    side_effect::{Reported, Severity},
};
use jiff::civil::date;

/// Neutrophils per microlitre, oldest first, every four weeks.
const COUNTS: &[i64] = &[4_100, 3_900, 4_300, 3_700, 3_400, 3_800, 3_600, 2_900, 3_300, 3_500, 3_200, 3_600, 3_400];

pub(super) fn part() -> Part {
    Part {
        given: "Anton",
        family: "Varga",
        born: date(1992, 4, 25),
        gender: "M",
        languages: &["Hungarian", "English"],
        track: Track::DepressionMedicine,
        weeks: 80,
        visit: Some(with("amara.osei", 9, 30)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Schizophrenia, on clozapine since last winter; lives with his brother now.",
        ("Schizophrenia", "F20.9", When::Year(2014)),
    );
    let clozapine = Tablets::of("clozapine", "Clozapine", times(mg(175, "morning and night"), 2), "quiet voices, clear thoughts");
    let clozapine = pen.takes(When::Month(2025, 1), clozapine);
    let smoke = pen.takes(When::Year(2009), Tablets::beside("Cigarettes", some("about 20 a day"), ""));
    for (back, count) in COUNTS.iter().rev().enumerate() {
        pen.measured(ago(9 + 28 * back as i64), vec![neutrophils(*count)]);
    }
    pen.measured(ago(205), vec![weight(843), hba1c(54), cholesterol(188), triglycerides(142), pressure(122, 78), pulse(92)]);
    pen.measured(
        ago(65),
        vec![clozapine_level(412), weight(887), hba1c(58), cholesterol(214), triglycerides(196), pressure(126, 82), pulse(98)],
    );
    pen.fills(clozapine, 28, 7, &[ago(149), ago(121), ago(93), ago(64), ago(37), ago(9)]);
    let far = pen.barrier(ago(120), Some(clozapine), BarrierReason::Access, "The pharmacy that has it is two buses away.");
    pen.barrier_gone(ago(92), far, "Ferry Street orders it for him and texts when it is there.");
    let told = Reported {
        words: "Cannot go for four or five days, then it hurts".to_owned(),
        course: Some(clozapine),
        burden: 4,
        since: Some(When::Month(2026, 5)),
        severity: Some(Severity::Moderate),
        effect_on_life: "He skips meals.".to_owned(),
        effect_on_therapy: "Left the group twice.".to_owned(),
        ..Reported::default()
    };
    let told = pen.tells(ago(66), told);
    pen.replies(ago(65), told, "Thank you for saying so: with this medicine it matters. Polyethylene glycol every day from today, and call us at once if your belly is hard or you vomit.");
    pen.takes(ago(65), Tablets::beside("Polyethylene glycol 3350", mg(17_000, "in the morning"), "soft stools"));
    pen.visit(ago(65), "Voices quiet. Constipated: laxative every day. Thinks about giving up cigarettes with his brother.");
    pen.stops(ago(6), smoke, StopReason::PatientChoice, "Gave up on Friday together with his brother.");
    pen.takes(ago(6), Tablets::beside("Nicotine patch", mg(21, "in the morning"), "staying off cigarettes").by("transdermal"));
    pen.orders(
        ago(2),
        "clozapine_level",
        "Clozapine level, twelve hours after the evening dose",
        clozapine,
        "ben.achebe",
        ahead(1),
    );
    pen.visit(ago(0), "Six days without a cigarette. Sleepy since Tuesday. Level ordered before anything is changed.");
}
