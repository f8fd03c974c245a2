//! The policies, one table a question.

pub mod reading;
pub mod recording;
