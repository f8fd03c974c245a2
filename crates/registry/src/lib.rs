//! What is kept ready beside the log so that lists are quick: caseload, names, diary of the day, open work.
//!
//! Every row is a pure function of one chart ([`project`](projection::project)); nothing in it depends on today.
//! What does (due, overdue, weeks in treatment) is worked out when the list is read.

mod shelf;

pub use shelf::{ReadRow, RowChange, Shelf, difference};
