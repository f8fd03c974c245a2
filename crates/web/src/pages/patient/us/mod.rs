//! “Us, and me”: the joint room, a wall, the own room, in that order. What stands in another's room does not exist here: no
//! lock, no gap, no number, no notice of a visit.

mod bring;
mod joint;
mod mine;
mod words;

use super::{frame, own};
use crate::{
    app::Shared,
    components::notice,
    errors::Problem,
    guard::Who,
    pages::own_lines::{given, in_a_sentence},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Purpose;
use concord_actions::{ActionError, OpenChart, ReleasedNote, SharedRoom};
use concord_chart::{
    ChartId, EventId, HomeworkId, Refusal,
    disclosure::{Handling, ToldAlone},
    unit::{JointTaskReported, Shared as Shares, Unit, UnitKind},
};
use maud::{Markup, html};
use serde::Deserialize;

/// A word about what was just done.
#[derive(Deserialize, Default)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What was sent; each small form fills its own part.
#[derive(Deserialize, Default)]
pub struct Typed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    handling: String,
    #[serde(default)]
    told: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    step: String,
}

/// What the page is made from: the joint room as this member sees it, and the own record.
struct Room {
    id: ChartId,
    unit: Unit,
    own: OpenChart,
    shared: Vec<SharedRoom>,
    notes: Vec<ReleasedNote>,
    /// What was sent and not taken: it stands in its form again.
    typed: Typed,
}

impl Room {
    async fn load(app: &Shared, who: &Who, id: ChartId) -> Result<Self, ActionError> {
        let own = who.subject.chart.ok_or(ActionError::NotFound)?;
        let own = app.clinic.open_chart(&who.subject, own, Purpose("own room")).await?;
        let (_, unit) = app.clinic.open_unit(&who.subject, id, Purpose("joint room")).await?;
        let shared = app.clinic.shared_with(&who.subject, &unit).await?;
        let notes = app.clinic.released_notes(&who.subject, id).await?;
        Ok(Self { id, unit, own, shared, notes, typed: Typed::default() })
    }

    /// What was sent with one of the small forms and not taken.
    fn not_taken(&self, act: &str) -> Option<&Typed> {
        Some(&self.typed).filter(|typed| typed.act == act)
    }

    fn is_group(&self) -> bool {
        self.unit.what.kind == UnitKind::Group
    }

    /// The others' given names, in a sentence; a group has none.
    fn others(&self) -> String {
        let names: Vec<&str> = self
            .unit
            .members
            .iter()
            .filter(|member| member.chart != self.own.chart.id)
            .map(|member| given(&member.name))
            .collect();
        in_a_sentence(&names)
    }

    fn see(&self) -> &'static str {
        if self.unit.members.len() > 2 { "see" } else { "sees" }
    }

    /// What to call the therapist.
    fn therapist(&self) -> String {
        let course = self.unit.member(self.own.chart.id).and_then(|member| member.course);
        let course = course.and_then(|course| self.own.chart.therapy(course));
        course
            .map(|course| given(&course.what.therapist_name))
            .filter(|name| !name.is_empty())
            .unwrap_or("my therapist")
            .to_owned()
    }
}

/// The first of the units, or a page that says that there is none.
///
/// # Errors
/// A page that says what went wrong.
pub async fn first(State(app): State<Shared>, who: Who) -> Result<Response, Problem> {
    let open = own::open(&app, &who, "own room").await?;
    let units = &open.chart.units;
    if let [(_, only)] = units.as_slice() {
        return Ok(Redirect::to(&format!("/my/us/{}", only.unit)).into_response());
    }
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { (words::TITLE) } }
        section.card {
            @if units.is_empty() { p { "Nothing here. When you come to us together with others, it stands here." } }
            ul.plain { @for (_, unit) in units { li { a href=(format!("/my/us/{}", unit.unit)) { @if unit.name.is_empty() { (words::OURS) } @else { (unit.name) } } } } }
        }
    };
    Ok(frame::page(&app, &who, words::QUIET_TITLE, frame::HOME, body).into_response())
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(unit): Path<ChartId>, Query(said): Query<Said>) -> Response {
    match Room::load(&app, &who, unit).await {
        Ok(room) => page(&app, &who, &room, words::done(&said.done), None).into_response(),
        Err(ActionError::Denied(_)) => left(&app, &who, unit, words::done(&said.done)).await,
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, room: &Room, done: Option<&str>, wrong: Option<&str>) -> Markup {
    let title = if room.is_group() { room.unit.what.public_name.as_str() } else { words::TITLE };
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { (title) } }
        @if let Some(done) = done { (notice::done(done)) }
        (frame::trouble(wrong, "words"))
        (joint::card(app, room))
        (wall(room))
        (mine::card(app, room))
    };
    frame::page(app, who, words::QUIET_TITLE, frame::HOME, body)
}

fn wall(room: &Room) -> Markup {
    html! {
        p.wall-across { span { @if room.is_group() { "Nobody else sees anything here" } @else { (room.others()) " " (room.see()) " nothing below this line" } } }
    }
}

/// Somebody who has left reads nothing, and still says whether the notes of their time are given out. Everybody else gets
/// the page of an address that does not exist.
async fn left(app: &Shared, who: &Who, unit: ChartId, done: Option<&str>) -> Response {
    let allows = match app.clinic.release_of_former(&who.subject, unit).await {
        Ok(Some(allows)) => allows,
        Ok(None) => return Problem::not_found(app, Some(who)).into_response(),
        Err(error) => return Problem::of(app, Some(who), error).into_response(),
    };
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { (words::TITLE) } }
        @if let Some(done) = done { (notice::done(done)) }
        section.card { p { (words::LEFT) } (mine::release(app, unit, allows)) }
    };
    frame::page(app, who, words::QUIET_TITLE, frame::HOME, body).into_response()
}

/// Does what one of the small forms asks for.
pub async fn submit(State(app): State<Shared>, who: Who, Path(unit): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    if typed.act == "bring" && typed.step != "yes" {
        return bring::ask(&app, &who, unit, &typed).await;
    }
    match act(&app, &who, unit, &typed).await {
        Ok(done) => Redirect::to(&format!("/my/us/{unit}?done={done}")).into_response(),
        Err(ActionError::Refused(refusal)) => match Room::load(&app, &who, unit).await {
            Ok(room) => {
                let room = Room { typed, ..room };
                (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &room, None, Some(&refusal.sentence))).into_response()
            }
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
        Err(ActionError::Denied(_)) => Problem::not_found(&app, Some(&who)).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn act(app: &Shared, who: &Who, unit: ChartId, typed: &Typed) -> Result<&'static str, ActionError> {
    let (clinic, subject, key) = (&app.clinic, &who.subject, frame::key_of(app, &typed.key));
    let on = typed.on == "yes";
    match typed.act.as_str() {
        "sign" => clinic.sign_secrets_rule(subject, unit, &key, &typed.words).await.map(|()| "signed"),
        "release" => clinic.allow_release(subject, unit, &key, on).await.map(|()| "kept"),
        "share" => {
            let what = Shares::ALL.iter().copied().find(|what| what.words() == typed.what).ok_or(ActionError::NotFound)?;
            clinic.share(subject, unit, &key, what, on).await.map(|()| "kept")
        }
        "tell" => {
            let handling = handling_of(&typed.handling).ok_or_else(|| Refusal::new("Choose what may be done with it."))?;
            let told = ToldAlone { unit, words: typed.words.trim().to_owned(), handling };
            clinic.tell_alone(subject, own::chart_of(who)?, &key, told).await.map(|()| "told")
        }
        "handling" => {
            let handling = handling_of(&typed.handling).ok_or(ActionError::NotFound)?;
            clinic.set_handling(subject, &key, told_of(typed)?, handling).await.map(|()| "kept")
        }
        "bring" => clinic.bring_in(subject, unit, &key, told_of(typed)?, &typed.words).await.map(|()| "brought"),
        "task" => {
            let task: HomeworkId = typed.task.parse().map_err(|_| ActionError::NotFound)?;
            let done_percent = typed.done.parse().map_err(|_| Refusal::new("Choose how much you did."))?;
            let reported = JointTaskReported { task, done_percent, could_not: typed.words.trim().to_owned() };
            clinic.report_joint_task(subject, unit, &key, reported).await.map(|()| "kept")
        }
        _ => Err(ActionError::NotFound),
    }
}

fn told_of(typed: &Typed) -> Result<EventId, ActionError> {
    typed.told.parse().map_err(|_| ActionError::NotFound)
}

fn handling_of(word: &str) -> Option<Handling> {
    Handling::ALL.iter().copied().find(|handling| handling.words() == word)
}
