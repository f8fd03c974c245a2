//! The program: its commands as functions that a test can call.

pub mod commands;
pub mod practice;
