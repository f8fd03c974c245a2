//! One session: written by its therapist as the shared face that team and patient read, signed in one step.
//!
//! The page is one form over what the chart already knows: visit, homework, diary card, scores, summaries. Fields that are
//! left are kept as a draft; signing records the session, its shared face, new homework and what the prescriber has to
//! know. What was signed is read here afterwards, with additions and corrections marked.

mod agenda;
mod alliance;
mod card;
mod chain;
mod draft;
mod face;
mod facts;
mod homework;
mod note;
mod prefill;
mod read;
mod rightful;
mod seal;
mod side;
mod sign;
mod signed;

use super::{
    forms::{Problem as Wrong, Values},
    frame::{self, RecordPage},
};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, notice},
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    Chart, ChartId, CourseId, Event, EventId, SessionId, When,
    note::NoteAddended,
    therapy::{Format, Session, SessionState, TherapyCourse},
};
use concord_engines::{
    days::{day_of, day_words},
    therapy::{attendance, facts::every_words},
};
use concord_knowledge::Therapy;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) use card::week_table;
pub(super) use chain::strip;
pub(super) use draft::{Begun, begun};
pub(super) use homework::bar;

/// What of a session is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The course of a session that was not planned.
    #[serde(default)]
    course: Option<CourseId>,
    /// Set when another session is begun beside one that was begun and not signed.
    #[serde(default)]
    another: String,
    /// Set when the signed face is to be corrected.
    #[serde(default)]
    correct: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

/// Everything that the parts of the page look at.
struct Room<'a> {
    app: &'a Shared,
    who: &'a Who,
    open: &'a OpenChart,
    course: &'a TherapyCourse,
    entry: Option<&'a Therapy>,
    session: Session,
    now: Timestamp,
    today: Date,
    zone: TimeZone,
}

impl<'a> Room<'a> {
    /// The session of this chart, or a new one of the named course; `None` where there is neither.
    fn enter(app: &'a Shared, who: &'a Who, open: &'a OpenChart, id: SessionId, course: Option<CourseId>) -> Option<Self> {
        let (now, today, zone) = (app.clinic.now(), app.clinic.today(), app.clinic.zone());
        let known = open.chart.therapies.iter().find_map(|course| {
            let session = course.sessions.iter().find(|session| session.id == id)?;
            Some((course, session.clone()))
        });
        let (course, session) = match known {
            Some(known) => known,
            None => {
                let course = open.chart.therapy(course?)?;
                (course, unplanned(id, course, now))
            }
        };
        let entry = course.what.therapy.as_ref().and_then(|id| app.clinic.knowledge().therapy(id));
        Some(Self { app, who, open, course, entry, session, now, today, zone })
    }

    fn chart(&self) -> &Chart {
        &self.open.chart
    }

    fn address(&self) -> String {
        format!("/chart/{}/session/{}", self.chart().id, self.session.id)
    }

    /// The day of the session.
    fn day(&self) -> Date {
        day_of(self.session.at, &self.zone)
    }

    /// True for a session that stands on the chart in no way yet.
    fn is_unplanned(&self) -> bool {
        self.course.sessions.iter().all(|known| known.id != self.session.id)
    }

    fn number(&self) -> u16 {
        attendance::number_of(self.course, &self.session)
    }

    /// True for the one who may write it.
    fn may_write(&self) -> bool {
        self.who.subject.role == Role::Therapist
    }

    fn given_name(&self) -> String {
        frame::given_name(self.chart())
    }

    /// `Session 9, Wednesday 19 August`.
    fn title(&self) -> String {
        format!("Session {}, {}", self.number(), self.day().strftime("%A %-d %B"))
    }

    /// `CBT for depression with Ruth Lindgren. Three of 12 to come, every week.`
    fn lead(&self) -> String {
        let with = match self.course.what.therapist_name.as_str() {
            "" => String::new(),
            name => format!(" with {name}"),
        };
        let sessions = match self.course.planned_sessions() {
            Some(planned) => format!(" {} of {planned} sessions so far.", self.course.held().count()),
            None => format!(" {} sessions so far.", self.course.held().count()),
        };
        let every = self.course.every_days().map_or_else(String::new, |days| format!(" Agreed: {}.", every_words(days)));
        format!("{}{with}.{sessions}{every}", self.course.what.name)
    }
}

/// A session that nobody planned, as it stands before anything is written.
fn unplanned(id: SessionId, course: &TherapyCourse, now: Timestamp) -> Session {
    Session {
        id,
        because: course.because,
        at: When::Instant(now),
        place: None,
        minutes: None,
        format: Format::Individual,
        state: SessionState::Planned,
        summary: String::new(),
        interventions: Vec::new(),
        written: None,
    }
}

/// Begins a session that was not planned: gives it an address of its own. One that was begun before and not signed comes
/// first.
pub async fn begin(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::read(&app, &who, chart, "session").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let mut current = open.chart.therapies.iter().filter(|course| course.is_current());
    let course = asked.course.and_then(|id| open.chart.therapy(id)).or_else(|| current.next_back());
    if asked.another.is_empty() {
        let known = match draft::begun(&app, &who, &open.chart).await {
            Ok(known) => known,
            Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
        };
        let of_course = |one: &&Begun| asked.course.is_none_or(|course| course == one.course);
        if let Some(known) = known.iter().rev().find(of_course) {
            return Redirect::to(&format!("{}&done=found", known.address(chart))).into_response();
        }
    }
    match course {
        Some(course) => {
            Redirect::to(&format!("/chart/{chart}/session/{}?course={}", app.clinic.fresh(), course.id)).into_response()
        }
        None => Redirect::to(&format!("/chart/{chart}/sessions")).into_response(),
    }
}

/// The page: to write, or to read what was signed.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, session)): Path<(ChartId, SessionId)>,
    Query(asked): Query<Asked>,
) -> Response {
    let open = match frame::open(&app, &who, chart, "session").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let Some(room) = Room::enter(&app, &who, &open, session, asked.course) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    if !room.is_written_now(&asked) {
        let body = html! { (said(&asked)) (signed::body(&room, "")) };
        return page(&room, body, StatusCode::OK);
    }
    let values = match draft::kept(&room).await {
        Ok(Some(kept)) if asked.correct.is_empty() => kept,
        Ok(_) => prefill::values(&room),
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    match seal::side(&room, None).await {
        Ok(sealed) => page(
            &room,
            html! { (said(&asked)) (found_again(&room, &asked)) (form(&room, &values, &sealed, &[])) },
            StatusCode::OK,
        ),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

impl Room<'_> {
    /// True where the page is the form: for its therapist, as long as it is not signed, or to correct it.
    fn is_written_now(&self, asked: &Asked) -> bool {
        let missed = matches!(self.session.state, SessionState::NotHeld(_));
        self.may_write() && !missed && (self.session.written.is_none() || asked.correct == "yes")
    }
}

fn said(asked: &Asked) -> Markup {
    let words = match asked.done.as_str() {
        "signed" => "Signed. Team and patient can read it. It cannot be changed; a correction takes its place and both stay.",
        "kept" => "Kept as your draft. Nobody else sees it.",
        "added" => "Added, under your name. What was signed stays as it is.",
        "not-held" => "Kept: the session did not take place.",
        _ => "",
    };
    html! {
        @if !words.is_empty() { (notice::done(words)) }
    }
}

/// Who wanted to begin a session and had begun one before finds that one, and the way to another.
fn found_again(room: &Room<'_>, asked: &Asked) -> Markup {
    let another = format!("/chart/{}/session/new?course={}&another=yes", room.chart().id, room.course.id);
    html! {
        @if asked.done == "found" {
            p.note { "You began this session and have not signed it. " a href=(another) { "Begin another one" } "." }
        }
    }
}

fn page(room: &Room<'_>, body: Markup, status: StatusCode) -> Response {
    let title = room.title();
    let record = RecordPage { open: room.open, tab: "/sessions", title: &title };
    (status, frame::page(room.app, room.who, &record, body)).into_response()
}

/// The form: the shared face on the left; what is only for the therapist, and the signing, on the right.
fn form(room: &Room<'_>, values: &Values, sealed: &seal::Sealed, wrong: &[Wrong]) -> Markup {
    let errors: Vec<(String, String)> = wrong.iter().map(|one| (format!("#{}", one.field), one.sentence.clone())).collect();
    let address = room.address();
    let key = if values.get("key").is_empty() { room.app.clinic.fresh().to_string() } else { values.get("key").to_owned() };
    html! {
        header.page-head { div { h2 { (room.title()) } p.lead { (room.lead()) } } }
        (error_summary(&errors))
        form.two-columns.session method="post" action=(address) novalidate data-guard="" data-draft=(format!("session-{}", room.session.id)) data-keeps=(address) {
            input type="hidden" name="chart" value=(room.chart().id);
            input type="hidden" name="course" value=(room.course.id);
            input type="hidden" name="key" value=(key);
            @if !values.get("amends").is_empty() { input type="hidden" name="amends" value=(values.get("amends")); }
            div {
                (face::card(room, values, wrong))
                (card::section(room, values))
                (facts::section(room, values))
                (note::section(room, values))
            }
            aside aria-label="For you, and signing" { (side::column(room, values, sealed, wrong)) }
        }
    }
}

/// Signs, keeps the draft, or shows the note in another format.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, session)): Path<(ChartId, SessionId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let open = match frame::read(&app, &who, chart, "sign a session").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let course = values.get("course").parse().ok();
    let Some(room) = Room::enter(&app, &who, &open, session, course) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let act = values.get("act").to_owned();
    match act.split_once(':') {
        Some(("view", view)) => {
            let values = note::in_view(values, view);
            again(&room, &values, &[], StatusCode::OK).await
        }
        _ if act == "keep" => keep(&room, &values).await,
        _ if values.has("keep", "quiet") => match draft::keep(&room, &values).await {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
        _ if act == "drop" => drop_draft(&room, &values).await,
        _ if matches!(act.as_str(), "sealed_words" | "back") => again(&room, &values, &[], StatusCode::OK).await,
        _ => match rightful::other_record(&room, &values).await {
            Some(stop) => stop,
            None => sign(&room, &values).await,
        },
    }
}

/// The form with what was sent, on both sides.
async fn again(room: &Room<'_>, values: &Values, wrong: &[Wrong], status: StatusCode) -> Response {
    match seal::side(room, Some(values)).await {
        Ok(sealed) => page(room, form(room, values, &sealed, wrong), status),
        Err(error) => Problem::of(room.app, Some(room.who), error).into_response(),
    }
}

async fn keep(room: &Room<'_>, values: &Values) -> Response {
    let kept = match draft::keep(room, values).await {
        Ok(()) => seal::keep(room, values).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Redirect::to(&format!("{}?course={}&done=kept", room.address(), room.course.id)).into_response(),
        Err(error) => Problem::of(room.app, Some(room.who), error).into_response(),
    }
}

/// Throws away a session that was begun without a plan, both parts.
async fn drop_draft(room: &Room<'_>, values: &Values) -> Response {
    if !room.is_unplanned() {
        return Redirect::to(&room.address()).into_response();
    }
    let dropped = match draft::forget(room).await {
        Ok(()) => seal::forget(room, values).await,
        Err(error) => Err(error),
    };
    match dropped {
        Ok(()) => Redirect::to(&format!("/chart/{}/sessions", room.chart().id)).into_response(),
        Err(error) => Problem::of(room.app, Some(room.who), error).into_response(),
    }
}

/// Signs both parts. The sealed words are kept as the author's draft first, so that nothing of them is lost whatever
/// becomes of the shared face.
async fn sign(room: &Room<'_>, values: &Values) -> Response {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let wanted = match read::wanted(room, values) {
        Ok(wanted) => wanted,
        Err(problems) => return again(room, values, &problems, unprocessable).await,
    };
    let to_seal = seal::wanted(room, values);
    if matches!(to_seal, seal::ToSeal::Ask) {
        let sentence = "Your sealed note has words that belong on the shared side. Change it, or say why they stay.".to_owned();
        return again(room, values, &[Wrong { field: "sealed_text".to_owned(), sentence }], unprocessable).await;
    }
    let done = if wanted.is_missed() { "not-held" } else { "signed" };
    let signed = match seal::keep(room, values).await {
        Ok(()) => sign::record(room, values, wanted).await,
        Err(error) => Err(error),
    };
    match signed {
        Ok(face) => finish(room, to_seal, done, face).await,
        Err(ActionError::Refused(refusal)) => {
            let field = refusal.field.unwrap_or("came").to_owned();
            again(room, values, &[Wrong { field, sentence: refusal.sentence }], unprocessable).await
        }
        Err(error) => Problem::of(room.app, Some(room.who), error).into_response(),
    }
}

/// The shared face is signed: seals the other side, and forgets the draft.
async fn finish(room: &Room<'_>, to_seal: seal::ToSeal, done: &str, face: Option<EventId>) -> Response {
    if let Err(error) = draft::forget(room).await {
        // What was signed is on the chart; a draft that stays behind would only be offered again.
        tracing::warn!(%error, "a signed session's draft stays behind");
    }
    let chart = room.chart().id;
    if let seal::ToSeal::Note(note) = to_seal
        && room.app.clinic.seal_note(room.who, chart, *note).await.is_err()
    {
        // The words wait as the author's own draft on the page of the sealed side.
        return Redirect::to(&format!("/chart/{chart}/sealed?session={}", room.session.id)).into_response();
    }
    // What somebody has to act on does not end at "signed".
    if let Some((alert, is_open)) = face.and_then(|face| room.app.clinic.alert_about(chart, face)) {
        let told = if is_open { "told" } else { "settled" };
        return Redirect::to(&format!("/chart/{chart}/alert/{alert}?done={told}")).into_response();
    }
    Redirect::to(&format!("{}?done={done}", room.address())).into_response()
}

/// What is sent to add to a signed session.
#[derive(Debug, Deserialize)]
pub struct Added {
    #[serde(default)]
    key: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    note: String,
}

/// Adds to what was signed.
pub async fn addend(
    State(app): State<Shared>,
    who: Who,
    Path((chart, session)): Path<(ChartId, SessionId)>,
    Form(added): Form<Added>,
) -> Response {
    let address = format!("/chart/{chart}/session/{session}");
    let note = added.note.parse::<EventId>().unwrap_or(EventId(uuid::Uuid::nil()));
    let event = Event::NoteAddended(NoteAddended { note, text: added.text.trim().to_owned() });
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(added.key.clone(), event)]).await {
        Ok(_) => Redirect::to(&format!("{address}?done=added")).into_response(),
        Err(ActionError::Refused(refusal)) => {
            let open = match frame::read(&app, &who, chart, "session").await {
                Ok(open) => open,
                Err(response) => return response,
            };
            let Some(room) = Room::enter(&app, &who, &open, session, None) else {
                return Problem::not_found(&app, Some(&who)).into_response();
            };
            let errors = [("#text".to_owned(), refusal.sentence)];
            page(&room, html! { (error_summary(&errors)) (signed::body(&room, &added.text)) }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// A day in the words of a list.
fn short(day: Date, today: Date) -> String {
    day_words(day, today)
}
