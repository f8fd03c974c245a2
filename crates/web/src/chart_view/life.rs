//! What happened in the person's life, and their own notes on the picture.

use super::{Seen, lane};
use concord_chart::life_event::Feel;
use concord_timeline::model::{Lane, LaneKind, LifeEvent, Note, Tone};

/// Life events, in the words in which they were told.
pub(super) fn events(seen: &Seen<'_>) -> Option<Lane> {
    if seen.chart.life_events.is_empty() {
        return None;
    }
    let events = seen
        .chart
        .life_events
        .iter()
        .map(|event| LifeEvent {
            when: seen.when(event.at),
            tone: match event.what.feel {
                Feel::Hard => Tone::Hard,
                Feel::Good => Tone::Good,
                Feel::Neither => Tone::Unsaid,
            },
            words: event.what.words.clone(),
            ahead: seen.day(event.at) > seen.today,
        })
        .collect();
    Some(lane("life-events", "Life events", "", LaneKind::LifeEvents(events)))
}

/// The words that the person put to days, as letters on their own picture.
pub(super) fn own_notes(seen: &Seen<'_>) -> Option<Lane> {
    let moods = seen.chart.diary.mood.iter();
    let notes: Vec<Note> = moods
        .filter(|(_, (_, words))| !words.is_empty())
        .map(|(day, (_, words))| Note { on: *day, words: words.clone() })
        .collect();
    (!notes.is_empty()).then(|| lane("own-notes", "My notes", "", LaneKind::Notes(notes)))
}
