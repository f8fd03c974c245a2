//! The diary: visits and sessions that were arranged here, one compact row each. What the front desk reads (names,
//! lengths, rooms) is kept apart from what the team reads (kind and purpose).

use crate::person::{Person, born_words};
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::therapy::{NotHeld, Session, SessionState, TherapyCourse};
use concord_chart::visit::{Outcome, Visit};
use concord_chart::{AuthorKind, Chart, CourseId, PlaceId, SessionId, StaffId, VisitId, When};
use concord_engines::days::day_of;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// One visit or session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryRow {
    /// Which of the two it is.
    pub kind: DiaryKind,
    /// Its id as it stands in addresses; [`DiaryRow::visit_id`] and [`DiaryRow::session_id`] read it.
    pub id: String,
    /// The course of a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// When it begins; the first moment of the day where only the day is known.
    pub at: Timestamp,
    /// False where only the day is known.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub time_known: bool,
    /// How long, in minutes; absent when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<StaffId>,
    /// Their name as shown.
    pub with_name: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// Room or link, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// Family name of who comes.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Date of birth, as precisely as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<When>,
    /// The practice's number for the record.
    pub record_number: String,
    /// What became of it.
    pub state: DiaryState,
    /// Why it did not take place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<NotHeld>,
    /// What the team reads and the front desk does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinical: Option<DiaryClinical>,
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

/// A visit or a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiaryKind {
    /// A visit.
    Visit,
    /// A session of talking therapy.
    Session,
}

/// What became of a visit or session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiaryState {
    /// Still to come, or nobody has written down what became of it.
    Planned,
    /// The person is in the house.
    Arrived,
    /// It took place.
    Held,
    /// It did not.
    NotHeld,
}

impl DiaryState {
    /// The state in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Arrived => "arrived",
            Self::Held => "done",
            Self::NotHeld => "did not take place",
        }
    }
}

/// What the team reads about a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryClinical {
    /// What kind: `CBT`, `visit`.
    pub kind: String,
    /// What for; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
}

impl DiaryRow {
    /// The row for the front desk: names, lengths and rooms, no clinical word.
    #[must_use]
    pub fn for_desk(self) -> Self {
        Self { clinical: None, course: None, ..self }
    }

    /// The visit, where it is one.
    pub fn visit_id(&self) -> Option<VisitId> {
        if self.kind == DiaryKind::Visit { self.id.parse().ok() } else { None }
    }

    /// The session, where it is one.
    pub fn session_id(&self) -> Option<SessionId> {
        if self.kind == DiaryKind::Session { self.id.parse().ok() } else { None }
    }

    /// `50 min`, or that the length is not known.
    pub fn minutes_words(&self) -> String {
        self.minutes.map_or_else(|| "length not known".to_owned(), |minutes| format!("{minutes} min"))
    }

    /// `14 Mar 1988`, as precisely as known.
    pub fn born_words(&self) -> String {
        born_words(self.birth)
    }
}

/// Rows in order of time. What another practice's records tell of visits there is not in this diary.
///
/// A session that the front desk put its hand to ("here", "did not come", a room) has a visit at the same time with the
/// same therapist. The two are one row: the session, with what the desk knows of it.
pub(crate) fn rows(chart: &Chart, person: &Person, zone: &TimeZone) -> Vec<ReadRow> {
    let sessions = chart.therapies.iter().flat_map(|course| course.sessions.iter().map(move |session| (course, session)));
    let sessions: Vec<(&TherapyCourse, &Session, Option<&Visit>)> =
        sessions.map(|(course, session)| (course, session, at_the_desk(chart, course, session))).collect();
    let of_a_session = |visit: &Visit| sessions.iter().any(|(_, _, desk)| desk.is_some_and(|desk| desk.id == visit.id));
    let visits = chart.visits.iter().filter(|visit| is_ours(chart, visit) && !of_a_session(visit));
    let visits = visits.map(|visit| of_visit(visit, person, zone));
    let sessions = sessions.iter().map(|(course, session, desk)| of_session(course, session, *desk, person, zone));
    let read_row = |row: DiaryRow| {
        let kind = if row.kind == DiaryKind::Visit { "visit" } else { "session" };
        ReadRow { shelf: Shelf::Diary, key: format!("{kind}:{}", row.id), sort: row.at.to_string(), body: written(&row) }
    };
    visits.chain(sessions).map(read_row).collect()
}

/// What the front desk recorded about a session.
fn at_the_desk<'a>(chart: &'a Chart, course: &TherapyCourse, session: &Session) -> Option<&'a Visit> {
    chart.visits.iter().find(|visit| {
        visit.at == session.at && visit.planned.as_ref().is_some_and(|planned| planned.with == course.what.therapist)
    })
}

/// The moment, and whether its time is known; a whole day stands at its beginning, so that it is in that day's list.
fn moment(at: When, zone: &TimeZone) -> (Timestamp, bool) {
    match at {
        When::Instant(at) => (at, true),
        other => {
            let start = day_of(other, zone).to_zoned(zone.clone());
            (start.map(|start| start.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH), false)
        }
    }
}

fn is_ours(chart: &Chart, visit: &Visit) -> bool {
    let imported = || chart.entry(visit.because).is_some_and(|entry| entry.recorded.author().kind == AuthorKind::Import);
    visit.planned.is_some() || !imported()
}

fn of_visit(visit: &Visit, person: &Person, zone: &TimeZone) -> DiaryRow {
    let planned = visit.planned.as_ref();
    let (state, why_not, happened) = match &visit.outcome {
        Some(Outcome::Happened(happened)) => (DiaryState::Held, None, Some(happened)),
        Some(Outcome::NotHeld(why)) => (DiaryState::NotHeld, Some(*why), None),
        None if visit.arrived => (DiaryState::Arrived, None, None),
        None => (DiaryState::Planned, None, None),
    };
    let with_name = planned.map(|planned| &planned.with_name).or_else(|| happened.map(|happened| &happened.with_name));
    let (at, time_known) = moment(visit.at, zone);
    DiaryRow {
        kind: DiaryKind::Visit,
        id: visit.id.to_string(),
        course: None,
        at,
        time_known,
        minutes: planned.map(|planned| planned.minutes),
        with: planned.and_then(|planned| planned.with),
        with_name: with_name.cloned().unwrap_or_default(),
        place: planned.and_then(|planned| planned.place.clone()),
        room: planned.map(|planned| planned.room.clone()).unwrap_or_default(),
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        birth: person.birth,
        record_number: person.record_number.clone(),
        state,
        why_not,
        clinical: Some(DiaryClinical {
            kind: happened.map_or_else(|| "visit".to_owned(), |happened| happened.what.clone()),
            purpose: planned.map(|planned| planned.purpose.clone()).unwrap_or_default(),
        }),
    }
}

fn of_session(course: &TherapyCourse, session: &Session, desk: Option<&Visit>, person: &Person, zone: &TimeZone) -> DiaryRow {
    let desk = desk.map(|visit| of_visit(visit, person, zone));
    let (state, why_not) = match session.state {
        SessionState::Planned => desk.as_ref().map_or((DiaryState::Planned, None), |row| (row.state, row.why_not)),
        SessionState::Held => (DiaryState::Held, None),
        SessionState::NotHeld(why) => (DiaryState::NotHeld, Some(why)),
    };
    let (at, time_known) = moment(session.at, zone);
    DiaryRow {
        kind: DiaryKind::Session,
        id: session.id.to_string(),
        course: Some(course.id),
        at,
        time_known,
        minutes: session.minutes,
        with: course.what.therapist,
        with_name: course.what.therapist_name.clone(),
        place: session.place.clone().or_else(|| desk.as_ref().and_then(|row| row.place.clone())),
        room: desk.map(|row| row.room).unwrap_or_default(),
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        birth: person.birth,
        record_number: person.record_number.clone(),
        state,
        why_not,
        clinical: Some(DiaryClinical { kind: course.what.name.clone(), purpose: String::new() }),
    }
}
