//! What is kept ready beside the log so that lists are quick: caseload, names, diary of the day, open work.
//!
//! Every row is a pure function of one chart ([`project`]); nothing in it depends on today. What does (due, overdue,
//! weeks in treatment) is worked out when the list is read.

mod alert;
pub mod caseload;
pub mod columns;
mod diary;
mod name;
mod near;
mod person;
mod projection;
mod shelf;
mod team;
mod unit;
mod work;
mod written;

pub use alert::AlertRow;
pub use caseload::{CaseloadLine, CaseloadRow, Group};
pub use columns::{Column, columns};
pub use diary::{DiaryClinical, DiaryKind, DiaryRow, DiaryState};
pub use name::{NameRow, folded, search_words};
pub use near::{NearRow, ProxyRow, near};
pub use person::Person;
pub use projection::project;
pub use shelf::{ReadRow, RowChange, Shelf, difference};
pub use team::TeamRow;
pub use unit::UnitRow;
pub use work::{WorkItem, WorkRow};
