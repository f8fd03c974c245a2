//! One patient's record: what happened, what is so, what may be recorded.

pub mod ids;
