//! Judith: down from venlafaxine in steps that she may pause, and paused them when the zaps came.

use super::{
    pen::{Pen, ago, ahead, step},
    tablets::{Tablets, hundredths, mg},
};
use crate::{
    calendar::plus,
    cast::{NOBODY, Part, with},
    measures::pressure,
    track::Track,
};
use concord_chart::{
    When,
    change_request::Wish,
    side_effect::{Reported, Severity},
    steps::StepsKind,
};
use jiff::civil::date;

pub(super) fn part() -> Part {
    Part {
        given: "Judith",
        family: "Amsel",
        born: date(1987, 3, 30),
        track: Track::AnxietyBoth,
        weeks: 60,
        visit: Some(with("rafael.quintero", 13, 0)),
        ..NOBODY
    }
}

const WHEN: &str = "in the morning";

pub(super) fn write(pen: &mut Pen<'_>) {
    pen.arrives(
        "Anxiety, well for a year on venlafaxine; wants to know whether she still needs it.",
        ("Generalized anxiety disorder", "F41.1", When::Year(2021)),
    );
    let course = pen.takes(When::Month(2023, 9), Tablets::of("venlafaxine", "Venlafaxine XR", mg(150, WHEN), "less worry"));
    pen.measured(ago(300), vec![pressure(124, 80)]);
    let wish = pen.asks(ago(71), course, Wish::Stop, "I feel well and want to know who I am without it.");
    pen.answers(
        ago(70),
        wish,
        "Gladly, and slowly: a quarter less every two weeks, and you may pause whenever it is too much. We begin on Thursday.",
    );
    let steps = vec![
        step(ago(49), hundredths(11_250, WHEN)),
        step(ago(35), mg(75, WHEN)),
        step(ago(14), hundredths(5_625, WHEN)),
        step(ahead(7), hundredths(3_750, WHEN)),
        step(ahead(21), hundredths(1_875, WHEN)),
        step(ahead(35), hundredths(0, "")),
    ];
    pen.plans(
        ago(63),
        course,
        StepsKind::Taper,
        "a quarter less each time, as the formulary suggests; three weeks between at first, on own wish",
        None,
        steps,
    );
    pen.confirms(course, ago(49), hundredths(11_250, WHEN));
    pen.pauses(ago(38), course, ago(31), "A week of exams first.");
    pen.resumes(ago(35), course, 7);
    pen.confirms(course, ago(28), mg(75, WHEN));
    let told = Reported {
        words: "Electric zaps in my head when I turn my eyes, and I cry at commercials".to_owned(),
        course: Some(course),
        burden: 4,
        since: Some(When::Day(ago(11))),
        severity: Some(Severity::Moderate),
        effect_on_life: "I do not drive.".to_owned(),
        effect_on_therapy: "I left the exposure list alone this week.".to_owned(),
        ..Reported::default()
    };
    let told = pen.tells(ago(10), told);
    pen.pauses(ago(9), course, ahead(5), "Not one step more before the zaps are gone.");
    pen.replies(
        ago(9),
        told,
        "Pausing is right; zaps after a step down pass in days to weeks. If they do not by Tuesday, we go back one step.",
    );
    pen.fills(course, 30, 1, &[ago(168), ago(131), ago(104), ago(76), ago(47), ago(19)]);
    pen.counts(ago(9), course, 21, 20);
    pen.ticks(course, (1..=40).filter(|back| back % 9 != 4).map(|back| plus(ago(0), -back)));
    pen.visit(ago(63), "A year well. Taper planned together; she may pause it herself.");
    pen.fills_in(ago(12), "gad-7", &[1, 1, 1, 0, 1, 1, 1]);
    pen.comes_again(ahead(5));
}
