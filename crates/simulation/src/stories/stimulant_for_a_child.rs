//! Theo: nine years old, a stimulant for school, and a curve of weight that has gone flat.

use super::{
    pen::{Pen, ago, ahead},
    tablets::{Tablets, mg},
};
use crate::{
    cast::{NOBODY, Part, with},
    measures::{height, pressure, pulse, weight},
    track::Track,
};
use concord_chart::{
    When,
    change_request::Wish,
    side_effect::{Reported, Severity},
};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Theo",
        family: "Ramsey-Cole",
        born: date(2016, 10, 3),
        gender: "M",
        place: "old-mill",
        track: Track::Adhd,
        weeks: 46,
        visit: Some(with("meiling.zhao", 15, 30)),
        ..NOBODY
    }
}

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Cannot sit through a lesson; his mother brings a letter from school.",
        ("Attention-deficit hyperactivity disorder, combined type", "F90.2", When::Year(2024)),
    );
    pen.measured(pen.came(), vec![weight(281), height(1_312), pressure(98, 60), pulse(84)]);
    let course = pen.takes(ago(300), Tablets::of("methylphenidate", "Methylphenidate ER", mg(18, "in the morning"), "school"));
    pen.changes(ago(244), course, mg(27, "in the morning"), "Better until noon only.");
    for (day, kilos, tall, upper, beats) in
        [(ago(244), 280, 1_325, 102, 90), (ago(150), 279, 1_341, 104, 92), (ago(60), 274, 1_352, 108, 96)]
    {
        pen.measured(day, vec![weight(kilos), height(tall), pressure(upper, 64), pulse(beats)]);
    }
    let told = Reported {
        words: "He does not eat his lunch, and lies awake until ten".to_owned(),
        course: Some(course),
        burden: 3,
        since: Some(When::Month(2026, 4)),
        severity: Some(Severity::Mild),
        effect_on_life: "Hungry and cross at five.".to_owned(),
        ..Reported::default()
    };
    let told = pen.tells(ago(61), told);
    pen.replies(ago(60), told, "Breakfast before the tablet, a real supper at six. I weigh him again in August.");
    let wish = pen.asks(ago(52), course, Wish::Other, "May he leave it out in the summer holidays?");
    pen.answers(ago(51), wish, "Yes, from the last day of school to the week before the first. Watch how he eats.");
    pen.fills(course, 30, 1, &[ago(299), ago(270), ago(241), ago(209), ago(180), ago(149), ago(118), ago(88)]);
    pen.orders(ago(60), "weight", "Weigh and measure him before school begins", course, "luz.santamaria", ahead(8));
    pen.visit(ago(60), "School is pleased. No gain in weight for five months.");
    pen.comes_again(ahead(8));
}
