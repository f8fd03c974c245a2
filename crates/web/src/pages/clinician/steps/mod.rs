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

use super::{
    forms::Values,
    frame::{self, RecordPage},
};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::{Role, View};
use concord_actions::OpenChart;
use concord_chart::ChartId;
use jiff::{civil::Date, tz::TimeZone};
use maud::Markup;
use proposal::Ground;
use rows::Typed;

/// Everything the parts of the page look at.
struct Desk<'a> {
    app: &'a Shared,
    open: &'a OpenChart,
    prescriber: bool,
    today: Date,
    zone: TimeZone,
    /// What was sent and has to be put right: it stands in its form again.
    sent: Values,
    /// What has to be put right: fields with their sentences.
    wrong: Vec<(String, String)>,
}

impl<'a> Desk<'a> {
    fn new(app: &'a Shared, who: &Who, open: &'a OpenChart) -> Self {
        let prescriber = who.subject.role == Role::Prescriber;
        let (today, zone) = (app.clinic.today(), app.clinic.zone());
        Self { app, open, prescriber, today, zone, sent: Values::default(), wrong: Vec::new() }
    }

    /// The page, with what was typed into the table of a new plan.
    fn page(&self, who: &Who, wanted: &Wanted, typed: Option<&Typed>) -> Markup {
        let page = RecordPage { open: self.open, tab: "/regimen", title: "Dose steps" };
        frame::page(self.app, who, &page, self.body(wanted, typed))
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
    Desk::new(&app, &who, &open).page(&who, &wanted, None).into_response()
}
