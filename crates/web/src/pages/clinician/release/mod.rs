//! Release to a third party: what is asked for, who has to consent, what leaves. One person's record and a unit's record have
//! the same pages; whose consent is needed and what may be on the paper differ.

pub mod list;
pub mod one;

use super::frame;
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::response::{IntoResponse, Response};
use concord_access::{Role, View};
use concord_actions::{OpenChart, SignedIn};
use concord_chart::{Chart, ChartId};

/// Opens the record for these pages: for those who see all of it, or for a unit's therapists.
///
/// # Errors
/// The page that says why not.
async fn open(app: &Shared, who: &Who, chart: ChartId, purpose: &'static str) -> Result<OpenChart, Response> {
    let open = frame::open(app, who, chart, purpose).await?;
    let sees = match open.view {
        View::Clinical(_) => open.chart.registration.person.is_some(),
        View::Unit(_) => true,
        _ => false,
    };
    if sees { Ok(open) } else { Err(Problem::not_found(app, Some(who)).into_response()) }
}

/// Whether the reader writes here: of a unit's record, its therapists; nobody where nobody is who could consent.
fn writes(who: &SignedIn, chart: &Chart) -> bool {
    !chart.consent_needed().is_empty() && (chart.unit.is_none() || who.subject.role == Role::Therapist)
}

/// The name of somebody whose consent is needed.
fn name_of(chart: &Chart, member: ChartId) -> String {
    match chart.unit.as_ref().and_then(|unit| unit.member(member)) {
        Some(member) => member.name.clone(),
        None => {
            let person = frame::person(chart);
            format!("{} {}", person.given_name, person.family_name).trim().to_owned()
        }
    }
}
