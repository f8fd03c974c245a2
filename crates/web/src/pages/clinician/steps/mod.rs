//! Plans over time: steps up, down, across and again, proposed from the label or from own numbers, drawn, changed and
//! recorded by a person; each step confirmed on its day after that day's review.

mod contrast;
mod drawing;
mod due;
mod page;
mod proposal;
mod rows;
mod send;

pub use proposal::Wanted;
pub use send::{confirm, pause, plan, resume, shift};

use super::frame::{self, RecordPage};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_access::{Role, View};
use concord_actions::OpenChart;
use concord_chart::ChartId;
use jiff::{civil::Date, tz::TimeZone};
use proposal::Ground;
use rows::Typed;

/// Everything the parts of the page look at.
struct Desk<'a> {
    app: &'a Shared,
    open: &'a OpenChart,
    prescriber: bool,
    today: Date,
    zone: TimeZone,
}

impl<'a> Desk<'a> {
    fn new(app: &'a Shared, who: &Who, open: &'a OpenChart) -> Self {
        let prescriber = who.subject.role == Role::Prescriber;
        Self { app, open, prescriber, today: app.clinic.today(), zone: app.clinic.zone() }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { chart: &self.open.chart, knowledge: self.app.clinic.knowledge(), today: self.today, zone: &self.zone }
    }
}

/// The page: plans as they stand, and a proposal where one was asked for.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(wanted): Query<Wanted>) -> Response {
    let open = match frame::open(&app, &who, chart, "dose steps").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    if matches!(open.view, View::Complementary(_)) {
        return Problem::not_for_role(&app, &who).into_response();
    }
    answer(&app, &who, &open, &wanted, None, &[], StatusCode::OK)
}

/// The page with what was typed, where something has to be put right.
fn answer(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    wanted: &Wanted,
    typed: Option<&Typed>,
    wrong: &[(String, String)],
    status: StatusCode,
) -> Response {
    let desk = Desk::new(app, who, open);
    let body = desk.body(wanted, typed, wrong);
    (status, frame::page(app, who, &RecordPage { open, tab: "/regimen", title: "Dose steps" }, body)).into_response()
}
