//! The agenda: what the week's diary card brings up in the order of targets, else the usual parts of a session.

use super::{Room, short};
use crate::pages::clinician::forms::{Reading, Values};
use concord_chart::session::AgendaItem;
use concord_engines::{days::plus, therapy::agenda};
use jiff::civil::Date;
use maud::{Markup, html};

/// Rows of the form.
pub(super) const ROWS: usize = 9;
/// Empty rows that stand below what is filled.
const SPARE: usize = 2;

/// The name of the field with the words of a row.
pub(super) fn words(index: usize) -> String {
    format!("agenda-{index}")
}

/// The name of the field with its level.
pub(super) fn level(index: usize) -> String {
    format!("agenda-{index}-level")
}

/// The name of the field that says that it was talked about.
pub(super) fn done(index: usize) -> String {
    format!("agenda-{index}-done")
}

/// The week that a session looks at: the seven days up to and with its own.
pub(super) fn week(room: &Room<'_>) -> (Date, Date) {
    let day = room.day();
    (plus(day, -6), day)
}

/// What is proposed before anybody has typed.
pub(super) fn proposed(room: &Room<'_>) -> Vec<AgendaItem> {
    let work = &room.chart().work;
    let (from, to) = week(room);
    if let Some(card) = &work.card {
        let items = agenda::agenda(&card.what, &work.cards, from, to);
        let items: Vec<AgendaItem> = items
            .into_iter()
            .map(|one| {
                let on = one.on.map_or_else(String::new, |day| format!(", {}", day.strftime("%a %-d %b")));
                AgendaItem { words: format!("{}{on}", one.words), level: Some(one.level), done: false }
            })
            .collect();
        if !items.is_empty() {
            return items;
        }
    }
    let parts = room.entry.map(|entry| entry.session_parts.as_slice()).unwrap_or_default();
    parts.iter().take(ROWS - SPARE).map(|part| AgendaItem { words: part.clone(), level: None, done: false }).collect()
}

/// The rows.
pub(super) fn section(room: &Room<'_>, values: &Values) -> Markup {
    // Up to the last that is filled: a row that was left empty in between hides none below it.
    let filled = (0..ROWS).rev().find(|index| !values.get(&words(*index)).is_empty()).map_or(0, |last| last + 1);
    let rows = (filled + SPARE).min(ROWS);
    let from_card = (0..ROWS).any(|index| !values.get(&level(index)).is_empty());
    let (from, to) = week(room);
    html! {
        h3 { "Agenda" }
        p.hint {
            @if from_card { "From the diary card of " (short(from, room.today)) " to " (short(to, room.today)) ", what threatens life first. Change it as you agree." }
            @else { "The usual parts of a session. Change it as you agree." }
        }
        ol.agenda {
            @for index in 0..rows {
                @let known = values.get(&words(index));
                li {
                    input type="hidden" name=(level(index)) value=(values.get(&level(index)));
                    @if !values.get(&level(index)).is_empty() { span.level title="Level in the order of targets" { (values.get(&level(index))) } }
                    input type="text" name=(words(index)) value=(known) aria-label=(format!("Point {} of the agenda", index + 1));
                    label.choice { input type="checkbox" name=(done(index)) value="yes" checked[values.has(&done(index), "yes")]; span { "done" span.vh { ": " (known) } } }
                }
            }
        }
    }
}

/// What was typed.
pub(super) fn read(reading: &Reading<'_>) -> Vec<AgendaItem> {
    let row = |index: usize| {
        let words = reading.some_text(&words(index))?;
        let level = reading.text(&level(index)).parse().ok();
        Some(AgendaItem { words, level, done: reading.ticked(&done(index)) })
    };
    (0..ROWS).filter_map(row).collect()
}
