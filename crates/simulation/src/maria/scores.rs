//! Her questionnaires, every second Monday, and what was done when item 9 was above zero.

use super::{BEN, august, july, june};
use crate::{
    calendar::plus,
    deed::{Label, Line, What},
    scribe::{Scribe, note, offered},
};
use jiff::civil::Date;

/// Day, hour and minute, the nine answers and the seven answers.
type Answered = (Date, (i8, i8), [u8; 9], [u8; 7]);

/// Day, time, PHQ-9, GAD-7. Totals of the PHQ-9: 18, 17, 15, 14, 11, 8; of the GAD-7: 14, 14, 12, 12, 9, 7.
pub(super) const ANSWERS: &[Answered] = &[
    (june(1), (7, 48), [2, 3, 3, 3, 1, 2, 2, 1, 1], [2, 2, 2, 3, 2, 2, 1]),
    (june(15), (21, 10), [2, 3, 3, 3, 1, 2, 2, 1, 0], [2, 2, 3, 2, 2, 2, 1]),
    (june(29), (7, 30), [2, 2, 3, 3, 1, 2, 1, 1, 0], [2, 2, 2, 2, 2, 1, 1]),
    (july(13), (7, 41), [2, 2, 2, 3, 1, 1, 2, 1, 0], [2, 2, 2, 2, 1, 2, 1]),
    (july(27), (12, 22), [1, 2, 2, 2, 1, 1, 1, 1, 0], [1, 1, 2, 2, 1, 1, 1]),
    (august(10), (9, 12), [1, 1, 1, 2, 0, 1, 1, 0, 1], [1, 1, 1, 1, 1, 1, 1]),
];

pub(super) fn write(scribe: &mut Scribe<'_>) {
    for (day, (hour, minute), phq_9, gad_7) in ANSWERS {
        let at = scribe.at(*day, *hour, *minute);
        let label = scribe.answer(at, "phq-9", phq_9, "en");
        scribe.answer(scribe.at(*day, *hour, minute + 3), "gad-7", gad_7, "en");
        if phq_9[8] > 0 {
            called(scribe, *day, label);
        }
        let next = plus(*day, 14);
        let lines = vec![offered("phq-9", next, "How it goes."), offered("gad-7", next, "How it goes.")];
        scribe.by_staff(scribe.at(*day, 16, 30), BEN, lines);
    }
}

fn called(scribe: &mut Scribe<'_>, day: Date, label: Label) {
    let first = day == june(1);
    let (take, call, close) = if first { ((8, 4), (8, 20), (8, 34)) } else { ((9, 40), (11, 20), (11, 44)) };
    scribe.look(scribe.at(day, take.0, take.1 - 1), BEN);
    let taking = What::TakeFinding { because: vec![label], words: "Calling her this morning.".to_owned() };
    scribe.by_staff(scribe.at(day, take.0, take.1), BEN, vec![Line::of(taking)]);
    // Neither a wish to be dead nor thoughts of doing it; never did anything.
    scribe.screen(scribe.at(day, call.0, call.1), BEN, [Some(0), Some(0), None, None, None, Some(0), None]);
    let words = if first {
        "Spoke before her first visit: tired thoughts that the others would manage, no plan, no wish to die. Inés is at home. Safety plan begun."
    } else {
        "Called at 11:20. One evening after the argument, \"they would be better off\"; over by morning. No plan, no intent. Read the safety plan together; Inés knows. Dr Osei and Ruth told. Asking again on 24 August."
    };
    let closing = What::CloseFinding { because: vec![label], words: words.to_owned() };
    let called = note("free", &[("Call", words)]);
    scribe.by_staff(scribe.at(day, close.0, close.1), BEN, vec![Line::of(closing), called.into()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_totals_are_those_of_her_story() {
        let totals: Vec<(u8, u8)> = ANSWERS.iter().map(|(_, _, phq, gad)| (phq.iter().sum(), gad.iter().sum())).collect();
        assert_eq!(totals, [(18, 14), (17, 14), (15, 12), (14, 12), (11, 9), (8, 7)]);
        let item_9: Vec<u8> = ANSWERS.iter().map(|(_, _, phq, _)| phq[8]).collect();
        assert_eq!(item_9, [1, 0, 0, 0, 0, 1]);
    }
}
