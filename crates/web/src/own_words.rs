//! Which substance a person's own words mean. The list of a patient, the form of a prescriber and the pages ask here, and
//! here the review's own reading answers: what one page calls known is what is checked.

use concord_chart::medication::MedicationCourse;
use concord_engines::safety::{Book, shipped_book};
use concord_knowledge::{Knowledge, Substance, shipped};

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
