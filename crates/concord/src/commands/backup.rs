//! `concord backup`: everything into one verified file.

use super::Outcome;
use anyhow::{Context, Result};
use concord_actions::{Clock, SystemClock};
use concord_store::{Store, backup};
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::Path, sync::Arc};

/// Writes a backup of everything from one moment, reads it back, and only then gives it its name.
///
/// # Errors
/// When there is already a file of that name, the store cannot be read, or the file cannot be written or read back.
pub async fn run(store: Arc<dyn Store>, file: &Path) -> Result<Outcome> {
    let bar = counting("lines written");
    let written = backup::write(&*store, file, SystemClock.now(), &mut |lines| bar.set_position(lines)).await;
    bar.finish_and_clear();
    let summary = written.context("no backup was made")?;
    let bytes = std::fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    eprintln!("{} holds {}, {} bytes, and was read back.", file.display(), contents(&summary), bytes);
    eprintln!("Carry it to another building, encrypted on the way.");
    Ok(Outcome::Done)
}

/// What a backup holds, in words.
pub(super) fn contents(summary: &backup::Summary) -> String {
    let counts = summary.counts;
    format!(
        "{} events, {} kept records, {} rows of lists, {} lines of the access log and {} accounts, as of {}",
        counts.events, counts.kept, counts.rows, counts.access, counts.accounts, summary.made_at
    )
}

/// A count for people who wait; silent where standard error is not a terminal.
pub(super) fn counting(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} {msg}") {
        bar.set_style(style);
    }
    bar
}
