//! Is every record as it was written? Chains, what can be read, kept records, read models, and the backend itself.

use crate::*;
use concord_chart::{Chart, Recorded};
use concord_registry::ReadRow;
use std::{collections::HashSet, sync::Arc};

/// Works out a chart's read-model rows anew. The projection lives above the store, so it is handed in.
pub type Project<'a> = &'a mut (dyn FnMut(&Chart) -> Vec<ReadRow> + Send);

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Charts whose chain was followed.
    pub charts: u64,
    /// Events in them.
    pub events: u64,
    /// Kept records whose text was compared with its hash.
    pub kept: u64,
    /// Read-model rows that were compared; 0 when no projection was handed in.
    pub rows: u64,
    /// What is wrong; empty when everything is well.
    pub damage: Vec<Damage>,
}

/// Charts that are asked for at once.
const PAGE: u32 = 500;

/// Looks at everything of one practice. `progress` is told how many charts are done.
///
/// # Errors
/// When the store cannot be read at all. What is wrong with a single chart is in the report.
pub async fn verify(
    store: &dyn Store,
    organisation: OrganisationId,
    mut project: Option<Project<'_>>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Report, StoreError> {
    let mut report = Report { damage: store.check().await?, ..Report::default() };
    let mut after = None;
    loop {
        let page = store.charts(organisation, after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(report) };
        after = Some(*last);
        for (chart, head) in page {
            look_at(store, organisation, chart, head, &mut project, &mut report).await?;
            report.charts += 1;
            progress(report.charts);
        }
    }
}

async fn look_at(
    store: &dyn Store,
    organisation: OrganisationId,
    chart: ChartId,
    head: u64,
    project: &mut Option<Project<'_>>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let log = match store.raw_log(organisation, chart).await {
        Ok(log) => log,
        Err(StoreError::Damaged(what)) => {
            report.damage.push(Damage { at: format!("chart {chart}"), what });
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    report.events += log.len() as u64;
    let recorded = look_at_log(organisation, chart, head, &log, report);
    for kept in store.kept(&MayRead::operator(organisation, chart, "verify")).await? {
        report.kept += 1;
        if hash::sha256_hex(&kept.json) != kept.sha256 {
            let what = format!("the kept record {} is not the one that its hash names", kept.resource);
            report.damage.push(Damage { at: format!("chart {chart}"), what });
        }
    }
    if let (Some(project), Some(recorded)) = (project.as_mut(), recorded) {
        let wanted = project(&Chart::fold(chart, recorded.into_iter().map(Arc::new)));
        let found = store.rows_of(organisation, chart).await?;
        report.rows += found.len() as u64;
        report.damage.extend(differences(chart, &found, &wanted));
    }
    Ok(())
}

/// Follows the chain and reads every event; `None` when it cannot be read as a whole.
fn look_at_log(
    organisation: OrganisationId,
    chart: ChartId,
    head: u64,
    log: &[RawEvent],
    report: &mut Report,
) -> Option<Vec<Recorded>> {
    let mut wrong = |seq: u64, what: String| report.damage.push(Damage { at: format!("chart {chart}, entry {seq}"), what });
    let mut link = Link::START;
    for event in log {
        // What follows a break cannot be judged: one sentence for the chart, at the first place that is wrong.
        if let Err(what) = link.follow(organisation, chart, event) {
            wrong(event.seq, what);
            return None;
        }
    }
    if link.seq < head {
        wrong(head, format!("the log ends at entry {}, and was written to entry {head}", link.seq));
    }
    let mut ids = HashSet::new();
    let mut recorded = Vec::with_capacity(log.len());
    let mut readable = true;
    for event in log {
        if !ids.insert(&event.id) {
            wrong(event.seq, "another entry of this chart has the same id".to_owned());
        }
        match hash::read(event) {
            Ok(read) => recorded.push(read),
            Err(error) => {
                wrong(event.seq, error.to_string());
                readable = false;
            }
        }
    }
    readable.then_some(recorded)
}

fn differences(chart: ChartId, found: &[ReadRow], wanted: &[ReadRow]) -> Vec<Damage> {
    let changes = concord_registry::difference(found, wanted);
    let say = |change: RowChange| {
        let (shelf, key, what) = match change {
            RowChange::Remove(shelf, key) => (shelf, key, "it does not follow from the log"),
            RowChange::Put(row) => (row.shelf, row.key, "it is missing, or is not what follows from the log"),
        };
        Damage { at: format!("chart {chart}, row {key} of {}", shelf.as_str()), what: what.to_owned() }
    };
    changes.into_iter().map(say).collect()
}
