//! What the chart means, computed from it and from `knowledge/` on a given day. Engines have no clock, no input or
//! output and no randomness; they propose and explain, and cannot fail on an incomplete chart.

pub mod outcomes;
pub mod reliable_change;
pub mod scoring;
