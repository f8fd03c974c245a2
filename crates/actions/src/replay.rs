//! Rebuild every read model from the log and look for a difference.

use crate::{ActionError, Clinic, cache::Folded};
use concord_access::MayRead;
use concord_chart::ChartId;
use concord_registry::{RowChange, difference};
use std::sync::Arc;

/// A row that is not what the log says.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The chart.
    pub chart: ChartId,
    /// What would mend it.
    pub change: RowChange,
}

/// Charts read at a time.
const PAGE: u32 = 500;

impl Clinic {
    /// Folds every chart anew and compares its rows with the stored ones; mends them when asked to.
    /// `progress` is told the number of charts done after each one.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn replay(&self, mend: bool, mut progress: impl FnMut(u64)) -> Result<Vec<Difference>, ActionError> {
        let (mut differences, mut after, mut done) = (Vec::new(), None, 0);
        loop {
            let page = self.store().charts(self.organisation(), after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(differences) };
            after = Some(*last);
            for (chart, _) in page {
                let found = self.replay_one(chart).await?;
                if mend && !found.is_empty() {
                    self.store().repair_rows(self.organisation(), chart, found.clone()).await?;
                }
                differences.extend(found.into_iter().map(|change| Difference { chart, change }));
                done += 1;
                progress(done);
            }
        }
    }

    async fn replay_one(&self, chart: ChartId) -> Result<Vec<RowChange>, ActionError> {
        let may = MayRead::operator(self.organisation(), chart, "replay");
        let log = self.store().load(&may, 0, None).await?.into_iter().map(Arc::new).collect();
        let folded = Folded::from_log(chart, log, self.knowledge(), &self.zone());
        let stored = self.store().rows_of(self.organisation(), chart).await?;
        Ok(difference(&stored, &folded.rows))
    }
}
