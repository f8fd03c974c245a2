//! The figures as a table, with the machine that they were measured on.

use std::time::Duration;

/// Prints one figure a line as it is measured.
pub struct Table;

impl Table {
    /// Prints what machine this is.
    pub fn begin() -> Self {
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let profile = if cfg!(debug_assertions) {
            "debug profile: figures of a release build are several times better"
        } else {
            "release profile"
        };
        println!("{cores} cores, {profile}");
        println!("{:<58} {:>14} {:>20}", "what", "came to", "goal");
        Self
    }

    /// One figure.
    pub fn line(&mut self, what: &str, came_to: &str, goal: &str) {
        println!("{what:<58} {came_to:>14} {goal:>20}");
    }

    /// The end.
    pub fn end(self) {
        println!("Times are of this machine while it ran; compare runs on the same one.");
    }
}

/// "1.23 ms".
pub fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// The value that `share` of the sorted times lie under.
pub fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let index = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len());
    sorted[index - 1]
}
