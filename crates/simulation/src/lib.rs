//! An invented practice from a seed: two years of three places in seconds.
//!
//! Every patient's life is drawn day by day (`life`) as a script of what they and the staff do (`deed`). The script
//! is then acted out through the same actions as people use, on a store in memory and with a clock of its own
//! (`play`), so whatever the practice shows was allowed, decided and recorded as it would be for real. The same seed
//! gives the same practice, byte for byte; a smaller practice is the beginning of a larger one.
//!
//! Nobody in it exists. The model behind it makes charts look alive and is evidence for nothing.

mod accounts;
mod answers;
mod beside;
mod between;
mod calendar;
mod cast;
mod chance;
mod complementary;
mod corrections;
mod course_of_illness;
mod deed;
pub mod demo;
mod diary;
mod hanna;
mod happenings;
mod intake;
mod life;
mod maria;
mod measures;
mod medication;
mod moments;
mod names;
mod people;
mod phone;
mod play;
mod prescribing;
mod questionnaires;
mod roster;
mod safety;
mod scribe;
mod settings;
mod simulate;
mod staff;
mod stories;
mod therapy;
mod track;
mod units;
mod visits;
mod words;

pub use accounts::{DEMO_PASSWORD, SignIn, sign_ins};

pub use simulate::{Options, Richness, Simulated, simulate};
pub use units::PROXY_LOGIN;

use simulate::Simulation;

/// Why a practice could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// An action refused what the script asks for: the script is wrong, or the rules have changed.
    #[error("the invented course of {who} cannot go on at {at}: {source} (it was to be: {what})")]
    Action {
        /// Whose course.
        who: String,
        /// At which moment.
        at: jiff::Timestamp,
        /// What was to be done.
        what: String,
        /// What the action said.
        source: Box<concord_actions::ActionError>,
    },
    /// The sign-ins could not be made.
    #[error("the sign-ins of the invented practice cannot be made: {0}")]
    Password(String),
    /// The store could not.
    #[error("the invented practice cannot be kept: {0}")]
    Store(#[from] concord_store::StoreError),
    /// A thread of the simulation ended early.
    #[error("the simulation stopped: {0}")]
    Stopped(String),
}
