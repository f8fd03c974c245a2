//! One patient's record: what happened, what is so, what may be recorded.
//!
//! A chart is what happened: an append-only log of [`Event`]s, each wrapped in when, by whom and how private
//! ([`Recorded`]). What is so is a pure fold over them ([`Chart`]). What may be recorded next is decided here too
//! ([`Chart::decide`]). Each clinical subject is one file that reads top-down: what can have happened, what is
//! therefore so, what may be recorded.
//!
//! **Invariant:** no clock, no I/O, no async, no randomness. `today` is an argument.

mod chart;
mod decide;
mod event;
mod upcast;
mod words;

pub mod acknowledgement;
pub mod allergy;
pub mod barrier;
pub mod change_request;
pub mod circumstance;
pub mod condition;
pub mod course_plan;
pub mod decision;
pub mod diary;
pub mod disclosure;
pub mod dispensing;
pub mod document;
pub mod entry;
pub mod envelope;
pub mod finding;
pub mod formulation;
pub mod goal;
pub mod ids;
pub mod learning;
pub mod life_event;
pub mod measurement;
pub mod medication;
pub mod note;
pub mod plan;
pub mod practice;
pub mod proxy;
pub mod quantity;
pub mod questionnaire;
pub mod registration;
pub mod release;
pub mod safety_alert;
pub mod safety_plan;
pub mod session;
pub mod side_effect;
pub mod steps;
pub mod task;
pub mod therapy;
pub mod touches;
pub mod unit;
pub mod visit;
pub mod when;
pub mod work;

pub use chart::{Chart, Entry, EntryStatus};
pub use decide::Refusal;
pub use envelope::{Author, AuthorKind, Draft, IdempotencyKey, Recorded, Sensitivity, Source};
pub use event::{Event, ReadError};
pub use ids::*;
pub use when::When;
