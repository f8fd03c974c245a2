//! Alerts that are not closed: the list of whoever may help, and what every page of the staff knows of them.

use super::told::is_kept_from_patient;
use crate::{ActionError, Clinic, SignedIn};
use concord_access::{MayList, MayRead, Subject};
use concord_chart::{ChartId, Event, EventId, StaffId, safety_alert::Acknowledged};
use concord_engines::escalation::Member;
use concord_registry::{AlertRow, Shelf};
use concord_store::StoredRow;
use std::sync::{Arc, PoisonError, RwLock};

/// More alerts are never open at once.
const AT_MOST: u32 = 10_000;

/// An alert that is not closed, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAlert {
    /// The chart.
    pub chart: ChartId,
    /// The alert.
    pub row: AlertRow,
}

impl OpenAlert {
    /// True while nobody who still works here has it in hand.
    pub fn waits(&self, members: &[Member]) -> bool {
        let works_here = |staff: &StaffId| members.iter().any(|member| member.staff == *staff && member.active);
        !self.row.taken.iter().any(works_here)
    }
}

/// What every page knows without asking the store: who works here, and which alerts nobody has taken. It is no older than
/// the last look of the background work, and as new as the last write of this process.
#[derive(Default)]
pub(crate) struct AlarmInMemory {
    members: RwLock<Option<Arc<Vec<Member>>>>,
    open: RwLock<Arc<Vec<OpenAlert>>>,
}

impl Clinic {
    /// Alerts that this person may help with, the nearest promise first. Leaves a line in the access log.
    ///
    /// # Errors
    /// Not a clinician, or the store could not.
    pub async fn alerts(&self, subject: &Subject) -> Result<Vec<OpenAlert>, ActionError> {
        let may = MayList::alerts(subject)?;
        self.log_list(&may, "alerts").await?;
        let open = self.read_alerts(&may).await?;
        let members = self.members().await?;
        let on_call = subject.staff.is_some_and(|staff| self.is_on_call(staff));
        let shown = |alert: &OpenAlert| {
            let called_or_on_call = on_call && alert.waits(&members);
            called_or_on_call || may.includes_alert(&alert.row.team, &alert.row.called, alert.row.everybody)
        };
        Ok(open.into_iter().filter(shown).collect())
    }

    /// True for somebody who is on call at this moment.
    pub fn is_on_call(&self, staff: StaffId) -> bool {
        let (practice, clock) = (self.practice(), self.moment().datetime());
        let calendar = &practice.safety.calendar;
        (1..=calendar.levels()).any(|level| calendar.on_call(level, clock).contains(&staff))
            || practice.safety.lead == Some(staff)
    }

    /// How many alerts wait although everybody was called; from memory.
    pub fn alerts_past_the_chain(&self) -> usize {
        let open = Arc::clone(&self.alarm.open.read().unwrap_or_else(PoisonError::into_inner));
        let members = self.alarm.members.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default();
        open.iter().filter(|alert| alert.row.everybody && alert.waits(&members)).count()
    }

    /// Takes an alert in hand. Who is not on the patient's team opens the record through the glass with the alert as the
    /// reason: the access log has it, and the patient sees it.
    ///
    /// # Errors
    /// Not a clinician, closed meanwhile, or the store could not.
    pub async fn take_alert(
        &self,
        who: &SignedIn,
        chart: ChartId,
        alert: EventId,
        key: &str,
        words: &str,
    ) -> Result<(), ActionError> {
        let acknowledged = Event::AlertAcknowledged(Acknowledged { alert, words: words.trim().to_owned() });
        let entries = || vec![crate::Entry::new(key, acknowledged.clone())];
        let first = self.record(&who.subject, chart, None, entries()).await;
        if !matches!(first, Err(ActionError::Denied(concord_access::Denied::NotOnTeam))) {
            return first.map(drop);
        }
        let reason = self.reason_for_glass(chart, alert).await?;
        self.break_glass(who, chart, reason).await?;
        let until = self.now().checked_add(jiff::SignedDuration::from_mins(crate::GLASS_MINUTES)).unwrap_or(self.now());
        let glass = concord_access::Glass { chart, reason: reason.to_owned(), until };
        let subject = Subject { glass: Some(glass), ..who.subject.clone() };
        self.record(&subject, chart, None, entries()).await.map(drop)
    }

    /// The patient reads the reason. It says nothing of an alert that their own pages never show.
    async fn reason_for_glass(&self, chart: ChartId, alert: EventId) -> Result<&'static str, ActionError> {
        let may = MayRead::operator(self.organisation(), chart, "alert");
        let folded = self.catch_up(&may, self.cache.get(chart), None).await?;
        let known = folded.whole.alerts.iter().find(|known| known.id == alert);
        Ok(match known {
            Some(known) if is_kept_from_patient(&folded.whole, known) => "I was on duty and was asked to look at this record.",
            _ => "An alert called for a person, and I was called or saw that nobody had taken it.",
        })
    }

    pub(crate) async fn read_alerts(&self, may: &MayList) -> Result<Vec<OpenAlert>, ActionError> {
        let rows = self.store().rows(may, Shelf::Alert, "", "\u{10ffff}", AT_MOST).await?;
        rows.into_iter().map(read).collect()
    }

    /// Who works or worked here, from memory where it is known.
    pub(crate) async fn members(&self) -> Result<Vec<Member>, ActionError> {
        let known = self.alarm.members.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(known) => Ok(known.to_vec()),
            None => self.read_members().await,
        }
    }

    /// The same, read anew.
    pub(crate) async fn read_members(&self) -> Result<Vec<Member>, ActionError> {
        let accounts = self.store().accounts(self.organisation()).await?;
        let member = |account: concord_store::Account| {
            let active = account.open && account.role.is_clinician();
            Some(Member { staff: account.staff?, name: account.name, active })
        };
        let members: Vec<Member> = accounts.into_iter().filter_map(member).collect();
        *self.alarm.members.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(members.clone()));
        Ok(members)
    }

    /// Somebody came or left: what is in memory is read again when it is next asked for.
    pub(crate) fn forget_members(&self) {
        *self.alarm.members.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn note_alerts(&self, open: Vec<OpenAlert>) {
        *self.alarm.open.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(open);
    }

    /// What this process has just written about one chart's alerts.
    pub(crate) fn note_alerts_of(&self, chart: ChartId, rows: &[concord_registry::ReadRow]) {
        let mut held = self.alarm.open.write().unwrap_or_else(PoisonError::into_inner);
        let of_chart = rows.iter().filter(|row| row.shelf == Shelf::Alert);
        let of_chart: Vec<OpenAlert> = of_chart.filter_map(|row| read(StoredRow { chart, row: row.clone() }).ok()).collect();
        if of_chart.is_empty() && held.iter().all(|alert| alert.chart != chart) {
            return;
        }
        let others = held.iter().filter(|alert| alert.chart != chart).cloned();
        *held = Arc::new(others.chain(of_chart).collect());
    }
}

fn read(stored: StoredRow) -> Result<OpenAlert, ActionError> {
    let row = serde_json::from_str(&stored.row.body)
        .map_err(|error| ActionError::Inside(format!("alert row of {}: {error}", stored.chart)))?;
    Ok(OpenAlert { chart: stored.chart, row })
}
