//! The diary of one day: visits and sessions in order of time.

use crate::{ActionError, Clinic};
use concord_access::{MayList, Purpose, Role, Subject};
use concord_chart::ChartId;
use concord_registry::{DiaryRow, Shelf, WorkRow};
use jiff::{ToSpan, civil::Date};

/// One visit of the day.
#[derive(Clone, Debug)]
pub struct DayVisit {
    /// The chart.
    pub chart: ChartId,
    /// When, with whom, where.
    pub visit: DiaryRow,
}

/// No practice sees more people in a day.
const AT_MOST: u32 = 5_000;

impl Clinic {
    /// Visits and sessions of a day: the front desk sees those of its places, everybody else their own.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn diary(&self, subject: &Subject, day: Date) -> Result<Vec<DayVisit>, ActionError> {
        let may = MayList::diary(subject)?;
        self.log_list(&may, "diary of the day").await?;
        let until = day.checked_add(1.day()).unwrap_or(day);
        let bound =
            |day: Date| day.at(0, 0, 0, 0).to_zoned(self.zone()).map(|zoned| zoned.timestamp().to_string()).unwrap_or_default();
        let rows = self.store().rows(&may, Shelf::Diary, &bound(day), &bound(until), AT_MOST).await?;
        let mut visits = Vec::with_capacity(rows.len());
        for stored in rows {
            let visit: DiaryRow = serde_json::from_str(&stored.row.body)
                .map_err(|error| ActionError::Inside(format!("diary row of {}: {error}", stored.chart)))?;
            let shown = match subject.role {
                Role::FrontDesk => {
                    subject.places.is_empty() || visit.place.as_ref().is_none_or(|place| subject.places.contains(place))
                }
                _ => visit.with.is_some() && visit.with == subject.staff,
            };
            if shown {
                let visit = if subject.role == Role::FrontDesk { visit.for_desk() } else { visit };
                visits.push(DayVisit { chart: stored.chart, visit });
            }
        }
        Ok(visits)
    }

    /// Visits and sessions of one person, newest first: times, with whom, where, and no word about what for.
    ///
    /// # Errors
    /// Not allowed, no such person, or the store could not.
    pub async fn visits_of(&self, subject: &Subject, chart: ChartId) -> Result<Vec<DiaryRow>, ActionError> {
        self.open_chart(subject, chart, Purpose("visits")).await?;
        let rows = self.store().rows_on(self.organisation(), chart, Shelf::Diary).await?;
        let mut visits = Vec::with_capacity(rows.len());
        for row in rows {
            let visit: DiaryRow =
                serde_json::from_str(&row.body).map_err(|error| ActionError::Inside(format!("diary row of {chart}: {error}")))?;
            visits.push(visit.for_desk());
        }
        visits.sort_by_key(|visit| std::cmp::Reverse(visit.at));
        Ok(visits)
    }

    /// Work that waits for this person: answers promised, findings to close, of their own patients.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn waiting(&self, subject: &Subject) -> Result<Vec<(ChartId, WorkRow)>, ActionError> {
        let may = MayList::caseload(subject)?;
        self.log_list(&may, "waiting work").await?;
        let rows = self.store().rows(&may, Shelf::Work, "", "\u{10ffff}", AT_MOST).await?;
        let read = rows.into_iter().filter_map(|stored| {
            let row: WorkRow = serde_json::from_str(&stored.row.body).ok()?;
            may.includes(&row.team).then_some((stored.chart, row))
        });
        Ok(read.collect())
    }
}
