//! Her visits, decisions and monthly questionnaires.

use super::{CAME, DECLAN, IMANI, LUZ, Things};
use crate::{
    deed::Line,
    life::minutes_after,
    scribe::{Scribe, note, offered, staff, texts},
};
use concord_chart::{
    Event, PlaceId, VisitId, When,
    decision::{Arm, DecisionMade, Judged, Verdict},
    visit::{VisitArrived, VisitHappened, VisitPlanned},
};
use jiff::civil::{Date, date};

/// Visits at eleven, and what was written.
const VISITS: &[(Date, &str)] = &[
    (date(2024, 8, 22), "Ten years told by her and her mother. Well since spring 2023. Works as a nurse."),
    (date(2024, 9, 19), "Well. Levels and kidney taken over from the family doctor's list."),
    (date(2024, 11, 21), "Low since her father fell ill; up at noon, no appetite. Not a medicine more: CBT."),
    (date(2025, 1, 16), "Low, but gets up. Level in range."),
    (date(2025, 3, 13), "Lifting. Cooks again."),
    (date(2025, 6, 5), "Well for two months."),
    (date(2025, 9, 18), "Yearly look: kidney, thyroid, plan. All stays."),
    (date(2025, 11, 6), "Trembling hands, level 0.94 after a stomach bug. Lower."),
    (date(2025, 12, 4), "Trembling gone, level 0.72. A flat November."),
    (date(2026, 3, 5), "Well. New work suits her."),
    (date(2026, 4, 10), "Called two days ago herself: quick, five hours of sleep after three night flights. Step 2."),
    (date(2026, 4, 24), "Slower. Sleeps seven hours."),
    (date(2026, 5, 8), "Usual self. Quetiapine off as agreed."),
    (date(2026, 6, 18), "Well. Level 0.68."),
    (date(2026, 8, 20), "Well. Sister's wedding on 30 October: sleep plan with Jan."),
];

/// Totals of the PHQ-9 on the first Monday of each month since September 2024.
const TOTALS: &[u8] = &[3, 4, 9, 14, 13, 10, 6, 3, 2, 2, 3, 1, 3, 2, 6, 8, 7, 4, 3, 2, 4, 2, 3, 2];

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    visits(scribe);
    decisions(scribe, things);
    questionnaires(scribe);
}

fn planned(scribe: &mut Scribe<'_>, day: Date, hour: i8, with: &str, minutes: u16, purpose: &str) -> (VisitId, Line) {
    let visit = VisitId(scribe.names.id());
    let member = staff(with).member();
    let planned = VisitPlanned {
        visit,
        at: scribe.at(day, hour, 0),
        minutes,
        with: Some(member.id()),
        with_name: member.name.to_owned(),
        place: Some(PlaceId::from("old-mill")),
        room: member.room.to_owned(),
        purpose: purpose.to_owned(),
    };
    (visit, Event::VisitPlanned(planned).into())
}

fn visits(scribe: &mut Scribe<'_>) {
    let mut booked = scribe.at(CAME, 9, 28);
    let imani = staff(IMANI).member();
    for (day, said) in VISITS {
        let start = scribe.at(*day, 11, 0);
        let (visit, line) =
            planned(scribe, *day, 11, IMANI, if *day == VISITS[0].0 { 40 } else { 20 }, "lithium, levels, how it goes");
        scribe.by_staff(booked, DECLAN, vec![line]);
        scribe.by_staff(minutes_after(start, -7), DECLAN, vec![Event::VisitArrived(VisitArrived { visit }).into()]);
        scribe.look(minutes_after(start, 1), IMANI);
        let end = minutes_after(start, 21);
        let happened = VisitHappened {
            visit,
            what: "Medication visit".to_owned(),
            until: Some(When::Instant(end)),
            with_name: imani.name.to_owned(),
            where_words: imani.room.to_owned(),
            reasons: Vec::new(),
        };
        scribe.by_staff(
            end,
            IMANI,
            vec![Line::from(Event::VisitHappened(happened)).at(start), note("free", &[("", said)]).into()],
        );
        booked = minutes_after(end, 8);
    }
    let (_, line) = planned(scribe, date(2026, 9, 17), 11, IMANI, 40, "yearly look: kidney, thyroid, calcium, weight");
    scribe.by_staff(booked, DECLAN, vec![line]);
    scribe.look(scribe.at(date(2026, 8, 3), 9, 15), LUZ);
}

fn decisions(scribe: &mut Scribe<'_>, things: &Things) {
    let mut decide = |day: Date, minute: i8, what: &str, why: &str, arm: Arm, look_again: Date, judged: Vec<Judged>| {
        let who = if arm == Arm::Medication {
            texts(&["Hanna", "Dr Yusuf Imani"])
        } else {
            texts(&["Hanna", "Jan", "Dr Yusuf Imani", "Gabriel Santangelo"])
        };
        let decision = DecisionMade {
            what: what.to_owned(),
            why: why.to_owned(),
            who,
            arms: vec![arm],
            options: Vec::new(),
            look_again: Some(look_again),
            judged,
        };
        scribe.by_staff(scribe.at(day, 11, minute), IMANI, vec![Event::DecisionMade(decision).into()]);
    };
    let (medicine, talking) = (Arm::Medication, Arm::Psychotherapy);
    let working = |course| vec![Judged { course, verdict: Verdict::Working }];
    decide(
        date(2024, 11, 21),
        23,
        "Add CBT, not a medicine",
        "Low after her father fell ill; a medicine for low mood made her high in 2017.",
        talking,
        date(2025, 3, 13),
        Vec::new(),
    );
    decide(
        date(2025, 9, 18),
        23,
        "All stays as it is",
        "A year looked at: one low, no high, no night in hospital.",
        medicine,
        date(2026, 9, 17),
        working(things.lithium),
    );
    decide(
        date(2025, 11, 6),
        27,
        "Lithium 900 to 750",
        "Trembling, and the level above the aim.",
        medicine,
        date(2025, 12, 4),
        Vec::new(),
    );
    decide(
        date(2026, 4, 10),
        25,
        "Step 2: quetiapine",
        "Two days at +2 and five hours of sleep; her own plan says so.",
        medicine,
        date(2026, 4, 24),
        Vec::new(),
    );
    decide(
        date(2026, 5, 8),
        25,
        "Quetiapine off",
        "Usual mood and seven hours for two weeks.",
        medicine,
        date(2026, 6, 18),
        Vec::new(),
    );
    decide(
        date(2026, 5, 8),
        27,
        "Family top-ups",
        "Jan saw it three days before she did.",
        talking,
        date(2026, 9, 17),
        Vec::new(),
    );
}

fn questionnaires(scribe: &mut Scribe<'_>) {
    let (mut year, mut month) = (2024_i16, 9_i8);
    scribe.by_staff(scribe.at(CAME, 10, 52), LUZ, vec![offered("phq-9", date(2024, 9, 2), "Once a month.")]);
    for total in TOTALS {
        let day = first_monday(year, month);
        scribe.answer(scribe.at(day, 18, 31), "phq-9", &items(*total), "en");
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let next = first_monday(year, month);
        scribe.by_staff(
            scribe.at(crate::calendar::open_from(crate::calendar::plus(day, 1)), 8, 44),
            LUZ,
            vec![offered("phq-9", next, "Once a month.")],
        );
    }
}

fn first_monday(year: i16, month: i8) -> Date {
    let first = date(year, month, 1);
    let ahead = (8 - i64::from(first.weekday().to_monday_one_offset())) % 7;
    crate::calendar::plus(first, ahead)
}

/// Nine answers with this total: sleep, energy and pleasure first, never the last.
fn items(total: u8) -> [u8; 9] {
    let mut items = [0_u8; 9];
    let order = [2, 3, 1, 0, 6, 4, 7, 5];
    for turn in 0..usize::from(total) {
        items[order[turn % order.len()]] += 1;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_add_up_and_the_last_item_stays_at_nought() {
        for total in TOTALS {
            let items = items(*total);
            assert_eq!(items.iter().sum::<u8>(), *total);
            assert!(items.iter().all(|item| *item <= 3));
            assert_eq!(items[8], 0);
        }
    }

    #[test]
    fn her_months_end_before_today_and_visits_fall_on_open_days() {
        assert_eq!(first_monday(2026, 8), date(2026, 8, 3));
        assert_eq!(TOTALS.len(), 24);
        assert!(VISITS.iter().all(|(day, _)| crate::calendar::is_open(*day)));
    }
}
