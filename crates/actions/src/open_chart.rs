//! Open a chart: authorise, load, show what this reader may see.

use crate::{ActionError, Clinic, PracticeSettings, cache::Folded};
use concord_access::{Denied, MayRead, Purpose, Relation, Subject, View};
use concord_chart::{Chart, ChartId};
use concord_registry::{NearRow, ReadRow, Shelf};
use concord_store::AccessLine;
use std::sync::Arc;

/// A chart as one reader sees it.
#[derive(Clone)]
pub struct OpenChart {
    /// What they see, folded.
    pub chart: Arc<Chart>,
    /// Position of the last event on the whole chart: forms carry it, so that a change in between is noticed.
    pub head: u64,
    /// How they look at it.
    pub view: View,
}

impl Clinic {
    /// Opens a chart for reading and leaves a line in the access log.
    ///
    /// # Errors
    /// [`ActionError::Denied`] when it is not theirs to read (a line is left for that too), [`ActionError::NotFound`]
    /// when there is no such chart, a store error when the line or the log cannot be had.
    pub async fn open_chart(&self, subject: &Subject, chart: ChartId, purpose: Purpose) -> Result<OpenChart, ActionError> {
        let what = purpose.0;
        let (folded, may) = match self.load(subject, chart, purpose, true).await {
            Err(ActionError::Denied(denied)) => return Err(self.log_refusal(subject, chart, what, denied).await),
            other => other?,
        };
        Ok(OpenChart { chart: folded.seen_by(may.view()), head: folded.whole.head, view: may.view().clone() })
    }

    /// Loads the whole chart against a proof, from memory plus what the log has after it.
    pub(crate) async fn load(
        &self,
        subject: &Subject,
        chart: ChartId,
        purpose: Purpose,
        log_it: bool,
    ) -> Result<(Folded, MayRead), ActionError> {
        let kept = self.cache.get(chart);
        let relation = match &kept {
            Some(folded) => self.relation_of(&folded.whole),
            None => self.relation(chart).await?,
        };
        let may = MayRead::ask(subject, chart, &relation, &self.moment(), purpose.clone())?;
        let line = log_it.then(|| self.access_line(&may));
        let folded = self.catch_up(&may, kept, line).await?;
        if folded.whole.head == 0 {
            return Err(ActionError::NotFound);
        }
        // The team may have changed while the chart lay in memory: what the log says now decides.
        let may = MayRead::ask(subject, chart, &self.relation_of(&folded.whole), &self.moment(), purpose)?;
        Ok((folded, may))
    }

    /// Brings a kept chart up to the log, or loads it.
    pub(crate) async fn catch_up(
        &self,
        may: &MayRead,
        kept: Option<Folded>,
        line: Option<AccessLine>,
    ) -> Result<Folded, ActionError> {
        let after = kept.as_ref().map_or(0, |folded| folded.whole.head);
        let news: Vec<_> = self.store().load(may, after, line).await?.into_iter().map(Arc::new).collect();
        let folded = match kept {
            Some(folded) if news.is_empty() => return Ok(folded),
            Some(folded) => folded.with(news, self.knowledge(), &self.zone()),
            None => Folded::from_log(may.chart(), news, self.knowledge(), &self.zone()),
        };
        if folded.whole.head > 0 {
            self.cache.put(folded.clone());
        }
        Ok(folded)
    }

    /// The care team, from the read model: permission is worked out without opening the chart.
    pub(crate) async fn relation(&self, chart: ChartId) -> Result<Relation, ActionError> {
        let rows = self.store().rows_on(self.organisation(), chart, Shelf::Team).await?;
        Ok(relation_from(&rows, &self.practice()))
    }

    /// The same from a chart that lies open.
    pub(crate) fn relation_of(&self, chart: &Chart) -> Relation {
        relation_from(&concord_registry::near(chart), &self.practice())
    }

    pub(crate) fn access_line(&self, may: &MayRead) -> AccessLine {
        AccessLine {
            at: self.now(),
            account: may.account(),
            name: may.name().to_owned(),
            role: may.role().to_owned(),
            chart: Some(may.chart()),
            what: may.purpose().to_owned(),
            reason: may.reason().to_owned(),
        }
    }

    async fn log_refusal(&self, subject: &Subject, chart: ChartId, what: &str, denied: Denied) -> ActionError {
        let line = AccessLine {
            at: self.now(),
            account: Some(subject.account),
            name: subject.name.clone(),
            role: subject.role.words().to_owned(),
            chart: Some(chart),
            what: format!("refused: {what}"),
            reason: String::new(),
        };
        match self.store().log_access(self.organisation(), line).await {
            Ok(()) => denied.into(),
            Err(error) => error.into(),
        }
    }
}

/// Permission from the rows of the team shelf: the team, people who may act, members of a unit.
fn relation_from(rows: &[ReadRow], practice: &PracticeSettings) -> Relation {
    let mut relation = Relation::default();
    for row in rows {
        match NearRow::read(row) {
            Some(NearRow::Team(member)) => relation.team.push(member.staff),
            Some(NearRow::Proxy(proxy)) => relation.proxies.push(practice.right_of(&proxy)),
            Some(NearRow::Unit(members)) => relation.unit = Some(members),
            Some(NearRow::Former(former)) => relation.former = former,
            None => {}
        }
    }
    relation
}
