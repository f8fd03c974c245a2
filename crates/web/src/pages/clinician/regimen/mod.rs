//! The regimen: what is taken, how, since when, what for and by whose word, with the safety review beside it. A change is
//! typed, reviewed as it is typed, and recorded here: one flow, which works by pressing a button where there is no script.

mod acknowledged;
pub mod actions;
mod aside;
mod checked;
mod correction;
pub mod draft;
mod editor;
pub mod finding;
mod proposal;
mod retraction;
mod table;
mod weigh;

pub(super) use acknowledged::{Standing, standing};
pub(super) use aside::weigh_fields;
pub(super) use checked::key_of;
pub(super) use retraction::Retraction;
pub(super) use weigh::{weigh, weighed};

use super::{
    forms::{self, Form, Problem as Wrong, Values, show_problems},
    frame::{self, RecordPage},
    record::Desk,
};
use crate::{app::Shared, components::notice, errors::Problem, guard::Who};
use actions::Actions;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use checked::{Checked, Proposed};
use concord_access::{Role, View};
use concord_chart::{Chart, ChartId};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// The page, made from what was opened.
struct Page<'a> {
    desk: &'a Desk,
    today: Date,
    zone: TimeZone,
    prescriber: bool,
}

/// What a page is made of, besides the chart.
#[derive(Default)]
struct Typed<'a> {
    form: Option<&'static Form>,
    values: Values,
    problems: &'a [Wrong],
    said: Option<Markup>,
}

/// The page. What stands in the address is a draft: `?what=medicine-start&name=…`.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(given): Query<Vec<(String, String)>>,
) -> Response {
    let desk = match opened(&app, &who, chart, true).await {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let kept = draft::kept(&desk).await;
    let page = Page::of(&desk);
    let values = page.filled(Values::new(given));
    let form = proposal::changes(values.get("what")).then(|| forms::find(values.get("what"))).flatten();
    let said = html! { (done(values.get("done"))) @if let Some(kept) = kept.filter(|_| values.get("done") != "draft" || form.is_none()) { (draft::ribbon(&desk, &kept)) } };
    page.whole(&Typed { form, values, problems: &[], said: Some(said) }, StatusCode::OK)
}

/// The review alone, for the script: made again as somebody types.
pub async fn review(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(given): Query<Vec<(String, String)>>,
) -> Response {
    match opened(&app, &who, chart, false).await {
        Ok(desk) => {
            let page = Page::of(&desk);
            let values = Values::new(given);
            page.aside(&page.checked(&values), &values, &[]).into_response()
        }
        Err(response) => response,
    }
}

/// Opens the record for those who see medicines.
async fn opened(app: &Shared, who: &Who, chart: ChartId, is_looked_at: bool) -> Result<Desk, Response> {
    let desk = Desk::open(app, who, chart, is_looked_at).await?;
    if matches!(desk.open.view, View::Complementary(_)) {
        return Err(Problem::not_for_role(app, who).into_response());
    }
    Ok(desk)
}

/// The page that stands where something was pressed for one record while another was looked at.
fn stopped_for_another(desk: &Desk) -> Response {
    let name = frame::given_name(&desk.open.chart);
    let said = notice::not_sent(
        "Stopped: you opened another record meanwhile",
        html! { "This is " (name) "’s regimen. Nothing was recorded. If it was meant for " (name) ", press it again." },
    );
    Page::of(desk).whole(&Typed { said: Some(said), ..Typed::default() }, StatusCode::CONFLICT)
}

fn done(what: &str) -> Markup {
    let words = match what {
        "" => None,
        "task" => Some("Kept as a task under your name, with its day.".to_owned()),
        "weighed" => Some("Kept with your reason. It is shown again when it becomes worse.".to_owned()),
        "draft" => Some("Kept as your draft. Nothing of it is prescribed.".to_owned()),
        "forgotten" => Some("Thrown away.".to_owned()),
        what => forms::find(what).map(|form| format!("Recorded: {}.", form.title.to_lowercase())),
    };
    html! { @if let Some(words) = words { (notice::done(&words)) } }
}

impl<'a> Page<'a> {
    fn of(desk: &'a Desk) -> Self {
        let clinic = &desk.app.clinic;
        Self { desk, today: clinic.today(), zone: clinic.zone(), prescriber: desk.who.subject.role == Role::Prescriber }
    }

    fn chart(&self) -> &Chart {
        &self.desk.open.chart
    }

    fn app(&self) -> &Shared {
        &self.desk.app
    }

    /// The address of the page.
    fn base(&self) -> String {
        format!("/chart/{}/regimen", self.chart().id)
    }

    fn from(&self) -> proposal::From<'_> {
        let clinic = &self.app().clinic;
        proposal::From {
            chart: self.chart(),
            knowledge: clinic.knowledge(),
            today: self.today,
            zone: &self.zone,
            schedules: clinic.practice().schedules.clone(),
        }
    }

    fn actions(&self) -> Actions<'_> {
        Actions { app: self.app(), chart: self.chart(), prescriber: self.prescriber }
    }

    /// What the address gives, with the present dose where one is to be changed and the usual answers where none was given.
    fn filled(&self, given: Values) -> Values {
        let allowed = given.pairs().filter(|(name, _)| !matches!(*name, "amends" | "made" | "made_in" | "checked"));
        let mut values = Values::new(allowed.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
        for (name, text) in editor::usual(&values, self.chart()) {
            if !values.sent(&name) {
                values = values.with(&name, text);
            }
        }
        values
    }

    /// The review of what was typed; only prescribers change anything.
    fn checked(&self, values: &Values) -> Checked {
        let query = draft::query(values);
        let address = |key: &str| format!("{}/finding?finding={}{query}", self.base(), draft::escaped(key));
        let nothing = Values::default();
        let values = if self.prescriber { values } else { &nothing };
        let proposed = match values.get("amends") {
            "" => self.from().proposal(values).map(Proposed::Change),
            _ => correction::of(self.desk, values).map(Proposed::Correction),
        };
        Checked::of(&self.from(), proposed, &address)
    }

    /// The page again with what has to be put right, everything typed kept.
    pub(super) fn again(&self, form: &'static Form, values: &Values, problems: &[Wrong], status: StatusCode) -> Response {
        let values = if values.sent("what") { values.clone() } else { values.clone().with("what", form.what) };
        self.whole(&Typed { form: Some(form), values, problems, said: None }, status)
    }

    fn whole(&self, typed: &Typed<'_>, status: StatusCode) -> Response {
        let checked = self.checked(&typed.values);
        let name = frame::given_name(self.chart());
        let record = format!("/chart/{}/record", self.chart().id);
        let body = html! {
            @if let Some(said) = &typed.said { (said) }
            (show_problems(typed.problems))
            header.page-head {
                h2 { "Regimen" }
                p.row {
                    @if self.prescriber { a.button href=(format!("{}?what=medicine-start#change", self.base())) { "Start a medicine" } }
                    a.button.secondary href=(format!("{record}/side-effect")) { @if self.prescriber { "A side effect was told" } @else { "Tell the prescriber" } }
                    a.button.quiet href=(format!("/chart/{}/medicines", self.chart().id)) { "List to print" }
                    a.button.quiet href=(format!("/chart/{}/steps", self.chart().id)) { "Dose steps" }
                    a.button.quiet href=(format!("/chart/{}/checks", self.chart().id)) { "Checks" }
                }
                p.lead { "What " (name) " takes, also what was bought or is prescribed elsewhere." }
            }
            div.two-columns.regimen {
                div {
                    @if let Some(proposal) = &checked.proposal { (aside::ribbon(&proposal.said_back, &name)) }
                    (table::taken(self, &checked))
                    @if self.prescriber { (editor::editor(self, typed)) }
                    (table::allergies(self))
                    (table::stopped(self))
                    (table::side_effects(self))
                    (super::asked::card(self.app(), self.chart(), self.prescriber))
                }
                (self.aside(&checked, &typed.values, typed.problems))
            }
        };
        (
            status,
            frame::page(
                self.app(),
                &self.desk.who,
                &RecordPage { open: &self.desk.open, tab: "/regimen", title: "Regimen" },
                body,
            ),
        )
            .into_response()
    }
}

/// True for a form that was sent from this page.
pub(super) fn sent_from_here(values: &Values) -> bool {
    values.has("from", "regimen")
}

/// The page again, for a form that was sent from it.
pub(super) fn again(desk: &Desk, form: &'static Form, values: &Values, problems: &[Wrong]) -> Response {
    Page::of(desk).again(form, values, problems, StatusCode::UNPROCESSABLE_ENTITY)
}
