//! What must hold on any chart, also on one that makes no sense.

use crate::invented::{FIRST, draft, id, log, seed, speaking_about, zone};
use concord_chart::Chart;
use concord_engines::course_state::CourseState;
use concord_engines::findings::{all, findings};
use concord_engines::{adherence, clocks, due, headline};
use concord_knowledge::shipped;
use concord_registry::{
    AlertRow, CaseloadRow, DiaryRow, NameRow, NearRow, Shelf, UnitRow, WorkRow, columns, difference, project,
};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

fn day(offset: u16) -> Date {
    FIRST.checked_add(i64::from(offset).days()).unwrap()
}

fn row(chart: &Chart) -> CaseloadRow {
    let rows = project(chart, shipped(), &zone());
    let kept = rows.iter().find(|row| row.shelf == Shelf::Caseload).expect("a registered person has a row");
    serde_json::from_str(&kept.body).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_recording_makes_no_difference_to_the_rows(
        (seeds, order) in proptest::collection::vec(seed(), 1..40).prop_flat_map(|seeds| {
            let order: Vec<usize> = (0..seeds.len()).collect();
            (Just(seeds), Just(order).prop_shuffle())
        }),
    ) {
        let drafts: Vec<_> = seeds.iter().enumerate().map(|(index, seed)| draft(index, seed)).collect();
        let shuffled = order.iter().map(|index| drafts[*index].clone());
        let one = Chart::fold(id(1), log(drafts.clone()));
        let other = Chart::fold(id(1), log(shuffled));
        prop_assert_eq!(project(&one, shipped(), &zone()), project(&other, shipped(), &zone()));
    }

    #[test]
    fn no_engine_panics_on_any_chart_on_any_day(
        seeds in proptest::collection::vec(seed(), 0..60),
        about in proptest::collection::vec((seed(), any::<prop::sample::Index>()), 0..10),
        offset in 0..3000_u16,
        days in 0..400_u16,
    ) {
        let mut drafts: Vec<_> = seeds.iter().enumerate().map(|(index, seed)| draft(index, seed)).collect();
        for (seed, earlier) in about {
            if !drafts.is_empty() {
                let earlier = drafts[earlier.index(drafts.len())].clone();
                drafts.push(speaking_about(drafts.len(), &earlier, &seed));
            }
        }
        let chart = Chart::fold(id(1), log(drafts));
        let (knowledge, zone, today) = (shipped(), zone(), day(offset));
        let _ = findings(&chart, knowledge, today, &zone);
        let _ = headline::headline(&chart, knowledge, today, &zone);
        let _ = clocks::clocks(&chart, knowledge, today, &zone, 90);
        let _ = due::due(&chart, knowledge, today, &zone);
        let _ = adherence::adherence(&chart, today, &zone, days);
        let row = row(&chart);
        for column in columns() {
            prop_assert!(row.cell(&column.id, today).is_some_and(|words| !words.is_empty()), "{} is blank", column.id);
        }
        let _ = row.standing(today);
        prop_assert!(row.summary(today).len() > 3);
    }

    #[test]
    fn a_finding_depends_on_the_day_only_by_its_first_and_last(
        seeds in proptest::collection::vec(seed(), 0..50),
        offset in 0..1200_u16,
    ) {
        let chart = Chart::fold(id(1), log(seeds.iter().enumerate().map(|(index, seed)| draft(index, seed))));
        let (zone, today) = (zone(), day(offset));
        let state = CourseState::of(&chart, shipped(), &zone);
        let expected: Vec<_> = all(&state)
            .into_iter()
            .filter(|found| found.closed.is_none() && found.from <= today && found.until.is_none_or(|until| until >= today))
            .collect();
        prop_assert_eq!(findings(&chart, shipped(), today, &zone), expected);
    }

    #[test]
    fn what_the_row_says_on_a_day_is_what_the_engines_say_on_that_day(
        seeds in proptest::collection::vec(seed(), 0..50),
        offset in 0..1200_u16,
    ) {
        let chart = Chart::fold(id(1), log(seeds.iter().enumerate().map(|(index, seed)| draft(index, seed))));
        let (zone, today) = (zone(), day(offset));
        let row = row(&chart);
        let of_row: Vec<_> = row.findings.iter().filter(|found| found.holds(today)).map(|found| found.kind).collect();
        let of_engine: Vec<_> = findings(&chart, shipped(), today, &zone).iter().map(|found| found.kind).collect();
        prop_assert_eq!(of_row, of_engine);
        let of_engine = due::due(&chart, shipped(), today, &zone);
        let of_row: Vec<_> = row.rhythms.iter().map(|rhythm| rhythm.state(today)).collect();
        prop_assert_eq!(of_row, of_engine.measures.iter().map(|(_, state)| *state).collect::<Vec<_>>());
        let adherence = adherence::adherence(&chart, today, &zone, 28);
        if let (Some(of_row), Some(of_engine)) = (row.pills_until(today), adherence.pills) {
            prop_assert_eq!(of_row, of_engine);
        }
    }

    #[test]
    fn every_row_can_be_read_back_and_has_a_key_of_its_own(seeds in proptest::collection::vec(seed(), 0..60)) {
        let chart = Chart::fold(id(1), log(seeds.iter().enumerate().map(|(index, seed)| draft(index, seed))));
        let rows = project(&chart, shipped(), &zone());
        let mut keys: Vec<_> = rows.iter().map(|row| (row.shelf, row.key.clone())).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), rows.len());
        for row in &rows {
            let read = match row.shelf {
                Shelf::Caseload => serde_json::from_str::<CaseloadRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
                Shelf::Name => serde_json::from_str::<NameRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
                Shelf::Diary => serde_json::from_str::<DiaryRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
                Shelf::Work => serde_json::from_str::<WorkRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
                // The team's shelf holds three kinds of row; each is found again by its key.
                Shelf::Team => {
                    prop_assert!(NearRow::read(row).is_some(), "{row:?}");
                    continue;
                }
                Shelf::Unit => serde_json::from_str::<UnitRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
                Shelf::Alert => serde_json::from_str::<AlertRow>(&row.body).map(|read| serde_json::to_string(&read).unwrap()),
            };
            prop_assert_eq!(read.unwrap(), row.body.clone());
        }
        prop_assert!(difference(&rows, &rows).is_empty());
    }
}
