//! `concord bench`: how fast this machine does what the practice does, beside the raw limit measured in the same run.

mod appending;
mod every_page;
mod folding;
mod orders;
mod pages;
mod reviewing;
mod starting;
mod table;

use super::Outcome;
use anyhow::{Context, Result};
use clap::Args;
use concord_simulation::{Richness, demo};
use table::Table;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Patients in the measured practice.
    #[arg(long, default_value_t = 10_000)]
    patients: u32,
    /// Seconds for each measurement of writing.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Only appending and folding: no large practice is made.
    #[arg(long)]
    quick: bool,
    /// Only the pages of the demo practice, each with a line of its own.
    #[arg(long)]
    pages: bool,
}

/// Measures and prints. The figures are for people to compare; nothing passes or fails by them.
///
/// # Errors
/// When the measured practice cannot be made.
pub async fn run(options: Options) -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let mut table = Table::begin();
    if options.pages {
        every_page::measure(&mut table, folder.path(), true).await?;
        table.end();
        return Ok(Outcome::Done);
    }
    folding::measure(&mut table);
    reviewing::measure(&mut table)?;
    for writers in [1, 8, 32] {
        appending::measure(&mut table, folder.path(), writers, options.seconds).await?;
    }
    let practice = folder.path().join("practice.db");
    demo::make(&practice, 7, 300, Richness::Full).await.context("the measured practice could not be made")?;
    orders::measure(&mut table, &practice).await?;
    every_page::measure(&mut table, folder.path(), false).await?;
    if !options.quick {
        let database = folder.path().join("large.db");
        starting::make(&database, options.patients).await?;
        starting::measure(&mut table, &database, options.patients)?;
        pages::measure(&mut table, &database, options.patients).await?;
    }
    table.end();
    Ok(Outcome::Done)
}
