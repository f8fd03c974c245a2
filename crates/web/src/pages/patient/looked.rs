//! Who has looked at my record.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use concord_chart::AccountId;
use concord_store::AccessLine;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// Lines shown; the whole log is the practice's to keep.
const LINES: u32 = 200;

/// Lines in order, the own ones of one day together: what one looks for are the others.
fn together(lines: &[AccessLine], own: AccountId, zone: &TimeZone) -> Vec<Markup> {
    let day = |line: &AccessLine| line.at.to_zoned(zone.clone()).date();
    let is_own = |line: &AccessLine| line.account == Some(own);
    lines
        .chunk_by(|one, next| is_own(one) && is_own(next) && day(one) == day(next))
        .map(|together| match together {
            [line] if !is_own(line) => one(line, zone),
            _ => mine(together, zone),
        })
        .collect()
}

fn one(line: &AccessLine, zone: &TimeZone) -> Markup {
    html! {
        p { b { (line.name) } span.muted { ", " (line.role.to_lowercase()) } }
        p.small.muted { (time_words(line, zone)) ": " (line.what) }
        @if !line.reason.is_empty() { p.quote { "“" (line.reason) "”" } }
    }
}

fn mine(lines: &[AccessLine], zone: &TimeZone) -> Markup {
    let Some(latest) = lines.first() else { return html! {} };
    html! { p.small.muted { "You, " (time_words(latest, zone)) @if lines.len() > 1 { " and " (lines.len() - 1) " times earlier that day" } } }
}

fn time_words(line: &AccessLine, zone: &TimeZone) -> String {
    line.at.to_zoned(zone.clone()).strftime("%-d %b %Y, %-I:%M %P").to_string()
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let chart = own::id(&app, &who)?;
    let lines = app.clinic.who_looked(&who.subject, chart, LINES).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let zone = app.clinic.zone();
    let own = |line: &concord_store::AccessLine| line.account == Some(who.subject.account);
    let others = lines.iter().filter(|line| !own(line)).count();
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "Who has looked" } p.lead { "Everybody who opened my record, newest first. " (others) " of the latest " (lines.len()) " lines are other people. Ask us about any of them." } }
        section.card aria-label="Who has looked" {
            ul.looked { @for visit in together(&lines, who.subject.account, &zone) { li { (visit) } } }
        }
    };
    Ok(frame::page(&app, &who, "Who has looked", frame::HOME, body))
}
