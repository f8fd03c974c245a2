//! The signed-in patient's own chart, opened the one way there is.

use crate::{app::Shared, errors::Problem};
use concord_access::Purpose;
use concord_actions::{ActionError, OpenChart, SignedIn};
use concord_chart::ChartId;

/// The id of the own chart.
///
/// # Errors
/// The not-found page, when the account has none.
pub fn id(app: &Shared, who: &SignedIn) -> Result<ChartId, Problem> {
    who.subject.chart.ok_or_else(|| Problem::of(app, Some(who), ActionError::NotFound))
}

/// The same for an action that says by itself what went wrong.
///
/// # Errors
/// [`ActionError::NotFound`] when the account has none.
pub fn chart_of(who: &SignedIn) -> Result<ChartId, ActionError> {
    who.subject.chart.ok_or(ActionError::NotFound)
}

/// Opens the own chart; the access log says that its owner looked.
///
/// # Errors
/// A page that says what went wrong.
pub async fn open(app: &Shared, who: &SignedIn, purpose: &'static str) -> Result<OpenChart, Problem> {
    let chart = id(app, who)?;
    app.clinic.open_chart(&who.subject, chart, Purpose(purpose)).await.map_err(|error| Problem::of(app, Some(who), error))
}

/// What to call the person.
pub fn first_name(open: &OpenChart) -> String {
    let given = open.chart.registration.person.as_ref().map(|person| person.given_name.clone()).unwrap_or_default();
    given.split_whitespace().next().unwrap_or("you").to_owned()
}
