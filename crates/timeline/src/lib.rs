//! The co-timeline: everything that was done and everything that changed, on one time axis.
//!
//! One view model ([`Timeline`]) gives one picture in three forms and the same facts as a table.
//! Pure: no clock (`today` is a field), no I/O, no randomness.

pub mod model;

pub use model::*;
