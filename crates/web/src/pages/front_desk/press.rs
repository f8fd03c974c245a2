//! What happened at the desk: somebody is here, did not come, or cancelled.

use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry};
use concord_chart::{
    ChartId, Event, VisitId,
    therapy::NotHeld,
    visit::{VisitArrived, VisitNotHeld, VisitPlanned},
};
use concord_registry::{DiaryKind, DiaryRow};
use serde::Deserialize;

/// What was pressed.
#[derive(Deserialize)]
pub struct Pressed {
    key: String,
    what: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    back: String,
}

/// Records it.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path((chart, visit)): Path<(ChartId, VisitId)>,
    Form(pressed): Form<Pressed>,
) -> Response {
    match record(&app, &who, chart, visit, &pressed).await {
        Ok(()) => Redirect::to(&after(chart, &pressed)).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn after(chart: ChartId, pressed: &Pressed) -> String {
    let done = if pressed.what == "here" { "here" } else { "not" };
    if pressed.back == "person" { format!("/desk/person/{chart}?done={done}") } else { format!("/desk?done={done}") }
}

async fn record(app: &Shared, who: &Who, chart: ChartId, visit: VisitId, pressed: &Pressed) -> Result<(), ActionError> {
    let mut entries = Vec::new();
    if pressed.kind == "session" {
        entries.extend(beside_the_session(app, who, chart, visit, pressed).await?);
    }
    entries.push(Entry::new(pressed.key.clone(), event(visit, &pressed.what)));
    app.clinic.record(&who.subject, chart, None, entries).await.map(|_| ())
}

fn event(visit: VisitId, what: &str) -> Event {
    let not_held = |why| Event::VisitNotHeld(VisitNotHeld { visit, why });
    match what {
        "here" => Event::VisitArrived(VisitArrived { visit }),
        "did_not_attend" => not_held(NotHeld::DidNotAttend),
        "cancelled_by_us" => not_held(NotHeld::CancelledByUs),
        _ => not_held(NotHeld::CancelledByPatient),
    }
}

/// A session is its therapist's to record. What the desk knows of it stands on a visit at the same time, which the diary
/// shows as one with the session.
async fn beside_the_session(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    session: VisitId,
    pressed: &Pressed,
) -> Result<Option<Entry>, ActionError> {
    let rows = app.clinic.visits_of(&who.subject, chart).await?;
    let of_this = |row: &&DiaryRow| row.kind == DiaryKind::Session && row.id == session.to_string();
    let row = rows.iter().find(of_this).ok_or(ActionError::NotFound)?;
    let planned = VisitPlanned {
        visit: session,
        at: row.at,
        minutes: row.minutes.unwrap_or(50),
        with: row.with,
        with_name: row.with_name.clone(),
        place: row.place.clone(),
        room: row.room.clone(),
        purpose: String::new(),
    };
    // Planned again, a visit would lose what is known of it; the first time is enough.
    let key = format!("{}:beside", pressed.key);
    let first = row.state == concord_registry::DiaryState::Planned;
    Ok(first.then(|| Entry::new(key, Event::VisitPlanned(planned))))
}
