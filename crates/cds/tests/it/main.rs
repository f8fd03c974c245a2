//! The service as a client meets it: bodies as the specification describes them, answers as it demands them.
#![allow(clippy::unwrap_used)]

mod answering;
mod client;
mod contract;
mod discovering;
mod feedback;
mod refusing;
