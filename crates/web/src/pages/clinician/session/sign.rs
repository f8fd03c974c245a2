//! Records a session in one step: that it took place, its shared face, new tasks, and what goes to the prescriber.

use super::{Room, read::Wanted};
use crate::pages::clinician::forms::Values;
use concord_actions::{ActionError, Entry};
use concord_chart::{Event, EventId};

/// Records it, and answers with the id of the shared face, where there is one. The same form sent twice records once. A
/// session that did not take place has no face; what was heard of side effects and what was set are kept all the same.
///
/// # Errors
/// Refused with a sentence, not allowed, or the store could not.
pub(super) async fn record(room: &Room<'_>, values: &Values, mut wanted: Wanted) -> Result<Option<EventId>, ActionError> {
    let (clinic, subject, chart) = (&room.app.clinic, &room.who.subject, room.chart().id);
    let key = values.get("key");
    let report = wanted.report.take();
    let face = (!wanted.is_missed()).then(|| EventId(clinic.fresh()));
    let entries = entries(key, values.get("amends").parse().ok(), face, wanted);
    clinic.record(subject, chart, None, entries).await?;
    if let Some(report) = report {
        // The question to the prescriber has an owner and a promised time, which are the action's to name.
        clinic.report_side_effect(subject, chart, &format!("{key}:tell"), report).await?;
    }
    Ok(face)
}

fn entries(key: &str, amends: Option<EventId>, face: Option<EventId>, wanted: Wanted) -> Vec<Entry> {
    let Wanted { at, planned, held, corrects, not_held, written, homework, .. } = wanted;
    let entry = |part: &str, event: Event| Entry::new(format!("{key}:{part}"), event).at(at);
    let amending = |entry: Entry, earlier: Option<EventId>| match earlier {
        Some(earlier) => entry.amending(earlier),
        None => entry,
    };
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(not_held.map(|not_held| entry("not-held", Event::SessionNotHeld(not_held))));
    entries.extend(planned.map(|planned| entry("planned", Event::SessionPlanned(planned))));
    entries.extend(held.map(|held| amending(entry("held", Event::SessionHeld(held)), corrects)));
    entries.extend(face.map(|id| amending(entry("face", Event::SessionWritten(written)).with_id(id), amends)));
    let tasks = homework.into_iter().enumerate();
    entries.extend(tasks.map(|(index, set)| entry(&format!("task-{index}"), Event::HomeworkSet(set))));
    entries
}
