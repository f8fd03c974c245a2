//! The units on whose team the reader is.

use super::super::frame;
use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::State;
use concord_access::Role;
use concord_chart::{ChartId, unit::UnitKind};
use concord_registry::UnitRow;
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let units = app.clinic.units(&who.subject).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let may_open = who.subject.role == Role::Therapist;
    let body = html! {
        header.page-head {
            div { h1 { "Groups" } p.lead { "Couples, families and groups that you see together, and your consultation team. Nobody else is shown this list." } }
            @if may_open { a.button.primary href="/units/new" { "Open a new one" } }
        }
        @if units.is_empty() { (empty_state("None yet", "A couple, family or group gets a record of its own beside the records of its members.", None)) }
        @for kind in UnitKind::ALL { (of_kind(&app, *kind, &units)) }
    };
    Ok(layout::page(&app, Some(&who), "Groups", "/units", body))
}

fn of_kind(app: &Shared, kind: UnitKind, units: &[(ChartId, UnitRow)]) -> Markup {
    let mut of_kind: Vec<_> = units.iter().filter(|(_, row)| row.kind == kind).collect();
    of_kind.sort_by_key(|(_, row)| !row.open);
    html! {
        @if !of_kind.is_empty() {
            section.card.flush aria-label=(heading(kind)) {
                h2.pad { (heading(kind)) }
                table.visits {
                    thead { tr { th { "Name" } th { "Members" } th { "Sessions" } th { "Next" } th { "State" } } }
                    tbody { @for (chart, row) in &of_kind { (line(app, *chart, row)) } }
                }
            }
        }
    }
}

fn heading(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Couple => "Couples",
        UnitKind::Family => "Families",
        UnitKind::Group => "Groups",
        UnitKind::ConsultationTeam => "Consultation teams",
    }
}

fn line(app: &Shared, chart: ChartId, row: &UnitRow) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    html! {
        tr.past[!row.open] {
            td data-label="Name" { a href=(format!("/unit/{chart}")) { b { (row.name) } } }
            td data-label="Members" { @if row.kind == UnitKind::Group { (row.members.len()) " members" } @else { (row.members.join(", ")) } }
            td data-label="Sessions" { (row.held) @if let Some(planned) = row.planned { " of " (planned) } }
            td data-label="Next" { @match row.arranged.first() { Some(next) => (frame::moment(*next, today, &zone)), None => "none planned" } }
            td data-label="State" {
                @if !row.open { (tag("", None, "ended")) }
                @else if row.kind == UnitKind::ConsultationTeam { (tag("line", Some(Icon::People), "your own space")) }
                @else if row.all_signed { (tag("good", Some(Icon::Pencil), "rule signed by all")) }
                @else { (tag("care", Some(Icon::Pencil), "rule not signed by all")) }
            }
        }
    }
}
