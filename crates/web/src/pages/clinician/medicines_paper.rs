//! The list of medicines to hand out: as a page to print and as a PDF.

use super::frame::{self, RecordPage};
use crate::{app::Shared, errors::Problem, guard::Who, paper};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_actions::OpenChart;
use concord_chart::ChartId;

/// The page to print.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(asked): Query<paper::Asked>,
) -> Response {
    let open = match open(&app, &who, chart).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let body = paper::page(&paper::list_of(&app, &open.chart), &asked, &format!("/chart/{chart}/medicines.pdf"), true);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/regimen", title: "Medicines to print" }, body).into_response()
}

/// The PDF.
pub async fn pdf(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<paper::Asked>) -> Response {
    match open(&app, &who, chart).await {
        Ok(open) => paper::answer(&app, &who, &paper::list_of(&app, &open.chart), &asked, &format!("/chart/{chart}/medicines")),
        Err(response) => response,
    }
}

/// A list with half of the medicines would be worse than none: those who see only their own arm have no paper here.
async fn open(app: &Shared, who: &Who, chart: ChartId) -> Result<OpenChart, Response> {
    let open = frame::open(app, who, chart, "medicines for paper").await?;
    if matches!(open.view, View::Complementary(_)) { Err(Problem::not_for_role(app, who).into_response()) } else { Ok(open) }
}
