//! A correction that somebody is typing: the chart as it would be with the corrected entry in the place of the earlier one.
//! What is reviewed is that chart, so that a corrected beginning or dose passes the same gate as one that is entered.

use super::proposal::{self, Proposal};
use crate::pages::clinician::{
    forms::{self, Reading, ToRecord, Values},
    record::{Desk, carried},
};
use concord_chart::{Chart, CourseId, Draft, Event, EventId, IdempotencyKey, Recorded, Sensitivity};
use concord_engines::safety::{Item, Status};
use std::sync::Arc;

/// What a correction would make of the chart.
pub struct Correction {
    /// The chart with it. Nothing of it is recorded.
    pub chart: Chart,
    /// The corrected entry, said back; nothing where the medicine is then not taken.
    pub proposal: Option<Proposal>,
}

/// The correction in what was typed; nothing while it cannot be read, or where no such entry counts on the chart.
pub(super) fn of(desk: &Desk, values: &Values) -> Option<Correction> {
    let form = forms::find(values.get("what")).filter(|form| proposal::changes(form.what))?;
    let earlier: EventId = values.get("amends").parse().ok()?;
    let entry = desk.open.chart.entry(earlier).filter(|entry| entry.status.counts())?;
    let typed = desk.about(|about| (form.read)(&mut Reading::new(values, about.zone), about))?;
    let ToRecord { event, at } = typed.into_iter().next()?;
    let event = carried(event, entry.recorded.event());
    let course = course_of(&event)?;
    let said_back = format!("Corrected: {}.", event.words().trim_end_matches('.'));
    let chart = with(desk, event, at.unwrap_or_else(|| entry.recorded.occurred()), Some(earlier));
    let corrected = chart.medication(course)?;
    let item = Item {
        name: corrected.what.name.trim().to_owned(),
        substance: corrected.what.substance.clone(),
        status: Status::Active,
        ..Item::default()
    };
    let what = proposal::CHANGES.iter().map(|(known, _)| *known).find(|known| *known == form.what)?;
    let proposal = Proposal { what, name: item.name.clone(), item, said_back, problems: Vec::new(), corrects: true };
    Some(Correction { chart, proposal: Some(proposal) })
}

/// The chart with one entry more, which may take the place of an earlier one.
pub(super) fn with(desk: &Desk, event: Event, occurred: concord_chart::When, amends: Option<EventId>) -> Chart {
    let chart = &desk.open.chart;
    let draft = Draft {
        id: EventId(desk.app.clinic.fresh()),
        occurred,
        author: desk.who.subject.author(),
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(String::new()),
        amends,
        source: None,
        event,
    };
    let last = Recorded { seq: chart.head + 1, recorded_at: desk.app.clinic.now(), draft };
    Chart::fold(chart.id, chart.log().cloned().chain([Arc::new(last)]))
}

/// The course that a change of what is taken is about.
pub(super) fn course_of(event: &Event) -> Option<CourseId> {
    match event {
        Event::MedicationStarted(started) => Some(started.course),
        Event::DoseChanged(changed) => Some(changed.course),
        Event::MedicationHeld(held) => Some(held.course),
        Event::MedicationResumed(resumed) => Some(resumed.course),
        Event::MedicationStopped(stopped) => Some(stopped.course),
        _ => None,
    }
}
