//! Calls one person after another until somebody has an alert in hand. Done again and again by the server; what is due is
//! worked out from the record each time, so that a restart, a second computer or a clock that jumps changes nothing: each
//! call has a name of its own, and is recorded once.

use super::raise::Alarm;
use crate::{ActionError, Clinic};
use concord_access::{MayList, MayRead, MayWrite};
use concord_chart::{Chart, ChartId, Draft, safety_alert::Alert};
use concord_engines::escalation::{Staff, calls};
use concord_store::StoreError;
use jiff::Timestamp;

/// What one look at the alerts came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escalated {
    /// Alerts that nobody has in hand.
    pub waiting: usize,
    /// Calls that were made now.
    pub called: usize,
    /// Records that could not be looked at this time; they are tried again the next time.
    pub failed: usize,
    /// When the next call is due.
    pub next: Option<Timestamp>,
}

impl Clinic {
    /// Makes every call that is due. Whether earlier calls reached anybody plays no part.
    ///
    /// # Errors
    /// When the list of alerts cannot be read. One record that fails does not hold up the others.
    pub async fn escalate(&self) -> Result<Escalated, ActionError> {
        let members = self.read_members().await?;
        let open = self.read_alerts(&MayList::operator(self.organisation())).await?;
        self.note_alerts(open.clone());
        let mut done = Escalated::default();
        let mut charts: Vec<ChartId> = open.iter().filter(|alert| alert.waits(&members)).map(|alert| alert.chart).collect();
        done.waiting = charts.len();
        charts.sort_unstable();
        charts.dedup();
        for chart in charts {
            match self.escalate_on(chart).await {
                Ok((called, next)) => {
                    done.called += called;
                    done.next = [done.next, next].into_iter().flatten().min();
                }
                // Somebody else wrote at the same moment, perhaps this very call: the next look sees it.
                Err(ActionError::Store(StoreError::Conflict { .. } | StoreError::KeyUsed { .. })) => {}
                Err(error) => {
                    tracing::error!(%chart, %error, "the calls for an alert could not go on");
                    done.failed += 1;
                }
            }
        }
        Ok(done)
    }

    async fn escalate_on(&self, chart: ChartId) -> Result<(usize, Option<Timestamp>), ActionError> {
        let may = MayRead::operator(self.organisation(), chart, "alert");
        let folded = self.catch_up(&may, self.cache.get(chart), None).await?;
        let staff = self.staff_to_call(&folded.whole).await?;
        let (alarm, next) = self.due_on(&folded.whole, &staff);
        if alarm.drafts.is_empty() {
            return Ok((0, next));
        }
        let news = folded.whole.decide(alarm.drafts, self.today())?;
        let may = MayWrite::calls(self.organisation(), chart, &news)?;
        let named: Vec<String> = news.iter().map(|draft| draft.id.to_string()).collect();
        let outbox: Vec<_> = alarm.outbox.into_iter().filter(|message| named.contains(&message.id)).collect();
        let receipt = self.append(may, &folded, news, &|_: &Chart, _: &[Draft]| outbox.clone()).await?;
        Ok((receipt.events.len(), next))
    }

    fn due_on(&self, chart: &Chart, staff: &Staff) -> (Alarm, Option<Timestamp>) {
        let (practice, zone, now) = (self.practice(), self.zone(), self.now());
        let (mut alarm, mut next) = (Alarm::default(), None);
        for alert in chart.alerts.iter().filter(|alert| alert.is_open()) {
            let calls = calls(alert, &practice.safety, staff, &zone, now);
            next = [next, calls.next].into_iter().flatten().min();
            if let Some(like) = raised(chart, alert) {
                self.calls_to_make(&mut alarm, alert, &like, &calls.due);
            }
        }
        (alarm, next)
    }
}

/// The entry that raised the alert: calls carry its label.
fn raised(chart: &Chart, alert: &Alert) -> Option<Draft> {
    chart.entry(alert.id).map(|entry| entry.recorded.draft.clone())
}
