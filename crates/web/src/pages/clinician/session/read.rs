//! What was typed, as what is to be recorded.

use super::{Room, agenda, card, facts, homework, note, prefill, side};
use crate::pages::clinician::forms::{Problem, Reading, Values, read_word};
use concord_chart::{
    EventId, PlaceId, When,
    course_plan::{Participant, ParticipantRole},
    session::{AgendaItem, Alliance, Content, FidelityMark, RiskAsked, SessionWritten},
    side_effect::Reported,
    therapy::{Format, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned, SessionState},
};
use concord_knowledge::ids::InstrumentId;
use jiff::{
    Timestamp,
    civil::{Date, Time},
};

/// What a signature records.
pub(super) struct Wanted {
    /// The time that it is about.
    pub at: When,
    /// The plan with its place, where the place was not planned so.
    pub planned: Option<SessionPlanned>,
    /// That it took place; absent where that is recorded already and stands so.
    pub held: Option<SessionHeld>,
    /// The entry that says so already, where time or format were put right.
    pub corrects: Option<EventId>,
    /// That it did not; then it has no shared face.
    pub not_held: Option<SessionNotHeld>,
    /// The shared face.
    pub written: SessionWritten,
    /// New tasks.
    pub homework: Vec<HomeworkSet>,
    /// What the prescriber has to know.
    pub report: Option<Reported>,
}

impl Wanted {
    /// True where nobody came.
    pub fn is_missed(&self) -> bool {
        self.not_held.is_some()
    }
}

/// Reads the form.
///
/// # Errors
/// What has to be put right, each at its field.
pub(super) fn wanted(room: &Room<'_>, values: &Values) -> Result<Wanted, Vec<Problem>> {
    let mut reading = Reading::new(values, &room.zone);
    let came = came(&mut reading);
    let (at, minutes) = times(room, &mut reading);
    let format = reading.word::<Format>("format", "Say how you met.").unwrap_or_default();
    let written = face(room, &mut reading);
    let mut homework = homework::read_new(room, &mut reading);
    let report = if values.get("amends").is_empty() { side::read(room, &mut reading) } else { None };
    if came.is_none() && written.summary.is_empty() {
        reading.problem("summary", "Write a sentence or two that the team can go by. It is what they read first.");
    }
    if came.is_some() {
        nothing_of_a_session(room, &mut reading, &written);
        homework.iter_mut().for_each(|task| task.session = None);
    } else if is_place_changed(room, values) && (minutes.is_none() || !matches!(at, When::Instant(_))) {
        reading.problem("place", "Write from when to when it was, so that the place is kept with it.");
    }
    let problems = reading.into_problems();
    if !problems.is_empty() {
        return Err(problems);
    }
    let (course, session) = (room.course.id, room.session.id);
    let not_held = came.map(|why| SessionNotHeld { course, session, why, words: written.summary.clone() });
    let open = room.session.state == SessionState::Planned;
    let planned = open.then(|| planned(room, values, at, minutes, format)).flatten().filter(|_| not_held.is_none());
    let interventions = interventions(room, &written);
    let known = &room.session;
    let is_corrected = !open && (at, minutes, format) != (known.at, known.minutes, known.format);
    let corrects = is_corrected.then_some(known.because);
    let held = ((open || is_corrected) && not_held.is_none()).then(|| SessionHeld {
        course,
        session,
        minutes,
        format,
        summary: written.summary.clone(),
        interventions,
    });
    Ok(Wanted { at, planned, held, corrects, not_held, written, homework, report })
}

/// What belongs to a session only cannot be kept with one that did not take place: it is asked about and not dropped. Where
/// nothing was typed the chart's own words stand in the fields; these are nobody's loss.
fn nothing_of_a_session(room: &Room<'_>, reading: &mut Reading<'_>, written: &SessionWritten) {
    let named = [
        (written.risk.is_some(), "what was said about safety"),
        (!written.techniques.is_empty() || !written.other_techniques.is_empty(), "what you worked with"),
        (written.agenda.iter().any(|item| item.done), "points of the agenda that are done"),
        (!written.homework_reviewed.is_empty(), "homework that was looked at"),
        (!written.measures.is_empty(), "answers you went through"),
        (written.alliance.is_some(), "the working together"),
        (!written.fidelity.is_empty(), "elements as the therapy means them"),
        (written.content != Content::default(), "a longer note"),
        (facts::is_typed(&written.facts, &prefill::derived(room)), "what may never be sealed"),
        (reading.some_text("other-participant").is_some(), "who else was there"),
    ];
    let named: Vec<&str> = named.into_iter().filter_map(|(typed, words)| typed.then_some(words)).collect();
    if !named.is_empty() {
        let sentence = format!(
            "You wrote that the session did not take place, and of {}. Where it did, choose “Came”. Where it did not, \
             write that into a note and clear it here: nothing has been recorded yet.",
            named.join(", ")
        );
        reading.problem("came", sentence);
    }
}

/// Why nobody came; nothing when they did.
fn came(reading: &mut Reading<'_>) -> Option<NotHeld> {
    let word = reading.text("came");
    if word == "yes" {
        return None;
    }
    let why = read_word(&word);
    if why.is_none() {
        reading.problem("came", "Say whether the session took place.");
    }
    why
}

/// When it began, and its minutes. Where it is recorded as held already, that entry counts until one of the three fields
/// says something else.
fn times(room: &Room<'_>, reading: &mut Reading<'_>) -> (When, Option<u16>) {
    let recorded = (room.session.at, room.session.minutes);
    if room.session.state == SessionState::Held {
        let stood = prefill::times(room);
        let same = |name: &str| reading.text(name) == stood.get(name);
        if reading.text("day").is_empty() || ["day", "from", "to"].into_iter().all(same) {
            return recorded;
        }
    }
    let otherwise = (room.session.at, None);
    let Some(day) = reading.needed_day("day", "Say on which day it was.") else { return otherwise };
    let (from, to) = (clock(room, reading, day, "from"), clock(room, reading, day, "to"));
    match (from, to) {
        (None, _) => (When::Day(day), None),
        (Some(from), _) if from > room.now => {
            reading.problem("from", "This lies ahead. Write the session when it has taken place.");
            otherwise
        }
        (Some(from), None) => (When::Instant(from), None),
        (Some(from), Some(to)) => {
            let minutes = u16::try_from(to.duration_since(from).as_mins()).ok().filter(|minutes| (1..=720).contains(minutes));
            if minutes.is_none() {
                reading.problem("to", "It ended before it began, or lasted longer than twelve hours. Check both times.");
            }
            (When::Instant(from), minutes)
        }
    }
}

fn clock(room: &Room<'_>, reading: &mut Reading<'_>, day: Date, name: &str) -> Option<Timestamp> {
    let text = reading.some_text(name)?;
    let at = text.parse::<Time>().ok().and_then(|time| day.to_datetime(time).to_zoned(room.zone.clone()).ok());
    if at.is_none() {
        reading.problem(name, format!("“{text}” is not a time of day. Write it like 14:30."));
    }
    at.map(|at| at.timestamp())
}

fn place_of(values: &Values) -> Option<PlaceId> {
    Some(values.get("place").trim()).filter(|place| !place.is_empty()).map(PlaceId::from)
}

/// True where another place was typed for a session that is not recorded as held yet.
fn is_place_changed(room: &Room<'_>, values: &Values) -> bool {
    let sent = values.pairs().any(|(name, _)| name == "place");
    sent && room.session.state == SessionState::Planned && place_of(values) != room.session.place
}

/// The place belongs to the plan of a session: where another was typed, the plan says so first.
fn planned(room: &Room<'_>, values: &Values, at: When, minutes: Option<u16>, format: Format) -> Option<SessionPlanned> {
    if !is_place_changed(room, values) {
        return None;
    }
    let place = place_of(values);
    let When::Instant(at) = at else { return None };
    Some(SessionPlanned { course: room.course.id, session: room.session.id, at, minutes: minutes?, place, format })
}

fn face(room: &Room<'_>, reading: &mut Reading<'_>) -> SessionWritten {
    let rating = reading.whole("alliance", 0..=10).and_then(|rating| u8::try_from(rating).ok());
    let words = reading.text("alliance-words");
    if reading.text("alliance").is_empty() && !words.is_empty() {
        reading.problem("alliance", "Write the number from 0 to 10 to what was said about the working together.");
    }
    SessionWritten {
        course: room.course.id,
        session: room.session.id,
        number: reading.whole("number", 1..=999),
        view: reading.text("view"),
        agenda: agenda_and_card(room, reading),
        techniques: reading.several("technique"),
        other_techniques: reading.lines("other_techniques"),
        homework_reviewed: homework::read_looked_at(room, reading),
        measures: reading.several("measure").iter().map(|id| InstrumentId::from(id.as_str())).collect(),
        alliance: rating.map(|rating| Alliance { rating, words }),
        fidelity: fidelity(room, reading),
        risk: risk(reading),
        participants: participants(reading),
        content: note::read(reading),
        facts: facts::read(reading),
        summary: reading.text("summary"),
    }
}

/// That the card was looked at together stands on the agenda, done.
fn agenda_and_card(room: &Room<'_>, reading: &Reading<'_>) -> Vec<AgendaItem> {
    let mut items = agenda::read(reading);
    let (from, to) = agenda::week(room);
    let words = format!("Diary card of {} looked at together", card::span_words(from, to));
    if reading.ticked("card-looked") && !items.iter().any(|item| item.words == words) {
        items.push(AgendaItem { words, level: None, done: true });
    }
    items
}

fn fidelity(room: &Room<'_>, reading: &Reading<'_>) -> Vec<FidelityMark> {
    let elements = room.entry.and_then(|entry| entry.fidelity.as_ref()).map(|fidelity| fidelity.elements.as_slice());
    let mark = |id: &String| Some(FidelityMark { element: id.clone(), delivered: reading.some_word(&format!("fidelity-{id}"))? });
    elements.unwrap_or_default().iter().filter_map(|element| mark(&element.id)).collect()
}

/// What was asked. A strong urge that was ticked as asked about is part of the words.
fn risk(reading: &mut Reading<'_>) -> Option<RiskAsked> {
    let about = reading.several("risk-about");
    let (word, words, concern) = (reading.text("risk"), reading.text("risk-words"), reading.ticked("risk-concern"));
    let done = reading.text("risk-done");
    if word == "not" && !about.is_empty() {
        reading.problem("risk", "You ticked an urge as asked about, and “not asked”. Which is right?");
    }
    if word.is_empty() && about.is_empty() {
        if concern || !words.is_empty() || !done.is_empty() {
            reading.problem("risk", "Say whether you asked about safety.");
        }
        return None;
    }
    let asked = word == "asked" || !about.is_empty();
    let about = if about.is_empty() { String::new() } else { format!("Asked about: {}.", about.join("; ")) };
    let words = [about, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Some(RiskAsked { asked, concern, words, done })
}

fn participants(reading: &Reading<'_>) -> Vec<Participant> {
    let known = reading.several("participant").into_iter().filter_map(|one| {
        let (role, name) = one.split_once('|')?;
        Some(Participant { name: name.to_owned(), role: read_word(role)?, chart: None })
    });
    let role = reading.some_word("other-participant-role").unwrap_or(ParticipantRole::Other);
    let other = reading.some_text("other-participant").map(|name| Participant { name, role, chart: None });
    known.chain(other).collect()
}

/// What was worked with, in words, for those who read the session without the therapy's entry.
fn interventions(room: &Room<'_>, written: &SessionWritten) -> Vec<String> {
    let label =
        |id: &String| room.entry.and_then(|entry| entry.technique(id)).map_or_else(|| id.clone(), |one| one.label.clone());
    written.techniques.iter().map(label).chain(written.other_techniques.iter().cloned()).collect()
}
