//! Pages of the front desk: names, times, lengths, rooms, forms. No clinical word.

pub mod access;
pub mod arrivals;
pub mod details;
pub mod person;
pub mod plan_visit;
pub mod press;
pub mod register;
pub mod team;
mod words;
