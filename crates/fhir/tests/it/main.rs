//! Records of other systems in, a chart out, and back again. Everybody here is invented.
#![allow(clippy::unwrap_used)]

mod going_out;
mod hostile;
mod labels;
mod outside_data;
mod refusals;
mod support;
mod taking_up;
mod versions;
