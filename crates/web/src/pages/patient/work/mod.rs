//! The patient's own work between visits, made for a phone: thought records, the diary card, a plan of things to do, steps
//! of facing something, minutes of practice, sheets. Every task ends in three ways: done, stopped and kept, or "could not,
//! because". Nothing here counts days in a row, nothing is red, and what was not answered stays not answered.

pub mod card;
mod card_form;
pub mod card_week;
pub mod chain;
pub mod could_not;
pub mod doing;
mod doing_picture;
pub mod facing;
mod facing_forms;
pub mod lines;
pub mod minutes;
mod minutes_picture;
pub mod overview;
pub(super) mod own_work;
pub mod progress;
pub mod readers;
pub mod sheet;
mod shift;
pub mod thought;
mod thought_result;
mod thought_step;
pub mod thoughts;
pub mod today;
pub(super) mod words;
