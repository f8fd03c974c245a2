//! The read models in memory, ordered as lists need them and as news needs them.

use crate::{RowNews, StoredRow};
use concord_chart::{ChartId, OrganisationId};
use concord_registry::{ReadRow, RowChange, Shelf};
use std::collections::{BTreeMap, HashMap};

/// Where a row is: `Shelf` by its stored word, so that the order is that of the databases.
type Place = (OrganisationId, ChartId, &'static str, String);

#[derive(Default)]
pub(super) struct Shelves {
    /// Rows, and the number of their last change. A removed row stays as `None`, so that news can tell it.
    rows: BTreeMap<Place, (u64, Option<ReadRow>)>,
    /// By shelf and sort.
    in_order: BTreeMap<(OrganisationId, Shelf, String, ChartId, String), ()>,
    /// By shelf and number of change.
    news: HashMap<(OrganisationId, Shelf), BTreeMap<u64, (ChartId, String)>>,
    changes: u64,
}

impl Shelves {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn change(&mut self, organisation: OrganisationId, chart: ChartId, changes: Vec<RowChange>) {
        for change in changes {
            match change {
                RowChange::Put(row) => self.put(organisation, chart, row.shelf, row.key.clone(), Some(row)),
                RowChange::Remove(shelf, key) => {
                    let place = (organisation, chart, shelf.as_str(), key.clone());
                    if self.rows.get(&place).is_some_and(|(_, row)| row.is_some()) {
                        self.put(organisation, chart, shelf, key, None);
                    }
                }
            }
        }
    }

    fn put(&mut self, organisation: OrganisationId, chart: ChartId, shelf: Shelf, key: String, row: Option<ReadRow>) {
        self.changes += 1;
        let news = self.news.entry((organisation, shelf)).or_default();
        news.insert(self.changes, (chart, key.clone()));
        if let Some(row) = &row {
            self.in_order.insert((organisation, shelf, row.sort.clone(), chart, key.clone()), ());
        }
        let sort = row.as_ref().map(|row| row.sort.clone());
        let place = (organisation, chart, shelf.as_str(), key.clone());
        let Some((change, old)) = self.rows.insert(place, (self.changes, row)) else { return };
        news.remove(&change);
        if let Some(old) = old.filter(|old| sort.as_ref() != Some(&old.sort)) {
            self.in_order.remove(&(organisation, shelf, old.sort, chart, key));
        }
    }

    pub fn between(&self, organisation: OrganisationId, shelf: Shelf, from: &str, to: &str, limit: u32) -> Vec<StoredRow> {
        if from >= to {
            return Vec::new();
        }
        let first = ChartId(uuid::Uuid::nil());
        let edge = |sort: &str| (organisation, shelf, sort.to_owned(), first, String::new());
        self.in_order
            .range(edge(from)..edge(to))
            .take(limit as usize)
            .filter_map(|((_, _, _, chart, key), ())| self.row(organisation, *chart, shelf, key))
            .collect()
    }

    pub fn of_chart(&self, organisation: OrganisationId, chart: ChartId) -> Vec<ReadRow> {
        let mut rows: Vec<_> = self
            .rows
            .range((organisation, chart, "", String::new())..)
            .take_while(|((of, on, _, _), _)| (*of, *on) == (organisation, chart))
            .filter_map(|(_, (_, row))| row.clone())
            .collect();
        rows.sort();
        rows
    }

    pub fn on_shelf(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf) -> Vec<ReadRow> {
        let place = (organisation, chart, shelf.as_str());
        let rows = self.rows.range((organisation, chart, shelf.as_str(), String::new())..);
        rows.take_while(|((of, on, at, _), _)| (*of, *on, *at) == place).filter_map(|(_, (_, row))| row.clone()).collect()
    }

    pub fn news(&self, organisation: OrganisationId, shelf: Shelf, since: Option<u64>) -> RowNews {
        let mut news = RowNews { token: self.changes.to_string(), ..RowNews::default() };
        let Some(changes) = self.news.get(&(organisation, shelf)) else { return news };
        let after = since.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        for (chart, key) in changes.range((after, std::ops::Bound::Unbounded)).map(|(_, at)| at) {
            match self.row(organisation, *chart, shelf, key) {
                Some(row) => news.put.push(row),
                None if since.is_some() => news.removed.push((*chart, key.clone())),
                None => {}
            }
        }
        news
    }

    /// Every row, in order of organisation, chart, shelf and key.
    pub fn all(&self) -> impl Iterator<Item = (OrganisationId, ChartId, ReadRow)> {
        self.rows.iter().filter_map(|((organisation, chart, _, _), (_, row))| Some((*organisation, *chart, row.clone()?)))
    }

    fn row(&self, organisation: OrganisationId, chart: ChartId, shelf: Shelf, key: &str) -> Option<StoredRow> {
        let (_, row) = self.rows.get(&(organisation, chart, shelf.as_str(), key.to_owned()))?;
        row.clone().map(|row| StoredRow { chart, row })
    }
}
