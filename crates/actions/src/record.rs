//! Record something on a chart: authorise → load → decide → append → project.

use crate::{ActionError, Clinic, cache::Folded};
use concord_access::{Denied, MayRead, MayWrite, Purpose, Subject};
use concord_chart::{Author, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity, When};
use concord_registry::difference;
use concord_store::{Append, OutboxMessage, StoreError};
use std::sync::Arc;

/// Something to record. Built with [`Entry::new`] and narrowed with the other functions.
#[derive(Clone, Debug)]
pub struct Entry {
    key: String,
    event: Event,
    occurred: Option<When>,
    id: Option<EventId>,
    amends: Option<EventId>,
    on_behalf_of: Option<Author>,
    sensitivity: Sensitivity,
}

impl Entry {
    /// An event that is true from now. `key` comes from the form: the same key twice records once.
    pub fn new(key: impl Into<String>, event: Event) -> Self {
        Self {
            key: key.into(),
            event,
            occurred: None,
            id: None,
            amends: None,
            on_behalf_of: None,
            sensitivity: Sensitivity::General,
        }
    }

    /// When it was true.
    pub fn at(self, occurred: impl Into<When>) -> Self {
        Self { occurred: Some(occurred.into()), ..self }
    }

    /// Under this id.
    pub fn with_id(self, id: EventId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// In place of an earlier entry, which stays readable.
    pub fn amending(self, earlier: EventId) -> Self {
        Self { amends: Some(earlier), ..self }
    }

    /// For somebody else.
    pub fn on_behalf_of(self, whom: Author) -> Self {
        Self { on_behalf_of: Some(whom), ..self }
    }

    /// With a label.
    pub fn labelled(self, sensitivity: Sensitivity) -> Self {
        Self { sensitivity, ..self }
    }

    fn into_draft(self, clinic: &Clinic, author: &Author) -> Draft {
        Draft {
            id: self.id.unwrap_or_else(|| EventId(clinic.fresh())),
            occurred: self.occurred.unwrap_or(When::Instant(clinic.now())),
            author: author.clone(),
            on_behalf_of: self.on_behalf_of,
            sensitivity: self.sensitivity,
            key: IdempotencyKey(self.key),
            amends: self.amends,
            source: None,
            event: self.event,
        }
    }
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The new events, in order; empty when all of it was already there.
    pub events: Vec<EventId>,
    /// Where the chart is now.
    pub head: u64,
}

/// How often a write that lost a race is decided again. Each round another writer got through.
const ROUNDS: usize = 24;

impl Clinic {
    /// Records entries on a chart, all or nothing.
    ///
    /// `seen` is the position that the person's page showed. Additions are recorded whatever happened since; a
    /// change of something that somebody else changed since then is a [`ActionError::Conflict`] and writes nothing.
    ///
    /// # Errors
    /// Not allowed, refused with a sentence, in conflict, or the store could not.
    pub async fn record(
        &self,
        subject: &Subject,
        chart: ChartId,
        seen: Option<u64>,
        entries: Vec<Entry>,
    ) -> Result<Receipt, ActionError> {
        self.record_and_tell(subject, chart, seen, entries, |_, _| Vec::new()).await
    }

    /// The same, with messages that are written in the same transaction. `tell` sees the chart as it will be.
    pub(crate) async fn record_and_tell(
        &self,
        subject: &Subject,
        chart: ChartId,
        seen: Option<u64>,
        entries: Vec<Entry>,
        tell: impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Result<Receipt, ActionError> {
        let author = subject.author();
        let drafts: Vec<Draft> = entries.into_iter().map(|entry| entry.into_draft(self, &author)).collect();
        for _ in 0..ROUNDS {
            let folded = self.load_for_writing(subject, chart, &drafts).await?;
            let may = MayWrite::ask(subject, chart, &self.relation_of(&folded.whole), self.today(), &drafts)?;
            self.may_correct(subject, &folded.whole, &drafts)?;
            may_stop(subject, &folded.whole, &drafts)?;
            if let Some(conflict) = conflict(&folded.whole, seen, &drafts) {
                return Err(conflict);
            }
            let follows = self.what_follows(subject, &folded.whole, &drafts);
            let followed: Vec<EventId> = follows.iter().map(|draft| draft.id).collect();
            let news = folded.whole.decide(drafts.iter().cloned().chain(follows).collect(), self.today())?;
            let tell = |chart: &Chart, news: &[Draft]| {
                let mut messages = tell(chart, news);
                messages.extend(self.tell_owners(subject, news, &followed));
                messages
            };
            match self.append(may, &folded, news, &tell).await {
                Err(ActionError::Store(StoreError::Conflict { .. } | StoreError::KeyUsed { .. })) => {}
                done => return done,
            }
        }
        Err(ActionError::Store(StoreError::Unavailable("many people are writing to this chart at this moment".to_owned())))
    }

    /// The chart that the drafts are decided against. The append itself is the trace of a write, so no access line
    /// is written here. A person who registers somebody, or takes them on, has nothing to read yet.
    async fn load_for_writing(&self, subject: &Subject, chart: ChartId, drafts: &[Draft]) -> Result<Folded, ActionError> {
        let begins = drafts.iter().any(|draft| matches!(draft.event, Event::Registered(_) | Event::UnitOpened(_)));
        if !begins {
            return self.load(subject, chart, Purpose("record"), false).await.map(|(folded, _)| folded);
        }
        let may = MayRead::operator(self.organisation(), chart, "register");
        self.catch_up(&may, self.cache.get(chart), None).await
    }

    /// Corrections of other people's entries are for the clinicians of the team; everybody may correct their own.
    fn may_correct(&self, subject: &Subject, chart: &Chart, drafts: &[Draft]) -> Result<(), ActionError> {
        if subject.role.is_clinician() {
            return Ok(());
        }
        let corrected = drafts.iter().flat_map(|draft| {
            let retracted = match &draft.event {
                Event::EntryRetracted(event) => Some(event.entry),
                _ => None,
            };
            draft.amends.into_iter().chain(retracted)
        });
        for id in corrected {
            let own = chart.entry(id).is_some_and(|entry| {
                let author = entry.recorded.author();
                author.kind == subject.author().kind && author.staff == subject.staff
            });
            if !own {
                return Err(Denied::NotForRole.into());
            }
        }
        Ok(())
    }

    /// Appends what was decided, with the change of the read models, in one transaction.
    pub(crate) async fn append(
        &self,
        may: MayWrite,
        before: &Folded,
        news: Vec<Draft>,
        tell: &impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Result<Receipt, ActionError> {
        let (expected, recorded_at) = (before.whole.head, self.now());
        if news.is_empty() {
            return Ok(Receipt { events: Vec::new(), head: expected });
        }
        let events: Vec<EventId> = news.iter().map(|draft| draft.id).collect();
        let recorded =
            (expected + 1..).zip(&news).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft: draft.clone() }));
        let after = before.with(recorded.collect(), self.knowledge(), &self.zone());
        let rows = difference(&before.rows, &after.rows);
        let outbox = tell(&after.whole, &news);
        let append = Append { may, expected, events: news, recorded_at, rows, kept: Vec::new(), outbox };
        self.store().append(vec![append]).await?;
        let head = after.whole.head;
        self.cache.put(after);
        Ok(Receipt { events, head })
    }
}

/// A patient ends only what they put on the list themselves; what was prescribed they ask about.
fn may_stop(subject: &Subject, chart: &Chart, drafts: &[Draft]) -> Result<(), ActionError> {
    let stops = |draft: &Draft| match &draft.event {
        Event::MedicationStopped(stopped) => Some(stopped.course),
        _ => None,
    };
    if subject.staff.is_none() && drafts.iter().filter_map(stops).any(|course| !chart.is_told_by_patient(course)) {
        return Err(Denied::NotForRole.into());
    }
    Ok(())
}

fn conflict(chart: &Chart, seen: Option<u64>, drafts: &[Draft]) -> Option<ActionError> {
    let seen = seen?;
    // What was already recorded under the same key is the person's own second tap, not somebody else's change.
    let fresh: Vec<Draft> = drafts.iter().filter(|draft| !chart.has_key(&draft.key)).cloned().collect();
    let theirs: Vec<Recorded> = chart.changed_since(seen, &fresh).into_iter().cloned().collect();
    if theirs.is_empty() { None } else { Some(ActionError::Conflict { chart: chart.id, theirs, head: chart.head }) }
}
