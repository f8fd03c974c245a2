//! `concord restore`: fill an empty database from a backup.

use super::{
    Outcome,
    backup::{contents, counting},
};
use anyhow::{Context, Result};
use concord_store::{Store, backup};
use std::{path::Path, sync::Arc};

/// Fills an empty store, all or nothing, and looks at it afterwards.
///
/// # Errors
/// A damaged file, with the line, the entry and the reason, or a store that holds something. Nothing is written then.
pub async fn run(store: Arc<dyn Store>, file: &Path) -> Result<Outcome> {
    let bar = counting("lines read");
    let restored = backup::restore(file, &*store, &mut |lines| bar.set_position(lines)).await;
    bar.finish_and_clear();
    let summary = restored.context("nothing was restored")?;
    eprintln!("Restored: {}.", contents(&summary));
    eprintln!("Look before you serve it: concord verify. People sign in again; their passwords are the same.");
    Ok(Outcome::Done)
}
