//! The rows of a chart: what must hold on any chart, and what lists say.

#![allow(clippy::unwrap_used, missing_docs)]

mod invented;
mod lists;
mod properties;
mod schedules;
