//! `concord verify`: is every record as it was written, and does every list follow from the log?

use super::{Outcome, backup::counting};
use crate::practice;
use anyhow::{Context, Result};
use concord_chart::Chart;
use concord_store::{Store, verify};
use std::{sync::Arc, time::Instant};

/// Sentences that are told one by one; what is beyond is counted.
const TOLD: usize = 50;

/// Checks hash chains, stored events, kept records, the database itself and every read model. Only reads.
///
/// # Errors
/// When the store cannot be read.
pub async fn run(store: Arc<dyn Store>) -> Result<Outcome> {
    let clinic = practice::clinic(store).await?;
    let begun = Instant::now();
    let bar = counting("charts verified");
    let (knowledge, zone) = (clinic.knowledge(), clinic.zone());
    let mut project = |chart: &Chart| concord_registry::project(chart, knowledge, &zone);
    let mut progress = |charts| bar.set_position(charts);
    let looked = verify::verify(&**clinic.store(), clinic.organisation(), Some(&mut project), &mut progress).await;
    let report = looked.context("the database could not be verified")?;
    bar.finish_and_clear();
    for damage in report.damage.iter().take(TOLD) {
        eprintln!("{}: {}", damage.at, damage.what);
    }
    let seen = format!(
        "{} charts with {} events, {} kept records and {} rows of lists, in {:.1} s",
        report.charts,
        report.events,
        report.kept,
        report.rows,
        begun.elapsed().as_secs_f64()
    );
    if report.damage.is_empty() {
        eprintln!("Every record is as it was written: {seen}.");
        return Ok(Outcome::Done);
    }
    eprintln!("{} things are not as they should be, of {seen}.", report.damage.len());
    eprintln!(
        "Stop the program and copy the database as it is before anything else; docs/operating/verify.md says how to go on."
    );
    Ok(Outcome::CouldNot)
}
