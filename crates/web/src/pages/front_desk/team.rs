//! Who looks after somebody: names, so that visits can be planned and records opened by the right people.

use super::person::Seen;
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Entry};
use concord_chart::{
    ChartId, Event, StaffId,
    registration::{CareRole, TeamJoined, TeamMember},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Who joins.
#[derive(Deserialize)]
pub struct Typed {
    key: String,
    staff: StaffId,
}

/// The part that a role plays for a patient.
pub(super) fn care_role(role: Role) -> Option<CareRole> {
    Some(match role {
        Role::Prescriber => CareRole::Prescriber,
        Role::Therapist => CareRole::Therapist,
        Role::CareManager => CareRole::CareManager,
        Role::ComplementaryPractitioner => CareRole::ComplementaryPractitioner,
        Role::FrontDesk | Role::Administrator | Role::Patient | Role::Proxy => return None,
    })
}

/// Puts somebody on the team.
pub async fn join(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    let seen = match Seen::load(&app, &who, chart).await {
        Ok(seen) => seen,
        Err(problem) => return problem.into_response(),
    };
    let account = seen.staff.iter().find(|account| account.staff == Some(typed.staff));
    let member = account.and_then(|account| {
        Some(TeamMember { staff: account.staff, name: account.name.clone(), role: care_role(account.role)? })
    });
    let Some(member) = member else { return Problem::of(&app, Some(&who), ActionError::NotFound).into_response() };
    let entry = Entry::new(typed.key, Event::TeamJoined(TeamJoined { member }));
    match app.clinic.record(&who.subject, chart, None, vec![entry]).await {
        Ok(_) => Redirect::to(&format!("/desk/person/{chart}?done=team")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The card.
pub(super) fn card(app: &Shared, seen: &Seen) -> Markup {
    let team = &seen.open.chart.registration.team;
    let others: Vec<_> = seen.staff.iter().filter(|account| !team.iter().any(|member| member.staff == account.staff)).collect();
    html! {
        section.card { h2 { "Who looks after them" }
            @if team.is_empty() { p.small { "Nobody yet. Only those named here can open the record." } }
            ul { @for member in team { li { (member.name) } } }
            details.small { summary { "Name somebody" }
                form.stack method="post" action=(format!("/desk/person/{}/team", seen.open.chart.id)) {
                    input type="hidden" name="key" value=(app.clinic.fresh());
                    div.field { label for="staff" { "Who" } select #staff name="staff" { @for account in others { option value=(account.staff.map(|staff| staff.to_string()).unwrap_or_default()) { (account.name) ", " (account.role.words().to_lowercase()) } } } }
                    button.button.secondary type="submit" { "Name them" }
                }
            }
        }
    }
}
