//! Why something was not done: a sentence for the person who tried.

use concord_access::Denied;
use concord_chart::{ChartId, Recorded, Refusal};
use concord_store::StoreError;

/// Why an action was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// Not allowed.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// May not be recorded.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else changed the same thing meanwhile. Nothing was written; the page shows both.
    #[error("somebody else changed the same thing meanwhile; nothing of yours is lost, look at both")]
    Conflict {
        /// The chart.
        chart: ChartId,
        /// What they recorded since the page was made.
        theirs: Vec<Recorded>,
        /// Where the chart is now.
        head: u64,
    },
    /// There is no such thing, or none that this person may know of.
    #[error("there is nothing here under this address")]
    NotFound,
    /// Sign-in failed; the same words whether the account exists or not.
    #[error("that login and password do not go together")]
    WrongSignIn,
    /// Too many failed attempts.
    #[error("too many attempts; wait {minutes} minutes, or ask the front desk to help")]
    Wait {
        /// How long.
        minutes: u32,
    },
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something inside went wrong that no caller could have prevented.
    #[error("something went wrong inside Concord: {0}")]
    Inside(String),
}
