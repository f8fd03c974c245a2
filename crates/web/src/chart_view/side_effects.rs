//! How much of a burden side effects were, as the person told it.

use super::{Audience, Seen, lane};
use concord_timeline::model::{BurdenEntry, BurdenLane, Lane, LaneKind};

/// The lane, where anything was ever told.
pub(super) fn burden(seen: &Seen<'_>) -> Option<Lane> {
    let mut told: Vec<_> = seen.chart.side_effects.iter().collect();
    told.sort_by(|a, b| a.at.order(&b.at));
    let last = told.last()?;
    let entries = told
        .iter()
        .map(|effect| BurdenEntry {
            on: seen.day(effect.at),
            value: i32::from(effect.what.burden),
            words: effect.what.words.clone(),
        })
        .collect();
    // From which burden on it has to be talked about is nowhere cited, so no line is drawn: every report is answered.
    let kind = LaneKind::Burden(BurdenLane { max: 6, action: None, entries });
    let mut drawn = lane("side-effects", "Side effects", "burden, 0–6", kind);
    drawn.latest = last.what.burden.to_string();
    let answered = match (&last.answer, seen.audience) {
        (Some(_), _) => "answered",
        (None, Audience::Patient) => "answer promised",
        (None, _) => "not answered yet",
    };
    drawn.context = format!("{}, {answered}", seen.short(seen.day(last.at)));
    Some(drawn)
}
