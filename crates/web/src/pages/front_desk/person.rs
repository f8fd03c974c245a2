//! One person at the desk: identity, how to reach them, visits, who looks after them. Nothing else.

use super::{details, plan_visit, team, words::*};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, notice, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::{Path, Query, State};
use concord_access::Purpose;
use concord_actions::{OpenChart, PatientAccess};
use concord_chart::{ChartId, registration::Demographics};
use concord_registry::{DiaryKind, DiaryRow, DiaryState};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What of the page has to be shown again, with what is wrong with it.
#[derive(Default)]
pub(super) struct Again {
    pub(super) visit: plan_visit::Typed,
    pub(super) visit_wrong: Option<(&'static str, String)>,
    pub(super) details: Option<details::Again>,
}

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) open: OpenChart,
    pub(super) person: Demographics,
    pub(super) visits: Vec<DiaryRow>,
    pub(super) access: Option<PatientAccess>,
    pub(super) staff: Vec<concord_store::Account>,
}

impl Seen {
    /// # Errors
    /// A page that says what went wrong.
    pub(super) async fn load(app: &Shared, who: &Who, chart: ChartId) -> Result<Self, Problem> {
        let trouble = |error| Problem::of(app, Some(who), error);
        let open = app.clinic.open_chart(&who.subject, chart, Purpose("identity and visits")).await.map_err(trouble)?;
        Ok(Self {
            person: open.chart.registration.person.clone().unwrap_or_default(),
            visits: app.clinic.visits_of(&who.subject, chart).await.map_err(trouble)?,
            access: app.clinic.patient_access(&who.subject, chart).await.map_err(trouble)?,
            staff: staff(&app.clinic).await.map_err(trouble)?,
            open,
        })
    }
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let seen = Seen::load(&app, &who, chart).await?;
    Ok(page(&app, &who, &seen, &said.done, &Again::default()))
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "registered" => "Registered. Next: a first visit, and a sign-in for their phone.",
        "visit" => "It is in the diary.",
        "details" => "Kept.",
        "team" => "They look after this person now.",
        "here" => "Marked as here.",
        "not" => "Kept.",
        _ => return None,
    })
}

/// The page with whatever has to be shown again.
pub(super) fn page(app: &Shared, who: &Who, seen: &Seen, done: &str, again: &Again) -> Markup {
    let registration = &seen.open.chart.registration;
    let chart = seen.open.chart.id;
    let title = format!("{} {}", name_of(&seen.person), born_words(&seen.person));
    let body = html! {
        (person_head(&chart.to_string(), &seen.person, &registration.record_number, None))
        @if let Some(words) = done_words(done) { (notice::done(words)) }
        (problems(again))
        div.two-columns {
            div {
                section.card.flush aria-labelledby="visits" { div.pad { h2 #visits { "Visits" } } (visits(app, seen)) }
                (plan_visit::card(app, seen, &again.visit, again.visit_wrong.as_ref()))
            }
            aside {
                (sign_in_card(seen, chart))
                (team::card(app, seen))
                (details::card(app, seen, again.details.as_ref()))
            }
        }
    };
    layout::page(app, Some(who), &title, "/desk", body)
}

fn problems(again: &Again) -> Markup {
    let visit = again.visit_wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone()));
    let details = again.details.iter().map(|again| (format!("#{}", again.field), again.sentence.clone()));
    crate::components::error_summary::error_summary(&visit.chain(details).collect::<Vec<_>>())
}

fn visits(app: &Shared, seen: &Seen) -> Markup {
    let zone = app.clinic.zone();
    html! {
        @if seen.visits.is_empty() { div.pad { (empty_state("No visit yet", "What is planned and what took place stands here.", None)) } }
        @else {
            table.visits {
                caption.vh { "Visits of this person" }
                thead { tr { th scope="col" { "When" } th scope="col" { "With, how long, where" } th scope="col" { "What became of it" } } }
                tbody { @for visit in seen.visits.iter().take(30) { (line(app, seen, visit, &zone)) } }
            }
        }
    }
}

fn line(app: &Shared, seen: &Seen, visit: &DiaryRow, zone: &TimeZone) -> Markup {
    let to_come = visit.state == DiaryState::Planned;
    let class = match visit.state {
        DiaryState::Arrived => "here",
        DiaryState::Planned => "",
        DiaryState::Held | DiaryState::NotHeld => "past",
    };
    html! {
        tr class=(class) {
            td.tm { b { (full_day(day_of(visit, zone))) } span { (time_of(visit, zone)) } }
            td data-label="With" { (visit.with_name) span.small { (length_and_room(app, visit)) } }
            td { (became(visit)) @if to_come { (cancel(app, seen, visit)) } }
        }
    }
}

fn became(visit: &DiaryRow) -> Markup {
    match visit.state {
        DiaryState::Planned => tag("line", None, "planned"),
        DiaryState::Arrived => html! { span.done { "✓ here" } },
        DiaryState::Held => html! { "took place" },
        DiaryState::NotHeld => html! { (visit.why_not.map_or("did not take place", |why| why.words())) },
    }
}

fn cancel(app: &Shared, seen: &Seen, visit: &DiaryRow) -> Markup {
    let kind = if visit.kind == DiaryKind::Session { "session" } else { "visit" };
    html! {
        details.small { summary { "Cancel" span.vh { " the one with " (visit.with_name) } }
            form.inline-form method="post" action=(format!("/desk/{}/visit/{}", seen.open.chart.id, visit.id)) {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="kind" value=(kind);
                input type="hidden" name="back" value="person";
                button.button.quiet name="what" value="cancelled" type="submit" { "They cancelled" }
                button.button.quiet name="what" value="cancelled_by_us" type="submit" { "We cancelled" }
            }
        }
    }
}

fn sign_in_card(seen: &Seen, chart: ChartId) -> Markup {
    html! {
        section.card { h2 { "Sign-in" }
            p.small { (access_words(seen.access.as_ref())) }
            p { a.button.secondary href=(format!("/access/{chart}")) { @if seen.access.is_some() { "Look at the sign-in" } @else { "Give a sign-in" } } }
        }
    }
}

/// How they sign in, in one sentence.
pub(super) fn access_words(access: Option<&PatientAccess>) -> String {
    match access {
        None => "They cannot sign in yet.".to_owned(),
        Some(access) if !access.open => format!("The sign-in “{}” is closed.", access.login),
        Some(access) if access.run_out => format!("The first password of “{}” has run out unused.", access.login),
        Some(access) if access.first_password => format!("“{}”, first password not changed yet.", access.login),
        Some(access) => format!("They sign in as “{}”.", access.login),
    }
}
