//! Folded charts kept in memory. A kept chart is never older than the log: every use asks the log for what came after.

use concord_access::View;
use concord_chart::{Chart, ChartId, Recorded, Sensitivity};
use concord_knowledge::Knowledge;
use concord_registry::{ReadRow, project};
use jiff::tz::TimeZone;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How many events all kept charts may hold together: about 100 MB at the most.
const EVENTS_AT_MOST: usize = 120_000;

/// A chart with its read-model rows.
#[derive(Clone)]
pub(crate) struct Folded {
    /// The whole chart, psychotherapy notes included: only for deciding and for positions.
    pub(crate) whole: Arc<Chart>,
    /// Its rows, worked out from what is not sealed.
    pub(crate) rows: Arc<Vec<ReadRow>>,
    has_walls: bool,
}

impl Folded {
    pub(crate) fn from_log(id: ChartId, log: Vec<Arc<Recorded>>, knowledge: &Knowledge, zone: &TimeZone) -> Self {
        Self::of(Arc::new(Chart::fold(id, log)), knowledge, zone)
    }

    pub(crate) fn of(whole: Arc<Chart>, knowledge: &Knowledge, zone: &TimeZone) -> Self {
        let has_sealed = whole.log().any(|recorded| recorded.draft.sensitivity == Sensitivity::PsychotherapyNote);
        let has_walls = has_sealed || whole.log().any(|recorded| View::has_wall(recorded)) || whole.unit.is_some();
        let open = if has_sealed { narrow(&whole, &View::Everything) } else { Arc::clone(&whole) };
        Self { rows: Arc::new(project(&open, knowledge, zone)), whole, has_walls }
    }

    /// This chart with more events at its end.
    pub(crate) fn with(&self, news: Vec<Arc<Recorded>>, knowledge: &Knowledge, zone: &TimeZone) -> Self {
        let mut whole = Chart::clone(&self.whole);
        whole.add(news);
        Self::of(Arc::new(whole), knowledge, zone)
    }

    /// What this view shows of the chart.
    pub(crate) fn seen_by(&self, view: &View) -> Arc<Chart> {
        let shows_all = matches!(view, View::Clinical(_) | View::Everything | View::Patient);
        if shows_all && !self.has_walls { Arc::clone(&self.whole) } else { narrow(&self.whole, view) }
    }
}

fn narrow(whole: &Chart, view: &View) -> Arc<Chart> {
    let log: Vec<Arc<Recorded>> = whole.log().map(Arc::clone).collect();
    Arc::new(Chart::fold(whole.id, view.filter(&log)))
}

/// The kept charts, the least recently used first to go.
#[derive(Default)]
pub(crate) struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    charts: HashMap<ChartId, (Folded, u64)>,
    events: usize,
    uses: u64,
}

impl Cache {
    pub(crate) fn get(&self, chart: ChartId) -> Option<Folded> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.uses += 1;
        let uses = inner.uses;
        let (folded, used) = inner.charts.get_mut(&chart)?;
        *used = uses;
        Some(folded.clone())
    }

    /// Keeps a chart, unless a newer state of it is kept already.
    pub(crate) fn put(&self, folded: Folded) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let id = folded.whole.id;
        if inner.charts.get(&id).is_some_and(|(kept, _)| kept.whole.head > folded.whole.head) {
            return;
        }
        inner.uses += 1;
        let uses = inner.uses;
        inner.events += folded.whole.entries.len();
        if let Some((old, _)) = inner.charts.insert(id, (folded, uses)) {
            inner.events -= old.whole.entries.len();
        }
        inner.make_room(id);
    }
}

impl Inner {
    fn make_room(&mut self, but: ChartId) {
        while self.events > EVENTS_AT_MOST {
            // A tenth goes at a time, so that the sorting is paid for by many uses.
            let mut by_use: Vec<(u64, ChartId)> = self.charts.iter().map(|(id, (_, used))| (*used, *id)).collect();
            by_use.sort_unstable();
            let go = (by_use.len() / 10).max(1);
            let before = self.events;
            for (_, id) in by_use.into_iter().filter(|(_, id)| *id != but).take(go) {
                if let Some((old, _)) = self.charts.remove(&id) {
                    self.events -= old.whole.entries.len();
                }
            }
            if self.events == before {
                return;
            }
        }
    }
}
