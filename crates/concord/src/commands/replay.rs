//! `concord replay`: rebuild every read model from the log.

use super::Outcome;
use anyhow::Result;
use concord_actions::Clinic;
use std::time::{Duration, Instant};

/// Compares every stored row with what the log says, and mends unless only checking.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn run(clinic: &Clinic, check_only: bool) -> Result<Outcome> {
    let mut told = Instant::now();
    let differences = clinic
        .replay(!check_only, |done| {
            if told.elapsed() > Duration::from_secs(2) {
                told = Instant::now();
                eprintln!("{done} charts replayed");
            }
        })
        .await?;
    for difference in differences.iter().take(20) {
        eprintln!("chart {}: {:?}", difference.chart, difference.change);
    }
    match (differences.len(), check_only) {
        (0, _) => {
            eprintln!("Every read model is what the log says.");
            Ok(Outcome::Done)
        }
        (count, true) => {
            eprintln!("{count} rows are not what the log says. Run concord replay without --check to mend them.");
            Ok(Outcome::CouldNot)
        }
        (count, false) => {
            eprintln!("{count} rows were mended from the log.");
            Ok(Outcome::Done)
        }
    }
}
