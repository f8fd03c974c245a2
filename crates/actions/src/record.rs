//! Record something on a chart: authorise → load → decide → append → project.

use crate::{ActionError, Clinic, cache::Folded, minors, sealed::refuse_open_notes};
use concord_access::{Denied, MayRead, MayWrite, Purpose, Role, Subject};
use concord_chart::{
    Author, AuthorKind, Chart, ChartId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity, When, safety_alert::CameIn,
};
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
        self.record_as_it_came(subject, chart, seen, entries, None, tell).await
    }

    /// The same; `came` says how a worrying answer came in where the entries themselves do not.
    pub(crate) async fn record_as_it_came(
        &self,
        subject: &Subject,
        chart: ChartId,
        seen: Option<u64>,
        entries: Vec<Entry>,
        came: Option<CameIn>,
        tell: impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Result<Receipt, ActionError> {
        let author = subject.author();
        let drafts: Vec<Draft> = entries.into_iter().map(|entry| entry.into_draft(self, &author)).collect();
        for _ in 0..ROUNDS {
            let ready = self.ready(subject, chart, seen, &drafts, came, &tell).await?;
            match self.append_ready(vec![ready]).await {
                Err(StoreError::Conflict { .. } | StoreError::KeyUsed { .. }) => {}
                done => return done?.pop().ok_or_else(|| ActionError::Inside("nothing was appended".to_owned())),
            }
        }
        Err(ActionError::Store(StoreError::Unavailable("many people are writing to this chart at this moment".to_owned())))
    }

    /// Records entries on several charts, all of them or none: a session of a couple stands on the couple's record and
    /// on the record of each of the two.
    ///
    /// # Errors
    /// As [`Clinic::record`], for the first chart that refuses.
    pub async fn record_on_each(&self, subject: &Subject, on: Vec<(ChartId, Vec<Entry>)>) -> Result<Vec<Receipt>, ActionError> {
        let author = subject.author();
        let drafted = on.into_iter().map(|(chart, entries)| {
            (chart, entries.into_iter().map(|entry| entry.into_draft(self, &author)).collect::<Vec<Draft>>())
        });
        let drafted: Vec<(ChartId, Vec<Draft>)> = drafted.collect();
        for _ in 0..ROUNDS {
            let mut ready = Vec::with_capacity(drafted.len());
            for (chart, drafts) in &drafted {
                ready.push(self.ready(subject, *chart, None, drafts, None, &|_, _| Vec::new()).await?);
            }
            match self.append_ready(ready).await {
                Err(StoreError::Conflict { .. } | StoreError::KeyUsed { .. }) => {}
                done => return Ok(done?),
            }
        }
        Err(ActionError::Store(StoreError::Unavailable("many people are writing to these charts at this moment".to_owned())))
    }

    /// What would be appended to one chart, authorised and decided against its latest state.
    async fn ready(
        &self,
        subject: &Subject,
        chart: ChartId,
        seen: Option<u64>,
        drafts: &[Draft],
        came: Option<CameIn>,
        tell: &impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Result<Ready, ActionError> {
        refuse_open_notes(drafts)?;
        let folded = self.load_for_writing(subject, chart, drafts).await?;
        let drafts = &minors::labelled(&folded.whole, drafts);
        let may = MayWrite::ask(subject, chart, &self.relation_of(&folded.whole), self.today(), drafts)?;
        self.may_correct(subject, &folded.whole, drafts)?;
        may_stop(subject, &folded.whole, drafts)?;
        may_practise(subject, &folded.whole, drafts)?;
        if let Some(conflict) = conflict(&folded.whole, seen, drafts) {
            return Err(conflict);
        }
        let follows = self.what_follows(subject, &folded.whole, drafts);
        let followed: Vec<EventId> = follows.iter().map(|draft| draft.id).collect();
        let alarm = self.alarm(&folded.whole, drafts, came).await?;
        let all = drafts.iter().cloned().chain(follows).chain(alarm.drafts).collect();
        let news = folded.whole.decide(all, self.today())?;
        let tell = |chart: &Chart, news: &[Draft]| {
            let mut messages = tell(chart, news);
            messages.extend(self.tell_owners(subject, news, &followed));
            messages.extend(alarm.outbox.iter().cloned());
            messages
        };
        Ok(self.make_ready(may, &folded, news, &tell))
    }

    /// The chart that the drafts are decided against. The append itself is the trace of a write, so no access line
    /// is written here. A person who registers somebody, or takes them on, has nothing to read yet.
    async fn load_for_writing(&self, subject: &Subject, chart: ChartId, drafts: &[Draft]) -> Result<Folded, ActionError> {
        let unseen = |draft: &Draft| matches!(draft.event, Event::Registered(_) | Event::UnitOpened(_));
        // Somebody who has left a unit reads nothing there, and still says what may be given out.
        let leaves_word = |draft: &Draft| matches!(draft.event, Event::UnitReleaseSet(_));
        let word_only = !drafts.is_empty() && drafts.iter().all(leaves_word);
        if !drafts.iter().any(unseen) && !word_only {
            return self.load(subject, chart, Purpose("record"), false).await.map(|(folded, _)| folded);
        }
        let may = MayRead::operator(self.organisation(), chart, "register");
        self.catch_up(&may, self.cache.get(chart), None).await
    }

    /// Corrections of other people's entries are for the clinicians of the team; everybody may correct their own. What a
    /// patient chose is theirs alone: to take back "no longer" would be to say "yes" in their place.
    fn may_correct(&self, subject: &Subject, chart: &Chart, drafts: &[Draft]) -> Result<(), ActionError> {
        let corrected = drafts.iter().flat_map(|draft| {
            let retracted = match &draft.event {
                Event::EntryRetracted(event) => Some(event.entry),
                _ => None,
            };
            draft.amends.into_iter().chain(retracted)
        });
        for id in corrected {
            let entry = chart.entry(id).map(|entry| &entry.recorded);
            let own = entry.is_some_and(|recorded| {
                let author = recorded.author();
                let me = subject.author();
                // Two may act for the same patient; neither writes over what the other said.
                let same = me.kind != AuthorKind::Proxy || author.name == me.name;
                author.kind == me.kind && author.staff == me.staff && same
            });
            let choice = entry.is_some_and(|recorded| recorded.event().is_choice());
            if !own && (choice || !subject.role.is_clinician()) {
                return Err(Denied::NotForRole.into());
            }
        }
        Ok(())
    }

    /// What was decided, with the change of the read models, as it goes into one transaction.
    fn make_ready(
        &self,
        may: MayWrite,
        before: &Folded,
        news: Vec<Draft>,
        tell: &impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Ready {
        let (expected, recorded_at) = (before.whole.head, self.now());
        let events: Vec<EventId> = news.iter().map(|draft| draft.id).collect();
        if news.is_empty() {
            return Ready { append: None, after: None, receipt: Receipt { events, head: expected } };
        }
        let recorded =
            (expected + 1..).zip(&news).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft: draft.clone() }));
        let after = before.with(recorded.collect(), self.knowledge(), &self.zone());
        let rows = difference(&before.rows, &after.rows);
        let outbox = tell(&after.whole, &news);
        let receipt = Receipt { events, head: after.whole.head };
        let append = Append { may, expected, events: news, recorded_at, rows, kept: Vec::new(), outbox };
        Ready { append: Some(append), after: Some(after), receipt }
    }

    /// Appends to every chart in one transaction, and keeps in memory what the charts now are.
    async fn append_ready(&self, ready: Vec<Ready>) -> Result<Vec<Receipt>, StoreError> {
        let mut batch = Vec::new();
        let mut after = Vec::new();
        let mut receipts = Vec::new();
        for one in ready {
            batch.extend(one.append);
            after.extend(one.after);
            receipts.push(one.receipt);
        }
        if !batch.is_empty() {
            self.store().append(batch).await?;
        }
        for folded in after {
            self.note_alerts_of(folded.whole.id, &folded.rows);
            self.cache.put(folded);
        }
        Ok(receipts)
    }

    /// Appends what was decided on one chart, with the change of the read models, in one transaction.
    pub(crate) async fn append(
        &self,
        may: MayWrite,
        before: &Folded,
        news: Vec<Draft>,
        tell: &impl Fn(&Chart, &[Draft]) -> Vec<OutboxMessage>,
    ) -> Result<Receipt, ActionError> {
        let receipts = self.append_ready(vec![self.make_ready(may, before, news, tell)]).await?;
        receipts.into_iter().next().ok_or_else(|| ActionError::Inside("nothing was appended".to_owned()))
    }
}

/// What goes to one chart, and what the chart will then be.
struct Ready {
    append: Option<Append>,
    after: Option<Folded>,
    receipt: Receipt,
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

/// A complementary practitioner writes on courses of their own and on nobody else's.
fn may_practise(subject: &Subject, chart: &Chart, drafts: &[Draft]) -> Result<(), ActionError> {
    if subject.role != Role::ComplementaryPractitioner {
        return Ok(());
    }
    let own = |course| chart.practice(course).is_none_or(|known| known.what.practitioner == subject.staff);
    let allowed = |draft: &Draft| match &draft.event {
        Event::PracticeStarted(event) => event.practitioner == subject.staff,
        Event::PracticePlanned(event) => own(event.course),
        Event::ClassAttended(event) => own(event.course),
        Event::ClassMissed(event) => own(event.course),
        Event::ClassWritten(event) => own(event.course),
        Event::PracticeRated(event) => own(event.course),
        Event::Practised(event) => own(event.course),
        Event::PracticeEnded(event) => own(event.course),
        _ => true,
    };
    if drafts.iter().all(allowed) { Ok(()) } else { Err(Denied::NotForRole.into()) }
}

fn conflict(chart: &Chart, seen: Option<u64>, drafts: &[Draft]) -> Option<ActionError> {
    let seen = seen?;
    // What was already recorded under the same key is the person's own second tap, not somebody else's change.
    let fresh: Vec<Draft> = drafts.iter().filter(|draft| !chart.has_key(&draft.key)).cloned().collect();
    let theirs: Vec<Recorded> = chart.changed_since(seen, &fresh).into_iter().cloned().collect();
    if theirs.is_empty() { None } else { Some(ActionError::Conflict { chart: chart.id, theirs, head: chart.head }) }
}
