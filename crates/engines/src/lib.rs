//! What the chart means, computed from it and from `knowledge/` on a given day. Engines have no clock, no input or
//! output and no randomness; they propose and explain, and cannot fail on an incomplete chart.

pub mod adherence;
pub mod calculators;
pub mod checks_due;
pub mod clocks;
pub mod course_state;
pub mod days;
pub mod due;
pub mod escalation;
pub mod exposure;
pub mod findings;
pub mod headline;
pub mod outcomes;
pub mod practice_cautions;
pub mod reading;
pub mod reliable_change;
pub mod report;
pub mod safety;
pub mod safety_plan_review;
pub mod scoring;
pub mod series;
pub mod supply;
pub mod taper;
pub mod therapy;
pub mod titration;
