//! Take in what another system recorded: all of it or nothing.

use crate::{ActionError, Clinic, cache::Folded, minors, sealed::refuse_open_notes};
use concord_access::{MayRead, MayWrite};
use concord_chart::{Chart, ChartId, Draft, EventId, Recorded, Refusal};
use concord_registry::difference;
use concord_store::{Append, Kept, StoreError};
use std::sync::Arc;

/// What to take in on one chart.
#[derive(Clone, Debug)]
pub struct TakeIn {
    /// The chart, new or known.
    pub chart: ChartId,
    /// The events, those first that others rest on.
    pub drafts: Vec<Draft>,
    /// The verbatim records that they were made from.
    pub kept: Vec<Kept>,
}

/// What was taken in on one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// The chart.
    pub chart: ChartId,
    /// Events that are new.
    pub added: usize,
    /// Events that were there before.
    pub already: usize,
}

impl Clinic {
    /// Takes in events and verbatim records of several charts in one transaction. `system` names where they are from.
    ///
    /// # Errors
    /// The first entry that may not be recorded, or the store could not; then nothing was written.
    pub async fn take_in(&self, charts: Vec<TakeIn>, system: &str) -> Result<Vec<TakenIn>, ActionError> {
        let named: Vec<ChartId> = charts.iter().map(|wanted| wanted.chart).collect();
        let as_given = |chart: &Chart| {
            let wanted = charts.iter().find(|wanted| wanted.chart == chart.id).cloned();
            Ok(wanted.unwrap_or(TakeIn { chart: chart.id, drafts: Vec::new(), kept: Vec::new() }))
        };
        self.take_in_onto(&named, system, as_given).await
    }

    /// As [`Clinic::take_in`], where what is to be added depends on what is on each chart: a newer version of a record
    /// amends what the older one said. `settle` is shown each chart as a whole, psychotherapy notes included, and is
    /// asked again when somebody else wrote meanwhile.
    ///
    /// # Errors
    /// As [`Clinic::take_in`], and whatever `settle` refuses.
    pub async fn take_in_onto(
        &self,
        charts: &[ChartId],
        system: &str,
        settle: impl Fn(&Chart) -> Result<TakeIn, Refusal> + Sync,
    ) -> Result<Vec<TakenIn>, ActionError> {
        for _ in 0..4 {
            match self.take_in_once(charts, system, &settle).await {
                Err(ActionError::Store(StoreError::Conflict { .. } | StoreError::KeyUsed { .. })) => {}
                done => return done,
            }
        }
        Err(ActionError::Store(StoreError::Unavailable("other people are writing to these charts at this moment".to_owned())))
    }

    async fn take_in_once(
        &self,
        charts: &[ChartId],
        system: &str,
        settle: &(impl Fn(&Chart) -> Result<TakeIn, Refusal> + Sync),
    ) -> Result<Vec<TakenIn>, ActionError> {
        let (mut batch, mut answers, mut folded_after) = (Vec::new(), Vec::new(), Vec::new());
        for chart in charts {
            let may = MayRead::operator(self.organisation(), *chart, "import");
            let before = self.catch_up(&may, self.cache.get(*chart), None).await?;
            let mut wanted = settle(&before.whole)?;
            wanted.drafts = minors::labelled(&before.whole, &wanted.drafts);
            let alarm = self.alarm(&before.whole, &wanted.drafts, None).await?;
            let raised: Vec<EventId> = alarm.drafts.iter().map(|draft| draft.id).collect();
            let news = before.whole.decide(wanted.drafts.iter().cloned().chain(alarm.drafts).collect(), self.today())?;
            // What was taken in is what the other system said; an alert about it is this practice's own.
            let added = news.iter().filter(|draft| !raised.contains(&draft.id)).count();
            answers.push(TakenIn { chart: wanted.chart, added, already: wanted.drafts.len() - added });
            refuse_open_notes(&news)?;
            if news.is_empty() {
                continue;
            }
            let after = self.after(&before, &news);
            batch.push(Append {
                may: MayWrite::import(self.organisation(), wanted.chart, system),
                expected: before.whole.head,
                recorded_at: self.now(),
                rows: difference(&before.rows, &after.rows),
                kept: wanted.kept,
                events: news,
                outbox: alarm.outbox,
            });
            folded_after.push(after);
        }
        if !batch.is_empty() {
            self.store().append(batch).await?;
        }
        for after in folded_after {
            self.note_alerts_of(after.whole.id, &after.rows);
            self.cache.put(after);
        }
        Ok(answers)
    }

    fn after(&self, before: &Folded, news: &[Draft]) -> Folded {
        let recorded_at = self.now();
        let recorded =
            (before.whole.head + 1..).zip(news).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft: draft.clone() }));
        before.with(recorded.collect(), self.knowledge(), &self.zone())
    }
}
