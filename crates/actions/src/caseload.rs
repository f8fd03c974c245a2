//! The caseload: one row a patient, kept in memory and brought up to the store at every reading.

use crate::{ActionError, Clinic};
use concord_access::{MayList, Subject};
use concord_chart::ChartId;
use concord_registry::{CaseloadRow, Shelf};
use concord_store::AccessLine;
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// One row with its chart.
#[derive(Clone)]
pub struct Listed {
    /// The chart.
    pub chart: ChartId,
    /// Its row.
    pub row: Arc<CaseloadRow>,
    /// What lists by name are ordered by ([`concord_registry::Person::sort`]), worked out once when the row was made.
    pub sort: Arc<str>,
}

/// All rows of the practice and how far they were read.
#[derive(Default)]
pub(crate) struct CaseloadInMemory(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    rows: BTreeMap<ChartId, (Arc<CaseloadRow>, Arc<str>)>,
    read_to: Option<String>,
}

impl Clinic {
    /// The rows of the patients on whose team the reader is, in no particular order, with the checks that the practice's
    /// chosen schedules ask for; what is needed today is worked out by the caller ([`CaseloadRow::at`]). Leaves a line in the access log.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn caseload(&self, subject: &Subject) -> Result<Vec<Listed>, ActionError> {
        let may = MayList::caseload(subject)?;
        self.log_list(&may, "caseload").await?;
        self.refresh_caseload().await?;
        let practice = self.practice();
        let chosen = |row: &Arc<CaseloadRow>| row.choosing(&practice.schedules).map_or_else(|| Arc::clone(row), Arc::new);
        let kept = self.caseload.0.read().unwrap_or_else(PoisonError::into_inner);
        let own = |row: &CaseloadRow| {
            let team: Vec<_> = row.team.iter().filter_map(|member| member.staff).collect();
            may.includes(&team)
        };
        Ok(kept
            .rows
            .iter()
            .filter(|(_, (row, _))| own(row))
            .map(|(chart, (row, sort))| Listed { chart: *chart, row: chosen(row), sort: Arc::clone(sort) })
            .collect())
    }

    /// Takes over what changed on the shelf since the last reading.
    async fn refresh_caseload(&self) -> Result<(), ActionError> {
        let token = self.caseload.0.read().unwrap_or_else(PoisonError::into_inner).read_to.clone();
        let news = self.store().changed_rows(self.organisation(), Shelf::Caseload, token.as_deref()).await?;
        let mut read = Vec::with_capacity(news.put.len());
        for stored in &news.put {
            let row: CaseloadRow = serde_json::from_str(&stored.row.body)
                .map_err(|error| ActionError::Inside(format!("caseload row of {}: {error}", stored.chart)))?;
            read.push((stored.chart, (Arc::new(row), Arc::from(stored.row.sort.as_str()))));
        }
        let mut kept = self.caseload.0.write().unwrap_or_else(PoisonError::into_inner);
        for (chart, _) in &news.removed {
            kept.rows.remove(chart);
        }
        kept.rows.extend(read);
        kept.read_to = Some(news.token);
        Ok(())
    }

    pub(crate) async fn log_list(&self, may: &MayList, what: &str) -> Result<(), ActionError> {
        let line = AccessLine {
            at: self.now(),
            account: may.account(),
            name: may.name().to_owned(),
            role: may.role().words().to_owned(),
            chart: None,
            what: what.to_owned(),
            reason: String::new(),
        };
        Ok(self.store().log_access(self.organisation(), line).await?)
    }
}
