//! The commands of the program, one file each. They are plain functions over readers and writers, so that a test can run
//! them without a process; `main.rs` gives them the real ones.

pub mod account;
pub mod backup;
pub mod batch;
pub mod bench;
pub mod calculate;
pub mod change;
pub mod custodian;
pub mod demo;
mod demo_sealed;
pub mod drill;
pub mod export;
pub mod import;
pub mod instruments;
pub mod messages;
pub mod replay;
pub mod restore;
pub mod review;
pub mod score;
pub mod serve;
pub mod verify;
pub mod watch;

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done: 0.
    Done,
    /// It could not; a sentence on standard error says what and the way back: 1.
    CouldNot,
    /// Called wrongly: 2.
    WrongUsage,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::CouldNot => 1,
            Outcome::WrongUsage => 2,
        })
    }
}
