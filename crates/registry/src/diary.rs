//! The diary: visits and sessions that were arranged here, one compact row each. What the front desk reads (names,
//! lengths, rooms) is kept apart from what the team reads (kind and purpose).

use crate::person::Person;
use crate::shelf::{ReadRow, Shelf};
use crate::written::written;
use concord_chart::therapy::{NotHeld, Session, SessionState, TherapyCourse};
use concord_chart::visit::{Outcome, Visit};
use concord_chart::{AuthorKind, Chart, CourseId, PlaceId, SessionId, StaffId, VisitId, When};
use concord_engines::days::day_of;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// One visit or session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryRow {
    /// Which visit or session.
    pub what: DiaryItem,
    /// When it begins, or the day where the time is not known.
    pub at: When,
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
    /// Who comes.
    pub person: Person,
    /// What became of it.
    pub state: DiaryState,
    /// What the team reads and the front desk does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinical: Option<DiaryClinical>,
}

/// Names a visit or a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiaryItem {
    /// A visit.
    Visit(VisitId),
    /// A session of talking therapy: its course and itself.
    Session(CourseId, SessionId),
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
    Happened,
    /// It did not.
    NotHeld(NotHeld),
}

impl DiaryState {
    /// The state in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Arrived => "arrived",
            Self::Happened => "done",
            Self::NotHeld(why) => why.words(),
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
        Self { clinical: None, ..self }
    }
}

/// Rows in order of time. What another practice's records tell of visits there is not in this diary.
pub(crate) fn rows(chart: &Chart, person: &Person, zone: &TimeZone) -> Vec<ReadRow> {
    let visits = chart.visits.iter().filter(|visit| is_ours(chart, visit)).map(|visit| of_visit(visit, person));
    let twice = |session: &Session, course: &TherapyCourse| {
        let same = |visit: &Visit| {
            visit.at == session.at && visit.planned.as_ref().is_some_and(|planned| planned.with == course.what.therapist)
        };
        chart.visits.iter().any(same)
    };
    let sessions = chart.therapies.iter().flat_map(|course| {
        course
            .sessions
            .iter()
            .filter(move |session| !twice(session, course))
            .map(move |session| of_session(course, session, person))
    });
    let read_row = |row: DiaryRow| {
        let key = match row.what {
            DiaryItem::Visit(id) => format!("visit:{id}"),
            DiaryItem::Session(_, id) => format!("session:{id}"),
        };
        ReadRow { shelf: Shelf::Diary, key, sort: sort(row.at, zone), body: written(&row) }
    };
    visits.chain(sessions).map(read_row).collect()
}

/// The instant as text; for a whole day its first moment in the practice's zone, so that it stands in that day's list.
fn sort(at: When, zone: &TimeZone) -> String {
    match at {
        When::Instant(at) => at.to_string(),
        other => {
            let start = day_of(other, zone).to_zoned(zone.clone());
            start.map(|start| start.timestamp().to_string()).unwrap_or_else(|_| other.to_string())
        }
    }
}

fn is_ours(chart: &Chart, visit: &Visit) -> bool {
    let imported = || chart.entry(visit.because).is_some_and(|entry| entry.recorded.author().kind == AuthorKind::Import);
    visit.planned.is_some() || !imported()
}

fn of_visit(visit: &Visit, person: &Person) -> DiaryRow {
    let planned = visit.planned.as_ref();
    let (state, what) = match &visit.outcome {
        Some(Outcome::Happened(happened)) => (DiaryState::Happened, Some(happened)),
        Some(Outcome::NotHeld(why)) => (DiaryState::NotHeld(*why), None),
        None if visit.arrived => (DiaryState::Arrived, None),
        None => (DiaryState::Planned, None),
    };
    let with_name = planned.map(|planned| planned.with_name.clone()).or_else(|| what.map(|what| what.with_name.clone()));
    DiaryRow {
        what: DiaryItem::Visit(visit.id),
        at: visit.at,
        minutes: planned.map(|planned| planned.minutes),
        with: planned.and_then(|planned| planned.with),
        with_name: with_name.unwrap_or_default(),
        place: planned.and_then(|planned| planned.place.clone()),
        room: planned.map(|planned| planned.room.clone()).unwrap_or_default(),
        person: person.clone(),
        state,
        clinical: Some(DiaryClinical {
            kind: what.map_or_else(|| "visit".to_owned(), |what| what.what.clone()),
            purpose: planned.map(|planned| planned.purpose.clone()).unwrap_or_default(),
        }),
    }
}

fn of_session(course: &TherapyCourse, session: &Session, person: &Person) -> DiaryRow {
    DiaryRow {
        what: DiaryItem::Session(course.id, session.id),
        at: session.at,
        minutes: session.minutes,
        with: course.what.therapist,
        with_name: course.what.therapist_name.clone(),
        place: session.place.clone(),
        room: String::new(),
        person: person.clone(),
        state: match session.state {
            SessionState::Planned => DiaryState::Planned,
            SessionState::Held => DiaryState::Happened,
            SessionState::NotHeld(why) => DiaryState::NotHeld(why),
        },
        clinical: Some(DiaryClinical { kind: course.what.name.clone(), purpose: String::new() }),
    }
}
