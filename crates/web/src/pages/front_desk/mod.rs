//! Pages of the front desk: names, times, lengths, rooms, forms. No clinical word.

pub mod arrivals;
pub mod person;
pub mod register;
