//! What the form stands filled with before anybody has typed: the planned visit, the agenda that the week's card
//! proposes, summaries that the chart already says. A rating or an answer is never among it.

use super::{Room, agenda};
use crate::pages::clinician::forms::{Values, word_of};
use concord_chart::{
    When,
    session::{AgendaItem, SessionWritten},
    therapy::SessionState,
};
use concord_engines::{
    course_state::CourseState,
    therapy::{facts, facts::Fact, note_view::Part},
};
use jiff::{SignedDuration, Timestamp};

/// Instruments that ask how everyday life goes.
pub(super) const FUNCTION: &[&str] = &["wsas", "whodas-12", "whodas-2.0", "promis-social-roles-4a", "sds"];

/// The form filled: from what was signed, where it is to be corrected; else from the chart.
pub(super) fn values(room: &Room<'_>) -> Values {
    match &room.session.written {
        Some(written) => signed(room, &written.what).with("amends", written.id),
        None => fresh(room),
    }
}

fn fresh(room: &Room<'_>) -> Values {
    let view = room.course.held().filter_map(|session| session.written.as_ref()).last().map(|written| written.what.view.clone());
    let values = times(room).with("view", view.unwrap_or_default());
    let values = with_agenda(values, &agenda::proposed(room));
    let known: Vec<String> = room.session.interventions.clone();
    let technique =
        |label: &String| room.entry.and_then(|entry| entry.techniques.iter().find(|one| one.label.eq_ignore_ascii_case(label)));
    let (listed, other): (Vec<&String>, Vec<&String>) = known.iter().partition(|label| technique(label).is_some());
    let values = listed.into_iter().filter_map(technique).fold(values, |values, one| values.with("technique", &one.id));
    let other: Vec<&str> = other.into_iter().map(String::as_str).collect();
    let values = values.with("other_techniques", other.join("\n")).with("summary", &room.session.summary);
    let participants = room.course.plan().map(|plan| plan.participants.as_slice()).unwrap_or_default();
    let values = participants
        .iter()
        .fold(values, |values, one| values.with("participant", format!("{}|{}", word_of(&one.role), one.name)));
    with_facts(values, &derived(room))
}

/// What the chart says of what may not be sealed.
pub(super) fn derived(room: &Room<'_>) -> concord_chart::session::ShareableFacts {
    let state = CourseState::of(room.chart(), room.app.clinic.knowledge(), &room.zone);
    facts::derive(&state, room.course, FUNCTION, room.now)
}

fn with_facts(values: Values, facts: &concord_chart::session::ShareableFacts) -> Values {
    Fact::SUMMARIES.iter().fold(values, |values, fact| values.with(&format!("fact-{}", fact.word()), fact.of(facts)))
}

fn with_agenda(values: Values, items: &[AgendaItem]) -> Values {
    items.iter().take(agenda::ROWS).enumerate().fold(values, |values, (index, item)| {
        let values = values.with(&agenda::words(index), &item.words).with_some(&agenda::level(index), item.level);
        if item.done { values.with(&agenda::done(index), "yes") } else { values }
    })
}

/// Day, begin and end, place and format as they are planned or recorded. A planned end is not taken for the real one: it
/// stands in the field to be put right.
pub(super) fn times(room: &Room<'_>) -> Values {
    let session = &room.session;
    let values = Values::default()
        .with("came", "yes")
        .with("format", word_of(&session.format))
        .with("number", room.number())
        .with_some("place", session.place.as_ref());
    // A length that nobody wrote down is not made up for a session that is recorded.
    let minutes = match session.state {
        SessionState::Planned => session.minutes.or_else(|| usual_minutes(room)),
        _ => session.minutes,
    };
    match session.at {
        When::Instant(at) => {
            let begun = begin(room, at, minutes);
            let values = values.with("day", begun.to_zoned(room.zone.clone()).date()).with("from", clock(room, begun));
            let end = minutes.and_then(|minutes| begun.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok());
            values.with_some("to", end.map(|end| clock(room, end)))
        }
        other => values.with("day", concord_engines::days::day_of(other, &room.zone)),
    }
}

fn usual_minutes(room: &Room<'_>) -> Option<u16> {
    room.course.plan().and_then(|plan| plan.minutes).or(room.entry.map(|entry| entry.expected.minutes))
}

/// A session that nobody planned is written when it is over: it began its length ago.
fn begin(room: &Room<'_>, at: Timestamp, minutes: Option<u16>) -> Timestamp {
    let unplanned = room.session.because == room.course.because && room.session.state == SessionState::Planned;
    let length = SignedDuration::from_mins(i64::from(minutes.unwrap_or(0)));
    if unplanned { at.checked_sub(length).unwrap_or(at) } else { at }
}

fn clock(room: &Room<'_>, at: Timestamp) -> String {
    at.to_zoned(room.zone.clone()).strftime("%H:%M").to_string()
}

/// A signed face as it would have been typed.
fn signed(room: &Room<'_>, what: &SessionWritten) -> Values {
    let values = times(room).with("view", &what.view).with("summary", &what.summary);
    let values = with_agenda(values, &what.agenda);
    let values = what.techniques.iter().fold(values, |values, id| values.with("technique", id));
    let values = values.with("other_techniques", what.other_techniques.join("\n"));
    let values = what.homework_reviewed.iter().fold(values, |values, review| {
        let id = review.homework;
        values
            .with(&format!("hw-{id}-done"), review.done)
            .with_some(&format!("hw-{id}-quality"), review.quality)
            .with_some(&format!("hw-{id}-obstacle"), review.obstacle.as_ref())
            .with(&format!("hw-{id}-words"), &review.words)
    });
    let values = what.measures.iter().fold(values, |values, id| values.with("measure", id.as_str()));
    let values = values
        .with_some("alliance", what.alliance.as_ref().map(|alliance| alliance.rating))
        .with_some("alliance-words", what.alliance.as_ref().map(|alliance| &alliance.words));
    let values = what
        .fidelity
        .iter()
        .fold(values, |values, mark| values.with(&format!("fidelity-{}", mark.element), word_of(&mark.delivered)));
    let values = match &what.risk {
        Some(risk) => {
            let values = values
                .with("risk", if risk.asked { "asked" } else { "not" })
                .with("risk-words", &risk.words)
                .with("risk-done", &risk.done);
            if risk.concern { values.with("risk-concern", "yes") } else { values }
        }
        None => values,
    };
    let values = what
        .participants
        .iter()
        .fold(values, |values, one| values.with("participant", format!("{}|{}", word_of(&one.role), one.name)));
    let values =
        Part::ALL.iter().fold(values, |values, part| values.with(&format!("note-{}", part.word()), part.of(&what.content)));
    with_facts(values, &what.facts)
}
