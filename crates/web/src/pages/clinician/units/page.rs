//! The page of one unit, and what is sent from it.

use super::super::forms::Values;
use super::{acts, banner, group, rooms, team};
use crate::{
    app::Shared,
    components::{error_summary::error_summary, notice},
    errors::Problem,
    guard::Who,
    layout::{Around, staff_page},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::{Purpose, View};
use concord_actions::{ActionError, SignedIn};
use concord_chart::{
    Chart, ChartId,
    unit::{Member, Unit, UnitKind},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// A word about what was just done.
#[derive(Deserialize, Default)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// A member and what the reader may see of their own record.
pub(super) struct Room {
    /// Who.
    pub member: Member,
    /// Their own record; `None` where the reader is not on its team.
    pub chart: Option<Arc<Chart>>,
}

impl Room {
    /// What to call them.
    pub fn given(&self) -> &str {
        self.member.name.split_whitespace().next().unwrap_or(&self.member.name)
    }
}

/// Everything that the page is made from.
pub(super) struct Seen<'a> {
    /// The web side.
    pub app: &'a Shared,
    /// Who looks.
    pub who: &'a SignedIn,
    /// The unit's record.
    pub id: ChartId,
    /// The unit.
    pub unit: Unit,
    /// Names of those who look after it.
    pub team: Vec<String>,
    /// The members of a couple or family. Nobody's own record is opened for a group's page.
    pub rooms: Vec<Room>,
    /// What was typed and not taken.
    pub typed: Values,
}

impl<'a> Seen<'a> {
    async fn load(app: &'a Shared, who: &'a SignedIn, id: ChartId, typed: Values) -> Result<Self, ActionError> {
        let (open, unit) = app.clinic.open_unit(&who.subject, id, Purpose("joint record")).await?;
        if !matches!(open.view, View::Unit(_)) {
            return Err(ActionError::NotFound);
        }
        let mut rooms = Vec::new();
        if matches!(unit.what.kind, UnitKind::Couple | UnitKind::Family) {
            for member in &unit.members {
                let purpose = Purpose("own room beside a joint record");
                let chart = match app.clinic.open_chart(&who.subject, member.chart, purpose).await {
                    Ok(open) => Some(open.chart),
                    Err(ActionError::Denied(_)) => None,
                    Err(error) => return Err(error),
                };
                rooms.push(Room { member: member.clone(), chart });
            }
        }
        let team = open.chart.registration.team.iter().map(|member| member.name.clone()).collect();
        Ok(Self { app, who, id, unit, team, rooms, typed })
    }

    /// "Ruth Lindgren, Dr Amara Osei".
    pub fn team_words(&self) -> String {
        self.team.join(", ")
    }

    /// What members call the reader.
    pub fn me(&self) -> &str {
        self.who.subject.name.split_whitespace().next().unwrap_or("you")
    }

    /// Whether the reader writes here: a therapist, while it is open.
    pub fn writes(&self) -> bool {
        self.who.subject.role == concord_access::Role::Therapist && self.unit.is_open()
    }
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    match Seen::load(&app, &who, chart, Values::default()).await {
        Ok(seen) => page(&seen, done_words(&said.done), None).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Does what a box asks for.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Values::new(pairs);
    match acts::act(&app, &who, chart, &typed).await {
        Ok(done) => Redirect::to(&format!("/unit/{chart}?done={done}")).into_response(),
        Err(ActionError::Refused(refusal)) => match Seen::load(&app, &who, chart, typed).await {
            Ok(seen) => (StatusCode::UNPROCESSABLE_ENTITY, page(&seen, None, Some(&refusal.sentence))).into_response(),
            Err(error) => Problem::of(&app, Some(&who), error).into_response(),
        },
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The only sentences that an address can make the page say.
fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "opened" => "Opened. Choose the rule on secrets next; everybody signs it before the first session.",
        "kept" => "Kept.",
        "alone" => "Kept in their own room. The joint room has no trace of it.",
        "called" => {
            "Kept in their own room, and whoever is on call is called now: the alert stands under Alerts. The joint room has no trace of it."
        }
        "settled" => "Kept in their own room, with an alert that you closed by what you did. The joint room has no trace of it.",
        "signed" => "Signed.",
        "closed" => "Ended. The joint record stays readable as it was; own records go on.",
        _ => return None,
    })
}

fn page(seen: &Seen<'_>, done: Option<&str>, wrong: Option<&str>) -> Markup {
    let prefix = seen.typed.get("prefix");
    // To the field of words where the box has one, else to the head of the box.
    let words = format!("{prefix}-words");
    let place = if seen.typed.sent(&words) { words } else { prefix.to_owned() };
    let errors: Vec<_> = wrong.map(|sentence| (format!("#{place}"), sentence.to_owned())).into_iter().collect();
    let body = html! {
        @if let Some(words) = done { (notice::done(words)) }
        (error_summary(&errors))
        @match seen.unit.what.kind {
            UnitKind::Couple | UnitKind::Family => (rooms::page(seen)),
            UnitKind::Group => (group::page(seen)),
            UnitKind::ConsultationTeam => (team::page(seen)),
        }
    };
    let around = Around { record: Some(banner::banner(seen)), foot: None };
    staff_page(seen.app, seen.who, &format!("{}: unit", seen.unit.what.name), "/units", around, body)
}
