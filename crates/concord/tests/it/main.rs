//! The program's own promises: its commands and its generated manual.

#![allow(clippy::unwrap_used, missing_docs)]

mod commands;
mod manual;
mod medication_manual;
