//! Which substance a person's own words mean. The list of a patient, the form of a prescriber and the pages ask here, and
//! here the review's own reading answers: what one page calls known is what is checked.

use concord_chart::{Chart, medication::MedicationCourse};
use concord_engines::safety::{Book, Circumstances, Regimen, from_chart, shipped_book};
use concord_knowledge::{Knowledge, Substance, shipped};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// The substance that a name means; nothing where it names several, or nothing that is known here.
pub(crate) fn meant<'k>(knowledge: &'k Knowledge, text: &str) -> Option<&'k Substance> {
    with_book(knowledge, |book| book.meant_by(text)).and_then(|id| knowledge.substance(&id))
}

/// The substance of a course: as noted, by its code, or by its name; nothing for a product of several.
pub(crate) fn substance_of<'k>(knowledge: &'k Knowledge, course: &MedicationCourse) -> Option<&'k Substance> {
    match with_book(knowledge, |book| book.substances_of(course)).as_slice() {
        [one] => knowledge.substance(one),
        _ => None,
    }
}

/// Runs something with the book of this knowledge; that of the shipped one is made once.
pub(crate) fn with_book<T>(knowledge: &Knowledge, run: impl FnOnce(&Book<'_>) -> T) -> T {
    if std::ptr::eq(knowledge, shipped()) { run(shipped_book()) } else { run(&Book::of(knowledge)) }
}

/// What is taken and what is known about a person on a day. The chart does not say which of several schedules of checks the
/// practice has chosen, so its choice comes in here, and every review of a chart is made with it.
pub(crate) fn taken_and_known(
    chart: &Chart,
    book: &Book<'_>,
    on: Date,
    zone: &TimeZone,
    schedules: &BTreeMap<String, String>,
) -> (Regimen, Circumstances) {
    let (regimen, mut given) = from_chart(chart, book, on, zone);
    given.schedules.clone_from(schedules);
    (regimen, given)
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::ChartId;
    use jiff::civil::date;

    #[test]
    fn what_is_known_of_a_person_carries_the_schedules_that_the_practice_chose() {
        let chart = Chart::fold(ChartId(uuid::Uuid::from_u128(1)), Vec::new());
        let chosen = BTreeMap::from([("metabolic".to_owned(), "ada_apa_2004".to_owned())]);
        let (_, given) = taken_and_known(&chart, shipped_book(), date(2026, 8, 20), &TimeZone::UTC, &chosen);
        assert_eq!(given.schedules, chosen);
    }
}
