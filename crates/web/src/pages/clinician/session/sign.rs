//! Records a session in one step: that it took place, its shared face, new tasks, and what goes to the prescriber.

use super::{Room, read::Wanted};
use crate::pages::clinician::forms::Values;
use concord_actions::{ActionError, Entry};
use concord_chart::{Event, EventId};

/// Records it. The same form sent twice records once.
///
/// # Errors
/// Refused with a sentence, not allowed, or the store could not.
pub(super) async fn record(room: &Room<'_>, values: &Values, wanted: Wanted) -> Result<(), ActionError> {
    let (clinic, subject, chart) = (&room.app.clinic, &room.who.subject, room.chart().id);
    let key = values.get("key");
    let (entries, report) = entries(key, values.get("amends").parse().ok(), wanted);
    clinic.record(subject, chart, None, entries).await?;
    if let Some(report) = report {
        // The question to the prescriber has an owner and a promised time, which are the action's to name.
        clinic.report_side_effect(subject, chart, &format!("{key}:tell"), report).await?;
    }
    Ok(())
}

fn entries(key: &str, amends: Option<EventId>, wanted: Wanted) -> (Vec<Entry>, Option<concord_chart::side_effect::Reported>) {
    let Wanted { at, planned, held, not_held, written, homework, report } = wanted;
    let entry = |part: &str, event: Event| Entry::new(format!("{key}:{part}"), event).at(at);
    if let Some(not_held) = not_held {
        return (vec![entry("not-held", Event::SessionNotHeld(not_held))], None);
    }
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(planned.map(|planned| entry("planned", Event::SessionPlanned(planned))));
    entries.extend(held.map(|held| entry("held", Event::SessionHeld(held))));
    let face = entry("face", Event::SessionWritten(written));
    entries.push(match amends {
        Some(earlier) => face.amending(earlier),
        None => face,
    });
    let tasks = homework.into_iter().enumerate();
    entries.extend(tasks.map(|(index, set)| entry(&format!("task-{index}"), Event::HomeworkSet(set))));
    (entries, report)
}
